//! Stories about a class in one session: pages that stay loaded, a timer that survives, work that is continued, and a
//! class that is compared, marked and put away.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::tests::session;
use super::super::{Action, Command, Notice, Sample, Session, Stage};
use super::*;
use crate::classroom::Mark;
use crate::edit::{Edit, Given};
use crate::model::{Breakout, Brief, Decision};
use crate::store::{self, FileKind, MARKS_FILE, PROJECT_FILE, UserFolder};

fn complaint(session: &Session) -> Option<&str> {
    session.notices().iter().rev().find(|notice| notice.is_error).map(|notice| notice.text.as_str())
}

fn last(session: &Session) -> &Notice {
    session.notices().last().expect("something was told")
}

/// Writes an exercise about an empty project called "Shop", with its reference answer.
fn exercise(folder: &Path) -> PathBuf {
    let mut session = session(None);
    session.perform(Action::Run(Command::NewProject));
    session.perform(Action::Run(Command::PrepareExercise));
    let mut draft = session.exercise_draft().expect("its page is shown").clone();
    draft.brief.title = "Shop: which model?".to_owned();
    session.perform(Action::Draft(Some(Box::new(draft))));
    let file = folder.join("shop.reference.json");
    session.perform(Action::WriteExercise { with_reference: true, to: file.clone() });
    assert_eq!(complaint(&session), None);
    file
}

/// A session whose user keeps things in `folder`, at work on the exercise in `file`.
fn at_work(folder: &Path, file: &Path, fresh: bool) -> Session {
    let mut session = session(Some(UserFolder::at(folder)));
    session.perform(Action::OpenExercise { file: file.to_owned(), fresh });
    assert_eq!(complaint(&session), None);
    session
}

fn call_group(session: &mut Session, name: &str) {
    let breakout = session.project().breakout.clone().expect("an exercise is worked on");
    let breakout = Breakout { group: name.to_owned(), ..breakout };
    session.perform(Action::Edit(Edit::PutBreakout(Some(Box::new(breakout)))));
}

#[test]
fn pages_of_the_classroom_give_way_to_stages_and_come_back_as_they_were() {
    let mut session = session(None);
    session.perform(Action::Run(Command::NewProject));
    session.perform(Action::Run(Command::PrepareExercise));
    let mut draft = session.exercise_draft().unwrap().clone();
    assert!(!draft.given.contains(&Given::Requirements), "groups find these out");
    draft.brief.minutes = 7;
    session.perform(Action::Draft(Some(Box::new(draft))));
    session.perform(Action::GoTo(Stage::Requirements));
    assert!(session.exercise_draft().is_none());
    session.perform(Action::Run(Command::CompareClass));
    assert!(session.class().is_some());
    session.perform(Action::Run(Command::PrepareExercise));
    assert_eq!(session.exercise_draft().map(|draft| draft.brief.minutes), Some(7), "it was not begun anew");
    assert!(session.class().is_none(), "one page at a time");
    session.perform(Action::Draft(None));
    session.perform(Action::Run(Command::PrepareExercise));
    assert_eq!(session.exercise_draft().map(|draft| draft.brief.minutes), Some(20), "it was given up");
    session.perform(Action::Run(Command::NewProject));
    assert!(session.exercise_draft().is_none(), "it was about the other project");
}

#[test]
fn both_files_of_an_exercise_have_the_same_version_and_one_of_them_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(None);
    session.perform(Action::Run(Command::NewProject));
    session.perform(Action::Run(Command::PrepareExercise));
    let [groups, reference] = ["g.json", "r.json"].map(|name| folder.path().join(name));
    session.perform(Action::WriteExercise { with_reference: false, to: groups.clone() });
    session.perform(Action::WriteExercise { with_reference: true, to: reference.clone() });
    assert_eq!(last(&session).written.as_ref().map(|written| &written.path), Some(&reference));
    let [groups, reference] = [groups, reference].map(|file| store::open_exercise(&file).unwrap());
    assert_eq!((groups.brief.id.as_str(), groups.brief.version.len()), ("untitled", 32));
    assert_eq!(groups.brief.version, reference.brief.version);
    assert!(groups.reference.is_none() && reference.reference.is_some());
}

