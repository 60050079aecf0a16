//! Writes a JSON value so that people can read it and version control can compare it.
//!
//! Every element stands on its own lines, but a quantity, a place or a short list of words stays on one, and measured
//! curves fill lines instead of taking one per point.

use serde::Serialize;
use serde_json::Value;

/// An object or list of plain values is kept on one line up to this many characters.
const ONE_LINE: usize = 100;

/// Lines of numbers are filled up to this many characters.
const FILLED_LINE: usize = 110;

/// The text of `saved`, with a line break at its end.
pub(in super::super) fn pretty(saved: &impl Serialize) -> String {
    let value =
        serde_json::to_value(saved).expect("saved types hold texts, numbers, lists and maps with text keys only");
    let mut text = String::new();
    write_value(&value, 0, &mut text);
    text.push('\n');
    text
}

fn write_value(value: &Value, depth: usize, text: &mut String) {
    if let Some(line) = one_line(value) {
        text.push_str(&line);
        return;
    }
    match value {
        Value::Array(items) if items.iter().all(is_numeric) => write_filled(items, depth, text),
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                new_line(index > 0, depth + 1, text);
                write_value(item, depth + 1, text);
            }
            new_line(false, depth, text);
            text.push(']');
        }
        Value::Object(entries) => {
            text.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                new_line(index > 0, depth + 1, text);
                text.push_str(&quoted(key));
                text.push_str(": ");
                write_value(item, depth + 1, text);
            }
            new_line(false, depth, text);
            text.push('}');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

/// The value on one line, if it is plain or a short holder of plain values; elements of the model always spread out.
fn one_line(value: &Value) -> Option<String> {
    let line = match value {
        Value::Array(items) if items.iter().all(is_flat) => list_line(items),
        Value::Object(entries) if entries.values().all(is_flat) && !entries.contains_key("id") => {
            let entries: Vec<_> =
                entries.iter().map(|(key, item)| format!("{}: {}", quoted(key), flat_line(item))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Array(_) | Value::Object(_) => return None,
        plain => return Some(plain.to_string()),
    };
    (line.chars().count() <= ONE_LINE).then_some(line)
}

fn list_line(items: &[Value]) -> String {
    let items: Vec<_> = items.iter().map(flat_line).collect();
    format!("[{}]", items.join(", "))
}

/// The line of a value that [`is_flat`].
fn flat_line(value: &Value) -> String {
    match value {
        Value::Array(items) => list_line(items),
        plain => plain.to_string(),
    }
}

fn write_filled(items: &[Value], depth: usize, text: &mut String) {
    text.push('[');
    let mut width = FILLED_LINE;
    for (index, item) in items.iter().enumerate() {
        let word = flat_line(item);
        if width + word.len() + 2 > FILLED_LINE {
            new_line(index > 0, depth + 1, text);
            width = 2 * (depth + 1);
        } else {
            text.push_str(", ");
        }
        width += word.len() + 2;
        text.push_str(&word);
    }
    new_line(false, depth, text);
    text.push(']');
}

/// Whether the value is plain, a list of plain values or an empty object.
fn is_flat(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.iter().any(|item| item.is_array() || item.is_object()),
        Value::Object(entries) => entries.is_empty(),
        _ => true,
    }
}

fn is_numeric(value: &Value) -> bool {
    match value {
        Value::Array(items) => {
            !items.is_empty() && items.iter().all(|item| matches!(item, Value::Number(_) | Value::String(_)))
        }
        value => value.is_number(),
    }
}

fn quoted(key: &str) -> String {
    Value::from(key).to_string()
}

fn new_line(comma: bool, depth: usize, text: &mut String) {
    text.push_str(if comma { ",\n" } else { "\n" });
    text.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_things_stay_on_one_line_and_elements_spread_out() {
        let value = json!({
            "name": "Shop \"A\"\n",
            "nodes": [{"id": "a", "price": {"value": 250, "unit": "$/h"}, "tags": []}],
            "long": ["x".repeat(60), "y".repeat(60)],
        });
        let expected = format!(
            r#"{{
  "name": "Shop \"A\"\n",
  "nodes": [
    {{
      "id": "a",
      "price": {{"value": 250, "unit": "$/h"}},
      "tags": []
    }}
  ],
  "long": [
    "{}",
    "{}"
  ]
}}
"#,
            "x".repeat(60),
            "y".repeat(60)
        );
        assert_eq!(pretty(&value), expected);
    }

    #[test]
    fn curves_fill_lines() {
        let curve: Vec<_> = (0..40).map(|step| (step, 0.125)).collect();
        let text = pretty(&curve);
        assert!(text.lines().count() < 10, "{text}");
        assert!(text.lines().all(|line| line.len() <= FILLED_LINE + 2), "{text}");
        assert_eq!(serde_json::from_str::<Vec<(i32, f64)>>(&text).unwrap(), curve);
    }
}
