//! Text to payments, claims and provider adjustments: one at a time, twice.

mod balance;
mod claim;
mod common;
mod header;
mod line;
mod machine;

use super::claim::Claim;
use super::payment::{Payment, PaymentTotals, ProviderAdjustment};
use crate::envelope::{Step, Walk};
use crate::kind::Kind;
use crate::problem::{Place, Problem, Problems, Reason};
use crate::sets::of_guide;
use crate::stream::Segments;
use machine::{Given, Machine};
use std::io::Read;

/// Goes through a whole file and takes nothing of it: is every payment, claim and line as it should be, and does
/// all of it balance? Sets of other kinds in the file are passed over.
///
/// # Errors
/// All problems, in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub fn check(read: impl Read) -> Result<Summary, Vec<Problem>> {
    check_with(read, &mut |_| ())
}

/// As [`check`], seen on the way: for who has to know whose the file is before anything of it is taken. What is seen may
/// still turn out to be part of a file with a problem.
///
/// # Errors
/// As [`check`].
pub fn check_with(read: impl Read, see: &mut dyn FnMut(Event<'_>)) -> Result<Summary, Vec<Problem>> {
    let mut payments = Payments::first(read);
    while let Some(event) = payments.next_event() {
        see(event);
    }
    payments.finish()
}

/// What a checked file holds. Only a check makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// In the order of the file.
    pub payments: Vec<PaymentTotals>,
    segments: u64,
}

impl Summary {
    /// All segments of the file, those of other kinds too.
    pub fn segments(&self) -> u64 {
        self.segments
    }
}

/// What stands next in the file.
#[derive(Debug, Clone, Copy)]
pub enum Event<'p> {
    /// A payment begins.
    Payment(&'p Payment),
    /// The next of its claims.
    Claim(&'p Claim),
    /// After its claims.
    Provider(&'p ProviderAdjustment),
    /// The payment is over; this is what it came to.
    Paid(&'p PaymentTotals),
}

/// The second pass: hands over what the first has checked, one thing at a time. What is handed over is the reader's
/// until the next call, so that nothing is kept that nobody asked for.
pub struct Payments<R> {
    segments: Segments<R>,
    walk: Walk,
    note: Problems,
    machine: Machine,
    summary: Summary,
    /// The first pass has none.
    checked: Option<Summary>,
    step: Step,
    is_ours: bool,
    /// The present segment has more to give.
    is_held: bool,
    found: bool,
    is_over: bool,
    /// The segment before this one: what is there twice in the same words was sent by mistake.
    before: Vec<u8>,
}

impl<R: Read> Payments<R> {
    /// The same bytes once more.
    pub fn checked(read: R, checked: &Summary) -> Self {
        Self { checked: Some(checked.clone()), ..Self::first(read) }
    }

    fn first(read: R) -> Self {
        Self {
            segments: Segments::new(read),
            walk: Walk::default(),
            note: Problems::default(),
            machine: Machine::default(),
            summary: Summary { payments: Vec::new(), segments: 0 },
            checked: None,
            step: Step::Envelope,
            is_ours: false,
            is_held: false,
            found: false,
            is_over: false,
            before: Vec::new(),
        }
    }

    /// What stands next; `None` at the end. Once something is wrong, nothing more is given.
    pub fn next_event(&mut self) -> Option<Event<'_>> {
        match self.find()? {
            Given::Payment => self.machine.payment.as_ref().map(Event::Payment),
            Given::Claim => self.machine.claim.as_ref().map(Event::Claim),
            Given::Provider => self.machine.provider.as_ref().map(Event::Provider),
            Given::Paid => self.machine.totals.as_ref().map(Event::Paid),
        }
    }

    fn find(&mut self) -> Option<Given> {
        loop {
            if !self.is_held && !self.advance() {
                return None;
            }
            let s = self.segments.segment()?.indexed();
            if !self.is_held {
                self.step = self.walk.step(&s, &mut self.note);
                if self.step == Step::Begins {
                    let origin = self.walk.origin();
                    let group = origin.as_ref().map_or("", |origin| origin.group.guide.as_str());
                    self.is_ours = Kind::of(&s, group) == Kind::Remittance;
                    if self.is_ours {
                        self.found = true;
                        if self.summary.payments.len() >= super::MOST_PAYMENTS {
                            let most = super::MOST_PAYMENTS as u32;
                            self.note.note(&s, 0, 0, Reason::TooMany { most });
                        }
                        of_guide(&s, origin.as_ref(), "HP", &super::GUIDES, &mut self.note);
                        self.machine.begin(&s, origin);
                    }
                }
                // Two services of one kind on one day may look alike; nothing else is told twice.
                let bytes = s.segment().bytes();
                if bytes == self.before && s.segment().id() != b"SVC" {
                    self.note.note(&s, 0, 0, Reason::Twice);
                }
                self.before.clear();
                self.before.extend_from_slice(bytes);
            }
            let given = match self.step {
                Step::Inside | Step::Ends if self.is_ours => self.machine.take(&s, &mut self.note),
                _ => None,
            };
            self.is_held = given.is_some_and(Given::is_more_behind);
            let Some(given) = given.filter(|_| self.note.is_empty()) else { continue };
            if given == Given::Paid {
                self.summary.payments.extend(self.machine.totals.clone());
            }
            return Some(given);
        }
    }

    /// Goes to the next segment; false at the end, once all that shows only there is noted.
    fn advance(&mut self) -> bool {
        if self.is_over {
            return false;
        }
        match self.segments.advance() {
            Ok(true) => {
                self.summary.segments += 1;
                return true;
            }
            Ok(false) => {
                self.walk.end(&mut self.note);
                if !self.found {
                    self.note.note_at(Place::START, 0, Reason::Nothing("835"));
                }
            }
            Err(error) => self.note.push(Problem::of_token(error)),
        }
        self.is_over = true;
        false
    }

    /// After the last event.
    ///
    /// # Errors
    /// All problems; with a second pass also that the file is not the one that was checked.
    pub fn finish(mut self) -> Result<Summary, Vec<Problem>> {
        while self.next_event().is_some() {}
        if let Some(checked) = &self.checked
            && self.note.is_empty()
            && *checked != self.summary
        {
            self.note.note_at(Place::START, 0, Reason::Differs("the file that was checked"));
        }
        if self.note.is_empty() { Ok(self.summary) } else { Err(self.note.sorted()) }
    }
}
