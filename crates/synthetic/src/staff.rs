//! The cast of the practice: two who bill, those who do the work, two whose minutes cannot count, and the office.

use jiff::civil::{Date, date};

use crate::dice::Dice;
use crate::identifiers::npi;
use crate::names::{Name, Sex};

/// A member of the cast, by place in [`Cast::members`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Who(usize);

pub(crate) const PHYSICIAN: Who = Who(0);
/// A clinic has one physician and one nurse.
pub(crate) const CLINIC_NURSE: Who = Who(1);
pub(crate) const NURSE_PRACTITIONER: Who = Who(1);
pub(crate) const RN: Who = Who(2);
pub(crate) const LPN: Who = Who(3);
pub(crate) const PHARMACIST: Who = Who(4);
pub(crate) const FRONT_DESK: Who = Who(5);
/// Her license ended on 31 August.
pub(crate) const LAPSED: Who = Who(6);
/// Nobody is on record as his supervising practitioner.
pub(crate) const UNSUPERVISED: Who = Who(7);

/// By their keys, which are their sign-in names: they do what no record file tells.
pub(crate) const BILLER: &str = "quintero";
pub(crate) const MANAGER: &str = "brandt";
pub(crate) const ADMINISTRATOR: &str = "nakamura";
pub(crate) const COMPLIANCE: &str = "abernathy";
pub(crate) const TRAINEE: &str = "delacroix";
pub(crate) const AUDITOR: &str = "stroud";

pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) family: String,
    pub(crate) given: String,
    pub(crate) login: String,
    pub(crate) role: &'static str,
    pub(crate) npi: Option<String>,
    pub(crate) taxonomy: Option<&'static str>,
    pub(crate) supervisor: Option<&'static str>,
    pub(crate) credential: Option<Credential>,
    /// There for care management; a small practice has others to care for.
    pub(crate) weekly_hours: Option<u8>,
    pub(crate) since: Date,
    /// The last day; only somebody from outside has one.
    pub(crate) until: Option<Date>,
}

pub(crate) struct Credential {
    pub(crate) kind: &'static str,
    pub(crate) from: Date,
    pub(crate) until: Date,
}

pub(crate) struct Cast {
    members: Vec<Member>,
    /// Those who share out the ordinary calls.
    pub(crate) callers: Vec<Who>,
}

/// One more nurse is hired for every so many patients, else the month has not hours enough.
const PATIENTS_PER_NURSE: u32 = 80;

impl Cast {
    pub(crate) fn for_patients(seed: u64, patients: u32) -> Self {
        let mut members = vec![
            practitioner("adeyemi", "Folake", "Adeyemi", "md", "207R00000X", 11),
            practitioner("tran", "Kim-Ly", "Tran", "np", "363LG0600X", 12),
            staff("whitehorse", "Dana", "Whitehorse", "rn", Some(license("RN license", date(2027, 6, 30)))),
            staff("park", "Minjun", "Park", "lpn", Some(license("LPN license", date(2027, 3, 31)))),
            staff(
                "osei",
                "Kwabena",
                "Osei",
                "pharmacist",
                Some(license("Pharmacist license", date(2027, 6, 30))),
            ),
            staff("lindqvist", "Britta", "Lindqvist", "front_desk", None),
            staff("moreau", "Celeste", "Moreau", "rn", Some(license("RN license", date(2026, 8, 31)))),
            Member {
                supervisor: None,
                ..staff("baptiste", "Jude", "Baptiste", "rn", Some(license("RN license", date(2028, 1, 31))))
            },
        ];
        members.extend(office());
        let mut callers = vec![RN, LPN];
        for extra in 0..patients / PATIENTS_PER_NURSE {
            let mut dice = Dice::of(seed, 900_000 + u64::from(extra));
            let name = Name::draw(&mut dice, Sex::Female);
            callers.push(Who(members.len()));
            let credential = license("RN license", date(2027, 12, 31));
            members.push(staff(
                &format!("nurse-{}", extra + 2),
                name.given,
                name.family,
                "rn",
                Some(credential),
            ));
        }
        Self { members, callers }
    }

    /// The physician of a clinic, by key, names and number, and the nurse she supervises.
    pub(crate) fn of_clinic(physician: [&'static str; 3], npi: u32, nurse: [&'static str; 3]) -> Self {
        let [key, given, family] = physician;
        let nurse = Member {
            supervisor: Some(key),
            ..staff(nurse[0], nurse[1], nurse[2], "rn", Some(license("RN license", date(2027, 9, 30))))
        };
        let members = vec![practitioner(key, given, family, "md", "207Q00000X", npi), nurse];
        Self { members, callers: vec![CLINIC_NURSE] }
    }

    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }

    pub(crate) fn member(&self, who: Who) -> &Member {
        &self.members[who.0]
    }
}

fn practitioner(
    key: &str,
    given: &str,
    family: &str,
    role: &'static str,
    taxonomy: &'static str,
    at: u32,
) -> Member {
    let credential = license(if role == "np" { "NP license" } else { "MD license" }, date(2027, 12, 31));
    Member {
        npi: Some(npi(at)),
        taxonomy: Some(taxonomy),
        supervisor: None,
        ..staff(key, given, family, role, Some(credential))
    }
}

fn staff(key: &str, given: &str, family: &str, role: &'static str, credential: Option<Credential>) -> Member {
    Member {
        key: key.to_owned(),
        family: family.to_owned(),
        given: given.to_owned(),
        login: key.to_owned(),
        role,
        npi: None,
        taxonomy: None,
        supervisor: Some("adeyemi"),
        credential,
        weekly_hours: match role {
            "rn" => Some(2),
            "lpn" => Some(1),
            _ => None,
        },
        since: date(2023, 2, 1),
        until: None,
    }
}

/// Those who neither treat nor answer the telephone; one who learns to; and a reviewer from outside, for a season.
fn office() -> impl Iterator<Item = Member> {
    let people = [
        (BILLER, "Marisol", "Quintero", "biller"),
        (MANAGER, "Ingrid", "Brandt", "practice_manager"),
        (ADMINISTRATOR, "Kenji", "Nakamura", "administrator"),
        (COMPLIANCE, "Ruth", "Abernathy", "compliance"),
        (TRAINEE, "Noel", "Delacroix", "trainee"),
        (AUDITOR, "Miriam", "Stroud", "auditor"),
    ];
    people.into_iter().map(|(key, given, family, role)| Member {
        supervisor: None,
        until: (role == "auditor").then_some(date(2026, 12, 31)),
        ..staff(key, given, family, role, None)
    })
}

fn license(kind: &'static str, until: Date) -> Credential {
    Credential { kind, from: date(2023, 2, 1), until }
}
