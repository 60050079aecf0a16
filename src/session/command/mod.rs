//! Commands: everything that a menu entry, a button or a shortcut can ask for without saying more.

mod shortcut;

use strum::EnumIter;

pub use shortcut::Shortcut;

use super::{Session, Stage};

/// What can be asked for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter)]
pub enum Command {
    /// Begins an empty project.
    NewProject,
    /// Asks for a project and opens it.
    OpenProject,
    /// Asks for a drawing of another tool, and puts it in.
    ImportDrawing,
    /// Saves the project where it was opened or saved before; asks where if it never was.
    Save,
    /// Asks where to save the project, and saves it there.
    SaveAs,
    /// Shows the decision report; while it is shown, asks where to write it.
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
    /// Copies what is selected.
    Copy,
    /// Copies what is selected and deletes it.
    Cut,
    /// Puts in what was copied.
    Paste,
    /// Asks for a style or pattern, and puts its elements in.
    InsertTemplate,
    /// Copies what is selected beside itself.
    Duplicate,
    /// Makes what is selected one group.
    Group,
    /// Dissolves the groups that are selected.
    Ungroup,
    /// Locks what is selected, or unlocks it when all of it is locked.
    ToggleLock,
    /// Draws selected nodes as one small box each, or opens them again.
    ToggleCollapsed,
    /// Leaves what is selected out of the view that is shown; it stays in the project.
    Hide,
    /// Shows again what the view leaves out.
    ShowHidden,
    /// Brings what is selected to the front.
    BringToFront,
    /// Sends what is selected to the back.
    SendToBack,
    /// Brings left edges to one line.
    AlignLeft,
    /// Brings middles to one vertical line.
    AlignCenter,
    /// Brings right edges to one line.
    AlignRight,
    /// Brings top edges to one line.
    AlignTop,
    /// Brings middles to one horizontal line.
    AlignMiddle,
    /// Brings bottom edges to one line.
    AlignBottom,
    /// Makes gaps from left to right equal.
    DistributeHorizontally,
    /// Makes gaps from top to bottom equal.
    DistributeVertically,
    /// Arranges the drawing, or what is selected of it, in layers from left to right.
    ArrangeRightwards,
    /// Arranges it in layers from top to bottom.
    ArrangeDownwards,
    /// Arranges it in a column for each tier.
    ArrangeByTier,
    /// Arranges it with the deployment nodes side by side.
    ArrangeByDeployment,
    /// Lets the selected connectors find their own way again.
    StraightenConnectors,
    /// Puts the drawing, or what is selected of it, on the clipboard as SVG text.
    CopyAsSvg,
    /// Puts the drawing, or what is selected of it, on the clipboard as a picture.
    CopyAsPicture,
    /// Asks where to write the drawing, and writes it.
    ExportDrawing,
    /// Goes from what is selected to the fields about it.
    EditProperties,
    /// Looks for an element by name.
    Find,
    /// Looks for a command by name.
    ShowCommands,
    /// Shows all keys.
    ShowKeys,
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
    /// Shows what is selected as large as it fits.
    ZoomToSelection,
    /// Lets the grid catch what is moved, or no longer.
    ToggleGrid,
    /// Shows the small map of the drawing, or no longer.
    ToggleMinimap,
    /// Says what lines and frames of the drawing mean, or no longer.
    ToggleLegend,
    /// Makes text and controls larger.
    LargerText,
    /// Makes text and controls smaller.
    SmallerText,
    /// Changes between the light and the dark theme.
    ToggleTheme,
    /// Lets letters and lines stand out more, or no longer.
    ToggleContrast,
    /// Trains every candidate that has no current result.
    TrainAll,
    /// Ends every training under way.
    CancelTraining,
    /// Asks for an exercise, and opens it as a group.
    OpenExercise,
    /// Asks where to write what the group hands in, and writes it.
    HandIn,
    /// Shows the page on which the open project becomes an exercise.
    PrepareExercise,
    /// Shows the page on which a class is compared.
    CompareClass,
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

impl Command {
    /// The entry in menus.
    pub fn label(self) -> &'static str {
        match self {
            Self::NewProject => "New project",
            Self::OpenProject => "Open…",
            Self::ImportDrawing => "Import drawing…",
            Self::Save => "Save",
            Self::SaveAs => "Save as…",
            Self::ExportReport => "Export report…",
            Self::CloseProject => "Close project",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Delete => "Delete",
            Self::Copy => "Copy",
            Self::Cut => "Cut",
            Self::Paste => "Paste",
            Self::InsertTemplate => "Insert template…",
            Self::Duplicate => "Duplicate",
            Self::Group => "Group",
            Self::Ungroup => "Ungroup",
            Self::ToggleLock => "Lock or unlock",
            Self::ToggleCollapsed => "Collapse or open node",
            Self::Hide => "Hide in this view",
            Self::ShowHidden => "Show what is hidden",
            Self::BringToFront => "Bring to front",
            Self::SendToBack => "Send to back",
            Self::AlignLeft => "Align left edges",
            Self::AlignCenter => "Align centers",
            Self::AlignRight => "Align right edges",
            Self::AlignTop => "Align top edges",
            Self::AlignMiddle => "Align middles",
            Self::AlignBottom => "Align bottom edges",
            Self::DistributeHorizontally => "Distribute horizontally",
            Self::DistributeVertically => "Distribute vertically",
            Self::ArrangeRightwards => "Arrange from left to right",
            Self::ArrangeDownwards => "Arrange from top to bottom",
            Self::ArrangeByTier => "Arrange by tier",
            Self::ArrangeByDeployment => "Arrange by deployment",
            Self::StraightenConnectors => "Let connectors find their way",
            Self::CopyAsSvg => "Copy as SVG",
            Self::CopyAsPicture => "Copy as picture",
            Self::ExportDrawing => "Export drawing…",
            Self::EditProperties => "Edit properties",
            Self::Find => "Find element…",
            Self::ShowCommands => "Command palette…",
            Self::ShowKeys => "Keyboard shortcuts",
            Self::SelectAll => "Select all",
            Self::ClearSelection => "Clear selection",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ActualSize => "Actual size",
            Self::ZoomToFit => "Zoom to fit",
            Self::ZoomToSelection => "Zoom to selection",
            Self::ToggleGrid => "Snap to grid",
            Self::ToggleMinimap => "Minimap",
            Self::ToggleLegend => "Legend",
            Self::LargerText => "Larger text",
            Self::SmallerText => "Smaller text",
            Self::ToggleTheme => "Light or dark theme",
            Self::ToggleContrast => "High contrast",
            Self::TrainAll => "Train all candidates",
            Self::CancelTraining => "Cancel training",
            Self::OpenExercise => "Open exercise…",
            Self::HandIn => "Hand in…",
            Self::PrepareExercise => "Prepare exercise",
            Self::CompareClass => "Compare hand-ins",
            Self::GoToSketch => "Sketch",
            Self::GoToRequirements => "Requirements",
            Self::GoToModels => "Models",
            Self::GoToAnalysis => "Analysis",
            Self::GoToTradeoffs => "Trade-offs",
            Self::GoToDecision => "Decision",
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
        let is_sketching = session.stage() == Stage::Sketch;
        let selected = if is_sketching { session.selection().len() } else { 0 };
        match self {
            Self::NewProject
            | Self::OpenProject
            | Self::OpenExercise
            | Self::CompareClass
            | Self::ImportDrawing
            | Self::Quit
            | Self::LargerText
            | Self::SmallerText
            | Self::ShowCommands
            | Self::ShowKeys
            | Self::ToggleTheme
            | Self::ToggleContrast => true,
            Self::HandIn => session.is_open() && session.project().breakout.is_some(),
            Self::Undo => session.undo_label().is_some(),
            Self::Redo => session.redo_label().is_some(),
            Self::Delete | Self::ClearSelection => !session.selection().is_empty(),
            Self::Copy
            | Self::Cut
            | Self::Duplicate
            | Self::ToggleLock
            | Self::Hide
            | Self::BringToFront
            | Self::SendToBack
            | Self::EditProperties
            | Self::ZoomToSelection => selected > 0,
            Self::Group
            | Self::AlignLeft
            | Self::AlignCenter
            | Self::AlignRight
            | Self::AlignTop
            | Self::AlignMiddle
            | Self::AlignBottom => selected > 1,
            Self::DistributeHorizontally | Self::DistributeVertically => selected > 2,
            Self::Ungroup | Self::ToggleCollapsed | Self::StraightenConnectors | Self::ShowHidden => {
                is_sketching && session.can_run_on_selection(self)
            }
            Self::ZoomIn
            | Self::ZoomOut
            | Self::ActualSize
            | Self::ZoomToFit
            | Self::ToggleGrid
            | Self::ToggleMinimap
            | Self::ToggleLegend
            | Self::Paste
            | Self::ArrangeRightwards
            | Self::ArrangeDownwards
            | Self::ArrangeByDeployment
            | Self::SelectAll => is_sketching,
            Self::ArrangeByTier => is_sketching && session.has_tiers(),
            Self::TrainAll => session.project().tasks.values().any(|task| !task.candidates.is_empty()),
            Self::CancelTraining => session.is_training(),
            _ => session.is_open(),
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
