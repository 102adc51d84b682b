//! The checklist's questions, put to the evidence of one claim. Absence is never a pass.

use std::collections::{BTreeMap, BTreeSet};

use super::checklist::{Checklist, Item, Question};
use super::evidence::{EntryEvidence, Evidence, PlanEvidence};
use super::pack::{ChecklistName, ItemStanding, ItemVerdict, Suggestion, Verdict};
use super::said::Said;
use crate::basics::*;
use crate::billing::Reason;
use crate::billing::determination::Outcome;
use crate::enrollment::Program;

/// Answers every item in the checklist's order.
pub fn judge(list: &Checklist, evidence: &Evidence) -> Verdict {
    let is_sent = !evidence.claim.files.is_empty();
    let items: Vec<ItemVerdict> = (1..)
        .zip(&list.items)
        .map(|(number, item)| Case { evidence, item }.answer(number, is_sent))
        .collect();
    let at_risk: BTreeSet<usize> = items.iter().flat_map(|item| item.lines_at_risk.iter().copied()).collect();
    Verdict {
        checklist: ChecklistName::of(list),
        claim_number: evidence.number.clone(),
        month: evidence.month,
        practitioner: evidence.verdict.practitioner.clone(),
        rule_set: evidence.verdict.rule_set.clone(),
        engine: evidence.verdict.engine.clone(),
        gaps: items.iter().filter(|item| item.standing == ItemStanding::Gap).count(),
        unknown: items.iter().filter(|item| item.standing == ItemStanding::NotKnown).count(),
        total_cents: evidence.claim.total_cents,
        at_risk_cents: worth(evidence, &at_risk),
        is_sent,
        items,
    }
}

/// What lines are expected to bring; where that is not known, what they charge.
fn worth(evidence: &Evidence, lines: &BTreeSet<usize>) -> Cents {
    let claimed = &evidence.claim.document.lines;
    let of =
        |line: &usize| claimed.get(line.checked_sub(1)?).map(|line| line.expected.unwrap_or(line.charge));
    Cents(lines.iter().filter_map(of).fold(0, |sum, cents| sum.saturating_add(cents.0)))
}

/// What one question comes to.
#[derive(Default)]
struct Answered {
    says: Vec<Said>,
    records: Vec<String>,
    /// A gap, with the lines that fall; empty: all of them.
    gap: Option<Vec<usize>>,
    is_unknown: bool,
    is_not_required: bool,
}

impl Answered {
    fn good(&mut self, said: Said) {
        self.says.push(said);
    }

    fn gap(&mut self, said: Said) {
        self.says.push(said);
        self.gap = Some(Vec::new());
    }

    /// A gap that touches one line alone.
    fn gap_of(&mut self, line: usize, said: Said) {
        self.says.push(said);
        match &mut self.gap {
            Some(lines) if lines.is_empty() => {}
            Some(lines) => lines.push(line),
            None => self.gap = Some(vec![line]),
        }
    }
}

struct Case<'a> {
    evidence: &'a Evidence,
    item: &'a Item,
}

