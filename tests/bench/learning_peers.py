"""The peers that tests/bench/learning.rs times our learning beside; that program starts this one.

Reads one request a line as JSON and answers each with one line of JSON: {"do": "environment"}, {"do": "write"}, {"do":
"learn"} or {"do": "read"}. What a time includes is said at the top of learning.rs. Each peer does what a person who
knows it would write: its own defaults beside the settings that both sides share, and no loss on the validation rows,
except in the loop over mini-batches. Tables are made here from seeds; all files lie in the folder that is the only
argument.
"""

import json
import os
import platform
import sys
import time
import warnings
from functools import cache, partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median

THREADS = 2
PACKAGES = ["scikit-learn", "lightgbm", "onnxruntime", "skl2onnx", "torch", "numpy", "pandas"]
# As timing.rs takes them of our models; slow peers stop earlier.
WARM_UP_ROWS, SINGLE_ROWS, MOST_SECONDS, FEWEST_ROWS = 300, 3_000, 2.0, 100
TEST_SHARE, VALIDATION_SHARE = 0.2, 0.2

# The answers have this pipe for themselves: what a library prints goes elsewhere.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def answer(values):
    print(json.dumps(values), file=answers, flush=True)


try:
    import lightgbm
    import numpy
    import onnxruntime
    import pandas
    import torch
    from skl2onnx import to_onnx
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.frozen import FrozenEstimator
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score, roc_auc_score
    from sklearn.naive_bayes import GaussianNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeClassifier
    from threadpoolctl import threadpool_limits
except ImportError as error:
    answer({"missing": str(error)})
    sys.exit(1)

folder = Path(sys.argv[1])
torch.set_num_threads(THREADS)
threadpool_limits(THREADS)
warnings.filterwarnings("ignore")


def free_cores():
    """Processor time per second that a product of matrices gets, which takes all threads there are."""
    square = numpy.ones((500, 500))
    started, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - started < 0.5:
        square @ square
    return (time.process_time() - used) / (time.perf_counter() - started)


def environment():
    """The machine and the versions, in lines for people, and how many cores are free."""
    described = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.split(":", 1)[1].strip() for line in described.splitlines() if line.startswith("model name")]
    machine = models[0] if models else platform.processor() or platform.machine()
    found = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = f"; load average {os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else ""
    machine = f"{machine}, {platform.system()} {platform.machine()}{load}"
    return {"lines": [machine, f"Python {platform.python_version()}: {found}"], "free_cores": free_cores()}


# Tables.


def yes_or_no(rows):
    """20 columns, of which ten decide by waves, products, steps and a ball; two repeat others with noise."""
    random = numpy.random.default_rng(1)
    x = random.normal(size=(rows, 20))
    x[:, 18:] = 0.8 * x[:, :2] + 0.6 * x[:, 18:]
    evidence = 2 * numpy.sin(2 * x[:, 0]) + 1.5 * x[:, 1] * x[:, 2] + 2 * (x[:, 3] > 0.5) * x[:, 4]
    evidence += x[:, 5] + 0.7 * x[:, 6] - 1.5 * (x[:, 7] ** 2 + x[:, 8] ** 2 + x[:, 9] ** 2 < 2)
    is_yes = random.random(rows) < 1 / (1 + numpy.exp(-1.5 * evidence))
    return x.round(4), numpy.where(is_yes, "yes", "no")


def pictures(rows):
    """28 x 28 grey pictures of ten kinds: a coarse pattern of its own, moved by up to two pixels, under noise."""
    random = numpy.random.default_rng(2)
    patterns = numpy.kron(random.random((10, 7, 7)), numpy.ones((4, 4)))
    kinds = random.integers(10, size=rows)
    moves = random.integers(-2, 3, size=(rows, 2))
    moved = [numpy.roll(patterns[kind], move, axis=(0, 1)) for kind, move in zip(kinds, moves, strict=True)]
    grey = 55 * numpy.array(moved) + 200 * random.random((rows, 28, 28))
    return grey.reshape(rows, -1).astype(int), numpy.char.add("kind ", kinds.astype(str))


