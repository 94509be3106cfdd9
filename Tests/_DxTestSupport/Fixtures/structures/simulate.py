"""Simulates the studies of simulated.csv.

    python3 simulate.py >simulated.csv

Three outcomes of 24 studies with a moderator, one value in four missing, with
correlated errors within the studies. numpy 2.4.6.
"""

import numpy as np

generator = np.random.default_rng(20240)
psi = np.array([[0.50, 0.25, -0.10], [0.25, 0.40, 0.10], [-0.10, 0.10, 0.30]])
print("study,y1,y2,y3,s11,s21,s31,s22,s32,s33,x")
for study in range(24):
    x = round(generator.uniform(-1, 1), 3)
    deviations = generator.uniform(0.2, 0.6, size=3)
    rho = generator.uniform(0.1, 0.7)
    s = np.outer(deviations, deviations) * np.where(np.eye(3) == 1, 1, rho)
    mean = np.array([0.3, -0.2, 0.1]) + np.array([0.5, 0.0, -0.4]) * x
    y = generator.multivariate_normal(mean, s + psi)
    missing = generator.uniform(size=3) < 0.25
    if missing.all():
        missing[study % 3] = False
    cell = lambda value, gone: "" if gone else f"{value:.6f}"
    fields = [cell(y[j], missing[j]) for j in range(3)]
    for column in range(3):
        for row in range(column, 3):
            fields.append(
                cell(s[row, column], missing[row] or missing[column]))
    print(f"study {study + 1}," + ",".join(fields) + f",{x}")
