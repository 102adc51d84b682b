//! The top of a chart: who it is, how to reach them, what they agreed to, who pays.

use std::collections::{BTreeMap, HashMap};

use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::enrollment::{Consent, ConsentForm, ConsentKind, Episode, Program};
use ccm::people::{Address, CallWindow, Caregiver, Contact, ContactPreference, Coverage, Person};
use serde::Serialize;

use super::view::{MeterView, PatientCard};

/// Who it is, and what one must know before the first word.
#[derive(Clone, Serialize)]
pub struct Banner {
    pub patient: PatientCard,
    pub mrn: Option<String>,
    /// As the patient told us, else as the record came.
    pub language: Option<String>,
    pub needs_interpreter: bool,
    /// Words of [`ContactPreference::NEEDS`].
    pub needs: Vec<String>,
    /// The patient's; the practice's where nothing else was told.
    pub zone: ZoneName,
    pub windows: Vec<CallWindow>,
    /// The preferred first, each once.
    pub phones: Vec<String>,
    /// Whom the patient lets speak and hear today, and how far.
    pub caregivers: Vec<Caregiver>,
    pub address: Option<Address>,
    pub deceased: Option<Moment>,
    pub programs: Vec<ProgramView>,
    pub consents: Vec<ConsentView>,
    pub coverages: Vec<CoverageView>,
    pub coordinator: Option<PersonName>,
    /// The current month; `None`: not reckoned yet, or in no program.
    pub meter: Option<MeterView>,
    pub last_contact: Option<Timestamp>,
}

/// One of our people.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PersonName {
    pub id: PersonId,
    pub family: String,
    pub given: String,
}

impl PersonName {
    pub(super) fn of(person: &Person) -> Self {
        Self { id: person.id, family: person.family.clone(), given: person.given.clone() }
    }
}

/// An enrollment that is in force: the newest for its program.
#[derive(Clone, Serialize)]
pub struct ProgramView {
    pub program: Program,
    pub since: Date,
    pub track: Option<String>,
    pub practitioner: Option<PersonName>,
}

pub(super) fn programs(episodes: &[Episode], names: &HashMap<PersonId, PersonName>) -> Vec<ProgramView> {
    let newest: BTreeMap<Program, &Episode> = episodes.iter().map(|one| (one.program, one)).collect();
    let view = |one: &Episode| ProgramView {
        program: one.program,
        since: one.start,
        track: one.track.clone(),
        practitioner: names.get(&one.practitioner).cloned(),
    };
    newest.into_values().map(view).collect()
}

/// What the patient last said on a program.
#[derive(Clone, Serialize)]
pub struct ConsentView {
    pub program: Program,
    /// `None`: the program asks for a consent, and nothing is on record.
    pub said: Option<ConsentKind>,
    pub at: Option<Moment>,
    pub form: Option<ConsentForm>,
    /// The version of the wording that was read.
    pub wording: Option<String>,
    pub language: Option<String>,
    pub elements: Vec<String>,
    pub is_documented: Option<bool>,
}

/// For each program with an enrollment that asks for consent, and each with a word on record.
pub(super) fn consent_states(
    episodes: &[Episode],
    consents: &[Consent],
    rules: &RuleSet,
) -> Vec<ConsentView> {
    let mut said: BTreeMap<Program, Option<&Consent>> = episodes
        .iter()
        .filter(|one| rules.program(one.program).is_some_and(|rule| rule.consent))
        .map(|one| (one.program.consent_program(), None))
        .collect();
    for consent in consents {
        // In the order of recording: the newest word stands.
        said.insert(consent.program, Some(consent));
    }
    let view = |(program, said): (Program, Option<&Consent>)| ConsentView {
        program,
        said: said.map(|one| one.kind),
        at: said.map(|one| one.at),
        form: said.and_then(|one| one.form),
        wording: said.and_then(|one| one.wording.clone()),
        language: said.and_then(|one| one.language.clone()),
        elements: said.map(|one| one.elements.clone()).unwrap_or_default(),
        is_documented: said.and_then(|one| one.documented),
    };
    said.into_iter().map(view).collect()
}

/// Who pays. The member number stays where it is sealed.
#[derive(Clone, Serialize)]
pub struct CoverageView {
    pub id: CoverageId,
    pub payer_name: Option<String>,
    pub type_code: Option<String>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub is_active: bool,
    /// A qualified Medicare beneficiary is never billed; `None`: not known.
    pub is_qmb: Option<bool>,
}

impl CoverageView {
    pub(super) fn of(one: Coverage, today: Date) -> Self {
        let is_active = one.is_active_on(today);
        let Coverage { id, payer_name, type_code, from, until, qmb, .. } = one;
        Self { id, payer_name, type_code, from, until, is_active, is_qmb: qmb }
    }
}

/// The preferred numbers, then those of the record.
pub(crate) fn phones(preference: Option<&ContactPreference>, contact: &Contact) -> Vec<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut phones: Vec<String> = Vec::new();
    for phone in preference.iter().flat_map(|one| &one.phones).chain(&contact.phones) {
        if !phones.iter().any(|known| digits(known) == digits(phone)) {
            phones.push(phone.clone());
        }
    }
    phones
}

/// Whom the patient lets speak and hear on a day.
pub(crate) fn caregivers(preference: Option<&ContactPreference>, on: Date) -> Vec<Caregiver> {
    preference.map(|one| one.caregivers_on(on).cloned().collect()).unwrap_or_default()
}
