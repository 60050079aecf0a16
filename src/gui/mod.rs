//! The window: a thin face of the session. The only room that knows egui.
//!
//! Every panel reads the session and pushes what it wants to a list of actions, which [`App`] performs in order after
//! the frame. Nothing here computes a number.

mod analysis;
mod app;
mod classroom;
mod commands;
mod decision;
mod dialogs;
mod dropped;
mod explanation;
mod fields;
mod icons;
mod menu;
mod models;
mod notices;
mod opening;
mod requirements;
mod shortcuts;
mod sketch;
#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;
mod theme;
mod tradeoffs;
mod welcome;
mod window;

pub use app::App;
pub use window::{WindowError, open_window};

use std::sync::Arc;

use crate::session::{Action, Session};
use crate::work::Wake;

/// What a panel works with: the session to read, and a list for what it wants done.
pub(crate) struct Scene<'a> {
    /// The application's state.
    pub session: &'a Session,
    /// Performed in order after the frame.
    pub actions: &'a mut Vec<Action>,
    /// Files to ask the user for after the frame.
    pub questions: &'a mut Vec<dialogs::Purpose>,
}

/// Paints the window again when something new came from the background.
fn waking(context: &egui::Context) -> Wake {
    let context = context.clone();
    Arc::new(move || context.request_repaint())
}

impl Scene<'_> {
    /// Asks for an action.
    pub fn ask(&mut self, action: Action) {
        self.actions.push(action);
    }

    /// Asks the user for a file.
    pub fn ask_for_file(&mut self, purpose: dialogs::Purpose) {
        self.questions.push(purpose);
    }

    /// Asks for an edit of the project.
    pub fn edit(&mut self, edit: crate::edit::Edit) {
        self.actions.push(Action::Edit(edit));
    }
}
