//! A decision tree drawn: the root on top, what meets a condition to the left, lines as wide as the rows they carry.

use egui::{
    Align2, Color32, FontId, Painter, Pos2, Rect, Role, ScrollArea, Sense, Shape, Stroke, TextStyle, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

use super::pictures::shortened;
use super::reading::number;
use crate::gui::theme::{Palette, palette};
use crate::model::{TreeNode, format_number};

/// Width that a leaf takes, and size of the boxes.
const LEAF_STEP: f32 = 72.0;
const LEAF: Vec2 = vec2(64.0, 36.0);
const SPLIT: Vec2 = vec2(136.0, 36.0);
/// From one level to the next.
const LEVEL: f32 = 76.0;
const MARGIN: f32 = 12.0;
/// Widest line, which carries all rows.
const WIDEST: f32 = 9.0;

/// Levels that are shown, which is what settings allow: a damaged file could lead in a circle, or down for ever.
pub(super) const MOST_LEVELS: usize = 64;

/// Where the nodes of a tree stand.
#[derive(Debug, Default)]
struct Layout {
    /// Each node that is drawn: its place in the list, its middle, and the place in `nodes` of the node above it.
    nodes: Vec<(usize, Pos2, Option<usize>)>,
    leaves: usize,
    levels: usize,
}

impl Layout {
    fn of(tree: &[TreeNode]) -> Self {
        let mut layout = Self::default();
        layout.put(tree, 0, 0, None);
        layout
    }

    /// Puts a node and all below it; gives its place in `nodes`, and from left to right its middle.
    fn put(&mut self, tree: &[TreeNode], place: usize, depth: usize, above: Option<usize>) -> Option<(usize, f32)> {
        let node = tree.get(place).filter(|_| depth <= MOST_LEVELS && self.nodes.len() <= tree.len())?;
        let own = self.nodes.len();
        self.levels = self.levels.max(depth + 1);
        self.nodes.push((place, Pos2::ZERO, above));
        let middle = match node {
            TreeNode::Leaf { .. } => {
                self.leaves += 1;
                MARGIN + LEAF_STEP * (self.leaves as f32 - 0.5)
            }
            TreeNode::Split { left, right, .. } => {
                let left = self.put(tree, *left as usize, depth + 1, Some(own))?.1;
                let right = self.put(tree, *right as usize, depth + 1, Some(own))?.1;
                f32::midpoint(left, right)
            }
        };
        self.nodes[own].1 = pos2(middle, MARGIN + SPLIT.y / 2.0 + LEVEL * depth as f32);
        Some((own, middle))
    }

    fn size(&self) -> Vec2 {
        let width = (LEAF_STEP * self.leaves as f32).max(SPLIT.x);
        vec2(width + 2.0 * MARGIN, LEVEL * self.levels.saturating_sub(1) as f32 + SPLIT.y + 2.0 * MARGIN)
    }

    /// The nodes from the root to this one, as places in `nodes`.
    fn way_to(&self, own: usize) -> Vec<usize> {
        let mut way = vec![own];
        while let Some(above) = way.last().and_then(|last| self.nodes[*last].2) {
            way.push(above);
        }
        way.reverse();
        way
    }
}

/// Draws the tree in a space of this size, in which it can be moved. `classes` are the names of what it tells apart; none
/// where it gives numbers.
pub(super) fn show(ui: &mut Ui, tree: &[TreeNode], classes: &[String], size: Vec2) {
    let layout = Layout::of(tree);
    ScrollArea::both().id_salt("tree").max_height(size.y).max_width(size.x).auto_shrink([false, false]).show(
        ui,
        |ui| {
            let (space, _) = ui.allocate_exact_size(layout.size().max(vec2(size.x, 0.0)), Sense::hover());
            let shift = vec2(space.left() + ((space.width() - layout.size().x) / 2.0).max(0.0), space.top());
            let look = Look::new(ui, tree, classes);
            let boxes: Vec<Rect> = (layout.nodes.iter())
                .map(|(place, middle, _)| Rect::from_center_size(*middle + shift, look.size(*place)))
                .collect();
            let mut hovered = None;
            for (own, at) in boxes.iter().enumerate() {
                let response = ui.interact(*at, ui.scope_id().with(("node", own)), Sense::hover());
                // Only made where somebody asks: there may be a hundred nodes in every frame.
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, look.told(&layout, own)));
                if response.hovered() {
                    hovered = Some(own);
                }
                response.on_hover_ui(|ui| {
                    ui.label(look.told(&layout, own));
                });
            }
            let way = hovered.map(|own| layout.way_to(own)).unwrap_or_default();
            for (own, (_, _, above)) in layout.nodes.iter().enumerate() {
                if let Some(above) = above {
                    look.line(ui.painter(), [boxes[*above], boxes[own]], layout.nodes[own].0, way.contains(&own));
                }
            }
            for (own, (place, ..)) in layout.nodes.iter().enumerate() {
                look.node(ui.painter(), boxes[own], *place, way.contains(&own));
            }
            if let Some(root) = boxes.first().filter(|_| layout.nodes.len() > 1) {
                look.directions(ui.painter(), *root);
            }
        },
    );
}

