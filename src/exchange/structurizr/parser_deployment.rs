//! Reads deployment environments: nodes, infrastructure, and instances of what the model declares.

use super::error::{Fault, quote};
use super::lexer::Token;
use super::parser::{Command, Parser};
use super::parser_attributes::Positions;
use super::parser_relationships::Owner;
use super::registry::{Scope, Target};
use super::syntax::{Attributes, ElementKind, Group, GroupHandle};
use super::syntax_deployment::{
    DeploymentGroup, DeploymentGroupHandle, DeploymentItem, DeploymentItemKind, Environment, EnvironmentHandle,
    ItemHandle,
};

const IN_ENVIRONMENT: &[&str] = &["deploymentNode", "deploymentGroup", "group", "->", "-/>", "!elements"];
const IN_NODE: &[&str] = &[
    "deploymentNode",
    "infrastructureNode",
    "softwareSystemInstance",
    "containerInstance",
    "instanceOf",
    "deploymentGroup",
    "group",
    "->",
    "description",
    "technology",
    "tags",
    "instances",
    "url",
    "properties",
    "perspectives",
];
const IN_INFRASTRUCTURE: &[&str] = &["->", "description", "technology", "tags", "url", "properties", "perspectives"];
const IN_INSTANCE: &[&str] = &["->", "description", "tags", "url", "properties", "perspectives", "healthCheck"];

/// Where in a deployment a statement stands.
#[derive(Debug, Clone, Copy)]
struct Within {
    environment: EnvironmentHandle,
    node: Option<ItemHandle>,
    group: Option<GroupHandle>,
}

impl Within {
    fn scope(self) -> Scope {
        self.node.map_or(Scope::Environment(self.environment), |node| Scope::Item(self.environment, node))
    }

    fn owner(self) -> Owner {
        Owner::Deployment(self.environment, self.node)
    }
}

