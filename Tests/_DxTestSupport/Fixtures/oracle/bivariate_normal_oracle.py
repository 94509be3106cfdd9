#!/usr/bin/env python3
"""Optima of the bivariate normal model in 60-digit arithmetic.

Each study i has y_i = (logit sensitivity, logit SPECIFICITY), distributed as
N(mu, S_i + Psi) with S_i = diag(1/tp + 1/fn, 1/tn + 1/fp) known. The program
maximises the ML and the REML likelihood over mu and all positive-semidefinite
Psi for the small reviews in `cases()` and writes `edge_cases.json`.

    pip install mpmath==1.3.0 numpy==2.4.6      # ran with Python 3.11
    python3 bivariate_normal_oracle.py          # about two minutes

It shares no formula with the package but the likelihood: the derivatives are
central differences, the mean comes from generalised least squares, and the
faces of the cone (Psi of rank 2, 1 and 0) are searched apart and compared.
Before it writes anything it reproduces the published data sets `auditc` and
`telomerase` of ../reviews to 1e-9.

Conventions

- Correction: if any cell of an arm with subjects is zero, 1/2 is added to all
  cells of all arms with subjects. An arm without subjects is a missing
  outcome; it has no cells that could be zero.
- N observed outcomes, q = 2 means, X the design, r_i = y_i - mu:
    ML    -1/2 [N ln 2pi + sum ln|V_i| + sum r_i' V_i^-1 r_i]
    REML  -1/2 [(N - q) ln 2pi + sum ln|V_i| + ln|X'V^-1 X|
                + sum r_i' V_i^-1 r_i] + 1/2 ln|X'X|
  The last term is the constant of metafor and mixmeta.
- "vcov" is (X'V^-1 X)^-1 at the optimum; matrices are given as the lower
  triangle by columns, (11, 21, 22).
- "boundary" is one of interior, correlationAtMinusOne, correlationAtPlusOne,
  zeroVarianceSensitivity, zeroVarianceSpecificity, zeroVarianceBoth.
- "certificate": gradient is the largest absolute derivative along the face;
  outward is the largest slope that leaves the face inside the cone, which is
  negative at a strict boundary maximum and null in the interior.
"""

import itertools
import json
import math
import os
import random
import sys

import mpmath
import numpy as np
from mpmath import mp, mpf

DIGITS = 60
# Central differences with step h err by h^2, and lose 1/h^2 to rounding in
# the Hessian: both are 1e-30 for this step.
STEP = mpf(10) ** -15
HERE = os.path.dirname(os.path.abspath(__file__))


# --- Data ----------------------------------------------------------------


class Review:
    """Logits and within-study variances, exact; None for a missing arm."""

    def __init__(self, tp, fp, fn, tn):
        self.counts = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
        arms = [
            ((tp[i], fn[i]), (tn[i], fp[i])) for i in range(len(tp))
        ]
        self.corrected = any(
            0 in arm and sum(arm) > 0 for study in arms for arm in study
        )
        half = mpf(1) / 2 if self.corrected else mpf(0)
        self.y, self.v = [], []
        for study in arms:
            pairs = [
                (mpf(a) + half, mpf(b) + half) if a + b > 0 else None
                for a, b in study
            ]
            self.y.append([p and mpmath.log(p[0] / p[1]) for p in pairs])
            self.v.append([p and 1 / p[0] + 1 / p[1] for p in pairs])

    def observed(self):
        """The number of observed outcomes of each kind."""
        return [sum(y[j] is not None for y in self.y) for j in (0, 1)]


# --- Likelihood ----------------------------------------------------------


def precision(v, psi):
    """The inverse of S_i + Psi over the observed outcomes, and ln of its
    determinant; zeros stand where an outcome is missing."""
    p11, p21, p22 = psi
    if v[1] is None:
        a = v[0] + p11
        return (1 / a, mpf(0), mpf(0)), mpmath.log(a)
    if v[0] is None:
        d = v[1] + p22
        return (mpf(0), mpf(0), 1 / d), mpmath.log(d)
    a, d = v[0] + p11, v[1] + p22
    determinant = a * d - p21 * p21
    inverse = (d / determinant, -p21 / determinant, a / determinant)
    return inverse, mpmath.log(determinant)


