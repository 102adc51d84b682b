//! Whose minutes count (TIME-03).

use super::Story;
use crate::contact::Contact;
use crate::staff::{FRONT_DESK, LAPSED, LPN, RN, UNSUPERVISED};

pub(crate) const STORIES: &[Story] = &[
    Story::new("front-desk", "15 of the minutes were the front desk's", |s| {
        s.enroll();
        s.contact(Contact::of(RN, 12).on(4));
        let front_desk = Contact::of(FRONT_DESK, 15).on(17).doing("phone_call_patient");
        s.contact(front_desk.typed_by(RN, "The front desk took the call and has no access to time entry"));
        s.left_out("TIME-03", 15 * 60);
        s.held("CCM-TIME-01", "99490");
    }),
    Story::new(
        "license-ended",
        "One nurse's license had ended in August; the others' minutes suffice",
        |s| {
            s.enroll();
            s.contact(Contact::of(RN, 21).on(8));
            s.contact(Contact::of(LAPSED, 14).on(22));
            s.left_out("TIME-03", 14 * 60);
            s.billed(&[("99490", 1)]);
        },
    ),
    Story::new("unsupervised", "An agency nurse for whom no supervising practitioner is on record", |s| {
        s.enroll();
        s.contact(Contact::of(LPN, 18).on(3));
        s.contact(Contact::of(UNSUPERVISED, 9).on(21));
        s.left_out("TIME-03", 9 * 60);
        s.held("CCM-TIME-01", "99490");
    }),
];
