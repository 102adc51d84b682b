//! Patient: who the record is about.

use app::people::incoming::IncomingPatient;
use ccm::basics::{Date, Mbi, Moment};
use ccm::people::{Contact, Identifier};
use fhir::{
    ContactPoint, ContactSystem, ContactUse, DateTime, Deceased, IdentifierUse, LinkType, NameUse, Patient,
    systems,
};
use jiff::civil::date;

use super::item::Item;
use super::notes::Notes;
use super::whose::{Led, Patients};
use super::{address, codes};

/// Dead, nobody says since when, and the record has no date of its own: before any service could be billed.
pub(super) const DIED_BEFORE_ALL: Date = date(1900, 1, 1);

/// Numbers and addresses kept of each kind.
const CONTACTS_MAX: usize = 8;

pub(super) fn patient(
    item: &Item<'_>,
    patient: &Patient<'_>,
    patients: &Patients<'_>,
    notes: &mut Notes,
) -> IncomingPatient {
    let name = name(&patient.name);
    IncomingPatient {
        origin: item.origin(),
        identifiers: identifiers(item, patient, notes),
        family: name.and_then(|name| text(name.family.as_deref()?)),
        given: name.and_then(|name| text(&name.given.join(" "))),
        born_on: patient.birth_date.and_then(|born| born.day()),
        sex: patient.gender.map(|gender| gender.as_str().to_owned()),
        language: language(patient),
        deceased: deceased(item, patient),
        contact: Contact {
            address: address::current(&patient.address),
            phones: reached(&patient.telecom, &[ContactSystem::Phone, ContactSystem::Sms]),
            emails: reached(&patient.telecom, &[ContactSystem::Email]),
        },
        replaced_by: replaced_by(patient, patients),
    }
}

fn text(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The official name, else the usual one, else whichever is in use.
fn name<'n, 'a>(names: &'n [fhir::HumanName<'a>]) -> Option<&'n fhir::HumanName<'a>> {
    let rank = |name: &fhir::HumanName<'_>| {
        let by_use = match name.use_ {
            Some(NameUse::Official) => 0,
            Some(NameUse::Usual) | None => 1,
            Some(NameUse::Temp | NameUse::Nickname | NameUse::Anonymous) => 2,
            Some(NameUse::Old | NameUse::Maiden) => 3,
        };
        (name.period.as_ref().is_some_and(|period| period.end.is_some()), by_use)
    };
    names.iter().min_by_key(|name| rank(name))
}

/// Everything the patient is known by, but the Social Security number, which we never keep.
fn identifiers(item: &Item<'_>, patient: &Patient<'_>, notes: &mut Notes) -> Vec<Identifier> {
    let mut kept: Vec<Identifier> = Vec::new();
    for (index, identifier) in patient.identifier.iter().enumerate() {
        let is_typed =
            |code| identifier.type_.as_ref().is_some_and(|it| it.has(systems::IDENTIFIER_TYPE, code));
        let system = identifier.system.as_deref().map_or("", str::trim);
        let Some(value) = identifier.value.as_deref().and_then(text) else { continue };
        if codes::SSN.contains(&system) || is_typed("SS") || is_typed("SB") {
            notes.kept_unread("Patient.identifier: SSN");
            continue;
        }
        let one = if system == systems::MBI || is_typed("MC") {
            if identifier.use_ == Some(IdentifierUse::Old) {
                continue;
            }
            match value.parse::<Mbi>() {
                Ok(mbi) => Identifier { system: Identifier::MBI.to_owned(), value: mbi.as_str().to_owned() },
                Err(error) => {
                    notes.refuse(error.code(), item.place, &format!("identifier[{index}].value"));
                    continue;
                }
            }
        } else {
            let system = match identifier.type_.as_ref().and_then(codes::code) {
                Some(kind) if system.is_empty() => format!("{}|{kind}", systems::IDENTIFIER_TYPE),
                _ => system.to_owned(),
            };
            Identifier { system, value }
        };
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

fn language(patient: &Patient<'_>) -> Option<String> {
    let spoken = &patient.communication;
    let preferred = spoken.iter().find(|one| one.preferred == Some(true)).or_else(|| spoken.first())?;
    let language = preferred.language.as_ref()?;
    text(codes::code(language).or_else(|| language.words())?)
}

/// When the patient died. Of a month or a year, its first day: nobody is billed for who may have been dead.
fn deceased(item: &Item<'_>, patient: &Patient<'_>) -> Option<Moment> {
    match patient.deceased.as_ref()? {
        Deceased::DateTime(DateTime::Instant(instant)) => Some(Moment::Instant(instant.at)),
        Deceased::DateTime(DateTime::Date(date)) => Some(Moment::Day(date.first())),
        Deceased::Boolean(false) => None,
        // The day on which the record was last known to say so.
        Deceased::Boolean(true) | Deceased::Other => {
            let said = item.resource.meta().and_then(|meta| meta.last_updated);
            Some(Moment::Day(said.map_or(DIED_BEFORE_ALL, |said| said.local_date())))
        }
    }
}

/// Values of some systems that are in use, by rank.
fn reached(telecom: &[ContactPoint<'_>], systems: &[ContactSystem]) -> Vec<String> {
    let mut found: Vec<(i32, String)> = Vec::new();
    for point in telecom {
        let is_wanted = point.system.is_some_and(|system| systems.contains(&system));
        let is_over = point.use_ == Some(ContactUse::Old)
            || point.period.as_ref().is_some_and(|period| period.end.is_some());
        if let Some(value) = point.value.as_deref().and_then(text)
            && is_wanted
            && !is_over
            && !found.iter().any(|(_, known)| *known == value)
        {
            found.push((point.rank.unwrap_or(i32::MAX), value));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, value)| value).take(CONTACTS_MAX).collect()
}

fn replaced_by(patient: &Patient<'_>, patients: &Patients<'_>) -> Option<String> {
    let link = patient.link.iter().find(|link| link.type_ == Some(LinkType::ReplacedBy))?;
    match patients.led(link.other.as_ref()?) {
        Led::Here(place) => patients.keys.get(place).map(|key| key.to_string()),
        Led::Elsewhere(id) => Some(id.to_owned()),
        Led::Nowhere => None,
    }
}
