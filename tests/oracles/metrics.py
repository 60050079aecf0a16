"""Writes metrics.json: scikit-learn's figures for predictions of simple models on rows that they did not see.

    pip install scikit-learn==1.9.1 numpy==2.4.6 statsmodels==0.15.0
    python tests/oracles/metrics.py

Six real data sets, one of them with two targets: breast cancer, digits, diabetes, iris and wine of scikit-learn, and
the American National Election Study of 1996 (944 people, in the public domain) of statsmodels, which is hard to
predict. The figures are of the numbers as stored, with 6 decimals, and again with each row counting 0 to 3 times.
What scikit-learn has no function for, the expected calibration error, is computed here from its definition (Guo et
al. 2017).
"""

import json
from pathlib import Path

import numpy
import sklearn
import statsmodels
from sklearn import datasets, metrics
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
from statsmodels.datasets import anes96

LEVELS = [0.1, 0.5, 0.9]


def logistic():
    return make_pipeline(StandardScaler(), LogisticRegression())


def parted(model, features, target, stratify):
    """The true targets of the rows held out, and a model fitted on the others with the held-out features."""
    fitting, test, known, truth = train_test_split(
        features, target, test_size=0.3, random_state=3, stratify=target if stratify else None
    )
    return truth, model.fit(fitting, known), test


def weights_of(rows):
    return numpy.random.default_rng(rows).integers(0, 4, rows)


def rounded(probabilities):
    """Rounds to 6 decimals; the most likely class takes up what a row then lacks of 1."""
    probabilities = numpy.round(probabilities, 6)
    rows = numpy.arange(len(probabilities))
    best = probabilities.argmax(axis=1)
    probabilities[rows, best] = numpy.round(probabilities[rows, best] + 1 - probabilities.sum(axis=1), 6)
    return probabilities


def calibration_error(confidence, right, weights):
    """The expected calibration error over 15 bins (lower, upper], the first of which takes 0 as well."""
    edges = numpy.linspace(0, 1, 16)
    total = 0.0
    for number, (lower, upper) in enumerate(zip(edges[:-1], edges[1:])):
        inside = ((confidence > lower) | (number == 0)) & (confidence <= upper)
        if weights[inside].sum() > 0:
            confident = numpy.average(confidence[inside], weights=weights[inside])
            correct = numpy.average(right[inside], weights=weights[inside])
            total += abs(confident - correct) * weights[inside].sum() / weights.sum()
    return total


def plain(figures):
    return {name: float(figure) for name, figure in figures.items()}


def binary(model, features, target):
    truth, model, test = parted(model, features, target, stratify=True)
    probabilities = numpy.round(model.predict_proba(test)[:, 1], 6)
    decided = (probabilities >= 0.5).astype(int)
    weights = weights_of(len(truth))

    def figures(weights):
        by = {"sample_weight": weights}
        return plain(
            {
                "accuracy": metrics.accuracy_score(truth, decided, **by),
                "average_precision": metrics.average_precision_score(truth, probabilities, **by),
                "balanced_accuracy": metrics.balanced_accuracy_score(truth, decided, **by),
                "brier": metrics.brier_score_loss(truth, probabilities, **by),
                "f1": metrics.f1_score(truth, decided, **by),
                "log_loss": metrics.log_loss(truth, probabilities, **by),
                "precision": metrics.precision_score(truth, decided, **by),
                "recall": metrics.recall_score(truth, decided, **by),
                "roc_auc": metrics.roc_auc_score(truth, probabilities, **by),
            }
        )

    observed, predicted = calibration_curve(truth, probabilities, n_bins=10, strategy="uniform")
    return {
        "calibration_curve": {"observed": observed.tolist(), "predicted": predicted.tolist()},
        "decided": decided.tolist(),
        "figures": figures(None),
        "probabilities": probabilities.tolist(),
        "truth": truth.astype(int).tolist(),
        "weighted_figures": figures(weights),
        "weights": weights.tolist(),
    }


def multi_class(model, features, target):
    truth, model, test = parted(model, features, target, stratify=True)
    probabilities = rounded(model.predict_proba(test))
    decided = probabilities.argmax(axis=1)
    weights = weights_of(len(truth))

    def figures(weights):
        by = {"sample_weight": weights}
        ones = numpy.ones(len(truth)) if weights is None else weights
        return plain(
            {
                "accuracy": metrics.accuracy_score(truth, decided, **by),
                "balanced_accuracy": metrics.balanced_accuracy_score(truth, decided, **by),
                "brier": metrics.brier_score_loss(truth, probabilities, scale_by_half=False, **by),
                "calibration_error": calibration_error(probabilities.max(axis=1), decided == truth, ones),
                "log_loss": metrics.log_loss(truth, probabilities, **by),
                "macro_f1": metrics.f1_score(truth, decided, average="macro", zero_division=0, **by),
                "macro_precision": metrics.precision_score(truth, decided, average="macro", zero_division=0, **by),
                "roc_auc": metrics.roc_auc_score(truth, probabilities, multi_class="ovr", average="macro", **by),
            }
        )

    return {
        "classes": probabilities.shape[1],
        "decided": decided.tolist(),
        "figures": figures(None),
        "probabilities": probabilities.tolist(),
        "truth": truth.astype(int).tolist(),
        "weighted_figures": figures(weights),
        "weights": weights.tolist(),
    }


def regression(model, features, target):
    truth, model, test = parted(model, features, target, stratify=False)
    predicted = numpy.round(model.predict(test), 6)
    weights = weights_of(len(truth))

    def figures(weights):
        by = {"sample_weight": weights}
        losses = {
            f"pinball_{level}": metrics.mean_pinball_loss(truth, predicted, alpha=level, **by) for level in LEVELS
        }
        return plain(
            {
                "determination": metrics.r2_score(truth, predicted, **by),
                "mean_absolute_error": metrics.mean_absolute_error(truth, predicted, **by),
                "median_absolute_error": metrics.median_absolute_error(truth, predicted, **by),
                "root_mean_squared_error": metrics.root_mean_squared_error(truth, predicted, **by),
                **losses,
            }
        )

    return {
        "figures": figures(None),
        "predicted": predicted.tolist(),
        "truth": truth.tolist(),
        "weighted_figures": figures(weights),
        "weights": weights.tolist(),
    }


election = anes96.load_pandas().data
views = election[["TVnews", "ClinLR", "DoleLR", "selfLR", "age", "educ", "income"]].to_numpy()
result = {
    "binary": {
        "breast_cancer": binary(KNeighborsClassifier(10), *datasets.load_breast_cancer(return_X_y=True)),
        "election_vote": binary(logistic(), views, election["vote"].to_numpy().astype(int)),
    },
    "multi_class": {
        "digits": multi_class(logistic(), *datasets.load_digits(return_X_y=True)),
        "election_party": multi_class(logistic(), views, election["PID"].to_numpy().astype(int)),
        "iris": multi_class(DecisionTreeClassifier(max_depth=2, random_state=1), *datasets.load_iris(return_X_y=True)),
        "wine": multi_class(KNeighborsClassifier(), *datasets.load_wine(return_X_y=True)),
    },
    "regression": {"diabetes": regression(LinearRegression(), *datasets.load_diabetes(return_X_y=True))},
    "source": {
        "numpy": numpy.__version__,
        "scikit-learn": sklearn.__version__,
        "statsmodels": statsmodels.__version__,
    },
}
text = json.dumps(result, sort_keys=True, separators=(",", ":"))
(Path(__file__).parent / "metrics.json").write_text(text + "\n")
