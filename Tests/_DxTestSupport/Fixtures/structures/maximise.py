"""The maximum of the likelihood of several normal outcomes, for structures of
the between-study covariance.

    python3 maximise.py simulated.csv simulated.json
    python3 maximise.py opposed.csv opposed.json

Independent of the library: the likelihood is summed study by study from dense
matrices, its gradient comes from derivatives of the matrix Psi by its entries
and complex steps through the structure, and BFGS from many random starting
points, within bounds where there are any, is followed by Newton steps with
differences of the gradient. Python 3.11, numpy 2.4.6, scipy 1.17.1.
"""

import csv
import json
import sys

import numpy as np
from scipy.optimize import minimize


def read(path):
    """Values (NaN = missing) and covariances of the studies of a file."""
    rows = list(csv.DictReader(open(path)))
    p = 0
    while f"y{p + 1}" in rows[0]:
        p += 1
    number = lambda text: float(text) if text not in ("", "NA") else np.nan
    y = np.array([[number(r[f"y{j + 1}"]) for j in range(p)] for r in rows])
    s = np.full((len(rows), p, p), np.nan)
    for i, row in enumerate(rows):
        for j in range(p):
            for l in range(j, p):
                name = f"s{l + 1}{j + 1}" if p < 10 else f"s{l + 1}_{j + 1}"
                s[i, j, l] = s[i, l, j] = number(row[name])
    return y, s, rows


class Structure:
    """Psi as a function of unbounded parameters, analytic in them."""

    def __init__(self, name, p, rank=None, matrix=None):
        self.name, self.p, self.rank, self.matrix = name, p, rank, matrix
        if name == "unstructured":
            self.rank = p
        if name in ("unstructured", "lowRank"):
            self.index = [(i, j) for j in range(self.rank) for i in range(j, p)]
            self.count = len(self.index)
        else:
            self.count = {
                "diagonal": p, "identity": 1, "proportional": 1,
                "compoundSymmetry": 2, "autoregressive": 2,
                "heteroscedasticCompoundSymmetry": p + 1}[name]

    def psi(self, t):
        p, name = self.p, self.name
        distance = np.abs(np.subtract.outer(np.arange(p), np.arange(p)))
        if name in ("unstructured", "lowRank"):
            factor = np.zeros((p, self.rank), dtype=t.dtype)
            for value, (i, j) in zip(t, self.index):
                factor[i, j] = value
            return factor @ factor.T
        if name == "diagonal":
            return np.diag(t**2)
        if name == "identity":
            return np.eye(p) * t[0] ** 2
        if name == "proportional":
            return self.matrix * t[0] ** 2
        if name == "autoregressive":
            return t[0] ** 2 * (2 * np.sin(t[1]) ** 2 - 1) ** distance
        least = -1 / (p - 1) if p > 1 else 0
        rho = least + (1 - least) * np.sin(t[-1]) ** 2
        correlation = np.where(distance == 0, 1, rho)
        if name == "compoundSymmetry":
            return t[0] ** 2 * correlation
        return np.outer(t[:-1], t[:-1]) * correlation

    def bounds(self):
        """Where the parameters may lie: a deviation that changed its sign
        would turn correlations that are the same into some that are not."""
        if self.name != "heteroscedasticCompoundSymmetry":
            return None
        return [(0, None)] * self.p + [(None, None)]

    def jacobian(self, t):
        columns = []
        for index in range(len(t)):
            z = t.astype(complex)
            z[index] += 1e-30j
            columns.append(np.imag(self.psi(z)) / 1e-30)
        return columns


class Likelihood:
    """The log-likelihood, with an intercept and columns for each outcome.

    The restricted one is that of error contrasts.
    """

    def __init__(self, y, s, columns, restricted):
        self.restricted = restricted
        p = y.shape[1]
        x = np.column_stack([np.ones(len(y))] + columns)
        q = x.shape[1]
        self.shape = (p, q)
        self.studies = []
        gram = np.zeros((p * q, p * q))
        self.n = 0
        for i in range(len(y)):
            observed = np.flatnonzero(~np.isnan(y[i]))
            if len(observed) == 0:
                continue
            design = np.zeros((len(observed), p * q))
            for row, j in enumerate(observed):
                design[row, j * q:(j + 1) * q] = x[i]
            gram += design.T @ design
            self.n += len(observed)
            self.studies.append(
                (observed, y[i, observed], s[i][np.ix_(observed, observed)],
                 design))
        self.half_log_gram = 0.5 * np.linalg.slogdet(gram)[1]
        # Studies of the same pattern are worked on together.
        groups = {}
        for observed, value, cov, design in self.studies:
            groups.setdefault(tuple(observed), []).append((value, cov, design))
        self.groups = [
            (np.array(o), np.array([g[0] for g in group]),
             np.array([g[1] for g in group]), np.array([g[2] for g in group]))
            for o, group in groups.items()]

    def __call__(self, psi):
        """The value, its gradient by the entries of Psi, beta and its
        covariance."""
        p, q = self.shape
        information = np.zeros((p * q, p * q))
        right = np.zeros(p * q)
        log_determinant = 0.0
        weights = []
        for observed, y, s, x in self.groups:
            v = s + psi[np.ix_(observed, observed)]
            try:
                factor = np.linalg.cholesky(v)
            except np.linalg.LinAlgError:
                return -np.inf, np.zeros((p, p)), None, None
            log_determinant += 2 * np.sum(
                np.log(np.diagonal(factor, axis1=1, axis2=2)))
            w = np.linalg.inv(v)
            weights.append(w)
            wx = w @ x
            information += np.einsum("kia,kib->ab", x, wx)
            right += np.einsum("kia,ki->a", wx, y)
        covariance = np.linalg.inv(information)
        beta = np.linalg.solve(information, right)
        value = -0.5 * log_determinant
        gradient = np.zeros((p, p))
        for (observed, y, s, x), w in zip(self.groups, weights):
            r = y - x @ beta
            u = np.einsum("kij,kj->ki", w, r)
            value -= 0.5 * np.sum(r * u)
            g = np.einsum("ki,kj->ij", u, u) - w.sum(0)
            if self.restricted:
                wx = w @ x
                g += np.einsum("kia,ab,kjb->ij", wx, covariance, wx)
            gradient[np.ix_(observed, observed)] += 0.5 * g
        count = self.n
        if self.restricted:
            count -= p * q
            value += (self.half_log_gram
                      - 0.5 * np.linalg.slogdet(information)[1])
        value -= 0.5 * count * np.log(2 * np.pi)
        return value, gradient, beta, covariance


