//! A payer of our own making: it takes our files as they go out, and answers as payers do, with text.
//!
//! It is written from interop.md §§2–4 and shares no code with our writers and readers, so that no mistake of ours is
//! understood by the same mistake. It has no clock and no chance of its own: the same seed and the same files at the
//! same hours give the same answers, byte for byte.
//!
//! - `wire` takes X12 apart and `pen` puts it together; `sent` is what it makes of an 837P, `asked` of a 270.
//! - [`Temper`] says what it shall do: shares and stories. `edits` are its own: what is wrong with a claim comes back
//!   whatever was told, as a number, a total, a service that was sent before. `deck` deals the rest.
//! - `acknowledge` writes TA1 and 999, `accept` the 277CA. `adjudicate` makes a story into `settled` claims and days,
//!   `payments` sees to the money, `remit` writes the 835. `eligibility` writes the 271.
//! - [`Truth`] says what became of each claim and payment, for a test to hold books against.

mod accept;
mod acknowledge;
mod adjudicate;
mod asked;
mod cents;
mod deck;
mod edits;
mod eligibility;
mod mailbox;
mod payments;
mod pen;
mod remit;
mod sent;
mod settled;
mod story;
mod temper;
mod truth;
mod wire;

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, time};

pub use cents::Cents;
pub use mailbox::{AnswerFile, AnswerKind};
pub use payments::ProviderAdjustment;
pub use settled::Adjustment;
pub use story::{
    DENIALS, Denial, InterchangeStory, REFUSALS, Refusal, SPECIALS, SetStory, Standing, Story, VoidStory,
};
pub use temper::{Days, Fees, Shares, StandingShares, Temper};
pub use truth::{ClaimTruth, Outcome, PaymentTruth, Truth};
pub use wire::{Delimiters, Unreadable};

use accept::Reception;
use acknowledge::SetAnswer;
use adjudicate::{Desk, workday};
use deck::Deck;
use edits::Memory;
use mailbox::{Mailbox, Reply};
use payments::{Entry, Parties, Till};
use sent::{Batch, Claim};
use settled::Settled;
use wire::{Group, Interchange};

/// A payer, and all that it remembers.
pub struct Payer {
    seed: u64,
    temper: Temper,
    deck: Deck,
    memory: Memory,
    mail: Mailbox,
    till: Till,
    truth: Truth,
    seen: Vec<(mailbox::Sender, String)>,
    sets: usize,
    interchanges: usize,
    claims: u32,
    /// What was told of each claim, by the payer's own number: what a void takes back.
    told: BTreeMap<String, Settled>,
    voids: usize,
}

impl Payer {
    pub fn new(seed: u64, temper: Temper) -> Self {
        let mut memory = Memory::default();
        memory.standings.clone_from(&temper.standings);
        Self {
            seed,
            deck: Deck::new(seed, temper.shares, temper.first.clone()),
            memory,
            mail: Mailbox::new(temper.delimiters),
            till: Till::default(),
            truth: Truth::default(),
            seen: Vec::new(),
            sets: 0,
            interchanges: 0,
            claims: 0,
            told: BTreeMap::new(),
            voids: 0,
            temper,
        }
    }

    /// Takes one file (837P or 270) that arrived at this hour, local to the payer. Its answers wait for
    /// [`Payer::deliver`].
    ///
    /// # Errors
    /// [`Unreadable`] where a payer's mailbox would drop the file: nothing has happened.
    pub fn receive(&mut self, file: &[u8], at: DateTime) -> Result<(), Unreadable> {
        let sent = wire::read(file)?;
        let kinds = sent.groups.iter().map(|group| group.header.at(1));
        let sets = sent.groups.iter().flat_map(|group| &group.sets);
        let all_are =
            |kind: &str| sets.clone().all(|set| set.segments.first().is_some_and(|st| st.at(1) == kind));
        if kinds.clone().all(|kind| kind == "HC") && all_are("837") {
            self.claims(&sent, at);
        } else if kinds.clone().all(|kind| kind == "HS") && all_are("270") {
            self.questions(&sent, at);
        } else {
            return Err(Unreadable::OtherKind);
        }
        Ok(())
    }

    /// All that arrives at the practice's mailbox up to this hour, in order, each once.
    pub fn deliver(&mut self, until: DateTime) -> Vec<AnswerFile> {
        let through = if until.time() >= mailbox::PAID_AT {
            until.date()
        } else {
            until.date().yesterday().unwrap_or(until.date())
        };
        while let Some((day, payments)) = self.till.take(through, self.temper.claims_per_payment) {
            self.mail.payments(day, &payments, &self.temper, &mut self.truth);
        }
        self.mail.collect(until)
    }

