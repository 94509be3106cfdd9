"""Reference values of univariate pooling.

Writes pooling.json. Everything is computed in 40 digits by the textbook
formulae, with dense matrices, independently of the library: the maxima of the
likelihoods from a fine grid of the score refined by bisection, the roots of Q
by bisection. The distribution of the generalised Q is Imhof's integral over
the eigenvalues, in double precision with numpy.

Usage: python3 pooling_oracle.py FOLDER_OF_REVIEWS > pooling.json
Python 3.11, mpmath 1.3.0, numpy 2.4.6, scipy 1.17.1.
"""
import csv
import json
import os
import sys
import numpy as np
from scipy.optimize import brentq
from mpmath import (mp, mpf, log, pi, sqrt, matrix, det, gammainc, diag)

mp.dps = 40


def chi2_cdf(x, df):
    return gammainc(mpf(df) / 2, 0, x / 2, regularized=True)


def chi2_quantile(p, df):
    return bisect(lambda x: chi2_cdf(x, df) - p, mpf("1e-12"), mpf(2000))


def bisect(f, a, b):
    """The root of f by the Illinois variant of regula falsi."""
    u, w = f(a), f(b)
    if u == 0 or w == 0:
        return a if u == 0 else b
    side = 0
    for _ in range(500):
        if abs(b - a) <= mpf(10) ** (8 - mp.dps) * abs(b):
            break
        c = (a * w - b * u) / (w - u)
        z = f(c)
        if z == 0:
            return c
        if (z > 0) == (w > 0):
            close = abs(b - c) <= mpf(10) ** (8 - mp.dps) * abs(c)
            b, w = c, z
            u = u / 2 if side == 1 else u
            side = 1
        else:
            close = abs(a - c) <= mpf(10) ** (8 - mp.dps) * abs(c)
            a, u = c, z
            w = w / 2 if side == 2 else w
            side = 2
        if close:
            return c
    return b


