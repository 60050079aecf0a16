//! How many designs a second large spaces are searched by, and how long their fronts take.
//!
//! ```text
//! taskset --cpu-list 0 cargo bench --bench space
//! ```
//!
//! One thread. "tables" is the time from a project to the tables that numbers are put together from, nine sampled
//! designs included; "from scratch" how many designs a second are put together when every number of each is worked out
//! anew; "in order" the same when only what changes is; "front" the time to the front of the whole space in each way,
//! of which the exact ones have to find the same designs; "of them on it" how many of the others' a genetic search
//! found. Systems are chains with waiting lines (M/M/c), compared on cost, 99th percentile of the response time and
//! availability; nodes that stages share count once. No design is analysed in full here.
//!
//! "4 bare stages" leaves the project out: vectors of cost, minus the logarithm of availability, mean and variance of the
//! response time of 5 machines x 1 to 13 replicas for each stage, added up.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it found")]

mod chain;

use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use cantilever::analysis::{AnalysisSettings, Factors, erlang_c};
use cantilever::model::{EvidenceBook, Measure, MeasureKey, Project, Subject};
use cantilever::tradeoff::{
    Combine, Coordinate, DesignSpace, FrontBuilder, Points, Stage, Way, fast_front, options, pareto_front, prune,
};

use self::chain::{NODES, STAGES, chain};

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Designs that are put together from scratch.
const SCRATCH: u64 = 4_000_000;

fn main() -> Result<()> {
    ensure!(!cfg!(debug_assertions), "times of a debug build say nothing; run `cargo bench --bench space`");
    bare_stages()?;
    // 65 options for each of 4 stages: 17,850,625 designs. 5 for each of 10 components: 9,765,625.
    run("4 stages", &chain(4, 13, true)?)?;
    run("10 components", &chain(10, 5, false)?)
}

fn run(name: &str, project: &Project) -> Result<()> {
    let book = EvidenceBook::default();
    let scenario = project.scenarios.keys().next().context("there is a scenario")?;
    let of_scenario = |measure| MeasureKey::new(measure, Subject::Scenario(scenario.clone()));
    let objectives = [
        MeasureKey::new(Measure::MonthlyCost, Subject::System),
        of_scenario(Measure::ResponseTimeP99),
        of_scenario(Measure::Availability),
    ];
    let space = DesignSpace::of(project, &book);
    println!("{name}: {} designs", space.combinations());
    let settings = AnalysisSettings::default();
    let (seconds, factors) = timed(|| {
        let mut go_on = || ControlFlow::Continue(());
        Factors::of(project, &book, &options(&space), (&objectives, &[]), &settings, &mut go_on)
    });
    let factors = factors?;
    println!("  tables             {:>10.1} ms, {} rows", seconds * 1e3, factors.states());
    println!("  from scratch       {:>10.2} million designs/s", from_scratch(&space, &factors) / 1e6);
    println!("  in order           {:>10.2} million designs/s", in_order(&space, &factors) / 1e6);
    let mut fronts = Vec::new();
    for (way, label) in [(Way::Enumeration, "enumeration"), (Way::Pruning, "pruning")] {
        let mut go_on = |_, _| ControlFlow::Continue(());
        let (seconds, front) = timed(|| fast_front(project, &space, &factors, &objectives, (way, 1), &mut go_on));
        let front = front?;
        println!("  front, {label:<11} {:>10.1} ms, {} designs", seconds * 1e3, front.len());
        fronts.push(front);
    }
    ensure!(fronts[0] == fronts[1], "enumeration and pruning found different fronts");
    let mut go_on = |_, _| ControlFlow::Continue(());
    let (seconds, found) =
        timed(|| fast_front(project, &space, &factors, &objectives, (Way::Evolution, 1), &mut go_on));
    let found = found?;
    let on_it = found.iter().filter(|number| fronts[0].binary_search(number).is_ok()).count();
    println!("  front, NSGA-II     {:>10.1} ms, {} designs, {on_it} of them on it", seconds * 1e3, found.len());
    Ok(())
}

/// How fast a machine works, beside the first.
const SLOWDOWNS: [f64; 5] = [1.0, 1.4, 0.8, 2.0, 0.6];

/// Requests per second that reach every bare stage.
const LOAD: f64 = 40.0;

