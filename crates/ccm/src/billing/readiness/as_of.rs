//! A month as it stood on a day: what happened later has not happened.
//!
//! Only what carries a date can be cut off. A count of device days is what it is known to be now.

use crate::basics::{Date, Moment, TimeZone, Timestamp};
use crate::billing::facts::{DepartureKind, MonthFacts, StayEnd, TcmFact};

/// The facts without what came after. The end of coverage is known beforehand and stays.
pub(super) fn cut(facts: &MonthFacts, as_of: Moment, clock: &TimeZone) -> MonthFacts {
    let (day, cut) = (as_of.day(clock), as_of.latest(clock));
    let happened = |at: Moment| at.earliest(clock) < cut || at == as_of;
    let by = |on: Date| on <= day;
    let mut facts = facts.clone();
    facts.today = Some(day);
    facts.entries.retain(|entry| entry.start < cut);
    for entry in &mut facts.entries {
        entry.end = entry.end.min(cut);
    }
    facts.other_patient_entries.retain(|entry| entry.start < cut);
    facts.consents.retain(|consent| consent.at.is_none_or(happened));
    for consent in &mut facts.consents {
        consent.revoked_at = consent.revoked_at.filter(|at| happened(*at));
    }
    facts.visits.retain(|visit| by(visit.date));
    facts.care_plans.retain(|plan| by(plan.date));
    for plan in &mut facts.care_plans {
        plan.copy_given = plan.copy_given.filter(|on| by(*on));
        plan.revised_on = plan.revised_on.filter(|on| by(*on));
    }
    facts.decision_making.retain(|record| by(record.date));
    facts.other_services.retain(|service| by(service.date));
    facts.stays.retain(|stay| happened(stay.from));
    for stay in &mut facts.stays {
        stay.to = match stay.to {
            StayEnd::At(at) if !happened(at) => StayEnd::Open,
            known => known,
        };
    }
    if let Some(confirmed) = &mut facts.payer.confirmed {
        confirmed.on = confirmed.on.filter(|on| by(*on));
    }
    facts.departures.retain(|end| end.kind != DepartureKind::Death || happened(end.at));
    facts.devices.retain(|device| by(device.window_start));
    facts.tcm =
        facts.tcm.filter(|tcm| tcm.discharge.is_none_or(happened)).map(|tcm| after(tcm, day, cut, clock));
    facts.global_surgery.retain(|surgery| by(surgery.from));
    facts
}

/// A discharge with the follow-up that there was.
fn after(tcm: TcmFact, day: Date, cut: Timestamp, clock: &TimeZone) -> TcmFact {
    let visit_date = tcm.visit_date.filter(|on| *on <= day);
    TcmFact {
        contact_at: tcm.contact_at.filter(|at| at.earliest(clock) < cut),
        // The level is decided at the visit.
        decision_making: tcm.decision_making.filter(|_| tcm.visit_date == visit_date),
        medication_reconciliation: tcm.medication_reconciliation.filter(|on| *on <= day),
        visit_date,
        ..tcm
    }
}
