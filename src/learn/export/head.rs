//! What every model file says beside the numbers of the model: what it answers, and how, from a raw row on.

use serde_json::{Map, Value, json};

use super::super::algorithm::{Exported, Finish, Parts};
use super::super::prepare::{LARGEST, Recipe};
use super::super::targets::Output;
use super::super::trained::Trained;

/// Raised whenever the meaning of what is in the file changes.
const VERSION: u32 = 1;

/// The description of a model, key by key in the order in which it is written.
pub(super) fn head(trained: &Trained, exported: &Exported<'_>) -> Map<String, Value> {
    let output = trained.examples.aim.output;
    let goal = match output {
        Output::Positive => "yes or no",
        Output::Classes(_) => "classes",
        Output::Number => "number",
    };
    let mut head = Map::new();
    let mut put = |key: &str, value: Value| head.insert(key.to_owned(), value);
    put("format", json!("cantilever model"));
    put("version", json!(VERSION));
    put("family", json!(trained.family));
    put("goal", json!(goal));
    put("target", json!(trained.target));
    put("classes", json!(trained.classes()));
    if let Some(threshold) = trained.threshold {
        put("threshold", json!(threshold));
    }
    if exported.parts.hold_rows() {
        put("notice", json!("This file holds rows of the data that the model was fitted on, which may be personal."));
    }
    if let Parts::Filters { shape: [width, height, channels], centre_and_scale: (centre, scale), filters, .. } =
        &exported.parts
    {
        put("image", json!({ "width": width, "height": height, "channels": channels }));
        put("pixels", json!({ "centre": centre, "scale": scale }));
        put("windows", filters.iter().map(|filter| filter.window).collect());
    }
    put("how", json!(how(exported, output)));
    put("columns", (0..trained.preparation.columns()).map(|column| column_of(trained, column)).collect());
    put("answer", json!(exported.finish));
    head
}

/// How one prepared column is made.
fn column_of(trained: &Trained, column: usize) -> Value {
    let name = trained.preparation.column_name(column, &trained.examples);
    let feature = &trained.examples.features[trained.preparation.source(column)];
    match trained.preparation.recipe(column) {
        Recipe::Half(half) => json!({ "name": name, "source": feature.name, "half": half }),
        Recipe::Number { median, centre, scale } => {
            json!({ "name": name, "source": feature.name, "median": median, "centre": centre, "scale": scale })
        }
        Recipe::Category { code } => {
            json!({ "name": name, "source": feature.name, "category": feature.dictionary.get(*code as usize) })
        }
    }
}

/// How a raw row becomes an answer, in words.
fn how(exported: &Exported<'_>, output: Output) -> String {
    let columns = format!(
        "A raw row becomes a prepared row, with a value for each of `columns`. One with a `category` is 1 where the \
         text in the table's column `source`, without blanks around it, is the category, else 0, also where it is \
         missing. Any other is a number: `median` where it is missing; then `centre` is subtracted, the difference \
         divided by `scale`, the result limited to ±{LARGEST:e} and rounded to 32 bits. A date counts as days since \
         1970-01-01."
    );
    let decision = match output {
        Output::Positive => {
            " That is the probability of the last of `classes`, of two probabilities the last; it is decided for from \
             `threshold` on."
        }
        Output::Classes(_) => {
            " That is one probability per class, in the order of `classes`; the largest is decided for."
        }
        Output::Number => " That is the number.",
    };
    format!("{columns} {} {}{decision}", parts(&exported.parts), finish(&exported.finish))
}

fn parts(parts: &Parts<'_>) -> &'static str {
    match parts {
        Parts::Rules { .. } => {
            "Rules look at the table's own values. The first line of `rules` that holds decides: the scores are the \
             `answers` at its place, and the last of them where no line holds. A comparison with a missing value does \
             not hold, and neither does its opposite."
        }
        Parts::Constant { .. } => "The scores are `scores`, whatever the row.",
        Parts::Layers { .. } => {
            "Layer by layer, the outputs are `layer.N.weight` (outputs × inputs) times the inputs plus `layer.N.bias`; \
             after every layer but the last, negative outputs become 0. The outputs of the last are the scores."
        }
        Parts::Filters { .. } => {
            "The prepared row is an image, row by row, the channels of a pixel side by side. From every value `centre` \
             of `pixels` is subtracted and the difference divided by its `scale`. Filter layer by filter layer, the \
             image is convolved with `filter.N.weight` (rows × columns × channels × filters) with zeros around it, \
             `filter.N.bias` is added, negative values become 0, and of each window of as many pixels per side as \
             `windows` says only the largest is kept. What is left, in the same order, goes through the dense layers: \
             the outputs are `layer.N.weight` (outputs × inputs) times the inputs plus `layer.N.bias`; after every \
             layer but the last, negative outputs become 0. The outputs of the last are the scores."
        }
        Parts::Trees { .. } => {
            "Each tree is followed from its first node: left where the value of column `feature` (from 0) is at most \
             or below `threshold`, a 32-bit number, as `left_when` says, else right, until a node has `values`, 32-bit \
             numbers. They are added up over the trees, to the score `adds_to` where a tree has one, else to all \
             scores; the sums divided by `divided_by` plus `start` are the scores."
        }
        Parts::Curves { .. } => {
            "Each of `sums` gives one score: `intercept` plus the value of every term. A term divides each of its \
             `columns` (from 0) at its `edges`, 32-bit numbers, where a value on an edge lies above it; `values` \
             holds a 32-bit number per cell, the cells of the first column slowest."
        }
        Parts::Densities { .. } => {
            "Each of `densities` gives the score of a class: the logarithm of `share`, plus the logarithm of a density \
             per column. It is that of the normal distribution of `mean` and `variance`; or where there is `ones`, \
             that share where the value is above 0.5, and 1 − `ones` elsewhere."
        }
        Parts::Neighbours { .. } => {
            "The `neighbours` of `rows` of the least squared distance, summed column by column in 32 bits, count; of \
             equally far ones the earlier. Each weighs 1; or with `by_distance` one over its distance, but where some \
             have distance 0 only those count, and where the nearest is infinitely far all weigh 1. Scores are the \
             share of each class, whose places `truth` holds, or the mean of the numbers in `truth`, by these weights."
        }
        Parts::Machines { .. } => {
            "A machine's value is `intercept` plus the sum of `weights` times the columns, or of `coefficients`, given \
             as the place in `vectors` and a factor, times exp(−`gamma` · squared distance to that vector). A single \
             machine gives the score. Else each votes for the first of its `classes` (from 0) where its value is at \
             least 0, else for the second; the score of a class is its votes plus c / (3 (|c| + 1)), where c adds the \
             values of machines that it is first in and subtracts those that it is second in."
        }
    }
}

fn finish(finish: &Finish) -> &'static str {
    match finish {
        Finish::Plain => "The scores are the answer.",
        Finish::Scaled { .. } => "The answer is the score times `scale` plus `centre` of `answer`.",
        Finish::Logistic => "The answer is 1 / (1 + exp(−score)).",
        Finish::Softmax => "The answer is exp(score) of each class, divided by their sum.",
        Finish::Shares => "The answer is 1 / (1 + exp(−score)) of each class, divided by their sum.",
        Finish::Platt { .. } => {
            "The answer is 1 / (1 + exp(a · score + b)) with a and b of `curves` in `answer`; of several classes \
             divided by their sum, and the same for all where that is 0."
        }
    }
}