def evaluate(review, psi, reml):
    """The log-likelihood with mu profiled out, mu, and its covariance."""
    a11 = a21 = a22 = b1 = b2 = constant = log_det = mpf(0)
    for y, v in zip(review.y, review.v):
        (w11, w21, w22), log_v = precision(v, psi)
        y1 = y[0] if y[0] is not None else mpf(0)
        y2 = y[1] if y[1] is not None else mpf(0)
        a11, a21, a22 = a11 + w11, a21 + w21, a22 + w22
        b1 += w11 * y1 + w21 * y2
        b2 += w21 * y1 + w22 * y2
        constant += w11 * y1 * y1 + 2 * w21 * y1 * y2 + w22 * y2 * y2
        log_det += log_v
    determinant = a11 * a22 - a21 * a21
    vcov = (a22 / determinant, -a21 / determinant, a11 / determinant)
    mu = (vcov[0] * b1 + vcov[1] * b2, vcov[1] * b1 + vcov[2] * b2)
    quadratic = constant - mu[0] * b1 - mu[1] * b2
    count = review.observed()
    degrees = sum(count) - (2 if reml else 0)
    total = degrees * mpmath.log(2 * mp.pi) + log_det + quadratic
    if reml:
        total += mpmath.log(determinant) - mpmath.log(count[0] * count[1])
    return -total / 2, mu, vcov


def grid_values(review, psi, reml):
    """The log-likelihood up to a constant on arrays of Psi, in doubles."""
    p11, p21, p22 = psi
    a11 = a21 = a22 = b1 = b2 = constant = log_det = np.zeros_like(p11)
    for y, v in zip(review.y, review.v):
        # An infinite variance marks a missing outcome.
        s1 = float(v[0]) if v[0] is not None else np.inf
        s2 = float(v[1]) if v[1] is not None else np.inf
        y1 = float(y[0]) if y[0] is not None else 0.0
        y2 = float(y[1]) if y[1] is not None else 0.0
        if np.isinf(s1):
            w11, w21, w22 = 0 * p11, 0 * p11, 1 / (s2 + p22)
            log_det = log_det + np.log(s2 + p22)
        elif np.isinf(s2):
            w11, w21, w22 = 1 / (s1 + p11), 0 * p11, 0 * p11
            log_det = log_det + np.log(s1 + p11)
        else:
            # Grouped so that |Psi| cancels by itself where it is zero.
            det = s1 * s2 + s1 * p22 + s2 * p11 + (p11 * p22 - p21 * p21)
            w11, w21, w22 = (s2 + p22) / det, -p21 / det, (s1 + p11) / det
            log_det = log_det + np.log(det)
        a11, a21, a22 = a11 + w11, a21 + w21, a22 + w22
        b1 = b1 + w11 * y1 + w21 * y2
        b2 = b2 + w21 * y1 + w22 * y2
        constant = constant + w11 * y1**2 + 2 * w21 * y1 * y2 + w22 * y2**2
    det = a11 * a22 - a21**2
    explained = (a22 * b1**2 - 2 * a21 * b1 * b2 + a11 * b2**2) / det
    quadratic = constant - explained
    total = log_det + quadratic + (np.log(det) if reml else 0)
    return -total / 2


# --- Maximisation --------------------------------------------------------


def derivatives(f, x):
    """The gradient and the Hessian by central differences."""
    n, h = len(x), STEP
    f0 = f(x)

    def at(*moves):
        z = list(x)
        for index, sign in moves:
            z[index] += sign * h
        return f(z)

    gradient, hessian = [mpf(0)] * n, mpmath.matrix(n, n)
    for i in range(n):
        up, down = at((i, 1)), at((i, -1))
        gradient[i] = (up - down) / (2 * h)
        hessian[i, i] = (up - 2 * f0 + down) / h**2
    for i, j in itertools.combinations(range(n), 2):
        hessian[i, j] = hessian[j, i] = (
            at((i, 1), (j, 1)) - at((i, 1), (j, -1))
            - at((i, -1), (j, 1)) + at((i, -1), (j, -1))
        ) / (4 * h**2)
    return f0, gradient, hessian


