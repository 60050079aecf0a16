//! What backs the decision: every quality, the path of a request, the bill, and what is not known.

use super::document::{Block, Cell, Row, Section, Table, Tone};
use super::part::Part;
use super::words;
use crate::analysis::{Analysis, Latency, ScenarioAnalysis, Severity};
use crate::model::{ElementId, Measure, Project, Provenance, Quantity, Subject, Unit, When, format_number};
use crate::tradeoff::percent;

/// Mean waits below this, in milliseconds, are not told apart.
const LEAST_WAIT: f64 = 0.001;

/// Every measure of the chosen design. How far a vehicle needs to stop is told where something moves or a requirement
/// asks for it.
pub(super) fn qualities_section(project: &Project, analysis: &Analysis) -> Section {
    let mut section = Section::new(Part::Qualities, "Qualities of this design");
    let mut table = Table::new(&["Measure", "#Value", "#95 % interval", "Provenance", "Note"]);
    let required = project.required_measures();
    for (key, quality) in &analysis.qualities {
        let is_motion = key.measure == Measure::StoppingDistance;
        if is_motion && !quality.quantity.is_known() && !required.contains(key) && !moves(project, &key.subject) {
            continue;
        }
        table.row(vec![
            project.measure_name(key).into(),
            quality.in_words().into(),
            words::interval(quality).into(),
            provenance_cell(quality.quantity.provenance()),
            quality.note.clone().unwrap_or_default().into(),
        ]);
    }
    section.table(table, "Nothing could be computed for this design.");
    section
}

/// Whether a motion is stated of the scenario.
fn moves(project: &Project, subject: &Subject) -> bool {
    let Subject::Scenario(id) = subject else { return false };
    project.scenarios.get(id).is_some_and(|scenario| scenario.motion.is_some())
}

fn provenance_cell(provenance: Provenance) -> Cell {
    let tone = match provenance {
        Provenance::Unknown => Tone::Open,
        _ => Tone::Neutral,
    };
    Cell::toned(provenance.label(), tone)
}

/// Where the time of each scenario goes.
pub(super) fn latency_section(project: &Project, analysis: &Analysis) -> Section {
    let mut section = Section::new(Part::Qualities, "Where the response time goes");
    for scenario in &analysis.scenarios {
        section.blocks.push(Block::Heading(project.subject_name(&Subject::Scenario(scenario.scenario.clone()))));
        match &scenario.latency {
            Latency::Samples { .. } => {
                let at = |level: f64| {
                    let amount = scenario.latency.quantile(level).unwrap_or(f64::NAN);
                    Quantity::measured(amount, Unit::Millisecond).legible().to_string()
                };
                section.paragraph(&format!(
                    "At peak load half of the requests are answered within {}, 95 % within {}, 99 % within {}.",
                    at(0.5),
                    at(0.95),
                    at(0.99)
                ));
            }
            Latency::Overloaded { reason } => section.paragraph(&format!("The system is {reason}.")),
            Latency::Unknown { reason } => section.paragraph(&format!("Not known: {reason}")),
        }
        section.table(hop_table(project, scenario), "");
        if let Some(bottleneck) = &scenario.bottleneck {
            let name = project.element_name(&ElementId::Component(bottleneck.clone()));
            section.paragraph(&format!("The throughput is limited by {name}."));
        }
    }
    if section.blocks.is_empty() {
        section.paragraph("No scenario is stated, so no request is followed.");
    }
    section
}

fn hop_table(project: &Project, scenario: &ScenarioAnalysis) -> Table {
    let titles = [
        "Component",
        "#Visits per request",
        "#Share of the mean",
        "#Share of the slowest 1 %",
        "#Replicas",
        "#Utilisation",
        "#Mean wait",
    ];
    let mut table = Table::new(&titles);
    for hop in &scenario.hops {
        let load = scenario.loads.get(&hop.component);
        let busy = load.and_then(|load| load.utilisation.amount_in(Unit::Percent)).is_some_and(|share| share > 80.0);
        let of_load = |text: Option<String>| text.unwrap_or_default();
        table.row(vec![
            project.element_name(&ElementId::Component(hop.component.clone())).into(),
            format_number(hop.visits).into(),
            percent(hop.mean_share).into(),
            percent(hop.tail_share).into(),
            of_load(load.map(|load| load.replicas.to_string())).into(),
            Cell::toned(
                of_load(load.map(|load| load.utilisation.to_string())),
                if busy { Tone::Bad } else { Tone::Neutral },
            ),
            of_load(load.map(|load| waiting(load.waiting))).into(),
        ]);
    }
    table
}

/// A mean wait; one far below what anybody could notice is not told to its last digit.
fn waiting(waiting: Quantity) -> String {
    match waiting.amount_in(Unit::Millisecond) {
        Some(wait) if wait > 0.0 && wait < LEAST_WAIT => format!("below {LEAST_WAIT} ms"),
        _ => waiting.legible().to_string(),
    }
}

/// The monthly bill.
pub(super) fn cost_section(project: &Project, analysis: &Analysis) -> Section {
    let mut section = Section::new(Part::Qualities, "Monthly cost");
    let mut table = Table::new(&["Item", "Element", "#Per month", "Provenance"]);
    let mut total = Ok(Quantity::measured(0.0, Unit::DollarPerMonth));
    for item in &analysis.costs {
        total = total.and_then(|sum| sum.plus(item.monthly));
        table.row(vec![
            item.label.as_str().into(),
            item.element.as_ref().map_or_else(String::new, |element| project.element_name(element)).into(),
            item.monthly.to_string().into(),
            provenance_cell(item.monthly.provenance()),
        ]);
    }
    if let (Ok(total), false) = (total, table.rows.is_empty()) {
        let cells = vec!["Sum".into(), "".into(), total.to_string().into(), provenance_cell(total.provenance())];
        table.rows.push(Row { cells, emphasis: true });
    }
    section.table(table, "No price is stated, so there is no bill.");
    section
}