    /// What became of everything so far: of payments, those that were delivered.
    pub fn truth(&self) -> &Truth {
        &self.truth
    }

    fn claims(&mut self, sent: &Interchange<'_>, at: DateTime) {
        let batches: Vec<Vec<Batch>> =
            sent.groups.iter().map(|group| group.sets.iter().map(sent::read).collect()).collect();
        let story = self.interchange_story(sent);
        let outcome = match story {
            InterchangeStory::Silent => Some(Outcome::Unanswered),
            InterchangeStory::Refused(_) => Some(Outcome::InterchangeRefused),
            _ => None,
        };
        self.answer_interchange(sent, story, at);
        for (group, batches) in sent.groups.iter().zip(&batches) {
            match outcome {
                Some(outcome) => batches.iter().for_each(|batch| self.turn_away(batch, outcome)),
                None => self.group(sent, group, batches, at),
            }
        }
    }

    /// What the frame deserves, else what was told.
    fn interchange_story(&mut self, sent: &Interchange<'_>) -> InterchangeStory {
        let told = self.temper.interchanges.get(self.interchanges).copied();
        self.interchanges += 1;
        let number = (mailbox::sender(sent), sent.header.at(13).to_owned());
        if let Some(fault) = sent.fault {
            return InterchangeStory::Refused(fault);
        }
        if self.seen.contains(&number) {
            // interop.md §4: a repeated number is refused.
            return InterchangeStory::Refused("025");
        }
        self.seen.push(number);
        told.unwrap_or(InterchangeStory::Accepted)
    }

    /// A TA1 where ISA14 asks for one; a refusal comes unasked.
    fn answer_interchange(&mut self, sent: &Interchange<'_>, story: InterchangeStory, at: DateTime) {
        let is_refused = matches!(story, InterchangeStory::Refused(_));
        let is_asked = sent.header.at(14) == "1" && story != InterchangeStory::Silent;
        if is_asked || is_refused {
            let reply = Reply { to: sent, kind: AnswerKind::Ta1, arrives: after(at, 10) };
            self.mail.write(&reply, |pen, _| acknowledge::interchange(pen, &sent.header, story));
        }
    }

    fn group(&mut self, sent: &Interchange<'_>, group: &Group<'_>, batches: &[Batch], at: DateTime) {
        let told = |n: usize| self.temper.sets.get(n).copied().unwrap_or(SetStory::Accepted);
        let stories: Vec<SetStory> = (self.sets..self.sets + batches.len()).map(told).collect();
        self.sets += batches.len();
        let answers: Vec<SetAnswer> =
            group.sets.iter().zip(&stories).map(|(set, story)| SetAnswer::of(set, *story)).collect();
        let reply = Reply { to: sent, kind: AnswerKind::Acknowledgment, arrives: after(at, 40) };
        self.mail.group(&reply, group, |pen, _| acknowledge::group(pen, group, batches, &answers));

        let mut reports: Vec<(&Batch, SetStory, Vec<Reception>)> = Vec::new();
        for ((batch, story), answer) in batches.iter().zip(stories).zip(answers) {
            if acknowledge::group_is_broken(group) || answer.is_refused() {
                self.turn_away(batch, Outcome::SetRefused);
                continue;
            }
            match story {
                SetStory::Unanswered => self.turn_away(batch, Outcome::Unanswered),
                SetStory::RefusedAtReceiver | SetStory::RefusedAtProvider => {
                    self.turn_away(batch, Outcome::Refused);
                    reports.push((batch, story, vec![Reception::Unmentioned; batch.claims.len()]));
                }
                _ => {
                    let parties = mailbox::parties(sent, group);
                    let receptions =
                        batch.claims.iter().map(|claim| self.claim(&parties, claim, at)).collect();
                    reports.push((batch, story, receptions));
                }
            }
        }
        if !reports.is_empty() {
            let arrives = workday(at.date(), 1).to_datetime(time(6, 30, 0, 0));
            let reply = Reply { to: sent, kind: AnswerKind::ClaimAcknowledgment, arrives };
            self.mail.group(&reply, group, |pen, number| {
                for (place, (batch, story, receptions)) in reports.iter().enumerate() {
                    let number = format!("{number:09}{:03}", place + 1);
                    accept::batch(pen, arrives, &number, batch, *story, receptions);
                }
            });
        }
    }

