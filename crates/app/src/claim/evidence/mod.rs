//! AUDIT-01: what a reviewer asks for, about one claim, in one document.
//!
//! What the claim rests on is told as it was judged: from the stored facts, by the rule set of that day. What was
//! recorded around it, and what came afterwards, is told as it stands.

mod document;
mod records;
mod time_log;
mod trail;
mod verdict;

pub use document::*;

use std::collections::HashMap;
use std::sync::Arc;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::claim::Claim;
use ccm::people::Person;
use sha2::{Digest, Sha256};

use crate::billing::close::{StoredDetermination, hex};
use crate::ports::{ClaimEventRow, ClaimFileRow, ClaimRow, DeterminationRow};
use crate::{App, Error, Place, Result, Work};

/// Gathers the evidence of a claim, named by its number or our id. That it was read is on record before it leaves.
///
/// # Errors
/// [`Error::NotFound`] for a claim that is not here; [`Error::Forbidden`]; storage's failures.
pub async fn evidence(app: &App, actor: &Actor, place: Place, claim: &str) -> Result<Evidence> {
    let mut work = app.begin_read(actor, place).await?.require_some(Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    let row = work.tx.claim(practice, claim).await?.ok_or(Error::NotFound("claim"))?;
    let mut work = work.chart(row.patient, Permission::ReadChart).await.map_err(|error| match error {
        Error::NotFound(_) => Error::NotFound("claim"),
        other => other,
    })?;
    let basis = Basis::read(&mut work, row).await?;
    let records = records::gather(&mut work, &basis).await?;
    let time_log = time_log::gather(&mut work, &basis).await?;
    let files = work.tx.claim_files(practice, basis.row.month).await?;
    let audit = trail::gather(app, &mut work, &basis, &time_log).await?;
    let made_at = work.now;
    drop(work);
    app.audit_read(actor, place, "claim_evidence", &basis.row.id.to_string(), Some(basis.row.patient))
        .await?;

    let trace = time_log::trace(&basis, &time_log);
    Ok(Evidence {
        schema: "perennial.evidence.1",
        claim_id: basis.row.id,
        number: basis.row.number.clone(),
        practice,
        patient: basis.row.patient,
        month: basis.row.month,
        revision: basis.row.revision,
        zone: basis.stored.facts.zone.clone(),
        made_at,
        verdict: verdict::page(&basis),
        enrollment: records.enrollment,
        consent: records.consent,
        initiating_visit: records.initiating_visit,
        care_plan: records.care_plan,
        conditions: records.conditions,
        supervision: time_log::supervision(&time_log),
        time_log,
        decision_making: records.decision_making,
        sign_off: basis
            .row
            .events
            .iter()
            .filter(|event| event.kind == "reviewed")
            .map(|event| basis.step(event))
            .collect(),
        claim: claim_evidence(&basis, files),
        trace,
        audit,
    })
}

/// The claim, the answer that it was drafted from, and who is who.
struct Basis {
    row: ClaimRow,
    claim: Claim,
    determination: DeterminationRow,
    stored: StoredDetermination,
    closed_at: Option<Timestamp>,
    rules: Arc<RuleSet>,
    persons: HashMap<PersonId, Person>,
    zone: TimeZone,
}

impl Basis {
    async fn read(work: &mut Work, row: ClaimRow) -> Result<Self> {
        let practice = work.practice_id()?;
        let wrong = |error: serde_json::Error| Error::Internal(error.to_string());
        let claim: Claim = serde_json::from_slice(&row.body).map_err(wrong)?;
        let determination = work.tx.determination(practice, row.patient, row.month, row.revision).await?;
        let determination =
            determination.ok_or_else(|| Error::Internal("a claim without its determination".into()))?;
        let stored = StoredDetermination::read(&determination.body)?;
        let rules = match rule_set_hash(stored.determination.rules.as_str()) {
            Some(hash) => work.tx.rule_set(hash).await?,
            None => None,
        };
        let rules = rules.ok_or_else(|| Error::Internal("the rule set of a closing is gone".into()))?;
        let rules = Arc::new(RuleSet::parse(&rules).map_err(Error::Invalid)?);
        let closure = work.tx.closure(practice, row.month, row.revision).await?;
        let closed_at = closure.map(|closure| closure.closed_at);
        let persons = work.tx.persons().await?.into_iter().map(|person| (person.id, person)).collect();
        let zone = stored.facts.zone.zone();
        Ok(Self { row, claim, determination, stored, closed_at, rules, persons, zone })
    }

    fn person(&self, id: PersonId) -> PersonRef {
        let known = self.persons.get(&id);
        PersonRef {
            person: id,
            key: known.map(|person| person.key.clone()),
            name: known.map(|person| format!("{} {}", person.given, person.family)),
            npi: known.and_then(|person| person.npi.clone()),
        }
    }

    fn step(&self, event: &ClaimEventRow) -> Step {
        Step {
            kind: event.kind.clone(),
            at: event.at,
            person: event.actor.person().map(|person| self.person(person)),
            actor: event.actor.clone(),
            file: event.file,
        }
    }

    /// What a rule says, in our words.
    fn words(&self, rule: ccm::billing::RuleId) -> String {
        self.rules.rule(rule).map(|rule| rule.title.clone()).unwrap_or_default()
    }
}

fn claim_evidence(basis: &Basis, files: Vec<ClaimFileRow>) -> ClaimEvidence {
    let is_sent_in = |file: &ClaimFileRow| basis.row.events.iter().any(|event| event.file == Some(file.id));
    let files = files.into_iter().filter(is_sent_in).map(|file| FileEvidence {
        is_intact: <[u8; 32]>::from(Sha256::digest(&file.body)) == file.sha256,
        file: file.id,
        name: file.name,
        receiver: file.receiver,
        interchange: file.interchange,
        claims: file.claims,
        total_cents: file.total,
        created_at: file.created_at,
        sha256: hex(&file.sha256),
    });
    ClaimEvidence {
        document: basis.claim.clone(),
        total_cents: basis.row.total,
        steps: basis.row.events.iter().map(|event| basis.step(event)).collect(),
        files: files.collect(),
    }
}

/// The 32 bytes of a hash that is written in hexadecimal.
fn rule_set_hash(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back() {
        let bytes: [u8; 32] = std::array::from_fn(|n| n as u8 * 7);
        assert_eq!(rule_set_hash(&hex(&bytes)), Some(bytes));
        for bad in ["", "0g", "abc", &"00".repeat(33)] {
            assert_eq!(rule_set_hash(bad), None, "{bad}");
        }
    }
}
