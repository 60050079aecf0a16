//! Actions: what panels and the command line ask of the session. They are performed in order, in one place.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{ClassFiles, Command, DrawingFile, ExerciseDraft, ReportFile, Sample, Stage};
use crate::classroom::Mark;
use crate::edit::Edit;
use crate::model::{AlternativeId, ComponentId, Design, ElementId, MeasureKey, Point, ScenarioId, ViewKey};
use crate::work::JobName;

/// Something that the session shall do.
#[expect(clippy::large_enum_variant, reason = "a few a frame, performed at once: a box would cost more than it saves")]
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A command that needs no window.
    Run(Command),
    /// Changes the project: a step of its own, or part of the open gesture.
    Edit(Edit),
    /// Several changes as one step with this label.
    EditAll(String, Vec<Edit>),
    /// Opens a gesture: all changes until [`Action::Commit`] are one step with this label.
    Begin(String),
    /// Ends the gesture.
    Commit,
    /// Takes the gesture back.
    Abort,
    /// Selects exactly these elements.
    Select(BTreeSet<ElementId>),
    /// Puts in elements from the clipboard.
    Paste {
        /// What the clipboard holds.
        text: String,
        /// Where their middle shall be; beside the originals if that is not said.
        at: Option<Point>,
    },
    /// Shows a view of the drawing.
    ShowView(ViewKey),
    /// Draws the path of this scenario; of none any more.
    DrawPath(Option<ScenarioId>),
    /// Shows what is different from this alternative; from none any more.
    Compare(Option<AlternativeId>),
    /// Shows a stage.
    GoTo(Stage),
    /// Looks at a design.
    LookAt(Design),
    /// Trains these candidates.
    Train(Vec<JobName>),
    /// Ends a training.
    CancelTraining(JobName),
    /// Takes a file with a table as the data that a component learns from.
    ImportTable(ComponentId, PathBuf),
    /// Takes images as the data that a component learns from: a folder with one for each class, or IDX files.
    ImportImages(ComponentId, PathBuf),
    /// Copies a file that a training left to where the user wants it.
    ExportTrained {
        /// One of `Session::trained_files`.
        from: PathBuf,
        /// Where to.
        to: PathBuf,
    },
    /// Opens the project in this folder or file.
    Open(PathBuf),
    /// Opens the user's copy of a sample, or a fresh copy.
    OpenSample {
        /// Which sample.
        sample: Sample,
        /// Whether to start over from the sample as it came.
        fresh: bool,
    },
    /// Saves the project to this file from now on.
    SaveTo(PathBuf),
    /// Wants the report of what is on screen made and kept current, until the stage is left; or not any more.
    WantReport(bool),
    /// Writes the report.
    Export(ReportFile, PathBuf),
    /// Ends the export that is under way, before it writes anything.
    CancelExport,
    /// Writes these designs as comma-separated values.
    ExportDesigns(Vec<Design>, PathBuf),
    /// Writes the drawing.
    ExportDrawing(DrawingFile, PathBuf),
    /// Puts the drawing of a file of another tool, or of another project, into this one.
    ImportDrawing(PathBuf),
    /// The list of what could not be carried over was read.
    DismissTransfer,
    /// Plots these measures, across and upwards.
    Plot(MeasureKey, MeasureKey),
    /// Wants to know how sensitive the design is, with numbers moved by so many percent, until the stage is left;
    /// `None` for not any more.
    WantSensitivity(Option<u32>),
    /// Opens recovered work, by position.
    Recover(usize),
    /// Discards recovered work, by position.
    DiscardRecovery(usize),
    /// Takes a file off the list of recent projects.
    ForgetRecent(PathBuf),
    /// Remembers a preference of the interface.
    Prefer(&'static str, String),
    /// Opens an exercise as a group: its work so far if there is any, unless `fresh`.
    OpenExercise {
        /// The file that the instructor gave.
        file: PathBuf,
        /// Whether to begin anew.
        fresh: bool,
    },
    /// Begins an exercise that comes with the program: its work so far if there is any, unless `fresh`.
    BeginExercise {
        /// The sample that it is about.
        sample: Sample,
        /// Whether to begin anew.
        fresh: bool,
    },
    /// Writes an exercise that comes with the program: for groups, or with its reference answer.
    WriteShipped {
        /// The sample that it is about.
        sample: Sample,
        /// Whether the reference answer is in it: for the instructor alone.
        with_reference: bool,
        /// Where to.
        to: PathBuf,
    },
    /// Lets the group's timer run, or pause.
    RunTimer(bool),
    /// Writes what the group hands in.
    HandIn(PathBuf),
    /// Shows the page on which an exercise is prepared, or changes what is on it; `None` leaves it.
    Draft(Option<Box<ExerciseDraft>>),
    /// Writes the exercise that is prepared: for groups, or with the reference answer.
    WriteExercise {
        /// Whether the reference answer is in it: for the instructor alone.
        with_reference: bool,
        /// Where to.
        to: PathBuf,
    },
    /// Compares a class; files that are given are added to those of the class that is open.
    CompareClass(ClassFiles),
    /// Leaves the page on which a class is compared.
    CloseClass,
    /// Says whether a group meets a specification.
    Mark {
        /// The group's file.
        file: String,
        /// Position of the specification.
        specification: usize,
        /// What the instructor says.
        mark: Mark,
    },
    /// Says how many of the class raised their hands for a design.
    Vote {
        /// The files of the groups that chose it; an empty name stands for the reference.
        files: Vec<String>,
        /// How many.
        hands: u32,
    },
    /// Writes the comparison: a page for `.html`, else a folder of tables. With `anonymous`, without names.
    ExportComparison {
        /// Where to.
        to: PathBuf,
        /// Whether groups are told by number only.
        anonymous: bool,
    },
    /// Writes a file of feedback for each group into this folder.
    WriteFeedback(PathBuf),
    /// Says something to the user.
    Tell(String),
    /// Says to the user what went wrong.
    Complain(String),
    /// Takes a notice away.
    Dismiss(u64),
}
