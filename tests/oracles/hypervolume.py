"""Writes hypervolume.json: what moocore and pymoo say about the hypervolume of fixed small sets of points.

    pip install moocore==0.3.2 pymoo==0.6.2 numpy==2.4.6
    python tests/oracles/hypervolume.py

In two to six dimensions: points on a sphere, which are all on the front; points anywhere, some beyond the reference;
points of few values, with many ties. The two programs are independent: pymoo brings its own code.
"""

import json
from pathlib import Path

import moocore
import numpy
from pymoo.indicators.hv import HV

random = numpy.random.default_rng(29)


def sphere(dimensions):
    points = numpy.abs(random.normal(size=(30, dimensions)))
    return points / numpy.linalg.norm(points, axis=1, keepdims=True), 1.1


def anywhere(dimensions):
    return random.random((30, dimensions)) * 1.2, 1.0


def ties(dimensions):
    return random.integers(0, 5, size=(30, dimensions)) / 4, 1.25


cases = []
for dimensions in range(2, 7):
    for kind in (sphere, anywhere, ties):
        points, end = kind(dimensions)
        points = points.round(3)
        reference = numpy.full(dimensions, end)
        by = {"moocore": moocore.hypervolume(points, ref=reference), "pymoo": HV(ref_point=reference)(points)}
        assert numpy.isclose(by["moocore"], by["pymoo"], rtol=1e-12, atol=0), by
        found = {name: float(volume) for name, volume in by.items()}
        cases.append({"points": points.tolist(), "reference": reference.tolist(), **found})

text = ",\n".join(json.dumps(case) for case in cases)
(Path(__file__).parent / "hypervolume.json").write_text(f'{{"cases": [\n{text}\n]}}\n')