#[test]
fn work_is_continued_until_one_begins_anew() {
    let folder = tempfile::tempdir().unwrap();
    let (file, user) = (exercise(folder.path()), folder.path().join("user"));
    let mut first = at_work(&user, &file, false);
    assert_eq!(first.stage(), Stage::Sketch);
    let inside = first.file().unwrap().strip_prefix(user.join("exercises")).unwrap().to_owned();
    assert!(inside.to_string_lossy().starts_with("shop_which_model-"), "{}", inside.display());
    call_group(&mut first, "Ours");
    first.perform(Action::Run(Command::Save));
    first.leave();
    let again = at_work(&user, &file, false);
    assert_eq!(again.project().breakout.as_ref().map(|breakout| breakout.group.as_str()), Some("Ours"));
    assert!(again.has_work_on_file(&file) && last(&again).text.contains("so far"));
    let fresh = at_work(&user, &file, true);
    assert_eq!(fresh.project().breakout.as_ref().map(|breakout| breakout.group.as_str()), Some(""));
    assert!(last(&fresh).text.contains("earlier_work_1.json"), "{}", last(&fresh).text);
    let kept = store::open(&fresh.folder().join("earlier_work_1.json")).unwrap().project;
    assert_eq!(kept.breakout.map(|breakout| breakout.group).as_deref(), Some("Ours"));
    // Opening it like a project is the same.
    let mut opened = session(Some(UserFolder::at(&user)));
    opened.perform(Action::Open(file));
    assert_eq!(opened.file(), fresh.file());
    assert_ne!(store::kind_of(&fresh.folder().join(store::EXERCISE_FILE)), FileKind::Other);
    assert!(store::open_exercise(&fresh.folder().join(store::EXERCISE_FILE)).unwrap().reference.is_none());
}

#[test]
fn a_hostile_exercise_stays_within_the_users_folder() {
    let folder = tempfile::tempdir().unwrap();
    let user = folder.path().join("user");
    let brief = Brief { id: "../../evil".to_owned(), version: "../../../x".to_owned(), ..Brief::default() };
    let hostile = crate::classroom::Exercise { brief, ..Default::default() };
    // The version would be made anew where it is written: this is a file made by hand.
    let text = store::exercise_to_text(&hostile);
    let version = store::stamped(&hostile).brief.version;
    let file = folder.path().join("hostile.json");
    fs::write(&file, text.replace(&version, "../../../x")).unwrap();
    let session = at_work(&user, &file, false);
    assert!(session.folder().starts_with(user.join("exercises")), "{}", session.folder().display());
    assert_eq!(session.folder().parent(), Some(user.join("exercises").as_path()));
}

#[test]
fn the_timer_survives_the_program_and_comes_back_paused() {
    let folder = tempfile::tempdir().unwrap();
    let (file, user) = (exercise(folder.path()), folder.path().join("user"));
    let mut session = at_work(&user, &file, false);
    let reading = session.timer().unwrap();
    assert_eq!((reading.was_started, reading.is_running, reading.left), (false, false, Some(20 * 60)));
    session.perform(Action::RunTimer(true));
    assert!(session.timer().unwrap().is_running && session.undo_label().is_none() && !session.is_changed());
    assert!(session.next_poll().is_some_and(|wait| wait.as_millis() <= 1_005), "it shows every second");
    session.count_from(100);
    session.perform(Action::RunTimer(true));
    // The machine is switched off, and nobody leaves in good order.
    let project = session.file().unwrap().to_owned();
    drop(session);
    assert_eq!(worked_seconds(&UserFolder::at(&user), &project), Some(100));
    let mut again = at_work(&user, &file, false);
    let reading = again.timer().unwrap();
    assert_eq!((reading.seconds, reading.is_running, reading.left), (100, false, Some(1_100)));
    again.perform(Action::RunTimer(false));
    again.perform(Action::Run(Command::CloseProject));
    assert!(again.timer().is_none());
    let fresh = at_work(&user, &file, true);
    assert_eq!(fresh.timer().map(|reading| reading.seconds), Some(0), "the timer begins anew as well");
}

