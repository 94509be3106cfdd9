#!/usr/bin/env python3
"""Values of the bivariate binomial-normal likelihood in 34-digit arithmetic.

Study i has tp ~ Bin(tp + fn, expit eta1) and tn ~ Bin(fp + tn, expit eta2),
where (eta1, eta2) ~ N(beta, Sigma) is (logit sensitivity, logit SPECIFICITY).
The program evaluates the log-likelihood, its gradient and its adaptive
Gauss-Hermite approximations at the given beta and Sigma, for the small and
extreme designs in `cases()`, and writes `binomial.json`.

    pip install mpmath==1.3.0 numpy==2.4.6      # ran with Python 3.11
    python3 binomial_oracle.py                  # about twelve minutes

Conventions

- The log-likelihood includes the binomial coefficients. An arm without
  subjects contributes nothing.
- "Sigma" is (S11, S21, S22). Sigma = LL' with L lower triangular and a
  nonnegative diagonal, a zero diagonal entry having zeros below it, and
  eta = beta + Lz with z ~ N(0, I).
- "score" is the gradient in (beta1, beta2, S11, S21, S22), S21 counted once.
  It needs no inverse of Sigma: a normal density f of mean beta satisfies
  df/dSigma = 1/2 d2f/dbeta dbeta', so with s = y - np and the posterior mean E
      d/dbeta = E[s],                d/dS21 = E[s1 s2],
      d/dSjj = 1/2 E[sj^2 - nj pj (1 - pj)].
  Where Sigma is singular, this is the slope into the cone.
- "adaptive" is the log-likelihood by m x m nodes, keyed by m: for one study
      I(z) = exp(l(z) - z'z/2), z^ its mode, H = I + L'WL, W = diag np(1 - p)
      at the mode, C the lower Cholesky factor of H^-1, x and w the
      Gauss-Hermite nodes and weights for exp(-x^2), and the value is
      det C / pi * sum_jk w_j w_k exp(x_j^2 + x_k^2) I(z_jk),
      z_jk = z^ + sqrt(2) C (x_j, x_k)'.
  One node is the Laplace approximation. Where Sigma is singular the
  dimensions of z that do nothing are integrated all the same.

How the integral is found

The integrand is analytic and falls off like a normal density, so the
trapezoidal rule on the whole plane converges geometrically: each halving of
the step squares the error. The grid is laid around the mode in units of C.
Points below e^-75 of the mode are left out; the integrand is log-concave, so
nothing hides beyond them. The step is halved until the logarithm and the
scaled gradient move by less than 1e-13; the last grid is then good to about
the square of that. Directions that Sigma does not span are not integrated:
there is one integral for rank 1, and none for rank 0.

Before it writes anything, the program reproduces the likelihood, the
quadrature and the gradient that ../reviews gives for `auditc` and
`telomerase` at their probe point, and compares the gradient with central
differences.
"""

import csv
import json
import os
import sys

import mpmath
import numpy as np
from mpmath import mp, mpf

DIGITS = 34
NODES = (1, 5, 15)
# Terms below this fraction of the largest, as a logarithm, are left out.
CUT = -75.0
MOVE = mpf(10) ** -13
HERE = os.path.dirname(os.path.abspath(__file__))


# --- Data ----------------------------------------------------------------


