//! Keep a month's board current: whoever's answer has changed, or everybody once the day has turned, is looked at anew.

use std::collections::BTreeSet;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::billing::readiness::State;
use ccm::reports::standing::{best, standings};

use super::source::Source;
use crate::billing::answer::StoredDetermination;
use crate::ports::DeterminationRow;
use crate::ports::boards::StandingRow;
use crate::reports::KeeperLease;
use crate::{App, Place, Result};

/// Patients looked at in one transaction.
const PATIENTS: i64 = 500;
/// Months closed no longer ago than this keep their board without being asked: what is under way, and the one before.
const MONTHS_KEPT: i64 = 2;

/// Keeps the boards of a practice's open months, and of those that it has just closed.
///
/// # Errors
/// As [`keep`].
pub async fn keep_all(app: &App, actor: &Actor, place: Place) -> Result<u64> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let practice = work.practice_id()?;
    let mut months: BTreeSet<ServiceMonth> =
        work.tx.open_months(practice).await?.into_iter().map(|open| open.month).collect();
    let today = crate::work::now_date(work.now);
    let mut recent = ServiceMonth::of(today);
    for _ in 0..MONTHS_KEPT {
        recent = recent.previous();
    }
    months.extend(work.tx.closures_since(practice, recent).await?.into_iter().map(|row| row.month));
    drop(work);
    let mut patients = 0;
    for month in months {
        patients += keep(app, actor, place, month).await?;
    }
    Ok(patients)
}

/// Brings one month's board up to date with its answers; says how many patients were looked at. Twice is once, and two
/// who keep it at the same time do not get into each other's way.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures. What is done is kept, and repeating goes on from there.
pub async fn keep(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<u64> {
    let mut held: Option<(KeeperLease, i64)> = None;
    let kept = rounds(app, actor, place, month, &mut held).await;
    if let Some((lease, _)) = &held {
        // Others need not wait for its end.
        lease.let_go(app, actor, place).await?;
    }
    kept
}

async fn rounds(
    app: &App,
    actor: &Actor,
    place: Place,
    month: ServiceMonth,
    held: &mut Option<(KeeperLease, i64)>,
) -> Result<u64> {
    let mut patients = 0;
    loop {
        let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
        let practice = work.practice_id()?;
        let source = Source::of(&mut work, month).await?;
        let (revision, as_of) = (source.revision, source.as_of);
        let stale = work.tx.stale_standings(practice, month, revision, as_of, PATIENTS).await?;
        let board = work.tx.board(practice, month).await?;
        let is_counted = board.is_some_and(|board| (board.revision, board.as_of) == (revision, as_of));
        if stale.is_empty() && is_counted {
            return Ok(patients);
        }
        let answers = work.tx.answers_of(practice, month, revision, &stale).await?;
        let rules = source.rules(app, &mut work).await?;
        drop(work);
        let rows = rows(&answers, &rules, as_of)?;
        let (lease, token) = match held {
            Some(held) => held,
            None => {
                let lease = KeeperLease::new(app, format!("board/{practice}/{month}"));
                let Some(token) = lease.take(app, actor, place).await? else { return Ok(patients) };
                held.insert((lease, token))
            }
        };
        let mut work = app.begin(actor, place).await?;
        if lease.renew(&mut work).await? != Some(*token) {
            return Ok(patients);
        }
        let now = work.now;
        work.tx.replace_standings(practice, month, (revision, as_of), &stale, &rows).await?;
        work.tx.recount_board(practice, month, (revision, as_of), now).await?;
        // Whoever looks at the board is told of it, after it is new.
        work.changed("month_board", practice.0, 1);
        work.commit().await?;
        patients += stale.len() as u64;
    }
}

/// Each answer's facts, asked how far they are on the day.
fn rows(answers: &[DeterminationRow], rules: &RuleSet, as_of: Date) -> Result<Vec<StandingRow>> {
    let mut prepared = None;
    let mut rows = Vec::with_capacity(answers.len());
    for answer in answers {
        let facts = StoredDetermination::read(&answer.body)?.facts;
        let prepared =
            prepared.get_or_insert_with(|| rules.for_month(facts.month, &facts.zone, &facts.settings));
        let mut codes = standings(prepared, &facts, Moment::Day(as_of));
        for code in codes.iter_mut().filter(|code| code.state == State::Ready) {
            // What is billed was priced on its own date of service.
            if let Some(line) = answer.lines.iter().find(|line| line.code == code.code) {
                code.amount = line.amount;
            }
        }
        rows.push(StandingRow {
            patient: answer.patient,
            practitioner: answer.practitioner,
            sha256: answer.sha256,
            state: best(&codes),
            codes,
        });
    }
    Ok(rows)
}
