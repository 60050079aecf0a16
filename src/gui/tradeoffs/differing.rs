//! Which elements of the drawing a few designs treat differently, and how, in words.

use crate::gui::sketch::Mark;
use crate::model::{Choice, Design, ElementId, OpenQuestion, Pick, Project};
use crate::tradeoff::{Axis, DesignSpace};

/// The elements that not all of the designs treat alike, each with a line for every choice about it in which they
/// differ, such as `A, C: cloud · B: phone`; in the order of the choices. Letters stand for the designs.
pub(super) fn differing(project: &Project, space: &DesignSpace, designs: &[Design], letters: &[&str]) -> Vec<Mark> {
    let mut found: Vec<(ElementId, Vec<(&'static str, String)>)> = Vec::new();
    for axis in space.axes() {
        let Some(choice) = project.choices.get(&axis.choice) else { continue };
        let Some(line) = line(project, space, (axis, choice), designs, letters) else { continue };
        let line = (choice.question.label(), line);
        match found.iter_mut().find(|(element, _)| *element == choice.element) {
            Some((_, lines)) => lines.push(line),
            None => found.push((choice.element.clone(), vec![line])),
        }
    }
    let mark = |(element, lines): (ElementId, Vec<(&str, String)>)| {
        // What is asked goes without saying where it is one thing only.
        let is_plain = lines.len() == 1;
        let words = |(question, line): (&str, String)| if is_plain { line } else { format!("{question}: {line}") };
        Mark { element, lines: lines.into_iter().map(words).collect() }
    };
    found.into_iter().map(mark).collect()
}

/// Who takes which option of a choice; `None` where all take the same.
fn line(
    project: &Project,
    space: &DesignSpace,
    (axis, choice): (&Axis, &Choice),
    designs: &[Design],
    letters: &[&str],
) -> Option<String> {
    let mut options: Vec<(String, Vec<&str>)> = Vec::new();
    for (design, letter) in designs.iter().zip(letters) {
        // What is said of an element that a design leaves out does not matter.
        let is_presence = matches!(choice.question, OpenQuestion::Presence(_));
        if !is_presence && leaves_out(project, space, design, &choice.element) {
            continue;
        }
        let option = match design.picks.get(&axis.choice) {
            Some(Pick::Present(true)) => "there".to_owned(),
            Some(Pick::Present(false)) => "left out".to_owned(),
            Some(pick) => axis.option_label(pick),
            None => "as drawn".to_owned(),
        };
        match options.iter_mut().find(|(known, _)| *known == option) {
            Some((_, letters)) => letters.push(letter),
            None => options.push((option, vec![letter])),
        }
    }
    let words = |(option, letters): (String, Vec<&str>)| format!("{}: {option}", letters.join(", "));
    (options.len() > 1).then(|| options.into_iter().map(words).collect::<Vec<_>>().join(" · "))
}

fn leaves_out(project: &Project, space: &DesignSpace, design: &Design, element: &ElementId) -> bool {
    space.axes().iter().any(|axis| {
        let is_about_it = project.choices.get(&axis.choice).is_some_and(|choice| choice.element == *element);
        is_about_it && design.picks.get(&axis.choice) == Some(&Pick::Present(false))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_support::TestProject;
    use crate::model::{Absence, EvidenceBook};

    const LETTERS: [&str; 4] = ["A", "B", "C", "D"];

    fn project() -> Project {
        TestProject::new()
            .component("scorer", &[])
            .component("cache", &[])
            .node("edge", &[], &[])
            .node("cloud", &[], &[])
            .choice("place", "scorer", OpenQuestion::Node(vec!["edge".into(), "cloud".into()]))
            .choice("copies", "scorer", OpenQuestion::Replicas { fewest: 1, most: 3 })
            .choice("cache", "cache", OpenQuestion::Presence(Absence::Bypassed))
            .choice("cache copies", "cache", OpenQuestion::Replicas { fewest: 1, most: 2 })
            .build()
    }

    fn design(node: &str, copies: u32, cache: Option<u32>) -> Design {
        let picks = [
            ("place".into(), Pick::Node(node.into())),
            ("copies".into(), Pick::Replicas(copies)),
            ("cache".into(), Pick::Present(cache.is_some())),
            ("cache copies".into(), Pick::Replicas(cache.unwrap_or(1))),
        ];
        Design { picks: picks.into() }
    }

    fn words(designs: &[Design]) -> Vec<(String, Vec<String>)> {
        let project = project();
        let space = DesignSpace::of(&project, &EvidenceBook::default());
        let marks = differing(&project, &space, designs, &LETTERS);
        marks.into_iter().map(|mark| (project.element_name(&mark.element), mark.lines)).collect()
    }

    fn said(element: &str, lines: &[&str]) -> (String, Vec<String>) {
        (element.to_owned(), lines.iter().map(|line| (*line).to_owned()).collect())
    }

    #[test]
    fn who_does_what_with_an_element() {
        let three = [design("cloud", 1, Some(2)), design("edge", 1, Some(2)), design("cloud", 1, Some(2))];
        assert_eq!(words(&three), [said("scorer", &["A, C: cloud · B: edge"])]);
        let two = [design("cloud", 1, Some(2)), design("edge", 3, Some(2))];
        assert_eq!(words(&two), [said("scorer", &["Node: A: cloud · B: edge", "Replicas: A: 1 · B: 3"])]);
        assert!(words(&[design("cloud", 1, None), design("cloud", 1, None)]).is_empty());
    }

    #[test]
    fn of_what_is_left_out_nothing_else_is_said() {
        let two = [design("cloud", 1, Some(2)), design("cloud", 1, None)];
        assert_eq!(words(&two), [said("cache", &["A: there · B: left out"])]);
        let three = [design("cloud", 1, Some(2)), design("cloud", 1, None), design("cloud", 1, Some(1))];
        assert_eq!(words(&three), [said("cache", &["Presence: A, C: there · B: left out", "Replicas: A: 2 · C: 1"])]);
    }
}
