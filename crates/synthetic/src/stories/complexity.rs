//! Complex care management, and the practitioner's own time (CCM-TIME-03, CCM-TIME-04, CCM-MDM-01, CCM-SEL-01).

use super::Story;
use crate::contact::Contact;
use crate::scene::Scene;
use crate::staff::{LPN, RN};

pub(crate) const STORIES: &[Story] = &[
    Story::new("complex-sixty", "60 minutes and signed moderate decision making: complex", |s| {
        an_hour(s);
        s.complexity("moderate", true, 24);
        s.billed(&[("99487", 1)]);
    }),
    Story::new("complex-ninety", "90 minutes and signed high decision making: complex and its add-on", |s| {
        an_hour(s);
        s.contact(Contact::of(LPN, 30).on(28));
        s.complexity("high", true, 25);
        s.billed(&[("99487", 1), ("99489", 1)]);
    }),
    Story::new("complex-unsigned", "60 minutes and decision making nobody signed: billed as simple", |s| {
        an_hour(s);
        s.complexity("moderate", false, 24);
        s.held("CCM-MDM-01", "99487");
        s.billed(&[("99490", 1), ("99439", 2)]);
    }),
    Story::new("complex-low", "60 minutes and low decision making: billed as simple", |s| {
        an_hour(s);
        s.complexity("low", true, 24);
        s.held("CCM-MDM-01", "99487");
        s.billed(&[("99490", 1), ("99439", 2)]);
    }),
    Story::new("own-thirty", "30 minutes of the practitioner in person", |s| {
        s.enroll();
        let practitioner = s.person.practitioner;
        s.contact(Contact::of(practitioner, 18).on(9));
        s.contact(Contact::of(practitioner, 12).on(23));
        s.billed(&[("99491", 1)]);
    }),
    Story::new("own-sixty", "60 minutes of the practitioner in person: base code and add-on", |s| {
        s.enroll();
        let practitioner = s.person.practitioner;
        s.contact(Contact::of(practitioner, 35).on(11));
        s.contact(Contact::of(practitioner, 25).on(25));
        s.billed(&[("99491", 1), ("99437", 1)]);
    }),
];

fn an_hour(s: &mut Scene) {
    s.enroll();
    s.contact(Contact::of(RN, 28).on(2));
    s.contact(Contact::of(LPN, 20).on(10));
    s.contact(Contact::of(RN, 12).on(21));
}