impl Case<'_> {
    fn answer(&self, number: usize, is_sent: bool) -> ItemVerdict {
        let mut answered = Answered::default();
        self.findings(&mut answered);
        if !answered.is_not_required {
            self.question(&mut answered);
        }
        let mut verdict = ItemVerdict::blank(number, self.item);
        verdict.standing = match &answered.gap {
            Some(_) => ItemStanding::Gap,
            None if answered.is_unknown => ItemStanding::NotKnown,
            None if answered.is_not_required => ItemStanding::NotRequired,
            None => ItemStanding::Met,
        };
        if let Some(lines) = answered.gap {
            let all = 1..=self.evidence.claim.document.lines.len();
            let lines: BTreeSet<usize> =
                if lines.is_empty() { all.collect() } else { lines.into_iter().collect() };
            verdict.at_risk_cents = worth(self.evidence, &lines);
            verdict.lines_at_risk = lines.into_iter().collect();
            verdict.suggestion = Some(Suggestion::of(self.item.remedy, is_sent));
        }
        answered.records.sort();
        answered.records.dedup();
        verdict.text = answered.says.iter().map(Said::sentence).collect();
        (verdict.records, verdict.says) = (answered.records, answered.says);
        verdict
    }

    /// What the rules found of the billed codes when the month was judged.
    fn findings(&self, answered: &mut Answered) {
        if self.item.rules.is_empty() {
            return;
        }
        let codes = &self.evidence.verdict.codes;
        for code in codes.iter().filter(|code| matches!(code.outcome, Outcome::Billed { .. })) {
            for found in code.requirements.iter().filter(|one| self.item.rules.contains(&one.rule)) {
                let said = Said::Finding {
                    rule: found.rule,
                    code: code.code.clone(),
                    answer: found.answer,
                    reason: found.reason.clone(),
                };
                match found.answer {
                    Answer::Met => answered.good(said),
                    Answer::NotMet | Answer::Unknown => answered.gap(said),
                }
                answered.records.extend(records_in(&found.reason));
            }
        }
        let is_own = matches!(self.item.question, Question::Time | Question::Claim | Question::Signature);
        if answered.says.is_empty() && !is_own {
            answered.is_not_required = true;
            answered.good(Said::NotAsked);
        }
    }

    fn question(&self, answered: &mut Answered) {
        match self.item.question {
            Question::Rules => {}
            Question::Beneficiary => self.beneficiary(answered),
            Question::Signature => self.signature(answered),
            Question::Risk => self.risk(answered),
            Question::Consent => self.consent(answered),
            Question::PlanGiven => self.plan_given(answered),
            Question::Time => self.time(answered),
            Question::Waiver => self.waiver(answered),
            Question::Supervision => self.supervision(answered),
            Question::Claim => self.claim(answered),
            Question::Payment => {
                answered.is_unknown = true;
                answered.good(Said::PaymentNotKnown);
            }
        }
    }

    fn beneficiary(&self, answered: &mut Answered) {
        let evidence = self.evidence;
        let consents = evidence.consent.iter().map(|one| (one.consent.id.to_string(), one.consent.patient));
        let episodes =
            evidence.enrollment.iter().map(|one| (one.episode.id.to_string(), one.episode.patient));
        let claim = std::iter::once((evidence.claim_id.to_string(), evidence.claim.document.patient));
        let records: Vec<(String, PatientId)> = claim.chain(consents).chain(episodes).collect();
        let strangers: Vec<&String> =
            records.iter().filter(|(_, whose)| *whose != evidence.patient).map(|(id, _)| id).collect();
        match strangers.is_empty() {
            true => answered.good(Said::PatientIsTheSame { records: records.len() }),
            false => {
                strangers.into_iter().for_each(|id| answered.gap(Said::PatientDiffers { record: id.clone() }))
            }
        }
        if evidence.claim.document.subscriber.mbi.is_none() {
            answered.gap(Said::MedicareNumberMissing);
        }
        answered.records.push(evidence.claim_id.to_string());
    }

    fn signature(&self, answered: &mut Answered) {
        if let Some(plan) = self.plan() {
            answered.records.push(plan.care_plan.to_string());
            match &plan.signed_by {
                Some(signer) if signer.npi.is_some() => {
                    answered.good(Said::PlanSigned { plan: plan.care_plan });
                }
                Some(_) => answered.gap(Said::SignerWithoutNpi { plan: plan.care_plan }),
                None => answered.gap(Said::PlanUnsigned { plan: plan.care_plan }),
            }
        }
        let renderer = self.evidence.verdict.practitioner.person;
        let is_theirs =
            |step: &&super::evidence::Step| step.person.as_ref().is_some_and(|one| one.person == renderer);
        match self.evidence.sign_off.iter().find(is_theirs) {
            Some(step) => answered.good(Said::ReviewedByRenderer { at: step.at }),
            None => answered.gap(Said::NotReviewedByRenderer),
        }
    }

    /// The version that carries the month, where a billed code rests on a plan.
    fn plan(&self) -> Option<&PlanEvidence> {
        let plans = &self.evidence.care_plan;
        plans.iter().rev().find(|plan| plan.is_relied_on).or(plans.last())
    }

    fn risk(&self, answered: &mut Answered) {
        let codes = self.evidence.verdict.codes.iter().flat_map(|code| &code.requirements);
        let needed = codes.filter_map(|one| match &one.reason {
            Reason::Conditions { needed, .. } if self.item.rules.contains(&one.rule) => Some(*needed),
            _ => None,
        });
        let needed = needed.max().unwrap_or(1);
        let stated = self.evidence.conditions.iter().filter(|one| one.condition.risk_stated == Some(true));
        let ids: Vec<String> = stated.map(|one| one.condition.id.to_string()).collect();
        let conditions = ids.len();
        answered.records.extend(ids);
        if conditions >= needed {
            answered.good(Said::RiskStated { conditions, needed });
        } else {
            answered.gap(Said::RiskNotStated { conditions, needed });
        }
    }

    /// Entries whose seconds carry a unit, struck since or not, in the order of time.
    fn traced(&self) -> Vec<&EntryEvidence> {
        let ids: BTreeSet<TimeEntryId> =
            self.evidence.trace.iter().flat_map(|line| line.entries.iter().map(|one| one.entry)).collect();
        let log = &self.evidence.time_log;
        let mut entries: Vec<&EntryEvidence> =
            log.entries.iter().chain(&log.struck).filter(|entry| ids.contains(&entry.entry)).collect();
        entries.sort_by_key(|entry| (entry.started_at, entry.entry));
        entries
    }

    fn consent(&self, answered: &mut Answered) {
        let relied: Vec<_> = self.evidence.consent.iter().filter(|one| one.is_relied_on).collect();
        if relied.is_empty() {
            answered.gap(Said::ConsentMissing);
            return;
        }
        let zone = self.evidence.zone.zone();
        for one in relied {
            let (consent, program) = (one.consent.id, one.consent.program);
            answered.records.push(consent.to_string());
            let first = self.traced().into_iter().find(|entry| entry.program == program);
            let Some(service_at) = first.map(|entry| entry.started_at) else { continue };
            if one.consent.at.earliest(&zone) <= service_at {
                answered.good(Said::ConsentBeforeService { consent, service_at });
            } else {
                answered.gap(Said::ConsentAfterService { consent, service_at });
            }
        }
    }

    fn plan_given(&self, answered: &mut Answered) {
        let is_theirs = |recipient: &str| matches!(recipient, "patient" | "caregiver");
        let copies = self.evidence.care_plan.iter().flat_map(|plan| &plan.copies);
        let given = copies.filter(|one| is_theirs(&one.copy.recipient)).max_by_key(|one| one.copy.on);
        match given {
            Some(one) => {
                answered.records.push(one.copy.id.to_string());
                let (plan, on, way) = (one.copy.care_plan, one.copy.on, one.copy.way.clone());
                answered.good(Said::CopyGiven { plan, on, way });
            }
            None => answered.gap(Said::CopyNotGiven),
        }
    }

    /// The seconds of traced entries that nobody struck since, in the order of the lines: what is short is short at the
    /// end. Seconds that were in no billed unit do not step in; whether they could is for the rules to say.
    fn time(&self, answered: &mut Answered) {
        let struck: BTreeSet<TimeEntryId> =
            self.evidence.time_log.struck.iter().map(|entry| entry.entry).collect();
        let program = |code: &Hcpcs| {
            self.evidence.verdict.codes.iter().find(|one| one.code == *code).map(|one| one.program)
        };
        let mut stands: BTreeMap<Option<Program>, u64> = BTreeMap::new();
        for line in &self.evidence.trace {
            let seconds =
                line.entries.iter().filter(|one| !struck.contains(&one.entry)).map(|one| one.seconds);
            *stands.entry(program(&line.code)).or_default() += seconds.sum::<u64>();
        }
        for line in self.evidence.trace.iter().filter(|line| line.seconds_used > 0) {
            let left = stands.entry(program(&line.code)).or_default();
            let (seconds, needed) = ((*left).min(line.seconds_used), line.seconds_used);
            *left -= seconds;
            let (number, code) = (line.line, line.code.clone());
            match seconds < needed {
                true => answered.gap_of(number, Said::TimeShort { line: number, code, seconds, needed }),
                false => answered.good(Said::TimeStands { line: number, code, seconds, needed }),
            }
            answered.records.extend(line.entries.iter().map(|one| one.entry.to_string()));
        }
        if answered.says.is_empty() {
            answered.is_not_required = true;
            answered.good(Said::NotAsked);
        }
    }

    fn waiver(&self, answered: &mut Answered) {
        let lines = (1..).zip(&self.evidence.claim.document.lines);
        let is_waived = |modifiers: &[String]| modifiers.iter().any(|one| self.item.modifiers.contains(one));
        for (line, _) in lines.filter(|(_, line)| is_waived(&line.modifiers)) {
            answered.is_unknown = true;
            answered.good(Said::WaiverNotOnRecord { line });
        }
        if answered.says.is_empty() {
            answered.is_not_required = true;
            answered.good(Said::WaiverNotClaimed);
        }
    }

    fn supervision(&self, answered: &mut Answered) {
        let staff: Vec<_> = self.traced().into_iter().filter(|entry| entry.is_staff).collect();
        for entry in &staff {
            let id = entry.entry;
            answered.records.push(id.to_string());
            let lines =
                self.evidence.trace.iter().filter(|line| line.entries.iter().any(|one| one.entry == id));
            let lines: Vec<usize> = lines.map(|line| line.line).collect();
            let mut faults = Vec::new();
            if entry.supervisor.is_none() {
                faults.push(Said::SupervisorMissing { entry: id });
            }
            if entry.credential_active != Some(true) {
                let is_known = entry.credential_active.is_some();
                faults.push(Said::CredentialNotActive { entry: id, is_known });
            }
            for (fault, line) in faults.iter().flat_map(|fault| lines.iter().map(move |line| (fault, *line)))
            {
                answered.gap_of(line, fault.clone());
            }
        }
        if staff.is_empty() {
            answered.is_not_required = true;
            answered.good(Said::NotAsked);
        } else if answered.gap.is_none() {
            answered.good(Said::EntriesSupervised { entries: staff.len() });
        }
    }

    fn claim(&self, answered: &mut Answered) {
        let evidence = self.evidence;
        match evidence.verdict.is_intact {
            true => answered.good(Said::AnswerIntact),
            false => answered.gap(Said::AnswerAltered),
        }
        for file in &evidence.claim.files {
            match file.is_intact {
                true => answered.good(Said::FileIntact { file: file.file }),
                false => answered.gap(Said::FileAltered { file: file.file }),
            }
            answered.records.push(file.file.to_string());
        }
        if evidence.claim.files.is_empty() {
            answered.good(Said::NotSent);
        }
        if evidence.newest_revision > evidence.revision {
            answered.gap(Said::Superseded { by: evidence.newest_revision });
        }
        for seal in evidence.audit.seals.iter().filter(|seal| !seal.is_signed) {
            answered.gap(Said::SealBroken { first: seal.first });
        }
    }
}

/// Ids of records in a reason: texts that look like ours.
fn records_in(reason: &Reason) -> Vec<String> {
    fn walk(value: serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => {
                let is_id =
                    text.split_once('_').is_some_and(|(kind, rest)| kind.len() == 3 && rest.len() == 26);
                found.extend(is_id.then_some(text));
            }
            serde_json::Value::Array(values) => values.into_iter().for_each(|value| walk(value, found)),
            serde_json::Value::Object(members) => {
                members.into_iter().for_each(|(_, value)| walk(value, found))
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Ok(value) = serde_json::to_value(reason) {
        walk(value, &mut found);
    }
    found
}
