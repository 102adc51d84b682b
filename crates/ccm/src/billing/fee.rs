//! What a unit is worth: PAY-01 and PAY-02. The service month picks the rules, the date of service the fee.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::facts::Gpci;
use super::table;
use super::word::Word;
use crate::basics::{Cents, Date, Hcpcs, Problem};

/// The tables of money, by date of service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fees {
    units: BTreeMap<Hcpcs, Vec<RelativeValues>>,
    factors: Vec<Factor>,
    shares: Vec<CostShare>,
    places: BTreeMap<Word, Rate>,
}

/// Relative value units of one code.
#[derive(Clone, Debug, PartialEq)]
pub struct RelativeValues {
    pub from: Date,
    pub until: Date,
    pub work: Decimal,
    pub pe_nonfacility: Decimal,
    pub pe_facility: Decimal,
    pub mp: Decimal,
    pub verified: bool,
    pub source: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    pub from: Date,
    pub until: Date,
    pub factor: Decimal,
    /// Where a qualifying APM participant has one of their own.
    pub factor_qualifying: Option<Decimal>,
    pub verified: bool,
}

/// What the patient owes of the allowed amount, once the deductible is met.
#[derive(Clone, Debug, PartialEq)]
pub struct CostShare {
    pub from: Date,
    pub until: Date,
    pub coinsurance_percent: Decimal,
    pub deductible: Cents,
    pub verified: bool,
}

/// Which practice expense a place of service pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rate {
    NonFacility,
    Facility,
}

/// The amounts of one unit. `None` where a value is not known: no price list, no factor, no indices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UnitFee {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversion_factor: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_nonfacility: Option<Cents>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_facility: Option<Cents>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_nonfacility: Option<Cents>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_facility: Option<Cents>,
    /// The rate of the place of service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// What the payer allows: of this place and, where the indices are known, this locality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Cents>,
}

impl Fees {
    pub fn values(&self, code: &Hcpcs, on: Date) -> Option<&RelativeValues> {
        self.units.get(code)?.iter().find(|row| row.from <= on && on <= row.until)
    }

    pub fn factor(&self, on: Date) -> Option<&Factor> {
        self.factors.iter().find(|row| row.from <= on && on <= row.until)
    }

    /// In the order of time.
    pub fn factors(&self) -> impl Iterator<Item = &Factor> {
        self.factors.iter()
    }

    pub fn share(&self, on: Date) -> Option<&CostShare> {
        self.shares.iter().find(|row| row.from <= on && on <= row.until)
    }

    pub fn rate(&self, place: Word) -> Option<Rate> {
        self.places.get(&place).copied()
    }

    /// One unit on a date of service. `qualifying` is asked only where it makes a difference.
    pub fn unit(
        &self,
        code: &Hcpcs,
        on: Date,
        qualifying: Option<bool>,
        gpci: Option<Gpci>,
        place: Option<Word>,
    ) -> UnitFee {
        let rate = place.and_then(|place| self.rate(place));
        let factor = self.factor(on).and_then(|row| match (row.factor_qualifying, qualifying) {
            (None, _) | (_, Some(false)) => Some(row.factor),
            (Some(own), Some(true)) => Some(own),
            (Some(_), None) => None,
        });
        let (Some(values), Some(factor)) = (self.values(code, on), factor) else {
            return UnitFee { conversion_factor: factor, rate, ..UnitFee::default() };
        };
        let one = Gpci { work: Decimal::ONE, pe: Decimal::ONE, mp: Decimal::ONE };
        let amount = |pe: Decimal, index: Gpci| amount(values, pe, index, factor);
        let national_nonfacility = amount(values.pe_nonfacility, one);
        let national_facility = amount(values.pe_facility, one);
        let local_nonfacility = gpci.and_then(|index| amount(values.pe_nonfacility, index));
        let local_facility = gpci.and_then(|index| amount(values.pe_facility, index));
        let expected = match (rate, gpci) {
            (None, _) => None,
            (Some(Rate::NonFacility), None) => national_nonfacility,
            (Some(Rate::NonFacility), Some(_)) => local_nonfacility,
            (Some(Rate::Facility), None) => national_facility,
            (Some(Rate::Facility), Some(_)) => local_facility,
        };
        UnitFee {
            conversion_factor: Some(factor),
            national_nonfacility,
            national_facility,
            local_nonfacility,
            local_facility,
            rate,
            expected,
        }
    }
}

