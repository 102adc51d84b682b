//! A minute in which two people work for the same patient is one minute (TIME-07).

use super::ledger::{Remaining, Stretch};

/// A stretch that an entry would count, with the entry's place in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub owner: usize,
    pub stretch: Stretch,
}

/// Leaves each second to one owner: the one with the lowest rank of those that claim it. `left_out` is told
/// what each of the others loses. Afterwards the claims are disjoint and in order of time.
pub fn count_once<R: Ord>(
    claims: &mut Vec<Claimed>,
    rank: impl Fn(usize) -> R,
    mut left_out: impl FnMut(usize, u64),
) {
    claims.sort_unstable_by_key(|claim| (claim.stretch.start, claim.stretch.end, claim.owner));
    // Most months have no overlap at all.
    if claims.windows(2).all(|pair| pair[0].stretch.end <= pair[1].stretch.start) {
        return;
    }
    claims.sort_by_cached_key(|claim| (rank(claim.owner), claim.stretch.start));
    let mut taken: Vec<Stretch> = Vec::with_capacity(claims.len());
    let mut kept = Vec::with_capacity(claims.len());
    let mut left = Remaining::default();
    for claim in claims.iter() {
        left.refill(claim.stretch);
        let first = taken.partition_point(|other| other.end <= claim.stretch.start);
        let lost = taken[first..]
            .iter()
            .take_while(|other| other.start < claim.stretch.end)
            .fold(0u64, |sum, &other| sum.saturating_add(left.cut(other)));
        if lost > 0 {
            left_out(claim.owner, lost);
        }
        for &stretch in left.stretches() {
            kept.push(Claimed { owner: claim.owner, stretch });
            let place = taken.partition_point(|other| other.start < stretch.start);
            taken.insert(place, stretch);
        }
    }
    kept.sort_unstable_by_key(|claim| claim.stretch.start);
    *claims = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Owner, first second, second after the last.
    type Piece = (usize, i64, i64);

    fn run(claims: &[Piece]) -> (Vec<Piece>, Vec<(usize, u64)>) {
        let claimed = |&(owner, start, end): &Piece| Claimed { owner, stretch: Stretch::new(start, end) };
        let mut list: Vec<Claimed> = claims.iter().map(claimed).collect();
        let mut lost = Vec::new();
        count_once(&mut list, |owner| owner, |owner, seconds| lost.push((owner, seconds)));
        (list.iter().map(|claim| (claim.owner, claim.stretch.start, claim.stretch.end)).collect(), lost)
    }

    #[test]
    fn the_union_is_counted() {
        assert_eq!(run(&[(0, 0, 20), (1, 10, 30)]), (vec![(0, 0, 20), (1, 20, 30)], vec![(1, 10)]));
        assert_eq!(run(&[(1, 0, 30), (0, 10, 20)]).0, [(1, 0, 10), (0, 10, 20), (1, 20, 30)]);
        assert_eq!(run(&[(0, 0, 10), (1, 10, 20)]).1, []);
        assert_eq!(run(&[(0, 0, 10), (1, 0, 10), (2, 0, 10)]).1, [(1, 10), (2, 10)]);
    }
}
