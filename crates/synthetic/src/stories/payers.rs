//! Who pays (PAY-06, ELIG-05, PAYER-01).

use super::Story;
use crate::contact::Contact;
use crate::patient::Payer;
use crate::staff::{LPN, PHARMACIST, RN};

pub(crate) const STORIES: &[Story] = &[
    Story::new("qmb", "Medicaid pays the patient's share: billed to Medicare, never to the patient", |s| {
        s.enroll();
        s.contact(Contact::of(RN, 15).on(9));
        s.contact(Contact::of(PHARMACIST, 10).on(16));
        s.billed(&[("99490", 1)]);
    })
    .of(|person| person.payer = Payer::MedicareQmb),
    Story::new(
        "medicare-advantage",
        "The claim goes to the Medicare Advantage plan, under its member number",
        |s| {
            s.enroll();
            s.contact(Contact::of(LPN, 26).on(10));
            s.contact(Contact::of(RN, 17).on(25));
            s.billed(&[("99490", 1), ("99439", 1)]);
        },
    )
    .of(|person| person.payer = Payer::Advantage),
];
