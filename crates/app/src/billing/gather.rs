//! Gather everything that is known of a practice's month, in a fixed number of queries for any number of
//! patients, and sort it into one [`MonthFacts`] for each patient who was managed in it.

use std::collections::{BTreeMap, HashMap, HashSet};

use ccm::basics::*;
use ccm::billing::facts::*;
use ccm::billing::{Settings, Word, locality};
use ccm::care_plan::{Confirmation, ImportedCondition};
use ccm::enrollment::{Consent, ConsentForm, ConsentKind, Episode, Program};
use ccm::people::{Coverage, PayerKind, Person, Practice, StaffRole};

use crate::ports::{LedgerRow, PayerRow};
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
pub async fn gather(app: &App, work: &mut Work, month: ServiceMonth, only: Option<PatientId>) -> Result<GatheredMonth> {
    let practice = work.practice().await?;
    let zone = practice.zone_of(month).cloned().ok_or_else(|| Error::Internal("a practice without a time zone".into()))?;
    let tz = zone.zone();
    let (from, until) = month.bounds(&tz);
    let last = month.last_day();
    let id = practice.id;
    let settings = app.rules.settings(&practice.profile.switches).map_err(Error::Invalid)?;

    let ledger = work.tx.ledger(id, from, until).await?;
    let episodes = work.tx.episodes(id).await?;
    let earliest = episodes.iter().map(|episode| episode.start).min().unwrap_or(month.first_day()).min(month.first_day());
    let visits_from = earliest.saturating_sub(jiff::Span::new().years(LONGEST_LOOK_BACK_YEARS));
    let people = People { persons: work.tx.persons().await?, roles: work.tx.roles(id).await? };
    let payers: Vec<PayerRow> =
        work.tx.payers().await?.into_iter().filter(|payer| practice.profile.payers.contains(&payer.key)).collect();

    let mut months = Months { only, by_patient: BTreeMap::new() };
    for episode in episodes.into_iter().filter(|episode| episode.start <= last) {
        months.with(episode.patient, |known| known.episodes.push(episode));
    }
    let other = other_patient_entries(&ledger);
    for row in ledger {
        months.with(row.entry.patient, |known| known.entries.push(row));
    }
    months.keep_managed();
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
    let attested_from = month.first_day().saturating_sub(jiff::Span::new().years(1));
    for row in work.tx.attestations(id, attested_from, last).await? {
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
        months.add(patient, |known| known.stays.push(StayFact { id: key(stay.id), kind, from: stay.from, to }));
    }
    // G0506 asks whether it was ever billed (INIT-08), so what others billed is read from the beginning.
    for row in work.tx.outside_claims(id, Date::ZERO, last).await? {
        let practitioner = row.practitioner.map(key).or_else(|| row.practitioner_npi.as_ref().map(|npi| Key::new(npi.as_str())));
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
    let frame = Frame { app, practice: &practice, zone: &zone, tz: &tz, month, today, settings: &settings, people: &people, payers: &payers };
    let patients = months.by_patient.into_iter().map(|(patient, known)| {
        let other = other.get(&patient).cloned().unwrap_or_default();
        frame.facts(patient, known, other)
    });
    let patients = patients.collect();
    let is_vintage_missing = app.catalog.is_vintage_missing(last);
    Ok(GatheredMonth { practice, zone, patients, is_vintage_missing })
}

/// APCM looks back three years (INIT-05); no rule looks further.
const LONGEST_LOOK_BACK_YEARS: i16 = 4;

fn key(id: impl std::fmt::Display) -> Key {
    Key::new(id.to_string())
}

/// A word of the record as the engine takes it; one that is too long is no word of any rule.
fn word(text: &str) -> Option<Word> {
    Word::new(text).ok()
}

/// What is known of one patient.
#[derive(Default)]
struct PatientMonth {
    episodes: Vec<Episode>,
    entries: Vec<LedgerRow>,
    consents: Vec<Consent>,
    coverages: Vec<Coverage>,
    conditions: Vec<ImportedCondition>,
    confirmations: Vec<Confirmation>,
    visits: Vec<VisitFact>,
    plans: Vec<CarePlanFact>,
    decision_making: Vec<DecisionMakingFact>,
    stays: Vec<StayFact>,
    other_services: Vec<OtherService>,
    deceased: Option<Moment>,
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

    /// A month is judged for patients in a program, or with time logged.
    fn keep_managed(&mut self) {
        self.by_patient.retain(|_, known| !known.episodes.is_empty() || !known.entries.is_empty());
    }
}

struct People {
    persons: Vec<Person>,
    roles: Vec<StaffRole>,
}

impl People {
    fn person(&self, id: PersonId) -> Option<&Person> {
        self.persons.iter().find(|person| person.id == id)
    }

    fn role_on(&self, person: PersonId, day: Date) -> Option<&StaffRole> {
        self.roles.iter().find(|role| role.person == person && role.covers(day))
    }

    /// A visit, with its practitioner found by NPI where an import named one.
    fn visit(&self, visit: ccm::care::Visit) -> VisitFact {
        let by_npi = || {
            let npi = visit.practitioner_npi.as_ref()?;
            self.persons.iter().find(|person| person.npi.as_ref() == Some(npi)).map(|person| person.id)
        };
        let ours = visit.practitioner.or_else(by_npi);
        let practitioner = ours.map(key).or_else(|| visit.practitioner_npi.as_ref().map(|npi| Key::new(npi.as_str())));
        let same_group = match ours {
            Some(person) => Some(self.role_on(person, visit.on).is_some()),
            None => visit.practitioner_npi.as_ref().map(|_| false),
        };
        VisitFact {
            id: key(visit.id),
            code: visit.code,
            date: visit.on,
            practitioner,
            same_group,
            same_specialty: None,
            care_management_discussed: visit.discussed,
            extra_planning: visit.extra_planning,
        }
    }
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

/// For each patient, the stretches in which one of their performers was with somebody else too (TIME-08).
fn other_patient_entries(ledger: &[LedgerRow]) -> HashMap<PatientId, Vec<OtherPatientEntry>> {
    let mut sorted: Vec<&LedgerRow> = ledger.iter().collect();
    sorted.sort_by_key(|row| (row.entry.performer, row.entry.started_at, row.entry.id));
    let mut other: HashMap<PatientId, Vec<OtherPatientEntry>> = HashMap::new();
    // The entries of one performer that have not ended when the next one starts.
    let mut open: Vec<&LedgerRow> = Vec::new();
    for row in sorted {
        open.retain(|earlier| earlier.entry.performer == row.entry.performer && ends(earlier) > row.entry.started_at);
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

fn ends(row: &LedgerRow) -> Timestamp {
    let length = jiff::SignedDuration::from_secs(row.entry.length_seconds);
    row.entry.started_at.checked_add(length).unwrap_or(Timestamp::MAX)
}

/// What all patients of a month have in common.
struct Frame<'a> {
    app: &'a App,
    practice: &'a Practice,
    zone: &'a ZoneName,
    tz: &'a TimeZone,
    month: ServiceMonth,
    today: Date,
    settings: &'a Settings,
    people: &'a People,
    payers: &'a [PayerRow],
}

impl Frame<'_> {
    fn facts(&self, patient: PatientId, known: PatientMonth, other_patient_entries: Vec<OtherPatientEntry>) -> Gathered {
        let last = self.month.last_day();
        let program = known.entries.first().map_or(Program::Ccm, |row| row.entry.program);
        let of_program = |episode: &&Episode| episode.program == program;
        // The newest record is the one in force.
        let episode = known.episodes.iter().rev().find(of_program).or(known.episodes.last());
        let named_by_consent = known.consents.iter().rev().find_map(|consent| consent.practitioner);
        let supervising = known.entries.iter().find_map(|row| row.entry.supervisor);
        let practitioner = episode.map(|episode| episode.practitioner).or(named_by_consent).or(supervising);
        let payer = self.payer(&known.coverages);
        let locality = self.practice.profile.locality.as_ref();
        let facts = MonthFacts {
            month: self.month,
            zone: self.zone.clone(),
            today: Some(self.today),
            settings: self.settings.clone(),
            practice: PracticeFacts {
                setting: word(&self.practice.profile.setting),
                place_of_service: word(&self.practice.profile.place_of_service),
                capabilities: None,
            },
            biller: BillerFacts {
                practitioner: practitioner.map_or_else(|| Key::new("unknown"), key),
                role: practitioner.and_then(|id| self.people.role_on(id, last)).and_then(|role| word(&role.word)),
                qualifying_participant: practitioner
                    .and_then(|id| self.people.person(id))
                    .map(|person| person.qp_years.contains(&self.month.year())),
            },
            payer: PayerFacts {
                gpci: locality.and_then(|place| locality::gpci(self.month.year(), &place.mac, &place.number)),
                ..payer.facts
            },
            service_start: episode.map(|episode| episode.start),
            declared_track: episode.and_then(|episode| word(episode.track.as_deref()?)),
            enrolled: programs(&known.episodes),
            conditions: self.conditions(&known.conditions, &known.confirmations),
            consents: consents(&known.consents),
            visits: known.visits,
            care_plans: known.plans,
            decision_making: known.decision_making,
            entries: known.entries.iter().map(|row| self.entry(row)).collect(),
            other_patient_entries,
            other_services: known.other_services,
            stays: known.stays,
            departures: self.departures(known.deceased, payer.ends),
            devices: Vec::new(),
            tcm: None,
            cocm: None,
            chi_need_named: None,
            requested: Vec::new(),
            requested_instead: None,
            global_surgery: Vec::new(),
        };
        let practitioner = practitioner.unwrap_or(PersonId(uuid::Uuid::nil()));
        Gathered { patient, practitioner, payer: payer.id, facts }
    }

    fn entry(&self, row: &LedgerRow) -> EntryFact {
        let entry = &row.entry;
        EntryFact {
            id: key(entry.id),
            program: entry.program,
            start: entry.started_at,
            end: ends(row),
            pauses: pauses(&entry.segments),
            performer: key(entry.performer),
            role: word(&entry.performer_role),
            supervised: Some(entry.supervisor.is_some()),
            credential_active: entry.credential_active,
            country: word(&entry.country),
            activity: word(&entry.activity),
            live_contact: entry.live_contact,
            recorded_at: Some(row.recorded.at),
        }
    }

    /// The clinician's word where there is one, else what the source says, unconfirmed.
    fn conditions(&self, imported: &[ImportedCondition], confirmations: &[Confirmation]) -> Vec<ConditionFact> {
        let last = self.month.last_day();
        let billable = |code: &Icd10Cm| Some(self.app.catalog.look_up(code, last).chronic.is_some());
        let mut facts: Vec<ConditionFact> = Vec::new();
        let mut seen: HashSet<Icd10Cm> = HashSet::new();
        for confirmation in confirmations.iter().rev().filter(|one| one.on <= last) {
            if !seen.insert(confirmation.icd10.clone()) {
                continue;
            }
            let source = imported.iter().find(|one| match confirmation.condition {
                Some(id) => one.id == id,
                None => one.icd10.as_ref() == Some(&confirmation.icd10),
            });
            facts.push(ConditionFact {
                id: key(confirmation.id),
                icd10: confirmation.icd10.clone(),
                active: Some(source.is_none_or(|one| one.is_active_on(last))),
                expected_months: Some(confirmation.expected_months),
                risk_stated: Some(!confirmation.risk.trim().is_empty()),
                billable: billable(&confirmation.icd10),
            });
        }
        facts.reverse();
        for condition in imported {
            let Some(icd10) = condition.icd10.clone().filter(|_| condition.is_active_on(last)) else { continue };
            if seen.insert(icd10.clone()) {
                facts.push(ConditionFact {
                    id: key(condition.id),
                    billable: billable(&icd10),
                    icd10,
                    active: Some(true),
                    expected_months: None,
                    risk_stated: None,
                });
            }
        }
        facts
    }

    /// Who pays: the coverage of the last covered day of the month.
    fn payer(&self, coverages: &[Coverage]) -> ChosenPayer {
        let (first, last) = (self.month.first_day(), self.month.last_day());
        let in_month = |coverage: &&Coverage| {
            coverage.status == "active"
                && coverage.from.is_none_or(|from| from <= last)
                && coverage.until.is_none_or(|until| until >= first)
        };
        let known = coverages.iter().filter(in_month).filter_map(|coverage| {
            let payer = self.payers.iter().find(|payer| {
                payer.profile.speaks_of(coverage.type_code.as_deref(), coverage.payer_name.as_deref())
            })?;
            Some((coverage, payer))
        });
        // The later end wins; of two without an end, the later start.
        let best = known.max_by_key(|(coverage, _)| (coverage.until.unwrap_or(Date::MAX), coverage.from));
        let Some((coverage, payer)) = best else {
            let part_b_active = if coverages.is_empty() { None } else { Some(false) };
            return ChosenPayer { id: None, ends: None, facts: PayerFacts { part_b_active, ..PayerFacts::default() } };
        };
        let is_medicare = matches!(payer.profile.kind, PayerKind::MedicareFfs | PayerKind::MedicareAdvantage);
        let qmb = coverages.iter().filter(in_month).filter_map(|coverage| coverage.qmb).max();
        ChosenPayer {
            id: Some(payer.id),
            ends: coverage.until.filter(|until| *until < last).and_then(|until| until.tomorrow().ok()),
            facts: PayerFacts { kind: word(payer.profile.kind.word()), part_b_active: Some(is_medicare), qmb, gpci: None },
        }
    }

    fn departures(&self, deceased: Option<Moment>, coverage_ends: Option<Date>) -> Vec<Departure> {
        let last = self.month.last_day();
        let died = deceased
            .filter(|at| at.day(self.tz) <= last)
            .map(|at| Departure { id: Key::new("death"), kind: DepartureKind::Death, at });
        let uncovered = coverage_ends.map(|day| Departure {
            id: Key::new("coverage"),
            kind: DepartureKind::PartBEnded,
            at: Moment::Day(day),
        });
        died.into_iter().chain(uncovered).collect()
    }
}

struct ChosenPayer {
    id: Option<PayerId>,
    /// First day of the month that is no longer covered.
    ends: Option<Date>,
    facts: PayerFacts,
}

fn programs(episodes: &[Episode]) -> Vec<Program> {
    let mut programs: Vec<Program> = episodes.iter().map(|episode| episode.program).collect();
    programs.sort();
    programs.dedup();
    programs
}

/// Consents with the revocation that ended each: the first one after it.
fn consents(records: &[Consent]) -> Vec<ConsentFact> {
    let comparable = |moment: Moment| moment.earliest(&TimeZone::UTC);
    let given = records.iter().filter(|record| record.kind == ConsentKind::Consent);
    given
        .map(|consent| {
            let revocation = records
                .iter()
                .filter(|record| record.kind == ConsentKind::Revocation && record.program == consent.program)
                .filter(|record| comparable(record.at) >= comparable(consent.at))
                .min_by_key(|record| comparable(record.at));
            ConsentFact {
                id: key(consent.id),
                program: consent.program,
                form: consent.form.and_then(|form| match form {
                    ConsentForm::Verbal => word("verbal"),
                    // Signed on a screen is signed.
                    ConsentForm::Written | ConsentForm::Electronic => word("written"),
                }),
                at: Some(consent.at),
                documented: consent.documented,
                elements: Some(ConsentElements::Covered(
                    consent.elements.iter().filter_map(|element| word(element)).collect(),
                )),
                practitioner: consent.practitioner.map(key),
                given_by: Some(match consent.representative_authority {
                    None => ConsentGiver::Patient,
                    known => ConsentGiver::Representative { authority_on_record: known },
                }),
                revoked_at: revocation.map(|record| record.at),
            }
        })
        .collect()
}

/// The gaps between an entry's segments.
fn pauses(segments: &[ccm::time::Segment]) -> Vec<Span> {
    segments
        .windows(2)
        .filter_map(|pair| {
            let start = pair[0].started_at.checked_add(jiff::SignedDuration::from_secs(pair[0].length_seconds)).ok()?;
            (start < pair[1].started_at).then_some(Span { start, end: pair[1].started_at })
        })
        .collect()
}
