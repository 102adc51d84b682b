//! A month with its seconds counted: what every service looks at.

use std::collections::BTreeMap;

use ccm::billing::facts::{EntryFact, MonthFacts};
use ccm::enrollment::Program;

use super::calendar::{Calendar, Second};
use super::time::{self, Counted};
use super::{Rule, TRACKED, consent, patient};

pub struct Scene<'a> {
    pub facts: &'a MonthFacts,
    pub calendar: Calendar,
    counted: Counted,
}

impl<'a> Scene<'a> {
    pub fn of(facts: &'a MonthFacts) -> Self {
        let calendar = Calendar::of(facts);
        let counted = time::count(facts, &calendar);
        Self { facts, calendar, counted }
    }

    pub fn left_out(&self) -> BTreeMap<(String, String), u64> {
        let name = |number: usize| self.facts.entries[number].id.as_str().to_owned();
        let items = self.counted.left_out.iter();
        items.map(|(&(number, rule), &seconds)| ((name(number), rule.to_owned()), seconds)).collect()
    }

    /// Whether an entry asks for the program: one of this month, even one left out in full (ENG-07).
    pub fn is_asked(&self, program: Program) -> bool {
        let mut entries = self.facts.entries.iter().enumerate();
        entries.any(|(number, entry)| {
            let other_month = self.counted.left_out.contains_key(&(number, "TIME-10"));
            let worked = !self.counted.seconds[number].is_empty()
                || self.counted.left_out.keys().any(|&(of, _)| of == number);
            entry.program == program
                && !other_month
                && (worked || self.calendar.holds(entry.start.as_second()))
        })
    }

    fn of_program(&self, program: Program, own: Option<bool>) -> impl Iterator<Item = &Vec<Second>> {
        self.facts.entries.iter().zip(&self.counted.seconds).filter_map(move |(entry, seconds)| {
            let fits = own.is_none_or(|wanted| time::is_own(entry, self.facts) == wanted);
            (entry.program == program && fits).then_some(seconds)
        })
    }

    /// Counted seconds of the billing practitioner in person.
    pub fn own(&self, program: Program) -> u64 {
        self.of_program(program, Some(true)).map(|seconds| seconds.len() as u64).sum()
    }

    pub fn staff(&self, program: Program) -> u64 {
        self.of_program(program, Some(false)).map(|seconds| seconds.len() as u64).sum()
    }

    pub fn pooled(&self, program: Program) -> u64 {
        self.own(program) + self.staff(program)
    }

    /// The local day on which so many seconds were reached (CLAIM-01).
    pub fn day_reached(&self, program: Program, own_only: bool, needed: u64) -> Option<ccm::basics::Date> {
        let mut all: Vec<_> = self.of_program(program, own_only.then_some(true)).flatten().copied().collect();
        all.sort_unstable();
        let last = usize::try_from(needed).ok()?.checked_sub(1)?;
        all.get(last).map(|&second| self.calendar.date(second))
    }

    /// The day of the first counted minute (INIT-03).
    pub fn first_counted_day(&self, program: Program) -> Option<ccm::basics::Date> {
        let first = self.of_program(program, None).flatten().min()?;
        Some(self.calendar.date(*first))
    }

    /// Live contact in the program, in an entry of which something counts (RPM-05).
    pub fn live_contact(&self, program: Program) -> Option<bool> {
        let entries = self.facts.entries.iter().zip(&self.counted.seconds);
        super::identity::any(
            entries
                .filter(|(entry, seconds)| entry.program == program && !seconds.is_empty())
                .map(|(entry, _)| entry.live_contact),
        )
    }

    /// Whether such work was done in the program (CCM-ACT-01), even if its minutes count as somebody else's.
    pub fn has_work(&self, program: Program, such: impl Fn(&EntryFact) -> bool) -> bool {
        let mut entries = self.facts.entries.iter().enumerate();
        entries.any(|(number, entry)| {
            let done = !self.counted.seconds[number].is_empty()
                || self.counted.left_out.contains_key(&(number, "TIME-07"));
            entry.program == program && done && such(entry)
        })
    }

    /// Consent taken before a second.
    pub fn consent_by(&self, program: Program, by: Second) -> Option<Rule> {
        consent::of_program(self.facts, &self.calendar, program).gate(self.facts, &self.calendar, by)
    }

    /// Gates that every code of the three groups begins with, up to eligibility.
    pub fn opening(&self, program: Program, consent_by: Second) -> Option<Rule> {
        patient::setting(self.facts)
            .or_else(|| self.consent_by(program, consent_by))
            .or_else(|| patient::part_b(self.facts))
            .or_else(|| patient::biller(self.facts))
    }

    /// Buckets of the programs without tracks (ENG-08).
    pub fn buckets(&self) -> Vec<(&'static str, u64)> {
        let name = |program| match program {
            Program::Tcm => "tcm",
            Program::Rpm => "rpm",
            Program::RpmInterpretation => "rpm_99091",
            Program::Rtm => "rtm",
            Program::Bhi => "bhi",
            Program::Cocm => "cocm",
            Program::Chi => "chi",
            Program::Pin => "pin",
            Program::Ccm | Program::Pcm | Program::Apcm => "apcm",
        };
        let programs = Program::ALL.into_iter().filter(|program| !TRACKED.contains(program));
        programs.map(|program| (name(program), self.pooled(program))).collect()
    }
}
