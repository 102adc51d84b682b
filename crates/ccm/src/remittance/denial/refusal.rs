//! What was not paid, as people work it: a remittance's refusals and short payments, and refusals before any remittance. Codes
//! are kept; what they mean is read from the tables each time, so that a better table helps old denials too.

use serde::{Deserialize, Serialize};

use super::{AlikeKey, CauseGroup, NextStep, Proposal, ReasonBook, Stated, StatusBook, propose};
use crate::basics::{Cents, Date, PayerId};
use crate::claim::life::Outcome;
use crate::claim::timers::{Timers, appeal_last_day, filing_last_day};
use crate::claim::{Acts, ClaimStep};
use crate::people::PayerKind;
use crate::remittance::MoneyTerms;
use crate::remittance::adjudication::{Adjudication, Group};
use crate::remittance::expected::{PaidAs, compare};
use crate::remittance::posting::BilledClaim;

/// How it was not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefusalKind {
    /// A remittance refused an amount.
    Denied,
    /// Paid, and less than expected.
    Short,
    /// Refused before anybody adjudicated it: there is nothing to appeal.
    Rejected,
}

impl RefusalKind {
    pub const ALL: [Self; 3] = [Self::Denied, Self::Short, Self::Rejected];

    pub fn word(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Short => "short",
            Self::Rejected => "rejected",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What was said, without for whom: all with the same of the same payer are the same matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Told {
    pub kind: RefusalKind,
    /// Of a denial.
    pub group: Option<Group>,
    /// CARC; what a file or a status refused with; of a short payment the service.
    pub code: String,
    /// The remark that tells two denials apart; empty where none does.
    pub remark: String,
    /// Every remark, with a blank between.
    pub remarks: String,
}

/// One amount that was not paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub told: Told,
    pub cents: Cents,
    /// The day of the remittance, or of the refusal.
    pub on: Date,
}

/// All that a remittance's word on a claim did not pay.
///
/// A denial that names no reason is one all the same. What is refused as the patient's, and is no share of an allowed amount,
/// is listed too: somebody looks before the patient is asked for it.
pub fn refusals(
    claim: &BilledClaim,
    said: &Adjudication,
    outcome: Option<Outcome>,
    (kind, on): (PayerKind, Date),
    (book, terms): (&ReasonBook, &MoneyTerms),
) -> Vec<Refusal> {
    let timers = Timers::default();
    let one = |group, code: &str, remark: String, remarks: &[String], cents| {
        let (code, remarks) = (code.to_owned(), remarks.join(" "));
        let told = Told { kind: RefusalKind::Denied, group: Some(group), code, remark, remarks };
        Refusal { told, cents, on }
    };
    let denials = said.denials(book, Stated::default(), (claim.payer, on), &timers);
    let mut all: Vec<Refusal> = denials
        .iter()
        .map(|denial| {
            let remark = match &denial.key {
                AlikeKey::Denial { remark, .. } => remark.clone().unwrap_or_default(),
                _ => String::new(),
            };
            one(denial.group, &denial.code, remark, &denial.remarks, denial.cents)
        })
        .collect();
    if outcome.is_some_and(Outcome::is_denial) {
        let remarks: Vec<String> = said.all_remarks().map(str::to_owned).collect();
        all.extend(said.refused_as_patients(book).map(|adjustment| {
            one(adjustment.group, &adjustment.reason, String::new(), &remarks, adjustment.cents)
        }));
        if all.is_empty() {
            all.push(one(Group::Other, "", String::new(), &remarks, said.charge));
        }
    }
    for line in compare(claim, said, kind, book, terms) {
        let short = line.difference.filter(|_| line.paid_as == PaidAs::Underpaid);
        let service = claim.lines.iter().find(|ours| ours.id == line.line);
        if let (Some(short), Some(service)) = (short, service) {
            let told = Told {
                kind: RefusalKind::Short,
                group: None,
                code: service.code.clone(),
                remark: String::new(),
                remarks: String::new(),
            };
            all.push(Refusal { told, cents: Cents(short.0.saturating_neg()), on });
        }
    }
    all
}

/// The refusal that a step before any remittance is; `None`: it is none.
pub fn rejection(step: &ClaimStep, total: Cents, on: Date) -> Option<Refusal> {
    let is_one = matches!(
        step,
        ClaimStep::PayerRejected(_)
            | ClaimStep::SyntaxRejected { .. }
            | ClaimStep::InterchangeRejected { .. }
    );
    let code = step.told().filter(|_| is_one)?;
    let (remark, remarks) = (String::new(), String::new());
    let told = Told { kind: RefusalKind::Rejected, group: None, code, remark, remarks };
    Some(Refusal { told, cents: total, on })
}

impl Told {
    /// What we make of it.
    pub fn proposal(&self, book: &ReasonBook, statuses: &StatusBook) -> Proposal {
        let usual = |cause: CauseGroup, step: NextStep, may_appeal: bool, label: String| Proposal {
            cause,
            step,
            acts: Acts::Biller,
            may_appeal,
            label,
            is_known: true,
            is_verified: false,
        };
        match (self.kind, self.group) {
            (RefusalKind::Denied, Some(group)) => {
                propose(book, group, &self.code, self.remarks.split_whitespace(), Stated::default())
            }
            (RefusalKind::Rejected, _) => {
                let (cause, label) = self.refused_as(statuses);
                usual(cause.unwrap_or(CauseGroup::Information), NextStep::CorrectAndResend, false, label)
            }
            _ => {
                let step = book.cause(CauseGroup::Payment).map_or(NextStep::AskPayer, |cause| cause.step);
                usual(CauseGroup::Payment, step, true, String::new())
            }
        }
    }

