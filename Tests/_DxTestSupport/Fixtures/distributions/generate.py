"""Reference values of special functions and distributions.

Run `python3 generate.py > reference.csv`. Made with Python 3.11 and
mpmath 1.3.0 at 60 digits; the incomplete gamma and beta functions are
summed here (their series with positive terms, and continued fractions), as
mpmath's own are too slow for parameters of 10⁸; where both are fast, the
two are compared before anything is written.

A quantile's argument is the probability at a chosen x, rounded to a double;
the quantile is x moved by the rounding over the density, whose error is of
the order of the square of the rounding.

Columns: function, up to three arguments, value to 25 digits.
"""
import sys
import numpy
from mpmath import mp, mpf, log, exp, sqrt, erfc, erf, loggamma, nstr, pi
from mpmath import log1p, expm1, erfinv
import mpmath

mp.dps = 60
EPS = mpf(10) ** -55
MIN = mpf(10) ** -300


def lentz(b0, terms):
    """b0 + a1/(b1 + a2/(b2 + …)) by the modified Lentz method."""
    f = b0
    c, d = f, mpf(0)
    for a, b in terms:
        d = 1 / (b + a * d)
        c = b + a / c
        f *= c * d
        if abs(c * d - 1) < EPS:
            return f
    raise ArithmeticError("no convergence")


def gamma_tails(a, x):
    """P and Q, each to full relative accuracy."""
    scale = exp(a * log(x) - x - loggamma(a))
    if x < a + 1 or x < 3:
        term = total = 1 / a
        n = a
        while term > total * EPS:
            n += 1
            term *= x / n
            total += term
        p = scale * total
        if 1 - p > mpf(10) ** -10:
            return p, 1 - p
    def terms():
        n = 0
        while True:
            n += 1
            yield n * (a - n), x + 2 * n + 1 - a
    q = scale / lentz(x + 1 - a, terms())
    return 1 - q, q


def beta_tails(a, b, x, y):
    """I and 1 − I, each to full relative accuracy."""
    if x * (a + b + 2) > a + 1:
        return beta_tails(b, a, y, x)[::-1]
    scale = exp(a * log(x) + b * log(y) - loggamma(a) - loggamma(b)
                + loggamma(a + b))
    if x < 0.5 and a < 1000:
        term = total = 1 / a
        n = 0
        while term > total * EPS:
            term *= (a + b + n) / (a + 1 + n) * x
            total += term
            n += 1
        low = scale * total
    else:
        distance = a * y - b * x
        def den(m):
            first = m * (b - m) * x / (a + 2 * m - 1) if m else 0
            return (m + first + (a + m) * (distance + 1 + m * (2 - x))
                    / (a + 2 * m + 1))
        def terms():
            m = mpf(0)
            while True:
                m += 1
                t = a + 2 * m - 1
                yield ((a + m - 1) * (a + b + m - 1) * m * (b - m) * x * x
                       / (t * t), den(m))
        low = scale / lentz(den(mpf(0)), terms())
    return low, 1 - low


def check():
    for a, x in ((0.3, 0.2), (2.5, 7.0), (40.0, 33.0), (40.0, 60.0)):
        a, x = mpf(a), mpf(x)
        p, q = gamma_tails(a, x)
        for mine, theirs in (
                (p, mpmath.gammainc(a, 0, x, regularized=True)),
                (q, mpmath.gammainc(a, x, mp.inf, regularized=True))):
            assert abs(mine / theirs - 1) < mpf(10) ** -45, (a, x)
    for a, b, x in ((0.3, 0.7, 0.2), (2.5, 7.0, 0.4), (40.0, 30.0, 0.7)):
        a, b, x = mpf(a), mpf(b), mpf(x)
        low, high = beta_tails(a, b, x, 1 - x)
        for mine, theirs in (
                (low, mpmath.betainc(a, b, 0, x, regularized=True)),
                (high, mpmath.betainc(a, b, x, 1, regularized=True))):
            assert abs(mine / theirs - 1) < mpf(10) ** -45, (a, b, x)


