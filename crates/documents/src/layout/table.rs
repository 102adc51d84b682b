//! Tables: rows that are not cut while they fit a page, under a head that is repeated.

use ccm::basics::document::{Column, Line};

use super::blocks::{Blocks, Hand};
use super::strip::Ink;
use super::tree::{NodeKind, Tree};

/// A row of more lines than these may be cut.
const LINES_TOGETHER: usize = 24;

/// Of a table's width, for every column.
const LEAST_SHARE: f32 = 0.07;
/// And the most that a column gets for one long word in its head.
const MOST_FOR_A_WORD: f32 = 0.3;

impl Blocks<'_> {
    pub(super) fn table(&mut self, columns: &[Column], rows: &[Vec<Line>]) {
        let size = self.m.size;
        let hands = self.hands(columns);
        let table = self.tree.node(Tree::ROOT, NodeKind::Table, None);
        let head = self.tree.node(table, NodeKind::Head, None);
        let body = self.tree.node(table, NodeKind::Rows, None);

        let first = self.strips.len();
        let row = self.tree.node(head, NodeKind::Row, None);
        let sets = columns.iter().zip(&hands).map(|(column, hand)| {
            let cell = self.tree.node(row, NodeKind::HeadCell, self.of_line(&column.head));
            self.set(&column.head, cell, Hand { is_strong: true, ..*hand })
        });
        let sets = sets.collect();
        self.beside(sets, size, size * 0.8, size * 0.3);
        self.underline(first, 1.0);
        self.strips[first..].iter_mut().for_each(|strip| strip.keeps_next = true);
        let repeated = self.strips[first..].to_vec();
        self.heads.push(repeated);

        for cells in rows {
            let first = self.strips.len();
            let row = self.tree.node(body, NodeKind::Row, None);
            let mut sets = Vec::new();
            for (at, hand) in hands.iter().enumerate() {
                let empty = Line::default();
                let line = cells.get(at).unwrap_or(&empty);
                let cell = self.tree.node(row, NodeKind::Cell, self.of_line(line));
                sets.push(self.set(line, cell, *hand));
            }
            self.beside(sets, size, size * 0.3, size * 0.3);
            self.underline(first, 0.4);
            if self.strips.len() - first <= LINES_TOGETHER {
                self.keep_together(first);
            }
            let head = self.heads.len() - 1;
            self.strips[first..].iter_mut().for_each(|strip| strip.head = Some(head));
        }
        if let Some(last) = self.strips.last_mut() {
            last.height += size * 0.5;
        }
    }

    fn hands(&self, columns: &[Column]) -> Vec<Hand> {
        let between = self.m.size * 0.8;
        let asked: f32 = columns.iter().map(|column| f32::from(column.share.max(1))).sum();
        let least = |column: &Column| {
            let word = self.setter.longest_word(&column.head, self.m.size, true) + between + 1.0;
            word.clamp(self.m.width() * LEAST_SHARE, self.m.width() * MOST_FOR_A_WORD)
        };
        let widths: Vec<f32> = columns
            .iter()
            .map(|column| (self.m.width() * f32::from(column.share.max(1)) / asked).max(least(column)))
            .collect();
        let whole: f32 = widths.iter().sum();
        // What a narrow column was given, the wide ones give.
        let over = (whole - self.m.width()).max(0.0);
        let spare: f32 = widths.iter().zip(columns).map(|(width, column)| width - least(column)).sum();
        let give = if spare > 0.0 { (over / spare).min(1.0) } else { 0.0 };
        let fitted: Vec<f32> = widths
            .iter()
            .zip(columns)
            .map(|(width, column)| width - (width - least(column)) * give)
            .collect();
        let scale = (self.m.width() / fitted.iter().sum::<f32>()).min(1.0);
        let mut x = 0.0;
        let mut fitted = fitted.into_iter().map(|width| width * scale);
        let hand = |column: &Column| {
            let width = fitted.next().unwrap_or_default();
            let hand = Hand { x, width: width - between, is_number: column.is_number, ..self.hand() };
            x += width;
            hand
        };
        columns.iter().map(hand).collect()
    }

    /// Below the last strip of a row.
    fn underline(&mut self, first: usize, thickness: f32) {
        let width = self.m.width();
        if let Some(strip) = self.strips.get_mut(first..).and_then(|strips| strips.last_mut()) {
            strip.inks.push(Ink::Rule { x: 0.0, y: strip.height, width, thickness });
        }
    }
}
