//! What a month brought in and what its work cost: by program, by person; and what a company asks a practice for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::basics::{Cents, Date, Hcpcs, PersonId, Problem};
use crate::enrollment::Program;

const HOUR_SECONDS: i64 = 3_600;
/// Nobody's hour costs more, and no unit.
const CENTS_AT_MOST: i64 = 10_000_000;

/// What a rate is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "subject", rename_all = "snake_case")]
pub enum RateOf {
    /// An hour of whoever works in a role, by the role's word.
    Hour(String),
    /// A unit of a code, as a company asks it of the practice.
    Unit(Hcpcs),
}

/// Cents from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    #[serde(flatten)]
    pub of: RateOf,
    pub from: Date,
    pub cents: Cents,
}

impl Rate {
    /// What is wrong with it.
    pub fn check(&self) -> Vec<Problem> {
        match self.cents.0 {
            0..=CENTS_AT_MOST => Vec::new(),
            _ => vec![Problem::new("out_of_range", "amount")],
        }
    }
}

/// The rates that hold on a day: of each the one that began last.
#[derive(Clone, Debug, Default)]
pub struct Rates(BTreeMap<RateOf, Cents>);

impl Rates {
    pub fn on(day: Date, rates: &[Rate]) -> Self {
        let mut begun: Vec<&Rate> = rates.iter().filter(|one| one.from <= day).collect();
        begun.sort_by_key(|one| one.from);
        Self(begun.into_iter().map(|one| (one.of.clone(), one.cents)).collect())
    }

    pub fn of_hour(&self, role: &str) -> Option<Cents> {
        self.0.get(&RateOf::Hour(role.to_owned())).copied()
    }

    pub fn of_unit(&self, code: &Hcpcs) -> Option<Cents> {
        self.0.get(&RateOf::Unit(code.clone())).copied()
    }
}

/// What a person did of a month for a program, in a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Worked {
    pub person: PersonId,
    pub role: String,
    pub program: Program,
    /// That stand.
    pub seconds: i64,
    /// Recorded and struck since.
    pub struck_seconds: i64,
}

impl Worked {
    /// What it cost: struck time was paid too. To the nearest cent; `None`: nobody said what the role costs.
    pub fn cost(&self, rates: &Rates) -> Option<Cents> {
        let seconds = self.seconds + self.struck_seconds;
        rates.of_hour(&self.role).map(|hour| Cents((seconds * hour.0 + HOUR_SECONDS / 2) / HOUR_SECONDS))
    }
}

/// Units of a code and what is expected for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Billed {
    pub code: Hcpcs,
    pub program: Program,
    pub units: i64,
    pub expected: Cents,
}

/// One program's month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProgramResult {
    pub units: i64,
    pub expected: Cents,
    pub seconds: i64,
    pub cost: Cents,
    /// Time of roles that nobody has said the cost of: the cost is without it.
    pub uncosted_seconds: i64,
}

impl ProgramResult {
    /// What is left. With [`ProgramResult::uncosted_seconds`] it is too high.
    pub fn margin(&self) -> Cents {
        Cents(self.expected.0 - self.cost.0)
    }

    fn add(&mut self, other: &Self) {
        self.units += other.units;
        self.expected.0 += other.expected.0;
        self.seconds += other.seconds;
        self.cost.0 += other.cost.0;
        self.uncosted_seconds += other.uncosted_seconds;
    }
}

/// Programs in their order, and all of them together.
pub fn programs(
    worked: &[Worked],
    billed: &[Billed],
    rates: &Rates,
) -> (BTreeMap<Program, ProgramResult>, ProgramResult) {
    let mut programs: BTreeMap<Program, ProgramResult> = BTreeMap::new();
    for one in billed {
        let of = programs.entry(one.program).or_default();
        of.units += one.units;
        of.expected.0 += one.expected.0;
    }
    for one in worked {
        let of = programs.entry(one.program).or_default();
        of.seconds += one.seconds;
        match one.cost(rates) {
            Some(cost) => of.cost.0 += cost.0,
            None => of.uncosted_seconds += one.seconds + one.struck_seconds,
        }
    }
    let mut all = ProgramResult::default();
    programs.values().for_each(|one| all.add(one));
    (programs, all)
}

