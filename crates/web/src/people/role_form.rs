//! The fields of a role and its credential: the same for somebody new and for a further role.

use app::people::staff::{NewRole, role_words, staff};
use ccm::access::Standing;
use ccm::basics::{Date, PersonId, Problem};
use ccm::people::Credential;

use super::typed::{Reader, Typed};
use crate::access::AtPractice;
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{PageError, Web};

/// Ready for `people/_role.html`.
pub struct RoleForm {
    pub word: Entry,
    pub words: Vec<Choice>,
    pub from: Entry,
    pub until: Entry,
    pub taxonomy: Entry,
    pub country: Entry,
    pub supervisor: Entry,
    pub supervisors: Vec<Choice>,
    pub credential: CredentialForm,
}

/// Ready for `people/_credential.html`.
pub struct CredentialForm {
    pub kind: Entry,
    pub state: Entry,
    pub from: Entry,
    pub until: Entry,
}

/// What stands in it before anybody types.
pub fn usual(today: Date) -> Typed {
    Typed::of([("from", today.to_string()), ("country", "US".to_owned()), ("word", "rn".to_owned())])
}

pub async fn shown(
    web: &Web,
    at: &AtPractice,
    typed: &Typed,
    problems: &[Problem],
    t: Words,
) -> Result<RoleForm, PageError> {
    let people = staff(&web.app, &at.actor(), at.place()).await?;
    let supervisors = people.iter().filter(|one| one.standing == Standing::Practitioner);
    let supervisors = supervisors
        .map(|one| (one.person.to_string(), format!("{} {}", one.given, one.family).into()))
        .collect::<Vec<_>>();
    let nobody = std::iter::once((String::new(), t.say("role-no-supervisor")));
    let gives_organization = at.standings.has(Standing::Administrator);
    let words = role_words(&web.app, gives_organization).into_iter().map(|one| {
        let label = match (word(&one.word, t), more(&one.word, one.standing, t)) {
            (word, None) => word,
            (word, Some(standing)) => format!("{word} ({standing})"),
        };
        (one.word, label.into())
    });
    let entry = |name| typed.entry(name, problems, t);
    Ok(RoleForm {
        word: entry("word"),
        words: typed.choices("word", words),
        from: entry("from"),
        until: entry("until"),
        taxonomy: entry("taxonomy"),
        country: entry("country"),
        supervisor: entry("supervisor"),
        supervisors: typed.choices("supervisor", nobody.chain(supervisors)),
        credential: credential(typed, problems, t),
    })
}

pub fn credential(typed: &Typed, problems: &[Problem], t: Words) -> CredentialForm {
    let entry = |name| typed.entry(name, problems, t);
    CredentialForm {
        kind: entry("credential"),
        state: entry("credential_state"),
        from: entry("credential_from"),
        until: entry("credential_until"),
    }
}

pub fn read(reader: &mut Reader<'_>) -> NewRole {
    NewRole {
        word: reader.text("word"),
        from: reader.date("from"),
        until: reader.date_or_none("until"),
        taxonomy: reader.optional("taxonomy"),
        country: reader.optional("country").unwrap_or_else(|| "US".to_owned()).to_ascii_uppercase(),
        supervisor: reader.parsed_or_none::<PersonId>("supervisor", "unknown_person"),
        credential: read_credential(reader, false),
    }
}

/// `None` where nothing of it was typed, unless it must be.
pub fn read_credential(reader: &mut Reader<'_>, is_needed: bool) -> Option<Credential> {
    let fields = ["credential", "credential_state", "credential_from", "credential_until"];
    if !is_needed && fields.iter().all(|name| reader.optional(name).is_none()) {
        return None;
    }
    Some(Credential {
        kind: reader.text("credential"),
        state: reader.optional("credential_state").map(|state| state.to_ascii_uppercase()),
        from: reader.date("credential_from"),
        until: reader.date_or_none("credential_until"),
    })
}

/// A role word as people say it; one without a name of its own is shown as the rules write it.
pub fn word(word: &str, t: Words) -> String {
    let key = format!("role-word-{}", word.replace('_', "-"));
    if t.knows(&key) { t.say(&key).into_owned() } else { word.replace('_', " ") }
}

/// What a role lets somebody be, where its word does not say so already.
pub fn more(role: &str, is: Standing, t: Words) -> Option<String> {
    Some(standing(is, t)).filter(|standing| *standing != word(role, t))
}

pub fn standing(standing: Standing, t: Words) -> String {
    t.say(&format!("standing-{}", standing.word().replace('_', "-"))).into_owned()
}

#[cfg(test)]
mod tests {
    use ccm::billing::RuleSet;

    use super::*;

    #[test]
    fn every_role_of_the_rules_has_a_name_of_its_own() {
        let t = Words::default();
        let key = |role: &str| format!("role-word-{}", role.replace('_', "-"));
        let unnamed =
            RuleSet::embedded().role_words().map(|(role, _)| role).filter(|role| !t.knows(&key(role)));
        assert_eq!(unnamed.collect::<Vec<_>>(), Vec::<&str>::new(), "not in locales/en-US/walls.ftl");
        assert_eq!(word("marriage_family_therapist", t), "Marriage and family therapist");
        // A rule set of the organization's own may have more.
        assert_eq!(word("night_nurse", t), "night nurse");
    }

    #[test]
    fn nobody_is_called_a_biller_twice() {
        let t = Words::default();
        assert_eq!(more("biller", Standing::Biller, t), None);
        assert_eq!(more("rn", Standing::ClinicalStaff, t).as_deref(), Some("Clinical staff"));
    }
}