def ascend(f, x):
    """Newton's method with the eigenvalues of the Hessian made negative."""
    x = [mpf(value) for value in x]
    for _ in range(60):
        f0, gradient, hessian = derivatives(f, x)
        values, vectors = mpmath.eigsy(hessian)
        largest = max(abs(value) for value in values)
        step = [mpf(0)] * len(x)
        for index, value in enumerate(values):
            slope = sum(vectors[i, index] * g for i, g in enumerate(gradient))
            slope /= max(abs(value), largest * mpf(10) ** -12)
            for i in range(len(x)):
                step[i] += slope * vectors[i, index]
        length = mpmath.sqrt(sum(s * s for s in step))
        if length < mpf(10) ** -26:
            break
        scale = min(mpf(1), 2 / length)
        while scale > mpf(10) ** -20:
            trial = [a + scale * s for a, s in zip(x, step)]
            if f(trial) >= f0:
                break
            scale /= 2
        else:
            break
        x = trial
    return f(x), x


def peaks(review, reml, rank):
    """The local maxima of a grid over one face, as parameters of the face."""
    tau = np.concatenate([[0.0], np.geomspace(1e-3, 20, 40)])
    if rank == 1:
        rho = np.array([-1.0, 1.0])
    else:
        rho = np.linspace(-0.98, 0.98, 29)
    t1, t2, r = np.meshgrid(tau, tau, rho, indexing="ij")
    values = grid_values(review, (t1**2, r * t1 * t2, t2**2), reml)
    found = []
    for i, j, m in np.ndindex(values.shape):
        # The two signs of a correlation of one are different valleys.
        deep = slice(m, m + 1) if rank == 1 else slice(max(m - 1, 0), m + 2)
        near = values[max(i - 1, 0):i + 2, max(j - 1, 0):j + 2, deep]
        if values[i, j, m] >= near.max():
            at = (i, j, m)
            found.append((values[at], t1[at], t2[at], r[at]))
    found.sort(reverse=True)
    for _, a, b, c in found[:8]:
        # Exact zeros are stationary by symmetry and would hold Newton there.
        a, b = max(a, 1e-2), max(b, 1e-2)
        yield (a, c * b) if rank == 1 else (a, c * b, b * math.sqrt(1 - c * c))


def covariance(x):
    """Psi from the parameters of its face: none, u of u u', or L of L L'."""
    if len(x) == 0:
        return (mpf(0), mpf(0), mpf(0))
    if len(x) == 2:
        return (x[0] * x[0], x[0] * x[1], x[1] * x[1])
    return (x[0] * x[0], x[0] * x[1], x[1] * x[1] + x[2] * x[2])


def maximise(review, reml):
    """The global maximum: value, parameters of the lowest face it lies on."""
    def f(x):
        return evaluate(review, covariance(x), reml)[0]

    best = [(f([]), [])]
    for rank in (1, 2):
        best.append(max(
            (ascend(f, start) for start in peaks(review, reml, rank)),
            key=lambda item: item[0]))
    highest = max(value for value, _ in best)
    return next(
        item for item in best if item[0] >= highest - mpf(10) ** -20)


def psi_gradient(review, psi, reml):
    """The matrix G with d logLik = tr(G dPsi)."""
    def f(x):
        return evaluate(review, x, reml)[0]

    g = []
    for i in range(3):
        up, down = list(psi), list(psi)
        up[i] += STEP
        down[i] -= STEP
        g.append((f(up) - f(down)) / (2 * STEP))
    return mpmath.matrix([[g[0], g[1] / 2], [g[1] / 2, g[2]]])


def boundary(psi, rank):
    """The name of the face."""
    negligible = mpf(10) ** -20
    if rank == 2:
        return "interior"
    if psi[0] < negligible and psi[2] < negligible:
        return "zeroVarianceBoth"
    if psi[0] < negligible:
        return "zeroVarianceSensitivity"
    if psi[2] < negligible:
        return "zeroVarianceSpecificity"
    return "correlationAtMinusOne" if psi[1] < 0 else "correlationAtPlusOne"