def cases():
    """Name, summary, 2x2 tables as (tp, fp, fn, tn), beta, Sigma."""
    six = [
        (19, 4, 1, 46), (35, 12, 9, 80), (8, 0, 3, 25),
        (60, 22, 4, 110), (14, 3, 0, 31), (27, 9, 6, 40)]
    three = [(12, 3, 2, 20), (7, 0, 5, 33), (25, 8, 1, 14)]
    one_armed = [(9, 0, 3, 0), (0, 2, 0, 18), (11, 1, 1, 12), (0, 0, 0, 0)]
    single = [(1, 0, 0, 1), (0, 1, 1, 0), (1, 1, 0, 0), (0, 0, 1, 1)]
    return [
        ("six_studies", "an ordinary review",
         six, (2.0, 1.75), (0.5, -0.25, 0.75)),
        ("arms_of_one", "each arm has one subject",
         single, (0.5, 1.0), (1.0, 0.5, 2.0)),
        ("one_armed", "two studies lack an arm, one has no subject at all",
         one_armed, (1.25, 2.0), (0.75, -0.5, 1.0)),
        ("one_perfect_study", "one study has no error in either arm",
         [(30, 0, 0, 40), (18, 5, 4, 37), (9, 2, 2, 25)],
         (2.5, 2.25), (1.0, 0.25, 0.5)),
        ("separated", "no study misses a diseased subject",
         [(10, 3, 0, 20), (25, 6, 0, 31), (4, 1, 0, 9), (50, 7, 0, 64)],
         (6.0, 1.5), (2.0, -0.5, 0.5)),
        ("thousand_million", "arms of 1e9 and more subjects",
         [(900000000, 250000000, 100000000, 750000000),
          (1700000000, 3, 2, 2000000000)],
         (2.0, 1.5), (1.0, -0.25, 4.0)),
        ("unequal_sizes", "a million subjects in one study, three in the next",
         [(950000, 100000, 50000, 900000), (2, 0, 1, 3)],
         (2.5, 2.0), (0.25, 0.125, 0.5)),
        ("nearly_singular", "correlation -1 + 1e-12, to rounding",
         three, (1.5, 2.0), (1.0, -1.0, 1.0 + 2.0 ** -39)),
        ("correlation_one", "correlation 1, exactly",
         three, (1.5, 2.0), (0.25, 0.5, 1.0)),
        ("correlation_minus_one", "correlation -1, exactly, six studies",
         six, (2.0, 1.75), (4.0, -1.0, 0.25)),
        ("sensitivity_constant", "only the specificity varies",
         three, (1.5, 2.0), (0.0, 0.0, 1.0)),
        ("specificity_constant", "only the sensitivity varies",
         three, (1.5, 2.0), (1.5, 0.0, 0.0)),
        ("homogeneous", "no variance at all",
         six, (2.0, 1.75), (0.0, 0.0, 0.0)),
        ("tiny_variances", "standard deviations of 1e-6",
         three, (1.5, 2.0), (1e-12, -5e-13, 1e-12)),
        ("standard_deviation_three", "both outcomes vary by three logits",
         three + single[:2], (1.5, 2.0), (9.0, -4.5, 9.0)),
        ("standard_deviation_ten", "small arms, and ten logits",
         [(1, 2, 1, 0), (0, 0, 2, 3)], (1.0, -1.0), (100.0, 25.0, 64.0)),
        ("distant_mean", "the counts contradict the mean by many deviations",
         [(5, 20, 15, 0), (0, 9, 30, 1)], (8.0, 12.0), (0.25, 0.0, 0.5)),
        ("twelve_thousand_rare", "rare errors in large arms",
         [(11999, 0, 1, 12000), (8000, 2, 0, 7000), (500, 1, 0, 15000)],
         (8.5, 9.0), (0.5, 0.25, 1.0)),
    ]


class Study:
    """The counts of one study, of those classified correctly."""

    def __init__(self, tp, fp, fn, tn):
        self.y = (mpf(tp), mpf(tn))
        self.n = (mpf(tp + fn), mpf(fp + tn))
        self.constant = sum(
            mpmath.loggamma(n + 1) - mpmath.loggamma(y + 1)
            - mpmath.loggamma(n - y + 1)
            for y, n in zip(self.y, self.n))


def factor(sigma):
    """L11, L21, L22."""
    s11, s21, s22 = (mpf(s) for s in sigma)
    if s11 == 0:
        if s21 != 0:
            sys.exit("Sigma is not positive semidefinite")
        return mpf(0), mpf(0), mpmath.sqrt(s22)
    l11 = mpmath.sqrt(s11)
    l21 = s21 / l11
    rest = s22 - s21 * s21 / s11
    # Exactly singular cases are representable; what is left is rounding.
    if abs(rest) < mpf(10) ** -(DIGITS - 4) * s22:
        rest = mpf(0)
    return l11, l21, mpmath.sqrt(rest)


# --- One study -----------------------------------------------------------


