//! Inviting those who qualify: some never called, some waiting, one who thinks about it, one who said no, one who agreed
//! yesterday and whose program has not begun.

use jiff::civil::{Date, DateTime, date};

use super::Running;
use super::deeds::{Deed, DeedKind};
use crate::bystanders::Bystander;
use crate::patient::Person;
use crate::record::{What, Wish};
use crate::staff::{FRONT_DESK, MANAGER};

/// Who invites: the front desk, and one of the nurses.
const DESK: &str = "lindqvist";
const NURSE: &str = "park";

/// Those who are to be invited, by the end of what the bystanders' list says of them.
pub(crate) const TO_INVITE: &str = "to be invited";

/// When calls are welcome: in the first a window is open when the demo's pages are opened.
const WINDOWS: [&[&str]; 3] = [&["fri 09:00-11:00"], &["mon-thu 13:30-16:30"], &["mon-fri 08:30-12:00"]];

/// What an hour costs the practice with everything that is paid on it; of two roles nobody has said it.
const HOURS: &[(&str, i64)] = &[("rn", 4_850), ("lpn", 3_600), ("ma", 2_700), ("pharmacist", 7_400)];
/// What the company that runs the program asks.
const UNITS: &[(&str, i64)] = &[("99490", 3_100), ("99439", 2_300), ("99487", 6_200), ("99491", 1_500)];

impl Running {
    /// The front desk asked some of them how they wish to be reached.
    pub(crate) fn invite(&mut self, place: usize, person: &Person) {
        let (tag, _) = person.language;
        if place % 2 == 1 {
            return;
        }
        let wish = Wish {
            on: date(2026, 10, 2),
            language: Some(tag.split('-').next().unwrap_or(tag)),
            needs_interpreter: !tag.starts_with("en"),
            needs: &[],
            zone: None,
            windows: WINDOWS[place / 2 % WINDOWS.len()],
            phones: vec![person.phone.clone()],
            caregiver: None,
            caregiver_relation: None,
            caregiver_may_be_told: false,
        };
        let typed_at = date(2026, 10, 2).at(16, 45, 0, 0);
        self.keep(FRONT_DESK, typed_at, person, "invited-wish", What::ContactPreference(wish));
    }
}

/// What was done until the morning on which the pages are opened.
pub(crate) fn deeds(bystanders: &[Bystander]) -> Vec<Deed> {
    let invited: Vec<&str> =
        bystanders.iter().filter(|one| one.why.ends_with(TO_INVITE)).map(|one| one.mrn.as_str()).collect();
    let october = |day: i8, hour: i8, minute: i8| date(2026, 10, day).at(hour, minute, 0, 0);
    let managed = |minute: i8, what| Deed { at: october(6, 8, minute), as_login: MANAGER, what };
    let mut deeds = vec![
        managed(0, DeedKind::OutreachTerms { office_phone: "503 555 0110", hour_cents: 3_200 }),
        managed(5, DeedKind::Rates { from: date(2026, 1, 1), hours: HOURS, units: UNITS }),
    ];
    let mut did = |at: DateTime, as_login, place: usize, outcome, again_on: Option<Date>, remark| {
        let Some(mrn) = invited.get(place) else { return };
        let what = DeedKind::Attempt { mrn: (*mrn).to_owned(), outcome, again_on, remark };
        deeds.push(Deed { at, as_login, what });
    };
    did(october(12, 9, 15), DESK, 2, "unable_voicemail", None, None);
    did(october(13, 10, 5), DESK, 3, "considering", None, Some("Would like to ask her son first."));
    did(october(14, 11, 20), NURSE, 4, "declined_financial", None, None);
    let remark = Some("At the dentist; asked for Friday morning.");
    did(october(14, 14, 30), NURSE, 5, "unable_other_time", Some(date(2026, 10, 16)), remark);
    did(october(15, 9, 45), DESK, 7, "unable_voicemail", None, None);
    if let Some(mrn) = invited.get(6) {
        let what = DeedKind::Agree { mrn: (*mrn).to_owned() };
        deeds.push(Deed { at: october(15, 15, 10), as_login: NURSE, what });
        let letter =
            |kind, delivery| DeedKind::Letter { mrn: (*mrn).to_owned(), kind, is_spanish: false, delivery };
        let given =
            Some(("mail", "Left at the post office with the afternoon's mail, seen by the front desk"));
        deeds.push(Deed {
            at: october(15, 15, 20),
            as_login: NURSE,
            what: letter("consent_confirmation", given),
        });
        deeds.push(Deed { at: october(15, 15, 25), as_login: NURSE, what: letter("invitation", None) });
    }
    deeds.sort_by_key(|deed| deed.at);
    deeds
}
