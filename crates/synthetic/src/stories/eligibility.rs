//! Who may be managed, and by whom (ELIG-01, INIT-01, INIT-02, CCM-ONE-01).

use super::Story;
use crate::contact::Contact;
use crate::identifiers::npi;
use crate::paperwork::InitiatingVisit;
use crate::staff::{LPN, RN};

pub(crate) const STORIES: &[Story] = &[
    Story::new(
        "one-condition-confirmed",
        "Two problems on the list, and the practitioner confirmed one",
        |s| {
            let mut paper = s.paperwork();
            paper.confirmed = 1;
            s.enroll_with(paper);
            s.contact(Contact::of(RN, 14).on(9));
            s.contact(Contact::of(RN, 13).on(24));
            // Whether the other one lasts and endangers is not on record: missing, not refuted (ENG-09).
            s.held("ENG-09", "99490");
        },
    ),
    Story::new("no-initiating-visit", "Last seen years before the service began", |s| {
        let mut paper = s.paperwork();
        paper.visit = InitiatingVisit::TooLongAgo;
        s.enroll_with(paper);
        s.contact(Contact::of(LPN, 12).on(2));
        s.contact(Contact::of(LPN, 13).on(16));
        s.held("INIT-01", "99490");
    }),
    Story::new("visit-about-something-else", "Seen, but care management was not raised", |s| {
        let mut paper = s.paperwork();
        paper.visit = InitiatingVisit::NotDiscussed;
        s.enroll_with(paper);
        s.contact(Contact::of(RN, 16).on(11));
        s.contact(Contact::of(LPN, 9).on(28));
        s.held("INIT-02", "99490");
    }),
    Story::new("another-practice-bills", "A practice across town already billed this month", |s| {
        s.enroll();
        s.contact(Contact::of(RN, 17).on(3));
        s.contact(Contact::of(LPN, 13).on(21));
        s.outside_claim("99490", npi(40_404), 30);
        s.held("CCM-ONE-01", "99490");
    }),
];
