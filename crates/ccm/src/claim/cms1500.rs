//! The CMS-1500: what stands in its boxes for a professional claim (interop.md §4, "CMS-1500 data"). Six lines a form;
//! a claim with more becomes several, each with the total of its own lines.

use super::document::{Claim, ClaimLine};
use super::paper::{self, PaperForm, boxes, columns, long, short};
use crate::basics::{Cents, Date};
use crate::billing::Form;
use crate::people::{Address, PayerKind, PayerProfile, PracticeProfile};

/// Service lines that a form has room for.
pub const LINES: usize = 6;

/// As many forms as the claim's lines need. None for a claim that belongs on the UB-04.
///
/// `signed_on`: the day of the practitioner's review; until then box 31 says nothing.
pub fn forms(
    claim: &Claim,
    practice: &PracticeProfile,
    payer: &PayerProfile,
    signed_on: Option<Date>,
) -> Vec<PaperForm> {
    if claim.form != Form::Professional {
        return Vec::new();
    }
    let sheets: Vec<&[ClaimLine]> = claim.lines.chunks(LINES).collect();
    let pages = sheets.len();
    let sheet = |(place, lines): (usize, &&[ClaimLine])| PaperForm {
        page: place + 1,
        pages,
        boxes: head(claim, practice, payer, signed_on, lines),
        lines: lines.iter().map(|line| service(claim, payer, line)).collect(),
    };
    sheets.iter().enumerate().map(sheet).collect()
}

fn head(
    claim: &Claim,
    practice: &PracticeProfile,
    payer: &PayerProfile,
    signed_on: Option<Date>,
    lines: &[ClaimLine],
) -> Vec<paper::PaperBox> {
    let who = &claim.subscriber;
    let original = payer.kind == PayerKind::MedicareFfs;
    let part = |text: &str| text.to_owned();
    let of = |address: &Option<Address>, pick: fn(&Address) -> String| {
        address.as_ref().map_or_else(String::new, pick)
    };
    let number = who.mbi.as_ref().map_or_else(String::new, |mbi| mbi.as_str().to_owned());
    // Medicare takes no resubmission code: its claims are new ones (interop.md §3).
    let corrects = claim.frequency != "1";
    let codes = claim.diagnoses.iter().zip(LETTERS);
    let total = Cents::sum(lines.iter().map(|line| line.charge)).unwrap_or_default();
    let own = claim.rendering.npi.as_ref().map_or_else(String::new, |npi| npi.as_str().to_owned());
    let mut filled = boxes([
        ("1", part(if original { "Medicare" } else { "Group health plan" })),
        ("1a", number),
        ("2", paper::name(who.family.as_deref(), who.given.as_deref())),
        ("3", who.born_on.map_or_else(String::new, long)),
        ("3 sex", who.sex.clone()),
        ("5 address", of(&who.address, street)),
        ("5 city", of(&who.address, |known| known.city.clone())),
        ("5 state", of(&who.address, |known| known.state.clone())),
        ("5 zip", of(&who.address, |known| known.zip.as_str().to_owned())),
        ("6", part("Self")),
        ("10a", part("No")),
        ("10b", part("No")),
        ("10c", part("No")),
        // Nobody else pays before Medicare.
        ("11", part(if original { "NONE" } else { "" })),
        ("12", part("SOF")),
        ("13", part("SOF")),
        ("21 indicator", part("0")),
    ]);
    for (code, letter) in codes {
        filled.extend(boxes([(letter, code.without_dot())]));
    }
    filled.extend(boxes([
        ("22 code", if corrects { claim.frequency.clone() } else { String::new() }),
        (
            "22 reference",
            if corrects { claim.payer_claim_number.clone().unwrap_or_default() } else { String::new() },
        ),
        ("25", practice.tin.as_str().to_owned()),
        ("25 kind", part("EIN")),
        ("26", claim.number.clone()),
        ("27", part("Yes")),
        ("28", columns(total)),
        (
            "31",
            if signed_on.is_some() {
                paper::name(Some(&claim.rendering.family), Some(&claim.rendering.given))
            } else {
                String::new()
            },
        ),
        ("31 date", signed_on.map_or_else(String::new, short)),
        ("32", practice.name.clone()),
        ("32 address", street(&practice.address)),
        ("32 city", town(&practice.address)),
        ("32a", practice.npi.as_str().to_owned()),
        ("33", practice.name.clone()),
        ("33 address", street(&practice.address)),
        ("33 city", town(&practice.address)),
        ("33a", practice.npi.as_str().to_owned()),
        // A practitioner who bills alone is the billing provider and the rendering one.
        ("33b", if own == practice.npi.as_str() { String::new() } else { taxonomy(&practice.taxonomy) }),
    ]));
    filled
}

fn service(claim: &Claim, payer: &PayerProfile, line: &ClaimLine) -> Vec<paper::PaperBox> {
    let (first, last) = line.days(payer.submission.dates);
    let npi = claim.rendering.npi.as_ref().map_or_else(String::new, |npi| npi.as_str().to_owned());
    boxes([
        ("24A from", short(first)),
        ("24A to", short(last)),
        ("24B", claim.place_of_service.clone()),
        ("24D code", line.code.as_str().to_owned()),
        ("24D modifiers", line.modifiers.join(" ")),
        ("24E", letters(&line.pointers)),
        ("24F", columns(line.charge)),
        ("24G", line.units.to_string()),
        ("24J", npi),
    ])
}

/// A number other than an NPI says first what it is: `ZZ`, a provider taxonomy.
fn taxonomy(code: &str) -> String {
    if code.is_empty() { String::new() } else { format!("ZZ{code}") }
}

const LETTERS: [&str; 12] =
    ["21A", "21B", "21C", "21D", "21E", "21F", "21G", "21H", "21I", "21J", "21K", "21L"];

/// `1, 3` as `AC`.
fn letters(pointers: &[u8]) -> String {
    let letter = |place: &u8| Some(char::from(b'A' + place.checked_sub(1).filter(|at| *at < 12)?));
    pointers.iter().filter_map(letter).collect()
}

fn street(address: &Address) -> String {
    match &address.street2 {
        Some(more) => format!("{} {more}", address.street),
        None => address.street.clone(),
    }
}

fn town(address: &Address) -> String {
    format!("{} {} {}", address.city, address.state, address.zip)
}
