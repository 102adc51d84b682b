//! Which consents stand, and when (CONSENT-01 to 06).

use super::facts::{ConsentElements, ConsentFact, ConsentGiver, MonthFacts};
use super::payer::PayerTerms;
use super::prepared::Prepared;
use super::reason::{Reason, ids};
use super::scene::Scene;
use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::basics::dates::months_later;
use crate::basics::{Answer, Date, Moment};
use crate::enrollment::Program;
use crate::time::ledger::Stretch;

/// What spoils a consent.
pub(super) struct Flaw {
    pub rule: RuleId,
    pub answer: Answer,
    pub reason: Reason,
}

/// When a consent without a flaw lets minutes count.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub stretch: Stretch,
    pub end: End,
    /// The first moment at which it may have been given: a day alone is not after its own month.
    pub given: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Never,
    Revoked { at: i64 },
    Lapsed,
}

impl Window {
    /// Whether it covers some of a month. A revocation takes effect at the end of its month (CONSENT-05).
    pub fn reaches(&self, month: Stretch) -> bool {
        self.given < month.end
            && match self.end {
                End::Never => true,
                End::Revoked { at } => at >= month.start,
                End::Lapsed => self.stretch.end > month.start,
            }
    }
}

/// A stretch of the month without a valid consent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub stretch: Stretch,
    pub rule: RuleId,
    pub answer: Answer,
}

/// The consent as such: complete, documented, for us. Its dates are asked elsewhere.
pub(super) fn flaw(
    consent: &ConsentFact,
    payer: Option<&PayerTerms>,
    facts: &MonthFacts,
    prepared: &Prepared,
) -> Option<Flaw> {
    let words = &prepared.rules.content.programs;
    let id = || consent.id.clone();
    let missing = |rule, fact| {
        let reason = Reason::FactMissing { fact: Word::literal(fact), of: Some(id()) };
        Some(Flaw { rule, answer: Answer::Unknown, reason })
    };
    let not_met = |rule, reason| Some(Flaw { rule, answer: Answer::NotMet, reason });
    if consent.at.is_none() {
        return missing(ids::CONSENT_01, "consent.at");
    }
    match consent.form {
        None => return missing(ids::CONSENT_02, "consent.form"),
        Some(form) if !words.consent_forms.contains(&form) => {
            let reason = Reason::WordNotKnown { fact: Word::literal("consent.form"), word: form };
            return Some(Flaw { rule: ids::CONSENT_02, answer: Answer::Unknown, reason });
        }
        Some(form)
            if payer
                .and_then(|terms| terms.consent_forms.as_ref())
                .is_some_and(|forms| !forms.contains(&form)) =>
        {
            return not_met(ids::CONSENT_02, Reason::ConsentForm { consent: id(), form });
        }
        Some(form) if words.consent_forms_documented.contains(&form) => match consent.documented {
            None => return missing(ids::CONSENT_02, "consent.documented"),
            Some(false) => return not_met(ids::CONSENT_02, Reason::ConsentUndocumented { consent: id() }),
            Some(true) => {}
        },
        Some(_) => {}
    }
    match &consent.elements {
        None => return missing(ids::CONSENT_02, "consent.elements"),
        Some(ConsentElements::Complete(true)) => {}
        Some(ConsentElements::Complete(false)) => {
            return not_met(
                ids::CONSENT_02,
                Reason::ConsentIncomplete { consent: id(), missing: Vec::new() },
            );
        }
        Some(ConsentElements::Covered(covered)) => {
            let lacking = |word: &&Word| !covered.contains(word);
            let missing: Vec<Word> = words.consent_elements.iter().filter(lacking).copied().collect();
            if !missing.is_empty() {
                return not_met(ids::CONSENT_02, Reason::ConsentIncomplete { consent: id(), missing });
            }
        }
    }
    match consent.given_by {
        None => return missing(ids::CONSENT_06, "consent.given_by"),
        Some(ConsentGiver::Patient | ConsentGiver::Representative { authority_on_record: Some(true) }) => {}
        Some(ConsentGiver::Representative { authority_on_record: Some(false) }) => {
            return not_met(ids::CONSENT_06, Reason::ConsentWithoutAuthority { consent: id() });
        }
        Some(ConsentGiver::Representative { authority_on_record: None }) => {
            return missing(ids::CONSENT_06, "consent.authority");
        }
    }
    match &consent.practitioner {
        None => missing(ids::CONSENT_03, "consent.practitioner"),
        Some(named) if *named == facts.biller.practitioner => None,
        Some(named) => {
            let group_serves = prepared.choices.is(Switch::ConsentScope, "group");
            match consent.same_group {
                Some(true) if group_serves => None,
                None if group_serves => missing(ids::CONSENT_03, "consent.same_group"),
                _ => {
                    let reason = Reason::ConsentNamesOther { consent: id(), practitioner: named.clone() };
                    not_met(ids::CONSENT_03, reason)
                }
            }
        }
    }
}

/// When a consent starts and stops to let minutes count. `None` without an instant.
pub(super) fn window(consent: &ConsentFact, prepared: &Prepared) -> Option<Window> {
    // Known only to the day: it cannot be shown to precede the work of that day.
    let given = consent.at?;
    let start = prepared.latest(given);
    let given = prepared.earliest(given);
    let mut window = Window { stretch: Stretch::new(start, Stretch::NEVER_ENDS), end: End::Never, given };
    if let Some(at) = lapses(consent, prepared).map(|day| prepared.day(day).start) {
        window = Window { stretch: Stretch::new(start, at), end: End::Lapsed, given };
    }
    if let Some(revoked) = consent.revoked_at {
        let at = prepared.earliest(revoked);
        let until = if prepared.choices.flag(Switch::CountAfterRevocation) {
            let month = crate::basics::ServiceMonth::of(prepared.local_day(at));
            prepared.day(month.next().first_day()).start
        } else {
            at
        };
        if until < window.stretch.end {
            window = Window { stretch: Stretch::new(start, until), end: End::Revoked { at }, given };
        }
    }
    Some(window)
}