#[test]
fn a_running_timer_is_kept_beside_the_work_and_another_window_does_not_take_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let (file, user) = (exercise(folder.path()), folder.path().join("user"));
    let mut first = at_work(&user, &file, false);
    let project = first.file().unwrap().to_owned();
    let kept = || store::open_time(&project).unwrap();
    first.perform(Action::RunTimer(true));
    first.timer.running = std::time::Instant::now().checked_sub(std::time::Duration::from_secs(20));
    poll_until(&mut first, |_| kept().is_some_and(|seconds| seconds >= 20));
    let mut second = at_work(&user, &file, false);
    assert!(second.timer().unwrap().seconds >= 20);
    first.count_from(100);
    first.leave();
    second.leave();
    assert_eq!(kept(), Some(100));
}

#[test]
fn time_that_earlier_versions_kept_among_the_settings_is_counted_on() {
    let folder = tempfile::tempdir().unwrap();
    let (file, user) = (exercise(folder.path()), folder.path().join("user"));
    let project = at_work(&user, &file, false).file().unwrap().to_owned();
    let user_folder = UserFolder::at(&user);
    let key = format!("timer {}", project.display());
    let write = |key: &str, value: &str| {
        user_folder
            .change_settings(|settings| drop(settings.interface.insert(key.to_owned(), value.to_owned())))
            .unwrap();
    };
    write(&key, "61");
    assert_eq!(worked_seconds(&user_folder, &project), Some(61));
    let mut again = at_work(&user, &file, false);
    assert_eq!(again.timer().map(|reading| reading.seconds), Some(61));
    write("theme", "dark");
    again.leave();
    assert_eq!(store::open_time(&project).unwrap(), Some(61));
    let (settings, _) = user_folder.settings();
    assert!(!settings.interface.contains_key(&key), "it lies beside the work now");
    assert_eq!(settings.interface.get("theme").map(String::as_str), Some("dark"), "another window changed it");
}

#[test]
fn a_hand_in_is_looked_at_without_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (file, user) = (exercise(folder.path()), folder.path().join("user"));
    let mut group = at_work(&user, &file, false);
    group.count_from(61);
    call_group(&mut group, "Ours");
    let handed = folder.path().join("ours.hand-in.json");
    group.perform(Action::HandIn(handed.clone()));
    assert!(last(&group).text.starts_with("Wrote ours.hand-in.json"), "{}", last(&group).text);
    let hand_in = store::open_hand_in(&handed).unwrap();
    assert_eq!((hand_in.seconds, hand_in.project == **group.project()), (Some(61), true));
    // It does not take the place of the work itself.
    let own = group.folder().join(PROJECT_FILE);
    group.perform(Action::HandIn(own.clone()));
    assert!(complaint(&group).is_some_and(|text| text.contains("Choose another name")));
    assert_eq!(store::kind_of(&own), FileKind::Project);
    let mut instructor = session(None);
    instructor.perform(Action::Open(handed));
    assert_eq!((instructor.file(), instructor.is_changed()), (None, false));
    assert_eq!(instructor.project(), group.project());
    assert_eq!(instructor.timer().map(|reading| reading.seconds), Some(61));
}

#[test]
fn a_group_hears_what_is_cut_and_hands_in_nothing_that_cannot_be_compared() {
    let folder = tempfile::tempdir().unwrap();
    let file = exercise(folder.path());
    let mut group = at_work(&folder.path().join("user"), &file, false);
    call_group(&mut group, &"x".repeat(81));
    let to = folder.path().join("ours.hand-in.json");
    group.perform(Action::HandIn(to.clone()));
    let told = last(&group);
    assert!(!told.is_error && told.text.contains("the name of the group (80 of 81 characters)"), "{}", told.text);
    assert!(to.is_file());
    let decision = |number| Edit::PutDecision(format!("d{number}").as_str().into(), Decision::default());
    group.perform(Action::EditAll("pile up decisions".to_owned(), (0..101).map(decision).collect()));
    let to = folder.path().join("piled up.hand-in.json");
    group.perform(Action::HandIn(to.clone()));
    let told = complaint(&group).unwrap_or_default();
    assert!(told.contains("has 101 decisions; at most 100 decisions can be compared. Remove decisions"), "{told}");
    assert!(!to.exists());
}

