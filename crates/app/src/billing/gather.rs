//! Gather everything that is known of a practice's month, in a fixed number of queries for any number of
//! patients, and sort it into one [`MonthFacts`] for each patient who was managed in it.

use std::collections::{BTreeMap, HashMap};

use ccm::basics::*;
use ccm::billing::Word;
use ccm::billing::facts::*;
use ccm::care_plan::{Confirmation, ImportedCondition};
use ccm::enrollment::{Consent, Episode};
use ccm::people::{Coverage, Practice};

use super::month_facts::{Frame, People, ends, key, word};
use super::program_facts::asks_for;
use crate::ports::{LedgerRow, PayerRow, ProgramFactRow};
use crate::{App, Error, Result, Work};

/// A patient's month, ready to be judged, with who bills whom.
pub struct Gathered {
    pub patient: PatientId,
    pub practitioner: PersonId,
    pub payer: Option<PayerId>,
    pub facts: MonthFacts,
}

/// A practice's month.
pub struct GatheredMonth {
    pub month: ServiceMonth,
    pub practice: Practice,
    pub zone: ZoneName,
    /// In the order of the patients' ids.
    pub patients: Vec<Gathered>,
    /// No ICD-10-CM vintage covers the month's end: codes were checked against the nearest one.
    pub is_vintage_missing: bool,
}

/// Gathers a month; of one patient alone where `only` says so, by the same queries.
///
/// # Errors
/// Storage's failures; [`Error::Invalid`] when the practice's switches are not what the rules allow.
pub async fn gather(
    app: &App,
    work: &mut Work,
    month: ServiceMonth,
    only: Option<PatientId>,
) -> Result<GatheredMonth> {
    let practice = work.practice().await?;
    let zone = practice
        .zone_of(month)
        .cloned()
        .ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let tz = zone.zone();
    let (from, until) = month.bounds(&tz);
    let last = month.last_day();
    let id = practice.id;
    let settings = app.rules.settings(&practice.profile.switches).map_err(Error::Invalid)?;

    let ledger = work.tx.ledger(id, from, until).await?;
    let episodes = work.tx.episodes(id).await?;
    let earliest = episodes
        .iter()
        .map(|episode| episode.start)
        .min()
        .unwrap_or(month.first_day())
        .min(month.first_day());
    let visits_from = earliest.saturating_sub(jiff::Span::new().years(LONGEST_LOOK_BACK_YEARS));
    let people = People { persons: work.tx.persons().await?, roles: work.tx.roles(id).await? };
    let payers: Vec<PayerRow> = work
        .tx
        .payers()
        .await?
        .into_iter()
        .filter(|payer| practice.profile.payers.contains(&payer.key))
        .collect();

    let mut months = Months { only, by_patient: BTreeMap::new() };
    for episode in episodes.into_iter().filter(|episode| episode.start <= last) {
        months.with(episode.patient, |known| known.episodes.push(episode));
    }
    let other = other_patient_entries(&ledger);
    for row in ledger {
        months.with(row.entry.patient, |known| known.entries.push(row));
    }
    for row in work.tx.program_facts(id, month.first_day(), last).await? {
        months.with(row.patient, |known| known.program_facts.push(row));
    }
    months.keep_managed(month);
    for consent in work.tx.consents(id).await? {
        months.add(consent.patient, |known| known.consents.push(consent));
    }
    for (patient, coverage) in work.tx.coverages(id).await? {
        months.add(patient, |known| known.coverages.push(coverage));
    }
    for (patient, condition) in work.tx.conditions(id).await? {
        months.add(patient, |known| known.conditions.push(condition));
    }
    for confirmation in work.tx.confirmations(id).await? {
        months.add(confirmation.patient, |known| known.confirmations.push(confirmation));
    }
    for (patient, visit) in work.tx.visits(id, visits_from).await? {
        if visit.status == "finished" && visit.on <= last {
            months.add(patient, |known| known.visits.push(people.visit(visit)));
        }
    }
    for plan in work.tx.plans(id, last).await? {
        months.add(plan.patient, |known| known.plans.push(plan_fact(plan)));
    }
    for row in work.tx.attestations(id, month.first_day(), last).await? {
        let fact = DecisionMakingFact {
            id: key(row.id),
            date: row.on,
            level: word(&row.level),
            signed: Some(row.signed),
            practitioner: Some(key(row.practitioner)),
        };
        months.add(row.patient, |known| known.decision_making.push(fact));
    }
    for (patient, stay) in work.tx.stays(id).await? {
        let kind = word(&stay.kind).unwrap_or(Word::literal("unknown"));
        let to = stay.to.map_or(StayEnd::Open, StayEnd::At);
        months
            .add(patient, |known| known.stays.push(StayFact { id: key(stay.id), kind, from: stay.from, to }));
    }
    // G0506 asks whether it was ever billed (INIT-08), so what others billed is read from the beginning.
    for row in work.tx.outside_claims(id, Date::ZERO, last).await? {
        let practitioner = row
            .practitioner
            .map(key)
            .or_else(|| row.practitioner_npi.as_ref().map(|npi| Key::new(npi.as_str())));
        let fact = OtherService {
            id: key(row.id),
            code: row.code,
            date: row.on,
            practitioner,
            same_group: Some(row.same_group),
            source: word(&row.known_from),
        };
        months.add(row.patient, |known| known.other_services.push(fact));
    }
    // The same person at another practice of the organization: what was billed there is known here (CCM-ONE-01).
    for (patient, _, line, practitioner) in work.tx.linked_lines(id, month.first_day(), last).await? {
        let fact = OtherService {
            id: Key::new(format!("{}-{}", line.code, line.on)),
            code: line.code,
            date: line.on,
            practitioner: Some(key(practitioner)),
            same_group: Some(false),
            source: word("own"),
        };
        months.add(patient, |known| known.other_services.push(fact));
    }
    for patient in work.tx.patients(id).await? {
        months.add(patient.id, |known| known.deceased = patient.deceased);
    }

    let today = tz.to_datetime(work.now).date();
    let frame = Frame {
        app,
        practice: &practice,
        zone: &zone,
        tz: &tz,
        month,
        today,
        settings: &settings,
        people: &people,
        payers: &payers,
    };
    let patients = months.by_patient.into_iter().map(|(patient, known)| {
        let other = other.get(&patient).cloned().unwrap_or_default();
        frame.facts(patient, known, other)
    });
    let patients = patients.collect();
    let is_vintage_missing = app.catalog.is_vintage_missing(last);
    Ok(GatheredMonth { month, practice, zone, patients, is_vintage_missing })
}

