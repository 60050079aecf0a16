//! Stories about the session: undo, what is computed again and what is not, designs that stay valid, work kept safe.

use std::sync::Arc;

use super::{Action, Command, Freshness, ReportPreview, Session, SessionOptions, Stage};
use crate::analysis::AnalysisSettings;
use crate::analysis::test_support::TestProject;
use crate::edit::{Edit, Placement, create};
use crate::model::{
    ConnectorKind, Design, ElementId, EvidenceBook, Exclusion, Goal, Measure, OpenQuestion, Pick, Point, Property,
    Quantity, Rectangle, RequirementId, Subject, Unit,
};
use crate::store::UserFolder;
use crate::work::{WorkerProgram, no_wake};

/// A session in which nothing can be trained.
pub(super) fn session(user: Option<UserFolder>) -> Session {
    Session::new(SessionOptions {
        worker: WorkerProgram { path: "there-is-no-such-program".into(), arguments: Vec::new() },
        workers: 1,
        user,
        wake: no_wake(),
        analysis: AnalysisSettings { samples: 500, seed: 1 },
    })
}

/// A session with one service whose replicas are open.
fn session_with_choice() -> Session {
    let mut session = session(None);
    session.perform(Action::Run(Command::NewProject));
    let (id, component) = create::component(session.project(), "service", Point::new(0.0, 0.0));
    session.perform(Action::Edit(Edit::PutComponent(id.clone(), component)));
    let question = OpenQuestion::Replicas { fewest: 2, most: 4 };
    let (choice_id, choice) = create::choice(session.project(), &id, question);
    session.perform(Action::Edit(Edit::PutChoice(choice_id, choice)));
    session
}

#[test]
fn moving_a_box_computes_nothing_again() {
    let mut session = session_with_choice();
    session.settle();
    let before = Arc::clone(session.analysis().unwrap());
    let id = session.project().system.components.keys().next().unwrap().clone();
    let place = Edit::Place(Placement {
        shapes: vec![(ElementId::Component(id), Rectangle::new(500.0, 500.0, 10.0, 10.0))],
        ..Placement::default()
    });
    session.perform(Action::Edit(place));
    session.settle();
    assert!(Arc::ptr_eq(&before, session.analysis().unwrap()));
    assert_eq!(session.undo_label(), Some("move Service"));
}

#[test]
fn the_design_is_always_one_of_the_space() {
    let mut session = session_with_choice();
    let choice = session.project().choices.keys().next().unwrap().clone();
    let pick = |count| Design { picks: [(choice.clone(), Pick::Replicas(count))].into() };
    assert_eq!(*session.design(), pick(2));
    session.perform(Action::LookAt(pick(4)));
    assert_eq!(*session.design(), pick(4));
    session.perform(Action::LookAt(pick(9)));
    assert_eq!(*session.design(), pick(2), "nine replicas are no option");
    session.perform(Action::Edit(Edit::RemoveChoice(choice)));
    assert_eq!(*session.design(), Design::default());
    session.settle();
    assert!(session.exploration().unwrap().is_err(), "without choices there is nothing to explore");
}

#[test]
fn a_moved_limit_evaluates_nothing_anew_where_few_combinations_are_designs() {
    let mut session = session_with_choice();
    let mut ruled_out = Vec::new();
    for (most, is_free) in [(64, false), (64, false), (32, true)] {
        let (id, component) = create::component(session.project(), "service", Point::default());
        session.perform(Action::Edit(Edit::PutComponent(id.clone(), component)));
        let (choice, content) = create::choice(session.project(), &id, OpenQuestion::Replicas { fewest: 1, most });
        session.perform(Action::Edit(Edit::PutChoice(choice.clone(), content)));
        if !is_free {
            let options = [(choice, (2..=most).map(Pick::Replicas).collect())].into();
            ruled_out.push(Exclusion { reason: String::new(), options });
        }
    }
    session.perform(Action::Edit(Edit::Exclude(ruled_out)));
    let (id, mut requirement) = create::requirement(session.project(), Measure::MonthlyCost, Subject::System);
    let mut require = |session: &mut Session, dollars: f64| {
        requirement.threshold = Quantity::estimated(dollars, Unit::DollarPerMonth);
        session.perform(Action::Edit(Edit::PutRequirement(id.clone(), requirement.clone())));
        session.settle();
        let explored = session.exploration().expect("it is settled").expect("there are designs");
        let limits = session.region().expect("there are designs").limits();
        (Arc::clone(explored), limits.iter().map(|limit| limit.threshold.amount()).collect::<Vec<_>>())
    };
    let (before, _) = require(&mut session, 100.0);
    assert_eq!((session.space().combinations(), before.len()), (3 * 64 * 64 * 32, 3 * 32));
    let (after, limits) = require(&mut session, 50.0);
    assert_eq!(limits, [Some(50.0)], "it is judged by the new limit");
    assert!(Arc::ptr_eq(&before, &after), "no design was evaluated again");
}

