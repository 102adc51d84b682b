//! From codes to a proposal; from a whole adjudication to what it made of the claim.

use serde::Serialize;

use super::{AlikeKey, CauseGroup, MoneyTo, NextStep, ReasonBook};
use crate::basics::{Cents, Date, PayerId};
use crate::claim::Acts;
use crate::claim::life::Outcome;
use crate::claim::timers::{Timers, appeal_last_day};
use crate::remittance::adjudication::{Adjudication, Adjustment, ClpStatus, Group};

/// What is known of the claim when somebody looks at its denial.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stated {
    /// The patient is never billed (PAY-06).
    pub qmb: bool,
    /// Another payer after this one is on record.
    pub has_secondary: bool,
    /// The payer passed it on by itself.
    pub is_forwarded: bool,
}

/// What we make of an adjustment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    pub cause: CauseGroup,
    pub step: NextStep,
    pub acts: Acts,
    pub may_appeal: bool,
    /// In our words.
    pub label: String,
    /// A table of ours has the code. If not, a person reads the payer's own words.
    pub is_known: bool,
    /// Our source vouches for the meaning; if not, the line says so.
    pub is_verified: bool,
}

/// What to do about one reason with its remarks.
pub fn propose<'a>(
    book: &ReasonBook,
    group: Group,
    code: &str,
    remarks: impl IntoIterator<Item = &'a str>,
    stated: Stated,
) -> Proposal {
    let reason = book.reason(code);
    let remarks: Vec<_> = remarks.into_iter().filter_map(|code| book.remark(code)).collect();
    let own_cause = reason.map_or(CauseGroup::Other, |one| one.cause);
    let said = |pick: fn(&super::Remark) -> Option<CauseGroup>| remarks.iter().find_map(|one| pick(one));
    // A reason that only says "see the remark" takes the remark's cause; a plain one keeps its own.
    let vague = matches!(own_cause, CauseGroup::Information | CauseGroup::NotCovered | CauseGroup::Other);
    let cause = if vague { said(|one| one.cause).unwrap_or(own_cause) } else { own_cause };
    let usual = book.cause(cause);
    let own = reason.filter(|one| one.cause == cause);
    let usual_step = usual.map_or(NextStep::AskPayer, |one| one.step);
    let step = own.and_then(|one| one.step).unwrap_or(usual_step);
    let step = remarks.iter().find_map(|one| one.step).unwrap_or(step);
    let usual_acts = usual.map_or(Acts::Biller, |one| one.acts);
    let acts = own.and_then(|one| one.acts).unwrap_or(usual_acts);
    let appeal = own.and_then(|one| one.appeal).unwrap_or(usual.is_none_or(|one| one.appeal));
    // "No appeal" goes before "may appeal": whoever was never adjudicated has nothing to appeal.
    let appeal_said = remarks.iter().filter_map(|one| one.appeal).min();
    let may_appeal = if cause == CauseGroup::PatientShare { false } else { appeal_said.unwrap_or(appeal) };
    let bars = stated.qmb || remarks.iter().any(|one| one.qmb || one.bars_patient);
    let forwarded = stated.is_forwarded || remarks.iter().any(|one| one.forwarded);
    let (step, acts) = match (group, step) {
        (Group::Patient, _) if forwarded => (NextStep::Wait, Acts::Payer),
        (Group::Patient, _) if stated.has_secondary => (NextStep::BillSecondary, Acts::Biller),
        (Group::Patient, _) if bars => (NextStep::WriteOff, Acts::Biller),
        (Group::Patient, NextStep::BillPatient) => (NextStep::BillPatient, Acts::Patient),
        // What is refused as the patient's, though it is no share of an allowed amount, somebody looks at first.
        (Group::Patient, _) => (NextStep::AskPayer, Acts::Biller),
        (_, NextStep::BillPatient) => (NextStep::AskPayer, Acts::Biller),
        (_, NextStep::Appeal) if !may_appeal => (NextStep::AskPayer, Acts::Biller),
        (_, step) => (step, acts),
    };
    Proposal {
        cause,
        step,
        acts,
        may_appeal,
        label: reason.map_or_else(|| unknown(group, code), |one| one.en.clone()),
        is_known: reason.is_some(),
        is_verified: reason.is_some_and(|one| one.verified),
    }
}

fn unknown(group: Group, code: &str) -> String {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(10).collect();
    format!("{} {code}: a reason that is not in our tables", group.word())
}

/// One refused amount, with what we propose and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Denial {
    /// Place among the adjudication's lines; `None`: of the claim as a whole.
    pub line: Option<usize>,
    pub group: Group,
    pub code: String,
    pub remarks: Vec<String>,
    pub cents: Cents,
    pub proposal: Proposal,
    /// By which denials are the same.
    pub key: AlikeKey,
    /// Last day to appeal; `None`: there is nothing to appeal.
    pub appeal_until: Option<Date>,
}

