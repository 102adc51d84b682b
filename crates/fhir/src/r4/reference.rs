//! References: how one resource points at another, in the five ways senders write it.

use std::borrow::Cow;

use super::{Identifier, Text};
use crate::read::element;

element! {
    pub struct Reference<'a> {
        "reference" => reference: Option<Text<'a>>,
        /// The type of the resource pointed at, where the reference does not say it.
        "type" => type_: Option<Text<'a>>,
        "identifier" => identifier: Option<Box<Identifier<'a>>>,
        "display" => display: Option<Text<'a>>,
    }
}

/// What a reference points at.
#[derive(Clone, PartialEq)]
pub enum Target<'r> {
    /// `#id`: a resource contained in this one.
    Contained { id: &'r str },
    /// `urn:uuid:…` or `urn:oid:…`: the entry with this `fullUrl`.
    Urn(&'r str),
    /// `Type/id`, with or without a version: a resource of the same source.
    Relative { resource_type: &'r str, id: &'r str },
    /// `https://server/base/Type/id`: a resource of a named source, or the entry with this `fullUrl`.
    Absolute {
        url: &'r str,
        /// `Type` and `id`, where the address ends in them.
        resource: Option<(&'r str, &'r str)>,
    },
    /// `Type?identifier=system|value`: the one resource with this identifier.
    Conditional { resource_type: &'r str, system: Option<Cow<'r, str>>, value: Cow<'r, str> },
    /// No address, but an identifier.
    Identifier(&'r Identifier<'r>),
    /// Nothing but words for people, or nothing.
    Display,
    /// An address of a form we do not read: report it, do not guess.
    Unknown,
}

impl std::fmt::Debug for Target<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Contained { .. } => "Contained",
            Self::Urn(_) => "Urn",
            Self::Relative { .. } => "Relative",
            Self::Absolute { .. } => "Absolute",
            Self::Conditional { .. } => "Conditional",
            Self::Identifier(_) => "Identifier",
            Self::Display => "Display",
            Self::Unknown => "Unknown",
        })
    }
}

impl Reference<'_> {
    pub fn target(&self) -> Target<'_> {
        match (&self.reference, &self.identifier) {
            (Some(reference), _) => target_of(reference),
            (None, Some(identifier)) => Target::Identifier(identifier),
            (None, None) => Target::Display,
        }
    }
}

fn target_of(reference: &str) -> Target<'_> {
    if let Some(id) = reference.strip_prefix('#') {
        return Target::Contained { id };
    }
    if reference.starts_with("urn:") {
        return Target::Urn(reference);
    }
    if reference.starts_with("http://") || reference.starts_with("https://") {
        return Target::Absolute { url: reference, resource: type_and_id(reference) };
    }
    if let Some((resource_type, query)) = reference.split_once('?') {
        return conditional(resource_type, query).unwrap_or(Target::Unknown);
    }
    match type_and_id(reference) {
        // Only the whole of it: `a/b/Patient/1` is relative to we do not know what.
        Some((resource_type, id)) if reference.starts_with(resource_type) => {
            Target::Relative { resource_type, id }
        }
        _ => Target::Unknown,
    }
}

/// The last two parts of `…/Type/id` or `…/Type/id/_history/version`.
fn type_and_id(address: &str) -> Option<(&str, &str)> {
    let address = address.rsplit_once("/_history/").map_or(address, |(address, _)| address);
    let (before, id) = address.rsplit_once('/')?;
    let resource_type = before.rsplit('/').next()?;
    let is_id_byte = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.' || b == b'_';
    (is_type_name(resource_type) && !id.is_empty() && id.bytes().all(is_id_byte))
        .then_some((resource_type, id))
}

fn conditional<'r>(resource_type: &'r str, query: &'r str) -> Option<Target<'r>> {
    let token = query.strip_prefix("identifier=")?;
    if !is_type_name(resource_type) || token.contains('&') {
        return None;
    }
    let (system, value) = match split_token(token) {
        (Some(""), value) => (None, value),
        parts => parts,
    };
    let value = percent_decoded(value)?;
    let system = match system {
        Some(system) => Some(percent_decoded(system)?),
        None => None,
    };
    (!value.is_empty()).then_some(Target::Conditional { resource_type, system, value })
}

/// `system|value`, the bar perhaps percent-encoded.
fn split_token(token: &str) -> (Option<&str>, &str) {
    let bar = ["|", "%7C", "%7c"].iter().find_map(|bar| token.split_once(bar));
    match bar {
        Some((system, value)) => (Some(system), value),
        None => (None, token),
    }
}

/// Resolves `%41`; `None` where that is malformed or no UTF-8.
fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend_from_slice(parts.next()?.as_bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// The shape of a resource type's name; not a list of them.
pub(crate) fn is_type_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_alphabetic())
}
