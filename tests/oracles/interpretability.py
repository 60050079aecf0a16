"""Writes interpretability.json: what independent code says about a fixed function on the diabetes data.

    pip install scikit-learn==1.9.1 numpy==2.4.6
    python tests/oracles/interpretability.py

Accumulated local effects, interaction strength, main effect complexity and used features are written here from the
formulas of Molnar, Casalicchio and Bischl 2019 and Apley and Zhu 2020; permutation importance and partial dependence
are scikit-learn's. The data are those of Efron et al. 2004 as scikit-learn has them, except that sex counts from 0,
the cholesterol ratio s4 is four levels, and some blood pressures are missing.
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.datasets import load_diabetes
from sklearn.inspection import partial_dependence, permutation_importance

from diabetes import BP, S4, SEX, function

LEVELS = [0, 2, 0, 0, 0, 0, 0, 4, 0, 0]
INTERVALS, LEFT_OVER, PIECES, TIE, AGAINST = 50, 0.05, 5, 1e-9, 0.05

data = load_diabetes(scaled=False)
rows, labels = data.data.copy(), data.target
rows[:, SEX] -= 1
rows[:, S4] = numpy.digitize(rows[:, S4], [3, 4, 5])
rows[5::23, BP] = numpy.nan


def replaced(x, feature, value):
    x = x.copy()
    x[:, feature] = value
    return function(x)


def numeric_effect(x, feature):
    known = ~numpy.isnan(x[:, feature])
    values = x[known, feature]
    grid = numpy.unique(numpy.quantile(values, numpy.arange(INTERVALS + 1) / INTERVALS, method="inverted_cdf"))
    # Interval k, counted from 1, is open at grid[k - 1] and closed at grid[k]; the smallest value belongs to the first.
    interval = numpy.maximum(numpy.digitize(values, grid, right=True), 1)
    change = replaced(x[known], feature, grid[interval]) - replaced(x[known], feature, grid[interval - 1])
    steps = numpy.array([change[interval == k].mean() if (interval == k).any() else 0.0 for k in range(1, len(grid))])
    uncentred = numpy.concatenate([[0.0], numpy.cumsum(steps)])
    at_known = numpy.interp(values, grid, uncentred)
    at_rows = numpy.zeros(len(x))
    at_rows[known] = at_known - at_known.mean()
    return grid, steps, uncentred - at_known.mean(), at_rows, values, at_rows[known]


def categorical_effect(x, feature):
    scores, codes = function(x), x[:, feature]
    grid = sorted(set(codes), key=lambda code: (scores[codes == code].mean(), code))
    steps = []
    for before, after in zip(grid, grid[1:]):
        near = x[(codes == before) | (codes == after)]
        steps.append((replaced(near, feature, after) - replaced(near, feature, before)).mean())
    uncentred = numpy.concatenate([[0.0], numpy.cumsum(steps)])
    places = numpy.array([grid.index(code) for code in codes])
    at_rows = uncentred[places] - uncentred[places].mean()
    return numpy.array(grid), numpy.array(steps), uncentred - uncentred[places].mean(), at_rows, places, at_rows


def left_over(x, y, slope):
    """Residual sum of squares of the best line, or the best constant, and its slope."""
    if not slope or len(set(x)) == 1:
        return ((y - y.mean()) ** 2).sum(), 0.0
    design = numpy.column_stack([numpy.ones(len(x)), x - x.mean()])
    coefficients = numpy.linalg.lstsq(design, y, rcond=None)[0]
    return ((y - design @ coefficients) ** 2).sum(), coefficients[1]


def complexity(x, y, ends, categorical):
    total = (y**2).sum()
    if total == 0:
        return 0
    pieces = [numpy.full(len(x), True)]

    def error(pieces, slope=not categorical):
        return sum(left_over(x[piece], y[piece], slope)[0] for piece in pieces)

    while error(pieces) > LEFT_OVER * total and len(pieces) < PIECES:
        best, least, flattest = None, numpy.inf, numpy.inf
        for end in ends:
            cut = [part for piece in pieces for part in (piece & (x <= end), piece & (x > end)) if part.any()]
            if len(cut) == len(pieces):
                continue
            sloped, flat = error(cut), error(cut, slope=False)
            equal = sloped <= least + TIE * total and flat < flattest - TIE * total
            if sloped < least - TIE * total or equal:
                best, least, flattest = cut, sloped, flat
        if best is None:
            break
        pieces = best
    if categorical:
        return len(pieces) - 1
    sloped = [True] * len(pieces)

    def with_slopes(sloped):
        return sum(left_over(x[piece], y[piece], slope)[0] for piece, slope in zip(pieces, sloped))

    slopes = [abs(left_over(x[piece], y[piece], True)[1]) for piece in pieces]
    for index in numpy.argsort(slopes, kind="stable"):
        fewer = [slope and place != index for place, slope in enumerate(sloped)]
        if with_slopes(fewer) <= max(LEFT_OVER * total, with_slopes(sloped) + TIE * total):
            sloped = fewer
    return len(pieces) + sum(sloped) - 1


def explain(x):
    scores = function(x)
    features, sums = [], numpy.zeros(len(x))
    for feature, levels in enumerate(LEVELS):
        effect = categorical_effect if levels else numeric_effect
        grid, steps, values, at_rows, places, known = effect(x, feature)
        sums += at_rows
        ends = numpy.arange(len(grid)) if levels else grid
        up, down = numpy.maximum(steps, 0).sum(), numpy.maximum(-steps, 0).sum()
        features.append(
            {
                "grid": grid.tolist(),
                "values": values.tolist(),
                "variance": float((at_rows**2).mean()),
                "complexity": int(complexity(places, known, ends, bool(levels))),
                "monotone": bool(levels or up + down == 0 or min(up, down) / (up + down) <= AGAINST),
            }
        )
    residual = scores - scores.mean() - sums
    variances = numpy.array([feature["variance"] for feature in features])
    complexities = numpy.array([feature["complexity"] for feature in features])
    return {
        "interaction_strength": float((residual**2).sum() / ((scores - scores.mean()) ** 2).sum()),
        "main_effect_complexity": float((variances * complexities).sum() / variances.sum()),
        "features": features,
    }


def used(x, feature, exchanges=500):
    random = numpy.random.default_rng(feature)
    known = x[~numpy.isnan(x[:, feature])]
    chosen = known[random.integers(len(known), size=exchanges)]
    values = [random.choice(known[known[:, feature] != value, feature]) for value in chosen[:, feature]]
    return bool((replaced(chosen, feature, values) != function(chosen)).any())


class Fixed(RegressorMixin, BaseEstimator):
    """The function as a fitted model."""

    def fit(self, x, y):
        self.is_fitted_ = True
        return self

    def predict(self, x):
        return function(numpy.asarray(x, dtype=float))


whole = explain(rows)
samples = [explain(rows[: len(rows) // 5 * 5][sample::5]) for sample in range(5)]
model = Fixed().fit(rows, labels)
repeats = 200
importance = permutation_importance(
    model, rows, labels, scoring="neg_mean_squared_error", n_repeats=repeats, random_state=1
)
dependences = []
for feature in [feature for feature in range(10) if feature != BP]:
    both = partial_dependence(
        model,
        rows,
        [feature],
        categorical_features=[SEX, S4],
        method="brute",
        kind="both",
        percentiles=(0.05, 0.95),
        grid_resolution=50,
    )
    thinned = [place * len(rows) // 50 for place in (0, 21, 49)]
    dependences.append(
        {
            "feature": feature,
            "grid": both["grid_values"][0].tolist(),
            "average": both["average"][0].tolist(),
            "individual": {row: both["individual"][0][row].tolist() for row in thinned},
        }
    )
result = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__},
    "levels": LEVELS,
    "rows": [[None if numpy.isnan(value) else value for value in row] for row in rows.tolist()],
    "labels": labels.tolist(),
    "used": [used(rows, feature) for feature in range(10)],
    **whole,
    "spread": {
        name: float(numpy.std([sample[name] for sample in samples], ddof=1))
        for name in ("interaction_strength", "main_effect_complexity")
    },
    "permutation_importance": {
        "repeats": repeats,
        "mean": importance.importances_mean.tolist(),
        "deviation": importance.importances_std.tolist(),
    },
    "partial_dependence": dependences,
}
# One line for each entry and each entry of a list: short to read, and a change shows where it is.
lines = []
for name, value in result.items():
    if isinstance(value, list):
        entries = ",\n  ".join(json.dumps(entry) for entry in value)
        lines.append(f' "{name}": [\n  {entries}\n ]')
    else:
        lines.append(f' "{name}": {json.dumps(value)}')
(Path(__file__).parent / "interpretability.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
