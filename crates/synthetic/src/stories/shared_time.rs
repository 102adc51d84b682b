//! Minutes that meet other minutes, a visit, a border or midnight (TIME-04 to TIME-08, ENG-04).

use super::Story;
use crate::contact::Contact;
use crate::staff::{LPN, RN};

pub(crate) const STORIES: &[Story] = &[
    Story::new("double-call", "Two nurses on one call: 26 minutes logged, 18 worked", |s| {
        s.enroll();
        s.contact(Contact::of(RN, 14).exactly(9, 12, 5));
        s.contact(Contact::of(LPN, 12).exactly(9, 12, 11));
        s.left_out("TIME-07", 8 * 60);
        s.held("CCM-TIME-01", "99490");
    }),
    Story::new(
        "two-patients-at-once-a",
        "The nurse was on another patient's call for four of these minutes",
        |s| {
            s.enroll();
            s.contact(Contact::of(RN, 12).exactly(15, 12, 5));
            s.contact(Contact::of(LPN, 10).on(25));
            s.left_out("TIME-08", 4 * 60);
            s.held("CCM-TIME-01", "99490");
        },
    ),
    Story::new("two-patients-at-once-b", "The other patient of that moment: enough is left to bill", |s| {
        s.enroll();
        s.contact(Contact::of(RN, 12).exactly(15, 12, 13));
        s.contact(Contact::of(LPN, 15).on(23));
        s.left_out("TIME-08", 4 * 60);
        s.billed(&[("99490", 1)]);
    }),
    Story::new("same-day-visit", "Seen in the office on the 16th: that day's call does not count", |s| {
        s.enroll();
        s.visit_in_month("99213", 16);
        s.contact(Contact::of(RN, 10).exactly(2, 12, 5));
        s.contact(Contact::of(RN, 11).exactly(16, 12, 15));
        s.contact(Contact::of(RN, 11).exactly(29, 12, 5));
        s.left_out("TIME-06", 11 * 60);
        s.billed(&[("99490", 1)]);
    }),
    Story::new("over-midnight", "The on-call nurse talks from 23:50 on the 30th into October", |s| {
        s.enroll();
        s.contact(Contact::of(LPN, 10).on(14));
        s.contact(Contact::of(RN, 20).exactly(30, 23, 50).doing("phone_call_patient"));
        s.left_out("ENG-04", 10 * 60);
        s.billed(&[("99490", 1)]);
    }),
    Story::new("voicemail", "19 minutes of talk and 4 of voicemail", |s| {
        s.enroll();
        s.contact(Contact::of(LPN, 11).on(8));
        s.contact(Contact::of(LPN, 4).on(15).doing("voicemail"));
        s.contact(Contact::of(LPN, 8).on(24).doing("phone_call_patient"));
        s.left_out("TIME-05", 4 * 60);
        s.held("CCM-TIME-01", "99490");
    }),
    Story::new("abroad", "One of the calls was made from Vancouver, across the border", |s| {
        s.enroll();
        s.contact(Contact::of(RN, 14).on(10));
        s.contact(Contact::of(RN, 12).on(18).made_in("CA"));
        s.contact(Contact::of(LPN, 9).on(28));
        s.left_out("TIME-04", 12 * 60);
        s.billed(&[("99490", 1)]);
    }),
];
