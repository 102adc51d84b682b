//! Carries files of claims to their payers: the same bytes under the same name until the partner has them, whatever breaks
//! on the way (interop.md §2). That the partner has a file says nothing of its claims.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::ClaimStep;
use ccm::claim::carriage::{
    CarriageEvent, CarriageMove, CarriageStanding, CarriageStep, CarriageTerms, carriage,
};
use ccm::remittance::posting::charge;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::life::{LifeClocks, Living, News, append};
use crate::ports::carriage::NoWay;
use crate::ports::outside::Progress;
use crate::ports::transport::{FileName, Outgoing, Presence, Put, RECEIPT_CHARACTERS, Transport, Trouble};
use crate::ports::{ClaimFileRow, PayerRow};
use crate::remittance::Billed;
use crate::reports::KeeperLease;
use crate::{App, Error, Place, Result, Work};

/// Every file that no partner is known to have.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SendReport {
    pub schema: &'static str,
    pub files: Vec<SentFile>,
    /// Somebody else is at it: nothing was done here.
    pub is_elsewhere: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SentFile {
    pub file: ClaimFileId,
    pub name: String,
    pub receiver: String,
    pub claims: i64,
    /// `sent`, `not_sent`, `unclear`, `waits`, `by_hand`, `by_portal`, `no_way`, `failed`.
    pub outcome: &'static str,
    /// Why, where it did not go.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// When it is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Timestamp>,
    /// It has failed so often that somebody must look.
    pub needs_a_person: bool,
}

impl SendReport {
    /// Why a file could not even be tried: something of ours is broken.
    pub fn failure(&self) -> Option<&str> {
        let failed = self.files.iter().find(|file| file.outcome == FAILED);
        failed.map(|file| file.why.as_deref().unwrap_or_default())
    }
}

const FAILED: &str = "failed";

/// Carries what waits and is due. Safe to run twice, and after a crash at any moment.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures, after which it is simply run again. A file that is broken is told of
/// ([`SendReport::failure`]), and keeps no other waiting.
pub async fn send(app: &App, actor: &Actor, place: Place, progress: &dyn Progress) -> Result<SendReport> {
    carry(app, actor, place, None, progress).await
}

/// Carries one file that nobody sends unasked: its payer had no mailbox when it was written, and has one now. If somebody
/// has brought it there meanwhile, [`confirm`] is the word to say.
///
/// # Errors
/// [`Error::NotFound`] for a file that is not here, or that the payer is known to have; as [`send`].
pub async fn send_file(
    app: &App,
    actor: &Actor,
    place: Place,
    file: ClaimFileId,
    progress: &dyn Progress,
) -> Result<SendReport> {
    carry(app, actor, place, Some(file), progress).await
}

async fn carry(
    app: &App,
    actor: &Actor,
    place: Place,
    only: Option<ClaimFileId>,
    progress: &dyn Progress,
) -> Result<SendReport> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let mut waiting = work.tx.files_to_carry(practice).await?;
    if let Some(only) = only {
        waiting.retain(|(file, _)| file.id == only);
        if waiting.is_empty() {
            return Err(Error::NotFound("file"));
        }
    }
    let payers = work.billed_payers().await?;
    drop(work);
    let mut report = SendReport { schema: "perennial.send.1", files: Vec::new(), is_elsewhere: false };
    if waiting.is_empty() {
        return Ok(report);
    }
    // Two who carry one file at once would both have begun.
    let lease = KeeperLease::new(app, format!("carriage/{practice}"));
    if lease.take(app, actor, place).await?.is_none() {
        report.is_elsewhere = true;
        return Ok(report);
    }
    for (file, _) in waiting {
        let is_asked = only.is_some();
        let carrier = Carrier { app, actor, place, progress, file: &file, is_asked };
        let went = lease.during(app, actor, place, carrier.go(&payers)).await;
        // One broken file keeps no other waiting.
        report.files.push(went.unwrap_or_else(|error| carrier.failed(&error)));
        // Somebody else has gone on, or storage does not answer: what is left is theirs, or the next round's.
        if !matches!(lease.take(app, actor, place).await, Ok(Some(_))) {
            break;
        }
    }
    lease.let_go(app, actor, place).await?;
    Ok(report)
}

