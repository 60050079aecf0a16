//! The tree of views: what is drawn, of what, and in which steps.

use super::syntax::{ElementHandle, Place, Properties, RelationshipHandle};
use super::syntax_deployment::EnvironmentHandle;

/// One diagram.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What kind of diagram it is.
    pub kind: ViewKind,
    /// What it is about.
    pub scope: ViewScope,
    /// The environment of a deployment view.
    pub environment: Option<EnvironmentHandle>,
    /// Its key; empty if it is not given.
    pub key: String,
    /// Its title; empty if it is not given.
    pub title: String,
    /// Its description; empty if it is not given.
    pub description: String,
    /// What to include and exclude, in the order in which it applies.
    pub rules: Vec<Rule>,
    /// How to lay it out by itself; `None` if positions are given by hand.
    pub layout: Option<AutoLayout>,
    /// The steps of the animation, each with the expressions of what appears.
    pub animation: Vec<Vec<String>>,
    /// What happens in a dynamic view.
    pub lines: Vec<DynamicLine>,
    /// The base and the tags of a filtered view.
    pub filter: Option<Filter>,
    /// Whether this is the view to show first.
    pub is_default: bool,
    /// The properties.
    pub properties: Properties,
    /// Where it was written.
    pub place: Place,
}

impl View {
    /// A view of this kind that says nothing yet.
    pub fn new(kind: ViewKind, place: Place) -> Self {
        Self {
            kind,
            scope: ViewScope::None,
            environment: None,
            key: String::new(),
            title: String::new(),
            description: String::new(),
            rules: Vec::new(),
            layout: None,
            animation: Vec::new(),
            lines: Vec::new(),
            filter: None,
            is_default: false,
            properties: Properties::new(),
            place,
        }
    }
}

/// The kinds of diagrams that the tree carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ViewKind {
    /// All systems and people.
    SystemLandscape,
    /// One software system and its surroundings.
    SystemContext,
    /// The containers of a software system.
    Container,
    /// The components of a container.
    Component,
    /// What happens, step by step.
    Dynamic,
    /// What runs where.
    Deployment,
    /// Another view, narrowed by tags.
    Filtered,
    /// Custom elements.
    Custom,
}

/// What a view is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewScope {
    /// Nothing in particular: the kind of view has no scope.
    None,
    /// The whole model, written `*`.
    All,
    /// One element.
    Element(ElementHandle),
}

/// One `include` or `exclude` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Whether it adds or removes.
    pub mode: RuleMode,
    /// The identifiers and expressions as written, such as `*` or `->shop->`.
    pub expressions: Vec<String>,
}

/// Whether a rule adds or removes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleMode {
    /// It adds.
    Include,
    /// It removes.
    Exclude,
}

/// How a view is laid out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutoLayout {
    /// The way in which relationships lead.
    pub direction: Direction,
    /// The distance between ranks in pixels; 300 unless given.
    pub rank_separation: u32,
    /// The distance between elements of a rank in pixels; 300 unless given.
    pub node_separation: u32,
}

impl Default for AutoLayout {
    fn default() -> Self {
        Self { direction: Direction::TopBottom, rank_separation: 300, node_separation: 300 }
    }
}

/// The way in which a layout leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `tb`.
    TopBottom,
    /// `bt`.
    BottomTop,
    /// `lr`.
    LeftRight,
    /// `rl`.
    RightLeft,
}

/// What a filtered view shows of another view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The key of the other view.
    pub base_key: String,
    /// Whether only what has the tags is shown, or only what has them not.
    pub mode: FilterMode,
    /// The tags.
    pub tags: Vec<String>,
}

/// Which way a filter works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterMode {
    /// Show only what has one of the tags.
    Include,
    /// Hide what has one of the tags.
    Exclude,
}

/// One line of a dynamic view. Parallel sequences are a start and an end around their lines, so that the list is flat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DynamicLine {
    /// One step.
    Message(Message),
    /// What follows, up to the matching end, happens beside what comes after it.
    ParallelStart,
    /// The end of a parallel sequence.
    ParallelEnd,
}

/// One step of a dynamic view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The number given by hand, such as `1` or `2a`; empty if steps are counted.
    pub order: String,
    /// Who acts.
    pub source: ElementHandle,
    /// On whom.
    pub destination: ElementHandle,
    /// The relationship that the step names by its identifier, if it does so instead of naming both ends.
    pub relationship: Option<RelationshipHandle>,
    /// What happens.
    pub description: String,
    /// By what means. Always empty if the step names a relationship.
    pub technology: String,
    /// The address of a page about it; empty if there is none.
    pub url: String,
    /// The properties.
    pub properties: Properties,
    /// Where it was written.
    pub place: Place,
}
