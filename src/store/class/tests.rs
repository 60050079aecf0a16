//! What is read of a class's files, and what is refused before it is read.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::*;
use crate::classroom::{Mark, Marks, Votes};
use crate::model::{Breakout, Brief, Project};

fn exercise() -> Exercise {
    let brief = Brief { id: "shop".to_owned(), title: "Shop".to_owned(), ..Brief::default() };
    let file = DataFile { path: "data/rows.csv".to_owned(), content: b"a,b\n1,2\n".to_vec() };
    let project = Project { name: "Shop".to_owned(), ..Project::default() };
    super::super::stamped(&Exercise { brief, project, files: vec![file], ..Exercise::default() })
}

fn hand_in(group: &str) -> HandIn {
    let breakout = Breakout { brief: exercise().brief, group: group.to_owned(), ..Breakout::default() };
    let project = Project { breakout: Some(breakout), ..Project::default() };
    HandIn { project, seconds: Some(60), program: "Cantilever".to_owned(), ..HandIn::default() }
}

fn names(files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|file| folder::name_of(file)).collect()
}

#[test]
fn what_is_too_large_or_no_file_is_refused_unread_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("big.hand-in.json");
    File::create(&file).unwrap().set_len(100_000_000).unwrap();
    let message = open_hand_in(&file).unwrap_err().to_string();
    assert!(
        message.contains("big.hand-in.json has 100.0 MB, and the limit for this kind of file (hand-in) is 8.0 MB"),
        "{message}"
    );
    let message = open_exercise(&file).unwrap_err().to_string();
    assert!(message.contains("(exercise) is 64.0 MB"), "{message}");
    assert!(matches!(open_hand_in(folder.path()), Err(StoreError::NotAFile { .. })));
    assert!(matches!(open_hand_in(&folder.path().join("none.json")), Err(StoreError::Read { .. })));
}

#[test]
fn kinds_are_told_apart_by_their_start() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    save_exercise(&at("a"), &exercise()).unwrap();
    save_hand_in(&at("b"), &hand_in("A")).unwrap();
    save_marks(&at("c"), &Marks::new(), &Votes::new()).unwrap();
    super::super::save(&at("d"), &Project::default(), &EvidenceBook::default()).unwrap();
    let cut = fs::read(at("b")).unwrap();
    fs::write(at("e"), &cut[..cut.len() / 2]).unwrap();
    let kinds = ["a", "b", "c", "d", "e"].map(|name| kind_of(&at(name)));
    let expected = [FileKind::Exercise, FileKind::HandIn, FileKind::Marks, FileKind::Project, FileKind::HandIn];
    assert_eq!(kinds, expected);
    assert_eq!(kind_of(folder.path()), FileKind::Other);
    assert_eq!(kind_of(&at("nowhere")), FileKind::Other);
    // None takes the place of another kind.
    assert!(matches!(save_hand_in(&at("d"), &hand_in("A")), Err(StoreError::OtherThere { .. })));
    assert_eq!(kind_of(&at("d")), FileKind::Project);
    save_hand_in(&at("b"), &hand_in("B")).unwrap();
    assert_eq!(open_hand_in(&at("b")).unwrap(), hand_in("B"));
}

