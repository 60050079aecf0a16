//! The page "Sensitivity": what every number does to the qualities of the design that is looked at, and which of them
//! matter.

mod chart;
mod row;

use std::sync::Arc;

use egui::{Slider, Ui};

use self::chart::Chart;
use super::lines::section;
use crate::gui::Scene;
use crate::gui::fields::{caption, card, empty_state, name, pick};
use crate::gui::theme::{STEP, palette, strong};
use crate::model::{Design, MeasureKey, Method, Project};
use crate::session::{Action, SENSITIVITY_PERCENTS};
use crate::tradeoff::{NOTABLE, Sensitivity, USUAL_STEP, Value};

/// Numbers and sentences that are shown before somebody asks for all.
const MOST_SHOWN: usize = 16;

/// What the page remembers between frames.
pub(super) struct SensitivityPage {
    percent: u32,
    /// The quality of the chart; the first that some number moves while it is not there.
    key: Option<MeasureKey>,
    shows_all: bool,
    /// What was found last, with what it is about: shown on while the same is worked out for other percents.
    found: Option<(Arc<Project>, Design, Arc<Sensitivity>)>,
}

impl Default for SensitivityPage {
    fn default() -> Self {
        Self { percent: (USUAL_STEP * 100.0).round() as u32, key: None, shows_all: false, found: None }
    }
}

impl SensitivityPage {
    /// Shows the page in all the space that `ui` has.
    pub fn show(&mut self, ui: &mut Ui, scene: &mut Scene<'_>) {
        if scene.session.sensitivity_wanted() != Some(self.percent) {
            scene.ask(Action::WantSensitivity(Some(self.percent)));
        }
        let (project, design) = (Arc::clone(scene.session.project()), scene.session.design().clone());
        if let Some(sensitivity) = scene.session.sensitivity() {
            self.found = Some((Arc::clone(&project), design, Arc::clone(sensitivity)));
        } else if !self.found.as_ref().is_some_and(|(of, at, _)| Arc::ptr_eq(of, &project) && *at == design) {
            self.found = None;
        }
        let Some((.., sensitivity)) = self.found.clone() else {
            show_waiting(ui, scene);
            return;
        };
        if sensitivity.measures.is_empty() {
            let text = "No quality of this design is known. State how the system is used, and the numbers of its \
                        components.";
            empty_state(ui, "Nothing to look at yet", text, |_| {});
            return;
        }
        let is_there = |key: &MeasureKey| sensitivity.measures.iter().position(|measure| measure == key);
        // At first something that there is a chart of.
        let first = || (0..sensitivity.measures.len()).find(|measure| !sensitivity.tornado(*measure).is_empty());
        let measure = self.key.as_ref().and_then(is_there).or_else(first).unwrap_or(0);
        crate::gui::requirements::scroll(ui, "sensitivity", |ui| {
            self.show_controls(ui, scene, &project, (&sensitivity, measure));
            ui.add_space(STEP);
            self.show_chart(ui, scene, &project, (&sensitivity, measure));
            ui.add_space(STEP);
            show_trade_offs(ui, &project, &sensitivity);
            self.show_points(ui, &project, &sensitivity);
        });
    }

    fn show_controls(
        &mut self,
        ui: &mut Ui,
        scene: &Scene<'_>,
        project: &Project,
        (sensitivity, measure): (&Sensitivity, usize),
    ) {
        let keys = sensitivity.measures.iter();
        let options: Vec<_> = keys.map(|key| (key.clone(), project.measure_name(key))).collect();
        ui.horizontal_wrapped(|ui| {
            caption(ui, "Quality");
            if let Some(key) = pick(ui, "sensitive quality", "Quality", &sensitivity.measures[measure], &options) {
                (self.key, self.shows_all) = (Some(key), false);
            }
        });
        ui.horizontal_wrapped(|ui| {
            caption(ui, "Move every number by ±");
            ui.visuals_mut().widgets.inactive.bg_fill = palette(ui.visuals()).border;
            let slider = ui.add(Slider::new(&mut self.percent, SENSITIVITY_PERCENTS).suffix(" %"));
            name(&slider, "Percent that numbers are moved by");
            if let Some((done, total)) = scene.session.sensitivity_progress() {
                caption(ui, &format!("updating: {done} of {total}"));
            }
        });
        let percent = (sensitivity.within * 100.0).round();
        let text = format!(
            "One number at a time, by {percent} % of itself; of a share by {percent} % of what is missing to 100 % \
             where that is less; replicas, retries and the like by one."
        );
        caption(ui, &text);
    }

