//! Strips become pages.

use ccm::basics::document::{Line, Run};
use ccm::basics::{Document, document};

use super::metrics::{Metrics, Shade};
use super::strip::{Ink, Strip};
use super::{Place, Sheet};
use crate::text::Setter;

/// How much of a page the repeated head of a table may take.
const HEAD_AT_MOST: f32 = 0.25;

/// Puts strips below each other; a group that is kept together goes to the next page as a whole, if it fits on one.
pub fn flow(strips: Vec<Strip>, heads: &[Vec<Strip>], m: &Metrics) -> (Vec<Sheet>, Vec<Place>) {
    let mut pages = Pages { sheets: vec![Sheet::default()], places: Vec::new(), y: m.top(), m };
    let mut rest = strips.into_iter().peekable();
    while rest.peek().is_some() {
        let mut group = Vec::new();
        for strip in rest.by_ref() {
            let keeps_next = strip.keeps_next;
            group.push(strip);
            if !keeps_next {
                break;
            }
        }
        pages.group(group, heads);
    }
    (pages.sheets, pages.places)
}

struct Pages<'a> {
    sheets: Vec<Sheet>,
    places: Vec<Place>,
    y: f32,
    m: &'a Metrics,
}

impl Pages<'_> {
    fn group(&mut self, group: Vec<Strip>, heads: &[Vec<Strip>]) {
        let head = group.first().and_then(|strip| strip.head);
        let begins_page = group.first().is_some_and(|strip| strip.begins_page);
        let whole: f32 = group.iter().map(|strip| strip.gap + strip.height).sum();
        if begins_page || self.y + whole > self.m.bottom() {
            self.turn(head, heads);
        }
        for strip in group {
            // Only a group that is longer than a page comes here.
            if self.y + strip.gap + strip.height > self.m.bottom() {
                self.turn(strip.head, heads);
            }
            self.put(strip);
        }
    }

    fn turn(&mut self, head: Option<usize>, heads: &[Vec<Strip>]) {
        if self.is_at_top() {
            return;
        }
        self.sheets.push(Sheet::default());
        self.y = self.m.top();
        let head = head.and_then(|head| heads.get(head));
        // A head that would take the page for itself is read where the table begins.
        let height = |strips: &&Vec<Strip>| strips.iter().map(|strip| strip.height).sum::<f32>();
        let head = head.filter(|strips| height(strips) < (self.m.bottom() - self.m.top()) * HEAD_AT_MOST);
        for strip in head.into_iter().flatten() {
            let inks = strip.inks.iter().cloned().map(Ink::repeated).collect();
            self.put(Strip { inks, place: None, ..strip.clone() });
        }
    }

    fn is_at_top(&self) -> bool {
        self.sheets.last().is_none_or(|sheet| sheet.inks.is_empty())
    }

    fn put(&mut self, strip: Strip) {
        if !self.is_at_top() {
            self.y += strip.gap;
        }
        let page = self.sheets.len() - 1;
        let y = self.y;
        self.places.extend(strip.place.map(|place| Place { page, y, ..place }));
        self.sheets[page].inks.extend(strip.inks.into_iter().map(|ink| (y, ink)));
        self.y += strip.height;
    }
}

/// What stands above and below every page: seen, and not read aloud.
pub fn furnish(sheets: &mut [Sheet], document: &Document, setter: &Setter<'_>, m: &Metrics) {
    let count = sheets.len();
    for (at, sheet) in sheets.iter_mut().enumerate() {
        let size = m.furniture();
        let number = document::paging(document.tongue, at + 1, count);
        let number_width = setter.lines(&number.as_str().into(), size, false, m.width())[0].width;
        let mut put = |text: &str, y: f32, right: bool| {
            let room = m.width() - number_width - size;
            let line = Line::from(Run::from(text));
            let set = setter.lines(&line, size, false, if right { m.width() } else { room });
            let Some(set) = set.into_iter().next() else { return };
            let left = if right { m.width() - set.width } else { 0.0 };
            for piece in set.pieces {
                let x = left + piece.x;
                let (shade, slot, tongue, link) = (Shade::Quiet, None, None, None);
                sheet.inks.push((y, Ink::Text { x, baseline: size, size, shade, piece, slot, tongue, link }));
            }
        };
        let foot = m.page.1 - m.margin - size * 0.4;
        put(&document.from, m.margin - size * 0.6, false);
        put(&document.foot, foot, false);
        put(&number, foot, true);
    }
}
