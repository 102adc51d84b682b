//! The question what became of a claim: 276, its types and its reader.

use super::STATUS_GUIDES;
use crate::bounded::{Bounded, Many};
use crate::cursor::frame::{Around, IN_SET, Reads, none, one_group, same_moment};
use crate::cursor::parts::{organization, person};
use crate::cursor::{Cursor, Name};
use crate::envelope::{Envelope, GroupHeader};
use crate::parts::PersonName;
use crate::problem::{Problem, Reason};
use crate::professional::{Payer, ProviderName, Receiver, Sex};
use crate::taking::Period;
use crate::text::{Charge, Code, ControlNumber, Date8, money_cents, whole};
use crate::tokenizer::Indexed;

/// ISA to IEA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requests {
    pub envelope: Envelope,
    pub group: GroupHeader,
    pub sets: Many<RequestSet>,
}

/// ST to SE: questions of one provider to one payer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestSet {
    pub control: ControlNumber,
    /// BHT03.
    pub reference: Code<30>,
    pub payer: Payer,
    /// NM1*41: who sends the question, with the id by which the payer knows them.
    pub receiver: Receiver,
    pub provider: Asker,
    pub requests: Bounded<Request, 1, { Self::MOST }>,
}

impl RequestSet {
    /// A named limit, so that a refused set does not hold up many.
    pub const MOST: usize = 5000;
}

/// NM1*1P: the provider who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asker {
    pub name: ProviderName,
    pub npi: Code<10>,
}

/// Level 22: one claim of an insured person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// TRN02: our name for the question; the answer repeats it.
    pub trace: Code<50>,
    pub name: PersonName,
    pub member_id: Code<80>,
    pub birth_date: Date8,
    pub sex: Sex,
    /// REF*1K: the payer's number, once it is known.
    pub payer_claim: Option<Code<50>>,
    /// REF*EJ: CLM01 of our claim.
    pub claim: Option<Code<20>>,
    /// AMT*T3.
    pub charge: Charge,
    /// DTP*472.
    pub service: Period,
}

const READS: Reads = Reads { group: "HR", set: "276", guide: STATUS_GUIDES[0], errata: &[] };

const HEADER: &[Name] = &[("NM1", "PR"), ("NM1", "41"), ("NM1", "1P")];
const REQUEST: &[Name] =
    &[("DMG", ""), ("NM1", "IL"), ("TRN", ""), ("REF", "1K"), ("REF", "EJ"), ("AMT", "T3"), ("DTP", "472")];

/// Reads one interchange of our own making.
///
/// # Errors
/// All problems in the order of the file, up to [`MOST_PROBLEMS`](crate::problem::MOST_PROBLEMS).
pub fn read_requests(bytes: &[u8]) -> Result<Requests, Vec<Problem>> {
    let (envelope, group, sets) = one_group(bytes, &READS, set)?;
    Ok(Requests { envelope, group, sets })
}

fn set<'a>(cur: &mut Cursor<'a>, st: &Indexed<'a>, around: Around<'_>) -> Option<RequestSet> {
    cur.expect(HEADER);
    let reference = cur.required("BHT", "").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5]);
        cur.fixed(&s, 1, "0010");
        cur.fixed(&s, 2, "13");
        same_moment(cur, &s, around.created);
        cur.code(&s, 3)
    });
    level(cur, 1, "20", "1", 0);
    let payer = organization(cur, "PR", "PI").map(|(_, name, id)| Payer { name, id });
    level(cur, 2, "21", "1", 1);
    let receiver = organization(cur, "41", "46").map(|(_, name, id)| Receiver { name, id });
    level(cur, 3, "19", "1", 2);
    let provider = asker(cur);
    let mut requests = Vec::new();
    let mut seen = 0;
    loop {
        cur.skip_to(&IN_SET);
        if !cur.is_at("HL") {
            break;
        }
        seen += 1;
        requests.extend(request(cur, 3 + seen));
    }
    if seen == 0 {
        none(cur, st, "requests");
        return None;
    }
    let requests = cur.bounded(st, "requests", requests)?;
    let (control, reference) = (around.control?, reference?);
    Some(RequestSet { control, reference, payer: payer?, receiver: receiver?, provider: provider?, requests })
}

