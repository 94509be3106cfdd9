"""Reference values of the negative binomial and beta-binomial distributions.

Run `python3 counts.py > counts.csv`. Made with Python 3.11 and mpmath 1.3.0
at 60 digits: tails of the negative binomial distribution are incomplete beta
functions as in generate.py, those of the beta-binomial distribution are sums
of all its probabilities, each from the one before; the smaller tail is never
a complement. Before anything is written, the former are compared with sums of
probabilities, and the latter with the sum over the whole support.

The argument of a quantile is a double between the probabilities at two
neighbours.

Columns: function, up to four arguments, value to 25 digits.
"""
from mpmath import mp, mpf, exp, log, log1p, loggamma, nstr
from generate import MIN, beta_tails

def row(name, args, value):
    cells = [repr(float(v)) for v in args] + [""] * (4 - len(args))
    print(",".join([name] + cells + [nstr(value, 25)]))


def rows(name, parameters, k, log_mass, low, high):
    """All functions at one point."""
    mass = exp(log_mass)
    at = parameters + [k]
    row(f"{name}.logProbability", at, log_mass)
    if mass > MIN:
        row(f"{name}.probability", at, mass)
    for kind, tail, other in (
            ("Cumulative", low, high), ("Survival", high, low)):
        if tail == 0 or other == 0:
            continue
        if tail > MIN:
            row(f"{name}.{kind.lower()}", at, tail)
        row(f"{name}.log{kind}", at,
            log(tail) if tail < 0.5 else log1p(-other))
    is_upper = high < low
    tail = high if is_upper else low
    # The midpoint of the step towards the side where the quantile is k.
    middle = float(tail + mass / 2 if is_upper else tail - mass / 2)
    # A quantile of many trials is a search with long sums.
    is_short = name == "negativeBinomial" or parameters[0] <= 5000
    if (is_short and mass > tail * mpf(10) ** -6 and tail > MIN
            and 0 < middle < 0.5):
        kind = "upperQuantile" if is_upper else "quantile"
        row(f"{name}.{kind}", parameters + [middle], k)


def negative_binomial_log_mass(r, p, k):
    return (loggamma(k + r) - loggamma(k + 1) - loggamma(r) + r * log(p)
            + k * log1p(-p))


def negative_binomial_points(r, p):
    """Counts from far below the mean to far above."""
    mean = r * (1 - p) / p
    deviation = (mean / p) ** 0.5
    points = {0.0, 1.0, 2.0}
    for z in (-20.0, -5.0, -0.7, 0.2, 3.0, 17.0, 60.0):
        points.add(float(round(mean + z * deviation)))
    if r < 2:
        for factor in (1e-3, 0.1, 2.0, 30.0, 500.0):
            points.add(float(round(factor / p)))
    return sorted(k for k in points if 0 <= k < 2.0 ** 52)


NEGATIVE_BINOMIAL = (
    (1e-5, 1e-8), (1e-5, 1e-3), (1e-5, 0.5), (1e-5, 1 - 1e-12),
    (0.0625, 1e-4), (0.3, 0.9), (1.0, 1e-8), (1.7, 0.03), (12.5, 1e-6),
    (40.0, 0.4), (997.3, 1e-8), (2e4, 1 - 1e-6), (1e6, 1e-8), (1e6, 0.2),
    (1e6, 1 - 1e-12), (1e6, 1 - 1e-4))


def negative_binomial():
    for r, p in NEGATIVE_BINOMIAL:
        R, P = mpf(r), mpf(p)
        for k in negative_binomial_points(r, p):
            low, high = beta_tails(R, mpf(k + 1), P, 1 - P)
            log_mass = negative_binomial_log_mass(R, P, mpf(k))
            rows("negativeBinomial", [r, p], k, log_mass, low, high)


def beta_binomial_masses(n, a, b):
    """The probabilities of 0, …, n."""
    start = (loggamma(a + b) - loggamma(b) + loggamma(b + n)
             - loggamma(a + b + n))
    term = exp(start)
    masses = [term]
    for k in range(n):
        term = term * (n - k) * (k + a) / ((k + 1) * (n - k - 1 + b))
        masses.append(term)
    return masses


BETA_BINOMIAL = (
    (1, 0.3, 2.0), (7, 1e-3, 1e-3), (7, 1e6, 1.5), (10, 2.5, 1.5),
    (50, 1e-3, 40.0), (137, 0.5, 3.0), (137, 1.0, 1.0), (200, 1e6, 1e6),
    (1000, 40.0, 3.0), (1000, 1e-3, 1e6), (1000, 0.02, 0.01),
    (5000, 1e5, 17.0), (5000, 3.0, 0.7), (100000, 2.0, 5.0),
    (100000, 1e-3, 0.4), (100000, 1e6, 1e4), (100000, 300.0, 1e6))


def beta_binomial():
    for n, alpha, beta in BETA_BINOMIAL:
        a, b = mpf(alpha), mpf(beta)
        masses = beta_binomial_masses(n, a, b)
        lower, upper = [], [mpf(0)]
        total = mpf(0)
        for mass in masses:
            total += mass
            lower.append(total)
        assert abs(total - 1) < mpf(10) ** -35, (n, alpha, beta)
        for mass in reversed(masses[1:]):
            upper.append(upper[-1] + mass)
        upper.reverse()
        mean = n * a / (a + b)
        deviation = (mean * b / (a + b) * (a + b + n) / (a + b + 1)) ** 0.5
        points = {0, 1, 2, n // 20, n // 2, n - 60, n - 2, n - 1, n}
        for z in (-12, -0.6, 0.4, 9):
            points.add(int(mean + z * deviation))
        for k in sorted(k for k in points if 0 <= k <= n):
            rows("betaBinomial", [n, alpha, beta], k, log(masses[k]),
                 lower[k], upper[k])


def check():
    for r, p, k in ((0.3, 0.2, 5), (2.5, 0.7, 3), (40.0, 0.4, 90)):
        total = sum(exp(negative_binomial_log_mass(mpf(r), mpf(p), mpf(j)))
                    for j in range(k + 1))
        low, _ = beta_tails(mpf(r), mpf(k + 1), mpf(p), 1 - mpf(p))
        assert abs(low / total - 1) < mpf(10) ** -45, (r, p, k)


if __name__ == "__main__":
    check()
    print("function,argument1,argument2,argument3,argument4,value")
    negative_binomial()
    beta_binomial()
