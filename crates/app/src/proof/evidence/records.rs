//! The records around the work: enrollment, consent, visits, plans, conditions, decision making.

use std::collections::HashSet;

use ccm::basics::*;
use ccm::billing::determination::Outcome;
use ccm::billing::facts::VisitFact;
use serde_json::Value;

use super::*;

pub(super) struct Records {
    pub enrollment: Vec<EpisodeEvidence>,
    pub consent: Vec<ConsentEvidence>,
    pub initiating_visit: Vec<VisitEvidence>,
    pub care_plan: Vec<PlanEvidence>,
    pub conditions: Vec<ConditionEvidence>,
    pub decision_making: Vec<DecisionEvidence>,
    pub assessments: Vec<AssessmentEvidence>,
}

pub(super) fn gather(basis: &Basis<'_>) -> Records {
    let (patient, known) = (basis.row.patient, basis.known);
    let relied_on = relied_on(basis);
    let is_relied_on = |id: String| relied_on.contains(&id);
    let facts = &basis.stored.facts;

    let enrollment = known.episodes.iter().filter(|episode| episode.patient == patient);
    let enrollment = enrollment.map(|episode| EpisodeEvidence {
        with: basis.person(episode.practitioner),
        episode: episode.clone(),
    });
    let consent = known.consents.iter().filter(|consent| consent.patient == patient);
    let consent = consent.map(|consent| {
        let recorded = known.consents_recorded.get(&consent.id);
        ConsentEvidence {
            is_relied_on: is_relied_on(consent.id.to_string()),
            recorded_at: recorded.map(|(recorded, _)| recorded.at),
            recorded_by: recorded.map(|(recorded, _)| basis.person(recorded.by)),
            proof: recorded.and_then(|(_, proof)| proof.clone()),
            consent: consent.clone(),
        }
    });
    let claimed: HashSet<&str> = basis
        .stored
        .determination
        .lines
        .iter()
        .flat_map(|line| &line.conditions)
        .map(|key| key.as_str())
        .collect();
    let conditions = facts.conditions.iter().map(|condition| {
        let id = condition.id.as_str();
        let confirmation: Option<ConfirmationId> = id.parse().ok();
        ConditionEvidence {
            confirmed_on: known
                .confirmations
                .iter()
                .find(|one| Some(one.id) == confirmation)
                .map(|one| one.on),
            is_claimed: claimed.contains(id),
            condition: condition.clone(),
        }
    });
    Records {
        enrollment: enrollment.collect(),
        consent: consent.collect(),
        initiating_visit: facts
            .visits
            .iter()
            .map(|visit| VisitEvidence {
                is_relied_on: is_relied_on(visit.id.to_string()),
                visit: visit.clone(),
            })
            .filter(|visit| visit.is_relied_on || may_initiate(basis, &visit.visit))
            .collect(),
        care_plan: plans(basis, &relied_on),
        conditions: conditions.collect(),
        decision_making: facts
            .decision_making
            .iter()
            .map(|record| DecisionEvidence {
                is_relied_on: is_relied_on(record.id.to_string()),
                record: record.clone(),
            })
            .collect(),
        assessments: assessments(basis),
    }
}

/// Every version dated in or before the month, counted from the first.
fn plans(basis: &Basis<'_>, relied_on: &HashSet<String>) -> Vec<PlanEvidence> {
    let last = basis.row.month.last_day();
    let mut plans: Vec<_> = basis
        .known
        .plans
        .iter()
        .filter(|plan| plan.patient == basis.row.patient && plan.dated <= last)
        .collect();
    plans.sort_by_key(|plan| (plan.dated, plan.id));
    let copies = |plan: CarePlanId| {
        let copies = basis.known.copies.iter().filter(|(copy, _)| copy.care_plan == plan);
        let told = copies.map(|(copy, recorded)| CopyEvidence {
            copy: copy.clone(),
            recorded_at: recorded.at,
            recorded_by: basis.person(recorded.by),
        });
        told.collect()
    };
    let told = (1..).zip(plans).map(|(version, plan)| PlanEvidence {
        version,
        is_relied_on: relied_on.contains(&plan.id.to_string()),
        signed_by: plan.signed_by.map(|person| basis.person(person)),
        care_plan: plan.id,
        dated: plan.dated,
        is_revision: plan.is_revision,
        copy_given: plan.copy_given,
        copies: copies(plan.id),
        elements: plan.elements.clone(),
    });
    told.collect()
}

/// Of the month.
fn assessments(basis: &Basis<'_>) -> Vec<AssessmentEvidence> {
    let made = basis.known.assessments.iter();
    let made = made.filter(|one| one.patient == basis.row.patient && basis.row.month.covers(one.on));
    let told = made.map(|one| AssessmentEvidence {
        assessment: one.id,
        instrument: one.instrument.clone(),
        version: one.version,
        on: one.on,
        band: one.band.clone(),
        recorded_at: one.recorded.at,
        recorded_by: basis.person(one.recorded.by),
    });
    told.collect()
}

/// Other visits are nobody's business here.
fn may_initiate(basis: &Basis<'_>, visit: &VisitFact) -> bool {
    visit.code.as_ref().is_some_and(|code| basis.rules.visit(code).initiating)
}

/// Records by which a requirement of a billed code was met: the texts in its reason, keys among them.
fn relied_on(basis: &Basis<'_>) -> HashSet<String> {
    let billed = basis
        .stored
        .determination
        .considered
        .iter()
        .filter(|one| matches!(one.outcome, Outcome::Billed { .. }));
    let met = billed.flat_map(|one| &one.findings).filter(|finding| finding.answer.is_met());
    let mut texts = HashSet::new();
    for finding in met {
        if let Ok(reason) = serde_json::to_value(&finding.reason) {
            texts_in(reason, &mut texts);
        }
    }
    texts
}

fn texts_in(value: Value, texts: &mut HashSet<String>) {
    match value {
        Value::String(text) => {
            texts.insert(text);
        }
        Value::Array(values) => values.into_iter().for_each(|value| texts_in(value, texts)),
        Value::Object(members) => members.into_iter().for_each(|(_, value)| texts_in(value, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
