//! Opens the real window: the modern renderer first, the plain one if that fails, and one sentence if there is none.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use eframe::{NativeOptions, Renderer};
use egui::ViewportBuilder;

use super::App;
use crate::session::Session;

/// What a bare Linux machine needs for a window.
const PACKAGES: &str = "libxkbcommon-x11-0 libxcursor1 libxi6 libegl1 libgl1-mesa-dri mesa-vulkan-drivers";

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// No display, or a library or driver is missing.
    #[error(
        "cannot open a window ({0}); on Debian install {PACKAGES} and run it on a display, or work without a window: cantilever check | train | explore | report PROJECT"
    )]
    Unavailable(String),
}

/// Opens the window; returns when it is closed. `session` is made with a function that wakes the window.
pub fn open_window(make_session: impl Fn(crate::work::Wake) -> Session + 'static) -> Result<(), WindowError> {
    let make_session = Rc::new(make_session);
    let first = run(Renderer::Wgpu, &make_session);
    match first {
        Err(Failure::Renderer(_)) => run(Renderer::Glow, &make_session),
        other => other,
    }
    .map_err(|failure| match failure {
        Failure::Renderer(reason) | Failure::Other(reason) => WindowError::Unavailable(reason),
    })
}

enum Failure {
    /// Another renderer may do.
    Renderer(String),
    Other(String),
}

fn run(renderer: Renderer, make_session: &Rc<impl Fn(crate::work::Wake) -> Session + 'static>) -> Result<(), Failure> {
    let options = NativeOptions {
        renderer,
        viewport: ViewportBuilder::default()
            .with_title("Cantilever")
            .with_app_id("cantilever")
            .with_inner_size([1280.0, 800.0])
            .with_min_inner_size([860.0, 560.0]),
        ..NativeOptions::default()
    };
    let make_session = Rc::clone(make_session);
    let create = move |creation: &eframe::CreationContext<'_>| {
        // The window stands: from here on a panic is a defect of ours and tells everything.
        drop(std::panic::take_hook());
        let context = creation.egui_ctx.clone();
        let session = make_session(std::sync::Arc::new(move || context.request_repaint()));
        let app: Box<dyn eframe::App> = Box::new(App::new(&creation.egui_ctx, session));
        Ok(app)
    };
    // The window system's libraries are loaded while the program runs; a missing one is a panic in there, not an error.
    let panic_text = Rc::new(RefCell::new(String::new()));
    let outcome = catch_quietly(&panic_text, || eframe::run_native("cantilever", options, Box::new(create)));
    match outcome {
        Some(Ok(())) => Ok(()),
        Some(Err(error @ eframe::Error::Wgpu(_))) => Err(Failure::Renderer(first_line(&error.to_string()))),
        Some(Err(error)) => Err(Failure::Other(first_line(&error.to_string()))),
        None => Err(Failure::Other(first_line(&panic_text.borrow()))),
    }
}

/// Runs `action`; a panic on the way to the first frame prints nothing and gives `None` and its text.
fn catch_quietly<T>(text: &Rc<RefCell<String>>, action: impl FnOnce() -> T) -> Option<T> {
    std::panic::set_hook(Box::new(|_| ()));
    let outcome = catch_unwind(AssertUnwindSafe(action));
    drop(std::panic::take_hook());
    match outcome {
        Ok(value) => Some(value),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            *text.borrow_mut() = said.unwrap_or_else(|| "the window system failed".to_owned());
            None
        }
    }
}

/// The heart of a message: its first line, without the places in other people's code that lead up to it.
fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let line = if line.contains(".rs:") { line.rsplit(": ").next().unwrap_or(line) } else { line };
    line.trim().trim_end_matches('.').to_owned()
}
