//! The sections of a chart, ready to print.

use std::collections::{BTreeMap, HashMap};

use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::care_plan::{Chronic, ConditionCatalog, Confirmation};
use ccm::enrollment::{Consent, ConsentForm, ConsentKind, Episode, Program};
use ccm::monitoring::{Flag, Ranges, Reading};
use ccm::people::{Address, CallWindow, Caregiver, Contact, ContactPreference, Coverage, Person};
use serde::Serialize;

use super::view::{MeterView, PatientCard};
use crate::ports::LineRow;
use crate::ports::reports::*;

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
    pub caregiver: Option<Caregiver>,
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
pub(super) fn phones(preference: Option<&ContactPreference>, contact: &Contact) -> Vec<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let mut phones: Vec<String> = Vec::new();
    for phone in preference.iter().flat_map(|one| &one.phones).chain(&contact.phones) {
        if !phones.iter().any(|known| digits(known) == digits(phone)) {
            phones.push(phone.clone());
        }
    }
    phones
}

/// What became known after the patient was last spoken with. Ids and counts; the sections have the rest.
#[derive(Clone, Serialize)]
pub struct SinceLastContact {
    /// `None`: there was no contact, and everything is new.
    pub at: Option<Timestamp>,
    pub changes: Vec<ChangeView>,
}

#[derive(Clone, Serialize)]
pub struct ChangeView {
    /// `condition`, `medication`, `allergy`, `visit`, `stay`, `care_plan`, `reading`.
    pub kind: &'static str,
    pub id: Option<uuid::Uuid>,
    /// Not known before; else another version of what was.
    pub is_new: bool,
    pub label: Option<String>,
    pub code: Option<String>,
    pub status: Option<String>,
    pub at: Timestamp,
    /// Of a reading.
    pub flag: Option<Flag>,
}

impl SinceLastContact {
    pub(super) fn of(
        at: Option<Timestamp>,
        facts: &[FactRow],
        plans: &[PlanVersionRow],
        readings: &[Reading],
    ) -> Self {
        let is_after = |known: Timestamp| at.is_some_and(|at| known > at);
        let mut changes = Vec::new();
        for fact in facts {
            let Some(known) = fact.recorded_at.filter(|known| is_after(*known)) else { continue };
            changes.push(ChangeView {
                kind: fact.kind.word(),
                id: Some(fact.id),
                is_new: fact.version == 1,
                label: fact.label.clone(),
                code: fact.code.clone(),
                status: Some(fact.status.clone()),
                at: known,
                flag: None,
            });
        }
        for plan in plans.iter().filter(|plan| is_after(plan.recorded_at)) {
            changes.push(ChangeView {
                kind: "care_plan",
                id: Some(plan.id.0),
                is_new: plan.version == 1,
                label: None,
                code: None,
                status: None,
                at: plan.recorded_at,
                flag: None,
            });
        }
        for reading in readings.iter().filter(|reading| is_after(reading.at)) {
            let Some(value) = reading.value else { continue };
            let flag = Ranges::embedded().flag(&reading.code, value, reading.unit.as_deref());
            // What is usual is in the trend; what is not is told.
            if flag.is_none_or(|flag| flag == Flag::Usual) {
                continue;
            }
            changes.push(ChangeView {
                kind: "reading",
                id: None,
                is_new: true,
                label: Some(format_value(value)),
                code: Some(reading.code.clone()),
                status: reading.unit.clone(),
                at: reading.at,
                flag,
            });
        }
        changes.sort_by(|a, b| b.at.cmp(&a.at).then(a.kind.cmp(b.kind)).then(a.id.cmp(&b.id)));
        Self { at, changes }
    }
}

fn format_value(value: f64) -> String {
    format!("{value}")
}

impl FactKindWord {
    pub fn word(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Medication => "medication",
            Self::Allergy => "allergy",
            Self::Visit => "visit",
            Self::Stay => "stay",
        }
    }
}

/// The newest contact with the patient that stands.
pub(super) fn last_contact(contacts: &[ContactRow]) -> Option<Timestamp> {
    let standing = contacts.iter().filter(|one| !one.is_struck && one.live_contact == Some(true));
    standing.map(|one| one.started_at).max()
}

