//! Which of our lines a remittance's line speaks of: by our own name for it, else by code, charge and day.

use super::{BilledClaim, BilledLine};
use crate::basics::ClaimLineId;
use crate::remittance::adjudication::AdjudicatedLine;

/// Ours for each of theirs; `None`: no line of ours, or more than one that fits. Such money is kept with the claim.
///
/// A name that is sent back is believed. Then those find one another that agree in code, day and charge: twins may stand for
/// one another. What is left finds the only line of its code and day that is left, and nothing less sure.
pub fn match_lines(claim: &BilledClaim, lines: &[AdjudicatedLine]) -> Vec<Option<ClaimLineId>> {
    let named = |line: &AdjudicatedLine| {
        let control = line.control.as_deref()?.trim();
        claim.lines.iter().find(|ours| ours.control == control).map(|ours| ours.id)
    };
    let mut matched: Vec<Option<ClaimLineId>> = lines.iter().map(named).collect();
    for exactly in [true, false] {
        for (place, line) in lines.iter().enumerate() {
            let free = |ours: &&BilledLine| !matched.contains(&Some(ours.id));
            let mut fitting = claim.lines.iter().filter(free).filter(|ours| fits(ours, line, exactly));
            let first = fitting.next().filter(|_| exactly || fitting.next().is_none()).map(|ours| ours.id);
            if let Some(slot @ None) = matched.get_mut(place) {
                *slot = first;
            }
        }
    }
    matched
}

fn fits(ours: &BilledLine, line: &AdjudicatedLine, exactly: bool) -> bool {
    ours.code == line.sent_code.as_deref().unwrap_or(&line.code)
        && line.on.is_none_or(|on| ours.on == on)
        // A reversal has the same charge the other way.
        && (!exactly || ours.charge.0.unsigned_abs() == line.charge.0.unsigned_abs())
}
