//! Which slides a class makes, and how many steps each is revealed in.

use super::shown::Shown;

/// One page of the presentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slide {
    /// What was asked, and how many answered.
    Title,
    /// Qualities, then groups, the reference, what nobody names, how far groups agree.
    Matters,
    /// Measure by measure.
    Limits,
    /// Choice by choice, then which nobody beats, then that of the instructor.
    Choices,
    /// One group after the other in its own words, then the instructor.
    Words,
    /// Judge by judge, then the sums, then the reference.
    Regret,
    /// Who would take which design now.
    Vote,
}

/// A slide, and how far it is revealed: from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub slide: usize,
    pub step: usize,
}

/// What a slide about ranks reveals after the qualities and the groups, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AfterGroups {
    pub reference: bool,
    pub missed: bool,
    pub agreement: bool,
}

/// The slides with their steps, at least one each. What there is nothing to tell of makes no slide.
pub(super) fn slides(shown: &Shown) -> Vec<(Slide, usize)> {
    let comparison = &shown.comparison;
    let groups = comparison.groups.len();
    let has_choice = comparison.groups.iter().any(|group| group.chosen.is_some());
    let mut slides = vec![(Slide::Title, 1)];
    if !comparison.qualities.is_empty() {
        let after = [shown.has_reference, !comparison.missed.is_empty(), shown.closest.is_some()];
        slides.push((Slide::Matters, 1 + groups + after.into_iter().filter(|is_told| *is_told).count()));
    }
    if !comparison.thresholds.is_empty() {
        slides.push((Slide::Limits, 1 + comparison.thresholds.len()));
    }
    if has_choice {
        // The reference answer comes last.
        let reference = usize::from(shown.has_reference_choice());
        if comparison.measures.len() >= 2 {
            slides.push((Slide::Choices, 2 + groups + reference));
        }
        slides.push((Slide::Words, groups + reference));
        slides.push((Slide::Regret, 2 + groups + reference));
        slides.push((Slide::Vote, 1));
    }
    slides
}

/// What is revealed so many steps after the last group.
pub(super) fn after_groups(shown: &Shown, steps: usize) -> AfterGroups {
    let mut left = steps;
    let mut next = |there_is: bool| {
        let is_told = there_is && left > 0;
        left -= usize::from(is_told);
        is_told
    };
    AfterGroups {
        reference: next(shown.has_reference),
        missed: next(!shown.comparison.missed.is_empty()),
        agreement: next(shown.closest.is_some()),
    }
}

impl Place {
    /// One step on, to the next slide after the last step; stays at the end.
    pub fn forward(self, slides: &[(Slide, usize)]) -> Self {
        match slides.get(self.slide) {
            Some((_, steps)) if self.step + 1 < *steps => Self { step: self.step + 1, ..self },
            _ if self.slide + 1 < slides.len() => Self { slide: self.slide + 1, step: 0 },
            _ => self,
        }
    }

    /// One step back, to the whole of the slide before; stays at the beginning.
    pub fn back(self, slides: &[(Slide, usize)]) -> Self {
        match (self.step.checked_sub(1), self.slide.checked_sub(1)) {
            (Some(step), _) => Self { step, ..self },
            (None, Some(slide)) => Self { slide, step: 0 }.whole(slides),
            (None, None) => self,
        }
    }

    /// All of this slide.
    pub fn whole(self, slides: &[(Slide, usize)]) -> Self {
        let steps = slides.get(self.slide).map_or(1, |(_, steps)| *steps);
        Self { step: steps.saturating_sub(1), ..self }
    }

    /// The nearest place that exists: groups may have been added since.
    pub fn within(self, slides: &[(Slide, usize)]) -> Self {
        let slide = self.slide.min(slides.len().saturating_sub(1));
        let place = Self { slide, ..self };
        Self { step: place.step.min(place.whole(slides).step), slide }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::test_support::{comparison, with_reference};
    use super::*;
    use crate::classroom::Comparison;

    #[test]
    fn a_class_makes_slides_of_what_there_is() {
        let shown = Shown::of(&Arc::new(comparison()), false);
        // Three groups: qualities, 3 groups, reference, missed, agreement; two measures with limits.
        let expected = [
            (Slide::Title, 1),
            (Slide::Matters, 7),
            (Slide::Limits, 3),
            (Slide::Choices, 5),
            (Slide::Words, 3),
            (Slide::Regret, 5),
            (Slide::Vote, 1),
        ];
        assert_eq!(slides(&shown), expected);
        let shown = Shown::of(&Arc::new(with_reference(comparison())), false);
        assert_eq!(slides(&shown)[3..], [(Slide::Choices, 6), (Slide::Words, 4), (Slide::Regret, 6), (Slide::Vote, 1)]);
        let empty = Shown::of(&Arc::new(Comparison::default()), false);
        assert_eq!(slides(&empty), [(Slide::Title, 1)]);
    }

    #[test]
    fn every_step_is_reached_and_left_both_ways() {
        let slides = [(Slide::Title, 1), (Slide::Limits, 3), (Slide::Regret, 2)];
        let mut places = vec![Place::default()];
        while let Some(next) =
            places.last().map(|place| place.forward(&slides)).filter(|next| Some(next) != places.last())
        {
            places.push(next);
        }
        let numbers: Vec<_> = places.iter().map(|place| (place.slide, place.step)).collect();
        assert_eq!(numbers, [(0, 0), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1)]);
        for pair in places.windows(2) {
            assert_eq!(pair[1].back(&slides), pair[0]);
        }
        assert_eq!(Place::default().back(&slides), Place::default());
        assert_eq!(Place { slide: 7, step: 9 }.within(&slides), Place { slide: 2, step: 1 });
    }

    #[test]
    fn what_there_is_not_takes_no_step() {
        let mut class = comparison();
        class.missed.clear();
        let shown = Shown::of(&Arc::new(class), false);
        let told = |steps| after_groups(&shown, steps);
        assert_eq!(told(0), AfterGroups { reference: false, missed: false, agreement: false });
        assert_eq!(told(1), AfterGroups { reference: true, missed: false, agreement: false });
        assert_eq!(told(2), AfterGroups { reference: true, missed: false, agreement: true });
    }
}
