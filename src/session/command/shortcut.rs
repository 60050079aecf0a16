//! The keys that give commands.

use super::Command;

/// A key with modifiers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Control, or the command key on a Mac.
    pub control: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, or the option key on a Mac.
    pub alt: bool,
    /// The key's name: a letter, a digit, `Plus`, `Minus`, `Delete`, `Escape`.
    pub key: &'static str,
}

impl Command {
    /// The key that gives it.
    pub fn shortcut(self) -> Option<Shortcut> {
        let plain = |key| Some(Shortcut { key, ..Shortcut::default() });
        let shift = |key| Some(Shortcut { shift: true, key, ..Shortcut::default() });
        let alt = |key| Some(Shortcut { alt: true, key, ..Shortcut::default() });
        let control = |key| Some(Shortcut { control: true, key, ..Shortcut::default() });
        let control_shift = |key| Some(Shortcut { control: true, shift: true, key, ..Shortcut::default() });
        match self {
            Self::NewProject => control("N"),
            Self::OpenProject => control("O"),
            Self::ImportDrawing => control_shift("O"),
            Self::Save => control("S"),
            Self::SaveAs => control_shift("S"),
            Self::ExportReport => control("E"),
            Self::ExportDrawing => control_shift("E"),
            Self::CloseProject => control("W"),
            Self::Quit => control("Q"),
            Self::Undo => control("Z"),
            Self::Redo => control_shift("Z"),
            Self::Copy => control("C"),
            Self::Cut => control("X"),
            Self::Paste => control("V"),
            Self::InsertTemplate => control_shift("T"),
            Self::Duplicate => control("D"),
            Self::Delete => plain("Delete"),
            Self::Group => control("G"),
            Self::Ungroup => control_shift("G"),
            Self::ToggleLock => control("L"),
            Self::ToggleCollapsed => control("M"),
            Self::Hide => control("H"),
            Self::ShowHidden => control_shift("H"),
            Self::ArrangeRightwards => control_shift("A"),
            Self::BringToFront => control_shift("F"),
            Self::SendToBack => control_shift("B"),
            Self::AlignLeft => alt("A"),
            Self::AlignRight => alt("D"),
            Self::AlignTop => alt("W"),
            Self::AlignBottom => alt("S"),
            Self::AlignCenter => alt("H"),
            Self::AlignMiddle => alt("V"),
            Self::CopyAsPicture => control_shift("C"),
            Self::SelectAll => control("A"),
            Self::ClearSelection => plain("Escape"),
            Self::EditProperties => alt("Enter"),
            Self::Find => control("F"),
            Self::ShowCommands => control("K"),
            Self::ShowKeys => plain("Questionmark"),
            Self::ZoomIn => control("Plus"),
            Self::ZoomOut => control("Minus"),
            Self::ActualSize => control("0"),
            Self::ZoomToFit => shift("1"),
            Self::ZoomToSelection => shift("2"),
            Self::ToggleGrid => plain("G"),
            Self::TrainAll => control("T"),
            Self::GoToSketch => control("1"),
            Self::GoToRequirements => control("2"),
            Self::GoToModels => control("3"),
            Self::GoToAnalysis => control("4"),
            Self::GoToTradeoffs => control("5"),
            Self::GoToDecision => control("6"),
            Self::LargerText => alt("Plus"),
            Self::SmallerText => alt("Minus"),
            Self::ToggleTheme
            | Self::ToggleContrast
            | Self::ToggleMinimap
            | Self::ToggleLegend
            | Self::DistributeHorizontally
            | Self::DistributeVertically
            | Self::StraightenConnectors
            | Self::ArrangeDownwards
            | Self::ArrangeByTier
            | Self::ArrangeByDeployment
            | Self::CopyAsSvg
            | Self::CancelTraining
            | Self::OpenExercise
            | Self::HandIn
            | Self::PrepareExercise
            | Self::CompareClass => None,
        }
    }
}

impl std::fmt::Display for Shortcut {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = match self.key {
            "Plus" => "+",
            "Minus" => "-",
            "Escape" => "Esc",
            "Questionmark" => "?",
            key => key,
        };
        let control = if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" };
        let modifiers = [(self.control, control), (self.alt, "Alt+"), (self.shift, "Shift+")];
        let modifiers = modifiers.iter().filter(|(is_on, _)| *is_on).map(|(_, text)| *text);
        write!(formatter, "{}{key}", modifiers.collect::<String>())
    }
}
