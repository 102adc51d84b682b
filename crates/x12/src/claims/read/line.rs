//! What lines of every form have in common.

use crate::bounded::Bounded;
use crate::claims::ServiceDates;
use crate::cursor::{Cursor, Manner};
use crate::problem::Reason;
use crate::text::{Code, Date8, whole};
use crate::tokenizer::Indexed;
use std::num::NonZeroU32;

/// Where reading can go on after something unknown in a claim.
const IN_CLAIM: [&str; 8] = ["LX", "CLM", "HL", "SE", "ST", "GE", "GS", "IEA"];

/// All lines as `line` reads each after its LX, or `None` if one could not be read.
pub(crate) fn lines<'a, L>(
    cur: &mut Cursor<'a>,
    mut line: impl FnMut(&mut Cursor<'a>) -> Option<L>,
) -> Option<Vec<L>> {
    let mut lines = Vec::with_capacity(2);
    let mut seen = 0;
    loop {
        cur.skip_to(&IN_CLAIM);
        let Some(s) = cur.optional("LX", "") else { break };
        seen += 1;
        cur.only(&s, &[1]);
        cur.counted(&s, seen);
        lines.extend(line(cur));
    }
    (lines.len() as u64 == seen).then_some(lines)
}

type Procedure = (Code<5>, Bounded<Code<2>, 0, 4>);

/// Parts 1 to 6 of SV101 or SV202; others add words of their own behind them.
pub(crate) fn procedure<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, n: usize) -> Option<Procedure> {
    let wanted = "HC:code and up to 4 modifiers";
    let parts = s.components(n).count();
    let known = if cur.manner == Manner::Foreign && parts > 6 { 6 } else { parts };
    for part in known + 1..=parts {
        cur.unread(s, n, part, Reason::Unexpected);
    }
    cur.value(s, n, wanted, |_| {
        let mut parts = s.components(n).take(known);
        if parts.next()? != b"HC" {
            return None;
        }
        let code = Code::exact(parts.next()?).ok()?;
        let given = parts.filter(|part| known < 6 || !part.is_empty());
        let modifiers: Option<Vec<_>> = given.map(|part| Code::exact(part).ok()).collect();
        Some((code, Bounded::new(modifiers?).ok()?))
    })
}

/// How many.
pub(crate) fn units<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>, n: usize) -> Option<NonZeroU32> {
    let is_foreign = cur.manner == Manner::Foreign;
    cur.value(s, n, "a whole number above 0", |bytes| {
        let bytes = if is_foreign { without_fraction(bytes) } else { bytes };
        NonZeroU32::new(u32::try_from(whole(bytes)?).ok()?)
    })
}

/// `1.0` is 1: others write it so.
fn without_fraction(bytes: &[u8]) -> &[u8] {
    match bytes.iter().position(|byte| *byte == b'.') {
        Some(point) if bytes[point + 1..].iter().all(|byte| *byte == b'0') => &bytes[..point],
        _ => bytes,
    }
}

/// DTP*472.
pub(crate) fn service_dates(cur: &mut Cursor<'_>) -> Option<ServiceDates> {
    let s = cur.required("DTP", "472")?;
    cur.only(&s, &[1, 2, 3]);
    cur.value(&s, 3, "D8 or RD8 with its days", |bytes| period(s.get(2), bytes))
}

fn period(format: &[u8], bytes: &[u8]) -> Option<ServiceDates> {
    match format {
        b"D8" => Date8::parse(bytes).map(ServiceDates::On),
        b"RD8" => {
            let (first, last) = bytes.split_at_checked(8)?;
            let (first, last) = (Date8::parse(first)?, Date8::parse(last.strip_prefix(b"-")?)?);
            Some(ServiceDates::Range { first, last })
        }
        _ => None,
    }
}
