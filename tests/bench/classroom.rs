//! How long it takes to read and compare the answers of a large class.
//!
//! ```text
//! taskset --cpu-list 0 cargo bench --bench classroom
//! ```
//!
//! [`GROUPS`] hand-ins to an exercise made from the sample `credit_card_fraud`: every group has another design, another
//! order of the requirements, other weights, and considered two more designs. Their texts are made first; then all of them
//! are read, and compared with the instructor's exercise, [`ROUNDS`] times. Medians are printed beside what a class may
//! wait, [`TARGET_SECONDS`]. Samples are those of the window, [`AnalysisSettings::default`].
#![expect(clippy::print_stdout, reason = "a benchmark prints what it found")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use cantilever::analysis::AnalysisSettings;
use cantilever::classroom::{Comparison, Exercise, HandIn, HandedIn};
use cantilever::edit::Given;
use cantilever::model::{Brief, Check, Decision, Design, EvidenceBook, OpenQuestion, Project, Strength};
use cantilever::store::{hand_in_from_text, hand_in_to_text, open, stamped};
use cantilever::tradeoff::DesignSpace;
use strum::IntoEnumIterator as _;

/// Groups of the class.
const GROUPS: usize = 200;
/// How often everything is timed.
const ROUNDS: usize = 5;
/// What a class may wait for reading and comparing, on one core.
const TARGET_SECONDS: f64 = 2.0;
/// Choices of replicas go up to here, so that there are more designs than groups.
const MOST_REPLICAS: u32 = 16;

fn main() -> Result<()> {
    ensure!(!cfg!(debug_assertions), "times of a debug build say nothing; run `cargo bench --bench classroom`");
    let exercise = exercise()?;
    let texts = texts(&exercise)?;
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("Cantilever {}, one thread, {ROUNDS} rounds", env!("CARGO_PKG_VERSION"));
    println!("{GROUPS} hand-ins, {} KB each on average", bytes / GROUPS / 1000);
    let (mut reading, mut comparing, mut total) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let hand_ins = read(&texts)?;
        let read_after = started.elapsed().as_secs_f64();
        let comparison = black_box(compare(&exercise, &hand_ins)?);
        let done_after = started.elapsed().as_secs_f64();
        ensure!(comparison.groups.len() == GROUPS, "{} groups were compared", comparison.groups.len());
        ensure!(comparison.groups.iter().all(|group| group.chosen.is_some()), "a choice is missing");
        reading.push(read_after);
        comparing.push(done_after - read_after);
        total.push(done_after);
    }
    for (what, times) in [("reading", reading), ("comparing", comparing), ("both", total)] {
        println!("{what:<12} {:>8.3} s", median(times));
    }
    println!("{:<12} {TARGET_SECONDS:>8.3} s", "target");
    Ok(())
}

/// An exercise about the sample with all that groups can be given, and all of the usual specifications.
fn exercise() -> Result<Exercise> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_projects/credit_card_fraud");
    let opened = open(&folder)?;
    let mut project = opened.project;
    for choice in project.choices.values_mut() {
        if let OpenQuestion::Replicas { most, .. } = &mut choice.question {
            *most = MOST_REPLICAS;
        }
    }
    let brief = Brief {
        id: "benchmark".to_owned(),
        title: project.name.clone(),
        questions: vec!["What is given up?".to_owned()],
        minutes: 20,
        specifications: Check::iter().map(Check::specification).collect(),
        ..Brief::default()
    };
    Ok(stamped(&Exercise::about(brief, &project, &opened.evidence, &Given::iter().collect())))
}

/// What the groups hand in.
fn texts(exercise: &Exercise) -> Result<Vec<String>> {
    let begun = exercise.begun();
    let space = DesignSpace::of(&begun, &exercise.evidence);
    let designs: Vec<Design> = space.designs().collect();
    ensure!(designs.len() >= GROUPS, "{} designs are too few for {GROUPS} groups", designs.len());
    // Neighbours in the list are neighbours in the space: groups differ as much as they can.
    let stride = designs.len() / GROUPS;
    let hand_in = |group: usize| {
        let considered = [0, 1, 2].map(|other| designs[(group + other * 67) % GROUPS * stride].clone());
        HandIn {
            project: answer(&begun, group, &considered),
            evidence: EvidenceBook::default(),
            seconds: Some(1200),
            program: "cantilever".to_owned(),
        }
    };
    Ok((0..GROUPS).map(|group| hand_in_to_text(&hand_in(group))).collect())
}

/// The answer of one group that chose the first of these designs.
fn answer(begun: &Project, group: usize, considered: &[Design; 3]) -> Project {
    let mut project = begun.clone();
    let count = project.requirements.len().max(1);
    // Another order for every group: the one after the other is moved to the front.
    for step in 0..count {
        project.requirements.move_index((group * 7 + step * step) % count, step);
    }
    for (place, requirement) in project.requirements.values_mut().enumerate() {
        if let Strength::Soft { weight, .. } = &mut requirement.strength {
            *weight = ((group * 13 + place * 29) % 100 + 1) as f64;
        }
    }
    let decision = Decision {
        title: "Our choice".to_owned(),
        considered: considered.to_vec(),
        design: Some(considered[0].clone()),
        rationale: format!("Group {group} weighed it so."),
        consequences: "Reviewers have more to do.".to_owned(),
        confirmation: "Watch how many alarms are false.".to_owned(),
        ..Decision::default()
    };
    project.decisions.insert("choice".into(), decision);
    if let Some(breakout) = &mut project.breakout {
        breakout.group = format!("Group {group}");
        breakout.answers = vec!["Speed.".to_owned()];
        breakout.rejected = Some(considered[1].clone());
        "It costs more.".clone_into(&mut breakout.why_rejected);
    }
    project
}

fn read(texts: &[String]) -> Result<Vec<HandedIn>> {
    let read = |(number, text): (usize, &String)| {
        let file = format!("group_{number}.json");
        let hand_in = hand_in_from_text(text, Path::new(&file))?;
        Ok(HandedIn { file, hand_in })
    };
    texts.iter().enumerate().map(read).collect()
}

fn compare(exercise: &Exercise, hand_ins: &[HandedIn]) -> Result<Comparison> {
    let settings = AnalysisSettings::default();
    Comparison::of(Some(exercise), hand_ins, Vec::new(), &settings, &mut |_, _| true).context("it was stopped")
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
