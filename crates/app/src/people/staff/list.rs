//! The staff of a practice: one line for each, and everything about one.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission, Standing};
use ccm::basics::*;
use ccm::people::{Person, RosteredHours, StaffRole};
use serde::Serialize;

use crate::ports::AccountState;
use crate::{App, Error, Place, Result, Work};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaffCard {
    pub person: PersonId,
    pub given: String,
    pub family: String,
    pub npi: Option<Npi>,
    pub login: Option<String>,
    /// Role words that hold today.
    pub words: Vec<String>,
    pub standing: Standing,
    /// `None`: cannot sign in, and was not invited.
    pub account: Option<AccountState>,
    /// A credential that is over, or will be within sixty days.
    pub credential_until: Option<Date>,
    /// Patients who are theirs.
    pub patients: usize,
}

/// A role with whether it holds today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleView {
    pub role: StaffRole,
    pub standing: Standing,
    pub is_current: bool,
    pub is_credentialed: bool,
}

/// Their way in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountView {
    pub state: AccountState,
    pub has_totp: bool,
    pub passkeys: usize,
}

/// Everything about one of the staff.
#[derive(Clone, Debug, Serialize)]
pub struct Member {
    pub person: Person,
    /// At this practice, the newest first.
    pub roles: Vec<RoleView>,
    pub account: Option<AccountView>,
    pub is_auditor: bool,
    /// The newest first.
    pub hours: Vec<RosteredHours>,
    pub today: Date,
}

/// How soon the end of a credential is told.
const SOON_DAYS: i64 = 60;

/// Everybody who works at the practice, or did, by name; who is here today first.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn staff(app: &App, actor: &Actor, place: Place) -> Result<Vec<StaffCard>> {
    let mut work = app.begin_read(actor, place).await?.require_one(STAFF).await?;
    let (practice, now, today) = (work.practice_id()?, work.now, super::today(&mut work).await?);
    let mut roles: BTreeMap<PersonId, Vec<StaffRole>> = BTreeMap::new();
    for role in work.tx.roles(practice).await? {
        roles.entry(role.person).or_default().push(role);
    }
    let mut cards = Vec::new();
    for person in work.tx.persons().await? {
        let Some(held) = roles.get(&person.id) else { continue };
        let current: Vec<&StaffRole> = held.iter().filter(|role| role.covers(today)).collect();
        let credentials = current.iter().filter_map(|role| role.credential.as_ref()?.until);
        let soon = today.saturating_add(jiff::Span::new().days(SOON_DAYS));
        let assigned = work.tx.assigned_to(practice, person.id, crate::ports::Purpose::Care, now).await?;
        cards.push(StaffCard {
            account: work.tx.account_of(person.id).await?.map(|account| account.state),
            standing: standing(app, &current),
            words: current.iter().map(|role| role.word.clone()).collect(),
            credential_until: credentials.filter(|until| *until <= soon).min(),
            patients: assigned.len(),
            person: person.id,
            given: person.given,
            family: person.family,
            npi: person.npi,
            login: person.login,
        });
    }
    let order = |card: &StaffCard| (card.words.is_empty(), card.family.clone(), card.given.clone());
    cards.sort_by_key(order);
    Ok(cards)
}

/// Whoever manages people, assigns patients, or watches over both needs to know who works here.
const STAFF: &[Permission] = &[Permission::ManageStaff, Permission::Assign, Permission::ReadAudit];

fn standing(app: &App, roles: &[&StaffRole]) -> Standing {
    let of = |role: &&StaffRole| app.rules.role_class(&role.word).map(|class| class.standing());
    roles.iter().filter_map(of).min().unwrap_or(Standing::Nobody)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] for somebody who never worked here; [`Error::Forbidden`].
pub async fn member(app: &App, actor: &Actor, place: Place, person: PersonId) -> Result<Member> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ManageStaff).await?;
    super::is_here(&mut work, person).await?;
    read(&mut work, person).await
}

async fn read(work: &mut Work, id: PersonId) -> Result<Member> {
    let (practice, today, app) = (work.practice_id()?, super::today(work).await?, work.app().clone());
    let person = work.tx.persons().await?.into_iter().find(|one| one.id == id);
    let person = person.ok_or(Error::NotFound("person"))?;
    let mut roles: Vec<StaffRole> = work.tx.roles(practice).await?;
    roles.retain(|role| role.person == id);
    roles.sort_by_key(|role| std::cmp::Reverse((role.from, role.id)));
    let view = |role: StaffRole| RoleView {
        standing: standing(&app, &[&role]),
        is_current: role.covers(today),
        is_credentialed: role.is_credentialed_on(today),
        role,
    };
    let roles: Vec<RoleView> = roles.into_iter().map(view).collect();
    let account = match work.tx.account_of(id).await? {
        None => None,
        Some(account) => Some(AccountView {
            state: account.state,
            has_totp: work.tx.totp(account.id).await?.is_some_and(|totp| totp.is_confirmed),
            passkeys: work.tx.passkeys(account.id).await?.len(),
        }),
    };
    let is_auditor = roles.iter().any(|one| one.is_current && one.standing == Standing::Auditor);
    let mut hours = work.tx.rostered_hours(practice).await?;
    hours.retain(|one| one.person == id);
    hours.reverse();
    Ok(Member { person, roles, account, is_auditor, hours, today })
}
