//! In the hospital, in a nursing home, and a death (TIME-09, TIME-11, CLAIM-01).

use jiff::civil::date;

use super::Story;
use crate::contact::Contact;
use crate::staff::RN;

pub(crate) const STORIES: &[Story] = &[
    Story::new(
        "hospital-stay",
        "In the hospital from the 10th to the 14th: a call within does not count",
        |s| {
            s.enroll();
            s.contact(Contact::of(RN, 14).exactly(3, 12, 5));
            s.contact(Contact::of(RN, 9).exactly(11, 12, 20).doing("caregiver_call"));
            s.contact(Contact::of(RN, 10).exactly(14, 12, 30).doing("discharge_call"));
            let (from, to) = ("2026-09-10T14:00".to_owned(), "2026-09-14T11:00".to_owned());
            s.stay("inpatient", from, Some(to), "Tualatin Valley General");
            s.left_out("TIME-09", 9 * 60);
            s.billed(&[("99490", 1)]);
        },
    ),
    Story::new("nursing-home", "Lives in a nursing home, outside a Part A stay: the minutes count", |s| {
        s.enroll();
        s.stay("nursing_facility_residence", "2026-05-01".to_owned(), None, "Cedar Slope Residence");
        s.contact(Contact::of(RN, 13).on(2).doing("caregiver_call"));
        s.contact(Contact::of(RN, 12).on(18).doing("record_review"));
        s.billed(&[("99490", 1)]);
    }),
    Story::new(
        "died",
        "Died on the 19th: what was done before is billed, the call to the family is not",
        |s| {
            s.enroll();
            s.contact(Contact::of(RN, 14).exactly(3, 12, 30));
            s.contact(Contact::of(RN, 9).exactly(11, 12, 45));
            s.contact(Contact::of(RN, 8).exactly(21, 12, 5).doing("caregiver_call"));
            s.left_out("TIME-11", 8 * 60);
            s.billed(&[("99490", 1)]);
        },
    )
    .of(|person| person.died_on = Some(date(2026, 9, 19))),
];