#[test]
fn a_class_is_compared_marked_and_put_away() {
    let folder = tempfile::tempdir().unwrap();
    let (file, hand_ins) = (exercise(folder.path()), folder.path().join("class"));
    fs::create_dir(&hand_ins).unwrap();
    for name in ["Red", "Blue"] {
        let mut group = at_work(&folder.path().join(name), &file, false);
        call_group(&mut group, name);
        group.perform(Action::HandIn(hand_ins.join(format!("{name}.hand-in.json"))));
    }
    let mut instructor = session(None);
    let class = |path: &Path| Action::CompareClass(ClassFiles { exercise: None, hand_ins: vec![path.to_owned()] });
    instructor.perform(class(&hand_ins));
    assert!(instructor.class().is_some_and(|class| class.progress.is_some()), "it is done beside the window");
    instructor.settle();
    let names = |session: &Session| -> Vec<String> {
        let comparison = session.class().and_then(|class| class.comparison.clone()).expect("it is compared");
        comparison.groups.iter().map(|group| group.name.clone()).collect()
    };
    assert_eq!(names(&instructor), ["Blue", "Red"], "by the names of their files");
    let mark = Mark { is_met: Some(true), comment: "Good".to_owned() };
    let place = ("Red.hand-in.json".to_owned(), 0);
    instructor.perform(Action::Mark { file: place.0.clone(), specification: 0, mark: mark.clone() });
    assert_eq!(store::open_marks(&hand_ins.join(MARKS_FILE)).unwrap().0.get(&place), Some(&mark), "kept at once");
    // Another one comes in late, and the exercise with the answer lies beside it.
    let red = store::open_hand_in(&hand_ins.join("Red.hand-in.json")).unwrap();
    let late = crate::classroom::HandIn { seconds: Some(7), ..red };
    store::save_hand_in(&hand_ins.join("a late one.json"), &late).unwrap();
    fs::copy(&file, hand_ins.join("reference.json")).unwrap();
    instructor.perform(Action::CompareClass(ClassFiles::default()));
    instructor.settle();
    assert_eq!(names(&instructor).len(), 3);
    let class_now = instructor.class().unwrap();
    assert_eq!(class_now.files.exercise, Some(hand_ins.join("reference.json")));
    assert_eq!(class_now.marks.len(), 1);
    instructor.perform(Action::GoTo(Stage::Sketch));
    assert!(instructor.class().is_none());
    instructor.perform(Action::Run(Command::CompareClass));
    assert_eq!(names(&instructor).len(), 3, "it stayed loaded");
    instructor.perform(Action::CloseClass);
    instructor.perform(Action::Run(Command::CompareClass));
    assert!(instructor.class().is_some_and(|class| class.comparison.is_none() && class.marks.is_empty()));
    let mut another = session(None);
    another.perform(class(&hand_ins));
    assert!(last(&another).text.starts_with("1 mark was read from "), "{}", last(&another).text);
    // Damaged marks are left as they are.
    fs::write(hand_ins.join(MARKS_FILE), "{").unwrap();
    instructor.perform(class(&hand_ins));
    assert!(complaint(&instructor).is_some_and(|text| text.contains(MARKS_FILE)));
    instructor.perform(Action::Mark { file: place.0, specification: 0, mark });
    assert_eq!(fs::read_to_string(hand_ins.join(MARKS_FILE)).unwrap(), "{");
}

#[test]
fn nothing_to_compare_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(None);
    let files = ClassFiles { exercise: None, hand_ins: vec![folder.path().to_owned()] };
    session.perform(Action::CompareClass(files));
    session.settle();
    let class = session.class().unwrap();
    assert!(class.problem.as_ref().is_some_and(|problem| problem.contains("no hand-ins")), "{:?}", class.problem);
    session.perform(Action::ExportComparison { to: folder.path().join("x.html"), anonymous: false });
    assert!(complaint(&session).is_some_and(|text| text.contains("no answers")));
    assert!(!folder.path().join("x.html").exists());
}

