//! Who was with two patients in the same minutes (TIME-08): everybody of a practice, found in one walk through its
//! performers' diaries.

use std::collections::HashMap;

use ccm::basics::*;

use super::SharedMinutesRow;

/// An entry in its performer's diary.
#[derive(Clone, Copy, Debug)]
pub struct DiaryEntry {
    pub performer: PersonId,
    pub started_at: Timestamp,
    /// The first instant after it.
    pub ends_at: Timestamp,
    pub patient: PatientId,
    pub entry: TimeEntryId,
}

impl DiaryEntry {
    /// Whether both are their performer's in the same minutes, for two patients.
    fn shares(&self, other: &Self) -> bool {
        self.performer == other.performer
            && self.patient != other.patient
            && self.started_at < other.ends_at
            && other.started_at < self.ends_at
    }
}

/// Walks through diaries, one after the other, each from its beginning; remembers no entry longer than it lasts, unless
/// it shares minutes.
#[derive(Default)]
pub struct DiaryWalk {
    /// Not over when the last one began, and whether they are kept already.
    running: Vec<(DiaryEntry, bool)>,
    kept: Vec<DiaryEntry>,
}

impl DiaryWalk {
    /// The next entry: of the same performer and begun no earlier than the one before, or of another performer.
    pub fn pass(&mut self, next: DiaryEntry) {
        self.running.retain(|(one, _)| one.performer == next.performer && one.ends_at > next.started_at);
        let mut is_kept = false;
        for (one, was_kept) in self.running.iter_mut().filter(|(one, _)| one.shares(&next)) {
            is_kept = true;
            if !std::mem::replace(was_kept, true) {
                self.kept.push(*one);
            }
        }
        if is_kept {
            self.kept.push(next);
        }
        self.running.push((next, is_kept));
    }

    pub fn end(self) -> SharedMinutes {
        let mut entries = self.kept;
        entries.sort_unstable_by_key(|one| (one.performer, one.started_at, one.entry));
        let mut shared =
            SharedMinutes { reach: Vec::with_capacity(entries.len()), ..SharedMinutes::default() };
        for (place, one) in entries.iter().enumerate() {
            shared.places.entry(one.patient).or_default().push(place);
            let before = place.checked_sub(1).filter(|before| entries[*before].performer == one.performer);
            shared.reach.push(before.map_or(one.ends_at, |before| shared.reach[before].max(one.ends_at)));
        }
        shared.entries = entries;
        shared
    }
}

/// The entries that share minutes. It grows with their number, not with that of their pairs.
#[derive(Default)]
pub struct SharedMinutes {
    /// By performer and beginning.
    entries: Vec<DiaryEntry>,
    /// Of each: the latest end of it and of its performer's before it.
    reach: Vec<Timestamp>,
    places: HashMap<PatientId, Vec<usize>>,
}

impl SharedMinutes {
    /// What these patients' performers logged for others in the same minutes: each stretch once for each patient, in the
    /// order of its start.
    pub fn of(&self, patients: &[PatientId]) -> Vec<SharedMinutesRow> {
        let mut rows = Vec::new();
        for patient in patients {
            let places = self.places.get(patient).into_iter().flatten();
            let mut others: Vec<&DiaryEntry> = places.flat_map(|place| self.sharing(*place)).collect();
            others.sort_unstable_by_key(|other| (other.started_at, other.entry));
            others.dedup_by_key(|other| other.entry);
            rows.extend(others.into_iter().map(|other| SharedMinutesRow {
                patient: *patient,
                performer: other.performer,
                started_at: other.started_at,
                ends_at: other.ends_at,
                with: other.patient,
            }));
        }
        rows
    }

    /// The entries that share minutes with the one at a place.
    fn sharing(&self, place: usize) -> impl Iterator<Item = &DiaryEntry> {
        let one = &self.entries[place];
        let is_theirs = |other: &DiaryEntry| other.performer == one.performer;
        let earlier = self.entries[..place].iter().zip(&self.reach).rev();
        let earlier = earlier.take_while(move |(other, reach)| is_theirs(other) && **reach > one.started_at);
        let later = self.entries[place + 1..].iter();
        let later = later.take_while(move |other| is_theirs(other) && other.started_at < one.ends_at);
        earlier.map(|(other, _)| other).chain(later).filter(|other| one.shares(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    /// Performer, patient, beginning, end.
    fn entry(number: usize, (performer, patient, from, until): (u128, u128, i64, i64)) -> DiaryEntry {
        DiaryEntry {
            performer: PersonId(Uuid::from_u128(performer)),
            started_at: Timestamp::constant(from, 0),
            ends_at: Timestamp::constant(until, 0),
            patient: PatientId(Uuid::from_u128(patient)),
            entry: TimeEntryId(Uuid::from_u128(number as u128)),
        }
    }

    #[test]
    fn a_walk_finds_what_every_pair_held_against_each_other_shows() {
        // A small generator: beginnings that coincide, long ones that reach over short ones, own ones that overlap.
        let mut state = 7_u64;
        let mut below = |limit: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % limit
        };
        for _ in 0..500 {
            let (performers, patients, span) = (1 + below(3), 1 + below(6), 5 + below(200));
            let mut all: Vec<DiaryEntry> = (0..below(40) as usize)
                .map(|number| {
                    let (performer, patient) = (below(performers).into(), below(patients).into());
                    let from = below(span) as i64;
                    entry(
                        number,
                        (performer, patient, from, from + below(if number % 5 == 0 { 90 } else { 9 }) as i64),
                    )
                })
                .collect();
            all.sort_by_key(|one| (one.performer, one.started_at));
            let mut walk = DiaryWalk::default();
            all.iter().for_each(|one| walk.pass(*one));
            let shared = walk.end();
            for patient in (0..patients).map(|patient| PatientId(Uuid::from_u128(patient.into()))) {
                let own = || all.iter().filter(|one| one.patient == patient);
                let mut others: Vec<_> =
                    all.iter().filter(|other| own().any(|one| one.shares(other))).collect();
                others.sort_by_key(|other| (other.started_at, other.entry));
                let slowly: Vec<_> = others
                    .iter()
                    .map(|one| (one.performer, one.started_at, one.ends_at, one.patient))
                    .collect();
                let found = shared.of(&[patient]);
                let found: Vec<_> =
                    found.iter().map(|row| (row.performer, row.started_at, row.ends_at, row.with)).collect();
                assert_eq!(found, slowly);
            }
        }
    }
}