/// An HL of ours: its number, its kind, whether something stands below it, and its parent.
pub(crate) fn level(cur: &mut Cursor<'_>, number: u64, kind: &'static str, below: &'static str, parent: u64) {
    let Some(s) = cur.required("HL", "") else { return };
    cur.only(&s, if parent == 0 { &[1, 3, 4] } else { &[1, 2, 3, 4] });
    cur.counted(&s, number);
    if parent > 0 && whole(s.get(2)) != Some(parent) {
        cur.note(&s, 2, Reason::Parent);
    }
    cur.fixed(&s, 3, kind);
    cur.fixed(&s, 4, below);
}

/// NM1*1P.
pub(crate) fn asker(cur: &mut Cursor<'_>) -> Option<Asker> {
    let s = cur.required("NM1", "1P")?;
    cur.fixed(&s, 8, "XX");
    let npi = cur.code(&s, 9);
    let name = match s.get(2) {
        b"1" => {
            cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
            person(cur, &s).map(ProviderName::Person)
        }
        _ => {
            cur.only(&s, &[1, 2, 3, 8, 9]);
            cur.fixed(&s, 2, "2");
            cur.text(&s, 3).map(ProviderName::Organization)
        }
    };
    Some(Asker { name: name?, npi: npi? })
}

/// DMG, and whether the sex is known.
pub(crate) fn born(cur: &mut Cursor<'_>) -> Option<(Date8, Sex)> {
    let s = cur.required("DMG", "")?;
    cur.only(&s, &[1, 2, 3]);
    cur.fixed(&s, 1, "D8");
    let birth_date = cur.date(&s, 2);
    let sex = match s.get(3) {
        b"" => Some(Sex::Unknown),
        _ => cur.value(&s, 3, "F or M", |bytes| match bytes {
            b"F" => Some(Sex::Female),
            b"M" => Some(Sex::Male),
            _ => None,
        }),
    };
    birth_date.zip(sex)
}

fn request(cur: &mut Cursor<'_>, number: u64) -> Option<Request> {
    level(cur, number, "22", "0", 3);
    cur.expect(REQUEST);
    let born = born(cur);
    let who = cur.required("NM1", "IL").and_then(|s| {
        cur.only(&s, &[1, 2, 3, 4, 5, 7, 8, 9]);
        cur.fixed(&s, 2, "1");
        cur.fixed(&s, 8, "MI");
        let (name, member_id) = (person(cur, &s), cur.code(&s, 9));
        name.zip(member_id)
    });
    let trace = cur.required("TRN", "").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.fixed(&s, 1, "1");
        cur.code(&s, 2)
    });
    let payer_claim = cur.optional("REF", "1K").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.code(&s, 2)
    });
    let claim = cur.optional("REF", "EJ").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.code(&s, 2)
    });
    let charge = cur.required("AMT", "T3").and_then(|s| {
        cur.only(&s, &[1, 2]);
        cur.value(&s, 2, "an amount of money", |bytes| Charge::from_cents(money_cents(bytes)?).ok())
    });
    let service = cur.required("DTP", "472").and_then(|s| {
        cur.only(&s, &[1, 2, 3]);
        cur.value(&s, 3, "D8 or RD8 with its days", |bytes| Period::parse(s.get(2), bytes))
    });
    let ((birth_date, sex), (name, member_id)) = (born?, who?);
    let (trace, charge, service) = (trace?, charge?, service?);
    Some(Request { trace, name, member_id, birth_date, sex, payer_claim, claim, charge, service })
}
