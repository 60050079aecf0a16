//! Every text of a comparison, told apart by who wrote it: so that none is forgotten when all are made harmless or
//! freed of names.

use super::comparison::{
    ChoiceNumber, Comparison, Group, Judged, MeasureColumn, Prefilled, RankedQuality, ReferenceAnswer, ReferenceRegret,
    Regret, Tested, ThresholdRow, Weighed,
};
use crate::report;

/// Who wrote a text, which says what may stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The instructor, or the catalogue: what something is called.
    Exercise,
    /// The instructor: what is asked.
    Question,
    /// What a group calls itself.
    Name,
    /// A name of a file.
    File,
    /// Names of people.
    Members,
    /// What a group calls a thing, within what the program says.
    Label,
    /// Why the program says so, in a sentence with such labels.
    Reason,
    /// Whatever a group wants to say.
    Prose,
    /// A sentence of the program about a group or a file.
    Remark,
}

/// The same with all of its text made inert, see [`report::inert`].
pub(super) fn inert(comparison: &Comparison) -> Comparison {
    let mut safe = comparison.clone();
    visit(&mut safe, &mut |_, text| {
        if let std::borrow::Cow::Owned(clean) = report::inert(text) {
            *text = clean;
        }
    });
    safe
}

/// Shows every text. All fields are named, so that a new one is not forgotten.
pub(super) fn visit(comparison: &mut Comparison, change: &mut dyn FnMut(Origin, &mut String)) {
    let Comparison {
        title,
        groups,
        qualities,
        missed,
        reference,
        agreement: _,
        thresholds,
        measures,
        best: _,
        regret: Regret { rows, worst_for_others: _, infeasible_for: _, reference: beside },
        hands: _,
        skipped,
    } = comparison;
    change(Origin::Exercise, title);
    for group in groups {
        visit_group(group, change);
    }
    for RankedQuality { quality, ranks: _, reference: _ } in qualities {
        change(Origin::Exercise, quality);
    }
    for quality in missed {
        change(Origin::Exercise, quality);
    }
    if let Some(ReferenceAnswer { notes, chosen, is_feasible: _, rationale, hands: _ }) = reference {
        change(Origin::Prose, notes);
        change(Origin::Prose, rationale);
        for (choice, option) in chosen.iter_mut().flatten() {
            change(Origin::Exercise, choice);
            change(Origin::Exercise, option);
        }
    }
    for ThresholdRow { key: _, name, demands, reference } in thresholds {
        change(Origin::Label, name);
        for Tested { stated, limit: _, is_hard: _, constraint: _, weight: _ } in
            demands.iter_mut().chain([reference]).flatten()
        {
            change(Origin::Label, stated);
        }
    }
    for MeasureColumn { key: _, name, groups, reference } in measures {
        change(Origin::Label, name);
        for ChoiceNumber { value: _, interval: _, text } in groups.iter_mut().chain(reference) {
            change(Origin::Label, text);
        }
    }
    let beside =
        beside.iter_mut().flat_map(|ReferenceRegret { judged_by, judges, own, worst: _, infeasible_for: _ }| {
            judged_by.iter_mut().chain(judges).chain([own])
        });
    for judged in rows.iter_mut().flatten().chain(beside) {
        match judged {
            Judged::Infeasible(names) | Judged::Unknown(names) | Judged::Feasible(Weighed { unknown: names, .. }) => {
                for name in names {
                    change(Origin::Label, name);
                }
            }
            Judged::Nothing => {}
        }
    }
    for (file, reason) in skipped {
        change(Origin::File, file);
        change(Origin::Remark, reason);
    }
}

fn visit_group(group: &mut Group, change: &mut dyn FnMut(Origin, &mut String)) {
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
    change(Origin::Name, name);
    change(Origin::File, file);
    change(Origin::Members, members);
    for (choice, option) in chosen.iter_mut().flatten().chain(rejected) {
        change(Origin::Label, choice);
        change(Origin::Label, option);
    }
    change(Origin::Prose, rationale);
    change(Origin::Prose, why_rejected);
    for (question, answer) in answers {
        change(Origin::Question, question);
        change(Origin::Prose, answer);
    }
    for remark in remarks {
        change(Origin::Remark, remark);
    }
    for Prefilled { text, points: _, check: _, is_met: _, reason } in specifications {
        change(Origin::Question, text);
        change(Origin::Reason, reason);
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{compared, hostile};
    use super::*;

    #[test]
    fn what_is_harmless_stays_and_what_steers_goes_everywhere() {
        assert_eq!(inert(&compared()), compared());
        let safe = format!("{:?}", inert(&hostile("ab\u{202e}c\u{1b}d")));
        assert!(safe.contains("abcd") && !safe.contains("202e") && !safe.contains("1b"), "{safe}");
    }
}
