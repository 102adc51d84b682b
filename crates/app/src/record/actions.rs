//! What one line asks for, read and checked.

use ccm::access::Permission;
use ccm::basics::*;
use ccm::care::{FacilityStay, Visit};
use ccm::care_plan::{CarePlan, CarePlanCopy, Confirmation};
use ccm::enrollment::{Consent, ConsentForm, ConsentKind, Episode};
use ccm::people::ContactPreference;
use ccm::time::{Contact, NewTimeEntry, TimeEntry, TimeSource};
use uuid::Uuid;

use super::fields::Fields;
use super::lookup::{Known, anybody, length, optional_person, patient, person, program, target};
use super::{preferences, programs};
use crate::ports::{AttestationRow, OutsideClaimRow, ProgramFactRow};

/// What a line asks for. Ids are made beforehand, so that later lines may point at earlier ones.
pub enum Action {
    Enroll(Episode),
    Consent { consent: Consent, reason: Option<String> },
    Visit { patient: PatientId, visit: Visit },
    Confirm(Confirmation),
    Plan(CarePlan),
    Copy { copy: CarePlanCopy },
    Contact { entry: Box<TimeEntry>, contact: Contact, reason: Option<String> },
    Strike { target: Uuid, reason: String, id: StrikeId },
    Attest(AttestationRow),
    OutsideClaim(OutsideClaimRow),
    Stay { patient: PatientId, stay: FacilityStay, facility: Option<String> },
    EndStay { target: Uuid, id: StayId, patient: PatientId, to: Moment },
    ProgramFact(ProgramFactRow),
    Preference(ContactPreference),
    Withdraw { target: Uuid, reason: String, id: ProgramFactId },
}

/// The permission that a line needs beside [`Permission::RecordCare`].
pub fn permission(record: &str) -> Permission {
    match record {
        // A risk statement and the complexity of a decision are a practitioner's to vouch for (ELIG-01, CCM-MDM-01).
        "condition" | "complexity" | "social_need" => Permission::Attest,
        _ => Permission::RecordCare,
    }
}

const PLAN_WAYS: &[&str] = &["paper", "portal", "mail", "email"];
const STAYS: &[&str] = &["inpatient", "snf_part_a", "observation", "nursing_facility_residence"];
const LONGEST_CONDITION_MONTHS: i64 = 1_200;

/// Reads a line. `None` with problems noted in `fields` when it cannot be.
pub fn read(record: &str, fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    match record {
        "enrollment" => enrollment(fields, known, id),
        "consent" => consent(fields, known, id),
        "refusal" => word_of_patient(fields, known, id, ConsentKind::Refusal),
        "revocation" => word_of_patient(fields, known, id, ConsentKind::Revocation),
        "visit" => visit(fields, known, id),
        "condition" => condition(fields, known, id),
        "care_plan" => care_plan(fields, known, id),
        "copy_given" => copy_given(fields, known, id),
        "contact" => contact(fields, known, id),
        "strike" => strike(fields, known, id),
        "complexity" => complexity(fields, known, id),
        "outside_claim" => outside_claim(fields, known, id),
        "stay" => stay(fields, known, id),
        "stay_end" => stay_end(fields, known, id),
        "withdrawal" => withdrawal(fields, known, id),
        "contact_preference" => preferences::read(fields, known, id).map(Action::Preference),
        _ if programs::RECORDS.contains(&record) => {
            programs::read(record, fields, known, id).map(Action::ProgramFact)
        }
        _ => {
            fields.wrong("unknown_word", "record", "a kind of record, see docs/guide/record.md");
            None
        }
    }
}

fn enrollment(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, program) = (patient(fields, known), program(fields));
    let (practitioner, start) = (person(fields, known, "practitioner"), fields.date("start"));
    let track = fields.optional_word("track", &["non_complex", "complex", "qhp"]);
    Some(Action::Enroll(Episode {
        id: EpisodeId(id),
        patient: patient?,
        program: program?,
        practitioner: practitioner?,
        start: start?,
        track,
    }))
}

