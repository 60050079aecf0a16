//! `cantilever import` and `cantilever export`: drawings from other tools, and for them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::{FINE, print};
use crate::diagram::Diagram;
use crate::exchange::{self, Notation, Omission};
use crate::model::{EvidenceBook, Project, ViewKey};
use crate::report::{DrawingOptions, PictureFormat, drawing_svg, write_picture};
use crate::session::imported;
use crate::store::{self, PROJECT_FILE};

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(after_help = "What the project cannot carry over is listed. Exit codes: 0 written; 2 error.")]
pub struct ImportArguments {
    /// A Structurizr workspace (.dsl), a Mermaid diagram (.mmd, .md), a drawing of draw.io (.drawio) or another project.
    file: PathBuf,
    /// The folder of the new project, or its file.
    #[arg(short, long, value_name = "PROJECT")]
    output: PathBuf,
    /// Prints JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "What the format cannot carry over is listed. Exit codes: 0 written; 2 error.")]
pub struct ExportArguments {
    /// The project: a folder with a project.json, or that file.
    project: PathBuf,
    /// The file to write; its ending says the format: .svg, .pdf, .png, .dsl (Structurizr), .mmd (Mermaid) or
    /// .drawio (draw.io).
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Pixels per unit of the drawing, for .png.
    #[arg(long, value_name = "NUMBER", default_value_t = 2.0)]
    scale: f32,
    /// Prints JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// Makes a project from a drawing of another tool.
pub(super) fn import(arguments: &ImportArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let is_file = arguments.output.extension().is_some_and(|ending| ending == "json");
    let file = if is_file { arguments.output.clone() } else { arguments.output.join(PROJECT_FILE) };
    if file.exists() {
        anyhow::bail!("{} is there already and was left as it is; choose another folder", file.display());
    }
    let imported = imported(&arguments.file).map_err(anyhow::Error::msg)?;
    let mut project =
        Project { name: imported.name.clone(), description: imported.description.clone(), ..Project::default() };
    let stem = || arguments.file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    if project.name.is_empty() {
        project.name = stem();
    }
    let (edits, elements) = imported.clip.paste(&project, 0.0, 0.0);
    for edit in edits {
        edit.apply(&mut project)?;
    }
    store::unpack(&file, store::to_text(&project, &EvidenceBook::default()).as_bytes())?;
    let done = format!("Imported {} elements into {}", elements.len(), super::shown_path(&file));
    tell(out, arguments.json, &done, &file, &imported.omissions)
}

/// Writes a project's drawing for another tool.
pub(super) fn export(arguments: &ExportArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let opened = store::open(&arguments.project)?;
    let file = &arguments.output;
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let mut omissions = Vec::new();
    match (ending.as_str(), Notation::of_file(file)) {
        ("svg", _) => picture(opened.project, PictureFormat::Svg, arguments)?,
        ("pdf", _) => picture(opened.project, PictureFormat::Pdf, arguments)?,
        ("png", _) => picture(opened.project, PictureFormat::Png, arguments)?,
        (_, Some(notation)) => {
            let exported = exchange::write(notation, &opened.project);
            store::write_foreign(file, &exported.content)?;
            omissions = exported.omissions;
        }
        _ => anyhow::bail!(
            "{} ends in none of .svg, .pdf, .png, .dsl, .mmd and .drawio; choose one of these",
            file.display()
        ),
    }
    tell(out, arguments.json, &format!("Wrote {}", super::shown_path(file)), file, &omissions)
}

fn picture(project: Project, format: PictureFormat, arguments: &ExportArguments) -> anyhow::Result<()> {
    if !(0.1..=16.0).contains(&arguments.scale) {
        anyhow::bail!("the scale is {}, which is not between 0.1 and 16", arguments.scale);
    }
    let diagram = Diagram::of_view(&Arc::new(project), &ViewKey::Everything);
    let svg = drawing_svg(&diagram, &DrawingOptions::default());
    Ok(write_picture(&svg, format, arguments.scale, &arguments.output)?)
}

fn tell(out: &mut dyn Write, json: bool, done: &str, file: &Path, omissions: &[Omission]) -> anyhow::Result<u8> {
    if json {
        let omissions: Vec<_> = omissions.iter().map(ToString::to_string).collect();
        print::json(out, &json!({ "file": super::shown_path(file), "omissions": omissions }))?;
        return Ok(FINE);
    }
    writeln!(out, "{done}")?;
    if !omissions.is_empty() {
        writeln!(out, "Left out or guessed:")?;
    }
    for omission in omissions {
        writeln!(out, "  {omission}")?;
    }
    Ok(FINE)
}
