//! Draft the claims of a closing: one for each patient with something to bill and somebody to bill it to.
//!
//! A claim is kept even where the scrubber will find something: a person should see what is missing. It cannot
//! become a file. Claims come after the closing, some hundred in a transaction; whoever is interrupted goes on where
//! the last transaction ended, for a patient has one claim for each closing and payer.

use std::collections::HashMap;
use std::sync::Arc;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::{Determination, Line, RuleSet};
use ccm::claim::document::{MOST_DIAGNOSES, MOST_POINTERS};
use ccm::claim::service_days::first_day;
use ccm::claim::{Claim, ClaimLine, ClaimStep, Provider, Subscriber};
use ccm::people::{Charge, Patient, Person, Practice, StaffRole};

use super::card::mbis;
use super::life::{LifeClocks, Living, News, append};
use crate::billing::RefreshOptions;
use crate::billing::close::StoredDetermination;
use crate::ports::{ClaimRow, DeterminationRow, LineRow};
use crate::{App, Error, Place, Result, Work};

/// Drafts the claims of a closing that are not there yet. Answers how many.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures. What is drafted stays, and repeating goes on from there.
pub async fn draft(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    revision: i64,
    options: &RefreshOptions,
) -> Result<usize> {
    let (progress, at_once) = (&options.progress, options.batch.max(1));
    let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let house = House::read(&mut work, month, revision).await?;
    drop(work);
    let (mut drafted, mut after) = (0, None);
    loop {
        progress.fail_point("before_drafts");
        let mut work = app.begin(actor, place).await?;
        let now = work.now;
        work.tx.lock_drafts(house.practice.id, month, now).await?;
        let rows = work.tx.undrafted_after(house.practice.id, month, revision, after, at_once).await?;
        let Some(last) = rows.last() else {
            work.tx.rollback().await?;
            return Ok(drafted);
        };
        after = Some(last.patient);
        drafted += house.draft(&mut work, rows).await?;
        progress.fail_point("in_drafts");
        work.commit().await?;
        progress.fail_point("after_drafts");
    }
}

/// What all claims of a practice's month are made from.
pub(super) struct House {
    month: ServiceMonth,
    revision: i64,
    practice: Practice,
    persons: HashMap<PersonId, Person>,
    roles: Vec<StaffRole>,
    charges: Vec<Charge>,
    clocks: LifeClocks,
    rules: Arc<RuleSet>,
}

impl House {
    pub async fn read(work: &mut Work, month: ServiceMonth, revision: i64) -> Result<Self> {
        let practice = work.practice().await?;
        Ok(Self {
            month,
            revision,
            persons: work.tx.persons().await?.into_iter().map(|person| (person.id, person)).collect(),
            roles: work.tx.roles(practice.id).await?,
            charges: work.tx.charges(practice.id).await?,
            clocks: LifeClocks::read(work).await?,
            rules: work.app().rules.clone(),
            practice,
        })
    }

    async fn draft(&self, work: &mut Work, answers: Vec<DeterminationRow>) -> Result<usize> {
        let patients: Vec<PatientId> = answers.iter().map(|row| row.patient).collect();
        let known = Known::read(work, self.practice.id, &patients, self.month).await?;
        let count = i64::try_from(answers.len()).map_err(|_| Error::Internal("too many claims".into()))?;
        let first = work.tx.take_number("claim", count).await?;
        let mut rows = Vec::with_capacity(answers.len());
        let mut told = Vec::with_capacity(answers.len());
        for (number, answer) in (first..).zip(answers) {
            let payer =
                answer.payer.ok_or_else(|| Error::Internal("a claim without anybody to pay it".into()))?;
            let determination = StoredDetermination::read(&answer.body)?.determination;
            let claim = self.claim(&known, &answer, &determination, number);
            let id = ClaimId(work.id());
            let row = row(id, &claim, answer.practitioner, payer, self.revision, work.now)?;
            let details =
                serde_json::json!({"number": row.number, "month": row.month, "revision": self.revision});
            rows.push((row, line_rows(&claim, &determination)));
            told.push(details);
        }
        work.tx.add_claims(self.practice.id, &rows).await?;
        let news = rows.iter().zip(told).map(|((row, _), details)| News {
            claim: Living::of(row),
            steps: vec![ClaimStep::Drafted { corrects: None }],
            details,
        });
        append(work, &self.clocks, None, news.collect()).await?;
        Ok(rows.len())
    }

    pub fn claim(
        &self,
        known: &Known,
        answer: &DeterminationRow,
        determination: &Determination,
        number: i64,
    ) -> Claim {
        let mut diagnoses: Vec<Icd10Cm> = Vec::new();
        for code in determination.lines.iter().flat_map(|line| &line.diagnoses) {
            if diagnoses.len() < MOST_DIAGNOSES && !diagnoses.contains(code) {
                diagnoses.push(code.clone());
            }
        }
        let lines =
            determination.lines.iter().map(|line| self.line(line, determination, &diagnoses)).collect();
        let on = determination.lines.iter().map(|line| line.date_of_service).max();
        Claim {
            number: claim_number(self.month, number, self.revision),
            patient: answer.patient,
            month: self.month,
            form: determination.claim.form,
            type_of_bill: determination.claim.type_of_bill,
            subscriber: known.subscriber(answer.patient),
            rendering: self.rendering(answer.practitioner, on.unwrap_or(self.month.last_day())),
            place_of_service: self.practice.profile.place_of_service.clone(),
            frequency: "1".to_owned(),
            payer_claim_number: None,
            diagnoses,
            lines,
        }
    }