/// How nodes are written and coloured.
struct Look<'a> {
    tree: &'a [TreeNode],
    classes: &'a [String],
    palette: &'static Palette,
    font: FontId,
    /// Rows at the root.
    rows: Option<u64>,
    /// Least and largest number of a leaf.
    range: (f64, f64),
}

impl<'a> Look<'a> {
    fn new(ui: &Ui, tree: &'a [TreeNode], classes: &'a [String]) -> Self {
        let numbers = tree.iter().filter_map(|node| match node {
            TreeNode::Leaf { answer, .. } => answer.first().copied(),
            TreeNode::Split { .. } => None,
        });
        let range = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
        let rows = tree.first().and_then(rows);
        Self { tree, classes, palette: palette(ui.visuals()), font: TextStyle::Small.resolve(ui.style()), rows, range }
    }

    fn size(&self, place: usize) -> Vec2 {
        if matches!(self.tree[place], TreeNode::Split { .. }) { SPLIT } else { LEAF }
    }

    /// What stands in a node, and how strongly a leaf is coloured in which colour.
    fn text(&self, place: usize) -> (String, Option<(Color32, f32)>) {
        let percent = |share: f64| format!("{} %", number((1000.0 * share).round() / 10.0));
        match &self.tree[place] {
            TreeNode::Split { condition, .. } => (self.fitted(condition), None),
            TreeNode::Leaf { answer, .. } => match answer[..] {
                [share] if !self.classes.is_empty() => (percent(share), Some((self.palette.series[0], share as f32))),
                [value] => {
                    let (low, high) = self.range;
                    let strength = if high > low { (value - low) / (high - low) } else { 0.5 };
                    (number(value), Some((self.palette.series[0], strength as f32)))
                }
                _ => {
                    let likeliest = (0..answer.len()).max_by(|a, b| answer[*a].total_cmp(&answer[*b])).unwrap_or(0);
                    let name = self.classes.get(likeliest).cloned().unwrap_or_default();
                    let color = self.palette.series[likeliest % self.palette.series.len()];
                    (name, Some((color, answer.get(likeliest).copied().unwrap_or(0.0) as f32)))
                }
            },
        }
    }

    /// The condition with so much of the feature's name that what it is compared with stays in sight.
    fn fitted(&self, condition: &str) -> String {
        let end = [" ≤ ", " is not "].iter().filter_map(|word| condition.rfind(word)).max().unwrap_or(0);
        let (name, compared) = condition.split_at(end);
        let taken = compared.chars().count() as f32 * self.font.size * 0.55;
        format!("{}{compared}", shortened(name, (SPLIT.x - 8.0 - taken).max(24.0), &self.font))
    }

