//! What groups get of the project, and what is kept back.

use std::collections::BTreeSet;

use egui::{Checkbox, RichText, Ui};
use strum::IntoEnumIterator as _;

use super::preview::Preview;
use crate::edit::Given;
use crate::gui::fields::caption;
use crate::gui::theme::{STEP, palette};
use crate::model::{Quantity, Unit, counted, in_sentence, listed};

pub(super) fn show(ui: &mut Ui, given: &mut BTreeSet<Given>, preview: &Preview) {
    for one in Given::iter() {
        let needs = one.needs().filter(|needed| !needed.is_among(given));
        let mut is_given = one.is_among(given);
        ui.horizontal_wrapped(|ui| {
            let response = ui.add_enabled(needs.is_none(), Checkbox::new(&mut is_given, one.label()));
            match needs {
                Some(needed) => caption(ui, &format!("means nothing without {}", in_sentence(needed.label()))),
                None => caption(ui, description(one)),
            };
            if response.changed() {
                if is_given {
                    given.insert(one);
                } else {
                    given.remove(&one);
                }
            }
        });
    }
    ui.add_space(STEP);
    ui.label(RichText::new(kept_back(given)).color(palette(ui.visuals()).weak));
    if Given::Choices.is_among(given) && !Given::Evidence.is_among(given) && preview.candidates > 0 {
        ui.label(RichText::new(training(preview)).color(palette(ui.visuals()).weak));
    }
}

/// How long groups will train where nothing is measured.
fn training(preview: &Preview) -> String {
    let limit = match preview.training_limit {
        Some(seconds) => format!("at most {} in all", Quantity::estimated(seconds, Unit::Second)),
        None => "nothing limits how long that takes. A limit of time is stated at the stage Models".to_owned(),
    };
    let candidates = counted(preview.candidates, "candidate");
    format!("Without measurements groups have to train {candidates} before they can choose a model: {limit}.")
}

fn description(given: Given) -> &'static str {
    match given {
        Given::Drawing => "components, connectors, nodes, alternatives and scenarios",
        Given::Choices => "what can be chosen, and which combinations are ruled out",
        Given::Models => "what could fill the components that learn",
        Given::Evidence => "quality, time and size of trained candidates: nobody has to train",
        Given::Data => "the files that one trains with; they make the exercise larger",
        Given::Requirements => "with weights and judgements; as a rule groups find their own",
    }
}

/// What groups will not see, in a sentence or two.
fn kept_back(given: &BTreeSet<Given>) -> String {
    let kept: Vec<_> = Given::iter().filter(|one| !one.is_among(given)).map(|one| in_sentence(one.label())).collect();
    let always = "Decisions and accepted findings are never given.";
    if kept.is_empty() { always.to_owned() } else { format!("Kept back: {}. {always}", listed(&kept)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_groups_train_is_said_before() {
        let preview = |training_limit| Preview { candidates: 5, training_limit, ..Preview::default() };
        assert_eq!(
            training(&preview(Some(100.0))),
            "Without measurements groups have to train 5 candidates before they can choose a model: at most 100 s in all."
        );
        assert!(training(&preview(None)).ends_with("A limit of time is stated at the stage Models."));
    }

    #[test]
    fn what_is_kept_back_counts_what_means_nothing_without_it() {
        let all: BTreeSet<_> = Given::iter().collect();
        assert_eq!(kept_back(&all), "Decisions and accepted findings are never given.");
        let without_models: BTreeSet<_> = all.into_iter().filter(|one| *one != Given::Models).collect();
        assert_eq!(
            kept_back(&without_models),
            "Kept back: candidate models, measurements and data files. Decisions and accepted findings are never given."
        );
    }
}
