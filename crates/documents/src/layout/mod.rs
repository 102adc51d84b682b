//! Layout: blocks become strips that go across a page, strips become pages, and beside them grows the tree that a
//! reader for the blind follows.

mod blocks;
mod flow;
mod metrics;
mod strip;
mod table;
mod tree;

pub use metrics::{Metrics, Shade};
pub use strip::Ink;
pub use tree::{Child, NodeKind, Tree};

use ccm::basics::Document;

use crate::fonts::Fonts;
use crate::text::Setter;

/// One page: what stands on it, by distances from its top left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub inks: Vec<(f32, Ink)>,
}

/// A heading's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub level: u8,
    pub title: String,
    pub anchor: Option<String>,
    pub page: usize,
    pub y: f32,
}

/// A document, laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    pub metrics: Metrics,
    pub sheets: Vec<Sheet>,
    pub tree: Tree,
    pub places: Vec<Place>,
}

/// Where everything stands.
pub fn lay_out(document: &Document, fonts: &Fonts) -> Laid {
    let metrics = Metrics::of(document.print);
    let setter = Setter::new(fonts);
    let mut blocks = blocks::Blocks::new(document, &setter, metrics);
    document.blocks.iter().for_each(|block| blocks.block(block));
    let (strips, heads, mut tree) = blocks.done();
    let (mut sheets, places) = flow::flow(strips, &heads, &metrics);
    flow::furnish(&mut sheets, document, &setter, &metrics);
    tree.prune();
    Laid { metrics, sheets, tree, places }
}
