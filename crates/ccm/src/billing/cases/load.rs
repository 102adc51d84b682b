//! A worked month as facts. All local times are resolved here, all gaps filled here.

use super::format::{Case, CaseEntry, CaseTcm, Given};
use super::neutral::{DischargeDay, Neutral};
use crate::basics::dates::local_instant;
use crate::basics::{Date, Moment, Problem, TimeZone, Timestamp};
use crate::billing::RuleSet;
use crate::billing::facts::{
    BillerFacts, CarePlanFact, CocmFact, ConditionFact, ConsentElements, ConsentFact, ConsentGiver,
    DecisionMakingFact, Departure, DepartureKind, DeviceFact, EntryFact, GlobalSurgery, Key, MonthFacts,
    OtherPatientEntry, OtherService, PayerFacts, PracticeFacts, RequestedCode, StayEnd, StayFact, TcmFact,
    VisitFact,
};

/// The group of the practice in case files.
const OUR_GROUP: &str = "G1";

/// The facts of a case. All problems at once, each with the key it is in.
pub fn facts(case: &Case, neutral: &Neutral, rules: &RuleSet) -> Result<MonthFacts, Vec<Problem>> {
    let mut load = Load { case, neutral, zone: case.practice.timezone.zone(), problems: Vec::new() };
    let facts = load.facts(rules);
    if load.problems.is_empty() { Ok(facts) } else { Err(load.problems) }
}

struct Load<'a> {
    case: &'a Case,
    neutral: &'a Neutral,
    zone: TimeZone,
    problems: Vec<Problem>,
}

fn numbered(kind: &str, place: usize) -> Key {
    Key::new(format!("{kind}-{}", place + 1))
}

fn key(text: &str) -> Key {
    Key::new(text)
}

