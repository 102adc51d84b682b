//! Attempts to enroll, who is calling whom, and what proves a consent.

use app::Result;
use app::ports::store::Outreach;
use app::ports::{ConsentRecord, OutreachClaim, ProofHead, ProofRow, Recorded};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::enrollment::{Attempt, Evidence, OutreachTerms, Program};
use db::{Row, values};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{read_consent, reason_at};
use crate::columns::{Columns, each, json, word};
use crate::error::unreadable;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

macro_rules! attempts {
    ($remark:literal, $of:literal) => {
        concat!(
            "select outreach_id, patient_id, program, number, at, by_id, outcome, class, again_on, seconds, ",
            $remark,
            " from outreach_attempt where practice_id = $1 and organization_id = $2 and ",
            $of,
            " order by program, number, outreach_id"
        )
    };
}

db::queries! {
    ADD_ATTEMPT = "insert into outreach_attempt (practice_id, organization_id, outreach_id, patient_id, program, number,
            at, by_id, outcome, class, again_on, seconds, remark_sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    ATTEMPTS = attempts!("null", "program = $3");
    ATTEMPTS_OF = attempts!("remark_sealed", "patient_id = $3");
    CLAIMS = "select patient_id, person_id, from_at, until_at from outreach_claim
        where practice_id = $1 and organization_id = $2 and until_at > $3";
    TAKE_CLAIM = "insert into outreach_claim (practice_id, organization_id, patient_id, person_id, from_at, until_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (practice_id, patient_id) do update set person_id = excluded.person_id,
            until_at = excluded.until_at,
            from_at = case when outreach_claim.person_id = excluded.person_id
                    and outreach_claim.until_at > excluded.from_at
                then outreach_claim.from_at else excluded.from_at end
        where outreach_claim.organization_id = excluded.organization_id
            and (outreach_claim.person_id = excluded.person_id or outreach_claim.until_at <= excluded.from_at)";
    END_CLAIM = "update outreach_claim set until_at = $5
        where practice_id = $1 and organization_id = $2 and patient_id = $3 and person_id = $4 and until_at > $5";
    TERMS = "select terms from outreach_terms where practice_id = $1 and organization_id = $2";
    PUT_TERMS = "insert into outreach_terms (practice_id, organization_id, terms) values ($1, $2, $3)
        on conflict (practice_id) do update set terms = excluded.terms
        where outreach_terms.organization_id = excluded.organization_id";
    ADD_PROOF = "insert into consent_proof (practice_id, organization_id, consent_id, patient_id, speaker_sealed, told,
            kind, media_type, size, sha256, evidence_sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    PROOF = "select patient_id, speaker_sealed, told, kind, media_type, evidence_sealed from consent_proof
        where practice_id = $1 and organization_id = $2 and consent_id = $3";
    CONSENT_RECORDS = "select c.consent_id, c.patient_id, c.kind, c.program, c.form, c.at, c.documented, c.elements,
            c.practitioner_id, c.representative_authority, c.language, c.wording, c.reason_sealed, c.recorded_at,
            c.recorded_by, p.speaker_sealed, p.told, p.kind, p.media_type, p.size, p.sha256
        from consent c left join consent_proof p on p.practice_id = c.practice_id
            and p.organization_id = c.organization_id and p.consent_id = c.consent_id
        where c.practice_id = $1 and c.organization_id = $2 and c.patient_id = $3
        order by c.recorded_at, c.consent_id";
}

fn remark_at(practice: Uuid, id: OutreachId) -> At {
    At::column("outreach_attempt.remark_sealed").id(practice).id(id.0)
}

fn speaker_at(practice: Uuid, id: ConsentId) -> At {
    At::column("consent_proof.speaker_sealed").id(practice).id(id.0)
}

fn evidence_at(practice: Uuid, id: ConsentId) -> At {
    At::column("consent_proof.evidence_sealed").id(practice).id(id.0)
}

