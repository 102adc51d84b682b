//! Reads a file that was kept, and puts what it says into the lives of claims. A file with anything wrong in it goes into
//! quarantine whole, with every problem and its place.

use std::collections::{BTreeMap, HashSet};

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::ClaimStep;
use serde::Serialize;
use serde_json::{Value, json};

use super::life::{LifeClocks, Living, News, append};
use super::receive::read_kept;
use super::sent_book::SentBook;
use crate::people::eligibility::{self, TakenCoverage};
use crate::ports::answers::{AnswerKind, ClaimAnswers, Scope, ToldOfClaims};
use crate::ports::carriage::{ReceivedEventRow, ReceivedStep, WhichReceived};
use crate::ports::outside::{Progress, Unwatched};
use crate::remittance::{PostedRemittance, post};
use crate::{App, Error, Place, Result, Work};

/// Problems that are kept of a file; more are of another kind.
const MOST_PROBLEMS: usize = 200;
/// Claims whose lives are read and gone on with at once.
const AT_ONCE: usize = 500;

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TakenIn {
    pub schema: &'static str,
    pub file: ReceivedId,
    #[serde(skip)]
    pub step: ReceivedStep,
    /// `read`, `quarantined`.
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
    take(app, actor, place, id, |_| false, progress).await
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
    let taken = take(app, actor, place, id, again, progress).await?;
    match taken.step {
        ReceivedStep::SetAside => Err(Error::Conflict("it was set aside".to_owned())),
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
    event: i64,
}

/// Reads it where nothing is on record yet, or what is may be asked again.
async fn take(
    app: &App,
    actor: &Actor,
    place: Place,
    id: ReceivedId,
    may_again: fn(ReceivedStep) -> bool,
    progress: &dyn Progress,
) -> Result<TakenIn> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice_id()?;
    let found = work.tx.received(practice, WhichReceived::One(id), 1).await?.pop();
    let (row, events) = found.ok_or(Error::NotFound("received_file"))?;
    drop(work);
    if let Some(event) = events.last().filter(|event| !may_again(event.step)) {
        return Ok(told_before(id, event));
    }
    let kept = Kept { id, size: row.size, event: next_number(&events) };
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
            Ok(checked) => Some(checked),
            Err(problems) => return quarantine(app, actor, place, kept, words, problems).await,
        }
    } else {
        None
    };
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let strangers = strangers(&mut work, &answers).await?;
    if !strangers.is_empty() {
        drop(work);
        return quarantine(app, actor, place, kept, words, strangers).await;
    }
    let mut taken = tell(app, &mut work, id, words, answers.told).await?;
    if kinds.contains(&AnswerKind::Eligibility) {
        let mut told = eligibility::take_in(&mut work, id, covered).await?;
        taken.unknown.append(&mut told.unknown);
        taken.unknown.truncate(MOST_PROBLEMS);
        taken.coverage = Some(told);
    }
    if let Some(checked) = checked {
        match post(app, actor, place, &mut work, (id, kept.size), checked, progress).await? {
            Ok(posted) => taken.posted = Some(posted),
            Err(problems) => {
                drop(work);
                return quarantine(app, actor, place, kept, taken.kinds, problems).await;
            }
        }
    }
    settle(&mut work, kept, &taken).await?;
    progress.fail_point("before_taken_in");
    work.commit().await?;
    progress.fail_point("after_taken_in");
    Ok(taken)
}

/// Interchanges that are for somebody else.
async fn strangers(work: &mut Work, answers: &ClaimAnswers) -> Result<Vec<Problem>> {
    let payers = work.tx.payers().await?;
    let ours: HashSet<&str> = payers.iter().map(|row| row.profile.submitter_id.trim()).collect();
    let strange = answers.receivers.iter().filter(|receiver| !ours.contains(receiver.as_str()));
    Ok(strange.map(|_| Problem::new("not_for_us", "ISA08")).take(1).collect())
}