def arm(y, n, eta):
    """ln p^y (1 - p)^(n - y), y - np and np(1 - p) at eta = logit p."""
    if n == 0:
        return mpf(0), mpf(0), mpf(0)
    decay = mpmath.exp(-abs(eta))
    log_larger = -mpmath.log1p(decay)
    larger, smaller = 1 / (1 + decay), decay / (1 + decay)
    if eta >= 0:
        value = n * log_larger - (n - y) * eta
        residual = (y - n) * larger + y * smaller
    else:
        value = n * log_larger + y * eta
        residual = y * larger + (y - n) * smaller
    return value, residual, n * larger * smaller


class Integrand:
    """ln I(z) of one study, its mode and the factor C of the curvature."""

    def __init__(self, study, beta, lower):
        self.study = study
        self.beta = [mpf(b) for b in beta]
        self.lower = lower
        self.find_mode()

    def eta(self, z1, z2):
        l11, l21, l22 = self.lower
        return (
            self.beta[0] + l11 * z1, self.beta[1] + l21 * z1 + l22 * z2)

    def terms(self, z1, z2):
        return [
            arm(y, n, eta) for y, n, eta in
            zip(self.study.y, self.study.n, self.eta(z1, z2))]

    def value(self, z1, z2):
        a, b = self.terms(z1, z2)
        return a[0] + b[0] - (z1 * z1 + z2 * z2) / 2

    def find_mode(self):
        """Newton's method with halved steps; the logarithm is concave."""
        z1 = z2 = mpf(0)
        best = self.value(z1, z2)
        l11, l21, l22 = self.lower
        for _ in range(500):
            a, b = self.terms(z1, z2)
            g1 = l11 * a[1] + l21 * b[1] - z1
            g2 = l22 * b[1] - z2
            h11 = 1 + l11 * l11 * a[2] + l21 * l21 * b[2]
            h21, h22 = l21 * l22 * b[2], 1 + l22 * l22 * b[2]
            det = h11 * h22 - h21 * h21
            d1 = (h22 * g1 - h21 * g2) / det
            d2 = (h11 * g2 - h21 * g1) / det
            if g1 * d1 + g2 * d2 < mpf(10) ** -50:
                break
            step = mpf(1)
            # The last steps gain less than the value is rounded.
            least = best - abs(best) * mpf(10) ** -28
            while self.value(z1 + step * d1, z2 + step * d2) < least:
                step /= 2
            z1, z2 = z1 + step * d1, z2 + step * d2
            best = self.value(z1, z2)
        else:
            sys.exit("no mode")
        self.mode, self.best = (z1, z2), best
        # The lower Cholesky factor of H^-1.
        c11 = mpmath.sqrt(h22 / det)
        c21 = -h21 / det / c11
        self.c = (c11, c21, 1 / (mpmath.sqrt(det) * c11))

    def at(self, u1, u2):
        """The point that lies u in units of C from the mode."""
        c11, c21, c22 = self.c
        return (
            self.mode[0] + c11 * u1, self.mode[1] + c21 * u1 + c22 * u2)

    def inside(self, u1, u2):
        """Which points of a double-precision grid are above the cut."""
        n = [float(n) for n in self.study.n]
        y = [float(y) for y in self.study.y]
        z = [float(m) for m in self.mode]
        c11, c21, c22 = (float(c) for c in self.c)
        l11, l21, l22 = (float(e) for e in self.lower)
        eta0 = [float(e) for e in self.eta(*self.mode)]
        d1, d2 = c11 * u1, c21 * u1 + c22 * u2
        total = -(d1 * (z[0] + d1 / 2) + d2 * (z[1] + d2 / 2))
        for j, move in enumerate((l11 * d1, l21 * d1 + l22 * d2)):
            # ln of the ratio of 1 + e^eta to its value at the mode.
            log_p, log_q = -np.logaddexp(0, [-eta0[j], eta0[j]])
            ratio = np.logaddexp(log_q, log_p + move)
            total = total + y[j] * move - n[j] * ratio
        return total > CUT


