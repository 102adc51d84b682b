//! Device days that are still to come: the supply codes above the one under test (RPM-02).

use super::ways::{Measure, Performer, Way};
use super::{Asking, CodeReadiness, State};
use crate::basics::Hcpcs;
use crate::billing::facts::DeviceFact;
use crate::billing::requirement::Requirement;

/// The more demanding supply codes of the device that gave a code, with the days that they lack.
pub(super) fn ways(asking: &Asking, row: &CodeReadiness) -> Vec<Way> {
    let Some(item) = asking.month.considered.iter().find(|item| item.code == row.code) else {
        return Vec::new();
    };
    let device = item.findings.iter().find_map(|finding| of(asking, finding));
    let rule = device.and_then(|device| Some((device, asking.prepared.rules.device(device.kind)?)));
    let Some((device, rule)) = rule else { return Vec::new() };
    let Some(days) = device.days_with_data.filter(|_| rule.supply.contains(&row.code)) else {
        return Vec::new();
    };
    let above = rule.supply.iter().filter_map(|code| Some((code, days_needed(asking, code)?)));
    let open = super::standing::days_left(device.window_start, device.window_end, asking.today());
    let above = above.filter(|(_, needed)| *needed > days).map(|(code, needed)| {
        let missing = needed - days;
        let reachable = i64::from(missing) <= open;
        Way {
            program: item.program,
            code: code.clone(),
            track: None,
            measure: Measure::DeviceDays,
            needed: u64::from(needed),
            counted: u64::from(days),
            missing: u64::from(missing),
            by: vec![Performer::Patient],
            until: Some(device.window_end),
            only_if_declared: false,
            gaps: Vec::new(),
            kept_by: None,
            state: if reachable { gates(row).max(State::Missing) } else { State::Unreachable },
        }
    });
    above.collect()
}

/// The state of a code by everything but its days.
fn gates(row: &CodeReadiness) -> State {
    let gaps = row.gaps.iter().filter(|gap| gap.missing_days.is_none());
    gaps.map(|gap| gap.state).max().unwrap_or(State::Ready)
}

fn of<'a>(asking: &'a Asking, finding: &crate::billing::Finding) -> Option<&'a DeviceFact> {
    let crate::billing::Reason::DeviceDays { device, .. } = &finding.reason else { return None };
    asking.facts.devices.iter().find(|known| known.id == *device)
}

fn days_needed(asking: &Asking, code: &Hcpcs) -> Option<u16> {
    let (_, version) = asking.prepared.service(code)?;
    version?.requires.iter().find_map(|asked| match asked.requirement {
        Requirement::DeviceDays(days) => Some(days),
        _ => None,
    })
}
