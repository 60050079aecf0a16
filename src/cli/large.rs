//! What `cantilever explore` does about spaces of more designs than are analysed one by one.

use std::io::Write;
use std::ops::ControlFlow;

use serde_json::{Value, json};
use strum::IntoEnumIterator as _;

use super::{Common, print};
use crate::model::{Measure, MeasureKey, Project, Requirement, Scope, Subject};
use crate::report::write_searched_csv;
use crate::session::Session;
use crate::tradeoff;
use crate::tradeoff::{Exploration, LARGEST_ENUMERATION, Removed, Search, Way, explore_by, tables, usual_objectives};

/// Whether the designs of the project are not analysed one by one.
pub(super) fn is_large(session: &Session) -> bool {
    tradeoff::is_large(session.space(), &mut || false).unwrap_or(true)
}

/// The front of a large space on measures that somebody asks for: where they are not said before, others are found.
pub(super) fn explored(session: &Session, common: &Common, objectives: &[String]) -> anyhow::Result<Exploration> {
    let project = session.project();
    let objectives = asked(project, objectives)?;
    let settings = common.sampling.settings();
    let bar = super::progress_bar("Searching designs");
    let mut progress = |done, total| {
        if let Some(bar) = &bar {
            bar.set_length(total);
            bar.set_position(done);
        }
        ControlFlow::Continue(())
    };
    let explored = explore_by(project, session.evidence(), &settings, Some(&objectives), &mut progress);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    Ok(explored?)
}

/// Writes every design of a large space as it comes, with the numbers that a search would see.
pub(super) fn stream(
    session: &Session,
    common: &Common,
    objectives: &[String],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let (project, space) = (session.project(), session.space());
    if space.combinations() > LARGEST_ENUMERATION {
        anyhow::bail!("{} designs are too many to be listed; leave out --all to see the front", space.combinations());
    }
    let keys = asked(project, objectives)?;
    let keys = if keys.is_empty() { usual_objectives(project) } else { keys };
    let settings = common.sampling.settings();
    let drawings = tables(project, session.evidence(), &settings, space, &keys)?;
    for factors in drawings.iter().map(|drawing| &drawing.factors) {
        if let ([], [(key, reason), ..]) = (factors.measures(), factors.unavailable()) {
            anyhow::bail!("{} cannot be listed: {reason}", project.measure_name(key));
        }
    }
    write_searched_csv(project, space, (&drawings, &keys), out)?;
    Ok(())
}

/// The measures that texts name.
fn asked(project: &Project, objectives: &[String]) -> anyhow::Result<Vec<MeasureKey>> {
    let keys = possible(project);
    objectives.iter().map(|text| super::explore::measure_named(text, project, &keys)).collect()
}

/// Every measure that a design of the project may have a value of.
fn possible(project: &Project) -> Vec<MeasureKey> {
    let mut keys: Vec<MeasureKey> = Vec::new();
    for measure in Measure::iter() {
        for scope in measure.scopes() {
            let subjects: Vec<Subject> = match scope {
                Scope::System => vec![Subject::System],
                Scope::Scenario => project.scenarios.keys().cloned().map(Subject::Scenario).collect(),
                Scope::Model => project.tasks.keys().cloned().map(Subject::Component).collect(),
                // Those of single elements are computed where a requirement asks for them.
                _ => Vec::new(),
            };
            keys.extend(subjects.into_iter().map(|subject| MeasureKey::new(measure, subject)));
        }
    }
    for requirement in project.requirements.values() {
        if !keys.contains(&requirement.measure) {
            keys.push(requirement.measure.clone());
        }
    }
    keys
}

/// How the space was searched, in full sentences, and what each limit removes.
pub(super) fn print_search(
    project: &Project,
    search: &Search,
    analysed: usize,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for sentence in search.in_words(project, analysed) {
        writeln!(out, "  {sentence}")?;
    }
    writeln!(out)?;
    if search.removed.iter().all(|limit| limit.removed == 0) {
        return Ok(());
    }
    let row = |limit: &Removed| {
        let requirement = project.requirements.get(&limit.requirement);
        let name = requirement.map_or_else(|| limit.requirement.to_string(), |one| one.name.clone());
        let mut row = vec![name, requirement.map(Requirement::relation).unwrap_or_default()];
        row.extend([limit.removed, limit.removed_alone, limit.undecided].map(|count| count.to_string()));
        row
    };
    let heads = ["Hard requirement", "Limit", "Removes", "Alone", "Cannot judge"];
    print::table(out, &heads, &search.removed.iter().map(row).collect::<Vec<_>>())?;
    writeln!(out)?;
    Ok(())
}

/// How the space was searched, for programs.
pub(super) fn search_json(project: &Project, search: &Search, analysed: usize) -> Value {
    let limit = |limit: &Removed| {
        json!({
            "requirement": limit.requirement.as_str(),
            "removed": limit.removed,
            "removed_alone": limit.removed_alone,
            "undecided": limit.undecided,
        })
    };
    let difference = |(key, difference): &(MeasureKey, f64)| {
        json!({
            "measure": key.measure.key(),
            "name": project.measure_name(key),
            "greatest_relative_difference": difference.is_finite().then_some(*difference),
        })
    };
    let unavailable = |(key, reason): &(MeasureKey, String)| json!({ "measure": key.measure.key(), "reason": reason });
    json!({
        "method": match search.way {
            Way::Enumeration => "enumeration",
            Way::Pruning => "pruning",
            Way::Evolution => "nsga2",
        },
        "looked_at": search.reach.as_ref().map(|reach| reach.looked_at),
        "changes_looked_at": search.reach.as_ref().map(|reach| reach.changes),
        "within_limits": search.is_limited,
        "feasible": search.feasible,
        "not_comparable": search.incomparable,
        "on_front": search.on_front,
        "analysed": analysed,
        "limits": search.removed.iter().map(limit).collect::<Vec<_>>(),
        "differences": search.differences.iter().map(difference).collect::<Vec<_>>(),
        "not_searched": search.unavailable.iter().map(unavailable).collect::<Vec<_>>(),
        "sentences": search.in_words(project, analysed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tradeoff::Reach;

    #[test]
    fn programs_are_told_how_far_a_search_went() {
        let reach = Reach { looked_at: 812_345, changes: 1, remedy: "offer fewer options".to_owned() };
        let search = Search { size: 24_300_000, way: Way::Evolution, reach: Some(reach), ..Search::default() };
        let json = search_json(&Project::default(), &search, 0);
        assert_eq!(
            (&json["method"], &json["looked_at"], &json["changes_looked_at"]),
            (&json!("nsga2"), &json!(812_345), &json!(1))
        );
        assert_eq!((&json["feasible"], &json["limits"]), (&Value::Null, &json!([])));
        let json = search_json(&Project::default(), &Search { way: Way::Pruning, ..Search::default() }, 0);
        assert_eq!((&json["method"], &json["looked_at"]), (&json!("pruning"), &Value::Null));
    }
}
