//! One patient's month as the engine sees it: the record's rows turned into facts, nothing assumed.

use std::collections::HashSet;

use ccm::basics::*;
use ccm::billing::Word;
use ccm::billing::facts::*;
use ccm::care_plan::{Confirmation, ImportedCondition};
use ccm::enrollment::{Consent, ConsentForm, ConsentKind, Episode, Program};
use ccm::people::verification::{Advantage, CoverageQuestion};
use ccm::people::{Coverage, PayerKind};

use super::confirmed::Confirmed;
use super::frame::{MonthFrame, People};
use super::gather::{Gathered, PatientMonth};
use crate::people::eligibility::chart_of;
use crate::ports::{LedgerRow, PayerRow};

pub(super) fn key(id: impl std::fmt::Display) -> Key {
    Key::new(id.to_string())
}

/// A word of the record as the engine takes it; one that is too long is no word of any rule.
pub(super) fn word(text: &str) -> Option<Word> {
    Word::new(text).ok()
}

/// The first instant after the entry's last segment; the gaps between segments are pauses.
pub(super) fn ends(row: &LedgerRow) -> Timestamp {
    let entry = &row.entry;
    let (start, seconds) = match entry.segments.last() {
        Some(last) => (last.started_at, last.length_seconds),
        None => (entry.started_at, entry.length_seconds),
    };
    start.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}

