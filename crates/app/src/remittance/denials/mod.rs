//! What payers did not pay: grouped by who said why, one claim with all that was decided about it, all of the same over all
//! months. Claims stand on the list as long as the payer's word stands and nobody has decided that nothing is left to be done.

pub mod alike;
pub mod claims;
pub mod decide;
pub mod one;
pub mod worklist;

pub use alike::{Alike, alike};
pub use claims::{DenialClaim, DenialClaims, denial_claims};
pub use decide::{NewDecision, decide};
pub use one::{DenialPage, Said, denial};
pub use worklist::{DenialMatter, DenialsList, denials};

pub(crate) use decide::{record, word as word_of};

use std::collections::HashMap;

use ccm::access::Actor;
use ccm::basics::*;
use ccm::claim::Timers;
use ccm::people::PayerProfile;
use ccm::remittance::denial::{StatusBook, Told};
use ccm::remittance::{Proposal, ReasonBook};

use crate::ports::denials::Matter;
use crate::{Error, Result, Work};

/// The payers of an organization, with what is read of codes.
pub(crate) struct Desk {
    pub today: Date,
    pub zone: TimeZone,
    payers: HashMap<PayerId, (PayerProfile, Timers)>,
}

impl Desk {
    pub async fn read(work: &mut Work) -> Result<Self> {
        let practice = work.practice().await?;
        let zone = practice.zone_on(crate::work::now_date(work.now)).map(ZoneName::zone);
        let zone = zone.ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
        let today = zone.to_datetime(work.now).date();
        let payers = work.tx.payers().await?.into_iter();
        let payers = payers.map(|row| (row.id, (row.profile.clone(), Timers::of(&row.profile)))).collect();
        Ok(Self { today, zone, payers })
    }

    pub fn payer(&self, id: PayerId) -> Option<&PayerProfile> {
        self.payers.get(&id).map(|(profile, _)| profile)
    }

    pub fn payer_name(&self, id: PayerId) -> String {
        self.payer(id).map(|profile| profile.name.clone()).unwrap_or_default()
    }

    /// What we make of what was said, and the last day on which it can be put right.
    pub fn judge(
        &self,
        payer: PayerId,
        told: &Told,
        on: Date,
        month: ServiceMonth,
    ) -> (Proposal, Option<Date>) {
        let proposal = propose(told);
        let usual = Timers::default();
        let timers = self.payers.get(&payer).map_or(&usual, |(_, timers)| timers);
        let last_day = told.last_day(proposal.may_appeal, (on, month.first_day()), timers);
        (proposal, last_day)
    }
}

fn propose(told: &Told) -> Proposal {
    told.proposal(ReasonBook::embedded(), StatusBook::embedded())
}

/// A matter by its name.
fn named(name: &str) -> Result<Matter> {
    let (payer, told) = Told::named(name).ok_or(Error::NotFound("cause"))?;
    Ok(Matter { payer, told })
}

/// Its name: stable, and no claim's or patient's.
fn name_of(matter: &Matter) -> String {
    matter.told.key(matter.payer, propose(&matter.told).cause).to_string()
}

/// Who did something: people by name, programs by theirs.
fn who(actor: &Actor, persons: &HashMap<PersonId, String>) -> String {
    let known = actor.person().and_then(|person| persons.get(&person).cloned());
    known.unwrap_or_else(|| match actor {
        Actor::Operator { name } | Actor::Job { name } => name.clone(),
        _ => String::new(),
    })
}

pub(crate) async fn persons(work: &mut Work) -> Result<HashMap<PersonId, String>> {
    let all = work.tx.persons().await?;
    Ok(all.into_iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect())
}