fn consent(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, program, at) = (patient(fields, known), program(fields), fields.moment("at"));
    let form = fields.word("form", &["verbal", "written", "electronic"]);
    let practitioner = person(fields, known, "practitioner");
    let documented = fields.optional_flag("documented").unwrap_or(true);
    let elements = fields.list("elements");
    for element in &elements {
        if !known.app.rules.is_consent_element(element) {
            fields.wrong("unknown_word", "elements", "words of rules/programs.toml");
        }
    }
    let consent = Consent {
        id: ConsentId(id),
        patient: patient?,
        kind: ConsentKind::Consent,
        program: program?,
        form: Some(match form?.as_str() {
            "verbal" => ConsentForm::Verbal,
            "written" => ConsentForm::Written,
            _ => ConsentForm::Electronic,
        }),
        at: at?,
        documented: Some(documented),
        elements,
        practitioner: Some(practitioner?),
        representative_authority: fields.optional_flag("representative_authority"),
        language: fields.optional_text("language"),
        wording: fields.optional_text("wording"),
    };
    Some(Action::Consent { consent, reason: None })
}

/// A refusal or a revocation: never an edit of the consent.
fn word_of_patient(
    fields: &mut Fields<'_>,
    known: &Known<'_>,
    id: Uuid,
    kind: ConsentKind,
) -> Option<Action> {
    let (patient, program, at) = (patient(fields, known), program(fields), fields.moment("at"));
    let reason = fields.optional_text("reason");
    let consent = Consent {
        id: ConsentId(id),
        patient: patient?,
        kind,
        program: program?,
        form: None,
        at: at?,
        documented: None,
        elements: Vec::new(),
        practitioner: None,
        representative_authority: None,
        language: None,
        wording: None,
    };
    Some(Action::Consent { consent, reason })
}

fn visit(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, code, on) = (patient(fields, known), fields.code::<Hcpcs>("code"), fields.date("date"));
    let practitioner = person(fields, known, "practitioner");
    let visit = Visit {
        id: VisitId(id),
        status: "finished".to_owned(),
        class: None,
        code: Some(code?),
        on: on?,
        until: None,
        practitioner: Some(practitioner?),
        practitioner_npi: None,
        discussed: fields.optional_flag("care_management_discussed"),
        extra_planning: fields.optional_flag("extra_planning"),
    };
    Some(Action::Visit { patient: patient?, visit })
}

fn condition(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, icd10, on) = (patient(fields, known), fields.code::<Icd10Cm>("icd10"), fields.date("at"));
    let months = fields.number("expected_months");
    if months.is_some_and(|months| months > LONGEST_CONDITION_MONTHS) {
        fields.wrong("out_of_range", "expected_months", "at most 1200 months");
    }
    let risk = fields.text("risk");
    let condition = fields.optional_text("condition").and_then(|text| {
        let id = text.parse::<ConditionId>();
        if id.is_err() {
            fields.wrong("wrong_type", "condition", "an id of the form cnd_…");
        }
        id.ok()
    });
    Some(Action::Confirm(Confirmation {
        id: ConfirmationId(id),
        patient: patient?,
        condition,
        icd10: icd10?,
        expected_months: months.and_then(|months| u16::try_from(months).ok())?,
        risk: risk?,
        on: on?,
    }))
}

fn care_plan(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, dated) = (patient(fields, known), fields.date("date"));
    let signed_by = optional_person(fields, known, "signed_by");
    let elements = fields.texts("elements");
    for element in elements.keys() {
        if !known.app.rules.is_plan_element(element) {
            fields.wrong("unknown_word", "elements", "elements of PLAN-01, see docs/guide/record.md");
        }
    }
    Some(Action::Plan(CarePlan {
        id: CarePlanId(id),
        patient: patient?,
        dated: dated?,
        signed_by,
        is_revision: fields.optional_flag("revised").unwrap_or(false),
        elements,
        content: None,
    }))
}

fn copy_given(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, on) = (patient(fields, known), fields.date("date"));
    let recipient = fields.word("to", &["patient", "caregiver"]);
    let way = fields.word("way", PLAN_WAYS);
    let copy = CarePlanCopy {
        id: CopyId(id),
        patient: patient?,
        // The newest version is looked up when the line is kept: it may stand in this very file.
        care_plan: CarePlanId(Uuid::nil()),
        on: on?,
        recipient: recipient?,
        way: way?,
        proof: None,
    };
    Some(Action::Copy { copy })
}