def trapezoid(integrand, rank, step):
    """Sums over the grid: of exp(ln I - best), and of that times the five
    terms whose posterior means are the score."""
    size = 60
    while True:
        index = np.arange(-size, size + 1)
        h = float(step)
        if rank == 2:
            first, second = np.meshgrid(index, index, indexing="ij")
        elif integrand.lower[0] != 0:
            first, second = index, np.zeros_like(index)
        else:
            first, second = np.zeros_like(index), index
        mask = integrand.inside(first * h, second * h)
        edge = (np.abs(first) == size) | (np.abs(second) == size)
        if not (mask & edge).any():
            break
        size *= 2
        if size > 20000:
            sys.exit("the integrand does not end")
    sums = [mpf(0)] * 6
    for i, j in zip(first[mask].tolist(), second[mask].tolist()):
        z1, z2 = integrand.at(i * step, j * step)
        a, b = integrand.terms(z1, z2)
        weight = mpmath.exp(
            a[0] + b[0] - (z1 * z1 + z2 * z2) / 2 - integrand.best)
        sums[0] += weight
        sums[1] += weight * a[1]
        sums[2] += weight * b[1]
        sums[3] += weight * (a[1] * a[1] - a[2]) / 2
        sums[4] += weight * a[1] * b[1]
        sums[5] += weight * (b[1] * b[1] - b[2]) / 2
    return sums


def exact(integrand, rank):
    """The log-likelihood of one study and its gradient."""
    constant = integrand.study.constant
    if rank == 0 or sum(integrand.study.n) == 0:
        a, b = integrand.terms(mpf(0), mpf(0))
        score = [
            a[1], b[1], (a[1] * a[1] - a[2]) / 2, a[1] * b[1],
            (b[1] * b[1] - b[2]) / 2]
        return constant + a[0] + b[0], score
    c11, c21, c22 = integrand.c
    if rank == 2:
        volume = c11 * c22 / (2 * mp.pi)
    else:
        side = c11 if integrand.lower[0] != 0 else c22
        volume = side / mpmath.sqrt(2 * mp.pi)
    step, before = mpf(1) / 2, None
    while True:
        sums = trapezoid(integrand, rank, step)
        area = step * step if rank == 2 else step
        result = [mpmath.log(sums[0] * volume * area)]
        result += [s / sums[0] for s in sums[1:]]
        if before is not None:
            moves = [
                abs(x - y) / max(1, abs(x)) for x, y in zip(result, before)]
            if max(moves) < MOVE:
                break
        before, step = result, step / 2
    return constant + integrand.best + result[0], result[1:]


def hermite(count):
    """Nodes and weights for exp(-x^2), by Newton's method on H_count."""
    guess, _ = np.polynomial.hermite.hermgauss(count)
    rule = []
    for x in guess:
        x = mpf(float(x))
        for _ in range(6):
            x -= mpmath.hermite(count, x) / (
                2 * count * mpmath.hermite(count - 1, x))
        weight = (
            mpf(2) ** (count - 1) * mpmath.factorial(count)
            * mpmath.sqrt(mp.pi)
            / (count * mpmath.hermite(count - 1, x)) ** 2)
        rule.append((x, weight))
    return rule


def adaptive(integrand, rule):
    """The log-likelihood of one study by the product rule."""
    root = mpmath.sqrt(2)
    total = mpf(0)
    for x1, w1 in rule:
        for x2, w2 in rule:
            z1, z2 = integrand.at(root * x1, root * x2)
            total += w1 * w2 * mpmath.exp(
                x1 * x1 + x2 * x2 + integrand.value(z1, z2)
                - integrand.best)
    c11, _, c22 = integrand.c
    return (
        integrand.study.constant + integrand.best
        + mpmath.log(c11 * c22 / mp.pi * total))


# --- A review ------------------------------------------------------------


RULES = {}


def evaluate(tables, beta, sigma, nodes=NODES):
    """The values of a review: exact per study, score, and by quadrature."""
    lower = factor(sigma)
    rank = sum(lower[i] != 0 for i in (0, 2))
    studies, score = [], [mpf(0)] * 5
    by_nodes = {m: mpf(0) for m in nodes}
    for table in tables:
        integrand = Integrand(Study(*table), beta, lower)
        value, slope = exact(integrand, rank)
        studies.append(value)
        score = [a + b for a, b in zip(score, slope)]
        for m in nodes:
            if m not in RULES:
                RULES[m] = hermite(m)
            by_nodes[m] += adaptive(integrand, RULES[m])
    return studies, score, by_nodes


