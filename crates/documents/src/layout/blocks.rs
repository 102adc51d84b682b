//! Blocks become strips.

use std::collections::HashMap;

use ccm::basics::document::{Block, Line, Point, Run, Tone};
use ccm::basics::{Document, Tongue};

use super::Place;
use super::metrics::{Metrics, Shade};
use super::strip::{Ink, Strip};
use super::tree::{NodeKind, Tree};
use crate::text::{SetLine, Setter};

/// Strips, the heads of tables among them, and the tree.
pub struct Blocks<'a> {
    pub(super) setter: &'a Setter<'a>,
    pub(super) m: Metrics,
    pub(super) tree: Tree,
    pub(super) strips: Vec<Strip>,
    pub(super) heads: Vec<Vec<Strip>>,
    anchors: Vec<&'a str>,
    tongue: Tongue,
    level: u8,
    begins_page: bool,
}

/// How a line is set.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    pub x: f32,
    pub width: f32,
    pub size: f32,
    pub shade: Shade,
    pub is_strong: bool,
    pub is_number: bool,
}

impl<'a> Blocks<'a> {
    pub fn new(document: &'a Document, setter: &'a Setter<'a>, m: Metrics) -> Self {
        let anchors = document.blocks.iter().filter_map(|block| match block {
            Block::Heading { anchor, .. } => anchor.as_deref(),
            _ => None,
        });
        Self {
            setter,
            m,
            tree: Tree::new(),
            strips: Vec::new(),
            heads: Vec::new(),
            anchors: anchors.collect(),
            tongue: document.tongue,
            level: 0,
            begins_page: false,
        }
    }

    pub fn done(self) -> (Vec<Strip>, Vec<Vec<Strip>>, Tree) {
        (self.strips, self.heads, self.tree)
    }

    pub fn block(&mut self, block: &Block) {
        let first = self.strips.len();
        match block {
            Block::Heading { level, line, anchor } => self.heading(*level, line, anchor.clone()),
            Block::Paragraph { line, tone } => self.paragraph(line, *tone),
            Block::List { points } => self.list(points),
            Block::Rows { rows } => self.rows(rows),
            Block::Table { columns, rows } => self.table(columns, rows),
            Block::Verdict { mark, line } => {
                let size = self.m.size * 1.18;
                let hand = Hand { x: size * 1.6, is_strong: true, size, ..self.hand() };
                let node = self.tree.node(Tree::ROOT, NodeKind::Paragraph, self.of_line(line));
                self.text(line, node, Hand { width: hand.width - size * 1.6, ..hand }, self.m.size * 0.6);
                if let Some(strip) = self.strips.get_mut(first) {
                    strip.inks.push(Ink::Mark { x: 0.0, y: size * 0.18, size, mark: *mark });
                }
            }
            Block::Signature { label } => self.signature(label),
            Block::Address { lines } => {
                for line in lines {
                    let node = self.tree.node(Tree::ROOT, NodeKind::Paragraph, self.of_line(line));
                    self.text(line, node, self.hand(), 0.0);
                }
                self.keep_together(first);
                if let Some(strip) = self.strips.get_mut(first) {
                    strip.gap += self.m.size;
                }
            }
            Block::PageBreak => self.begins_page = true,
        }
        if let Some(strip) = self.strips.get_mut(first).filter(|_| self.begins_page) {
            strip.begins_page = true;
            self.begins_page = false;
        }
    }

    /// The body's, over the whole width.
    pub(super) fn hand(&self) -> Hand {
        Hand {
            x: 0.0,
            width: self.m.width(),
            size: self.m.size,
            shade: Shade::Ink,
            is_strong: false,
            is_number: false,
        }
    }

    /// The language of a line, where all of it has one that is not the document's.
    pub(super) fn of_line(&self, line: &Line) -> Option<Tongue> {
        let first = line.0.first()?.tongue?;
        (first != self.tongue && line.0.iter().all(|run| run.tongue == Some(first))).then_some(first)
    }

    fn heading(&mut self, level: u8, line: &Line, anchor: Option<String>) {
        // PDF/UA: no level is left out on the way down.
        let level = level.clamp(1, self.level + 1).min(6);
        self.level = level;
        let title: String = line.text().chars().take(200).collect();
        let first = self.strips.len();
        let node =
            self.tree.node(Tree::ROOT, NodeKind::Heading { level, title: title.clone() }, self.of_line(line));
        let size = self.m.head(level);
        let hand = Hand { size, shade: Shade::Head, is_strong: true, ..self.hand() };
        self.text(line, node, hand, size * if level == 1 { 0.5 } else { 0.95 });
        self.strips[first..].iter_mut().for_each(|strip| strip.keeps_next = true);
        if let Some(last) = self.strips.last_mut() {
            last.height += size * 0.15;
        }
        if let Some(strip) = self.strips.get_mut(first) {
            strip.place = Some(Place { level, title, anchor, page: 0, y: 0.0 });
        }
    }

    fn paragraph(&mut self, line: &Line, tone: Tone) {
        let (size, shade) = self.m.tone(tone);
        let node = self.tree.node(Tree::ROOT, NodeKind::Paragraph, self.of_line(line));
        let gap = if tone == Tone::Small { size * 0.25 } else { size * 0.55 };
        self.text(line, node, Hand { size, shade, ..self.hand() }, gap);
    }

