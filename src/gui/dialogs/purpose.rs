//! What a file is asked for: the dialog's title, the files that are meant, and what is done with the answer.

use std::path::{Path, PathBuf};

use crate::exchange::Notation;
use crate::model::{ComponentId, Design};
use crate::report::{Format, PictureFormat};
use crate::session::{Action, ClassFiles, DrawingFile, DrawingFormat, ReportFile, Sample};
use crate::store::{PROJECT_FILE, file_safe};

/// Endings of files with tables.
const TABLES: [&str; 10] = ["csv", "tsv", "tab", "txt", "xlsx", "xlsm", "xls", "ods", "parquet", "pq"];

/// What a file is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Purpose {
    /// A project to open.
    Open,
    /// A drawing of another tool.
    Import,
    /// Where to save the project.
    Save,
    /// Where to write the report.
    Export(ReportFile),
    /// Where to write the drawing.
    Drawing(DrawingFile),
    /// A table to learn from.
    Table(ComponentId),
    /// A folder with images to learn from, or an IDX file in one.
    Images(ComponentId),
    /// Where to copy a file that a training left.
    Trained(PathBuf),
    /// Where to write these designs.
    Designs(Vec<Design>),
    /// An exercise to work on, as a group.
    Exercise,
    /// Where to write what the group hands in.
    HandIn,
    /// Where to write the exercise that is prepared; whether with the reference answer.
    WriteExercise(bool),
    /// Where to write an exercise that comes with the program; whether with the reference answer.
    WriteShipped(Sample, bool),
    /// The instructor's exercise, with the reference answer, to compare a class with.
    ClassExercise,
    /// A hand-in; files in the same folder are compared with it.
    ClassFolder,
    /// Where to write the comparison; whether without names.
    Comparison(bool),
    /// A folder for the tables of the comparison; whether without names.
    ComparisonTables(bool),
    /// A folder for the feedback to each group.
    Feedback,
}

/// Whether the name of the file ends as that of a table.
pub(in super::super) fn is_table(file: &Path) -> bool {
    has_ending(file, &TABLES)
}

fn has_ending(file: &Path, endings: &[&str]) -> bool {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    endings.iter().any(|meant| meant.eq_ignore_ascii_case(ending))
}