/// Says that a person has brought a file to the payer: to its portal, or by hand; with the number that was answered.
///
/// # Errors
/// [`Error::Invalid`] without a number: it alone says that the payer has it; [`Error::Conflict`] where it is known to have
/// the file; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn confirm(
    app: &App,
    actor: &Actor,
    place: Place,
    file: ClaimFileId,
    confirmation: &str,
) -> Result<()> {
    let confirmation = confirmation.trim();
    if confirmation.is_empty() || confirmation.chars().count() > RECEIPT_CHARACTERS {
        let problem = Problem::new("required", "confirmation");
        return Err(Error::invalid(problem.with("characters_at_most", RECEIPT_CHARACTERS)));
    }
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let file = work.tx.claim_file(practice, file).await?.ok_or(Error::NotFound("file"))?;
    let events = work.tx.file_events(practice, file.id).await?;
    if events.iter().any(|event| matches!(event.step, CarriageStep::Transmitted { .. })) {
        return Err(Error::Conflict("the payer is known to have it".to_owned()));
    }
    let step = CarriageStep::Transmitted { confirmation: Some(confirmation.to_owned()) };
    record(app, &mut work, &file, events.len(), step).await?;
    work.commit().await
}

struct Carrier<'a> {
    app: &'a App,
    actor: &'a Actor,
    place: Place,
    progress: &'a dyn Progress,
    file: &'a ClaimFileRow,
    /// Somebody wants this very file to go.
    is_asked: bool,
}

impl Carrier<'_> {
    async fn go(&self, payers: &[PayerRow]) -> Result<SentFile> {
        let payer = payers.iter().find(|row| self.file.goes_to(&row.profile));
        let way = match payer {
            Some(row) => self.app.transports.of(&row.profile),
            None => Err(NoWay::None),
        };
        // It was handed out: perhaps somebody has brought it there.
        let way =
            way.and_then(
                |way| {
                    if self.file.goes_by_itself || self.is_asked { Ok(way) } else { Err(NoWay::None) }
                },
            );
        let transport = match way {
            Ok(transport) => transport,
            Err(no_way) => return Ok(self.without(no_way)),
        };
        let (standing, seen) = self.standing().await?;
        match standing.next {
            CarriageMove::Nothing => Ok(self.told("sent", &standing)),
            CarriageMove::Wait(_) => Ok(self.told("waits", &standing)),
            CarriageMove::Put => self.carry(transport.as_ref(), seen, false).await,
            CarriageMove::AskThenPut => self.carry(transport.as_ref(), seen, true).await,
        }
    }

    async fn standing(&self) -> Result<(CarriageStanding, usize)> {
        let mut work = self.app.begin_read(self.actor, self.place).await?;
        let (practice, now) = (work.practice_id()?, work.now);
        let events: Vec<CarriageEvent> = work.tx.file_events(practice, self.file.id).await?;
        Ok((carriage(&events, CarriageTerms::embedded(), now), events.len()))
    }

    /// One try, on record before its first byte leaves.
    async fn carry(&self, transport: &dyn Transport, seen: usize, may_be_there: bool) -> Result<SentFile> {
        let mut work = self.begin().await?;
        let practice = work.practice_id()?;
        let whole = work.tx.claim_file(practice, self.file.id).await?.ok_or(Error::NotFound("file"))?;
        if <[u8; 32]>::from(Sha256::digest(&whole.body)) != whole.sha256 {
            return Err(Error::Internal(format!("{} does not have its hash", whole.id)));
        }
        record(self.app, &mut work, &whole, seen, CarriageStep::Begun).await?;
        work.commit().await?;
        self.progress.fail_point("before_put");
        let within = CarriageTerms::embedded().longest_try();
        let outcome = tokio::time::timeout(within, put(transport, &whole, may_be_there)).await;
        let outcome =
            outcome.unwrap_or_else(|_| CarriageStep::Unclear { why: Trouble::TimedOut.to_string() });
        self.progress.fail_point("after_put");
        let mut work = self.begin().await?;
        record(self.app, &mut work, &whole, seen + 1, outcome).await?;
        work.commit().await?;
        self.progress.fail_point("after_sending");
        let (standing, _) = self.standing().await?;
        let word = match standing.next {
            CarriageMove::Nothing => "sent",
            _ if standing.why.is_some() => "not_sent",
            _ => "unclear",
        };
        Ok(self.told(word, &standing))
    }

    async fn begin(&self) -> Result<Work> {
        self.app.begin(self.actor, self.place).await?.require(Permission::ExchangeClaims).await
    }

    fn told(&self, outcome: &'static str, standing: &CarriageStanding) -> SentFile {
        SentFile {
            file: self.file.id,
            name: self.file.name.clone(),
            receiver: self.file.receiver.clone(),
            claims: self.file.claims,
            outcome,
            why: standing.why.clone().filter(|_| outcome != "sent"),
            next_at: match standing.next {
                CarriageMove::Wait(at) => Some(at),
                _ => None,
            },
            needs_a_person: standing.needs_a_person,
        }
    }

    fn without(&self, no_way: NoWay) -> SentFile {
        match no_way {
            NoWay::None => self.ended("by_hand", None),
            NoWay::Portal => self.ended("by_portal", None),
            NoWay::Terms => self.ended("no_way", Some(Trouble::Terms.to_string())),
        }
    }

    /// Somebody else has just gone on with it, or something of ours is broken.
    fn failed(&self, error: &Error) -> SentFile {
        match error {
            Error::Contended => SentFile { needs_a_person: false, ..self.ended("waits", None) },
            broken => self.ended(FAILED, Some(broken.to_string())),
        }
    }

    fn ended(&self, outcome: &'static str, why: Option<String>) -> SentFile {
        SentFile {
            file: self.file.id,
            name: self.file.name.clone(),
            receiver: self.file.receiver.clone(),
            claims: self.file.claims,
            outcome,
            why,
            next_at: None,
            needs_a_person: true,
        }
    }
}

