//! ISA to IEA, GS to GE, ST to SE.

use super::cursor::Cursor;
use crate::problem::Reason;
use super::{claim, header, parts};
use crate::bounded::Many;
use crate::professional::GUIDE;
use crate::professional::interchange::{
    ClaimSet, Envelope, Group, GroupHeader, Interchange, Party, SetHeader, Usage,
};
use crate::professional::provider::Receiver;
use crate::text::{Code, ControlNumber, Moment};
use crate::tokenizer::Indexed;

/// Where reading can go on after something unknown.
const IN_SET: [&str; 6] = ["HL", "SE", "ST", "GE", "GS", "IEA"];
const IN_GROUP: [&str; 4] = ["ST", "GE", "GS", "IEA"];
const IN_INTERCHANGE: [&str; 2] = ["GS", "IEA"];

pub(super) fn interchange(cur: &mut Cursor<'_>) -> Option<Interchange> {
    let isa = cur.required("ISA", "")?;
    let header = isa_header(cur, &isa);
    let mut created = None;
    let mut groups = Vec::new();
    let mut seen = 0;
    loop {
        cur.skip_to(&IN_INTERCHANGE);
        if !cur.is_at("GS") {
            break;
        }
        seen += 1;
        groups.extend(group(cur, &mut created));
    }
    cur.trailer("IEA", |_| seen, Some(isa), (13, "ISA13"));
    cur.skip_to(&[]);

    // The ISA's date has no century, so the first group's stands for both.
    if let Some(Moment { date, time }) = created {
        if isa.get(9) != date.short() {
            cur.note(&isa, 9, Reason::Differs("GS04"));
        }
        if isa.get(10) != time.0 {
            cur.note(&isa, 10, Reason::Differs("GS05"));
        }
    }
    // Too few groups can only come of groups that had problems, or of none.
    let groups = if seen == 0 { cur.bounded(&isa, "groups", groups) } else { Many::new(groups).ok() };
    let (sender, receiver, control, ack_requested, usage) = header?;
    let envelope = Envelope { sender, receiver, created: created?, control, ack_requested, usage };
    Some(Interchange { envelope, groups: groups? })
}

type IsaHeader = (Party, Party, ControlNumber, bool, Usage);

fn isa_header<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>) -> Option<IsaHeader> {
    cur.fixed(s, 1, "00");
    cur.fixed(s, 3, "00");
    for unused in [2, 4] {
        if !s.get(unused).trim_ascii().is_empty() {
            cur.note(s, unused, Reason::Unexpected);
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
    let id = cur.value(s, n + 1, wanted, |bytes| Code::exact(bytes.trim_ascii_end()).ok());
    Some(Party { qualifier: qualifier?, id: id? })
}

fn group(cur: &mut Cursor<'_>, created: &mut Option<Moment>) -> Option<Group> {
    let gs = cur.required("GS", "")?;
    cur.only(&gs, &[1, 2, 3, 4, 5, 6, 7, 8]);
    cur.fixed(&gs, 1, "HC");
    let (sender, receiver) = (cur.code(&gs, 2), cur.code(&gs, 3));
    same_moment(cur, &gs, created);
    let control = cur.control(&gs, 6);
    cur.fixed(&gs, 7, "X");
    cur.fixed(&gs, 8, GUIDE);

    let mut sets = Vec::new();
    let mut seen = 0;
    loop {
        cur.skip_to(&IN_GROUP);
        if !cur.is_at("ST") {
            break;
        }
        seen += 1;
        sets.extend(set(cur, created));
    }
    cur.trailer("GE", |_| seen, Some(gs), (6, "GS06"));
    let sets = if seen == 0 { cur.bounded(&gs, "sets", sets) } else { Many::new(sets).ok() };
    let header = GroupHeader { control: control?, sender: sender?, receiver: receiver? };
    Some(Group { header, sets: sets? })
}

/// Elements 4 and 5 of GS and BHT: the first one seen is what all others must repeat.
fn same_moment<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, created: &mut Option<Moment>) {
    let (date, time) = (cur.date(s, 4), cur.time(s, 5));
    let (Some(date), Some(time)) = (date, time) else { return };
    let first = *created.get_or_insert(Moment { date, time });
    if first.date != date {
        cur.note(s, 4, Reason::Differs("GS04"));
    }
    if first.time != time {
        cur.note(s, 5, Reason::Differs("GS05"));
    }
}

fn set(cur: &mut Cursor<'_>, created: &mut Option<Moment>) -> Option<ClaimSet> {
    let st = cur.required("ST", "")?;
    cur.only(&st, &[1, 2, 3]);
    cur.fixed(&st, 1, "837");
    let control = cur.control(&st, 2);
    if !(4..=9).contains(&st.get(2).len()) {
        cur.note(&st, 2, Reason::Expected("4 to 9 digits"));
    }
    cur.fixed(&st, 3, GUIDE);

    let batch = cur.required("BHT", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 6]);
        cur.fixed(&s, 1, "0019");
        cur.fixed(&s, 2, "00");
        cur.fixed(&s, 6, "CH");
        same_moment(cur, &s, created);
        cur.code(&s, 3)
    });
    let submitter = header::submitter(cur);
    let receiver = parts::organization(cur, "40", "46").map(|(_, name, id)| Receiver { name, id });
    let billing = header::billing_provider(cur);

    let mut payer = None;
    let mut claims = Vec::new();
    let mut seen = 0;
    loop {
        cur.skip_to(&IN_SET);
        if !cur.is_at("HL") {
            break;
        }
        seen += 1;
        claims.extend(claim::claim(cur, seen + 1, &mut payer));
    }
    let first = st.segment().number;
    let counted = |se: &Indexed<'_>| (se.segment().number - first + 1) as u64;
    cur.trailer("SE", counted, Some(st), (2, "ST02"));

    let whole = claims.len() as u64 == seen || seen == 0;
    let claims = if whole { cur.bounded(&st, "claims", claims) } else { None };
    let header = SetHeader {
        control: control?,
        batch: batch?,
        submitter: submitter?,
        receiver: receiver?,
        billing: billing?,
        payer: payer?,
    };
    Some(ClaimSet { header, claims: claims? })
}
