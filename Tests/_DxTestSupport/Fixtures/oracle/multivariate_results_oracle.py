"""Results after a fit of several outcomes, from dense matrices.

Prints multivariate_results.json. Python 3.11, numpy 2.4.6, scipy 1.17.1.

Everything follows from its definition with matrices over all values: cases
are deleted by deleting rows, the bias-reduced linearisation (CR2) and its
degrees of freedom follow Pustejovsky and Tipton (2018) and Tipton and
Pustejovsky (2015). The covariances of the random effects are given.
`multivariate_results_metafor.R` gives the same for what metafor has.
"""
import csv
import json
import os

import numpy as np
from scipy import stats

HERE = os.path.dirname(os.path.abspath(__file__))


def load(name):
    path = os.path.join(HERE, "..", "multivariate", name + ".csv")
    rows = list(csv.DictReader(open(path)))
    p = sum(1 for c in rows[0] if c[0] == "y" and c[1:].isdigit())
    y = [[float(r[f"y{j+1}"]) if r[f"y{j+1}"] else None for j in range(p)]
         for r in rows]
    s = [[float(r[f"s{j+1}{l+1}"]) if r[f"s{j+1}{l+1}"] else None
          for j in range(p) for l in range(j + 1)] for r in rows]
    return rows, y, s


def design(case, j, i):
    """The row of outcome j of study i: outcome by outcome, shared last."""
    row = []
    for other in range(case["p"]):
        for t in case["terms"]:
            if t["scope"] == "each" or (t["scope"] == "only"
                                        and other in t["outcomes"]):
                for col in t["columns"]:
                    row.append(col[i] if other == j else 0.0)
    for t in case["terms"]:
        if t["scope"] == "shared":
            row += [col[i] for col in t["columns"]]
    return row


def psqrt(b):
    w, v = np.linalg.eigh(b)
    f = np.where(w > 1e-10 * w.max(), 1 / np.sqrt(np.abs(w)), 0)
    return (v * f) @ v.T


