#!/usr/bin/env python3
"""Posteriors of the true logits of single studies, in 32-digit arithmetic.

The model, the integrals and their trapezoidal rule are those of
`binomial_oracle.py`: eta = beta + Lz with z ~ N(0, I). For the studies below
the program computes, given the counts of the study, "mean" and "mode" of
(eta1, eta2), "covariance" as (11, 21, 22), and "gradient": the derivatives of
the two posterior means by beta1, beta2, L11, L21 and, unless it is zero, L22,
by central differences. It writes `posteriors.json`.

    pip install mpmath==1.3.0 numpy==2.4.6      # ran with Python 3.11
    python3 posterior_oracle.py                 # about five minutes
"""

import csv
import json
import os
import sys

import mpmath
import numpy as np
from mpmath import mp, mpf

import binomial_oracle as oracle

DIGITS = 32
# A central difference is then good to 1e-12 or so.
STEP = mpf(10) ** -6
# The last grid is good to about the square of this.
MOVE = mpf(10) ** -9
REVIEWS = os.path.join(oracle.HERE, "..", "reviews")


def cases():
    """Name, 2x2 tables as (tp, fp, fn, tn), beta, (L11, L21, L22)."""
    result = []
    # The first studies of two reviews at their optima, one with rho = -1.
    for name, count in (("auditc", 3), ("telomerase", 3)):
        with open(os.path.join(REVIEWS, name + ".csv"), newline="") as file:
            tables = [
                tuple(int(row[c]) for c in ("tp", "fp", "fn", "tn"))
                for row in csv.DictReader(file)]
        with open(os.path.join(REVIEWS, name + ".json")) as file:
            optimum = json.load(file)["glmm"]["ml"]
        result.append(
            (name, tables[:count], optimum["beta"], optimum["L"]))
    lone = [(9, 0, 3, 0), (0, 2, 0, 18), (0, 0, 0, 0)]
    result += [
        ("one_armed", lone, (1.25, 2.0), (0.75, -0.5, 1.0)),
        ("sensitivity_constant", [(12, 3, 2, 20)], (1.5, 2.0), (0, 0, 1.0)),
        ("specificity_constant", [(12, 3, 2, 20)], (1.5, 2.0), (1.5, 0, 0)),
        ("homogeneous", [(12, 3, 2, 20)], (1.5, 2.0), (0, 0, 0)),
        ("standard_deviation_three", [(7, 0, 5, 33), (1, 0, 0, 1)],
         (1.5, 2.0), (3.0, -1.5, 2.5)),
        ("thousand_million",
         [(900000000, 250000000, 100000000, 750000000)],
         (2.0, 1.5), (1.0, -0.25, 2.0)),
    ]
    return result


def moments(integrand, rank, step):
    """1, eta1, eta2, eta1^2, eta1 eta2, eta2^2 summed over the grid, with
    the logits relative to the mode."""
    size = 60
    while True:
        index = np.arange(-size, size + 1)
        if rank == 2:
            first, second = np.meshgrid(index, index, indexing="ij")
        elif integrand.lower[0] != 0:
            first, second = index, np.zeros_like(index)
        else:
            first, second = np.zeros_like(index), index
        h = float(step)
        mask = integrand.inside(first * h, second * h)
        edge = (np.abs(first) == size) | (np.abs(second) == size)
        if not (mask & edge).any():
            break
        size *= 2
    mode = integrand.eta(*integrand.mode)
    sums = [mpf(0)] * 6
    for i, j in zip(first[mask].tolist(), second[mask].tolist()):
        z1, z2 = integrand.at(i * step, j * step)
        weight = mpmath.exp(integrand.value(z1, z2) - integrand.best)
        eta = integrand.eta(z1, z2)
        a, b = eta[0] - mode[0], eta[1] - mode[1]
        for k, f in enumerate((1, a, b, a * a, a * b, b * b)):
            sums[k] += weight * f
    return [s / sums[0] for s in sums]


def posterior(table, beta, lower, step=None):
    """Mean, covariance and mode of one study, and the step of the grid."""
    integrand = oracle.Integrand(oracle.Study(*table), beta, lower)
    mode = integrand.eta(*integrand.mode)
    rank = sum(lower[i] != 0 for i in (0, 2))
    if rank == 0:
        return list(mode), [mpf(0)] * 3, mode, None
    if step is not None:
        result = moments(integrand, rank, step)
    else:
        step, before = mpf(1), None
        while True:
            result = moments(integrand, rank, step)
            if before is not None and max(
                    abs(x - y) / max(1, abs(x))
                    for x, y in zip(result, before)) < MOVE:
                break
            before, step = result, step / 2
    _, a, b, aa, ab, bb = result
    return (
        [mode[0] + a, mode[1] + b],
        [aa - a * a, ab - a * b, bb - b * b], mode, step)


def gradient(table, beta, lower, step):
    """Rows of derivatives of the two posterior means."""
    point = [mpf(x) for x in (*beta, *lower)]
    columns = []
    for i in range(5 if lower[2] != 0 else 4):
        # A variance of zero stays, and with it the rank.
        if i in (2, 3) and lower[0] == 0:
            columns.append([mpf(0), mpf(0)])
            continue
        ends = []
        for sign in (1, -1):
            moved = list(point)
            moved[i] += sign * STEP
            ends.append(posterior(table, moved[:2], moved[2:], step)[0])
        columns.append(
            [(p - m) / (2 * STEP) for p, m in zip(*ends)])
    return [[c[row] for c in columns] for row in range(2)]


def main():
    mp.dps = DIGITS
    oracle.CUT = -55.0
    written = []
    for name, tables, beta, lower in cases():
        beta = [mpf(b) for b in beta]
        lower = [mpf(e) for e in lower]
        l11, l21, l22 = lower
        studies = []
        for table in tables:
            mean, covariance, mode, step = posterior(table, beta, lower)
            print(name, table, mpmath.nstr(mean, 12), flush=True)
            studies.append({
                "table": list(table),
                "mean": [float(x) for x in mean],
                "mode": [float(x) for x in mode],
                "covariance": [float(x) for x in covariance],
                "gradient": [
                    [float(x) for x in row]
                    for row in gradient(table, beta, lower, step)]})
        written.append({
            "name": name, "beta": [float(b) for b in beta],
            "L": [float(e) for e in lower],
            "Sigma": [
                float(l11 * l11), float(l11 * l21),
                float(l21 * l21 + l22 * l22)],
            "studies": studies})
    software = (
        f"Python {sys.version.split()[0]}, mpmath {mpmath.__version__}, "
        f"numpy {np.__version__}")
    with open(os.path.join(oracle.HERE, "posteriors.json"), "w") as file:
        file.write(oracle.as_text({
            "program": os.path.basename(__file__), "software": software,
            "digits": DIGITS, "cases": written}))


if __name__ == "__main__":
    main()
