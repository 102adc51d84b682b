//! One person of our own making: who she is, who pays, what ails her, and when she was seen.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use crate::conditions::{PROFILES, Problem};
use crate::dice::Dice;
use crate::identifiers;
use crate::names::{Name, Sex};
use crate::staff::{NURSE_PRACTITIONER, PHYSICIAN, Who};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payer {
    Medicare,
    /// Medicare, with Medicaid for what the patient would owe.
    MedicareQmb,
    Advantage,
    /// Still covered by an employer's plan; Medicare pays nothing.
    Employer,
}

/// How a problem stands on the problem list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Active,
    Resolved,
    Refuted,
    EnteredInError,
    /// Active, coded in SNOMED CT alone, as many records are.
    SnomedOnly,
}

#[derive(Clone, Copy)]
pub(crate) struct Ailment {
    pub(crate) problem: &'static Problem,
    pub(crate) standing: Standing,
}

/// An office visit, as the practice's record knows it.
#[derive(Clone, Copy)]
pub(crate) struct Visit {
    pub(crate) on: Date,
    pub(crate) code: &'static str,
}

pub(crate) struct Person {
    /// Under which the record system knows the person.
    pub(crate) id: String,
    pub(crate) mrn: String,
    pub(crate) mbi: String,
    pub(crate) member_id: String,
    pub(crate) sex: Sex,
    pub(crate) name: Name,
    pub(crate) birth: Date,
    pub(crate) died_on: Option<Date>,
    pub(crate) home: Home,
    pub(crate) phone: String,
    pub(crate) language: (&'static str, &'static str),
    pub(crate) payer: Payer,
    /// The payer has answered whether Medicaid pays the patient's share.
    pub(crate) is_qmb_known: bool,
    pub(crate) practitioner: Who,
    pub(crate) ailments: Vec<Ailment>,
    pub(crate) visits: Vec<Visit>,
    /// For the past: the record, the enrollment.
    pub(crate) dice: Dice,
    /// For the month. Apart, because it is thrown as often as the diary is full, and the past must not notice.
    pub(crate) month: Dice,
}

#[derive(Clone)]
pub(crate) struct Home {
    pub(crate) street: String,
    pub(crate) city: &'static str,
    pub(crate) zip: String,
}

impl Person {
    /// The `number`-th person of a seed, at first with an ordinary past: seen every few months, alive, on Medicare.
    pub(crate) fn draw(seed: u64, number: u32) -> Self {
        let mut dice = Dice::of(seed, u64::from(number));
        let sex = if dice.percent(55) { Sex::Female } else { Sex::Male };
        let name = Name::draw(&mut dice, sex);
        let birth =
            date(dice.between(1934, 1959) as i16, dice.between(1, 12) as i8, dice.between(1, 28) as i8);
        let profile = PROFILES[number as usize % PROFILES.len()];
        let home = Home::draw(&mut dice);
        Self {
            id: Dice::of(seed, 600_000_000 + u64::from(number)).uuid(),
            mrn: identifiers::mrn(number),
            mbi: identifiers::mbi(number),
            member_id: format!("TAH{:08}", 40_000_000 + number * 7),
            sex,
            name,
            birth,
            died_on: None,
            home,
            phone: format!("503-555-{:04}", 100 + dice.below(100)),
            language: language(&mut dice),
            payer: Payer::Medicare,
            is_qmb_known: false,
            practitioner: if number % 5 < 3 { PHYSICIAN } else { NURSE_PRACTITIONER },
            ailments: profile
                .iter()
                .map(|&problem| Ailment { problem, standing: Standing::Active })
                .collect(),
            visits: ordinary_visits(&mut dice),
            dice,
            month: Dice::of(seed, 500_000_000 + u64::from(number)),
        }
    }

    /// The problems that are truly there.
    pub(crate) fn problems(&self) -> impl Iterator<Item = &'static Problem> + '_ {
        let active = |ailment: &&Ailment| matches!(ailment.standing, Standing::Active | Standing::SnomedOnly);
        self.ailments.iter().filter(active).map(|ailment| ailment.problem)
    }

    pub(crate) fn suffers(&mut self, ailments: &[(&'static Problem, Standing)]) {
        self.ailments = ailments.iter().map(|&(problem, standing)| Ailment { problem, standing }).collect();
    }
}

impl Home {
    fn draw(dice: &mut Dice) -> Self {
        let (city, zip) = dice.pick(TOWNS);
        let number = dice.between(11, 189) * 10 + dice.between(0, 9);
        let street =
            format!("{number} {} {}", dice.pick(STREETS), dice.pick(&["Ave", "St", "Ln", "Ct", "Way"]));
        Self { street, city, zip: format!("{zip}-{:04}", dice.between(1001, 9899)) }
    }
}

/// The next day on which the office is open: no weekend, no Labor Day.
pub(crate) fn workday(mut day: Date) -> Date {
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || day == date(2026, 9, 7) {
        day = day.saturating_add(1.day());
    }
    day
}

/// Every few months from early 2025 to August 2026: the service month itself stays free of visits.
fn ordinary_visits(dice: &mut Dice) -> Vec<Visit> {
    let mut visits = Vec::new();
    let mut day = date(2025, 1, 6).saturating_add(dice.between(0, 80).days());
    while day < date(2026, 8, 20) {
        let code = dice.pick(&["99213", "99213", "99214", "99214", "99215", "G0439"]);
        visits.push(Visit { on: workday(day), code });
        day = day.saturating_add(dice.between(70, 150).days());
    }
    visits
}

fn language(dice: &mut Dice) -> (&'static str, &'static str) {
    match dice.below(100) {
        0..84 => ("en-US", "English"),
        84..93 => ("es-US", "Spanish"),
        93..97 => ("vi", "Vietnamese"),
        _ => ("ru", "Russian"),
    }
}

const TOWNS: &[(&str, &str)] = &[
    ("Hillsboro", "97123"),
    ("Hillsboro", "97124"),
    ("Beaverton", "97005"),
    ("Beaverton", "97006"),
    ("Aloha", "97078"),
    ("Cornelius", "97113"),
    ("Forest Grove", "97116"),
    ("Tigard", "97223"),
    ("Tualatin", "97062"),
    ("Sherwood", "97140"),
];

const STREETS: &[&str] = &[
    "NE Camas",
    "NW Yarrow",
    "SE Huckleberry",
    "SW Trillium",
    "SW Tanager",
    "NE Larch",
    "SE Osprey",
    "NW Sorrel",
    "SW Kestrel",
    "NE Salal",
    "SE Tamarack",
    "NW Vine Maple",
    "SW Heron",
    "SE Manzanita",
];
