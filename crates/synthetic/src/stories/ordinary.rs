//! The many months in which nothing is the matter: 22 to 58 minutes in a few contacts.

use super::Story;
use crate::contact::Contact;
use crate::scene::Scene;
use crate::staff::{PHARMACIST, Who};

pub(crate) const ORDINARY: Story =
    Story { name: "ordinary", about: "An ordinary month of care", prepare: |_| {}, tell: |_| {} };

/// `caller` is the patient's own nurse; `late` adds an entry that is typed after the close.
pub(crate) fn tell_ordinary(s: &mut Scene, caller: Who, late: bool) {
    s.enroll();
    let contacts = s.person.month.between(2, 4);
    let seconds = s.person.month.between(22 * 60, 58 * 60);
    let span = 26 / contacts;
    for place in 0..contacts {
        let left = seconds - s.seconds_so_far() as i32;
        let fair = left / (contacts - place);
        let length = if place + 1 == contacts { left } else { fair + s.person.month.between(-90, 90) };
        let by = if place > 0 && s.person.month.percent(20) { PHARMACIST } else { caller };
        let day = 1 + place * span + s.person.month.between(0, span - 2);
        s.contact(Contact::lasting(by, length as u32).on(day as i8));
    }
    if late {
        s.late_contact(
            Contact::of(caller, 9).on(28),
            "Was on paper during the outage and turned up after the close",
        );
    }
    let minutes = s.seconds_so_far() / 60;
    s.billed(&[("99490", 1)]);
    match (minutes - 20) / 20 {
        0 => {}
        further => s.billed(&[("99439", further.min(2))]),
    }
}
