//! What the decision hangs on, as ATAM tells it: which of its parts are sensitivity points and trade-off points, which
//! risks and non-risks they bring, and which drivers the risks threaten.

use super::document::{Block, Cell, Figure, Section, Table};
use super::input::Input;
use super::part::Part;
use super::placing::{Place, decided};
use super::risks::{Judgement, risks};
use super::tornado;
use crate::model::RequirementId;
use crate::tradeoff::{NOTABLE, Sensitivity, count_in_words, percent};

/// Sensitivity points and trade-off points that are told, the strongest ones.
const MOST_POINTS: usize = 12;

/// The section; `None` where there is nothing to hang on.
pub(super) fn section(input: &Input<'_>) -> Option<Section> {
    let (risks, sound) = risks(input);
    let mut points = Points::of(input);
    if risks.is_empty() && sound.is_empty() && points.sensitivity.is_empty() {
        return None;
    }
    let left_out = points.cut();
    let mut section = Section::new(Part::Sensitivity, "What the decision hangs on");
    section.paragraph(&introduction(input.sensitivity));
    section.table(decision_table(input, &points, (&risks, &sound)), "");
    section.list("Sensitivity points", "S", points.sensitivity.iter().map(|point| &point.text));
    if left_out > 0 {
        section.paragraph(&format!("{} more have less of an effect.", count_in_words(left_out)));
    }
    section.list("Trade-off points", "T", points.trade_off.iter().map(|point| &point.text));
    section.list("Risks", "R", risks.iter().map(|risk| &risk.text));
    section.list("Non-risks", "N", sound.iter().map(|sound| &sound.text));
    if !risks.is_empty() {
        section.blocks.push(Block::Heading("Risk themes".to_owned()));
        section.table(themes(input, &risks), "");
    }
    section.blocks.extend(
        input
            .sensitivity
            .and_then(|sensitivity| tornado::figure(input.project, sensitivity))
            .map(|(caption, svg)| Block::Figure(Figure { key: "tornado".to_owned(), caption, svg })),
    );
    Some(section)
}

fn introduction(sensitivity: Option<&Sensitivity>) -> String {
    let Some(sensitivity) = sensitivity else {
        return "What the numbers of this design do to its qualities was not worked out.".to_owned();
    };
    format!(
        "Each of {} numbers was moved by ±{} alone: shares by their distance to 100 % where that is less, whole numbers by \
         one. A number is a sensitivity point if a quality changes by a tenth of that or more, if it overloads something, \
         or if a verdict turns on the way; it is a trade-off point if it improves one such quality and worsens another. \
         Of the decisions about a component, what concerns it stands with the one that it concerns most; what no decision \
         is about stands with the system as drawn.",
        count_in_words(sensitivity.numbers.len()),
        percent(sensitivity.within)
    )
}

/// What was moved and matters.
struct Points {
    sensitivity: Vec<Point>,
    trade_off: Vec<Point>,
}

/// A number that matters, in a sentence.
struct Point {
    text: String,
    /// What tells its decision.
    place: Place,
}

impl Points {
    fn of(input: &Input<'_>) -> Self {
        let Some(sensitivity) = input.sensitivity else {
            return Self { sensitivity: Vec::new(), trade_off: Vec::new() };
        };
        let point = |number: usize, text: String| Point { text, place: Place::of_number(&sensitivity.numbers[number]) };
        let found = sensitivity.sensitivity_points(NOTABLE).into_iter();
        let trade_offs = sensitivity.trade_off_points(NOTABLE).into_iter();
        Self {
            sensitivity: found
                .map(|found| point(found.number, sensitivity.point_in_words(input.project, &found)))
                .collect(),
            trade_off: trade_offs
                .map(|found| point(found.number, sensitivity.trade_off_in_words(input.project, &found)))
                .collect(),
        }
    }

    /// Keeps the strongest, and says how many sensitivity points are left out.
    fn cut(&mut self) -> usize {
        let left_out = self.sensitivity.len().saturating_sub(MOST_POINTS);
        self.sensitivity.truncate(MOST_POINTS);
        self.trade_off.truncate(MOST_POINTS);
        left_out
    }
}

/// Decision by decision, which points, risks and non-risks belong to it.
fn decision_table(input: &Input<'_>, points: &Points, (risks, sound): (&[Judgement], &[Judgement])) -> Table {
    let decisions = decided(input);
    let mut cells: Vec<[Vec<String>; 4]> = vec![Default::default(); decisions.len()];
    let mut mark = |column: usize, text: String, place: &Place| {
        for position in place.among(&decisions) {
            cells[position][column].push(text.clone());
        }
    };
    for (column, letter, listed) in [(0, 'S', &points.sensitivity), (1, 'T', &points.trade_off)] {
        for (number, point) in (1..).zip(listed) {
            mark(column, format!("{letter}{number}"), &point.place);
        }
    }
    for (column, letter, listed) in [(2, 'R', risks), (3, 'N', sound)] {
        for (number, judgement) in (1..).zip(listed) {
            mark(column, format!("{letter}{number}"), &Place::On(judgement.elements.clone(), judgement.concern));
        }
    }
    let mut table = Table::new(&["Decision", "Sensitivity points", "Trade-off points", "Risks", "Non-risks"]);
    for (decision, cells) in decisions.into_iter().zip(cells) {
        let mut row: Vec<Cell> = vec![decision.name.into()];
        row.extend(cells.map(|codes| codes.join(", ").into()));
        table.row(row);
    }
    table
}

/// Risks with something in common, and the requirements that they threaten.
fn themes(input: &Input<'_>, risks: &[Judgement]) -> Table {
    let mut themes: Vec<(&str, Vec<String>, Vec<&RequirementId>)> = Vec::new();
    for (number, risk) in (1..).zip(risks) {
        let place = themes.iter().position(|(theme, ..)| *theme == risk.theme).unwrap_or_else(|| {
            themes.push((&risk.theme, Vec::new(), Vec::new()));
            themes.len() - 1
        });
        let (_, codes, threatened) = &mut themes[place];
        codes.push(format!("R{number}"));
        threatened.extend(risk.requirements.iter().filter(|id| !threatened.contains(id)).collect::<Vec<_>>());
    }
    let drivers = input.decision().map_or(&[][..], |decision| &decision.drivers);
    let named = |id: &&RequirementId| {
        let name = input.project.requirements.get(*id).map_or(id.as_str(), |requirement| &requirement.name);
        if drivers.contains(id) { format!("{name} (driver)") } else { name.to_owned() }
    };
    let mut table = Table::new(&["Theme", "Risks", "Threatens"]);
    for (theme, codes, threatened) in themes {
        let threatened: Vec<_> = threatened.iter().map(named).collect();
        let threatened = if threatened.is_empty() { "no stated requirement".to_owned() } else { threatened.join(", ") };
        table.row(vec![theme.into(), codes.join(", ").into(), threatened.into()]);
    }
    table
}

impl Section {
    /// A list under a heading, with a letter and a number before each item; nothing where there is none.
    fn list<'t>(&mut self, heading: &str, letter: &str, items: impl Iterator<Item = &'t String>) {
        let items: Vec<String> =
            (1..).zip(items).map(|(number, text): (usize, _)| format!("{letter}{number}: {text}")).collect();
        if !items.is_empty() {
            self.blocks.push(Block::Heading(heading.to_owned()));
            self.bullets(items);
        }
    }
}
