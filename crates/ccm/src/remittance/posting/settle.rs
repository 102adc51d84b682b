//! Who bears the patient's share.
//!
//! Worked out from all facts of a claim at once, and compared with what earlier settlements moved: only the difference is
//! posted. So a settlement follows from what is known, never from the order in which it became known.

use std::collections::BTreeMap;

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

/// Everything about a claim that a settlement rests on.
#[derive(Default)]
struct Facts {
    /// The patient's share by line: as the claim's own payer told it, and as a payer after it did.
    own: BTreeMap<Option<ClaimLineId>, i128>,
    other: BTreeMap<Option<ClaimLineId>, i128>,
    disputed: BTreeMap<Option<ClaimLineId>, i128>,
    given_up: BTreeMap<Option<ClaimLineId>, i128>,
    /// By the patient, and back to the patient.
    paid: i128,
    refunded: i128,
    hardship: i128,
    bad_debt: i128,
    /// The newest word of the claim's own payer that is no reversal: when, its name, passed on or not.
    newest: Option<(Date, String, bool)>,
    /// Words of other payers, less what they took back.
    others: i64,
    qmb: bool,
    settled: BTreeMap<Place, i128>,
    settlements: usize,
}

impl Facts {
    fn of<'a>(claim: &BilledClaim, journals: impl IntoIterator<Item = &'a Journal>) -> Self {
        let mut facts = Self { qmb: claim.qmb, ..Self::default() };
        for journal in journals {
            facts.learn(claim, journal);
        }
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
                (Why::PatientPaid, Account::PatientMoney) => self.paid += cents,
                (Why::PatientRefunded, Account::PatientMoney) => self.refunded -= cents,
                (Why::Hardship, Account::Hardship) => self.hardship += cents,
                (Why::BadDebt, Account::BadDebt) => self.bad_debt += cents,
                _ => {}
            }
        }
        match journal.why() {
            Why::Settled => self.settlements += 1,
            Why::Adjudicated(said) => {
                self.qmb |= said.says_qmb;
                match said.turn {
                    PayerTurn::After => self.others += if said.is_reversal { -1 } else { 1 },
                    PayerTurn::Own if !said.is_reversal => {
                        let word = (journal.on(), journal.name().to_owned(), said.is_forwarded);
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
        let forwarded = self.newest.as_ref().is_some_and(|(.., forwarded)| *forwarded);
        match () {
            // Whoever comes after is asked first, and its answer is booked against this.
            () if self.others > 0 || forwarded || claim.has_secondary => Account::OtherReceivable,
            () if self.qmb && claim.qmb_term == QmbTerm::BillMedicaid => Account::OtherReceivable,
            () if self.qmb => Account::QmbWriteOff,
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
        let mut asked = 0;
        for (shares, bearer) in [(&self.own, self.bears_own(claim)), (&self.other, self.bears_other())] {
            for (line, cents) in shares {
                between((Account::PatientShare, *line), (bearer, *line), *cents);
                if bearer == Account::PatientReceivable {
                    asked += cents;
                }
            }
        }
        // A refusal that the payer took back leaves nothing to give up.
        for (line, cents) in &self.given_up {
            let refused = self.disputed.get(line).copied().unwrap_or_default().max(0);
            let too_much = cents - (*cents).clamp(0, refused);
            between((Account::WriteOff, *line), (Account::Disputed, *line), too_much);
        }
        let asked = asked.max(0);
        let kept = (self.paid - self.refunded).max(0);
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
