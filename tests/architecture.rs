//! The invariants of the house: which room may use which, where other people's crates may be used, and how files look.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order of `src/lib.rs`. Each may use those before it but for the ones that stand beside it here, and
/// none behind it.
const ROOMS: [(&str, &[&str]); 15] = [
    ("model", &[]),
    ("catalog", &[]),
    ("edit", &[]),
    ("diagram", &[]),
    ("exchange", &[]),
    ("analysis", &["diagram", "exchange"]),
    ("learn", &["edit", "diagram", "exchange", "analysis"]),
    ("tradeoff", &["diagram", "exchange", "learn"]),
    ("report", &["exchange"]),
    ("classroom", &["exchange", "learn"]),
    ("store", &["diagram", "exchange", "report"]),
    ("work", &["edit", "diagram", "exchange", "classroom"]),
    ("session", &[]),
    ("cli", &[]),
    ("gui", &["cli"]),
];

/// What may be used only in one room, and why it matters there.
const CONFINED: [(&str, &str); 7] = [
    ("egui", "gui"),
    ("eframe", "gui"),
    ("egui_plot", "gui"),
    ("rfd", "gui"),
    ("burn", "learn"),
    ("std::process::Command", "work"),
    ("std::thread::Builder", "work"),
];

/// Rooms that compute and nothing else: no files, no clock, no randomness but from a seed.
const PURE: [&str; 8] = ["model", "catalog", "edit", "diagram", "exchange", "analysis", "tradeoff", "classroom"];

/// A source file with its text as the compiler sees it outside of tests.
struct Source {
    path: PathBuf,
    room: String,
    text: String,
    lines: usize,
}

#[test]
fn dependencies_point_one_way() {
    for source in sources() {
        let Some(position) = ROOMS.iter().position(|(room, _)| *room == source.room) else { continue };
        let behind = ROOMS[position + 1..].iter().map(|(room, _)| room);
        for room in ROOMS[position].1.iter().chain(behind) {
            for path in [format!("crate::{room}::"), format!("crate::{room};"), format!("crate::{{{room}")] {
                assert!(!source.text.contains(&path), "{} uses {room}, which it may not", source.path.display());
            }
        }
    }
}

#[test]
fn every_room_is_declared_in_order() {
    let map = fs::read_to_string("src/lib.rs").unwrap();
    let declared: Vec<_> = map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let known: Vec<_> = ROOMS.iter().map(|(room, _)| *room).collect();
    assert_eq!(declared, known);
    for (position, (room, kept_from)) in ROOMS.iter().enumerate() {
        assert!(
            kept_from.iter().all(|other| known[..position].contains(other)),
            "{room} is kept from what is not before it"
        );
    }
}

#[test]
fn other_peoples_crates_stay_in_their_room() {
    for source in sources() {
        for (name, room) in CONFINED.iter().filter(|(_, room)| *room != source.room) {
            let uses = source.text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or_default();
                code.contains(&format!("use {name}"))
                    || code.contains(&format!(" {name}::"))
                    || code.contains(&format!("({name}::"))
            });
            assert!(!uses, "{} uses {name}, which belongs to {room}", source.path.display());
        }
    }
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    let outside = ["std::fs", "std::io", "std::net", "std::env", "SystemTime", "Instant", "std::thread", "rand::rng("];
    for source in sources().into_iter().filter(|source| PURE.contains(&source.room.as_str())) {
        for name in outside {
            assert!(!source.text.contains(name), "{} uses {name}", source.path.display());
        }
    }
}

#[test]
fn only_edits_change_a_project() {
    for source in sources().into_iter().filter(|source| source.room != "edit") {
        assert!(!source.text.contains("&mut Project"), "{} takes a project to change", source.path.display());
    }
}

#[test]
fn every_file_says_why_it_exists_and_is_short() {
    let tests = files("tests");
    assert!(tests.contains(&PathBuf::from("tests/architecture.rs")), "the tests were not found");
    for source in sources().into_iter().chain(tests.into_iter().map(read)) {
        let path = source.path.display();
        assert!(source.text.starts_with("//! "), "{path} does not begin with why it exists");
        assert!(source.lines <= 400, "{path} has {} lines; think again", source.lines);
    }
}

fn sources() -> Vec<Source> {
    let files = files("src");
    assert!(files.len() > 50, "the sources were not found");
    files.into_iter().map(read).collect()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(Path::new(folder), &mut files);
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn read(path: PathBuf) -> Source {
    let all = fs::read_to_string(&path).unwrap();
    let room = path.components().nth(1).unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
    let is_test_file = path.file_stem().is_some_and(|stem| stem == "tests" || stem == "test_support");
    // Tests may use what they like; they come last in a file.
    let text = if is_test_file {
        all.lines().next().unwrap_or_default().to_owned()
    } else {
        all.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
    };
    Source { lines: all.lines().count(), path, room, text }
}
