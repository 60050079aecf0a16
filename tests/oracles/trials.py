"""Writes trials.json: what scikit-learn says about folds, groups of people, prices of errors and fewer rows.

    pip install scikit-learn==1.9.1 scipy==1.17.1 numpy==2.4.6 pandas==3.1.1
    python tests/oracles/trials.py

Reads the tables that families.py wrote. Rows are in order of `turn`: the last 30 % are held out, of the others the last
20 % are validation rows. With 2,000 rows and four folds by time, `TimeSeriesSplit` holds out the same rows as
`folds` in `src/learn/split.rs`. Naive Bayes and ridge regression draw no random numbers, so that figures are equal and
not only alike. The interval of a mean over folds is that of Nadeau and Bengio (2003).
"""

import json
from math import floor, sqrt
from pathlib import Path

import numpy
import pandas
from scipy.stats import t
from sklearn import metrics
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import StandardScaler

FOLDS = 4
COSTS = (1.0, 4.0)

here = Path(__file__).parent


def last(rows, share):
    count = floor(len(rows) * share + 0.5)
    return rows[: len(rows) - count], rows[len(rows) - count :]


def numbers_of(table):
    return table.select_dtypes("number").drop(columns=["turn", "target"], errors="ignore")


def over_folds(values, held_out, kept):
    values = numpy.array(values)
    half = t.ppf(0.975, len(values) - 1) * sqrt((1 / len(values) + held_out / kept) * values.var(ddof=1))
    return {"values": values.tolist(), "mean": values.mean(), "half": half}


def bayes(table, fitting):
    model = GaussianNB().fit(numbers_of(table).iloc[fitting], table["target"].iloc[fitting] == ">50K")
    return lambda rows: model.predict_proba(numbers_of(table).iloc[rows])[:, 1]


def adult():
    table = pandas.read_csv(here / "data/adult.csv")
    truth = (table["target"] == ">50K").to_numpy()
    accuracies, held_out, kept = [], 0, 0
    for training, test in TimeSeriesSplit(FOLDS).split(table):
        fitting, _ = last(training, 0.2)
        accuracies.append(100 * metrics.accuracy_score(truth[test], bayes(table, fitting)(test) >= 0.5))
        held_out, kept = held_out + len(test), kept + len(training)
    training, test = last(numpy.arange(len(table)), 0.3)
    fitting, validation = last(training, 0.2)
    score = bayes(table, fitting)
    flagged = score(test) >= 0.5
    groups = {}
    for group in sorted(set(table["sex"])):
        rows = (table["sex"].iloc[test] == group).to_numpy()
        groups[group] = {
            "rows": int(rows.sum()),
            "positives": int(truth[test][rows].sum()),
            "recall": 100 * metrics.recall_score(truth[test][rows], flagged[rows]),
            "precision": 100 * metrics.precision_score(truth[test][rows], flagged[rows]),
            "flagged_share": 100 * flagged[rows].mean(),
        }
    false_positive, false_negative = COSTS

    def cost(rows, threshold):
        decided = score(rows) >= threshold
        return (decided & ~truth[rows]).sum() * false_positive + (~decided & truth[rows]).sum() * false_negative

    thresholds = numpy.concatenate([[0.0, 1.1], score(validation)])
    least = min(cost(validation, threshold) for threshold in thresholds)
    return {
        "accuracy": over_folds(accuracies, held_out, kept),
        "groups": groups,
        "least_cost_of_validation": least,
        "cost_at_half": 1000 * cost(test, 0.5) / len(test),
    }


def diamonds():
    table = pandas.read_csv(here / "data/diamonds.csv")
    values, truth = numbers_of(table).to_numpy(), table["target"].to_numpy()
    explained, held_out, kept = [], 0, 0
    for training, test in TimeSeriesSplit(FOLDS).split(table):
        fitting, _ = last(training, 0.2)
        scaler = StandardScaler().fit(values[fitting])
        model = Ridge(alpha=1.0).fit(scaler.transform(values[fitting]), truth[fitting])
        explained.append(metrics.r2_score(truth[test], model.predict(scaler.transform(values[test]))))
        held_out, kept = held_out + len(test), kept + len(training)
    return {"determination": over_folds(explained, held_out, kept)}


figures = {"adult": adult(), "diamonds": diamonds()}
(here / "trials.json").write_text(json.dumps(figures, indent=1) + "\n")
