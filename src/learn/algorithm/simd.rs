//! The widest instructions of the machine.

use pulp::{Arch, WithSimd};

/// Runs one loop with the widest instructions that the machine has.
pub(super) fn run<Loop: WithSimd>(of: Loop) -> Loop::Output {
    Arch::new().dispatch(of)
}
