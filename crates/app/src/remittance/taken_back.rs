//! Claims that others were asked in place of, when their payer takes back what it decided of them.

use std::collections::HashMap;

use ccm::basics::*;
use ccm::claim::life::{CorrectionWay, Corrects, Outcome};
use ccm::claim::{ClaimEvent, ClaimState, ClaimStep, standing};
use ccm::remittance::posting::withdraw_replaced;
use ccm::remittance::{Adjudication, ClpStatus, Journal};

use super::billed::{Billed, VOID, asked};
use crate::claim::correct::corrects;
use crate::claim::life::{Living, News};
use crate::ports::{ClaimEventRow, ClaimRow};
use crate::{Result, Work};

/// Payers reverse a claim under its own number, or under that of the replacement or void which asked for it. By the numbers of
/// such reversals, the claim that each takes back; those that were not among `billed` are added to it.
///
/// A claim that has a decision of its own is taken back itself. As many questions for one as for a hundred, and again as many
/// for each correction that was refused unread.
pub(super) async fn named_by_another(
    work: &mut Work,
    said: &[(u32, Adjudication)],
    billed: &mut HashMap<String, Billed>,
) -> Result<HashMap<String, String>> {
    let practice = work.practice_id()?;
    let mut open: HashMap<String, Corrects> = said
        .iter()
        .filter(|(_, one)| one.status == ClpStatus::Reversal)
        .filter_map(|(_, one)| {
            let row = &billed.get(&one.number)?.row;
            let corrects = corrects(row).filter(|_| decision(row).is_none())?;
            Some((one.number.clone(), corrects))
        })
        .collect();
    let (mut named, mut found) = (HashMap::new(), Vec::new());
    while !open.is_empty() {
        let ids: Vec<String> = open.values().map(|one| one.claim.to_string()).collect();
        let rows: HashMap<ClaimId, ClaimRow> =
            work.tx.claims_named(practice, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
        let mut further = HashMap::new();
        for (number, of) in open {
            let Some(row) = rows.get(&of.claim) else { continue };
            match of.how {
                CorrectionWay::Resubmission => further.extend(corrects(row).map(|of| (number, of))),
                CorrectionWay::Replacement | CorrectionWay::Void => {
                    if decision(row).is_some_and(|outcome| outcome != Outcome::Reversed) {
                        named.insert(number, row.number.clone());
                        found.push(row.clone());
                    }
                }
                CorrectionWay::Reopening => {}
            }
        }
        open = further;
    }
    found.retain(|row| !billed.contains_key(&row.number));
    found.sort_by_key(|row| row.id);
    found.dedup_by_key(|row| row.id);
    if !found.is_empty() {
        let added = Billed::over(work, found).await?;
        billed.extend(added.into_iter().map(|one| (one.row.number.clone(), one)));
    }
    Ok(named)
}

/// What the claim's own payer has made of it.
fn decision(row: &ClaimRow) -> Option<Outcome> {
    let events: Vec<ClaimEvent> = row.events.iter().map(ClaimEventRow::event).collect();
    standing(&events)?.outcome
}

impl Billed {
    /// The charge that is owed no more once these steps have been taken: another claim was asked in its place, and what was
    /// decided of it is taken back.
    pub(super) fn taken_back(&self, steps: &[ClaimStep], on: Date, at: Timestamp) -> Result<Option<Journal>> {
        if !self.row.events.iter().any(|event| matches!(event.step, ClaimStep::Superseded { .. })) {
            return Ok(None);
        }
        let mut events: Vec<ClaimEvent> = self.row.events.iter().map(ClaimEventRow::event).collect();
        events.extend(steps.iter().map(|step| ClaimEvent { at, step: step.clone() }));
        let Some(now) = standing(&events) else { return Ok(None) };
        Ok(withdraw_replaced(&self.claim, on, &now, &self.journals)?)
    }
}

/// Voids that have done what they were sent for, and of which nothing more is heard: those in place of these claims, of which
/// each was just taken back.
pub(super) async fn voids_done<'a>(
    work: &mut Work,
    taken_back: impl IntoIterator<Item = &'a ClaimRow>,
) -> Result<Vec<ClaimRow>> {
    let by = |row: &ClaimRow| {
        row.events.iter().find_map(|event| match event.step {
            ClaimStep::Superseded { by } => Some(by.to_string()),
            _ => None,
        })
    };
    let mut wanted: Vec<String> = taken_back.into_iter().filter_map(by).collect();
    let practice = work.practice_id()?;
    let mut done = Vec::new();
    while !wanted.is_empty() {
        let rows = work.tx.claims_named(practice, &wanted).await?;
        wanted = rows.iter().filter_map(by).collect();
        for row in rows {
            let events: Vec<ClaimEvent> = row.events.iter().map(ClaimEventRow::event).collect();
            let awaits = |now: ClaimState| (ClaimState::Transmitted..ClaimState::Paid).contains(&now);
            if asked(&row)?.frequency == VOID && standing(&events).is_some_and(|now| awaits(now.state)) {
                done.push(row);
            }
        }
    }
    Ok(done)
}

/// Nothing is left to be done about them.
pub(super) fn closed<'a>(
    done: &'a [ClaimRow],
    details: &'a serde_json::Value,
) -> impl Iterator<Item = News<'a>> {
    done.iter().map(|row| News {
        claim: Living::of(row),
        steps: vec![ClaimStep::Closed { remark: None }],
        details: details.clone(),
    })
}
