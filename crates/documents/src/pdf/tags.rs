//! The tree in the words of PDF.

use std::num::NonZeroU16;

use ccm::basics::Tongue;
use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use crate::layout::{Child, NodeKind, Tree};

/// With the identifiers under which the pages drew each slot.
pub fn tree(tree: &Tree, tongue: Tongue, slots: &[Vec<Identifier>]) -> TagTree {
    TagTree::from(children(tree, Tree::ROOT, slots)).with_lang(Some(tongue.tag().to_owned()))
}

fn children(tree: &Tree, id: usize, slots: &[Vec<Identifier>]) -> Vec<Node> {
    let mut found = Vec::new();
    for child in &tree.nodes[id].children {
        match child {
            Child::Slot(slot) => found.extend(slots[*slot].iter().map(|id| Node::from(*id))),
            Child::Node(node) => {
                let kind = kind(&tree.nodes[*node].kind);
                let kind = kind.with_lang(tree.nodes[*node].tongue.map(|tongue| tongue.tag().to_owned()));
                found.push(Node::from(TagGroup::with_children(kind, children(tree, *node, slots))));
            }
        }
    }
    found
}

fn kind(kind: &NodeKind) -> TagKind {
    match kind {
        NodeKind::Root => Tag::Div.into(),
        NodeKind::Heading { level, title } => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(title.clone())).into()
        }
        NodeKind::Paragraph => Tag::P.into(),
        NodeKind::List { has_bullets: true } => Tag::L(ListNumbering::Disc).into(),
        NodeKind::List { has_bullets: false } => Tag::L(ListNumbering::None).into(),
        NodeKind::Point => Tag::LI.into(),
        NodeKind::Label => Tag::Lbl.into(),
        NodeKind::Body => Tag::LBody.into(),
        NodeKind::Table => Tag::Table.into(),
        NodeKind::Head => Tag::THead.into(),
        NodeKind::Rows => Tag::TBody.into(),
        NodeKind::Row => Tag::TR.into(),
        NodeKind::HeadCell => Tag::TH(TableHeaderScope::Column).into(),
        NodeKind::Cell => Tag::TD.into(),
        NodeKind::Link => Tag::Link.into(),
    }
}
