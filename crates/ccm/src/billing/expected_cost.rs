//! What a month of a program would cost a patient, before anybody agreed to it (PAY-01, PAY-05, PAY-06): the one figure of
//! the candidates' list, the script, the consent and the month that follows. It never ranks patients.

use serde::Serialize;

use super::RuleSet;
use super::facts::Gpci;
use super::payer::PayerTerms;
use super::setting::RateBasis;
use super::word::Word;
use crate::basics::{Cents, Date, Hcpcs};
use crate::people::PayerKind;
use crate::people::verification::DeductibleLeft;

/// What is known of who would pay and who would bill.
#[derive(Clone, Debug)]
pub struct CostFacts<'a> {
    /// The program's first code, one unit.
    pub code: &'a Hcpcs,
    pub on: Date,
    /// The payer of the day, of those whom the practice bills; `None`: no coverage by one of them is on record.
    pub payer: Option<PayerKind>,
    /// What its contract says.
    pub terms: Option<&'a PayerTerms>,
    /// Qualified Medicare Beneficiary on the day.
    pub qmb: Option<bool>,
    /// What the payer says is left of the year's deductible.
    pub deductible_left: Option<DeductibleLeft>,
    /// Another coverage is on record beside it, which may pay the patient's part.
    pub has_other: bool,
    /// The locality's indices on the day.
    pub gpci: Option<Gpci>,
    /// As the practice's profile has them.
    pub setting: &'a str,
    pub place: &'a str,
    /// The role of whoever would bill; `None`: nobody is named yet, so the whole fee is taken.
    pub role: Option<&'a str>,
    /// A qualifying APM participant that year; `None`: nobody is named yet, so the larger of both fees is taken.
    pub qualifying: Option<bool>,
}

/// The patient's part of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "cost", rename_all = "snake_case")]
pub enum ExpectedCost {
    /// A qualified Medicare beneficiary is never billed (PAY-06).
    None,
    About {
        /// With the year's deductible met.
        cents: Cents,
        /// The whole that may be owed while it is open: never more than the fee.
        until_deductible: Cents,
        /// What the payer said was left of it; `None`: the whole of the year is taken.
        #[serde(skip_serializing_if = "Option::is_none")]
        deductible_left: Option<DeductibleLeft>,
        /// Another coverage may take it over.
        may_be_covered: bool,
        verified: bool,
    },
    Unknown {
        why: CostUnknown,
    },
}

/// What is missing for a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CostUnknown {
    /// No coverage by a payer whom the practice bills.
    Coverage,
    /// Whether the patient is a qualified beneficiary.
    Qmb,
    /// The plan sets the share, and its contract is not on record.
    Plan,
    /// The practice has no locality, or the tables have none for the day.
    Locality,
    /// A clinic is paid by rates of its own.
    Clinic,
    /// No fee or no share for the day.
    Fee,
}

impl CostUnknown {
    pub fn word(self) -> &'static str {
        match self {
            Self::Coverage => "coverage",
            Self::Qmb => "qmb",
            Self::Plan => "plan",
            Self::Locality => "locality",
            Self::Clinic => "clinic",
            Self::Fee => "fee",
        }
    }
}

impl ExpectedCost {
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown { .. })
    }

    /// With the deductible met.
    pub fn cents(&self) -> Option<Cents> {
        match self {
            Self::About { cents, .. } => Some(*cents),
            Self::None | Self::Unknown { .. } => None,
        }
    }
}

impl RuleSet {
    /// The figure, or what is missing for it. Nothing that is not known is taken for the better.
    pub fn expected_cost(&self, facts: &CostFacts<'_>) -> ExpectedCost {
        match self.share_of(facts) {
            Ok(cost) => cost,
            Err(why) => ExpectedCost::Unknown { why },
        }
    }

    fn share_of(&self, facts: &CostFacts<'_>) -> Result<ExpectedCost, CostUnknown> {
        let kind = facts.payer.ok_or(CostUnknown::Coverage)?;
        match facts.qmb {
            Some(true) => return Ok(ExpectedCost::None),
            None => return Err(CostUnknown::Qmb),
            Some(false) => {}
        }
        let word = Word::new(kind.word()).ok();
        let base = self.payers().find(|one| Some(one.kind) == word).ok_or(CostUnknown::Plan)?;
        let terms = facts.terms.map_or_else(|| base.terms.clone(), |terms| terms.over(&base.terms));
        let percent = terms.percent_of_medicare.filter(|_| terms.needs_contract != Some(true));
        let percent = percent.ok_or(CostUnknown::Plan)?;
        let setting = self.settings_rules().of(Word::new(facts.setting).ok()).ok_or(CostUnknown::Clinic)?;
        if setting.terms.rate != RateBasis::Place || setting.method_switch.is_some() {
            return Err(CostUnknown::Clinic);
        }
        let gpci = facts.gpci.ok_or(CostUnknown::Locality)?;
        let whole = self.fee_of(facts, gpci).ok_or(CostUnknown::Fee)?;
        let role = facts.role.and_then(|role| self.role_class(role)).and_then(|class| class.paid.as_ref());
        let of_role = role.map_or(100, |paid| paid.percent);
        let allowed =
            whole.percent(of_role).and_then(|cents| cents.percent(percent)).ok_or(CostUnknown::Fee)?;
        let share = self.fees().share(facts.on).ok_or(CostUnknown::Fee)?;
        let cents = match terms.coinsurance_percent {
            Some(percent) => allowed.percent(percent),
            None => share.of(allowed),
        };
        let cents = cents.ok_or(CostUnknown::Fee)?;
        let left = facts.deductible_left.map_or(share.deductible, |left| left.cents.min(share.deductible));
        let open = left.min(allowed);
        let rest = Cents(allowed.0.saturating_sub(open.0));
        let of_rest = share.of(rest).unwrap_or(Cents(0));
        let is_checked = |checked: Option<bool>| checked.unwrap_or(false);
        let verified = share.verified
            && role.is_none_or(|paid| paid.verified)
            && is_checked(self.fees().values(facts.code, facts.on).map(|values| values.verified))
            && is_checked(self.fees().factor(facts.on).map(|factor| factor.verified));
        Ok(ExpectedCost::About {
            cents,
            until_deductible: Cents::sum([open, of_rest]).unwrap_or(allowed),
            deductible_left: facts.deductible_left,
            may_be_covered: facts.has_other,
            verified,
        })
    }

    /// One unit at the practice's place; the larger of the two where it is not known who bills.
    fn fee_of(&self, facts: &CostFacts<'_>, gpci: Gpci) -> Option<Cents> {
        let place = Word::new(facts.place).ok();
        let unit =
            |qualifying| self.fees().unit(facts.code, facts.on, Some(qualifying), Some(gpci), place).expected;
        match facts.qualifying {
            Some(qualifying) => unit(qualifying),
            None => unit(false).max(unit(true)),
        }
    }
}