class Model:
    def __init__(self, y, v, columns):
        self.k, self.q = len(y), len(columns)
        self.y = matrix([mpf(a) for a in y])
        self.v = [mpf(a) for a in v]
        self.x = matrix(self.k, self.q)
        for j, column in enumerate(columns):
            for i, value in enumerate(column):
                self.x[i, j] = mpf(value)
        self.xx = det(self.x.T * self.x)

    def weights(self, t):
        return [1 / (a + t) for a in self.v]

    def solve(self, w):
        """beta, inverse information, residuals."""
        wx = matrix(self.k, self.q)
        for i in range(self.k):
            for j in range(self.q):
                wx[i, j] = w[i] * self.x[i, j]
        inverse = (self.x.T * wx) ** -1
        beta = inverse * (wx.T * self.y)
        return beta, inverse, self.y - self.x * beta, wx

    def squares(self, w):
        r = self.solve(w)[2]
        return sum(w[i] * r[i] ** 2 for i in range(self.k))

    def trace(self, w, d=None):
        d = d or [mpf(1)] * self.k
        _, inverse, _, wx = self.solve(w)
        h = wx * inverse
        return sum(w[i] * d[i] - d[i] * sum(h[i, j] * wx[i, j]
                                            for j in range(self.q))
                   for i in range(self.k))

    def projection(self, w):
        _, inverse, _, wx = self.solve(w)
        return diag(w) - wx * inverse * wx.T

    def squares_variance(self, w, t):
        p = self.projection(w)
        d = [a + t for a in self.v]
        return 2 * sum(p[i, j] ** 2 * d[i] * d[j]
                       for i in range(self.k) for j in range(self.k))

    def score(self, t, reml):
        w = self.weights(t)
        _, inverse, r, wx = self.solve(w)
        s = sum((w[i] * r[i]) ** 2 for i in range(self.k))
        return (s - (self.trace(w) if reml else sum(w))) / 2

    def loglik(self, t, reml):
        w = self.weights(t)
        value = self.squares(w) + sum(log(a + t) for a in self.v)
        n = self.k
        if reml:
            value += -log(det(self.solve(w)[1])) - log(self.xx)
            n -= self.q
        return -(value + n * log(2 * pi)) / 2

    def maxima(self, reml):
        """All local maxima over tau2 >= 0 on a fine grid."""
        least, greatest = min(self.v), max(self.v)
        spread = max(self.y) - min(self.y)
        top = (spread ** 2 + greatest) * 10
        steps = 120
        ratio = (top / least + 1) ** (mpf(1) / steps)
        grid = [least * (ratio ** i - 1) for i in range(steps + 1)]
        scores = [self.score(t, reml) for t in grid]
        found = [mpf(0)] if scores[0] <= 0 else []
        minima = []
        for a, b, s, u in zip(grid, grid[1:], scores, scores[1:]):
            if s > 0 >= u:
                found.append(bisect(lambda t: self.score(t, reml), a, b))
            elif s <= 0 < u:
                minima.append(bisect(lambda t: self.score(t, reml), a, b))
        return found, minima

    def root_of_squares(self, value):
        f = lambda t: 1 - value / self.squares(self.weights(t))
        if f(mpf(0)) < 0:
            return None
        b = max(self.v)
        while f(b) > 0:
            b *= 4
        return bisect(f, mpf(0), b)

    def estimates(self):
        k, q, m = self.k, self.q, self.k - self.q
        w = self.weights(0)
        one = [mpf(1)] * k
        fixed = self.squares(w)
        out = {}

        def moment(name, weights, scale, centre):
            value = (self.squares(weights) - centre) / scale
            t = max(value, mpf(0))
            out[name] = (t, value, sqrt(self.squares_variance(weights, t))
                         / scale)

        moment("derSimonianLaird", w, self.trace(w), mpf(m))
        moment("hedges", one, mpf(m), self.trace(one, self.v))
        moment("hunterSchmidt", w, sum(w), mpf(k))
        mean = sum(self.y) / k
        start = sum((a - mean) ** 2 for a in self.y) / k
        u = self.weights(start)
        t = start * self.squares(u) / m
        out["sidikJonkman"] = (t, None, start / m
                               * sqrt(self.squares_variance(u, t)))
        root = self.root_of_squares(mpf(m))
        t = root or mpf(0)
        out["pauleMandel"] = (t, None, k * sqrt(mpf(2) / m)
                              / sum(self.weights(t)))
        for name, reml in [("restrictedMaximumLikelihood", True),
                           ("maximumLikelihood", False)]:
            found, minima = self.maxima(reml)
            t = max(found, key=lambda a: self.loglik(a, reml))
            u = self.weights(t)
            if reml:
                p = self.projection(u)
                information = sum(p[i, j] ** 2 for i in range(k)
                                  for j in range(k))
            else:
                information = sum(a * a for a in u)
            out[name] = (t, None, sqrt(2 / information))
            self.profile(name, t, reml, found, minima, out)
        out["fixedEffect"] = (mpf(0), None, None)
        out["Q"] = fixed
        out["typicalVariance"] = m / self.trace(w)
        return out

    def profile(self, name, t, reml, found, minima, out):
        level = self.loglik(t, reml) - chi2_quantile(mpf("0.95"), 1) / 2
        f = lambda a: self.loglik(a, reml) - level
        points = sorted(found + minima + [mpf(0)])
        top = max(points[-1], max(self.v))
        while f(top) > 0:
            top *= 4
        points.append(top)
        roots = [bisect(f, a, b) for a, b in zip(points, points[1:])
                 if (f(a) > 0) != (f(b) > 0)]
        if f(mpf(0)) > 0:
            roots.insert(0, mpf(0))
        out["profile " + name] = (roots[0], roots[-1])
        out["maxima " + name] = len(found)

    def imhof(self, weights, t, statistic):
        """P(Q > statistic), in double precision."""
        p = self.projection(weights)
        s = [sqrt(a + t) for a in self.v]
        dense = np.array([[float(p[i, j] * s[i] * s[j] / statistic)
                           for j in range(self.k)] for i in range(self.k)])
        values = np.linalg.eigvalsh(dense)[self.q:]
        # Panels of a quarter of the period of the sine; the integrand decays
        # faster than u^-5 for the degrees of freedom for which this is used.
        node, weight = np.polynomial.legendre.leggauss(30)
        left = np.arange(4000)[:, None] * np.pi
        u = (left + 0.5 * np.pi * (node + 1)).ravel()
        w = np.tile(0.5 * np.pi * weight, 4000)
        angle = -0.5 * u
        size = np.ones_like(u)
        for a in values:
            angle += 0.5 * np.arctan(a * u)
            size *= (1 + (a * u) ** 2) ** 0.25
        return 0.5 + np.sum(w * np.sin(angle) / (u * size)) / np.pi

    def generalized_q(self, weights):
        statistic = self.squares(weights)
        out = []
        for target in [0.025, 0.975]:
            g = lambda t: float(self.imhof(weights, mpf(t), statistic)) - target
            if g(0) > 0:
                out.append(0.0 if target == 0.025 else None)
                continue
            b = float(max(self.v))
            while g(b) < 0:
                b *= 3
            out.append(brentq(g, 0, b, xtol=1e-300, rtol=1e-14))
        return out


def number(x):
    return None if x is None else float(x)


