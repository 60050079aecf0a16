"""Writes contributions.json: what shap says each feature adds to five scores of two fixed functions.

    pip install shap==0.51.0 numpy==2.4.6
    python tests/oracles/contributions.py

Reads the rows that interpretability.py wrote. The values are exact Shapley values with interventions: shap's exact
explainer with its independent masker goes through all coalitions of the ten features over twenty background rows. Two
walks in opposite directions find those of `function` in any order, since no more than two of its features act together;
`squashed` is there so that the order matters.
"""

import json
from pathlib import Path

import numpy
import shap

from diabetes import function

# One background row and one case lack their blood pressure.
BACKGROUND = list(range(5, 442, 22))
CASES = [0, 51, 100, 200, 300]

here = Path(__file__).parent
rows = numpy.array(json.loads((here / "interpretability.json").read_text())["rows"], dtype=float)


def squashed(x):
    """`squashed` in src/learn/explain/contributions.rs is the same."""
    return 100.0 / (1.0 + numpy.exp((118.0 - function(x)) / 6.0))


def explained(of):
    background = rows[BACKGROUND]
    explainer = shap.explainers.Exact(of, shap.maskers.Independent(background))
    found = explainer(rows[CASES])
    # shap takes values that are nearly the same for the same.
    close = numpy.isclose(rows[CASES][:, None], background) & (rows[CASES][:, None] != background)
    assert not close.any()
    assert numpy.allclose(found.base_values, of(background).mean(), atol=1e-12)
    assert numpy.allclose(found.values.sum(axis=1) + found.base_values, of(rows[CASES]), atol=1e-9)
    return found.values.tolist()


result = {
    "versions": {"shap": shap.__version__, "numpy": numpy.__version__},
    "background": BACKGROUND,
    "cases": CASES,
    "function": explained(function),
    "squashed": explained(squashed),
    "bases": {"function": function(rows[BACKGROUND]).mean(), "squashed": squashed(rows[BACKGROUND]).mean()},
}
# One line for each entry and each case: short to read, and a change shows where it is.
lines = []
for name, value in result.items():
    if name in ("function", "squashed"):
        lines.append(f' "{name}": [\n  ' + ",\n  ".join(json.dumps(entry) for entry in value) + "\n ]")
    else:
        lines.append(f' "{name}": {json.dumps(value)}')
(here / "contributions.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
