//! A drawn patient as rows of the schema, for bulk inserts behind the store's back. What comes in by import (the
//! patient, coverage) is not here: that goes through the store, which seals it.

use anyhow::{Context, Result};
use ccm::basics::Timestamp;
use db::{Bulk, OnConflict, Value, values};
use serde_json::json;
use uuid::Uuid;

use super::facts::{CONSENT_ELEMENTS, PLAN_ELEMENTS};
use super::patient::{Entry, Patient};

macro_rules! bulks {
    ($($name:ident = $table:literal, [$($column:literal: $kind:ident),* $(,)?];)*) => {$(
        static $name: Bulk = Bulk {
            table: $table,
            columns: &[
                ("practice_id", db::Type::Uuid), ("organization_id", db::Type::Uuid),
                $(($column, db::Type::$kind)),*
            ],
            on_conflict: OnConflict::Fail,
        };
    )*};
}

bulks! {
    EPISODE = "episode", ["episode_id": Uuid, "patient_id": Uuid, "program": Text, "practitioner_id": Uuid,
        "start_date": Date, "recorded_at": Instant, "recorded_by": Uuid];
    CONSENT = "consent", ["consent_id": Uuid, "patient_id": Uuid, "kind": Text, "program": Text, "form": Text,
        "at": Text, "documented": Bool, "elements": Json, "practitioner_id": Uuid, "recorded_at": Instant,
        "recorded_by": Uuid];
    CONFIRMATION = "condition_confirmation", ["confirmation_id": Uuid, "patient_id": Uuid, "icd10": Text,
        "expected_months": Int, "risk_stated": Bool, "risk_sealed": Bytes, "on_date": Date, "recorded_at": Instant,
        "recorded_by": Uuid];
    PLAN = "care_plan", ["care_plan_id": Uuid, "patient_id": Uuid, "version": Int, "dated": Date, "signed_by": Uuid,
        "revised": Bool, "elements": Json, "body_sealed": Bytes, "recorded_at": Instant, "recorded_by": Uuid];
    PLAN_COPY = "care_plan_copy", ["copy_id": Uuid, "patient_id": Uuid, "care_plan_id": Uuid, "on_date": Date,
        "recipient": Text, "way": Text, "recorded_at": Instant, "recorded_by": Uuid];
    VISIT = "visit", ["patient_id": Uuid, "visit_id": Uuid, "version": Int, "status": Text, "class": Text,
        "code": Text, "on_date": Date, "practitioner_id": Uuid, "discussed": Bool, "extra_planning": Bool,
        "recorded_at": Instant, "recorded_by": Uuid];
    STAY = "facility_stay", ["stay_id": Uuid, "patient_id": Uuid, "kind": Text, "from_moment": Text,
        "to_moment": Text, "recorded_at": Instant, "recorded_by": Uuid];
    ATTESTATION = "attestation", ["attestation_id": Uuid, "patient_id": Uuid, "on_date": Date, "level": Text,
        "signed": Bool, "practitioner_id": Uuid, "recorded_at": Instant, "recorded_by": Uuid];
    ENTRY = "time_entry", ["patient_id": Uuid, "started_at": Instant, "time_entry_id": Uuid, "length_seconds": Int,
        "program": Text, "activity": Text, "performer_id": Uuid, "performer_role": Text, "credential_active": Bool,
        "supervisor_id": Uuid, "country": Text, "source": Text, "recorded_at": Instant, "recorded_by": Uuid];
    SEGMENT = "time_segment", ["time_entry_id": Uuid, "segment": Int, "started_at": Instant, "length_seconds": Int];
    EVENT = "time_event", ["time_entry_id": Uuid, "segment": Int, "event": Int, "kind": Text, "wall_clock": Instant];
    CONTACT = "contact", ["contact_id": Uuid, "patient_id": Uuid, "time_entry_id": Uuid, "recorded_at": Instant,
        "recorded_by": Uuid];
}

/// In place of what no closing opens: as many bytes as sealing would make of it.
const SEALED_RISK: [u8; 64] = [0; 64];
const SEALED_PLAN: [u8; 700] = [0; 700];

/// Rows that wait for their bulk insert.
pub struct Rows {
    practice: Uuid,
    organization: Uuid,
    tables: Vec<(&'static Bulk, Vec<Vec<Value>>)>,
}

/// A drawn patient's staff as the database knows them.
pub struct Known {
    pub practitioner: Uuid,
    pub nurse: Uuid,
}

impl Rows {
    pub fn new(organization: Uuid, practice: Uuid) -> Self {
        let tables = [
            &EPISODE,
            &CONSENT,
            &CONFIRMATION,
            &PLAN,
            &PLAN_COPY,
            &VISIT,
            &STAY,
            &ATTESTATION,
            &ENTRY,
            &SEGMENT,
            &EVENT,
            &CONTACT,
        ];
        Self { practice, organization, tables: tables.map(|bulk| (bulk, Vec::new())).into() }
    }

