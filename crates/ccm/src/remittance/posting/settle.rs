//! Who bears the patient's share.
//!
//! Worked out from all facts of a claim at once, and compared with what earlier settlements moved: only the difference is
//! posted. So a settlement follows from what is known, never from the order in which it became known.

use std::collections::BTreeMap;

use super::claim::placed;
use super::{BilledClaim, QmbTerm};
use crate::basics::{Cents, ClaimLineId, Date};
use crate::claim::life::PayerTurn;
use crate::remittance::ledger::{Account, Journal, Move, Subject, Unbalanced, Why};

/// What stands on an account of a line; `None`: of the claim as a whole.
type Place = (Account, Option<ClaimLineId>);

/// What has to be moved, given every journal of the claim; `None`: everything stands where it should.
///
/// # Errors
/// Amounts beyond what can be held.
pub fn settle<'a>(
    claim: &BilledClaim,
    on: Date,
    journals: impl IntoIterator<Item = &'a Journal>,
) -> Result<Option<Journal>, Unbalanced> {
    let facts = Facts::of(claim, journals);
    let mut target = facts.target(claim);
    for (place, cents) in &facts.settled {
        *target.entry(*place).or_default() -= cents;
    }
    // Both sides are in the target: it sums to zero, so moving each against the share account leaves that one as it is.
    let through = claim.side(Account::PatientShare, None);
    let own = (Account::PatientShare, None);
    let moves = target.into_iter().filter(|(place, cents)| *cents != 0 && *place != own).map(
        |((account, line), cents)| {
            let cents = Cents(i64::try_from(cents).unwrap_or(i64::MAX));
            Move { cents, debit: claim.side(account, line), credit: through.clone() }
        },
    );
    let name = format!("{}/{}", claim.claim, facts.settlements + 1);
    let journal = Journal::of(Why::Settled, name, on, moves.collect::<Vec<_>>())?;
    Ok((!journal.is_empty()).then_some(journal))
}

/// Whether the patient is a qualified beneficiary, as the record or any payer's word has it.
pub fn is_qmb<'a>(claim: &BilledClaim, journals: impl IntoIterator<Item = &'a Journal>) -> bool {
    Facts::of(claim, journals).qmb
}

/// Nobody has judged the claim, and nothing was decided about its money.
pub fn is_unjudged<'a>(journals: impl IntoIterator<Item = &'a Journal>) -> bool {
    said(journals).iter().all(|one| matches!(one.why(), Why::Charged | Why::Withdrawn | Why::Settled))
}

/// The patient's share, line by line, that waits for a payer after the claim's own; empty where none does, and where such a
/// payer has spoken: its word is final.
pub fn waits_for_another<'a>(
    claim: &BilledClaim,
    journals: impl IntoIterator<Item = &'a Journal>,
) -> Vec<(Option<ClaimLineId>, Cents)> {
    let facts = Facts::of(claim, journals);
    if facts.others > 0 || facts.bears_own(claim) != Account::OtherReceivable {
        return Vec::new();
    }
    let shares = facts.own.iter().filter(|(_, cents)| **cents > 0);
    shares.map(|(line, cents)| (*line, Cents(i64::try_from(*cents).unwrap_or(i64::MAX)))).collect()
}

/// Everything about a claim that a settlement rests on.
#[derive(Default)]
struct Facts {
    /// The patient's share by line: as the claim's own payer told it, and as a payer after it did.
    own: BTreeMap<Option<ClaimLineId>, i128>,
    other: BTreeMap<Option<ClaimLineId>, i128>,
    disputed: BTreeMap<Option<ClaimLineId>, i128>,
    given_up: BTreeMap<Option<ClaimLineId>, i128>,
    /// Refused, and asked of the patient all the same.
    billed: BTreeMap<Option<ClaimLineId>, i128>,
    /// By the patient, and back to the patient.
    paid: i128,
    refunded: i128,
    hardship: i128,
    bad_debt: i128,
    /// What payers have paid and not taken back, and what of it we found to be too much.
    left_with_us: i128,
    found: i128,
    /// Somebody decided that no other payer comes, and what that decision moved back.
    nobody_else: bool,
    moved_back: BTreeMap<Option<ClaimLineId>, i128>,
    /// The newest word of the claim's own payer that is no reversal: when, of which payment at which place, passed on or not,
    /// and whether it relieves the patient of what it lays on them.
    newest: Option<(Date, String, u32, bool, bool)>,
    /// Words of other payers, less what they took back.
    others: i64,
    qmb: bool,
    settled: BTreeMap<Place, i128>,
    settlements: usize,
}

