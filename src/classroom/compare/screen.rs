//! Which files are answers to the exercise, in which order they stand, and what their groups are called.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::clean::{NAME, line};
use crate::classroom::HandedIn;
use crate::classroom::limits::too_much;
use crate::model::{Breakout, Brief};

/// What came of a set of files.
#[derive(Debug)]
pub(super) struct Screened<'a> {
    /// Answers that are compared, by the names of their groups.
    pub admitted: Vec<Admitted<'a>>,
    /// The other files, with the reason.
    pub skipped: Vec<(String, String)>,
}

/// An answer that is compared.
#[derive(Debug)]
pub(super) struct Admitted<'a> {
    /// What its group is called; no two are called the same.
    pub name: String,
    pub handed_in: &'a HandedIn,
    pub breakout: &'a Breakout,
    /// Other files in which the group has the same name.
    pub namesakes: Vec<String>,
}

/// Admits the answers to the exercise of `brief`; without one, to the exercise that most of them answer.
pub(super) fn screened<'a>(brief: Option<&Brief>, hand_ins: &'a [HandedIn]) -> Screened<'a> {
    let mut skipped = Vec::new();
    let mut admitted: Vec<Admitted<'a>> = Vec::new();
    let id = brief.map(|brief| brief.id.as_str()).or_else(|| usual(hand_ins));
    for (name, handed_in) in sorted(hand_ins) {
        match objection(&name, handed_in, id, &admitted) {
            Ok(breakout) => admitted.push(Admitted { name, handed_in, breakout, namesakes: Vec::new() }),
            Err(reason) => skipped.push((handed_in.file.clone(), reason)),
        }
    }
    tell_apart(&mut admitted);
    Screened { admitted, skipped }
}

/// What a group says beside its project, or why it is not compared.
fn objection<'a>(
    name: &str,
    handed_in: &'a HandedIn,
    id: Option<&str>,
    admitted: &[Admitted<'_>],
) -> Result<&'a Breakout, String> {
    let hand_in = &handed_in.hand_in;
    let breakout = hand_in.breakout().ok_or("answers no exercise")?;
    if Some(breakout.brief.id.as_str()) != id {
        return Err(format!("answers another exercise: {}", title(&breakout.brief)));
    }
    if let Some(reason) = too_much(&hand_in.project) {
        return Err(reason);
    }
    match admitted.iter().find(|one| one.name == name && one.handed_in.hand_in == *hand_in) {
        Some(other) => Err(format!("the same as {}", other.handed_in.file)),
        None => Ok(breakout),
    }
}

/// The identifier of the exercise that most files answer; of several the first by identifier.
fn usual(hand_ins: &[HandedIn]) -> Option<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for breakout in hand_ins.iter().filter_map(|one| one.hand_in.breakout()) {
        *counts.entry(&breakout.brief.id).or_default() += 1;
    }
    // Of equals, `max_by_key` takes the last.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(id, _)| id)
}

fn title(brief: &Brief) -> &str {
    if brief.title.trim().is_empty() { &brief.id } else { brief.title.trim() }
}

/// All hand-ins with their names, in an order that does not depend on that of the files.
fn sorted(hand_ins: &[HandedIn]) -> Vec<(String, &HandedIn)> {
    let mut all: Vec<_> = hand_ins.iter().map(named).collect();
    all.sort_by(|(name, one), (of_other, other)| {
        let by_text = || format!("{:?}", one.hand_in).cmp(&format!("{:?}", other.hand_in));
        by_name(name, of_other).then_with(|| one.file.cmp(&other.file)).then_with(by_text)
    });
    all
}

/// A hand-in with what its group calls itself, or the file's name.
fn named(handed_in: &HandedIn) -> (String, &HandedIn) {
    let own = handed_in.hand_in.breakout().map(|breakout| line(&breakout.group, NAME));
    (own.filter(|name| !name.is_empty()).unwrap_or_else(|| line(&handed_in.file, NAME)), handed_in)
}

/// Groups that have the same name are told apart by their files.
fn tell_apart(admitted: &mut [Admitted<'_>]) {
    let names: Vec<String> = admitted.iter().map(|one| one.name.clone()).collect();
    let mut begin = 0;
    while begin < names.len() {
        let count = names[begin..].iter().take_while(|name| **name == names[begin]).count();
        let files: Vec<String> = admitted[begin..begin + count].iter().map(|one| one.handed_in.file.clone()).collect();
        for position in (0..count).filter(|_| count > 1) {
            let earlier = files[..position].iter().filter(|file| **file == files[position]).count();
            let number = if earlier == 0 { String::new() } else { format!(", {}", earlier + 1) };
            let one = &mut admitted[begin + position];
            // Room for the file, so that the whole is not cut off where it differs.
            let (group, file) = (line(&one.name, NAME / 2), line(&files[position], NAME / 2 - 10));
            one.name = format!("{group} ({file}{number})");
            one.namesakes = files
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != position)
                .map(|(_, file)| file.clone())
                .collect();
        }
        begin += count;
    }
}

/// As people sort names: `Group 9` before `Group 10`, large and small letters alike.
fn by_name(a: &str, b: &str) -> Ordering {
    pieces(a).cmp(&pieces(b)).then_with(|| a.cmp(b))
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    /// A whole number by its digits, after their count.
    Number(usize, String),
    Text(String),
}

fn pieces(name: &str) -> Vec<Piece> {
    let name = name.to_lowercase();
    let mut pieces = Vec::new();
    let mut rest = name.as_str();
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let end = rest.find(|letter: char| letter.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let digits = piece.trim_start_matches('0');
        pieces.push(if is_number {
            Piece::Number(digits.len(), digits.to_owned())
        } else {
            Piece::Text(piece.to_owned())
        });
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_as_people_sort_them() {
        let mut names = ["group 10", "Group 9", "alpha", "Group 2b", "group 2a", "Beta"];
        names.sort_by(|a, b| by_name(a, b));
        assert_eq!(names, ["alpha", "Beta", "group 2a", "Group 2b", "Group 9", "group 10"]);
        assert_eq!(by_name("Group", "group"), Ordering::Less, "no two different names are equal");
    }
}
