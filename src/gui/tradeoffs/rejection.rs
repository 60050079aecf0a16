//! Why a design is not one of the best: the number that rejected it.

use super::state::Shown;
use crate::analysis::{Outcome, verdicts};
use crate::gui::fields::quality_text;
use crate::model::{MeasureKey, Project};
use crate::tradeoff::{Fate, LEVEL, Standing};

/// What became of a design.
pub(super) fn fate(shown: &Shown, index: usize) -> Fate {
    shown.front.fate(&shown.region, index)
}

/// Sentences with the numbers that reject a design; one that it is on the front if nothing does. What is not certain is
/// said so.
pub(super) fn reasons(project: &Project, shown: &Shown, index: usize) -> Vec<String> {
    let mut sentences = by_the_numbers(project, shown, index);
    sentences.extend(doubt(shown, index));
    sentences
}

/// How certain a standing is, in percent and words; `None` where it cannot be said or nothing was drawn.
pub(super) fn certainty(shown: &Shown, index: usize) -> Option<(f64, &'static str)> {
    let certainty = shown.certainty.as_ref().filter(|certainty| !certainty.drawn.is_empty())?;
    let place = certainty.place(index)?;
    let word = match place.standing(LEVEL) {
        Standing::OnFront => "on the front",
        Standing::Dominated => "dominated",
        Standing::Undecided => "undecided",
    };
    Some((place.on_front * 100.0, word))
}

/// `Not certain: on the front in 63 % of 400 draws of what was measured, dominated by design 24 in 31 %.`
fn doubt(shown: &Shown, index: usize) -> Option<String> {
    let certainty = shown.certainty.as_ref().filter(|certainty| !certainty.drawn.is_empty())?;
    let place = certainty.place(index)?;
    let is_sure = match fate(shown, index) {
        Fate::OnFront => place.on_front >= LEVEL,
        _ => place.dominated >= LEVEL,
    };
    let by = place
        .by
        .filter(|(_, share)| *share > 0.0)
        .map_or_else(String::new, |(by, share)| format!(", dominated by design {} in {:.0} %", by + 1, share * 100.0));
    let start = if is_sure { "Certain" } else { "Not certain" };
    let draws = certainty.replicates;
    let percent = place.on_front * 100.0;
    Some(format!(
        "{start}, as far as it is feasible: on the front in {percent:.0} % of {draws} draws of what was measured{by}."
    ))
}

fn by_the_numbers(project: &Project, shown: &Shown, index: usize) -> Vec<String> {
    match fate(shown, index) {
        Fate::OnFront => {
            vec![
                "On the front: no feasible design that is known as well is as good everywhere and better somewhere."
                    .to_owned(),
            ]
        }
        Fate::Infeasible | Fate::Undecided => failed_limits(project, shown, index),
        Fate::Incomparable => {
            let unknown = |key: &&MeasureKey| shown.exploration.value(index, key).is_none();
            let sentence = |key: &MeasureKey| {
                let note = shown.exploration.quality(index, key).and_then(|quality| quality.note);
                let note = note.map_or_else(String::new, |note| format!(": {note}"));
                format!("It cannot be compared on {}{note}.", project.measure_name(key))
            };
            shown.front.axes.iter().filter(unknown).map(sentence).collect()
        }
        Fate::Dominated => {
            let by = shown.front.dominating(&shown.exploration, index);
            by.map(|by| better(project, shown, (by, index))).into_iter().collect()
        }
    }
}

fn failed_limits(project: &Project, shown: &Shown, index: usize) -> Vec<String> {
    let verdicts = verdicts(project, &shown.exploration.qualities(index));
    let failed = verdicts.into_iter().filter(|verdict| verdict.outcome != Outcome::Met).filter_map(|verdict| {
        let requirement = project.requirements.get(&verdict.requirement).filter(|requirement| requirement.is_hard())?;
        Some(format!("{}: {}", requirement.name, verdict.reason))
    });
    failed.collect()
}

/// `Design 24 is nowhere worse, and better on Monthly cost ($386/month instead of $466/month).`
fn better(project: &Project, shown: &Shown, (by, index): (usize, usize)) -> String {
    let gain = |key: &MeasureKey| {
        let (theirs, own) = (shown.exploration.value(by, key)?, shown.exploration.value(index, key)?);
        let text = |index| shown.exploration.quality(index, key).as_ref().map(quality_text);
        key.measure.direction().prefers(theirs, own).then_some(())?;
        Some(format!("{} ({} instead of {})", project.measure_name(key), text(by)?, text(index)?))
    };
    let gains: Vec<String> = shown.objectives.iter().filter_map(gain).collect();
    format!("Design {} is nowhere worse, and better on {}.", by + 1, gains.join(", "))
}