def write(file, kind, rows):
    x, target = pictures(rows) if kind == "pictures" else yes_or_no(rows)
    table = pandas.DataFrame(x, columns=[f"x{place}" for place in range(x.shape[1])])
    if kind != "numbers":
        table = table.assign(target=target, turn=range(rows))
    table.to_csv(folder / file, index=False, lineterminator="\n")
    return {}


@cache
def parts(file):
    """Fitting, validation and test rows with their truth as places of classes, divided as split.rs does by time."""
    table = pandas.read_csv(folder / file)
    classes = sorted(set(table["target"]))
    truth = table["target"].map(classes.index).to_numpy()
    values = table.drop(columns=["target", "turn"]).to_numpy(numpy.float64)
    test_rows = int(len(table) * TEST_SHARE + 0.5)
    validation_rows = int((len(table) - test_rows) * VALIDATION_SHARE + 0.5)
    ends = [len(table) - test_rows - validation_rows, len(table) - test_rows]
    return list(zip(numpy.split(values, ends), numpy.split(truth, ends), strict=True)), len(classes)


# Models.


class Torch:
    """Passes of PyTorch over mini-batches, each with the loss on the validation rows, on scaled rows."""

    def __init__(self, settings, columns, classes, layers):
        torch.manual_seed(1)
        self.is_binary, self.settings, self.scaler = classes == 2, settings, StandardScaler()
        self.network = torch.nn.Sequential(*layers(columns, 1 if self.is_binary else classes))
        self.loss = torch.nn.BCEWithLogitsLoss() if self.is_binary else torch.nn.CrossEntropyLoss()

    def tensors(self, values, truth):
        codes = torch.from_numpy(truth)
        return torch.from_numpy(values.astype(numpy.float32)), codes.float() if self.is_binary else codes

    def scores(self, values):
        scores = self.network(values)
        return scores[:, 0] if self.is_binary else scores

    def fit(self, fitting, validation):
        values, truth = self.tensors(self.scaler.fit_transform(fitting[0]), fitting[1])
        validation_values, validation_truth = self.tensors(self.scaler.transform(validation[0]), validation[1])
        optimiser = torch.optim.Adam(self.network.parameters(), lr=self.settings["learning_rate"])
        for _ in range(self.settings["epochs"]):
            for rows in torch.randperm(len(truth)).split(self.settings["batch"]):
                optimiser.zero_grad()
                loss = self.loss(self.scores(values[rows]), truth[rows])
                # Ours looks at each loss as well, lest it goes on with what is no number.
                assert numpy.isfinite(loss.item())
                loss.backward()
                optimiser.step()
            with torch.no_grad():
                self.loss(self.scores(validation_values), validation_truth).item()
        return self

    def predict_proba(self, values):
        with torch.inference_mode():
            scores = self.scores(torch.from_numpy(self.scaler.transform(values).astype(numpy.float32)))
            shares = torch.sigmoid(scores) if self.is_binary else torch.softmax(scores, 1)
            return torch.stack([1 - shares, shares], 1).numpy() if self.is_binary else shares.numpy()


def dense_layers(settings):
    def layers(columns, outputs):
        widths = [columns, *settings["hidden"]]
        for inputs, units in pairwise(widths):
            yield from [torch.nn.Linear(inputs, units), torch.nn.ReLU()]
        yield torch.nn.Linear(widths[-1], outputs)

    return layers


