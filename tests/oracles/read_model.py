"""Answers as a model file says, with numpy alone, and compares with predictions.csv: whether the file is complete.

    pip install numpy==2.4.6
    python tests/oracles/read_model.py model.json rows.csv predictions.csv

The file may also be .safetensors, or .onnx (then with onnx and onnxruntime besides). It was written from the words in
the file's `how`, not from the program's code. The table is a CSV file with a header in its first line; `--delimiter`
and `--decimal` say how it is written. Ends with an error where an answer differs by more than 1e-5: of probabilities
as they are, of numbers relative to the answer or to the deviation of all answers, whichever is larger. The program
adds up in 32 bits and this script in 64, so that an answer near 0 that is made of large summands differs by more than
1e-5 of itself.
"""

import argparse
import csv
import datetime
import json
import math
import sys
from pathlib import Path

import numpy

TOLERANCE = 1e-5
MISSING = {"", "?", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "#N/A", "#NA", "<NA>", "\\N"}


def decoded(metadata):
    """What is no text stands in the metadata as JSON."""
    texts = {"format", "family", "goal", "target", "notice", "how"}
    return {key: text if key in texts else json.loads(text) for key, text in metadata.items()}


def read_safetensors(path):
    content = Path(path).read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    model = decoded(header.pop("__metadata__")) | {"parts": "layers"}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        model[name] = numpy.frombuffer(content[start:end], "<f4").reshape(entry["shape"])
    return model


def read(path):
    if path.endswith(".safetensors"):
        return read_safetensors(path)
    if path.endswith(".onnx"):
        import onnx

        loaded = onnx.load(path)
        onnx.checker.check_model(loaded)
        return decoded({entry.key: entry.value for entry in loaded.metadata_props}) | {"parts": "onnx", "path": path}
    return json.loads(Path(path).read_text("utf-8"))