    fn line(&self, line: &Line, determination: &Determination, diagnoses: &[Icd10Cm]) -> ClaimLine {
        let place = |code: &Icd10Cm| diagnoses.iter().position(|known| known == code);
        let pointers = line.diagnoses.iter().filter_map(|code| u8::try_from(place(code)? + 1).ok());
        let on = line.date_of_service;
        let charge = self.charges.iter().find(|charge| charge.applies(&line.code, on));
        ClaimLine {
            code: line.code.clone(),
            modifiers: line.modifiers.iter().map(ToString::to_string).collect(),
            units: line.units,
            // Nothing is charged where the practice has not said what it charges; the scrubber finds that.
            charge: charge.and_then(|charge| charge.cents.times(line.units)).unwrap_or_default(),
            on,
            since: first_day(line, determination, &self.rules),
            pointers: pointers.take(MOST_POINTERS).collect(),
            expected: line.allowed,
        }
    }

    /// CLAIM-03: the billing practitioner, with the taxonomy of the role held on the day of service.
    fn rendering(&self, id: PersonId, on: Date) -> Provider {
        let person = self.persons.get(&id);
        let role = self.roles.iter().find(|role| role.person == id && role.covers(on));
        Provider {
            family: person.map(|person| person.family.clone()).unwrap_or_default(),
            given: person.map(|person| person.given.clone()).unwrap_or_default(),
            npi: person.and_then(|person| person.npi.clone()),
            taxonomy: role.and_then(|role| role.taxonomy.clone()),
        }
    }
}

/// `P26090000042R1`: service month, a number never given twice, the closing's revision.
pub(super) fn claim_number(month: ServiceMonth, number: i64, revision: i64) -> String {
    let first = month.first_day();
    format!("P{:02}{:02}{number:07}R{revision}", first.year().rem_euclid(100), first.month())
}

pub(super) fn row(
    id: ClaimId,
    claim: &Claim,
    practitioner: PersonId,
    payer: PayerId,
    revision: i64,
    now: Timestamp,
) -> Result<ClaimRow> {
    let total = claim.total().ok_or_else(|| Error::Internal("charges that do not fit a claim".into()))?;
    Ok(ClaimRow {
        id,
        number: claim.number.clone(),
        patient: claim.patient,
        month: claim.month,
        revision,
        payer,
        practitioner,
        total,
        body: serde_json::to_vec(claim).map_err(|error| Error::Internal(error.to_string()))?,
        created_at: now,
        correction: 0,
        events: Vec::new(),
    })
}

pub(super) fn line_rows(claim: &Claim, determination: &Determination) -> Vec<(LineRow, Cents)> {
    let pairs = claim.lines.iter().zip(&determination.lines);
    pairs
        .map(|(line, judged)| {
            let row = LineRow {
                code: line.code.clone(),
                units: i64::from(line.units),
                on: line.on,
                // Beside the charge for all units stands what is expected for all units.
                amount: judged.allowed,
            };
            (row, line.charge)
        })
        .collect()
}

/// What is known of the patients of some claims.
pub(super) struct Known {
    patients: HashMap<PatientId, Patient>,
    mbis: HashMap<PatientId, Mbi>,
}

impl Known {
    pub async fn read(
        work: &mut Work,
        practice: PracticeId,
        patients: &[PatientId],
        month: ServiceMonth,
    ) -> Result<Self> {
        let known = work.tx.patients_of(practice, patients).await?;
        let identifiers = work.tx.identifiers_of(practice, patients).await?;
        let coverages = work.tx.coverages_of(practice, patients).await?;
        Ok(Self {
            patients: known.into_iter().map(|patient| (patient.id, patient)).collect(),
            mbis: mbis(identifiers, coverages, month),
        })
    }

    fn subscriber(&self, id: PatientId) -> Subscriber {
        let patient = self.patients.get(&id);
        let sex = patient.and_then(|patient| patient.sex.as_deref()).map_or("", |word| match word {
            "female" => "F",
            "male" => "M",
            _ => "U",
        });
        Subscriber {
            family: patient.and_then(|patient| patient.family.clone()),
            given: patient.and_then(|patient| patient.given.clone()),
            mbi: self.mbis.get(&id).cloned(),
            address: patient.and_then(|patient| patient.contact.address.clone()),
            born_on: patient.and_then(|patient| patient.born_on),
            sex: sex.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_fit_the_claim() {
        let number = claim_number("2026-09".parse().unwrap(), 42, 1);
        assert_eq!(number, "P26090000042R1");
        assert!(claim_number("2026-09".parse().unwrap(), 9_999_999_999, 99).len() <= 20);
    }
}
