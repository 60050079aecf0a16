//! The syntax tree that both notations share.

/// One diagram. Texts are plain: line breaks are `\n`, nothing is escaped; an empty text means that there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagram {
    /// The title above the drawing.
    pub title: String,
    /// Where the drawing grows to; a C4 diagram always says top to bottom.
    pub direction: Direction,
    /// The notation it was written in, and is to be written in.
    pub kind: DiagramKind,
    /// The title that is read out to those who do not see the drawing.
    pub accessible_title: String,
    /// The description that is read out to those who do not see the drawing.
    pub accessible_description: String,
    /// Nodes in the order in which the text first mentions them.
    pub nodes: Vec<Node>,
    /// Groups in the order in which the text opens them.
    pub groups: Vec<Group>,
    /// Links in the order of the text.
    pub links: Vec<Link>,
}

/// The notation of a diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiagramKind {
    /// `flowchart` or `graph`.
    #[default]
    Flowchart,
    /// One of the C4 diagrams.
    C4(C4Kind),
}

/// The five C4 diagrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum C4Kind {
    /// `C4Context`: a system and what is around it.
    Context,
    /// `C4Container`: what a system is made of.
    Container,
    /// `C4Component`: what a container is made of.
    Component,
    /// `C4Dynamic`: numbered interactions; the number of a link is its place in the list.
    Dynamic,
    /// `C4Deployment`: which machine runs what.
    Deployment,
}

/// Where a drawing grows to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// `TB` or `TD`.
    #[default]
    TopToBottom,
    /// `BT`.
    BottomToTop,
    /// `LR`.
    LeftToRight,
    /// `RL`.
    RightToLeft,
}

/// A box of the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The name by which the text refers to it; unique among nodes and groups.
    pub id: String,
    /// What is written on it; the name when the text gives no label.
    pub label: String,
    /// Its form or its role.
    pub kind: NodeKind,
    /// What it is built with (C4 only).
    pub technology: String,
    /// What it does (C4 only).
    pub description: String,
    /// Whether it lies outside what is being described (C4 only).
    pub external: bool,
    /// The classes of a flowchart node, the tags of a C4 element.
    pub classes: Vec<String>,
    /// The group it lies in, an index into [`Diagram::groups`].
    pub parent: Option<usize>,
    /// The line that first mentions it, from 1; the writer ignores it.
    pub line: usize,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A form, in flowcharts.
    Shape(Shape),
    /// A role, in C4 diagrams.
    Element(ElementKind),
}

/// The forms of flowchart nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// `[text]`.
    Rectangle,
    /// `(text)`.
    Rounded,
    /// `([text])`.
    Stadium,
    /// `[[text]]`.
    Subroutine,
    /// `[(text)]`.
    Cylinder,
    /// `((text))`.
    Circle,
    /// `(((text)))`.
    DoubleCircle,
    /// `(-text-)`.
    Ellipse,
    /// `>text]`.
    Asymmetric,
    /// `{text}`.
    Rhombus,
    /// `{{text}}`.
    Hexagon,
    /// `[/text/]`.
    LeanRight,
    /// `[\text\]`.
    LeanLeft,
    /// `[/text\]`, wide below.
    Trapezoid,
    /// `[\text/]`, wide above.
    InvertedTrapezoid,
    /// Another one of `@{ shape: name }`; only lower-case letters, digits and `-` are written.
    Named(String),
}

/// The roles of C4 elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElementKind {
    /// `Person`.
    Person,
    /// `System`.
    System,
    /// `SystemDb`.
    SystemDatabase,
    /// `SystemQueue`.
    SystemQueue,
    /// `Container`.
    Container,
    /// `ContainerDb`.
    ContainerDatabase,
    /// `ContainerQueue`.
    ContainerQueue,
    /// `Component`.
    Component,
    /// `ComponentDb`.
    ComponentDatabase,
    /// `ComponentQueue`.
    ComponentQueue,
}

/// A frame around nodes and groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The name by which the text refers to it; unique among nodes and groups.
    pub id: String,
    /// What is written on it.
    pub title: String,
    /// What kind of frame it is.
    pub kind: GroupKind,
    /// The direction inside it (flowcharts only).
    pub direction: Option<Direction>,
    /// The type of a boundary or of a deployment node (C4 only).
    pub technology: String,
    /// What a deployment node is for (C4 only).
    pub description: String,
    /// The classes of a subgraph, the tags of a C4 boundary.
    pub classes: Vec<String>,
    /// The group it lies in, an index into [`Diagram::groups`].
    pub parent: Option<usize>,
    /// The line that opens it, from 1; the writer ignores it.
    pub line: usize,
}

/// The kinds of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// `subgraph` of a flowchart.
    Subgraph,
    /// `Boundary`.
    Boundary,
    /// `Enterprise_Boundary`.
    EnterpriseBoundary,
    /// `System_Boundary`.
    SystemBoundary,
    /// `Container_Boundary`.
    ContainerBoundary,
    /// `Deployment_Node`, `Node`, `Node_L` or `Node_R`.
    DeploymentNode,
}

/// A line between two nodes or groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The name that a flowchart gives it (`name@-->`), empty without one.
    pub id: String,
    /// Where it starts.
    pub from: End,
    /// Where it ends.
    pub to: End,
    /// What is written on it.
    pub label: String,
    /// How the two talk to each other (C4 only).
    pub technology: String,
    /// What it carries (C4 only).
    pub description: String,
    /// The classes of a named flowchart link, the tags of a C4 relation.
    pub classes: Vec<String>,
    /// How the line is drawn.
    pub style: LineStyle,
    /// The head at `from`.
    pub start_head: ArrowHead,
    /// The head at `to`.
    pub end_head: ArrowHead,
    /// The line of the text that states it, from 1; the writer ignores it.
    pub line: usize,
}

/// What a link is tied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// An index into [`Diagram::nodes`].
    Node(usize),
    /// An index into [`Diagram::groups`].
    Group(usize),
}

/// How a link is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineStyle {
    /// `---`.
    #[default]
    Solid,
    /// `-.-`.
    Dotted,
    /// `===`.
    Thick,
    /// `~~~`: it only keeps its ends apart.
    Invisible,
}

/// What stands at an end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ArrowHead {
    /// Nothing.
    #[default]
    None,
    /// `>` or `<`.
    Arrow,
    /// `o`.
    Circle,
    /// `x`.
    Cross,
}

impl Node {
    /// A node with that name and kind whose label is its name, outside every group.
    pub fn new(id: &str, kind: NodeKind, line: usize) -> Self {
        Self {
            id: id.to_owned(),
            label: id.to_owned(),
            kind,
            technology: String::new(),
            description: String::new(),
            external: false,
            classes: Vec::new(),
            parent: None,
            line,
        }
    }
}

impl Group {
    /// A group with that name and kind and no title, outside every group.
    pub fn new(id: &str, kind: GroupKind, line: usize) -> Self {
        Self {
            id: id.to_owned(),
            title: String::new(),
            kind,
            direction: None,
            technology: String::new(),
            description: String::new(),
            classes: Vec::new(),
            parent: None,
            line,
        }
    }
}

impl Link {
    /// A solid arrow without label.
    pub fn new(from: End, to: End, line: usize) -> Self {
        Self {
            id: String::new(),
            from,
            to,
            label: String::new(),
            technology: String::new(),
            description: String::new(),
            classes: Vec::new(),
            style: LineStyle::Solid,
            start_head: ArrowHead::None,
            end_head: ArrowHead::Arrow,
            line,
        }
    }
}
