//! Ask of closed months what the rules of today would have said of the same facts. Nothing is changed: what a corrected
//! rule is worth, and for whom, is for people to see before they open a month again.

use std::collections::BTreeMap;
use std::sync::Arc;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::billing::{Determination, ENGINE, RuleSet};
use serde::Serialize;

use super::answer::{StoredDetermination, lines};
use crate::ports::{ClosureRow, LineRow};
use crate::{App, Place, Result, Work};

/// Closed months under other rules.
#[derive(Clone, Debug, Serialize)]
pub struct RecheckReport {
    pub schema: &'static str,
    pub practice: PracticeId,
    pub since: ServiceMonth,
    /// What the stored facts were judged by now.
    pub rule_set: String,
    pub engine: String,
    pub months: Vec<MonthRecheck>,
}

/// One closed month.
#[derive(Clone, Debug, Serialize)]
pub struct MonthRecheck {
    pub month: ServiceMonth,
    pub revision: i64,
    /// What the stored answers were given by.
    pub rule_set: String,
    pub engine: String,
    pub patients: u64,
    /// Patients with another line or another hold.
    pub changed: u64,
    /// Of each code with other units: stored, now.
    pub units: BTreeMap<String, (i64, i64)>,
    /// What may be expected: stored, now.
    pub expected_cents: (Cents, Cents),
    pub patients_changed: Vec<PatientRecheck>,
}

/// A patient whose month would come out otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PatientRecheck {
    pub patient: PatientId,
    pub lines_gone: Vec<LineRow>,
    pub lines_new: Vec<LineRow>,
    /// Code and rule.
    pub holds_gone: Vec<(String, String)>,
    pub holds_new: Vec<(String, String)>,
}

/// Answers read at once.
const ANSWERS: i64 = 500;

/// Judges the stored facts of closed months anew, from a month on, by these rules.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn recheck(
    app: &App,
    actor: &Actor,
    place: Place,
    since: ServiceMonth,
    rules: &Arc<RuleSet>,
) -> Result<RecheckReport> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadChart).await?;
    let practice = work.practice_id()?;
    let closures = work.tx.closures_since(practice, since).await?;
    drop(work);
    let mut months = Vec::with_capacity(closures.len());
    for closure in closures {
        months.push(month(app, actor, place, &closure, rules).await?);
    }
    app.audit_read(actor, place, "recheck", &since.to_string(), None).await?;
    let rule_set = hex(&<sha2::Sha256 as sha2::Digest>::digest(rules.bytes()));
    let schema = "perennial.recheck.1";
    Ok(RecheckReport { schema, practice, since, rule_set, engine: ENGINE.to_owned(), months })
}

async fn month(
    app: &App,
    actor: &Actor,
    place: Place,
    closure: &ClosureRow,
    rules: &RuleSet,
) -> Result<MonthRecheck> {
    let mut told = MonthRecheck {
        month: closure.month,
        revision: closure.revision,
        rule_set: hex(&closure.rule_set_sha256),
        engine: closure.engine_version.clone(),
        patients: 0,
        changed: 0,
        units: BTreeMap::new(),
        expected_cents: (Cents(0), Cents(0)),
        patients_changed: Vec::new(),
    };
    let mut after = None;
    loop {
        // A transaction for each piece: the stored answers do not move, and none is held open for long.
        let mut work: Work = app.begin_read(actor, place).await?;
        let practice = work.practice_id()?;
        let rows =
            work.tx.determinations_after(practice, closure.month, closure.revision, after, ANSWERS).await?;
        drop(work);
        let Some(last) = rows.last() else { break };
        after = Some(last.patient);
        for row in &rows {
            let stored = StoredDetermination::read(&row.body)?;
            let facts = &stored.facts;
            let now = rules.for_month(facts.month, &facts.zone, &facts.settings).evaluate(facts);
            told.add(row.patient, &stored.determination, &now);
        }
    }
    told.units.retain(|_, (stored, now)| stored != now);
    Ok(told)
}

impl MonthRecheck {
    fn add(&mut self, patient: PatientId, stored: &Determination, now: &Determination) {
        let (stored_lines, now_lines) = (lines(stored), lines(now));
        let (stored_holds, now_holds) = (holds(stored), holds(now));
        self.patients += 1;
        for line in &stored_lines {
            self.units.entry(line.code.to_string()).or_default().0 += line.units;
            self.expected_cents.0.0 += line.amount.map_or(0, |amount| amount.0 * line.units);
        }
        for line in &now_lines {
            self.units.entry(line.code.to_string()).or_default().1 += line.units;
            self.expected_cents.1.0 += line.amount.map_or(0, |amount| amount.0 * line.units);
        }
        let changed = PatientRecheck {
            patient,
            lines_gone: without(&stored_lines, &now_lines),
            lines_new: without(&now_lines, &stored_lines),
            holds_gone: without(&stored_holds, &now_holds),
            holds_new: without(&now_holds, &stored_holds),
        };
        if changed.is_any() {
            self.changed += 1;
            self.patients_changed.push(changed);
        }
    }
}

impl PatientRecheck {
    fn is_any(&self) -> bool {
        !(self.lines_gone.is_empty()
            && self.lines_new.is_empty()
            && self.holds_gone.is_empty()
            && self.holds_new.is_empty())
    }
}

fn holds(determination: &Determination) -> Vec<(String, String)> {
    determination.held.iter().map(|held| (held.code.to_string(), held.rule.to_string())).collect()
}

/// What is in one list and not in the other.
fn without<T: Clone + PartialEq>(these: &[T], those: &[T]) -> Vec<T> {
    these.iter().filter(|one| !those.contains(one)).cloned().collect()
}
