//! A comparison as JSON: everything that is known, with null for what is not.

use serde_json::{Value, json};

use crate::classroom::{ChoiceNumber, Chooser, Comparison, Group, Judged, Likeness, Tested};

/// The whole comparison. What stands by group is in the order of `groups`.
pub(super) fn comparison(class: &Comparison) -> Value {
    let Comparison {
        title,
        groups,
        qualities,
        missed,
        reference,
        agreement,
        thresholds,
        measures,
        best,
        regret,
        hands: _,
        skipped,
    } = class;
    let hands = |of| class.hands(of);
    let pairs: Vec<_> = agreement
        .pairs
        .iter()
        .map(|pair| {
            let mut value = likeness(pair.likeness);
            (value["first"], value["second"]) = (json!(pair.first), json!(pair.second));
            value
        })
        .collect();
    let ranks = qualities
        .iter()
        .map(|row| json!({ "quality": row.quality, "ranks": row.ranks, "reference": row.reference }))
        .collect::<Vec<_>>();
    let thresholds = thresholds
        .iter()
        .map(|row| {
            json!({
                "measure": row.key.measure.key(), "name": row.name, "unit": row.key.measure.unit().symbol(),
                "demands": row.demands.iter().map(|demand| demand.as_ref().map(tested)).collect::<Vec<_>>(),
                "reference": row.reference.as_ref().map(tested),
            })
        })
        .collect::<Vec<_>>();
    let measures = measures
        .iter()
        .map(|column| {
            json!({
                "measure": column.key.measure.key(), "name": column.name, "unit": column.key.measure.unit().symbol(),
                "groups": column.groups.iter().map(number).collect::<Vec<_>>(),
                "reference": column.reference.as_ref().map(number),
            })
        })
        .collect::<Vec<_>>();
    let judgements = |row: &[Judged]| row.iter().map(judged).collect::<Vec<_>>();
    let rows = regret.rows.iter().map(|row| judgements(row)).collect::<Vec<_>>();
    let beside = regret.reference.as_ref().map(|of| {
        json!({ "judged_by": judgements(&of.judged_by), "judges": judgements(&of.judges), "own": judged(&of.own),
            "worst": of.worst, "infeasible_for": of.infeasible_for })
    });
    let skipped = skipped.iter().map(|(file, reason)| json!({ "file": file, "reason": reason })).collect::<Vec<_>>();
    json!({
        "title": title,
        "groups": groups.iter().map(group).collect::<Vec<_>>(),
        "qualities": ranks,
        "missed": missed,
        "reference": reference.as_ref().map(|reference| json!({
            "notes": reference.notes,
            "chosen": reference.chosen.as_ref().map(|picks| design(picks)),
            "feasible": reference.is_feasible,
            "rationale": reference.rationale,
            "hands": hands(Chooser::Reference),
        })),
        "agreement": { "mean": likeness(agreement.mean), "pairs": pairs },
        "thresholds": thresholds,
        "measures": measures,
        "best": best,
        "hands": (0..groups.len()).map(|group| hands(Chooser::Group(group))).collect::<Vec<_>>(),
        "regret": {
            "rows": rows,
            "worst_for_others": regret.worst_for_others,
            "infeasible_for": regret.infeasible_for,
            "reference": beside,
        },
        "skipped": skipped,
    })
}

fn group(group: &Group) -> Value {
    let specifications = group
        .specifications
        .iter()
        .map(|one| json!({ "text": one.text, "points": one.points, "met": one.is_met, "reason": one.reason }))
        .collect::<Vec<_>>();
    let answers = group.answers.iter().map(|(question, answer)| json!({ "question": question, "answer": answer }));
    json!({
        "name": group.name,
        "file": group.file,
        "members": group.members,
        "seconds": group.seconds,
        "same_version": group.is_same_version,
        "chosen": group.chosen.as_ref().map(|picks| design(picks)),
        "feasible": group.is_feasible,
        "rationale": group.rationale,
        "rejected": design(&group.rejected),
        "why_rejected": group.why_rejected,
        "answers": answers.collect::<Vec<_>>(),
        "remarks": group.remarks,
        "specifications": specifications,
    })
}

/// Choices in their order: two of them may have the same name.
fn design(picks: &[(String, String)]) -> Value {
    picks.iter().map(|(choice, option)| json!({ "choice": choice, "option": option })).collect()
}

fn number(number: &ChoiceNumber) -> Value {
    json!({ "value": number.value, "interval": number.interval, "text": number.text })
}

fn likeness(likeness: Likeness) -> Value {
    json!({ "kendall": likeness.kendall, "jaccard": likeness.jaccard })
}

fn tested(tested: &Tested) -> Value {
    json!({
        "limit": tested.limit,
        "stated": tested.stated,
        "hard": tested.is_hard,
        "constraint": tested.constraint.label(),
        "weight": tested.weight,
    })
}

fn judged(judged: &Judged) -> Value {
    match judged {
        Judged::Feasible(weighed) => {
            json!({
                "outcome": "feasible",
                "worth": weighed.worth,
                "regret": weighed.regret,
                "unknown": weighed.unknown,
                "weighs": weighed.weighs,
            })
        }
        Judged::Infeasible(missed) => json!({ "outcome": "infeasible", "missed": missed }),
        Judged::Unknown(unknown) => json!({ "outcome": "unknown", "unknown": unknown }),
        Judged::Nothing => json!({ "outcome": "nothing" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hands_are_those_for_the_design_and_unknown_before_a_vote() {
        let group = |option: &str| Group {
            chosen: Some(vec![("Model of Scorer".to_owned(), option.to_owned())]),
            ..Group::default()
        };
        let groups = vec![group("Tree"), group("Tree"), group("Forest"), Group::default()];
        let class = Comparison { groups, hands: vec![0; 4], ..Comparison::default() };
        assert_eq!(comparison(&class)["hands"], json!([null, null, null, null]));
        let class = Comparison { hands: vec![12, 0, 0, 0], ..class };
        assert_eq!(comparison(&class)["hands"], json!([12, 12, 0, null]));
    }

    #[test]
    fn choices_of_one_name_are_all_there() {
        let pick = |choice: &str, option: &str| (choice.to_owned(), option.to_owned());
        let scorers = vec![pick("Model of Scorer", "Boosted trees"), pick("Model of Scorer", "Decision tree")];
        let value = group(&Group { chosen: Some(scorers), ..Group::default() });
        let expected = json!([
            { "choice": "Model of Scorer", "option": "Boosted trees" },
            { "choice": "Model of Scorer", "option": "Decision tree" },
        ]);
        assert_eq!((&value["chosen"], &value["rejected"]), (&expected, &json!([])));
        assert_eq!(group(&Group::default())["chosen"], Value::Null, "nothing was chosen");
    }
}