impl MonthFrame {
    pub(super) fn facts(&self, patient: PatientId, known: PatientMonth) -> Gathered {
        let last = self.month.last_day();
        let program = known.entries.first().map_or(Program::Ccm, |row| row.entry.program);
        let of_program = |episode: &&Episode| episode.program == program;
        // The newest record is the one in force.
        let episode = known.episodes.iter().rev().find(of_program).or(known.episodes.last());
        let named_by_consent = known.consents.iter().rev().find_map(|consent| consent.practitioner);
        let supervising = known.entries.iter().find_map(|row| row.entry.supervisor);
        let practitioner = episode.map(|episode| episode.practitioner).or(named_by_consent).or(supervising);
        let payer = self.payer(&known.coverages, &known.confirmed);
        let locality = self.practice.profile.locality.as_ref();
        let biller = practitioner.map_or_else(|| Key::new("unknown"), key);
        let mut facts = MonthFacts {
            today: Some(self.today),
            settings: self.settings.clone(),
            practice: PracticeFacts {
                setting: word(&self.practice.profile.setting),
                place_of_service: word(&self.practice.profile.place_of_service),
                capabilities: self
                    .practice
                    .profile
                    .capabilities
                    .as_ref()
                    .map(|words| words.iter().filter_map(|one| word(one)).collect()),
            },
            biller: BillerFacts {
                practitioner: biller.clone(),
                role: practitioner
                    .and_then(|id| self.people.role_on(id, last))
                    .and_then(|role| word(&role.word)),
                qualifying_participant: practitioner
                    .and_then(|id| self.people.person(id))
                    .map(|person| person.qp_years.contains(&self.month.year())),
            },
            payer: PayerFacts {
                gpci: locality
                    .and_then(|place| self.rules.localities().gpci(&place.mac, &place.number, last)),
                ..payer.facts
            },
            service_start: episode.map(|episode| episode.start),
            declared_track: episode.and_then(|episode| word(episode.track.as_deref()?)),
            enrolled: programs(&known.episodes),
            conditions: self.conditions(&known.conditions, &known.confirmations),
            consents: consents(&known.consents, &self.people, &self.tz),
            visits: settled(known.visits),
            care_plans: known.plans,
            decision_making: known.decision_making,
            entries: known.entries.iter().map(|row| self.entry(row)).collect(),
            other_patient_entries: known.other_patient_entries,
            other_services: known.other_services,
            stays: known.stays,
            departures: self.departures(known.deceased, payer.ends),
            ..MonthFacts::blank(self.month, self.zone.clone(), biller)
        };
        self.tell(&mut facts, &known.episodes, &known.program_facts, payer.id);
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
    fn conditions(
        &self,
        imported: &[ImportedCondition],
        confirmations: &[Confirmation],
    ) -> Vec<ConditionFact> {
        let last = self.month.last_day();
        let billable = |code: &Icd10Cm| Some(self.catalog.look_up(code, last).chronic.is_some());
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
            let Some(icd10) = condition.icd10.clone().filter(|_| condition.is_active_on(last)) else {
                continue;
            };
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

    /// Who pays: the coverage of the last covered day of the month, and beside it what the payer itself says.
    fn payer(&self, coverages: &[Coverage], confirmed: &Confirmed) -> ChosenPayer {
        let last = self.month.last_day();
        let Some((coverage, payer)) = payer_in(self.month, coverages, &self.payers) else {
            let part_b_active = if coverages.is_empty() { None } else { Some(false) };
            return ChosenPayer {
                id: None,
                ends: None,
                facts: PayerFacts { part_b_active, ..PayerFacts::default() },
            };
        };
        let chart = chart_of(self.month, coverages, coverage, payer.profile.kind);
        let (kind, is_asked) = (payer.profile.kind, payer.profile.submission.eligibility.is_some());
        let payer_stands = |question| confirmed.payer_stands(&chart, question);
        // Somebody has looked: the patient is in a plan. Where it is one of ours, it pays; else nobody of ours does.
        let moved = payer_stands(CoverageQuestion::Advantage);
        let plan = confirmed.told.as_ref().and_then(|told| told.advantage.as_ref()).filter(|_| moved);
        let paying = plan.and_then(|plan| self.plan_of(plan)).unwrap_or(payer);
        let is_medicare = matches!(kind, PayerKind::MedicareFfs | PayerKind::MedicareAdvantage);
        let is_gone = payer_stands(CoverageQuestion::PartBInactive) || (moved && paying.id == payer.id);
        let ends =
            coverage.until.filter(|until| *until < last).into_iter().chain(confirmed.ends_on(&chart)).min();
        let question = confirmed.open(&chart).into_iter().find(|question| question.holds());
        ChosenPayer {
            id: Some(paying.id),
            ends: ends.and_then(|until| until.tomorrow().ok()),
            facts: PayerFacts {
                kind: word(paying.profile.kind.word()),
                part_b_active: Some(is_medicare && !is_gone),
                qmb: confirmed.qmb(chart.qmb),
                coverage_active: Some(!payer_stands(CoverageQuestion::PlanInactive)),
                confirmed: (is_asked || confirmed.told.is_some()).then(|| ConfirmedFacts {
                    on: confirmed.on,
                    question: question.and_then(|question| word(question.word())),
                    deductible_left: confirmed.deductible_left,
                }),
                ..PayerFacts::default()
            },
        }
    }

    /// The payer of ours that a plan is: by its contract, or by its name.
    fn plan_of(&self, plan: &Advantage) -> Option<&PayerRow> {
        let contract = plan.contract.as_deref().and_then(|text| text.split_whitespace().next());
        let advantage = self.payers.iter().filter(|row| row.profile.kind == PayerKind::MedicareAdvantage);
        advantage.into_iter().find(|row| {
            contract.is_some_and(|contract| row.profile.payer_id.eq_ignore_ascii_case(contract))
                || row.profile.speaks_of(None, plan.plan.as_deref())
        })
    }

    fn departures(&self, deceased: Option<Moment>, coverage_ends: Option<Date>) -> Vec<Departure> {
        let last = self.month.last_day();
        let died = deceased.filter(|at| at.day(&self.tz) <= last).map(|at| Departure {
            id: Key::new("death"),
            kind: DepartureKind::Death,
            at,
        });
        let uncovered = coverage_ends.map(|day| Departure {
            id: Key::new("coverage"),
            kind: DepartureKind::PartBEnded,
            at: Moment::Day(day),
        });
        died.into_iter().chain(uncovered).collect()
    }
}

fn covers_some_of(coverage: &Coverage, month: ServiceMonth) -> bool {
    coverage.status == "active"
        && coverage.from.is_none_or(|from| from <= month.last_day())
        && coverage.until.is_none_or(|until| until >= month.first_day())
}

/// Who pays in a month, of the payers whom the practice bills: of several coverages the one with the later end; of two
/// without an end, the one with the later start.
pub(crate) fn payer_in<'a>(
    month: ServiceMonth,
    coverages: &'a [Coverage],
    payers: &'a [PayerRow],
) -> Option<(&'a Coverage, &'a PayerRow)> {
    let known = coverages.iter().filter(|coverage| covers_some_of(coverage, month)).filter_map(|coverage| {
        let speaks = |payer: &&PayerRow| {
            payer.profile.speaks_of(coverage.type_code.as_deref(), coverage.payer_name.as_deref())
        };
        Some((coverage, payers.iter().find(speaks)?))
    });
    known.max_by_key(|(coverage, _)| (coverage.until.unwrap_or(Date::MAX), coverage.from))
}

/// Whether any coverage of the month says that the patient is a qualified Medicare beneficiary.
pub(crate) fn qmb_in(month: ServiceMonth, coverages: &[Coverage]) -> Option<bool> {
    coverages
        .iter()
        .filter(|coverage| covers_some_of(coverage, month))
        .filter_map(|coverage| coverage.qmb)
        .max()
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
fn consents(records: &[Consent], people: &People, tz: &TimeZone) -> Vec<ConsentFact> {
    let comparable = |moment: Moment| moment.earliest(tz);
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
                same_group: consent
                    .practitioner
                    .map(|named| people.role_on(named, consent.at.day(tz)).is_some()),
                given_by: Some(match consent.representative_authority {
                    None => ConsentGiver::Patient,
                    known => ConsentGiver::Representative { authority_on_record: known },
                }),
                revoked_at: revocation.map(|record| record.at),
            }
        })
        .collect()
}

/// What our people recorded of a visit answers for the imported record of it, which says nothing of the talk.
fn settled(visits: Vec<VisitFact>) -> Vec<VisitFact> {
    let told: HashSet<(Date, Option<Hcpcs>)> = visits
        .iter()
        .filter(|visit| visit.care_management_discussed.is_some())
        .map(|visit| (visit.date, visit.code.clone()))
        .collect();
    let silent = |visit: &VisitFact| visit.care_management_discussed.is_none();
    visits
        .into_iter()
        .filter(|visit| !(silent(visit) && told.contains(&(visit.date, visit.code.clone()))))
        .collect()
}

/// The gaps between an entry's segments.
fn pauses(segments: &[ccm::time::Segment]) -> Vec<Span> {
    segments
        .windows(2)
        .filter_map(|pair| {
            let start = pair[0]
                .started_at
                .checked_add(jiff::SignedDuration::from_secs(pair[0].length_seconds))
                .ok()?;
            (start < pair[1].started_at).then_some(Span { start, end: pair[1].started_at })
        })
        .collect()
}
