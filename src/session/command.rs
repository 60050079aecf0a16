//! Commands: everything that a menu entry, a button or a shortcut can ask for without saying more.

use strum::EnumIter;

use super::{Session, Stage};

/// What can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Command {
    /// Begins an empty project.
    NewProject,
    /// Asks for a project and opens it.
    OpenProject,
    /// Saves the project where it was opened or saved before; asks where if it never was.
    Save,
    /// Asks where to save the project, and saves it there.
    SaveAs,
    /// Asks where to write the decision report, and writes it.
    ExportReport,
    /// Returns to the welcome page.
    CloseProject,
    /// Leaves the program.
    Quit,
    /// Takes the last step back.
    Undo,
    /// Brings the step back that was undone last.
    Redo,
    /// Deletes what is selected.
    Delete,
    /// Selects everything on the drawing.
    SelectAll,
    /// Selects nothing.
    ClearSelection,
    /// Shows the drawing larger.
    ZoomIn,
    /// Shows the drawing smaller.
    ZoomOut,
    /// Shows one drawing unit as one point.
    ActualSize,
    /// Shows the whole drawing.
    ZoomToFit,
    /// Makes text and controls larger.
    LargerText,
    /// Makes text and controls smaller.
    SmallerText,
    /// Changes between the light and the dark theme.
    ToggleTheme,
    /// Trains every candidate that has no current result.
    TrainAll,
    /// Ends every training under way.
    CancelTraining,
    /// Shows the drawing.
    GoToSketch,
    /// Shows scenarios and requirements.
    GoToRequirements,
    /// Shows data and candidates.
    GoToModels,
    /// Shows the numbers of one design.
    GoToAnalysis,
    /// Shows all designs.
    GoToTradeoffs,
    /// Shows the decision record.
    GoToDecision,
}

/// A key with modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Control, or the command key on a Mac.
    pub control: bool,
    /// Shift.
    pub shift: bool,
    /// The key's name: a letter, a digit, `Plus`, `Minus`, `Delete`, `Escape`.
    pub key: &'static str,
}

impl Command {
    /// The entry in menus.
    pub fn label(self) -> &'static str {
        match self {
            Self::NewProject => "New project",
            Self::OpenProject => "Open…",
            Self::Save => "Save",
            Self::SaveAs => "Save as…",
            Self::ExportReport => "Export report…",
            Self::CloseProject => "Close project",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Delete => "Delete",
            Self::SelectAll => "Select all",
            Self::ClearSelection => "Clear selection",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ActualSize => "Actual size",
            Self::ZoomToFit => "Zoom to fit",
            Self::LargerText => "Larger text",
            Self::SmallerText => "Smaller text",
            Self::ToggleTheme => "Light or dark theme",
            Self::TrainAll => "Train all candidates",
            Self::CancelTraining => "Cancel training",
            Self::GoToSketch => "Sketch",
            Self::GoToRequirements => "Requirements",
            Self::GoToModels => "Models",
            Self::GoToAnalysis => "Analysis",
            Self::GoToTradeoffs => "Trade-offs",
            Self::GoToDecision => "Decision",
        }
    }

    /// The key that gives it.
    pub fn shortcut(self) -> Option<Shortcut> {
        let control = |key| Some(Shortcut { control: true, shift: false, key });
        let control_shift = |key| Some(Shortcut { control: true, shift: true, key });
        let plain = |key| Some(Shortcut { control: false, shift: false, key });
        match self {
            Self::NewProject => control("N"),
            Self::OpenProject => control("O"),
            Self::Save => control("S"),
            Self::SaveAs => control_shift("S"),
            Self::ExportReport => control("E"),
            Self::CloseProject => control("W"),
            Self::Quit => control("Q"),
            Self::Undo => control("Z"),
            Self::Redo => control_shift("Z"),
            Self::Delete => plain("Delete"),
            Self::SelectAll => control("A"),
            Self::ClearSelection => plain("Escape"),
            Self::ZoomIn => control("Plus"),
            Self::ZoomOut => control("Minus"),
            Self::ActualSize => control("0"),
            Self::ZoomToFit => control_shift("F"),
            Self::TrainAll => control("T"),
            Self::GoToSketch => control("1"),
            Self::GoToRequirements => control("2"),
            Self::GoToModels => control("3"),
            Self::GoToAnalysis => control("4"),
            Self::GoToTradeoffs => control("5"),
            Self::GoToDecision => control("6"),
            Self::LargerText | Self::SmallerText | Self::ToggleTheme | Self::CancelTraining => None,
        }
    }

    /// The stage that it shows.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::GoToSketch => Some(Stage::Sketch),
            Self::GoToRequirements => Some(Stage::Requirements),
            Self::GoToModels => Some(Stage::Models),
            Self::GoToAnalysis => Some(Stage::Analysis),
            Self::GoToTradeoffs => Some(Stage::Tradeoffs),
            Self::GoToDecision => Some(Stage::Decision),
            _ => None,
        }
    }

    /// Whether it makes sense now.
    pub fn is_enabled(self, session: &Session) -> bool {
        let is_open = session.is_open();
        match self {
            Self::NewProject
            | Self::OpenProject
            | Self::Quit
            | Self::LargerText
            | Self::SmallerText
            | Self::ToggleTheme => true,
            Self::Undo => session.undo_label().is_some(),
            Self::Redo => session.redo_label().is_some(),
            Self::Delete | Self::ClearSelection => !session.selection().is_empty(),
            Self::ZoomIn | Self::ZoomOut | Self::ActualSize | Self::ZoomToFit | Self::SelectAll => {
                session.stage() == Stage::Sketch
            }
            Self::TrainAll => session.project().tasks.values().any(|task| !task.candidates.is_empty()),
            Self::CancelTraining => session.is_training(),
            _ => is_open,
        }
    }

    /// The entry in menus with what it would do now: "Undo move 3 elements".
    pub fn label_now(self, session: &Session) -> String {
        let what = match self {
            Self::Undo => session.undo_label(),
            Self::Redo => session.redo_label(),
            _ => None,
        };
        what.map_or_else(|| self.label().to_owned(), |what| format!("{} {what}", self.label()))
    }
}

impl std::fmt::Display for Shortcut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = match self.key {
            "Plus" => "+",
            "Minus" => "-",
            "Escape" => "Esc",
            key => key,
        };
        let control = if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" };
        let modifiers = [(self.control, control), (self.shift, "Shift+")];
        let modifiers = modifiers.iter().filter(|(is_on, _)| *is_on).map(|(_, text)| *text);
        write!(formatter, "{}{key}", modifiers.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use strum::IntoEnumIterator as _;

    use super::*;

    #[test]
    fn no_two_commands_share_a_shortcut_or_a_label() {
        let (mut shortcuts, mut labels) = (HashSet::new(), HashSet::new());
        for command in Command::iter() {
            assert!(labels.insert(command.label()), "{}", command.label());
            if let Some(shortcut) = command.shortcut() {
                assert!(shortcuts.insert(shortcut), "{shortcut} is given twice");
            }
        }
    }
}