impl Adjudication {
    /// Everything that was refused and waits for somebody. What is contractual or the patient's is no denial.
    pub fn denials(
        &self,
        book: &ReasonBook,
        stated: Stated,
        (payer, on): (PayerId, Date),
        timers: &Timers,
    ) -> Vec<Denial> {
        if matches!(self.status, ClpStatus::Reversal | ClpStatus::Predetermination) {
            return Vec::new();
        }
        let refused = self.all_adjustments().filter(|(_, one)| is_refused(book, one));
        let denial = |(line, one): (Option<usize>, &Adjustment)| {
            let of_line = self.line_remarks(line);
            let remarks: Vec<String> = of_line.iter().chain(&self.remarks).cloned().collect();
            let said = remarks.iter().map(String::as_str);
            let proposal = propose(book, one.group, &one.reason, said.clone(), stated);
            let deciding = of_line.iter().map(String::as_str).chain(self.remarks.iter().map(String::as_str));
            let deciding = deciding.filter(|code| !book.remark(code).is_some_and(is_alert)).min();
            let key = AlikeKey::denial(payer, proposal.cause, one.group, &one.reason, deciding);
            Denial {
                line,
                group: one.group,
                code: one.reason.clone(),
                cents: one.cents,
                key,
                appeal_until: proposal.may_appeal.then(|| appeal_last_day(on, timers)),
                proposal,
                remarks,
            }
        };
        refused.map(denial).collect()
    }

    /// Laid on the patient, and no share of an allowed amount, or one that the payer's own remarks relieve the patient of:
    /// somebody looks before the patient is asked for it.
    pub fn refused_as_patients<'a>(&'a self, book: &'a ReasonBook) -> impl Iterator<Item = &'a Adjustment> {
        let all = self.all_adjustments().filter(|(_, one)| one.group == Group::Patient && one.cents.0 > 0);
        let refused = all.filter(|(line, one)| !book.is_share(&one.reason) || self.relieves(*line, book));
        refused.map(|(_, one)| one)
    }

    /// An amount is laid on the patient that remarks beside it relieve the patient of.
    pub fn bars_patient(&self, book: &ReasonBook) -> bool {
        let mut all = self.all_adjustments().filter(|(_, one)| one.group == Group::Patient);
        all.any(|(line, _)| self.relieves(line, book))
    }

    fn relieves(&self, line: Option<usize>, book: &ReasonBook) -> bool {
        let mut remarks = self.line_remarks(line).iter().chain(&self.remarks);
        remarks.any(|code| book.remark(code).is_some_and(|one| one.bars_patient))
    }

    fn line_remarks(&self, line: Option<usize>) -> &[String] {
        line.and_then(|place| self.lines.get(place)).map_or(&[], |line| &line.remarks)
    }

    /// Passed on to the payer after it, by its status, its remarks or the payer that it names.
    pub fn is_forwarded(&self, book: &ReasonBook) -> bool {
        let said = |code: &str| book.remark(code).is_some_and(|one| one.forwarded);
        self.status.is_forwarded() || self.names_crossover || self.all_remarks().any(said)
    }

    /// The payer says that the patient is a Qualified Medicare Beneficiary.
    pub fn says_qmb(&self, book: &ReasonBook) -> bool {
        self.all_remarks().any(|code| book.remark(code).is_some_and(|one| one.qmb))
    }
}

/// Remarks that only inform are not what makes two denials different.
fn is_alert(remark: &super::Remark) -> bool {
    remark.cause.is_none() && remark.step.is_none()
}

fn is_refused(book: &ReasonBook, one: &Adjustment) -> bool {
    one.cents.0 > 0 && one.group != Group::Patient && book.money_to(&one.reason) == MoneyTo::Disputed
}

/// What a remittance made of the claim; `None`: a predetermination made nothing of it.
pub fn outcome(adjudication: &Adjudication, book: &ReasonBook) -> Option<Outcome> {
    let of_patient =
        adjudication.refused_as_patients(book).fold(0_i64, |sum, one| sum.saturating_add(one.cents.0));
    let refused = of_patient > 0 || adjudication.all_adjustments().any(|(_, one)| is_refused(book, one));
    let nothing_else = adjudication.paid.0 <= 0 && adjudication.told_share().0 <= of_patient;
    Some(match adjudication.status {
        ClpStatus::Predetermination => return None,
        ClpStatus::Reversal => Outcome::Reversed,
        ClpStatus::Denied | ClpStatus::NotTheirs => Outcome::Denied,
        _ if refused && nothing_else => Outcome::Denied,
        _ if refused => Outcome::PartiallyDenied,
        _ if adjudication.paid.0 > 0 => Outcome::Paid,
        _ => Outcome::ZeroPaid,
    })
}
