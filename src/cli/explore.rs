//! `cantilever explore`: every design, the feasible ones, the front.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::check::design_json;
use super::order::Order;
use super::{CONSTRAINT_FAILS, Common, FINE, large, print};
use crate::model::{MeasureKey, Project, RequirementId, Subject};
use crate::report::DesignTable;
use crate::session::Session;
use crate::tradeoff::{Certainty, Exploration, Front, LEVEL, Limit, Region, Relaxation, Standing};
use crate::work::no_wake;

/// Arguments of `explore`.
#[derive(Debug, Args)]
#[command(
    after_help = "Designs are compared on the measures of the requirements, unless --objectives says otherwise.\n\
                        Of more than 100,000 designs only those on the front are analysed and listed; --all --csv\n\
                        lists every one with the quicker numbers that the front is found by.\n\
                        Exit codes: 0 some design meets every hard requirement; 1 none does; 2 error."
)]
pub struct ExploreArguments {
    #[command(flatten)]
    common: Common,
    /// Prints every design, not only those on the front.
    #[arg(long)]
    all: bool,
    /// Prints the designs as comma-separated values, numbers in the unit that the head names.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Chooses by these measures in order of importance; a tolerance in the measure's unit says which differences do not
    /// matter, as in recall=1,monthly_cost=50.
    #[arg(long, value_name = "KEY[=TOLERANCE],KEY", value_delimiter = ',')]
    order: Vec<String>,
    /// Compares the designs on these measures: keys such as monthly_cost, or monthly_cost:SUBJECT where several have it.
    #[arg(long, value_name = "KEY,KEY", value_delimiter = ',')]
    objectives: Vec<String>,
}

/// Prints the designs.
pub(super) fn run(arguments: &ExploreArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let mut session = super::open(&arguments.common, None, no_wake())?;
    if arguments.all && large::is_large(&session) {
        if !arguments.csv {
            let size = session.space().combinations();
            anyhow::bail!("{size} designs can only be listed with --csv; leave out --all to see the front");
        }
        large::stream(&session, &arguments.common, &arguments.objectives, out)?;
        return Ok(FINE);
    }
    let searched;
    let exploration = if !arguments.objectives.is_empty() && large::is_large(&session) {
        searched = large::explored(&session, &arguments.common, &arguments.objectives)?;
        &searched
    } else {
        wait(&mut session);
        match session.exploration() {
            Some(Ok(exploration)) => exploration,
            Some(Err(error)) => anyhow::bail!(error.to_string()),
            None => anyhow::bail!(super::complaints(&session).unwrap_or_default()),
        }
    };
    let project = session.project();
    let objectives = match arguments.objectives.as_slice() {
        asked if asked.is_empty() || exploration.search().is_some() => exploration.objectives(project),
        asked => asked.iter().map(|text| objective(text, project, exploration)).collect::<anyhow::Result<_>>()?,
    };
    let region = Region::of_project(exploration, project);
    let front = Front::of(exploration, &region, &objectives);
    let listed: Vec<usize> = if arguments.all { (0..exploration.len()).collect() } else { front.members.clone() };
    let order = Order::of(&arguments.order, project, exploration, &front)?;
    let objectives = objectives.as_slice();
    let listing = Listing { session: &session, exploration, region: &region, objectives, front, listed, order };
    if arguments.common.json {
        print::json(out, &listing.as_json())?;
    } else if arguments.csv {
        listing.table().write_csv(&listing.listed, out)?;
    } else {
        listing.print(out)?;
    }
    Ok(if region.feasible() > 0 { FINE } else { CONSTRAINT_FAILS })
}

/// The measure that a text names, by key or by the name that people see.
pub(super) fn objective(text: &str, project: &Project, exploration: &Exploration) -> anyhow::Result<MeasureKey> {
    measure_named(text, project, exploration.known())
}

