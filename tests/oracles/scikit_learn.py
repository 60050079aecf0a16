"""Writes scikit_learn.json: what scikit-learn reaches on the very rows that our code fits on and judges on.

    pip install scikit-learn==1.9.1 numpy==2.4.6
    python tests/oracles/scikit_learn.py

The rows come from wdbc_split.json, which `cargo test --test learning -- --ignored` writes from our own split.
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

here = Path(__file__).parent
lines = (here.parents[1] / "sample_projects/cancer_prognosis/data/wdbc.csv").read_text().splitlines()
cells = [line.split(",") for line in lines[1:]]
features = numpy.array([[float(cell) for cell in row[:-1]] for row in cells])
labels = numpy.array([row[-1] == "malignant" for row in cells]).astype(int)
split = json.loads((here / "wdbc_split.json").read_text())
fitting, test = split["fitting"], split["test"]

# The same settings as `Algorithm::starting_set`, where scikit-learn has the setting.
models = {
    "logistic_regression": make_pipeline(StandardScaler(), LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000)),
    "decision_tree": DecisionTreeClassifier(max_depth=5, min_samples_leaf=5, random_state=1),
    "random_forest": RandomForestClassifier(n_estimators=100, max_depth=16, random_state=1),
    "gradient_boosting": GradientBoostingClassifier(n_estimators=150, learning_rate=0.1, max_depth=4, random_state=1),
    "multi_layer_perceptron": make_pipeline(
        StandardScaler(),
        MLPClassifier(
            hidden_layer_sizes=(32, 16), batch_size=64, learning_rate_init=0.002, max_iter=60, alpha=0.0, random_state=1
        ),
    ),
}

result = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__},
    "models": {},
}
for name, model in models.items():
    model.fit(features[fitting], labels[fitting])
    probabilities = model.predict_proba(features[test])[:, 1]
    result["models"][name] = {
        "accuracy": float(((probabilities >= 0.5) == labels[test]).mean()),
        "roc_auc": float(roc_auc_score(labels[test], probabilities)),
        "average_precision": float(average_precision_score(labels[test], probabilities)),
        "brier_score": float(brier_score_loss(labels[test], probabilities)),
    }
    if name == "logistic_regression":
        result["logistic_regression"] = {
            "coefficients": model[-1].coef_[0].tolist(),
            "intercept": float(model[-1].intercept_[0]),
            "test_probabilities": probabilities.tolist(),
        }
    if name == "decision_tree":
        result["models"][name]["leaves"] = int(model.get_n_leaves())

# Scores with many ties, for the measures alone.
random = numpy.random.default_rng(20)
scores = numpy.round(random.beta(2, 3, 200), 2)
outcomes = (random.random(200) < scores).astype(int)
result["measures"] = {
    "scores": scores.tolist(),
    "labels": outcomes.tolist(),
    "roc_auc": float(roc_auc_score(outcomes, scores)),
    "average_precision": float(average_precision_score(outcomes, scores)),
    "brier_score": float(brier_score_loss(outcomes, scores)),
}
(here / "scikit_learn.json").write_text(json.dumps(result, indent=1) + "\n")
