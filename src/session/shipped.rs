//! The exercises that come with the program: each about a sample.

use super::Sample;
use crate::classroom::Exercise;

impl Sample {
    /// The exercise about this sample, with its reference answer; `None` for a sample that none comes with.
    pub fn exercise(self) -> Option<Exercise> {
        None
    }
}
