//! Reads what is outermost: the workspace with its name, configuration and directives.

use super::error::{Fault, ReadErrorKind, quote};
use super::includes::Step;
use super::parser::{Command, Parser};
use super::syntax::{IdentifierScope, Place};

const IN_WORKSPACE: &[&str] = &[
    "name",
    "description",
    "properties",
    "model",
    "views",
    "configuration",
    "!identifiers",
    "!impliedRelationships",
    "!include",
    "!const",
    "!var",
    "!docs",
    "!adrs",
    "!script",
    "!plugin",
];
const IN_CONFIGURATION: &[&str] = &["scope", "visibility", "users", "properties"];

/// Which of the blocks that may stand only once were there.
#[derive(Default)]
struct Seen {
    model: Option<Place>,
    views: Option<Place>,
}

impl Parser<'_> {
    pub(super) fn top_level(&mut self) -> Result<(), Fault> {
        let mut found = false;
        loop {
            let statement = match self.source.next()? {
                Step::Statement(statement) => statement,
                Step::End(_) if found => return Ok(()),
                Step::Close => continue,
                Step::End(place) => {
                    let problem = "there is no workspace";
                    return Err(Fault::new(ReadErrorKind::UnexpectedEnd, place, problem, "start with `workspace {`"));
                }
            };
            let command = Command::new(statement);
            if command.keyword() != "workspace" {
                return Err(command.unknown_in("a file outside of its workspace", &["workspace"]));
            }
            if found {
                let problem = "there is a second workspace";
                return Err(Fault::new(
                    ReadErrorKind::Duplicate,
                    command.place,
                    problem,
                    "put it into a file of its own",
                ));
            }
            self.workspace_block(&command)?;
            found = true;
        }
    }

    fn workspace_block(&mut self, command: &Command) -> Result<(), Fault> {
        if command.word(1).is_some_and(|word| !word.quoted && word.text.eq_ignore_ascii_case("extends")) {
            let problem = "a workspace that extends another is not supported";
            let remedy = "copy the statements of the other workspace into this one, or include its file";
            return Err(Fault::new(ReadErrorKind::NotSupported, command.place, problem, remedy));
        }
        command.check_words(0..=2, "workspace [name] [description] { }")?;
        command.expect_block()?;
        self.workspace.name = command.text(1);
        self.workspace.description = command.text(2);
        let mut seen = Seen::default();
        while let Some(command) = self.next()? {
            command.expect_no_identifier()?;
            self.workspace_statement(&command, &mut seen)?;
        }
        Ok(())
    }

    fn workspace_statement(&mut self, command: &Command, seen: &mut Seen) -> Result<(), Fault> {
        match command.keyword().as_str() {
            "name" => {
                command.check_words(1..=1, "name \"text\"")?;
                self.workspace.name = command.text(1);
            }
            "description" => {
                command.check_words(1..=1, "description \"text\"")?;
                self.workspace.description = command.text(1);
            }
            "properties" => {
                command.check_words(0..=0, "properties { }")?;
                let pairs = self.pairs(command, "\"name\" \"value\"")?;
                self.workspace.properties.extend(pairs);
            }
            "model" => {
                once(command, &mut seen.model)?;
                self.model_block()?;
            }
            "views" => {
                once(command, &mut seen.views)?;
                self.views_block()?;
            }
            "configuration" => self.configuration_block(command)?,
            _ if self.directive(command)? => {}
            _ => return Err(command.unknown_in("the workspace", IN_WORKSPACE)),
        }
        Ok(())
    }

    fn configuration_block(&mut self, command: &Command) -> Result<(), Fault> {
        command.check_words(0..=0, "configuration { }")?;
        command.expect_block()?;
        while let Some(command) = self.next()? {
            match command.keyword().as_str() {
                "scope" => {
                    command.check_words(1..=1, "scope softwaresystem")?;
                    self.workspace.configuration.scope = command.text(1);
                }
                "visibility" => {
                    command.check_words(1..=1, "visibility private")?;
                    self.workspace.configuration.visibility = command.text(1);
                }
                "users" => {
                    let pairs = self.pairs(&command, "name read")?;
                    self.workspace.configuration.users.extend(pairs);
                }
                "properties" => {
                    let pairs = self.pairs(&command, "\"name\" \"value\"")?;
                    self.workspace.configuration.properties.extend(pairs);
                }
                _ => return Err(command.unknown_in("the configuration", IN_CONFIGURATION)),
            }
        }
        Ok(())
    }

    /// Reads `!identifiers` and `!impliedRelationships` and passes over directives that the tree does not carry.
    pub(super) fn directive(&mut self, command: &Command) -> Result<bool, Fault> {
        match command.keyword().as_str() {
            "!identifiers" => self.identifiers(command)?,
            "!impliedrelationships" | "impliedrelationships" => {
                command.check_words(1..=1, "!impliedRelationships true")?;
                self.workspace.implied_relationships = command.text(1);
            }
            _ => return self.skip_directive(command),
        }
        Ok(true)
    }

    fn identifiers(&mut self, command: &Command) -> Result<(), Fault> {
        command.check_words(1..=1, "!identifiers hierarchical")?;
        let scope = match command.text(1).to_ascii_lowercase().as_str() {
            "flat" => IdentifierScope::Flat,
            "hierarchical" => IdentifierScope::Hierarchical,
            _ => {
                let place = command.word(1).map_or(command.place, |word| word.place);
                let problem = format!("{} is no way to use identifiers", quote(&command.text(1)));
                return Err(Fault::form(place, problem, "write `!identifiers flat` or `!identifiers hierarchical`"));
            }
        };
        let narrows = self.workspace.identifiers == IdentifierScope::Hierarchical && scope == IdentifierScope::Flat;
        if narrows && !self.registry.is_empty() {
            let problem = "identifiers with paths are already in use, so they cannot become flat";
            return Err(Fault::form(command.place, problem, "put `!identifiers` before the first element"));
        }
        self.workspace.identifiers = scope;
        self.registry.set_scope(scope);
        Ok(())
    }
}

/// Complains if a block that may stand only once stands again, and about anything beside its keyword.
fn once(command: &Command, seen: &mut Option<Place>) -> Result<(), Fault> {
    command.check_words(0..=0, "model { }")?;
    command.expect_block()?;
    if let Some(earlier) = seen.replace(command.place) {
        let problem = format!("there is a second {}", quote(command.head()));
        let remedy = format!("put its statements into the one on line {}", earlier.line);
        return Err(Fault::new(ReadErrorKind::Duplicate, command.place, problem, remedy));
    }
    Ok(())
}
