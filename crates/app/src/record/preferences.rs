//! The line that tells how a patient wishes to be reached.

use ccm::basics::*;
use ccm::people::{CallWindow, Caregiver, ContactPreference};
use uuid::Uuid;

use super::fields::Fields;
use super::lookup::{Known, patient};

/// Reads a line. `None` with problems noted in `fields` when it cannot be.
pub fn read(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<ContactPreference> {
    let (patient, on) = (patient(fields, known), fields.date("on"));
    let language = fields.optional_text("language");
    let needs_interpreter = fields.optional_flag("needs_interpreter").unwrap_or(false);
    let needs = fields.list("needs");
    for need in &needs {
        if !ContactPreference::NEEDS.contains(&need.as_str()) {
            fields.wrong("unknown_word", "needs", "words of docs/guide/record.md");
        }
    }
    let zone: Option<ZoneName> = match fields.optional_text("zone") {
        None => None,
        Some(text) => {
            let zone = text.parse().ok();
            if zone.is_none() {
                fields.wrong("unknown_word", "zone", "an IANA time zone such as America/Chicago");
            }
            zone
        }
    };
    let mut windows = Vec::new();
    for text in fields.list("windows") {
        match CallWindow::parse(&text) {
            Some(window) => windows.push(window),
            None => fields.wrong("wrong_form", "windows", "days and hours such as mon-fri 09:00-12:00"),
        }
    }
    let phones = fields.list("phones");
    let (name, relation) = (fields.optional_text("caregiver"), fields.optional_text("caregiver_relation"));
    let phone = fields.optional_text("caregiver_phone");
    let may_be_told = fields.optional_flag("caregiver_may_be_told").unwrap_or(false);
    if name.is_none() && (relation.is_some() || phone.is_some() || may_be_told) {
        fields.wrong("required", "caregiver", "the caregiver's name");
    }
    let caregiver = name.map(|name| Caregiver { name, relation, phone, may_be_told, ..Caregiver::default() });
    let id = PreferenceId(id);
    let (patient, on) = (patient?, on?);
    Some(ContactPreference {
        id,
        patient,
        on,
        language,
        needs_interpreter,
        needs,
        zone,
        windows,
        phones,
        caregivers: caregiver.into_iter().collect(),
    })
}
