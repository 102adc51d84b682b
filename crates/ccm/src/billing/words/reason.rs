//! One sentence for each kind of reason.

use std::fmt::Display;

use super::{count, minutes};
use crate::billing::conflicts::Scope;
use crate::billing::edits::ModifierIndicator;
use crate::billing::reason::{PlanningBar, Reason, VisitLack};
use crate::billing::word::Word;

fn list(words: &[Word]) -> String {
    words.iter().map(Word::as_str).collect::<Vec<_>>().join(", ")
}

fn or_nothing(value: Option<&impl Display>) -> String {
    value.map_or("nobody".to_owned(), ToString::to_string)
}

/// What a reason says, in English.
pub fn sentence(reason: &Reason) -> String {
    match reason {
        Reason::FactMissing { fact, of: None } => format!("{fact} is not on record"),
        Reason::FactMissing { fact, of: Some(of) } => format!("{fact} of {of} is not on record"),
        Reason::WordNotKnown { fact, word } => format!("{fact} is {word}, a word that no rule knows"),
        Reason::RulesIncomplete { of } => format!("our rules for {of} are still to be written"),
        Reason::InForce { on, from: Some(from), until: Some(until) } => {
            format!("the service is of {on}; the code is known from {from} to {until}")
        }
        Reason::InForce { on, .. } => format!("the service is of {on}; the code's life is not known"),
        Reason::ConsentGiven { consent, at, revoked_at: None } => format!("consent {consent} of {at}"),
        Reason::ConsentGiven { consent, at, revoked_at: Some(revoked) } => {
            format!("consent {consent} of {at}, revoked {revoked}")
        }
        Reason::NoConsent { program, given_for: None } => format!("no consent to {}", program.word()),
        Reason::NoConsent { program, given_for: Some(other) } => {
            format!("no consent to {}; the one to {} does not cover it", program.word(), other.word())
        }
        Reason::ConsentAfterMonth { consent, at } => {
            format!("consent {consent} of {at} came after the month")
        }
        Reason::ConsentIncomplete { consent, missing } if missing.is_empty() => {
            format!("consent {consent} lacks an element")
        }
        Reason::ConsentIncomplete { consent, missing } => {
            format!("consent {consent} lacks {}", list(missing))
        }
        Reason::ConsentUndocumented { consent } => format!("consent {consent} was verbal and has no note"),
        Reason::ConsentWithoutAuthority { consent } => {
            format!("consent {consent} came from a representative without authority on record")
        }
        Reason::ConsentNamesOther { consent, practitioner } => {
            format!("consent {consent} names {practitioner}")
        }
        Reason::ConsentRevoked { consent, at } => format!("consent {consent} was revoked {at}"),
        Reason::ConsentLapsed { consent, at } => format!("consent {consent} lapsed {at}"),
        Reason::ConsentAfter { consent, at, needed_by } => {
            format!("consent {consent} of {at} came after {needed_by}, when it was needed")
        }
        Reason::ConsentForm { consent, form } => {
            format!("consent {consent} is {form}, a form that the payer does not accept")
        }
        Reason::ContractMissing { payer } => format!("the terms of this {payer} payer are not on record"),
        Reason::NotCovered { payer } => format!("this {payer} payer does not cover the code"),
        Reason::CoverageEnded { payer } => format!("{payer}, cover not active"),
        Reason::AuthorizationMissing { payer } => {
            format!("this {payer} payer asks for its authorization beforehand, and none is on record")
        }
        Reason::Authorized { authorization } => format!("authorization {authorization}"),
        Reason::Election { elected: None } => {
            "the clinic has not said whether it elected the single code or the individual ones".to_owned()
        }
        Reason::Election { elected: Some(word) } => format!("the clinic elected {word}"),
        Reason::CodeEnded { until } => format!("the code ended on {until}"),
        Reason::PaidInsideVisit => "it pays inside the visit's rate here".to_owned(),
        Reason::MethodNotSaid => "the hospital has not said by which method it bills".to_owned(),
        Reason::InSingleCode { single } => format!("{single} is all that is billed, and pays nothing for it"),
        Reason::HospitalComponent => {
            "the hospital bills a part too; the patient owes a share of each".to_owned()
        }
        Reason::NeedNamed { named: true } => "a need was named at the visit".to_owned(),
        Reason::NeedNamed { named: false } => "no need was named at the visit".to_owned(),
        Reason::Level { conditions, qmb } => {
            let status = match qmb {
                Some(true) => "QMB",
                Some(false) => "not QMB",
                None => "QMB status not known",
            };
            format!("{}, {status}", count(*conditions, "chronic condition"))
        }
        Reason::Conflict { code, on, by, scope, source, verified, .. } => {
            let near = match scope {
                Scope::SamePractitioner => "the same practitioner",
                Scope::SameGroup => "the same group",
                Scope::AnyPractitioner => "any practitioner",
            };
            let checked = if *verified { "" } else { ", still being checked" };
            format!(
                "{code} of {on} by {}; not with it by {near} [{source}{checked}]",
                or_nothing(by.as_ref())
            )
        }
        Reason::PairNotListed { code, other } => {
            format!("the matrix says nothing of {code} with {other}: compare them")
        }
        Reason::PairEdit { paid, denied, modifier, vintage } => {
            let modifier = match modifier {
                ModifierIndicator::Never => "no modifier lets it through",
                ModifierIndicator::Allowed => "a modifier lets it through, where it is true",
            };
            format!("the claim edits of {vintage} deny {denied} beside {paid} on one day; {modifier}")
        }
        Reason::PairTableTooOld { code, vintage } => {
            format!("the claim edits of {vintage} are older than {code}: compare with a newer table")
        }
        Reason::UnitsAboveEdit { units, most, vintage } => {
            format!("{units} units; the claim edits of {vintage} bear {most} a day")
        }
        Reason::NoPrimary { code, vintage } => {
            format!("the claim edits of {vintage} name other codes to which {code} may be added")
        }
        Reason::GlobalSurgery { from, until } => {
            format!("paid the global fee of an operation from {from} to {until}")
        }
        Reason::BaseNotBilled { among } => {
            let codes: Vec<&str> = among.iter().map(crate::basics::Hcpcs::as_str).collect();
            format!("none of {} is billed by the same practitioner in the month", codes.join(", "))
        }
        Reason::ManagedBefore { code, on } => format!("{code} was billed here on {on}"),
        Reason::Window { device, from, until } => format!("device {device}, window from {from} to {until}"),
        Reason::DeviceDays { device, days, needed } => {
            format!("{} with data of {device}, {needed} needed", count(usize::from(*days), "day"))
        }
        Reason::DeviceByHand { device } => format!("the data of {device} are keyed in by hand"),
        Reason::LiveContact { found: true } => "a live contact in the month".to_owned(),
        Reason::LiveContact { found: false } => "no live contact among the minutes counted".to_owned(),
        Reason::Discharge { from, to } => {
            let known = |word: &Option<Word>| word.map_or("not known".to_owned(), |word| word.to_string());
            format!("discharged from {} to {}", known(from), known(to))
        }
        Reason::DiedAfterDischarge { day } => format!("the patient died on day {day} after the discharge"),
        Reason::Alive => "no death in the days after the discharge".to_owned(),
        Reason::FirstContact { on, by, attempts } => {
            let made = on.map_or("no contact".to_owned(), |on| format!("first contact on {on}"));
            format!("{made}, {}; by {by} it is in time", count(usize::from(*attempts), "documented attempt"))
        }
        Reason::TransitionVisit { on, by, level } => {
            let visit = on.map_or("no visit".to_owned(), |on| format!("visit on {on}"));
            let by = by.map_or(String::new(), |by| format!(", by {by} it is in time"));
            let level = level.map_or("not known".to_owned(), |level| level.to_string());
            format!("{visit}{by}; decision making {level}")
        }
        Reason::Reconciled { on, by } => {
            let done = on.map_or("medications not reconciled".to_owned(), |on| {
                format!("medications reconciled on {on}")
            });
            by.map_or(done.clone(), |by| format!("{done}, the visit was on {by}"))
        }
        Reason::Collaborative { psychiatric_review, registry } => format!(
            "psychiatric review {}, registry {}",
            if *psychiatric_review { "on record" } else { "missing" },
            if *registry { "on record" } else { "missing" },
        ),
        Reason::CoverageQuestioned { payer, said: Some(said) } => {
            format!("{payer} is the payer on record, and the payer's own answer says otherwise: {said}")
        }
        Reason::CoverageQuestioned { payer, said: None } => {
            format!("{payer} has not confirmed the cover for this month")
        }
        Reason::Coverage { payer, part_b_active: true } => format!("{payer}, Part B active"),
        Reason::Coverage { payer, part_b_active: false } => format!("{payer}, Part B not active"),
        Reason::BillerRole { role } => format!("the billing practitioner is {role}"),
        Reason::Conditions { found, needed, .. } => {
            format!("{} of {needed} needed", count(*found, "counting condition"))
        }
        Reason::Visit { visit, on } => format!("visit {visit} of {on}"),
        Reason::VisitLacks { visit, on, lacks, .. } => {
            let lacks = match lacks {
                VisitLack::Facts => "is not known to qualify",
                VisitLack::QualifyingCode => "has no code that qualifies",
                VisitLack::OurPractitioner => "was not with the billing practitioner",
                VisitLack::CareManagementTalk => "did not raise care management",
            };
            format!("visit {visit} of {on} {lacks}")
        }
        Reason::NoVisit { from, until, latest: None } => format!("no visit from {from} to {until}"),
        Reason::NoVisit { from, until, latest: Some(latest) } => {
            format!("no visit from {from} to {until}; the latest on record is of {latest}")
        }
        Reason::ExtraPlanning { visit, on, stopped } => {
            let stopped = match stopped {
                None => "extra planning by the practitioner",
                Some(PlanningBar::VisitDoesNotQualify) => "the visit does not qualify, or is not known to",
                Some(PlanningBar::AfterServiceStart) => "the visit came after the service began",
                Some(PlanningBar::CcmStopped) => "CCM itself is held",
                Some(PlanningBar::NoCcmWork) => "the month has no CCM work",
            };
            format!("visit {visit} of {on}: {stopped}")
        }
        Reason::NoCarePlan { by } => format!("no care plan by {by}"),
        Reason::CarePlan { plan, on } => format!("care plan {plan} of {on}"),
        Reason::CarePlanLacks { plan, missing } => format!("care plan {plan} lacks {}", list(missing)),
        Reason::CarePlanCopy { plan, on: Some(on) } => {
            format!("a copy of care plan {plan} was given on {on}")
        }
        Reason::CarePlanCopy { plan, on: None } => {
            format!("no copy of care plan {plan} is recorded as given")
        }
        Reason::CarePlanReviewed { plan, on, not_before } => {
            format!("care plan {plan} was last worked on {on}; not before {not_before} is needed")
        }
        Reason::CarePlanSigned { plan, by } => {
            format!("care plan {plan} was signed by {}", or_nothing(by.as_ref()))
        }
        Reason::BilledAlready { service, code, on, by } => {
            format!("{code} of {on} by {} is known ({service})", or_nothing(by.as_ref()))
        }
        Reason::NothingElseBilled => "nothing of the kind is known".to_owned(),
        Reason::NoDecisionMaking => "no word on the month's decision making".to_owned(),
        Reason::DecisionMaking { record, on, level, signed, by } => format!(
            "decision making {record} of {on}: {}, {}, by {}",
            level.map_or("level not known".to_owned(), |level| level.to_string()),
            match signed {
                Some(true) => "signed",
                Some(false) => "not signed",
                None => "signature not known",
            },
            or_nothing(by.as_ref()),
        ),
        Reason::CarePlanNotRevised { .. } => "the care plan was not made or revised in the month".to_owned(),
        Reason::Minutes { counted_seconds, needed_seconds } => {
            format!("{} counted, {} needed", minutes(*counted_seconds), minutes(*needed_seconds))
        }
        Reason::FurtherMinutes { counted_seconds, first_seconds, increment_seconds, units, units_max } => {
            format!(
                "{} counted, {} after the first {}: {units} x {}, at most {units_max}",
                minutes(*counted_seconds),
                minutes(counted_seconds.saturating_sub(*first_seconds)),
                minutes(*first_seconds),
                minutes(*increment_seconds),
            )
        }
        Reason::UnitsAboveGuard { units, guard } => {
            format!("{units} units; more than {guard} wait for review")
        }
        Reason::Base { code } => format!("goes with {code}"),
        Reason::Track { declared, used } => {
            let declared = declared.map_or("none declared".to_owned(), |word| format!("{word} declared"));
            let used = used.map_or("none reached".to_owned(), |word| format!("{word} used"));
            format!("track: {declared}, {used}")
        }
        Reason::Filing { today, last_day } => format!("today is {today}, the last day to file is {last_day}"),
        Reason::Diagnoses { found, needed, .. } => {
            format!("{} of {needed} needed, billable on the date", count(*found, "diagnosis code"))
        }
        Reason::EntryLate { entry, seconds } => {
            format!(
                "entry {entry} was recorded {} after the work",
                count(usize::try_from(seconds / 86_400).unwrap_or(usize::MAX), "day")
            )
        }
        Reason::TwoPatients { entry, seconds } => {
            format!("{} of entry {entry} were logged for another patient too", minutes(*seconds))
        }
        Reason::ExactMinutes { counted_seconds } => {
            format!("{} counted, exactly what is billed", minutes(*counted_seconds))
        }
        Reason::NoPlanWork => "no work on the care plan in the month".to_owned(),
        Reason::PatientNotReached => "neither patient nor caregiver was reached in the month".to_owned(),
        Reason::CapabilitiesMissing { missing } => format!("the practice does not offer {}", list(missing)),
        Reason::SettingNotOffered { switch } => format!("the setting of {switch} is not one that is offered"),
    }
}
