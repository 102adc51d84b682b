//! Reads a file that was kept, and puts what it says into the lives of claims. A file with anything wrong in it goes into
//! quarantine whole, with every problem and its place.

use std::collections::BTreeSet;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;
use serde_json::{Value, json};

use super::elsewhere::{self, Named};
use super::receive::read_kept;
use super::sent_book::SentBook;
use super::telling::{Told, beside, strangers, tell};
use crate::people::eligibility::{self, TakenCoverage};
use crate::ports::answers::{AnswerKind, ClaimAnswers};
use crate::ports::carriage::{ReceivedEventRow, ReceivedRow, ReceivedStep, WhichReceived};
use crate::ports::outside::{Progress, Unwatched};
use crate::remittance::{PostedRemittance, post};
use crate::{App, Error, Place, Result, Work};

/// Problems that are kept of a file; more are of another kind.
pub(super) const MOST_PROBLEMS: usize = 200;

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TakenIn {
    pub schema: &'static str,
    pub file: ReceivedId,
    #[serde(skip)]
    pub step: ReceivedStep,
    /// `read`, `quarantined`, `set_aside`.
    pub outcome: &'static str,
    /// Words of [`AnswerKind`].
    pub kinds: Vec<&'static str>,
    /// Claims of ours that it speaks of.
    pub claims: usize,
    /// Events that are new.
    pub events: usize,
    /// Names that nobody here gave: numbers of claims, batches, groups.
    pub unknown: Vec<String>,
    pub problems: Vec<Problem>,
    /// What was paid, where it is a remittance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posted: Option<PostedRemittance>,
    /// What it says of whom the payer covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<TakenCoverage>,
}

/// Reads one kept file. Doing it again changes nothing: what became of it is told again.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`]; storage's failures, after which it is simply done again.
pub async fn take_in(app: &App, actor: &Actor, place: Place, id: ReceivedId) -> Result<TakenIn> {
    take_in_watched(app, actor, place, id, &Unwatched).await
}

/// The same, watched.
///
/// # Errors
/// As [`take_in`].
pub async fn take_in_watched(
    app: &App,
    actor: &Actor,
    place: Place,
    id: ReceivedId,
    progress: &dyn Progress,
) -> Result<TakenIn> {
    Ok(take(app, actor, place, id, |_| false, progress).await?.0)
}

/// Reads a file once more that was put into quarantine: what kept it from being read may be mended by now, a payer that was
/// not set up, a reader that was wrong.
///
/// # Errors
/// [`Error::Conflict`] where it was read, or set aside; as [`take_in`].
pub async fn read_again(
    app: &App,
    actor: &Actor,
    place: Place,
    id: ReceivedId,
    progress: &dyn Progress,
) -> Result<TakenIn> {
    let again = |step| step == ReceivedStep::Quarantined;
    let (taken, is_new) = take(app, actor, place, id, again, progress).await?;
    match taken.step {
        ReceivedStep::SetAside if !is_new => Err(Error::Conflict("it was set aside".to_owned())),
        _ => Ok(taken),
    }
}

/// Events are counted from 1.
pub(super) fn next_number(events: &[ReceivedEventRow]) -> i64 {
    i64::try_from(events.len()).unwrap_or(i64::MAX - 1) + 1
}

/// A file whose bytes are kept, and which event comes next.
#[derive(Clone, Copy)]
struct Kept {
    id: ReceivedId,
    size: i64,
    sha256: [u8; 32],
    event: i64,
}

/// Reads it where nothing is on record yet, or what is may be asked again. `true` beside it: it was read now.
async fn take(
    app: &App,
    actor: &Actor,
    place: Place,
    id: ReceivedId,
    may_again: fn(ReceivedStep) -> bool,
    progress: &dyn Progress,
) -> Result<(TakenIn, bool)> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let found = work.tx.received(practice, WhichReceived::One(id), 1).await?.pop();
    let (row, events) = found.ok_or(Error::NotFound("received_file"))?;
    drop(work);
    if let Some(event) = events.last().filter(|event| !may_again(event.step)) {
        return Ok((told_before(id, event), false));
    }
    let kept = Kept { id, size: row.size, sha256: row.sha256, event: next_number(&events) };
    let taken = read(app, actor, place, kept, &row, progress).await?;
    Ok((taken, true))
}

