//! What a line names: a patient, a person, a program, a length, an earlier line.

use std::collections::HashMap;

use ccm::access::Standings;
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::people::StaffRole;
use uuid::Uuid;

use super::fields::Fields;
use crate::App;

/// What reading a line needs to know of the practice.
pub struct Known<'a> {
    pub app: &'a App,
    pub actor: PersonId,
    pub persons: &'a HashMap<String, PersonId>,
    pub roles: &'a [StaffRole],
    /// What the person who signs in may do.
    pub standings: Standings,
    /// Keys of the practice's payers.
    pub payers: &'a [String],
    pub patients: &'a HashMap<String, Vec<PatientId>>,
    /// Things that earlier lines, here or in earlier files, made: command id to id.
    pub made: &'a HashMap<String, Uuid>,
    pub now: Timestamp,
}

pub fn patient(fields: &mut Fields<'_>, known: &Known<'_>) -> Option<PatientId> {
    let text = fields.text("patient")?;
    match known.patients.get(&text).map(Vec::as_slice) {
        Some([one]) => Some(*one),
        Some([_, _, ..]) => {
            fields.wrong("not_unique", "patient", "an identifier of one patient: write system|value");
            None
        }
        _ => {
            fields.wrong("unknown_patient", "patient", "a patient of this practice");
            None
        }
    }
}

pub fn person(fields: &mut Fields<'_>, known: &Known<'_>, name: &str) -> Option<PersonId> {
    let key = fields.text(name)?;
    let found = known.persons.get(&key).copied();
    if found.is_none() {
        fields.wrong("unknown_person", name, "a key of the setup file");
    }
    found
}

pub fn optional_person(fields: &mut Fields<'_>, known: &Known<'_>, name: &str) -> Option<PersonId> {
    if fields.has(name) { person(fields, known, name) } else { None }
}

/// Somebody of ours by key, or a stranger by NPI.
pub fn anybody(fields: &mut Fields<'_>, known: &Known<'_>, name: &str) -> (Option<PersonId>, Option<Npi>) {
    let Some(text) = fields.text(name) else { return (None, None) };
    if let Some(ours) = known.persons.get(&text) {
        return (Some(*ours), None);
    }
    let npi = text.parse::<Npi>().ok();
    if npi.is_none() {
        fields.wrong("unknown_person", name, "a key of the setup file, or an NPI");
    }
    (None, npi)
}

pub fn program(fields: &mut Fields<'_>) -> Option<Program> {
    let words: Vec<&str> = Program::ALL.iter().map(|program| program.word()).collect();
    Program::from_word(&fields.word("program", &words)?)
}

/// Seconds, from `minutes` and `seconds` or from `ended`.
pub fn length(fields: &mut Fields<'_>, started: Option<Timestamp>) -> Option<i64> {
    let (minutes, seconds) = (fields.optional_number("minutes"), fields.optional_number("seconds"));
    let ended = fields.optional_instant("ended");
    match (minutes.or(seconds), ended) {
        (Some(_), Some(_)) => {
            fields.wrong("ambiguous", "ended", "either minutes and seconds, or ended");
            None
        }
        (Some(_), None) => minutes.unwrap_or(0).checked_mul(60)?.checked_add(seconds.unwrap_or(0)),
        (None, Some(ended)) => Some(ended.duration_since(started?).as_secs()),
        (None, None) => {
            fields.wrong("required", "minutes", "minutes and seconds, or ended");
            None
        }
    }
}

/// Something recorded before, by its id or by the command that made it.
pub fn target<Id: std::str::FromStr + Into<Uuid>>(
    fields: &mut Fields<'_>,
    known: &Known<'_>,
    name: &str,
    text: &str,
) -> Option<Uuid> {
    let found = known.made.get(text).copied().or_else(|| text.parse::<Id>().ok().map(Into::into));
    if found.is_none() {
        fields.wrong("unknown_record", name, "an id, or the command_id of the line that made it");
    }
    found
}