/// APCM looks back three years (INIT-05); no rule looks further.
const LONGEST_LOOK_BACK_YEARS: i16 = 4;

/// What is known of one patient.
#[derive(Default)]
pub(super) struct PatientMonth {
    pub episodes: Vec<Episode>,
    pub entries: Vec<LedgerRow>,
    pub consents: Vec<Consent>,
    pub coverages: Vec<Coverage>,
    pub conditions: Vec<ImportedCondition>,
    pub confirmations: Vec<Confirmation>,
    pub visits: Vec<VisitFact>,
    pub plans: Vec<CarePlanFact>,
    pub decision_making: Vec<DecisionMakingFact>,
    pub stays: Vec<StayFact>,
    pub other_services: Vec<OtherService>,
    pub program_facts: Vec<ProgramFactRow>,
    pub deceased: Option<Moment>,
}

struct Months {
    only: Option<PatientId>,
    by_patient: BTreeMap<PatientId, PatientMonth>,
}

impl Months {
    /// Adds, and makes the patient one of the month's.
    fn with(&mut self, patient: PatientId, add: impl FnOnce(&mut PatientMonth)) {
        if self.only.is_none_or(|only| only == patient) {
            add(self.by_patient.entry(patient).or_default());
        }
    }

    /// Adds to a patient who is one of the month's already.
    fn add(&mut self, patient: PatientId, add: impl FnOnce(&mut PatientMonth)) {
        if let Some(known) = self.by_patient.get_mut(&patient) {
            add(known);
        }
    }

    /// A month is judged for patients in a program, with time logged, or with a fact that asks for a program.
    fn keep_managed(&mut self, month: ServiceMonth) {
        self.by_patient.retain(|_, known| {
            !known.episodes.is_empty()
                || !known.entries.is_empty()
                || known.program_facts.iter().any(|row| asks_for(row, month))
        });
    }
}

/// For each patient, the stretches in which one of their performers was with somebody else too (TIME-08).
fn other_patient_entries(ledger: &[LedgerRow]) -> HashMap<PatientId, Vec<OtherPatientEntry>> {
    let mut sorted: Vec<&LedgerRow> = ledger.iter().collect();
    sorted.sort_by_key(|row| (row.entry.performer, row.entry.started_at, row.entry.id));
    let mut other: HashMap<PatientId, Vec<OtherPatientEntry>> = HashMap::new();
    // The entries of one performer that have not ended when the next one starts.
    let mut open: Vec<&LedgerRow> = Vec::new();
    for row in sorted {
        open.retain(|earlier| {
            earlier.entry.performer == row.entry.performer && ends(earlier) > row.entry.started_at
        });
        for earlier in open.iter().filter(|earlier| earlier.entry.patient != row.entry.patient) {
            for (one, with) in [(*earlier, row), (row, *earlier)] {
                other.entry(one.entry.patient).or_default().push(OtherPatientEntry {
                    performer: key(with.entry.performer),
                    start: with.entry.started_at,
                    end: ends(with),
                    patient: key(with.entry.patient),
                });
            }
        }
        open.push(row);
    }
    other
}

fn plan_fact(plan: crate::ports::PlanRow) -> CarePlanFact {
    CarePlanFact {
        id: key(plan.id),
        date: plan.dated,
        signed_by: plan.signed_by.map(key),
        copy_given: plan.copy_given,
        revised_on: plan.is_revision.then_some(plan.dated),
        elements: Some(plan.elements.iter().filter_map(|element| word(element)).collect()),
    }
}
