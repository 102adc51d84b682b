//! The editor's form as it was posted: what stands in it, and what stood in it when it was shown.
//!
//! Each field is sent with the text it was shown with (`was.FIELD`), so a page that is hours old says what its reader
//! changed and nothing else. What somebody else had changed meanwhile comes back as `mine.FIELD` until it is decided.

use std::collections::BTreeMap;

use ccm::care_plan::{Field, FieldDifference, FieldEdit, RowKind};

#[derive(Clone, Default)]
pub struct Posted {
    pub revision: i64,
    typed: BTreeMap<String, String>,
    was: BTreeMap<String, String>,
    /// Texts that wait for a decision.
    pub mine: BTreeMap<String, String>,
}

impl Posted {
    /// `None`: not a form of ours.
    pub fn read(pairs: Vec<(String, String)>) -> Option<Self> {
        let mut posted = Self { revision: -1, ..Self::default() };
        let mut removed = None;
        let (mut take, mut leave) = (None, None);
        for (name, value) in pairs {
            let value = value.replace("\r\n", "\n").trim().to_owned();
            if let Some(name) = name.strip_prefix("was.") {
                posted.was.insert(name.to_owned(), value);
            } else if let Some(name) = name.strip_prefix("mine.") {
                posted.mine.insert(name.to_owned(), value);
            } else {
                match name.as_str() {
                    "revision" => posted.revision = value.parse().ok()?,
                    "remove" => removed = Some(value),
                    "take" => take = Some(value),
                    "leave" => leave = Some(value),
                    "csrf" | "save" => {}
                    _ => drop(posted.typed.insert(name, value)),
                }
            }
        }
        if let Some(field) = take
            && let Some(text) = posted.mine.remove(&field)
        {
            posted.was.entry(field.clone()).or_default();
            posted.typed.insert(field, text);
        }
        if let Some(field) = leave {
            posted.mine.remove(&field);
        }
        if let Some((kind, key)) = removed.as_deref().and_then(row) {
            for field in kind.fields() {
                posted.typed.insert(Field::Row { kind, key, field }.to_string(), String::new());
            }
        }
        (posted.revision >= 0).then_some(posted)
    }

    /// The fields that were changed.
    pub fn edits(&self) -> Vec<FieldEdit> {
        let changed = self.was.iter().filter_map(|(field, was)| {
            let value = self.typed.get(field)?;
            (value != was).then(|| FieldEdit { field: field.clone(), value: value.clone() })
        });
        changed.collect()
    }

    /// Keeps what somebody else was faster with, until it is decided.
    pub fn keep_mine(&mut self, differences: &[FieldDifference]) {
        for one in differences {
            self.mine.insert(one.field.clone(), one.yours.clone());
        }
    }
}

/// `goal.3`.
fn row(text: &str) -> Option<(RowKind, u16)> {
    let (kind, key) = text.split_once('.')?;
    let kind = RowKind::ALL.into_iter().find(|one| one.word() == kind)?;
    Some((kind, key.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn posted(pairs: &[(&str, &str)]) -> Posted {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Posted::read(pairs.collect()).unwrap()
    }

    #[test]
    fn only_what_was_changed_is_sent_on() {
        let form = posted(&[
            ("revision", "3"),
            ("was.part.social", "Alone"),
            ("part.social", "Alone\r\nwith a cat"),
            ("was.part.mental", "Well"),
            ("part.mental", " Well "),
        ]);
        let edits = form.edits();
        assert_eq!(edits.len(), 1);
        assert_eq!((edits[0].field.as_str(), edits[0].value.as_str()), ("part.social", "Alone\nwith a cat"));
    }

    #[test]
    fn a_row_is_removed_whole_and_a_difference_decided() {
        let form = posted(&[
            ("revision", "3"),
            ("remove", "intervention.2"),
            ("was.intervention.2.does", "Calls"),
            ("was.intervention.2.owner", "nurse"),
            ("intervention.2.does", "Calls"),
            ("intervention.2.owner", "nurse"),
            ("mine.part.social", "Mine"),
            ("take", "part.social"),
            ("was.part.social", "Theirs"),
            ("part.social", "Theirs"),
        ]);
        let edits: Vec<_> = form.edits().into_iter().map(|one| (one.field, one.value)).collect();
        assert!(edits.contains(&("intervention.2.does".into(), String::new())));
        assert!(edits.contains(&("part.social".into(), "Mine".into())));
        assert!(form.mine.is_empty());
        assert!(Posted::read(vec![("part.social".into(), "x".into())]).is_none(), "without a revision");
    }
}
