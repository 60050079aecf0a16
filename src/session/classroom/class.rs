//! The class that an instructor compares: files read and answers compared in the background, marks of the rubric.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::super::Session;
use super::super::latest::Latest;
use super::reading::{Compared, compared};
use crate::classroom::{Comparison, Mark, Marks, Votes, comparison_html, comparison_tables, feedback};
use crate::model::{capitalised, counted, listed};
use crate::store::{self, MARKS_FILE};

/// Between two looks at how far it is.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// What a class is compared from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassFiles {
    /// The instructor's exercise with the reference; without it nothing is missed and versions are not told apart.
    pub exercise: Option<PathBuf>,
    /// Files of groups, and folders with such files.
    pub hand_ins: Vec<PathBuf>,
}

/// How far reading and comparing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassProgress {
    /// Answers read and analysed.
    pub done: u64,
    /// Answers in all; 0 while nobody knows.
    pub total: u64,
}

/// A class as it is shown.
#[derive(Debug, Default)]
pub struct Class {
    /// What it is compared from.
    pub files: ClassFiles,
    /// The answers side by side, as soon as they are there.
    pub comparison: Option<Arc<Comparison>>,
    /// The instructor's marks.
    pub marks: Marks,
    /// How the class voted.
    votes: Votes,
    /// How far it is, while it is on its way.
    pub progress: Option<ClassProgress>,
    /// Why there is nothing to show.
    pub problem: Option<String>,
}

impl Class {
    /// Brings the vote into the comparison.
    fn count(&mut self) {
        if let Some(comparison) = &mut self.comparison {
            Arc::make_mut(comparison).count(&self.votes);
        }
    }
}

/// The class that is open, and what is being read for it.
#[derive(Debug)]
pub(in super::super) struct Classes {
    open: Option<Class>,
    is_shown: bool,
    /// Where its marks are kept; `None` while there is no place, and where a damaged file is in the way.
    marks_file: Option<PathBuf>,
    /// What is asked: the files, and how often they were asked for, since they may have changed.
    asked: (ClassFiles, u64),
    latest: Latest<(ClassFiles, u64), Result<Compared, String>>,
}

impl Default for Classes {
    fn default() -> Self {
        let latest = Latest::new("comparison of the class");
        Self { open: None, is_shown: false, marks_file: None, asked: <(ClassFiles, u64)>::default(), latest }
    }
}

impl Classes {
    /// When the progress is worth another look.
    pub fn due(&self) -> Option<Duration> {
        self.is_pending().then_some(PROGRESS_EVERY)
    }

    /// Whether a class is being read and compared.
    pub fn is_pending(&self) -> bool {
        self.open.as_ref().is_some_and(|class| class.progress.is_some())
    }
}

impl Session {
    /// The class that is compared; `None` while its page is not shown.
    pub fn class(&self) -> Option<&Class> {
        self.classes.open.as_ref().filter(|_| self.classes.is_shown)
    }

    /// The answers of the class that is open; with `anonymous`, without names.
    pub fn comparison(&self, anonymous: bool) -> Option<Comparison> {
        let comparison = self.classes.open.as_ref()?.comparison.as_deref()?;
        Some(if anonymous { comparison.anonymous() } else { comparison.clone() })
    }

    /// Shows the page on which a class is compared.
    pub(in super::super) fn show_class(&mut self) {
        self.classes.open.get_or_insert_default();
        self.classes.is_shown = true;
        self.hide_draft();
    }

    /// Shows a comparison that was made by hand.
    #[cfg(test)]
    pub(crate) fn show_comparison(&mut self, comparison: Comparison) {
        self.show_class();
        self.classes.open = Some(Class { comparison: Some(Arc::new(comparison)), ..Class::default() });
    }

    /// Leaves the page; what was compared stays.
    pub(in super::super) fn hide_class(&mut self) {
        self.classes.is_shown = false;
    }

    pub(in super::super) fn close_class(&mut self) {
        self.classes.latest.stop();
        self.classes.open = None;
        self.classes.marks_file = None;
        self.classes.is_shown = false;
    }

