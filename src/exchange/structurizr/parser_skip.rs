//! Passes over what the language knows and the tree does not carry, and notes each such thing.

use super::error::{Fault, quote};
use super::parser::{Command, Parser};

impl Parser<'_> {
    /// Passes over a statement with its block and notes it.
    pub(super) fn skip(&mut self, command: &Command, what: &str) -> Result<(), Fault> {
        self.source.note(what, command.place);
        if command.opens { self.source.skip_block() } else { Ok(()) }
    }

    /// Passes over a directive that the tree does not carry, if it is one.
    pub(super) fn skip_directive(&mut self, command: &Command) -> Result<bool, Fault> {
        let keyword = command.keyword();
        let what = match keyword.as_str() {
            "!docs" => "documentation",
            "!adrs" | "!decisions" => "decision records",
            "!plugin" => "a plugin",
            "!elements" => "a change to several elements",
            "!relationships" => "a change to several relationships",
            "!relationship" => "a change to a relationship",
            "!components" => "a search for components in code",
            "!script" => {
                self.source.note(format!("a script: {}", quote(&command.text(1))), command.place);
                if command.opens {
                    self.source.skip_foreign_block()?;
                }
                return Ok(true);
            }
            _ => return Ok(false),
        };
        let subject = command.text(1);
        let what = if subject.is_empty() { what.to_owned() } else { format!("{what}: {}", quote(&subject)) };
        self.skip(command, &what)?;
        Ok(true)
    }

    /// Passes over the archetypes but remembers what kind of thing each of them is, so that its use can be read.
    pub(super) fn archetypes(&mut self, command: &Command) -> Result<(), Fault> {
        command.check_words(0..=0, "archetypes { }")?;
        command.expect_block()?;
        self.source.note("archetypes: what they preset is not applied", command.place);
        while let Some(command) = self.next()? {
            if let Some(name) = &command.identifier {
                let base = command.keyword();
                let base = self.archetypes.get(arrow_name(&base)).cloned().unwrap_or(base);
                self.archetypes.insert(name.text.to_lowercase(), base);
            }
            if command.opens {
                self.source.skip_block()?;
            }
        }
        Ok(())
    }

    /// The keyword of a statement, with archetypes replaced by what they stand for.
    pub(super) fn keyword(&self, command: &Command) -> String {
        let keyword = command.keyword();
        self.archetypes.get(&keyword).cloned().unwrap_or(keyword)
    }
}

/// The name in an arrow such as `--https->`; any other word as it is.
pub(super) fn arrow_name(word: &str) -> &str {
    word.strip_prefix("--").and_then(|word| word.strip_suffix("->")).unwrap_or(word)
}