    fn list(&mut self, points: &[Point]) {
        let list = self.tree.node(Tree::ROOT, NodeKind::List { has_bullets: true }, None);
        let indent = self.m.size * 1.3;
        let hand = Hand { x: indent, width: self.m.width() - indent, ..self.hand() };
        for point in points {
            let item = self.tree.node(list, NodeKind::Point, None);
            let label = self.tree.node(item, NodeKind::Label, None);
            let first = self.strips.len();
            let bullet =
                self.set(&Line::from("•"), label, Hand { x: indent * 0.3, width: indent, ..self.hand() });
            let body = self.tree.node(item, NodeKind::Body, None);
            let node = self.tree.node(body, NodeKind::Paragraph, self.of_line(&point.line));
            self.text(&point.line, node, hand, self.m.size * 0.4);
            if let (Some(strip), Some(inks)) = (self.strips.get_mut(first), bullet.into_iter().next()) {
                strip.inks.splice(0..0, inks);
            }
            for more in &point.more {
                let shade = if self.m.is_large { Shade::Ink } else { Shade::Quiet };
                let node = self.tree.node(body, NodeKind::Paragraph, self.of_line(more));
                self.keep_last();
                self.text(more, node, Hand { shade, ..hand }, 0.0);
            }
        }
    }

    fn rows(&mut self, rows: &[(Line, Line)]) {
        let list = self.tree.node(Tree::ROOT, NodeKind::List { has_bullets: false }, None);
        let names = if self.m.is_large { 0.0 } else { self.m.width() * 0.3 };
        let first = self.strips.len();
        for (name, value) in rows {
            let item = self.tree.node(list, NodeKind::Point, None);
            let label = self.tree.node(item, NodeKind::Label, self.of_line(name));
            let body = self.tree.node(item, NodeKind::Body, self.of_line(value));
            let gap = self.m.size * 0.3;
            if self.m.is_large {
                self.text(name, label, Hand { is_strong: true, ..self.hand() }, gap);
                self.keep_last();
                self.text(value, body, self.hand(), 0.0);
                continue;
            }
            let size = self.m.size;
            let left = Hand { width: names - size, shade: Shade::Quiet, ..self.hand() };
            let right = Hand { x: names, width: self.m.width() - names, ..self.hand() };
            let sets = vec![self.set(name, label, left), self.set(value, body, right)];
            self.beside(sets, size, gap, 0.0);
        }
        if let Some(strip) = self.strips.get_mut(first) {
            strip.gap += self.m.size * 0.5;
        }
    }

    fn signature(&mut self, label: &Line) {
        let node = self.tree.node(Tree::ROOT, NodeKind::Paragraph, self.of_line(label));
        let first = self.strips.len();
        self.text(label, node, Hand { shade: Shade::Quiet, ..self.hand() }, self.m.size * 3.4);
        self.keep_together(first);
        if let Some(strip) = self.strips.get_mut(first) {
            let width = self.m.width() * 0.6;
            strip.inks.push(Ink::Rule { x: 0.0, y: -self.m.size * 0.15, width, thickness: 0.8 });
        }
    }

    /// Lines of text as strips below each other, without a lone line at the foot or the head of a page.
    pub(super) fn text(&mut self, line: &Line, node: usize, hand: Hand, gap: f32) {
        let sets = vec![self.set(line, node, hand)];
        self.beside(sets, hand.size, gap, 0.0);
    }

    /// The inks of each line of a text.
    pub(super) fn set(&mut self, line: &Line, node: usize, hand: Hand) -> Vec<Vec<Ink>> {
        let mut links = HashMap::new();
        let lines = self.setter.lines(line, hand.size, hand.is_strong, hand.width);
        lines.into_iter().map(|set| self.inks(set, &line.0, node, hand, &mut links)).collect()
    }

    fn inks(
        &mut self,
        set: SetLine,
        runs: &[Run],
        node: usize,
        hand: Hand,
        links: &mut HashMap<usize, usize>,
    ) -> Vec<Ink> {
        let left = if hand.is_number { hand.x + hand.width - set.width } else { hand.x };
        let mut inks = Vec::new();
        for piece in set.pieces {
            let Some(run) = runs.get(piece.run) else { continue };
            let link = run.link.clone().filter(|link| self.anchors.contains(&link.as_str()));
            let parent = match link {
                Some(_) => {
                    *links.entry(piece.run).or_insert_with(|| self.tree.node(node, NodeKind::Link, None))
                }
                None => node,
            };
            inks.push(Ink::Text {
                x: left + piece.x,
                baseline: hand.size * 0.98,
                size: hand.size,
                shade: if link.is_some() { Shade::Head } else { hand.shade },
                slot: Some(self.tree.slot(parent)),
                tongue: run.tongue.filter(|tongue| *tongue != self.tongue),
                link,
                piece,
            });
        }
        inks
    }

    /// Texts that stand beside each other, line by line.
    pub(super) fn beside(&mut self, sets: Vec<Vec<Vec<Ink>>>, size: f32, gap: f32, below: f32) {
        let count = sets.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns: Vec<_> = sets.into_iter().map(Vec::into_iter).collect();
        for at in 0..count {
            let inks = columns.iter_mut().filter_map(Iterator::next).flatten().collect();
            // Two lines at least stay on either side of a page's end.
            let keeps_next = at + 1 < count && (count <= 3 || at == 0 || at + 2 == count);
            self.strips.push(Strip {
                gap: if at == 0 { gap } else { 0.0 },
                height: size * self.m.leading + if at + 1 == count { below } else { 0.0 },
                inks,
                keeps_next,
                ..Strip::default()
            });
        }
    }

    fn keep_last(&mut self) {
        if let Some(last) = self.strips.last_mut() {
            last.keeps_next = true;
        }
    }

    pub(super) fn keep_together(&mut self, first: usize) {
        let last = self.strips.len().saturating_sub(1);
        if let Some(strips) = self.strips.get_mut(first..last) {
            strips.iter_mut().for_each(|strip| strip.keeps_next = true);
        }
    }
}
