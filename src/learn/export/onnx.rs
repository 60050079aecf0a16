//! ONNX files of layers and trees, preparation of numbers included (onnx.ai/onnx; operators of version 13, trees of
//! version 1 of ai.onnx.ml).
//!
//! The input `row` takes 64-bit numbers, one per prepared column: numbers as they stand in the table, not a number
//! where missing; 0 or 1 for whether a text is the column's category. The output `answer` holds 32-bit numbers.

use serde_json::{Map, Value};

use super::super::algorithm::{Comparison, DenseLayer, Exported, Finish, Parts};
use super::super::error::LearnError;
use super::super::prepare::{LARGEST, Preparation, Recipe};
use super::not_finite;
use super::protobuf::Message;

mod trees;

/// Version of the file format, and of the usual operators.
const FORMAT: i64 = 8;
const OPERATORS: i64 = 13;
/// Version of the operators for classic models.
const CLASSIC_OPERATORS: i64 = 1;
const CLASSIC_DOMAIN: &str = "ai.onnx.ml";
/// Codes of the kinds of numbers.
const FLOAT: i64 = 1;
const DOUBLE: i64 = 11;

/// One file, or `None` of parts that are not layers or trees.
pub(super) fn bytes(
    preparation: &Preparation,
    head: &Map<String, Value>,
    exported: &Exported<'_>,
) -> Result<Option<Vec<u8>>, LearnError> {
    let mut graph = Graph::default();
    prepare(preparation, &mut graph);
    let scores = match &exported.parts {
        Parts::Layers { layers } => {
            layers.iter().enumerate().for_each(|(place, layer)| dense(layer, place, layers.len(), &mut graph));
            layers.last().map_or(0, |layer| layer.biases.len())
        }
        Parts::Trees { left_when, start, divided_by, trees } => {
            trees::add(*left_when == Comparison::AtMost, start, *divided_by, trees, &mut graph);
            start.len()
        }
        _ => return Ok(None),
    };
    if !finish(&exported.finish, &mut graph) {
        return Ok(None);
    }
    if !graph.is_finite {
        return Err(not_finite());
    }
    let row = value("row", DOUBLE, preparation.columns());
    let answer = value("answer", FLOAT, scores);
    // The description, as in safetensors: what is no text stands there as JSON.
    let metadata = head.iter().map(|(key, value)| {
        let text = if let Value::String(text) = value { text.clone() } else { value.to_string() };
        Message::default().text(1, key).text(2, &text)
    });
    let graph = Message::default()
        .messages(1, &graph.nodes)
        .text(2, "model")
        .messages(5, &graph.constants)
        .message(11, &row)
        .message(12, &answer);
    let operators = |domain: &str, version| Message::default().text(1, domain).integer(2, version);
    let model = Message::default()
        .integer(1, FORMAT)
        .text(2, "cantilever")
        .message(7, &graph)
        .message(8, &operators("", OPERATORS))
        .message(8, &operators(CLASSIC_DOMAIN, CLASSIC_OPERATORS))
        .messages(14, &metadata.collect::<Vec<_>>());
    Ok(Some(model.into_bytes()))
}

/// The steps of a calculation, each of which takes what the one before gave.
struct Graph {
    nodes: Vec<Message>,
    constants: Vec<Message>,
    /// Name of what the last step gave.
    last: String,
    is_finite: bool,
}

impl Default for Graph {
    fn default() -> Self {
        Self { nodes: Vec::new(), constants: Vec::new(), last: "row".to_owned(), is_finite: true }
    }
}

impl Graph {
    /// Adds a step on the last result and what `others` names, whose result is called `name`.
    fn step(&mut self, operator: &str, others: &[&str], name: &str, attributes: &[Message]) {
        let last = std::mem::replace(&mut self.last, name.to_owned());
        self.node(operator, &[&[last.as_str()], others].concat(), name, attributes);
    }

    fn node(&mut self, operator: &str, inputs: &[&str], output: &str, attributes: &[Message]) {
        let node = Message::default().texts(1, inputs).text(2, output).text(4, operator).messages(5, attributes);
        self.nodes.push(if operator.starts_with("Tree") { node.text(7, CLASSIC_DOMAIN) } else { node });
    }

