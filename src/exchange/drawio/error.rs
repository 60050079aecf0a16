//! What can go wrong while reading a drawing.

/// Why a text cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {problem}")]
pub struct ReadError {
    /// The line, from 1.
    pub line: u32,
    /// The character of that line, from 1.
    pub column: u32,
    /// What is wrong, and what to do about it.
    pub problem: Problem,
}

/// What is wrong with a text; the message also says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The text is longer than what is read.
    #[error("the text is longer than {limit} bytes; split the drawing into smaller ones")]
    TooLong {
        /// The longest text that is read, in bytes.
        limit: usize,
    },
    /// It is no XML.
    #[error("this is no XML: {0}; save the drawing again in draw.io")]
    NoXml(String),
    /// It is XML of another sort.
    #[error(
        "`{name}` is no drawing of draw.io, whose files begin with `mxfile` or `mxGraphModel`; export it as .drawio"
    )]
    NoDrawing {
        /// The outermost element.
        name: String,
    },
    /// The drawing has no page.
    #[error("the drawing has no page; draw something and save it again")]
    NoPage,
    /// A compressed page cannot be unpacked.
    #[error(
        "the page \"{page}\" cannot be unpacked: {reason}; in draw.io turn off File > Properties > Compressed and save again"
    )]
    NotUnpacked {
        /// The page.
        page: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There are more cells than are read.
    #[error("the drawing has more than {limit} cells; split it into smaller ones")]
    TooManyCells {
        /// The most cells that are read.
        limit: usize,
    },
}