    /// Adds files to the class that is open, and compares all of them anew: there may be more in their folders by now.
    pub(in super::super) fn compare_class(&mut self, more: ClassFiles) {
        self.show_class();
        let Some(class) = &mut self.classes.open else { return };
        class.files.exercise = more.exercise.or(class.files.exercise.take());
        for path in more.hand_ins {
            if !class.files.hand_ins.contains(&path) {
                class.files.hand_ins.push(path);
            }
        }
        self.load_marks();
        let Some(class) = &mut self.classes.open else { return };
        // An exercise alone is compared with nothing.
        if !class.files.hand_ins.is_empty() {
            class.progress = Some(ClassProgress::default());
            self.classes.asked = (class.files.clone(), self.classes.asked.1 + 1);
            self.ask_for_class();
        }
    }

    /// Starts comparing what is asked, as soon as what was asked before has ended.
    fn ask_for_class(&mut self) {
        let settings = self.analysis_settings;
        self.classes.latest.ask(self.classes.asked.clone(), &self.wake, move |(files, _), monitor| {
            compared(files, &settings, &mut |done, total| monitor.progress(done, total).is_continue())
        });
    }

    /// Takes over what was compared. Says whether anything changed.
    pub(in super::super) fn poll_class(&mut self) -> bool {
        let polled = self.classes.latest.poll();
        if self.classes.is_pending() {
            self.ask_for_class();
        }
        let Classes { open: Some(class), latest, asked, .. } = &mut self.classes else { return false };
        if class.progress.is_none() {
            return false;
        }
        if let Err(trouble) = polled
            && latest.failed() == Some(asked)
        {
            (class.progress, class.problem) = (None, Some(trouble));
            return true;
        }
        let Some((_, answer)) = latest.last().filter(|(question, _)| **question == *asked) else {
            let (done, total) = latest.progress().unwrap_or_default();
            class.progress = Some(ClassProgress { done, total });
            return false;
        };
        class.progress = None;
        match answer {
            Ok(compared) => {
                class.files.exercise.clone_from(&compared.exercise);
                (class.comparison, class.problem) = (Some(Arc::clone(&compared.comparison)), None);
                class.count();
            }
            Err(problem) => (class.comparison, class.problem) = (None, Some(problem.clone())),
        }
        true
    }

    pub(in super::super) fn mark(&mut self, file: String, specification: usize, mark: Mark) {
        let Some(class) = &mut self.classes.open else { return };
        let place = (file, specification);
        if mark == Mark::default() {
            class.marks.remove(&place);
        } else {
            class.marks.insert(place, mark);
        }
        self.keep_marks();
    }

    pub(in super::super) fn vote(&mut self, files: Vec<String>, hands: u32) {
        let Some(class) = &mut self.classes.open else { return };
        class.votes.retain(|file, _| !files.contains(file));
        if let Some(file) = files.into_iter().next().filter(|_| hands > 0) {
            class.votes.insert(file, hands);
        }
        class.count();
        self.keep_marks();
    }

    fn keep_marks(&mut self) {
        let Some(class) = &self.classes.open else { return };
        let Some(file) = &self.classes.marks_file else {
            self.notices.complain(
                "marks and votes are not kept: the file marks.json beside the hand-ins is damaged. Repair it or move it \
                 away, and compare again",
            );
            return;
        };
        if let Err(error) = store::save_marks(file, &class.marks, &class.votes) {
            self.notices.complain(error.to_string());
        }
    }

    /// Reads the marks and votes that lie where the first hand-ins are; those of another class go.
    fn load_marks(&mut self) {
        let Some(class) = &mut self.classes.open else { return };
        let Some(first) = class.files.hand_ins.first() else { return };
        let folder = if first.is_dir() { Some(first.as_path()) } else { first.parent() };
        let file = folder.unwrap_or_else(|| Path::new("")).join(MARKS_FILE);
        if self.classes.marks_file.as_ref() == Some(&file) {
            return;
        }
        match store::open_marks(&file) {
            Ok((marks, votes)) => {
                let of_marks = (!marks.is_empty()).then(|| counted(marks.len(), "mark"));
                let of_votes = (!votes.is_empty()).then(|| "the count of the class's vote".to_owned());
                let found: Vec<String> = of_marks.into_iter().chain(of_votes).collect();
                if !found.is_empty() {
                    // A file among those of groups need not be the instructor's own.
                    let were = if found.len() == 1 && marks.len() < 2 { "was" } else { "were" };
                    self.notices.tell(format!("{} {were} read from {}", capitalised(&listed(&found)), file.display()));
                }
                (class.marks, class.votes) = (marks, votes);
                self.classes.marks_file = Some(file);
            }
            Err(error) => {
                class.marks.clear();
                class.votes.clear();
                self.classes.marks_file = None;
                self.notices.complain(format!("{error}. It was left as it is; marks and votes are not kept"));
            }
        }
        class.count();
    }

