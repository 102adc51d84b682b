//! One ink on a page.

use ccm::basics::document::Mark;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::layout::{Ink, Shade};

/// Text that leads somewhere, with the area it takes: left, top, width, height.
pub struct Link<'a> {
    pub to: &'a str,
    pub says: String,
    pub slot: usize,
    pub area: (f32, f32, f32, f32),
}

/// Draws one, and notes by what a reader for the blind finds it.
pub fn ink<'a>(
    surface: &mut Surface<'_>,
    ink: &'a Ink,
    (margin, top): (f32, f32),
    faces: &[Font],
    slots: &mut [Vec<Identifier>],
    links: &mut Vec<Link<'a>>,
) {
    match ink {
        Ink::Text { x, baseline, size, shade, piece, slot, tongue, link } => {
            let (left, base) = (margin + x, top + baseline);
            let tag = match slot {
                Some(_) => ContentTag::Span(SpanTag::empty().with_lang(tongue.map(|tongue| tongue.tag()))),
                None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
            };
            let found = surface.start_tagged(tag);
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*shade)));
            let glyphs: Vec<KrillaGlyph> = piece
                .glyphs
                .iter()
                .map(|glyph| {
                    let (id, range) = (GlyphId::new(glyph.id), glyph.range.clone());
                    KrillaGlyph::new(id, glyph.advance, glyph.x_offset, glyph.y_offset, 0.0, range, None)
                })
                .collect();
            let face = faces[piece.face.0].clone();
            surface.draw_glyphs(Point::from_xy(left, base), &glyphs, face, &piece.text, *size, false);
            surface.end_tagged();
            if let Some(slot) = slot {
                slots[*slot].push(found);
            }
            let says = piece.text.trim();
            if let (Some(to), Some(slot), false) = (link, slot, says.is_empty()) {
                let area = (left, base - size, (piece.width() - piece.blank()) * size, size * 1.3);
                links.push(Link { to, says: says.to_owned(), slot: *slot, area });
            }
        }
        Ink::Rule { x, y, width, thickness } => {
            let (left, y) = (margin + x, top + y);
            strokes(surface, &[&[(left, y), (left + width, y)]], *thickness, Shade::Rule);
        }
        Ink::Mark { x, y, size, mark } => mark_at(surface, (margin + x, top + y), *size, *mark),
    }
}

/// A hook, a cross, an open circle: shapes that differ without color.
fn mark_at(surface: &mut Surface<'_>, (x, y): (f32, f32), size: f32, mark: Mark) {
    let at = |right: f32, down: f32| (x + right * size, y + down * size);
    let width = size * 0.13;
    match mark {
        Mark::Met => strokes(surface, &[&[at(0.1, 0.55), at(0.4, 0.85), at(0.95, 0.1)]], width, Shade::Head),
        Mark::NotMet => {
            let lines = [[at(0.15, 0.12), at(0.85, 0.82)], [at(0.85, 0.12), at(0.15, 0.82)]];
            strokes(surface, &[&lines[0], &lines[1]], width, Shade::Against);
        }
        Mark::Unknown => {
            let corners = [at(0.5, 0.05), at(0.95, 0.48), at(0.5, 0.91), at(0.05, 0.48), at(0.5, 0.05)];
            strokes(surface, &[&corners], width * 0.8, Shade::Quiet);
        }
    }
}

/// Lines that only the eye needs.
fn strokes(surface: &mut Surface<'_>, lines: &[&[(f32, f32)]], width: f32, shade: Shade) {
    let Some(path) = path(lines) else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: color(shade).into(),
        width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.end_tagged();
}

fn path(lines: &[&[(f32, f32)]]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for line in lines {
        for (at, (x, y)) in line.iter().enumerate() {
            if at == 0 { builder.move_to(*x, *y) } else { builder.line_to(*x, *y) }
        }
    }
    builder.finish()
}

fn fill(shade: Shade) -> Fill {
    Fill { paint: color(shade).into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

fn color(shade: Shade) -> rgb::Color {
    let (red, green, blue) = match shade {
        Shade::Ink => (0x16, 0x1b, 0x1d),
        Shade::Quiet => (0x4a, 0x52, 0x55),
        Shade::Head => (0x0e, 0x4a, 0x52),
        Shade::Rule => (0x8a, 0x94, 0x96),
        Shade::Against => (0x8c, 0x1d, 0x18),
    };
    rgb::Color::new(red, green, blue)
}