def row(name, args, value):
    cells = [repr(float(v)) for v in args] + [""] * (3 - len(args))
    print(",".join([name] + cells + [nstr(value, 25)]))


def normal_range(value):
    return MIN < abs(value) < mpf(10) ** 300


def tails(name, upper_name, parameters, x, low, high):
    for n, v in ((name, low), (upper_name, high)):
        if normal_range(v):
            row(n, parameters + [x], v)


def quantiles(name, upper_name, parameters, x, low, high, density):
    """Rows of the inverse, in the smaller tail."""
    n, p, sign = (name, low, 1) if low < high else (upper_name, high, -1)
    if not normal_range(p) or density == 0:
        return
    rounded = float(p)
    value = mpf(x) + sign * (mpf(rounded) - p) / density
    # The curvature counts where the condition number is large.
    if abs(value - x) < abs(mpf(x)) * mpf(10) ** -13:
        row(n, parameters + [rounded], value)


def everything(name, parameters, x, low, high, density):
    row(f"{name}.logDensity", parameters + [x], log(density))
    if normal_range(density):
        row(f"{name}.density", parameters + [x], density)
    tails(f"{name}.cumulative", f"{name}.survival", parameters, x, low, high)
    quantiles(f"{name}.quantile", f"{name}.upperQuantile", parameters, x,
              low, high, density)


Z = [-36, -20, -8, -3, -1.2, -0.01, 0.5, 1.5, 4, 9, 18, 37]


def elementary():
    for x in (-745.0, -700.0, -100.0, -37.5, -5.0, -0.7, -1e-9, 0.0, 1e-5,
              0.3, 2.0, 17.0, 36.9, 300.0, 709.0):
        x = mpf(x)
        v = 1 / (1 + exp(-x))
        if normal_range(v):
            row("expit", [x], v)
        row("log1pexp", [x], log1p(exp(x)))
    for p in (1e-300, 1e-20, 0.003, 0.2499, 0.25, 0.3, 0.4999, 0.50001, 0.6,
              0.75, 0.7501, 0.99, 1 - 2.0 ** -53):
        p = mpf(p)
        row("logit", [p], log(p) - log1p(-p))
    for x in (1e-300, 1e-5, 0.2, 0.9999, 1.0001, 1.3, 1.4616, 1.9999, 2.0001,
              2.7, 12.5, 1e3, 1e8, 1e15, 1e300):
        row("logGamma", [x], loggamma(mpf(x)))
    for a in (1e-5, 0.3, 0.5, 1.0, 2.0, 7.5, 30.0, 1e4, 1e8):
        for b in (1e-3, 0.5, 1.7, 12.0, 25.0, 3e5, 1e8):
            a, b = mpf(a), mpf(b)
            v = loggamma(a) + loggamma(b) - loggamma(a + b)
            row("logBeta", [a, b], v)


def inverse_error_functions():
    for p in (1e-300, 1e-10, 0.01, 0.3, 0.5, 0.84, 0.86, 0.99, 0.999999,
              1 - 2.0 ** -40):
        row("inverseErf", [p], erfinv(mpf(p)))
        row("inverseErf", [-p], -erfinv(mpf(p)))
    for x in (-1.0, 0.1, 0.4, 1.0, 3.0, 9.0, 20.0, 26.0):
        q = erfc(mpf(x))
        rounded = float(q)
        slope = -2 / sqrt(pi) * exp(-mpf(x) ** 2)
        row("inverseErfc", [rounded], x + (mpf(rounded) - q) / slope)


def normal():
    for mean, sd in ((0.0, 1.0), (-2.3, 0.7), (1e4, 3.0)):
        for z in Z + [0.2, 1.0, 1.44, 1.45, 2.0, 5.0, 7.0]:
            x = float(mpf(mean) + mpf(z) * mpf(sd))
            u = (mpf(x) - mpf(mean)) / mpf(sd)
            everything("normal", [mean, sd], x, erfc(-u / sqrt(2)) / 2,
                       erfc(u / sqrt(2)) / 2,
                       exp(-u * u / 2) / sqrt(2 * pi) / mpf(sd))


