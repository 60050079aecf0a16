//! The tree of deployments: what of the model runs where.

use super::syntax::{Attributes, ElementHandle, Group, GroupHandle, Place, path_of_groups};

/// The position of an environment in [`super::Workspace::environments`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnvironmentHandle(pub usize);

/// The position of a node or instance in [`Environment::items`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemHandle(pub usize);

/// The position of a deployment group in [`Environment::deployment_groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeploymentGroupHandle(pub usize);

/// One place where the system runs, such as `Live` or `Test`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// Its identifier.
    pub identifier: Option<String>,
    /// Its name.
    pub name: String,
    /// The deployment groups that instances may belong to.
    pub deployment_groups: Vec<DeploymentGroup>,
    /// The frames around nodes: outer groups before inner ones.
    pub groups: Vec<Group>,
    /// The nodes and instances in document order: parents before their children.
    pub items: Vec<DeploymentItem>,
    /// The relationships that hold in this environment only.
    pub relationships: Vec<DeploymentRelationship>,
    /// Where it was written.
    pub place: Place,
}

impl Environment {
    /// The node or instance behind a handle.
    pub fn item(&self, handle: ItemHandle) -> Option<&DeploymentItem> {
        self.items.get(handle.0)
    }

    /// The names of the groups around an item within its parent, the outermost first.
    pub fn group_path(&self, handle: ItemHandle) -> Vec<&str> {
        path_of_groups(&self.groups, self.item(handle).and_then(|item| item.group))
    }

    /// The items directly within a node, or with `None` those directly within the environment.
    pub fn children(&self, parent: Option<ItemHandle>) -> impl Iterator<Item = ItemHandle> + '_ {
        self.items.iter().enumerate().filter(move |(_, item)| item.parent == parent).map(|(index, _)| ItemHandle(index))
    }
}

/// A set of instances that talk only to one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentGroup {
    /// Its identifier.
    pub identifier: Option<String>,
    /// Its name.
    pub name: String,
    /// Where it was written.
    pub place: Place,
}

/// A node, a piece of infrastructure, or an instance of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentItem {
    /// Its own identifier without those of its parents.
    pub identifier: Option<String>,
    /// What it is.
    pub kind: DeploymentItemKind,
    /// What it says about itself. For instances description and technology are usually empty.
    pub attributes: Attributes,
    /// The deployment groups that it belongs to.
    pub deployment_groups: Vec<DeploymentGroupHandle>,
    /// The innermost group around it within its parent.
    pub group: Option<GroupHandle>,
    /// The node that it stands in.
    pub parent: Option<ItemHandle>,
    /// Where it was written.
    pub place: Place,
}

/// What kind of thing stands in a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeploymentItemKind {
    /// Something that others run on.
    Node {
        /// Its name.
        name: String,
        /// How many there are of it, as written: `4`, `1..N`; empty if not said, which means one.
        instances: String,
    },
    /// Something that is needed but runs no part of the model, such as a load balancer.
    Infrastructure {
        /// Its name.
        name: String,
    },
    /// A running software system or container.
    Instance {
        /// What runs.
        element: ElementHandle,
    },
}

/// One end of a relationship in a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeploymentEnd {
    /// A node or instance of the same environment.
    Item(ItemHandle),
    /// Every instance of an element in this environment.
    Element(ElementHandle),
}

/// A directed relationship that holds in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentRelationship {
    /// Its identifier. These are never paths.
    pub identifier: Option<String>,
    /// Where it starts from.
    pub source: DeploymentEnd,
    /// Where it leads to.
    pub destination: DeploymentEnd,
    /// What it says about itself.
    pub attributes: Attributes,
    /// Where it was written.
    pub place: Place,
}