fn read_attempt(
    row: &mut Columns<'_>,
    remark: impl Fn(OutreachId, Vec<u8>) -> Result<String>,
) -> Result<Attempt> {
    let id = OutreachId(row.get()?);
    Ok(Attempt {
        id,
        patient: PatientId(row.get()?),
        program: row.word()?,
        number: u32::try_from(row.get::<i64>()?).map_err(|_| unreadable("the number of an attempt"))?,
        at: row.get()?,
        by: PersonId(row.get()?),
        outcome: row.get()?,
        class: row.word()?,
        again_on: row.get()?,
        seconds: row.get()?,
        remark: row.get::<Option<Vec<u8>>>()?.map(|sealed| remark(id, sealed)).transpose()?,
    })
}

/// The kind of a proof, what it is, and its bytes.
type Parts<'a> = (&'static str, Option<&'a str>, Option<Vec<u8>>);

fn parts(evidence: &Evidence) -> Result<Parts<'_>> {
    Ok(match evidence {
        Evidence::Spoken => ("spoken", None, None),
        Evidence::Document { media_type, bytes } => ("document", Some(media_type), Some(bytes.clone())),
        Evidence::Signature { .. } => {
            let body = serde_json::to_vec(evidence).map_err(|_| unreadable("a signature"))?;
            ("signature", None, Some(body))
        }
    })
}

fn read_evidence(kind: &str, media_type: Option<String>, body: Option<Vec<u8>>) -> Result<Evidence> {
    match (kind, media_type, body) {
        ("spoken", None, None) => Ok(Evidence::Spoken),
        ("document", Some(media_type), Some(bytes)) => Ok(Evidence::Document { media_type, bytes }),
        ("signature", None, Some(body)) => {
            serde_json::from_slice(&body).map_err(|_| unreadable("a signature"))
        }
        _ => Err(unreadable("the proof of a consent")),
    }
}

fn read_record(practice: Uuid, keys: &Keyring, row: &Row) -> Result<ConsentRecord> {
    let mut row = Columns::of(row);
    let consent = read_consent(&mut row)?;
    let reason = row.get::<Option<Vec<u8>>>()?;
    let reason = reason.map(|sealed| keys.open_text(&reason_at(practice, consent.id), sealed)).transpose()?;
    let recorded = Recorded { at: row.get()?, by: PersonId(row.get()?) };
    let proof = match row.get::<Option<Vec<u8>>>()? {
        None => None,
        Some(sealed) => {
            let speaker = keys.open(&speaker_at(practice, consent.id), sealed)?;
            Some(ProofHead {
                speaker: serde_json::from_slice(&speaker).map_err(|_| unreadable("a speaker"))?,
                told: row.json()?,
                kind: row.get()?,
                media_type: row.get()?,
                bytes: row.get()?,
                sha256: row.get::<Option<Vec<u8>>>()?.and_then(|bytes| bytes.try_into().ok()),
            })
        }
    };
    Ok(ConsentRecord { consent, recorded, reason, proof })
}