def gamma_points(a):
    points = {1e-200, 1e-20, 1e-4, 0.02, 0.4, 1.05, 1.15, 3.0} if a < 3 else set()
    for z in Z:
        root = 1 - 1 / (9 * a) + z / (3 * a ** 0.5)
        if root > 0.05:
            points.add(a * root ** 3)
    return sorted(points)


def gamma_family():
    for a in (0.05, 0.25, 0.5, 0.9, 1.5, 7.3, 29.0, 31.0, 100.0, 1e3, 2e5):
        for x in gamma_points(a):
            low, high = gamma_tails(mpf(a), mpf(x))
            tails("regularizedGammaP", "regularizedGammaQ", [a], x, low, high)
            density = exp((mpf(a) - 1) * log(mpf(x)) - mpf(x)
                          - loggamma(mpf(a)))
            quantiles("inverseRegularizedGammaP", "inverseRegularizedGammaQ",
                      [a], x, low, high, density)
    for df in (0.5, 1.0, 2.0, 3.0, 5.7, 40.0, 250.0, 1e5, 1e8):
        for point in gamma_points(df / 2):
            x = 2 * point
            half = mpf(x) / 2
            a = mpf(df) / 2
            low, high = gamma_tails(a, half)
            density = exp((a - 1) * log(half) - half - loggamma(a)) / 2
            everything("chiSquared", [df], x, low, high, density)


def beta_points(a, b):
    spread = (1 / a + 1 / b) ** 0.5
    points = {1e-100, 1e-10, 0.3, 0.71, 1 - 1e-9}
    if min(a, b) > 50:
        points = set()
    for z in Z:
        u = mpf(a) / mpf(b) * exp(z * spread * 0.9)
        x = float(u / (1 + u))
        if 1e-290 < x < 1 - 1e-14:
            points.add(x)
    return sorted(points)


BETA = ((0.25, 0.25), (0.5, 30.0), (1.0, 12.0), (9.0, 1.0), (2.0, 3.5),
        (12.5, 0.5), (19.0, 400.0), (21.0, 25.0), (80.0, 1e4), (500.0, 0.7),
        (3e5, 2e5), (2.5, 1e7))


def beta_family():
    for a, b in BETA:
        for x in beta_points(a, b):
            A, B, X = mpf(a), mpf(b), mpf(x)
            low, high = beta_tails(A, B, X, 1 - X)
            density = exp((A - 1) * log(X) + (B - 1) * log1p(-X)
                          - loggamma(A) - loggamma(B) + loggamma(A + B))
            everything("beta", [a, b], x, low, high, density)
            if a in (0.25, 21.0, 2.5):
                tails("regularizedBeta", "complementaryRegularizedBeta",
                      [a, b], x, low, high)
                quantiles("inverseRegularizedBeta",
                          "inverseComplementaryRegularizedBeta", [a, b], x,
                          low, high, density)


def student():
    for df in (0.5, 1.0, 2.0, 3.0, 4.5, 12.0, 40.0, 1e3, 1e5, 1e8, 1e12,
               1e14):
        n = mpf(df)
        points = {-1e-8, 0.003, -0.3, 0.9, -1.3, 2.1, -5.0, 12.0, -30.0, 37.0}
        if df < 50:
            points |= {-1e3, 1e6, -1e20, 1e100}
        for x in sorted(points):
            t2 = mpf(x) ** 2
            inner = beta_tails(n / 2, mpf(1) / 2, n / (n + t2),
                               t2 / (n + t2))[0] / 2
            density = exp(loggamma((n + 1) / 2) - loggamma(n / 2)
                          - log(n * pi) / 2 - (n + 1) / 2 * log1p(t2 / n))
            low, high = (inner, 1 - inner) if x < 0 else (1 - inner, inner)
            everything("studentT", [df], x, low, high, density)