    fn show_chart(
        &mut self,
        ui: &mut Ui,
        scene: &mut Scene<'_>,
        project: &Project,
        (sensitivity, measure): (&Sensitivity, usize),
    ) {
        let key = &sensitivity.measures[measure];
        let rows = sensitivity.tornado(measure);
        card(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(strong(project.measure_name(key)));
            if rows.is_empty() {
                ui.label(nothing_moves(key, sensitivity.base[measure]));
                return;
            }
            let shown = if self.shows_all { rows.len() } else { rows.len().min(MOST_SHOWN) };
            let chart = Chart::of(project, sensitivity, measure, &rows[..shown]);
            chart.show_head(ui);
            for number in &rows[..shown] {
                row::show(ui, scene, project, (&chart, &sensitivity.numbers[*number]));
            }
            self.show_all_of(ui, rows.len());
            let still = sensitivity.numbers.len() - rows.len();
            caption(ui, &format!("{still} other numbers do nothing to it."));
        });
    }

    fn show_points(&mut self, ui: &mut Ui, project: &Project, sensitivity: &Sensitivity) {
        let points = sensitivity.sensitivity_points(NOTABLE);
        section(ui, "Sensitivity points", |ui| {
            caption(
                ui,
                "What a quality hangs on: 10 % more or less changes it by 1 % or more (elasticity 0.1), or it turns a \
                 verdict or overloads something within the range. Elasticity: percent of change per percent of the \
                 number; shares change relative to what is missing to 100 % where that is less.",
            );
            if points.is_empty() {
                ui.label("No number matters that much.");
            }
            let shown = if self.shows_all { points.len() } else { points.len().min(MOST_SHOWN) };
            for point in &points[..shown] {
                ui.label(format!("• {}", sensitivity.point_in_words(project, point)));
            }
            self.show_all_of(ui, points.len());
        });
    }

    fn show_all_of(&mut self, ui: &mut Ui, count: usize) {
        if count > MOST_SHOWN && !self.shows_all && ui.small_button(format!("Show all {count}")).clicked() {
            self.shows_all = true;
        }
    }
}

fn show_trade_offs(ui: &mut Ui, project: &Project, sensitivity: &Sensitivity) {
    let points = sensitivity.trade_off_points(NOTABLE);
    section(ui, "Trade-off points", |ui| {
        if points.is_empty() {
            ui.label("No number improves one of the qualities and worsens another.");
        }
        for point in &points {
            ui.label(format!("• {}", sensitivity.trade_off_in_words(project, point)));
        }
    });
}

fn show_waiting(ui: &mut Ui, scene: &Scene<'_>) {
    let text = match scene.session.sensitivity_progress() {
        Some((done, total)) if total > 0 => format!("{done} of {total} numbers have been moved."),
        _ => "The numbers are about to be moved, one by one.".to_owned(),
    };
    empty_state(ui, "One moment", &text, |_| {});
}

/// Why a chart has no bars.
fn nothing_moves(key: &MeasureKey, base: Value) -> &'static str {
    match (base, key.measure.method()) {
        (Value::Unknown, _) => "It is not known for this design, whatever the numbers are.",
        (_, Method::Measured) => "It was measured on the model: no number of the project moves it.",
        (_, Method::Judged) => "People judge it: no number of the project moves it.",
        _ => "No number of the project moves it.",
    }
}
