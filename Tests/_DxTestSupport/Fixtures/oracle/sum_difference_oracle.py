"""Maxima of the hierarchical summary ROC model with covariates.

Study i has logit Se = e^(-b/2) (T + A/2) and logit Sp = -e^(b/2) (T - A/2)
with A ~ N(accuracy, va), T ~ N(threshold, vt), b = shape, and binomial counts
given them. Accuracy, threshold and shape are linear in an indicator, each
with or without it; the symmetric model has b = 0.

Written from that definition and from nothing else: the integral of each
study is taken over standard normals (z1, z2) with T = t + sqrt(vt) z1 and
A = a + sqrt(va) z2, by Gauss-Hermite quadrature with 41 nodes a dimension
(15 on the way), centred at the mode and scaled by the Hessian there.
"nodes_change" is what 61 nodes change of the log-likelihood. Gradients are
complex steps at fixed nodes, which is exact for the integral; Hessians are
central differences of gradients. Python 3.11, numpy 2.4, scipy 1.17.

Usage: python3 sum_difference_oracle.py > sum_difference.json
"""

import csv
import json
import pathlib

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

REVIEWS = pathlib.Path(__file__).parent.parent / "reviews"


def rule(count):
    nodes, weights = np.polynomial.hermite.hermgauss(count)
    return nodes, np.log(weights) + nodes**2


RULES = {count: rule(count) for count in (15, 41, 61)}


def log1pexp(x):
    """log(1 + e^x) for complex x."""
    flip = x.real > 0
    y = np.where(flip, -x, x)
    return np.where(flip, x, 0) + np.log1p(np.exp(y))


class Review:
    def __init__(self, name, covariate, level):
        with open(REVIEWS / f"{name}.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        tp, fp, fn, tn = (
            np.array([float(r[c]) for r in rows]) for c in
            ("tp", "fp", "fn", "tn"))
        self.y = np.stack([tp, tn])
        self.n = np.stack([tp + fn, tn + fp])
        self.x = np.array([float(r[covariate] == level) for r in rows])
        self.constant = np.sum(
            gammaln(self.n + 1) - gammaln(self.y + 1)
            - gammaln(self.n - self.y + 1))

    def map(self, p):
        """Means and the 2x2 factor on (z1, z2), by study."""
        accuracy, threshold, shape, st, sa = p
        low, high = np.exp(-shape / 2), np.exp(shape / 2)
        mean = np.stack(
            [low * (threshold + accuracy / 2),
             -high * (threshold - accuracy / 2)])
        one = np.ones_like(low)
        factor = np.stack(
            [[low * st, low * sa / 2], [-high * st * one, high * sa / 2]])
        return mean, factor

    def modes(self, mean, factor):
        z = np.zeros((2, mean.shape[1]))
        for _ in range(200):
            eta = mean + np.einsum("jki,ki->ji", factor, z)
            p = 1 / (1 + np.exp(-eta))
            g = np.einsum("jki,ji->ki", factor, self.y - self.n * p) - z
            d = self.n * p * (1 - p)
            h = np.einsum("jki,ji,jli->ikl", factor, d, factor) + np.eye(2)
            step = np.linalg.solve(h, g.T[:, :, None])[:, :, 0].T
            size = np.abs(step).max(axis=0)
            z = z + step * np.minimum(1, 1.5 / np.maximum(size, 1e-300))
            if size.max() < 1e-11:
                break
        return z, np.linalg.cholesky(np.linalg.inv(h))

    def loglik(self, parameters, count):
        """With complex parameters allowed; nodes from the real parts."""
        mean, factor = self.map(parameters)
        z, c = self.modes(mean.real, factor.real)
        nodes, log_weights = RULES[count]
        x1, x2 = np.meshgrid(nodes, nodes, indexing="ij")
        w = log_weights[:, None] + log_weights[None, :]
        root = np.sqrt(2)
        z1 = z[0][:, None, None] + root * c[:, 0, 0][:, None, None] * x1
        z2 = (z[1][:, None, None] + root * c[:, 1, 0][:, None, None] * x1
              + root * c[:, 1, 1][:, None, None] * x2)
        total = w - (z1**2 + z2**2) / 2
        for j in range(2):
            eta = (mean[j][:, None, None]
                   + factor[j, 0][:, None, None] * z1
                   + factor[j, 1][:, None, None] * z2)
            total = total + (
                self.y[j][:, None, None] * eta
                - self.n[j][:, None, None] * log1pexp(eta))
        top = total.real.max(axis=(1, 2))
        sums = np.exp(total - top[:, None, None]).sum(axis=(1, 2))
        det = c[:, 0, 0] * c[:, 1, 1]
        return self.constant + np.sum(
            np.log(sums) + top + np.log(det) - np.log(np.pi))