def fisher():
    for d1, d2 in ((0.5, 0.8), (1.0, 5.0), (2.0, 12.0), (2.0, 1e6),
                   (3.0, 2.0), (7.5, 40.0), (44.0, 60.0), (120.0, 1e4),
                   (4.0, 1e8)):
        A, B = mpf(d1) / 2, mpf(d2) / 2
        points = {1e-50, 1e-6, 0.02, 0.5, 0.97, 1.1, 2.5, 6.0, 40.0, 3e3}
        for x in sorted(points):
            n = mpf(d1) * mpf(x)
            X, Y = n / (n + mpf(d2)), mpf(d2) / (n + mpf(d2))
            low, high = beta_tails(A, B, X, Y)
            density = exp(A * log(X) + B * log(Y) - loggamma(A) - loggamma(B)
                          + loggamma(A + B)) / mpf(x)
            if log(density) > -2000:
                everything("f", [d1, d2], x, low, high, density)


def gauss_hermite():
    """Roots of Hₙ from those of the Jacobi matrix, by Newton's iteration."""
    def values(n, x):
        previous, value = mpf(0), mpf(1)
        for k in range(n):
            previous, value = value, 2 * (x * value - k * previous)
        return previous, value
    for n in (1, 2, 3, 5, 7, 15, 31, 61, 121, 241, 365, 400):
        side = numpy.sqrt(numpy.arange(1, n) / 2)
        starts = numpy.linalg.eigvalsh(
            numpy.diag(side, 1) + numpy.diag(side, -1))
        middle = n // 2
        indices = {middle, middle + 1, (middle + n) // 2, n - 2, n - 1}
        for k in sorted(k for k in indices if middle <= k < n):
            x = mpf(float(starts[k])) if 2 * k + 1 != n else mpf(0)
            for _ in range(6):
                previous, value = values(n, x)
                x -= value / (2 * n * previous - x * value)
            assert abs(x - starts[k]) < 1e-10
            previous, value = values(n, x)
            weight = (sqrt(pi) * mpf(2) ** (n + 1) * mpmath.factorial(n)
                      / (2 * n * previous) ** 2)
            row("gaussHermiteNode", [n, k], x)
            if normal_range(weight):
                row("gaussHermiteWeight", [n, k], weight)
            row("gaussHermiteScaledWeight", [n, k], weight * exp(x * x))


def binomial():
    def stirling_error(n):
        return (loggamma(n + 1) - (n + mpf(1) / 2) * log(n) + n
                - log(2 * pi) / 2)
    for n in (1e-300, 1e-12, 0.03, 0.5, 1.0, 1.5, 2.0, 3.7, 7.0, 11.25, 15.0,
              19.9, 22.0, 23.0, 23.99, 24.0, 24.5, 31.0, 100.0, 12345.0, 1e10,
              1e17):
        row("stirlingError", [n], stirling_error(mpf(n)))
    for n in (1.5, 2.0, 3.0, 5.0, 10.0, 17.0, 24.0, 25.0, 48.0, 96.5, 500.0,
              12345.0, 1e6, 2.0 ** 31, 1e10, 1e15):
        counts = {1.0, 2.0, 0.5, 7.0, 25.0, n // 10, n // 2, n - 1, n - 25}
        for y in sorted(y for y in counts if 0 < y < n):
            N, Y = mpf(n), mpf(y)
            choose = (loggamma(N + 1) - loggamma(Y + 1)
                      - loggamma(N - Y + 1))
            row("logBinomialCoefficient", [n, y], choose)
            row("saturatedBinomialLogLikelihood", [n, y], choose
                + Y * log(Y / N) + (N - Y) * log1p(-Y / N))


if __name__ == "__main__":
    check()
    print("function,argument1,argument2,argument3,value")
    for part in (elementary, inverse_error_functions, normal, gamma_family,
                 beta_family, student, fisher, gauss_hermite, binomial):
        part()
        print(part.__name__, file=sys.stderr)