/// First day on which the consent no longer serves because of its age.
pub(super) fn lapses(consent: &ConsentFact, prepared: &Prepared) -> Option<Date> {
    let by_program = prepared.program(consent.program)?.consent_lapses_after_months.map(i64::from);
    let by_switch =
        (consent.program == Program::Ccm).then(|| prepared.choices.number(Switch::ConsentMaxAge)).flatten();
    let months = by_program.or(by_switch)?;
    months_later(consent.at?.day(&prepared.clock), months)
}

/// The program's stretches of the month in which no valid consent lets minutes count.
pub(super) fn gaps(
    program: Program,
    payer: Option<&PayerTerms>,
    facts: &MonthFacts,
    prepared: &Prepared,
) -> Vec<Gap> {
    let mut windows: Vec<Window> = Vec::new();
    let mut answer = Answer::NotMet;
    for consent in facts.consents.iter().filter(|consent| consent.program == program.consent_program()) {
        match flaw(consent, payer, facts, prepared) {
            None => windows.extend(window(consent, prepared)),
            Some(flaw) if flaw.answer == Answer::Unknown => answer = Answer::Unknown,
            Some(_) => {}
        }
    }
    windows.sort_unstable_by_key(|window| window.stretch);
    let mut gaps = Vec::new();
    let mut covered_until = Stretch::NEVER_BEGAN;
    let mut ended = End::Never;
    let mut push = |from: i64, until: i64, ended: End| {
        let stretch = Stretch::new(from, until).overlap(prepared.span);
        let rule = if matches!(ended, End::Revoked { .. }) { ids::CONSENT_05 } else { ids::CONSENT_01 };
        if !stretch.is_empty() {
            gaps.push(Gap { stretch, rule, answer });
        }
    };
    for window in windows {
        push(covered_until, window.stretch.start, ended);
        if window.stretch.end > covered_until {
            (covered_until, ended) = (window.stretch.end, window.end);
        }
    }
    push(covered_until, Stretch::NEVER_ENDS, ended);
    gaps
}

/// The answer of the gate, under the rule that names the flaw. `needed_by`: the first day of a device's window,
/// which a consent given later does not cover.
pub(super) fn gate(program: Program, needed_by: Option<Date>, scene: &Scene) -> Flaw {
    let (facts, prepared) = (scene.facts, scene.prepared);
    let asked = program.consent_program();
    let of_program = || facts.consents.iter().filter(|consent| consent.program == asked);
    // Newest first; a consent without an instant is the oldest.
    let age = |consent: &&ConsentFact| consent.at.map(|at| prepared.earliest(at));
    let Some(newest) = of_program().max_by_key(age) else {
        let given_for = facts.consents.first().map(|consent| consent.program);
        let rule = if given_for.is_some() { ids::CONSENT_04 } else { ids::CONSENT_01 };
        return Flaw {
            rule,
            answer: Answer::NotMet,
            reason: Reason::NoConsent { program: asked, given_for },
        };
    };
    let in_time = |consent: &ConsentFact| {
        needed_by.is_none_or(|day| consent.at.is_some_and(|at| at.day(&prepared.clock) <= day))
    };
    let standing = of_program()
        .filter(|consent| flaw(consent, scene.payer.as_deref(), facts, prepared).is_none())
        .filter(|consent| window(consent, prepared).is_some_and(|window| window.reaches(prepared.span)))
        .filter(|consent| in_time(consent))
        .max_by_key(age);
    if let Some(ConsentFact { id, at: Some(at), revoked_at, .. }) = standing {
        let reason =
            Reason::ConsentGiven { consent: id.clone(), at: *at, revoked_at: revoked_at.map(Box::new) };
        return Flaw { rule: ids::CONSENT_01, answer: Answer::Met, reason };
    }
    let id = || newest.id.clone();
    let not_met = |rule, reason| Flaw { rule, answer: Answer::NotMet, reason };
    if let Some(at) = newest.at
        && prepared.earliest(at) >= prepared.span.end
    {
        return not_met(ids::CONSENT_01, Reason::ConsentAfterMonth { consent: id(), at });
    }
    if let Some(flaw) = flaw(newest, scene.payer.as_deref(), facts, prepared) {
        return flaw;
    }
    if let Some(at) = newest.revoked_at
        && prepared.earliest(at) < prepared.span.start
    {
        return not_met(ids::CONSENT_05, Reason::ConsentRevoked { consent: id(), at });
    }
    if let (Some(needed_by), Some(at)) = (needed_by, newest.at)
        && !in_time(newest)
    {
        return not_met(ids::CONSENT_01, Reason::ConsentAfter { consent: id(), at, needed_by });
    }
    let rule = if asked == Program::Ccm { ids::CONSENT_03 } else { ids::CONSENT_04 };
    let at = lapses(newest, prepared).map_or(Moment::Day(prepared.month.first_day()), Moment::Day);
    not_met(rule, Reason::ConsentLapsed { consent: id(), at })
}
