//! Stories about the first page.

use std::fs;
use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use strum::IntoEnumIterator as _;

use crate::analysis::AnalysisSettings;
use crate::edit::Edit;
use crate::gui::App;
use crate::model::{Breakout, EvidenceBook, Project};
use crate::session::{Action, Command, Sample, Session, SessionOptions, Stage};
use crate::store::{PROJECT_FILE, UserFolder};
use crate::work::{WorkerProgram, no_wake};

/// The first page, and the folder that the user's files lie in.
struct Page {
    harness: Harness<'static, App>,
    folder: tempfile::TempDir,
}

fn open(size: Vec2) -> Page {
    open_after(size, |_, _| {})
}

fn open_after(size: Vec2, before: impl FnOnce(&mut Session, &tempfile::TempDir)) -> Page {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let mut session = Session::new(SessionOptions {
        worker: WorkerProgram { path: "no-worker-in-this-test".into(), arguments: Vec::new() },
        workers: 1,
        user: Some(UserFolder::at(folder.path().join("user"))),
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 500, seed: 1 },
    });
    before(&mut session, &folder);
    let mut harness = Harness::builder().with_size(size).with_max_steps(30).build_eframe(|creation| {
        let mut app = App::new(&creation.egui_ctx, session);
        app.avoid_native_dialogs();
        app
    });
    harness.run();
    Page { harness, folder }
}

impl Page {
    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    fn rect(&self, label: &str) -> egui::Rect {
        self.harness.get_by_label(label).rect()
    }

    fn stage(&self) -> Stage {
        self.harness.state().session().stage()
    }

    fn close_project(&mut self) {
        let context = self.harness.ctx.clone();
        self.harness.state_mut().perform(&context, Action::Run(Command::CloseProject));
        self.harness.run();
        assert_eq!(self.stage(), Stage::Welcome);
    }

    fn copy(&self, sample: Sample) -> PathBuf {
        self.folder.path().join("user/samples").join(sample.key())
    }
}

#[test]
fn three_cards_stand_side_by_side_and_nothing_needs_scrolling_for_the_first() {
    let page = open(vec2(1280.0, 800.0));
    let buttons: Vec<_> = Sample::iter().map(|sample| page.rect(&format!("Open {}", sample.label()))).collect();
    assert_eq!(buttons.len(), 9);
    for row in buttons.chunks(3) {
        assert!(row.iter().all(|button| (button.top() - row[0].top()).abs() < 1.0), "the cards of a row end alike");
        assert!(row[0].right() < row[1].left() && row[1].right() < row[2].left() && row[2].right() < 1280.0);
    }
    assert!(buttons[0].bottom() < 800.0 && buttons[3].top() > buttons[0].bottom());
    for command in [Command::NewProject, Command::OpenProject] {
        assert!(page.rect(command.label()).bottom() < buttons[0].top(), "{}", command.label());
    }
}

#[test]
fn a_narrow_window_has_one_column_in_which_nothing_is_cut_off() {
    // 1280 x 800 with text at 200 %, and less.
    for size in [vec2(640.0, 400.0), vec2(400.0, 320.0)] {
        let page = open(size);
        let mut last = 0.0;
        for sample in Sample::iter() {
            let button = page.rect(&format!("Open {}", sample.label()));
            assert!(button.left() >= 0.0 && button.right() < size.x, "{} at {button:?}", sample.label());
            assert!(button.top() >= last, "{} stands below the one before, or beside it", sample.label());
            last = button.top();
            let words = page.harness.get_by_label(sample.tension()).rect();
            assert!(words.right() <= size.x && words.bottom() < button.top(), "{words:?} and {button:?}");
        }
        assert!(page.rect(Command::NewProject.label()).bottom() < size.y);
    }
}

#[test]
fn a_card_shows_the_drawing_and_a_click_on_it_opens_a_copy() {
    let mut page = open(vec2(1280.0, 800.0));
    let project = Sample::CancerPrognosis.project().unwrap();
    let (parts, nodes) = (project.system.components.len(), project.system.nodes.len());
    let drawing = format!("Drawing of Cancer prognosis: {parts} components on {nodes} deployment nodes");
    assert!(!page.copy(Sample::CancerPrognosis).exists());
    page.click(&drawing);
    assert_eq!(page.stage(), Stage::Sketch);
    let session = page.harness.state().session();
    assert_eq!(session.project().name, "Cancer prognosis");
    assert!(session.file().unwrap().starts_with(page.copy(Sample::CancerPrognosis)));
}

#[test]
fn starting_over_asks_first_and_then_brings_a_fresh_copy() {
    let mut page = open(vec2(1280.0, 800.0));
    let sample = Sample::CreditCardFraud;
    assert!(page.harness.query_by_label("Start over with Credit card fraud").is_none(), "there is no copy yet");
    page.click("Open Credit card fraud");
    page.close_project();
    let notes = page.copy(sample).join("README.md");
    fs::write(&notes, "My own notes").unwrap();
    page.click("Start over with Credit card fraud");
    page.click("Keep my copy");
    assert_eq!((page.stage(), fs::read_to_string(&notes).unwrap().as_str()), (Stage::Welcome, "My own notes"));
    // Opening it is not starting over.
    page.click("Open Credit card fraud");
    page.close_project();
    assert_eq!(fs::read_to_string(&notes).unwrap(), "My own notes");
    page.click("Start over with Credit card fraud");
    page.click("Start over");
    assert_eq!(page.stage(), Stage::Sketch);
    assert!(fs::read_to_string(&notes).unwrap().starts_with("# Credit card fraud"));
}