/// One line of what a company asks a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvoiceLine {
    pub code: Hcpcs,
    pub units: i64,
    /// For a unit; `None`: no price is agreed, and the line asks nothing.
    pub price: Option<Cents>,
    pub amount: Cents,
}

/// By code, and what all of them come to.
pub fn invoice(units: impl IntoIterator<Item = (Hcpcs, i64)>, rates: &Rates) -> (Vec<InvoiceLine>, Cents) {
    let mut by_code: BTreeMap<Hcpcs, i64> = BTreeMap::new();
    for (code, units) in units {
        *by_code.entry(code).or_default() += units;
    }
    let line = |(code, units): (Hcpcs, i64)| {
        let price = rates.of_unit(&code);
        InvoiceLine { amount: Cents(price.map_or(0, |price| price.0 * units)), code, units, price }
    };
    let lines: Vec<InvoiceLine> = by_code.into_iter().map(line).collect();
    let total = Cents(lines.iter().map(|line| line.amount.0).sum());
    (lines, total)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn hour(role: &str, from: Date, cents: i64) -> Rate {
        Rate { of: RateOf::Hour(role.into()), from, cents: Cents(cents) }
    }

    fn code(text: &str) -> Hcpcs {
        text.parse().unwrap()
    }

    fn worked(role: &str, program: Program, seconds: i64, struck_seconds: i64) -> Worked {
        Worked { person: PersonId(uuid::Uuid::nil()), role: role.into(), program, seconds, struck_seconds }
    }

    #[test]
    fn the_rate_that_began_last_holds() {
        let rates = [hour("rn", date(2026, 10, 1), 4800), hour("rn", date(2026, 1, 1), 4500)];
        assert_eq!(Rates::on(date(2026, 9, 30), &rates).of_hour("rn"), Some(Cents(4500)));
        assert_eq!(Rates::on(date(2026, 10, 31), &rates).of_hour("rn"), Some(Cents(4800)));
        assert_eq!(Rates::on(date(2025, 12, 31), &rates).of_hour("rn"), None);
    }

    #[test]
    fn struck_time_was_paid_and_unknown_cost_is_told() {
        let rates = Rates::on(date(2026, 9, 30), &[hour("rn", date(2026, 1, 1), 3600)]);
        let work = [worked("rn", Program::Ccm, 1200, 60), worked("ma", Program::Ccm, 300, 0)];
        let billed =
            [Billed { code: code("99490"), program: Program::Ccm, units: 2, expected: Cents(12_000) }];
        let (by_program, all) = programs(&work, &billed, &rates);
        let ccm = &by_program[&Program::Ccm];
        assert_eq!((ccm.seconds, ccm.cost, ccm.uncosted_seconds), (1500, Cents(1260), 300));
        assert_eq!((all.margin(), all.units), (Cents(10_740), 2));
    }

    #[test]
    fn a_program_that_cost_and_billed_nothing_is_there() {
        let (by_program, all) = programs(&[worked("rn", Program::Bhi, 600, 0)], &[], &Rates::default());
        assert_eq!(by_program[&Program::Bhi].uncosted_seconds, 600);
        assert_eq!(all.margin(), Cents(0));
    }

    #[test]
    fn an_invoice_asks_nothing_where_nothing_was_agreed() {
        let price = Rate { of: RateOf::Unit(code("99490")), from: date(2026, 1, 1), cents: Cents(2500) };
        let rates = Rates::on(date(2026, 9, 30), &[price]);
        let (lines, total) = invoice([(code("99490"), 2), (code("99439"), 1), (code("99490"), 1)], &rates);
        assert_eq!(total, Cents(7500));
        assert_eq!((lines[0].price, lines[0].units), (None, 1));
        assert_eq!((lines[1].amount, lines[1].units), (Cents(7500), 3));
    }
}