    /// All rows, table by table.
    pub fn into_tables(self) -> Vec<(&'static Bulk, Vec<Vec<Value>>)> {
        self.tables
    }

    fn push(&mut self, bulk: &'static Bulk, own: Vec<Value>) {
        let mut row = values![self.practice, self.organization];
        row.extend(own);
        if let Some((_, rows)) = self.tables.iter_mut().find(|(known, _)| std::ptr::eq(*known, bulk)) {
            rows.push(row);
        }
    }

    pub fn add(&mut self, patient: &Patient, known: &Known) -> Result<()> {
        let (id, doctor, at) = (patient.id, known.practitioner, patient.consented_at);
        let consent_elements = json!(CONSENT_ELEMENTS);
        let mut program = |word: &str, episode: Uuid, consent: Uuid| {
            let on = patient.started_on;
            self.push(&EPISODE, values![episode, id, word, doctor, on, at, doctor]);
            let own = values![
                consent,
                id,
                "consent",
                word,
                "verbal",
                at.to_string(),
                true,
                &consent_elements,
                doctor,
                at,
                doctor
            ];
            self.push(&CONSENT, own);
        };
        program("CCM", patient.episode, patient.consent);
        if let Some((episode, consent)) = patient.second {
            program("PCM", episode, consent);
        }
        if let Some((revocation, when)) = patient.revoked {
            let none: Vec<String> = Vec::new();
            let own = values![
                revocation,
                id,
                "revocation",
                "CCM",
                None::<String>,
                when.to_string(),
                None::<bool>,
                json!(none),
                None::<Uuid>,
                when,
                doctor
            ];
            self.push(&CONSENT, own);
        }
        for (confirmation, code) in &patient.conditions {
            let months = i64::from(ccm::billing::facts::ConditionFact::UNTIL_DEATH);
            let own =
                values![*confirmation, id, *code, months, true, SEALED_RISK, patient.planned_on, at, doctor];
            self.push(&CONFIRMATION, own);
        }
        let (plan, on) = (patient.plan, patient.planned_on);
        self.push(
            &PLAN,
            values![plan, id, 1, on, doctor, false, json!(PLAN_ELEMENTS), SEALED_PLAN, at, doctor],
        );
        self.push(&PLAN_COPY, values![patient.plan_copy, id, plan, on, "patient", "paper", at, doctor]);
        for (visit, code, on) in &patient.visits {
            let recorded = super::local(*on, 18 * 3600);
            let own =
                values![id, *visit, 1, "finished", "AMB", *code, *on, doctor, true, false, recorded, doctor];
            self.push(&VISIT, own);
        }
        if let Some((stay, from, to)) = patient.stay {
            let recorded = super::local(to, 18 * 3600);
            let own = values![stay, id, "inpatient", from.to_string(), to.to_string(), recorded, doctor];
            self.push(&STAY, own);
        }
        if let Some((attestation, on)) = patient.attested {
            let recorded = super::local(on, 18 * 3600);
            self.push(&ATTESTATION, values![attestation, id, on, "high", true, doctor, recorded, doctor]);
        }
        patient.entries.iter().try_for_each(|entry| self.entry(id, entry, known))
    }

    fn entry(&mut self, patient: Uuid, entry: &Entry, known: &Known) -> Result<()> {
        let (by, role, supervisor) = match entry.is_own {
            true => (known.practitioner, "md", None),
            false => (known.nurse, "rn", Some(known.practitioner)),
        };
        let recorded: Timestamp = entry
            .start
            .checked_add(jiff::SignedDuration::from_secs(entry.seconds))
            .context("an entry that ends")?;
        let program = if entry.is_second { "PCM" } else { "CCM" };
        let (id, start, seconds) = (entry.id, entry.start, entry.seconds);
        let own = values![
            patient,
            start,
            id,
            seconds,
            program,
            entry.activity,
            by,
            role,
            true,
            supervisor,
            "US",
            "manual",
            recorded,
            by
        ];
        self.push(&ENTRY, own);
        self.push(&SEGMENT, values![id, 0, start, seconds]);
        self.push(&EVENT, values![id, 0, 0, "typed", recorded]);
        let contact = super::contact_of(id);
        self.push(&CONTACT, values![contact, patient, id, recorded, by]);
        Ok(())
    }
}
