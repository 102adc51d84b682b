//! What single programs asked of the record, turned into the month's facts: device windows, a discharge, collaborative
//! care, needs, requests, operations, and what the payer agreed to and asks otherwise.

use ccm::basics::*;
use ccm::billing::Requirement;
use ccm::billing::facts::*;
use ccm::billing::payer::PayerTerms;
use ccm::care::{CollaborativeMonth, Transition, collaborative};
use ccm::enrollment::{Episode, Program};

use super::frame::MonthFrame;
use super::month_facts::{key, word};
use crate::ports::{PayerRow, ProgramFact, ProgramFactRow};

/// Whether a fact alone makes the patient one of the month's, without an enrollment or a minute.
pub(super) fn asks_for(row: &ProgramFactRow, month: ServiceMonth) -> bool {
    match &row.fact {
        ProgramFact::DeviceWindow(_) | ProgramFact::Transition(_) => true,
        ProgramFact::CollaborativeMonth(one) => one.month == month,
        ProgramFact::CodeRequest(request) => request.month == month,
        ProgramFact::SocialNeed(_)
        | ProgramFact::GlobalPeriod(_)
        | ProgramFact::PriorAuthorization(_)
        | ProgramFact::Withdrawal { .. } => false,
    }
}

impl MonthFrame {
    /// Adds what the rows say to the facts of their patient's month. Rows are in the order in which they were recorded.
    pub fn tell(
        &self,
        facts: &mut MonthFacts,
        episodes: &[Episode],
        rows: &[ProgramFactRow],
        payer: Option<PayerId>,
    ) {
        let payer = payer.and_then(|id| self.payers.iter().find(|one| one.id == id));
        facts.payer.terms = payer.and_then(terms).map(Box::new);
        let mut transitions = Vec::new();
        let mut collaborative = Vec::new();
        for row in rows {
            let who = || row.practitioner.map(key).or_else(|| row.practitioner_npi.as_ref().map(key));
            match &row.fact {
                ProgramFact::DeviceWindow(window) => {
                    facts.devices.extend(word(&window.device).map(|kind| DeviceFact {
                        id: key(row.id),
                        kind,
                        window_start: window.window_start,
                        window_end: window.window_end,
                        days_with_data: window.days_with_data,
                        uploads_by_itself: window.uploads_by_itself,
                    }))
                }
                ProgramFact::Transition(transition) => transitions.push((row.id, transition)),
                ProgramFact::CollaborativeMonth(month) => collaborative.push(month.clone()),
                ProgramFact::SocialNeed(need) => facts.chi_need_named = Some(need.named),
                ProgramFact::CodeRequest(request) if request.month != self.month => {}
                ProgramFact::CodeRequest(request) if request.instead => {
                    facts.requested_instead = Some(request.code.clone());
                }
                ProgramFact::CodeRequest(request) => facts.requested.push(RequestedCode {
                    code: request.code.clone(),
                    // Who asks for nobody else asks for the one who bills.
                    practitioner: who().or_else(|| Some(facts.biller.practitioner.clone())),
                }),
                ProgramFact::GlobalPeriod(period) => {
                    facts.global_surgery.extend(who().map(|practitioner| GlobalSurgery {
                        practitioner,
                        from: period.from,
                        to: period.to,
                    }))
                }
                ProgramFact::PriorAuthorization(one) => {
                    if payer.is_some_and(|payer| payer.key == one.payer) {
                        facts.payer.authorizations.push(Authorization {
                            id: key(row.id),
                            code: one.code.clone(),
                            from: one.from,
                            until: one.until,
                        });
                    }
                }
                ProgramFact::Withdrawal { .. } => {}
            }
        }
        facts.tcm = self.transition(&transitions);
        facts.cocm = self.collaborative(facts, episodes, &collaborative);
    }

    /// One discharge: the last of those whose visit lies in the month, else of those that still wait for one.
    fn transition(&self, all: &[(ProgramFactId, &Transition)]) -> Option<TcmFact> {
        let rank = |one: &Transition| match one.visit_date {
            Some(visit) if self.month.covers(visit) => 2,
            None => 1,
            Some(_) => 0,
        };
        let left = |one: &Transition| one.discharge_day(&self.tz);
        let (id, one) = all.iter().max_by_key(|(_, one)| (rank(one), left(one)))?;
        let attempts = one.failed_attempts_until(self.last_day_of_contact(left(one)), &self.tz);
        Some(TcmFact {
            id: key(id),
            discharge: Some(one.discharged),
            from: word(&one.from),
            to: word(&one.to),
            contact_at: one.contact_at,
            failed_attempts: u16::try_from(attempts).unwrap_or(u16::MAX),
            visit_date: one.visit_date,
            decision_making: one.decision_making.as_deref().and_then(word),
            medication_reconciliation: one.medication_reconciliation,
        })
    }

    /// TCM-02: the last business day on which an attempt is in time.
    fn last_day_of_contact(&self, left: Date) -> Date {
        let rules = &self.rules;
        let versions = rules
            .services()
            .filter(|service| service.program == Program::Tcm)
            .filter_map(|service| service.version(self.month));
        let asked = versions.flat_map(|version| &version.requires).find_map(|one| match one.requirement {
            Requirement::ContactWithin { business_days, .. } => Some(business_days),
            _ => None,
        });
        rules.holidays().business_day_after(left, asked.unwrap_or(0))
    }

    /// The month's facts of collaborative care, where the patient is in it.
    fn collaborative(
        &self,
        facts: &MonthFacts,
        episodes: &[Episode],
        recorded: &[CollaborativeMonth],
    ) -> Option<CocmFact> {
        let of_month = recorded.iter().rev().find(|one| one.month == self.month);
        // The newest enrollment is the one in force.
        let episode = episodes.iter().rev().find(|episode| episode.program == Program::Cocm);
        let has_minutes = facts.entries.iter().any(|entry| entry.program == Program::Cocm);
        if of_month.is_none() && episode.is_none() && !has_minutes {
            return None;
        }
        let begun: Vec<ServiceMonth> = episode.map(|one| ServiceMonth::of(one.start)).into_iter().collect();
        let first = self
            .rules
            .program(Program::Cocm)
            .and_then(|rule| rule.new_episode_after_months)
            .map(|months| collaborative::first_month(self.month, &begun, recorded, i32::from(months)));
        Some(CocmFact {
            first_month: first,
            psychiatric_review: of_month.and_then(|one| one.psychiatric_review),
            registry: of_month.and_then(|one| one.registry),
        })
    }
}

/// The contract as the engine takes it.
fn terms(payer: &PayerRow) -> Option<PayerTerms> {
    let terms = payer.terms.clone()?;
    let by_profile = || payer.profile.filing_days.and_then(|days| i32::try_from(days).ok());
    Some(PayerTerms { filing_days: terms.filing_days.or_else(by_profile), ..terms })
}
