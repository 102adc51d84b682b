//! The 271 (005010X279A1; interop.md §4): what a person is entitled to, or why the payer will not say.

use jiff::civil::{Date, DateTime};

use crate::dice::Dice;

use super::asked::{Inquiry, Question};
use super::cents::Cents;
use super::deck::stream;
use super::pen::{Pen, day, hour};
use super::story::Standing;

/// How questions are answered.
pub(super) struct Counter {
    pub seed: u64,
    pub at: DateTime,
    pub deductible: Cents,
}

impl Counter {
    /// One set for one of ours. The payer's own number is its BHT03 where they gave none.
    pub fn answer(&self, pen: &mut Pen, inquiry: &Inquiry, standing: &mut dyn FnMut(&str) -> Standing) {
        let on = day(self.at.date());
        pen.set("271", "005010X279A1");
        pen.segment("BHT", &["0022", "11", &inquiry.number, &on, &hour(self.at)]);
        pen.segment("HL", &["1", "", "20", "1"]);
        let (name, id) = &inquiry.payer;
        pen.segment("NM1", &["PR", "2", name, "", "", "", "", "PI", id]);
        pen.segment("HL", &["2", "1", "21", if inquiry.questions.is_empty() { "0" } else { "1" }]);
        let (provider, (qualifier, id)) = (&inquiry.provider, &inquiry.provider_id);
        pen.segment(
            "NM1",
            &["1P", &provider.kind, &provider.last, &provider.first, "", "", "", qualifier, id],
        );
        for (place, question) in inquiry.questions.iter().enumerate() {
            pen.segment("HL", &[&(place + 3).to_string(), "2", "22", "0"]);
            self.person(pen, question, standing(&question.member));
        }
        pen.end_set();
    }

    fn person(&self, pen: &mut Pen, question: &Question, standing: Standing) {
        let (trace, origin) = &question.trace;
        pen.segment("TRN", &["2", trace, origin]);
        let name = &question.name;
        pen.segment("NM1", &["IL", "1", &name.last, &name.first, "", "", "", "MI", &question.member]);
        let reason = match standing {
            Standing::InvalidNumber => Some("72"),
            Standing::NotFound => Some("75"),
            _ => None,
        };
        if let Some(reason) = reason {
            pen.segment("AAA", &["N", "", reason, "C"]);
            return;
        }
        if !question.birth[1].is_empty() {
            pen.segment("DMG", &question.birth.each_ref().map(String::as_str));
        }
        self.benefits(pen, &question.member, standing);
    }

    fn benefits(&self, pen: &mut Pen, member: &str, standing: Standing) {
        let mut dice = Dice::of(self.seed, stream(member) ^ 1);
        let today = self.at.date();
        let year = today.year();
        let since = format!("{}{:02}01", year - 1 - dice.below(12) as i16, dice.below(12) + 1);
        if standing == Standing::Inactive {
            let end = Date::new(year - 1, 12, 31).unwrap_or(today);
            pen.segment("EB", &["6", "", "30", "MB"]);
            pen.segment("DTP", &["291", "RD8", &format!("{since}-{}", day(end))]);
            return;
        }
        pen.segment("EB", &["1", "", "30", "MB"]);
        pen.segment("DTP", &["291", "D8", &since]);
        self.deductible(pen, year, &mut dice);
        let this_year = format!("{year}0101");
        match standing {
            Standing::Qmb => {
                pen.segment("EB", &["1", "", "30", "QM"]);
                pen.segment("DTP", &["291", "D8", &this_year]);
            }
            Standing::Advantage => {
                pen.segment("EB", &["R", "", "30", "HN"]);
                pen.segment("REF", &["18", "H9990 001"]);
                pen.segment("DTP", &["290", "D8", &this_year]);
                pen.segment("LS", &["2120"]);
                pen.segment("NM1", &["PRP", "2", "LANTERN ADVANTAGE", "", "", "", "", "PI", "H9990"]);
                pen.segment("LE", &["2120"]);
            }
            Standing::Hospice => {
                pen.segment("EB", &["X", "", "45", "MA", "", "26"]);
                pen.segment("DTP", &["292", "D8", &this_year]);
            }
            _ => {}
        }
    }

    /// The year's deductible (EB06 23) and what is left of it (29); then the share of coinsurance.
    fn deductible(&self, pen: &mut Pen, year: i16, dice: &mut Dice) {
        let left = match dice.below(3) {
            0 => self.deductible,
            1 => self.deductible.percent(dice.below(100)),
            _ => Cents::ZERO,
        };
        for (period, amount) in [("23", self.deductible), ("29", left)] {
            pen.segment("EB", &["C", "IND", "30", "MB", "", period, &amount.to_string()]);
            pen.segment("DTP", &["291", "RD8", &format!("{year}0101-{year}1231")]);
        }
        pen.segment("EB", &["A", "IND", "30", "MB", "", "27", "", "0.2"]);
    }
}
