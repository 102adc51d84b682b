//! A call's form as it was posted: what stands in it, what stood in it when it was shown, and what was changed.
//!
//! Each control is sent with the value it was shown with (`was.NAME`), so a page that is hours old says what its reader
//! changed and nothing else. What somebody else had changed meanwhile comes back as `mine.NAME` until it is decided.

use std::collections::{BTreeMap, BTreeSet};

use ccm::basics::TimeEntryId;

use super::controls::{self, Controls};

/// What was posted.
#[derive(Clone, Default)]
pub struct Posted {
    pub revision: i64,
    pub typed: Controls,
    pub(super) was: Controls,
    /// Values that wait for a decision, by control.
    pub mine: Controls,
    /// The time entries that the note is to be signed with.
    pub entries: Vec<TimeEntryId>,
    pub accepts_proposal: bool,
}

impl Posted {
    /// `None`: not a form of ours.
    pub fn read(pairs: Vec<(String, String)>) -> Option<Self> {
        let mut posted = Self::default();
        let (mut take, mut drop_one, mut redraft) = (None, None, false);
        posted.revision = -1;
        for (name, value) in pairs {
            let value = value.replace("\r\n", "\n").trim().to_owned();
            if let Some(name) = name.strip_prefix("was.") {
                posted.was.insert(name.to_owned(), value);
            } else if let Some(name) = name.strip_prefix("mine.") {
                posted.mine.insert(name.to_owned(), value);
            } else if let Some(id) = name.strip_prefix("entry.") {
                posted.entries.push(id.parse().ok()?);
            } else {
                match name.as_str() {
                    "revision" => posted.revision = value.parse().ok()?,
                    "accept_proposal" => posted.accepts_proposal = true,
                    "take" => take = Some(value),
                    "leave" => drop_one = Some(value),
                    "redraft" => redraft = true,
                    "csrf" => {}
                    _ => drop(posted.typed.insert(name, value)),
                }
            }
        }
        if let Some(field) = &take {
            let chosen: Vec<String> = posted.of_mine(field).cloned().collect();
            for name in chosen {
                let value = posted.mine.remove(&name).unwrap_or_default();
                posted.was.entry(name.clone()).or_default();
                posted.typed.insert(name, value);
            }
        }
        if let Some(field) = &drop_one {
            let dropped: Vec<String> = posted.of_mine(field).cloned().collect();
            posted.mine.retain(|name, _| !dropped.contains(name));
        }
        if redraft {
            posted.typed.insert("note".to_owned(), String::new());
        }
        (posted.revision >= 0).then_some(posted)
    }

    fn of_mine<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a String> {
        self.mine.keys().filter(move |name| controls::field(name) == field)
    }

    /// As it stands in the form now; a box or a group without a tick is not posted at all.
    pub fn value(&self, control: &str) -> &str {
        self.typed.get(control).map_or("", String::as_str)
    }

    /// Whether the form had this control.
    pub fn had(&self, control: &str) -> bool {
        self.was.contains_key(control)
    }

    /// The controls of a kind that the form had.
    pub fn shown_of<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.was.keys().map(String::as_str).filter(move |name| name.starts_with(prefix))
    }

    /// Names of the fields in which something was changed.
    pub fn changed(&self) -> BTreeSet<String> {
        let changed = self.was.iter().filter(|(name, was)| self.value(name) != was.as_str());
        changed.map(|(name, _)| controls::field(name).to_owned()).collect()
    }

    /// Keeps what somebody else was faster with, until it is decided.
    pub fn keep_mine(&mut self, fields: &BTreeSet<String>) {
        let names: Vec<String> = self.was.keys().chain(self.typed.keys()).cloned().collect();
        for name in names.into_iter().filter(|name| fields.contains(controls::field(name))) {
            let value = self.value(&name).to_owned();
            self.mine.insert(name, value);
        }
    }

    /// Values that wait, by the field that they belong to.
    pub fn undecided(&self) -> BTreeMap<String, Vec<(&str, &str)>> {
        let mut fields: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
        for (name, value) in &self.mine {
            fields.entry(controls::field(name).to_owned()).or_default().push((name, value));
        }
        fields
    }
}