#[test]
fn a_gesture_that_is_given_up_leaves_no_trace() {
    let mut session = session_with_choice();
    let before = Arc::clone(session.project());
    let id = session.project().system.components.keys().next().unwrap().clone();
    session.perform(Action::Begin("delete".to_owned()));
    session.perform(Action::Edit(Edit::Delete(vec![ElementId::Component(id.clone())])));
    assert!(session.project().system.components.is_empty());
    session.perform(Action::Abort);
    assert_eq!(*session.project(), before);
    session.perform(Action::Select([ElementId::Component(id)].into()));
    session.perform(Action::Run(Command::Delete));
    assert!(session.selection().is_empty());
    session.perform(Action::Run(Command::Undo));
    assert_eq!(*session.project(), before);
}

#[test]
fn what_cannot_be_done_is_said_and_changes_nothing() {
    let mut session = session_with_choice();
    let before = Arc::clone(session.project());
    session.perform(Action::Open("/there/is/nothing/here".into()));
    assert!(session.notices().last().unwrap().text.contains("/there/is/nothing/here"));
    session.perform(Action::SaveTo("/there/is/nothing/here/project.json".into()));
    session.perform(Action::Edit(Edit::Deploy("nobody".into(), None)));
    assert_eq!(session.notices().iter().filter(|notice| notice.is_error).count(), 3);
    assert_eq!(*session.project(), before);
    assert!(session.is_changed());
}

#[test]
fn unsaved_work_survives_a_crash_and_saving_makes_it_needless() {
    let folder = tempfile::tempdir().unwrap();
    let user = UserFolder::at(folder.path().join("user"));
    let file = folder.path().join("project.json");
    let mut first = session(Some(user.clone()));
    first.perform(Action::Run(Command::NewProject));
    first.perform(Action::SaveTo(file.clone()));
    let describe = |name: &str| Edit::Describe { name: name.to_owned(), description: String::new() };
    first.perform(Action::Edit(describe("Precious")));
    assert!(first.next_poll().is_some());
    first.poll();
    wait_for(|| !user.find_recoveries().found.is_empty());
    // The process dies here: nothing is saved, nothing is discarded.
    std::mem::forget(first);
    let mut second = session(Some(user.clone()));
    assert_eq!(second.recoveries().len(), 1);
    second.perform(Action::Recover(0));
    assert_eq!(second.project().name, "Precious");
    assert!(second.is_changed());
    second.poll();
    second.perform(Action::Run(Command::Save));
    assert!(!second.is_changed());
    assert_eq!(crate::store::open(&file).unwrap().project.name, "Precious");
    assert!(user.find_recoveries().found.is_empty());
}

#[test]
fn a_worker_that_cannot_start_is_a_failed_training() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(Some(UserFolder::at(folder.path())));
    session.perform(Action::OpenSample { sample: super::Sample::CancerPrognosis, fresh: false });
    assert_eq!(session.stage(), Stage::Sketch);
    let name = session.candidates()[0].clone();
    session.perform(Action::Train(vec![name.clone()]));
    while session.is_training() {
        session.poll();
    }
    let training = session.training(&name).unwrap();
    assert!(matches!(&training.state, super::TrainingState::Failed(reason) if reason.contains("there-is-no-such")));
}

#[test]
fn samples_come_with_current_evidence() {
    let folder = tempfile::tempdir().unwrap();
    for sample in <super::Sample as strum::IntoEnumIterator>::iter() {
        let mut session = session(Some(UserFolder::at(folder.path())));
        session.perform(Action::OpenSample { sample, fresh: false });
        session.settle();
        let names = session.candidates();
        assert_eq!(names.is_empty(), sample == super::Sample::TwitterRedesign, "{}", sample.label());
        for name in names {
            assert_eq!(session.freshness(&name), Freshness::Current, "{name:?} of {}", sample.label());
        }
    }
}

