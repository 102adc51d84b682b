//! A strip: what goes across a page and is never cut.

use ccm::basics::Tongue;
use ccm::basics::document::Mark;

use super::Place;
use super::metrics::Shade;
use crate::text::Piece;

/// What is drawn, by its distance from the top of its strip.
#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    Text {
        x: f32,
        /// The line that letters stand on.
        baseline: f32,
        size: f32,
        shade: Shade,
        piece: Piece,
        /// Where it hangs in the tree; `None`: it is furniture.
        slot: Option<usize>,
        /// `None`: the document's.
        tongue: Option<Tongue>,
        link: Option<String>,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        thickness: f32,
    },
    Mark {
        x: f32,
        y: f32,
        size: f32,
        mark: Mark,
    },
}

/// What goes across a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strip {
    /// Room above it that a page's top swallows.
    pub gap: f32,
    pub height: f32,
    pub inks: Vec<Ink>,
    /// A page never ends between it and the next.
    pub keeps_next: bool,
    pub begins_page: bool,
    /// The head that stands above it on a page that begins with it.
    pub head: Option<usize>,
    /// A heading begins here.
    pub place: Option<Place>,
}

impl Ink {
    /// As it stands on every later page: seen, and not read aloud again.
    pub fn repeated(mut self) -> Self {
        if let Self::Text { slot, link, .. } = &mut self {
            (*slot, *link) = (None, None);
        }
        self
    }
}
