//! One came home from the hospital two days before the demo is shown, and nobody has called yet: the second business day
//! (TCM-02) is the demo's own.

use jiff::civil::date;

use super::Running;
use crate::expectation::Expectation;
use crate::patient::Person;
use crate::record::What;
use crate::scene::local;
use crate::staff::RN;

/// Who.
const STORY: &str = "exactly-forty";

impl Running {
    /// Records stay and discharge of whom they befell. Whether it is this one.
    pub(super) fn discharge(&mut self, september: &Expectation, person: &Person) -> bool {
        if september.story != STORY {
            return false;
        }
        let typed_at = date(2026, 10, 15).at(8, 20, 0, 0);
        let (from, to) = (date(2026, 10, 11).at(21, 40, 0, 0), date(2026, 10, 14).at(11, 15, 0, 0));
        let stay = What::Stay {
            kind: "inpatient",
            from: local(from),
            to: Some(local(to)),
            facility: "Tualatin Valley Hospital",
        };
        self.keep(RN, typed_at, person, "stay", stay);
        let discharge = What::Transition { discharged: local(to), from: "inpatient", to: "home" };
        self.keep(RN, typed_at, person, "discharge", discharge);
        true
    }
}
