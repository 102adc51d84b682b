//! ISA to IEA, GS to GE, ST to SE.

use super::cursor::{Cursor, Manner, Name};
use super::{claim, header, parts};
use crate::bounded::{Bounded, OutOfBounds};
use crate::problem::Reason;
use crate::professional::GUIDE;
use crate::professional::claim::Claim;
use crate::professional::interchange::{ClaimSet, Envelope, GroupHeader, Party, SetHeader, Usage};
use crate::professional::provider::{BillingProvider, Payer, Receiver, Submitter};
use crate::text::{Code, ControlNumber, Moment};
use crate::tokenizer::Indexed;

/// Where reading can go on after something unknown.
const IN_SET: [&str; 6] = ["HL", "SE", "ST", "GE", "GS", "IEA"];
const IN_GROUP: [&str; 4] = ["ST", "GE", "GS", "IEA"];
const IN_INTERCHANGE: [&str; 2] = ["GS", "IEA"];

const HEADER: &[Name] = &[("NM1", "41"), ("PER", "IC"), ("NM1", "40")];

/// The same guide before and after its errata: a claim of ours reads alike in all three.
const ERRATA: [&[u8]; 2] = [b"005010X222", b"005010X222A2"];

/// Takes every set there is.
pub(super) type Each<'e> = &'e mut dyn FnMut(&Envelope, &GroupHeader, ClaimSet);

pub(super) fn interchange(cur: &mut Cursor<'_>, each: Each<'_>) {
    let Some(isa) = cur.required("ISA", "") else { return };
    let header = isa_header(cur, &isa);
    let mut created = None;
    let mut seen = 0;
    loop {
        cur.skip_to(&IN_INTERCHANGE);
        if !cur.is_at("GS") {
            break;
        }
        seen += 1;
        group(cur, header.as_ref(), &mut created, each);
    }
    cur.trailer("IEA", |_| seen, Some(isa), (13, "ISA13"));
    cur.skip_to(&[]);

    // The ISA's date has no century, so the first group's stands for both.
    if let Some(Moment { date, time }) = created {
        if isa.get(9) != date.short() {
            cur.unread(&isa, 9, 0, Reason::Differs("GS04"));
        }
        if isa.get(10) != time.0 {
            cur.unread(&isa, 10, 0, Reason::Differs("GS05"));
        }
    }
    if seen == 0 {
        none(cur, &isa, "groups");
    }
}

type IsaHeader = (Party, Party, ControlNumber, bool, Usage);

fn isa_header<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>) -> Option<IsaHeader> {
    cur.assumed(s, 1, "00");
    cur.assumed(s, 3, "00");
    for unused in [2, 4] {
        if !s.get(unused).trim_ascii().is_empty() {
            cur.unread(s, unused, 0, Reason::Unexpected);
        }
    }
    cur.fixed(s, 12, "00501");
    let sender = party(cur, s, 5);
    let receiver = party(cur, s, 7);
    let control = cur.control(s, 13);
    let ack_requested = cur.value(s, 14, "0 or 1", |bytes| match bytes {
        b"0" => Some(false),
        b"1" => Some(true),
        _ => None,
    });
    let usage = cur.value(s, 15, "T or P", |bytes| match bytes {
        b"T" => Some(Usage::Test),
        b"P" => Some(Usage::Production),
        _ => None,
    });
    Some((sender?, receiver?, control?, ack_requested?, usage?))
}

/// ISA elements are padded with blanks at their end.
fn party<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, n: usize) -> Option<Party> {
    let wanted = "an identifier";
    let qualifier = cur.value(s, n, wanted, |bytes| Code::exact(bytes.trim_ascii_end()).ok());
    let id = cur.padded_code(s, n + 1, wanted);
    Some(Party { qualifier: qualifier?, id: id? })
}

fn group(cur: &mut Cursor<'_>, isa: Option<&IsaHeader>, created: &mut Option<Moment>, each: Each<'_>) {
    let Some(gs) = cur.required("GS", "") else { return };
    cur.only(&gs, &[1, 2, 3, 4, 5, 6, 7, 8]);
    cur.fixed(&gs, 1, "HC");
    let (sender, receiver) = (cur.code(&gs, 2), cur.code(&gs, 3));
    same_moment(cur, &gs, created);
    let control = cur.control(&gs, 6);
    cur.fixed(&gs, 7, "X");
    guide(cur, &gs, 8);
    let header = (|| Some(GroupHeader { control: control?, sender: sender?, receiver: receiver? }))();
    let envelope = isa.zip(*created).map(|(isa, created)| {
        let (sender, receiver, control, ack_requested, usage) = *isa;
        Envelope { sender, receiver, created, control, ack_requested, usage }
    });
    let around = envelope.as_ref().zip(header.as_ref());

    let mut seen = 0;
    loop {
        cur.skip_to(&IN_GROUP);
        if !cur.is_at("ST") {
            break;
        }
        seen += 1;
        set(cur, created, &mut |set| {
            if let Some((envelope, header)) = around {
                each(envelope, header, set);
            }
        });
    }
    cur.trailer("GE", |_| seen, Some(gs), (6, "GS06"));
    if seen == 0 {
        none(cur, &gs, "sets");
    }
}

fn none<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, what: &'static str) {
    // Always too few: what it tells is the bounds.
    let _ = cur.bounded::<(), 1, { usize::MAX }>(s, what, Vec::new());
}

