//! RPM-01, RPM-02 and RPM-10: the device's window of 30 days.

use super::super::determination::Finding;
use super::super::facts::DeviceFact;
use super::super::plan::{Plan, Subject};
use super::super::reason::Reason;
use super::super::scene::Scene;
use super::super::word::RuleId;
use super::missing;
use crate::basics::Answer;

fn of<'a>(scene: &Scene, plan: &Plan<'a>, rule: RuleId) -> Result<&'a DeviceFact, Box<Finding>> {
    match plan.subject {
        Subject::Window(device) => Ok(device),
        _ => Err(Box::new(scene.finding(rule, Answer::Unknown, missing("device", None)))),
    }
}

pub fn ends_in_month(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let device = match of(scene, plan, rule) {
        Ok(device) => device,
        Err(finding) => return *finding,
    };
    let (from, until) = (device.window_start, device.window_end);
    let reason = Reason::Window { device: device.id.clone(), from, until };
    scene.finding(rule, Answer::met_if(scene.prepared.month.covers(until)), reason)
}

pub fn by_itself(scene: &Scene, plan: &Plan, rule: RuleId) -> Finding {
    let device = match of(scene, plan, rule) {
        Ok(device) => device,
        Err(finding) => return *finding,
    };
    match device.uploads_by_itself {
        None => {
            let reason = missing("device.uploads_by_itself", Some(&device.id));
            scene.finding(rule, Answer::Unknown, reason)
        }
        Some(true) => {
            let (from, until) = (device.window_start, device.window_end);
            scene.finding(rule, Answer::Met, Reason::Window { device: device.id.clone(), from, until })
        }
        Some(false) => {
            scene.finding(rule, Answer::NotMet, Reason::DeviceByHand { device: device.id.clone() })
        }
    }
}

pub fn days(scene: &Scene, plan: &Plan, rule: RuleId, needed: u16) -> Finding {
    let device = match of(scene, plan, rule) {
        Ok(device) => device,
        Err(finding) => return *finding,
    };
    let Some(days) = device.days_with_data else {
        let reason = missing("device.days_with_data", Some(&device.id));
        return scene.finding(rule, Answer::Unknown, reason);
    };
    let reason = Reason::DeviceDays { device: device.id.clone(), days, needed };
    scene.finding(rule, Answer::met_if(days >= needed), reason)
}
