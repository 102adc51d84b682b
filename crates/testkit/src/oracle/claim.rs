//! The date of service (CLAIM-01) and timely filing (CLAIM-06).

use ccm::basics::Date;
use ccm::enrollment::Program;

use super::calendar::add_months;
use super::scene::Scene;
use super::{Rule, UNKNOWN, switch, time};

/// When timed minutes are billed: the month's last day, or the last that may be billed; or with the switch the day
/// on which the seconds of the last billed unit were reached.
pub fn date_of_service(scene: &Scene, program: Program, own_only: bool, used: u64) -> Date {
    let last = scene.facts.month.last_day();
    let end = time::last_covered_day(scene.facts, &scene.calendar).map_or(last, |day| day.min(last));
    if switch::is(scene.facts, "dos", "threshold_day") {
        scene.day_reached(program, own_only, used).unwrap_or(end)
    } else {
        end
    }
}

/// CLAIM-06: received within a calendar year after the date of service.
pub fn late(scene: &Scene, service: Date) -> Option<Rule> {
    match scene.facts.today {
        None => Some(UNKNOWN),
        Some(today) if today > add_months(service, 12) => Some("CLAIM-06"),
        Some(_) => None,
    }
}
