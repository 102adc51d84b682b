//! Denials as they are worked: by payer and cause, because one call or one understanding serves many.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CauseGroup, NextStep};
use crate::basics::{Cents, ClaimId, Date, PayerId};
use crate::claim::Acts;

/// One denial that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDenial {
    pub claim: ClaimId,
    pub payer: PayerId,
    pub cause: CauseGroup,
    pub step: NextStep,
    pub acts: Acts,
    pub cents: Cents,
    pub appeal_until: Option<Date>,
}

/// All that wait for the same of the same payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DenialGroup {
    pub payer: PayerId,
    pub cause: CauseGroup,
    pub step: NextStep,
    pub acts: Acts,
    pub claims: Vec<ClaimId>,
    pub cents: Cents,
    /// The first last day among them that has not gone by.
    pub first_deadline: Option<Date>,
    /// Denials whose last day has gone by.
    pub passed: usize,
}

/// Groups them: the nearest deadline first, then the most money.
pub fn worklist(open: impl IntoIterator<Item = OpenDenial>, today: Date) -> Vec<DenialGroup> {
    let mut groups: BTreeMap<(PayerId, CauseGroup, NextStep, Acts), DenialGroup> = BTreeMap::new();
    for one in open {
        let OpenDenial { claim, payer, cause, step, acts, cents, appeal_until } = one;
        let group = groups.entry((payer, cause, step, acts)).or_insert_with(|| DenialGroup {
            payer,
            cause,
            step,
            acts,
            claims: Vec::new(),
            cents: Cents(0),
            first_deadline: None,
            passed: 0,
        });
        group.claims.push(claim);
        group.cents = Cents(group.cents.0.saturating_add(cents.0));
        match appeal_until {
            Some(day) if day < today => group.passed += 1,
            Some(day) => {
                group.first_deadline = Some(group.first_deadline.map_or(day, |first| first.min(day)))
            }
            None => {}
        }
    }
    let mut groups: Vec<DenialGroup> = groups.into_values().collect();
    for group in &mut groups {
        group.claims.sort_unstable();
        group.claims.dedup();
    }
    // The order of the map settles the rest.
    groups.sort_by_key(|group| (group.first_deadline.unwrap_or(Date::MAX), std::cmp::Reverse(group.cents)));
    groups
}
