//! The care around the plan: whom patients are sent to, who is on call, what was answered at night, what one nurse hands
//! to another.

use jiff::civil::{Date, DateTime, Time, date, time};

use super::deeds::{Deed, DeedKind};
use crate::staff::MANAGER;

/// One of them. Colleagues are named by their sign-in names.
pub enum AroundDeed {
    /// An entry of the directory, in the words of `coordination/directory.toml`.
    Listed { entry: Listing },
    /// Somebody is on call from that hour until the other, each day.
    OnCall {
        who: &'static str,
        line: &'static str,
        days: (Date, Date),
        hours: (Time, Time),
        phone: &'static str,
    },
    /// To the entry of that name, or to somebody who has none.
    Referred { to: &'static str, why: &'static str, urgency: &'static str },
    /// The newest open referral goes a step on: `accepted`, `seen`, `no_show` with the day or the reason.
    Stepped { step: &'static str, on: Option<Date>, reason: &'static str },
    /// An appointment, in the words of `coordination/appointments.toml`.
    Arranged { with: &'static str, kind: &'static str, on: DateTime },
    /// An urgent call, in the words of `coordination/access_calls.toml`.
    Called { asked: &'static str, answered: &'static str, caller: &'static str, disposition: &'static str },
    /// The whole caseload, with its note.
    HandedOver { to: &'static str, note: &'static str },
}

/// What the directory knows of somebody.
pub struct Listing {
    pub name: &'static str,
    pub kind: &'static str,
    pub phone: &'static str,
    pub hours: &'static str,
    pub languages: &'static str,
    pub cost: &'static str,
    pub area: &'static str,
    pub verified_on: Option<Date>,
}

const fn listing(name: &'static str, kind: &'static str, phone: &'static str) -> Listing {
    Listing {
        name,
        kind,
        phone,
        hours: "Monday to Friday, 9 to 5",
        languages: "English, Spanish",
        cost: "",
        area: "County",
        verified_on: Some(date(2026, 9, 22)),
    }
}

const NIGHT: (Time, Time) = (time(17, 0, 0, 0), time(8, 0, 0, 0));
const DAY: (Time, Time) = (time(8, 0, 0, 0), time(17, 0, 0, 0));

/// What was done until the morning on which the pages are opened. `ordinary`: the record number of an ordinary patient.
pub(crate) fn deeds(ordinary: impl Fn(usize) -> String) -> Vec<Deed> {
    let october = |day: i8, hour: i8, minute: i8| date(2026, 10, day).at(hour, minute, 0, 0);
    let mut deeds = Vec::new();
    let mut did = |at: DateTime, as_login, mrn: Option<String>, what| {
        deeds.push(Deed { at, as_login, what: DeedKind::Around { mrn, what } });
    };
    let entries = [
        Listing { cost: "Medicare", ..listing("Valley Heart Clinic", "cardiology", "503 555 0131") },
        Listing { cost: "Medicare", ..listing("Lakeside Eye Center", "ophthalmology", "503 555 0132") },
        Listing { cost: "Free", ..listing("County Food Pantry", "food", "503 555 0133") },
        Listing {
            cost: "Two dollars a ride",
            verified_on: Some(date(2026, 2, 10)),
            ..listing("Senior Ride Service", "transport", "503 555 0134")
        },
        Listing { verified_on: None, ..listing("Winter Heat Fund", "utilities", "503 555 0135") },
    ];
    for (place, entry) in (0..).zip(entries) {
        did(october(5, 13, place), "park", None, AroundDeed::Listed { entry });
    }
    let on_call = |who, line, days, hours, phone| AroundDeed::OnCall { who, line, days, hours, phone };
    let (first, friday) = (date(2026, 10, 5), date(2026, 10, 23));
    did(
        october(5, 7, 0),
        MANAGER,
        None,
        on_call("whitehorse", "first", (first, friday), NIGHT, "503 555 0150"),
    );
    did(
        october(5, 7, 5),
        MANAGER,
        None,
        on_call("adeyemi", "backup", (first, friday), NIGHT, "503 555 0151"),
    );
    // The weekend of the 17th has a night and no day: the roster says so.
    did(
        october(5, 7, 10),
        MANAGER,
        None,
        on_call("park", "first", (first, date(2026, 10, 16)), DAY, "503 555 0152"),
    );
    let days = (date(2026, 10, 19), date(2026, 10, 23));
    did(october(5, 7, 15), MANAGER, None, on_call("park", "first", days, DAY, "503 555 0152"));

    let referred = |to, why, urgency| AroundDeed::Referred { to, why, urgency };
    let stepped = |step, on, reason| AroundDeed::Stepped { step, on, reason };
    let (heart, eyes, food, feet) =
        (Some(ordinary(6)), Some(ordinary(7)), Some(ordinary(3)), Some(ordinary(8)));
    let why = "Palpitations on the stairs; asks whether the dose is right";
    did(october(6, 10, 0), "whitehorse", heart.clone(), referred("Valley Heart Clinic", why, "soon"));
    let on = Some(date(2026, 10, 13));
    did(october(7, 11, 0), "whitehorse", heart.clone(), stepped("accepted", on, ""));
    did(october(14, 9, 30), "whitehorse", heart, stepped("seen", on, ""));
    did(
        october(6, 14, 0),
        "park",
        eyes.clone(),
        referred("Lakeside Eye Center", "Yearly eye examination", "routine"),
    );
    did(october(8, 9, 0), "park", eyes.clone(), stepped("accepted", Some(date(2026, 10, 12)), ""));
    did(october(13, 9, 0), "park", eyes, stepped("no_show", None, "The ride did not come"));
    did(
        october(8, 15, 40),
        "whitehorse",
        food,
        referred("County Food Pantry", "Runs short in the last week of the month", "soon"),
    );
    did(
        october(15, 10, 20),
        "park",
        feet,
        referred("Dr. Lindgren, foot care", "A callus under the big toe", "urgent"),
    );
    let with = "Valley Heart Clinic";
    let arranged = AroundDeed::Arranged { with, kind: "specialist", on: october(27, 10, 30) };
    did(october(14, 9, 40), "whitehorse", Some(ordinary(6)), arranged);
    let arranged = AroundDeed::Arranged { with: "Senior Ride Service", kind: "ride", on: october(17, 8, 0) };
    did(october(15, 10, 0), "park", Some(ordinary(3)), arranged);
    let called =
        |asked, answered, caller, disposition| AroundDeed::Called { asked, answered, caller, disposition };
    let asked = "Sugar of 62 before bed, shaky; ate half a sandwich";
    let answered = "Fifteen grams now and again after a quarter of an hour; 96 on the second reading. Skip the bedtime dose, call again under 80.";
    did(
        october(9, 22, 35),
        "whitehorse",
        Some(ordinary(2)),
        called(asked, answered, "patient", "medication_advice"),
    );
    let asked = "Daughter: may the water pill be taken twice after a salty meal?";
    let answered = "No; weigh in the morning and call if it is two pounds more.";
    did(
        october(15, 21, 10),
        "whitehorse",
        Some(ordinary(5)),
        called(asked, answered, "caregiver", "self_care"),
    );
    let note =
        "Away from Monday on. The heart clinic's report is the one to chase; the rest can wait for its day.";
    did(october(15, 16, 40), "whitehorse", None, AroundDeed::HandedOver { to: "park", note });
    deeds.push(Deed {
        at: october(8, 15, 20),
        as_login: "whitehorse",
        what: DeedKind::Assess {
            mrn: ordinary(3),
            instrument: "social_needs",
            on: date(2026, 10, 8),
            way: "phone",
            answers: vec![
                ("housing", "steady"),
                ("repairs", "no"),
                ("food", "yes"),
                ("ride", "yes"),
                ("utilities", "no"),
                ("safe", "no"),
            ],
            is_kept: true,
        },
    });
    deeds
}
