//! CONSENT-01 to 06: which consents are valid, from when to when, and what is wrong with the others.

use ccm::basics::Moment;
use ccm::billing::facts::{ConsentElements, ConsentFact, ConsentGiver, MonthFacts};
use ccm::enrollment::Program;

use super::calendar::{Calendar, Second, add_months};
use super::{Rule, UNKNOWN, published, switch};

/// A valid consent's life.
struct Valid {
    from: Second,
    lapses: Second,
    revoked: Second,
}

/// What is on record for one program.
pub struct Consents<'a> {
    asked: bool,
    valid: Vec<Valid>,
    records: Vec<&'a ConsentFact>,
    others_exist: bool,
}

pub fn of_program<'a>(facts: &'a MonthFacts, calendar: &Calendar, program: Program) -> Consents<'a> {
    // RPM_99091 needs the RPM consent (section 21).
    let program = if program == Program::RpmInterpretation { Program::Rpm } else { program };
    let records: Vec<_> = facts.consents.iter().filter(|record| record.program == program).collect();
    let valid = records
        .iter()
        .filter(|record| content_flaw(record, facts).is_none())
        .filter_map(|record| {
            let at = record.at?;
            Some(Valid {
                from: calendar.surely_begun(at),
                lapses: lapse(record, facts, calendar).unwrap_or(Second::MAX),
                revoked: record.revoked_at.map_or(Second::MAX, |end| stops_counting(end, facts, calendar)),
            })
        })
        .collect();
    let others_exist = facts.consents.len() > records.len();
    // TCM asks for no consent (ENG-13, TCM-01).
    Consents { asked: program != Program::Tcm, valid, records, others_exist }
}

/// CONSENT-02, 06 and 03, in that order; what is not known is not valid.
fn content_flaw(record: &ConsentFact, facts: &MonthFacts) -> Option<Rule> {
    let needs_note = match record.form.as_ref().map(|form| form.as_str().to_owned()).as_deref() {
        Some("verbal") => true,
        Some("written") => false,
        _ => return Some(UNKNOWN),
    };
    if needs_note {
        match record.documented {
            Some(true) => (),
            Some(false) => return Some("CONSENT-02"),
            None => return Some(UNKNOWN),
        }
    }
    match &record.elements {
        Some(ConsentElements::Complete(true)) => (),
        Some(ConsentElements::Covered(words))
            if published::CONSENT_CONTENT
                .iter()
                .all(|needed| words.iter().any(|word| word.as_str() == *needed)) => {}
        Some(_) => return Some("CONSENT-02"),
        None => return Some(UNKNOWN),
    }
    match record.given_by {
        Some(ConsentGiver::Patient) => (),
        Some(ConsentGiver::Representative { authority_on_record: Some(true) }) => (),
        Some(ConsentGiver::Representative { authority_on_record: Some(false) }) => return Some("CONSENT-06"),
        Some(ConsentGiver::Representative { authority_on_record: None }) | None => return Some(UNKNOWN),
    }
    match (&record.practitioner, record.same_group) {
        (None, _) => Some(UNKNOWN),
        (Some(named), _) if *named == facts.biller.practitioner => None,
        (Some(_), Some(true)) if switch::is(facts, "consent_scope", "group") => None,
        (Some(_), None) if switch::is(facts, "consent_scope", "group") => Some(UNKNOWN),
        (Some(_), _) => Some("CONSENT-03"),
    }
}

/// CONSENT-04 for CHI and PIN, CONSENT-03's switch for CCM: the start of the same date so much later.
fn lapse(record: &ConsentFact, facts: &MonthFacts, calendar: &Calendar) -> Option<Second> {
    let age = match record.program {
        Program::Chi | Program::Pin => Some(12),
        Program::Ccm => switch::number(facts, "ccm_consent_max_age_months", None),
        _ => None,
    }?;
    Some(calendar.midnight(add_months(calendar.day_of(record.at?), age)))
}

/// CONSENT-05: at the revocation, or with the switch at the end of its month.
fn stops_counting(end: Moment, facts: &MonthFacts, calendar: &Calendar) -> Second {
    if switch::flag(facts, "count_after_revocation", false) {
        calendar.midnight(calendar.day_of(end).last_of_month().tomorrow().unwrap_or(jiff::civil::Date::MAX))
    } else {
        calendar.begins(end)
    }
}

impl Consents<'_> {
    /// Why a second does not count: no valid consent yet, or one that was taken back.
    pub fn missing_at(&self, second: Second) -> Option<Rule> {
        if !self.asked {
            return None;
        }
        let given: Vec<_> = self.valid.iter().filter(|valid| valid.from <= second).collect();
        if given.iter().any(|valid| second < valid.lapses.min(valid.revoked)) {
            None
        } else if given.iter().any(|valid| valid.revoked <= valid.lapses) {
            // What ended it first gives it its name.
            Some("CONSENT-05")
        } else {
            Some("CONSENT-01")
        }
    }

    /// The gate: a consent that is valid in some part of the month, taken by the given end.
    pub fn gate(&self, facts: &MonthFacts, calendar: &Calendar, by: Second) -> Option<Rule> {
        if !self.asked {
            return None;
        }
        let flaw = |record: &ConsentFact| {
            let Some(at) = record.at else { return Some(UNKNOWN) };
            if calendar.begins(at) >= calendar.end {
                return Some("CONSENT-01");
            }
            if let Some(flaw) = content_flaw(record, facts) {
                return Some(flaw);
            }
            if record.revoked_at.is_some_and(|end| calendar.day_of(end) < calendar.month.first_day()) {
                return Some("CONSENT-05");
            }
            if lapse(record, facts, calendar).is_some_and(|end| end <= calendar.start) {
                return Some(if record.program == Program::Ccm { "CONSENT-03" } else { "CONSENT-04" });
            }
            (calendar.begins(at) >= by).then_some("CONSENT-01")
        };
        if self.records.iter().any(|record| flaw(record).is_none()) {
            return None;
        }
        let age = |record: &ConsentFact| record.at.map(|at| calendar.begins(at));
        match self.records.iter().max_by_key(|record| age(record)) {
            Some(newest) => flaw(newest),
            None if self.others_exist => Some("CONSENT-04"),
            None => Some("CONSENT-01"),
        }
    }
}