fn contact(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, program) = (patient(fields, known), program(fields));
    let started = fields.instant("started");
    let length = length(fields, started);
    let activity = fields.text("activity");
    if activity.as_ref().is_some_and(|word| !known.app.rules.is_activity(word)) {
        fields.wrong("unknown_word", "activity", "a word of rules/activities.toml");
    }
    let live_contact = fields.optional_flag("live_contact");
    let note = fields.optional_text("note");
    let country = fields.optional_text("country");
    if country.as_ref().is_some_and(|code| code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase())) {
        fields.wrong("country", "country", "an ISO code of two letters");
    }
    let performer = optional_person(fields, known, "performed_by");
    let reason = fields.optional_text("reason");
    if performer.is_some_and(|performer| performer != known.actor) && reason.is_none() {
        fields.wrong("required", "reason", "why you type in somebody else's work");
    }
    let sources: Vec<&str> = TimeSource::ALL.iter().map(|source| source.word()).collect();
    let source = fields.optional_word("source", &sources).and_then(|word| TimeSource::from_word(&word));
    let new = NewTimeEntry {
        patient: patient?,
        program: program?,
        started_at: started?,
        length_seconds: length?,
        activity: activity?,
        country,
        live_contact,
        source: source.unwrap_or(TimeSource::Manual),
    };
    let performer = performer.unwrap_or(known.actor);
    let day = fields.zone().to_datetime(new.started_at).date();
    let role = crate::time::role_on(known.roles, performer, day);
    let entry_id = TimeEntryId(known.app.ids.next());
    match TimeEntry::record(entry_id, new, performer, role, day, known.now) {
        Ok(entry) => {
            let contact = Contact { id: ContactId(id), patient: entry.patient, entry: entry.id, note };
            Some(Action::Contact { entry: Box::new(entry), contact, reason })
        }
        Err(error) => {
            fields.wrong("time_entry", "minutes", &error.to_string());
            None
        }
    }
}

fn strike(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let target = fields.text("contact").and_then(|text| target::<ContactId>(fields, known, "contact", &text));
    let reason = fields.text("reason");
    Some(Action::Strike { target: target?, reason: reason?, id: StrikeId(id) })
}

fn complexity(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, on) = (patient(fields, known), fields.date("date"));
    let level = fields.word("level", &["low", "moderate", "high"]);
    let signed = fields.flag("signed");
    let practitioner = person(fields, known, "practitioner");
    Some(Action::Attest(AttestationRow {
        id: AttestationId(id),
        patient: patient?,
        on: on?,
        level: level?,
        signed: signed?,
        practitioner: practitioner?,
    }))
}

fn outside_claim(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, code, on) = (patient(fields, known), fields.code::<Hcpcs>("code"), fields.date("date"));
    let (practitioner, npi) = anybody(fields, known, "practitioner");
    let same_group = fields.flag("same_group");
    let known_from = fields.word("source", &["eligibility", "payer", "patient", "other"]);
    Some(Action::OutsideClaim(OutsideClaimRow {
        id: OutsideClaimId(id),
        patient: patient?,
        code: code?,
        on: on?,
        practitioner,
        practitioner_npi: npi,
        same_group: same_group?,
        known_from: known_from?,
    }))
}

fn stay(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let (patient, kind) = (patient(fields, known), fields.word("kind", STAYS));
    let (from, to) = (fields.moment("from"), fields.optional_moment("to"));
    let facility = fields.optional_text("facility");
    let zone = fields.zone();
    if let (Some(from), Some(to)) = (from, to)
        && to.latest(zone) < from.earliest(zone)
    {
        fields.wrong("ends_before_it_begins", "to", "an end after the beginning");
    }
    let stay = FacilityStay { id: StayId(id), kind: kind?, from: from?, to };
    Some(Action::Stay { patient: patient?, stay, facility })
}

fn stay_end(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let patient = patient(fields, known);
    let target = fields.text("stay").and_then(|text| target::<StayId>(fields, known, "stay", &text));
    let to = fields.moment("to");
    Some(Action::EndStay { target: target?, id: StayId(id), patient: patient?, to: to? })
}

fn withdrawal(fields: &mut Fields<'_>, known: &Known<'_>, id: Uuid) -> Option<Action> {
    let target =
        fields.text("withdraws").and_then(|text| target::<ProgramFactId>(fields, known, "withdraws", &text));
    let reason = fields.text("reason");
    Some(Action::Withdraw { target: target?, reason: reason?, id: ProgramFactId(id) })
}