async fn read(
    app: &App,
    actor: &Actor,
    place: Place,
    kept: Kept,
    row: &ReceivedRow,
    progress: &dyn Progress,
) -> Result<TakenIn> {
    let id = kept.id;
    let reader = app.answers.clone();
    let kinds = read_kept(app, actor, place, (id, kept.size), move |file| reader.kinds(file)).await?;
    let kinds = match kinds {
        Ok(kinds) => kinds,
        Err(problems) => return quarantine(app, actor, place, kept, Vec::new(), problems).await,
    };
    let words: Vec<&'static str> = kinds.iter().map(|kind| kind.word()).collect();
    if kinds.iter().all(|kind| matches!(kind, AnswerKind::Other)) {
        let nothing = vec![Problem::new("nothing_to_read", "file")];
        return quarantine(app, actor, place, kept, words, nothing).await;
    }
    let mut answers = ClaimAnswers::default();
    for kind in [AnswerKind::Acknowledgment, AnswerKind::ClaimStatus] {
        if !kinds.contains(&kind) {
            continue;
        }
        let reader = app.answers.clone();
        match read_kept(app, actor, place, (id, kept.size), move |file| reader.of_claims(file, kind)).await? {
            Ok(read) => {
                answers.told.extend(read.told);
                answers.receivers.extend(read.receivers);
            }
            Err(problems) => return quarantine(app, actor, place, kept, words, problems).await,
        }
    }
    let mut covered = Vec::new();
    if kinds.contains(&AnswerKind::Eligibility) {
        let reader = app.answers.clone();
        match read_kept(app, actor, place, (id, kept.size), move |file| reader.of_coverage(file)).await? {
            Ok(read) => {
                covered = read.told;
                answers.receivers.extend(read.receivers);
            }
            Err(problems) => return quarantine(app, actor, place, kept, words, problems).await,
        }
    }
    let checked = if kinds.contains(&AnswerKind::Remittance) {
        let reader = app.answers.clone();
        match read_kept(app, actor, place, (id, kept.size), move |file| reader.check_remittance(file)).await?
        {
            Ok(checked) => {
                let payees: Vec<String> =
                    checked.heads().iter().filter_map(|head| head.payee_id.clone()).collect();
                elsewhere::hand_over(app, actor, place, row, &payees).await?;
                Some(checked)
            }
            Err(problems) => return quarantine(app, actor, place, kept, words, problems).await,
        }
    } else {
        None
    };
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let payers = work.billed_payers().await?;
    let strangers = strangers(&payers, &answers);
    if !strangers.is_empty() {
        drop(work);
        let named = Named { claims: &answers.told, questions: &covered, payees: &[] };
        return not_ours(app, actor, place, kept, (words, Vec::new()), strangers, &named).await;
    }
    let book = SentBook::of(beside(&payers, row.payer));
    let Told { mut taken, is_of_questions, refused } =
        tell(app, &mut work, book, id, words, &answers.told).await?;
    covered.extend(refused);
    if kinds.contains(&AnswerKind::Eligibility) || !covered.is_empty() {
        let mut told = eligibility::take_in(&mut work, id, &covered).await?;
        taken.unknown.append(&mut told.unknown);
        taken.unknown.truncate(MOST_PROBLEMS);
        taken.coverage = Some(told);
    }
    let is_ours =
        is_of_questions || taken.claims > 0 || taken.coverage.as_ref().is_some_and(|one| one.answers > 0);
    if checked.is_none() && !is_ours && !taken.unknown.is_empty() {
        drop(work);
        let problem = Problem::new("nothing_of_ours", "file").with("names", taken.unknown.len());
        let named = Named { claims: &answers.told, questions: &covered, payees: &[] };
        return not_ours(app, actor, place, kept, (taken.kinds, taken.unknown), vec![problem], &named).await;
    }
    if let Some(checked) = checked {
        let payees: Vec<String> = checked.heads().iter().filter_map(|head| head.payee_id.clone()).collect();
        let own = work.practice().await?.profile;
        let is_paid = payees.iter().any(|payee| *payee == own.npi.as_str() || *payee == own.tin.as_str());
        match post(app, actor, place, &mut work, (id, kept.size), checked, progress).await? {
            Ok(posted) => taken.posted = Some(posted),
            Err(problems) => {
                drop(work);
                // Of one tax number both are paid: there it must have been posted, or both would wait for each other.
                let is_posted = problems.iter().all(|one| one.code == "posted_elsewhere");
                if is_paid && !is_posted {
                    return quarantine(app, actor, place, kept, taken.kinds, problems).await;
                }
                let named = Named { payees: &payees, ..Named::default() };
                return not_ours(app, actor, place, kept, (taken.kinds, Vec::new()), problems, &named).await;
            }
        }
    }
    settle(&mut work, kept, &taken).await?;
    progress.fail_point("before_taken_in");
    work.commit().await?;
    progress.fail_point("after_taken_in");
    Ok(taken)
}

