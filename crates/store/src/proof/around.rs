//! What stands around the claims' months in the charts: words of entries, raw events, copies, consents, assessments.
//! On SQLite each starts from the list, or it would walk through everybody.

use std::collections::HashMap;

use app::Result;
use app::ports::{AssessmentMade, EntryAround, Recorded};
use ccm::basics::*;
use ccm::care_plan::CarePlanCopy;
use ccm::proof::evidence::ConsentProof;
use ccm::time::Segment;
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, each, patient_list};
use crate::sealed::At;
use crate::time::{LONGEST, note_at, segments_in};
use crate::tx::StoreTx;

/// Rows of listed patients: columns, table, what joins it, order; and what else must be, which names the table `e`.
macro_rules! listed {
    ($columns:literal, $table:literal, $more:literal, $join:literal, $order:literal) => {
        (
            concat!(
                "select ", $columns, " from json_each($3) w cross join ", $table, " e on e.practice_id = $1
                    and e.organization_id = $2 and e.patient_id = unhex(w.value)", $more, " ", $join, " order by ", $order
            ),
            concat!(
                "select ", $columns, " from ", $table, " e ", $join, " where e.practice_id = $1 and e.organization_id = $2
                    and e.patient_id = any (array(select cast(value as uuid) from jsonb_array_elements_text($3)))",
                $more, " order by ", $order
            ),
        )
    };
}

const WORDS: (&str, &str) = listed!(
    "e.time_entry_id, e.patient_id, e.reason_sealed, k.strike_id, k.reason_sealed, k.recorded_at, k.recorded_by,
        c.contact_id, c.note_sealed",
    "time_entry",
    " and e.started_at >= $4 and e.started_at < $5",
    "left join time_strike k on k.practice_id = e.practice_id and k.organization_id = e.organization_id
            and k.time_entry_id = e.time_entry_id
        left join contact c on c.practice_id = e.practice_id and c.organization_id = e.organization_id
            and c.time_entry_id = e.time_entry_id and c.note_sealed is not null",
    "e.time_entry_id, c.recorded_at, c.contact_id"
);
const SEGMENTS: (&str, &str) = listed!(
    "s.time_entry_id, s.segment, s.started_at, s.length_seconds, v.kind, v.wall_clock, v.monotonic_ms, v.device",
    "time_entry",
    " and e.started_at >= $4 and e.started_at < $5",
    "join time_segment s on s.practice_id = e.practice_id and s.organization_id = e.organization_id
            and s.time_entry_id = e.time_entry_id
        left join time_event v on v.practice_id = s.practice_id and v.organization_id = s.organization_id
            and v.time_entry_id = s.time_entry_id and v.segment = s.segment",
    "s.time_entry_id, s.segment, v.event"
);
const COPIES: (&str, &str) = listed!(
    "e.care_plan_id, e.copy_id, e.patient_id, e.on_date, e.recipient, e.way, e.proof_sealed, e.recorded_at, e.recorded_by",
    "care_plan_copy",
    "",
    "",
    "e.on_date, e.copy_id"
);
const CONSENTS: (&str, &str) = listed!(
    "e.consent_id, e.recorded_at, e.recorded_by, p.kind, p.media_type, p.size, p.sha256",
    "consent",
    "",
    "left join consent_proof p on p.practice_id = e.practice_id and p.organization_id = e.organization_id
            and p.consent_id = e.consent_id",
    "e.recorded_at, e.consent_id"
);
const ASSESSMENTS: (&str, &str) = listed!(
    "e.assessment_id, e.patient_id, e.instrument, e.instrument_version, e.assessed_on, e.band, e.recorded_at, e.recorded_by",
    "assessment",
    " and e.assessed_on >= $4 and e.assessed_on <= $5",
    "",
    "e.assessed_on, e.assessment_id"
);

db::queries! {
    WORDS_LISTED = { lite: WORDS.0, pg: WORDS.1 };
    SEGMENTS_LISTED = { lite: SEGMENTS.0, pg: SEGMENTS.1 };
    COPIES_LISTED = { lite: COPIES.0, pg: COPIES.1 };
    CONSENTS_LISTED = { lite: CONSENTS.0, pg: CONSENTS.1 };
    ASSESSMENTS_LISTED = { lite: ASSESSMENTS.0, pg: ASSESSMENTS.1 };
}

fn recorded(row: &mut Columns<'_>) -> Result<Recorded> {
    Ok(Recorded { at: row.get()?, by: PersonId(row.get()?) })
}