class Model:
    def __init__(self, case, fixed=False):
        p = case["p"]
        self.case = case
        self.rows = [(i, j) for i, y in enumerate(case["y"])
                     for j in range(p) if y[j] is not None]
        n = len(self.rows)
        psi = np.array(case["psi"])
        self.y = np.array([case["y"][i][j] for i, j in self.rows])
        self.X = np.array([design(case, j, i) for i, j in self.rows])
        self.S = np.zeros((n, n))
        self.G = np.zeros((n, n))
        for a, (i, j) in enumerate(self.rows):
            for b, (h, l) in enumerate(self.rows):
                if i == h:
                    u, v = max(j, l), min(j, l)
                    self.S[a, b] = case["s"][i][u * (u + 1) // 2 + v]
                self.G[a, b] = self.random((i, j), (h, l))
        self.V = self.S if fixed else self.S + self.G
        self.solve(np.ones(n, bool))

    def random(self, first, second):
        (i, j), (h, l) = first, second
        case = self.case
        value = case["psi"][j][l] if i == h else 0.0
        for level in case["levels"]:
            if level["groups"][i] == level["groups"][h]:
                value += level["psi"][j][l]
        return value

    def solve(self, keep):
        V = self.V[np.ix_(keep, keep)]
        X = self.X[keep]
        W = np.linalg.inv(V)
        C = np.linalg.inv(X.T @ W @ X)
        b = C @ X.T @ W @ self.y[keep]
        return W, C, b


def predict(m, W, C, b, A, K, T):
    r = m.y - m.X @ b
    B = A - K @ W @ m.X
    return dict(values=list(A @ b + K @ W @ r),
                covariance=(T - K @ W @ K.T + B @ C @ B.T).tolist())


def results(case):
    m = Model(case)
    n = len(m.rows)
    p, k = case["p"], len(case["y"])
    W, C, b = m.solve(np.ones(n, bool))
    q = len(b)
    out = dict(coefficients=list(b), covariance=C.tolist())
    H = m.X @ C @ m.X.T @ W
    r = m.y - m.X @ b
    E = m.V - m.X @ C @ m.X.T
    out["fitted"] = list(m.X @ b)
    out["hat"] = list(np.diag(H))
    out["standardized"] = list(r / np.sqrt(np.diag(E)))
    units = dict(
        values=[[a] for a in range(n)],
        studies=[[a for a in range(n) if m.rows[a][0] == i] for i in range(k)],
        groups=[[a for a in range(n) if m.rows[a][0] in g]
                for g in case["components"]])
    for name, sets in units.items():
        stud, cook, dfb, ratio = [None] * n, [], [], []
        for D in sets:
            if not D:
                continue
            keep = np.ones(n, bool)
            keep[D] = False
            if np.linalg.matrix_rank(m.X[keep]) < q:
                cook.append(None)
                dfb.append([None] * q)
                ratio.append(None)
                continue
            _, Cd, bd = m.solve(keep)
            VV = m.V[np.ix_(D, D)] + m.X[D] @ Cd @ m.X[D].T
            z = (m.y[D] - m.X[D] @ bd) / np.sqrt(np.diag(VV))
            for a, v in zip(D, z):
                stud[a] = v
            d = b - bd
            cook.append(d @ np.linalg.solve(C, d))
            dfb.append(list(d / np.sqrt(np.diag(C))))
            ratio.append(np.linalg.det(Cd) / np.linalg.det(C))
        out["deleting_" + name] = dict(studentized=stud, cook=cook,
                                       dfbetas=dfb, ratio=ratio)
    out["effects"] = []
    for i in range(k):
        rows = [(i, j) for j in range(p)]
        A = np.array([design(case, j, i) for j in range(p)])
        T = np.array([[m.random(a, c) for c in rows] for a in rows])
        K = np.array([[m.random(a, c) for c in m.rows] for a in rows])
        own = np.array([[case["psi"][j][l] if h == i else 0.0
                         for (h, l) in m.rows] for j in range(p)])
        out["effects"].append(dict(
            true=predict(m, W, C, b, A, K, T),
            random=predict(m, W, C, b, 0 * A, own, np.array(case["psi"]))))
    out["groups"] = []
    for level in case["levels"]:
        for g in dict.fromkeys(level["groups"]):
            K = np.array([[level["psi"][j][l] if level["groups"][h] == g
                           else 0.0 for (h, l) in m.rows] for j in range(p)])
            out["groups"].append(predict(m, W, C, b, np.zeros((p, q)), K,
                                         np.array(level["psi"])))
    f = Model(case, fixed=True)
    Wf, Cf, bf = f.solve(np.ones(n, bool))
    rf = f.y - f.X @ bf
    Q = rf @ Wf @ rf
    Qj = [sum(rf[a] ** 2 / f.S[a, a] for a in range(n) if m.rows[a][1] == j)
          for j in range(p)]
    out["Q"] = dict(joint=[Q, n - q, stats.chi2.sf(Q, n - q)], outcomes=Qj)
    out["R"] = (np.linalg.det(C) / np.linalg.det(Cf)) ** (1 / (2 * q))
    out["wald_all"] = wald(b, C, np.eye(q), q)
    if case["clusters"]:
        out["robust"] = robust(case, m, W, C, b, r)
    return out


def wald(b, C, L, q):
    d = L @ b
    x = d @ np.linalg.solve(L @ C @ L.T, d)
    return [x, stats.chi2.sf(x, len(L))]


def robust(case, m, W, C, b, r):
    n, q = m.X.shape
    names = list(dict.fromkeys(case["clusters"]))
    sets = [[a for a in range(n) if case["clusters"][m.rows[a][0]] == c]
            for c in names]
    sets = [s for s in sets if s]
    I_H = np.eye(n) - m.X @ C @ m.X.T @ W
    out = dict(m=len(sets))
    for kind in ["CR0", "CR2"]:
        meat = np.zeros((q, q))
        P = []
        for s in sets:
            Phi = m.V[np.ix_(s, s)]
            D = np.linalg.cholesky(Phi).T
            A = np.eye(len(s))
            if kind == "CR2":
                Bi = D @ I_H[s] @ m.V @ I_H[s].T @ D.T
                A = D.T @ psqrt(Bi) @ D
            G = A.T @ W[np.ix_(s, s)] @ m.X[s] @ C
            u = G.T @ r[s]
            meat += np.outer(u, u)
            P.append(I_H[s].T @ G)
        df = []
        for c in range(q):
            M = np.array([[P[i][:, c] @ m.V @ P[j][:, c]
                           for j in range(len(sets))]
                          for i in range(len(sets))])
            df.append(np.trace(M) ** 2 / (M ** 2).sum())
        out[kind] = dict(covariance=meat.tolist(), satterthwaite=df)
        L = np.array(case["contrasts"])
        Om = sum(L @ Pi.T @ m.V @ Pi @ L.T for Pi in P)
        w, v = np.linalg.eigh(Om)
        Li = (v / np.sqrt(w)) @ v.T @ L
        total = 0.0
        for Pi in P:
            for Pj in P:
                M = Li @ Pi.T @ m.V @ Pj @ Li.T
                total += np.trace(M) ** 2 + np.trace(M @ M)
        s = len(L)
        eta = s * (s + 1) / total
        d = L @ b
        x = d @ np.linalg.solve(L @ meat @ L.T, d)
        F = (eta - s + 1) / (eta * s) * x
        out[kind]["ahz"] = [x, F, eta - s + 1, stats.f.sf(F, s, eta - s + 1)]
    return out


def each(*columns):
    return dict(scope="each", columns=[list(map(float, c)) for c in columns])


def cases():
    rows, y, s = load("mv_berkey98")
    yield dict(
        name="berkey98", p=2, y=y, s=s,
        terms=[each([1] * 5, [float(r["pubyear"]) - 1983 for r in rows])],
        psi=[[0.0080, 0.0090], [0.0090, 0.0250]], levels=[],
        components=[[i] for i in range(5)], clusters=list("abcde"),
        contrasts=[[0, 1, 0, -1]])
    _, y, s = load("mv_p53")
    k = len(y)
    yield dict(
        name="p53", p=2, y=y, s=s, terms=[each([1] * k)],
        psi=[[0.04, 0.06], [0.06, 0.09]], levels=[],
        components=[[i] for i in range(k)],
        clusters=[str(i) for i in range(k)], contrasts=[[1, 0], [0, 1]])
    rng = np.random.default_rng(20240)
    k, p = 16, 3
    labs = [0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 4, 5, 6, 6, 7, 3]
    x = np.round(rng.normal(size=k), 3)
    arm = [0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]
    y, s = [], []
    for i in range(k):
        sd = np.array([0.3, 3.0, 0.05]) * np.exp(rng.normal(size=p) * 0.3)
        R = np.full((p, p), 0.4) + 0.6 * np.eye(p)
        S = np.round(R * np.outer(sd, sd), 6)
        mean = np.array([1, -5, 0.2]) + np.array([0.3, 2, 0.02]) * x[i]
        v = np.round(mean + sd * 1.5 * rng.normal(size=p), 5)
        y.append([None if (i + 2 * j) % 5 == 0 and i > 1 else float(v[j])
                  for j in range(p)])
        s.append([float(S[j, l]) for j in range(p) for l in range(j + 1)])
    y[9] = [None] * 3
    psi = np.array([[0.09, 0.5, 0.004], [0.5, 6.0, 0.02],
                    [0.004, 0.02, 0.0016]])
    lab = 0.5 * np.array([[0.08, 0.1, 0.003], [0.1, 5.0, 0.01],
                          [0.003, 0.01, 0.001]])
    base = dict(
        p=p, y=y, s=s,
        terms=[each([1] * k, x),
               dict(scope="only", outcomes=[1],
                    columns=[[float(a) for a in arm]])],
        psi=psi.tolist())
    comps = [[i for i in range(k) if labs[i] == g] for g in range(8)]
    contrasts = np.zeros((2, 7))
    contrasts[0, 1] = contrasts[1, 3] = 1
    yield dict(base, name="laboratories",
               levels=[dict(groups=[f"lab{g}" for g in labs],
                            psi=lab.tolist())],
               components=comps, clusters=[f"lab{g}" for g in labs],
               contrasts=contrasts.tolist())
    # A shared moderator, crossed levels, and clusters that are coarser.
    crossed = [0, 1, 0, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 5]
    region = ["n", "n", "n", "w", "w", "w", "w", "w", "e", "v", "v", "u", "t",
              "t", "u", "e"]
    scaled = dict(base, y=[[None if v is None else v / c for v, c in
                            zip(row, [0.3, 3.0, 0.05])] for row in y],
                  s=[[v / c for v, c in zip(row, [.09, .9, 9., .015, .15,
                                                  .0025])] for row in s])
    yield dict(scaled, name="crossed",
               terms=[each([1] * k), dict(scope="shared",
                                          columns=[x.tolist()])],
               psi=[[1, .4, .2], [.4, .8, .1], [.2, .1, .6]],
               levels=[dict(groups=[f"lab{g}" for g in labs],
                            psi=[[.5, .1, 0], [.1, .4, .1], [0, .1, .3]]),
                       dict(groups=[f"assay{g}" for g in crossed],
                            psi=[[.2, 0, 0], [0, .2, 0], [0, 0, .2]])],
               components=[[0, 1, 2], [3, 4, 5, 6, 7], [8, 15], [9, 10],
                           [11], [12, 13], [14]],
               clusters=region, contrasts=[[1, -1, 0, 0], [0, 1, -1, 0]])


def clean(value):
    if isinstance(value, dict):
        return {k: clean(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(v) for v in value]
    if isinstance(value, (np.floating, np.integer)):
        return value.item()
    return value


if __name__ == "__main__":
    print(json.dumps([clean(dict(c, expected=results(c))) for c in cases()],
                     separators=(",", ":")))
