//! Lines: as many words as fit, broken where Unicode allows it, and a word that fits nowhere where it must be.

use std::cell::RefCell;
use std::collections::HashMap;

use ccm::basics::document::Line;
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::clean::clean;
use super::shape::{Piece, shape};
use crate::fonts::{FaceId, Fonts};

/// No word is that long: what is goes in pieces, so that its length costs what it says and not its square.
const BYTES_TOGETHER: usize = 160;

/// One line, set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetLine {
    pub pieces: Vec<Piece>,
    /// In points, without blanks at its end.
    pub width: f32,
}

/// Sets lines, and remembers words: a pack for auditors says the same ones a thousand times.
pub struct Setter<'a> {
    fonts: &'a Fonts,
    known: RefCell<HashMap<(usize, String), Piece>>,
}

/// Pieces that stay together, and whether a line ends behind them.
struct Word {
    pieces: Vec<Piece>,
    ends_line: bool,
}

impl<'a> Setter<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, known: RefCell::default() }
    }

    /// At least one line, also of a text without a letter.
    pub fn lines(&self, line: &Line, size: f32, is_strong: bool, width: f32) -> Vec<SetLine> {
        let mut lines = vec![SetLine::default()];
        for word in self.words(line, is_strong) {
            let blank = word.pieces.last().map_or(0.0, Piece::blank) * size;
            let whole: f32 = word.pieces.iter().map(Piece::width).sum::<f32>() * size;
            let now = lines.last_mut().expect("there is always one");
            if now.taken(size) + whole - blank > width && !now.pieces.is_empty() {
                lines.push(SetLine::default());
            }
            for piece in word.pieces {
                put(&mut lines, piece, size, width);
            }
            if word.ends_line {
                lines.push(SetLine::default());
            }
        }
        lines.iter_mut().for_each(|line| line.settle(size));
        lines
    }

    /// In points: what a column must have so that no word of the line is cut.
    pub fn longest_word(&self, line: &Line, size: f32, is_strong: bool) -> f32 {
        let width = |word: Word| {
            let blank = word.pieces.last().map_or(0.0, Piece::blank);
            word.pieces.iter().map(Piece::width).sum::<f32>() - blank
        };
        self.words(line, is_strong).into_iter().map(width).fold(0.0, f32::max) * size
    }

    fn words(&self, line: &Line, is_strong: bool) -> Vec<Word> {
        let texts: Vec<String> = line.0.iter().map(|run| clean(&run.text, self.fonts)).collect();
        let whole = texts.concat();
        let mut words = Vec::new();
        let mut from = 0;
        for (until, kind) in linebreaks(&whole) {
            let is_break = kind == BreakOpportunity::Mandatory && whole[..until].ends_with('\n');
            let mut pieces = Vec::new();
            let mut start = 0;
            for (run, text) in texts.iter().enumerate() {
                let (first, last) = (from.max(start), until.min(start + text.len()));
                if first < last {
                    let part = whole[first..last].trim_end_matches('\n');
                    self.pieces(part, run, is_strong || line.0[run].is_strong, &mut pieces);
                }
                start += text.len();
            }
            words.push(Word { pieces, ends_line: is_break });
            from = until;
        }
        words
    }

    /// A stretch of one run, cut where the face changes.
    fn pieces(&self, text: &str, run: usize, is_strong: bool, into: &mut Vec<Piece>) {
        let mut now: Option<(FaceId, usize)> = None;
        for (at, letter) in text.char_indices() {
            if now.is_some_and(|(_, from)| at - from >= BYTES_TOGETHER)
                && let Some((face, from)) = now.take()
            {
                into.push(self.shaped(&text[from..at], face, run));
            }
            // A mark stays with the letter it stands on, where its face has it.
            let keeps = now.filter(|(face, _)| !letter.is_ascii() && self.fonts.has(*face, letter));
            let wanted = self.fonts.with(letter, is_strong).or_else(|| self.fonts.with(letter, false));
            let Some(face) = keeps.map(|(face, _)| face).or(wanted) else { continue };
            match now {
                Some((same, _)) if same == face => {}
                Some((before, from)) => {
                    into.push(self.shaped(&text[from..at], before, run));
                    now = Some((face, at));
                }
                None => now = Some((face, at)),
            }
        }
        if let Some((face, from)) = now {
            into.push(self.shaped(&text[from..], face, run));
        }
    }

    fn shaped(&self, text: &str, face: FaceId, run: usize) -> Piece {
        let mut known = self.known.borrow_mut();
        let piece =
            known.entry((face.0, text.to_owned())).or_insert_with(|| shape(text, face, run, self.fonts));
        Piece { run, ..piece.clone() }
    }
}

impl SetLine {
    fn taken(&self, size: f32) -> f32 {
        self.pieces.iter().map(Piece::width).sum::<f32>() * size
    }

    /// Joins what belongs together, and gives each piece its place.
    fn settle(&mut self, size: f32) {
        let mut joined: Vec<Piece> = Vec::new();
        for piece in self.pieces.drain(..) {
            match joined.last_mut() {
                Some(last) if last.run == piece.run && last.face == piece.face => last.join(piece),
                _ => joined.push(piece),
            }
        }
        let mut x = 0.0;
        for piece in &mut joined {
            piece.x = x;
            x += piece.width() * size;
        }
        self.width = x - joined.last().map_or(0.0, Piece::blank) * size;
        self.pieces = joined;
    }
}

/// Behind what stands on the last line; what is wider than a whole line goes on in the next.
fn put(lines: &mut Vec<SetLine>, piece: Piece, size: f32, width: f32) {
    let mut left = Some(piece);
    while let Some(piece) = left.take() {
        let now = lines.last_mut().expect("there is always one");
        let room = width - now.taken(size);
        if (piece.width() - piece.blank()) * size <= room {
            now.pieces.push(piece);
            return;
        }
        if !now.pieces.is_empty() && room < size {
            lines.push(SetLine::default());
            left = Some(piece);
            continue;
        }
        let (first, rest) = piece.split(room / size);
        now.pieces.push(first);
        if rest.is_some() {
            lines.push(SetLine::default());
        }
        left = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: impl Into<Line>, width: f32) -> Vec<String> {
        let Some(fonts) = Fonts::embedded() else { return Vec::new() };
        let lines = Setter::new(fonts).lines(&line.into(), 10.0, false, width);
        assert!(lines.iter().all(|line| line.width <= width + 0.01), "within {width}");
        lines.iter().map(|line| line.pieces.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    #[test]
    fn words_fill_lines_and_keep_their_blanks() {
        if Fonts::embedded().is_none() {
            return;
        }
        let lines = texts("one two three four five six seven", 60.0);
        assert!(lines.len() > 2, "{lines:?}");
        assert_eq!(lines.concat(), "one two three four five six seven");
        assert!(lines[0].ends_with(' '), "a reader hears where a word ends");
        assert_eq!(texts("a\nb", 60.0), ["a", "b"]);
        assert_eq!(texts("", 60.0), [""]);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        if Fonts::embedded().is_none() {
            return;
        }
        let long = "x".repeat(10_000);
        let lines = texts(long.as_str(), 100.0);
        assert!(lines.len() > 100);
        assert_eq!(lines.concat(), long);
    }
}