async fn tell(
    app: &App,
    work: &mut Work,
    id: ReceivedId,
    kinds: Vec<&'static str>,
    told: Vec<ToldOfClaims>,
) -> Result<TakenIn> {
    let mut book = SentBook::default();
    let mut steps: BTreeMap<String, Vec<ClaimStep>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for one in told {
        let claims = book.claims(app, work, &one).await?;
        if claims.is_empty() && !book.knows(&one) {
            unknown.push(named(&one.scope));
        }
        for claim in claims {
            steps.entry(claim).or_default().push(one.step.clone());
        }
    }
    let practice = work.practice_id()?;
    let clocks = LifeClocks::read(work).await?;
    let (mut claims, mut events) = (0, 0);
    let numbers: Vec<String> = steps.keys().cloned().collect();
    for some in numbers.chunks(AT_ONCE) {
        let rows = work.tx.claims_named(practice, some).await?;
        let known: HashSet<&str> = rows.iter().map(|row| row.number.as_str()).collect();
        unknown.extend(some.iter().filter(|number| !known.contains(number.as_str())).cloned());
        claims += rows.len();
        let news = rows.iter().map(|row| News {
            claim: Living::of(row),
            steps: steps.remove(&row.number).unwrap_or_default(),
            details: json!({ "received": id }),
        });
        events += append(work, &clocks, Some(id), news.collect()).await?;
    }
    unknown.sort_unstable();
    unknown.dedup();
    unknown.truncate(MOST_PROBLEMS);
    let (step, outcome) = (ReceivedStep::Read, ReceivedStep::Read.word());
    let problems = Vec::new();
    Ok(TakenIn {
        schema: SCHEMA,
        file: id,
        step,
        outcome,
        kinds,
        claims,
        events,
        unknown,
        problems,
        posted: None,
        coverage: None,
    })
}

const SCHEMA: &str = "perennial.received.1";

/// How an answer's scope is told to whoever has to look for it.
fn named(scope: &Scope) -> String {
    match scope {
        Scope::Interchange(number) => format!("ISA {number}"),
        Scope::Group(number) => format!("GS {number}"),
        Scope::Set(group, set) => format!("GS {group} ST {set}"),
        Scope::Batch(batch) => format!("BHT {batch}"),
        Scope::Claim(number) => number.clone(),
    }
}

async fn quarantine(
    app: &App,
    actor: &Actor,
    place: Place,
    kept: Kept,
    kinds: Vec<&'static str>,
    mut problems: Vec<Problem>,
) -> Result<TakenIn> {
    problems.truncate(MOST_PROBLEMS);
    let (step, outcome) = (ReceivedStep::Quarantined, ReceivedStep::Quarantined.word());
    let taken = TakenIn {
        schema: SCHEMA,
        file: kept.id,
        step,
        outcome,
        kinds,
        claims: 0,
        events: 0,
        unknown: Vec::new(),
        problems,
        posted: None,
        coverage: None,
    };
    let mut work = app.begin(actor, place).await?.require(Permission::ExchangeClaims).await?;
    settle(&mut work, kept, &taken).await?;
    work.commit().await?;
    Ok(taken)
}

/// Puts on record what became of a file. Whoever comes second finds that it has been.
async fn settle(work: &mut Work, Kept { id, event, .. }: Kept, taken: &TakenIn) -> Result<()> {
    let practice = work.practice_id()?;
    let detail = json!({
        "kinds": taken.kinds, "claims": taken.claims, "events": taken.events, "unknown": taken.unknown.len(),
        "problems": taken.problems,
    });
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
    TakenIn {
        schema: SCHEMA,
        file: id,
        step: event.step,
        outcome: event.step.word(),
        kinds: AnswerKind::ALL
            .map(AnswerKind::word)
            .into_iter()
            .filter(|word| kinds.iter().any(|one| one == word))
            .collect(),
        claims: number("claims"),
        events: 0,
        unknown: Vec::new(),
        problems: serde_json::from_value(list("problems")).unwrap_or_default(),
        posted: None,
        coverage: None,
    }
}
