//! Sizes: US Letter, and how large everything is on it.

use ccm::basics::document::{Print, Tone};

/// A shade of ink. All of them hold 7:1 against white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    Ink,
    Quiet,
    Head,
    Rule,
    /// Of a mark for what is not met.
    Against,
}

/// In points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metrics {
    pub page: (f32, f32),
    pub margin: f32,
    pub size: f32,
    /// Between two lines, in parts of their size.
    pub leading: f32,
    /// Sizes of headings, in parts of the text's.
    heads: [f32; 3],
    pub is_large: bool,
}

impl Metrics {
    pub fn of(print: Print) -> Self {
        let base = Self {
            page: (612.0, 792.0),
            margin: 60.0,
            size: 11.0,
            leading: 1.42,
            heads: [1.9, 1.32, 1.1],
            is_large: false,
        };
        match print {
            Print::Dense => Self { margin: 48.0, size: 9.0, leading: 1.36, heads: [1.9, 1.4, 1.15], ..base },
            Print::Standard => base,
            Print::Plain => Self { size: 14.0, leading: 1.5, heads: [1.7, 1.25, 1.1], ..base },
            Print::Large => {
                Self { margin: 54.0, size: 18.0, heads: [1.5, 1.22, 1.1], is_large: true, ..base }
            }
        }
    }

    pub fn width(&self) -> f32 {
        self.page.0 - 2.0 * self.margin
    }

    /// Room for the furniture of a page stands above and below.
    pub fn top(&self) -> f32 {
        self.margin + self.furniture() * 1.6
    }

    pub fn bottom(&self) -> f32 {
        self.page.1 - self.margin - self.furniture() * 1.6
    }

    /// Of what stands above and below every page. Never too small to be read by whom the print is large for.
    pub fn furniture(&self) -> f32 {
        if self.is_large { 14.0 } else { 8.5 }
    }

    pub fn head(&self, level: u8) -> f32 {
        self.size * self.heads[usize::from(level.clamp(1, 3)) - 1]
    }

    /// Size and shade of a paragraph. Large print has no small print.
    pub fn tone(&self, tone: Tone) -> (f32, Shade) {
        match tone {
            Tone::Plain => (self.size, Shade::Ink),
            Tone::Lead => (self.size * 1.18, Shade::Ink),
            Tone::Quiet => (self.size, Shade::Quiet),
            Tone::Small if self.is_large => (self.size, Shade::Quiet),
            Tone::Small => (self.size * 0.82, Shade::Quiet),
        }
    }
}
