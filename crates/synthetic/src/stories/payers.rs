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
        "A Medicare Advantage plan: its rules are still to be written, so nothing is billed by guess",
        |s| {
            s.enroll();
            s.contact(Contact::of(LPN, 26).on(10));
            s.contact(Contact::of(RN, 17).on(25));
            s.held("ENG-09", "99490");
        },
    )
    .of(|person| person.payer = Payer::Advantage),
];
