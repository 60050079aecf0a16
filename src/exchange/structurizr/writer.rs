//! Writes a workspace as text, from its name down to its configuration.

use super::syntax::{IdentifierScope, Workspace};
use super::writer_identifiers::{Names, names};
use super::writer_model::model;
use super::writer_text::Output;
use super::writer_views::views;

/// What all parts of the writer share.
pub(super) struct Writer<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) names: Names,
    pub(super) output: Output,
}

pub(super) fn write(workspace: &Workspace) -> String {
    let mut writer = Writer { workspace, names: names(workspace), output: Output::default() };
    let head = writer.output.statement("workspace", &[&workspace.name, &workspace.description]);
    // A bare `extends` would be a keyword, but in quotes it is a name like any other.
    writer.output.open(&head);
    if workspace.identifiers == IdentifierScope::Hierarchical {
        writer.output.line("!identifiers hierarchical");
    }
    if !workspace.implied_relationships.is_empty() {
        let value = writer.output.word(&workspace.implied_relationships);
        writer.output.line(&format!("!impliedRelationships {value}"));
    }
    writer.output.pairs("properties", &workspace.properties);
    model(&mut writer);
    if !workspace.views.is_empty() || !workspace.views_properties.is_empty() {
        writer.output.gap();
        views(&mut writer);
    }
    configuration(&mut writer);
    writer.output.close();
    writer.output.finish()
}

fn configuration(writer: &mut Writer<'_>) {
    let configuration = &writer.workspace.configuration;
    if *configuration == super::syntax::Configuration::default() {
        return;
    }
    writer.output.gap();
    writer.output.open("configuration");
    for (keyword, text) in [("scope", &configuration.scope), ("visibility", &configuration.visibility)] {
        if !text.is_empty() {
            let value = writer.output.word(text);
            writer.output.line(&format!("{keyword} {value}"));
        }
    }
    writer.output.pairs("users", &configuration.users);
    writer.output.pairs("properties", &configuration.properties);
    writer.output.close();
}
