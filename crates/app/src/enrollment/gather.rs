//! What is known of whoever might be managed: a fixed number of questions for one patient or all of them.

use std::collections::HashMap;

use ccm::basics::*;
use ccm::billing::Settings;
use ccm::care::FacilityStay;
use ccm::care_plan::{Chronic, ConditionCatalog};
use ccm::enrollment::Program;
use ccm::enrollment::eligibility::{
    CandidateFacts, ConditionEvidence, DischargeEvidence, EligibilityRule, VisitEvidence,
};
use ccm::people::{Coverage, Patient, PayerKind, Practice};

use crate::ports::{PayerRow, ProgramFact, ProgramFactRow};
use crate::{App, Error, Result, Work};

/// A practice's patients on a day, under a program's questions.
pub(super) struct Ground {
    pub practice: Practice,
    pub payers: Vec<PayerRow>,
    pub rule: EligibilityRule,
    pub zone: TimeZone,
    pub patients: Vec<Patient>,
    pub known: HashMap<PatientId, Known>,
    /// No ICD-10-CM vintage covers the day.
    pub is_vintage_missing: bool,
}

/// One patient.
#[derive(Clone, Default)]
pub(super) struct Known {
    pub facts: CandidateFacts,
    pub coverages: Vec<Coverage>,
    /// Who saw them last, as the record names them: one of ours, or by their NPI.
    pub seen_by: Option<SeenBy>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SeenBy {
    pub on: Date,
    pub person: Option<PersonId>,
    pub npi: Option<Npi>,
}

impl Ground {
    /// Of one patient alone where `only` says so.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the program has no rules for that day, or there is no such patient.
    pub async fn read(
        app: &App,
        work: &mut Work,
        program: Program,
        on: Date,
        only: Option<PatientId>,
    ) -> Result<Self> {
        let practice = work.practice().await?;
        let settings: Settings = app.rules.settings(&practice.profile.switches).map_err(Error::Invalid)?;
        let rule =
            app.rules.eligibility(program, on, &settings).ok_or(Error::NotFound("rule for that day"))?;
        let payers = work.tx.payers().await?;
        let payers = payers.into_iter().filter(|payer| practice.profile.payers.contains(&payer.key));
        let zone = practice
            .zone_on(on)
            .ok_or_else(|| Error::Internal("a practice without a time zone".into()))?
            .zone();
        let mut ground = Self {
            payers: payers.collect(),
            rule,
            zone,
            patients: Vec::new(),
            known: HashMap::new(),
            is_vintage_missing: false,
            practice,
        };
        ground.read_patients(work, only).await?;
        ground.read_conditions(&app.catalog, work, on, only).await?;
        ground.read_care(app, work, program, on, only).await?;
        for patient in &ground.patients {
            let known = ground.known.entry(patient.id).or_default();
            known.facts.alive = patient.deceased.is_none_or(|died| died.day(&ground.zone) > on);
            known.facts.conditions.sort_by(|a, b| a.icd10.cmp(&b.icd10).then_with(|| a.id.cmp(&b.id)));
            let coverages = std::mem::take(&mut known.coverages);
            for coverage in &coverages {
                note_coverage(&mut known.facts, coverage, &ground.payers, on);
            }
            known.coverages = coverages;
        }
        Ok(ground)
    }

    async fn read_patients(&mut self, work: &mut Work, only: Option<PatientId>) -> Result<()> {
        let practice = self.practice.id;
        let coverages = match only {
            None => {
                self.patients = work.tx.patients(practice).await?;
                work.tx.coverages(practice).await?
            }
            Some(patient) => {
                self.patients = work.tx.patients_of(practice, &[patient]).await?;
                work.tx.coverages_of(practice, &[patient]).await?
            }
        };
        if only.is_some() && self.patients.is_empty() {
            return Err(Error::NotFound("patient"));
        }
        for (patient, coverage) in coverages {
            self.known.entry(patient).or_default().coverages.push(coverage);
        }
        Ok(())
    }

    async fn read_conditions(
        &mut self,
        catalog: &ConditionCatalog,
        work: &mut Work,
        on: Date,
        only: Option<PatientId>,
    ) -> Result<()> {
        let practice = self.practice.id;
        let (confirmations, conditions) = match only {
            None => (work.tx.confirmations(practice).await?, work.tx.conditions(practice).await?),
            Some(patient) => (
                work.tx.confirmations_of(practice, &[patient]).await?,
                work.tx.conditions_of(practice, &[patient]).await?,
            ),
        };
        let mut confirmed: HashMap<(PatientId, Icd10Cm), (ConfirmationId, u16)> = HashMap::new();
        for one in confirmations {
            confirmed.insert((one.patient, one.icd10), (one.id, one.expected_months));
        }
        for (patient, condition) in conditions {
            let Some(icd10) = condition.icd10.clone().filter(|_| condition.is_active_on(on)) else {
                continue;
            };
            let months = confirmed.remove(&(patient, icd10.clone())).map(|(_, months)| months);
            self.note_condition(catalog, patient, condition.id.to_string(), icd10, on, months);
        }
        for ((patient, icd10), (id, months)) in confirmed {
            self.note_condition(catalog, patient, id.to_string(), icd10, on, Some(months));
        }
        Ok(())
    }