/// PAY-01: the sum of the three products times the factor, rounded once. `None` where it does not fit.
fn amount(values: &RelativeValues, pe: Decimal, index: Gpci, factor: Decimal) -> Option<Cents> {
    let products = [(values.work, index.work), (pe, index.pe), (values.mp, index.mp)];
    // Whole numbers of the smallest decimal place: exact, and many times faster than decimals.
    let scale = products.iter().map(|(units, index)| units.scale() + index.scale()).max()?;
    let mut sum = 0i128;
    for (units, index) in products {
        let lift = 10i128.checked_pow(scale - units.scale() - index.scale())?;
        let product = units.mantissa().checked_mul(index.mantissa())?.checked_mul(lift)?;
        sum = sum.checked_add(product)?;
    }
    Cents::of_mantissa(sum.checked_mul(factor.mantissa())?, scale + factor.scale())
}

impl CostShare {
    /// The share of an allowed amount.
    pub fn of(&self, allowed: Cents) -> Option<Cents> {
        let share = i128::from(allowed.0).checked_mul(self.coinsurance_percent.mantissa())?;
        // Cents times a percentage, in dollars.
        Cents::of_mantissa(share, self.coinsurance_percent.scale() + 4)
    }
}

impl Fees {
    /// Reads `fees.csv`, `conversion_factors.csv`, `cost_share.csv` and `places.csv`.
    pub(super) fn read(file: impl Fn(&str) -> String, problems: &mut Vec<Problem>) -> Self {
        let mut units: BTreeMap<Hcpcs, Vec<RelativeValues>> = BTreeMap::new();
        let header =
            ["code", "from", "until", "work", "pe_nonfacility", "pe_facility", "mp", "verified", "source"];
        let mut seen = BTreeSet::new();
        let rows = table::read("fees.csv", &file("fees.csv"), &header, problems, |row| {
            let (code, (from, until)): (Hcpcs, _) = (row.parse("code")?, row.days()?);
            if !seen.insert((code.clone(), from)) {
                return Err(row.problem("said_twice", "code"));
            }
            let values = RelativeValues {
                from,
                until,
                work: row.parse("work")?,
                pe_nonfacility: row.parse("pe_nonfacility")?,
                pe_facility: row.parse("pe_facility")?,
                mp: row.parse("mp")?,
                verified: row.yes("verified")?,
                source: row.text("source").to_owned(),
            };
            Ok((code, values))
        });
        for (code, row) in rows {
            units.entry(code).or_default().push(row);
        }
        let header = ["from", "until", "factor", "factor_qualifying_participant", "verified", "source"];
        let name = "conversion_factors.csv";
        let factors = table::read(name, &file(name), &header, problems, |row| {
            let (from, until) = row.days()?;
            Ok(Factor {
                from,
                until,
                factor: row.parse("factor")?,
                factor_qualifying: row.maybe("factor_qualifying_participant")?,
                verified: row.yes("verified")?,
            })
        });
        let header = ["from", "until", "coinsurance_percent", "deductible_cents", "verified", "source"];
        let shares = table::read("cost_share.csv", &file("cost_share.csv"), &header, problems, |row| {
            let (from, until) = row.days()?;
            Ok(CostShare {
                from,
                until,
                coinsurance_percent: row.parse("coinsurance_percent")?,
                deductible: Cents(row.parse("deductible_cents")?),
                verified: row.yes("verified")?,
            })
        });
        let places = table::read("places.csv", &file("places.csv"), &["code", "rate"], problems, |row| {
            let rate = match row.text("rate") {
                "F" => Rate::Facility,
                "N" => Rate::NonFacility,
                _ => return Err(row.problem("f_or_n", "rate")),
            };
            Ok((row.parse("code")?, rate))
        });
        Self { units, factors, shares, places: places.into_iter().collect() }
    }
}
