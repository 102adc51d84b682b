//! Somebody new, and the NPI of somebody known.

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::Person;
use serde_json::json;

use super::role::{self, NewRole};
use crate::{App, Error, Place, Result, Work};

/// Somebody who begins to work here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    pub given: String,
    pub family: String,
    /// The name they will sign in with.
    pub login: String,
    pub npi: Option<Npi>,
    pub role: NewRole,
}

const NAME_LETTERS: usize = 80;

/// Puts a person on record with a first role. They come in by an invitation.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong, also for a sign-in name that is taken; [`Error::Forbidden`].
pub async fn add_person(app: &App, actor: &Actor, place: Place, new: &NewPerson) -> Result<PersonId> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    let known = work.tx.persons().await?;
    let mut problems = check(new, &known);
    let id = PersonId(work.id());
    let (given, family) = (new.given.trim().to_owned(), new.family.trim().to_owned());
    let person = Person {
        id,
        key: format!("person-{}", id.0.simple()),
        family,
        given,
        npi: new.npi.clone(),
        qp_years: Vec::new(),
        login: Some(new.login.trim().to_owned()),
    };
    if problems.is_empty() {
        let login = LoginId(work.id());
        work.tx.put_person(&person, Some(login)).await?;
        work.audit("add", "person", &id.to_string(), None, json!({"has_npi": person.npi.is_some()}));
        work.changed("person", id, 1);
    }
    match role::keep(&mut work, id, &new.role).await {
        Ok(_) => {}
        Err(Error::Invalid(more)) => problems.extend(more),
        Err(error) => return Err(error),
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    work.commit().await?;
    Ok(id)
}

fn check(new: &NewPerson, known: &[Person]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, text) in [("given", &new.given), ("family", &new.family)] {
        let letters = text.trim().chars().count();
        if letters == 0 || text.chars().any(char::is_control) {
            problems.push(Problem::new("required", name));
        } else if letters > NAME_LETTERS {
            problems.push(Problem::new("too_long", name).with("expected", NAME_LETTERS));
        }
    }
    let login = new.login.trim();
    if !(3..=64).contains(&login.len()) || !login.chars().all(|c| c.is_ascii_graphic()) {
        problems.push(Problem::new("login", "login"));
    } else if known.iter().any(|one| one.login.as_deref() == Some(login)) {
        problems.push(Problem::new("login_taken", "login"));
    }
    if new.npi.is_some() && known.iter().any(|one| one.npi == new.npi) {
        problems.push(Problem::new("npi_taken", "npi"));
    }
    problems
}

/// Puts somebody's NPI right. It is theirs for life, so this is for one that was missing or mistyped; what was billed
/// keeps the one it was billed with.
///
/// # Errors
/// [`Error::Invalid`] for one that is somebody else's; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn set_npi(app: &App, actor: &Actor, place: Place, person: PersonId, npi: Npi) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    super::is_here(&mut work, person).await?;
    let known = work.tx.persons().await?;
    if known.iter().any(|one| one.id != person && one.npi.as_ref() == Some(&npi)) {
        return Err(Error::invalid(Problem::new("npi_taken", "npi")));
    }
    let one = known.into_iter().find(|one| one.id == person).ok_or(Error::NotFound("person"))?;
    put(&mut work, one, npi).await?;
    work.commit().await
}

async fn put(work: &mut Work, person: Person, npi: Npi) -> Result<()> {
    let details = json!({"before": person.npi, "after": npi});
    let (id, login) = (person.id, person.login.as_ref().map(|_| LoginId(work.id())));
    work.tx.put_person(&Person { npi: Some(npi), ..person }, login).await?;
    work.audit("set", "npi", &id.to_string(), None, details);
    work.changed("person", id, 2);
    Ok(())
}
