//! What was done, as lines of a record file: the words of `docs/guide/record.md`, as types.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::staff::{Cast, Who};

/// One file of records, typed by one person.
pub struct RecordFile {
    /// Sorts in the order in which the files are to be recorded.
    pub name: String,
    /// The login with which to record it.
    pub as_login: String,
    /// Local time at which it was typed: after everything in it happened.
    pub typed_at: DateTime,
    pub ndjson: String,
}

/// One line, with what decides into which file it goes.
pub(crate) struct Entry {
    pub(crate) by: Who,
    pub(crate) typed_at: DateTime,
    pub(crate) line: Line,
}

#[derive(Serialize)]
pub(crate) struct Line {
    pub(crate) command_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) patient: Option<String>,
    #[serde(flatten)]
    pub(crate) what: What,
}

pub(crate) const PROGRAM: &str = "CCM";

#[derive(Serialize)]
#[serde(tag = "record", rename_all = "snake_case")]
pub(crate) enum What {
    Enrollment {
        program: &'static str,
        practitioner: String,
        start: Date,
    },
    Consent {
        program: &'static str,
        form: &'static str,
        at: String,
        practitioner: String,
        elements: Vec<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        representative_authority: Option<bool>,
    },
    Refusal {
        program: &'static str,
        at: String,
        reason: &'static str,
    },
    Revocation {
        program: &'static str,
        at: String,
    },
    Visit {
        code: &'static str,
        date: Date,
        practitioner: String,
        care_management_discussed: bool,
    },
    Condition {
        icd10: &'static str,
        expected_months: u32,
        risk: &'static str,
        at: Date,
    },
    CarePlan {
        date: Date,
        #[serde(skip_serializing_if = "Option::is_none")]
        signed_by: Option<String>,
        elements: BTreeMap<&'static str, String>,
    },
    CopyGiven {
        date: Date,
        to: &'static str,
        way: &'static str,
    },
    Contact(ContactLine),
    Strike {
        contact: String,
        reason: &'static str,
    },
    Complexity {
        level: &'static str,
        signed: bool,
        date: Date,
        practitioner: String,
    },
    OutsideClaim {
        code: &'static str,
        date: Date,
        practitioner: String,
        same_group: bool,
        source: &'static str,
    },
    Stay {
        kind: &'static str,
        from: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        facility: &'static str,
    },
    Transition {
        discharged: String,
        from: &'static str,
        to: &'static str,
    },
    ContactPreference(Wish),
    DeviceWindow {
        device: &'static str,
        window_start: Date,
        window_end: Date,
        days_with_data: u32,
        uploads_by_itself: bool,
    },
}

/// How somebody wishes to be reached.
#[derive(Serialize)]
pub(crate) struct Wish {
    pub(crate) on: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<&'static str>,
    pub(crate) needs_interpreter: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(crate) needs: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) zone: Option<&'static str>,
    pub(crate) windows: &'static [&'static str],
    pub(crate) phones: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) caregiver: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) caregiver_relation: Option<&'static str>,
    pub(crate) caregiver_may_be_told: bool,
}

#[derive(Serialize)]
pub(crate) struct ContactLine {
    pub(crate) program: &'static str,
    pub(crate) started: String,
    pub(crate) minutes: u32,
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) seconds: u32,
    pub(crate) activity: &'static str,
    pub(crate) live_contact: bool,
    pub(crate) note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) country: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) performed_by: Option<String>,
    pub(crate) source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<&'static str>,
}

fn is_zero(seconds: &u32) -> bool {
    *seconds == 0
}

/// Sorts entries into files: one for each person and sitting, in the order of the sittings. Within a sitting the
/// order of `Who` holds, and within a file the order of writing.
pub(crate) fn files(entries: Vec<Entry>, cast: &Cast, prefix: &str) -> Vec<RecordFile> {
    let mut sittings: BTreeMap<(DateTime, Who), String> = BTreeMap::new();
    for entry in entries {
        let text = sittings.entry((entry.typed_at, entry.by)).or_default();
        // These types hold no map with keys that are not text, so writing them cannot fail.
        text.push_str(&serde_json::to_string(&entry.line).expect("a line is plain data"));
        text.push('\n');
    }
    let named = |(place, ((typed_at, by), ndjson)): (usize, ((DateTime, Who), String))| {
        let login = &cast.member(by).login;
        let name = format!("{prefix}{:02}-{}-{login}.ndjson", place + 1, typed_at.date());
        RecordFile { name, as_login: login.clone(), typed_at, ndjson }
    };
    sittings.into_iter().enumerate().map(named).collect()
}