    /// The conditions that lead to a node, and what it says.
    fn told(&self, layout: &Layout, own: usize) -> String {
        let way = layout.way_to(own);
        let conditions = way.windows(2).filter_map(|pair| {
            let (above, below) = (layout.nodes[pair[0]].0, layout.nodes[pair[1]].0);
            let TreeNode::Split { condition, left, .. } = &self.tree[above] else { return None };
            Some(if *left as usize == below { condition.clone() } else { opposite(condition) })
        });
        let conditions: Vec<String> = conditions.collect();
        let place = layout.nodes[own].0;
        let says = match &self.tree[place] {
            TreeNode::Split { condition, .. } => format!("{condition}?"),
            TreeNode::Leaf { answer, .. } => {
                let answers: Vec<String> = answer.iter().map(|value| number(*value)).collect();
                match (self.classes, &answers[..]) {
                    ([_, yes], [share]) => format!("{yes} with a probability of {share}"),
                    ([], [value]) => value.clone(),
                    (names, shares) => {
                        let pairs: Vec<_> = names.iter().zip(shares).map(|(name, of)| format!("{name} {of}")).collect();
                        pairs.join(", ")
                    }
                }
            }
        };
        let rows = match (rows(&self.tree[place]), self.rows) {
            (Some(rows), Some(all)) if all > 0 => format!(
                "\n{} of {} fitting rows come here ({:.1} %)",
                format_number(rows as f64),
                format_number(all as f64),
                100.0 * rows as f64 / all as f64
            ),
            _ => String::new(),
        };
        if conditions.is_empty() {
            format!("{says}{rows}")
        } else {
            format!("{}\n→ {says}{rows}", conditions.join("\nand "))
        }
    }

    /// The line down to the node at `place`.
    fn line(&self, painter: &Painter, [above, below]: [Rect; 2], place: usize, is_on_way: bool) {
        let share = match (rows(&self.tree[place]), self.rows) {
            (Some(rows), Some(all)) if all > 0 => rows as f32 / all as f32,
            _ => 0.1,
        };
        let color = if is_on_way { self.palette.accent } else { self.palette.border };
        let [from, to] = [above.center_bottom(), below.center_top()];
        let turn = vec2(0.0, (to.y - from.y) / 2.0);
        let curve = egui::epaint::CubicBezierShape::from_points_stroke(
            [from, from + turn, to - turn, to],
            false,
            Color32::TRANSPARENT,
            Stroke::new(1.0 + (WIDEST - 1.0) * share, color),
        );
        painter.add(Shape::CubicBezier(curve));
    }

