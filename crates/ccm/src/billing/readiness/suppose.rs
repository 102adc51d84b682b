//! What has not happened, put into the facts: an enrolled program asked for, a consent given, time worked.

use crate::basics::{Moment, Timestamp};
use crate::billing::facts::{
    ConsentElements, ConsentFact, ConsentGiver, EntryFact, Key, MonthFacts, RequestedCode,
};
use crate::billing::prepared::Prepared;
use crate::billing::program::{ActivityCounts, RoleClass};
use crate::billing::ruleset::RuleSet;
use crate::billing::word::Word;
use crate::enrollment::Program;

/// The name of what is supposed.
pub fn key() -> Key {
    Key::new("supposed")
}

/// Asks for every program in which the patient is enrolled, as an entry would (ENG-07).
pub fn ask_for_enrolled(facts: &mut MonthFacts, rules: &RuleSet) {
    let codes = facts.enrolled.iter().filter_map(|program| Some(&rules.program(*program)?.gate_code));
    let requests: Vec<RequestedCode> =
        codes.map(|code| RequestedCode { code: code.clone(), practitioner: None }).collect();
    facts.requested.extend(requests);
}

/// A consent to a program without a flaw, by the patient.
pub fn consent(facts: &MonthFacts, rules: &RuleSet, program: Program, at: Moment) -> ConsentFact {
    let by_payer = facts.payer.terms.as_ref().and_then(|terms| terms.consent_forms.as_ref()?.first());
    let words = rules.programs();
    // A form that needs no note beside it serves everywhere, unless the payer wants another.
    let plain = words.consent_forms.iter().find(|form| !words.consent_forms_documented.contains(form));
    ConsentFact {
        id: key(),
        program: program.consent_program(),
        form: by_payer.or(plain).copied(),
        at: Some(at),
        documented: Some(true),
        elements: Some(ConsentElements::Complete(true)),
        practitioner: Some(facts.biller.practitioner.clone()),
        same_group: Some(true),
        given_by: Some(ConsentGiver::Patient),
        revoked_at: None,
    }
}

/// The class of a role word.
fn class(rules: &RuleSet, role: Word) -> Option<&RoleClass> {
    rules.content.roles.get(&role)
}

/// Whether clinical staff may work for a program.
pub fn staff_may(rules: &RuleSet, program: Program) -> bool {
    staff_role(rules, program).is_some()
}

fn staff_role(rules: &RuleSet, program: Program) -> Option<Word> {
    let serves = |class: &RoleClass| class.supervised && class.programs.contains(&program);
    rules.content.roles.iter().find(|(_, class)| serves(class)).map(|(word, _)| *word)
}

/// Whether the billing practitioner's own minutes serve a program.
pub fn practitioner_may(facts: &MonthFacts, rules: &RuleSet, program: Program) -> bool {
    facts
        .biller
        .role
        .and_then(|role| class(rules, role))
        .is_some_and(|class| class.own_time && class.programs.contains(&program))
}

/// Work that would count if nothing but the calendar stood in its way, by staff, or by the practitioner where staff
/// may not. `None`: no role serves the program.
pub fn work(
    facts: &MonthFacts,
    prepared: &Prepared,
    program: Program,
    start: Timestamp,
    end: Timestamp,
) -> Option<EntryFact> {
    let rules = prepared.rules;
    let by_staff = staff_role(rules, program).map(|role| (key(), role));
    let by_practitioner = facts
        .biller
        .role
        .filter(|_| practitioner_may(facts, rules, program))
        .map(|role| (facts.biller.practitioner.clone(), role));
    let (performer, role) = by_staff.or(by_practitioner)?;
    let counts = rules.content.activities.iter().find(|(_, activity)| activity.counts == ActivityCounts::Yes);
    Some(EntryFact {
        id: key(),
        program,
        start,
        end,
        pauses: Vec::new(),
        performer,
        role: Some(role),
        supervised: Some(true),
        credential_active: Some(true),
        country: rules.content.time.inside_countries.first().copied(),
        activity: counts.map(|(word, _)| *word),
        live_contact: Some(true),
        recorded_at: None,
    })
}
