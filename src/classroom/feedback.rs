//! What one group gets back: specification by specification, and how its choice stands in the class. Nothing that another
//! group wrote is in it.

use std::fmt::Write as _;

use super::comparison::{Comparison, Group, Judged, Prefilled};
use super::marks::{Mark, Marks, Score, mark_of};
use super::phrases::{chosen, loss, names, points};
use crate::model::{counted, in_sentence, listed};
use crate::report::{inert, inline, line_start_safe};
use crate::tradeoff::percent;

/// Feedback for the group at this position, as Markdown; empty if there is none. What the instructor marked counts before
/// what the program saw. Marks are found by the name of the group's file, so `comparison` must not be an anonymous one.
pub fn feedback(comparison: &Comparison, group: usize, marks: &Marks) -> String {
    let Some(own) = comparison.groups.get(group) else { return String::new() };
    let mut text = format!("# Feedback for {}\n", plain(&names(comparison)[group]));
    let title = plain(&comparison.title);
    if !title.is_empty() {
        writeln!(text, "\nExercise: {title}").ok();
    }
    let verdict = |(position, asked)| Verdict::of(asked, mark_of(marks, &own.file, position));
    let judged: Vec<_> = own.specifications.iter().enumerate().map(verdict).collect();
    write_points(&judged, Score::of(&own.specifications, marks, &own.file), &mut text);
    write_choice(comparison, group, own, &mut text);
    write_missed(comparison, group, &mut text);
    text
}

/// Text of somebody else on one line. It is made harmless where it is written, and not the whole class at once: there is
/// one feedback for every group.
fn plain(text: &str) -> String {
    inline(&inert(text))
}

/// A specification with what counts about it.
struct Verdict<'a> {
    asked: &'a Prefilled,
    is_met: Option<bool>,
    /// Whether the instructor decided against what the program saw.
    is_overruled: bool,
    comment: &'a str,
}

impl<'a> Verdict<'a> {
    fn of(asked: &'a Prefilled, mark: Option<&'a Mark>) -> Self {
        let is_met = asked.verdict(mark);
        Self {
            asked,
            is_met,
            is_overruled: asked.is_met.is_some() && is_met != asked.is_met,
            comment: mark.map_or("", |mark| mark.comment.as_str()),
        }
    }

    fn outcome(&self) -> String {
        let number = self.asked.points;
        let all = points(f64::from(number));
        match self.is_met {
            Some(true) => format!("Met: {number} of {all}."),
            Some(false) => format!("Not met: 0 of {all}."),
            None if number == 1 => "Not yet judged: 1 point is open.".to_owned(),
            None => format!("Not yet judged: {all} are open."),
        }
    }

    /// What the program says about it: it has nothing to say where only a person could decide, and did.
    fn reason(&self) -> Option<String> {
        let reason = self.asked.reason.trim();
        match (self.is_overruled, self.asked.is_met, self.is_met) {
            _ if reason.is_empty() => None,
            (true, ..) => {
                Some(format!("The instructor decided so. The program saw it otherwise: {}", in_sentence(reason)))
            }
            (false, None, Some(_)) => None,
            _ => Some(reason.to_owned()),
        }
    }
}

