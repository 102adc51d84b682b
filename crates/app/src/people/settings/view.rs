//! Everything that a practice has set, in one answer.

use ccm::access::{AccessPolicy, Actor, Permission};
use ccm::billing::switches::Switch;
use ccm::billing::{RuleId, Setting};
use ccm::people::{Charge, Practice};
use ccm::time::ClockLimits;

use crate::ports::PayerRow;
use crate::{App, Place, Result};

/// What is set.
#[derive(Clone, Debug)]
pub struct PracticeSettings {
    pub practice: Practice,
    /// Of the organization; which of them the practice bills stands in its profile.
    pub payers: Vec<PayerRow>,
    /// By code, the newest first.
    pub charges: Vec<Charge>,
    pub limits: ClockLimits,
    pub switches: Vec<SwitchView>,
    pub policy: AccessPolicy,
    /// The policy is the whole organization's: whether the actor may set it.
    pub sets_policy: bool,
    pub today: ccm::basics::Date,
}

/// One judgment of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct SwitchView {
    pub name: &'static str,
    pub rule: RuleId,
    pub values: Vec<Setting>,
    pub default: Setting,
    /// `None`: as the rules have it.
    pub set: Option<Setting>,
    pub turns: String,
    pub risks: String,
    pub verified: bool,
}

/// Reads all of it.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn practice_settings(app: &App, actor: &Actor, place: Place) -> Result<PracticeSettings> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::Configure).await?;
    let practice = work.practice().await?;
    let payers = work.tx.payers().await?;
    let mut charges = work.tx.charges(practice.id).await?;
    charges.sort_by(|a, b| (&a.code, b.from).cmp(&(&b.code, a.from)));
    let limits = work.tx.clock_limits(practice.id).await?.unwrap_or_default();
    let policy = work.tx.access_policy().await?;
    let sets_policy = crate::people::staff::is_of_organization(&mut work).await?;
    let today = crate::people::staff::today(&mut work).await?;
    let set = app.rules.settings(&practice.profile.switches).unwrap_or_default();
    let view = |switch: &Switch| {
        let rule = app.rules.switches().rule(*switch)?;
        Some(SwitchView {
            name: switch.name(),
            rule: rule.rule,
            values: rule.values.clone(),
            default: rule.default.clone(),
            set: set.get(switch.name()).cloned(),
            turns: rule.turns.clone(),
            risks: rule.risks.clone(),
            verified: rule.verified,
        })
    };
    let switches = Switch::ALL.iter().filter_map(view).collect();
    Ok(PracticeSettings { practice, payers, charges, limits, switches, policy, sets_policy, today })
}
