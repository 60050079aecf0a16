"""The function of the diabetes data that interpretability.py and contributions.py explain."""

import numpy

AGE, SEX, BMI, BP, S1, S2, S3, S4, S5, S6 = range(10)


def function(x):
    """`diabetes` in src/learn/explain/mod.rs is the same; it uses all but s2."""
    pressure = numpy.where(numpy.isnan(x[:, BP]), 95.0, x[:, BP])
    return (
        100.0
        + 12.0 * numpy.tanh((x[:, BMI] - 26.0) / 4.0)
        + 0.4 * (pressure - 95.0) * numpy.where(x[:, SEX] == 1, 1.5, -0.5)
        + numpy.where(x[:, AGE] > 50, 6.0, 0.0)
        + numpy.array([0.0, 5.0, -3.0, 8.0])[x[:, S4].astype(int)]
        + 0.05 * (x[:, S1] - 190.0) * (x[:, S5] - 4.6)
        + 3.0 * numpy.sin(3.0 * x[:, S5])
        - 0.1 * x[:, S3]
        + 0.5 * numpy.maximum(0.0, x[:, S6] - 100.0)
    )
