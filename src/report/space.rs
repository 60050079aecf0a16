//! All designs: what the limits leave of them, the front, the plots, and how certain the front is.

use super::build::column;
use super::document::{Block, Cell, Figure, Row, Section, Table};
use super::input::Input;
use super::options::{looked_at, note, summary};
use super::part::Part;
use super::plot;
use super::words::{self, counted};
use crate::analysis::Quality;
use crate::model::{Direction, MeasureKey, in_sentence, listed};
use crate::tradeoff::{Exploration, Region, Relaxation, percent, shortlist};

/// Designs listed at most; a front of hundreds helps nobody who reads on paper.
const MOST_LISTED: usize = 15;

/// Options that are told to fit nowhere, at most.
const MOST_SHUT_OUT: usize = 8;

/// Plots at most, the one of the main pair included.
const MOST_PLOTS: usize = 4;

/// Every section about all designs; none where there are no others.
pub(super) fn sections(input: &Input<'_>) -> Vec<Section> {
    let Some((exploration, region)) = input.explored.filter(|(exploration, _)| !exploration.is_empty()) else {
        return Vec::new();
    };
    let mut sections = vec![limits_section(input, (exploration, region))];
    if !input.front.members.is_empty() {
        sections.push(front_section(input, (exploration, region)));
    }
    sections.extend(plots_section(input, (exploration, region)));
    if let Some(certainty) = input.certainty {
        let mut section = Section::new(Part::Designs, "How certain the front is");
        section.bullets(certainty.in_words(input.project));
        if !input.draft.certainty.is_empty() {
            section.paragraph(&format!("About this design: {}", input.draft.certainty.join(" ")));
        }
        sections.push(section);
    }
    sections
}

/// Which designs are feasible, what each limit removes, and what its loosening would let in.
fn limits_section(input: &Input<'_>, (exploration, region): (&Exploration, &Region)) -> Section {
    let project = input.project;
    let mut section = Section::new(Part::Designs, "What the limits leave");
    if let Some(search) = exploration.search() {
        section.paragraph(&search.in_words(project, exploration.len()).join(" "));
    }
    section.paragraph(&summary((exploration, region), input.front.members.len()));
    section.bullets(exploration.space().open().to_vec());
    if region.feasible() < exploration.len() {
        let (table, binding) = rejections(input, exploration, region);
        section.table(table, "");
        if !binding.is_empty() {
            let (bind, them) = if binding.len() == 1 { ("binds", "it") } else { ("bind", "one of them") };
            section.paragraph(&format!(
                "{} {bind}: designs that {them} alone removes would be on the front.",
                listed(&binding)
            ));
        }
        section.bullets(relaxations(input, exploration, region));
    }
    let shut_out = region.shut_out(exploration);
    if !shut_out.is_empty() {
        section.blocks.push(Block::Heading("Options that no feasible design takes".to_owned()));
        let axes = exploration.space().axes();
        section.bullets(shut_out.iter().take(MOST_SHUT_OUT).map(|one| one.in_words(project, axes)).collect());
        if shut_out.len() > MOST_SHUT_OUT {
            section
                .paragraph(&format!("{} fit nowhere as well.", counted(shut_out.len() - MOST_SHUT_OUT, "more option")));
        }
    }
    section
}

/// Which hard requirement rejects how many designs, and the names of those that bind.
fn rejections(input: &Input<'_>, exploration: &Exploration, region: &Region) -> (Table, Vec<String>) {
    let mut table = Table::new(&[
        "Hard requirement",
        "#Required",
        "#Designs removed",
        "#Removed by it alone",
        "#Cannot be judged",
        "#Kept off the front",
    ]);
    let mut binding = Vec::new();
    for effect in region.effects(exploration, &input.axes, &input.front.members) {
        let Some(requirement) = input.project.requirements.get(&effect.requirement) else { continue };
        let mut row: Vec<Cell> = vec![requirement.name.as_str().into(), requirement.relation().into()];
        let counts = [effect.removed, effect.removed_alone, effect.undecided, effect.kept_off_front];
        row.extend(counts.map(|count| words::count(count).into()));
        table.row(row);
        if effect.kept_off_front > 0 {
            binding.push(format!("\"{}\"", requirement.name));
        }
    }
    (table, binding)
}

/// What a loosened limit would let in; where nothing is feasible, what would have to give way together.
fn relaxations(input: &Input<'_>, exploration: &Exploration, region: &Region) -> Vec<String> {
    if region.feasible() == 0 {
        return region.joint_relaxations(exploration).iter().map(|found| found.in_words(input.project)).collect();
    }
    let alone = (0..region.limits().len()).filter_map(|position| region.relaxation(exploration, position));
    let in_words = |found: Relaxation| {
        let designs = counted(found.admits, "more design");
        format!("{}, {designs} would be feasible.", found.changes_in_words(input.project))
    };
    alone.map(in_words).collect()
}

