//! The formats that reports and drawings are written in.

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
