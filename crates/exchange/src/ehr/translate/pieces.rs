//! Pieces: resources on their way to the stage and back.
//!
//! A piece's body is a run of parts; each has its place in words, its `fullUrl` (empty: none) and its JSON, every one
//! led by its length in four bytes, big end first.

use fhir::ndjson::{Line, read_line};
use fhir::{Entry, Resource};

use super::item::Item;
use super::notes::Place;

/// A piece that is not of the form above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a staged piece is damaged")]
pub struct Malformed;

/// Adds a resource to a body.
pub(super) fn push(body: &mut Vec<u8>, place: &str, full_url: Option<&str>, json: &str) {
    for part in [place, full_url.unwrap_or(""), json] {
        // A document has a limit far below four gigabytes; so have its parts.
        body.extend_from_slice(&(part.len() as u32).to_be_bytes());
        body.extend_from_slice(part.as_bytes());
    }
}

/// Adds an item to a body.
pub(super) fn push_item(body: &mut Vec<u8>, item: &Item<'_>) {
    push(body, &item.place.words(), item.full_url, item.json);
}

/// A resource that came back.
pub(super) struct Part<'p> {
    place: &'p str,
    full_url: Option<&'p str>,
    entry: Entry<'p>,
}

impl Part<'_> {
    /// `None` only if it was damaged on the stage: it was readable when it was staged.
    pub fn item(&self) -> Option<Item<'_>> {
        let resource: &Resource<'_> = self.entry.resource.as_ref().ok()?;
        Some(Item::new(resource, self.entry.json, self.full_url, Place::Words(self.place)))
    }
}

pub(super) fn read(pieces: &[Vec<u8>]) -> Result<Vec<Part<'_>>, Malformed> {
    let mut parts = Vec::new();
    for piece in pieces {
        let mut rest = &piece[..];
        while !rest.is_empty() {
            let [place, full_url, json] = [take(&mut rest)?, take(&mut rest)?, take(&mut rest)?];
            let text = |bytes| std::str::from_utf8(bytes).map_err(|_| Malformed);
            let full_url = Some(text(full_url)?).filter(|url| !url.is_empty());
            let entry = read_line(&Line { number: 1, offset: 0, bytes: json });
            parts.push(Part { place: text(place)?, full_url, entry });
        }
    }
    Ok(parts)
}

fn take<'p>(rest: &mut &'p [u8]) -> Result<&'p [u8], Malformed> {
    let (len, after) = rest.split_first_chunk().ok_or(Malformed)?;
    let (part, after) = after.split_at_checked(u32::from_be_bytes(*len) as usize).ok_or(Malformed)?;
    *rest = after;
    Ok(part)
}
