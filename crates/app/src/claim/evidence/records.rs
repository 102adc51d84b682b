//! The records around the work: enrollment, consent, visits, plans, conditions, decision making.

use std::collections::HashSet;

use ccm::basics::*;
use ccm::billing::determination::Outcome;
use ccm::billing::facts::VisitFact;
use serde_json::Value;

use super::{
    Basis, ConditionEvidence, ConsentEvidence, DecisionEvidence, EpisodeEvidence, PlanEvidence, VisitEvidence,
};
use crate::{Result, Work};

pub(super) struct Records {
    pub enrollment: Vec<EpisodeEvidence>,
    pub consent: Vec<ConsentEvidence>,
    pub initiating_visit: Vec<VisitEvidence>,
    pub care_plan: Vec<PlanEvidence>,
    pub conditions: Vec<ConditionEvidence>,
    pub decision_making: Vec<DecisionEvidence>,
}

pub(super) async fn gather(work: &mut Work, basis: &Basis) -> Result<Records> {
    let practice = work.practice_id()?;
    let (patient, last) = (basis.row.patient, basis.row.month.last_day());
    let relied_on = relied_on(basis);
    let is_relied_on = |id: String| relied_on.contains(&id);
    let facts = &basis.stored.facts;

    let enrollment =
        work.tx.episodes(practice).await?.into_iter().filter(|episode| episode.patient == patient);
    let enrollment =
        enrollment.map(|episode| EpisodeEvidence { with: basis.person(episode.practitioner), episode });
    let consent = work.tx.consents(practice).await?.into_iter().filter(|consent| consent.patient == patient);
    let consent = consent
        .map(|consent| ConsentEvidence { is_relied_on: is_relied_on(consent.id.to_string()), consent });
    let plans = work.tx.plans(practice, last).await?;
    let mut plans: Vec<_> = plans.into_iter().filter(|plan| plan.patient == patient).collect();
    plans.sort_by_key(|plan| (plan.dated, plan.id));
    let care_plan = (1..).zip(plans).map(|(version, plan)| PlanEvidence {
        version,
        is_relied_on: is_relied_on(plan.id.to_string()),
        signed_by: plan.signed_by.map(|person| basis.person(person)),
        care_plan: plan.id,
        dated: plan.dated,
        is_revision: plan.is_revision,
        copy_given: plan.copy_given,
        elements: plan.elements,
    });
    let confirmations = work.tx.confirmations(practice).await?;
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
            confirmed_on: confirmations.iter().find(|one| Some(one.id) == confirmation).map(|one| one.on),
            is_claimed: claimed.contains(id),
            condition: condition.clone(),
        }
    });
    Ok(Records {
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
        care_plan: care_plan.collect(),
        conditions: conditions.collect(),
        decision_making: facts
            .decision_making
            .iter()
            .map(|record| DecisionEvidence {
                is_relied_on: is_relied_on(record.id.to_string()),
                record: record.clone(),
            })
            .collect(),
    })
}

/// Other visits are nobody's business here.
fn may_initiate(basis: &Basis, visit: &VisitFact) -> bool {
    visit.code.as_ref().is_some_and(|code| basis.rules.visit(code).initiating)
}

/// Records by which a requirement of a billed code was met: the texts in its reason, keys among them.
fn relied_on(basis: &Basis) -> HashSet<String> {
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
