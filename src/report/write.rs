//! Writes a report to files.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::designs::DesignTable;
use super::document::Report;
use super::error::ReportError;
use super::html::html;
use super::markdown::markdown_beside;

/// A format that reports are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum Format {
    /// One self-contained page.
    Html,
    /// Pages for printing and handing in.
    Pdf,
    /// Text with pictures beside it.
    Markdown,
    /// A folder with a MADR record for each decision.
    Records,
    /// A folder with every table as CSV.
    Tables,
    /// A folder with every drawing and plot as SVG and PNG.
    Pictures,
    /// Everything for other programs, and to be opened again.
    Json,
}

impl Format {
    /// The usual ending of files, without the dot; nothing for formats that are folders.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Markdown => "md",
            Self::Json => "json",
            Self::Records | Self::Tables | Self::Pictures => "",
        }
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Html => "HTML page",
            Self::Pdf => "PDF",
            Self::Markdown => "Markdown with pictures",
            Self::Records => "Decision records (MADR)",
            Self::Tables => "Tables (CSV)",
            Self::Pictures => "Pictures (SVG and PNG)",
            Self::Json => "JSON",
        }
    }

    /// Whether it is a folder of files instead of one file.
    pub fn is_folder(self) -> bool {
        self.extension().is_empty()
    }
}

/// A format that drawings are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::EnumIter)]
pub enum PictureFormat {
    /// Vectors: sharp at every size.
    #[default]
    Svg,
    /// Vectors on a page of its own size.
    Pdf,
    /// Pixels.
    Png,
}

impl PictureFormat {
    /// The usual ending of files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Pdf => "pdf",
            Self::Png => "png",
        }
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Svg => "SVG (vectors)",
            Self::Pdf => "PDF (vectors)",
            Self::Png => "PNG (pixels)",
        }
    }
}

/// Writes the picture `svg` to `path`; `scale` is the number of pixels per unit, for formats that have pixels.
///
/// # Errors
/// The picture would be too large, or the file cannot be written.
pub fn write_picture(svg: &str, format: PictureFormat, scale: f32, path: &Path) -> Result<(), ReportError> {
    let content = match format {
        PictureFormat::Svg => svg.as_bytes().to_vec(),
        PictureFormat::Pdf => super::pdf::pdf(svg)?,
        PictureFormat::Png => super::raster::png(svg, scale)?,
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    replace(path, folder, &content).map_err(|source| ReportError::Write { file: path.to_owned(), source })
}

/// Writes the designs at `listed` to `path`, replacing it in one step.
///
/// # Errors
/// [`ReportError::Write`] names the file that could not be written.
pub fn write_designs(table: &DesignTable<'_>, listed: &[usize], path: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let mut content = Vec::new();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let written = table.write_csv(listed, &mut content).and_then(|()| replace(path, folder, &content));
    written.map_err(|source| ReportError::Write { file: path.to_owned(), source })?;
    Ok(vec![path.to_owned()])
}

/// Writes the report to `path` and its pictures, if the format has them apart, beside it. Each file is replaced in one
/// step. Gives back every file that was written, the report first.
///
/// # Errors
/// [`ReportError::Write`] names the file that could not be written.
pub fn write(report: &Report, format: Format, path: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let mut files = Vec::new();
    match format {
        Format::Html => files.push((path.to_owned(), html(report)?)),
        Format::Pdf => {
            let written = replace(path, folder, &super::pdf::report_pdf(report)?);
            written.map_err(|source| ReportError::Write { file: path.to_owned(), source })?;
            return Ok(vec![path.to_owned()]);
        }
        Format::Records | Format::Tables | Format::Pictures | Format::Json => {
            return Err(ReportError::Picture("not written yet".to_owned()));
        }
        Format::Markdown => {
            let stem = path.file_stem().map_or_else(|| "report".into(), |stem| stem.to_string_lossy());
            let markdown = markdown_beside(report, &stem);
            files.push((path.to_owned(), markdown.text));
            files.extend(markdown.attachments.into_iter().map(|(name, svg)| (folder.join(name), svg)));
        }
    }
    // The text comes last, so that it never refers to pictures that are not there yet.
    for (file, content) in files.iter().rev() {
        replace(file, folder, content.as_bytes())
            .map_err(|source| ReportError::Write { file: file.clone(), source })?;
    }
    Ok(files.into_iter().map(|(file, _)| file).collect())
}

fn replace(file: &Path, folder: &Path, content: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cantilever-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(folder)?;
    temporary.write_all(content)?;
    temporary.as_file().sync_all()?;
    temporary.persist(file).map_err(|error| error.error)?;
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