/// Puts it there; where an earlier try may have brought it there already, asks first.
async fn put(transport: &dyn Transport, file: &ClaimFileRow, may_be_there: bool) -> CarriageStep {
    let not_sent = |trouble: Trouble| CarriageStep::NotSent { why: trouble.to_string() };
    let unclear = |trouble: Trouble| CarriageStep::Unclear { why: trouble.to_string() };
    let sent = |confirmation| CarriageStep::Transmitted { confirmation };
    let name = match FileName::ours(&file.name) {
        Ok(name) => name,
        Err(trouble) => return not_sent(trouble),
    };
    let outgoing = Outgoing { name: &name, bytes: &file.body, sha256: file.sha256 };
    if may_be_there {
        match transport.look(&outgoing).await {
            Ok(Presence::There(_)) => return sent(None),
            Ok(Presence::Different) => return not_sent(Trouble::NameTaken),
            Ok(Presence::Absent | Presence::Partial | Presence::CannotSay) => {}
            Err(trouble) => return unclear(trouble),
        }
    }
    match transport.put(&outgoing).await {
        Put::Done(receipt) => sent(receipt),
        Put::Known if may_be_there => sent(None),
        // We have never tried: the name stands for other claims, as after numbers went back with a restored copy.
        Put::Known => not_sent(Trouble::NameTaken),
        Put::Not(trouble) => not_sent(trouble),
        Put::Unclear(trouble) => unclear(trouble),
    }
}

/// Puts a step on record; with the word that the partner has the file, its claims have been sent.
async fn record(
    app: &App,
    work: &mut Work,
    file: &ClaimFileRow,
    seen: usize,
    step: CarriageStep,
) -> Result<()> {
    let practice = work.practice_id()?;
    let number = i64::try_from(seen).unwrap_or(i64::MAX).saturating_add(1);
    let details = json!({ "interchange": file.interchange, "try": number });
    work.audit(step.kind(), "claim_file", &file.id.to_string(), None, details);
    work.changed("claim_file", file.id, number.saturating_add(1));
    let is_there = match &step {
        CarriageStep::Transmitted { confirmation } => Some(confirmation.clone()),
        _ => None,
    };
    let (event, by) = (CarriageEvent { at: work.now, step }, work.actor.clone());
    work.tx.add_file_event(practice, file.id, number, &event, &by).await?;
    let Some(confirmation) = is_there else { return Ok(()) };
    let sent = app
        .answers
        .sent(&file.body)
        .map_err(|_| Error::Internal(format!("{} is a file of ours that cannot be read", file.id)))?;
    let numbers: Vec<String> = sent.sets.into_iter().flat_map(|set| set.claims).collect();
    let clocks = LifeClocks::read(work).await?;
    for some in numbers.chunks(AT_ONCE) {
        let mut billed: Vec<Billed> = Billed::named(work, some).await?.into_values().collect();
        billed.sort_by_key(|one| one.row.id);
        // From here on the payer owes it.
        let mut journals = Vec::new();
        for one in &billed {
            journals.extend(charge(&one.claim, clocks.today(), &one.journals)?);
        }
        work.tx.add_journals(practice, &journals, work.now).await?;
        let news = billed.iter().map(|one| News {
            claim: Living::of(&one.row),
            steps: vec![ClaimStep::Transmitted { file: file.id, confirmation: confirmation.clone() }],
            details: json!({ "file": file.id }),
        });
        append(work, &clocks, None, news.collect()).await?;
    }
    Ok(())
}

/// Claims whose lives go on at once.
const AT_ONCE: usize = 500;
