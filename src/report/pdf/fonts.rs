//! The fonts of a PDF: Inter, which the program carries, and the machine's own for what Inter cannot write.
//! A report that Inter can write never looks at the machine, so that it has the same bytes everywhere.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use krilla::text::{Font, Tag};
use parley::fontique::{Blob, Collection, CollectionOptions, SourceCache};
use parley::{
    FontContext, FontFamily, FontFamilyName, FontFeatures, FontWeight, GenericFamily, Layout, LayoutContext,
    OverflowWrap, Run, StyleProperty,
};

use super::text::{Shaped, Style, plain};

const FAMILY: &str = "Inter";
const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.otf");

/// What a face is known by: data, place in a collection, and the settings of a variable font.
type FaceKey = (u64, u32, Vec<([u8; 4], u32)>);

/// Every font that a document uses, in the order of first use.
pub(super) struct Fonts {
    own: FontContext,
    /// With the machine's fonts; loaded when the first letter needs them.
    all: Option<FontContext>,
    layouts: LayoutContext<()>,
    faces: Vec<Font>,
    known: HashMap<FaceKey, Option<usize>>,
}

impl Fonts {
    /// Inter, and nothing of the machine yet.
    pub(super) fn new() -> Self {
        let (layouts, faces, known) = (LayoutContext::new(), Vec::new(), HashMap::new());
        Self { own: context(false), all: None, layouts, faces, known }
    }

    /// The font of a run of glyphs.
    pub(super) fn face(&self, index: usize) -> &Font {
        &self.faces[index]
    }

    /// `text` as glyphs, not yet broken into lines.
    pub(super) fn shape(&mut self, text: &str, style: Style) -> Shaped {
        let text = plain(text);
        let mut layout = laid_out(&mut self.own, &mut self.layouts, &text, style, false);
        if !text.is_ascii() && lacks_a_letter(&layout) {
            let all = self.all.get_or_insert_with(|| context(true));
            layout = laid_out(all, &mut self.layouts, &text, style, true);
        }
        Shaped::new(text, layout, style)
    }

    /// The number of the font of `run`; nothing if a PDF cannot hold it.
    pub(super) fn face_of(&mut self, run: &Run<'_, ()>) -> Option<usize> {
        let (font, synthesis) = (run.font(), run.synthesis());
        let settings: Vec<(Tag, f32)> =
            synthesis.variation_settings().iter().map(|(tag, value)| (Tag::new(&tag.to_be_bytes()), *value)).collect();
        let named = settings.iter().map(|(tag, value)| (*tag.get(), value.to_bits())).collect();
        let faces = &mut self.faces;
        *self.known.entry((font.data.id(), font.index, named)).or_insert_with(|| {
            let (data, _) = font.data.clone().into_raw_parts();
            let face = Font::new_variable(data.into(), font.index, &settings)?;
            faces.push(face);
            Some(faces.len() - 1)
        })
    }
}

/// Inter, and the machine's fonts if they are wanted.
fn context(system_fonts: bool) -> FontContext {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts });
    for data in [REGULAR, SEMI_BOLD] {
        collection.register_fonts(Blob::new(Arc::new(data)), None);
    }
    FontContext { collection, source_cache: SourceCache::default() }
}

fn laid_out(
    fonts: &mut FontContext,
    layouts: &mut LayoutContext<()>,
    text: &str,
    style: Style,
    has_others: bool,
) -> Layout<()> {
    const OWN: &[FontFamilyName<'static>] = &[FontFamilyName::Named(Cow::Borrowed(FAMILY))];
    const ALL: &[FontFamilyName<'static>] = &[
        FontFamilyName::Named(Cow::Borrowed(FAMILY)),
        FontFamilyName::Generic(GenericFamily::SansSerif),
        FontFamilyName::Generic(GenericFamily::SystemUi),
        FontFamilyName::Generic(GenericFamily::Serif),
        FontFamilyName::Generic(GenericFamily::Monospace),
        FontFamilyName::Generic(GenericFamily::Math),
        FontFamilyName::Generic(GenericFamily::Emoji),
    ];
    let mut builder = layouts.ranged_builder(fonts, text, 1.0, false);
    builder.push_default(FontFamily::List(Cow::Borrowed(if has_others { ALL } else { OWN })));
    builder.push_default(StyleProperty::FontSize(style.size));
    builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
    if style.is_bold {
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(600.0)));
    }
    if style.is_tabular {
        builder.push_default(StyleProperty::FontFeatures(FontFeatures::from("\"tnum\"")));
    }
    builder.build(text)
}

/// Whether a glyph stands for what its font does not have.
fn lacks_a_letter(layout: &Layout<()>) -> bool {
    let mut layout = layout.clone();
    layout.break_all_lines(None);
    layout
        .lines()
        .any(|line| line.runs().any(|run| run.clusters().any(|cluster| cluster.glyphs().any(|glyph| glyph.id == 0))))
}
