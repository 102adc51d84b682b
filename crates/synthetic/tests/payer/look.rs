//! A reader for what the payer wrote: text, cut at delimiters, and sums made anew from it.

use std::collections::BTreeMap;

use synthetic::payer::{AnswerFile, AnswerKind};

/// The segments of a file, each cut at its elements; components stay joined by a colon.
pub fn segments(text: &str) -> Vec<Vec<String>> {
    let (element, component, end) = (&text[3..4], &text[104..105], &text[105..106]);
    let pieces = text.split(end).map(|piece| piece.trim_matches(['\r', '\n'])).filter(|one| !one.is_empty());
    pieces
        .map(|piece| {
            let cut = piece.split(element).map(|one| one.replace(component, ":"));
            cut.collect::<Vec<String>>()
        })
        .collect()
}

/// `STC*A2:20:PR*…` of all segments with this id, whatever the delimiters were.
pub fn all(text: &str, id: &str) -> Vec<String> {
    segments(text).iter().filter(|one| one[0] == id).map(|one| one.join("*")).collect()
}

pub fn of_kind(files: &[AnswerFile], kind: AnswerKind) -> Vec<&AnswerFile> {
    files.iter().filter(|file| file.kind == kind).collect()
}

pub fn cents(text: &str) -> i64 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    sign * (whole.parse::<i64>().expect("digits") * 100
        + format!("{rest:0<2}").parse::<i64>().expect("digits"))
}

/// One ST of an 835.
#[derive(Default, Debug)]
pub struct Payment {
    pub amount: i64,
    pub handling: String,
    pub trace: String,
    pub claims: Vec<Paid>,
    /// Reason, reference, amount.
    pub plb: Vec<(String, String, i64)>,
}

/// One CLP.
#[derive(Default, Debug, Clone)]
pub struct Paid {
    pub id: String,
    pub status: String,
    pub charge: i64,
    pub paid: i64,
    pub share: i64,
    pub number: String,
    /// Group and reason of all its CAS, with their sums.
    pub adjusted: BTreeMap<(String, String), i64>,
    pub on_claim: i64,
    /// SVC02, SVC03 and the CAS sum of each line.
    pub lines: Vec<(i64, i64, i64)>,
    pub remarks: Vec<String>,
    pub forwarded: bool,
}

pub fn payments(text: &str) -> Vec<Payment> {
    let mut all: Vec<Payment> = Vec::new();
    for one in segments(text) {
        let at = |place: usize| one.get(place).map_or("", String::as_str);
        if at(0) == "ST" {
            all.push(Payment::default());
        }
        let Some(payment) = all.last_mut() else { continue };
        match (at(0), payment.claims.last_mut()) {
            ("BPR", _) => (payment.handling, payment.amount) = (at(1).to_owned(), cents(at(2))),
            ("TRN", _) => payment.trace = at(2).to_owned(),
            ("CLP", _) => payment.claims.push(Paid {
                id: at(1).to_owned(),
                status: at(2).to_owned(),
                charge: cents(at(3)),
                paid: cents(at(4)),
                share: if at(5).is_empty() { 0 } else { cents(at(5)) },
                number: at(7).to_owned(),
                ..Paid::default()
            }),
            ("SVC", Some(claim)) => claim.lines.push((cents(at(2)), cents(at(3)), 0)),
            ("CAS", Some(claim)) => {
                for triple in one[2..].chunks(3) {
                    let amount = cents(&triple[1]);
                    *claim.adjusted.entry((at(1).to_owned(), triple[0].clone())).or_default() += amount;
                    match claim.lines.last_mut() {
                        Some(line) => line.2 += amount,
                        None => claim.on_claim += amount,
                    }
                }
            }
            ("MOA", Some(claim)) => claim.remarks.extend(one[3..].iter().cloned()),
            ("LQ", Some(claim)) => claim.remarks.push(at(2).to_owned()),
            ("NM1", Some(claim)) if at(1) == "TT" => claim.forwarded = true,
            ("PLB", _) => {
                for pair in one[3..].chunks(2) {
                    let (reason, reference) = pair[0].split_once(':').expect("a reference");
                    payment.plb.push((reason.to_owned(), reference.to_owned(), cents(&pair[1])));
                }
            }
            _ => {}
        }
    }
    all
}

/// The three balances of interop.md §4, and CLP05.
pub fn balance(payment: &Payment) -> Result<(), String> {
    for claim in &payment.claims {
        let Paid { id, charge, paid, share, .. } = claim;
        if claim.lines.iter().any(|(charge, paid, taken)| charge - taken != *paid) {
            return Err(format!("a line of {id}"));
        }
        let taken: i64 = claim.lines.iter().map(|line| line.2).sum::<i64>() + claim.on_claim;
        if charge - taken != *paid {
            return Err(format!("{id}: {charge} - {taken} is not {paid}"));
        }
        if !claim.lines.is_empty() && claim.lines.iter().map(|line| line.0).sum::<i64>() != *charge {
            return Err(format!("the lines of {id} are not its charge"));
        }
        let patient: i64 =
            claim.adjusted.iter().filter(|((group, _), _)| group == "PR").map(|(_, cents)| cents).sum();
        if patient != *share {
            return Err(format!("{id}: CLP05 is {share} and PR is {patient}"));
        }
    }
    let claims: i64 = payment.claims.iter().map(|claim| claim.paid).sum();
    let plb: i64 = payment.plb.iter().map(|(_, _, cents)| cents).sum();
    if claims - plb != payment.amount || payment.amount < 0 {
        return Err(format!("{claims} - {plb} is not {}", payment.amount));
    }
    Ok(())
}
