//! Every command by name, and every key in one list.

use egui::{Align2, Button, Context, Event, Grid, Id, Key, Modal, RichText, ScrollArea, TextEdit, Ui, Window};
use strum::IntoEnumIterator as _;

use super::fields::{heading, name};
use super::theme::{STEP, palette};
use crate::session::{Action, Command, Session};

/// Keys of the canvas that are no commands.
const CANVAS_KEYS: [(&str, &str); 15] = [
    ("Double-click", "Add a component; on one: rename it"),
    ("F2 or Enter", "Rename what is selected"),
    ("M, S, D, U, R, B, N, …", "Add the kind that shows this letter in the palette"),
    ("Enter after such a key", "Put it where there is room; a click puts it there"),
    ("C", "Connect the selected component to another or a new one"),
    ("Drag from an edge", "Connect; on empty ground: choose what to add there"),
    ("Shift+click", "Add to the selection"),
    ("Ctrl+click", "Select one member of a group"),
    ("Arrows, Shift+arrows", "Move by 1, by 10"),
    ("Shift while dragging", "Keep the axis, or the proportion"),
    ("Alt while dragging", "Drag a copy"),
    ("Ctrl while dragging", "Ignore grid and neighbours"),
    ("Space+drag, middle drag", "Move the view"),
    ("Ctrl+wheel, pinch", "Zoom at the pointer"),
    ("Tab, Shift+Tab", "Next and previous element"),
];

/// Keys of the stage of trade-offs that are no commands.
const TRADEOFF_KEYS: [(&str, &str); 6] = [
    ("Arrows in the table", "Look at the next or previous design; Home, End and Page keys go further"),
    ("Arrows on a picture", "Look at the next design in that direction"),
    ("Ctrl+click; in the table Ctrl+Enter", "Pin a design, or take the pin out"),
    ("Arrows on a limit", "Move the limit"),
    ("Shift+drag", "Filter designs by a rectangle; in the matrix without Shift"),
    ("Escape", "Clear the filter"),
];

/// A window that finds commands by name.
#[derive(Default)]
pub(super) struct CommandPalette {
    search: Option<String>,
    position: usize,
}

impl CommandPalette {
    pub fn open(&mut self) {
        (self.search, self.position) = (Some(String::new()), 0);
    }

    /// Whether it takes the keyboard.
    pub fn is_open(&self) -> bool {
        self.search.is_some()
    }

    pub fn show(&mut self, context: &Context, session: &Session, actions: &mut Vec<Action>) {
        let Some(mut search) = self.search.take() else { return };
        let found = found(session, &search);
        let (up, down, enter, escape) = context.input(|input| {
            let key = |key| input.key_pressed(key);
            (key(Key::ArrowUp), key(Key::ArrowDown), key(Key::Enter), key(Key::Escape))
        });
        self.position = self.position.saturating_add(usize::from(down)).saturating_sub(usize::from(up));
        self.position = self.position.min(found.len().saturating_sub(1));
        let shown = Modal::new(Id::unique("command palette")).show(context, |ui| {
            ui.set_width(420.0);
            self.show_list(ui, session, &mut search, &found)
        });
        // Enter alone must not run whatever happens to stand first.
        let is_meant = enter && (self.position > 0 || !search.trim().is_empty());
        let chosen = shown.inner.or_else(|| found.get(self.position).copied().filter(|_| is_meant));
        if let Some(command) = chosen {
            actions.push(Action::Run(command));
        } else if !escape && !shown.should_close() {
            self.search = Some(search);
        }
    }

    fn show_list(&mut self, ui: &mut Ui, session: &Session, search: &mut String, found: &[Command]) -> Option<Command> {
        let field =
            ui.add(TextEdit::singleline(search).hint_text("What do you want to do?").desired_width(f32::INFINITY));
        name(&field, "Search commands");
        if !field.has_focus() {
            // What is typed before the field has the keyboard is meant for it.
            search.push_str(&typed(ui));
            field.request_focus();
        }
        if field.changed() {
            self.position = 0;
        }
        ui.add_space(STEP);
        let weak = palette(ui.visuals()).weak;
        if found.is_empty() {
            ui.label(RichText::new("No command has that name.").color(weak));
        }
        let mut chosen = None;
        ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
            for (index, command) in found.iter().enumerate() {
                let shortcut = command.shortcut().map(|shortcut| shortcut.to_string()).unwrap_or_default();
                let entry = Button::selectable(index == self.position, command.label_now(session));
                let width = ui.available_width() - 12.0;
                let entry = ui.add(entry.shortcut_text(shortcut).min_size(egui::vec2(width, 0.0)));
                if index == self.position {
                    entry.scroll_to_me(None);
                }
                if entry.clicked() {
                    chosen = Some(*command);
                }
            }
        });
        chosen
    }
}

/// The text that was typed in this frame.
fn typed(ui: &Ui) -> String {
    let text = |event: &Event| if let Event::Text(text) = event { Some(text.clone()) } else { None };
    ui.input(|input| input.events.iter().filter_map(text).collect())
}

/// Commands that make sense now and have every word of the search; those that begin with it first.
fn found(session: &Session, search: &str) -> Vec<Command> {
    let search = search.trim().to_lowercase();
    let label = |command: &Command| command.label().to_lowercase();
    let fits = |command: &Command| search.split_whitespace().all(|word| label(command).contains(word));
    let offered = |command: &Command| *command != Command::ShowCommands && command.is_enabled(session);
    let mut found: Vec<_> = Command::iter().filter(offered).filter(fits).collect();
    found.sort_by_key(|command| !label(command).starts_with(&search));
    found
}

/// A window with every key.
#[derive(Default)]
pub(super) struct KeyList {
    is_open: bool,
}

impl KeyList {
    pub fn toggle(&mut self) {
        self.is_open = !self.is_open;
    }

    pub fn show(&mut self, context: &Context) {
        let mut is_open = self.is_open;
        let window =
            Window::new("Keyboard shortcuts").open(&mut is_open).default_size([480.0, 560.0]).collapsible(false);
        window.pivot(Align2::CENTER_CENTER).default_pos(context.content_rect().center()).show(context, |ui| {
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                heading(ui, "On the canvas");
                Grid::new("canvas keys").num_columns(2).striped(true).show(ui, |ui| {
                    for (keys, what) in CANVAS_KEYS {
                        show_row(ui, keys, what);
                    }
                });
                ui.add_space(2.0 * STEP);
                heading(ui, "Among designs");
                Grid::new("trade-off keys").num_columns(2).striped(true).show(ui, |ui| {
                    for (keys, what) in TRADEOFF_KEYS {
                        show_row(ui, keys, what);
                    }
                });
                ui.add_space(2.0 * STEP);
                heading(ui, "Everywhere");
                Grid::new("command keys").num_columns(2).striped(true).show(ui, |ui| {
                    for command in Command::iter() {
                        if let Some(shortcut) = command.shortcut() {
                            show_row(ui, &shortcut.to_string(), command.label());
                        }
                    }
                });
            });
        });
        self.is_open = is_open && !context.input(|input| input.key_pressed(Key::Escape));
    }
}

fn show_row(ui: &mut Ui, keys: &str, what: &str) {
    ui.label(RichText::new(keys).color(palette(ui.visuals()).weak));
    ui.label(what);
    ui.end_row();
}
