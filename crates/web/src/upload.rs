//! A form that brings a document along: `multipart/form-data` (RFC 7578), read whole, within the limit that the door keeps.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

use crate::PageError;
use crate::people::typed::Typed;

/// The fields of a form, and the one file that came with it; a form without files is read alike.
#[derive(Clone, Default)]
pub struct Uploaded {
    pub typed: Typed,
    /// `None`: none was chosen.
    pub file: Option<Bytes>,
    /// What it is called where it comes from, without a folder.
    pub file_name: Option<String>,
}

/// More parts than any page of ours has.
const PARTS: usize = 200;
const BOUNDARY_CHARACTERS: usize = 70;

impl<S: Send + Sync> FromRequest<S> for Uploaded {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let boundary = boundary(request.headers());
        let bytes = Bytes::from_request(request, state).await.map_err(|_| PageError::TooLarge)?;
        let Some(boundary) = boundary else {
            let typed = serde_urlencoded::from_bytes(&bytes).map_err(|_| PageError::Malformed)?;
            return Ok(Self { typed, ..Self::default() });
        };
        let (mut fields, mut file, mut file_name) = (BTreeMap::new(), None, None);
        for part in parts(&boundary, &bytes).ok_or(PageError::Malformed)? {
            if let Some(name) = part.file_name {
                if file.is_none() && !part.body.is_empty() {
                    (file, file_name) = (Some(bytes.slice_ref(part.body)), plain(&name));
                }
            } else {
                let text = std::str::from_utf8(part.body).map_err(|_| PageError::Malformed)?;
                fields.insert(part.name, text.to_owned());
            }
        }
        Ok(Self { typed: Typed::from(fields), file, file_name })
    }
}

/// Of a request that is such a form.
pub fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (form, parameters) = kind.split_once(';')?;
    if !form.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameters.split(';').find_map(|one| one.trim().strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    (!boundary.is_empty() && boundary.len() <= BOUNDARY_CHARACTERS).then(|| boundary.to_owned())
}

/// The text of one field.
pub fn field(boundary: &str, body: &[u8], name: &str) -> Option<String> {
    let found =
        parts(boundary, body)?.into_iter().find(|part| part.name == name && part.file_name.is_none())?;
    String::from_utf8(found.body.to_vec()).ok()
}

struct Part<'a> {
    name: String,
    /// `None`: a field that was typed.
    file_name: Option<String>,
    body: &'a [u8],
}

/// `None`: it is not written as the standard has it.
fn parts<'a>(boundary: &str, body: &'a [u8]) -> Option<Vec<Part<'a>>> {
    let (first, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut rest = body.strip_prefix(first.as_bytes())?;
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let head_end = find(part, b"\r\n\r\n")?;
        let head = std::str::from_utf8(&part[..head_end]).ok()?;
        let content = &part[head_end + 4..];
        let end = find(content, between.as_bytes())?;
        let (name, file_name) = named(head)?;
        parts.push(Part { name, file_name, body: &content[..end] });
        rest = &content[end + between.len()..];
        if parts.len() > PARTS {
            return None;
        }
    }
    rest.starts_with(b"--").then_some(parts)
}

/// The field's name, and the file's where it is one, from a part's header lines.
fn named(head: &str) -> Option<(String, Option<String>)> {
    let line = head.split("\r\n").find(|line| {
        line.split_once(':').is_some_and(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))
    })?;
    let value = |wanted: &str| {
        line.split(';').find_map(|one| Some(one.trim().strip_prefix(wanted)?.trim_matches('"').to_owned()))
    };
    Some((value("name=")?, value("filename=")))
}

/// Without the folder that some browsers tell, and without what is no letter of a name.
fn plain(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && *c != '"').collect();
    Some(kept.trim().to_owned()).filter(|name| !name.is_empty())
}

fn find(within: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    // To the next byte that could begin it: a document has few of them.
    while let Some(at) = within[from..].iter().position(|byte| *byte == first) {
        if within[from + at..].starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"--x1\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n--x1\r\n\
        content-disposition: form-data; name=\"document\"; filename=\"a;b.pdf\"\r\nContent-Type: application/pdf\r\n\r\n\
        %PDF-1\r\n--x2\r\n\r\n--x1--\r\n";

    #[test]
    fn fields_and_the_file_are_told_apart() {
        let found = parts("x1", BODY).expect("a form");
        let read: Vec<(&str, bool, &[u8])> =
            found.iter().map(|part| (part.name.as_str(), part.file_name.is_some(), part.body)).collect();
        assert_eq!(read, [("csrf", false, &b"abc"[..]), ("document", true, &b"%PDF-1\r\n--x2\r\n"[..])]);
        assert_eq!(field("x1", BODY, "csrf").as_deref(), Some("abc"));
        assert_eq!(field("x1", BODY, "document"), None, "a file is no field");
    }

    #[test]
    fn what_is_cut_short_or_of_another_form_is_none() {
        for end in 0..BODY.len() - 4 {
            assert!(parts("x1", &BODY[..end]).is_none(), "{end}");
        }
        assert!(parts("x9", BODY).is_none());
        let kind = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, axum::http::HeaderValue::from_static(text));
            boundary(&headers)
        };
        assert_eq!(kind("multipart/form-data; boundary=\"x1\"").as_deref(), Some("x1"));
        assert_eq!(kind("application/x-www-form-urlencoded"), None);
        assert_eq!(kind("multipart/form-data; boundary="), None);
    }
}
