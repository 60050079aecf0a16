//! The application as the toolkit sees it: polls the session, shows the stage, performs what was asked.

use egui::{CentralPanel, Context, Event, Frame, Margin, Panel, Ui, ViewportCommand};

use super::analysis::AnalysisView;
use super::classroom::ClassroomView;
use super::commands::{CommandPalette, KeyList};
use super::decision::DecisionView;
use super::dialogs::{Dialogs, Purpose};
use super::models::ModelsView;
use super::opening::Opening;
use super::requirements::RequirementsView;
use super::room::at_least_wide;
use super::sketch::SketchView;
use super::theme::Contrast;
use super::tradeoffs::TradeoffsView;
use super::welcome::WelcomeView;
use super::{Scene, classroom, dropped, menu, notices, shortcuts, theme};
use crate::report::DrawingOptions;
use crate::session::{Action, Command, Session, Stage};

/// How much one command changes the size of text and controls.
const TEXT_STEP: f32 = 0.1;
/// A copied picture has this many pixels per unit of the drawing.
const COPIED_SCALE: f32 = 2.0;
/// Smallest and largest size of text and controls, as a factor.
const TEXT_RANGE: std::ops::RangeInclusive<f32> = 0.8..=2.0;

/// The window's content.
pub struct App {
    session: Session,
    dialogs: Dialogs,
    commands: CommandPalette,
    keys: KeyList,
    welcome: WelcomeView,
    sketch: SketchView,
    requirements: RequirementsView,
    models: ModelsView,
    analysis: AnalysisView,
    tradeoffs: TradeoffsView,
    decision: DecisionView,
    classroom: ClassroomView,
    opening: Opening,
    /// Asked for while a field had the focus: done in the next frame, after the field gave its text.
    held: Vec<Action>,
    /// Closing was asked for and confirmed.
    may_close: bool,
    window_title: String,
    /// The document that was shown last, see [`Session::document_number`].
    document: Option<u64>,
}

impl App {
    /// The application around a session, with our look set up in `context`.
    pub fn new(context: &Context, session: Session) -> Self {
        theme::install(context);
        context.set_theme(match session.preference("theme") {
            Some("dark") => egui::ThemePreference::Dark,
            Some("light") => egui::ThemePreference::Light,
            _ => egui::ThemePreference::System,
        });
        theme::set_contrast(context, contrast(&session));
        if let Some(factor) = session.preference("text_size").and_then(|text| text.parse::<f32>().ok()) {
            context.set_zoom_factor(factor.clamp(*TEXT_RANGE.start(), *TEXT_RANGE.end()));
        }
        Self {
            session,
            dialogs: Dialogs::default(),
            commands: CommandPalette::default(),
            keys: KeyList::default(),
            welcome: WelcomeView::default(),
            sketch: SketchView::default(),
            requirements: RequirementsView::default(),
            models: ModelsView::default(),
            analysis: AnalysisView::default(),
            tradeoffs: TradeoffsView::default(),
            decision: DecisionView::default(),
            classroom: ClassroomView::default(),
            opening: Opening::default(),
            held: Vec::new(),
            may_close: false,
            window_title: String::new(),
            document: None,
        }
    }

    /// Asks for files with our own dialog only; for tests and for systems whose dialog misbehaves.
    pub fn avoid_native_dialogs(&mut self) {
        self.dialogs.avoid_native();
    }

    /// What the window shows.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Does something, as a panel would ask for it.
    pub fn perform(&mut self, context: &Context, action: Action) {
        match action {
            Action::Run(command) => self.run(context, command),
            action => {
                let changes_document = matches!(
                    action,
                    Action::Open(_)
                        | Action::OpenSample { .. }
                        | Action::Recover(_)
                        | Action::OpenExercise { .. }
                        | Action::BeginExercise { .. }
                );
                let loses_copy = match &action {
                    Action::OpenSample { sample, fresh: true } => self.session.has_copy(*sample),
                    Action::BeginExercise { sample, fresh: true } => self.session.has_work_on(*sample),
                    Action::OpenExercise { file, fresh: true } => self.session.has_work_on_file(file),
                    _ => false,
                };
                if loses_copy || (changes_document && self.session.is_changed()) {
                    self.dialogs.confirm_losing(action);
                    return;
                }
                self.session.perform(action);
            }
        }
    }

    /// Takes over background work and keeps the window's frame up to date; runs also while the window is hidden.
    pub fn logic(&mut self, context: &Context) {
        self.session.poll();
        if let Some(wait) = self.session.next_poll() {
            context.request_repaint_after(wait);
        }
        self.answer_close_request(context);
        let changed = if self.session.is_changed() { "* " } else { "" };
        let title = if self.session.is_open() {
            format!("{changed}{} - Cantilever", self.session.project().name)
        } else {
            "Cantilever".to_owned()
        };
        if title != self.window_title {
            context.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.window_title = title;
        }
    }