def optimum(review, reml):
    """The maximum of one likelihood, ready to be printed."""
    value, x = maximise(review, reml)
    psi = covariance(x)
    rank = {0: 0, 2: 1, 3: 2}[len(x)]
    _, mu, vcov = evaluate(review, psi, reml)
    g = psi_gradient(review, psi, reml)
    if rank == 0:
        outward = max(mpmath.eigsy(g, eigvals_only=True))
    elif rank == 1:
        n = mpmath.matrix([-x[1], x[0]]) / mpmath.sqrt(x[0] ** 2 + x[1] ** 2)
        outward = (n.T * g * n)[0]
    else:
        outward = None
    if outward is not None and outward >= 0:
        sys.exit("The maximum on the face is no maximum on the cone.")
    slopes = derivatives(
        lambda z: evaluate(review, covariance(z), reml)[0], x)[1] if x else [0]
    kind = boundary(psi, rank)
    tau = [mpmath.sqrt(psi[0]), mpmath.sqrt(psi[2])]
    if rank == 1 and "Sensitivity" in kind:
        psi, tau = (mpf(0), mpf(0), psi[2]), [mpf(0), tau[1]]
    if rank == 1 and "Specificity" in kind:
        psi, tau = (psi[0], mpf(0), mpf(0)), [tau[0], mpf(0)]
    rho = float(psi[1] / (tau[0] * tau[1])) if tau[0] * tau[1] else None
    return {
        "boundary": kind,
        "mu": [float(m) for m in mu],
        "vcov": [float(c) for c in vcov],
        "Psi": [float(p) for p in psi],
        "tau": [float(t) for t in tau],
        "rho": rho,
        "logLik": float(value),
        "certificate": {
            "gradient": float(max(abs(s) for s in slopes)),
            "outward": None if outward is None else float(outward),
        },
    }


# --- Cases ---------------------------------------------------------------


def simulate(seed, studies, smallest, largest, mean, sd, rho):
    """A review drawn from the model with Python's own generator, whose
    uniform numbers are the same in every version."""
    uniform = random.Random(seed).random

    def normal():
        radius = math.sqrt(-2 * math.log(1 - uniform()))
        return radius * math.cos(2 * math.pi * uniform())

    def binomial(n, logit):
        p = 1 / (1 + math.exp(-logit))
        return sum(uniform() < p for _ in range(n))

    def size():
        return smallest + int(uniform() * (largest - smallest + 1))

    tp, fp, fn, tn = [], [], [], []
    for _ in range(studies):
        z1, z2 = normal(), normal()
        n1, n2 = size(), size()
        a = binomial(n1, mean[0] + sd * z1)
        d = binomial(
            n2, mean[1] + sd * (rho * z1 + math.sqrt(1 - rho * rho) * z2))
        tp, fn = tp + [a], fn + [n1 - a]
        tn, fp = tn + [d], fp + [n2 - d]
    return Review(tp, fp, fn, tn)


def cases():
    """The reviews, in the order of the file."""
    yield "two_studies", "the smallest review with a variance", Review(
        [45, 80], [6, 30], [5, 40], [60, 95])
    yield "three_studies_zero_errors", "every study has no error at all", \
        Review([12, 30, 7], [0, 0, 0], [0, 0, 0], [25, 9, 40])
    yield "five_identical_studies", "nothing varies between studies", Review(
        [40] * 5, [12] * 5, [10] * 5, [88] * 5)
    yield "equal_sensitivities", \
        "sensitivity 4/5 in each study, specificities differ", Review(
            [40, 80, 20, 60, 48, 100], [4, 30, 25, 2, 18, 60],
            [10, 20, 5, 15, 12, 25], [96, 70, 40, 80, 60, 55])
    yield "huge_counts", "two studies of a thousand million subjects", Review(
        [900_000_000, 45, 870_000_000, 30, 120, 66],
        [150_000_000, 10, 50_000_000, 4, 35, 2],
        [100_000_000, 9, 130_000_000, 2, 40, 8],
        [850_000_000, 80, 950_000_000, 71, 160, 90])
    yield "correlation_at_minus_one", "five studies drawn at random", \
        simulate(1, 5, 20, 80, (1.4, 2.0), 0.6, -0.5)
    yield "correlation_at_plus_one", "five studies drawn at random", \
        simulate(2, 5, 20, 80, (1.4, 2.0), 0.6, 0.2)
    yield "interior_in_reml_only", "ML is at a boundary, REML is not", \
        simulate(1, 5, 20, 80, (1.4, 2.0), 0.6, 0.2)
    yield "sixty_studies", "an interior optimum far from every boundary", \
        simulate(60, 60, 30, 250, (1.4, 2.2), 0.8, -0.5)
    yield "homogeneous", "less variation than chance alone gives", Review(
        [40, 41, 82, 58, 33, 79], [10, 11, 19, 9, 21, 15],
        [10, 9, 18, 14, 8, 21], [90, 99, 181, 91, 189, 134])
    yield "zero_in_ml_only", "the bias of ML takes all variation away", \
        Review([45, 70], [12, 9], [9, 22], [80, 95])
    yield "one_armed_study", "the third of eight studies has no healthy arm", \
        Review(
            [38, 61, 52, 25, 90, 44, 71, 18], [7, 12, 0, 9, 30, 5, 22, 3],
            [12, 9, 28, 3, 20, 16, 14, 2], [73, 88, 0, 41, 160, 95, 118, 57])


