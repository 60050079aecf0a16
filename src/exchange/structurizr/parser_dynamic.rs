//! Reads the steps of dynamic views, one after another or side by side.

use super::error::{Fault, quote};
use super::parser::{Command, Parser};
use super::registry::{Scope, Target};
use super::syntax_views::{DynamicLine, Message};

const IN_STEP: &[&str] = &["url", "properties"];
/// What a dynamic view may say beside its steps, in small letters: these words never name a relationship.
const IN_DYNAMIC_VIEW: &[&str] =
    &["title", "description", "autolayout", "animation", "include", "exclude", "default", "properties"];
const FORM: &str = "[order:] source -> destination [description] [technology]";

impl Parser<'_> {
    /// Reads a step or a parallel sequence, if it is one.
    pub(super) fn dynamic_line(&mut self, command: &Command, lines: &mut Vec<DynamicLine>) -> Result<bool, Fault> {
        if command.words.is_empty() {
            lines.push(DynamicLine::ParallelStart);
            while let Some(command) = self.next()? {
                if !self.dynamic_line(&command, lines)? {
                    return Err(command.unknown_in("a parallel sequence", &["source -> destination", "{"]));
                }
            }
            lines.push(DynamicLine::ParallelEnd);
            return Ok(true);
        }
        let ordered = command.word(1).is_some() && command.head().ends_with(':');
        let start = usize::from(ordered);
        let message = if command.has_arrow_at(start + 1) {
            Some(self.message_between(command, start)?)
        } else {
            self.message_along(command, start)?
        };
        let Some(mut message) = message else { return Ok(false) };
        if ordered {
            command.head().strip_suffix(':').unwrap_or_default().clone_into(&mut message.order);
        }
        command.expect_no_identifier()?;
        if command.opens {
            self.message_block(&mut message)?;
        }
        lines.push(DynamicLine::Message(message));
        Ok(true)
    }

    /// A step that names both ends.
    fn message_between(&self, command: &Command, start: usize) -> Result<Message, Fault> {
        if command.words.len() < start + 3 {
            return Err(Fault::form(command.place, "this step leads nowhere", format!("write `{FORM}`")));
        }
        if let Some(extra) = command.word(start + 5) {
            return Err(Fault::form(extra.place, "this step has a word too many", format!("write `{FORM}`")));
        }
        Ok(Message {
            order: String::new(),
            source: self.find_element(&[Scope::Root], command, start)?,
            destination: self.find_element(&[Scope::Root], command, start + 2)?,
            relationship: None,
            description: command.text(start + 3),
            technology: command.text(start + 4),
            url: String::new(),
            properties: Vec::new(),
            place: command.place,
        })
    }

    /// A step that names a relationship by its identifier.
    fn message_along(&self, command: &Command, start: usize) -> Result<Option<Message>, Fault> {
        if start == 0 && IN_DYNAMIC_VIEW.contains(&command.keyword().as_str()) {
            return Ok(None);
        }
        let is_relationship = |target| matches!(target, Target::Relationship(_));
        let found = self.registry.find(&[Scope::Root], &command.text(start), is_relationship);
        let Some(Target::Relationship(handle)) = found else {
            return match command.word(start) {
                Some(name) if start > 0 => Err(self.registry.unknown(name, "relationship")),
                _ => Ok(None),
            };
        };
        if let Some(extra) = command.word(start + 2) {
            let problem = format!("the step along {} has a word too many", quote(&command.text(start)));
            return Err(Fault::form(extra.place, problem, "write `[order:] relationship [description]`"));
        }
        let Some(relationship) = self.workspace.relationship(handle) else { return Ok(None) };
        Ok(Some(Message {
            order: String::new(),
            source: relationship.source,
            destination: relationship.destination,
            relationship: Some(handle),
            description: command.text(start + 1),
            technology: String::new(),
            url: String::new(),
            properties: Vec::new(),
            place: command.place,
        }))
    }

    fn message_block(&mut self, message: &mut Message) -> Result<(), Fault> {
        while let Some(command) = self.next()? {
            match command.keyword().as_str() {
                "url" => {
                    command.check_words(1..=1, "url https://example.org")?;
                    message.url = command.text(1);
                }
                "properties" => {
                    let pairs = self.pairs(&command, "\"name\" \"value\"")?;
                    message.properties.extend(pairs);
                }
                _ => return Err(command.unknown_in("a step", IN_STEP)),
            }
        }
        Ok(())
    }
}