#[test]
fn a_folder_gives_its_hand_ins_and_says_nothing_of_what_lies_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("student/deeper")).unwrap();
    for name in ["b.hand-in.json", "renamed.txt", "a.json", "student/c.json", "student/deeper/d.json"] {
        save_hand_in(&at(name), &hand_in(name)).unwrap();
    }
    save_exercise(&at("shop.exercise.json"), &exercise()).unwrap();
    save_marks(&at(MARKS_FILE), &Marks::new(), &Votes::new()).unwrap();
    super::super::save(&at(PROJECT_FILE), &Project::default(), &EvidenceBook::default()).unwrap();
    fs::write(at("other.json"), "{\"name\": 1}").unwrap();
    fs::write(at("notes.md"), "Notes").unwrap();
    fs::write(at("._a.hand-in.json"), [0, 5, 22, 7]).unwrap();
    fs::write(at("empty.json"), "").unwrap();
    fs::write(at("x.hand-in.json"), "{\"name\"").unwrap();
    let found = hand_ins_in(&[folder.path().to_owned(), at("a.json")]);
    let expected = ["a.json", "b.hand-in.json", "empty.json", "renamed.txt", "c.json", "x.hand-in.json"];
    assert_eq!(names(&found.hand_ins), expected, "those that are damaged say so when they are read");
    assert_eq!(names(&found.exercises), ["shop.exercise.json"]);
    assert!(found.skipped.is_empty(), "{:?}", found.skipped);
    // Given by themselves, they are named.
    let found = hand_ins_in(&[at("shop.exercise.json"), at(PROJECT_FILE), at(MARKS_FILE), at("gone.json")]);
    assert_eq!(names(&found.hand_ins), ["gone.json"]);
    let skipped: Vec<_> = found.skipped.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(skipped, ["shop.exercise.json", PROJECT_FILE, MARKS_FILE]);
}

#[test]
fn more_files_than_can_be_compared_are_left_out_and_told() {
    let folder = tempfile::tempdir().unwrap();
    // As large as a hand-in may be, and empty inside: 32 of them are more than 250 MB.
    for number in 10..42 {
        let file = folder.path().join(format!("{number}.hand-in.json"));
        save_hand_in(&file, &hand_in("A")).unwrap();
        File::options().write(true).open(&file).unwrap().set_len(HAND_IN_LIMIT).unwrap();
    }
    let large = folder.path().join("99.hand-in.json");
    save_hand_in(&large, &hand_in("A")).unwrap();
    File::options().write(true).open(&large).unwrap().set_len(HAND_IN_LIMIT + 1).unwrap();
    let found = hand_ins_in(&[folder.path().to_owned()]);
    assert_eq!(found.hand_ins.len(), 32, "31 that fit, and the one that is too large by itself, which is named");
    assert_eq!(found.hand_ins.last(), Some(&large));
    assert_eq!(found.skipped.len(), 1);
    let (name, reason) = &found.skipped[0];
    assert!(name == "1 more file" && reason.contains("250 MB altogether"), "{name}: {reason}");
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let secret = elsewhere.path().join("secret.hand-in.json");
    save_hand_in(&secret, &hand_in("A")).unwrap();
    std::os::unix::fs::symlink(&secret, folder.path().join("link.hand-in.json")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("folder")).unwrap();
    assert_eq!(hand_ins_in(&[folder.path().to_owned()]), ClassFolder::default());
}

#[test]
fn an_exercise_is_laid_out_once_and_again_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let work = folder.path().join("work");
    let mut given = exercise();
    given.reference = Some(crate::classroom::Reference::default());
    unpack_exercise(&work, &given, false).unwrap();
    assert_eq!(fs::read(work.join("data/rows.csv")).unwrap(), b"a,b\n1,2\n");
    assert_eq!(open_exercise(&work.join(EXERCISE_FILE)).unwrap(), exercise(), "without the answer");
    let opened = super::super::open(&work).unwrap();
    assert_eq!(opened.project, exercise().begun());
    let changed = Project { description: "Ours".to_owned(), ..opened.project };
    super::super::save(&work.join(PROJECT_FILE), &changed, &opened.evidence).unwrap();
    fs::remove_file(work.join("data/rows.csv")).unwrap();
    unpack_exercise(&work, &given, false).unwrap();
    assert_eq!(super::super::open(&work).unwrap().project, changed);
    assert!(work.join("data/rows.csv").is_file(), "what is missing comes back");
    let aside = unpack_exercise(&work, &given, true).unwrap().unwrap();
    assert_eq!(super::super::open(&work).unwrap().project, exercise().begun());
    assert_eq!(super::super::open(&aside).unwrap().project, changed, "work of a group is never lost");
    assert_eq!(unpack_exercise(&work, &given, true).unwrap(), None, "nothing was done yet");
    super::super::save(&work.join(PROJECT_FILE), &changed, &EvidenceBook::default()).unwrap();
    save_time(&work.join(PROJECT_FILE), 61).unwrap();
    let second = unpack_exercise(&work, &given, true).unwrap().unwrap();
    assert_ne!(second, aside, "and nothing that was put aside before");
    assert_eq!((open_time(&aside).unwrap(), open_time(&second).unwrap()), (None, Some(61)), "with the time worked");
    assert!(aside.is_file() && second.is_file());
}

