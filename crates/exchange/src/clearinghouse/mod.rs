//! Clearinghouses and Medicare contractors: claims go out as 837P (005010X222A1), those of clinics and critical access
//! hospitals as 837I (005010X223A2), questions about coverage as 270 (005010X279A1).
//!
//! One interchange with one group goes to one receiver. A receiver that finds a fault in a transaction set may refuse
//! all of it, so each payer has sets of its own, and each set at most as many claims as the payer's profile says.

mod answers;
mod eligibility;
mod institutional;
mod mailboxes;
mod translate;
pub mod transport;
mod wire;

pub use answers::X12Answers;
pub use eligibility::Eligibility270;
pub use mailboxes::Mailboxes;

use std::num::NonZeroU32;
use std::sync::Arc;

use app::ports::ClaimWriter;
use app::ports::claims::{ClaimBatch, Unwritable};
use ccm::basics::Problem;
use ccm::billing::Form;
use ccm::people::PayerProfile;
use x12::professional::{Claim, ClaimSet, Rendering, SetHeader, Writer, read_sets};
use x12::text::{Code, ControlNumber};
use x12::{Bounded, Guide, validate};

use translate::Place;
use wire::{Wire, same_ends};

/// Writes claims: each batch in the form of its first, which all of it share.
#[derive(Clone, Copy, Debug, Default)]
pub struct Professional837;

impl ClaimWriter for Professional837 {
    fn write(&self, batch: &ClaimBatch<'_>) -> Result<Vec<u8>, Unwritable> {
        if batch.claims.first().is_some_and(|(_, claim)| claim.form == Form::Institutional) {
            return institutional::write(batch);
        }
        let mut refused = Unwritable::default();
        let mut shared: Vec<Arc<Rendering>> = Vec::new();
        let mut claims: Vec<Option<Claim>> = Vec::with_capacity(batch.claims.len());
        for (n, (payer, claim)) in batch.claims.iter().enumerate() {
            let mut place = Place::default();
            let translated = translate::claim(claim, payer, &mut shared, &mut place);
            let problems = place.into_problems();
            match translated.filter(|_| problems.is_empty()) {
                Some(translated) => claims.push(Some(translated)),
                None => {
                    claims.push(None);
                    refused.claims.push((n, problems));
                }
            }
        }
        let mut place = Place::default();
        let wire = wire(batch, &mut place);
        let payers = payers(batch);
        let headers: Vec<Option<SetHeader>> =
            payers.iter().map(|(payer, _)| translate::set_header(batch, payer, &mut place)).collect();
        refused.batch = place.into_problems();
        let (Some(wire), true) = (wire, refused.batch.is_empty() && refused.claims.is_empty()) else {
            return Err(refused);
        };
        let mut out = Vec::new();
        let mut writer = Writer::open(&wire.envelope, &wire.group, &mut out);
        let mut number = 0;
        for ((payer, members), header) in payers.iter().zip(&headers) {
            for chunk in members.chunks(claims_per_set(payer)) {
                number += 1;
                let chunk = chunk.iter().filter_map(|&n| claims.get_mut(n).and_then(Option::take)).collect();
                let set = header.as_ref().and_then(|header| set(header, &batch.batch, number, chunk));
                let Some(set) = set else {
                    refused.batch.push(Problem::new("transaction_set", format!("sets[{number}]")));
                    return Err(refused);
                };
                writer.set(&set, &mut out);
            }
        }
        writer.close(&mut out);
        refused.batch = read_back(&out);
        if refused.batch.is_empty() { Ok(out) } else { Err(refused) }
    }
}

/// What is wrong with a file that was written: the guide's own checks, and ours. Nothing, as long as the claims were
/// scrubbed; what slipped through is found here, before a receiver finds it.
fn read_back(file: &[u8]) -> Vec<Problem> {
    let unread = read_sets(file, &mut |_, _, _| ());
    let all = validate(file, Guide::professional()).into_iter().chain(unread.problems);
    let mut found: Vec<Problem> = Vec::new();
    for problem in all {
        let path = format!("file.segments[{}].{}{:02}", problem.segment, problem.id, problem.element);
        if !found.iter().any(|known| known.path == path) {
            found.push(Problem::new("guide", path).with("reason", problem.reason));
        }
    }
    found
}

/// One set. BHT03 is the batch and the number of the set in it.
fn set(header: &SetHeader, batch: &str, number: u32, claims: Vec<Claim>) -> Option<ClaimSet> {
    let header = SetHeader {
        control: ControlNumber::new(number)?,
        batch: Code::new(&format!("{batch}S{number}")).ok()?,
        ..header.clone()
    };
    Some(ClaimSet { header, claims: Bounded::new(claims).ok()? })
}

/// The guide's advice; a profile may only ask for less.
const MOST_CLAIMS_PER_SET: u32 = 5_000;

fn claims_per_set(payer: &PayerProfile) -> usize {
    let asked = NonZeroU32::new(payer.claims_per_set).map_or(1, NonZeroU32::get);
    asked.min(MOST_CLAIMS_PER_SET) as usize
}

/// The payers of a batch in the order of their first claims, each with the places of its claims.
fn payers<'a>(batch: &ClaimBatch<'a>) -> Vec<(&'a PayerProfile, Vec<usize>)> {
    let mut payers: Vec<(&PayerProfile, Vec<usize>)> = Vec::new();
    for (n, (payer, _)) in batch.claims.iter().enumerate() {
        match payers.iter_mut().find(|(known, _)| known == payer) {
            Some((_, members)) => members.push(n),
            None => payers.push((payer, vec![n])),
        }
    }
    payers
}

/// Both ends of a batch, which all of its payers share.
fn wire(batch: &ClaimBatch<'_>, place: &mut Place) -> Option<Wire> {
    let Some((payer, _)) = batch.claims.first() else {
        place.wrong("required", "claims");
        return None;
    };
    for (n, (other, _)) in batch.claims.iter().enumerate() {
        if !same_ends(other, payer) {
            place.wrong("receiver_differs", &format!("claims[{n}]"));
        }
    }
    let numbers = (batch.interchange_number, batch.group_number);
    Wire::of(payer, numbers, batch.local, batch.is_production, place)
}
