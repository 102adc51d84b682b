//! One claim that was not paid: what was said, what we propose, what was decided, and the ways that are open.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::life::CorrectionWay;
use ccm::claim::{ClaimEvent, ClaimState, standing};
use ccm::remittance::Proposal;
use ccm::remittance::posting::is_qmb;
use serde::Serialize;

use super::claims::days_between;
use super::decide::word;
use super::{Desk, name_of, persons, who};
use crate::claim::correct::{corrects, ways_of};
use crate::ports::appeals::{AppealRow, AppealSending};
use crate::ports::denials::{DecisionRow, Matter, RefusalRow};
use crate::ports::{ClaimEventRow, ClaimRow};
use crate::remittance::Billed;
use crate::reports::PatientCard;
use crate::{App, Error, Place, Result};

/// A claim on the list of what was not paid.
#[derive(Clone, Serialize)]
pub struct DenialPage {
    pub schema: &'static str,
    pub claim: ClaimId,
    pub number: String,
    #[serde(skip)]
    pub card: PatientCard,
    pub payer_name: String,
    pub month: ServiceMonth,
    pub state: ClaimState,
    pub payer_claim_number: Option<String>,
    pub total: Cents,
    pub paid: Cents,
    pub share: Cents,
    pub today: Date,
    pub qmb: bool,
    /// What stands first, then what was said before.
    pub said: Vec<Said>,
    #[serde(skip)]
    pub decisions: Vec<(DecisionRow, String)>,
    /// With how they got there, the first one first.
    #[serde(skip)]
    pub appeals: Vec<(AppealRow, Option<AppealSending>)>,
    /// An appeal may still be made.
    pub may_appeal: bool,
    /// Nothing more is to be decided.
    pub is_decided: bool,
    pub ways: Vec<CorrectionWay>,
    /// The claim that this one is asked in place of, and the one in place of this: numbers.
    pub corrects: Option<(ClaimId, String, CorrectionWay)>,
    pub superseded_by: Option<(ClaimId, String)>,
    /// Kind and instant, the first one first.
    #[serde(skip)]
    pub events: Vec<(&'static str, Timestamp)>,
    #[serde(skip)]
    pub zone: TimeZone,
}

/// One amount that was refused.
#[derive(Clone, Serialize)]
pub struct Said {
    /// By which all like it are found.
    pub name: String,
    pub kind: &'static str,
    pub codes: String,
    pub proposal: Proposal,
    pub cents: Cents,
    pub on: Date,
    pub age_days: i64,
    pub last_day: Option<Date>,
    /// Nothing came after it.
    pub stands: bool,
}

/// Shows one. That it was read goes on record.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; storage's failures.
pub async fn denial(app: &App, actor: &Actor, place: Place, claim: &str) -> Result<DenialPage> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let row = work.tx.claim(practice, claim).await?.ok_or(Error::NotFound("claim"))?;
    let desk = Desk::read(&mut work).await?;
    let events: Vec<ClaimEvent> = row.events.iter().map(ClaimEventRow::event).collect();
    let now = standing(&events).ok_or(Error::NotFound("claim"))?;
    let refused = work.tx.refusals_of(practice, row.id).await?;
    let decisions = work.tx.denial_decisions(practice, row.id).await?;
    let appeals = work.tx.appeals_of(practice, row.id).await?;
    let corrects = corrects(&row);
    let others: Vec<String> =
        corrects.map(|one| one.claim).into_iter().chain(now.superseded_by).map(|id| id.to_string()).collect();
    let others = work.tx.claims_named(practice, &others).await?;
    let number = |id: ClaimId| {
        others.iter().find(|one| one.id == id).map(|one| one.number.clone()).unwrap_or_default()
    };
    let billed = Billed::named(&mut work, std::slice::from_ref(&row.number)).await?.remove(&row.number);
    let qmb = billed.is_some_and(|billed| is_qmb(&billed.claim, &billed.journals));
    let newest = work.tx.newest_closure(practice, row.month).await?.map_or(0, |closure| closure.revision);
    let persons = persons(&mut work).await?;
    let head = work.tx.found(practice, &[row.patient]).await?.pop().ok_or(Error::NotFound("claim"))?.patient;
    drop(work);
    app.audit_read(actor, place, "denial", &row.id.to_string(), Some(row.patient)).await?;
    let word = word(&row);
    let mut said: Vec<Said> =
        refused.into_iter().map(|one| told(one, &row, word.as_deref(), &desk)).collect();
    said.sort_by_key(|one| (!one.stands, std::cmp::Reverse(one.on)));
    let takes = desk.payer(row.payer).is_some_and(|payer| payer.submission.freq78_allowed);
    let ended = |one: &DecisionRow| Some(&one.word) == word.as_ref() && one.decision.ends();
    let (paid, share) =
        now.adjudged.as_ref().map_or((Cents(0), Cents(0)), |one| (one.paid, one.patient_share));
    Ok(DenialPage {
        schema: "perennial.denial.1",
        claim: row.id,
        card: PatientCard::of(head, desk.today),
        payer_name: desk.payer_name(row.payer),
        month: row.month,
        state: now.state,
        payer_claim_number: now.payer_claim_number.clone(),
        total: row.total,
        paid,
        share,
        today: desk.today,
        qmb,
        may_appeal: said.iter().any(|one| {
            one.stands && one.proposal.may_appeal && one.last_day.is_some_and(|day| day >= desk.today)
        }),
        appeals,
        is_decided: word.is_none() || decisions.last().is_some_and(ended),
        ways: ways_of(&row, &now, takes, newest),
        corrects: corrects.map(|one| (one.claim, number(one.claim), one.how)),
        superseded_by: now.superseded_by.map(|id| (id, number(id))),
        events: row.events.iter().map(|event| (event.step.kind(), event.at)).collect(),
        decisions: decisions
            .into_iter()
            .map(|one| {
                let by = who(&one.by, &persons);
                (one, by)
            })
            .collect(),
        said,
        zone: desk.zone,
        number: row.number,
    })
}

fn told(one: RefusalRow, row: &ClaimRow, word: Option<&str>, desk: &Desk) -> Said {
    let refusal = one.refusal;
    let (proposal, last_day) = desk.judge(row.payer, &refusal.told, refusal.on, row.month);
    Said {
        kind: refusal.told.kind.word(),
        codes: refusal.told.codes(),
        name: name_of(&Matter { payer: one.payer, told: refusal.told }),
        proposal,
        cents: refusal.cents,
        on: refusal.on,
        age_days: days_between(refusal.on, desk.today),
        last_day,
        stands: word == Some(one.word.as_str()),
    }
}