    pub(in super::super) fn export_comparison(&mut self, to: &Path, anonymous: bool) {
        if self.compared().is_none() {
            return;
        }
        let Some(comparison) = self.comparison(anonymous) else { return };
        let written = if is_page(to) {
            store::write_foreign(to, &comparison_html(&comparison)).map(|()| 1)
        } else {
            write_all(to, &comparison_tables(&comparison))
        };
        self.tell_whether_written(written.map_err(|error| error.to_string()), to);
    }

    pub(in super::super) fn write_feedback(&mut self, folder: &Path) {
        let Some(comparison) = self.compared() else { return };
        let Some(marks) = self.classes.open.as_ref().map(|class| &class.marks) else { return };
        let mut taken = BTreeSet::new();
        let file = |(place, group): (usize, &crate::classroom::Group)| {
            (feedback_name(&group.file, &mut taken), feedback(&comparison, place, marks))
        };
        let files: Vec<_> = comparison.groups.iter().enumerate().map(file).collect();
        let written = write_all(folder, &files).map_err(|error| error.to_string());
        self.tell_whether_written(written, folder);
    }

    /// What is compared by now; complains where there is nothing yet.
    fn compared(&mut self) -> Option<Arc<Comparison>> {
        let comparison = self.classes.open.as_ref().and_then(|class| class.comparison.clone());
        if comparison.is_none() {
            self.notices.complain("there are no answers to write about yet; choose what groups handed in first");
        }
        comparison
    }
}

/// Whether a comparison is written into this file as a page, by its ending; else it is a folder for tables.
pub fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["html", "htm"].iter().any(|page| ending.eq_ignore_ascii_case(page)))
}

/// What the feedback on a hand-in is called: after its file, with the folder before it, so that it keeps its name when more
/// is handed in. What lies behind keeps it apart from names that a system keeps for itself, and a number from those that
/// are `taken`.
fn feedback_name(file: &str, taken: &mut BTreeSet<String>) -> String {
    let stem = file.strip_suffix(".json").unwrap_or(file);
    let stem = store::file_safe(stem.strip_suffix(".hand-in").unwrap_or(stem));
    let name = if stem.is_empty() { "feedback".to_owned() } else { format!("{stem}_feedback") };
    let (mut free, mut number) = (name.clone(), 2_usize);
    while !taken.insert(free.clone()) {
        free = format!("{name}_{number}");
        number += 1;
    }
    format!("{free}.md")
}

/// Writes files with these names into a folder, which is made if it is not there.
fn write_all(folder: &Path, files: &[(String, String)]) -> Result<usize, store::StoreError> {
    for (name, text) in files {
        store::unpack(&folder.join(name), text.as_bytes())?;
    }
    Ok(files.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_by_its_ending() {
        let found = ["a.html", "b/A.HTM", "a.html/tables", "html", "a.csv"].map(|path| is_page(Path::new(path)));
        assert_eq!(found, [true, true, false, false, false]);
    }

    #[test]
    fn feedback_is_called_after_the_file_whoever_else_hands_in() {
        let mut taken = BTreeSet::new();
        let files = ["red.hand-in.json", "Team 1/red.hand-in.json", "Red.json", "con.json", "?.json"];
        let names = files.map(|file| feedback_name(file, &mut taken));
        let expected =
            ["red_feedback.md", "team_1_red_feedback.md", "red_feedback_2.md", "con_feedback.md", "feedback.md"];
        assert_eq!(names, expected);
    }
}