def convolutional_layers(settings):
    """Convolutions that keep the size, each with a rectifier and perhaps 2 x 2 maximum pooling, on square grey
    pictures, then dense layers."""

    def layers(columns, outputs):
        channels, side = 1, round(columns**0.5)
        yield torch.nn.Unflatten(1, (1, side, side))
        for layer in settings["layers"]:
            filters, kernel = layer["filters"], layer["kernel"]
            yield from [torch.nn.Conv2d(channels, filters, kernel, padding=kernel // 2), torch.nn.ReLU()]
            channels = filters
            if layer["pool"]:
                yield torch.nn.MaxPool2d(2)
                side //= 2
        yield torch.nn.Flatten()
        inputs = channels * side * side
        for units in settings["hidden"]:
            yield from [torch.nn.Linear(inputs, units), torch.nn.ReLU()]
            inputs = units
        yield torch.nn.Linear(inputs, outputs)

    return layers


def perceptron(settings, fitting, validation):
    """Passes of scikit-learn's own network, each with the probabilities of the validation rows."""
    network = MLPClassifier(
        hidden_layer_sizes=settings["hidden"],
        batch_size=settings["batch"],
        learning_rate_init=settings["learning_rate"],
        alpha=0.0,
        random_state=numpy.random.RandomState(1),
    )
    scaler = StandardScaler().fit(fitting[0])
    values, validation_values = scaler.transform(fitting[0]), scaler.transform(validation[0])
    for _ in range(settings["epochs"]):
        network.partial_fit(values, fitting[1], classes=numpy.unique(fitting[1]))
        network.predict_proba(validation_values)
    return make_pipeline(scaler, network)


def explainable(settings, fitting, validation):
    """InterpretML's, with as many bags of as large a share as ours, and the same rows to say when to stop."""
    from interpret.glassbox import ExplainableBoostingClassifier

    # 1 for rows to learn from, 0 for rows left out, -1 for rows that say when to stop.
    kept = numpy.random.default_rng(1).random((8, len(fitting[1]))) < 0.85
    bags = numpy.hstack([kept.astype(numpy.int8), -numpy.ones((8, len(validation[1])), numpy.int8)]).T
    machine = ExplainableBoostingClassifier(
        max_rounds=settings["rounds"],
        learning_rate=settings["learning_rate"],
        interactions=settings["pairs"],
        max_leaves=3,
        outer_bags=8,
        n_jobs=THREADS,
        random_state=1,
    )
    values, truth = (numpy.concatenate(pair) for pair in zip(fitting, validation, strict=True))
    return machine.fit(values, truth, bags=bags)


def support_vectors(settings, fitting, validation):
    machine = make_pipeline(StandardScaler(), SVC(kernel="linear" if settings["linear"] else "rbf", C=settings["cost"]))
    machine.fit(*fitting)
    return CalibratedClassifierCV(FrozenEstimator(machine), method="sigmoid").fit(*validation)


def fitted(peer, family, settings, file):
    """The peer's model, fitted."""
    (fitting, validation, _), classes = parts(file)
    columns = fitting[0].shape[1]
    match peer, family:
        case "PyTorch", "MultiLayerPerceptron":
            return Torch(settings, columns, classes, dense_layers(settings)).fit(fitting, validation)
        case "PyTorch", "ConvolutionalNetwork":
            return Torch(settings, columns, classes, convolutional_layers(settings)).fit(fitting, validation)
        case "LightGBM", "GradientBoosting":
            model = lightgbm.LGBMClassifier(
                n_estimators=settings["rounds"],
                learning_rate=settings["learning_rate"],
                max_depth=settings["max_depth"],
                # Depth alone bounds a tree, as it does ours.
                num_leaves=2 ** settings["max_depth"],
                n_jobs=THREADS,
                verbose=-1,
            )
        case "scikit-learn", "GradientBoosting":
            model = HistGradientBoostingClassifier(
                max_iter=settings["rounds"],
                learning_rate=settings["learning_rate"],
                max_depth=settings["max_depth"],
                max_leaf_nodes=None,
                early_stopping=False,
            )
        case "scikit-learn", "LogisticRegression":
            model = make_pipeline(StandardScaler(), LogisticRegression(C=1 / settings["l2"], max_iter=1_000))
        case "scikit-learn", "NaiveBayes":
            model = GaussianNB()
        case "scikit-learn", "DecisionTree":
            model = DecisionTreeClassifier(
                max_depth=settings["max_depth"], min_samples_leaf=settings["min_leaf"], random_state=1
            )
        case "scikit-learn", "RandomForest":
            model = RandomForestClassifier(
                settings["trees"], max_depth=settings["max_depth"], n_jobs=THREADS, random_state=1
            )
        case "scikit-learn", "NearestNeighbours":
            weights = "distance" if settings["by_distance"] else "uniform"
            neighbours = KNeighborsClassifier(settings["neighbours"], weights=weights, n_jobs=THREADS)
            model = make_pipeline(StandardScaler(), neighbours)
        case "scikit-learn", "SupportVectors":
            return support_vectors(settings, fitting, validation)
        case "scikit-learn", "MultiLayerPerceptron":
            return perceptron(settings, fitting, validation)
        case "InterpretML", "ExplainableBoosting":
            return explainable(settings, fitting, validation)
        case _:
            raise ValueError(f"{peer} has nothing for {family}")
    return model.fit(*fitting)


def one_thread(model):
    """One row is too little to share: more threads only slow it down."""
    for part in [*getattr(model, "named_steps", {}).values(), model]:
        if getattr(part, "n_jobs", None):
            part.n_jobs = 1


def single_row(predict, values):
    """Median milliseconds that `predict` takes for one row, over different rows in turn."""
    times, began = [], time.perf_counter()
    for done in range(WARM_UP_ROWS + SINGLE_ROWS):
        row = values[done % len(values)][None]
        started = time.perf_counter()
        predict(row)
        times.append(time.perf_counter() - started)
        if done >= FEWEST_ROWS and time.perf_counter() - began > MOST_SECONDS:
            break
    return 1e3 * median(times[min(WARM_UP_ROWS, len(times) // 2) :])


def quality(model, values, truth, classes):
    """Area under the ROC curve of yes or no, else the share of rows told right."""
    shares = model.predict_proba(values)
    return roc_auc_score(truth, shares[:, 1]) if classes == 2 else accuracy_score(truth, shares.argmax(axis=1))


# What scikit-learn fitted last, which ONNX Runtime answers with.
latest = {}


def with_onnx(family, file):
    """Times of the converted model; that of the conversion does not count."""
    model = latest[family, file]
    (_, _, (values, truth)), classes = parts(file)
    values = values.astype(numpy.float32)
    last = model[-1] if hasattr(model, "steps") else model
    try:
        converted = to_onnx(model, values[:1], options={id(last): {"zipmap": False}})
    except Exception as error:
        return {"left_out": f"skl2onnx cannot convert it: {' '.join(str(error).split())[:90]}"}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(converted.SerializeToString(), options, providers=["CPUExecutionProvider"])
    [name] = [entry.name for entry in session.get_inputs()]
    output = [session.get_outputs()[1].name]
    milliseconds = single_row(lambda row: session.run(output, {name: row}), values)
    shares = session.run(output, {name: values})[0]
    # A split that 32 bits round past a value changes few rows.
    if numpy.median(abs(shares - model.predict_proba(values))) > 1e-3:
        return {"left_out": "what skl2onnx made of it answers otherwise than the model"}
    return {"one_row": milliseconds, "quality": roc_auc_score(truth, shares[:, 1]) if classes == 2 else None}


def learn(peer, algorithm, file, is_asked):
    """Fits, judges, and where `is_asked` times answers to one row."""
    [(family, settings)] = algorithm.items() if isinstance(algorithm, dict) else [(algorithm, {})]
    if peer == "ONNX Runtime":
        with threadpool_limits(1):
            return with_onnx(family, file)
    (_, _, (values, truth)), classes = parts(file)
    started = time.perf_counter()
    try:
        model = fitted(peer, family, settings, file)
    except ModuleNotFoundError as error:
        return {"left_out": f"{error}"}
    result = {"fit": 1e3 * (time.perf_counter() - started), "quality": quality(model, values, truth, classes)}
    if peer == "scikit-learn":
        latest[family, file] = model
    if is_asked:
        one_thread(model)
        torch.set_num_threads(1)
        predict = model.predict_proba
        if peer == "LightGBM":
            # The faster of its two faces.
            predict = partial(model.booster_.predict, num_threads=1)
        with threadpool_limits(1):
            result["one_row"] = single_row(predict, values)
        torch.set_num_threads(THREADS)
    return result


def read(file):
    started = time.perf_counter()
    table = pandas.read_csv(folder / file)
    milliseconds = 1e3 * (time.perf_counter() - started)
    return {"read": milliseconds, "rows": len(table)}


DOES = {"environment": environment, "write": write, "learn": learn, "read": read}
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer(DOES[request.pop("do")](**request))
    except Exception as error:
        answer({"error": f"{type(error).__name__}: {error}"})