    fn doubles(&mut self, name: &str, shape: &[usize], values: &[f64]) {
        self.is_finite &= values.iter().all(|value| value.is_finite());
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(name, shape, DOUBLE, &bytes);
    }

    fn floats(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        self.is_finite &= values.iter().all(|value| value.is_finite());
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.constant(name, shape, FLOAT, &bytes);
    }

    fn constant(&mut self, name: &str, shape: &[usize], kind: i64, bytes: &[u8]) {
        let shape: Vec<i64> = shape.iter().map(|size| *size as i64).collect();
        let tensor = Message::default().integers(1, &shape).integer(2, kind).text(8, name).raw(9, bytes);
        self.constants.push(tensor);
    }
}

/// A whole number that sets an operator up.
fn integer(name: &str, value: i64) -> Message {
    Message::default().text(1, name).integer(3, value).integer(20, 2)
}

/// An input or output: rows of `columns` numbers.
fn value(name: &str, kind: i64, columns: usize) -> Message {
    let rows = Message::default().text(2, "rows");
    let shape = Message::default().messages(1, &[rows, Message::default().integer(1, columns as i64)]);
    let tensor = Message::default().integer(1, kind).message(2, &shape);
    Message::default().text(1, name).message(2, &Message::default().message(1, &tensor))
}

/// From the input to 32-bit prepared rows, in 64 bits as the program itself does it.
fn prepare(preparation: &Preparation, graph: &mut Graph) {
    let columns = preparation.columns();
    let (mut medians, mut centres, mut scales) = (Vec::new(), Vec::new(), Vec::new());
    for column in 0..columns {
        let (median, centre, scale) = match preparation.recipe(column) {
            Recipe::Number { median, centre, scale } => (*median, *centre, *scale),
            // Raw cells are those of rules, which have no form here.
            Recipe::Category { .. } | Recipe::Half(_) => (0.0, 0.0, 1.0),
        };
        medians.push(median);
        centres.push(centre);
        scales.push(scale);
    }
    graph.doubles("median", &[1, columns], &medians);
    graph.node("IsNaN", &["row"], "is_missing", &[]);
    graph.node("Where", &["is_missing", "median", "row"], "complete", &[]);
    "complete".clone_into(&mut graph.last);
    graph.doubles("centre", &[1, columns], &centres);
    graph.doubles("scale", &[1, columns], &scales);
    graph.step("Sub", &["centre"], "centred", &[]);
    graph.step("Div", &["scale"], "scaled", &[]);
    graph.doubles("lowest", &[], &[-LARGEST]);
    graph.doubles("largest", &[], &[LARGEST]);
    graph.step("Clip", &["lowest", "largest"], "limited", &[]);
    graph.step("Cast", &[], "prepared", &[integer("to", FLOAT)]);
}

/// One dense layer of `count`.
fn dense(layer: &DenseLayer<'_>, place: usize, count: usize, graph: &mut Graph) {
    let outputs = layer.biases.len();
    let (weights, biases) = (format!("layer.{place}.weight"), format!("layer.{place}.bias"));
    // Input by input: not turned as PyTorch's, since Gemm takes either.
    graph.floats(&weights, &[layer.weights.len() / outputs.max(1), outputs], &layer.weights);
    graph.floats(&biases, &[outputs], &layer.biases);
    graph.step("Gemm", &[&weights, &biases], &format!("sums.{place}"), &[]);
    if place + 1 < count {
        graph.step("Relu", &[], &format!("units.{place}"), &[]);
    }
}

/// From scores to the answer, if there is a form for that.
fn finish(finish: &Finish, graph: &mut Graph) -> bool {
    match finish {
        Finish::Plain => graph.step("Identity", &[], "answer", &[]),
        Finish::Scaled { centre, scale } => {
            graph.floats("target_scale", &[], &[*scale as f32]);
            graph.floats("target_centre", &[], &[*centre as f32]);
            graph.step("Mul", &["target_scale"], "deviation", &[]);
            graph.step("Add", &["target_centre"], "answer", &[]);
        }
        Finish::Logistic => graph.step("Sigmoid", &[], "answer", &[]),
        Finish::Softmax => graph.step("Softmax", &[], "answer", &[integer("axis", 1)]),
        // No layers or trees end like this.
        Finish::Shares | Finish::Platt { .. } => return false,
    }
    true
}
