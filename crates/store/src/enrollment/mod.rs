//! Episodes of care, and the patients' consents, refusals and revocations.

pub(crate) mod letters;
pub(crate) mod outreach;

use app::Result;
use app::ports::Recorded;
use app::ports::store::Enrollment;
use async_trait::async_trait;
use ccm::basics::*;
use ccm::enrollment::{Consent, Episode};
use db::values;
use uuid::Uuid;

use crate::columns::{Columns, among, each, json, patient_list, word};
use crate::sealed::At;
use crate::tx::StoreTx;

macro_rules! episodes {
    ($($more:tt)*) => {
        concat!(
            "select episode_id, patient_id, program, practitioner_id, start_date, track from episode
            where practice_id = $1 and organization_id = $2",
            $($more)*,
            " order by recorded_at, episode_id"
        )
    };
}

macro_rules! consents {
    ($($more:tt)*) => {
        concat!(
            "select consent_id, patient_id, kind, program, form, at, documented, elements, practitioner_id,
                representative_authority, language, wording
            from consent where practice_id = $1 and organization_id = $2",
            $($more)*,
            " order by recorded_at, consent_id"
        )
    };
}

db::queries! {
    ADD_EPISODE = "insert into episode (practice_id, organization_id, episode_id, patient_id, program,
            practitioner_id, start_date, track, recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    EPISODES = episodes!("");
    EPISODES_OF = { lite: episodes!(among!(lite "patient_id")), pg: episodes!(among!(pg "patient_id")) };
    ADD_CONSENT = "insert into consent (practice_id, organization_id, consent_id, patient_id, kind, program, form, at,
            documented, elements, practitioner_id, representative_authority, language, wording, reason_sealed,
            recorded_at, recorded_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    CONSENTS = consents!("");
    CONSENTS_OF = { lite: consents!(among!(lite "patient_id")), pg: consents!(among!(pg "patient_id")) };
}

fn reason_at(practice: Uuid, id: ConsentId) -> At {
    At::column("consent.reason_sealed").id(practice).id(id.0)
}

fn read_episode(row: &mut Columns<'_>) -> Result<Episode> {
    Ok(Episode {
        id: EpisodeId(row.get()?),
        patient: PatientId(row.get()?),
        program: row.word()?,
        practitioner: PersonId(row.get()?),
        start: row.get()?,
        track: row.get()?,
    })
}

fn read_consent(row: &mut Columns<'_>) -> Result<Consent> {
    Ok(Consent {
        id: ConsentId(row.get()?),
        patient: PatientId(row.get()?),
        kind: row.word()?,
        program: row.word()?,
        form: row.word_opt()?,
        at: row.parsed()?,
        documented: row.get()?,
        elements: row.json()?,
        practitioner: row.get::<Option<_>>()?.map(PersonId),
        representative_authority: row.get()?,
        language: row.get()?,
        wording: row.get()?,
    })
}

#[async_trait]
impl Enrollment for StoreTx {
    async fn add_episode(
        &mut self,
        practice: PracticeId,
        episode: &Episode,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![
            practice,
            tenant,
            episode.id.0,
            episode.patient.0,
            word(&episode.program)?,
            episode.practitioner.0,
            episode.start,
            episode.track.as_ref(),
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_EPISODE, params).await.map(drop)
    }

    async fn episodes(&mut self, practice: PracticeId) -> Result<Vec<Episode>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&EPISODES, values![practice, tenant]).await?;
        each(&rows, read_episode)
    }

    async fn episodes_of(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<Episode>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&EPISODES_OF, values![practice, tenant, patient_list(patients)]).await?;
        each(&rows, read_episode)
    }

    async fn add_consent(
        &mut self,
        practice: PracticeId,
        consent: &Consent,
        reason: Option<&str>,
        recorded: Recorded,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let at = reason_at(practice, consent.id);
        let params = values![
            practice,
            tenant,
            consent.id.0,
            consent.patient.0,
            word(&consent.kind)?,
            word(&consent.program)?,
            consent.form.as_ref().map(word).transpose()?,
            consent.at.to_string(),
            consent.documented,
            json(&consent.elements)?,
            consent.practitioner.map(|id| id.0),
            consent.representative_authority,
            consent.language.as_ref(),
            consent.wording.as_ref(),
            self.sealed_text(&at, reason).await?,
            recorded.at,
            recorded.by.0,
        ];
        self.write(&ADD_CONSENT, params).await.map(drop)
    }

    async fn consents(&mut self, practice: PracticeId) -> Result<Vec<Consent>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONSENTS, values![practice, tenant]).await?;
        each(&rows, read_consent)
    }

    async fn consents_of(&mut self, practice: PracticeId, patients: &[PatientId]) -> Result<Vec<Consent>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONSENTS_OF, values![practice, tenant, patient_list(patients)]).await?;
        each(&rows, read_consent)
    }
}