def check_review(name):
    """The largest error against the probe point of a published review."""
    folder = os.path.join(HERE, "..", "reviews")
    with open(os.path.join(folder, name + ".csv"), newline="") as file:
        tables = [
            tuple(int(row[c]) for c in ("tp", "fp", "fn", "tn"))
            for row in csv.DictReader(file)]
    with open(os.path.join(folder, name + ".json")) as file:
        probe = json.load(file)["glmm"]["probe_point"]
    s = probe["Sigma"]
    studies, score, by_nodes = evaluate(
        tables, probe["beta"], (s[0][0], s[1][0], s[1][1]))
    given = probe["quadrature"]["lowerCholInvHess"]
    errors = [abs(sum(studies) - mpf(probe["quadrature"]["exact"]))]
    errors += [abs(by_nodes[m] - mpf(given[str(m)])) for m in NODES]
    errors += [
        abs(a - mpf(b)) for a, b in
        zip(score, probe["score_beta_vechSigma"])]
    return float(max(errors))


def check_score():
    """The largest error of a gradient against central differences."""
    _, _, tables, beta, sigma = cases()[2]
    _, score, _ = evaluate(tables, beta, sigma, ())
    # The integral is good to about 1e-26, which this step divides by 1e-9.
    step = mpf(10) ** -9
    point = [mpf(x) for x in (*beta, *sigma)]
    errors = []
    for i in range(5):
        ends = []
        for sign in (1, -1):
            moved = list(point)
            moved[i] += sign * step
            ends.append(sum(evaluate(tables, moved[:2], moved[2:], ())[0]))
        errors.append(abs((ends[0] - ends[1]) / (2 * step) - score[i]))
    return float(max(errors))


# --- Output --------------------------------------------------------------


def as_text(document):
    """JSON with one member a line, and arrays of numbers on one line."""

    def write(value, indent):
        flat = json.dumps(value)
        if len(flat) + indent <= 79 or not isinstance(value, (dict, list)):
            return flat
        if isinstance(value, list) and not isinstance(value[0], dict):
            return flat
        inner = " " * (indent + 1)
        if isinstance(value, dict):
            left, right = "{\n", "}"
            items = [
                f"{json.dumps(k)}: {write(v, indent + 1)}"
                for k, v in value.items()]
        else:
            left, right = "[\n", "]"
            items = [write(v, indent + 1) for v in value]
        body = (",\n" + inner).join(items)
        return f"{left}{inner}{body}\n{' ' * indent}{right}"

    return write(document, 0) + "\n"


def main():
    mp.dps = DIGITS
    for name in ("auditc", "telomerase"):
        error = check_review(name)
        print(f"{name}: largest error against ../reviews {error:.1e}")
        if error > 1e-9:
            sys.exit("This program does not reproduce the published value.")
    error = check_score()
    print(f"gradient: largest error against differences {error:.1e}")
    if error > 1e-14:
        sys.exit("The gradient is not that of the likelihood.")
    written = []
    for name, summary, tables, beta, sigma in cases():
        studies, score, by_nodes = evaluate(tables, beta, sigma)
        total = sum(studies)
        print(name, mpmath.nstr(total, 17), flush=True)
        tp, fp, fn, tn = (list(c) for c in zip(*tables))
        written.append({
            "name": name, "summary": summary,
            "tp": tp, "fp": fp, "fn": fn, "tn": tn,
            "beta": list(beta), "Sigma": list(sigma),
            "logLik": float(total), "studies": [float(s) for s in studies],
            "score": [float(s) for s in score],
            "adaptive": {str(m): float(v) for m, v in by_nodes.items()}})
    software = (
        f"Python {sys.version.split()[0]}, mpmath {mpmath.__version__}, "
        f"numpy {np.__version__}")
    with open(os.path.join(HERE, "binomial.json"), "w") as file:
        file.write(as_text({
            "program": os.path.basename(__file__), "software": software,
            "digits": DIGITS, "cases": written}))


if __name__ == "__main__":
    main()
