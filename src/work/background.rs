//! One calculation on a thread of its own: polled, cancelled by a flag, and never outliving its usefulness.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::time::Duration;

use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};

use super::Wake;

/// Of 0 to 99, where 50 is what a thread usually has.
const BACKGROUND_PRIORITY: u8 = 20;

/// A calculation under way; dropping it asks it to stop.
#[derive(Debug)]
pub struct Background<T> {
    monitor: Monitor,
    result: Receiver<T>,
}

/// What the calculation sees of its caller: whether to go on, and where to report progress.
#[derive(Clone, Debug, Default)]
pub struct Monitor {
    stop: Arc<AtomicBool>,
    done: Arc<AtomicU64>,
    total: Arc<AtomicU64>,
}

/// What became of a calculation.
#[derive(Debug, PartialEq, Eq)]
pub enum Poll<T> {
    /// Still under way.
    Pending,
    /// Finished with this.
    Ready(T),
    /// The calculation panicked: a defect of ours, which must not take the window down.
    Crashed,
}

impl Monitor {
    /// Reports `done` of `total` and says whether to go on.
    pub fn progress(&self, done: u64, total: u64) -> ControlFlow<()> {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        if self.is_stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Whether the caller does not want an answer any more.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// The progress reported last: done and total.
    pub fn reported(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

impl<T: Send + 'static> Background<T> {
    /// Starts `calculate` on a thread called `name`.
    ///
    /// # Errors
    /// The operating system gives no thread.
    pub fn start(
        name: &str,
        wake: &Wake,
        calculate: impl FnOnce(&Monitor) -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, result) = channel();
        let monitor = Monitor::default();
        let (inner, wake) = (monitor.clone(), WakeOnDrop(Arc::clone(wake)));
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let wake = wake;
            stand_back();
            let value = calculate(&inner);
            // Nobody listens any more when the result was overtaken by a newer question.
            sender.send(value).ok();
            drop(sender);
            drop(wake);
        })?;
        Ok(Self { monitor, result })
    }

    /// Asks it to stop; what it has by then, it still answers.
    pub fn stop(&self) {
        self.monitor.stop();
    }

    /// Progress so far: done and total.
    pub fn progress(&self) -> (u64, u64) {
        self.monitor.reported()
    }

    /// What became of it; does not wait.
    pub fn poll(&self) -> Poll<T> {
        match self.result.try_recv() {
            Ok(value) => Poll::Ready(value),
            Err(TryRecvError::Empty) => Poll::Pending,
            Err(TryRecvError::Disconnected) => Poll::Crashed,
        }
    }

    /// Waits at most `patience`.
    pub fn wait(&self, patience: Duration) -> Poll<T> {
        match self.result.recv_timeout(patience) {
            Ok(value) => Poll::Ready(value),
            Err(RecvTimeoutError::Timeout) => Poll::Pending,
            Err(RecvTimeoutError::Disconnected) => Poll::Crashed,
        }
    }
}

impl<T> Drop for Background<T> {
    fn drop(&mut self) {
        self.monitor.stop();
    }
}

/// Lowers the priority of this thread: where processors are few, drawing a frame comes before any calculation.
fn stand_back() {
    let priority = ThreadPriorityValue::try_from(BACKGROUND_PRIORITY).map(ThreadPriority::Crossplatform);
    // Without it the calculation is as right; only frames may be late.
    priority.map(set_current_thread_priority).ok();
}

/// Wakes the caller when the thread ends, also by a panic.
struct WakeOnDrop(Wake);

impl Drop for WakeOnDrop {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::work::no_wake;

    #[test]
    fn a_result_arrives_and_a_crash_is_told() {
        let fine = Background::start("fine", &no_wake(), |_| 42).expect("a thread starts");
        assert_eq!(fine.wait(Duration::from_secs(10)), Poll::Ready(42));
        let crash =
            Background::start("crash", &no_wake(), |_| -> i32 { panic!("on purpose") }).expect("a thread starts");
        assert_eq!(crash.wait(Duration::from_secs(10)), Poll::Crashed);
    }

    #[test]
    fn dropping_the_handle_stops_the_calculation() {
        let (sender, stopped) = channel();
        let endless = Background::start("endless", &no_wake(), move |monitor| {
            while monitor.progress(0, 1).is_continue() {
                std::thread::yield_now();
            }
            sender.send(()).ok();
        })
        .expect("a thread starts");
        drop(endless);
        assert_eq!(stopped.recv_timeout(Duration::from_secs(10)), Ok(()));
    }
}