#[test]
fn attached_files_stay_in_the_folder_and_leave_ours_alone() {
    let folder = tempfile::tempdir().unwrap();
    let work = folder.path().join("work");
    let ours = ["Project.json", "exercise.json", "project.time.json", "trained/x"];
    for path in ours.into_iter().chain(["../evil.csv", "/evil.csv", "a/../../evil"]) {
        let mut hostile = exercise();
        hostile.files[0].path = path.to_owned();
        let error = unpack_exercise(&work, &hostile, false).unwrap_err();
        assert!(matches!(error, StoreError::BadAttachment { .. }), "{path}: {error}");
        assert!(!work.exists(), "nothing of it is laid out: {path}");
    }
}

#[test]
fn data_files_travel_unless_they_lie_elsewhere_or_are_too_large() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("data/rows.csv"), "a\n1\n").unwrap();
    let path = |name: &str| PathBuf::from(name);
    let found = attached(folder.path(), &[path("data/rows.csv")]).unwrap();
    assert_eq!(found, [DataFile { path: "data/rows.csv".to_owned(), content: b"a\n1\n".to_vec() }]);
    File::create(folder.path().join("large.bin")).unwrap().set_len(DATA_LIMIT).unwrap();
    let message = attached(folder.path(), &[path("data/rows.csv"), path("large.bin")]).unwrap_err().to_string();
    assert!(message.contains("32.0 MB") && message.contains("the largest is large.bin"), "{message}");
    let inner = folder.path().join("data");
    assert!(matches!(attached(&inner, &[path("../large.bin")]), Err(StoreError::NotAttachable { .. })));
    assert!(matches!(attached(&inner, &[path("gone.csv")]), Err(StoreError::Read { .. })));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("large.bin"), inner.join("link.bin")).unwrap();
        assert!(matches!(attached(&inner, &[path("link.bin")]), Err(StoreError::NotAttachable { .. })));
    }
}

#[test]
fn marks_come_back_and_damaged_ones_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(MARKS_FILE);
    assert_eq!(open_marks(&file).unwrap(), (Marks::new(), Votes::new()));
    let mark = Mark { is_met: Some(false), comment: "Which load? 🙂".to_owned() };
    let marks = Marks::from([(("a.json".to_owned(), 2), mark), (("b.json".to_owned(), 0), Mark::default())]);
    let votes = Votes::from([(String::new(), 2), ("a.json".to_owned(), 7)]);
    save_marks(&file, &marks, &votes).unwrap();
    assert_eq!(open_marks(&file).unwrap(), (marks, votes));
    let text = fs::read_to_string(&file).unwrap();
    for (from, to) in [("\"version\": 1", "\"version\": 2"), ("\"file\"", "\"fiel\""), ("cantilever marks", "other")] {
        fs::write(&file, text.replacen(from, to, 1)).unwrap();
        assert!(open_marks(&file).is_err(), "{from}");
    }
}

#[test]
fn names_of_files_have_nothing_that_a_system_minds() {
    assert_eq!(file_safe("../Étude: 2?"), "étude_2");
    assert_eq!(file_safe("\u{202e}\n/ "), "");
    assert!(Path::new(&file_safe(&"a b".repeat(90))).components().count() == 1);
}