/// The same, out of those that are `known`.
pub(super) fn measure_named(text: &str, project: &Project, known: &[MeasureKey]) -> anyhow::Result<MeasureKey> {
    let wanted = text.trim();
    let is_it = |key: &&MeasureKey| {
        let subject = match &key.subject {
            Subject::System => "system",
            Subject::Scenario(id) => id.as_str(),
            Subject::Component(id) => id.as_str(),
            Subject::Connector(id) => id.as_str(),
            Subject::Node(id) => id.as_str(),
            Subject::Dataset(id) => id.as_str(),
        };
        wanted == key.measure.key()
            || wanted == format!("{}:{subject}", key.measure.key())
            || wanted.eq_ignore_ascii_case(&project.measure_name(key))
    };
    let found: Vec<_> = known.iter().filter(is_it).collect();
    let keys = |keys: &[&MeasureKey]| {
        let names = keys.iter().map(|key| format!("{} ({})", key.measure.key(), project.measure_name(key)));
        names.collect::<Vec<_>>().join(", ")
    };
    match found.as_slice() {
        [key] => Ok((*key).clone()),
        [] => {
            let mut known: Vec<_> = known.iter().map(|key| key.measure.key()).collect();
            known.dedup();
            anyhow::bail!("no design has a known value of \"{wanted}\"; use one of: {}", known.join(", "));
        }
        several => anyhow::bail!(
            "\"{wanted}\" is measured on several subjects; add one of them, as in {}:SUBJECT: {}",
            several[0].measure.key(),
            keys(several)
        ),
    }
}

