//! A group at work: opening an exercise, and handing in.

use std::path::{Path, PathBuf};

use strum::IntoEnumIterator as _;

use super::super::document::Document;
use super::super::{Sample, Session, Stage};
use super::draft;
use crate::classroom::{Exercise, HandIn, chat_text, cut_when_compared, too_much_to_compare};
use crate::model::{Brief, EvidenceBook, Project};
use crate::store::{self, FileKind, PROJECT_FILE};

/// The folder of all work on exercises, within the user's own.
const EXERCISES: &str = "exercises";

/// Digits of an exercise's version in the name of a folder.
const VERSION_DIGITS: usize = 8;

/// Digits of a whole version.
const WHOLE_VERSION: usize = 32;

impl Session {
    /// Whether there is work on the exercise that comes with this sample.
    pub fn has_work_on(&self, sample: Sample) -> bool {
        shipped(sample).is_ok_and(|exercise| self.has_work(&exercise))
    }

    /// Whether there is work on the exercise in this file.
    pub fn has_work_on_file(&self, file: &Path) -> bool {
        store::open_exercise(file).is_ok_and(|exercise| self.has_work(&exercise))
    }

    /// The exercise and the answer in at most 10 lines, for a chat; `None` outside of a class.
    pub fn chat_text(&self) -> Option<String> {
        let reading = self.timer()?;
        let seconds = reading.was_started.then_some(reading.seconds);
        Some(chat_text(self.project(), self.evidence(), seconds))
    }

    fn has_work(&self, exercise: &Exercise) -> bool {
        self.folder_for(&versioned(exercise)).is_some_and(|folder| folder.join(PROJECT_FILE).exists())
    }

    /// Where the work on this version of this exercise lies, whatever strangers have written into it.
    fn folder_for(&self, exercise: &Exercise) -> Option<PathBuf> {
        let name = store::file_safe(&exercise.brief.id);
        let name = if name.is_empty() { "exercise" } else { name.as_str() };
        let version: String = exercise.brief.version.chars().take(VERSION_DIGITS).collect();
        Some(self.user.as_ref()?.path().join(EXERCISES).join(format!("{name}-{version}")))
    }

    pub(in super::super) fn open_exercise(&mut self, file: &Path, fresh: bool) {
        match store::open_exercise(file) {
            Ok(exercise) => self.work_on(&exercise, fresh),
            Err(error) => self.notices.complain(error.to_string()),
        }
    }

    pub(in super::super) fn begin_exercise(&mut self, sample: Sample, fresh: bool) {
        match shipped(sample) {
            Ok(exercise) => self.work_on(&exercise, fresh),
            Err(reason) => self.notices.complain(reason),
        }
    }

    pub(in super::super) fn write_shipped(&mut self, sample: Sample, with_reference: bool, to: &Path) {
        let written = shipped(sample).and_then(|exercise| draft::save(&exercise, with_reference, to));
        self.tell_whether_written(written.map(|()| 1), to);
    }

    fn work_on(&mut self, exercise: &Exercise, fresh: bool) {
        let exercise = versioned(exercise);
        let Some(folder) = self.folder_for(&exercise) else {
            self.notices.complain(
                "there is no folder to keep the work on the exercise in; set CANTILEVER_CONFIG_DIR to one, or begin it \
                 with: cantilever begin EXERCISE FOLDER",
            );
            return;
        };
        // The open project may be the work that is put aside.
        self.finish_writing();
        self.keep_timer();
        let was_there = folder.join(PROJECT_FILE).exists();
        let aside = match store::unpack_exercise(&folder, &exercise, fresh) {
            Ok(aside) => aside,
            Err(error) => return self.notices.complain(error.to_string()),
        };
        if fresh && let Ok(folder) = std::path::absolute(&folder) {
            self.forget_timer(&folder.join(PROJECT_FILE));
        }
        self.open(&folder);
        if was_there && !fresh {
            self.notices.tell(format!("This is your work on {} so far", exercise.brief.title));
        }
        if let Some(aside) = aside {
            self.notices.tell(format!("Your earlier work is kept in {}", aside.display()));
        }
    }

