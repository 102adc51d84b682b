//! Where in a payment we are: which segments may come, and what is whole once they have.

use super::balance::PaymentSum;
use super::claim::begin_claim;
use super::header::Header;
use super::line::begin_line;
use crate::envelope::Origin;
use crate::problem::{Place, Problems, Reason};
use crate::remittance::MOST_LINES;
use crate::remittance::claim::{Claim, Line};
use crate::remittance::payment::{Payment, PaymentTotals, ProviderAdjustment};
use crate::tokenizer::Indexed;

/// What has become whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    Payment,
    Claim,
    Provider,
    Paid,
}

impl Given {
    /// It was the next segment that told so, which is still to be taken.
    pub fn is_more_behind(self) -> bool {
        matches!(self, Self::Payment | Self::Claim)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    #[default]
    Header,
    /// After LX, and between what is given.
    Table,
    Claim,
    Line,
    Provider,
}

#[derive(Default)]
pub(super) struct Machine {
    state: State,
    header: Header,
    pub payment: Option<Payment>,
    /// The claim that is read, or that was read last: its lists are used again.
    pub claim: Option<Claim>,
    /// Lines of earlier claims, whose lists are used again.
    spare: Vec<Line>,
    pub provider: Option<ProviderAdjustment>,
    pub totals: Option<PaymentTotals>,
    sum: PaymentSum,
    has_table: bool,
}

impl Machine {
    /// At an ST.
    pub fn begin(&mut self, st: &Indexed<'_>, origin: Option<Origin>) {
        self.header = Header::new(Place::of(st), origin);
        self.state = State::Header;
        self.payment = None;
        self.sum = PaymentSum::default();
        self.has_table = false;
    }

    /// Takes the next segment of the set, or gives what is whole before it.
    pub fn take(&mut self, s: &Indexed<'_>, note: &mut Problems) -> Option<Given> {
        let id = s.segment().id();
        match (self.state, id) {
            (State::Header, b"LX" | b"CLP" | b"PLB" | b"SE") => {
                self.payment = self.header.finish(Place::of(s), note);
                self.state = State::Table;
                return Some(Given::Payment);
            }
            (State::Claim | State::Line, b"CLP" | b"LX" | b"PLB" | b"SE") => {
                self.state = State::Table;
                let claim = self.claim.as_ref()?;
                self.sum.claim(claim, Place::of(s), note);
                return Some(Given::Claim);
            }
            (State::Header, _) => self.header.take(s, note),
            (State::Table, b"LX") => {
                self.has_table = true;
                note.count(s, 1);
            }
            (State::Table, b"TS2" | b"TS3") if self.has_table => {}
            (State::Table, b"CLP") => {
                if !self.has_table {
                    note.missing(Place::of(s), "LX", "");
                    self.has_table = true;
                }
                self.sum.begin_claim();
                self.claim = Some(begin_claim(s, self.claim.take(), &mut self.spare, &mut self.sum, note));
                self.state = State::Claim;
            }
            (State::Claim | State::Line, b"SVC") => {
                self.state = State::Line;
                let spare = self.spare.pop();
                let line = begin_line(s, spare, &mut self.sum, note);
                if let Some(claim) = &mut self.claim {
                    if claim.lines.len() >= MOST_LINES {
                        note.note(s, 0, 0, Reason::TooMany { most: MOST_LINES as u32 });
                    } else {
                        claim.lines.push(line);
                    }
                }
            }
            (State::Claim, _) => {
                if let Some(claim) = &mut self.claim {
                    super::claim::segment(claim, s, &mut self.sum, note);
                }
            }
            (State::Line, _) => {
                if let Some(line) = self.claim.as_mut().and_then(|claim| claim.lines.last_mut()) {
                    super::line::segment(line, s, &mut self.sum, note);
                }
            }
            (State::Table | State::Provider, b"PLB") => {
                self.state = State::Provider;
                self.provider = self.sum.provider(s, note);
                return self.provider.is_some().then_some(Given::Provider);
            }
            (State::Table | State::Provider, b"SE") => {
                self.totals = self.sum.finish(self.header.place(), self.payment.as_ref(), note);
                return self.totals.is_some().then_some(Given::Paid);
            }
            _ => note.note(s, 0, 0, Reason::Unexpected),
        }
        None
    }
}
