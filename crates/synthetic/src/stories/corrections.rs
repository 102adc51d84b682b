//! A mistake struck through, and work typed in for a colleague.

use super::Story;
use crate::contact::Contact;
use crate::staff::{PHARMACIST, RN};

pub(crate) const STORIES: &[Story] =
    &[
        Story::new("struck-duplicate", "One call was logged twice; the second entry is struck", |s| {
            s.enroll();
            s.contact(Contact::of(RN, 11).exactly(10, 12, 10).doing("phone_call_patient"));
            let twin = s.contact(Contact::of(RN, 11).exactly(10, 12, 10).doing("phone_call_patient"));
            s.strike(twin, 11 * 60, 11, "The same call, logged twice");
            s.contact(Contact::of(RN, 10).exactly(23, 12, 20));
            s.billed(&[("99490", 1)]);
        }),
        Story::new(
            "typed-for-a-colleague",
            "The pharmacist's review, typed in by the nurse, with the reason",
            |s| {
                s.enroll();
                s.contact(Contact::of(RN, 12).on(1));
                let review = Contact::of(PHARMACIST, 11).on(23);
                s.contact(review.typed_by(
                    RN,
                    "Pharmacist was at the other site without a connection; read to me by phone",
                ));
                s.billed(&[("99490", 1)]);
            },
        ),
    ];
