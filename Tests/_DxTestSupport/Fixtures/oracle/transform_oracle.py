#!/usr/bin/env python3
"""Optima of the bivariate model on other scales than the logit, in 60 digits.

Each study of auditc has y_i = (t_a(sensitivity), t_b(specificity)) with
t_a(p) = a ln p - (2 - a) ln(1 - p), distributed as N(mu, S_i + Psi), where
S_i holds the delta variances t'(p)^2 p (1 - p) / n of the corrected counts
(Doebler, Holling, Boehning, Psychol Methods 17 (2012) 418-436). The program
writes `transforms.json`. Parameters are named as in the R package mada, whose
second outcome is the false-positive rate: b = 2 - alpha_fpr.

    pip install mpmath==1.3.0 numpy==2.4.6      # ran with Python 3.11
    python3 transform_oracle.py                 # about three minutes

Likelihoods and their maximisation are those of `bivariate_normal_oracle.py`.
Transformations and their inverses are written here from the definition: the
inverse is a bisection in the proportion, and derivatives with respect to the
means are central differences of the inverse.

Conventions, beside those of that program

- "logLikProportions" is without 1/2 ln|X'X| under REML and has the sum of
  ln t'(p) over the corrected proportions added, as mada prints it; "aic" and
  "bic" follow from it with 5 parameters and 2k observations.
- Intervals are [estimate, lower, upper] with z of 97.5 %; those of proportions
  are carried back from the scale of t, where a limit beyond its image gives 0
  or 1; those of ratios are symmetric on the log scale, those of predictive
  values and F1 on the logit scale, at a prevalence of 0.2. The prediction
  intervals have the variance vcov + Psi and the same z.
"""

import json
import os
import platform

import mpmath
from mpmath import mp, mpf

import bivariate_normal_oracle as oracle

SCALES = [(1, 1), ("0.5", "1.5"), ("1.7", 1), (2, 0), (0, 2), ("0.1", "0.4")]
PREVALENCE = mpf(1) / 5


class Transform:
    """One member of the family; arguments are proportions and complements."""

    def __init__(self, alpha):
        self.alpha = mpf(alpha)

    def value(self, p, q):
        a = self.alpha
        return a * mpmath.log(p) - (2 - a) * mpmath.log(q)

    def derivative(self, p, q):
        return self.alpha / p + (2 - self.alpha) / q

    def inverse(self, value):
        """Bisection; the ends of [0, 1] beyond the image."""
        low, high = mpf(0), mpf(1)
        if self.alpha == 0 and value <= 0:
            return low
        if self.alpha == 2 and value >= 0:
            return high
        for _ in range(int(mp.prec) + 10):
            middle = (low + high) / 2
            if self.value(middle, 1 - middle) < value:
                low = middle
            else:
                high = middle
        return (low + high) / 2


class TransformedReview(oracle.Review):
    """A review whose outcomes are transformed proportions."""

    def __init__(self, counts, transforms):
        super().__init__(*counts)
        half = mpf(1) / 2 if self.corrected else mpf(0)
        tp, fp, fn, tn = ([x + half for x in cell] for cell in counts)
        self.y, self.v, self.log_jacobian = [], [], mpf(0)
        for i in range(len(tp)):
            y, v = [], []
            for t, s, f in zip(transforms, (tp[i], tn[i]), (fn[i], fp[i])):
                p, q = s / (s + f), f / (s + f)
                slope = t.derivative(p, q)
                y.append(t.value(p, q))
                v.append(slope * slope * p * q / (s + f))
                self.log_jacobian += mpmath.log(slope)
            self.y.append(y)
            self.v.append(v)


def logit(p):
    return mpmath.log(p / (1 - p))


def expit(x):
    return 1 / (1 + mpmath.exp(-x))