/// Waits for the exploration, with a progress bar for whoever watches.
fn wait(session: &mut Session) {
    let bar = super::progress_bar("Evaluating designs");
    session.poll();
    while session.is_computing() {
        if let Some((bar, (done, total))) = bar.as_ref().zip(session.exploration_progress()) {
            bar.set_length(total);
            bar.set_position(done);
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
        session.poll();
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

struct Listing<'a> {
    session: &'a Session,
    exploration: &'a Exploration,
    region: &'a Region,
    objectives: &'a [MeasureKey],
    front: Front,
    listed: Vec<usize>,
    order: Option<Order>,
}

impl Listing<'_> {
    fn as_json(&self) -> Value {
        let project = self.session.project();
        let names = |requirements: Vec<RequirementId>| -> Vec<String> {
            requirements.iter().map(|id| requirement_name(project, id)).collect()
        };
        let design = |index: &usize| {
            json!({
                "number": number_json(self.exploration.ordinal(*index)),
                "design": design_json(self.session, &self.exploration.design(*index).unwrap_or_default()),
                "feasible": self.region.is_feasible(*index),
                "on_front": self.front.contains(*index),
                "probability_feasible": self.probability_feasible(*index),
                "probability_on_front": self.probability(*index),
                "standing": self.standing(*index),
                "missed": names(self.region.missed(*index)),
                "undecided": names(self.region.undecided(*index)),
                "qualities": self.exploration.qualities(*index).iter()
                    .map(|(key, quality)| print::quality_json(project, key, quality)).collect::<Vec<_>>(),
            })
        };
        let effects = self.region.effects(self.exploration, self.objectives, &self.front.members);
        let limit = |(position, effect): (usize, &crate::tradeoff::Effect)| {
            let relaxation = self.region.relaxation(self.exploration, position);
            json!({
                "requirement": effect.requirement.as_str(),
                "name": requirement_name(project, &effect.requirement),
                "removed": effect.removed,
                "removed_alone": effect.removed_alone,
                "undecided": effect.undecided,
                "kept_off_front": effect.kept_off_front,
                "smallest_relaxation": relaxation.map(|relaxation| relaxation_json(project, &relaxation)),
            })
        };
        let relaxations = self.relaxations();
        let search = self.exploration.search();
        // Of a space that was searched only the designs on the front are known: they do not say what fits nowhere.
        let shut_out = if search.is_some() { Vec::new() } else { self.region.shut_out(self.exploration) };
        json!({
            "project": super::shown_name(self.session),
            "designs": search.map_or_else(|| json!(self.exploration.len()), |search| shown_size(search.size)),
            "feasible": search.map_or(Some(self.region.feasible() as u64), |search| search.feasible),
            "search": search.map(|search| large::search_json(project, search, self.exploration.len())),
            "front": self.front.members.len(),
            "not_comparable": self.front.incomparable.len(),
            "objectives": self.objectives.iter().map(|key| project.measure_name(key)).collect::<Vec<_>>(),
            "limits": effects.iter().enumerate().map(limit).collect::<Vec<_>>(),
            "relaxations": relaxations.iter()
                .map(|relaxation| relaxation_json(project, relaxation)).collect::<Vec<_>>(),
            "shut_out": shut_out.iter()
                .map(|option| option.in_words(project, self.exploration.space().axes())).collect::<Vec<_>>(),
            "open": self.exploration.space().open(),
            "certainty": self.certainty().map(|certainty| certainty_json(project, certainty)),
            "order": self.order.as_ref().map(|order| order.as_json(project)),
            "listed": self.listed.iter().map(design).collect::<Vec<_>>(),
        })
    }

    fn print(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let project = self.session.project();
        writeln!(out, "{}", super::shown_name(self.session))?;
        let (all, feasible, front) = (self.exploration.len(), self.region.feasible(), self.front.members.len());
        match self.exploration.search() {
            Some(search) => writeln!(out, "  {}, {front} on the front of:", search.summary(all))?,
            None => writeln!(out, "  {all} designs, {feasible} feasible, {front} on the front of:")?,
        }
        for key in self.objectives {
            writeln!(out, "    {} ({})", project.measure_name(key), key.measure.direction().label())?;
        }
        for open in self.exploration.space().open() {
            writeln!(out, "  left open: {open}")?;
        }
        writeln!(out)?;
        match self.exploration.search() {
            Some(search) => large::print_search(project, search, all, out)?,
            None => self.print_limits(out)?,
        }
        let choices: Vec<String> = self.session.space().axes().iter().map(|axis| axis.label.clone()).collect();
        let names: Vec<String> = self.objectives.iter().map(|key| key.measure.label().to_owned()).collect();
        let mut heads = vec!["Design"];
        heads.extend(choices.iter().chain(&names).map(String::as_str));
        heads.extend(["Feasible in", "On the front in", "Status"]);
        let rows: Vec<_> = self.listed.iter().map(|index| self.row(*index)).collect();
        print::table(out, &heads, &rows)?;
        for sentence in self.certainty().into_iter().flat_map(|certainty| certainty.in_words(project)) {
            writeln!(out, "  {sentence}")?;
        }
        match &self.order {
            Some(order) => order.print(project, out),
            None => Ok(()),
        }
    }

    /// What each hard requirement removes, and what would have to give way where nothing is left.
    fn print_limits(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let effects = self.region.effects(self.exploration, self.objectives, &self.front.members);
        if effects.is_empty() || self.region.feasible() == self.exploration.len() {
            return Ok(());
        }
        let project = self.session.project();
        let row = |effect: &crate::tradeoff::Effect| {
            let limit = project.requirements.get(&effect.requirement).map(crate::model::Requirement::relation);
            let mut row = vec![requirement_name(project, &effect.requirement), limit.unwrap_or_default()];
            let counts = [effect.removed, effect.removed_alone, effect.undecided, effect.kept_off_front];
            row.extend(counts.map(|count| count.to_string()));
            row
        };
        let heads = ["Hard requirement", "Limit", "Removes", "Alone", "Cannot judge", "Kept off the front"];
        print::table(out, &heads, &effects.iter().map(row).collect::<Vec<_>>())?;
        for relaxation in self.relaxations() {
            writeln!(out, "  {}", relaxation.in_words(project))?;
        }
        // Only what would be best is worth a line here; the window tells of the rest.
        for option in self.region.shut_out(self.exploration).iter().filter(|option| !option.best_in.is_empty()) {
            writeln!(out, "  {}", option.in_words(project, self.exploration.space().axes()))?;
        }
        writeln!(out)?;
        Ok(())
    }

    /// What would have to give way, if nothing is feasible.
    fn relaxations(&self) -> Vec<Relaxation> {
        if self.region.feasible() > 0 { Vec::new() } else { self.region.joint_relaxations(self.exploration) }
    }

    fn row(&self, index: usize) -> Vec<String> {
        let design = self.exploration.design(index).unwrap_or_default();
        let mut row = vec![self.exploration.ordinal_text(index)];
        row.extend(self.session.design_in_words(&design).into_iter().map(|(_, pick)| pick));
        let value = |key| {
            self.exploration.quality(index, key).map_or_else(|| "unknown".to_owned(), |quality| quality.in_words())
        };
        row.extend(self.objectives.iter().map(value));
        let feasible = self.probability_feasible(index);
        let percent = |share: Option<f64>| share.map_or_else(String::new, |share| format!("{:.0} %", share * 100.0));
        row.extend([percent(feasible), percent(self.probability(index))]);
        row.push(self.table().status(index).to_owned());
        row
    }

    /// How certain the standings are; nothing where nothing was drawn, and where others than the measures of the
    /// requirements are compared.
    fn certainty(&self) -> Option<&Certainty> {
        let of_requirements = self.exploration.objectives(self.session.project());
        let certainty = self.session.certainty().filter(|_| of_requirements == self.objectives)?;
        Some(&**certainty).filter(|certainty| !certainty.drawn.is_empty())
    }

    /// In what share of all draws of what was measured a design is feasible and on the front.
    fn probability(&self, index: usize) -> Option<f64> {
        Some(self.certainty()?.place(index)?.on_front)
    }

    /// In what share of all draws of what was measured a design meets every limit; `None` where that cannot be said, also
    /// because it is overloaded as it was measured.
    fn probability_feasible(&self, index: usize) -> Option<f64> {
        let certainty = self.certainty()?;
        let is_overloaded =
            |limit: &Limit| self.exploration.column(&limit.key).is_some_and(|column| column.is_overloaded(index));
        let misses = || self.region.is_missed(index) && !self.region.limits().iter().any(is_overloaded);
        certainty.feasible(index).or_else(|| misses().then_some(0.0))
    }

    /// What can be said of a design with 95 % certainty.
    fn standing(&self, index: usize) -> Option<&'static str> {
        let certainty = self.certainty()?;
        Some(match certainty.place(index).map(|place| place.standing(LEVEL)) {
            Some(Standing::OnFront) => "on_front",
            Some(Standing::Dominated) => "dominated",
            Some(Standing::Infeasible) => "infeasible",
            Some(Standing::Undecided) => "undecided",
            None if self.probability_feasible(index) == Some(0.0) => "infeasible",
            None => "not_comparable",
        })
    }

    fn table(&self) -> DesignTable<'_> {
        let (project, exploration, region) = (self.session.project(), self.exploration, self.region);
        DesignTable { project, exploration, region, front: &self.front, measures: self.objectives }
    }
}

