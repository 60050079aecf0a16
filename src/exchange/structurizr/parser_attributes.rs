//! Reads what elements, relationships and deployments say about themselves.

use super::error::Fault;
use super::parser::{Command, Parser};
use super::syntax::Attributes;

/// Where the texts behind a name stand in a statement; 0 for those that it cannot have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Positions {
    pub(super) description: usize,
    pub(super) technology: usize,
    pub(super) tags: usize,
}

impl Positions {
    /// The texts that stand in the statement itself.
    pub(super) fn read(self, command: &Command) -> Attributes {
        let at = |index: usize| if index == 0 { String::new() } else { command.text(index) };
        let mut attributes =
            Attributes { description: at(self.description), technology: at(self.technology), ..Attributes::default() };
        add_tags(&mut attributes.tags, &at(self.tags));
        attributes
    }
}

/// Adds tags that are written with commas between them.
pub(super) fn add_tags(tags: &mut Vec<String>, written: &str) {
    tags.extend(written.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned));
}

impl Parser<'_> {
    /// Reads a statement within a block that says something about the owner of the block, if it is one.
    pub(super) fn attribute(
        &mut self,
        command: &Command,
        attributes: &mut Attributes,
        has_technology: bool,
    ) -> Result<bool, Fault> {
        match command.keyword().as_str() {
            "description" => {
                command.check_words(1..=1, "description \"text\"")?;
                attributes.description = command.text(1);
            }
            "technology" if has_technology => {
                command.check_words(1..=1, "technology \"text\"")?;
                attributes.technology = command.text(1);
            }
            "tag" | "tags" => {
                command.check_words(1..=usize::MAX - 1, "tags \"one\" \"two\"")?;
                for word in command.words.iter().skip(1) {
                    add_tags(&mut attributes.tags, &word.text);
                }
            }
            "url" => {
                command.check_words(1..=1, "url https://example.org")?;
                attributes.url = command.text(1);
            }
            "properties" => {
                command.check_words(0..=0, "properties { }")?;
                let pairs = self.pairs(command, "\"name\" \"value\"")?;
                attributes.properties.extend(pairs);
            }
            "perspectives" => self.skip(command, "perspectives")?,
            _ => return Ok(false),
        }
        command.expect_no_identifier()?;
        Ok(true)
    }
}
