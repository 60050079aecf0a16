//! What would flip the choice: other weights, and other limits.

use super::super::preference::{Flip, LimitRange, Rivals, weight_flips};
use super::super::region::Limit;
use super::super::words::percent;
use super::contest::Contest;
use crate::model::Quantity;

/// Flips that are told of weights, and of limits: the nearest ones.
const MOST_TOLD: usize = 3;

/// What would have to be otherwise for another design to come first, or for this one where it does not.
pub(super) fn sentences(contest: &Contest<'_>) -> Vec<String> {
    if !contest.can_win() {
        return Vec::new();
    }
    let points: Vec<f64> = contest.criteria.iter().map(|criterion| criterion.points).collect();
    let mut sentences = by_weights(contest, &points);
    // Of a space that was searched, only designs are known that meet the limits as they stand.
    let is_whole = contest.exploration.search().is_none();
    if is_whole {
        sentences.extend(by_limits(contest, &points));
    }
    if sentences.is_empty() {
        let what = if contest.comes_first() { "flip the choice" } else { "make it come first" };
        let nothing = if is_whole { "weight or limit" } else { "weight" };
        sentences.push(format!("No single {nothing} would {what}."));
    }
    sentences
}

/// How far a weight may move until another design comes first, or this one.
fn by_weights(contest: &Contest<'_>, points: &[f64]) -> Vec<String> {
    let mut flips: Vec<(f64, String)> = Vec::new();
    for flip in weight_flips(&contest.worths, points) {
        for (than, place, option) in [("less", flip.from, flip.below), ("more", flip.to, flip.above)] {
            if let Some(sentence) = option.and_then(|option| weight_flip(contest, &flip, (than, place), option)) {
                flips.push(((place - flip.weight).abs(), sentence));
            }
        }
    }
    nearest(flips)
}

/// `If recall got more than 64 % of the weight (50 % now), the design with … would come first.` While another design
/// comes first, only where this one would.
fn weight_flip(contest: &Contest<'_>, flip: &Flip, (than, place): (&str, f64), option: usize) -> Option<String> {
    let criterion = contest.criteria.get(flip.criterion)?;
    let winner = match (contest.comes_first(), option) {
        (true, option) => format!("the design with {}", contest.name(contest.pool[option])),
        (false, 0) => "this design".to_owned(),
        (false, _) => return None,
    };
    Some(format!(
        "If {} got {than} than {} of the weight ({} now), {winner} would come first.",
        contest.measure(&criterion.key),
        percent(place),
        percent(flip.weight)
    ))
}

/// How far a limit may move until another design comes first, or this one.
fn by_limits(contest: &Contest<'_>, points: &[f64]) -> Vec<String> {
    let mut flips: Vec<(f64, String)> = Vec::new();
    for (position, limit) in contest.region.limits().iter().enumerate() {
        let Some(now) = limit.threshold.amount() else { continue };
        let explored = (contest.exploration, contest.region, &contest.front);
        let ranges = Rivals::of(contest.project, explored, &contest.criteria, position).best(points);
        let direction = limit.key.measure.direction();
        let Some(place) = ranges.iter().rposition(|range| direction.meets(range.strictest, now)) else { continue };
        let scale = if now == 0.0 { 1.0 } else { now.abs() };
        let found = limit_flips(contest, limit, (&ranges, place)).into_iter();
        flips.extend(found.map(|(amount, sentence)| ((amount - now).abs() / scale, sentence)));
    }
    nearest(flips)
}

/// Where the limit, which stands in the range at `place`, would have to be, with the amount that it would be.
fn limit_flips(contest: &Contest<'_>, limit: &Limit, (ranges, place): (&[LimitRange], usize)) -> Vec<(f64, String)> {
    let chosen = Some(contest.chosen());
    let name = contest.project.requirements.get(&limit.requirement).map_or("", |requirement| requirement.name.as_str());
    let symbol = limit.key.measure.direction().symbol();
    let became = |how: &str, amount: f64| {
        let amount = Quantity::estimated(amount, limit.threshold.unit());
        format!("If \"{name}\" became {how}{symbol} {amount} ({symbol} {} now)", limit.threshold)
    };
    let mut flips = Vec::new();
    if ranges[place].best == chosen {
        if let Some(stricter) = place.checked_sub(1).and_then(|before| ranges.get(before)) {
            let amount = ranges[place].strictest;
            let then = match stricter.best {
                Some(other) => format!("the design with {} would come first", contest.name(other)),
                None => "no design would be feasible".to_owned(),
            };
            flips.push((amount, format!("{}, {then}.", became("stricter than ", amount))));
        }
        if let Some((looser, other)) = ranges.get(place + 1).and_then(|looser| Some((looser, looser.best?))) {
            let then = format!("the design with {} would come first", contest.name(other));
            flips.push((looser.strictest, format!("{}, {then}.", became("", looser.strictest))));
        }
    } else if let Some(stricter) = ranges[..place].iter().find(|range| range.best == chosen) {
        let then = "this design would come first";
        flips.push((stricter.loosest, format!("{}, {then}.", became("stricter than ", stricter.loosest))));
    }
    flips
}

/// The nearest few.
fn nearest(mut flips: Vec<(f64, String)>) -> Vec<String> {
    flips.sort_by(|a, b| a.0.total_cmp(&b.0));
    flips.into_iter().take(MOST_TOLD).map(|(_, sentence)| sentence).collect()
}