    fn node(&self, painter: &Painter, at: Rect, place: usize, is_on_way: bool) {
        let (text, colored) = self.text(place);
        painter.rect_filled(at, 5.0, self.palette.card);
        if let Some((color, strength)) = colored {
            painter.rect_filled(at, 5.0, color.gamma_multiply(0.08 + 0.24 * strength.clamp(0.0, 1.0)));
        }
        let edge = if is_on_way { self.palette.accent } else { self.palette.border };
        painter.rect_stroke(at, 5.0, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
        let text_color = self.palette.text;
        let count = rows(&self.tree[place]).map(|rows| format_number(rows as f64));
        let (first, second) = match count {
            Some(_) => (at.center().y - 7.0, at.center().y + 8.0),
            None => (at.center().y, at.center().y),
        };
        let mut job = egui::text::LayoutJob::simple_singleline(text, self.font.clone(), text_color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(at.width() - 8.0);
        let galley = painter.layout_job(job);
        painter.galley(pos2(at.center().x, first) - galley.size() / 2.0, galley, text_color);
        if let Some(count) = count {
            let is_split = matches!(self.tree[place], TreeNode::Split { .. });
            // On a coloured leaf, weak text would be too weak.
            let (of_rows, color) =
                if is_split { (format!("{count} rows"), self.palette.weak) } else { (count, text_color) };
            painter.text(pos2(at.center().x, second), Align2::CENTER_CENTER, of_rows, self.font.clone(), color);
        }
    }

    /// Which way is which, below the root.
    fn directions(&self, painter: &Painter, root: Rect) {
        let write = |at: Pos2, align: Align2, text: &str| {
            painter.text(at, align, text, self.font.clone(), self.palette.weak);
        };
        write(root.left_bottom() + vec2(4.0, 4.0), Align2::LEFT_TOP, "yes");
        write(root.right_bottom() + vec2(-4.0, 4.0), Align2::RIGHT_TOP, "no");
    }
}

/// The condition that holds where `condition` does not.
fn opposite(condition: &str) -> String {
    let swapped = [(" ≤ ", " > "), (" is not ", " is ")].into_iter().find_map(|(word, opposite)| {
        let (name, compared) = condition.rsplit_once(word)?;
        Some(format!("{name}{opposite}{compared}"))
    });
    swapped.unwrap_or_else(|| format!("not {condition}"))
}

/// Fitting rows that come to a node.
fn rows(node: &TreeNode) -> Option<u64> {
    match node {
        TreeNode::Split { rows, .. } | TreeNode::Leaf { rows, .. } => *rows,
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::window;
    use super::*;

    fn leaf(share: f64, rows: u64) -> TreeNode {
        TreeNode::Leaf { answer: vec![share], rows: Some(rows) }
    }

    fn split(condition: &str, left: u32, right: u32, rows: u64) -> TreeNode {
        TreeNode::Split { condition: condition.to_owned(), left, right, rows: Some(rows) }
    }

    #[test]
    fn parents_stand_above_the_middle_of_their_children_and_no_boxes_meet() {
        let tree = [
            split("a", 1, 2, 9),
            split("b", 3, 4, 6),
            leaf(0.5, 3),
            leaf(0.1, 2),
            split("c", 5, 6, 4),
            leaf(1.0, 1),
            leaf(0.0, 3),
        ];
        let layout = Layout::of(&tree);
        assert_eq!((layout.nodes.len(), layout.leaves, layout.levels), (7, 4, 4));
        let boxes: Vec<Rect> = (layout.nodes.iter())
            .map(|(place, middle, _)| {
                let size = if matches!(tree[*place], TreeNode::Split { .. }) { SPLIT } else { LEAF };
                Rect::from_center_size(*middle, size)
            })
            .collect();
        for (own, at) in boxes.iter().enumerate() {
            assert!(boxes.iter().enumerate().all(|(other, beside)| other == own || !at.intersects(*beside)), "{own}");
        }
        for (own, (place, middle, _)) in layout.nodes.iter().enumerate() {
            let below: Vec<_> = layout.nodes.iter().filter(|(.., above)| *above == Some(own)).collect();
            if let [left, right] = below[..] {
                assert_eq!(middle.x, f32::midpoint(left.1.x, right.1.x), "{place}");
            }
        }
        assert_eq!(layout.way_to(6).len(), 2);
    }

    #[test]
    fn a_leaf_tells_the_conditions_that_lead_to_it() {
        use egui_kittest::kittest::Queryable as _;

        let tree = [split("amount ≤ 5", 1, 2, 8), leaf(0.25, 6), leaf(0.75, 2)];
        let classes = ["no".to_owned(), "yes".to_owned()];
        let harness = window([500.0, 300.0], move |ui| show(ui, &tree, &classes, vec2(480.0, 280.0)));
        harness.get_by_label("amount ≤ 5?\n8 of 8 fitting rows come here (100.0 %)");
        harness.get_by_label("amount > 5\n→ yes with a probability of 0.75\n2 of 8 fitting rows come here (25.0 %)");
    }

    #[test]
    fn conditions_are_turned_around_in_words() {
        assert_eq!(opposite("size ≤ 3"), "size > 3");
        assert_eq!(opposite("city is not Ulm"), "city is Ulm");
        assert_eq!(opposite("odd"), "not odd");
    }

    #[test]
    fn a_tree_that_leads_in_a_circle_is_drawn_no_further() {
        let circle = [split("a", 0, 0, 9)];
        assert!(Layout::of(&circle).nodes.len() <= 3);
        assert!(Layout::of(&[split("a", 7, 8, 9)]).nodes.len() <= 2);
        assert!(Layout::of(&[]).nodes.is_empty());
    }
}
