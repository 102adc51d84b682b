//! A drawn patient as the engine is told of her: what gathering her rows would give.

use anyhow::{Context, Result};
use ccm::basics::*;
use ccm::billing::facts::*;
use ccm::billing::{RuleSet, Word};
use ccm::enrollment::Program;

use super::patient::{Entry, Patient};
use super::{MONTH, ZONE};

/// The elements of `rules/programs.toml`.
pub const CONSENT_ELEMENTS: [&str; 4] =
    ["service_available", "cost_sharing", "one_practitioner", "stop_any_time"];
pub const PLAN_ELEMENTS: [&str; 11] = [
    "problem_list",
    "prognosis",
    "goals",
    "assessment",
    "symptom_management",
    "interventions",
    "medication_management",
    "caregiver_assessment",
    "community_services",
    "coordination",
    "review_schedule",
];
pub const CAPABILITIES: [&str; 5] =
    ["certified_ehr", "access_24_7", "continuity", "transitions", "enhanced_contact"];

impl Patient {
    /// Her month's facts.
    pub fn facts(&self) -> Result<MonthFacts> {
        let month: ServiceMonth = MONTH.parse()?;
        let practitioner = Key::new(PersonId(self.practitioner.0).to_string());
        let mut facts = MonthFacts::blank(month, ZONE.parse()?, practitioner.clone());
        facts.today = Some(Date::constant(2026, 4, 2));
        facts.practice = PracticeFacts {
            setting: Some(Word::literal("physician")),
            place_of_service: Some(Word::literal("11")),
            capabilities: Some(words(&CAPABILITIES)?),
        };
        facts.biller.role = Some(Word::literal("md"));
        facts.biller.qualifying_participant = Some(false);
        facts.payer = PayerFacts {
            kind: Some(Word::literal("medicare_ffs")),
            part_b_active: Some(true),
            qmb: Some(false),
            gpci: RuleSet::embedded().localities().gpci("06102", "16", month.last_day()),
            ..PayerFacts::default()
        };
        facts.service_start = Some(self.started_on);
        facts.enrolled = match self.second {
            Some(_) => vec![Program::Ccm, Program::Pcm],
            None => vec![Program::Ccm],
        };
        facts.conditions = self.conditions()?;
        facts.consents.push(self.consent(ConsentId(self.consent), Program::Ccm, &practitioner)?);
        if let Some((_, consent)) = self.second {
            facts.consents.push(self.consent(ConsentId(consent), Program::Pcm, &practitioner)?);
        }
        facts.visits = self.visits(&practitioner)?;
        facts.care_plans.push(CarePlanFact {
            id: Key::new(CarePlanId(self.plan).to_string()),
            date: self.planned_on,
            signed_by: Some(practitioner.clone()),
            copy_given: Some(self.planned_on),
            revised_on: None,
            elements: Some(words(&PLAN_ELEMENTS)?),
        });
        facts.decision_making.extend(self.attested.map(|(id, date)| DecisionMakingFact {
            id: Key::new(AttestationId(id).to_string()),
            date,
            level: Some(Word::literal("high")),
            signed: Some(true),
            practitioner: Some(practitioner.clone()),
        }));
        facts.stays.extend(self.stay.map(|(id, from, to)| StayFact {
            id: Key::new(StayId(id).to_string()),
            kind: Word::literal("inpatient"),
            from: Moment::Day(from),
            to: StayEnd::At(Moment::Day(to)),
        }));
        facts.entries = self.entries.iter().map(Entry::fact).collect::<Result<_>>()?;
        Ok(facts)
    }

    fn conditions(&self) -> Result<Vec<ConditionFact>> {
        let condition = |(id, code): &(uuid::Uuid, &str)| {
            Ok(ConditionFact {
                id: Key::new(ConfirmationId(*id).to_string()),
                icd10: code.parse().ok().context("a diagnosis code")?,
                active: Some(true),
                expected_months: Some(ConditionFact::UNTIL_DEATH),
                risk_stated: Some(true),
                billable: Some(true),
            })
        };
        self.conditions.iter().map(condition).collect()
    }

    fn consent(&self, id: ConsentId, program: Program, practitioner: &Key) -> Result<ConsentFact> {
        Ok(ConsentFact {
            id: Key::new(id.to_string()),
            program,
            form: Some(Word::literal("verbal")),
            at: Some(Moment::Instant(self.consented_at)),
            documented: Some(true),
            elements: Some(ConsentElements::Covered(words(&CONSENT_ELEMENTS)?)),
            practitioner: Some(practitioner.clone()),
            same_group: Some(true),
            given_by: Some(ConsentGiver::Patient),
            revoked_at: (program == Program::Ccm)
                .then_some(self.revoked)
                .flatten()
                .map(|(_, at)| Moment::Instant(at)),
        })
    }

    fn visits(&self, practitioner: &Key) -> Result<Vec<VisitFact>> {
        let visit = |(id, code, date): &(uuid::Uuid, &str, Date)| {
            Ok(VisitFact {
                id: Key::new(VisitId(*id).to_string()),
                code: Some(code.parse().ok().context("a visit code")?),
                date: *date,
                practitioner: Some(practitioner.clone()),
                same_group: Some(true),
                same_specialty: None,
                care_management_discussed: Some(true),
                extra_planning: Some(false),
            })
        };
        self.visits.iter().map(visit).collect()
    }
}

impl Entry {
    fn fact(&self) -> Result<EntryFact> {
        let end = self.start.checked_add(jiff::SignedDuration::from_secs(self.seconds))?;
        Ok(EntryFact {
            id: Key::new(TimeEntryId(self.id).to_string()),
            program: if self.is_second { Program::Pcm } else { Program::Ccm },
            start: self.start,
            end,
            pauses: Vec::new(),
            performer: Key::new(PersonId(self.by.0).to_string()),
            role: Some(if self.is_own { Word::literal("md") } else { Word::literal("rn") }),
            supervised: Some(!self.is_own),
            credential_active: Some(true),
            country: Some(Word::literal("US")),
            activity: Some(Word::new(self.activity)?),
            live_contact: None,
            recorded_at: Some(end),
        })
    }
}

fn words(texts: &[&str]) -> Result<Vec<Word>> {
    texts.iter().map(|text| Ok(Word::new(text)?)).collect()
}
