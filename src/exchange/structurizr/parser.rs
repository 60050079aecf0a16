//! What all parts of the parser share: its state, the statements as commands, and the usual complaints.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{Fault, ReadError, ReadErrorKind, Skipped, quote};
use super::includes::{Source, Step};
use super::lexer::{Statement, Token};
use super::registry::Registry;
use super::suggestion::nearest;
use super::syntax::{Place, Properties, Workspace};
use super::syntax_deployment::{DeploymentGroupHandle, EnvironmentHandle};

/// Builds the tree from statements.
pub(super) struct Parser<'a> {
    pub(super) source: Source<'a>,
    pub(super) workspace: Workspace,
    pub(super) registry: Registry,
    /// What keyword a name from the archetypes stands for, both in small letters.
    pub(super) archetypes: BTreeMap<String, String>,
    pub(super) view_keys: BTreeSet<String>,
    /// The environments and deployment groups by name, which may stand where an identifier is expected.
    pub(super) environment_names: BTreeMap<String, EnvironmentHandle>,
    pub(super) deployment_group_names: BTreeMap<(EnvironmentHandle, String), DeploymentGroupHandle>,
}

/// A statement with its parts told apart: `identifier = keyword argument argument {`.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) identifier: Option<Token>,
    pub(super) words: Vec<Token>,
    pub(super) opens: bool,
    pub(super) place: Place,
}

impl Command {
    pub(super) fn new(statement: Statement) -> Self {
        let Statement { mut tokens, opens, place } = statement;
        let assigns = tokens.len() >= 3 && tokens.get(1).is_some_and(|token| token.is("="));
        let mut identifier = None;
        if assigns {
            let words = tokens.split_off(2);
            identifier = tokens.into_iter().next();
            tokens = words;
        }
        Self { identifier, words: tokens, opens, place }
    }

    /// The first word in small letters; empty if it is a text in quotes.
    pub(super) fn keyword(&self) -> String {
        self.words.first().filter(|word| !word.quoted).map(|word| word.text.to_lowercase()).unwrap_or_default()
    }

    /// The first word as written.
    pub(super) fn head(&self) -> &str {
        self.words.first().map_or("", |word| &*word.text)
    }

    /// A word; the keyword has index 0.
    pub(super) fn word(&self, index: usize) -> Option<&Token> {
        self.words.get(index)
    }

    /// The text of a word, empty if there is none.
    pub(super) fn text(&self, index: usize) -> String {
        self.word(index).map(|word| word.text.clone()).unwrap_or_default()
    }

    /// Whether the word at this index is the arrow of a relationship.
    pub(super) fn has_arrow_at(&self, index: usize) -> bool {
        self.word(index).is_some_and(|word| {
            word.is("->")
                || !word.quoted && word.text.len() > 4 && word.text.starts_with("--") && word.text.ends_with("->")
        })
    }

    /// Complains unless the number of arguments is in the range and a block is there only if it may be.
    pub(super) fn check_words(&self, arguments: std::ops::RangeInclusive<usize>, form: &str) -> Result<(), Fault> {
        let given = self.words.len().saturating_sub(1);
        let remedy = || format!("write `{form}`, with texts that have blanks in quotes");
        if given < *arguments.start() {
            return Err(Fault::form(self.place, format!("{} says too little", quote(self.head())), remedy()));
        }
        if given > *arguments.end() {
            let place = self.word(arguments.end() + 1).map_or(self.place, |word| word.place);
            return Err(Fault::form(place, format!("{} has a word too many", quote(self.head())), remedy()));
        }
        if self.opens && !form.ends_with('}') {
            return Err(Fault::form(self.place, format!("{} has no block", quote(self.head())), "remove the braces"));
        }
        Ok(())
    }

    /// Complains unless the statement opens a block.
    pub(super) fn expect_block(&self) -> Result<(), Fault> {
        if self.opens {
            return Ok(());
        }
        let problem = format!("{} needs a block", quote(self.head()));
        Err(Fault::form(self.place, problem, "end its line with ` {` and close the block with `}`"))
    }

