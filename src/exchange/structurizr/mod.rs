//! The Structurizr DSL as text and as a tree: a reader that explains its errors and a writer whose text reads back.
//!
//! The language is described at <https://docs.structurizr.com/dsl/language>. The tree holds what a model needs:
//! elements, relationships, deployments and views. What the language knows beyond that (styles, themes, scripts,
//! documentation and so on) is passed over and reported as [`Skipped`].

mod error;
mod includes;
mod lexer;
mod parser;
mod parser_attributes;
mod parser_deployment;
mod parser_dynamic;
mod parser_model;
mod parser_relationships;
mod parser_skip;
mod parser_views;
mod parser_workspace;
mod registry;
mod substitution;
mod suggestion;
mod syntax;
mod syntax_deployment;
mod syntax_views;
mod writer;
mod writer_deployment;
mod writer_environment_names;
mod writer_identifiers;
mod writer_model;
mod writer_pool;
mod writer_text;
mod writer_views;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_errors;
#[cfg(test)]
mod tests_noise;
#[cfg(test)]
mod tests_round_trip;
#[cfg(test)]
mod tests_trees;

pub use error::{ReadError, ReadErrorKind, Skipped};
pub use syntax::{
    Attributes, Configuration, Element, ElementHandle, ElementKind, Group, GroupHandle, IdentifierScope, Place,
    Properties, Relationship, RelationshipHandle, Workspace,
};
pub use syntax_deployment::{
    DeploymentEnd, DeploymentGroup, DeploymentGroupHandle, DeploymentItem, DeploymentItemKind, DeploymentRelationship,
    Environment, EnvironmentHandle, ItemHandle,
};
pub use syntax_views::{
    AutoLayout, Direction, DynamicLine, Filter, FilterMode, Message, Rule, RuleMode, View, ViewKind, ViewScope,
};

/// The most bytes that a workspace may have, with all its included files and all substituted text.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The deepest nesting of blocks.
pub const MAX_DEPTH: usize = 64;
/// The longest chain of files that include one another.
pub const MAX_INCLUDE_DEPTH: usize = 16;
/// The most `!include` statements that one reading follows.
pub const MAX_INCLUDES: usize = 1000;

/// Reads a workspace and says what of it the tree does not carry.
///
/// `file` names the text in errors. `include` gives the text of an included file. It receives the path as written,
/// except that a path written in an included file is joined to the folder of that file.
///
/// # Errors
/// The first thing in the text (or in an included file) that is not in the language or that is over a limit, with its
/// place and a remedy.
pub fn read(
    text: &str,
    file: &str,
    include: &mut dyn FnMut(&str) -> Result<String, String>,
) -> Result<(Workspace, Vec<Skipped>), ReadError> {
    let source = includes::Source::new(text, file, include)?;
    parser::Parser::new(source).workspace()
}

/// Writes a workspace so that [`read`] gives the same tree again, up to places.
///
/// Elements without an identifier get one made from their name. This holds for trees as the reader makes them: parents
/// before children and siblings in document order, tags without commas or outer blanks, a technology only where the
/// language has one. For other trees the text is still balanced and well quoted, but may say less. Where groups are
/// nested the property `structurizr.groupSeparator`, which the language asks for, is added to the model.
pub fn write(workspace: &Workspace) -> String {
    writer::write(workspace)
}
