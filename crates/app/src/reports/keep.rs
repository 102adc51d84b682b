//! Keep the list of the day current: follow the change feed, and make anew the rows of whomever a change has touched,
//! or for whom a reason begins or lapses by itself.

use std::collections::BTreeSet;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use serde::Serialize;
use uuid::Uuid;

use super::facts;
use super::lease::KeeperLease;
use super::today::zone_now;
use crate::billing::MonthFrame;
use crate::ports::Change;
use crate::{App, Place, Result, Work};

/// The name under which the feed's position is remembered.
const READER: &str = "worklist";
/// Changes read at once.
const CHANGES: i64 = 2_000;
/// Rows made anew in one transaction.
const ROWS: i64 = 500;
/// Names filled in at once, where an older program left them out.
const NAMES: i64 = 2_000;
/// What touches everybody's rows where it names no patient.
const EVERYBODYS: [&str; 6] = ["practice", "payer", "person", "staff_role", "reference_vintage", "settings"];

/// What was brought up to date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeepReport {
    /// The last change that was followed.
    pub position: i64,
    /// Patients whose row was made anew, or taken away.
    pub rows: u64,
    /// Somebody else is at it.
    pub is_elsewhere: bool,
}

/// Brings the list of the day up to date. Cheap where nothing happened: the job may ask every second.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures. What is done is kept, and repeating goes on from there.
pub async fn keep(app: &App, actor: &Actor, place: Place) -> Result<KeepReport> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let (practice, now) = (work.practice_id()?, work.now);
    let position = work.tx.lock_cursor(practice, READER).await?;
    let month = current_month(&mut work).await?;
    let is_quiet = position > 0
        && work.tx.feed_position(practice.0).await? == position
        && work.tx.worklist_marks(practice, 1).await?.is_empty()
        && !work.tx.is_any_waking(practice, now, month).await?;
    drop(work);
    if is_quiet {
        return Ok(KeepReport { position, ..KeepReport::default() });
    }
    let lease = KeeperLease::new(app, format!("worklist/{practice}"));
    let Some(token) = lease.take(app, actor, place).await? else {
        return Ok(KeepReport { is_elsewhere: true, ..KeepReport::default() });
    };
    let mut report = KeepReport::default();
    let kept = bring_up(app, actor, place, (&lease, token), &mut report).await;
    // Others need not wait for the lease. Where even this fails, they wait.
    let let_go = lease.let_go(app, actor, place).await;
    kept.and(let_go)?;
    Ok(report)
}

async fn bring_up(
    app: &App,
    actor: &Actor,
    place: Place,
    (lease, token): (&KeeperLease, i64),
    report: &mut KeepReport,
) -> Result<()> {
    report.position = follow(app, actor, place).await?;
    let mut frame: Option<MonthFrame> = None;
    loop {
        let mut work = app.begin_read(actor, place).await?;
        let practice = work.practice_id()?;
        let marks = work.tx.worklist_marks(practice, ROWS).await?;
        if marks.is_empty() {
            return Ok(());
        }
        let frame = match &mut frame {
            Some(frame) => frame,
            none => {
                let month = current_month(&mut work).await?;
                none.insert(MonthFrame::read(app, &mut work, month).await?)
            }
        };
        let patients: Vec<PatientId> = marks.iter().map(|(patient, _)| *patient).collect();
        let rows = facts::rows(frame, &mut work, &patients).await?;
        drop(work);
        // Nobody else made these rows meanwhile: the lease was not let go, or nothing is written.
        let mut work = app.begin(actor, place).await?;
        if lease.renew(&mut work).await? != Some(token) {
            report.is_elsewhere = true;
            return Ok(());
        }
        work.tx.replace_worklist(practice, &patients, &rows).await?;
        work.tx.unmark_worklist(practice, &marks).await?;
        // Whoever looks at the list is told of it, after it is new.
        work.changed("worklist", practice.0, 1);
        work.commit().await?;
        report.rows += patients.len() as u64;
    }
}

/// The month that it is now where the practice is.
async fn current_month(work: &mut Work) -> Result<ServiceMonth> {
    let (practice, now) = (work.practice().await?, work.now);
    Ok(ServiceMonth::of(zone_now(&practice, now)?.zone().to_datetime(now).date()))
}

/// Reads the feed to its end, marks what is stale by it, by the clock and by the calendar.
async fn follow(app: &App, actor: &Actor, place: Place) -> Result<i64> {
    loop {
        let mut work = app.begin(actor, place).await?;
        let (practice, now) = (work.practice_id()?, work.now);
        let position = work.tx.lock_cursor(practice, READER).await?;
        if position == 0 {
            // The first time: whoever is in a program, as of everything that was committed so far.
            while work.tx.index_names(practice, NAMES).await? > 0 {}
            let head = work.tx.feed_position(practice.0).await?;
            work.tx.mark_whole_worklist(practice).await?;
            work.tx.move_cursor(practice, READER, head).await?;
            work.commit().await?;
            return Ok(head);
        }
        let changes = work.tx.changes(practice.0, position, CHANGES).await?;
        let touched = Touched::by(&changes);
        if touched.is_everybody {
            work.tx.mark_whole_worklist(practice).await?;
        }
        work.tx.mark_worklist(practice, &touched.patients).await?;
        work.tx.mark_worklist_timed(practice, &touched.timed, &touched.entries).await?;
        let Some(last) = changes.last().map(|change| change.position) else {
            let month = current_month(&mut work).await?;
            work.tx.mark_waking(practice, now, month).await?;
            work.commit().await?;
            return Ok(position);
        };
        work.tx.move_cursor(practice, READER, last).await?;
        work.commit().await?;
    }
}

/// Whom some changes touch.
#[derive(Default)]
struct Touched {
    patients: Vec<PatientId>,
    /// Those of `entries`.
    timed: Vec<PatientId>,
    /// Entries and strikes: who shared their minutes is touched too.
    entries: Vec<Uuid>,
    is_everybody: bool,
}

impl Touched {
    fn by(changes: &[Change]) -> Self {
        let (mut patients, mut timed) = (BTreeSet::new(), BTreeSet::new());
        let mut touched = Self::default();
        for change in changes {
            match change.patient {
                Some(patient) => {
                    patients.insert(patient);
                    if matches!(change.kind.as_str(), "time_entry" | "strike") {
                        timed.insert(patient);
                        touched.entries.push(change.id);
                    }
                }
                None => touched.is_everybody |= EVERYBODYS.contains(&change.kind.as_str()),
            }
        }
        touched.patients = patients.into_iter().collect();
        touched.timed = timed.into_iter().collect();
        touched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_touches_whom_it_names() {
        let patient = PatientId(Uuid::from_u128(7));
        let change = |kind: &str, patient| Change {
            position: 1,
            kind: kind.into(),
            id: Uuid::from_u128(9),
            revision: 1,
            patient,
            at: Timestamp::UNIX_EPOCH,
        };
        let of = |kind: &str, patient| Touched::by(&[change(kind, patient)]);
        assert_eq!(of("task", Some(patient)).patients, [patient]);
        let timed = of("strike", Some(patient));
        assert_eq!((timed.patients, timed.entries), (vec![patient], vec![Uuid::from_u128(9)]));
        assert!(of("staff_role", None).is_everybody);
        assert!(!of("claim_file", None).is_everybody && !of("session", None).is_everybody);
    }
}
