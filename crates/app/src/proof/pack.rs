//! Evidence with its verdict before it.

use std::collections::HashMap;

use ccm::access::Actor;
use ccm::basics::*;
use ccm::people::Patient;
use ccm::proof::pack::{PatientName, PracticeName, SCHEMA};
use ccm::proof::{Checklist, ItemStanding, Pack, judge};

use super::{evidence, guard};
use crate::ports::{ClaimRow, Score};
use crate::{App, Error, Place, Result, Work};

/// One claim's pack, by its number or our id. That it was read is on record before it leaves.
///
/// # Errors
/// As [`super::evidence()`].
pub async fn pack(app: &App, actor: &Actor, place: Place, claim: &str) -> Result<Pack> {
    let (mut work, row) = guard::claim_to_read(app, actor, place, claim).await?;
    let (id, patient) = (row.id, row.patient);
    let mut made = packs(app, &mut work, vec![row]).await?;
    drop(work);
    app.audit_read(actor, place, "evidence_pack", &id.to_string(), Some(patient)).await?;
    made.pop().ok_or(Error::NotFound("claim"))
}

/// The pack of each claim, in the order of the claims, with as many questions for one as for fifty. Whether the actor
/// may see them was asked before.
pub(super) async fn packs(app: &App, work: &mut Work, rows: Vec<ClaimRow>) -> Result<Vec<Pack>> {
    let practice = work.practice().await?;
    let ids: Vec<PatientId> = rows.iter().map(|row| row.patient).collect();
    let patients = work.tx.patients_of(practice.id, &ids).await?;
    let patients: HashMap<PatientId, Patient> =
        patients.into_iter().map(|patient| (patient.id, patient)).collect();
    let list = Checklist::embedded();
    let all = evidence::gather(app, work, rows).await?;
    let packs = all.into_iter().map(|evidence| {
        let patient = patients.get(&evidence.patient);
        Pack {
            schema: SCHEMA,
            practice: PracticeName {
                name: practice.profile.name.clone(),
                npi: Some(practice.profile.npi.clone()),
            },
            patient: PatientName {
                family: patient.and_then(|patient| patient.family.clone()),
                given: patient.and_then(|patient| patient.given.clone()),
                born_on: patient.and_then(|patient| patient.born_on),
            },
            verdict: judge(list, &evidence),
            evidence,
        }
    });
    Ok(packs.collect())
}

/// What a pack's verdict comes to.
pub(super) fn score(pack: &Pack) -> Score {
    let gaps = pack.verdict.items.iter().filter(|item| item.standing == ItemStanding::Gap);
    Score {
        number: pack.verdict.claim_number.clone(),
        month: pack.verdict.month,
        gaps: gaps.map(|item| item.word.clone()).collect(),
        unknown: pack.verdict.unknown,
        items: pack.verdict.items.len(),
        total: pack.verdict.total_cents,
        at_risk: pack.verdict.at_risk_cents,
    }
}