#[async_trait]
impl Outreach for StoreTx {
    async fn add_attempt(&mut self, practice: PracticeId, attempt: &Attempt) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let remark = self.sealed_text(&remark_at(practice, attempt.id), attempt.remark.as_deref()).await?;
        let params = values![
            practice,
            tenant,
            attempt.id.0,
            attempt.patient.0,
            word(&attempt.program)?,
            i64::from(attempt.number),
            attempt.at,
            attempt.by.0,
            &attempt.outcome,
            word(&attempt.class)?,
            attempt.again_on,
            attempt.seconds,
            remark,
        ];
        self.write(&ADD_ATTEMPT, params).await.map(drop)
    }

    async fn attempts(&mut self, practice: PracticeId, program: Program) -> Result<Vec<Attempt>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ATTEMPTS, values![practice, tenant, word(&program)?]).await?;
        each(&rows, |row| read_attempt(row, |_, _| Err(unreadable("a remark that was not asked for"))))
    }

    async fn attempts_of(&mut self, practice: PracticeId, patient: PatientId) -> Result<Vec<Attempt>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&ATTEMPTS_OF, values![practice, tenant, patient.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        each(&rows, |row| read_attempt(row, |id, sealed| keys.open_text(&remark_at(practice, id), sealed)))
    }

    async fn outreach_claims(&mut self, practice: PracticeId, now: Timestamp) -> Result<Vec<OutreachClaim>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CLAIMS, values![practice, tenant, now]).await?;
        each(&rows, |row| {
            let (patient, person) = (PatientId(row.get()?), PersonId(row.get()?));
            Ok(OutreachClaim { patient, person, from: row.get()?, until: row.get()? })
        })
    }

    async fn take_claim(&mut self, practice: PracticeId, claim: &OutreachClaim) -> Result<bool> {
        let (practice, tenant) = self.place(practice)?;
        let params = values![practice, tenant, claim.patient.0, claim.person.0, claim.from, claim.until];
        Ok(self.write(&TAKE_CLAIM, params).await? > 0)
    }

    async fn end_claim(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
        person: PersonId,
        now: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        self.write(&END_CLAIM, values![practice, tenant, patient.0, person.0, now]).await.map(drop)
    }

    async fn outreach_terms(&mut self, practice: PracticeId) -> Result<Option<OutreachTerms>> {
        let (practice, tenant) = self.place(practice)?;
        let row = self.row(&TERMS, values![practice, tenant]).await?;
        row.map(|row| Columns::of(&row).json()).transpose()
    }

    async fn put_outreach_terms(&mut self, practice: PracticeId, terms: &OutreachTerms) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        self.put(&PUT_TERMS, values![practice, tenant, json(terms)?]).await
    }

    async fn add_proof(&mut self, practice: PracticeId, proof: &ProofRow) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        let keys = self.keyring().await?;
        let speaker = serde_json::to_vec(&proof.speaker).map_err(|_| unreadable("a speaker"))?;
        let speaker = keys.seal(&speaker_at(practice, proof.consent), &speaker)?;
        let (kind, media_type, body) = parts(&proof.evidence)?;
        let sha256 = body.as_ref().map(|body| Sha256::digest(body).to_vec());
        let size = i64::try_from(body.as_ref().map_or(0, Vec::len)).unwrap_or(i64::MAX);
        let sealed = body.map(|body| keys.seal(&evidence_at(practice, proof.consent), &body)).transpose()?;
        let params = values![
            practice,
            tenant,
            proof.consent.0,
            proof.patient.0,
            speaker,
            json(&proof.told)?,
            kind,
            media_type,
            size,
            sha256,
            sealed,
        ];
        self.write(&ADD_PROOF, params).await.map(drop)
    }

    async fn proof(&mut self, practice: PracticeId, consent: ConsentId) -> Result<Option<ProofRow>> {
        let (practice, tenant) = self.place(practice)?;
        let Some(row) = self.row(&PROOF, values![practice, tenant, consent.0]).await? else {
            return Ok(None);
        };
        let keys = self.keyring().await?;
        let mut row = Columns::of(&row);
        let patient = PatientId(row.get()?);
        let speaker = keys.open(&speaker_at(practice, consent), row.get()?)?;
        let speaker = serde_json::from_slice(&speaker).map_err(|_| unreadable("a speaker"))?;
        let told = row.json()?;
        let (kind, media_type): (String, _) = (row.get()?, row.get()?);
        let body = row.get::<Option<Vec<u8>>>()?;
        let body = body.map(|sealed| keys.open(&evidence_at(practice, consent), sealed)).transpose()?;
        let evidence = read_evidence(&kind, media_type, body)?;
        Ok(Some(ProofRow { consent, patient, speaker, told, evidence }))
    }

    async fn consent_records(
        &mut self,
        practice: PracticeId,
        patient: PatientId,
    ) -> Result<Vec<ConsentRecord>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CONSENT_RECORDS, values![practice, tenant, patient.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        rows.iter().map(|row| read_record(practice, &keys, row)).collect()
    }
}
