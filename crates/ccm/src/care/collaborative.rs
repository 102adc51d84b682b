//! What is known of a month of psychiatric collaborative care, and which month was the first (COCM-01, COCM-03).

use serde::{Deserialize, Serialize};

use crate::basics::ServiceMonth;

/// One month of a patient in collaborative care.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollaborativeMonth {
    pub month: ServiceMonth,
    /// The psychiatric consultant went through the caseload, weekly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub psychiatric_review: Option<bool>,
    /// The patient is followed in the registry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<bool>,
    /// The practice's own word on which month the episode began in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_month: Option<ServiceMonth>,
}

/// The first month of the episode that `of` belongs to, out of all months with collaborative care: as many empty
/// months in a row as `break_months` end an episode. The practice's own word, said in a month of the episode, goes
/// first; of two the later month's.
pub fn first_month(
    of: ServiceMonth,
    served: &[ServiceMonth],
    recorded: &[CollaborativeMonth],
    break_months: i32,
) -> ServiceMonth {
    let mut months: Vec<ServiceMonth> =
        served.iter().copied().chain(recorded.iter().map(|one| one.month)).filter(|one| *one < of).collect();
    months.sort_unstable();
    let mut first = of;
    for month in months.into_iter().rev() {
        if months_between(month, first) > break_months {
            break;
        }
        first = month;
    }
    let said = recorded.iter().filter(|one| first <= one.month && one.month <= of);
    let said = said.filter(|one| one.first_month.is_some()).max_by_key(|one| one.month);
    said.and_then(|one| one.first_month).unwrap_or(first)
}

fn months_between(earlier: ServiceMonth, later: ServiceMonth) -> i32 {
    let number = |month: ServiceMonth| i32::from(month.year()) * 12 + i32::from(month.first_day().month());
    number(later) - number(earlier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> ServiceMonth {
        text.parse().unwrap()
    }

    #[test]
    fn a_break_of_six_empty_months_begins_a_new_episode() {
        let served = [month("2025-01"), month("2025-08")];
        let first = |of: &str| first_month(month(of), &served, &[], 6);
        assert_eq!(first("2025-09"), month("2025-08"), "February to July are six");
        assert_eq!(first("2026-02"), month("2025-08"), "September to January are five");
        assert_eq!(first("2026-03"), month("2026-03"));
    }

    #[test]
    fn what_the_practice_said_in_the_episode_goes_first() {
        let said = |of: &str, first: Option<&str>| CollaborativeMonth {
            month: month(of),
            psychiatric_review: None,
            registry: None,
            first_month: first.map(month),
        };
        let recorded = [said("2025-02", Some("2024-12")), said("2025-03", None)];
        assert_eq!(first_month(month("2025-04"), &[], &recorded, 6), month("2024-12"));
        assert_eq!(first_month(month("2026-04"), &[], &recorded, 6), month("2026-04"));
    }
}
