//! What a payer asks otherwise than original Medicare (PAYER-01): data by kind of payer, and by contract.
//!
//! `rules/payers/<kind>.toml` speaks for every payer of a kind; a payer's own contract, kept with the practice's
//! payers, speaks last. What neither says is as Medicare has it. No rule asks "which payer"; each asks for a term.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::facts::Settings;
use super::word::Word;
use crate::basics::{Hcpcs, Problem};

/// Terms that may differ; absent ones are left as they were.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PayerTerms {
    /// Whether Part B is what must be active (ELIG-05); if not, the payer's own coverage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks_part_b: Option<bool>,
    /// Nothing is billed by the kind alone: the payer's own contract must be on record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_contract: Option<bool>,
    /// Only these codes are paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered: Option<Vec<Hcpcs>>,
    /// These codes are not paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_covered: Option<Vec<Hcpcs>>,
    /// The forms of consent that serve (CONSENT-02).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_forms: Option<Vec<Word>>,
    /// Codes that need the payer's word beforehand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prior_authorization: Option<Vec<Hcpcs>>,
    /// Most units of an add-on in a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_max: Option<BTreeMap<Hcpcs, u32>>,
    /// Days from the date of service in which a claim must be received, in place of CLAIM-06.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filing_days: Option<i32>,
    /// What the plan pays of the Medicare amount, in percent; absent: not known, so no amount is worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent_of_medicare: Option<u32>,
    /// The patient's share, in percent of what is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coinsurance_percent: Option<u32>,
    /// Switches as this payer wants them; they go before the practice's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub switches: Settings,
}

/// `rules/payers/<kind>.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayerKind {
    pub kind: Word,
    pub label: String,
    pub cite: Vec<String>,
    pub verified: bool,
    #[serde(default)]
    pub terms: PayerTerms,
}

impl PayerTerms {
    /// These terms where they speak, the others where they are silent.
    pub fn over(&self, base: &Self) -> Self {
        let mut switches = base.switches.clone();
        switches.extend(self.switches.clone());
        Self {
            asks_part_b: self.asks_part_b.or(base.asks_part_b),
            // A contract answers the call for one.
            needs_contract: self.needs_contract.or(Some(false)),
            covered: self.covered.clone().or_else(|| base.covered.clone()),
            not_covered: self.not_covered.clone().or_else(|| base.not_covered.clone()),
            consent_forms: self.consent_forms.clone().or_else(|| base.consent_forms.clone()),
            prior_authorization: self
                .prior_authorization
                .clone()
                .or_else(|| base.prior_authorization.clone()),
            units_max: self.units_max.clone().or_else(|| base.units_max.clone()),
            filing_days: self.filing_days.or(base.filing_days),
            percent_of_medicare: self.percent_of_medicare.or(base.percent_of_medicare),
            coinsurance_percent: self.coinsurance_percent.or(base.coinsurance_percent),
            switches,
        }
    }

    pub fn covers(&self, code: &Hcpcs) -> bool {
        self.covered.as_ref().is_none_or(|codes| codes.contains(code))
            && self.not_covered.as_ref().is_none_or(|codes| !codes.contains(code))
    }

    pub fn asks_authorization(&self, code: &Hcpcs) -> bool {
        self.prior_authorization.as_ref().is_some_and(|codes| codes.contains(code))
    }

    /// What is wrong with a contract's terms, all at once; `place` is for whoever has to mend it.
    pub fn check(&self, place: &str) -> Vec<Problem> {
        let percents = [self.percent_of_medicare, self.coinsurance_percent];
        let mut problems = Vec::new();
        if percents.into_iter().flatten().any(|percent| percent > 1_000) {
            problems.push(Problem::new("percent_out_of_range", place));
        }
        if self.filing_days.is_some_and(|days| days < 1) {
            problems.push(Problem::new("at_least_one_day", place));
        }
        problems
    }
}
