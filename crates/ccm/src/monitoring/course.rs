//! Which way do the readings go? Out of the usual range and staying there is worth a physician's look before any single
//! reading is urgent.

use std::collections::BTreeMap;

use super::{Flag, Ranges, Reading};
use crate::basics::Timestamp;

/// The newest readings of one kind, going the wrong way. Redacts itself.
#[derive(Clone, PartialEq)]
pub struct Course {
    /// LOINC.
    pub code: String,
    pub unit: Option<String>,
    /// Oldest first.
    pub values: Values,
    /// Of the newest.
    pub flag: Flag,
}

impl std::fmt::Debug for Course {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Course({} …)", self.code)
    }
}

/// Which side of the usual range.
fn side(flag: Flag) -> Option<i8> {
    match flag {
        Flag::Usual => None,
        Flag::Low | Flag::UrgentLow => Some(-1),
        Flag::High | Flag::UrgentHigh => Some(1),
    }
}

/// Code and unit, with the values under them.
type Kind<'a> = ((&'a str, Option<&'a str>), Values);
type Values = Vec<(Timestamp, f64)>;

/// Kinds that worsen: the newest `at_least` readings are all out of range on one side, and the newest is no nearer to it than
/// the first of them; or the newest is urgent.
pub fn worsening(readings: &[Reading], ranges: &Ranges, at_least: usize) -> Vec<Course> {
    let mut kinds: BTreeMap<(&str, Option<&str>), Values> = BTreeMap::new();
    for one in readings {
        if let Some(value) = one.value {
            kinds.entry((&one.code, one.unit.as_deref())).or_default().push((one.at, value));
        }
    }
    let course = |((code, unit), mut values): Kind<'_>| {
        values.sort_by_key(|(at, _)| *at);
        let newest = *values.last()?;
        let flag = ranges.flag(code, newest.1, unit)?;
        let way = f64::from(side(flag)?);
        let tail = &values[values.len().saturating_sub(at_least.max(1))..];
        let stays = tail.len() >= at_least
            && tail.iter().all(|(_, value)| ranges.flag(code, *value, unit).and_then(side) == side(flag))
            && tail.first().is_some_and(|(_, first)| (newest.1 - first) * way >= 0.0);
        (stays || flag.is_urgent()).then(|| Course {
            code: code.to_owned(),
            unit: unit.map(str::to_owned),
            values: tail.to_vec(),
            flag,
        })
    };
    kinds.into_iter().filter_map(course).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressures(values: &[f64]) -> Vec<Reading> {
        let at = |place: usize| {
            Timestamp::from_second(1_790_000_000 + 86_400 * i64::try_from(place).unwrap()).unwrap()
        };
        let reading = |(place, value): (usize, &f64)| Reading {
            at: at(place),
            part: 0,
            code: "8480-6".into(),
            value: Some(*value),
            unit: Some("mm[Hg]".into()),
            text: None,
        };
        values.iter().enumerate().map(reading).collect()
    }

    #[test]
    fn out_of_range_and_going_further_worsens() {
        let check = |values: &[f64]| worsening(&pressures(values), Ranges::embedded(), 3).len();
        assert_eq!(check(&[150.0, 152.0, 158.0]), 1);
        assert_eq!(check(&[130.0, 150.0, 152.0, 158.0]), 1, "what came before does not matter");
        assert_eq!(check(&[158.0, 152.0, 150.0]), 0, "it comes down");
        assert_eq!(check(&[150.0, 138.0, 158.0]), 0, "one was usual");
        assert_eq!(check(&[150.0, 158.0]), 0, "too few to say");
        assert_eq!(check(&[130.0, 185.0]), 1, "one that is urgent is enough");
        assert_eq!(check(&[]), 0);
    }

    #[test]
    fn the_order_in_which_they_come_does_not_matter() {
        let mut readings = pressures(&[150.0, 152.0, 158.0]);
        readings.reverse();
        let found = worsening(&readings, Ranges::embedded(), 3);
        assert_eq!(
            found[0].values.iter().map(|(_, value)| *value).collect::<Vec<_>>(),
            [150.0, 152.0, 158.0]
        );
        assert_eq!(found[0].flag, Flag::High);
    }
}
