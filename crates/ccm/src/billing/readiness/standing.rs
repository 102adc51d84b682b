//! Whether a question that is not met can still be: by work or a record, by settling it with somebody, or not at all.
//! The rules' numbers are in the reasons already; here is only what kind of thing each reason is.

use super::Asking;
use crate::basics::{Answer, Date};
use crate::billing::determination::Finding;
use crate::billing::plan;
use crate::billing::reason::{PlanningBar, Reason};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Until a day; `None`: on any day, for the fact may be older than its record.
    Open {
        by: Option<Date>,
    },
    Blocked,
    Gone,
}

/// The days that matter to a code.
pub(super) struct Frame {
    pub today: Date,
    /// The last day of the month, of life or of cover.
    pub end: Date,
    /// The device's window, for a supply code.
    window: Option<(Date, Date)>,
}

impl Frame {
    pub fn of(asking: &Asking, findings: &[Finding]) -> Self {
        let window = findings.iter().find_map(|finding| match finding.reason {
            Reason::Window { from, until, .. } => Some((from, until)),
            _ => None,
        });
        Self { today: asking.today(), end: plan::last_day_of(asking.facts, asking.prepared), window }
    }

    /// Whether so many days of data can still come. Today's may have come already: nobody knows.
    pub fn has_days_for(&self, missing: u16) -> bool {
        self.window.is_none_or(|(from, until)| i64::from(missing) <= days_left(from, until, self.today))
    }

    /// The last day on which a consent serves: a device's window wants it from its first day (CONSENT-01).
    fn consent(&self) -> Date {
        self.window.map_or(self.end, |(from, _)| from)
    }
}

/// Days of a window from today on.
pub(super) fn days_left(from: Date, until: Date, today: Date) -> i64 {
    today.max(from).until(until).map_or(0, |span| i64::from(span.get_days()) + 1).max(0)
}

/// What can still be done about a question that is not met.
pub(super) fn of(finding: &Finding, frame: &Frame) -> Standing {
    let any_day = Standing::Open { by: None };
    let until = |by: Date| Standing::Open { by: Some(by) };
    if let Reason::RulesIncomplete { .. } = finding.reason {
        return Standing::Blocked;
    }
    // A fact that is not on record can be recorded whenever it is found.
    if finding.answer == Answer::Unknown {
        return any_day;
    }
    match &finding.reason {
        // Records that may follow the work.
        Reason::FactMissing { .. }
        | Reason::WordNotKnown { .. }
        | Reason::ContractMissing { .. }
        | Reason::ConsentWithoutAuthority { .. }
        | Reason::Conditions { .. }
        | Reason::Level { .. }
        | Reason::CarePlanCopy { .. }
        | Reason::CarePlanSigned { .. }
        | Reason::Diagnoses { .. } => any_day,

        // A new consent counts from its own instant.
        Reason::NoConsent { .. }
        | Reason::ConsentIncomplete { .. }
        | Reason::ConsentUndocumented { .. }
        | Reason::ConsentNamesOther { .. }
        | Reason::ConsentRevoked { .. }
        | Reason::ConsentLapsed { .. }
        | Reason::ConsentForm { .. } => until(frame.consent()),
        Reason::ConsentAfterMonth { .. } | Reason::ConsentAfter { .. } => Standing::Gone,

        // What has to be done inside the month.
        Reason::NeedNamed { .. }
        | Reason::AuthorizationMissing { .. }
        | Reason::CarePlanLacks { .. }
        | Reason::CarePlanReviewed { .. }
        | Reason::CarePlanNotRevised { .. }
        | Reason::NoDecisionMaking
        | Reason::DecisionMaking { .. }
        | Reason::Collaborative { .. }
        | Reason::Minutes { .. }
        | Reason::FurtherMinutes { .. }
        | Reason::LiveContact { .. }
        | Reason::NoPlanWork
        | Reason::PatientNotReached => until(frame.end),
        Reason::NoCarePlan { by } => until((*by).min(frame.end)),
        Reason::NoVisit { until: by, .. } | Reason::VisitLacks { until: Some(by), .. } => {
            until((*by).min(frame.end))
        }
        Reason::VisitLacks { until: None, .. } => until(frame.end),
        Reason::ExtraPlanning { stopped, .. } => match stopped {
            Some(PlanningBar::NoCcmWork) => until(frame.end),
            Some(PlanningBar::VisitDoesNotQualify) => Standing::Gone,
            Some(PlanningBar::AfterServiceStart | PlanningBar::CcmStopped) | None => Standing::Blocked,
        },

        // Days of their own.
        Reason::DeviceDays { .. } => frame.window.map_or(any_day, |(_, last)| until(last)),
        Reason::FirstContact { by, .. } => until(*by),
        Reason::TransitionVisit { by, .. } => by.map_or(any_day, until),
        // No later than the visit: with none yet, at the visit.
        Reason::Reconciled { by, .. } => by.map_or(any_day, until),

        // A fact of the month that stays.
        Reason::InForce { .. }
        | Reason::CodeEnded { .. }
        | Reason::Window { .. }
        | Reason::DiedAfterDischarge { .. }
        | Reason::Filing { .. } => Standing::Gone,

        // Somebody has to settle it.
        Reason::RulesIncomplete { .. }
        | Reason::NotCovered { .. }
        | Reason::CoverageEnded { .. }
        | Reason::Coverage { .. }
        | Reason::CoverageQuestioned { .. }
        | Reason::BillerRole { .. }
        | Reason::Election { .. }
        | Reason::PaidInsideVisit
        | Reason::MethodNotSaid
        | Reason::InSingleCode { .. }
        | Reason::HospitalComponent
        | Reason::BilledAlready { .. }
        | Reason::Conflict { .. }
        | Reason::PairNotListed { .. }
        | Reason::PairEdit { .. }
        | Reason::PairTableTooOld { .. }
        | Reason::UnitsAboveEdit { .. }
        | Reason::NoPrimary { .. }
        | Reason::GlobalSurgery { .. }
        | Reason::BaseNotBilled { .. }
        | Reason::DeviceByHand { .. }
        | Reason::Discharge { .. }
        | Reason::UnitsAboveGuard { .. } => Standing::Blocked,

        // These say that something is there, or are for a reviewer's eye: nothing to do.
        Reason::ConsentGiven { .. }
        | Reason::Authorized { .. }
        | Reason::Visit { .. }
        | Reason::CarePlan { .. }
        | Reason::NothingElseBilled
        | Reason::ManagedBefore { .. }
        | Reason::Alive
        | Reason::Base { .. }
        | Reason::Track { .. }
        | Reason::EntryLate { .. }
        | Reason::TwoPatients { .. }
        | Reason::ExactMinutes { .. }
        | Reason::CapabilitiesMissing { .. }
        | Reason::SettingNotOffered { .. } => any_day,
    }
}