#[test]
fn work_on_an_exercise_saves_itself_and_can_still_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = exercise(folder.path());
    let mut session = at_work(folder.path(), &file, false);
    call_group(&mut session, "Red");
    assert!(session.is_changed());
    poll_until(&mut session, |session| !session.is_changed());
    let saved = store::open(session.file().unwrap()).unwrap().project;
    assert_eq!(saved.breakout.unwrap().group, "Red");
    session.perform(Action::Run(Command::Undo));
    assert!(session.is_changed());
    assert_eq!(session.project().breakout.as_ref().unwrap().group, "");
}

/// Polls until something is so, for a minute at most.
fn poll_until(session: &mut Session, is_so: impl Fn(&Session) -> bool) {
    let started = std::time::Instant::now();
    while !is_so(session) {
        assert!(started.elapsed().as_secs() < 60, "it never came");
        std::thread::sleep(std::time::Duration::from_millis(5));
        session.poll();
    }
}

#[test]
fn work_that_cannot_save_itself_is_copied_until_it_is_saved_by_hand() {
    let folder = tempfile::tempdir().unwrap();
    let file = exercise(folder.path());
    let user = UserFolder::at(folder.path().join("user"));
    let mut session = at_work(user.path(), &file, false);
    let own = session.file().unwrap().to_owned();
    fs::remove_file(&own).unwrap();
    fs::create_dir(&own).unwrap();
    call_group(&mut session, "Red");
    poll_until(&mut session, |_| !user.find_recoveries().found.is_empty());
    let kept = user.find_recoveries().found.remove(0);
    assert_eq!(kept.original.as_deref(), Some(own.as_path()));
    assert_eq!(kept.project.breakout.unwrap().group, "Red");
    assert!(complaint(&session).is_some_and(|text| text.contains("until it is saved by hand")));
    assert!(session.is_changed());
    fs::remove_dir(&own).unwrap();
    session.perform(Action::Run(Command::Save));
    assert!(!session.is_changed() && user.find_recoveries().found.is_empty());
    call_group(&mut session, "Blue");
    poll_until(&mut session, |session| !session.is_changed());
    assert_eq!(store::open(&own).unwrap().project.breakout.unwrap().group, "Blue");
}

#[test]
fn recovered_work_on_an_exercise_replaces_its_file_only_when_it_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let file = exercise(folder.path());
    let user = UserFolder::at(folder.path().join("user"));
    let mut first = at_work(user.path(), &file, false);
    let own = first.file().unwrap().to_owned();
    call_group(&mut first, "Old");
    let old = std::sync::Arc::clone(first.project());
    call_group(&mut first, "New");
    first.perform(Action::Run(Command::Save));
    user.write_recovery(&old, first.evidence(), Some(&own)).unwrap();
    drop(first);
    let mut again = session(Some(user));
    again.perform(Action::Recover(0));
    again.poll();
    // Leaving waits for what is just being written.
    again.leave();
    assert_eq!(again.project().breakout.as_ref().unwrap().group, "Old");
    assert_eq!(store::open(&own).unwrap().project.breakout.unwrap().group, "New");
}

#[test]
fn an_exercise_that_ships_needs_no_file_to_be_compared_with() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(Some(UserFolder::at(folder.path())));
    session.perform(Action::BeginExercise { sample: Sample::SmartKeyboard, fresh: false });
    call_group(&mut session, "Red");
    let to = folder.path().join("red.hand-in.json");
    session.perform(Action::HandIn(to.clone()));
    let given = std::sync::Arc::clone(session.evidence());
    session.perform(Action::CompareClass(ClassFiles { hand_ins: vec![to.clone()], ..ClassFiles::default() }));
    session.settle();
    let comparison = session.class().unwrap().comparison.clone().unwrap();
    assert_eq!(comparison.groups[0].is_same_version, Some(true));
    assert!(!comparison.lacks_exercise() && !comparison.missed.is_empty(), "the reference is known as well");
    session.perform(Action::Open(to));
    assert!(session.file().is_none() && !given.is_empty());
    assert!(**session.evidence() == *given, "nor to be looked at");
}
