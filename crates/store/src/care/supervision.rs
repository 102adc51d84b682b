//! Samples of notes with what was said of them, a practice's own figures, and what attestations stand on. Comments and notes
//! are sealed.

use std::collections::HashMap;

use app::Result;
use app::ports::store::Supervision;
use app::ports::supervision::*;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::care::SupervisionTerms;
use ccm::care::supervision::{Rating, Sample, Seed};
use db::values;
use uuid::Uuid;

use super::calls::opened_json;
use crate::columns::{Columns, among, each, id_list, json};
use crate::sealed::At;
use crate::tx::StoreTx;

macro_rules! samples {
    ($where:literal) => {
        concat!(
            "select sample_id, week, coordinator_id, from_at, until_at, seed, among, drawn_by, drawn_at
            from supervision_sample where practice_id = $1 and organization_id = $2 and ",
            $where,
            " order by week desc, coordinator_id"
        )
    };
}

macro_rules! notes {
    ($engine:ident) => {
        concat!(
            "select s.sample_id, s.item, n.note_id, n.patient_id, n.signed_at, n.signed_by, n.outcome, n.seconds
            from supervision_sample_note s join call_note n on n.practice_id = s.practice_id
                and n.organization_id = s.organization_id and n.note_id = s.note_id
            where s.practice_id = $1 and s.organization_id = $2",
            among!($engine "s.sample_id"),
            " order by s.sample_id, s.item"
        )
    };
}

macro_rules! ratings {
    ($engine:ident) => {
        concat!(
            "select sample_id, item, rating, word, comment_sealed, rated_at, rated_by from supervision_rating
            where practice_id = $1 and organization_id = $2",
            among!($engine "sample_id"),
            " order by sample_id, item, rating"
        )
    };
}

db::queries! {
    TERMS = "select terms from supervision_terms where practice_id = $1 and organization_id = $2";
    PUT_TERMS = "insert into supervision_terms (practice_id, organization_id, terms) values ($1, $2, $3)
        on conflict (practice_id) do update set terms = excluded.terms
        where supervision_terms.organization_id = excluded.organization_id";
    NOTES_SIGNED = "select note_id, patient_id, signed_at, signed_by, outcome, seconds from call_note
        where practice_id = $1 and organization_id = $2 and signed_at >= $3 and signed_at < $4
        order by signed_at, note_id";
    SAMPLED_UNTIL = "select coordinator_id, max(until_at) from supervision_sample
        where practice_id = $1 and organization_id = $2 group by coordinator_id";
    ADD_SAMPLE = "insert into supervision_sample (practice_id, organization_id, sample_id, week, coordinator_id, from_at,
            until_at, seed, among, drawn_at, drawn_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    ADD_SAMPLE_NOTE = "insert into supervision_sample_note (practice_id, organization_id, sample_id, item, note_id,
            patient_id)
        values ($1, $2, $3, $4, $5, $6)";
    SAMPLE = samples!("sample_id = $3");
    SAMPLES_SINCE = samples!("week >= $3");
    SAMPLE_NOTES = { lite: notes!(lite), pg: notes!(pg) };
    RATINGS = { lite: ratings!(lite), pg: ratings!(pg) };
    ADD_RATING = "insert into supervision_rating (practice_id, organization_id, sample_id, item, rating, word,
            comment_sealed, rated_at, rated_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ADD_ATTESTATION_NOTE = "insert into attestation_note (practice_id, organization_id, attestation_id, patient_id,
            replaces_id, note_sealed)
        values ($1, $2, $3, $4, $5, $6)";
    ATTESTATION_NOTES = "select attestation_id, patient_id, replaces_id, note_sealed from attestation_note
        where practice_id = $1 and organization_id = $2 and patient_id = $3 order by attestation_id";
}

fn comment_at(practice: Uuid, sample: Uuid, item: i64, rating: i64) -> At {
    At::column("supervision_rating.comment_sealed").id(practice).id(sample).number(item).number(rating)
}

fn note_at(practice: Uuid, attestation: Uuid) -> At {
    At::column("attestation_note.note_sealed").id(practice).id(attestation)
}

fn read_head(row: &mut Columns<'_>) -> Result<SignedNoteHead> {
    Ok(SignedNoteHead {
        id: NoteId(row.get()?),
        patient: PatientId(row.get()?),
        signed_at: row.get()?,
        signed_by: PersonId(row.get()?),
        outcome: row.get()?,
        seconds: row.get()?,
    })
}

fn read_sample(row: &mut Columns<'_>) -> Result<SampleRow> {
    let sample = Sample {
        id: SampleId(row.get()?),
        week: row.get()?,
        coordinator: PersonId(row.get()?),
        from: row.get()?,
        until: row.get()?,
        seed: Seed(row.get()?),
        among: row.get()?,
        drawn_by: PersonId(row.get()?),
        notes: Vec::new(),
    };
    Ok(SampleRow { sample, drawn_at: row.get()?, notes: Vec::new() })
}