class Model:
    """moderated: which of (accuracy, threshold, shape) have the covariate."""

    def __init__(self, review, moderated, symmetric=False, zero=None):
        self.review, self.moderated = review, moderated
        self.symmetric, self.zero = symmetric, zero
        self.count = 15
        self.names = []
        for name in ("accuracy", "threshold", "shape"):
            if name == "shape" and symmetric:
                continue
            self.names.append(name)
            if name in moderated:
                self.names.append(name + ":x")
        self.names += [
            n for n in ("sd_threshold", "sd_accuracy") if n != zero]

    def unpack(self, v):
        v = dict(zip(self.names, v))
        x = self.review.x
        get = lambda n: v.get(n, 0) + v.get(n + ":x", 0) * x
        return (get("accuracy"), get("threshold"), get("shape"),
                get("sd_threshold"), get("sd_accuracy"))

    def value(self, v):
        return self.review.loglik(self.unpack(v), self.count)

    def gradient(self, v):
        out = []
        for i in range(len(v)):
            w = np.array(v, dtype=complex)
            w[i] += 1e-30j
            out.append(self.value(w).imag / 1e-30)
        return np.array(out)

    def hessian(self, v):
        h = 1e-4
        rows = []
        for i in range(len(v)):
            e = np.zeros(len(v))
            e[i] = h
            rows.append(
                (self.gradient(v + e) - self.gradient(v - e)) / (2 * h))
        m = np.array(rows)
        return (m + m.T) / 2

    def start(self):
        return np.array(
            [{"accuracy": 3.0, "sd_threshold": 0.6, "sd_accuracy": 1.0}
             .get(n, 0.0) for n in self.names])

    def maximise(self):
        v = minimize(
            lambda v: -self.value(v).real, self.start(),
            jac=lambda v: -self.gradient(v), method="BFGS",
            options={"gtol": 1e-6}).x
        hessian = self.hessian(v)
        v = v - np.linalg.solve(hessian, self.gradient(v))
        self.count = 41
        hessian = self.hessian(v)
        for _ in range(5):
            v = v - np.linalg.solve(hessian, self.gradient(v))
        hessian = self.hessian(v)
        # From standard deviations to variances.
        slope = np.array(
            [2 * x if n.startswith("sd_") else 1
             for n, x in zip(self.names, v)])
        errors = np.sqrt(np.diag(np.linalg.inv(-hessian))) * np.abs(slope)
        value = self.value(v).real
        gradient = np.abs(self.gradient(v)).max()
        assert gradient < 1e-8, (self.names, v, gradient)
        self.count = 61
        return {
            "symmetric": self.symmetric,
            "zero": self.zero,
            "moderated": list(self.moderated),
            "names": [n.replace("sd_", "var_") for n in self.names],
            "estimates": [
                x**2 if n.startswith("sd_") else x
                for n, x in zip(self.names, v)],
            "standard_errors": list(errors),
            "logLik": value,
            "largest_gradient": gradient,
            "nodes_change": self.value(v).real - value,
        }


def main():
    review = Review("anti_ccp", "generation", "CCP2")
    models = [
        Model(review, ()),
        Model(review, ("accuracy",)),
        Model(review, ("threshold",)),
        Model(review, ("shape",)),
        Model(review, ("accuracy", "threshold")),
        Model(review, ("accuracy", "threshold", "shape")),
        Model(review, (), symmetric=True),
        Model(review, ("accuracy", "threshold"), symmetric=True),
        Model(review, ("accuracy",), zero="sd_accuracy"),
        Model(review, ("threshold", "shape"), zero="sd_accuracy"),
    ]
    print(json.dumps(
        {"review": "anti_ccp", "covariate": "generation", "level": "CCP2",
         "models": [m.maximise() for m in models]}, indent=1))


if __name__ == "__main__":
    main()
