//! From a CLM to the last of its lines.

use super::claim::{Admission, Claim, Line};
use crate::bounded::Bounded;
use crate::claims::{
    Assignment, Coverage, Subscriber, facility, frequency, given_original, lines, practitioner, procedure,
    service_dates, units,
};
use crate::cursor::{Cursor, Name};
use crate::problem::Reason;
use crate::taking::Period;
use crate::text::{Charge, Code, money_cents};
use crate::tokenizer::Indexed;

pub(super) const CLAIM: &[Name] = &[
    ("CLM", ""),
    ("DTP", "434"),
    ("CL1", ""),
    ("REF", "F8"),
    ("NTE", "ADD"),
    ("HI", ""),
    ("NM1", "71"),
    ("SBR", ""),
    ("LX", ""),
];
const PROVIDERS: &[Name] =
    &[("NM1", "71"), ("NM1", "82"), ("NM1", "77"), ("SBR", ""), ("LX", ""), ("CLM", "")];
const LINE: &[Name] = &[("SV2", ""), ("DTP", "472"), ("REF", "6R"), ("LX", ""), ("CLM", "")];

pub(super) fn claim(
    cur: &mut Cursor<'_>,
    coverage: Option<&Coverage>,
    subscriber: Option<&Subscriber>,
) -> Option<Claim> {
    let clm = cur.required("CLM", "").map(|s| (s, claim_header(cur, &s)));
    let statement = cur.required("DTP", "434").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.value(&s, 3, "RD8 with its days", |bytes| Period::parse(s.get(2), bytes))
    });
    let admission = cur.required("CL1", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        let (kind, source, status) = (cur.code(&s, 1), cur.code_if(&s, 2), cur.code(&s, 3));
        Some(Admission { kind: kind?, source, status: status? })
    });
    let original = given_original(cur);
    let note = cur.optional("NTE", "ADD").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.text(&s, 2)
    });
    let diagnoses = diagnoses(cur);
    cur.expect(PROVIDERS);
    let attending = practitioner(cur, "71", "AT");
    if attending.is_none() {
        cur.missing("NM1", "71");
    }
    let rendering = practitioner(cur, "82", "PE");
    let facility = facility(cur);
    let lines = lines(cur, line);

    let (clm, header) = clm?;
    let frequency = header.as_ref().and_then(|header| frequency(cur, &clm, header.frequency, original));
    // A line that could not be read has been faulted; a sum without it would only confuse.
    let lines = lines.and_then(|lines| cur.bounded(&clm, "lines", lines));
    let (header, lines, (principal, diagnoses)) = (header?, lines?, diagnoses?);
    let claim = Claim {
        id: header.id,
        subscriber: subscriber?.clone(),
        coverage: *coverage?,
        bill_type: header.bill_type,
        frequency: frequency?,
        assignment: header.assignment,
        statement: statement?,
        admission: admission?,
        note,
        principal,
        diagnoses,
        attending: attending?,
        rendering,
        facility,
        lines,
    };
    let counted_cents = claim.total_cents();
    if counted_cents != header.total_cents {
        cur.note(&clm, 2, Reason::Total { said_cents: header.total_cents, counted_cents });
    }
    Some(claim)
}

struct ClaimHeader {
    id: Code<20>,
    total_cents: u64,
    bill_type: Code<2>,
    /// `1`, `7` or `8`.
    frequency: u8,
    assignment: Assignment,
}

fn claim_header<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>) -> Option<ClaimHeader> {
    cur.only(s, &[1, 2, 5, 7, 8, 9]);
    let (id, total_cents) = (cur.code(s, 1), cur.cents(s, 2));
    for yes in [8, 9] {
        cur.assumed(s, yes, "Y");
    }
    let bill = cur.value(s, 5, "type of bill:A:1, :7 or :8", |_| {
        let mut parts = s.components(5);
        let bill_type = Code::exact(parts.next()?).ok()?;
        let is_bill = parts.next()? == b"A";
        let frequency = parts.next().filter(|part| matches!(part, [b'1' | b'7' | b'8']))?;
        (is_bill && parts.next().is_none()).then_some((bill_type, *frequency.first()?))
    });
    let assignment = cur.value(s, 7, "A, B or C", |bytes| match bytes {
        b"A" => Some(Assignment::Accepted),
        b"B" => Some(Assignment::LaboratoryOnly),
        b"C" => Some(Assignment::NotAccepted),
        _ => None,
    });
    let (bill_type, frequency) = bill?;
    let (id, total_cents, assignment) = (id?, total_cents?, assignment?);
    Some(ClaimHeader { id, total_cents, bill_type, frequency, assignment })
}

/// HI*ABK with the principal alone, then perhaps HI*ABF with the others.
fn diagnoses(cur: &mut Cursor<'_>) -> Option<(Code<7>, Bounded<Code<7>, 0, 12>)> {
    let s = cur.required("HI", "")?;
    cur.only(&s, &[1]);
    let principal = diagnosis(cur, &s, 1, b"ABK", "ABK:code");
    let mut others: Vec<Code<7>> = Vec::new();
    let is_others = |s: &Indexed<'_>| s.components(1).next() == Some(b"ABF");
    let mut all_read = true;
    let mut last = s;
    if cur.is_at("HI") && cur.ahead().is_some_and(is_others) {
        last = cur.required("HI", "")?;
        for n in 1..=last.len() {
            match diagnosis(cur, &last, n, b"ABF", "ABF:code") {
                Some(code) => {
                    if principal == Some(code) || others.contains(&code) {
                        cur.note_part(&last, n, 2, Reason::Repeated);
                    }
                    others.push(code);
                }
                None => all_read = false,
            }
        }
    }
    let others = if all_read { cur.bounded(&last, "diagnoses", others) } else { None };
    principal.zip(others)
}

fn diagnosis<'a>(
    cur: &mut Cursor<'a>,
    s: &Indexed<'a>,
    n: usize,
    qualifier: &[u8],
    wanted: &'static str,
) -> Option<Code<7>> {
    let mut parts = s.components(n);
    let is_qualified = parts.next() == Some(qualifier);
    let code = parts.next().filter(|_| is_qualified).and_then(|code| Code::exact(code).ok());
    match code.filter(|_| parts.next().is_none()) {
        Some(code) => Some(code),
        None => cur.refuse_part(s, n, 0, Reason::Expected(wanted)),
    }
}

/// After its LX.
fn line(cur: &mut Cursor<'_>) -> Option<Line> {
    cur.expect(LINE);
    let service = cur.required("SV2", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5]);
        cur.fixed(&s, 4, "UN");
        let (revenue, procedure) = (cur.code(&s, 1), procedure(cur, &s, 2));
        let charge =
            cur.value(&s, 3, "an amount of money", |bytes| Charge::from_cents(money_cents(bytes)?).ok());
        let units = units(cur, &s, 5);
        Some((revenue?, procedure?, charge?, units?))
    });
    let dates = service_dates(cur);
    let id = cur.optional("REF", "6R").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.code(&s, 2)
    });
    let (revenue, (procedure, modifiers), charge, units) = service?;
    Some(Line { revenue, procedure, modifiers, charge, units, service: dates?, id })
}
