//! Who qualifies for a program on a day, and why: a fixed number of queries for any number of patients.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::care::FacilityStay;
use ccm::care_plan::{Chronic, ConditionCatalog};
use ccm::enrollment::Program;
use ccm::enrollment::eligibility::{
    Candidate, CandidateFacts, ConditionEvidence, DischargeEvidence, VisitEvidence, judge,
};
use ccm::people::{Coverage, PayerKind};
use serde::Serialize;

use crate::ports::{PatientLabel, PayerRow, ProgramFact, ProgramFactRow};
use crate::{App, Error, Place, Result};

/// All patients of a practice, judged.
#[derive(Clone, Serialize)]
pub struct CandidateList {
    pub schema: &'static str,
    pub on: Date,
    pub program: Program,
    /// Met first, then open, each by record number; those who do not qualify are counted only.
    pub rows: Vec<CandidateRow>,
    pub met: usize,
    pub open: usize,
    pub not_met: usize,
    /// `vintage_missing` where no ICD-10-CM vintage covers the day: a warning, not a hold.
    pub findings: Vec<String>,
}

/// One patient.
#[derive(Clone, Serialize)]
pub struct CandidateRow {
    #[serde(flatten)]
    pub patient: PatientLabel,
    #[serde(flatten)]
    pub candidate: Candidate,
}

/// Judges every patient of the practice.
///
/// # Errors
/// [`Error::NotFound`] when the program has no rules for that day; [`Error::Forbidden`]; storage's failures.
pub async fn candidates(
    app: &App,
    actor: &Actor,
    place: Place,
    program: Program,
    on: Date,
) -> Result<CandidateList> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let practice = work.practice().await?;
    let settings = app.rules.settings(&practice.profile.switches).map_err(Error::Invalid)?;
    let rule = app.rules.eligibility(program, on, &settings).ok_or(Error::NotFound("rule for that day"))?;
    let month = ServiceMonth::of(on);
    let first = on.saturating_sub(jiff::Span::new().months(rule.look_back_months()));

    let patients = work.tx.patients(practice.id).await?;
    let labels = labels(&work.tx.identifiers(practice.id).await?);
    let payers: Vec<PayerRow> = work
        .tx
        .payers()
        .await?
        .into_iter()
        .filter(|payer| practice.profile.payers.contains(&payer.key))
        .collect();
    let mut facts: HashMap<PatientId, CandidateFacts> = HashMap::new();
    for (patient, coverage) in work.tx.coverages(practice.id).await? {
        note_coverage(facts.entry(patient).or_default(), &coverage, &payers, on);
    }
    let mut is_vintage_missing = false;
    let mut confirmed: HashMap<(PatientId, Icd10Cm), (ConfirmationId, u16)> = HashMap::new();
    for one in work.tx.confirmations(practice.id).await? {
        confirmed.insert((one.patient, one.icd10), (one.id, one.expected_months));
    }
    for (patient, condition) in work.tx.conditions(practice.id).await? {
        let Some(icd10) = condition.icd10.clone().filter(|_| condition.is_active_on(on)) else { continue };
        let (evidence, missing) = evidence(
            &app.catalog,
            condition.id.to_string(),
            icd10.clone(),
            on,
            confirmed.remove(&(patient, icd10)).map(|(_, months)| months),
        );
        is_vintage_missing |= missing;
        facts.entry(patient).or_default().conditions.push(evidence);
    }
    for ((patient, icd10), (id, months)) in confirmed {
        let (evidence, missing) = evidence(&app.catalog, id.to_string(), icd10, on, Some(months));
        is_vintage_missing |= missing;
        facts.entry(patient).or_default().conditions.push(evidence);
    }
    for (patient, visit) in work.tx.visits(practice.id, first).await? {
        if visit.status == "finished" {
            facts.entry(patient).or_default().visits.push(VisitEvidence {
                id: visit.id.to_string(),
                on: visit.on,
                qualifying_code: visit.code.as_ref().map(|code| app.rules.is_initiating(code)),
                discussed: visit.discussed,
            });
        }
    }
    let one_practitioner =
        app.rules.program(program).map(|program| program.one_practitioner.clone()).unwrap_or_default();
    for claim in work.tx.outside_claims(practice.id, month.first_day(), month.last_day()).await? {
        if one_practitioner.contains(&claim.code) {
            facts.entry(claim.patient).or_default().managed_elsewhere = true;
        }
    }
    let zone =
        practice.zone_on(on).ok_or_else(|| Error::Internal("a practice without a time zone".into()))?.zone();
    for row in work.tx.program_facts(practice.id, on, on).await? {
        note_fact(facts.entry(row.patient).or_default(), &row);
    }
    for (patient, stay) in work.tx.stays(practice.id).await? {
        note_stay(facts.entry(patient).or_default(), &stay, &zone);
    }
    let mut rows = Vec::new();
    let mut not_met = 0;
    for patient in patients {
        let mut known = facts.remove(&patient.id).unwrap_or_default();
        known.alive = patient.deceased.is_none_or(|died| died.day(&zone) > on);
        known.conditions.sort_by(|a, b| a.icd10.cmp(&b.icd10).then_with(|| a.id.cmp(&b.id)));
        let candidate = judge(&known, on, &rule);
        if candidate.answer == Answer::NotMet {
            not_met += 1;
        } else {
            let mrn = labels.get(&patient.id).cloned().unwrap_or_else(|| patient.id.to_string());
            rows.push(CandidateRow { patient: PatientLabel { id: patient.id, mrn }, candidate });
        }
    }
    rows.sort_by(|a, b| {
        (a.candidate.answer != Answer::Met)
            .cmp(&(b.candidate.answer != Answer::Met))
            .then_with(|| a.patient.mrn.cmp(&b.patient.mrn))
    });
    drop(work);
    app.audit_read(actor, place, "candidates", &on.to_string(), None).await?;
    let met = rows.iter().filter(|row| row.candidate.answer == Answer::Met).count();
    Ok(CandidateList {
        schema: "perennial.candidates.1",
        on,
        program,
        met,
        open: rows.len() - met,
        rows,
        not_met,
        findings: if is_vintage_missing { vec!["vintage_missing".to_owned()] } else { Vec::new() },
    })
}

/// The number by which people know a patient: the first identifier that is no MBI.
pub(crate) fn labels(identifiers: &[(PatientId, ccm::people::Identifier)]) -> HashMap<PatientId, String> {
    let mut labels: HashMap<PatientId, String> = HashMap::new();
    for (patient, identifier) in
        identifiers.iter().filter(|(_, one)| one.system != ccm::people::Identifier::MBI)
    {
        let label = labels.entry(*patient).or_insert_with(|| identifier.value.clone());
        if identifier.value < *label {
            label.clone_from(&identifier.value);
        }
    }
    labels
}

fn evidence(
    catalog: &ConditionCatalog,
    id: String,
    icd10: Icd10Cm,
    on: Date,
    confirmed_months: Option<u16>,
) -> (ConditionEvidence, bool) {
    let known = catalog.look_up(&icd10, on);
    let chronic = match known.chronic {
        Some(Chronic::Yes) => Some(true),
        Some(Chronic::No) => Some(false),
        Some(Chronic::Undetermined) | None => None,
    };
    let weak = catalog.is_weak(&icd10);
    (ConditionEvidence { id, icd10, chronic, weak, confirmed_months }, known.vintage_missing)
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
    let kind = payers
        .iter()
        .find(|payer| payer.profile.speaks_of(coverage.type_code.as_deref(), coverage.payer_name.as_deref()))
        .map(|payer| payer.profile.kind);
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
