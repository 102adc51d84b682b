//! A document: a Bundle or a single resource, read in one pass.

use crate::entry::{Entry, read_entry, read_single};
use crate::json::{Finding, Reader, Stop, path_of};
use crate::problem::{Lines, Place, Problem, Reason};
use crate::r4::type_of;
use crate::read::codes;

/// A file read.
pub struct Document<'a> {
    /// `None`: the file holds a single resource, which is the one entry.
    pub bundle: Option<BundleType>,
    pub entries: Vec<Entry<'a>>,
}

codes! {
    /// The kinds of Bundle that carry a set of records. Documents, messages and histories do not: they are refused.
    pub enum BundleType {
        "transaction" => Transaction,
        "batch" => Batch,
        "collection" => Collection,
        "searchset" => Searchset,
    }
}

/// Reads a file: a Bundle (transaction, batch, collection, searchset) or one resource.
///
/// Fails, for the document as a whole, where it is not UTF-8, not JSON to its last byte, no resource, or a Bundle
/// of another kind. Whatever is wrong with one entry is in that entry.
pub fn read_document(bytes: &[u8]) -> Result<Document<'_>, Problem> {
    let start = Place { offset: 0, line: 1, column: 1 };
    let mut lines = Lines::new(bytes, start);
    let text = text_of(bytes, &mut lines)?;
    let mut reader = Reader::new(text);
    if text.starts_with('\u{feff}') {
        reader = Reader::at(text, '\u{feff}'.len_utf8());
    }
    let mut document = Document { bundle: None, entries: Vec::new() };
    match read(&mut reader, &mut document, &mut lines) {
        Ok(()) => Ok(document),
        Err(Refusal { stop, path }) => {
            Err(Problem { reason: stop.reason, path, place: lines.place(stop.offset) })
        }
    }
}

/// The text, or where it stops being text.
pub(crate) fn text_of<'a>(bytes: &'a [u8], lines: &mut Lines<'_>) -> Result<&'a str, Problem> {
    std::str::from_utf8(bytes).map_err(|error| Problem {
        reason: Reason::NotText,
        path: String::new(),
        place: lines.place(error.valid_up_to()),
    })
}

/// Why the whole document is refused. The path of malformed JSON goes no further than its entry: what follows
/// may not be what it seems.
struct Refusal {
    stop: Stop,
    path: String,
}

impl From<Stop> for Refusal {
    fn from(stop: Stop) -> Self {
        Self { stop, path: String::new() }
    }
}

fn read<'a>(
    reader: &mut Reader<'a>,
    document: &mut Document<'a>,
    lines: &mut Lines<'a>,
) -> Result<(), Refusal> {
    if reader.is_blank() {
        return Err(refused(reader.offset(), Reason::Empty));
    }
    if reader.peek()? != b'{' {
        // Malformed text says so itself; other JSON is no resource.
        let start = reader.offset();
        reader.skip()?;
        return Err(refused(start, Reason::NoResourceType));
    }
    let start = reader.offset();
    match type_of(reader)?.as_deref() {
        Some("Bundle") => read_bundle(reader, document, lines)?,
        Some(_) => document.entries.push(read_single(reader, lines)?),
        None => {
            reader.skip()?;
            return Err(refused(start, Reason::NoResourceType));
        }
    }
    Ok(reader.end()?)
}

fn refused(offset: usize, reason: Reason) -> Refusal {
    Stop { offset, reason }.into()
}

fn read_bundle<'a>(
    reader: &mut Reader<'a>,
    document: &mut Document<'a>,
    lines: &mut Lines<'a>,
) -> Result<(), Refusal> {
    let start = reader.offset();
    let entries = &mut document.entries;
    let mut bundle = None;
    let mut entry_seen = false;
    let mut within = None;
    let mut misshapen: Option<Finding> = None;
    reader
        .object(|r, key| match key {
            "type" => r.field(&mut bundle),
            "implicitRules" => r.not_understood(Reason::ImplicitRules),
            "entry" if entry_seen => r.not_understood(Reason::Repeated),
            "entry" if r.peek()? != b'[' => r.wrong("a list"),
            "entry" => {
                entry_seen = true;
                // What was found so far is the bundle's; from here each entry has its own.
                misshapen = r.take_findings().first().copied();
                r.list(|r| {
                    within = Some(entries.len());
                    let entry = read_entry(r, entries.len(), lines)?;
                    entries.push(entry);
                    Ok(())
                })?;
                within = None;
                Ok(())
            }
            _ => r.skip(),
        })
        .map_err(|stop| Refusal {
            stop,
            path: within.map_or_else(String::new, |index| format!("entry[{index}]")),
        })?;
    if let Some(finding) = misshapen.or_else(|| reader.take_findings().first().copied()) {
        // A `type` that is none of ours is a matter of kind, not of spelling.
        let reason = match finding.reason {
            Reason::UnknownCode { .. } => Reason::UnsupportedBundle,
            reason => reason,
        };
        let path = path_of(reader.text(), start, finding.offset);
        return Err(Refusal {
            path: path.trim_start_matches('.').to_owned(),
            ..refused(finding.offset, reason)
        });
    }
    if bundle.is_none() {
        return Err(refused(start, Reason::UnsupportedBundle));
    }
    document.bundle = bundle;
    Ok(())
}

impl std::fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document")
            .field("bundle", &self.bundle)
            .field("entries", &self.entries.len())
            .finish()
    }
}
