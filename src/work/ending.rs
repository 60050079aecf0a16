//! Why a worker ended without a result, as far as its last words and the system tell.

use std::process::ExitStatus;

/// What helps where memory is short.
const LESS: &str = "leave out columns, take fewer rows, or train it on a machine with more memory";

/// The reason in a sentence without its full stop. `errors` is what the worker wrote to its error stream.
pub(super) fn reason(errors: &str, status: Option<ExitStatus>) -> String {
    if let Some(bytes) = errors.lines().find_map(refused_bytes) {
        let megabytes = bytes.div_ceil(1_000_000);
        return format!("it ran out of memory when it needed {megabytes} MB more; {LESS}");
    }
    if status.is_some_and(is_killed) {
        return format!("it was killed, as the system does when memory runs out; if so, {LESS}");
    }
    // A panic is followed by hints and a list of calls.
    let is_told = |line: &&str| !line.trim().is_empty() && !line.starts_with("note:");
    let told = errors.lines().take_while(|line| !line.starts_with("stack backtrace")).filter(is_told).last();
    told.map_or_else(|| "it left no reason".to_owned(), str::to_owned)
}

/// The bytes that the system refused, from the words in which Rust tells it.
fn refused_bytes(line: &str) -> Option<u64> {
    line.strip_prefix("memory allocation of ")?.split(' ').next()?.parse().ok()
}

#[cfg(unix)]
fn is_killed(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;

    status.signal() == Some(9)
}

#[cfg(not(unix))]
fn is_killed(_status: ExitStatus) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_ran_out_is_told_with_a_remedy() {
        let told = reason("memory allocation of 402653184 bytes failed\nnote: run with `RUST_BACKTRACE=1`\n", None);
        assert!(told.starts_with("it ran out of memory when it needed 403 MB more; leave out columns"), "{told}");
    }

    #[test]
    fn the_last_words_before_hints_and_calls_are_told() {
        let panic = "thread 'main' (7) panicked at src/a.rs:3:4:\nindex out of bounds\nnote: run with\nstack backtrace:\n \
                     0: main\nnote: Some details are omitted";
        assert_eq!(reason(panic, None), "index out of bounds");
        assert_eq!(reason("It took longer than 3 s.\n", None), "It took longer than 3 s.");
        assert_eq!(reason("\n", None), "it left no reason");
    }

    #[cfg(unix)]
    #[test]
    fn a_killed_worker_may_have_met_the_end_of_memory() {
        use std::os::unix::process::ExitStatusExt as _;

        let told = reason("a warning of a library\n", Some(ExitStatus::from_raw(9)));
        assert!(told.starts_with("it was killed, as the system does when memory runs out"), "{told}");
        assert_eq!(reason("", Some(ExitStatus::from_raw(0))), "it left no reason");
    }
}