fn certainty_json(project: &Project, certainty: &Certainty) -> Value {
    let names = |keys: &[MeasureKey]| -> Vec<String> { keys.iter().map(|key| project.measure_name(key)).collect() };
    let steady = certainty.draws().steady().iter().map(|(component, candidate, measure)| {
        json!({ "component": component.as_str(), "candidate": candidate.as_str(), "measure": measure.key() })
    });
    let steady: Vec<Value> = steady.collect();
    json!({
        "draws": certainty.replicates,
        "level": LEVEL,
        "drawn": names(&certainty.drawn),
        "kept": names(&certainty.kept),
        "without_spread": steady,
        "sentences": certainty.in_words(project),
    })
}

fn requirement_name(project: &Project, id: &RequirementId) -> String {
    project.requirements.get(id).map_or_else(|| id.to_string(), |requirement| requirement.name.clone())
}

fn relaxation_json(project: &Project, relaxation: &Relaxation) -> Value {
    let change = |(id, threshold): &(RequirementId, crate::model::Quantity)| {
        json!({
            "requirement": id.as_str(),
            "name": requirement_name(project, id),
            "threshold": threshold.amount(),
            "unit": threshold.unit().symbol(),
        })
    };
    json!({
        "changes": relaxation.changes.iter().map(change).collect::<Vec<_>>(),
        "effort": relaxation.effort,
        "admits": relaxation.admits,
        "sentence": relaxation.in_words(project),
    })
}

/// The number of a design; one that programs may not read to the last digit is a text.
pub(super) fn number_json(number: u128) -> Value {
    u64::try_from(number).map_or_else(|_| json!(number.to_string()), |number| json!(number))
}

/// A number of designs; where it is too large for programs to count, about so many.
fn shown_size(size: u128) -> Value {
    u64::try_from(size).map_or_else(|_| json!(size as f64), |size| json!(size))
}
