//! From a subscriber's HL to the last line of its last claim.

use super::cursor::{Cursor, Manner, Name};
use super::header::payer;
use super::line::lines;
use super::parts::{address, person, taxonomy};
use crate::bounded::Bounded;
use crate::problem::Reason;
use crate::professional::claim::{Assignment, Claim, Coverage, Frequency, PayerOrder, Sex, Subscriber};
use crate::professional::provider::{Facility, Payer, Rendering};
use crate::text::{Code, whole};
use crate::tokenizer::Indexed;
use std::sync::Arc;

const SUBSCRIBER: &[Name] =
    &[("SBR", ""), ("NM1", "IL"), ("N3", ""), ("N4", ""), ("DMG", ""), ("NM1", "PR"), ("CLM", "")];
const CLAIM: &[Name] = &[
    ("CLM", ""),
    ("REF", "F8"),
    ("NTE", "ADD"),
    ("HI", ""),
    ("NM1", "82"),
    ("NM1", "77"),
    ("SBR", ""),
    ("LX", ""),
];
const PROVIDERS: &[Name] = &[("NM1", "82"), ("NM1", "77"), ("SBR", ""), ("LX", ""), ("CLM", "")];

/// Takes a claim, with its payer and the segment that names it.
type Take<'t, 'a> = &'t mut dyn FnMut(&mut Cursor<'a>, &Indexed<'a>, Payer, Claim);

/// Reads a subscriber's claims: ours has one. The HL is the `number`th, below the `parent`th.
pub(super) fn level<'a>(cur: &mut Cursor<'a>, number: u64, parent: u64, take: Take<'_, 'a>) {
    cur.begin();
    let hl = cur.required("HL", "");
    if let Some(s) = hl {
        cur.only(&s, &[1, 2, 3, 4]);
        cur.counted(&s, number);
        if whole(s.get(2)) != Some(parent) {
            cur.note(&s, 2, Reason::Parent);
        }
        cur.fixed(&s, 3, "22");
        // The subscriber's own claims are here all the same.
        cur.assumed(&s, 4, "0");
    }
    cur.expect(SUBSCRIBER);
    let is_other = |sbr: &Indexed<'_>| sbr.segment().id() == b"SBR" && sbr.get(2) != b"18";
    if cur.manner == Manner::Foreign && cur.ahead().is_some_and(is_other) {
        // The patient is somebody else, who follows below.
        if let Some(s) = hl {
            cur.unread(&s, 0, 0, Reason::Unexpected);
        }
        return;
    }
    let coverage = coverage(cur);
    let subscriber = subscriber(cur);
    let payer = payer(cur);
    cur.expect(CLAIM);
    let head_is_refused = cur.is_refused();
    loop {
        cur.begin();
        let claim = claim(cur, coverage.as_ref(), subscriber.as_ref());
        let is_whole = !head_is_refused && !cur.is_refused();
        if let (Some(claim), Some((s, payer)), true) = (claim, payer.as_ref(), is_whole) {
            take(cur, s, *payer, claim);
        }
        if cur.manner == Manner::Ours || !cur.is_at("CLM") {
            return;
        }
        cur.expect(CLAIM);
    }
}

fn claim(
    cur: &mut Cursor<'_>,
    coverage: Option<&Coverage>,
    subscriber: Option<&Subscriber>,
) -> Option<Claim> {
    let clm = cur.required("CLM", "").map(|s| (s, claim_header(cur, &s)));
    let original = cur.optional("REF", "F8").and_then(|s| {
        cur.only(&s, &[1, 2]);
        Some((s, cur.code(&s, 2)?))
    });
    let note = cur.optional("NTE", "ADD").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.text(&s, 2)
    });
    let diagnoses = diagnoses(cur);
    cur.expect(PROVIDERS);
    let rendering = rendering(cur);
    let facility = facility(cur);
    let lines = lines(cur, diagnoses.as_ref().map_or(12, |list| list.len()));

    let (clm, header) = clm?;
    let frequency = header.as_ref().and_then(|header| frequency(cur, &clm, header.frequency, original));
    // A line that could not be read has been faulted; a sum without it would only confuse.
    let lines = lines.and_then(|lines| cur.bounded(&clm, "lines", lines));
    let (header, lines) = (header?, lines?);
    let claim = Claim {
        id: header.id,
        subscriber: subscriber?.clone(),
        coverage: *coverage?,
        place_of_service: header.place_of_service,
        frequency: frequency?,
        assignment: header.assignment,
        note,
        diagnoses: diagnoses?,
        rendering,
        facility,
        lines,
    };
    let counted_cents = claim.total_cents();
    if counted_cents != header.total_cents {
        let reason = Reason::Total { said_cents: header.total_cents, counted_cents };
        cur.note(&clm, 2, reason);
    }
    Some(claim)
}

fn coverage(cur: &mut Cursor<'_>) -> Option<Coverage> {
    let s = cur.required("SBR", "")?;
    cur.only(&s, &[1, 2, 5, 9]);
    cur.assumed(&s, 2, "18");
    let order = cur.value(&s, 1, "P, S or T", |bytes| match bytes {
        b"P" => Some(PayerOrder::Primary),
        b"S" => Some(PayerOrder::Secondary),
        b"T" => Some(PayerOrder::Tertiary),
        _ => None,
    });
    let (insurance_type, filing) = (cur.code_if(&s, 5), cur.code(&s, 9));
    Some(Coverage { order: order?, insurance_type, filing: filing? })
}