    fn note_condition(
        &mut self,
        catalog: &ConditionCatalog,
        patient: PatientId,
        id: String,
        icd10: Icd10Cm,
        on: Date,
        confirmed_months: Option<u16>,
    ) {
        let known = catalog.look_up(&icd10, on);
        let chronic = match known.chronic {
            Some(Chronic::Yes) => Some(true),
            Some(Chronic::No) => Some(false),
            Some(Chronic::Undetermined) | None => None,
        };
        self.is_vintage_missing |= known.vintage_missing;
        let weak = catalog.is_weak(&icd10);
        let evidence = ConditionEvidence { id, icd10, chronic, weak, confirmed_months };
        self.known.entry(patient).or_default().facts.conditions.push(evidence);
    }

    async fn read_care(
        &mut self,
        app: &App,
        work: &mut Work,
        program: Program,
        on: Date,
        only: Option<PatientId>,
    ) -> Result<()> {
        let practice = self.practice.id;
        let first = on.saturating_sub(jiff::Span::new().months(self.rule.look_back_months()));
        let month = ServiceMonth::of(on);
        let (from, until) = (month.first_day(), month.last_day());
        let (visits, outside, facts, stays) = match only {
            None => (
                work.tx.visits(practice, first).await?,
                work.tx.outside_claims(practice, from, until).await?,
                work.tx.program_facts(practice, on, on).await?,
                work.tx.stays(practice).await?,
            ),
            Some(one) => (
                work.tx.visits_of(practice, &[one], first).await?,
                work.tx.outside_claims_of(practice, &[one], until).await?,
                work.tx.program_facts_of(practice, &[one], on, on).await?,
                work.tx.stays_of(practice, &[one]).await?,
            ),
        };
        for (patient, visit) in visits {
            if visit.status == "finished" {
                let known = self.known.entry(patient).or_default();
                let seen = SeenBy { on: visit.on, person: visit.practitioner, npi: visit.practitioner_npi };
                if (seen.person.is_some() || seen.npi.is_some()) && known.seen_by.as_ref() < Some(&seen) {
                    known.seen_by = Some(seen);
                }
                known.facts.visits.push(VisitEvidence {
                    id: visit.id.to_string(),
                    on: visit.on,
                    qualifying_code: visit.code.as_ref().map(|code| app.rules.is_initiating(code)),
                    discussed: visit.discussed,
                });
            }
        }
        let one_practitioner = app.rules.program(program).map(|program| &program.one_practitioner[..]);
        for claim in outside.into_iter().filter(|claim| claim.on >= from) {
            if one_practitioner.unwrap_or_default().contains(&claim.code) {
                self.known.entry(claim.patient).or_default().facts.managed_elsewhere = true;
            }
        }
        for row in facts {
            note_fact(&mut self.known.entry(row.patient).or_default().facts, &row);
        }
        for (patient, stay) in stays {
            note_stay(&mut self.known.entry(patient).or_default().facts, &stay, &self.zone);
        }
        Ok(())
    }
}

/// A discharge that our people wrote down, and the newest word on a need.
fn note_fact(facts: &mut CandidateFacts, row: &ProgramFactRow) {
    match &row.fact {
        ProgramFact::Transition(one) => facts.discharges.push(DischargeEvidence {
            id: row.id.to_string(),
            on: row.first,
            from: one.from.clone(),
            to: Some(one.to.clone()),
        }),
        ProgramFact::SocialNeed(need) => facts.need_named = Some((row.id.to_string(), need.named)),
        _ => {}
    }
}

/// The end of a stay is a discharge too, to somewhere; what is written down of it goes first.
fn note_stay(facts: &mut CandidateFacts, stay: &FacilityStay, zone: &TimeZone) {
    let Some(on) = stay.to.map(|to| to.day(zone)) else { return };
    if facts.discharges.iter().all(|known| known.on != on) {
        // A Part A stay is in a skilled nursing facility; the other kinds are called alike.
        let from = if stay.kind == "snf_part_a" { "snf" } else { &stay.kind };
        facts.discharges.push(DischargeEvidence {
            id: stay.id.to_string(),
            on,
            from: from.to_owned(),
            to: None,
        });
    }
}

/// Part B stands behind original Medicare and behind a Medicare Advantage plan.
fn note_coverage(facts: &mut CandidateFacts, coverage: &Coverage, payers: &[PayerRow], on: Date) {
    let speaks = |payer: &&PayerRow| {
        payer.profile.speaks_of(coverage.type_code.as_deref(), coverage.payer_name.as_deref())
    };
    let kind = payers.iter().find(speaks).map(|payer| payer.profile.kind);
    if coverage.is_active_on(on) {
        facts.qmb = facts.qmb.max(coverage.qmb);
    }
    let is_medicare = matches!(kind, Some(PayerKind::MedicareFfs | PayerKind::MedicareAdvantage));
    if is_medicare && (coverage.is_active_on(on) || facts.part_b.is_none()) {
        let active = coverage.is_active_on(on);
        if active || facts.part_b != Some(true) {
            facts.part_b = Some(active);
            facts.coverage_id = Some(coverage.id.to_string());
        }
    }
}
