//! The first administrator, made by whoever runs the machine: from then on people invite people.

use ccm::access::{Actor, Password, Permission, Standing};
use ccm::basics::*;
use ccm::people::{Person, StaffRole};
use serde::Serialize;

use super::invite::account_of;
use crate::ports::{AccountRow, AccountState};
use crate::{App, Error, Place, Result};

/// The role word that the setup gives.
const WORD: &str = "administrator";

/// Who it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FirstAdministrator {
    pub person: PersonId,
    pub login: String,
    /// Nobody of the setup file signs in by this name, so a person was made.
    pub is_new_person: bool,
}

/// Whether anybody can sign in who runs the organization.
///
/// # Errors
/// Storage's failures.
pub async fn has_administrator(app: &App, organization: OrganizationId) -> Result<bool> {
    has_active(app, organization, &[WORD.to_owned()]).await
}

/// Whether anybody at all can sign in: staff may come by the operator's invitation before there is an administrator.
///
/// # Errors
/// Storage's failures.
pub async fn has_anybody(app: &App, organization: OrganizationId) -> Result<bool> {
    let words: Vec<String> = app.rules.role_words().map(|(word, _)| word.to_owned()).collect();
    has_active(app, organization, &words).await
}

async fn has_active(app: &App, organization: OrganizationId, words: &[String]) -> Result<bool> {
    let nobody = Actor::Visitor { address: String::new() };
    let mut work = app.begin_read(&nobody, Place { organization, practice: None }).await?;
    let today = crate::work::now_date(work.now);
    work.tx.has_active(words, today).await
}

/// Gives somebody an account with a password, and makes them an administrator.
///
/// # Errors
/// [`Error::Conflict`] where there is one already: that one invites the next; [`Error::Invalid`] for a name or password
/// that is none; [`Error::Forbidden`] to everybody but the operator.
pub async fn first_administrator(
    app: &App,
    actor: &Actor,
    organization: OrganizationId,
    login: &str,
    password: &Password,
) -> Result<FirstAdministrator> {
    let login = login.trim();
    let fits = |c: char| c.is_ascii_graphic();
    if !(3..=64).contains(&login.len()) || !login.chars().all(fits) {
        return Err(Error::invalid(
            Problem::new("login", "admin_login").with("expected", "3 to 64 letters, digits, marks"),
        ));
    }
    super::password::check(password, login)?;
    let hash = app.secrets.hash_password(password).await?;
    let place = Place { organization, practice: None };
    let mut work = app.begin(actor, place).await?.require(Permission::SetUp).await?;
    if work.standing != Standing::Operator {
        return Err(Error::Forbidden(Permission::SetUp.word()));
    }
    let (now, today) = (work.now, crate::work::now_date(work.now));
    if work.tx.has_active(&[WORD.to_owned()], today).await? {
        return Err(Error::Conflict("there is an administrator; they invite others".to_owned()));
    }
    let practices = work.tx.practice_names().await?;
    let Some((practice, ..)) = practices.first() else { return Err(Error::NotFound("practice")) };
    let known = work.tx.persons().await?.into_iter().find(|one| one.login.as_deref() == Some(login));
    let is_new_person = known.is_none();
    let person = match known {
        Some(person) => person.id,
        None => {
            let id = PersonId(work.id());
            let person = Person {
                id,
                key: format!("admin-{}", id.0.simple()),
                family: "Administrator".to_owned(),
                given: login.to_owned(),
                npi: None,
                qp_years: Vec::new(),
                login: Some(login.to_owned()),
            };
            let login = LoginId(work.id());
            work.tx.put_person(&person, Some(login)).await?;
            work.changed("person", id, 1);
            id
        }
    };
    let held = work.tx.held_roles(person).await?;
    if !crate::work::standings_at(&app.rules, &held, None, now).has(Standing::Administrator) {
        let role = StaffRole {
            id: RoleId(work.id()),
            person,
            word: WORD.to_owned(),
            from: today,
            until: None,
            taxonomy: None,
            country: "US".to_owned(),
            supervisor: None,
            credential: None,
        };
        work.tx.put_role(*practice, &role).await?;
        work.changed("staff_role", role.id, 1);
    }
    let account = account_of(&mut work, person, login).await?;
    let account =
        AccountRow { state: AccountState::Active, password: Some(hash), password_at: Some(now), ..account };
    work.tx.put_account(&account, now).await?;
    work.audit("make", "administrator", &account.id.to_string(), None, serde_json::json!({"person": person}));
    work.changed("account", account.id, 1);
    work.commit().await?;
    Ok(FirstAdministrator { person, login: login.to_owned(), is_new_person })
}
