//! What goes out: the bytes themselves, or a form (RFC 7578) with the file in one of its fields.

use app::ports::transport::{HttpsBody, Outgoing, Trouble};

use ccm::basics::hex;

/// Do the names of fields fit into a header?
pub(super) fn check(body: &HttpsBody) -> Result<(), Trouble> {
    let (types, fields): (&str, Vec<&str>) = match body {
        HttpsBody::Plain { content_type } => (content_type, Vec::new()),
        HttpsBody::Form { field, content_type, also } => {
            let others = also.iter().map(|(name, _)| name.as_str());
            (content_type, others.chain([field.as_str()]).collect())
        }
    };
    let is_plain = |text: &&str| {
        !text.is_empty()
            && text.bytes().all(|byte| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\')
    };
    let all_are = is_plain(&types) && fields.iter().all(is_plain);
    all_are.then_some(()).ok_or(Trouble::Terms)
}

/// Content type and bytes.
pub(super) fn write(body: &HttpsBody, file: &Outgoing<'_>) -> Result<(String, Vec<u8>), Trouble> {
    match body {
        HttpsBody::Plain { content_type } => Ok((content_type.clone(), file.bytes.to_vec())),
        HttpsBody::Form { field, content_type, also } => {
            let boundary = boundary(file)?;
            let mut out = Vec::with_capacity(file.bytes.len() + 1024);
            let sha256 = hex(&file.sha256);
            for (name, value) in also {
                let value = value.replace("{name}", file.name.as_str()).replace("{sha256}", &sha256);
                let part = format!(
                    "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                );
                out.extend_from_slice(part.as_bytes());
            }
            let head = format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{}\"\r\n\
                 content-type: {content_type}\r\n\r\n",
                file.name
            );
            out.extend_from_slice(head.as_bytes());
            out.extend_from_slice(file.bytes);
            out.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
            Ok((format!("multipart/form-data; boundary={boundary}"), out))
        }
    }
}

/// A line that the file does not hold; of the same file always the same.
fn boundary(file: &Outgoing<'_>) -> Result<String, Trouble> {
    let hash = hex(file.sha256.get(..16).unwrap_or_default());
    (0..16)
        .map(|number| format!("perennial{number}-{hash}"))
        .find(|boundary| memchr::memmem::find(file.bytes, boundary.as_bytes()).is_none())
        .ok_or(Trouble::Terms)
}