fn number(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

#[async_trait]
impl Supervision for StoreTx {
    async fn supervision_terms(&mut self, practice: PracticeId) -> Result<Option<SupervisionTerms>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&TERMS, values![practice, tenant]).await?;
        row.map(|row| Columns::of(&row).json()).transpose()
    }

    async fn put_supervision_terms(&mut self, practice: PracticeId, terms: &SupervisionTerms) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        self.put(&PUT_TERMS, values![practice, tenant, json(terms)?]).await
    }

    async fn notes_signed(
        &mut self,
        practice: PracticeId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<SignedNoteHead>> {
        let (practice, tenant) = self.place(practice)?;
        each(&self.rows(&NOTES_SIGNED, values![practice, tenant, from, until]).await?, read_head)
    }

    async fn sampled_until(&mut self, practice: PracticeId) -> Result<Vec<(PersonId, Timestamp)>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&SAMPLED_UNTIL, values![practice, tenant]).await?;
        each(&rows, |row| Ok((PersonId(row.get()?), row.get()?)))
    }

    async fn add_sample(&mut self, practice: PracticeId, sample: &Sample, now: Timestamp) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            sample.id.0,
            sample.week,
            sample.coordinator.0,
            sample.from,
            sample.until,
            sample.seed.0,
            sample.among,
            now,
            sample.drawn_by.0,
        ];
        self.write(&ADD_SAMPLE, params).await?;
        let notes = sample.notes.iter().enumerate().map(|(item, (note, patient))| {
            values![practice, tenant, sample.id.0, number(item), note.0, patient.0]
        });
        self.write_many(&ADD_SAMPLE_NOTE, notes.collect()).await.map(drop)
    }

    async fn samples(&mut self, practice: PracticeId, which: WhichSamples) -> Result<Vec<SampleRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = match which {
            WhichSamples::One(id) => self.rows(&SAMPLE, values![practice, tenant, id.0]).await?,
            WhichSamples::Since(week) => self.rows(&SAMPLES_SINCE, values![practice, tenant, week]).await?,
        };
        let mut found = each(&rows, read_sample)?;
        if found.is_empty() {
            return Ok(found);
        }
        let ids = id_list(found.iter().map(|one| one.sample.id.0));
        let notes = self.rows(&SAMPLE_NOTES, values![practice, tenant, ids.clone()]).await?;
        let ratings = self.rows(&RATINGS, values![practice, tenant, ids]).await?;
        let keys = self.keyring().await?;
        let mut said: HashMap<(Uuid, i64), Vec<Rating>> = HashMap::new();
        for row in &ratings {
            let mut row = Columns::of(row);
            let (sample, item, rating): (Uuid, i64, i64) = (row.get()?, row.get()?, row.get()?);
            let word = row.get()?;
            let comment = row.get::<Option<Vec<u8>>>()?;
            let at = comment_at(practice, sample, item, rating);
            let comment = comment.map(|sealed| keys.open_text(&at, sealed)).transpose()?;
            let one = Rating { word, comment, at: row.get()?, by: PersonId(row.get()?) };
            said.entry((sample, item)).or_default().push(one);
        }
        let mut drawn: HashMap<Uuid, Vec<SampledNoteRow>> = HashMap::new();
        for row in &notes {
            let mut row = Columns::of(row);
            let (sample, item): (Uuid, i64) = (row.get()?, row.get()?);
            let note = read_head(&mut row)?;
            let ratings = said.remove(&(sample, item)).unwrap_or_default();
            drawn.entry(sample).or_default().push(SampledNoteRow { note, ratings });
        }
        for one in &mut found {
            one.notes = drawn.remove(&one.sample.id.0).unwrap_or_default();
            one.sample.notes = one.notes.iter().map(|drawn| (drawn.note.id, drawn.note.patient)).collect();
        }
        Ok(found)
    }

    async fn add_rating(
        &mut self,
        practice: PracticeId,
        sample: SampleId,
        (item, rating): (usize, usize),
        said: &Rating,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let (item, rating) = (number(item), number(rating));
        let sealed = match &said.comment {
            Some(text) => {
                let at = comment_at(practice, sample.0, item, rating);
                Some(self.keyring().await?.seal(&at, text.as_bytes())?)
            }
            None => None,
        };
        let params =
            values![practice, tenant, sample.0, item, rating, &said.word, sealed, said.at, said.by.0];
        self.write(&ADD_RATING, params).await.map(drop)
    }

    async fn add_attestation_note(&mut self, practice: PracticeId, row: &AttestationNoteRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let sealed = self.sealed_json(&note_at(practice, row.attestation.0), &row.note).await?;
        let replaces = row.replaces.map(|id| id.0);
        let params = values![practice, tenant, row.attestation.0, row.patient.0, replaces, sealed];
        self.write(&ADD_ATTESTATION_NOTE, params).await.map(drop)
    }

    async fn attestation_notes(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<AttestationNoteRow>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ATTESTATION_NOTES, values![practice, tenant, patient.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| {
            let attestation = AttestationId(row.get()?);
            Ok(AttestationNoteRow {
                attestation,
                patient: PatientId(row.get()?),
                replaces: row.get::<Option<Uuid>>()?.map(AttestationId),
                note: opened_json(&keys, &note_at(practice, attestation.0), row.get()?)?,
            })
        })
    }
}