impl Load<'_> {
    fn facts(&mut self, rules: &RuleSet) -> MonthFacts {
        let (case, neutral) = (self.case, self.neutral);
        let ours = key(&case.billing_practitioner);
        let month = case.service_month;
        let mut facts = MonthFacts::blank(month, case.practice.timezone.clone(), ours.clone());
        facts.today = Some(case.today.unwrap_or(month.last_day()));
        facts.settings = case.config.clone();
        facts.practice = PracticeFacts {
            setting: Some(case.practice.setting),
            place_of_service: Some(case.practice.place_of_service.unwrap_or(neutral.place_of_service)),
            capabilities: Some(rules.programs().capabilities.clone()),
        };
        facts.biller = BillerFacts {
            practitioner: ours.clone(),
            role: Some(neutral.biller_role),
            qualifying_participant: Some(case.payer.practitioner_qp.unwrap_or(neutral.practitioner_qp)),
        };
        facts.payer = PayerFacts {
            kind: Some(case.payer.kind),
            part_b_active: Some(neutral.part_b_active),
            qmb: Some(case.payer.qmb),
            gpci: case.payer.gpci,
            ..PayerFacts::default()
        };
        let patient = &case.patient;
        facts.service_start = patient.service_start;
        facts.declared_track = patient.declared_track;
        facts.enrolled.clone_from(&patient.enrolled);
        facts.requested_instead.clone_from(&patient.requested_code);
        facts.chi_need_named = Some(match &patient.chi_need {
            Given::Absent => neutral.chi_need_named,
            Given::Null => false,
            Given::Value(_) => true,
        });
        facts.conditions = patient
            .conditions
            .iter()
            .enumerate()
            .map(|(place, condition)| ConditionFact {
                id: numbered("condition", place),
                icd10: condition.icd10.clone(),
                active: Some(neutral.condition_active),
                expected_months: condition.months.clone().or(|| Some(ConditionFact::UNTIL_DEATH)),
                risk_stated: said(&condition.risk, neutral.condition_risk),
                billable: Some(neutral.condition_billable),
            })
            .collect();
        facts.visits = patient
            .initiating_visits
            .iter()
            .enumerate()
            .map(|(place, visit)| VisitFact {
                id: numbered("visit", place),
                code: Some(visit.code.clone()),
                date: visit.date,
                practitioner: person(&visit.practitioner, &ours),
                same_group: Some(neutral.visit_same_group),
                same_specialty: Some(neutral.visit_same_specialty),
                care_management_discussed: said(&visit.care_management_discussed, neutral.visit_discussed),
                extra_planning: said(&visit.extra_planning_by_practitioner, neutral.visit_extra_planning),
            })
            .collect();
        facts.care_plans = patient
            .care_plan
            .iter()
            .map(|plan| CarePlanFact {
                id: key("plan"),
                date: plan.date,
                signed_by: person(&plan.signed_by, &ours),
                copy_given: plan.copy_given.clone().or(|| Some(plan.date)),
                // The file says only that it was in the month.
                revised_on: said(&plan.revised_in_month, neutral.plan_revised)
                    .unwrap_or(false)
                    .then_some(month.last_day()),
                elements: Some(rules.programs().plan_elements.clone()),
            })
            .collect();
        facts.decision_making = patient
            .mdm
            .iter()
            .map(|mdm| DecisionMakingFact {
                id: key("mdm"),
                date: mdm.date.clone().or(|| Some(month.last_day())).unwrap_or(Date::MIN),
                level: mdm.level.clone().or(|| Some(neutral.mdm_level)),
                signed: said(&mdm.signed, neutral.mdm_signed),
                practitioner: Some(ours.clone()),
            })
            .collect();
        let cocm = patient.cocm.as_ref();
        facts.cocm = Some(CocmFact {
            first_month: Some(cocm.and_then(|cocm| cocm.first_month).unwrap_or(month)),
            psychiatric_review: cocm.map_or(Some(neutral.cocm_review), |cocm| {
                said(&cocm.psychiatric_review, neutral.cocm_review)
            }),
            registry: cocm
                .map_or(Some(neutral.cocm_registry), |cocm| said(&cocm.registry, neutral.cocm_registry)),
        });
        facts.departures = patient
            .died_on
            .iter()
            .map(|&day| Departure { id: key("death"), kind: DepartureKind::Death, at: Moment::Day(day) })
            .collect();
        facts.other_services = case
            .other_services
            .iter()
            .enumerate()
            .map(|(place, service)| OtherService {
                id: numbered("service", place),
                code: service.code.clone(),
                date: service.date,
                practitioner: Some(key(&service.practitioner)),
                same_group: Some(
                    service.group.as_deref().unwrap_or(&neutral.other_service_group) == OUR_GROUP,
                ),
                source: None,
            })
            .collect();
        facts.devices = case
            .devices
            .iter()
            .enumerate()
            .map(|(place, device)| DeviceFact {
                id: numbered("device", place),
                kind: device.kind,
                window_start: device.window_start,
                window_end: device.window_end,
                days_with_data: device.days_with_data.clone().or(|| Some(neutral.device_days)),
                uploads_by_itself: Some(neutral.device_uploads),
            })
            .collect();
        facts.requested = case
            .requested
            .iter()
            .map(|request| RequestedCode {
                code: request.code.clone(),
                practitioner: Some(key(&request.practitioner)),
            })
            .collect();
        facts.global_surgery = case
            .global_surgery
            .iter()
            .map(|surgery| GlobalSurgery {
                practitioner: key(&surgery.practitioner),
                from: surgery.from,
                to: surgery.to,
            })
            .collect();
        facts.consents = self.consents(&ours);
        facts.stays = self.stays();
        facts.tcm = case.tcm.as_ref().map(|tcm| self.tcm(tcm));
        facts.entries = self.entries();
        facts.other_patient_entries = self.other_patient_entries();
        facts
    }

    fn consents(&mut self, ours: &Key) -> Vec<ConsentFact> {
        let (case, neutral) = (self.case, self.neutral);
        let mut list = Vec::with_capacity(case.patient.consents.len());
        for (place, consent) in case.patient.consents.iter().enumerate() {
            let path = |key: &str| format!("patient.consents[{place}].{key}");
            let at = consent.at.as_deref().and_then(|text| self.moment(text, &path("at")));
            let revoked_at = match &consent.revoked_at {
                Given::Value(text) => self.moment(text, &path("revoked_at")),
                Given::Absent | Given::Null => None,
            };
            list.push(ConsentFact {
                id: numbered("consent", place),
                program: consent.program,
                form: consent.form.clone().or(|| Some(neutral.consent_form)),
                at,
                documented: said(&consent.documented, neutral.consent_documented),
                elements: said(&consent.elements_complete, neutral.consent_elements_complete)
                    .map(ConsentElements::Complete),
                practitioner: person(&consent.practitioner, ours),
                same_group: Some(neutral.consent_same_group),
                given_by: Some(ConsentGiver::Patient),
                revoked_at,
            });
        }
        list
    }

    fn stays(&mut self) -> Vec<StayFact> {
        let mut list = Vec::with_capacity(self.case.stays.len());
        for (place, stay) in self.case.stays.iter().enumerate() {
            let from = self.moment(&stay.from, &format!("stays[{place}].from"));
            let to = match &stay.to {
                None => Some(StayEnd::Open),
                Some(text) => self.moment(text, &format!("stays[{place}].to")).map(StayEnd::At),
            };
            if let (Some(from), Some(to)) = (from, to) {
                list.push(StayFact { id: numbered("stay", place), kind: stay.kind, from, to });
            }
        }
        list
    }

    fn tcm(&mut self, tcm: &CaseTcm) -> TcmFact {
        let neutral = self.neutral;
        let discharge = self.moment(&tcm.discharge, "tcm.discharge");
        let left = discharge.map(|at| at.day(&self.zone));
        let after = |day: DischargeDay| match day {
            DischargeDay::DayOfDischarge => left,
            DischargeDay::DayAfterDischarge => left.and_then(|day| day.tomorrow().ok()),
        };
        let visit_date = tcm.visit_date.clone().or(|| after(neutral.tcm_visit_date));
        let contact_at = match &tcm.contact_at {
            Given::Absent => after(neutral.tcm_contact_at).map(Moment::Day),
            Given::Null => None,
            Given::Value(text) => self.moment(text, "tcm.contact_at"),
        };
        TcmFact {
            id: key("tcm"),
            discharge,
            from: Some(neutral.tcm_from),
            to: tcm.to.clone().or(|| Some(neutral.tcm_to)),
            contact_at,
            failed_attempts: 0,
            visit_date,
            decision_making: tcm.mdm.clone().or(|| Some(neutral.tcm_mdm)),
            medication_reconciliation: tcm.med_reconciliation.clone().or(|| visit_date),
        }
    }

    /// In the order of their ids, whatever their order in the file.
    fn entries(&mut self) -> Vec<EntryFact> {
        let mut list: Vec<&CaseEntry> = self.case.entries.iter().collect();
        list.sort_by_key(|entry| entry.id);
        list.into_iter().filter_map(|entry| self.entry(entry)).collect()
    }

    fn entry(&mut self, entry: &CaseEntry) -> Option<EntryFact> {
        let neutral = self.neutral;
        let path = |key: &str| format!("entries[{}].{key}", entry.id);
        let start = match &entry.start_utc {
            Some(text) => self.instant(text, &path("start_utc")),
            None => self.local(entry.date, &entry.start, &path("start")),
        }?;
        let seconds = i64::from(entry.minutes) * 60 + i64::from(entry.seconds.unwrap_or(0));
        let end = match &entry.end_utc {
            Some(text) => self.instant(text, &path("end_utc"))?,
            None => start.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX),
        };
        Some(EntryFact {
            id: Key::new(entry.id.to_string()),
            program: entry.program,
            start,
            end,
            pauses: Vec::new(),
            performer: key(&entry.performer_id),
            role: Some(entry.performer_role),
            supervised: Some(neutral.entry_supervised),
            credential_active: Some(neutral.entry_credential_active),
            country: Some(entry.location_country.unwrap_or(neutral.entry_country)),
            activity: Some(entry.activity),
            live_contact: Some(entry.live_contact.unwrap_or(neutral.entry_live_contact)),
            recorded_at: Some(end),
        })
    }

    fn other_patient_entries(&mut self) -> Vec<OtherPatientEntry> {
        let mut list = Vec::with_capacity(self.case.other_patient_entries.len());
        for (place, entry) in self.case.other_patient_entries.iter().enumerate() {
            let path = format!("other_patient_entries[{place}].start");
            let Some(start) = self.local(entry.date, &entry.start, &path) else { continue };
            let length = jiff::SignedDuration::from_mins(i64::from(entry.minutes));
            let end = start.checked_add(length).unwrap_or(Timestamp::MAX);
            list.push(OtherPatientEntry {
                performer: key(&entry.performer_id),
                start,
                end,
                patient: key(&entry.patient),
            });
        }
        list
    }

    fn moment(&mut self, text: &str, path: &str) -> Option<Moment> {
        let read = Moment::parse(text, &self.zone);
        read.map_err(|_| self.wrong("date_or_instant", path, text)).ok()
    }

    fn instant(&mut self, text: &str, path: &str) -> Option<Timestamp> {
        text.parse().map_err(|_| self.wrong("instant_with_offset", path, text)).ok()
    }

    fn local(&mut self, date: Date, time: &str, path: &str) -> Option<Timestamp> {
        let instant = time
            .parse::<jiff::civil::Time>()
            .ok()
            .and_then(|time| local_instant(date.to_datetime(time), &self.zone));
        if instant.is_none() {
            self.wrong("local_time", path, time);
        }
        instant
    }

    fn wrong(&mut self, code: &str, path: &str, found: &str) {
        self.problems.push(Problem::new(code, path).with("found", found));
    }
}

/// A flag: `null` is the fact that it was not so.
fn said(given: &Given<bool>, neutral: bool) -> Option<bool> {
    Some(given.clone().or(|| Some(neutral)).unwrap_or(false))
}

fn person(given: &Given<String>, ours: &Key) -> Option<Key> {
    match given {
        Given::Absent => Some(ours.clone()),
        Given::Null => None,
        Given::Value(person) => Some(key(person)),
    }
}