/// The newest version of the plan, and the dates of all.
#[derive(Clone, Serialize)]
pub struct PlanView {
    pub id: CarePlanId,
    pub version: i64,
    pub dated: Date,
    pub signed_by: Option<PersonName>,
    pub is_revision: bool,
    pub copy_given: Option<Date>,
    /// Element of PLAN-01 to what the plan says there: `goals` among them.
    pub elements: BTreeMap<String, String>,
    /// Newest first.
    pub versions: Vec<PlanVersionView>,
}

#[derive(Clone, Serialize)]
pub struct PlanVersionView {
    pub id: CarePlanId,
    pub version: i64,
    pub dated: Date,
    pub signed_by: Option<PersonName>,
}

pub(super) fn plan_view(
    plans: Vec<PlanVersionRow>,
    names: &HashMap<PersonId, PersonName>,
) -> Option<PlanView> {
    let name = |id: Option<PersonId>| id.and_then(|id| names.get(&id).cloned());
    let versions = plans.iter().map(|one| PlanVersionView {
        id: one.id,
        version: one.version,
        dated: one.dated,
        signed_by: name(one.signed_by),
    });
    let versions = versions.collect();
    let newest = plans.into_iter().next()?;
    Some(PlanView {
        id: newest.id,
        version: newest.version,
        dated: newest.dated,
        signed_by: name(newest.signed_by),
        is_revision: newest.is_revision,
        copy_given: newest.copy_given,
        elements: newest.body.map(|plan| plan.elements).unwrap_or_default(),
        versions,
    })
}

/// A problem of the list.
#[derive(Clone, Serialize)]
pub struct ProblemView {
    pub id: uuid::Uuid,
    pub icd10: Option<String>,
    /// As the source called it, where it did.
    pub label: Option<String>,
    pub status: String,
    pub is_active: bool,
    pub onset: Option<Moment>,
    /// By the public chronic-condition table; `None`: it does not say.
    pub is_chronic: Option<bool>,
    /// A clinician of ours confirmed it on this day.
    pub confirmed_on: Option<Date>,
    pub expected_months: Option<u16>,
    pub is_risk_stated: bool,
}

impl ProblemView {
    pub(super) fn of(
        fact: FactRow,
        confirmations: &[Confirmation],
        catalog: &ConditionCatalog,
        today: Date,
    ) -> Self {
        let code: Option<Icd10Cm> = fact.code.as_deref().and_then(|code| code.parse().ok());
        let chronic = code.as_ref().and_then(|code| catalog.look_up(code, today).chronic);
        let is_of = |one: &&Confirmation| match one.condition {
            Some(condition) => condition.0 == fact.id,
            None => Some(&one.icd10) == code.as_ref(),
        };
        let confirmed = confirmations.iter().rev().find(is_of);
        Self {
            id: fact.id,
            is_active: matches!(fact.status.as_str(), "active" | "recurrence" | "relapse")
                && fact.until.is_none(),
            icd10: fact.code,
            label: fact.label,
            status: fact.status,
            onset: fact.from,
            is_chronic: match chronic {
                Some(Chronic::Yes) => Some(true),
                Some(Chronic::No) => Some(false),
                Some(Chronic::Undetermined) | None => None,
            },
            confirmed_on: confirmed.map(|one| one.on),
            expected_months: confirmed.map(|one| one.expected_months),
            is_risk_stated: confirmed.is_some_and(|one| !one.risk.is_empty()),
        }
    }

    pub(super) fn is_chronic_known(&self) -> bool {
        self.is_chronic == Some(true) || self.confirmed_on.is_some()
    }
}

/// A medication, an allergy, a visit or a stay.
#[derive(Clone, Serialize)]
pub struct FactView {
    pub id: uuid::Uuid,
    pub code: Option<String>,
    pub label: Option<String>,
    pub status: String,
    /// The dosage of a medication, the criticality of an allergy, the class of a visit, the facility of a stay.
    pub detail: Option<String>,
    pub from: Option<Moment>,
    pub until: Option<Moment>,
}

impl FactView {
    pub(super) fn of(fact: FactRow) -> Self {
        let FactRow { id, code, label, status, detail, from, until, .. } = fact;
        Self { id, code, label, status, detail, from, until }
    }
}