#[test]
fn the_disk_is_asked_when_somebody_comes_to_the_page_and_not_in_every_frame() {
    let mut page = open(vec2(1280.0, 800.0));
    let again = |page: &Page| page.harness.query_by_label("Start over with Lane marking detection").is_some();
    let copy = page.copy(Sample::LaneMarking);
    fs::create_dir_all(&copy).unwrap();
    fs::write(copy.join(PROJECT_FILE), "no project").unwrap();
    page.harness.run();
    assert!(!again(&page), "nobody asked the disk since the page was opened");
    page.click("Open Credit card fraud");
    page.close_project();
    assert!(again(&page));
    fs::remove_dir_all(&copy).unwrap();
    page.harness.run();
    assert!(again(&page));
    page.click("Open Credit card fraud");
    page.close_project();
    assert!(!again(&page));
}

#[test]
fn recent_projects_stand_beside_the_head_and_all_are_there_on_demand() {
    let mut page = open_after(vec2(1280.0, 800.0), |session, folder| {
        for name in ["one", "two", "three", "four", "five", "six"] {
            let home = folder.path().join(name);
            fs::create_dir(&home).unwrap();
            let file = home.join(PROJECT_FILE);
            let project = Project { name: name.to_owned(), ..Project::default() };
            crate::store::save(&file, &project, &EvidenceBook::default()).unwrap();
            session.perform(Action::Open(file));
            session.perform(Action::Run(Command::CloseProject));
        }
    });
    let (latest, new) = (page.rect("six"), page.rect(Command::NewProject.label()));
    assert!(latest.left() > new.right() && latest.bottom() < page.rect("Open Credit card fraud").top());
    assert!(page.harness.query_by_label("one").is_none());
    page.click("Show all 6");
    page.click("one");
    assert_eq!(page.harness.state().session().project().name, "one");
}

#[test]
fn a_class_begins_on_the_first_page() {
    let mut page = open(vec2(1280.0, 3000.0));
    let shipped: Vec<_> = Sample::shipped_exercises().map(|(sample, _)| sample).collect();
    assert_eq!(shipped.len(), 5);
    let mut last = page.rect("Open Twitter redesign").bottom();
    for sample in shipped {
        let (begin, save) =
            (format!("Begin {} as a group", sample.label()), format!("Save {} for a class", sample.label()));
        let (begin, save) = (page.rect(&begin), page.rect(&save));
        assert!(begin.top() > last && begin.right() < save.left() && save.right() < 1280.0, "{sample:?}");
        last = begin.bottom();
        assert!(page.harness.query_by_label(&sample.shipped().unwrap().brief.title).is_some(), "{sample:?}");
    }
    for (entry, title) in [
        ("For groups…", "Save the exercise for groups"),
        ("With the reference answer…", "Save the exercise with its reference answer"),
    ] {
        page.click("Save Sidewalk robot for a class");
        page.click(entry);
        assert!(page.harness.query_by_label(title).is_some(), "{title}");
        page.click("Cancel");
    }
    page.click(Command::OpenExercise.label());
    assert!(page.harness.query_by_label("Open an exercise").is_some());
    page.click("Cancel");
    page.click("Begin Sidewalk robot as a group");
    let session = page.harness.state().session();
    let breakout = session.project().breakout.as_ref().expect("the exercise is open");
    assert_eq!(breakout.brief.title, Sample::SidewalkRobot.shipped().unwrap().brief.title);
    assert!(session.project().requirements.is_empty() && session.project().decisions.is_empty());
}

#[test]
fn the_next_group_at_the_same_computer_begins_anew() {
    let mut page = open(vec2(1280.0, 3000.0));
    page.click("Begin Sidewalk robot as a group");
    let breakout = |page: &Page| {
        let breakout = page.harness.state().session().project().breakout.clone();
        breakout.expect("the exercise is open")
    };
    let first = Breakout { group: "First".to_owned(), ..breakout(&page) };
    let context = page.harness.ctx.clone();
    for action in [Action::Edit(Edit::PutBreakout(Some(Box::new(first)))), Action::Run(Command::Save)] {
        page.harness.state_mut().perform(&context, action);
    }
    page.harness.run();
    page.click("Hand in");
    page.click("Begin anew…");
    assert!(page.harness.query_by_label("Begin this exercise anew?").is_some());
    page.click("Keep working");
    assert_eq!(breakout(&page).group, "First");
    page.click("Begin anew…");
    page.click("Begin anew");
    assert_eq!(breakout(&page).group, "");
    let kept = page.harness.state().session().folder().join("earlier_work_1.json");
    let kept = crate::store::open(&kept).expect("the work of the first group is kept").project;
    assert_eq!(kept.breakout.map(|breakout| breakout.group).as_deref(), Some("First"));
}

#[test]
fn the_link_at_the_head_leads_to_the_exercises() {
    let mut page = open(vec2(1024.0, 700.0));
    let begin = "Begin Credit card fraud as a group";
    assert!(page.rect(begin).top() > 700.0, "they stand below the samples");
    page.harness.get_by_role_and_label(Role::Link, "Exercises for a class").click();
    page.harness.run();
    let place = page.rect(begin);
    assert!(place.top() > 0.0 && place.bottom() < 700.0, "{place:?}");
}

#[test]
fn the_exercises_of_a_narrow_window_are_not_cut_off() {
    for size in [vec2(640.0, 400.0), vec2(400.0, 320.0)] {
        let page = open(size);
        for (sample, _) in Sample::shipped_exercises() {
            for label in
                [format!("Begin {} as a group", sample.label()), format!("Save {} for a class", sample.label())]
            {
                let place = page.rect(&label);
                assert!(place.left() >= 0.0 && place.right() <= size.x, "{label} at {place:?}");
            }
        }
    }
}