fn write_points(judged: &[Verdict<'_>], score: Score, text: &mut String) {
    if judged.is_empty() {
        return;
    }
    let Score { met, of, open } = score;
    writeln!(text, "\n**{met} of {}**", points(of as f64)).ok();
    if open > 0 {
        let are = if open == 1 { "is" } else { "are" };
        writeln!(text, "\n{open} of them {are} not yet judged.").ok();
    }
    writeln!(text, "\n## What was asked").ok();
    for verdict in judged {
        writeln!(text, "\n### {}", plain(&verdict.asked.text)).ok();
        writeln!(text, "\n**{}**", verdict.outcome()).ok();
        if let Some(reason) = verdict.reason() {
            write_lines("", &reason, text);
        }
        write_lines("Comment: ", verdict.comment, text);
    }
}

/// Text of several lines as a paragraph; nothing where there is none.
fn write_lines(begin: &str, said: &str, text: &mut String) {
    let said = inert(said);
    let lines: Vec<_> = said.lines().map(str::trim).filter(|line| !line.is_empty()).map(line_start_safe).collect();
    if !lines.is_empty() {
        writeln!(text, "\n{begin}{}", lines.join("\\\n")).ok();
    }
}

fn write_choice(class: &Comparison, group: usize, own: &Group, text: &mut String) {
    writeln!(text, "\n## Your choice in the class").ok();
    if own.chosen.is_none() {
        writeln!(text, "\nYou chose no design, so there is none to compare.").ok();
        return;
    }
    write_lines("You chose: ", &chosen(own.chosen.as_deref()), text);
    let of_judge = |judge: usize| class.regret.rows.get(judge).and_then(|row| row.get(group));
    match of_judge(group) {
        Some(Judged::Feasible(weighed)) => {
            writeln!(text, "\n* It meets your own hard constraints.").ok();
            if let Some(worth) = weighed.worth {
                writeln!(text, "* By your own weights it is worth {} of the best there could be.", percent(worth)).ok();
            }
            if let Some(missing) = weighed.missing() {
                writeln!(text, "* What it is worth to you cannot be told; {}.", plain(&missing)).ok();
            }
            match weighed.regret {
                Some(regret) if regret > 0.0 => writeln!(
                    text,
                    "* Another choice of the class also meets your hard constraints, and is worth {} more to you.",
                    loss(regret)
                ),
                Some(_) => {
                    writeln!(text, "* No choice of the class that meets your hard constraints is worth more to you.")
                }
                None => Ok(()),
            }
            .ok();
        }
        Some(Judged::Infeasible(missed)) => {
            writeln!(text, "\n* It misses hard constraints of your own: {}.", plain(&listed(missed))).ok();
        }
        Some(Judged::Unknown(unknown)) => {
            writeln!(text, "\n* Whether it meets your own hard constraints is not known: {}.", plain(&listed(unknown)))
                .ok();
        }
        Some(Judged::Nothing) | None => {}
    }
    let others: Vec<_> = (0..class.groups.len()).filter(|judge| *judge != group).filter_map(of_judge).collect();
    write_others(&others, class.regret.worst_for_others.get(group).copied().flatten(), text);
}

/// What the other groups would say about the choice, in numbers alone.
fn write_others(others: &[&Judged], worst: Option<f64>, text: &mut String) {
    if others.is_empty() {
        return;
    }
    let count = |is_so: fn(&Judged) -> bool| others.iter().filter(|judged| is_so(judged)).count();
    let feasible = count(|judged| matches!(judged, Judged::Feasible(_)));
    let infeasible = count(|judged| matches!(judged, Judged::Infeasible(_)));
    let unknown = count(|judged| matches!(judged, Judged::Unknown(_)));
    let mut parts =
        vec![format!("it meets the hard constraints of {feasible}"), format!("misses some of {infeasible}")];
    if unknown > 0 {
        parts.push(format!("cannot be judged for {unknown}"));
    }
    writeln!(text, "\nOf {}, {}.", counted(others.len(), "other group"), listed(&parts)).ok();
    match worst {
        Some(worst) if worst > 0.0 => writeln!(
            text,
            "To one that could take it, it is worth up to {} less than the best choice of the class.",
            loss(worst)
        ),
        Some(_) => {
            writeln!(text, "To all of them that could take it and weigh it, no choice of the class is worth more.")
        }
        None => Ok(()),
    }
    .ok();
}

fn write_missed(class: &Comparison, group: usize, text: &mut String) {
    if !class.has_reference() {
        return;
    }
    let is_missed = |ranks: &[Option<usize>]| ranks.get(group).copied().flatten().is_none();
    // Those that no group names are among them.
    let missed: Vec<&str> = class
        .qualities
        .iter()
        .filter(|quality| quality.reference.is_some() && is_missed(&quality.ranks))
        .map(|quality| quality.quality.as_str())
        .collect();
    writeln!(text, "\n## What the instructor would look at as well\n").ok();
    if missed.is_empty() {
        writeln!(text, "You name every quality that the instructor's answer names.").ok();
    } else {
        for name in missed {
            writeln!(text, "* {}", plain(name)).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{compared, hostile};
    use super::*;

    fn marks(file: &str, position: usize, is_met: Option<bool>, comment: &str) -> Marks {
        Marks::from([((file.to_owned(), position), Mark { is_met, comment: comment.to_owned() })])
    }

    #[track_caller]
    fn check(text: &str, parts: &[&str]) {
        for part in parts {
            assert!(text.contains(part), "\"{part}\" is missing in:\n{text}");
        }
    }

    #[test]
    fn what_the_program_saw_makes_the_sum() {
        let text = feedback(&compared(), 0, &Marks::new());
        check(
            &text,
            &[
                "# Feedback for Rockets\n",
                "Exercise: Card fraud\n",
                "**30 of 100 points**",
                "10 of them are not yet judged.",
                "### Names four qualities.\n\n**Not met: 0 of 60 points.**\n\nTwo are named.\n",
                "### Names a rejected option.\n\n**Met: 30 of 30 points.**\n",
                "### Argues well.\n\n**Not yet judged: 10 points are open.**\n",
                "You chose: Model of Scorer: Boosted trees · Replicas of Gateway: 2\n",
                "* It meets your own hard constraints.\n* By your own weights it is worth 87.5 % of",
                "* No choice of the class that meets your hard constraints is worth more to you.",
                "Of 2 other groups, it meets the hard constraints of 1, misses some of 0 and cannot be judged for 1.",
                "it is worth up to 25 pp less than the best choice",
                "look at as well\n\n* Security\n",
            ],
        );
    }

    #[test]
    fn one_point_is_no_plural() {
        let mut class = compared();
        class.groups[0].specifications.drain(..2);
        class.groups[0].specifications[0].points = 1;
        let text = feedback(&class, 0, &Marks::new());
        check(&text, &["**0 of 1 point**", "1 of them is not yet judged.", "**Not yet judged: 1 point is open.**"]);
        let met = feedback(&class, 0, &marks("one.json", 0, Some(true), ""));
        check(&met, &["**1 of 1 point**", "**Met: 1 of 1 point.**"]);
    }

    #[test]
    fn the_instructor_has_the_last_word() {
        let mut all = marks("one.json", 0, Some(true), "Good enough.\n- so be it");
        all.extend(marks("one.json", 2, Some(true), ""));
        all.extend(marks("owls.json", 1, Some(true), "not for these"));
        let text = feedback(&compared(), 0, &all);
        check(
            &text,
            &[
                "**100 of 100 points**",
                "**Met: 60 of 60 points.**\n\nThe instructor decided so. The program saw it otherwise: two are named.\n",
                "Comment: Good enough.\\\n\\- so be it\n",
                "**Met: 10 of 10 points.**\n",
            ],
        );
        assert!(!text.contains("not yet judged") && !text.contains("not for these"), "{text}");
        let against = feedback(&compared(), 0, &marks("one.json", 1, Some(false), ""));
        check(&against, &["**0 of 100 points**", "**Not met: 0 of 30 points.**"]);
        let only_said = feedback(&compared(), 0, &marks("one.json", 1, None, "Well put."));
        check(&only_said, &["**30 of 100 points**", "Comment: Well put."]);
    }

    #[test]
    fn nothing_of_other_groups_is_in_it() {
        let text = feedback(&compared(), 1, &Marks::new()).to_lowercase();
        for other in ["rockets", "lovelace", "boosted", "too slow", "one.json", "trust"] {
            assert!(!text.contains(other), "{other} in:\n{text}");
        }
        check(
            &text,
            &[
                "misses hard constraints of your own: answer in time.",
                "it meets the hard constraints of 1 and misses some of 1.",
            ],
        );
        assert!(!text.contains("pp less"), "nobody could say");
        let nothing = feedback(&compared(), 2, &Marks::new());
        check(&nothing, &["You chose no design", "* Predictive quality\n* Performance\n* Security\n"]);
        assert_eq!(feedback(&compared(), 3, &Marks::new()), "");
    }

    #[test]
    fn without_a_reference_nothing_is_missed() {
        let mut class = compared();
        class.missed.clear();
        class.qualities.iter_mut().for_each(|quality| quality.reference = None);
        class.thresholds.clear();
        assert!(!feedback(&class, 0, &Marks::new()).contains("instructor would"));
    }

    #[test]
    fn hostile_text_stays_text() {
        for text in ["<script>alert(1)</script>", "\u{202e}x\u{1b}[31m", "[a](javascript:b)\n# head", "=cmd()"] {
            let class = hostile(text);
            let said = feedback(&class, 0, &marks(text, 0, Some(true), text));
            assert!(!said.contains("<script") && !said.contains('\u{202e}') && !said.contains('\u{1b}'), "{said}");
            assert!(!said.contains("[a](") && !said.lines().any(|line| line == "# head"), "{said}");
            assert!(said.contains("Comment: "), "marks are found by what the file is called: {said}");
        }
    }
}
