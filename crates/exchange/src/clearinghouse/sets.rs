//! What every file of claims is written from, whatever its form: both ends, and its sets in their order.

use std::num::NonZeroU32;

use app::ports::claims::{ClaimBatch, Unwritable};
use ccm::basics::Problem;
use ccm::claim as ours;
use ccm::people::PayerProfile;
use x12::professional::SetHeader;
use x12::text::{Code, ControlNumber};

use super::translate::{self, Place};
use super::wire::{Wire, same_ends};

/// A set: its header, whose BHT03 is the batch and the number of the set in it, and its claims.
pub(super) type Set<C> = (SetHeader, Vec<C>);

/// Translates every claim, and cuts them into sets.
///
/// # Errors
/// Every claim that cannot be said in the form, and all that is wrong with the batch, at once.
pub(super) fn sets<C>(
    batch: &ClaimBatch<'_>,
    mut translate: impl FnMut(&ours::Claim, &PayerProfile, &mut Place) -> Option<C>,
) -> Result<(Wire, Vec<Set<C>>), Unwritable> {
    let mut refused = Unwritable::default();
    let mut claims: Vec<Option<C>> = Vec::with_capacity(batch.claims.len());
    for (n, (payer, claim)) in batch.claims.iter().enumerate() {
        let mut place = Place::default();
        let translated = translate(claim, payer, &mut place);
        let problems = place.into_problems();
        let translated = translated.filter(|_| problems.is_empty());
        if translated.is_none() {
            refused.claims.push((n, problems));
        }
        claims.push(translated);
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
    let mut sets = Vec::new();
    for ((payer, members), header) in payers.iter().zip(&headers) {
        for chunk in members.chunks(claims_per_set(payer)) {
            let number = u32::try_from(sets.len() + 1).unwrap_or(u32::MAX);
            let Some(header) = header.as_ref().and_then(|header| numbered(header, &batch.batch, number))
            else {
                return Err(no_set(number));
            };
            let some = chunk.iter().filter_map(|&n| claims.get_mut(n).and_then(Option::take));
            sets.push((header, some.collect()));
        }
    }
    Ok((wire, sets))
}

/// A set that its form cannot hold.
pub(super) fn no_set(number: u32) -> Unwritable {
    let problem = Problem::new("transaction_set", format!("sets[{number}]"));
    Unwritable { batch: vec![problem], ..Unwritable::default() }
}

fn numbered(header: &SetHeader, batch: &str, number: u32) -> Option<SetHeader> {
    Some(SetHeader {
        control: ControlNumber::new(number)?,
        batch: Code::new(&format!("{batch}S{number}")).ok()?,
        ..header.clone()
    })
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