    /// Complains if an identifier is given to something that cannot be referred to.
    pub(super) fn expect_no_identifier(&self) -> Result<(), Fault> {
        let Some(identifier) = &self.identifier else { return Ok(()) };
        let problem = format!("{} cannot have an identifier", quote(self.head()));
        Err(Fault::form(identifier.place, problem, format!("remove {} and the `=`", quote(&identifier.text))))
    }

    /// The complaint that a statement is not known here.
    pub(super) fn unknown_in(&self, inside: &str, known: &[&str]) -> Fault {
        let word = self.words.first();
        let (text, place) = (word.map_or("", |word| &*word.text), word.map_or(self.place, |word| word.place));
        let lower = text.to_lowercase();
        let remedy = if word.is_none() {
            "remove the brace, or put a keyword in front of it".to_owned()
        } else if word.is_some_and(|word| word.quoted) {
            format!("start the statement with one of {}", known.join(", "))
        } else if text.len() > 1 && text.ends_with('{') {
            "put a blank before `{`".to_owned()
        } else if text.len() > 2 && (text.contains("->") || text.contains('=')) {
            "put blanks around `->` and `=`".to_owned()
        } else if let Some(owner) = owner_of(&lower).filter(|owner| *owner != inside) {
            format!("`{text}` belongs in {owner}")
        } else if let Some(meant) = nearest(text, known.iter().copied()) {
            format!("did you mean `{meant}`?")
        } else {
            format!("use one of {}", known.join(", "))
        };
        let problem = format!("{} is not known in {inside}", quote(text));
        Fault::new(ReadErrorKind::UnknownKeyword, place, problem, remedy)
    }
}

impl<'a> Parser<'a> {
    pub(super) fn new(source: Source<'a>) -> Self {
        Self {
            source,
            workspace: Workspace::default(),
            registry: Registry::default(),
            archetypes: BTreeMap::new(),
            view_keys: BTreeSet::new(),
            environment_names: BTreeMap::new(),
            deployment_group_names: BTreeMap::new(),
        }
    }

    /// Reads everything.
    pub(super) fn workspace(mut self) -> Result<(Workspace, Vec<Skipped>), ReadError> {
        if let Err(fault) = self.top_level() {
            return Err(fault.in_files(self.source.files()));
        }
        let (files, skipped) = self.source.into_parts();
        self.workspace.files = files;
        Ok((self.workspace, skipped))
    }

    /// The next statement of this block, or `None` after its closing brace.
    pub(super) fn next(&mut self) -> Result<Option<Command>, Fault> {
        match self.source.next()? {
            Step::Statement(statement) => Ok(Some(Command::new(statement))),
            Step::Close => Ok(None),
            Step::End(place) => Err(self.source.missing_brace(place)),
        }
    }

    /// Reads the lines of a block in which each has a name and a value.
    pub(super) fn pairs(&mut self, command: &Command, form: &str) -> Result<Properties, Fault> {
        command.expect_block()?;
        let mut pairs = Properties::new();
        loop {
            let statement = match self.source.next()? {
                Step::Statement(statement) => statement,
                Step::Close => return Ok(pairs),
                Step::End(place) => return Err(self.source.missing_brace(place)),
            };
            match statement.tokens.as_slice() {
                [name, value] if !statement.opens => pairs.push((name.text.clone(), value.text.clone())),
                _ => {
                    let problem = format!("a line of {} needs a name and a value", quote(command.head()));
                    return Err(Fault::form(statement.place, problem, format!("write `{form}` on each line")));
                }
            }
        }
    }
}

/// Where a keyword belongs that someone may put in the wrong block.
fn owner_of(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "model" | "views" | "configuration" => "the workspace",
        "person" | "softwaresystem" | "element" | "deploymentenvironment" => "the model",
        "container" => "a software system",
        "component" => "a container",
        "deploymentnode" => "a deployment environment or node",
        "infrastructurenode" | "softwaresysteminstance" | "containerinstance" | "instanceof" => "a deployment node",
        "include" | "exclude" | "autolayout" | "animation" => "a view",
        "systemlandscape" | "systemcontext" | "dynamic" | "deployment" | "filtered" | "styles" | "theme" => "the views",
        _ => return None,
    })
}
