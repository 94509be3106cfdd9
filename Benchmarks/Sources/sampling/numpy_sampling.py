"""Times NumPy's generators on the cases of the sampling benchmark.

Reads that program's output and prints a table in Markdown. Nanoseconds of
processor time per value in vectors of 100,000, the least of 15 blocks.
"""

import re
import sys
import time

import numpy as np

COUNT = 100_000
SPECIAL = {
    "words": lambda g: g.bit_generator.random_raw(COUNT),
    "uniform": lambda g: g.random(COUNT),
    "exponential": lambda g: g.standard_exponential(COUNT),
    "normal": lambda g: g.standard_normal(COUNT),
    "logistic": lambda g: g.logistic(size=COUNT),
    "lognormal": lambda g: g.lognormal(size=COUNT),
    "multinomial(20.0,4)": lambda g: g.multinomial(
        20, [0.1, 0.2, 0.3, 0.4], COUNT // 4),
    "dirichlet(4)": lambda g: g.dirichlet([1.0, 2, 3, 4], COUNT // 4),
}
WHOLE = {"binomial": [0], "hypergeometric": [0, 1, 2]}


def call(name):
    if name in SPECIAL:
        return SPECIAL[name]
    kind, text = re.fullmatch(r"(\w+)\((.*)\)", name).groups()
    values = [float(v) for v in text.split(",")]
    for i in WHOLE.get(kind, []):
        values[i] = int(values[i])
    return lambda g: getattr(g, kind)(*values, COUNT)


def nanoseconds(f, generator):
    best = float("inf")
    for _ in range(15):
        start = time.thread_time()
        f(generator)
        best = min(best, time.thread_time() - start)
    return best / COUNT * 1e9


print(f"| Distribution | array | one by one | NumPy {np.__version__}, Philox "
      "| NumPy, PCG64 | ratio to Philox | to PCG64 |")
print("| --- | --: | --: | --: | --: | --: | --: |")
for line in open(sys.argv[1]):
    name, many, single = line.split()
    f = call(name)
    philox = nanoseconds(f, np.random.Generator(np.random.Philox(1)))
    pcg = nanoseconds(f, np.random.Generator(np.random.PCG64(1)))
    print(f"| {name} | {float(many):.1f} | {float(single):.1f} | {philox:.1f} "
          f"| {pcg:.1f} | {float(many) / philox:.2f} "
          f"| {float(many) / pcg:.2f} |")