/// The designs that no other one dominates, with the chosen one and those that were considered.
fn front_section(input: &Input<'_>, (exploration, region): (&Exploration, &Region)) -> Section {
    let mut section = Section::new(Part::Designs, "Designs on the front");
    let measures: Vec<_> = input.axes.iter().map(|key| in_sentence(&input.project.measure_name(key))).collect();
    section.paragraph(&format!(
        "No other feasible design{} that is known as well is at least as good on all of these measures and better on one: \
         {}.",
        looked_at(exploration),
        listed(&measures)
    ));
    let mut listed = shortlist(input.project, exploration, &input.front, MOST_LISTED);
    listed.extend(input.chosen().into_iter().chain(input.draft.runner_up).chain(input.considered()));
    listed.sort_unstable();
    listed.dedup();
    let mut table = front_table(input, (exploration, region), &listed);
    // The number of the design and the note stay.
    table.take_shared(1..table.columns.len() - 1);
    if !table.shared.is_empty() {
        let said: Vec<String> = table.shared.iter().map(|(title, text)| format!("{title} = {text}")).collect();
        section.paragraph(&format!("In all of these: {}.", said.join("; ")));
    }
    section.table(table, "");
    // Those that were considered are listed beside the best and may be on the front as well.
    let more = input.front.members.iter().filter(|index| !listed.contains(index)).count();
    if more > 0 {
        section.paragraph(&format!(
            "The best of the front are listed, as the requirements weigh them; {} on it.",
            if more == 1 { "1 more is".to_owned() } else { format!("{} more are", words::count(more)) }
        ));
    }
    section
}

fn front_table(input: &Input<'_>, (exploration, region): (&Exploration, &Region), listed: &[usize]) -> Table {
    let project = input.project;
    let mut table = Table::new(&["#Design"]);
    for choice in project.choices.values() {
        let element = project.element_name(&choice.element);
        table.columns.push(column(format!("{element}: {}", choice.question.label().to_lowercase()), false));
    }
    table.columns.extend(input.axes.iter().map(|key| column(project.measure_name(key), true)));
    table.columns.push(column("On the front in draws".to_owned(), true));
    table.columns.push(column("Note".to_owned(), false));
    for index in listed {
        let Some(design) = exploration.design(*index) else {
            continue;
        };
        let mut cells: Vec<Cell> = vec![exploration.ordinal_text(*index).into()];
        for (id, choice) in &project.choices {
            let pick = design.picks.get(id);
            cells.push(pick.map_or_else(|| "as drawn".to_owned(), |pick| words::pick(project, choice, pick)).into());
        }
        for key in &input.axes {
            let quality = exploration.quality(*index, key);
            cells.push(quality.as_ref().map_or_else(|| "unknown".to_owned(), Quality::in_words).into());
        }
        let place = input.certainty.and_then(|certainty| certainty.place(*index));
        cells.push(place.map_or_else(String::new, |place| percent(place.on_front)).into());
        cells.push(note(input, region, *index));
        table.rows.push(Row { cells, emphasis: input.chosen() == Some(*index) });
    }
    table
}

/// The main pair of measures, then what is had against every other price.
fn plots_section(input: &Input<'_>, explored: (&Exploration, &Region)) -> Option<Section> {
    let (exploration, project) = (explored.0, input.project);
    let main = exploration.plot_axes(project)?;
    let mut section = Section::new(Part::Designs, "Trade-off");
    for (place, (x, y)) in (1..).zip(pairs(input, exploration, &main)) {
        let numbers = if place == 1 { "; the numbers are those of the designs above" } else { "" };
        let caption = format!(
            "{} against {} of every design that both are known for{numbers}.",
            project.measure_name(&y),
            in_sentence(&project.measure_name(&x))
        );
        let key = if place == 1 { "trade_off".to_owned() } else { format!("trade_off_{place}") };
        let svg = plot::plot_svg(project, explored, (&x, &y), Some(input.design));
        section.blocks.push(Block::Figure(Figure { key, caption, svg }));
    }
    Some(section)
}

/// Whether any two designs differ in a measure: a plot against what is the same everywhere shows nothing.
fn differs(exploration: &Exploration, key: &MeasureKey) -> bool {
    let mut known = (0..exploration.len()).filter_map(|index| exploration.value(index, key));
    known.next().is_some_and(|first| known.any(|other| other != first))
}

/// Pairs to plot, the main one first: what is had stays upwards, what it is paid with changes; what else is had follows
/// against the main price.
fn pairs(
    input: &Input<'_>,
    exploration: &Exploration,
    main: &(MeasureKey, MeasureKey),
) -> Vec<(MeasureKey, MeasureKey)> {
    let (price, gain) = main;
    let others: Vec<&MeasureKey> =
        input.axes.iter().filter(|key| *key != price && *key != gain).filter(|key| differs(exploration, key)).collect();
    let is_price = |key: &&MeasureKey| key.measure.direction() == Direction::Lower;
    let prices = others.iter().copied().filter(is_price).map(|key| (key.clone(), gain.clone()));
    let gains = others.iter().copied().filter(|key| !is_price(key)).map(|key| (price.clone(), key.clone()));
    std::iter::once(main.clone()).chain(prices).chain(gains).take(MOST_PLOTS).collect()
}
