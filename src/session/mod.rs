//! The whole application without a window: project, selection, history, evidence, trainings and results.
//!
//! Panels and the command line read a [`Session`] and ask it for [`Action`]s; [`Session::perform`] does them in order,
//! [`Session::poll`] takes over what finished in the background. Both faces see the very same application.

mod action;
mod calculations;
mod cascades;
mod certainties;
mod classroom;
mod command;
mod document;
mod draft;
mod drawing;
mod exchange;
mod export;
mod files;
mod import;
mod landscapes;
mod latest;
mod notice;
mod perform;
mod reports;
mod safety;
mod sample;
mod sensitivities;
mod shipped;
mod shell;
mod sizes;
mod stage;
mod state;
#[cfg(test)]
mod tests;
mod trained_files;
mod trainings;

pub use action::Action;
pub use cascades::CascadeName;
pub use classroom::{Class, ClassFiles, ClassProgress, ExerciseDraft, TimerReading, is_page, worked_seconds};
pub use command::{Command, Shortcut};
pub use drawing::DrawingFile;
pub use exchange::{DrawingFormat, Transfer, imported};
pub use export::{ExportStep, ReportFile, today};
pub use landscapes::Landscape;
pub use notice::{Notice, Written};
pub use reports::ReportPreview;
pub use sample::Sample;
pub use sensitivities::SENSITIVITY_PERCENTS;
pub use shell::shell_quoted;
pub use shipped::Shipped;
pub use stage::Stage;
pub use state::{Freshness, Session, SessionOptions};
pub use trainings::{Training, TrainingState};
