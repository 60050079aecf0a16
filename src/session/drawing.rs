//! Commands on what is selected of the drawing, and what the clipboard carries.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Command, DrawingFormat, Session};
use crate::diagram::{Alignment, Arrangement, Axis, Diagram, aligned, arranged, carried, distributed};
use crate::edit::{Clip, Edit, Placement, create};
use crate::model::{BoundaryKind, ElementId, GroupId, Line, NodeId, Point};
use crate::report::{DrawingOptions, Picture, PictureFormat, ReportError, drawing_svg, picture, write_picture};
use crate::store::{ClipError, clip_from_text, clip_to_text};

/// A copy is put this far beside its original.
const BESIDE: f32 = 20.0;

/// How a drawing is written to a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawingFile {
    /// Vectors, pixels, or text for another tool.
    pub format: DrawingFormat,
    /// Pixels per unit of the drawing, for formats that have pixels.
    pub scale: f32,
    /// Only what is selected.
    pub only_selected: bool,
    /// Without a page behind it.
    pub is_transparent: bool,
    /// With a legend below.
    pub has_legend: bool,
}

impl Default for DrawingFile {
    fn default() -> Self {
        let format = DrawingFormat::Picture(PictureFormat::default());
        Self { format, scale: 2.0, only_selected: false, is_transparent: false, has_legend: true }
    }
}

impl Session {
    /// What is selected, as text for the clipboard; `None` when there is nothing to copy.
    pub fn copied(&self) -> Option<String> {
        let clip = Clip::of(self.project(), &self.selected_with_groups());
        (!clip.is_empty()).then(|| clip_to_text(&clip))
    }

    /// The drawing as SVG; only what is selected, when something is.
    pub fn drawing_svg(&self, options: &DrawingOptions) -> String {
        let only = (!self.selection.is_empty()).then(|| self.selected_with_groups());
        let options = DrawingOptions { only: options.only.clone().or(only), ..options.clone() };
        drawing_svg(&Diagram::of_view(self.project(), &self.view), &options)
    }

    /// The drawing as a picture with `scale` pixels per unit; only what is selected, when something is.
    ///
    /// # Errors
    /// The picture would be too large.
    pub fn drawing_picture(&self, options: &DrawingOptions, scale: f32) -> Result<Picture, ReportError> {
        picture(&self.drawing_svg(options), scale)
    }

    /// Writes the drawing to a file.
    pub(super) fn export_drawing(&mut self, drawing: DrawingFile, path: &Path) {
        let DrawingFile { format, scale, only_selected, is_transparent, has_legend } = drawing;
        let format = match format {
            DrawingFormat::Picture(format) => format,
            DrawingFormat::Notation(notation) => return self.export_notation(notation, path),
        };
        let only = only_selected.then(|| self.selected_with_groups());
        let options = DrawingOptions { only, is_transparent, is_bare: !has_legend };
        let svg = drawing_svg(&Diagram::of_view(self.project(), &self.view), &options);
        match write_picture(&svg, format, scale, path) {
            Ok(()) => self.notices.tell(format!("Wrote the drawing to {}", path.display())),
            Err(error) => self.notices.complain(error.to_string()),
        }
    }

    /// Whether a command that needs elements of a certain sort has them.
    pub(super) fn can_run_on_selection(&self, command: Command) -> bool {
        match command {
            Command::Ungroup => !self.selected_groups().is_empty(),
            Command::ToggleCollapsed => !self.selected_nodes().is_empty(),
            Command::ShowHidden => !self.hidden().is_empty(),
            Command::StraightenConnectors => !self.bent_lines().is_empty(),
            _ => !self.selection.is_empty(),
        }
    }

