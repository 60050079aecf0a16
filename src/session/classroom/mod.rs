//! Breakouts in the session: the exercise that is prepared, the group's timer and its hand-in, and the class that is
//! compared.

mod class;
mod draft;
mod reading;
#[cfg(test)]
mod tests;
mod timer;
mod working;

pub use class::{Class, ClassFiles, ClassProgress, is_page};
pub use draft::ExerciseDraft;
pub use timer::{TimerReading, worked_seconds};

pub(super) use class::Classes;
pub(super) use draft::Drafting;
pub(super) use timer::Timer;
