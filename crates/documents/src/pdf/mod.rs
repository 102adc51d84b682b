//! Writes what was laid out, with krilla: text in embedded, subset fonts, tags, links, outline, metadata.

mod draw;
mod tags;

use ccm::basics::Document;
use krilla::SerializeSettings;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Rect};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::Identifier;
use krilla::text::Font;

use crate::fonts::Fonts;
use crate::layout::{Laid, Place};

/// Characters of a title or an outline entry: PDF/A bounds every string.
const TITLE_CHARACTERS: usize = 200;

/// The file. A day that the calendar of PDF does not have, a font that cannot be read, or a page that would break
/// PDF/UA-1 or PDF/A-2a is an error, in words for the operator.
pub fn write(document: &Document, laid: &Laid, fonts: &Fonts) -> Result<Vec<u8>, String> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut file = krilla::Document::new_with(settings);
    let faces = fonts.faces.iter().map(|face| Font::new(face.bytes.into(), 0));
    let faces: Vec<Font> = faces.collect::<Option<_>>().ok_or("a font could not be read")?;

    let mut slots: Vec<Vec<Identifier>> = vec![Vec::new(); laid.tree.slots];
    for sheet in &laid.sheets {
        let (width, height) = laid.metrics.page;
        let paper = PageSettings::from_wh(width, height).ok_or("a page without an area")?;
        let mut page = file.start_page_with(paper);
        let mut links = Vec::new();
        let mut surface = page.surface();
        for (top, ink) in &sheet.inks {
            draw::ink(&mut surface, ink, (laid.metrics.margin, *top), &faces, &mut slots, &mut links);
        }
        surface.finish();
        for link in links {
            let Some(place) = laid.places.iter().find(|place| place.anchor.as_deref() == Some(link.to))
            else {
                continue;
            };
            let area = Rect::from_xywh(link.area.0, link.area.1, link.area.2.max(1.0), link.area.3);
            let area = area.ok_or("a link without an area")?;
            let target = Target::Destination(destination(laid, place).into());
            let annotation = Annotation::new_link(LinkAnnotation::new(area, target), Some(link.says));
            slots[link.slot].push(page.add_tagged_annotation(annotation));
        }
        page.finish();
    }
    file.set_outline(outline(laid));
    file.set_tag_tree(tags::tree(&laid.tree, document.tongue, &slots));
    file.set_metadata(metadata(document));
    file.finish().map_err(said)
}

/// What is wrong with a page, without a word that stands on it.
fn said(error: krilla::error::KrillaError) -> String {
    match error {
        krilla::error::KrillaError::Validation(errors) => {
            let name = |text: String| text.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
            let kinds: Vec<String> = errors.iter().map(|(error, _)| name(format!("{error:?}"))).collect();
            format!("it would break PDF/UA or PDF/A: {}", kinds.join(", "))
        }
        other => other.to_string(),
    }
}

fn destination(laid: &Laid, place: &Place) -> XyzDestination {
    let above = (place.y - laid.metrics.size).max(0.0);
    XyzDestination::new(place.page, Point::from_xy(laid.metrics.margin, above))
}

/// Headings, each below the one it belongs to.
fn outline(laid: &Laid) -> Outline {
    let mut outline = Outline::new();
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    for place in &laid.places {
        close(&mut open, place.level, &mut outline);
        let title: String =
            place.title.replace(char::is_control, " ").chars().take(TITLE_CHARACTERS).collect();
        open.push((place.level, OutlineNode::new(title, destination(laid, place))));
    }
    close(&mut open, 0, &mut outline);
    outline
}

/// Puts away what a heading of this level ends.
fn close(open: &mut Vec<(u8, OutlineNode)>, level: u8, outline: &mut Outline) {
    while open.last().is_some_and(|(last, _)| *last >= level) {
        let Some((_, node)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(node),
            None => outline.push_child(node),
        }
    }
}

fn metadata(document: &Document) -> Metadata {
    let day = document.dated;
    let small = |part: i8| u8::try_from(part).unwrap_or(1);
    let dated = DateTime::new(u16::try_from(day.year()).unwrap_or(0))
        .month(small(day.month()))
        .day(small(day.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    let short = |text: &str| text.replace(char::is_control, " ").chars().take(TITLE_CHARACTERS).collect();
    Metadata::new()
        .title(short(&document.title))
        .authors(vec![short(&document.from)])
        .language(document.tongue.tag().to_owned())
        .creator("Perennial".to_owned())
        .text_direction(TextDirection::LeftToRight)
        .creation_date(dated)
}
