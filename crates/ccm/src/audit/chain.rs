//! The chain of seals: what it says, and how it is checked.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::basics::{AuditEventId, OrganizationId, Timestamp};

/// A committed event with the number that the sealer gave it. Numbers begin at 1 and have no gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    pub number: i64,
    pub event: AuditEventId,
    /// The event's hash when it was numbered.
    pub sha256: [u8; 32],
}

/// A seal over the events `first..=last`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    pub organization: OrganizationId,
    pub first: i64,
    pub last: i64,
    /// [`Seal::digest`] of the sealed events.
    pub sha256: [u8; 32],
    /// The hash of the seal before; zeros for the first.
    pub previous: [u8; 32],
    /// Ed25519 over [`Seal::message`].
    pub signature: Vec<u8>,
    pub public_key: Vec<u8>,
    pub sealed_at: Timestamp,
}

impl Seal {
    /// The hash over the previous seal and every event in order.
    pub fn digest(previous: &[u8; 32], events: &[Numbered]) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"perennial audit seal 1");
        hash.update(previous);
        for numbered in events {
            hash.update(numbered.number.to_be_bytes());
            hash.update(numbered.event.0.as_bytes());
            hash.update(numbered.sha256);
        }
        hash.finalize().into()
    }

    /// What is signed.
    pub fn message(organization: OrganizationId, first: i64, last: i64, sha256: &[u8; 32]) -> Vec<u8> {
        let mut message = b"perennial audit seal 1".to_vec();
        message.extend_from_slice(organization.0.as_bytes());
        message.extend_from_slice(&first.to_be_bytes());
        message.extend_from_slice(&last.to_be_bytes());
        message.extend_from_slice(sha256);
        message
    }
}

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Broken {
    /// The event differs from what was numbered.
    Altered { number: i64, event: AuditEventId },
    /// A numbered event is gone.
    Removed { number: i64, event: AuditEventId },
    /// A number is missing, or stands twice.
    NumberGap { after: i64 },
    /// The seal does not fit its events or the seal before it.
    SealMismatch { first: i64, last: i64 },
    /// The signature is not the sealer's.
    BadSignature { first: i64, last: i64 },
    /// Events were numbered and then sealed no more: the end of the chain was cut off.
    Truncated { sealed_to: i64, numbered_to: i64 },
    /// An event older than the last seal was never numbered: put in behind the program's back.
    Unnumbered { event: AuditEventId },
}

/// Checks a whole chain. `hash_of` gives the hash of an event as it stands now, or `None` when it is gone;
/// `is_signed` checks a signature.
pub fn verify(
    numbered: &[Numbered],
    seals: &[Seal],
    mut hash_of: impl FnMut(AuditEventId) -> Option<[u8; 32]>,
    is_signed: impl Fn(&Seal, &[u8]) -> bool,
) -> Vec<Broken> {
    let mut broken = Vec::new();
    for (place, one) in (1..).zip(numbered) {
        if one.number != place {
            broken.push(Broken::NumberGap { after: place - 1 });
            break;
        }
    }
    for one in numbered {
        match hash_of(one.event) {
            None => broken.push(Broken::Removed { number: one.number, event: one.event }),
            Some(now) if now != one.sha256 => {
                broken.push(Broken::Altered { number: one.number, event: one.event });
            }
            Some(_) => {}
        }
    }
    let mut previous = [0; 32];
    let mut next = 1;
    for seal in seals {
        let from = numbered.partition_point(|one| one.number < seal.first);
        let until = numbered.partition_point(|one| one.number <= seal.last).max(from);
        let events = &numbered[from..until];
        let fits = seal.first == next
            && seal.previous == previous
            && events.len() as i64 == seal.last - seal.first + 1
            && seal.sha256 == Seal::digest(&previous, events);
        if !fits {
            broken.push(Broken::SealMismatch { first: seal.first, last: seal.last });
        }
        if !is_signed(seal, &Seal::message(seal.organization, seal.first, seal.last, &seal.sha256)) {
            broken.push(Broken::BadSignature { first: seal.first, last: seal.last });
        }
        previous = seal.sha256;
        next = seal.last + 1;
    }
    let numbered_to = numbered.last().map_or(0, |one| one.number);
    if numbered_to >= next {
        broken.push(Broken::Truncated { sealed_to: next - 1, numbered_to });
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn chain() -> (Vec<Numbered>, Vec<Seal>) {
        let numbered: Vec<Numbered> = (1..=5)
            .map(|n| Numbered {
                number: n,
                event: AuditEventId(Uuid::from_u128(n as u128)),
                sha256: [n as u8; 32],
            })
            .collect();
        let mut seals: Vec<Seal> = Vec::new();
        for range in [0..2, 2..5] {
            let events = &numbered[range];
            let previous = seals.last().map_or([0; 32], |seal| seal.sha256);
            seals.push(Seal {
                organization: OrganizationId(Uuid::nil()),
                first: events[0].number,
                last: events[events.len() - 1].number,
                sha256: Seal::digest(&previous, events),
                previous,
                signature: Vec::new(),
                public_key: Vec::new(),
                sealed_at: Timestamp::UNIX_EPOCH,
            });
        }
        (numbered, seals)
    }

    fn check(numbered: &[Numbered], seals: &[Seal]) -> Vec<Broken> {
        verify(numbered, seals, |id| Some([id.0.as_u128() as u8; 32]), |_, _| true)
    }

    #[test]
    fn a_whole_chain_holds() {
        let (numbered, seals) = chain();
        assert_eq!(check(&numbered, &seals), []);
    }

    #[test]
    fn every_way_of_tampering_shows() {
        let (numbered, seals) = chain();
        let gone = verify(
            &numbered,
            &seals,
            |id| (id.0.as_u128() != 3).then_some([id.0.as_u128() as u8; 32]),
            |_, _| true,
        );
        assert!(matches!(gone[..], [Broken::Removed { number: 3, .. }]));
        let altered = verify(&numbered, &seals, |_| Some([1; 32]), |_, _| true);
        assert_eq!(altered.len(), 4);
        let mut swapped = numbered.clone();
        (swapped[1].event, swapped[2].event) = (swapped[2].event, swapped[1].event);
        assert!(check(&swapped, &seals).iter().any(|b| matches!(b, Broken::SealMismatch { .. })));
        assert!(matches!(
            check(&numbered, &seals[..1])[..],
            [Broken::Truncated { sealed_to: 2, numbered_to: 5 }]
        ));
        assert!(!check(&numbered[..4], &seals).is_empty());
        let unsigned = verify(&numbered, &seals, |id| Some([id.0.as_u128() as u8; 32]), |_, _| false);
        assert_eq!(unsigned.len(), 2);
    }
}
