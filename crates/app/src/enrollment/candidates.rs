//! Who qualifies for a program on a day, and why: a fixed number of queries for any number of patients.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::enrollment::Program;
use ccm::enrollment::eligibility::{Candidate, judge};
use serde::Serialize;

use super::gather::Ground;
use crate::ports::PatientLabel;
use crate::{App, Place, Result};

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
/// [`crate::Error::NotFound`] when the program has no rules for that day; [`crate::Error::Forbidden`]; storage's failures.
pub async fn candidates(
    app: &App,
    actor: &Actor,
    place: Place,
    program: Program,
    on: Date,
) -> Result<CandidateList> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let mut ground = Ground::read(app, &mut work, program, on, None).await?;
    let labels = labels(&work.tx.identifiers(ground.practice.id).await?);
    let mut rows = Vec::new();
    let mut not_met = 0;
    for patient in &ground.patients {
        let known = ground.known.remove(&patient.id).unwrap_or_default();
        let candidate = judge(&known.facts, on, &ground.rule);
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
        findings: if ground.is_vintage_missing { vec!["vintage_missing".to_owned()] } else { Vec::new() },
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
