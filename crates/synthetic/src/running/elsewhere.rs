//! One whom another practice has billed this month, as the eligibility reply says: a fact in the way, which no work of ours
//! mends (CCM-ONE-01).

use jiff::civil::date;

use super::Running;
use crate::expectation::Expectation;
use crate::identifiers::npi;
use crate::patient::Person;
use crate::record::What;
use crate::staff::RN;

/// Who.
const STORY: &str = "pooled";

impl Running {
    /// Records what is known of the other practice, of whom it befell.
    pub(super) fn elsewhere(&mut self, september: &Expectation, person: &Person) {
        if september.story != STORY {
            return;
        }
        let what = What::OutsideClaim {
            code: "99490",
            date: date(2026, 10, 9),
            practitioner: npi(40_404),
            same_group: false,
            source: "eligibility",
        };
        self.keep(RN, date(2026, 10, 13).at(8, 40, 0, 0), person, "outside-claim", what);
    }
}
