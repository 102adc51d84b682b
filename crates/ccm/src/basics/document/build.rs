//! Short ways to say a document.

use super::{Block, Column, Document, Line, Mark, Point, Tone};

impl Document {
    pub fn heading(&mut self, level: u8, line: impl Into<Line>) {
        self.blocks.push(Block::Heading { level, line: line.into(), anchor: None });
    }

    /// A heading that runs of the same document may lead to.
    pub fn place(&mut self, level: u8, line: impl Into<Line>, anchor: impl Into<String>) {
        self.blocks.push(Block::Heading { level, line: line.into(), anchor: Some(anchor.into()) });
    }

    pub fn paragraph(&mut self, line: impl Into<Line>) {
        self.toned(line, Tone::Plain);
    }

    pub fn toned(&mut self, line: impl Into<Line>, tone: Tone) {
        self.blocks.push(Block::Paragraph { line: line.into(), tone });
    }

    pub fn verdict(&mut self, mark: Mark, line: impl Into<Line>) {
        self.blocks.push(Block::Verdict { mark, line: line.into() });
    }

    /// Nothing where there are none.
    pub fn list(&mut self, points: Vec<Point>) {
        if !points.is_empty() {
            self.blocks.push(Block::List { points });
        }
    }

    /// Nothing where there are none.
    pub fn rows(&mut self, rows: Vec<(Line, Line)>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Rows { rows });
        }
    }

    /// Nothing where there are none: a table's head alone tells nobody anything.
    pub fn table(&mut self, columns: Vec<Column>, rows: Vec<Vec<Line>>) {
        if !rows.is_empty() {
            self.blocks.push(Block::Table { columns, rows });
        }
    }
}

impl Column {
    pub fn new(head: impl Into<Line>, share: u16) -> Self {
        Self { head: head.into(), share, is_number: false }
    }

    pub fn number(head: impl Into<Line>, share: u16) -> Self {
        Self { is_number: true, ..Self::new(head, share) }
    }
}

impl From<Line> for Point {
    fn from(line: Line) -> Self {
        Self { line, more: Vec::new() }
    }
}
