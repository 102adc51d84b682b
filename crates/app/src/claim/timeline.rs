//! The life of one claim from its first day: what happened and who said so, what is awaited and until when, and where its
//! money stands line by line.

use std::collections::HashMap;

use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::life::{CorrectionWay, Corrects, PayerTurn};
use ccm::claim::timers::{ClaimMatter, Clocks, alerts, matters};
use ccm::claim::{
    Acts, AlertRule, ClaimAlert, ClaimEvent, ClaimStanding, ClaimState, ClaimStep, PaymentKey, standing,
};
use ccm::remittance::ledger::Why;
use ccm::remittance::{Account, Adjudication, Journal};

use super::life::LifeClocks;
use super::submissions::staff_names;
use crate::ports::ledger::WhichAdjudications;
use crate::ports::{ClaimEventRow, ClaimRow};
use crate::remittance::Billed;
use crate::{App, Result, Work};

/// More words of payers than any claim gets.
const MOST_SAID: i64 = 200;

/// Everything about one claim since it was drafted.
pub struct Timeline {
    pub zone: TimeZone,
    pub state: ClaimState,
    pub acts: Acts,
    pub since: Timestamp,
    pub payer_claim_number: Option<String>,
    /// In the order in which they were recorded.
    pub events: Vec<TimelineEvent>,
    /// What asks for somebody today.
    pub alerts: Vec<ClaimAlert>,
    /// What comes next, the nearest day first.
    pub awaited: Vec<Awaited>,
    /// Line by line, then the claim as a whole where something is posted to no line. Empty: nothing is posted yet.
    pub money: Vec<LineMoney>,
    /// The claim that this one is asked in place of.
    pub replaces: Option<(ClaimId, String, CorrectionWay)>,
    /// The claim that is asked in place of this one.
    pub replaced_by: Option<(ClaimId, String)>,
    /// `Given Family` of staff.
    pub names: HashMap<PersonId, String>,
}

/// One event, with the files and the payment that it names.
pub struct TimelineEvent {
    pub step: ClaimStep,
    pub at: Timestamp,
    pub by: Actor,
    /// A file of ours.
    pub file: Option<(ClaimFileId, String)>,
    /// The file that said so.
    pub received: Option<(ReceivedId, String)>,
    pub payment: Option<PaymentId>,
    /// What the remittance said in full.
    pub said: Option<Adjudication>,
}

/// Something that should happen on or before a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Awaited {
    pub until: Date,
    pub rule: AlertRule,
}

/// Where the money of one line stands, from the journals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineMoney {
    /// `None`: of the claim as a whole.
    pub code: Option<String>,
    pub on: Option<Date>,
    pub charge: Cents,
    /// What the fee schedule let expect, all units.
    pub expected: Option<Cents>,
    /// By any payer.
    pub paid: Cents,
    pub contractual: Cents,
    pub sequestration: Cents,
    /// The patient's, as the claim's own payer told it.
    pub share: Cents,
    /// Refused, and nobody has given it up.
    pub disputed: Cents,
    /// Still owed by the claim's own payer.
    pub open: Cents,
}

/// Gathers it, in a fixed number of questions.
pub(super) async fn timeline(app: &App, work: &mut Work, row: &ClaimRow) -> Result<Option<Timeline>> {
    let practice = work.practice_id()?;
    let events: Vec<ClaimEvent> = row.events.iter().map(ClaimEventRow::event).collect();
    let Some(stands) = standing(&events) else { return Ok(None) };
    let clocks = LifeClocks::read(work).await?;
    let (now, next) = match clocks.of(app, row.payer, row.month.first_day()) {
        Some(clocks) => (alerts(&events, &clocks), awaited(&events, &clocks)),
        None => (Vec::new(), Vec::new()),
    };
    let (replaces, replaced_by) = lineage(work, &events, &stands).await?;
    let mut billed = Billed::named(work, std::slice::from_ref(&row.number)).await?;
    let money = billed.remove(&row.number).map(|billed| money(&billed)).unwrap_or_default();
    let said = work.tx.adjudications(practice, WhichAdjudications::OfClaim(row.id), MOST_SAID).await?;
    let keys: Vec<PaymentKey> = row.events.iter().filter_map(|event| payment_of(&event.step)).collect();
    let payments: HashMap<PaymentKey, PaymentId> =
        work.tx.payment_ids(practice, &keys).await?.into_iter().collect();
    let files: Vec<ClaimFileId> = row.events.iter().filter_map(|event| file_of(&event.step)).collect();
    let files: HashMap<ClaimFileId, String> =
        work.tx.file_names(practice, &files).await?.into_iter().collect();
    let received: Vec<ReceivedId> = row.events.iter().filter_map(|event| event.received).collect();
    let received: HashMap<ReceivedId, String> =
        work.tx.received_names_of(practice, &received).await?.into_iter().collect();
    let told = |event: &ClaimEventRow| {
        let payment = payment_of(&event.step).and_then(|key| payments.get(&key).copied());
        let place = match &event.step {
            ClaimStep::Adjudicated(adjudged) => Some(i64::from(adjudged.word.place)),
            _ => None,
        };
        let of_event = said.iter().find(|one| Some(one.payment) == payment && Some(one.place) == place);
        TimelineEvent {
            file: file_of(&event.step).map(|id| (id, files.get(&id).cloned().unwrap_or_default())),
            received: event.received.map(|id| (id, received.get(&id).cloned().unwrap_or_default())),
            payment,
            said: of_event.map(|one| one.said.clone()),
            step: event.step.clone(),
            at: event.at,
            by: event.actor.clone(),
        }
    };
    Ok(Some(Timeline {
        zone: clocks.zone().clone(),
        state: stands.state,
        acts: stands.acts,
        since: stands.since,
        payer_claim_number: stands.payer_claim_number,
        events: row.events.iter().map(told).collect(),
        alerts: now,
        awaited: next,
        money,
        replaces,
        replaced_by,
        names: staff_names(work).await?,
    }))
}

