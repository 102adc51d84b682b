//! What a payer looks at before a claim is taken: so our own faults come back as they would from a real one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::identifiers::{mbi_has_shape, npi_is_valid};

use super::cents::Cents;
use super::sent::Claim;
use super::story::{Denial, Refusal, Standing, Story};

/// One member's one code on one day.
type Service = (String, String, Option<Date>);

/// What was sent before.
#[derive(Default)]
pub(super) struct Memory {
    claims: BTreeSet<String>,
    decided: BTreeSet<Service>,
    returned: BTreeSet<Service>,
    pub standings: BTreeMap<String, Standing>,
}

impl Memory {
    /// What a claim must be told whatever the deck holds.
    pub fn verdict(&self, claim: &Claim, received: Date) -> Option<Story> {
        if let Some(refusal) = fault(claim, received) {
            return Some(Story::Refused(refusal));
        }
        if self.claims.contains(&claim.id) {
            return Some(Story::Refused(Refusal::SENT_BEFORE));
        }
        if claim.services().any(|service| self.decided.contains(&service)) {
            return Some(Story::Denied(Denial::DUPLICATE));
        }
        match self.standings.get(&claim.member) {
            Some(Standing::Advantage) => return Some(Story::Denied(Denial::OTHER_PAYER)),
            Some(Standing::Inactive) => return Some(Story::Denied(Denial::ENDED)),
            Some(Standing::Hospice) => return Some(Story::Denied(Denial::HOSPICE)),
            Some(Standing::Qmb) => return Some(Story::Qmb),
            Some(Standing::InvalidNumber | Standing::NotFound) => {
                return Some(Story::Refused(Refusal::MEMBER));
            }
            Some(Standing::Active) | None => {}
        }
        // What was corrected and sent again has suffered enough.
        claim.services().any(|service| self.returned.contains(&service)).then_some(Story::Paid)
    }

    /// Remembers what was decided: a resend of a decided service is a duplicate, of a returned one it is not.
    pub fn keep(&mut self, claim: &Claim, story: Story) {
        self.claims.insert(claim.id.clone());
        if let Some(standing) = standing_behind(story) {
            // Asked about the person, the payer will say the same.
            self.standings.entry(claim.member.clone()).or_insert(standing);
        }
        match story {
            Story::Refused(_) | Story::Unmentioned => self.returned.extend(claim.services()),
            Story::Denied(denial) if denial.is_unprocessable() => self.returned.extend(claim.services()),
            _ => self.decided.extend(claim.services()),
        }
    }

    /// A whole set went back: its claims were never seen.
    pub fn keep_returned(&mut self, claims: &[Claim]) {
        self.returned.extend(claims.iter().flat_map(Claim::services));
    }
}

fn standing_behind(story: Story) -> Option<Standing> {
    match story {
        Story::Qmb => Some(Standing::Qmb),
        Story::Denied(Denial::OTHER_PAYER) => Some(Standing::Advantage),
        Story::Denied(Denial::ENDED) => Some(Standing::Inactive),
        Story::Denied(Denial::HOSPICE) => Some(Standing::Hospice),
        _ => None,
    }
}

fn fault(claim: &Claim, received: Date) -> Option<Refusal> {
    let charges: Option<Vec<Cents>> = claim.lines.iter().map(|line| line.charge).collect();
    let total: Option<Cents> = charges.map(|all| all.into_iter().sum());
    let day_is_wrong =
        |day: Option<Date>| day.is_none_or(|day| day > received || day.year() < received.year() - 2);
    let rendering = claim.rendering.as_ref();
    if !npi_is_valid(&claim.payee.npi) {
        Some(Refusal::BILLING_NPI)
    } else if rendering.is_some_and(|(_, npi)| !npi_is_valid(npi)) {
        Some(Refusal::RENDERING_NPI)
    } else if !mbi_has_shape(&claim.member) && claim.filing == "MB" {
        Some(Refusal::MEMBER)
    } else if claim.lines.is_empty() || claim.lines.iter().any(|line| line.code.is_empty()) {
        Some(Refusal::NO_SERVICE)
    } else if claim.diagnoses == 0 {
        Some(Refusal::NO_DIAGNOSIS)
    } else if total.is_none()
        || total != claim.charge
        || claim.lines.iter().any(|line| line.charged() < Cents::ZERO)
    {
        Some(Refusal::BALANCE)
    } else if claim.lines.iter().any(|line| day_is_wrong(line.on)) {
        Some(Refusal::SERVICE_DAY)
    } else if claim.frequency != "1" {
        // interop.md §3: Medicare Part B takes original claims only.
        Some(Refusal::FREQUENCY)
    } else {
        None
    }
}