def maximise(likelihood, structure, starts=30, seed=1, size=1.0):
    generator = np.random.default_rng(seed)
    bounds = structure.bounds()
    bounded = np.array([b[0] == 0 for b in bounds or []] or [False])

    def objective(t):
        value, gradient, _, _ = likelihood(structure.psi(t))
        if not np.isfinite(value):
            return 1e100, np.zeros(len(t))
        slope = [np.sum(gradient * d) for d in structure.jacobian(t)]
        return -value, -np.array(slope)

    ends = []
    for _ in range(starts):
        t = generator.normal(size=structure.count) * size
        if bounds:
            t = np.where(bounded, np.abs(t), t)
            end = minimize(objective, t, jac=True, method="L-BFGS-B",
                           bounds=bounds,
                           options={"ftol": 1e-15, "gtol": 1e-9,
                                    "maxiter": 5000})
        else:
            end = minimize(objective, t, jac=True, method="BFGS",
                           options={"gtol": 1e-9, "maxiter": 5000})
        ends.append((end.fun, end.x))
    ends.sort(key=lambda end: end[0])
    value, t = ends[0]
    # Newton steps in what is not held at a bound.
    held = bounded & (t == 0) & (objective(t)[1] > 0)
    free = np.flatnonzero(~np.broadcast_to(held, len(t)))
    for _ in range(6):
        slope = objective(t)[1][free]
        step = 1e-5
        bend = np.array([
            (objective(t + step * e)[1] - objective(t - step * e)[1])[free]
            / (2 * step) for e in np.eye(len(t))[free]])
        bend = 0.5 * (bend + bend.T)
        values, vectors = np.linalg.eigh(bend)
        keep = values > 1e-7 * max(values.max(), 1e-300)
        move = np.zeros(len(t))
        move[free] = vectors[:, keep] @ (
            (vectors[:, keep].T @ slope) / values[keep])
        moved = objective(t - move)
        if moved[0] > value + 1e-12:
            break
        value, t = min(value, moved[0]), t - move
    psi = structure.psi(t)
    value, _, beta, covariance = likelihood(psi)
    slope = objective(t)[1][free]
    return {
        "logLikelihood": value, "coefficients": beta.tolist(),
        "covariance": covariance.tolist(), "psi": psi.tolist(),
        "largestGradient": float(np.abs(slope).max()),
        "otherMaxima": sorted({round(-end[0], 6) for end in ends
                               if end[0] > ends[0][0] + 1e-6},
                              reverse=True)[:5],
    }


# A covariance that the structure `proportional` is a multiple of.
MATRIX = np.array([[1.0, 0.4, 0.2], [0.4, 1.5, 0.3], [0.2, 0.3, 0.8]])

STRUCTURES = [
    ("unstructured", {}), ("lowRank", {"rank": 1}), ("lowRank", {"rank": 2}),
    ("diagonal", {}), ("identity", {}), ("compoundSymmetry", {}),
    ("heteroscedasticCompoundSymmetry", {}), ("autoregressive", {}),
    ("proportional", {"matrix": MATRIX}),
]


def main(data, target):
    y, s, rows = read(data)
    x = np.array([float(r["x"]) for r in rows])
    result = []
    for name, options in STRUCTURES:
        structure = Structure(name, y.shape[1], **options)
        for restricted in (True, False):
            likelihood = Likelihood(y, s, [x], restricted)
            entry = {
                "structure": name,
                "rank": options.get("rank"),
                "matrix": options["matrix"].tolist()
                if "matrix" in options else None,
                "estimator": "reml" if restricted else "ml",
                **maximise(likelihood, structure)}
            print(name, options.get("rank"), entry["estimator"],
                  entry["logLikelihood"], entry["largestGradient"],
                  entry["otherMaxima"], file=sys.stderr)
            result.append(entry)
    with open(target, "w") as file:
        file.write('{"optima": [\n' + ",\n".join(
            json.dumps(entry, default=float) for entry in result) + "\n]}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