fn file_of(step: &ClaimStep) -> Option<ClaimFileId> {
    match step {
        ClaimStep::Queued { file } | ClaimStep::Transmitted { file, .. } => Some(*file),
        _ => None,
    }
}

fn payment_of(step: &ClaimStep) -> Option<PaymentKey> {
    match step {
        ClaimStep::Adjudicated(adjudged) => Some(adjudged.payment.clone()),
        ClaimStep::Posted { payment } | ClaimStep::Unsaid { payment, .. } => Some(payment.clone()),
        _ => None,
    }
}

/// Everything that will ask for somebody where nothing happens before, and does not yet.
fn awaited(events: &[ClaimEvent], clocks: &Clocks<'_>) -> Vec<Awaited> {
    let until = |matter: ClaimMatter| {
        let before = matter.from.yesterday().unwrap_or(matter.from);
        let until = matter.last_day.unwrap_or(before);
        (clocks.today <= until).then_some(Awaited { until, rule: matter.rule })
    };
    let mut awaited: Vec<Awaited> = matters(events, clocks).into_iter().filter_map(until).collect();
    awaited.sort_unstable();
    awaited
}

type Lineage = (Option<(ClaimId, String, CorrectionWay)>, Option<(ClaimId, String)>);

/// The claim before this one and the one after it, where there are any.
async fn lineage(work: &mut Work, events: &[ClaimEvent], stands: &ClaimStanding) -> Result<Lineage> {
    let practice = work.practice_id()?;
    let corrects = events.iter().find_map(|event| match &event.step {
        ClaimStep::Drafted { corrects } => *corrects,
        _ => None,
    });
    let before = match corrects {
        Some(Corrects { claim, how }) => {
            let found = work.tx.claim(practice, &claim.to_string()).await?;
            found.map(|row| (row.id, row.number, how))
        }
        None => None,
    };
    let after = match stands.superseded_by {
        Some(claim) => work.tx.claim(practice, &claim.to_string()).await?.map(|row| (row.id, row.number)),
        None => None,
    };
    Ok((before, after))
}

fn money(billed: &Billed) -> Vec<LineMoney> {
    if billed.journals.is_empty() {
        return Vec::new();
    }
    let of = |line: Option<ClaimLineId>| Sums { journals: &billed.journals, claim: billed.row.id, line };
    let mut lines: Vec<LineMoney> = Vec::with_capacity(billed.claim.lines.len() + 1);
    for line in &billed.claim.lines {
        let sums = of(Some(line.id)).money();
        lines.push(LineMoney {
            code: Some(line.code.clone()),
            on: Some(line.on),
            charge: line.charge,
            expected: line.expected,
            ..sums
        });
    }
    let whole = of(None).money();
    let is_something =
        [whole.paid, whole.contractual, whole.sequestration, whole.share, whole.disputed, whole.open];
    if is_something.iter().any(|cents| cents.0 != 0) {
        lines.push(whole);
    }
    lines
}

/// Sums over one line's postings.
struct Sums<'a> {
    journals: &'a [Journal],
    claim: ClaimId,
    line: Option<ClaimLineId>,
}

impl Sums<'_> {
    fn money(&self) -> LineMoney {
        let sum = |account: Account| self.sum(account, |_| true);
        // A settlement moves the share on to whoever bears it, and a payer after this one says anew what is left: what the
        // claim's own payer told stands where it told it.
        let told = |why: Why| match why {
            Why::Adjudicated(said) | Why::Unsaid(said) => said.turn == PayerTurn::Own,
            // Refused first, and laid on the patient by somebody who looked at it.
            Why::BilledPatient => true,
            _ => false,
        };
        LineMoney {
            code: None,
            on: None,
            charge: Cents(0),
            expected: None,
            paid: sum(Account::CashClearing),
            contractual: sum(Account::Contractual),
            sequestration: sum(Account::Sequestration),
            share: self.sum(Account::PatientShare, told),
            disputed: sum(Account::Disputed),
            open: sum(Account::PayerReceivable),
        }
    }

    fn sum(&self, account: Account, counts: impl Fn(Why) -> bool) -> Cents {
        let own = self.journals.iter().filter(|journal| counts(journal.why()));
        let postings = own.flat_map(Journal::postings).filter(|posting| {
            let subject = &posting.subject;
            posting.account == account && subject.claim == Some(self.claim) && subject.line == self.line
        });
        Cents(postings.fold(0, |sum: i64, posting| sum.saturating_add(posting.cents.0)))
    }
}