    /// Does what changes the drawing; says whether the command was one of those.
    pub(super) fn run_on_drawing(&mut self, command: Command) -> bool {
        let selection = self.selection.clone();
        match command {
            Command::Cut => self.edit_all(
                format!("cut {}", self.in_words(&selection)),
                &[Edit::Delete(selection.into_iter().collect())],
            ),
            Command::Duplicate => self.duplicate(),
            Command::Group => self.group(),
            Command::Ungroup => {
                let edits: Vec<_> = self.selected_groups().into_iter().map(Edit::Ungroup).collect();
                self.edit_all("ungroup".to_owned(), &edits);
            }
            Command::ToggleLock => {
                let locked = !selection.iter().all(|element| self.project().system.locked.contains(element));
                self.edit(&Edit::Lock { elements: selection, locked });
            }
            Command::ToggleCollapsed => self.toggle_collapsed(),
            Command::Hide => {
                let mut hidden = self.hidden();
                hidden.extend(self.selection.iter().cloned());
                self.edit(&Edit::Hide(self.view.clone(), hidden));
                self.selection.clear();
            }
            Command::ShowHidden => self.edit(&Edit::Hide(self.view.clone(), BTreeSet::new())),
            Command::BringToFront => self.edit(&Edit::Reorder { elements: selection, to_front: true }),
            Command::SendToBack => self.edit(&Edit::Reorder { elements: selection, to_front: false }),
            Command::StraightenConnectors => {
                let lines = self.bent_lines().into_iter().map(|id| (id, Line::default())).collect();
                let view = self.view.clone();
                let edit = Edit::Place(Placement { view, lines, shapes: Vec::new() });
                self.edit_all("let connectors find their way".to_owned(), &[edit]);
            }
            Command::ArrangeRightwards => self.arrange(Arrangement::Rightwards),
            Command::ArrangeDownwards => self.arrange(Arrangement::Downwards),
            Command::ArrangeByTier => self.arrange(Arrangement::ByTier),
            Command::ArrangeByDeployment => self.arrange(Arrangement::ByDeployment),
            command => return self.align(command),
        }
        true
    }

    /// Puts in elements from the clipboard with their middle at `at`, and selects them.
    pub(super) fn paste(&mut self, text: &str, at: Option<Point>) {
        match clip_from_text(text) {
            Ok(clip) => {
                let offset = clip.extent().zip(at).map_or((BESIDE, BESIDE), |(extent, at)| {
                    let center = extent.center();
                    // Whole units, or a drawing on the grid would leave it.
                    (((at.x - center.x) / 10.0).round() * 10.0, ((at.y - center.y) / 10.0).round() * 10.0)
                });
                self.put_in("paste", &clip, offset);
            }
            Err(ClipError::NoElements) if self.paste_notation(text, at) => {}
            Err(error) => self.notices.complain(error.to_string()),
        }
    }

    fn duplicate(&mut self) {
        let clip = Clip::of(self.project(), &self.selected_with_groups());
        self.put_in("duplicate", &clip, (BESIDE, BESIDE));
    }

    fn put_in(&mut self, verb: &str, clip: &Clip, (dx, dy): (f32, f32)) {
        let (edits, pasted) = clip.paste(self.project(), dx, dy);
        if edits.is_empty() {
            return;
        }
        let label = match clip.system.components.values().next() {
            Some(only) if pasted.len() == 1 => format!("{verb} {}", only.name),
            _ => format!("{verb} {} elements", pasted.len()),
        };
        self.edit_all(label, &edits);
        self.selection = pasted;
    }

    fn group(&mut self) {
        let members: BTreeSet<_> =
            self.selection.iter().filter(|element| !matches!(element, ElementId::Connector(_))).cloned().collect();
        if members.len() > 1 {
            let id = create::group_id(self.project());
            self.edit(&Edit::Group(id, members));
        }
    }

    /// Whether the drawing has tiers to arrange by.
    pub(super) fn has_tiers(&self) -> bool {
        self.project().system.boundaries.values().any(|boundary| boundary.kind == BoundaryKind::Tier)
    }

