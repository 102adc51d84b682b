//! ISA to IEA, GS to GE, ST to SE of a file that a [`Cursor`] reads.

use super::{Cursor, Manner};
use crate::bounded::Many;
use crate::envelope::{Envelope, GroupHeader, Party, Usage};
use crate::problem::{Problem, Reason};
use crate::text::{Code, ControlNumber, Moment};
use crate::tokenizer::{Indexed, Tokenizer};

/// Where reading can go on after something unknown.
pub(crate) const IN_SET: [&str; 6] = ["HL", "SE", "ST", "GE", "GS", "IEA"];
const IN_GROUP: [&str; 4] = ["ST", "GE", "GS", "IEA"];
const IN_INTERCHANGE: [&str; 2] = ["GS", "IEA"];

/// Which sets are read.
#[derive(Debug, Clone, Copy)]
pub struct Reads {
    /// GS01.
    pub group: &'static str,
    /// ST01.
    pub set: &'static str,
    /// GS08 and ST03.
    pub guide: &'static str,
    /// The same guide before and after its errata, where both read alike.
    pub errata: &'static [&'static str],
}

/// What is around a set, and its number.
pub(crate) struct Around<'e> {
    pub envelope: Option<&'e Envelope>,
    pub group: Option<&'e GroupHeader>,
    pub control: Option<ControlNumber>,
    /// The moment that all headers repeat; its first is the group's.
    pub created: &'e mut Option<Moment>,
}

/// Reads what stands between ST and SE.
pub(crate) type Body<'b, 'a> = &'b mut dyn FnMut(&mut Cursor<'a>, &Indexed<'a>, Around<'_>);

pub(crate) fn interchange<'a>(cur: &mut Cursor<'a>, reads: &Reads, body: Body<'_, 'a>) {
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
        group(cur, reads, header.as_ref(), &mut created, body);
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

/// Reads an interchange of our own making that has one group, set by set.
///
/// # Errors
/// All problems in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub(crate) fn one_group<'a, T>(
    bytes: &'a [u8],
    reads: &Reads,
    set: impl Fn(&mut Cursor<'a>, &Indexed<'a>, Around<'_>) -> Option<T>,
) -> Result<(Envelope, GroupHeader, Many<T>), Vec<Problem>> {
    let tokens = Tokenizer::new(bytes).map_err(|error| vec![Problem::of_token(error)])?;
    let mut cursor = Cursor::new(tokens, Manner::Ours);
    let (mut outside, mut sets) = (None, Vec::new());
    interchange(&mut cursor, reads, &mut |cur, st, around| {
        let here = around.envelope.copied().zip(around.group.copied());
        if outside.is_some() && outside != here {
            cur.note(st, 0, Reason::Differs("the first group"));
        }
        outside = outside.or(here);
        sets.extend(set(cur, st, around));
    });
    let (problems, _) = cursor.into_found();
    match (outside, Many::new(sets)) {
        (Some((envelope, group)), Ok(sets)) if problems.is_empty() => Ok((envelope, group, sets)),
        _ => Err(problems),
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

fn group<'a>(
    cur: &mut Cursor<'a>,
    reads: &Reads,
    isa: Option<&IsaHeader>,
    created: &mut Option<Moment>,
    body: Body<'_, 'a>,
) {
    let Some(gs) = cur.required("GS", "") else { return };
    cur.only(&gs, &[1, 2, 3, 4, 5, 6, 7, 8]);
    cur.fixed(&gs, 1, reads.group);
    let (sender, receiver) = (cur.code(&gs, 2), cur.code(&gs, 3));
    same_moment(cur, &gs, created);
    let control = cur.control(&gs, 6);
    cur.fixed(&gs, 7, "X");
    guide(cur, &gs, 8, reads);
    let header = (|| Some(GroupHeader { control: control?, sender: sender?, receiver: receiver? }))();
    let envelope = isa.zip(*created).map(|(isa, created)| {
        let (sender, receiver, control, ack_requested, usage) = *isa;
        Envelope { sender, receiver, created, control, ack_requested, usage }
    });

    let mut seen = 0;
    loop {
        cur.skip_to(&IN_GROUP);
        if !cur.is_at("ST") {
            break;
        }
        seen += 1;
        set(cur, reads, (envelope.as_ref(), header.as_ref()), created, body);
    }
    cur.trailer("GE", |_| seen, Some(gs), (6, "GS06"));
    if seen == 0 {
        none(cur, &gs, "sets");
    }
}

fn set<'a>(
    cur: &mut Cursor<'a>,
    reads: &Reads,
    (envelope, group): (Option<&Envelope>, Option<&GroupHeader>),
    created: &mut Option<Moment>,
    body: Body<'_, 'a>,
) {
    let Some(st) = cur.required("ST", "") else { return };
    cur.only(&st, &[1, 2, 3]);
    cur.fixed(&st, 1, reads.set);
    let control = cur.control(&st, 2);
    if !(4..=9).contains(&st.get(2).len()) {
        cur.note(&st, 2, Reason::Expected("4 to 9 digits"));
    }
    guide(cur, &st, 3, reads);
    body(cur, &st, Around { envelope, group, control, created });
    let first = st.segment().number;
    let counted = |se: &Indexed<'_>| (se.segment().number - first + 1) as u64;
    cur.trailer("SE", counted, Some(st), (2, "ST02"));
}

/// There is none where there must be one.
pub(crate) fn none<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, what: &'static str) {
    // Always too few: what it tells is the bounds.
    let _ = cur.bounded::<(), 1, { usize::MAX }>(s, what, Vec::new());
}

fn guide<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, n: usize, reads: &Reads) {
    if reads.errata.iter().any(|guide| guide.as_bytes() == s.get(n)) {
        cur.assumed(s, n, reads.guide);
    } else {
        cur.fixed(s, n, reads.guide);
    }
}

/// Elements 4 and 5 of GS and BHT: the first one seen is what all others must repeat.
pub(crate) fn same_moment<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, created: &mut Option<Moment>) {
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