    /// Decides about one claim, and puts what it decides into the till.
    fn claim(&mut self, parties: &Parties, claim: &Claim, at: DateTime) -> Reception {
        let received = at.date();
        if let Some(back) = self.taken_back(claim) {
            let number = self.claim_number(received, "22");
            self.truth.add(&claim.id, ClaimTruth::new(claim.charged(), Outcome::Accepted));
            let parties =
                Parties { payer: claim.payer.clone(), payee: claim.payee.clone(), ..parties.clone() };
            let day = workday(received, self.temper.days.until_payment);
            self.till.put(day, &parties, Entry::Claim(Box::new(back)));
            return Reception::Accepted(number);
        }
        let told = self.temper.claims.get(&claim.id).copied();
        let known = told.or_else(|| self.memory.verdict(claim, received));
        let story = known.unwrap_or_else(|| self.deck.deal(claim));
        self.memory.keep(claim, story);
        let outcome = match story {
            Story::Refused(_) => Outcome::Refused,
            Story::Unmentioned => Outcome::Unanswered,
            _ => Outcome::Accepted,
        };
        let mut truth = ClaimTruth::new(claim.charged(), outcome);
        truth.story = Some(story);
        let reception = match story {
            Story::Refused(refusal) => Reception::Refused(refusal),
            Story::Unmentioned => Reception::Unmentioned,
            _ => {
                let number = self.claim_number(received, "22");
                truth.payer_claim_number = Some(number.clone());
                Reception::Accepted(number)
            }
        };
        self.truth.add(&claim.id, truth);
        if let Reception::Accepted(number) = &reception {
            let corrected_number = self.claim_number(received, "52");
            let (fees, days) = (&self.temper.fees, self.temper.days);
            let desk = Desk { fees, days, received, number: number.clone(), corrected_number };
            let parties =
                Parties { payer: claim.payer.clone(), payee: claim.payee.clone(), ..parties.clone() };
            for (day, entry) in adjudicate::settle(&desk, claim, story) {
                if let Entry::Claim(settled) = &entry {
                    self.told.insert(settled.number.clone(), (**settled).clone());
                }
                self.till.put(day, &parties, entry);
            }
        }
        reception
    }

    /// What a void takes back; `None`: it is none, or is refused as any claim that is no original.
    fn taken_back(&mut self, claim: &Claim) -> Option<Settled> {
        let told = self.told.get(&claim.about).filter(|_| claim.frequency == "8")?;
        let story = self.temper.voids.get(self.voids).copied();
        self.voids += 1;
        let mut back = told.reversed();
        match story? {
            VoidStory::Refused => return None,
            VoidStory::OldNumber => {}
            VoidStory::OwnNumber => {
                back.claim.clone_from(&claim.id);
                for (line, sent) in back.lines.iter_mut().zip(&claim.lines) {
                    line.id.clone_from(&sent.id);
                }
            }
        }
        back.frequency.clone_from(&claim.frequency);
        Some(back)
    }

    /// Thirteen digits: where from, year, day of the year, number.
    fn claim_number(&mut self, received: Date, region: &str) -> String {
        self.claims += 1;
        format!("{region}{:02}{:03}{:06}", received.year() % 100, received.day_of_year(), self.claims)
    }

    /// A whole batch that goes no further.
    fn turn_away(&mut self, batch: &Batch, outcome: Outcome) {
        self.memory.keep_returned(&batch.claims);
        for claim in &batch.claims {
            self.truth.add(&claim.id, ClaimTruth::new(claim.charged(), outcome));
        }
    }

    fn questions(&mut self, sent: &Interchange<'_>, at: DateTime) {
        let story = self.interchange_story(sent);
        self.answer_interchange(sent, story, at);
        if matches!(story, InterchangeStory::Silent | InterchangeStory::Refused(_)) {
            return;
        }
        for group in &sent.groups {
            let arrives = after(at, 2);
            let reply = Reply { to: sent, kind: AnswerKind::Eligibility, arrives };
            let counter = eligibility::Counter {
                seed: self.seed,
                at: arrives,
                deductible: self.temper.fees.deductible,
            };
            let (seed, shares, memory) = (self.seed, self.temper.standing_shares, &mut self.memory);
            let mut standing = |member: &str| {
                let known = memory.standings.get(member).copied();
                known.unwrap_or_else(|| {
                    let dealt = deck::standing(seed, member, shares);
                    memory.standings.insert(member.to_owned(), dealt);
                    dealt
                })
            };
            self.mail.group(&reply, group, |pen, _| {
                for set in &group.sets {
                    counter.answer(pen, &asked::read(set), &mut standing);
                }
            });
        }
    }
}

fn after(at: DateTime, minutes: i64) -> DateTime {
    at.saturating_add(minutes.minutes())
}