def case(name, y, v, columns, generalized=False):
    print(name, file=sys.stderr)
    model = Model(y, v, columns)
    out = model.estimates()
    m = model.k - model.q
    result = {"name": name, "effects": y, "variances": v,
              "columns": columns[1:], "Q": number(out.pop("Q")),
              "typicalVariance": number(out.pop("typicalVariance"))}
    ends = [model.root_of_squares(chi2_quantile(mpf(p), m))
            for p in ["0.975", "0.025"]]
    result["qProfile"] = [number(a) for a in ends]
    for label in ["restrictedMaximumLikelihood", "maximumLikelihood"]:
        result["profile " + label] = [number(a) for a in
                                      out.pop("profile " + label)]
        result["maxima " + label] = out.pop("maxima " + label)
    result["estimators"] = {}
    for label, (t, value, error) in out.items():
        beta, inverse, _, _ = model.solve(model.weights(t))
        entry = {"variance": number(t), "untruncated": number(value),
                 "standardError": number(error),
                 "coefficients": [number(b) for b in beta],
                 "covariance": [[number(inverse[i, j])
                                 for j in range(model.q)]
                                for i in range(model.q)],
                 "squares": number(model.squares(model.weights(t)))}
        if label == "restrictedMaximumLikelihood":
            entry["logLikelihood"] = number(model.loglik(t, True))
        elif label in ["maximumLikelihood", "fixedEffect"]:
            entry["logLikelihood"] = number(model.loglik(t, False))
        result["estimators"][label] = entry
    if generalized:
        result["generalizedQ"] = {
            "inverseVariance": [number(a) for a in
                                model.generalized_q(model.weights(0))],
            "inverseStandardError": [
                number(a) for a in model.generalized_q(
                    [1 / sqrt(a) for a in model.v])]}
    return result


def reviews(folder):
    """The logarithm of the diagnostic odds ratio, and the logit of the
    sensitivity, with one half added where a study has a cell of zero."""
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".csv"):
            continue
        rows = list(csv.DictReader(open(os.path.join(folder, file))))
        y, v, z, u = [], [], [], []
        for row in rows:
            cells = [float(row[c]) for c in ["tp", "fp", "fn", "tn"]]
            if cells[0] + cells[2] == 0 or cells[1] + cells[3] == 0:
                continue
            if 0 in cells:
                cells = [c + 0.5 for c in cells]
            a, b, c, d = cells
            y.append(float(log(mpf(a) * d / b / c)))
            v.append(float(mpf(1) / a + mpf(1) / b + mpf(1) / c + mpf(1) / d))
            z.append(float(log(mpf(a) / c)))
            u.append(float(mpf(1) / a + mpf(1) / c))
        if len(y) <= 17:
            yield file[:-4] + " log odds ratio", y, v
            yield file[:-4] + " logit sensitivity", z, u


BCG = [  # dat.bcg of metadat 1.2-0: counts, absolute latitude
    (4, 119, 11, 128, 44), (6, 300, 29, 274, 55), (3, 228, 11, 209, 42),
    (62, 13536, 248, 12619, 52), (33, 5036, 47, 5761, 13),
    (180, 1361, 372, 1079, 44), (8, 2537, 10, 619, 19),
    (505, 87886, 499, 87892, 13), (29, 7470, 45, 7232, 27),
    (17, 1699, 65, 1600, 42), (186, 50448, 141, 27197, 18),
    (5, 2493, 3, 2338, 33), (27, 16886, 29, 17825, 33)]


def main():
    y = [float(log(mpf(a) / (a + b) * (c + d) / c)) for a, b, c, d, _ in BCG]
    v = [float(mpf(1) / a - mpf(1) / (a + b) + mpf(1) / c - mpf(1) / (c + d))
         for a, b, c, d, _ in BCG]
    latitude = [float(row[4]) for row in BCG]
    one = [1.0] * len(y)
    cases = [case("bcg", y, v, [one], True),
             case("bcg latitude", y, v, [one, latitude], True),
             case("bcg two moderators", y, v,
                  [one, latitude, [float((7 * i) % 5) for i in range(13)]],
                  True)]
    cases.append(case("small units", [a * 1e-6 for a in y],
                      [a * 1e-12 for a in v], [one, latitude]))
    cases.append(case("large units", [a * 1e6 for a in y],
                      [a * 1e12 for a in v], [one, latitude]))
    cases.append(case("two maxima", [0.0, 0.1, -0.1, 10.0, -9.0],
                      [0.01, 0.01, 0.01, 6.0, 5.0], [[1.0] * 5]))
    cases.append(case("far maximum", [0.01, 0.02, -0.02, 0.0, 9.0, -8.0],
                      [1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 30.0], [[1.0] * 6]))
    cases.append(case("uneven", [0.3, 1.1, -0.4, 0.9, 2.5],
                      [1e-12, 1.0, 2.0, 1e-3, 1e6], [[1.0] * 5]))
    cases.append(case("uneven with a moderator",
                      [0.3, 1.1, -0.4, 0.9, 2.5, 1.7],
                      [1e-9, 1.0, 2.0, 1e-3, 1e5, 1e-8],
                      [[1.0] * 6, [1.0, 2.0, 3.0, 5.0, 8.0, 13.0]]))
    cases.append(case("homogeneous", [0.5, 0.52, 0.49, 0.51],
                      [0.1, 0.2, 0.3, 0.15], [[1.0] * 4]))
    cases.append(case("two studies", [0.1, 1.9], [0.1, 0.3], [[1.0] * 2]))
    for name, y, v in reviews(sys.argv[1]):
        cases.append(case(name, y, v, [[1.0] * len(y)]))
    json.dump(cases, sys.stdout, indent=0)


main()