# --- Output --------------------------------------------------------------


def check(name):
    """The largest error against a published data set, where the optimum is
    that of other software; its second outcome is the logit of 1 - specificity.
    """
    with open(os.path.join(HERE, "..", "reviews", name + ".csv")) as file:
        rows = [line.strip().split(",") for line in file][1:]
    tp, fp, fn, tn = ([int(row[i]) for row in rows] for i in (1, 2, 3, 4))
    with open(os.path.join(HERE, "..", "reviews", name + ".json")) as file:
        models = json.load(file)["normal_approx"]["all"]
    worst = 0.0
    for method in ("ml", "reml"):
        want = models[method]["tight"]
        got = optimum(Review(tp, fp, fn, tn), method == "reml")
        b, c, p = want["coefficients"], want["vcov"], want["Psi"]
        value = want["logLik_metafor" if method == "reml"
                     else "logLik_logit_scale"]
        pairs = zip(
            got["mu"] + got["vcov"] + got["Psi"] + [got["logLik"]],
            [b[0], -b[1], c[0][0], -c[1][0], c[1][1],
             p[0][0], -p[1][0], p[1][1], value])
        worst = max(
            [worst] + [abs(g - w) / max(1, abs(w)) for g, w in pairs])
    return worst


def as_text(document):
    """JSON with one list, one number or one short object a line."""
    def write(value, indent):
        flat = json.dumps(value)
        if not isinstance(value, (dict, list)) or len(flat) + indent <= 76:
            return flat
        if isinstance(value, list) and not isinstance(value[0], dict):
            return flat
        inner = " " * (indent + 1)
        if isinstance(value, list):
            items = [write(item, indent + 1) for item in value]
            left, right = "[]"
        else:
            items = [f"{json.dumps(key)}: {write(item, indent + 1)}"
                     for key, item in value.items()]
            left, right = "{}"
        body = (",\n" + inner).join(items)
        return f"{left}\n{inner}{body}\n{' ' * indent}{right}"

    return write(document, 0) + "\n"


def main():
    mp.dps = DIGITS
    for name in ("auditc", "telomerase"):
        error = check(name)
        print(f"{name}: largest error against ../reviews {error:.1e}")
        if error > 1e-9:
            sys.exit("This program does not reproduce the published optimum.")
    written = []
    for name, summary, review in cases():
        expected = {
            "ml": optimum(review, False), "reml": optimum(review, True)}
        print(name, expected["ml"]["boundary"], expected["reml"]["boundary"])

        def doubles(pairs):
            return [
                [None if x is None else float(x) for x in pair]
                for pair in pairs]

        written.append({
            "name": name, "summary": summary, **review.counts,
            "corrected": review.corrected,
            "logits": doubles(review.y), "variances": doubles(review.v),
            "expected": expected})
    software = (
        f"Python {sys.version.split()[0]}, mpmath {mpmath.__version__}, "
        f"numpy {np.__version__}")
    with open(os.path.join(HERE, "edge_cases.json"), "w") as file:
        file.write(as_text({
            "program": os.path.basename(__file__), "software": software,
            "digits": DIGITS, "cases": written}))


if __name__ == "__main__":
    main()
