//! Makes the texts of a comparison harmless: they come from strangers, and end up on a projector, in a page and in tables.

use crate::classroom::{Comparison, Group, Judged, MeasureColumn, Prefilled, RankedQuality, Tested, ThresholdRow};
use crate::report::inert;

/// Most characters of a name.
pub(super) const NAME: usize = 80;

/// Most characters of the name of a measure, an option, a title or a file.
const LABEL: usize = 160;

/// Most characters of what is said in a sentence.
const SENTENCE: usize = 600;

/// Most characters of an answer.
const ANSWER: usize = 4000;

/// Most entries of a list that a group makes: questions, choices of a design.
pub(super) const MOST: usize = 200;

/// `text` on one line without what steers those who read it, at most `most` characters long.
pub(super) fn line(text: &str, most: usize) -> String {
    shortened(inert(text).replace('\n', " ").trim(), most)
}

/// The same with its lines.
fn block(text: &str, most: usize) -> String {
    shortened(inert(text).trim(), most)
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn fix_line(text: &mut String, most: usize) {
    *text = line(text, most);
}

fn fix_lines(texts: &mut [String], most: usize) {
    for text in texts {
        fix_line(text, most);
    }
}

/// Every text of the comparison. All fields are named, so that a new one is not forgotten.
pub(super) fn clean(comparison: &mut Comparison) {
    let Comparison { title, groups, qualities, missed, agreement: _, thresholds, measures, best: _, regret, skipped } =
        comparison;
    fix_line(title, LABEL);
    groups.iter_mut().for_each(clean_group);
    for RankedQuality { quality, ranks: _, reference: _ } in qualities {
        fix_line(quality, LABEL);
    }
    fix_lines(missed, LABEL);
    for ThresholdRow { key: _, name, demands, reference } in thresholds {
        fix_line(name, LABEL);
        for Tested { limit: _, stated, is_hard: _, constraint: _, weight: _ } in
            demands.iter_mut().flatten().chain(reference)
        {
            fix_line(stated, LABEL);
        }
    }
    for MeasureColumn { key: _, name, values: _, intervals: _, texts } in measures {
        fix_line(name, LABEL);
        fix_lines(texts, LABEL);
    }
    for judged in regret.rows.iter_mut().flatten() {
        match judged {
            Judged::Infeasible(names) | Judged::Unknown(names) => fix_lines(names, NAME),
            Judged::Feasible(_) | Judged::Nothing => {}
        }
    }
    for (file, reason) in skipped {
        fix_line(file, LABEL);
        fix_line(reason, SENTENCE);
    }
}

fn clean_group(group: &mut Group) {
    let Group {
        name,
        file,
        members,
        seconds: _,
        is_same_version: _,
        chosen,
        is_feasible: _,
        rationale,
        rejected,
        why_rejected,
        answers,
        remarks,
        specifications,
    } = group;
    fix_line(name, NAME + 20);
    fix_line(file, LABEL);
    fix_line(members, SENTENCE);
    for text in [rationale, why_rejected] {
        *text = block(text, ANSWER);
    }
    for design in chosen.iter_mut().chain([rejected]) {
        design.truncate(MOST);
        for (choice, option) in design {
            fix_line(choice, LABEL);
            fix_line(option, LABEL);
        }
    }
    answers.truncate(MOST);
    for (question, answer) in answers {
        *question = block(question, SENTENCE);
        *answer = block(answer, ANSWER);
    }
    fix_lines(remarks, SENTENCE);
    specifications.truncate(MOST);
    for Prefilled { text, points: _, check: _, is_met: _, reason } in specifications {
        *text = block(text, SENTENCE);
        fix_line(reason, SENTENCE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_short_and_steer_nothing() {
        assert_eq!(line(" a\nb\u{202e}c\u{1b}[2J ", 20), "a bc[2J");
        assert_eq!(line("12345", 5), "12345");
        assert_eq!(line("123456", 5), "1234…");
        assert_eq!(line("äöüßé中", 5), "äöüß…", "characters are counted, not bytes");
        assert_eq!(block("a\r\nb", 20), "a\nb");
        assert_eq!(line("\u{0}\u{7}", 20), "");
    }
}
