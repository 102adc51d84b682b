//! Who else works here: the names behind ids, and whom one can tell or hand a task to.

use std::collections::BTreeMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;

use super::desk::Desk;
use crate::{App, Place, Result};

/// Somebody with a role at the practice today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub id: PersonId,
    pub name: String,
    /// A word of `rules/roles.toml`.
    pub role: String,
    /// May be told of what cannot wait, and answers it.
    pub is_practitioner: bool,
}

/// The practice's staff, and the names of everybody of the organization.
#[derive(Clone, Debug)]
pub struct Colleagues {
    /// By name.
    pub here: Vec<Colleague>,
    names: BTreeMap<PersonId, String>,
    pub me: PersonId,
    /// The practice's clock.
    pub zone: TimeZone,
    pub today: Date,
    /// The instant as of which pages speak.
    pub now: Timestamp,
    pub practice: String,
}

impl Colleagues {
    /// Given and family name; empty for nobody of ours.
    pub fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("", String::as_str)
    }
}

/// The staff as of now. No patient is in it.
///
/// # Errors
/// [`crate::Error::Forbidden`].
pub async fn colleagues(app: &App, actor: &Actor, place: Place) -> Result<Colleagues> {
    let mut desk = Desk::read(app, actor, place, Permission::ReadChart).await?;
    let persons = desk.work.tx.persons().await?;
    let roles = desk.work.tx.roles(desk.practice.id).await?;
    let names: BTreeMap<PersonId, String> =
        persons.iter().map(|one| (one.id, format!("{} {}", one.given, one.family))).collect();
    let mut here: Vec<Colleague> = Vec::new();
    for role in roles.iter().filter(|role| role.covers(desk.today)) {
        let is_practitioner = app.rules.role_class(&role.word).is_some_and(|class| class.is_practitioner());
        match here.iter_mut().find(|one| one.id == role.person) {
            Some(known) => known.is_practitioner |= is_practitioner,
            None => here.push(Colleague {
                id: role.person,
                name: names.get(&role.person).cloned().unwrap_or_default(),
                role: role.word.clone(),
                is_practitioner,
            }),
        }
    }
    here.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    Ok(Colleagues {
        here,
        names,
        me: desk.person,
        zone: desk.zone.clone(),
        today: desk.today,
        now: desk.work.now,
        practice: desk.practice.profile.name.clone(),
    })
}
