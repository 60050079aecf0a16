//! How long a report takes to become a PDF, beside the other formats that are made in memory.
//!
//! ```text
//! taskset --cpu-list 0 cargo bench --bench report
//! ```
//!
//! The report is that of the sample with the largest PDF. It is built once; then each format is made [`ROUNDS`] times,
//! and medians are printed. Times are from a report in memory to the bytes of a file in memory; the first round
//! is not counted, because it loads the fonts of pictures, which later ones find ready. Fonts of the machine, which only
//! letters that Inter lacks need, are loaded for each PDF anew. `-- music` takes only samples that have the word
//! in their name.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it found")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use cantilever::analysis::AnalysisSettings;
use cantilever::report::{Block, Report, html, markdown, report_pdf};
use cantilever::session::{Action, Session, SessionOptions};
use cantilever::work::{WorkerProgram, no_wake};

/// How often each format is timed.
const ROUNDS: usize = 11;
/// The date of reports: equal runs write equal bytes.
const DATE: &str = "2026-11-24";

/// A report of a sample and how large its PDF is.
struct Sample {
    name: String,
    report: Report,
    pdf_bytes: usize,
}

fn main() -> Result<()> {
    ensure!(!cfg!(debug_assertions), "times of a debug build say nothing; run `cargo bench --bench report`");
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let samples = samples(&words)?;
    println!("Cantilever {}, one thread, {ROUNDS} rounds", env!("CARGO_PKG_VERSION"));
    println!("{:<28} {:>9} {:>8} {:>8} {:>10}", "sample", "sections", "rows", "figures", "PDF KB");
    for Sample { name, report, pdf_bytes } in &samples {
        let (sections, figures) = (report.sections.len(), report.figures().count());
        println!("{name:<28} {sections:>9} {:>8} {figures:>8} {:>10}", rows(report), pdf_bytes / 1000);
    }
    let largest = samples.iter().max_by_key(|sample| sample.pdf_bytes).context("no sample has all of these words")?;
    println!("\n{:<28} {:>10} {:>10}", largest.name, "ms", "KB");
    time("PDF", || Ok(report_pdf(&largest.report)?.len()))?;
    time("HTML", || Ok(html(&largest.report)?.len()))?;
    time("Markdown", || {
        let files = markdown(&largest.report);
        Ok(files.text.len() + files.attachments.iter().map(|(_, svg)| svg.len()).sum::<usize>())
    })
}

/// The reports of the samples whose names have all of `words`, in the order of their names.
fn samples(words: &[String]) -> Result<Vec<Sample>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_projects");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() && words.iter().all(|word| name.contains(word.as_str())) {
            names.push(name);
        }
    }
    names.sort();
    let sample = |name: String| -> Result<Sample> {
        let report = built(&folder.join(&name)).with_context(|| name.clone())?;
        let pdf_bytes = report_pdf(&report)?.len();
        Ok(Sample { name, report, pdf_bytes })
    };
    names.into_iter().map(sample).collect()
}

/// The report of the project in `folder`, as a session makes it.
fn built(folder: &Path) -> Result<Report> {
    let mut session = Session::new(SessionOptions {
        worker: WorkerProgram { path: "no-worker-in-this-benchmark".into(), arguments: Vec::new() },
        workers: 1,
        user: None,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 2000, seed: 1 },
    });
    session.perform(Action::Open(folder.to_owned()));
    ensure!(session.is_open(), "it cannot be opened");
    Ok(session.report(DATE.to_owned()))
}

/// Rows of all tables.
fn rows(report: &Report) -> usize {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let counts = blocks.map(|block| if let Block::Table(table) = block { table.rows.len() } else { 0 });
    counts.sum()
}

/// Prints how long `work` takes and how many bytes come of it.
fn time(what: &str, mut work: impl FnMut() -> Result<usize>) -> Result<()> {
    let bytes = work()?;
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let made = black_box(work()?);
        times.push(started.elapsed().as_secs_f64());
        ensure!(made == bytes, "{what} is not the same each time");
    }
    times.sort_by(f64::total_cmp);
    println!("{what:<28} {:>10.3} {:>10}", times[ROUNDS / 2] * 1e3, bytes / 1000);
    Ok(())
}
