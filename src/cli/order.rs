//! `cantilever explore --order`: the choice by measures in order of importance, step by step.

use std::io::Write;

use serde_json::{Value, json};

use super::explore::{number_json, objective};
use crate::model::{MeasureKey, Project, Quantity, group_thousands, listed};
use crate::tradeoff::{Exploration, Front, Ordered};

/// What an order of importance leaves of the front.
pub(super) struct Order {
    goals: Vec<(MeasureKey, f64)>,
    /// How many designs the front has.
    members: usize,
    ordered: Ordered,
    /// The numbers of the designs that are left, from 1.
    winners: Vec<u128>,
}

impl Order {
    /// Reads goals such as `recall=1` and applies them; `None` without any.
    ///
    /// # Errors
    /// A measure that no design is known for, or a tolerance that is no number from 0 on.
    pub fn of(
        texts: &[String],
        project: &Project,
        exploration: &Exploration,
        front: &Front,
    ) -> anyhow::Result<Option<Self>> {
        if texts.is_empty() {
            return Ok(None);
        }
        let goals: Vec<(MeasureKey, f64)> =
            texts.iter().map(|text| goal(text, project, exploration)).collect::<anyhow::Result<_>>()?;
        let ordered = Ordered::of(exploration, &front.members, &goals);
        let winners = ordered.winners.iter().map(|index| exploration.ordinal(*index)).collect();
        Ok(Some(Self { goals, members: front.members.len(), ordered, winners }))
    }

    pub fn as_json(&self, project: &Project) -> Value {
        let steps = self.goals.iter().zip(&self.ordered.steps).map(|((key, tolerance), step)| {
            json!({
                "measure": key.measure.key(),
                "name": project.measure_name(key),
                "tolerance": tolerance,
                "worst_that_stays": step.limit,
                "stay": step.stay,
                "go": step.gone.len(),
            })
        });
        let winners: Vec<Value> = self.winners.iter().map(|number| number_json(*number)).collect();
        json!({ "steps": steps.collect::<Vec<_>>(), "winners": winners })
    }

    pub fn print(&self, project: &Project, out: &mut dyn Write) -> anyhow::Result<()> {
        writeln!(out, "\n  In order of importance, of the {} on the front:", self.members)?;
        for ((key, _), step) in self.goals.iter().zip(&self.ordered.steps) {
            let name = project.measure_name(key);
            let limit = step.limit.map_or_else(
                || "known for none of them".to_owned(),
                |limit| {
                    let limit = Quantity::estimated(limit, key.measure.unit());
                    format!("{} {limit}", key.measure.direction().symbol())
                },
            );
            writeln!(out, "    {name} {limit}: {} stay, {} go", step.stay, step.gone.len())?;
        }
        let winners: Vec<String> = self.winners.iter().map(|number| group_thousands(&number.to_string())).collect();
        let designs = if winners.len() == 1 { "design" } else { "designs" };
        writeln!(out, "    left: {designs} {}", listed(&winners))?;
        Ok(())
    }
}

fn goal(text: &str, project: &Project, exploration: &Exploration) -> anyhow::Result<(MeasureKey, f64)> {
    let (name, tolerance) = text.split_once('=').unwrap_or((text, "0"));
    let key = objective(name, project, exploration)?;
    match tolerance.trim().parse::<f64>() {
        Ok(tolerance) if tolerance >= 0.0 => Ok((key, tolerance)),
        _ => anyhow::bail!(
            "\"{tolerance}\" is no tolerance of {name}; write a number from 0 on in {}, as in {name}=1",
            match key.measure.unit().symbol() {
                "" => "the measure's unit",
                symbol => symbol,
            }
        ),
    }
}