fn guide<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, n: usize) {
    if ERRATA.contains(&s.get(n)) {
        cur.assumed(s, n, GUIDE);
    } else {
        cur.fixed(s, n, GUIDE);
    }
}

/// Elements 4 and 5 of GS and BHT: the first one seen is what all others must repeat.
fn same_moment<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, created: &mut Option<Moment>) {
    let (date, time) = (cur.date(s, 4), cur.time(s, 5));
    let (Some(date), Some(time)) = (date, time) else { return };
    let first = *created.get_or_insert(Moment { date, time });
    if first.date != date {
        cur.unread(s, 4, 0, Reason::Differs("GS04"));
    }
    if first.time != time {
        cur.unread(s, 5, 0, Reason::Differs("GS05"));
    }
}

fn set(cur: &mut Cursor<'_>, created: &mut Option<Moment>, each: &mut dyn FnMut(ClaimSet)) {
    let Some(st) = cur.required("ST", "") else { return };
    cur.only(&st, &[1, 2, 3]);
    cur.fixed(&st, 1, "837");
    let control = cur.control(&st, 2);
    if !(4..=9).contains(&st.get(2).len()) {
        cur.note(&st, 2, Reason::Expected("4 to 9 digits"));
    }
    guide(cur, &st, 3);

    cur.expect(HEADER);
    let batch = cur.required("BHT", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 6]);
        cur.fixed(&s, 1, "0019");
        cur.assumed(&s, 2, "00");
        cur.assumed(&s, 6, "CH");
        same_moment(cur, &s, created);
        cur.code(&s, 3)
    });
    let submitter = header::submitter(cur);
    let receiver = parts::organization(cur, "40", "46").map(|(_, name, id)| Receiver { name, id });
    let shared =
        (|| Some(Shared { control: control?, batch: batch?, submitter: submitter?, receiver: receiver? }))();

    let mut open = OpenSet { shared, billing: None, payer: None, claims: Vec::new(), each };
    levels(cur, &st, &mut open);
    let first = st.segment().number;
    let counted = |se: &Indexed<'_>| (se.segment().number - first + 1) as u64;
    cur.trailer("SE", counted, Some(st), (2, "ST02"));
}

/// Every HL of a set: a billing provider, and its subscribers; with others, further providers and theirs.
fn levels<'a>(cur: &mut Cursor<'a>, st: &Indexed<'a>, open: &mut OpenSet<'_>) {
    let (mut number, mut parent) = (0, 0);
    loop {
        cur.skip_to(&IN_SET);
        if !cur.is_at("HL") {
            break;
        }
        number += 1;
        let kind = cur.ahead().filter(|_| cur.manner == Manner::Foreign).map(|hl| hl.get(3));
        if kind == Some(b"23") {
            // A patient who is not the subscriber: there is no place for them in our types.
            cur.skip();
        } else if parent == 0 || kind == Some(b"20") {
            parent = number;
            open.give();
            open.billing = header::billing_provider(cur, number);
        } else {
            claim::level(cur, number, parent, &mut |cur, s, payer, claim| {
                open.add(cur, (st, s), payer, claim)
            });
        }
    }
    open.give();
    match number {
        0 => cur.missing("HL", ""),
        1 => none(cur, st, "claims"),
        _ => {}
    }
}

/// What a set says before its first HL.
struct Shared {
    control: ControlNumber,
    batch: Code<30>,
    submitter: Submitter,
    receiver: Receiver,
}

/// Claims of one billing provider and payer, until they are given.
struct OpenSet<'e> {
    shared: Option<Shared>,
    billing: Option<BillingProvider>,
    payer: Option<Payer>,
    claims: Vec<Claim>,
    each: &'e mut dyn FnMut(ClaimSet),
}

impl OpenSet<'_> {
    /// Adds a claim whose payer is named in segment `s` of the set that `st` opened.
    fn add<'a>(
        &mut self,
        cur: &mut Cursor<'a>,
        (st, s): (&Indexed<'a>, &Indexed<'a>),
        payer: Payer,
        claim: Claim,
    ) {
        let differs = self.payer.is_some_and(|first| first != payer);
        let is_full = self.claims.len() >= ClaimSet::MOST_CLAIMS;
        if differs && cur.manner == Manner::Ours {
            cur.note(s, 9, Reason::Differs("the payer of the set's first claim"));
        } else if differs || is_full {
            self.give();
        }
        if is_full {
            let (most, found) = (ClaimSet::MOST_CLAIMS, ClaimSet::MOST_CLAIMS + 1);
            cur.note(st, 0, Reason::Bounds { what: "claims", bounds: OutOfBounds { least: 1, most, found } });
        }
        self.payer.get_or_insert(payer);
        self.claims.push(claim);
    }

    /// Gives the claims there are, if all that they share could be read.
    fn give(&mut self) {
        let claims = Bounded::new(std::mem::take(&mut self.claims)).ok();
        let payer = self.payer.take();
        let (Some(shared), Some(claims), Some(payer), Some(billing)) =
            (&self.shared, claims, payer, self.billing.clone())
        else {
            return;
        };
        let Shared { control, batch, submitter, receiver } = *shared;
        (self.each)(ClaimSet {
            header: SetHeader { control, batch, submitter, receiver, billing, payer },
            claims,
        });
    }
}