impl Parser<'_> {
    pub(super) fn environment(&mut self, command: &Command) -> Result<(), Fault> {
        command.check_words(1..=1, "deploymentEnvironment name { }")?;
        let environment = EnvironmentHandle(self.workspace.environments.len());
        if let Some(name) = &command.identifier {
            self.registry.declare(Scope::Root, name, Target::Environment(environment))?;
        }
        self.environment_names.entry(command.text(1)).or_insert(environment);
        self.workspace.environments.push(Environment {
            identifier: command.identifier.as_ref().map(|name| name.text.clone()),
            name: command.text(1),
            place: command.place,
            ..Environment::default()
        });
        if command.opens {
            while let Some(command) = self.next()? {
                let within = Within { environment, node: None, group: None };
                if !self.deployment_statement(&command, within)? {
                    return Err(command.unknown_in("a deployment environment", IN_ENVIRONMENT));
                }
            }
        }
        Ok(())
    }

    /// Reads a node, an instance, a group or a relationship, if it is one that may stand here.
    fn deployment_statement(&mut self, command: &Command, within: Within) -> Result<bool, Fault> {
        if command.has_arrow_at(1) || command.has_arrow_at(0) {
            self.relationship(command, within.owner())?;
            return Ok(true);
        }
        if command.word(1).is_some_and(|word| word.is("-/>")) {
            self.skip(command, &format!("the end of a relationship from {}", quote(command.head())))?;
            return Ok(true);
        }
        let in_node = within.node.is_some();
        match self.keyword(command).as_str() {
            "group" => self.deployment_frame(command, within)?,
            "deploymentgroup" if !in_node => self.deployment_group(command, within)?,
            "deploymentnode" => self.node(command, within)?,
            "infrastructurenode" if in_node => self.infrastructure(command, within)?,
            "softwaresysteminstance" if in_node => self.instance(command, within, &[ElementKind::SoftwareSystem])?,
            "containerinstance" if in_node => self.instance(command, within, &[ElementKind::Container])?,
            "instanceof" if in_node => {
                self.instance(command, within, &[ElementKind::SoftwareSystem, ElementKind::Container])?;
            }
            "!element" => self.skip(command, &format!("a change to {}", quote(&command.text(1))))?,
            _ => return self.skip_directive(command),
        }
        Ok(true)
    }

    fn deployment_frame(&mut self, command: &Command, within: Within) -> Result<(), Fault> {
        command.check_words(1..=1, "group name { }")?;
        command.expect_block()?;
        if let Some(name) = &command.identifier {
            self.registry.declare(within.scope(), name, Target::Group)?;
        }
        let group = Group {
            identifier: command.identifier.as_ref().map(|name| name.text.clone()),
            name: command.text(1),
            parent: within.group,
            place: command.place,
        };
        let Some(environment) = self.workspace.environments.get_mut(within.environment.0) else { return Ok(()) };
        let (handle, items) = (GroupHandle(environment.groups.len()), environment.items.len());
        environment.groups.push(group);
        while let Some(command) = self.next()? {
            if !self.deployment_statement(&command, Within { group: Some(handle), ..within })? {
                let known = if within.node.is_some() { IN_NODE } else { IN_ENVIRONMENT };
                return Err(command.unknown_in("a group of a deployment", known));
            }
        }
        if let Some(environment) = self.workspace.environments.get_mut(within.environment.0)
            && environment.items.len() == items
        {
            environment.groups.truncate(handle.0);
            self.source.note(format!("a group without nodes: {}", quote(&command.text(1))), command.place);
        }
        Ok(())
    }

    fn deployment_group(&mut self, command: &Command, within: Within) -> Result<(), Fault> {
        command.check_words(1..=1, "deploymentGroup name")?;
        let Some(environment) = self.workspace.environments.get_mut(within.environment.0) else { return Ok(()) };
        let handle = DeploymentGroupHandle(environment.deployment_groups.len());
        environment.deployment_groups.push(DeploymentGroup {
            identifier: command.identifier.as_ref().map(|name| name.text.clone()),
            name: command.text(1),
            place: command.place,
        });
        self.deployment_group_names.entry((within.environment, command.text(1))).or_insert(handle);
        match &command.identifier {
            Some(name) => {
                self.registry.declare(within.scope(), name, Target::DeploymentGroup(within.environment, handle))
            }
            None => Ok(()),
        }
    }

    /// Adds a node or instance that has no attributes yet.
    fn item(&mut self, command: &Command, within: Within, kind: DeploymentItemKind) -> Result<ItemHandle, Fault> {
        let place = command.place;
        let identifier = command.identifier.as_ref().map(|name| name.text.clone());
        let (attributes, deployment_groups) = (Attributes::default(), Vec::new());
        let (group, parent) = (within.group, within.node);
        let item = DeploymentItem { identifier, kind, attributes, deployment_groups, group, parent, place };
        let count = self.workspace.environment(within.environment).map_or(0, |environment| environment.items.len());
        let handle = ItemHandle(count);
        if let Some(name) = &command.identifier {
            self.registry.declare(within.scope(), name, Target::Item(within.environment, handle))?;
        }
        if let Some(environment) = self.workspace.environments.get_mut(within.environment.0) {
            environment.items.push(item);
        }
        Ok(handle)
    }

    fn item_mut(&mut self, environment: EnvironmentHandle, item: ItemHandle) -> Option<&mut DeploymentItem> {
        self.workspace.environments.get_mut(environment.0)?.items.get_mut(item.0)
    }

    fn node(&mut self, command: &Command, within: Within) -> Result<(), Fault> {
        command.check_words(1..=5, "deploymentNode name [description] [technology] [tags] [instances] { }")?;
        let mut attributes = Positions { description: 2, technology: 3, tags: 4 }.read(command);
        let mut count = command.text(5);
        let kind = DeploymentItemKind::Node { name: command.text(1), instances: String::new() };
        let handle = self.item(command, within, kind)?;
        if command.opens {
            let inner = Within { node: Some(handle), group: None, ..within };
            while let Some(command) = self.next()? {
                match command.keyword().as_str() {
                    "instances" if !command.has_arrow_at(1) => {
                        command.check_words(1..=1, "instances 4")?;
                        count = command.text(1);
                    }
                    "deploymentgroup" if !command.has_arrow_at(1) => {
                        command.check_words(1..=1, "deploymentGroup identifier")?;
                        self.join_groups(command.word(1), inner);
                    }
                    _ if self.deployment_statement(&command, inner)? => {}
                    _ if self.attribute(&command, &mut attributes, true)? => {}
                    _ => return Err(command.unknown_in("a deployment node", IN_NODE)),
                }
            }
        }
        if let Some(item) = self.item_mut(within.environment, handle) {
            item.attributes = attributes;
            if let DeploymentItemKind::Node { instances, .. } = &mut item.kind {
                *instances = count;
            }
        }
        Ok(())
    }

    fn infrastructure(&mut self, command: &Command, within: Within) -> Result<(), Fault> {
        command.check_words(1..=4, "infrastructureNode name [description] [technology] [tags] { }")?;
        let attributes = Positions { description: 2, technology: 3, tags: 4 }.read(command);
        let handle = self.item(command, within, DeploymentItemKind::Infrastructure { name: command.text(1) })?;
        self.leaf(command, Within { node: Some(handle), ..within }, attributes, IN_INFRASTRUCTURE)
    }

    fn instance(&mut self, command: &Command, within: Within, kinds: &[ElementKind]) -> Result<(), Fault> {
        command.check_words(1..=3, "containerInstance identifier [deploymentGroups] [tags] { }")?;
        let element = self.find_element(&self.scopes_of(within.owner()), command, 1)?;
        self.expect_kind(element, kinds, command, 1)?;
        let attributes = Positions { description: 0, technology: 0, tags: 3 }.read(command);
        let handle = self.item(command, within, DeploymentItemKind::Instance { element })?;
        let inner = Within { node: Some(handle), ..within };
        self.join_groups(command.word(2), inner);
        self.leaf(command, inner, attributes, IN_INSTANCE)
    }

    /// Reads the block of something that nothing stands in.
    fn leaf(
        &mut self,
        command: &Command,
        itself: Within,
        mut attributes: Attributes,
        known: &[&str],
    ) -> Result<(), Fault> {
        let has_technology = known.contains(&"technology");
        while let Some(command) = if command.opens { self.next()? } else { None } {
            if command.has_arrow_at(1) || command.has_arrow_at(0) {
                self.relationship(&command, itself.owner())?;
            } else if command.keyword() == "healthcheck" && known.contains(&"healthCheck") {
                self.skip(&command, &format!("a health check: {}", quote(&command.text(1))))?;
            } else if !self.attribute(&command, &mut attributes, has_technology)? && !self.skip_directive(&command)? {
                return Err(command.unknown_in("an instance or infrastructure node", known));
            }
        }
        if let Some(item) = itself.node.and_then(|node| self.item_mut(itself.environment, node)) {
            item.attributes = attributes;
        }
        Ok(())
    }

    /// Puts an item into deployment groups that are named by identifier or name, with commas between them.
    ///
    /// Names that are not declared are only noted: older workspaces put other words there, and still work.
    fn join_groups(&mut self, written: Option<&Token>, itself: Within) {
        let Some(written) = written else { return };
        let scopes = self.scopes_of(itself.owner());
        let of_environment =
            |target| matches!(target, Target::DeploymentGroup(environment, _) if environment == itself.environment);
        let mut joined = Vec::new();
        for name in written.text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let by_name = self.deployment_group_names.get(&(itself.environment, name.to_owned()));
            match (self.registry.find(&scopes, name, of_environment), by_name) {
                (Some(Target::DeploymentGroup(_, group)), _) => joined.push(group),
                (_, Some(group)) => joined.push(*group),
                _ => {
                    let what = format!("the deployment group {}, which this environment does not declare", quote(name));
                    self.source.note(what, written.place);
                }
            }
        }
        if let Some(item) = itself.node.and_then(|node| self.item_mut(itself.environment, node)) {
            item.deployment_groups.extend(joined);
        }
    }
}