    /// Shows everything.
    pub fn show(&mut self, ui: &mut Ui) {
        let context = ui.ctx().clone();
        if self.document.replace(self.session.document_number()) != Some(self.session.document_number()) {
            // Every stage begins at its top: what was scrolled belongs to another document, perhaps of another day.
            context.data_mut(egui::util::IdTypeMap::remove_by_type::<egui::scroll_area::State>);
        }
        let mut actions = std::mem::take(&mut self.held);
        let was_held = !actions.is_empty();
        if !self.dialogs.is_open() && !self.commands.is_open() {
            let is_presenting = self.classroom.is_presenting(&self.session);
            shortcuts::take(&context, &self.session, is_presenting, &mut actions);
            self.take_clipboard(&context, &mut actions);
            let component = self.models.learning_component(&self.session);
            dropped::take(&context, &self.session, &component, &mut actions);
        }
        let mut questions = Vec::new();
        self.show_frame(ui, &mut actions, &mut questions);
        super::fields::forget_next_field(&context);
        for purpose in questions {
            self.dialogs.ask(purpose, &context, &self.session);
        }
        self.dialogs.show(&context, &self.session, &mut actions);
        self.commands.show(&context, &self.session, &mut actions);
        self.keys.show(&context);
        if let Some(action) = self.dialogs.take_confirmed() {
            self.perform_losing(&context, action);
        }
        if let Some(wish) = notices::show(&context, &self.session, &mut actions) {
            self.opening.begin(wish, &context, &mut actions);
        }
        self.opening.poll(&mut actions);
        let saves = |action: &Action| match action {
            Action::Run(Command::Save | Command::SaveAs | Command::ExportReport | Command::HandIn) => true,
            action => matches!(action, Action::SaveTo(_)),
        };
        if context.text_edit_focused() && !was_held && actions.iter().any(saves) {
            // The text in the field belongs to what is saved or reported: let the field give it first. Once: a window
            // that asks for something takes the keyboard back at once.
            context.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
            context.request_repaint();
            self.held = actions;
            return;
        }
        if !actions.is_empty() {
            context.request_repaint();
        }
        for action in actions {
            self.perform(&context, action);
        }
        if let Some(action) = self.dialogs.take_saved(&self.session) {
            self.perform(&context, action);
        }
    }