/// The options of a bare stage, as long as they are not overloaded. Whole numbers, so that sums are exact.
fn bare_stage((work, available): (f64, f64)) -> Stage {
    let mut stage = Stage::default();
    for ((price, _), slowdown) in NODES.into_iter().zip(SLOWDOWNS) {
        for replicas in 1..=13_u32 {
            let (work, servers) = (work * slowdown, f64::from(replicas));
            let Some(waiting) = erlang_c(LOAD * work / 1000.0, replicas) else { continue };
            let wait = 1000.0 / (servers * 1000.0 / work - LOAD);
            let variance = work * work / 4.0 + 2.0 * waiting * wait * wait - (waiting * wait).powi(2);
            let down = (1.0 - available / 100.0).powf(servers);
            let values = [price * servers * 730.0, -(-down).ln_1p() * 1e6, work + waiting * wait, variance];
            stage.classes.push(0);
            stage.values.extend(values.map(|value| (value * 1e6).round()));
        }
    }
    stage
}

/// The front of all combinations in both ways.
fn bare_stages() -> Result<()> {
    let stages = STAGES.map(bare_stage);
    let coordinates = [Coordinate { combine: Combine::Sum, decides: true }; 4];
    let size: usize = stages.iter().map(|stage| stage.classes.len()).product();
    println!("4 bare stages: {size} designs");
    let (seconds, pruned) = timed(|| {
        let mut front = |dimensions, values| Some(pareto_front(&Points::of(dimensions, values)));
        prune(&coordinates, &stages, usize::MAX, &mut front)
    });
    let pruned = pruned.context("nobody stops it")?;
    println!("  front, pruning     {:>10.1} ms, {} designs", seconds * 1e3, pruned.len());
    let (seconds, (numbers, _)) = timed(|| {
        let mut builder = FrontBuilder::new(4);
        let rows = stages.each_ref().map(|stage| stage.values.as_chunks::<4>().0);
        let sum = |a: &[f64; 4], b: &[f64; 4]| std::array::from_fn::<f64, 4, _>(|place| a[place] + b[place]);
        let mut number = 0;
        for first in rows[0] {
            for second in rows[1] {
                let two = sum(first, second);
                for third in rows[2] {
                    let three = sum(&two, third);
                    for fourth in rows[3] {
                        builder.push(number, &sum(&three, fourth));
                        number += 1;
                    }
                }
            }
        }
        builder.finish()
    });
    println!("  front, enumeration {:>10.1} ms, {} designs", seconds * 1e3, numbers.len());
    let number = |picks: &[u32]| {
        picks
            .iter()
            .zip(&stages)
            .fold(0, |number, (pick, stage)| number * stage.classes.len() as u64 + u64::from(*pick))
    };
    let mut found: Vec<u64> = (0..pruned.len()).map(|index| number(pruned.of(index))).collect();
    found.sort_unstable();
    ensure!(found == numbers, "enumeration and pruning found different fronts");
    Ok(())
}

/// Designs a second, in an order in which nothing of one helps with the next.
fn from_scratch(space: &DesignSpace, factors: &Factors) -> f64 {
    let counts: Vec<u64> = space.axes().iter().map(cantilever::tradeoff::Axis::count).collect();
    let mut walk = factors.walk();
    let mut drawn = vec![0; counts.len()];
    let (seconds, _) = timed(|| {
        let mut sum = 0.0;
        for design in 0..SCRATCH {
            // A multiplicative generator (Knuth): good enough to jump about.
            let mut random = design.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            for (option, count) in drawn.iter_mut().zip(&counts) {
                *option = (random >> 40) as usize % *count as usize;
                random = random.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(1);
            }
            walk.go_to(&drawn);
            sum += (0..factors.measures().len()).map(|measure| walk.value(measure)).sum::<f64>();
        }
        sum
    });
    SCRATCH as f64 / seconds
}

/// Designs a second, one after the other through the whole space.
fn in_order(space: &DesignSpace, factors: &Factors) -> f64 {
    let (seconds, _) = timed(|| {
        let (mut walk, mut sum) = (factors.walk(), 0.0);
        loop {
            sum += (0..factors.measures().len()).map(|measure| walk.value(measure)).sum::<f64>();
            if !walk.advance() {
                return sum;
            }
        }
    });
    space.combinations() as f64 / seconds
}

/// Seconds, and what came of it.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let started = Instant::now();
    let result = black_box(work());
    (started.elapsed().as_secs_f64(), result)
}
