//! What a unit is worth: PAY-01 and PAY-02. The service month picks the rules, the date of service the fee.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::facts::Gpci;
use super::files::Files;
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
    /// The first day of the quarter of the release that says so.
    pub release: Date,
    pub work: Decimal,
    /// `None`: no price in this setting (NA).
    pub pe_nonfacility: Option<Decimal>,
    pub pe_facility: Option<Decimal>,
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
    /// They have one of their own that no loaded file says.
    pub is_qualifying_unknown: bool,
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
    /// The part of that rate which a biller of this role is paid (CLAIM-03); `None`: the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent_for_role: Option<u32>,
    /// What the payer allows: of this place and, where the indices are known, this locality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<Cents>,
}

impl Fees {
    /// Of all rows in force on the day the one of the latest release; of equal ones the last that was loaded.
    pub fn values(&self, code: &Hcpcs, on: Date) -> Option<&RelativeValues> {
        let in_force = self.units.get(code)?.iter().filter(|row| row.from <= on && on <= row.until);
        in_force.max_by_key(|row| row.release)
    }

    /// Every code that has a price on some day.
    pub fn codes(&self) -> impl Iterator<Item = &Hcpcs> {
        self.units.keys()
    }

    /// The first day for which a code has a price.
    pub fn first_day(&self, code: &Hcpcs) -> Option<Date> {
        self.units.get(code)?.iter().map(|row| row.from).min()
    }

    /// Of all rows in force on the day the last that was loaded.
    pub fn factor(&self, on: Date) -> Option<&Factor> {
        self.factors.iter().rev().find(|row| row.from <= on && on <= row.until)
    }

    /// In the order in which they were loaded, the built-in ones in the order of time.
    pub fn factors(&self) -> impl Iterator<Item = &Factor> {
        self.factors.iter()
    }

    pub fn share(&self, on: Date) -> Option<&CostShare> {
        self.shares.iter().find(|row| row.from <= on && on <= row.until)
    }

    pub fn rate(&self, place: Word) -> Option<Rate> {
        self.places.get(&place).copied()
    }

    /// Every place of service, with what it pays.
    pub fn places(&self) -> impl Iterator<Item = (Word, Rate)> {
        self.places.iter().map(|(place, rate)| (*place, *rate))
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
            (_, Some(false)) => Some(row.factor),
            (None, _) => (!row.is_qualifying_unknown).then_some(row.factor),
            (Some(own), Some(true)) => Some(own),
            (Some(_), None) => None,
        });
        let (Some(values), Some(factor)) = (self.values(code, on), factor) else {
            return UnitFee { conversion_factor: factor, rate, ..UnitFee::default() };
        };
        let one = Gpci { work: Decimal::ONE, pe: Decimal::ONE, mp: Decimal::ONE };
        let amount = |pe: Option<Decimal>, index: Gpci| amount(values, pe, index, factor);
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
            percent_for_role: None,
            expected,
        }
    }
}

/// PAY-01: the sum of the three products times the factor, rounded once. `None` where the setting has no
/// price, or it does not fit.
fn amount(values: &RelativeValues, pe: Option<Decimal>, index: Gpci, factor: Decimal) -> Option<Cents> {
    let products = [(values.work, index.work), (pe?, index.pe), (values.mp, index.mp)];
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
    /// Reads `fees.csv` and `conversion_factors.csv` with what continues them, `cost_share.csv` and `places.csv`.
    pub(super) fn read(files: Files, problems: &mut Vec<Problem>) -> Self {
        let header = ["from", "until", "coinsurance_percent", "deductible_cents", "verified", "source"];
        let text = files.text("cost_share.csv");
        let shares = table::read("cost_share.csv", text, &header, problems, |row| {
            let (from, until) = row.days()?;
            Ok(CostShare {
                from,
                until,
                coinsurance_percent: row.parse("coinsurance_percent")?,
                deductible: Cents(row.parse("deductible_cents")?),
                verified: row.yes("verified")?,
            })
        });
        let text = files.text("places.csv");
        let places = table::read("places.csv", text, &["code", "rate"], problems, |row| {
            let rate = match row.text("rate") {
                "F" => Rate::Facility,
                "N" => Rate::NonFacility,
                _ => return Err(row.problem("f_or_n", "rate")),
            };
            Ok((row.parse("code")?, rate))
        });
        let (units, factors) = (read_units(files, problems), read_factors(files, problems));
        Self { units, factors, shares, places: places.into_iter().collect() }
    }
}

fn read_units(files: Files, problems: &mut Vec<Problem>) -> BTreeMap<Hcpcs, Vec<RelativeValues>> {
    let mut units: BTreeMap<Hcpcs, Vec<RelativeValues>> = BTreeMap::new();
    let header = [
        "code",
        "from",
        "until",
        "release",
        "work",
        "pe_nonfacility",
        "pe_facility",
        "mp",
        "verified",
        "source",
    ];
    for (name, text) in files.table("fees.csv") {
        let mut seen = BTreeSet::new();
        let rows = table::read(name, text, &header, problems, |row| {
            let (code, (from, until)): (Hcpcs, _) = (row.parse("code")?, row.days()?);
            if !seen.insert((code.clone(), from)) {
                return Err(row.problem("said_twice", "code"));
            }
            let values = RelativeValues {
                from,
                until,
                release: row.parse("release")?,
                work: row.parse("work")?,
                pe_nonfacility: row.maybe("pe_nonfacility")?,
                pe_facility: row.maybe("pe_facility")?,
                mp: row.parse("mp")?,
                verified: row.yes("verified")?,
                source: row.text("source").to_owned(),
            };
            Ok((code, values))
        });
        for (code, row) in rows {
            units.entry(code).or_default().push(row);
        }
    }
    units
}

/// The two factors of a year may come in two files: `unknown` stands for what a file does not say, and a later row
/// of the same days completes it. A row that never learns the common factor is of no use, and is left out.
fn read_factors(files: Files, problems: &mut Vec<Problem>) -> Vec<Factor> {
    let header = ["from", "until", "factor", "factor_qualifying_participant", "verified", "source"];
    let mut written: Vec<(Option<Decimal>, Factor)> = Vec::new();
    for (name, text) in files.table("conversion_factors.csv") {
        let rows = table::read(name, text, &header, problems, |row| {
            let (from, until) = row.days()?;
            let known = |column| match row.text(column) {
                "unknown" => Ok(None),
                _ => row.maybe(column),
            };
            let own = known("factor")?;
            if own.is_none() && row.text("factor") != "unknown" {
                return Err(row.problem("wrong_value", "factor"));
            }
            let factor = Factor {
                from,
                until,
                factor: own.unwrap_or_default(),
                factor_qualifying: known("factor_qualifying_participant")?,
                is_qualifying_unknown: row.text("factor_qualifying_participant") == "unknown",
                verified: row.yes("verified")?,
            };
            Ok((own, factor))
        });
        for (own, mut row) in rows {
            let same = |(_, known): &(_, Factor)| known.from == row.from && known.until == row.until;
            let earlier = written.iter().position(same).map(|place| written.remove(place));
            let Some((earlier_own, earlier)) = earlier else {
                written.push((own, row));
                continue;
            };
            if row.is_qualifying_unknown {
                row.factor_qualifying = earlier.factor_qualifying;
                row.is_qualifying_unknown =
                    earlier.is_qualifying_unknown || earlier.factor_qualifying.is_none();
            }
            let own = own.or(earlier_own);
            row.factor = own.unwrap_or_default();
            written.push((own, row));
        }
    }
    written.into_iter().filter_map(|(own, row)| own.map(|_| row)).collect()
}
