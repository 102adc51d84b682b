//! Which notes are looked at: drawn by a seed that is written down, so that anybody can draw them again.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::basics::{Date, NoteId, PatientId, PersonId, SampleId, Timestamp};

/// What chance was. Kept with the sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed(pub Uuid);

/// A week's sample of one coordinator's notes. Written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub id: SampleId,
    /// The Monday of the week in which it was drawn; a coordinator has one sample a week.
    pub week: Date,
    pub coordinator: PersonId,
    /// Notes signed from the first instant to before the second could be drawn.
    pub from: Timestamp,
    pub until: Timestamp,
    pub seed: Seed,
    /// How many there were to draw from.
    pub among: i64,
    pub drawn_by: PersonId,
    /// In the order in which they were drawn.
    pub notes: Vec<(NoteId, PatientId)>,
}

/// Draws: the notes in the order of a hash over seed and note, as many as asked for. The order in which they are given does
/// not matter, and neither does what else was drawn.
pub fn draw(seed: Seed, notes: &[(NoteId, PatientId)], how_many: usize) -> Vec<(NoteId, PatientId)> {
    let lot = |note: &NoteId| {
        let mut hash = Sha256::new();
        hash.update(seed.0.as_bytes());
        hash.update(note.0.as_bytes());
        <[u8; 32]>::from(hash.finalize())
    };
    let mut lots: Vec<([u8; 32], (NoteId, PatientId))> =
        notes.iter().map(|one| (lot(&one.0), *one)).collect();
    lots.sort_unstable_by_key(|(lot, (note, _))| (*lot, *note));
    lots.dedup_by_key(|(_, (note, _))| *note);
    lots.into_iter().take(how_many).map(|(_, one)| one).collect()
}

/// The Monday of a day's week.
pub fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(jiff::Span::new().days(back))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(count: u128) -> Vec<(NoteId, PatientId)> {
        (1..=count).map(|n| (NoteId(Uuid::from_u128(n)), PatientId(Uuid::from_u128(n + 1_000)))).collect()
    }

    #[test]
    fn the_same_seed_draws_the_same_notes_whatever_their_order() {
        let all = notes(40);
        let backwards: Vec<_> = all.iter().rev().copied().chain(all.iter().take(3).copied()).collect();
        let seed = Seed(Uuid::from_u128(7));
        let drawn = draw(seed, &all, 3);
        assert_eq!(drawn.len(), 3);
        assert_eq!(drawn, draw(seed, &backwards, 3));
        assert_eq!(drawn[..2], draw(seed, &all, 2), "one more adds one, and changes none");
        assert_ne!(drawn, draw(Seed(Uuid::from_u128(8)), &all, 3));
    }

    #[test]
    fn there_are_no_more_than_there_are() {
        assert_eq!(draw(Seed(Uuid::from_u128(1)), &notes(2), 3).len(), 2);
        assert_eq!(draw(Seed(Uuid::from_u128(1)), &[], 3), []);
    }

    #[test]
    fn every_note_has_its_chance() {
        let all = notes(10);
        let mut times = [0_u32; 10];
        for seed in 0..3_000 {
            for (note, _) in draw(Seed(Uuid::from_u128(seed)), &all, 3) {
                times[usize::try_from(note.0.as_u128()).unwrap() - 1] += 1;
            }
        }
        // Nine hundred each, give or take.
        assert!(times.iter().all(|one| (750..1_050).contains(one)), "{times:?}");
    }

    #[test]
    fn a_week_begins_on_its_monday() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(monday(day("2026-10-16")), day("2026-10-12"));
        assert_eq!(monday(day("2026-10-12")), day("2026-10-12"));
        assert_eq!(monday(day("2026-10-18")), day("2026-10-12"));
    }
}
