"""Writes classic_models.json: what scikit-learn says about small tables, for nearest neighbours, naive Bayes and
support vector machines.

    pip install scikit-learn==1.9.1 numpy==2.4.6
    python tests/oracles/classic_models.py

Every number that our code is given is a 32-bit float, so that both sides start from the same values. The support
vector machines are solved to a tolerance of 1e-9, so that the optimum itself is what ours is compared with.
"""

import json
from pathlib import Path

import numpy
import sklearn
from scipy.optimize import minimize
from sklearn.naive_bayes import BernoulliNB, GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.svm import SVC, SVR

random = numpy.random.default_rng(11)


def single(values):
    """The same values, as near as 32 bits come."""
    return numpy.asarray(values, dtype=numpy.float32).astype(float)


codes = numpy.arange(90) % 3
centres = numpy.array([[0, 0, 0, 0], [1.2, 1, 0, -0.5], [-0.4, 1.5, 1, 0.8]])
features = single(centres[codes] + random.normal(size=(90, 4)) * [1, 1.3, 0.8, 1])
queries = single(random.normal(size=(12, 4)) * 1.5)
queries[0] = features[7]
targets = single(numpy.sin(features[:, 0]) + 0.5 * features[:, 1] ** 2 + 0.1 * random.normal(size=90))
flags = single(random.random((90, 3)) < numpy.array([[0.1, 0.5, 0.9], [0.6, 0.5, 0.2], [0.3, 0.9, 0.5]])[codes])
flag_queries = single(random.random((12, 3)) < 0.5)

result = {
    "versions": {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__},
    "features": features.tolist(),
    "codes": codes.tolist(),
    "targets": targets.tolist(),
    "queries": queries.tolist(),
    "flags": flags.tolist(),
    "flag_queries": flag_queries.tolist(),
}

neighbours = {}
for weights in ("uniform", "distance"):
    classifier = KNeighborsClassifier(5, weights=weights, algorithm="brute").fit(features, codes)
    regressor = KNeighborsRegressor(5, weights=weights, algorithm="brute").fit(features, targets)
    distances, rows = classifier.kneighbors(queries)
    neighbours |= {"distances": distances.tolist(), "rows": rows.tolist()}
    neighbours[weights] = {
        "probabilities": classifier.predict_proba(queries).tolist(),
        "means": regressor.predict(queries).tolist(),
    }
result["neighbours"] = neighbours

gaussian = GaussianNB().fit(features, codes)
parts = GaussianNB().partial_fit(features[:40], codes[:40], [0, 1, 2]).partial_fit(features[40:], codes[40:])
bernoulli = BernoulliNB().fit(flags, codes)
mixed = gaussian.predict_joint_log_proba(queries) + bernoulli.predict_joint_log_proba(flag_queries)
result["bayes"] = {
    "joint": gaussian.predict_joint_log_proba(queries).tolist(),
    "probabilities": gaussian.predict_proba(queries).tolist(),
    "joint_in_parts": parts.predict_joint_log_proba(queries).tolist(),
    # Both count the share of each class; once is enough.
    "joint_with_flags": (mixed - numpy.log(gaussian.class_prior_)).tolist(),
}

exact = {"tol": 1e-9, "cache_size": 200}
machines = {}
is_second = (codes == 1).astype(int)
for kernel in ("rbf", "linear"):
    two = SVC(kernel=kernel, C=1.5, class_weight={0: 1.0, 1: 2.0}, **exact).fit(features, is_second)
    three = SVC(kernel=kernel, C=1.5, **exact).fit(features, codes)
    regression = SVR(kernel=kernel, C=2.0, epsilon=0.1, **exact).fit(features, targets)
    machines[kernel] = {
        "gamma": float(two._gamma),
        "two": two.decision_function(queries).tolist(),
        "two_vectors": two.support_.size,
        "three": three.decision_function(queries).tolist(),
        "three_vectors": three.support_.size,
        "regression": regression.predict(queries).tolist(),
        "regression_vectors": regression.support_.size,
    }
result["machines"] = machines

# Platt scaling as Lin, Lin and Weng (2007) define it, its loss minimised by a general method.
values = single(random.normal(size=60) * 1.5)
outcomes = random.random(60) < 1 / (1 + numpy.exp(-1.7 * values + 0.4))
positives, negatives = outcomes.sum(), (~outcomes).sum()
aims = numpy.where(outcomes, (positives + 1) / (positives + 2), 1 / (negatives + 2))


def loss(line):
    scores = line[0] * values + line[1]
    return float(numpy.sum(aims * scores + numpy.logaddexp(0, -scores)))


line = minimize(loss, [0, 0], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-14, "maxiter": 10_000}).x
result["platt"] = {"values": values.tolist(), "labels": outcomes.tolist(), "line": line.tolist()}

(Path(__file__).parent / "classic_models.json").write_text(json.dumps(result) + "\n")
