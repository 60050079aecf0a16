//! The report of every sample in every format: complete, self-contained, the same twice, and of one mind with the check.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cantilever::analysis::AnalysisSettings;
use cantilever::report::{self, Format, Report};
use cantilever::session::{Action, Session, SessionOptions};
use cantilever::work::{WorkerProgram, no_wake};
use serde_json::Value;

const DATE: &str = "2026-01-01";
const SAMPLES_PER_DESIGN: usize = 500;

fn samples() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir("sample_projects")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() >= 9, "the samples were not found");
    folders
}

fn report_of(sample: &Path) -> Report {
    let mut session = Session::new(SessionOptions {
        worker: WorkerProgram { path: "no-worker-in-this-test".into(), arguments: Vec::new() },
        workers: 1,
        user: None,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: SAMPLES_PER_DESIGN, ..AnalysisSettings::default() },
    });
    session.perform(Action::Open(sample.to_owned()));
    assert!(session.is_open(), "{}", sample.display());
    session.report(DATE.to_owned())
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn written(report: &Report, format: Format, path: &Path) -> Vec<PathBuf> {
    let files = report::write(report, format, path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(files.iter().all(|file| file.is_file()) && !files.is_empty());
    files
}

#[test]
fn every_sample_is_written_in_every_format() {
    for sample in samples() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let report = report_of(&sample);
        check_html(&text(&written(&report, Format::Html, &path("report.html"))[0]));
        check_markdown(&text(&written(&report, Format::Markdown, &path("report.md"))[0]), folder.path());
        let pdf = fs::read(&written(&report, Format::Pdf, &path("report.pdf"))[0]).unwrap();
        assert!(pdf.starts_with(b"%PDF"), "{}", sample.display());
        for file in written(&report, Format::Tables, &path("tables")) {
            check_csv(&file);
        }
        // Every sample has decided something.
        let files = written(&report, Format::Records, &path("decisions"));
        check_markdown(&text(&files[0]), &path("decisions"));
        assert!(files.len() > 1, "{} has no record", sample.display());
        for file in &files[1..] {
            let record = text(file);
            assert!(record.starts_with("---\nstatus: \"") && record.contains("\n# "), "{record}");
            check_markdown(&record, &path("decisions"));
        }
        let pictures = written(&report, Format::Pictures, &path("pictures"));
        assert_eq!(pictures.len(), 2 * report.figures().count(), "{}", sample.display());
        written(&report, Format::Json, &path("report.json"));
        let opened = report::open(&path("report.json")).unwrap();
        assert!(opened == report, "{} is opened as another report", sample.display());
        assert_eq!(report::html(&opened).unwrap(), text(&path("report.html")));
    }
}

#[track_caller]
fn check_html(page: &str) {
    assert_eq!(page.matches("href=").count(), page.matches("href=\"#").count(), "a link leads out of the page");
    for outside in ["src=", "url(", "@import", "<script", "<link", "<base", "<iframe"] {
        assert!(!page.contains(outside), "the page holds {outside}");
    }
    // Names of name spaces are no addresses that anybody opens.
    let addresses = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "").matches("=\"http").count();
    assert_eq!(addresses, 0);
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an anchor is there twice: {ids:?}");
    for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&link), "#{link} leads nowhere");
    }
}

/// Every link of a text leads to a file in its folder.
#[track_caller]
fn check_markdown(text: &str, folder: &Path) {
    assert!(!text.contains("<script"));
    for target in text.split("](<").skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
        assert!(folder.join(target).is_file(), "{target} is not in {}", folder.display());
    }
}

#[track_caller]
fn check_csv(file: &Path) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert!(rows.len() > 1, "{} has no rows", file.display());
    for row in &rows {
        assert_eq!(row.len(), rows[0].len(), "{}: {row:?}", file.display());
        for cell in row {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@']), "{}: {cell}", file.display());
        }
    }
}

#[test]
fn two_runs_give_equal_bytes() {
    let sample = Path::new("sample_projects/credit_card_fraud");
    let folder = tempfile::tempdir().unwrap();
    let formats = [
        (Format::Html, "report.html"),
        (Format::Pdf, "report.pdf"),
        (Format::Markdown, "report.md"),
        (Format::Json, "report.json"),
        (Format::Records, "decisions"),
        (Format::Tables, "tables"),
        (Format::Pictures, "pictures"),
    ];
    let run = |name: &str| {
        let folder = folder.path().join(name);
        fs::create_dir(&folder).unwrap();
        let report = report_of(sample);
        let mut files = Vec::new();
        for (format, name) in formats {
            files.extend(written(&report, format, &folder.join(name)));
        }
        let short = |file: &Path| file.strip_prefix(&folder).unwrap().to_owned();
        files.iter().map(|file| (short(file), fs::read(file).unwrap())).collect::<Vec<_>>()
    };
    let (first, second) = (run("first"), run("second"));
    assert!(first.len() > 10);
    for ((name, one), (other_name, other)) in first.iter().zip(&second) {
        assert_eq!(name, other_name);
        assert!(one == other, "{} differs", name.display());
    }
    assert_eq!(first.len(), second.len());
}

#[test]
fn verdicts_are_those_of_the_check() {
    for sample in samples() {
        let report = report_of(&sample);
        let json: Value = serde_json::from_str(&report::to_json(&report).unwrap()).unwrap();
        let reported = json["report"]["verdicts"].as_array().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_cantilever"))
            .args(["check", "--json", "--samples", &SAMPLES_PER_DESIGN.to_string()])
            .arg(&sample)
            .output()
            .unwrap();
        let checked: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
        let checked = checked["verdicts"].as_array().unwrap();
        assert_eq!((reported.len(), reported.is_empty()), (checked.len(), false), "{}", sample.display());
        for (one, other) in reported.iter().zip(checked) {
            for key in ["requirement", "name", "outcome"] {
                assert_eq!(one[key], other[key], "{}: {one:#} is not {other:#}", sample.display());
            }
            for key in ["value", "unit", "provenance"] {
                assert_eq!(one[key], other["quality"][key], "{}: {one:#} is not {other:#}", sample.display());
            }
        }
    }
}

#[test]
fn the_text_of_two_samples_is_as_approved() {
    for name in ["credit_card_fraud", "twitter_redesign"] {
        let report = report_of(&Path::new("sample_projects").join(name));
        insta::assert_snapshot!(name, report::markdown(&report).text);
    }
}
