//! Glyphs of a stretch of text in one face.

use std::ops::Range;

use rustybuzz::{Direction, UnicodeBuffer};

use crate::fonts::{FaceId, Fonts};

/// One glyph, in parts of the font size.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    pub id: u32,
    pub advance: f32,
    pub x_offset: f32,
    pub y_offset: f32,
    /// The bytes of the piece's text that it stands for.
    pub range: Range<usize>,
}

/// Text of one run in one face, set.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub face: FaceId,
    /// Which run of the line it belongs to.
    pub run: usize,
    pub text: String,
    pub glyphs: Vec<Glyph>,
    /// From the left edge of its line, in points; set where lines are made.
    pub x: f32,
}

impl Piece {
    /// In parts of the font size.
    pub fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }

    /// Of its last blanks: they stand in the text and take no room at the end of a line.
    pub fn blank(&self) -> f32 {
        let letters = self.text.trim_end_matches(' ').len();
        self.glyphs.iter().filter(|glyph| glyph.range.start >= letters).map(|glyph| glyph.advance).sum()
    }

    /// The first glyphs up to a width, at least one cluster, and the rest.
    pub fn split(self, width: f32) -> (Self, Option<Self>) {
        let mut taken = 0.0;
        let mut cut = self.glyphs.len();
        for (at, glyph) in self.glyphs.iter().enumerate() {
            let begins_cluster = at > 0 && self.glyphs[at - 1].range.start != glyph.range.start;
            if begins_cluster && taken + glyph.advance > width {
                cut = at;
                break;
            }
            taken += glyph.advance;
        }
        if cut == self.glyphs.len() {
            return (self, None);
        }
        let at = self.glyphs[cut].range.start;
        let rest = Self {
            text: self.text[at..].to_owned(),
            glyphs: self.glyphs[cut..].iter().map(|glyph| glyph.moved(|byte| byte - at)).collect(),
            ..self.clone()
        };
        let first = Self { text: self.text[..at].to_owned(), glyphs: self.glyphs[..cut].to_vec(), ..self };
        (first, Some(rest))
    }

    /// With another one of the same run and face behind it.
    pub fn join(&mut self, next: Self) {
        let at = self.text.len();
        self.text.push_str(&next.text);
        self.glyphs.extend(next.glyphs.iter().map(|glyph| glyph.moved(|byte| byte + at)));
    }
}

impl Glyph {
    fn moved(&self, to: impl Fn(usize) -> usize) -> Self {
        Self { range: to(self.range.start)..to(self.range.end), ..self.clone() }
    }
}

/// Set from left to right: no font of ours has a script that runs the other way.
pub fn shape(text: &str, face: FaceId, run: usize, fonts: &Fonts) -> Piece {
    let found = fonts.face(face);
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(Direction::LeftToRight);
    buffer.guess_segment_properties();
    let set = rustybuzz::shape(&found.shaper, &[], buffer);
    let (infos, places) = (set.glyph_infos(), set.glyph_positions());
    let part = |units: i32| units as f32 / found.units;
    let glyphs = infos.iter().zip(places).enumerate().map(|(at, (info, place))| {
        let start = info.cluster as usize;
        let next = infos[at..].iter().find(|next| next.cluster as usize != start);
        let end = next.map_or(text.len(), |next| next.cluster as usize);
        Glyph {
            id: info.glyph_id,
            advance: part(place.x_advance),
            x_offset: part(place.x_offset),
            y_offset: part(place.y_offset),
            range: start..end.max(start),
        }
    });
    Piece { face, run, text: text.to_owned(), glyphs: glyphs.collect(), x: 0.0 }
}
