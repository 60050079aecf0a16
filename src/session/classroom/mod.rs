//! Breakouts in the session: the exercise that is prepared, the group's timer and its hand-in, and the class that is
//! compared.

mod class;
mod draft;
mod timer;
mod working;

pub use class::{Class, ClassFiles, ClassProgress};
pub use draft::ExerciseDraft;
pub use timer::TimerReading;

pub(super) use class::Classes;
pub(super) use timer::Timer;
