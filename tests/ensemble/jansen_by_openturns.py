"""Sobol' indices of a saltelli design as OpenTURNS has them: a CSV of N points of the first set, N of the second, and N
of the first with each factor in turn from the second, the figure in the last column. Prints a line a factor: first, total."""

import sys

import numpy
import openturns

rows = numpy.loadtxt(sys.argv[1], delimiter=",")
factors = rows.shape[1] - 1
size = rows.shape[0] // (factors + 2)
algorithm = openturns.JansenSensitivityAlgorithm(openturns.Sample(rows[:, :-1]), openturns.Sample(rows[:, -1:]), size)
for first, total in zip(algorithm.getFirstOrderIndices(), algorithm.getTotalOrderIndices()):
    print(f"{first!r},{total!r}")