const SCHEMA: &str = "perennial.received.1";

impl TakenIn {
    pub(super) fn of(file: ReceivedId, step: ReceivedStep, kinds: Vec<&'static str>) -> Self {
        Self {
            schema: SCHEMA,
            file,
            step,
            outcome: step.word(),
            kinds,
            claims: 0,
            events: 0,
            unknown: Vec::new(),
            problems: Vec::new(),
            posted: None,
            coverage: None,
        }
    }
}

async fn quarantine(
    app: &App,
    actor: &Actor,
    place: Place,
    kept: Kept,
    kinds: Vec<&'static str>,
    problems: Vec<Problem>,
) -> Result<TakenIn> {
    let taken = TakenIn { problems, ..TakenIn::of(kept.id, ReceivedStep::Quarantined, kinds) };
    put(app, actor, place, kept, taken).await
}

/// Nothing in it is for this practice: it is another's, which has it too, or nobody knows whose.
async fn not_ours(
    app: &App,
    actor: &Actor,
    place: Place,
    kept: Kept,
    (kinds, unknown): (Vec<&'static str>, Vec<String>),
    problems: Vec<Problem>,
    named: &Named<'_>,
) -> Result<TakenIn> {
    // Any other problem is of a file that is ours in part.
    let is_of_others = |one: &Problem| {
        matches!(one.code.as_str(), "not_for_us" | "nothing_of_ours" | "posted_elsewhere" | "unknown_payer")
    };
    let is_theirs =
        problems.iter().all(is_of_others) && elsewhere::is_known(app, place, &kept.sha256, named).await?;
    let taken = match is_theirs {
        true => TakenIn::of(kept.id, ReceivedStep::SetAside, kinds),
        false => TakenIn { problems, ..TakenIn::of(kept.id, ReceivedStep::Quarantined, kinds) },
    };
    put(app, actor, place, kept, TakenIn { unknown, ..taken }).await
}

async fn put(app: &App, actor: &Actor, place: Place, kept: Kept, mut taken: TakenIn) -> Result<TakenIn> {
    taken.problems.truncate(MOST_PROBLEMS);
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    settle(&mut work, kept, &taken).await?;
    work.commit().await?;
    Ok(taken)
}

/// Puts on record what became of a file. Whoever comes second finds that it has been.
async fn settle(work: &mut Work, Kept { id, event, .. }: Kept, taken: &TakenIn) -> Result<()> {
    let practice = work.practice_id()?;
    let mut detail = json!({
        "kinds": taken.kinds, "claims": taken.claims, "events": taken.events, "unknown": taken.unknown.len(),
        "problems": taken.problems,
    });
    if taken.step == ReceivedStep::SetAside {
        detail["elsewhere"] = true.into();
    }
    let paid = taken.posted.iter().flat_map(|posted| &posted.payments);
    let others: BTreeSet<&str> = paid.filter_map(|one| one.practice.as_deref()).collect();
    if !others.is_empty() {
        detail["others"] = json!(others);
    }
    let row = ReceivedEventRow { step: taken.step, detail, by: work.actor.clone(), at: work.now };
    work.tx.add_received_event(practice, id, event, &row).await?;
    let told = json!({
        "claims": taken.claims, "events": taken.events, "unknown": taken.unknown.len(),
        "problems": taken.problems.len(),
    });
    work.audit(taken.outcome, "received_file", &id.to_string(), None, told);
    work.changed("received_file", id, event.saturating_add(1));
    Ok(())
}

fn told_before(id: ReceivedId, event: &ReceivedEventRow) -> TakenIn {
    let number = |name: &str| event.detail[name].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let list = |name: &str| event.detail.get(name).cloned().unwrap_or(Value::Array(Vec::new()));
    let kinds: Vec<String> = serde_json::from_value(list("kinds")).unwrap_or_default();
    let known = AnswerKind::ALL.map(AnswerKind::word).into_iter();
    TakenIn {
        claims: number("claims"),
        problems: serde_json::from_value(list("problems")).unwrap_or_default(),
        ..TakenIn::of(id, event.step, known.filter(|word| kinds.iter().any(|one| one == word)).collect())
    }
}