/// All but the words that were another claim's: they were never said of this one.
fn said<'a>(journals: impl IntoIterator<Item = &'a Journal>) -> Vec<&'a Journal> {
    let mut journals: Vec<&Journal> = journals.into_iter().collect();
    let unsaid = journals.iter().filter(|one| matches!(one.why(), Why::Unsaid(_)));
    let unsaid: Vec<&str> = unsaid.map(|one| one.name()).collect();
    let is_of_payer = |why| matches!(why, Why::Adjudicated(_) | Why::Interest | Why::Unsaid(_));
    journals.retain(|one| !is_of_payer(one.why()) || !unsaid.contains(&one.name()));
    journals
}

impl Facts {
    fn of<'a>(claim: &BilledClaim, journals: impl IntoIterator<Item = &'a Journal>) -> Self {
        let mut facts = Self { qmb: claim.qmb, ..Self::default() };
        said(journals).into_iter().for_each(|journal| facts.learn(claim, journal));
        facts
    }

    fn learn(&mut self, claim: &BilledClaim, journal: &Journal) {
        let ours = |subject: &Subject| subject.claim == Some(claim.claim);
        let postings = journal.postings().iter().filter(|posting| ours(&posting.subject));
        for posting in postings {
            let (line, cents) = (posting.subject.line, i128::from(posting.cents.0));
            match (journal.why(), posting.account) {
                (Why::Settled, account) => *self.settled.entry((account, line)).or_default() += cents,
                (Why::Adjudicated(said), Account::PatientShare) => {
                    let shares = if said.turn == PayerTurn::Own { &mut self.own } else { &mut self.other };
                    *shares.entry(line).or_default() += cents;
                }
                (Why::Adjudicated(_), Account::Disputed) => *self.disputed.entry(line).or_default() += cents,
                (Why::WrittenOff, Account::WriteOff) => *self.given_up.entry(line).or_default() += cents,
                (Why::BilledPatient, Account::PatientShare) => *self.billed.entry(line).or_default() += cents,
                (Why::PatientPaid, Account::PatientMoney) => self.paid += cents,
                (Why::PatientRefunded, Account::PatientMoney) => self.refunded -= cents,
                (Why::Hardship, Account::Hardship) => self.hardship += cents,
                (Why::BadDebt, Account::BadDebt) => self.bad_debt += cents,
                (Why::OverpaymentFound, Account::Recovery) => self.found += cents,
                (Why::NobodyElse, Account::PatientShare) => {
                    *self.moved_back.entry(line).or_default() += cents
                }
                (_, Account::CashClearing) => self.left_with_us += cents,
                _ => {}
            }
        }
        match journal.why() {
            Why::Settled => self.settlements += 1,
            Why::NobodyElse => self.nobody_else = true,
            Why::Adjudicated(said) => {
                self.qmb |= said.says_qmb;
                match said.turn {
                    PayerTurn::After => self.others += if said.is_reversal { -1 } else { 1 },
                    PayerTurn::Own if !said.is_reversal => {
                        let (payment, place) = placed(journal.name());
                        let (forwarded, bars) = (said.is_forwarded, said.bars_patient);
                        let word = (journal.on(), payment.to_owned(), place, forwarded, bars);
                        self.newest = self.newest.take().max(Some(word));
                    }
                    PayerTurn::Own | PayerTurn::Before => {}
                }
            }
            _ => {}
        }
    }

    /// Who bears what the claim's own payer leaves to the patient.
    fn bears_own(&self, claim: &BilledClaim) -> Account {
        let (forwarded, bars) =
            self.newest.as_ref().map_or((false, false), |(.., forwarded, bars)| (*forwarded, *bars));
        match () {
            // Whoever comes after is asked first, and its answer is booked against this.
            () if self.others > 0 => Account::OtherReceivable,
            () if self.nobody_else => self.bears_other(),
            () if forwarded || claim.has_secondary => Account::OtherReceivable,
            () if self.qmb && claim.qmb_term == QmbTerm::BillMedicaid => Account::OtherReceivable,
            () if self.qmb => Account::QmbWriteOff,
            () if bars => Account::Disputed,
            () => Account::PatientReceivable,
        }
    }

    /// Who bears what the last payer leaves: PAY-06.
    fn bears_other(&self) -> Account {
        if self.qmb { Account::QmbWriteOff } else { Account::PatientReceivable }
    }

    /// What settlements should have moved by now, all of them together. It sums to zero.
    fn target(&self, claim: &BilledClaim) -> BTreeMap<Place, i128> {
        let mut target: BTreeMap<Place, i128> = BTreeMap::new();
        let mut between = |from: Place, to: Place, cents: i128| {
            *target.entry(from).or_default() -= cents;
            *target.entry(to).or_default() += cents;
        };
        let (mut own, mut refused) = (self.own.clone(), self.disputed.clone());
        // Neither is asked of the patient nor given up what the payer does not refuse any more.
        for (line, cents) in &self.billed {
            let stands = refused.entry(*line).or_default();
            let share = (*cents).clamp(0, (*stands).max(0));
            *stands -= share;
            *own.entry(*line).or_default() += share;
            between((Account::PatientShare, *line), (Account::Disputed, *line), cents - share);
        }
        let bears_own = self.bears_own(claim);
        if bears_own == Account::Disputed {
            own.iter().for_each(|(line, cents)| *refused.entry(*line).or_default() += cents);
        }
        let mut asked = 0;
        for (shares, bearer) in [(&own, bears_own), (&self.other, self.bears_other())] {
            for (line, cents) in shares {
                between((Account::PatientShare, *line), (bearer, *line), *cents);
                if bearer == Account::PatientReceivable {
                    asked += cents;
                }
            }
        }
        for (line, cents) in &self.moved_back {
            between((Account::PatientShare, *line), (Account::OtherReceivable, *line), *cents);
        }
        // What a payer has taken back by itself is not owed to it a second time.
        let too_much = self.found - self.found.clamp(0, self.left_with_us.max(0));
        between((Account::Recovery, None), (Account::RefundPayer, None), too_much);
        for (line, cents) in &self.given_up {
            let refused = refused.get(line).copied().unwrap_or_default().max(0);
            let too_much = cents - (*cents).clamp(0, refused);
            between((Account::WriteOff, *line), (Account::Disputed, *line), too_much);
        }
        let asked = asked.max(0);
        // Below zero: a payment that we gave back never came. It is owed to us; of a qualified beneficiary, who owes no
        // share, it stands on the account of refunds.
        let kept = self.paid - self.refunded;
        let kept = if self.qmb { kept.max(0) } else { kept };
        let owed = (asked - kept).max(0);
        // What the patient gave beyond the share is owed back.
        let receivable = (Account::PatientReceivable, None);
        between((Account::RefundPatient, None), receivable, owed - asked + self.paid);
        // What was forgiven is at most what would be owed; a share that falls away is nobody's hardship.
        let hardship = self.hardship.clamp(0, owed);
        let bad_debt = self.bad_debt.clamp(0, owed - hardship);
        between((Account::Hardship, None), receivable, self.hardship - hardship);
        between((Account::BadDebt, None), receivable, self.bad_debt - bad_debt);
        target
    }
}