def measures(a, b):
    """Quantities of sensitivity and specificity with their scales."""
    pi = PREVALENCE
    ppv = pi * a / (pi * a + (1 - pi) * (1 - b))
    npv = (1 - pi) * b / ((1 - pi) * b + pi * (1 - a))
    return {
        "dor": (a * b / ((1 - a) * (1 - b)), mpmath.log, mpmath.exp),
        "lrPositive": (a / (1 - b), mpmath.log, mpmath.exp),
        "lrNegative": ((1 - a) / b, mpmath.log, mpmath.exp),
        "ppv": (ppv, logit, expit),
        "npv": (npv, logit, expit),
        "f1": (2 * ppv * a / (ppv + a), logit, expit),
    }


def intervals(transforms, mu, vcov, psi):
    """Every interval, by name."""
    z = mpmath.sqrt(2) * mpmath.erfinv(mpf("0.95"))
    found = {}
    names = ("sensitivity", "specificity")
    for j, (t, name) in enumerate(zip(transforms, names)):
        for key, variance in (
            (name, vcov[2 * j]), (name + "Prediction",
                                  vcov[2 * j] + psi[2 * j])):
            root = z * mpmath.sqrt(variance)
            found[key] = [
                t.inverse(mu[j] + shift) for shift in (0, -root, root)]

    def scaled(m):
        points = [t.inverse(x) for t, x in zip(transforms, m)]
        return {key: to(value) for key, (value, to, _) in
                measures(*points).items()}

    h = mpf(10) ** -15
    here = scaled(mu)
    rises = []
    for j in (0, 1):
        up, down = list(mu), list(mu)
        up[j] += h
        down[j] -= h
        above, below = scaled(up), scaled(down)
        rises.append({k: (above[k] - below[k]) / (2 * h) for k in here})
    for key, (_, _, back) in measures(mpf("0.5"), mpf("0.5")).items():
        g, k = rises[0][key], rises[1][key]
        variance = g * g * vcov[0] + 2 * g * k * vcov[1] + k * k * vcov[2]
        root = z * mpmath.sqrt(variance)
        found[key] = [back(here[key] + shift) for shift in (0, -root, root)]
    return {key: [float(x) for x in value] for key, value in found.items()}


def read(name):
    path = os.path.join(oracle.HERE, "..", "reviews", name + ".csv")
    with open(path) as file:
        rows = [line.strip().split(",") for line in file][1:]
    return [[int(row[i]) for row in rows] for i in (1, 2, 3, 4)]


def main():
    mp.dps = oracle.DIGITS
    counts = read("auditc")
    written = []
    for sensitivity, rate in SCALES:
        transforms = (Transform(sensitivity), Transform(2 - mpf(rate)))
        review = TransformedReview(counts, transforms)
        case = {
            "review": "auditc", "alphaSensitivity": float(mpf(sensitivity)),
            "alphaFalsePositiveRate": float(mpf(rate)),
            "logTransformDerivatives": float(review.log_jacobian),
        }
        for reml in (False, True):
            value, x = oracle.maximise(review, reml)
            psi = oracle.covariance(x)
            _, mu, vcov = oracle.evaluate(review, psi, reml)
            k = len(counts[0])
            own = value + review.log_jacobian
            if reml:
                own -= mpmath.log(k)
            result = oracle.optimum(review, reml)
            result["logLikProportions"] = float(own)
            result["aic"] = float(-2 * own + 10)
            result["bic"] = float(-2 * own + 5 * mpmath.log(2 * k))
            result["intervals"] = intervals(transforms, mu, vcov, psi)
            case["reml" if reml else "ml"] = result
            print(sensitivity, rate, result["boundary"], result["logLik"])
        written.append(case)
    software = f"Python {platform.python_version()}, mpmath "
    with open(os.path.join(oracle.HERE, "transforms.json"), "w") as file:
        file.write(oracle.as_text({
            "program": os.path.basename(__file__),
            "software": software + mpmath.__version__,
            "digits": oracle.DIGITS, "cases": written}))


if __name__ == "__main__":
    main()
