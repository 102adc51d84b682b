//! One-click sign-in as anybody of the invented practice. It exists only where the program was composed for the demo.

use ccm::access::{Actor, Standing};
use ccm::basics::*;
use serde::Serialize;

use super::invite::account_of;
use super::sign_in::{self, NewSession};
use crate::ports::{AccountRow, AccountState};
use crate::{App, Error, Place, Result};

/// Somebody to sign in as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoPerson {
    pub organization: OrganizationId,
    pub person: PersonId,
    pub login: String,
    pub name: String,
    /// The widest that they are anywhere.
    pub standing: Standing,
}

/// Everybody who may be tried out, by what they are.
///
/// # Errors
/// [`Error::NotFound`] outside of the demo.
pub async fn demo_people(app: &App) -> Result<Vec<DemoPerson>> {
    let mut people = Vec::new();
    for organization in demo(app).await? {
        let actor = Actor::Visitor { address: String::new() };
        let mut work = app.begin_read(&actor, Place { organization, practice: None }).await?;
        let practices = work.tx.practice_names().await?;
        for person in work.tx.persons().await? {
            let Some(login) = person.login else { continue };
            let roles = work.tx.held_roles(person.id).await?;
            let stands = |id| crate::work::standings_at(&app.rules, &roles, Some(id), work.now).chief();
            let standing = practices.iter().map(|(id, ..)| stands(*id)).min().unwrap_or(Standing::Nobody);
            if standing != Standing::Nobody {
                let name = format!("{} {}", person.given, person.family);
                people.push(DemoPerson { organization, person: person.id, login, name, standing });
            }
        }
    }
    people.sort_by(|a, b| (a.standing, &a.login).cmp(&(b.standing, &b.login)));
    Ok(people)
}

/// Signs in as somebody, without any proof.
///
/// # Errors
/// [`Error::NotFound`] outside of the demo, and for whom there is not.
pub async fn demo_sign_in(
    app: &App,
    organization: OrganizationId,
    person: PersonId,
    device: &str,
) -> Result<NewSession> {
    if !demo(app).await?.contains(&organization) {
        return Err(Error::NotFound("organization"));
    }
    let place = Place { organization, practice: None };
    let mut work = app.begin_read(&Actor::Visitor { address: String::new() }, place).await?;
    let found = work.tx.persons().await?.into_iter().find(|one| one.id == person);
    let login = found.and_then(|one| one.login).ok_or(Error::NotFound("person"))?;
    drop(work);
    let mut work = app.begin(&Actor::Staff { person, login: login.clone() }, place).await?;
    let account = account_of(&mut work, person, &login).await?;
    let now = work.now;
    let account = AccountRow { state: AccountState::Active, ..account };
    work.tx.put_account(&account, now).await?;
    sign_in::open(work, &account, device, "demo").await
}

async fn demo(app: &App) -> Result<Vec<OrganizationId>> {
    if !app.is_demo || app.is_production {
        return Err(Error::NotFound("demo"));
    }
    Ok(app.organizations().await?.into_iter().map(|row| row.id).collect())
}