#[test]
fn a_table_of_ones_own_becomes_data_to_learn_from() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("elsewhere.csv");
    std::fs::write(&table, "size,late\n1,0\n2,1\n3,0\n4,1\n").unwrap();
    let mut session = session(None);
    session.perform(Action::Run(Command::NewProject));
    let (id, component) = create::component(session.project(), "inference_service", Point::new(0.0, 0.0));
    session.perform(Action::Edit(Edit::PutComponent(id.clone(), component)));
    session.perform(Action::ImportTable(id.clone(), table.clone()));
    assert!(session.project().tasks.is_empty());
    assert!(session.notices().last().unwrap().text.contains("Save the project first"));
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    session.perform(Action::SaveTo(home.join("project.json")));
    session.perform(Action::ImportTable(id.clone(), table));
    let task = &session.project().tasks[&id];
    let dataset = &session.project().datasets[&task.dataset];
    assert_eq!(dataset.target, "late");
    assert_eq!(dataset.goal, Goal::Binary { positive: "1".to_owned() });
    assert!(home.join("data/elsewhere.csv").is_file());
    assert_eq!(session.undo_label(), Some("import elsewhere.csv"));
}

fn wait_for(condition: impl Fn() -> bool) {
    for _ in 0..1000 {
        if condition() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("it never happened");
}

#[test]
fn sensitivity_is_worked_out_only_while_somebody_looks() {
    let mut session = session_with_choice();
    session.perform(Action::GoTo(Stage::Tradeoffs));
    session.settle();
    assert!(session.sensitivity().is_none() && session.sensitivity_wanted().is_none(), "nobody asked");
    session.perform(Action::WantSensitivity(Some(20)));
    assert!(session.sensitivity().is_none(), "it is never waited for");
    session.settle();
    let first = Arc::clone(session.sensitivity().expect("it has been worked out"));
    assert_eq!(first.within, 0.2);
    // Another design, and other percents, are another question.
    let choice = session.project().choices.keys().next().expect("the replicas are open").clone();
    session.perform(Action::LookAt(Design { picks: [(choice, Pick::Replicas(3))].into() }));
    assert!(session.sensitivity().is_none(), "what is shown is never of another design");
    session.settle();
    assert!(session.sensitivity().is_some());
    session.perform(Action::WantSensitivity(Some(99)));
    session.settle();
    let widest = session.sensitivity().expect("it has been worked out").within;
    assert_eq!((session.sensitivity_wanted(), widest), (Some(50), 0.5));
    // Moving a box is none.
    let shown = Arc::clone(session.sensitivity().expect("it has been worked out"));
    let id = session.project().system.components.keys().next().expect("there is a component").clone();
    let place = Edit::Place(Placement {
        shapes: vec![(ElementId::Component(id), Rectangle::new(500.0, 500.0, 10.0, 10.0))],
        ..Placement::default()
    });
    session.perform(Action::Edit(place));
    session.settle();
    assert!(Arc::ptr_eq(&shown, session.sensitivity().expect("it is still the same")));
    session.perform(Action::GoTo(Stage::Sketch));
    session.settle();
    assert!(session.sensitivity().is_none() && session.sensitivity_wanted().is_none(), "the stage was left");
}

/// Five services in a row with up to eleven replicas each: 161,051 designs, too many to be analysed one by one.
fn session_with_large_space() -> (Session, tempfile::TempDir) {
    let mut project = TestProject::new();
    for number in 0..5 {
        let numbers = [
            (Property::ServiceTimeMedian, 11.0 + f64::from(number)),
            (Property::ServiceTimeTail, 40.0),
            (Property::HourlyPrice, 0.1),
            (Property::Availability, 99.0),
        ];
        let id = format!("s{number}");
        project = project.component(&id, &numbers);
        if number > 0 {
            let before = format!("s{}", number - 1);
            project = project.connect(&before, &id, ConnectorKind::SynchronousCall, &[]);
        }
        project = project.choice(&format!("copies{number}"), &id, OpenQuestion::Replicas { fewest: 1, most: 11 });
    }
    let dollars = Quantity::estimated(1_500.0, Measure::MonthlyCost.unit());
    let up = Quantity::estimated(99.0, Measure::Availability.unit());
    let project = project
        .scenario("s0", 10.0, 20.0)
        .requirement("cheap", Measure::MonthlyCost, Subject::System, dollars)
        .requirement("up", Measure::Availability, Subject::Scenario("use".into()), up)
        .build();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(crate::store::PROJECT_FILE);
    crate::store::save(&file, &project, &EvidenceBook::default()).unwrap();
    let mut session = session(None);
    session.perform(Action::Open(file));
    session.settle();
    (session, folder)
}

#[test]
fn a_limit_moves_through_a_large_space_before_anything_is_searched_anew() {
    let (mut session, _folder) = session_with_large_space();
    let landscape = Arc::clone(session.landscape().expect("all designs were looked at"));
    assert_eq!(landscape.overview.len(), 161_051);
    let searched = |session: &Session| {
        let exploration = session.exploration().unwrap().unwrap();
        let search = exploration.search().expect("it is a large space");
        let front = (0..exploration.len()).filter_map(|row| exploration.number(row)).collect::<Vec<_>>();
        (search.feasible, search.removed.clone(), front)
    };
    let seen = |session: &Session| {
        let landscape = session.landscape().expect("it follows");
        let front = landscape.swept.front.iter().flatten();
        let front = front.filter_map(|row| landscape.overview.number(*row)).collect::<Vec<_>>();
        (Some(landscape.swept.feasible), landscape.swept.removed.clone(), front)
    };
    assert_eq!(seen(&session), searched(&session));
    let before = searched(&session);
    session.perform(Action::Begin("move the limit".to_owned()));
    let id: RequirementId = "cheap".into();
    let mut requirement = session.project().requirements[&id].clone();
    requirement.threshold = Quantity::estimated(1_100.0, requirement.threshold.unit());
    session.perform(Action::Edit(Edit::PutRequirement(id.clone(), requirement)));
    assert!(!session.is_computing(), "nothing is searched while a hand moves");
    let moved = seen(&session);
    assert!(moved.0 < before.0 && moved.0 > Some(0), "{:?} of {:?}", moved.0, before.0);
    let landscape = session.landscape().unwrap();
    let (needs, most) = (landscape.needs().expect("there are limits"), landscape.most());
    assert_eq!(Some(needs.iter().filter(|need| **need <= most).count() as u64), moved.0);
    session.perform(Action::Commit);
    session.settle();
    assert_eq!(searched(&session), moved, "the search finds what was seen");
    assert_eq!(seen(&session), moved);
}

#[test]
fn the_report_is_made_while_somebody_looks_and_is_the_one_that_the_command_writes() {
    let mut session = session_with_choice();
    session.perform(Action::GoTo(Stage::Decision));
    session.settle();
    assert!(session.report_preview().is_none(), "nobody asked");
    let ready = |session: &Session| match session.report_preview() {
        Some(ReportPreview::Ready(report)) => Some(Arc::clone(report)),
        _ => None,
    };
    session.perform(Action::WantReport(true));
    session.settle();
    let first = ready(&session).expect("it was made");
    assert_eq!(*first, session.report(super::today()), "designs that are known already make the same report");
    let describe = |name: &str| Edit::Describe { name: name.to_owned(), description: String::new() };
    session.perform(Action::Edit(describe("Renamed")));
    let before = match session.report_preview() {
        Some(ReportPreview::Making { before, .. }) => before.cloned(),
        other => panic!("an old report is not what would be exported: {other:?}"),
    };
    assert!(before.is_some_and(|before| Arc::ptr_eq(&before, &first)));
    session.settle();
    let second = ready(&session).expect("it follows");
    assert_eq!(second.title, "Decision: Renamed");
    // Another design is another report; the same again needs none.
    let choice = session.project().choices.keys().next().expect("the replicas are open").clone();
    session.perform(Action::LookAt(Design { picks: [(choice, Pick::Replicas(4))].into() }));
    assert!(ready(&session).is_none());
    session.settle();
    assert_eq!(*ready(&session).expect("it follows"), session.report(super::today()));
    session.perform(Action::GoTo(Stage::Sketch));
    assert!(session.report_preview().is_none() && !session.is_report_wanted(), "the stage was left");
}