fn subscriber(cur: &mut Cursor<'_>) -> Option<Subscriber> {
    let who = cur.required("NM1", "IL").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
        cur.assumed(&s, 2, "1");
        cur.assumed(&s, 8, "MI");
        let (name, member_id) = (person(cur, &s), cur.code(&s, 9));
        Some((name?, member_id?))
    });
    let address = address(cur);
    let born = cur.required("DMG", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.fixed(&s, 1, "D8");
        let birth_date = cur.date(&s, 2);
        let sex = cur.value(&s, 3, "F, M or U", |bytes| match bytes {
            b"F" => Some(Sex::Female),
            b"M" => Some(Sex::Male),
            b"U" => Some(Sex::Unknown),
            _ => None,
        });
        Some((birth_date?, sex?))
    });
    let ((name, member_id), address, (birth_date, sex)) = (who?, address?, born?);
    Some(Subscriber { name, member_id, address, birth_date, sex })
}

struct ClaimHeader {
    id: Code<20>,
    total_cents: u64,
    place_of_service: Code<2>,
    /// `1`, `7` or `8`.
    frequency: u8,
    assignment: Assignment,
}

fn claim_header<'a>(cur: &mut Cursor<'a>, s: &Indexed<'a>) -> Option<ClaimHeader> {
    cur.only(s, &[1, 2, 5, 6, 7, 8, 9]);
    let (id, total_cents) = (cur.code(s, 1), cur.cents(s, 2));
    for yes in [6, 8, 9] {
        cur.assumed(s, yes, "Y");
    }
    let place = cur.value(s, 5, "place:B:1, :7 or :8", |_| {
        let mut parts = s.components(5);
        let place = Code::exact(parts.next()?).ok()?;
        let is_place_code = parts.next()? == b"B";
        let frequency = parts.next().filter(|part| matches!(part, [b'1' | b'7' | b'8']))?;
        (is_place_code && parts.next().is_none()).then_some((place, frequency[0]))
    });
    let assignment = cur.value(s, 7, "A, B or C", |bytes| match bytes {
        b"A" => Some(Assignment::Accepted),
        b"B" => Some(Assignment::LaboratoryOnly),
        b"C" => Some(Assignment::NotAccepted),
        _ => None,
    });
    let (place_of_service, frequency) = place?;
    Some(ClaimHeader {
        id: id?,
        total_cents: total_cents?,
        place_of_service,
        frequency,
        assignment: assignment?,
    })
}

fn frequency<'a>(
    cur: &mut Cursor<'a>,
    clm: &Indexed<'a>,
    code: u8,
    original: Option<(Indexed<'a>, Code<50>)>,
) -> Option<Frequency> {
    match (code, original) {
        (b'7', Some((_, original))) => Some(Frequency::Replaces(original)),
        (b'8', Some((_, original))) => Some(Frequency::Voids(original)),
        (b'7' | b'8', None) => cur.refuse_part(clm, 5, 3, Reason::Expected("1, or followed by REF*F8")),
        (_, Some((s, _))) => {
            cur.unread(&s, 0, 0, Reason::Unexpected);
            (cur.manner == Manner::Foreign).then_some(Frequency::Original)
        }
        (_, None) => Some(Frequency::Original),
    }
}

fn diagnoses(cur: &mut Cursor<'_>) -> Option<Bounded<Code<7>, 1, 12>> {
    let s = cur.required("HI", "")?;
    let mut list: Vec<Code<7>> = Vec::with_capacity(s.len().min(12));
    let mut all_read = true;
    for n in 1..=s.len() {
        let mut parts = s.components(n);
        let (qualifier, wanted) = if n == 1 { (&b"ABK"[..], "ABK:code") } else { (&b"ABF"[..], "ABF:code") };
        let is_qualified = parts.next() == Some(qualifier);
        let code = parts.next().filter(|_| is_qualified).and_then(|code| Code::exact(code).ok());
        match code.filter(|_| parts.next().is_none()) {
            Some(code) => {
                if list.contains(&code) {
                    cur.note_part(&s, n, 2, Reason::Repeated);
                }
                list.push(code);
            }
            None => {
                all_read = false;
                cur.refuse_part::<()>(&s, n, 0, Reason::Expected(wanted));
            }
        }
    }
    if all_read { cur.bounded(&s, "diagnoses", list) } else { None }
}

fn rendering(cur: &mut Cursor<'_>) -> Option<Arc<Rendering>> {
    let s = cur.optional("NM1", "82")?;
    cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
    cur.assumed(&s, 2, "1");
    cur.assumed(&s, 8, "XX");
    let (name, npi) = (person(cur, &s), cur.code(&s, 9));
    let taxonomy = taxonomy(cur, "PE");
    Some(cur.shared(Rendering { name: name?, npi: npi?, taxonomy }))
}

fn facility(cur: &mut Cursor<'_>) -> Option<Arc<Facility>> {
    let s = cur.optional("NM1", "77")?;
    cur.only(&s, &[1, 2, 3, 8, 9]);
    cur.assumed(&s, 2, "2");
    if !s.get(8).is_empty() || !s.get(9).is_empty() {
        cur.assumed(&s, 8, "XX");
    }
    let (name, npi) = (cur.text(&s, 3), cur.code_if(&s, 9));
    let address = address(cur);
    Some(Arc::new(Facility { name: name?, npi, address: address? }))
}
