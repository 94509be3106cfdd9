"""Simulates the studies of simulated.csv and opposed.csv.

    python3 simulate.py simulated >simulated.csv
    python3 simulate.py opposed >opposed.csv

Three outcomes with a moderator and correlated errors within the studies; in
`simulated`, of 24 studies, one value in four is missing; in `opposed`, of 9
studies, the last outcome is opposed to the others between studies, so that no
correlation can be the same for all pairs and fit well. numpy 2.4.6.
"""

import sys

import numpy as np

opposed = sys.argv[1] == "opposed"
generator = np.random.default_rng(20240 if not opposed else 10)
psi = np.array([[0.50, 0.25, -0.10], [0.25, 0.40, 0.10], [-0.10, 0.10, 0.30]])
if opposed:
    loadings = np.array([0.7, 0.5, -0.3])
    psi = np.outer(loadings, loadings)
print("study,y1,y2,y3,s11,s21,s31,s22,s32,s33,x")
for study in range(9 if opposed else 24):
    x = round(generator.uniform(-1, 1), 3)
    deviations = generator.uniform(0.2, 0.6, size=3)
    rho = generator.uniform(0.1, 0.7)
    s = np.outer(deviations, deviations) * np.where(np.eye(3) == 1, 1, rho)
    mean = np.array([0.3, -0.2, 0.1]) + np.array([0.5, 0.0, -0.4]) * x
    y = generator.multivariate_normal(mean, s + psi)
    missing = generator.uniform(size=3) < (0 if opposed else 0.25)
    if missing.all():
        missing[study % 3] = False
    cell = lambda value, gone: "" if gone else f"{value:.6f}"
    fields = [cell(y[j], missing[j]) for j in range(3)]
    for column in range(3):
        for row in range(column, 3):
            fields.append(
                cell(s[row, column], missing[row] or missing[column]))
    print(f"study {study + 1}," + ",".join(fields) + f",{x}")