def raw_rows(path, delimiter):
    """Each row with the line that it starts on."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows, reader, line = {}, csv.reader(file, delimiter=delimiter), 1
        header = [name.strip() for name in next(reader)]
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                rows[line] = dict(zip(header, (cell.strip() for cell in cells)))
            line = reader.line_num + 1
    return rows


def number(cell, decimal):
    if cell in MISSING:
        return math.nan
    try:
        return float(cell.replace(".", "").replace(",", ".") if decimal == "," else cell)
    except ValueError:
        return float((datetime.date.fromisoformat(cell[:10]) - datetime.date(1970, 1, 1)).days)


def raw_columns(model, rows, decimal):
    """The columns before scaling: numbers, none where missing; 0 or 1 for categories."""
    columns = []
    for column in model["columns"]:
        cells = [row[column["source"]] for row in rows]
        if "category" in column:
            columns.append([float(cell == column["category"]) for cell in cells])
        else:
            columns.append([number(cell, decimal) for cell in cells])
    return numpy.array(columns, float).T


def prepared(model, raw):
    values = raw.copy()
    for place, column in enumerate(model["columns"]):
        if "category" not in column:
            filled = numpy.where(numpy.isnan(raw[:, place]), column["median"], raw[:, place])
            values[:, place] = numpy.clip((filled - column["centre"]) / column["scale"], -1e30, 1e30)
    return values.astype(numpy.float32)


def sigmoid(scores):
    with numpy.errstate(over="ignore"):
        return 1 / (1 + numpy.exp(-scores))


def constant(model, rows):
    return numpy.tile(model["scores"], (len(rows), 1))


def layers(model, rows):
    values = rows.astype(float)
    count = sum(name.endswith(".bias") for name in model)
    for place in range(count):
        values = values @ model[f"layer.{place}.weight"].T.astype(float) + model[f"layer.{place}.bias"]
        if place + 1 < count:
            values = numpy.maximum(values, 0)
    return values


def trees(model, rows):
    sums = numpy.zeros((len(rows), len(model["start"])))
    at_most = {"at most": True, "below": False}[model["left_when"]]
    for tree in model["trees"]:
        nodes = tree["nodes"]
        groups = [(0, numpy.arange(len(rows)))]
        while groups:
            place, chosen = groups.pop()
            node = nodes[place]
            if "values" in node:
                first = tree.get("adds_to", 0)
                sums[chosen, first : first + len(node["values"])] += numpy.array(node["values"], numpy.float32)
                continue
            values, threshold = rows[chosen, node["feature"]], numpy.float32(node["threshold"])
            left = values <= threshold if at_most else values < threshold
            groups += [(node["left"], chosen[left]), (node["right"], chosen[~left])]
    return sums / model["divided_by"] + model["start"]


def curves(model, rows):
    scores = []
    for one in model["sums"]:
        score = numpy.full(len(rows), one["intercept"])
        for term in one["terms"]:
            cell = numpy.zeros(len(rows), int)
            for column, edges in zip(term["columns"], term["edges"]):
                edges = numpy.array(edges, numpy.float32)
                cell = cell * (len(edges) + 1) + numpy.searchsorted(edges, rows[:, column], side="right")
            score += numpy.array(term["values"], numpy.float32)[cell]
        scores.append(score)
    return numpy.array(scores).T


def densities(model, rows):
    scores = []
    for one in model["densities"]:
        score = numpy.full(len(rows), math.log(one["share"]) if one["share"] > 0 else -math.inf)
        for place, column in enumerate(one["columns"]):
            values = rows[:, place].astype(float)
            if "ones" in column:
                score += numpy.log(numpy.where(values > 0.5, column["ones"], 1 - column["ones"]))
            else:
                variance = column["variance"]
                score -= 0.5 * numpy.log(2 * math.pi * variance) + (values - column["mean"]) ** 2 / (2 * variance)
        scores.append(score)
    return numpy.array(scores).T


def squared_distances(row, stored):
    sums = numpy.zeros(len(stored), numpy.float32)
    with numpy.errstate(over="ignore"):
        for place in range(stored.shape[1]):
            difference = row[place] - stored[:, place]
            sums += difference * difference
    return sums


def neighbours(model, rows):
    stored = numpy.array(model["rows"], numpy.float32)
    truth = numpy.array(model["truth"])
    if model["goal"] != "number":
        truth = numpy.eye(len(model["classes"]))[truth]
    else:
        truth = truth.astype(numpy.float32).reshape(-1, 1)
    scores = []
    for row in rows:
        distances = squared_distances(row, stored)
        nearest = numpy.argsort(distances, kind="stable")[: model["neighbours"]]
        distances = distances[nearest].astype(float)
        if not model["by_distance"] or math.isinf(distances[0]):
            weights = numpy.ones(len(nearest))
        elif distances[0] == 0:
            weights = (distances == 0).astype(float)
        else:
            weights = 1 / numpy.sqrt(distances)
        scores.append(weights @ truth[nearest] / weights.sum())
    return numpy.array(scores)


def machines(model, rows):
    vectors = numpy.array(model.get("vectors", []), numpy.float32)
    if len(vectors):
        distances = numpy.array([squared_distances(row, vectors) for row in rows], float)
        similarities = numpy.exp(-numpy.float64(numpy.float32(model["gamma"])) * distances)
    values = []
    for machine in model["machines"]:
        if "weights" in machine:
            value = rows.astype(float) @ numpy.array(machine["weights"])
        else:
            places, factors = zip(*machine["coefficients"]) if machine["coefficients"] else ((), ())
            value = similarities[:, list(places)] @ numpy.array(factors)
        values.append(value + machine["intercept"])
    if "classes" not in model["machines"][0]:
        return values[0].reshape(-1, 1)
    votes, clear = numpy.zeros((2, len(rows), len(model["classes"])))
    for machine, value in zip(model["machines"], values):
        first, second = machine["classes"]
        votes[:, first] += value >= 0
        votes[:, second] += value < 0
        clear[:, first] += value
        clear[:, second] -= value
    return votes + clear / (3 * (numpy.abs(clear) + 1))


def finished(answer, scores):
    kind = answer["kind"]
    if kind == "scaled":
        return scores * answer["scale"] + answer["centre"]
    if kind == "logistic":
        return sigmoid(scores)
    if kind == "softmax":
        shares = numpy.exp(scores - scores.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)
    if kind == "shares":
        shares = sigmoid(scores)
        return shares / shares.sum(axis=1, keepdims=True)
    if kind == "platt":
        a, b = numpy.array(answer["curves"]).T
        shares = sigmoid(-(a * scores + b))
        if shares.shape[1] == 1:
            return shares
        total = shares.sum(axis=1, keepdims=True)
        return numpy.where(total > 0, shares / numpy.where(total > 0, total, 1), 1 / shares.shape[1])
    assert kind == "plain", kind
    return scores


def answers(model, raw):
    """A column per class for classes, of yes or no as well; else one column."""
    if model["parts"] == "onnx":
        import onnxruntime

        session = onnxruntime.InferenceSession(model["path"], providers=["CPUExecutionProvider"])
        found = session.run(["answer"], {"row": raw})[0].astype(float)
    else:
        found = finished(model["answer"], globals()[model["parts"]](model, prepared(model, raw)))
    if model["goal"] == "yes or no":
        found = numpy.stack([1 - found[:, -1], found[:, -1]], axis=1)
    return found


def differences(model, found, predictions):
    """The largest difference of an answer, and how many decisions differ though they are not a matter of rounding."""
    is_number = model["goal"] == "number"
    names = ["answer"] if is_number else [f"probability of {name}" for name in model["classes"]]
    expected = numpy.array([[float(row[name]) for name in names] for row in predictions])
    scale = numpy.maximum(numpy.abs(expected), expected.std()) if is_number else 1
    # Answers that are all the same have no deviation, and may be 0.
    largest = (numpy.abs(found - expected) / numpy.where(scale > 0, scale, 1)).max()
    wrong = 0
    if not is_number:
        for row, shares in zip(predictions, found):
            if model["goal"] == "classes":
                order = numpy.argsort(-shares, kind="stable")
                decided, margin = order[0], shares[order[0]] - shares[order[1]]
            else:
                decided, margin = int(shares[1] >= model["threshold"]), abs(shares[1] - model["threshold"])
            wrong += row["decision"] != model["classes"][decided] and margin > TOLERANCE
    return largest, wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("table")
    parser.add_argument("predictions")
    parser.add_argument("--delimiter", default=",")
    parser.add_argument("--decimal", default=".")
    options = parser.parse_args()
    model = read(options.model)
    assert (model["format"], model["version"]) == ("cantilever model", 1)
    with open(options.predictions, encoding="utf-8", newline="") as file:
        predictions = list(csv.DictReader(file))
    table = raw_rows(options.table, options.delimiter)
    rows = [table[int(row["row"])] for row in predictions]
    for row, prediction in zip(rows, predictions):
        if model["goal"] == "number":
            assert number(row[model["target"]], options.decimal) == float(prediction["truth"]), prediction["row"]
        elif model["goal"] == "classes" or prediction["truth"] == model["classes"][1]:
            assert row[model["target"]] == prediction["truth"], prediction["row"]
    found = answers(model, raw_columns(model, rows, options.decimal))
    largest, wrong = differences(model, found, predictions)
    print(f"{model['family']}, {model['goal']}: {len(rows)} rows, largest difference {largest:.2e}, "
          f"{wrong} other decisions")
    if not largest <= TOLERANCE or wrong:
        sys.exit("the file does not answer as the program does")


if __name__ == "__main__":
    main()