impl StoreTx {
    pub(super) async fn words_around(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        (from, until): (Timestamp, Timestamp),
    ) -> Result<HashMap<TimeEntryId, EntryAround>> {
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let params = values![practice, tenant, patient_list(patients), earliest, until];
        let rows = self.rows(&WORDS_LISTED, params).await?;
        let mut all: HashMap<TimeEntryId, EntryAround> = HashMap::new();
        if rows.is_empty() {
            return Ok(all);
        }
        let keys = self.keyring().await?;
        for row in &rows {
            let mut row = Columns::of(row);
            let (entry, patient) = (TimeEntryId(row.get()?), row.get::<Uuid>()?);
            let around = all.entry(entry).or_default();
            if let Some(sealed) = row.get::<Option<Vec<u8>>>()? {
                let place = At::column("time_entry.reason_sealed").id(practice).id(patient).id(entry.0);
                around.reason = Some(keys.open_text(&place, sealed)?);
            }
            let (strike, reason): (Option<Uuid>, Option<Vec<u8>>) = (row.get()?, row.get()?);
            let (at, by): (Option<Timestamp>, Option<Uuid>) = (row.get()?, row.get()?);
            if let (Some(strike), Some(reason), Some(at), Some(by)) = (strike, reason, at, by) {
                let place = At::column("time_strike.reason_sealed").id(practice).id(strike);
                around.strike = Some((keys.open_text(&place, reason)?, Recorded { at, by: PersonId(by) }));
            }
            let (contact, note): (Option<Uuid>, Option<Vec<u8>>) = (row.get()?, row.get()?);
            if let (Some(contact), Some(note)) = (contact, note) {
                around.note = Some(keys.open_text(&note_at(practice, ContactId(contact)), note)?);
            }
        }
        Ok(all)
    }

    pub(super) async fn segments_around(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        (from, until): (Timestamp, Timestamp),
    ) -> Result<HashMap<TimeEntryId, Vec<Segment>>> {
        let (practice, tenant) = self.place(practice)?;
        let earliest = from.checked_sub(LONGEST).unwrap_or(from);
        let params = values![practice, tenant, patient_list(patients), earliest, until];
        let rows = self.rows(&SEGMENTS_LISTED, params).await?;
        Ok(segments_in(&rows)?.into_iter().collect())
    }

    pub(super) async fn copies_around(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<Vec<(CarePlanCopy, Recorded)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&COPIES_LISTED, values![practice, tenant, patient_list(patients)]).await?;
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let (care_plan, id) = (CarePlanId(row.get()?), row.get::<Uuid>()?);
            let patient = PatientId(row.get()?);
            let (on, recipient, way) = (row.get()?, row.get()?, row.get()?);
            let sealed = row.get::<Option<Vec<u8>>>()?;
            let proof =
                sealed.map(|sealed| crate::care_plan::written::opened_proof(&keys, practice, id, sealed));
            let copy = CarePlanCopy {
                id: CopyId(id),
                patient,
                care_plan,
                on,
                recipient,
                way,
                proof: proof.transpose()?,
            };
            Ok((copy, recorded(row)?))
        })
    }

    pub(super) async fn consents_around(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
    ) -> Result<HashMap<ConsentId, (Recorded, Option<ConsentProof>)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONSENTS_LISTED, values![practice, tenant, patient_list(patients)]).await?;
        let all = each(&rows, |row| {
            let (id, recorded) = (ConsentId(row.get()?), recorded(row)?);
            let (kind, media_type): (Option<String>, Option<String>) = (row.get()?, row.get()?);
            let (bytes, sha256): (Option<i64>, Option<Vec<u8>>) = (row.get()?, row.get()?);
            let hex = |bytes: Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            let proof = kind.map(|kind| ConsentProof {
                kind,
                media_type,
                bytes: bytes.unwrap_or(0),
                sha256: sha256.map(hex),
            });
            Ok((id, (recorded, proof)))
        })?;
        Ok(all.into_iter().collect())
    }

    pub(super) async fn assessments_around(
        &mut self,
        practice: PracticeId,
        patients: &[PatientId],
        (from, until): (Date, Date),
    ) -> Result<Vec<AssessmentMade>> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, patient_list(patients), from, until];
        each(&self.rows(&ASSESSMENTS_LISTED, params).await?, |row| {
            Ok(AssessmentMade {
                id: AssessmentId(row.get()?),
                patient: PatientId(row.get()?),
                instrument: row.get()?,
                version: u32::try_from(row.get::<i64>()?).unwrap_or(u32::MAX),
                on: row.get()?,
                band: row.get()?,
                recorded: recorded(row)?,
            })
        })
    }
}
