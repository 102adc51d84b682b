//! Documents as PDF: what `ccm` says stands on the pages, set and written.
//!
//! ```text
//! Document ── text (what can be shown, in which font, broken into lines)
//!          └─ layout (strips, and which of them stand on which page)
//!               └─ pdf (tags, links, outline, fonts: written by krilla)
//! ```
//!
//! Pure: the same document gives the same bytes, on any day and any machine. What comes out is a tagged PDF that claims
//! PDF/UA-1 and PDF/A-2a, and is refused by the writer where it would not be (ADR 22).

mod fonts;
mod layout;
mod pdf;
mod text;

use app::ports::Documents;
use ccm::basics::Document;

/// Sets documents with the fonts that the program was built with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Press;

impl Documents for Press {
    fn pdf(&self, document: &Document) -> app::Result<Vec<u8>> {
        let failed = |why: String| app::Error::Internal(format!("a document could not be set: {why}"));
        let fonts = fonts::Fonts::embedded().ok_or_else(|| failed("a build without fonts".to_owned()))?;
        pdf::write(document, &layout::lay_out(document, fonts), fonts).map_err(failed)
    }
}
