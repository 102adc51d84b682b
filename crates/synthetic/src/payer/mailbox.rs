//! The files that wait for the practice, each with the hour from which it is there.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, time};

use super::payments::{Parties, Payment};
use super::pen::{Ends, Pen};
use super::remit;
use super::sent::Payee;
use super::temper::Temper;
use super::truth::Truth;
use super::wire::{Delimiters, Group, Interchange};

/// Payments of a day are there from this hour.
pub(super) const PAID_AT: Time = time(5, 15, 0, 0);

/// One answer, ready to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFile {
    /// Unique for this payer.
    pub name: String,
    pub kind: AnswerKind,
    /// Local to the payer.
    pub arrives: DateTime,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    Ta1,
    /// 999.
    Acknowledgment,
    /// 277CA.
    ClaimAcknowledgment,
    /// 835.
    Remittance,
    /// 271.
    Eligibility,
}

impl AnswerKind {
    fn word(self) -> &'static str {
        match self {
            Self::Ta1 => "TA1",
            Self::Acknowledgment => "999",
            Self::ClaimAcknowledgment => "277CA",
            Self::Remittance => "835",
            Self::Eligibility => "271",
        }
    }

    /// GS01 and GS08.
    fn group(self) -> (&'static str, &'static str) {
        match self {
            Self::Ta1 => ("", ""),
            Self::Acknowledgment => ("FA", "005010X231A1"),
            Self::ClaimAcknowledgment => ("HN", "005010X214"),
            Self::Remittance => ("HP", "005010X221A1"),
            Self::Eligibility => ("HB", "005010X279A1"),
        }
    }
}

/// ISA05 and ISA06 of a file.
pub(super) type Sender = (String, String);

pub(super) fn sender(sent: &Interchange<'_>) -> Sender {
    end(sent, 5)
}

fn end(sent: &Interchange<'_>, place: usize) -> (String, String) {
    let [qualifier, id] = [place, place + 1].map(|place| sent.header.at(place).trim_end().to_owned());
    (qualifier, id)
}

/// The way back of a group, before it is known who pays whom.
pub(super) fn parties(sent: &Interchange<'_>, group: &Group<'_>) -> Parties {
    let codes = (group.header.at(3).to_owned(), group.header.at(2).to_owned());
    Parties { ends: back(sent), codes, payer: Default::default(), payee: Payee::default() }
}

fn back(sent: &Interchange<'_>) -> Ends {
    Ends { from: end(sent, 7), to: end(sent, 5), usage: sent.header.at(15).to_owned() }
}

/// Which file an answer answers, and when it is there.
pub(super) struct Reply<'a> {
    pub to: &'a Interchange<'a>,
    pub kind: AnswerKind,
    pub arrives: DateTime,
}

pub(super) struct Mailbox {
    delimiters: Delimiters,
    waiting: Vec<AnswerFile>,
    interchanges: u32,
    groups: u32,
}

impl Mailbox {
    pub fn new(delimiters: Delimiters) -> Self {
        Self { delimiters, waiting: Vec::new(), interchanges: 0, groups: 0 }
    }

    /// One interchange. The pen's bearer is told its number.
    pub fn write(&mut self, reply: &Reply<'_>, write: impl FnOnce(&mut Pen, u32)) {
        let number = self.next_interchange();
        let mut pen = Pen::open(self.delimiters, &back(reply.to), reply.arrives, number);
        write(&mut pen, number);
        self.put(reply.kind, reply.arrives, number, pen.close());
    }

    /// One interchange with one group, in answer to one of theirs.
    pub fn group(&mut self, reply: &Reply<'_>, group: &Group<'_>, write: impl FnOnce(&mut Pen, u32)) {
        self.groups += 1;
        let groups = self.groups;
        let (kind, version) = reply.kind.group();
        let (from, to) = (group.header.at(3), group.header.at(2));
        self.write(reply, |pen, number| {
            pen.group(kind, from, to, version, groups);
            write(pen, number);
            pen.end_group();
        });
    }

    /// A day's payments: one file for all between the same mailboxes.
    pub fn payments(&mut self, day: Date, payments: &[Payment], temper: &Temper, truth: &mut Truth) {
        for shared in payments.chunk_by(|one, other| one.parties.share_file(&other.parties)) {
            let arrives = day.to_datetime(PAID_AT);
            let file = self.remittance(day, arrives, shared, temper, temper.delimiters);
            for payment in shared {
                truth.pay(&file, day, payment);
            }
            if temper.repeats_payments {
                let delimiters =
                    Delimiters { breaks_lines: !temper.delimiters.breaks_lines, ..temper.delimiters };
                self.remittance(day, arrives.saturating_add(1.day()), shared, temper, delimiters);
            }
        }
    }

    /// Returns the name of the file.
    fn remittance(
        &mut self,
        day: Date,
        at: DateTime,
        payments: &[Payment],
        temper: &Temper,
        delimiters: Delimiters,
    ) -> String {
        self.groups += 1;
        let interchange = self.next_interchange();
        let frame = remit::Frame {
            delimiters,
            at,
            interchange,
            group: self.groups,
            reversals_tell_patient_share: temper.reversals_tell_patient_share,
        };
        self.put(AnswerKind::Remittance, at, interchange, remit::write(&frame, day, payments))
    }

    /// Takes out what is there by now, in order.
    pub fn collect(&mut self, until: DateTime) -> Vec<AnswerFile> {
        let (mut there, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.waiting).into_iter().partition(|file| file.arrives <= until);
        self.waiting = later;
        there.sort_by_key(|file| file.arrives);
        there
    }

    fn next_interchange(&mut self) -> u32 {
        self.interchanges += 1;
        self.interchanges
    }

    fn put(&mut self, kind: AnswerKind, arrives: DateTime, number: u32, text: String) -> String {
        let name = format!("{}-{number:09}.x12", kind.word());
        self.waiting.push(AnswerFile { name: name.clone(), kind, arrives, text });
        name
    }
}
