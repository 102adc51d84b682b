//! An entry: one resource, with what its bundle says about it.

use crate::json::{Finding, Reader, Step, path_of};
use crate::problem::{Lines, Problem, Reason};
use crate::r4::{Resource, Text, type_of};
use crate::read::{codes, element};

/// One resource of a document, with what was said about it.
pub struct Entry<'a> {
    /// Bytes from the start of the file to the resource (to the entry, where there is none).
    pub offset: usize,
    pub full_url: Option<Text<'a>>,
    pub request: Option<Request<'a>>,
    /// `None` where it could not be read; then there are problems.
    pub resource_type: Option<Text<'a>>,
    /// The resource as received, for hashing and storing. Empty where there is none.
    pub json: &'a str,
    /// The resource, or everything that is wrong with it.
    pub resource: Result<Resource<'a>, Vec<Problem>>,
}

element! {
    /// What a transaction or batch asks to be done with an entry.
    pub struct Request<'a> {
        "method" => method: Option<Method>,
        "url" => url: Option<Text<'a>>,
        "ifNoneExist" => if_none_exist: Option<Text<'a>>,
    }
}

codes! {
    pub enum Method {
        "GET" => Get,
        "HEAD" => Head,
        "POST" => Post,
        "PUT" => Put,
        "DELETE" => Delete,
        "PATCH" => Patch,
    }
}

impl std::fmt::Debug for Entry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry")
            .field("offset", &self.offset)
            .field("resource", &self.resource)
            .finish_non_exhaustive()
    }
}

/// What the keys of an entry gave.
#[derive(Default)]
struct Parts<'a> {
    full_url: Option<Text<'a>>,
    request: Option<Request<'a>>,
    resource: Option<Located<'a>>,
}

/// A resource and where it stands.
struct Located<'a> {
    start: usize,
    json: &'a str,
    resource_type: Option<Text<'a>>,
    resource: Option<Resource<'a>>,
}

pub(crate) fn read_entry<'a>(
    reader: &mut Reader<'a>,
    index: usize,
    lines: &mut Lines<'a>,
) -> Step<Entry<'a>> {
    let mut parts = Parts::default();
    let is_object = reader.peek()? == b'{';
    let start = reader.offset();
    if is_object {
        reader.object(|r, key| match key {
            "fullUrl" => r.field(&mut parts.full_url),
            "resource" if parts.resource.is_some() => r.not_understood(Reason::Repeated),
            "resource" => {
                parts.resource = Some(locate(r)?);
                Ok(())
            }
            "request" => r.field(&mut parts.request),
            _ => r.skip(),
        })?;
        if parts.resource.is_none() {
            reader.refuse(start, Reason::NoResource);
        }
    } else {
        reader.wrong("an entry")?;
    }
    let root = Root { prefix: format_args!("entry[{index}]"), start };
    Ok(entry_of(parts, root, reader, lines))
}

/// A document or line that is one resource.
pub(crate) fn read_single<'a>(reader: &mut Reader<'a>, lines: &mut Lines<'_>) -> Step<Entry<'a>> {
    reader.peek()?;
    let start = reader.offset();
    let parts = Parts { resource: Some(locate(reader)?), ..Parts::default() };
    let root = Root { prefix: format_args!(""), start };
    Ok(entry_of(parts, root, reader, lines))
}

/// Reads the resource at the cursor.
fn locate<'a>(reader: &mut Reader<'a>) -> Step<Located<'a>> {
    let is_object = reader.peek()? == b'{';
    let start = reader.offset();
    let mut resource_type = None;
    let mut resource = None;
    if !is_object {
        reader.wrong("a resource")?;
    } else if let Some(name) = type_of(reader)? {
        resource_type = Some(name.clone());
        resource = Resource::read_as(reader, name)?;
    } else {
        reader.not_understood(Reason::NoResourceType)?;
    }
    Ok(Located { start, json: reader.text_between(start, reader.offset()), resource_type, resource })
}

/// Where paths begin: what they are prefixed with, and the byte offset of that value.
struct Root<'f> {
    prefix: std::fmt::Arguments<'f>,
    start: usize,
}

/// Puts an entry together; findings become problems with path and place, and take the resource's place.
fn entry_of<'a>(
    parts: Parts<'a>,
    root: Root<'_>,
    reader: &mut Reader<'a>,
    lines: &mut Lines<'_>,
) -> Entry<'a> {
    let (start, json, resource_type, resource) = match parts.resource {
        Some(it) => (it.start, it.json, it.resource_type, it.resource),
        None => (root.start, "", None, None),
    };
    let offset = lines.offset(start);
    let resource = match (resource, reader.take_findings()) {
        (Some(resource), findings) if findings.is_empty() => Ok(resource),
        (_, findings) => {
            Err(findings.into_iter().map(|finding| problem(finding, &root, reader, lines)).collect())
        }
    };
    Entry { offset, full_url: parts.full_url, request: parts.request, resource_type, json, resource }
}

fn problem(finding: Finding, root: &Root<'_>, reader: &Reader<'_>, lines: &mut Lines<'_>) -> Problem {
    let path = format!("{}{}", root.prefix, path_of(reader.text(), root.start, finding.offset));
    Problem {
        reason: finding.reason,
        path: path.trim_start_matches('.').to_owned(),
        place: lines.place(finding.offset),
    }
}
