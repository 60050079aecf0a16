//! Why a design is not one of the best: the number that rejected it.

use super::state::Shown;
use crate::analysis::{Outcome, verdicts};
use crate::gui::fields::quality_text;
use crate::model::{MeasureKey, Project};
use crate::tradeoff::{Fate, LEVEL, Place, Standing};

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

/// In how many percent of the draws a design is on the front, and what that says; `None` where it cannot be said or
/// nothing was drawn.
pub(super) fn certainty(shown: &Shown, index: usize) -> Option<(f64, Standing)> {
    let place = place(shown, index)?;
    Some((place.on_front * 100.0, place.standing(LEVEL)))
}

/// In how many percent of the draws what became of a design by the numbers is so, and whether that is certain.
pub(super) fn certainty_of_fate(shown: &Shown, index: usize) -> Option<(f64, bool)> {
    let share = share_of_fate(shown, index)?;
    Some((share * 100.0, share >= LEVEL))
}

/// `It meets every limit in only 78 % of 400 draws of what was measured.` of a design that is feasible by the numbers;
/// nothing where that is as good as certain, or where nothing was drawn.
pub(super) fn risk(shown: &Shown, index: usize) -> Option<String> {
    let certainty = shown.certainty.as_ref().filter(|certainty| !certainty.drawn.is_empty())?;
    let share = certainty.feasible(index).filter(|share| *share < LEVEL)?;
    let (percent, draws) = (share * 100.0, certainty.replicates);
    Some(format!("It meets every limit in only {percent:.0} % of {draws} draws of what was measured."))
}

/// What was drawn and what was not; nothing while that is not known.
pub(super) fn draws_in_words(project: &Project, shown: &Shown) -> String {
    let told = shown.certainty.as_ref().map_or_else(Vec::new, |certainty| certainty.in_words(project));
    told.join(" ")
}

fn place(shown: &Shown, index: usize) -> Option<&Place> {
    let certainty = shown.certainty.as_ref().filter(|certainty| !certainty.drawn.is_empty())?;
    certainty.place(index)
}

fn share_of_fate(shown: &Shown, index: usize) -> Option<f64> {
    let place = place(shown, index)?;
    Some(match fate(shown, index) {
        Fate::OnFront => place.on_front,
        Fate::Dominated => place.dominated,
        Fate::Infeasible | Fate::Undecided => place.infeasible,
        Fate::Incomparable => place.incomparable(),
    })
}

/// `Not certain: on the front in 63 % of 400 draws of what was measured, dominated by design 24 in 31 %, infeasible in
/// 6 %.`
fn doubt(shown: &Shown, index: usize) -> Option<String> {
    /// Shares that read as 0 % are not told.
    const LEAST: f64 = 0.005;
    let place = place(shown, index)?;
    let start = if share_of_fate(shown, index)? >= LEVEL { "Certain" } else { "Not certain" };
    let draws = shown.certainty.as_ref()?.replicates;
    let by = place.by.map(|(by, share)| (format!("dominated by design {}", shown.exploration.ordinal_text(by)), share));
    let others = [("infeasible".to_owned(), place.infeasible), ("overloaded".to_owned(), place.incomparable())];
    let told = by.into_iter().chain(others).filter(|(_, share)| *share >= LEAST);
    let told: Vec<String> = told.map(|(what, share)| format!(", {what} in {:.0} %", share * 100.0)).collect();
    let told = told.concat();
    let percent = place.on_front * 100.0;
    Some(format!("{start}: on the front in {percent:.0} % of {draws} draws of what was measured{told}."))
}

fn by_the_numbers(project: &Project, shown: &Shown, index: usize) -> Vec<String> {
    match fate(shown, index) {
        Fate::OnFront => {
            let looked_at = if shown.exploration.has_whole_front() { "" } else { " and was looked at" };
            vec![format!(
                "On the front: no feasible design that is known as well{looked_at} is as good everywhere and better \
                 somewhere."
            )]
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
    let by = shown.exploration.ordinal_text(by);
    format!("Design {by} is nowhere worse, and better on {}.", gains.join(", "))
}