/// What the checks have to say.
pub(super) fn findings_section(project: &Project, analysis: &Analysis) -> Section {
    let mut section = Section::new(Part::Findings, "Open findings");
    let mut table = Table::new(&["Severity", "Finding", "Where", "Remedy"]);
    for finding in analysis.open_findings(project) {
        let tone = match finding.severity {
            Severity::Error => Tone::Bad,
            Severity::Warning => Tone::Open,
            Severity::Note => Tone::Neutral,
        };
        let severity = Cell::toned(words::severity(finding.severity), tone);
        let places: Vec<_> = finding.elements.iter().map(|element| project.element_name(element)).collect();
        table.row(vec![
            severity,
            finding.message.as_str().into(),
            places.join(", ").into(),
            finding.remedy.as_str().into(),
        ]);
    }
    section.table(table, "The checks have nothing to say that was not accepted.");
    section
}

/// Findings that are left as they are, each with the reason.
pub(super) fn accepted_section(project: &Project, analysis: &Analysis) -> Section {
    let mut section = Section::new(Part::Findings, "Accepted findings");
    let mut table = Table::new(&["Finding", "Where", "Why it is accepted"]);
    for finding in &analysis.findings {
        let Some(reason) = finding.accepted_in(project) else { continue };
        let places: Vec<_> = finding.elements.iter().map(|element| project.element_name(element)).collect();
        table.row(vec![finding.message.as_str().into(), places.join(", ").into(), reason.into()]);
    }
    section.table(table, "No finding was accepted.");
    section
}

/// A number that somebody stated.
pub(super) struct Stated {
    /// The name of what it belongs to.
    pub owner: String,
    /// What it is of that.
    pub what: &'static str,
    /// Its value.
    pub quantity: Quantity,
}

/// Every stated number that nobody measured: first what nobody knows, then the defaults that nobody confirmed.
pub(super) fn unmeasured(project: &Project) -> Vec<Stated> {
    let mut stated = stated_numbers(project);
    stated.retain(|number| number.quantity.provenance() != Provenance::Measured);
    stated.sort_by_key(|number| std::cmp::Reverse(number.quantity.provenance()));
    stated
}

/// What nobody measured, as a table.
pub(super) fn unmeasured_section(project: &Project) -> Section {
    let mut section = Section::new(Part::Assumptions, "Numbers that were never measured");
    let mut table = Table::new(&["Element", "What", "#Value", "Provenance"]);
    for Stated { owner, what, quantity } in unmeasured(project) {
        table.row(vec![owner.into(), what.into(), quantity.to_string().into(), provenance_cell(quantity.provenance())]);
    }
    section.table(table, "Every stated number was measured.");
    section
}

/// Every number of the project with the name of what it belongs to, in the project's order.
fn stated_numbers(project: &Project) -> Vec<Stated> {
    let mut numbers = Vec::new();
    let mut state = |owner: &str, what: &'static str, quantity: Quantity| {
        numbers.push(Stated { owner: owner.to_owned(), what, quantity });
    };
    for scenario in project.scenarios.values() {
        state(&scenario.name, "Mean load", project.load(scenario, When::Mean));
        state(&scenario.name, "Peak load", project.load(scenario, When::Peak));
        if let Some(motion) = scenario.motion {
            state(&scenario.name, "Speed", motion.speed);
            state(&scenario.name, "Deceleration", motion.deceleration);
        }
    }
    let system = &project.system;
    let components = system.components.iter().map(|(id, item)| (ElementId::Component(id.clone()), &item.properties));
    let connectors = system.connectors.iter().map(|(id, item)| (ElementId::Connector(id.clone()), &item.properties));
    let nodes = system.nodes.iter().map(|(id, item)| (ElementId::Node(id.clone()), &item.properties));
    for (element, properties) in components.chain(connectors).chain(nodes) {
        let name = project.element_name(&element);
        for (property, quantity) in properties {
            state(&name, property.label(), *quantity);
        }
    }
    numbers
}

/// What the computed numbers rest on.
pub(super) fn assumptions_section() -> Section {
    let mut section = Section::new(Part::Assumptions, "Assumptions");
    let assumptions = [
        "Failures are independent of each other: availabilities multiply along a path, and replicas fail one by one.",
        "The work of a component and the latency of a link follow lognormal distributions given by their median and 99th percentile.",
        "Requests arrive at random and independently (Poisson), at the peak load; other scenarios run at their mean load meanwhile, unless all have shares of one load.",
        "A component with c replicas is a queue with c servers (M/M/c); where the spread of its work is known, its waiting time is stretched accordingly (Allen and Cunneen). Above 100 % utilisation it is overloaded and has no response time.",
        "Every further try of a call that timed out meets the callee at another moment; further tries count as load.",
        "A caller waits for synchronous and in-process calls only; events and data flows cost money and load but no waiting.",
        "Percentiles come from sampled response times; they are never added.",
        "A month has 730 hours.",
        "A 95 % interval speaks of the test rows alone; it does not cover a world that changes.",
    ];
    section.bullets(assumptions.map(str::to_owned).into());
    section
}