    fn show_frame(&mut self, ui: &mut Ui, actions: &mut Vec<Action>, questions: &mut Vec<Purpose>) {
        self.decision.follow(self.session.project());
        let palette = theme::palette(ui.visuals());
        let mut scene = Scene { session: &self.session, actions, questions };
        // A presentation has the whole window: what the instructor works with is not for the projector.
        let has_bars = !self.classroom.is_presenting(&self.session);
        if has_bars {
            let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(10, 6));
            Panel::top("menu").frame(bar).show(ui, |ui| menu::show(ui, &mut scene));
        }
        if has_bars && self.session.is_open() {
            let bar = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(12, 4));
            Panel::bottom("status").frame(bar).show(ui, |ui| menu::show_status(ui, &mut scene));
        }
        let ground = Frame::new().fill(palette.canvas);
        if classroom::takes_the_page(&self.session) {
            CentralPanel::default().frame(ground).show(ui, |ui| self.classroom.show_page(ui, &mut scene));
            return;
        }
        self.classroom.show_work(ui, &mut scene);
        if let Some(asked_for) = self.classroom.take_asked_for() {
            self.requirements.select(asked_for);
            scene.ask(Action::GoTo(Stage::Requirements));
        }
        CentralPanel::default().frame(ground).show(ui, |ui| match self.session.stage() {
            Stage::Welcome => self.welcome.show(ui, &mut scene),
            Stage::Sketch => self.sketch.show(ui, &mut scene, self.classroom.is_guiding(&self.session)),
            Stage::Requirements => at_least_wide(ui, |ui| self.requirements.show(ui, &mut scene)),
            Stage::Models => at_least_wide(ui, |ui| self.models.show(ui, &mut scene)),
            Stage::Analysis => at_least_wide(ui, |ui| self.analysis.show(ui, &mut scene)),
            Stage::Tradeoffs => at_least_wide(ui, |ui| self.tradeoffs.show(ui, &mut scene)),
            Stage::Decision => {
                let compared = self.tradeoffs.compared(scene.session.space());
                at_least_wide(ui, |ui| self.decision.show(ui, &mut scene, &compared));
            }
        });
    }

    fn run(&mut self, context: &Context, command: Command) {
        if !command.is_enabled(&self.session) {
            return;
        }
        match command {
            Command::Quit => context.send_viewport_cmd(ViewportCommand::Close),
            Command::ZoomIn
            | Command::ZoomOut
            | Command::ActualSize
            | Command::ZoomToFit
            | Command::ZoomToSelection
            | Command::Find
            | Command::InsertTemplate => {
                self.session.perform(Action::GoTo(Stage::Sketch));
                self.sketch.run(command);
            }
            Command::ArrangeRightwards
            | Command::ArrangeDownwards
            | Command::ArrangeByTier
            | Command::ArrangeByDeployment => {
                self.sketch.animate();
                self.session.perform(Action::Run(command));
                context.request_repaint();
            }
            Command::EditProperties => super::fields::focus_next_field(context),
            Command::ShowCommands => self.commands.open(),
            Command::ShowKeys => self.keys.toggle(),
            Command::ToggleGrid => self.toggle("grid"),
            Command::ToggleMinimap => self.toggle("minimap"),
            Command::ToggleLegend => self.toggle("legend"),
            Command::Paste => context.send_viewport_cmd(ViewportCommand::RequestPaste),
            Command::Copy | Command::Cut => {
                if let Some(text) = self.session.copied() {
                    context.copy_text(text);
                    self.session.perform(Action::Run(command));
                }
            }
            Command::CopyAsSvg => context.copy_text(self.session.drawing_svg(&DrawingOptions::default())),
            Command::CopyAsPicture => self.copy_picture(context),
            Command::ToggleTheme => {
                let is_dark = context.theme() == egui::Theme::Dark;
                context.set_theme(if is_dark { egui::Theme::Light } else { egui::Theme::Dark });
                let name = if is_dark { "light" } else { "dark" };
                self.session.perform(Action::Prefer("theme", name.to_owned()));
            }
            Command::ToggleContrast => {
                let other = if contrast(&self.session) == Contrast::High { "usual" } else { "high" };
                self.session.perform(Action::Prefer("contrast", other.to_owned()));
                theme::set_contrast(context, contrast(&self.session));
            }
            Command::LargerText => self.scale_text(context, TEXT_STEP),
            Command::SmallerText => self.scale_text(context, -TEXT_STEP),
            Command::NewProject | Command::CloseProject if self.session.is_changed() => {
                self.dialogs.confirm_losing(Action::Run(command));
            }
            Command::Save if self.session.file().is_none() => {
                self.dialogs.open(Command::SaveAs, context, &self.session);
            }
            Command::ExportReport => self.export_report(context),
            Command::OpenProject
            | Command::ImportDrawing
            | Command::SaveAs
            | Command::ExportDrawing
            | Command::OpenExercise
            | Command::HandIn => {
                self.dialogs.open(command, context, &self.session);
            }
            command => self.session.perform(Action::Run(command)),
        }
    }

    /// Shows the report first, and asks where to write it when it is in sight.
    fn export_report(&mut self, context: &Context) {
        if self.session.stage() == Stage::Decision && self.decision.shows_report() {
            if let Some(purpose) = self.decision.export(&self.session) {
                self.dialogs.ask(purpose, context, &self.session);
            }
            return;
        }
        self.decision.turn_to_report();
        self.session.perform(Action::GoTo(Stage::Decision));
    }

    /// Switches a preference that is on unless it says "off".
    fn toggle(&mut self, key: &'static str) {
        let now = if self.session.preference(key) == Some("off") { "on" } else { "off" };
        self.session.perform(Action::Prefer(key, now.to_owned()));
    }

    /// What the system's own keys for the clipboard ask for, unless a text field is meant.
    fn take_clipboard(&self, context: &Context, actions: &mut Vec<Action>) {
        let is_covered = classroom::takes_the_page(&self.session);
        if context.text_edit_focused() || is_covered || self.session.stage() != Stage::Sketch {
            return;
        }
        for event in context.input(|input| input.events.clone()) {
            match event {
                Event::Copy => actions.push(Action::Run(Command::Copy)),
                Event::Cut => actions.push(Action::Run(Command::Cut)),
                Event::Paste(text) => {
                    actions.push(Action::Paste { text, at: Some(self.sketch.paste_place(context)) });
                }
                _ => {}
            }
        }
    }

    fn copy_picture(&mut self, context: &Context) {
        match self.session.drawing_picture(&DrawingOptions::default(), COPIED_SCALE) {
            Ok(picture) => {
                let size = [picture.width as usize, picture.height as usize];
                context.copy_image(egui::ColorImage::from_rgba_premultiplied(size, &picture.pixels));
            }
            Err(error) => self.session.perform(Action::Complain(error.to_string())),
        }
    }

    fn scale_text(&mut self, context: &Context, change: f32) {
        let factor = (context.zoom_factor() + change).clamp(*TEXT_RANGE.start(), *TEXT_RANGE.end());
        context.set_zoom_factor(factor);
        self.session.perform(Action::Prefer("text_size", format!("{factor:.1}")));
    }

    fn answer_close_request(&mut self, context: &Context) {
        if !context.input(|input| input.viewport().close_requested()) {
            return;
        }
        if self.session.is_changed() && !self.may_close {
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            self.dialogs.confirm_losing(Action::Run(Command::Quit));
        }
    }

    /// Does what loses unsaved work: the user said so.
    fn perform_losing(&mut self, context: &Context, action: Action) {
        if action == Action::Run(Command::Quit) {
            self.may_close = true;
            context.send_viewport_cmd(ViewportCommand::Close);
        } else {
            self.session.perform(action);
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, context: &Context, _frame: &mut eframe::Frame) {
        Self::logic(self, context);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.session.leave();
    }
}

/// What the user prefers.
fn contrast(session: &Session) -> Contrast {
    if session.preference("contrast") == Some("high") { Contrast::High } else { Contrast::Usual }
}