/// Readings of one kind, oldest first: three lists of one length, as a chart draws them.
#[derive(Clone, PartialEq, Serialize)]
pub struct Series {
    /// LOINC.
    pub code: String,
    /// A word of `ranges.toml`, where the kind is known.
    pub word: Option<String>,
    pub unit: Option<String>,
    /// Seconds since 1970.
    pub at: Vec<i64>,
    pub values: Vec<f64>,
    /// `None`: no limits are known.
    pub flags: Vec<Option<Flag>>,
    /// Both are usual.
    pub usual: Option<(f64, f64)>,
}

/// One series for each code and unit.
pub(super) fn series(readings: Vec<Reading>) -> Vec<Series> {
    let ranges = Ranges::embedded();
    let mut all: BTreeMap<(String, Option<String>), Series> = BTreeMap::new();
    for reading in readings {
        let Some(value) = reading.value.filter(|value| value.is_finite()) else { continue };
        let flag = ranges.flag(&reading.code, value, reading.unit.as_deref());
        let one = all.entry((reading.code.clone(), reading.unit.clone())).or_insert_with(|| Series {
            word: ranges.of(&reading.code).map(|range| range.word.clone()),
            usual: ranges.of(&reading.code).filter(|_| flag.is_some()).map(|range| range.usual),
            code: reading.code,
            unit: reading.unit,
            at: Vec::new(),
            values: Vec::new(),
            flags: Vec::new(),
        });
        one.at.push(reading.at.as_second());
        one.values.push(value);
        one.flags.push(flag);
    }
    // What has limits first: it is what is looked for.
    let mut all: Vec<Series> = all.into_values().collect();
    all.sort_by_key(|one| one.word.is_none());
    all
}

/// A contact or a piece of work, with its minutes and its note.
#[derive(Clone, Serialize)]
pub struct ContactView {
    pub entry: TimeEntryId,
    pub started_at: Timestamp,
    pub seconds: i64,
    pub program: Program,
    /// A word of `rules/activities.toml`.
    pub activity: String,
    pub by: Option<PersonName>,
    /// The patient or caregiver was reached; `None`: not said.
    pub was_live: Option<bool>,
    pub is_struck: bool,
    pub note: Option<String>,
}

impl ContactView {
    pub(super) fn of(row: ContactRow, names: &HashMap<PersonId, PersonName>) -> Self {
        Self {
            entry: row.entry,
            started_at: row.started_at,
            seconds: row.length_seconds,
            program: row.program,
            activity: row.activity,
            by: names.get(&row.performer).cloned(),
            was_live: row.live_contact,
            is_struck: row.is_struck,
            note: row.note,
        }
    }
}

#[derive(Clone, Serialize)]
pub struct TaskView {
    pub id: uuid::Uuid,
    pub title: String,
    pub due: Option<Timestamp>,
    pub assignee: Option<PersonName>,
}

impl TaskView {
    pub(super) fn of(row: TaskRow, names: &HashMap<PersonId, PersonName>) -> Self {
        let assignee = row.assignee.and_then(|id| names.get(&id).cloned());
        Self { id: row.id, title: row.title, due: row.due, assignee }
    }
}

#[derive(Clone, Serialize)]
pub struct DocumentView {
    pub id: uuid::Uuid,
    pub title: String,
    pub on: Date,
}

impl DocumentView {
    pub(super) fn of(row: DocumentRow) -> Self {
        Self { id: row.id, title: row.title, on: row.on }
    }
}

/// What an open month supports so far.
#[derive(Clone, Serialize)]
pub struct MonthView {
    pub month: ServiceMonth,
    /// What its closing will be.
    pub revision: i64,
    /// A change has touched it that has not been judged yet.
    pub is_stale: bool,
    pub lines: Vec<LineRow>,
    /// Rule and code.
    pub holds: Vec<(String, String)>,
}

impl MonthView {
    pub(super) fn of(row: MonthAnswerRow) -> Self {
        let MonthAnswerRow { month, revision, is_stale, lines, holds } = row;
        Self { month, revision, is_stale, lines, holds }
    }
}
