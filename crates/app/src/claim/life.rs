//! Appending to the lives of claims: the events, what each claim now stands at, and their audit events, in one go.

use std::collections::HashMap;

use ccm::basics::*;
use ccm::claim::life::told;
use ccm::claim::timers::{Clocks, looks_on, matters};
use ccm::claim::{ClaimEvent, ClaimStep, Timers, standing};
use ccm::people::{PayerKind, PayerProfile};
use ccm::remittance::denial::rejection;

use crate::ports::denials::RefusalRow;
use crate::ports::{ClaimEventRow, ClaimRow, StandingRow};
use crate::{App, Error, Result, Work};

/// What a claim's clocks run on, for all claims of a practice.
pub(crate) struct LifeClocks {
    zone: TimeZone,
    today: Date,
    payers: HashMap<PayerId, (Timers, PayerKind)>,
}

impl LifeClocks {
    pub async fn read(work: &mut Work) -> Result<Self> {
        let payers = work.tx.payers().await?.into_iter().map(|row| (row.id, row.profile));
        let payers: Vec<(PayerId, PayerProfile)> = payers.collect();
        let zone = work.practice().await?.zone_on(crate::work::now_date(work.now)).map(ZoneName::zone);
        let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
        let today = zone.to_datetime(work.now).date();
        let terms = |profile: &PayerProfile| (Timers::of(profile), profile.kind);
        let payers = payers.iter().map(|(id, profile)| (*id, terms(profile))).collect();
        Ok(Self { zone, today, payers })
    }

    /// How long a payer's answers and ours may take, and what kind of payer it is; `None`: it is gone.
    pub fn terms(&self, payer: PayerId) -> Option<&(Timers, PayerKind)> {
        self.payers.get(&payer)
    }

    /// Every payer, in the order of their ids.
    pub fn payers(&self) -> Vec<PayerId> {
        let mut payers: Vec<PayerId> = self.payers.keys().copied().collect();
        payers.sort_unstable();
        payers
    }

    pub fn today(&self) -> Date {
        self.today
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The clocks of one claim; `None`: its payer is gone, so nothing is known of its terms.
    pub fn of<'a>(&'a self, app: &'a App, payer: PayerId, first_service_on: Date) -> Option<Clocks<'a>> {
        let (timers, _) = self.payers.get(&payer)?;
        let holidays = app.rules.holidays();
        Some(Clocks { timers, holidays, zone: &self.zone, first_service_on, today: self.today })
    }
}

/// What is added to one claim.
pub(crate) struct News<'a> {
    pub claim: Living<'a>,
    pub steps: Vec<ClaimStep>,
    /// For the audit log: ids and counts, nothing of the patient.
    pub details: serde_json::Value,
}

/// A claim whose life goes on.
pub(crate) struct Living<'a> {
    pub id: ClaimId,
    pub patient: PatientId,
    pub payer: PayerId,
    /// The earliest day of service.
    pub first_service_on: Date,
    /// What is charged.
    pub total: Cents,
    /// All that has happened so far.
    pub events: &'a [ClaimEventRow],
}

impl<'a> Living<'a> {
    pub fn of(row: &'a ClaimRow) -> Self {
        let (id, patient, payer, total) = (row.id, row.patient, row.payer, row.total);
        Self { id, patient, payer, first_service_on: row.month.first_day(), total, events: &row.events }
    }
}

/// Adds what is new to each claim; what is on record in the same words already is not added again. How many events.
///
/// # Errors
/// [`Error::Contended`] where somebody else has just added to one of them: look again.
pub(crate) async fn append(
    work: &mut Work,
    clocks: &LifeClocks,
    received: Option<ReceivedId>,
    news: Vec<News<'_>>,
) -> Result<usize> {
    let practice = work.practice_id()?;
    let app = work.app().clone();
    let (mut rows, mut standings, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for News { claim, steps, details } in news {
        let mut events: Vec<ClaimEvent> = claim.events.iter().map(ClaimEventRow::event).collect();
        let before = events.len();
        for step in steps {
            if events.iter().any(|event| event.step == step) {
                continue;
            }
            let is_told = events.iter().any(|event| event.step.told() == step.told());
            let rejection = rejection(&step, claim.total, clocks.today).filter(|_| !is_told);
            if let Some((refusal, word)) = rejection.zip(step.told()) {
                refused.push(RefusalRow { claim: claim.id, payer: claim.payer, word, item: 0, refusal });
            }
            events.push(ClaimEvent { at: work.now, step: step.clone() });
            let number = i64::try_from(events.len()).unwrap_or(i64::MAX);
            work.audit(action(&step), "claim", &claim.id.to_string(), Some(claim.patient), details.clone());
            let actor = work.actor.clone();
            rows.push((claim.id, number, ClaimEventRow { step, received, actor, at: work.now }));
            work.changed_of("claim", claim.id, number, Some(claim.patient));
        }
        if events.len() > before {
            let clocks = clocks.of(&app, claim.payer, claim.first_service_on);
            standings.extend(stands(claim.id, &events, clocks.as_ref()));
        }
    }
    let added = rows.len();
    if added > 0 {
        work.tx.add_claim_events(practice, &rows).await?;
        work.tx.add_refusals(practice, &refused).await?;
        work.tx.put_claim_standings(practice, &standings).await?;
    }
    Ok(added)
}

/// What somebody did, as the audit log calls it.
fn action(step: &ClaimStep) -> &'static str {
    match step {
        ClaimStep::Drafted { .. } => "draft",
        ClaimStep::Reviewed => "review",
        ClaimStep::Queued { .. } => "export",
        other => other.kind(),
    }
}

/// Where a claim stands, as lists keep it.
pub(crate) fn stands(id: ClaimId, events: &[ClaimEvent], clocks: Option<&Clocks<'_>>) -> Option<StandingRow> {
    let standing = standing(events)?;
    let (paid, share) = match &standing.adjudged {
        Some(said) => (said.paid, said.patient_share),
        None => (Cents(0), Cents(0)),
    };
    let matters = clocks.map(|clocks| matters(events, clocks)).unwrap_or_default();
    Some(StandingRow {
        claim: id,
        state: standing.state,
        acts: standing.acts,
        since: standing.since,
        outcome: standing.outcome,
        paid,
        share,
        look_on: looks_on(&matters),
        matters,
        told: told(events, &standing),
    })
}
