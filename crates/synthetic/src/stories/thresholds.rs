//! One second short, exact, and past the last increment (CCM-TIME-01, CCM-TIME-02, TIME-12).

use super::Story;
use crate::contact::Contact;
use crate::staff::{LPN, RN};

pub(crate) const STORIES: &[Story] = &[
    Story::new(
        "one-second-short",
        "19 minutes 59 seconds: nothing can be billed, and a late entry comes too late",
        |s| {
            s.enroll();
            s.contact(Contact::lasting(RN, 12 * 60 + 30).on(3));
            s.contact(Contact::lasting(RN, 7 * 60 + 29).on(17));
            s.late_contact(
                Contact::of(RN, 4).exactly(29, 12, 40),
                "Found on the call list after the month was closed",
            );
            s.held("CCM-TIME-01", "99490");
        },
    ),
    Story::new("exactly-twenty", "20 minutes to the second: the base code", |s| {
        s.enroll();
        s.contact(Contact::lasting(RN, 11 * 60 + 15).on(2));
        s.contact(Contact::lasting(LPN, 8 * 60 + 45).on(18));
        s.billed(&[("99490", 1)]);
    }),
    Story::new("one-second-short-of-forty", "39 minutes 59 seconds: the base code and no add-on", |s| {
        s.enroll();
        s.contact(Contact::lasting(RN, 20 * 60 + 20).on(8));
        s.contact(Contact::lasting(LPN, 19 * 60 + 39).on(22));
        s.billed(&[("99490", 1)]);
    }),
    Story::new("exactly-forty", "40 minutes: the base code and one add-on", |s| {
        s.enroll();
        s.contact(Contact::of(RN, 22).on(1));
        s.contact(Contact::of(RN, 18).on(16));
        s.billed(&[("99490", 1), ("99439", 1)]);
    }),
    Story::new(
        "sixty-simple",
        "60 minutes without decision making on record: the base code and two add-ons",
        |s| {
            s.enroll();
            s.contact(Contact::of(RN, 25).on(4));
            s.contact(Contact::of(LPN, 20).on(14));
            s.contact(Contact::of(RN, 15).on(25));
            s.billed(&[("99490", 1), ("99439", 2)]);
        },
    ),
    Story::new("eighty-simple", "81 minutes: still two add-ons, the rest is unbilled", |s| {
        s.enroll();
        s.contact(Contact::of(RN, 31).on(3));
        s.contact(Contact::of(LPN, 28).on(15));
        s.contact(Contact::of(RN, 22).on(28));
        s.billed(&[("99490", 1), ("99439", 2)]);
    }),
    Story::new("pooled", "12 minutes of staff and 10 of the practitioner make one base code", |s| {
        s.enroll();
        let practitioner = s.person.practitioner;
        s.contact(Contact::of(RN, 12).on(10));
        s.contact(Contact::of(practitioner, 10).on(21));
        s.billed(&[("99490", 1)]);
    }),
];