impl Purpose {
    pub(super) fn title(&self) -> &'static str {
        match self {
            Self::Open => "Open project",
            Self::Import => "Import a drawing: Structurizr, Mermaid, draw.io or a project",
            Self::Save => "Save project",
            Self::Export(file) => match file.format {
                Format::Html => "Export report as HTML",
                Format::Pdf => "Export report as PDF",
                Format::Markdown => "Export report as Markdown",
                Format::Json => "Export report as JSON",
                Format::Records => "Name a folder for the decision records",
                Format::Tables => "Name a folder for the tables",
                Format::Pictures => "Name a folder for the pictures",
            },
            Self::Drawing(_) => "Export drawing",
            Self::Table(_) => "Choose a table: CSV, Excel, OpenDocument or Parquet",
            Self::Images(_) => "Choose a folder with a folder of images for each class, or with IDX files",
            Self::Trained(_) => "Export what was trained",
            Self::Designs(_) => "Export the designs as CSV",
            Self::Exercise => "Open an exercise",
            Self::HandIn => "Hand in: save a file for the instructor",
            Self::WriteExercise(false) | Self::WriteShipped(_, false) => "Save the exercise for groups",
            Self::WriteExercise(true) | Self::WriteShipped(_, true) => "Save the exercise with its reference answer",
            Self::ClassExercise => "Choose the exercise with its reference answer",
            Self::ClassFolder => "Choose the folder with what groups handed in",
            Self::Comparison(_) => "Export the comparison",
            Self::ComparisonTables(_) => "Name a folder for the tables",
            Self::Feedback => "Name a folder for the feedback to groups",
        }
    }

    pub(super) fn is_writing(&self) -> bool {
        match self {
            Self::Open
            | Self::Import
            | Self::Table(_)
            | Self::Images(_)
            | Self::Exercise
            | Self::ClassExercise
            | Self::ClassFolder => false,
            Self::Save
            | Self::Export(_)
            | Self::Drawing(_)
            | Self::Trained(_)
            | Self::Designs(_)
            | Self::HandIn
            | Self::WriteExercise(_)
            | Self::WriteShipped(..)
            | Self::Comparison(_)
            | Self::ComparisonTables(_)
            | Self::Feedback => true,
        }
    }

    /// Whether a folder is asked for.
    pub(super) fn is_folder(&self) -> bool {
        match self {
            Self::Images(_) | Self::ClassFolder | Self::ComparisonTables(_) | Self::Feedback => true,
            Self::Export(file) => file.format.is_folder(),
            _ => false,
        }
    }

    /// Endings of the files that are meant, the usual one first.
    pub(super) fn extensions(&self) -> &'static [&'static str] {
        match self {
            Self::Open
            | Self::Save
            | Self::Exercise
            | Self::HandIn
            | Self::WriteExercise(_)
            | Self::WriteShipped(..)
            | Self::ClassExercise
            | Self::ClassFolder => &["json"],
            Self::Comparison(_) => &["html"],
            Self::ComparisonTables(_) | Self::Feedback => &[],
            Self::Import => &["dsl", "mmd", "mermaid", "md", "drawio", "xml", "json"],
            Self::Export(file) => match file.format {
                Format::Html => &["html"],
                Format::Pdf => &["pdf"],
                Format::Markdown => &["md"],
                Format::Json => &["json"],
                Format::Records | Format::Tables | Format::Pictures => &[],
            },
            Self::Drawing(drawing) => match drawing.format {
                DrawingFormat::Picture(PictureFormat::Svg) => &["svg"],
                DrawingFormat::Picture(PictureFormat::Pdf) => &["pdf"],
                DrawingFormat::Picture(PictureFormat::Png) => &["png"],
                DrawingFormat::Notation(Notation::Structurizr) => &["dsl"],
                DrawingFormat::Notation(Notation::Mermaid) => &["mmd"],
                DrawingFormat::Notation(Notation::DrawIo) => &["drawio"],
            },
            Self::Designs(_) => &["csv"],
            Self::Table(_) => &TABLES,
            Self::Images(_) => &["gz", "idx", "ubyte"],
            Self::Trained(file) => match file.extension().and_then(|ending| ending.to_str()) {
                Some("csv") => &["csv"],
                Some("onnx") => &["onnx"],
                Some("safetensors") => &["safetensors"],
                _ => &["json"],
            },
        }
    }

    /// Whether a file is of the sort that is asked for.
    pub(super) fn is_meant(&self, file: &Path) -> bool {
        has_ending(file, self.extensions())
    }

    /// A name for the file or folder of the project called `project`.
    pub(super) fn file_name(&self, project: &str) -> String {
        match self {
            Self::Open | Self::Save => PROJECT_FILE.to_owned(),
            Self::Export(file) => {
                let ending = match file.format {
                    Format::Records => "_records".to_owned(),
                    Format::Tables => "_tables".to_owned(),
                    Format::Pictures => "_pictures".to_owned(),
                    format => format!("_report.{}", format.extension()),
                };
                let name = file_safe(project);
                if name.is_empty() { ending.trim_start_matches('_').to_owned() } else { format!("{name}{ending}") }
            }
            Self::Drawing(drawing) => format!("drawing.{}", drawing.format.extension()),
            Self::Trained(file) => file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Designs(_) => "designs.csv".to_owned(),
            Self::WriteExercise(false) => named(project, ".exercise.json"),
            Self::WriteExercise(true) => named(project, ".reference.exercise.json"),
            Self::WriteShipped(sample, false) => format!("{}.exercise.json", sample.key()),
            Self::WriteShipped(sample, true) => format!("{}.reference.exercise.json", sample.key()),
            Self::HandIn => named(project, ".hand-in.json"),
            Self::Comparison(_) => "comparison.html".to_owned(),
            Self::ComparisonTables(_) => "comparison_tables".to_owned(),
            Self::Feedback => "feedback".to_owned(),
            Self::Table(_)
            | Self::Images(_)
            | Self::Import
            | Self::Exercise
            | Self::ClassExercise
            | Self::ClassFolder => String::new(),
        }
    }

    pub(super) fn action(&self, path: PathBuf) -> Action {
        match self {
            Self::Open => Action::Open(path),
            Self::Import => Action::ImportDrawing(path),
            Self::Save => Action::SaveTo(path),
            Self::Export(file) => Action::Export(file.clone(), path),
            Self::Drawing(drawing) => Action::ExportDrawing(*drawing, path),
            Self::Table(component) => Action::ImportTable(component.clone(), path),
            Self::Images(component) => Action::ImportImages(component.clone(), path),
            Self::Trained(from) => Action::ExportTrained { from: from.clone(), to: path },
            Self::Designs(listed) => Action::ExportDesigns(listed.clone(), path),
            Self::Exercise => Action::OpenExercise { file: path, fresh: false },
            Self::HandIn => Action::HandIn(path),
            Self::WriteExercise(with_reference) => Action::WriteExercise { with_reference: *with_reference, to: path },
            Self::WriteShipped(sample, with_reference) => {
                Action::WriteShipped { sample: *sample, with_reference: *with_reference, to: path }
            }
            Self::ClassExercise => Action::CompareClass(ClassFiles { exercise: Some(path), ..ClassFiles::default() }),
            Self::ClassFolder => Action::CompareClass(ClassFiles { hand_ins: vec![path], ..ClassFiles::default() }),
            Self::Comparison(anonymous) | Self::ComparisonTables(anonymous) => {
                Action::ExportComparison { to: path, anonymous: *anonymous }
            }
            Self::Feedback => Action::WriteFeedback(path),
        }
    }
}

/// The project's name with this ending; "exercise" where it has none.
fn named(project: &str, ending: &str) -> String {
    let name = file_safe(project);
    format!("{}{ending}", if name.is_empty() { "exercise" } else { name.as_str() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_after_the_project() {
        let name = |format: Format, project: &str| {
            Purpose::Export(ReportFile { format, ..ReportFile::default() }).file_name(project)
        };
        assert_eq!(name(Format::Html, "Card fraud: stop it!"), "card_fraud_stop_it_report.html");
        assert_eq!(name(Format::Pdf, "../Étude 2"), "étude_2_report.pdf");
        assert_eq!(name(Format::Tables, "Shop"), "shop_tables");
        assert_eq!(name(Format::Pictures, " / "), "pictures");
        assert_eq!(name(Format::Markdown, &"a ".repeat(50)), format!("{}_report.md", ["a"; 30].join("_")));
    }
}
