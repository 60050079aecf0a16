//! What can go wrong while reading, and what reading leaves out.

use super::cursor::Place;

/// Something the text says and the tree has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// What was left out, in words.
    pub what: String,
    /// The line it starts on, from 1.
    pub line: usize,
    /// The character of that line it starts at, from 1.
    pub column: usize,
}

impl Skipped {
    pub(super) fn new(what: impl Into<String>, place: Place) -> Self {
        Self { what: what.into(), line: place.line, column: place.column }
    }
}

/// Why a text cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct ReadError {
    /// The line, from 1.
    pub line: usize,
    /// The character of that line, from 1.
    pub column: usize,
    /// What is wrong, and what to do about it.
    pub problem: Problem,
}

/// What is wrong with a text; the message also says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The text is longer than what is read.
    #[error("the text is longer than {limit} bytes; split the diagram into smaller ones")]
    TooLong {
        /// The longest text that is read, in bytes.
        limit: usize,
    },
    /// No line starts a diagram.
    #[error(
        "no Mermaid diagram starts here; start it with `flowchart LR`, `graph TD`, `C4Context`, `C4Container`, \
         `C4Component`, `C4Dynamic` or `C4Deployment`"
    )]
    NoDiagram,
    /// Mermaid knows this diagram, but it is not read.
    #[error(
        "`{name}` is not read; only flowcharts (`flowchart`, `graph`) and C4 diagrams (`C4Context`, `C4Container`, \
         `C4Component`, `C4Dynamic`, `C4Deployment`) are, so redraw it as one of these"
    )]
    OtherDiagram {
        /// The word that starts the diagram.
        name: String,
    },
    /// The word after `flowchart` or `graph` is no direction.
    #[error("`{found}` is not a direction; write TB, TD, BT, LR or RL, then a new line")]
    UnknownDirection {
        /// The word.
        found: String,
    },
    /// The notation does not allow this text here.
    #[error("found {found}, expected {expected}")]
    Unexpected {
        /// The text that stands there, in words.
        found: String,
        /// What could stand there, in words.
        expected: String,
    },
    /// Something opens here and does not end.
    #[error("{what} opens here and does not end; close it with `{closer}`")]
    NotClosed {
        /// What opens here.
        what: String,
        /// The characters that close it.
        closer: String,
    },
    /// Groups lie inside groups too deeply.
    #[error("groups are nested more than {limit} deep; take the inner ones out into a diagram of their own")]
    TooDeep {
        /// The deepest nesting that is read.
        limit: usize,
    },
    /// A group is opened inside a group of the same name.
    #[error("the group `{id}` lies inside itself; give the inner one another name")]
    InsideItself {
        /// The name of the group.
        id: String,
    },
    /// Something is closed that is not open.
    #[error("`{closer}` closes nothing here; remove it, or open a group before it")]
    NothingToClose {
        /// The word or character that closes groups.
        closer: String,
    },
    /// The word `end` stands where a node should.
    #[error("`end` closes a subgraph and cannot name a node; write `End`, or another name with the label [\"end\"]")]
    EndAsNode,
    /// A C4 diagram holds a statement that is not known.
    #[error(
        "`{name}` is not a C4 statement; use Person, System, Container, Component, Boundary, Node, Rel and the like"
    )]
    UnknownStatement {
        /// The word that starts the statement.
        name: String,
    },
    /// A C4 statement lacks an argument it cannot do without.
    #[error("`{statement}` needs its argument {argument}; write it as {form}")]
    MissingArgument {
        /// The word that starts the statement.
        statement: String,
        /// The name of the argument.
        argument: String,
        /// How the statement is written.
        form: String,
    },
    /// A C4 relation names something that the diagram does not declare.
    #[error("nothing in the diagram has the name `{name}`; declare it, or correct the name")]
    UnknownName {
        /// The name.
        name: String,
    },
    /// Links between lists of nodes multiply to more than is held.
    #[error("this line makes too many links; link fewer nodes with `&`, or shorten the label")]
    TooManyLinks,
}