    /// Shows what a group handed in, as a project without a file of its own: looking at it changes nothing of it.
    pub(in super::super) fn look_at_hand_in(&mut self, file: &Path) {
        let hand_in = match store::open_hand_in(file) {
            Ok(hand_in) => hand_in,
            Err(error) => return self.notices.complain(error.to_string()),
        };
        let brief = hand_in.breakout().map(|breakout| breakout.brief.clone()).unwrap_or_default();
        let folder = file.parent().map(Path::to_owned).unwrap_or_default();
        let exercises = store::hand_ins_in(&[folder]).exercises;
        let mut given = exercises.iter().filter_map(|found| store::open_exercise(found).ok());
        let given = given.find(|exercise| exercise.brief.id == brief.id).or_else(|| that_ships(&[&brief]));
        let evidence = given.map(|exercise| exercise.evidence).unwrap_or_default().overlaid_with(&hand_in.evidence);
        self.show(Document::new(hand_in.project, evidence, None), Stage::Sketch);
        self.count_from(hand_in.seconds.unwrap_or(0));
        self.notices.tell(
            "This is what a group handed in; what you change here does not change its file. Use Compare hand-ins to see \
             it beside the others",
        );
    }

    pub(in super::super) fn hand_in(&mut self, to: &Path) {
        self.document.history.commit();
        let Some(breakout) = self.project().breakout.clone().filter(|_| self.is_open()) else {
            self.notices.complain("this project answers no exercise; open the exercise first, and work on that");
            return;
        };
        if let Some(problem) = too_much_to_compare(self.project()) {
            self.notices.complain(problem);
            return;
        }
        let brief = &breakout.brief;
        let given = store::given_evidence(self.folder(), &brief.id, &brief.version).unwrap_or_default();
        let hand_in = HandIn {
            project: Project::clone(self.project()),
            evidence: beyond(&given, self.evidence()),
            seconds: self.timer().filter(|timer| timer.was_started).map(|timer| timer.seconds),
            program: format!("Cantilever {}", env!("CARGO_PKG_VERSION")),
        };
        let written = store::save_hand_in(to, &hand_in).map_err(|error| error.to_string());
        self.keep_timer();
        let cut = cut_when_compared(self.project()).filter(|_| written.is_ok());
        self.tell_whether_written(written.map(|()| 1), to);
        if let Some(cut) = cut {
            self.notices.tell(cut);
        }
    }

    /// Opens whatever file of ours this is.
    pub(in super::super) fn open_any(&mut self, path: &Path) {
        match store::kind_of(path) {
            FileKind::Exercise => self.open_exercise(path, false),
            FileKind::HandIn => self.look_at_hand_in(path),
            FileKind::Project | FileKind::Marks | FileKind::Other => self.open(path),
        }
    }
}

/// The exercise that comes with a sample.
pub(super) fn shipped(sample: Sample) -> Result<Exercise, String> {
    let exercise = sample
        .exercise()
        .ok_or_else(|| format!("no exercise comes with {}; open the sample and prepare one from it", sample.label()))?;
    Ok(store::stamped(&exercise))
}

/// The exercise of the program that the first of these briefs belongs to: it holds what groups were given, and needs no
/// file. Only what a brief names is looked at.
pub(super) fn that_ships(briefs: &[&Brief]) -> Option<Exercise> {
    let named = Sample::iter().filter(|sample| briefs.iter().any(|brief| brief.id == sample.key()));
    let mut all: Vec<Exercise> = named.filter_map(|sample| shipped(sample).ok()).collect();
    let place = |brief: &&Brief| all.iter().position(|exercise| exercise.brief.version == brief.version);
    let place = briefs.iter().find_map(place)?;
    Some(all.swap_remove(place))
}

/// The exercise with a version that can be relied on: a file that was made by hand may have none.
fn versioned(exercise: &Exercise) -> Exercise {
    let version = &exercise.brief.version;
    let is_whole = version.len() == WHOLE_VERSION && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_whole { exercise.clone() } else { store::stamped(exercise) }
}

/// What of `all` is not in `given` already.
fn beyond(given: &EvidenceBook, all: &EvidenceBook) -> EvidenceBook {
    let mut own = EvidenceBook::default();
    for (component, candidate, evidence) in all.iter() {
        if given.get(component, candidate) != Some(evidence) {
            own.insert(component.clone(), candidate.clone(), evidence.clone());
        }
    }
    for (component, [first, second], cascade) in all.stored_cascades() {
        if given.stored_cascade(component, first, second) != Some(cascade) {
            own.insert_cascade(component.clone(), [first.clone(), second.clone()], cascade.clone());
        }
    }
    own
}
