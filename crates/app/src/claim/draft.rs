//! Draft the claims of a closing: one for each patient with something to bill and somebody to bill it to.
//!
//! A claim is kept even where the scrubber will find something: a person should see what is missing. It cannot
//! become a file.

use std::collections::HashMap;

use ccm::basics::*;
use ccm::billing::{Determination, Line};
use ccm::claim::document::{MOST_DIAGNOSES, MOST_POINTERS};
use ccm::claim::{Claim, ClaimLine, Provider, Subscriber};
use ccm::people::{Charge, Patient, Person, StaffRole};

use super::card::mbis;
use crate::billing::{Gathered, GatheredMonth};
use crate::ports::{ClaimEventRow, ClaimRow, LineRow};
use crate::{App, Error, Result, Work};

/// Drafts the claims of a closing inside its transaction. Answers how many.
///
/// The number of queries does not depend on the number of patients.
///
/// # Errors
/// Storage's failures.
pub(crate) async fn draft(
    app: &App,
    work: &mut Work,
    month: &GatheredMonth,
    revision: i64,
    determinations: &[(PatientId, Determination)],
) -> Result<usize> {
    let practice = month.practice.id;
    let determined: HashMap<PatientId, &Determination> =
        determinations.iter().map(|(patient, determination)| (*patient, determination)).collect();
    let billable: Vec<(&Gathered, PayerId, &Determination)> = month
        .patients
        .iter()
        .filter_map(|one| {
            let determination =
                determined.get(&one.patient).filter(|determination| !determination.lines.is_empty())?;
            Some((one, one.payer?, *determination))
        })
        .collect();
    let Some((_, _, any)) = billable.first() else { return Ok(0) };
    let service_month = any.month;
    let count = i64::try_from(billable.len()).map_err(|_| Error::Internal("too many claims".into()))?;
    let first = work.tx.take_number("claim", count).await?;
    let known = Known::read(work, practice, service_month).await?;

    let mut rows = Vec::with_capacity(billable.len());
    let mut events = Vec::with_capacity(billable.len());
    for (number, (one, payer, determination)) in (first..).zip(billable) {
        let claim =
            known.claim(month, one, determination, claim_number(determination.month, number, revision));
        let row = row(ClaimId(app.ids.next()), &claim, one.practitioner, payer, revision, work.now)?;
        let details = serde_json::json!({"number": row.number, "month": row.month, "revision": revision});
        work.audit("draft", "claim", &row.id.to_string(), Some(row.patient), details);
        work.changed("claim", row.id, 1);
        let event =
            ClaimEventRow { kind: "drafted".to_owned(), file: None, actor: work.actor.clone(), at: work.now };
        events.push((row.id, 1, event));
        rows.push((row, line_rows(&claim, determination)));
    }
    work.tx.add_claims(practice, &rows).await?;
    work.tx.add_claim_events(practice, &events).await?;
    Ok(rows.len())
}

/// `P26090000042R1`: service month, a number never given twice, the closing's revision.
fn claim_number(month: ServiceMonth, number: i64, revision: i64) -> String {
    let first = month.first_day();
    format!("P{:02}{:02}{number:07}R{revision}", first.year().rem_euclid(100), first.month())
}

fn row(
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
        events: Vec::new(),
    })
}

fn line_rows(claim: &Claim, determination: &Determination) -> Vec<(LineRow, Cents)> {
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

/// What all claims of a practice are made from, beside the determinations.
struct Known {
    patients: HashMap<PatientId, Patient>,
    mbis: HashMap<PatientId, Mbi>,
    persons: HashMap<PersonId, Person>,
    roles: Vec<StaffRole>,
    charges: Vec<Charge>,
}

impl Known {
    async fn read(work: &mut Work, practice: PracticeId, month: ServiceMonth) -> Result<Self> {
        let patients = work.tx.patients(practice).await?;
        let identifiers = work.tx.identifiers(practice).await?;
        let coverages = work.tx.coverages(practice).await?;
        Ok(Self {
            patients: patients.into_iter().map(|patient| (patient.id, patient)).collect(),
            mbis: mbis(identifiers, coverages, month),
            persons: work.tx.persons().await?.into_iter().map(|person| (person.id, person)).collect(),
            roles: work.tx.roles(practice).await?,
            charges: work.tx.charges(practice).await?,
        })
    }

    fn claim(
        &self,
        month: &GatheredMonth,
        one: &Gathered,
        determination: &Determination,
        number: String,
    ) -> Claim {
        let mut diagnoses: Vec<Icd10Cm> = Vec::new();
        for code in determination.lines.iter().flat_map(|line| &line.diagnoses) {
            if diagnoses.len() < MOST_DIAGNOSES && !diagnoses.contains(code) {
                diagnoses.push(code.clone());
            }
        }
        let lines = determination.lines.iter().map(|line| self.line(line, &diagnoses)).collect();
        let on = determination.lines.iter().map(|line| line.date_of_service).max();
        Claim {
            number,
            patient: one.patient,
            month: determination.month,
            subscriber: self.subscriber(one.patient),
            rendering: self.rendering(one.practitioner, on.unwrap_or(determination.month.last_day())),
            place_of_service: month.practice.profile.place_of_service.clone(),
            frequency: "1".to_owned(),
            payer_claim_number: None,
            diagnoses,
            lines,
        }
    }

    fn line(&self, line: &Line, diagnoses: &[Icd10Cm]) -> ClaimLine {
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
            pointers: pointers.take(MOST_POINTERS).collect(),
            expected: line.allowed,
        }
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
