//! The record of a practice, and what each closing made of it, in a form that two databases can be compared by: patients by their source's ids, people
//! by their keys, sealed values opened; no id of ours, nothing about when or how it got here.

use app::Result;
use app::ports::store::Reports;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care_plan::CarePlan;
use db::{Query, values};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::columns::Columns;
use crate::error::unreadable;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

/// `select source, source id, …` of a table with a patient; `c` is the table, `p` the patient.
macro_rules! of_patients {
    ($columns:literal, $table:literal, $more:literal) => {
        concat!(
            "select p.source, p.source_id, ",
            $columns,
            " from ",
            $table,
            " c
            join patient p on p.practice_id = c.practice_id and p.organization_id = c.organization_id
                and p.patient_id = c.patient_id ",
            $more,
            " where c.practice_id = $1 and c.organization_id = $2"
        )
    };
}

db::queries! {
    PATIENTS = of_patients!("c.last_updated, c.family, c.given, c.born_on, c.sex, c.language, c.deceased, c.patient_id,
        c.contact_sealed", "patient", "");
    IDENTIFIERS = of_patients!("c.patient_id, c.system, c.value_index, c.system, c.value_sealed",
        "patient_identifier", "");
    LINKS = of_patients!("o.source, o.source_id, c.kind", "patient_link",
        "join patient o on o.practice_id = c.other_practice_id and o.organization_id = c.organization_id
            and o.patient_id = c.other_patient_id");
    ORIGINALS = of_patients!("c.patient_id, c.sha256, c.body_sealed", "import_raw", "");
    COVERAGES = of_patients!("c.version, c.source_id, c.last_updated, c.sha256, c.status, c.payer_name, c.type_code,
        c.from_date, c.until_date, c.qmb, c.patient_id, c.coverage_id, c.version, c.subscriber_sealed", "coverage", "");
    CONDITIONS = of_patients!("c.version, c.source_id, c.last_updated, c.sha256, c.status, c.icd10, c.icd10_origin,
        c.snomed, c.label, c.onset_on, c.abated_on", "condition", "");
    VISITS = of_patients!("c.version, c.source_id, c.last_updated, c.sha256, c.status, c.class, c.code, c.on_date,
        c.until_date, c.practitioner_npi, q.key, c.discussed, c.extra_planning", "visit",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.practitioner_id");
    MEDICATIONS = of_patients!("c.version, c.source_id, c.last_updated, c.sha256, c.status, c.code_system, c.code,
        c.label, c.authored_on, c.dosage", "medication", "");
    ALLERGIES = of_patients!("c.version, c.source_id, c.last_updated, c.sha256, c.status, c.code_system, c.code,
        c.label, c.criticality", "allergy", "");
    OBSERVATIONS = of_patients!("c.version, c.source_id, c.last_updated, c.sha256, c.status, c.at, c.part, c.code,
        c.value, c.unit, c.value_text", "observation", "");
    CONFIRMATIONS = of_patients!("c.icd10, c.expected_months, c.on_date, c.confirmation_id, c.risk_sealed",
        "condition_confirmation", "");
    PLANS = of_patients!("c.version, c.dated, q.key, c.revised, c.care_plan_id, c.body_sealed", "care_plan",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.signed_by");
    COPIES = of_patients!("v.version, c.on_date, c.recipient, c.way", "care_plan_copy",
        "join care_plan v on v.practice_id = c.practice_id and v.organization_id = c.organization_id
            and v.care_plan_id = c.care_plan_id");
    EPISODES = of_patients!("c.program, q.key, c.start_date, c.track", "episode",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.practitioner_id");
    CONSENTS = of_patients!("c.kind, c.program, c.form, c.at, c.documented, c.elements, q.key,
        c.representative_authority, c.language, c.wording, c.consent_id, c.reason_sealed", "consent",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.practitioner_id");
    STAYS = of_patients!("c.kind, c.from_moment, c.to_moment, c.facility, s.from_moment", "facility_stay",
        "left join facility_stay s on s.practice_id = c.practice_id and s.organization_id = c.organization_id
            and s.stay_id = c.ends_stay_id");
    ENTRIES = of_patients!("c.started_at, c.length_seconds, c.program, c.activity, q.key, c.performer_role,
        c.credential_active, s.key, c.country, c.live_contact, c.source, c.patient_id, c.time_entry_id,
        c.reason_sealed", "time_entry",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.performer_id
        left join person s on s.organization_id = c.organization_id and s.person_id = c.supervisor_id");
    SEGMENTS = of_patients!("c.started_at, s.segment, s.started_at, s.length_seconds", "time_entry",
        "join time_segment s on s.practice_id = c.practice_id and s.organization_id = c.organization_id
            and s.time_entry_id = c.time_entry_id");
    NOTES = of_patients!("e.started_at, c.contact_id, c.note_sealed", "contact",
        "join time_entry e on e.practice_id = c.practice_id and e.organization_id = c.organization_id
            and e.patient_id = c.patient_id and e.time_entry_id = c.time_entry_id");
    CALL_NOTES = of_patients!("c.signed_at, q.key, c.outcome, c.reached, c.seconds, c.note_id, c.text_sealed",
        "call_note", "left join person q on q.organization_id = c.organization_id and q.person_id = c.signed_by");
    ANSWERS = of_patients!("c.question, c.bank_version, c.answered_on, c.patient_id, c.call_id, c.question,
        c.value_sealed", "interview_answer", "");
    TASKS = of_patients!("c.kind, c.due_on, q.key, c.task_id, c.title_sealed", "task",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.owner_id");
    ASSESSMENTS = of_patients!("c.instrument, c.instrument_version, c.assessed_on, c.way, c.language, c.score_tenths,
        c.band, c.missing, q.key, c.assessment_id, c.answers_sealed", "assessment",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.recorded_by");
    STRIKES = of_patients!("e.started_at, c.strike_id, c.reason_sealed", "time_strike",
        "join time_entry e on e.practice_id = c.practice_id and e.organization_id = c.organization_id
            and e.patient_id = c.patient_id and e.time_entry_id = c.time_entry_id");
    ATTESTATIONS = of_patients!("c.on_date, c.level, c.signed, q.key", "attestation",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.practitioner_id");
    PROGRAM_FACTS = of_patients!("c.kind, c.first_on, c.last_on, q.key, c.practitioner_npi, r.kind, r.first_on,
        c.program_fact_id, c.body_sealed", "program_fact",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.practitioner_id
        left join program_fact r on r.practice_id = c.practice_id and r.organization_id = c.organization_id
            and r.program_fact_id = c.replaces_id");
    PREFERENCES = of_patients!("c.on_date, c.preference_id, c.body_sealed", "contact_preference", "");
    OUTSIDE_CLAIMS = of_patients!("c.code, c.on_date, q.key, c.practitioner_npi, c.same_group, c.known_from",
        "outside_claim",
        "left join person q on q.organization_id = c.organization_id and q.person_id = c.practitioner_id");
    BILLED = of_patients!("c.month, c.revision, c.line, c.code, c.units, c.on_date, q.key, c.amount_cents",
        "determination_line",
        "join month_closure m on m.practice_id = c.practice_id and m.organization_id = c.organization_id
            and m.month = c.month and m.revision = c.revision
        left join person q on q.organization_id = c.organization_id and q.person_id = c.practitioner_id");
    HELD = of_patients!("c.month, c.revision, c.hold, c.rule_id, c.code", "determination_hold",
        "join month_closure m on m.practice_id = c.practice_id and m.organization_id = c.organization_id
            and m.month = c.month and m.revision = c.revision");
    LEFT_OUT = of_patients!("c.month, c.revision, e.started_at, c.rule_id, c.seconds", "determination_exclusion",
        "join month_closure m on m.practice_id = c.practice_id and m.organization_id = c.organization_id
            and m.month = c.month and m.revision = c.revision
        join time_entry e on e.practice_id = c.practice_id and e.organization_id = c.organization_id
            and e.patient_id = c.patient_id and e.time_entry_id = c.time_entry_id");
    CLAIMS = of_patients!("c.month, c.revision, y.key, q.key, c.total_cents", "claim",
        "left join payer y on y.organization_id = c.organization_id and y.payer_id = c.payer_id
        left join person q on q.organization_id = c.organization_id and q.person_id = c.practitioner_id");
}

/// How a column is printed.
#[derive(Clone, Copy)]
enum Print {
    Text,
    Int,
    Float,
    Bool,
    Date,
    Instant,
    Hash,
    Json,
    /// Not printed: parts of the place of the sealed value that follows.
    AtId,
    AtNumber,
    AtText,
    AtBytes,
    /// Opened as text.
    Sealed(&'static str),
    /// Opened as JSON.
    SealedJson(&'static str),
    /// Opened; only the hash of what it holds is printed.
    SealedHash(&'static str),
    /// A care plan, of which only the elements are printed.
    SealedPlan(&'static str),
    /// A contact preference without its ids.
    SealedPreference(&'static str),
}

use Print::*;

/// What each query's columns are, after the patient's source and source id.
static TABLES: &[(&str, &Query, &[Print])] = &[
    (
        "patient",
        &PATIENTS,
        &[Instant, Text, Text, Date, Text, Text, Text, AtId, SealedJson("patient.contact_sealed")],
    ),
    ("identifier", &IDENTIFIERS, &[AtId, AtText, AtBytes, Text, Sealed("patient_identifier.value_sealed")]),
    ("link", &LINKS, &[Text, Text, Text]),
    ("original", &ORIGINALS, &[AtId, AtBytes, SealedHash("import_raw.body_sealed")]),
    (
        "coverage",
        &COVERAGES,
        &[
            Int,
            Text,
            Instant,
            Hash,
            Text,
            Text,
            Text,
            Date,
            Date,
            Bool,
            AtId,
            AtId,
            AtNumber,
            Sealed("coverage.subscriber_sealed"),
        ],
    ),
    ("condition", &CONDITIONS, &[Int, Text, Instant, Hash, Text, Text, Text, Text, Text, Date, Date]),
    ("visit", &VISITS, &[Int, Text, Instant, Hash, Text, Text, Text, Date, Date, Text, Text, Bool, Bool]),
    ("medication", &MEDICATIONS, &[Int, Text, Instant, Hash, Text, Text, Text, Text, Date, Text]),
    ("allergy", &ALLERGIES, &[Int, Text, Instant, Hash, Text, Text, Text, Text, Text]),
    ("observation", &OBSERVATIONS, &[Int, Text, Instant, Hash, Text, Instant, Int, Text, Float, Text, Text]),
    ("confirmation", &CONFIRMATIONS, &[Text, Int, Date, AtId, Sealed("condition_confirmation.risk_sealed")]),
    ("care_plan", &PLANS, &[Int, Date, Text, Bool, AtId, SealedPlan("care_plan.body_sealed")]),
    ("copy", &COPIES, &[Int, Date, Text, Text]),
    ("episode", &EPISODES, &[Text, Text, Date, Text]),
    (
        "consent",
        &CONSENTS,
        &[Text, Text, Text, Text, Bool, Json, Text, Bool, Text, Text, AtId, Sealed("consent.reason_sealed")],
    ),
    ("stay", &STAYS, &[Text, Text, Text, Text, Text]),
    (
        "entry",
        &ENTRIES,
        &[
            Instant,
            Int,
            Text,
            Text,
            Text,
            Text,
            Bool,
            Text,
            Text,
            Bool,
            Text,
            AtId,
            AtId,
            Sealed("time_entry.reason_sealed"),
        ],
    ),
    ("segment", &SEGMENTS, &[Instant, Int, Instant, Int]),
    ("note", &NOTES, &[Instant, AtId, Sealed("contact.note_sealed")]),
    ("call_note", &CALL_NOTES, &[Instant, Text, Text, Bool, Int, AtId, Sealed("call_note.text_sealed")]),
    ("answer", &ANSWERS, &[Text, Int, Date, AtId, AtId, AtText, SealedJson("interview_answer.value_sealed")]),
    ("task", &TASKS, &[Text, Date, Text, AtId, Sealed("task.title_sealed")]),
    (
        "assessment",
        &ASSESSMENTS,
        &[Text, Int, Date, Text, Text, Int, Text, Int, Text, AtId, SealedJson("assessment.answers_sealed")],
    ),
    ("strike", &STRIKES, &[Instant, AtId, Sealed("time_strike.reason_sealed")]),
    ("attestation", &ATTESTATIONS, &[Date, Text, Bool, Text]),
    (
        "program_fact",
        &PROGRAM_FACTS,
        &[Text, Date, Date, Text, Text, Text, Date, AtId, SealedJson("program_fact.body_sealed")],
    ),
    ("contact_preference", &PREFERENCES, &[Date, AtId, SealedPreference("contact_preference.body_sealed")]),
    ("outside_claim", &OUTSIDE_CLAIMS, &[Text, Date, Text, Text, Bool, Text]),
    ("billed", &BILLED, &[Text, Int, Int, Text, Int, Date, Text, Int]),
    ("held", &HELD, &[Text, Int, Int, Text, Text]),
    ("left_out", &LEFT_OUT, &[Text, Int, Instant, Text, Int]),
    ("claim", &CLAIMS, &[Text, Int, Text, Text, Int]),
];

/// A line while it is read: what is printed so far, and the place that is being put together.
struct Line<'k> {
    practice: PracticeId,
    keys: &'k Keyring,
    printed: Vec<Value>,
    place: Vec<Vec<u8>>,
}

impl Line<'_> {
    fn read(&mut self, row: &mut Columns<'_>, print: Print) -> Result<()> {
        let value = match print {
            Text => json!(row.get::<Option<String>>()?),
            Int => json!(row.get::<Option<i64>>()?),
            Float => json!(row.get::<Option<f64>>()?),
            Bool => json!(row.get::<Option<bool>>()?),
            Date => json!(row.get::<Option<ccm::basics::Date>>()?),
            Instant => json!(row.get::<Option<Timestamp>>()?),
            Hash => json!(row.get::<Option<Vec<u8>>>()?.map(|hash| hex(&hash))),
            Json => row.json()?,
            AtId => return self.at(row.get::<Uuid>()?.as_bytes()),
            AtNumber => return self.at(&row.get::<i64>()?.to_be_bytes()),
            AtText => return self.at(row.get::<String>()?.as_bytes()),
            AtBytes => return self.at(&row.get::<Vec<u8>>()?),
            Sealed(column)
            | SealedJson(column)
            | SealedHash(column)
            | SealedPlan(column)
            | SealedPreference(column) => match row.get::<Option<Vec<u8>>>()? {
                None => Value::Null,
                Some(sealed) => self.opened(print, column, sealed)?,
            },
        };
        self.printed.push(value);
        Ok(())
    }

    fn at(&mut self, part: &[u8]) -> Result<()> {
        self.place.push(part.to_vec());
        Ok(())
    }

    fn opened(&mut self, print: Print, column: &'static str, sealed: Vec<u8>) -> Result<Value> {
        let place = At::column(column).id(self.practice.0);
        let place = self.place.drain(..).fold(place, |place, part| place.bytes(&part));
        if let Sealed(_) = print {
            return self.keys.open_text(&place, sealed).map(Value::String);
        }
        let content = self.keys.open(&place, sealed)?;
        Ok(match print {
            SealedHash(_) => json!(hex(&Sha256::digest(&content))),
            SealedPlan(_) => {
                let plan: CarePlan = serde_json::from_slice(&content).map_err(|_| unreadable(column))?;
                json!(plan.elements)
            }
            SealedPreference(_) => {
                let mut told: Value = serde_json::from_slice(&content).map_err(|_| unreadable(column))?;
                if let Some(told) = told.as_object_mut() {
                    told.retain(|key, _| key != "id" && key != "patient");
                }
                told
            }
            _ => serde_json::from_slice(&content).map_err(|_| unreadable(column))?,
        })
    }
}

#[async_trait]
impl Reports for StoreTx {
    async fn row_counts(&mut self) -> Result<std::collections::BTreeMap<String, i64>> {
        self.counts().await
    }

    async fn canonical(&mut self, practice: PracticeId) -> Result<Vec<String>> {
        let (practice_id, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let mut lines = Vec::new();
        for (name, query, columns) in TABLES {
            for row in self.rows(query, values![practice_id, tenant]).await? {
                let mut row = Columns::of(&row);
                let mut line = Line { practice, keys: &keys, printed: vec![json!(name)], place: Vec::new() };
                for column in [Text, Text].iter().chain(*columns) {
                    line.read(&mut row, *column)?;
                }
                lines.push(Value::Array(line.printed).to_string());
            }
        }
        Ok(lines)
    }
}