    /// Cause and label of the codes that a claim was refused with: of the first that a table knows.
    fn refused_as(&self, statuses: &StatusBook) -> (Option<CauseGroup>, String) {
        let mut cause = None;
        let mut labels: Vec<String> = Vec::new();
        for code in self.code.split(',') {
            let mut parts = code.split(':');
            let category = parts.next().and_then(|code| statuses.category(code));
            let status = parts.next().and_then(|code| statuses.status(code));
            cause = cause.or(status.and_then(|status| status.cause));
            let said = category.map(|one| one.en.clone()).into_iter().chain(status.map(|one| one.en.clone()));
            for label in said.filter(|_| category.is_some()) {
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
        }
        (cause, labels.join(": "))
    }

    /// `CO-97 N20`, `A7:562:85`, `99490`.
    pub fn codes(&self) -> String {
        let code = match self.group {
            Some(group) if self.code.is_empty() => group.word().to_owned(),
            Some(group) => format!("{}-{}", group.word(), self.code),
            None => self.code.clone(),
        };
        if self.remarks.is_empty() { code } else { format!("{code} {}", self.remarks) }
    }

    /// By which they are alike.
    pub fn key(&self, payer: PayerId, cause: CauseGroup) -> AlikeKey {
        match (self.kind, self.group) {
            (RefusalKind::Denied, Some(group)) => {
                let remark = Some(self.remark.as_str()).filter(|remark| !remark.is_empty());
                AlikeKey::denial(payer, cause, group, &self.code, remark)
            }
            (RefusalKind::Short, _) => AlikeKey::Short { payer, code: self.code.clone() },
            _ => AlikeKey::Rejection { payer, code: self.code.clone() },
        }
    }

    /// The matter that a name ([`AlikeKey`]) is of; `None`: it is the name of none.
    pub fn named(name: &str) -> Option<(PayerId, Self)> {
        let (kind, rest) = name.split_once('/')?;
        let (payer, rest) = rest.split_once('/')?;
        let told = |kind, group, code: &str, remark: &str| Self {
            kind,
            group,
            code: code.to_owned(),
            remark: remark.to_owned(),
            remarks: remark.to_owned(),
        };
        let told = match kind {
            "denial" => {
                let mut parts = rest.splitn(3, '/');
                let group = Group::from_word(parts.next()?)?;
                let code = parts.next()?;
                told(RefusalKind::Denied, Some(group), code, parts.next().unwrap_or_default())
            }
            "rejection" => told(RefusalKind::Rejected, None, rest, ""),
            "short" => told(RefusalKind::Short, None, rest, ""),
            _ => return None,
        };
        Some((payer.parse().ok()?, told))
    }

    /// The last day on which it can be put right: to appeal, from the remittance; to be received, from the service. `None`:
    /// there is nothing to appeal.
    pub fn last_day(
        &self,
        may_appeal: bool,
        (on, service_on): (Date, Date),
        timers: &Timers,
    ) -> Option<Date> {
        match self.kind {
            RefusalKind::Rejected => Some(filing_last_day(service_on, timers)),
            RefusalKind::Denied | RefusalKind::Short => may_appeal.then(|| appeal_last_day(on, timers)),
        }
    }

    /// Whether the patient may be asked for it at all: never for what the payer lays on the practice, and never who is a
    /// Qualified Medicare Beneficiary (PAY-06).
    pub fn may_fall_on_patient(&self, book: &ReasonBook, qmb: bool) -> bool {
        let mut remarks = self.remarks.split_whitespace().filter_map(|code| book.remark(code));
        let bars = remarks.any(|one| one.qmb || one.bars_patient);
        self.kind == RefusalKind::Denied && self.group == Some(Group::Patient) && !qmb && !bars
    }
}
