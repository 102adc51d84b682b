//! A claim's lines: LX, SV1, DTP, REF.

use super::cursor::{Cursor, Manner, Name};
use crate::bounded::Bounded;
use crate::problem::Reason;
use crate::professional::claim::{Line, Pointers, ServiceDates};
use crate::text::{Charge, Code, Date8, money_cents, whole};
use crate::tokenizer::Indexed;
use std::num::NonZeroU32;

/// Where reading can go on after something unknown in a claim.
const IN_CLAIM: [&str; 8] = ["LX", "CLM", "HL", "SE", "ST", "GE", "GS", "IEA"];

const LINE: &[Name] = &[("SV1", ""), ("DTP", "472"), ("REF", "6R"), ("LX", ""), ("CLM", "")];

/// All lines, or `None` if one could not be read.
pub(super) fn lines(cur: &mut Cursor<'_>, diagnoses: usize) -> Option<Vec<Line>> {
    let mut lines = Vec::with_capacity(2);
    let mut seen = 0;
    loop {
        cur.skip_to(&IN_CLAIM);
        let Some(s) = cur.optional("LX", "") else { break };
        seen += 1;
        cur.only(&s, &[1]);
        cur.counted(&s, seen);
        cur.expect(LINE);
        lines.extend(line(cur, diagnoses));
    }
    (lines.len() as u64 == seen).then_some(lines)
}

fn line(cur: &mut Cursor<'_>, diagnoses: usize) -> Option<Line> {
    let service = cur.required("SV1", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 7]);
        cur.fixed(&s, 3, "UN");
        let procedure = procedure(cur, &s);
        let charge =
            cur.value(&s, 2, "an amount of money", |bytes| Charge::from_cents(money_cents(bytes)?).ok());
        let is_foreign = cur.manner == Manner::Foreign;
        let units = cur.value(&s, 4, "a whole number above 0", |bytes| {
            let bytes = if is_foreign { without_fraction(bytes) } else { bytes };
            NonZeroU32::new(u32::try_from(whole(bytes)?).ok()?)
        });
        let place = cur.code_if(&s, 5);
        let pointers = cur.value(&s, 7, "up to 4 places from 1 to 12", |_| pointers(&s));
        if pointers.is_some_and(|p| p.as_slice().iter().any(|place| usize::from(*place) > diagnoses)) {
            cur.note(&s, 7, Reason::Pointer);
        }
        Some((procedure?, charge?, units?, place, pointers?))
    });
    let dates = cur.required("DTP", "472").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.value(&s, 3, "D8 or RD8 with its days", |bytes| service_dates(s.get(2), bytes))
    });
    let id = cur.optional("REF", "6R").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.code(&s, 2)
    });
    let ((procedure, modifiers), charge, units, place_of_service, pointers) = service?;
    Some(Line { procedure, modifiers, charge, units, place_of_service, pointers, service: dates?, id })
}

type Procedure = (Code<5>, Bounded<Code<2>, 0, 4>);

/// Parts 1 to 6 of SV101; others add words of their own behind them.
fn procedure<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>) -> Option<Procedure> {
    let wanted = "HC:code and up to 4 modifiers";
    let parts = s.components(1).count();
    let known = if cur.manner == Manner::Foreign && parts > 6 { 6 } else { parts };
    for part in known + 1..=parts {
        cur.unread(s, 1, part, Reason::Unexpected);
    }
    cur.value(s, 1, wanted, |_| {
        let mut parts = s.components(1).take(known);
        if parts.next()? != b"HC" {
            return None;
        }
        let code = Code::exact(parts.next()?).ok()?;
        let given = parts.filter(|part| known < 6 || !part.is_empty());
        let modifiers: Option<Vec<_>> = given.map(|part| Code::exact(part).ok()).collect();
        Some((code, Bounded::new(modifiers?).ok()?))
    })
}

/// `1.0` is 1: others write it so.
fn without_fraction(bytes: &[u8]) -> &[u8] {
    match bytes.iter().position(|byte| *byte == b'.') {
        Some(point) if bytes[point + 1..].iter().all(|byte| *byte == b'0') => &bytes[..point],
        _ => bytes,
    }
}

fn pointers(s: &Indexed<'_>) -> Option<Pointers> {
    let mut places = [0; 4];
    let mut count = 0;
    for part in s.components(7) {
        *places.get_mut(count)? = u8::try_from(whole(part)?).ok()?;
        count += 1;
    }
    Pointers::new(&places[..count]).ok()
}

fn service_dates(format: &[u8], bytes: &[u8]) -> Option<ServiceDates> {
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