    /// Arranges what is selected, or everything while less than two boxes are.
    fn arrange(&mut self, arrangement: Arrangement) {
        let diagram = Diagram::of_view(self.project(), &self.view);
        let only = carried(diagram.system(), &self.selection);
        let only = (only.len() > 1).then_some(&only);
        let placement = arranged(diagram.system(), only, arrangement);
        let placement = Placement { view: self.view.clone(), ..placement };
        let what = only.map_or_else(|| "everything".to_owned(), |only| format!("{} elements", only.len()));
        self.edit_all(format!("arrange {what}"), &[Edit::Place(placement)]);
    }

    fn align(&mut self, command: Command) -> bool {
        let alignment = match command {
            Command::AlignLeft => Alignment::Left,
            Command::AlignCenter => Alignment::Center,
            Command::AlignRight => Alignment::Right,
            Command::AlignTop => Alignment::Top,
            Command::AlignMiddle => Alignment::Middle,
            Command::AlignBottom => Alignment::Bottom,
            Command::DistributeHorizontally => return self.distribute(Axis::Horizontal),
            Command::DistributeVertically => return self.distribute(Axis::Vertical),
            _ => return false,
        };
        let diagram = Diagram::of_view(self.project(), &self.view);
        let placement = aligned(diagram.system(), &self.selection, alignment);
        let placement = Placement { view: self.view.clone(), ..placement };
        self.edit_all(format!("align {}", self.in_words(&self.selection)), &[Edit::Place(placement)]);
        true
    }

    fn distribute(&mut self, axis: Axis) -> bool {
        let diagram = Diagram::of_view(self.project(), &self.view);
        let placement = distributed(diagram.system(), &self.selection, axis);
        let placement = Placement { view: self.view.clone(), ..placement };
        self.edit_all(format!("distribute {}", self.in_words(&self.selection)), &[Edit::Place(placement)]);
        true
    }

    fn toggle_collapsed(&mut self) {
        let nodes = self.selected_nodes();
        let collapse = !nodes.iter().all(|node| self.project().system.collapsed.contains(node));
        let edits: Vec<_> = nodes.into_iter().map(|node| Edit::Collapse(node, collapse)).collect();
        let verb = if collapse { "collapse" } else { "open" };
        self.edit_all(format!("{verb} {}", self.in_words(&self.selection)), &edits);
    }

    /// What the view leaves out.
    fn hidden(&self) -> BTreeSet<ElementId> {
        self.project().views.get(&self.view).map(|layout| layout.hidden.clone()).unwrap_or_default()
    }

    fn selected_nodes(&self) -> Vec<NodeId> {
        let nodes = self.selection.iter().filter_map(|element| match element {
            ElementId::Node(id) => Some(id.clone()),
            _ => None,
        });
        nodes.collect()
    }

    fn selected_groups(&self) -> Vec<GroupId> {
        let groups = self.project().system.groups.iter();
        let selected = groups.filter(|(_, members)| members.iter().any(|member| self.selection.contains(member)));
        selected.map(|(id, _)| id.clone()).collect()
    }

    /// What is selected, and the other members of its groups.
    fn selected_with_groups(&self) -> BTreeSet<ElementId> {
        let mut elements = carried(&self.project().system, &self.selection);
        elements.extend(self.selection.iter().cloned());
        elements
    }

    fn bent_lines(&self) -> Vec<crate::model::ConnectorId> {
        let connectors = self.project().system.connectors.iter();
        let bent = connectors.filter(|(id, connector)| {
            let of_view = self.project().views.get(&self.view).and_then(|layout| layout.lines.get(*id));
            let is_bent = of_view.unwrap_or(&connector.line) != &Line::default();
            is_bent && self.selection.contains(&ElementId::Connector((*id).clone()))
        });
        bent.map(|(id, _)| id.clone()).collect()
    }

    /// One element by its name, several by their number.
    fn in_words(&self, elements: &BTreeSet<ElementId>) -> String {
        match elements.first() {
            Some(only) if elements.len() == 1 => self.project().element_name(only),
            _ => format!("{} elements", elements.len()),
        }
    }
}
