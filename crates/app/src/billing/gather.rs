//! Gather what is known of some patients' month, in the same few queries for one of them or a thousand, and sort it into
//! one [`MonthFacts`] for each who was managed in it.

use std::collections::BTreeMap;

use ccm::basics::*;
use ccm::billing::facts::*;
use ccm::billing::{Key, Word};
use ccm::care_plan::{Confirmation, ImportedCondition};
use ccm::enrollment::{Consent, Episode};
use ccm::people::Coverage;

use super::confirmed::Confirmed;
use super::frame::MonthFrame;
use super::month_facts::{key, word};
use super::program_facts::asks_for;
use super::shared::Asked;
use crate::ports::{LedgerRow, PlanRow, ProgramFactRow, SharedMinutesRow};
use crate::{Result, Work};

/// A patient's month, ready to be judged, with who bills whom.
pub struct Gathered {
    pub patient: PatientId,
    pub practitioner: PersonId,
    pub payer: Option<PayerId>,
    pub facts: MonthFacts,
}

/// APCM looks back three years (INIT-05); no rule looks further.
const LONGEST_LOOK_BACK_YEARS: i16 = 4;

impl MonthFrame {
    /// The month of those among the patients who are in a program, have time logged, or something recorded that asks for
    /// a program, in the order of their ids.
    ///
    /// # Errors
    /// Storage's failures.
    pub async fn gather(&self, work: &mut Work, patients: &[PatientId]) -> Result<Vec<Gathered>> {
        self.gather_asked(work, patients, Asked::Alone).await
    }

    pub(super) async fn gather_asked(
        &self,
        work: &mut Work,
        patients: &[PatientId],
        asked: Asked,
    ) -> Result<Vec<Gathered>> {
        let (id, first, last) = (self.practice.id, self.month.first_day(), self.month.last_day());
        let mut months = Months::default();
        for episode in work.tx.episodes_of(id, patients).await? {
            if episode.start <= last {
                months.with(episode.patient).episodes.push(episode);
            }
        }
        for row in work.tx.ledger_of(id, patients, self.from, self.until).await? {
            months.with(row.entry.patient).entries.push(row);
        }
        let facts = work.tx.program_facts_of(id, patients, first, last).await?;
        let (asking, beside): (Vec<_>, Vec<_>) = facts.into_iter().partition(|row| asks_for(row, self.month));
        for row in asking {
            months.with(row.patient).program_facts.push(row);
        }
        // Whoever is in the month by now is managed; nobody else is asked about.
        let managed: Vec<PatientId> = months.by_patient.keys().copied().collect();
        if managed.is_empty() {
            return Ok(Vec::new());
        }
        for row in beside {
            months.add(row.patient, |known| known.program_facts.push(row));
        }
        for row in self.shared_minutes(work, &managed, asked).await? {
            months.add(row.patient, |known| known.other_patient_entries.push(other_patient(&row)));
        }
        for consent in work.tx.consents_of(id, &managed).await? {
            months.add(consent.patient, |known| known.consents.push(consent));
        }
        for (patient, coverage) in work.tx.coverages_of(id, &managed).await? {
            months.add(patient, |known| known.coverages.push(coverage));
        }
        let confirmed = Confirmed::read(work, &managed, (self.month, self.month)).await?;
        for patient in &managed {
            months.add(*patient, |known| known.confirmed = confirmed.of(*patient, self.month));
        }
        for (patient, condition) in work.tx.conditions_of(id, &managed).await? {
            months.add(patient, |known| known.conditions.push(condition));
        }
        for confirmation in work.tx.confirmations_of(id, &managed).await? {
            months.add(confirmation.patient, |known| known.confirmations.push(confirmation));
        }
        for (patient, visit) in work.tx.visits_of(id, &managed, months.visits_from(first)).await? {
            if visit.status == "finished" && visit.on <= last {
                months.add(patient, |known| {
                    if visit.on >= known.visits_from(first) {
                        known.visits.push(self.people.visit(visit));
                    }
                });
            }
        }
        for plan in work.tx.plans_of(id, &managed, last).await? {
            months.add(plan.patient, |known| known.plans.push(plan_fact(plan)));
        }
        for row in work.tx.attestations_of(id, &managed, first, last).await? {
            let fact = DecisionMakingFact {
                id: key(row.id),
                date: row.on,
                level: word(&row.level),
                signed: Some(row.signed),
                practitioner: Some(key(row.practitioner)),
            };
            months.add(row.patient, |known| known.decision_making.push(fact));
        }
        for (patient, stay) in work.tx.stays_of(id, &managed).await? {
            let kind = word(&stay.kind).unwrap_or(Word::literal("unknown"));
            let to = stay.to.map_or(StayEnd::Open, StayEnd::At);
            let fact = StayFact { id: key(stay.id), kind, from: stay.from, to };
            months.add(patient, |known| known.stays.push(fact));
        }
        self.gather_other_services(work, &managed, &mut months).await?;
        for (patient, at) in work.tx.deaths_of(id, &managed).await? {
            months.add(patient, |known| known.deceased = Some(at));
        }
        let gathered = months.by_patient.into_iter().map(|(patient, known)| self.facts(patient, known));
        Ok(gathered.collect())
    }

