//! Keys that give commands, wherever the pointer is.

use egui::{Context, Event, InputState, Key, KeyboardShortcut, Modifiers};
use strum::IntoEnumIterator as _;

use crate::session::{Action, Command, Session, Shortcut};

/// Takes the keys of commands out of the input; while a class is presented only of those that leave what is out of sight
/// as it is.
pub(super) fn take(context: &Context, session: &Session, is_presenting: bool, actions: &mut Vec<Action>) {
    let is_typing = context.text_edit_focused();
    // The longer combination first, or the shorter one would take its key.
    let mut commands: Vec<_> = Command::iter().filter_map(|command| Some((command, command.shortcut()?))).collect();
    commands.sort_by_key(|(_, shortcut)| !shortcut.shift);
    for (command, shortcut) in commands {
        let Some(key) = Key::from_name(shortcut.key) else { continue };
        if is_presenting && !is_for_window(command) {
            continue;
        }
        if is_typing && (is_for_text(command) || !shortcut.control) {
            continue;
        }
        match command {
            // The toolkit makes events of their own of these.
            Command::Copy | Command::Cut | Command::Paste => {}
            // Escape is for whoever has something to give up: it is looked at, not taken away.
            Command::ClearSelection => {
                if context.input(|input| input.key_pressed(key)) {
                    // An open gesture is taken back before the selection is cleared.
                    actions.push(if session.is_gesturing() { Action::Abort } else { Action::Run(command) });
                }
            }
            _ => {
                let keys = std::iter::once(key).chain(also(command));
                if context.input_mut(|input| keys.into_iter().any(|key| is_pressed(input, shortcut, key))) {
                    actions.push(Action::Run(command));
                }
            }
        }
    }
    if !is_typing && !is_presenting && context.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Y)) {
        actions.push(Action::Run(Command::Redo));
    }
}

/// Whether a text field has its own idea of the keys.
fn is_for_text(command: Command) -> bool {
    matches!(command, Command::Undo | Command::Redo | Command::SelectAll | Command::Delete | Command::ClearSelection)
}

/// Whether a command is about the window alone, or keeps what there is.
fn is_for_window(command: Command) -> bool {
    matches!(command, Command::Save | Command::Quit | Command::ShowKeys | Command::LargerText | Command::SmallerText)
}

/// Other keys for the same command.
fn also(command: Command) -> Option<Key> {
    match command {
        Command::ZoomIn | Command::LargerText => Some(Key::Equals),
        Command::Delete => Some(Key::Backspace),
        _ => None,
    }
}

fn is_pressed(input: &mut InputState, shortcut: Shortcut, key: Key) -> bool {
    let mut modifiers = Modifiers::NONE;
    modifiers.command = shortcut.control;
    modifiers.shift = shortcut.shift;
    modifiers.alt = shortcut.alt;
    // A question mark is typed with Shift on some keyboards and without on others; a plain key must not be taken with
    // modifiers that mean something else.
    let is_bare = !shortcut.control && !shortcut.alt && !shortcut.shift && key != Key::Questionmark;
    if is_bare && input.modifiers.any() {
        return false;
    }
    input.consume_shortcut(&KeyboardShortcut::new(modifiers, key)) || is_digit_pressed(input, shortcut, key)
}

/// With Shift held a digit's key types another sign, on each keyboard its own: the key is known by its place.
fn is_digit_pressed(input: &mut InputState, shortcut: Shortcut, key: Key) -> bool {
    if !shortcut.shift || !shortcut.key.chars().all(|letter| letter.is_ascii_digit()) {
        return false;
    }
    let before = input.events.len();
    input.events.retain(|event| {
        let is_it = matches!(event, Event::Key { physical_key, pressed: true, modifiers, .. }
            if *physical_key == Some(key)
                && (modifiers.command, modifiers.shift, modifiers.alt) == (shortcut.control, true, shortcut.alt));
        !is_it
    });
    input.events.len() < before
}