    async fn gather_other_services(
        &self,
        work: &mut Work,
        managed: &[PatientId],
        months: &mut Months,
    ) -> Result<()> {
        let (id, first, last) = (self.practice.id, self.month.first_day(), self.month.last_day());
        // G0506 asks whether it was ever billed (INIT-08), so what others billed is read from the beginning.
        for row in work.tx.outside_claims_of(id, managed, last).await? {
            let practitioner = row
                .practitioner
                .map(key)
                .or_else(|| row.practitioner_npi.as_ref().map(|npi| Key::new(npi.as_str())));
            let fact = OtherService {
                id: key(row.id),
                code: row.code,
                date: row.on,
                practitioner,
                same_group: Some(row.same_group),
                source: word(&row.known_from),
            };
            months.add(row.patient, |known| known.other_services.push(fact));
        }
        // The same person at another practice of the organization: what was billed there is known here (CCM-ONE-01).
        for (patient, _, line, practitioner) in work.tx.linked_lines_of(id, managed, first, last).await? {
            let fact = OtherService {
                id: Key::new(format!("{}-{}", line.code, line.on)),
                code: line.code,
                date: line.on,
                practitioner: Some(key(practitioner)),
                same_group: Some(false),
                source: word("own"),
            };
            months.add(patient, |known| known.other_services.push(fact));
        }
        Ok(())
    }
}

/// What is known of one patient.
#[derive(Default)]
pub(super) struct PatientMonth {
    pub episodes: Vec<Episode>,
    pub entries: Vec<LedgerRow>,
    pub other_patient_entries: Vec<OtherPatientEntry>,
    pub consents: Vec<Consent>,
    pub coverages: Vec<Coverage>,
    pub confirmed: Confirmed,
    pub conditions: Vec<ImportedCondition>,
    pub confirmations: Vec<Confirmation>,
    pub visits: Vec<VisitFact>,
    pub plans: Vec<CarePlanFact>,
    pub decision_making: Vec<DecisionMakingFact>,
    pub stays: Vec<StayFact>,
    pub other_services: Vec<OtherService>,
    pub program_facts: Vec<ProgramFactRow>,
    pub deceased: Option<Moment>,
}

impl PatientMonth {
    /// Visits are read this far back: one patient's facts do not depend on whom they are gathered with.
    fn visits_from(&self, first: Date) -> Date {
        let earliest = self.episodes.iter().map(|episode| episode.start).min().unwrap_or(first).min(first);
        earliest.saturating_sub(jiff::Span::new().years(LONGEST_LOOK_BACK_YEARS))
    }
}

#[derive(Default)]
struct Months {
    by_patient: BTreeMap<PatientId, PatientMonth>,
}

impl Months {
    /// Makes the patient one of the month's.
    fn with(&mut self, patient: PatientId) -> &mut PatientMonth {
        self.by_patient.entry(patient).or_default()
    }

    /// Adds to a patient who is one of the month's already.
    fn add(&mut self, patient: PatientId, add: impl FnOnce(&mut PatientMonth)) {
        if let Some(known) = self.by_patient.get_mut(&patient) {
            add(known);
        }
    }

    fn visits_from(&self, first: Date) -> Date {
        self.by_patient.values().map(|known| known.visits_from(first)).min().unwrap_or(first)
    }
}

fn other_patient(row: &SharedMinutesRow) -> OtherPatientEntry {
    OtherPatientEntry {
        performer: key(row.performer),
        start: row.started_at,
        end: row.ends_at,
        patient: key(row.with),
    }
}

fn plan_fact(plan: PlanRow) -> CarePlanFact {
    CarePlanFact {
        id: key(plan.id),
        date: plan.dated,
        signed_by: plan.signed_by.map(key),
        copy_given: plan.copy_given,
        revised_on: plan.is_revision.then_some(plan.dated),
        elements: Some(plan.elements.iter().filter_map(|element| word(element)).collect()),
    }
}
