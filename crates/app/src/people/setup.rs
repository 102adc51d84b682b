//! Set up an organization from a file: payers, practices, people, charges. Running it again changes what differs.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::people::{Person, Practice, RosteredHours, StaffRole};
use serde::Serialize;

use super::setup_file;
use crate::ports::{OrganizationRow, PayerRow};
use crate::{App, Error, Place, Result};

/// What is there now.
#[derive(Clone, Debug, Serialize)]
pub struct SetupReport {
    pub organization: OrganizationId,
    pub practices: Vec<(String, PracticeId)>,
    pub payers: usize,
    pub people: usize,
    pub roles: usize,
}

/// Keeps a setup file. Nothing of a wrong file is kept.
///
/// # Errors
/// [`Error::Invalid`] with every problem of the file; [`Error::Forbidden`].
pub async fn set_up(app: &App, actor: &Actor, file: &str) -> Result<SetupReport> {
    let setup = setup_file::read(file, &app.rules).map_err(Error::Invalid)?;
    let known = app.organizations().await?.into_iter().find(|row| row.key == setup.organization_key);
    let row = OrganizationRow {
        id: known.map_or_else(|| OrganizationId(app.ids.next()), |row| row.id),
        key: setup.organization_key.clone(),
        name: setup.organization_name.clone(),
    };
    let mut work = app
        .begin(actor, Place { organization: row.id, practice: None })
        .await?
        .require(Permission::SetUp)
        .await?;
    let now = work.now;
    work.tx.put_organization(&row, now).await?;
    app.store.ensure_key(&mut *work.tx, row.id, now).await?;

    let payers: HashMap<String, PayerId> =
        work.tx.payers().await?.into_iter().map(|row| (row.key, row.id)).collect();
    for (key, profile, terms) in setup.payers.iter().cloned() {
        let id = payers.get(&key).copied().unwrap_or_else(|| PayerId(app.ids.next()));
        work.tx.put_payer(&PayerRow { id, key, profile, terms }).await?;
        work.changed("payer", id, 1);
    }

    let practices: HashMap<String, PracticeId> =
        work.tx.practices().await?.into_iter().map(|row| (row.key, row.id)).collect();
    let mut placed = Vec::new();
    for one in setup.practices {
        let id = practices.get(&one.key).copied().unwrap_or_else(|| PracticeId(app.ids.next()));
        placed.push((one.key.clone(), id));
        let practice = Practice { id, key: one.key, profile: one.profile, zones: one.zones };
        work.tx.put_practice(&practice).await?;
        work.tx.put_charges(id, &one.charges).await?;
        if let Some(limits) = &one.clock {
            work.tx.put_clock_limits(id, limits).await?;
        }
        work.changed("practice", id, 1);
    }

    let persons: HashMap<String, PersonId> =
        work.tx.persons().await?.into_iter().map(|row| (row.key, row.id)).collect();
    let ids: HashMap<String, PersonId> = setup
        .people
        .iter()
        .map(|one| {
            (one.key.clone(), persons.get(&one.key).copied().unwrap_or_else(|| PersonId(app.ids.next())))
        })
        .collect();
    let mut roles = 0;
    for one in &setup.people {
        let person = Person {
            id: ids[&one.key],
            key: one.key.clone(),
            family: one.family.clone(),
            given: one.given.clone(),
            npi: one.npi.clone(),
            qp_years: one.qp_years.clone(),
            login: one.login.clone(),
        };
        let login = one.login.as_ref().map(|_| LoginId(app.ids.next()));
        work.tx.put_person(&person, login).await?;
        work.changed("person", person.id, 1);
    }
    for one in &setup.people {
        for role in &one.roles {
            let practice = placed.iter().find(|(key, _)| *key == role.practice).map(|(_, id)| *id);
            let practice =
                practice.ok_or_else(|| Error::Internal("a role at a practice that was not set up".into()))?;
            let known = work.tx.roles(practice).await?;
            let same = |old: &&StaffRole| {
                old.person == ids[&one.key] && old.word == role.word && old.from == role.from
            };
            let id = known.iter().find(same).map_or_else(|| RoleId(app.ids.next()), |old| old.id);
            let row = StaffRole {
                id,
                person: ids[&one.key],
                word: role.word.clone(),
                from: role.from,
                until: role.until,
                taxonomy: role.taxonomy.clone(),
                country: role.country.clone(),
                supervisor: role.supervisor.as_ref().and_then(|key| ids.get(key).copied()),
                credential: role.credential.clone(),
            };
            work.tx.put_role(practice, &row).await?;
            work.changed("staff_role", id, 1);
            if let Some(hours) = role.weekly_hours {
                let (person, weekly_minutes) = (row.person, u32::from(hours) * 60);
                let hours = RosteredHours { person, from: role.from, weekly_minutes };
                if !work.tx.rostered_hours(practice).await?.contains(&hours) {
                    work.tx.add_rostered_hours(practice, &hours, work.now).await?;
                }
            }
            roles += 1;
        }
    }
    let report = SetupReport {
        organization: row.id,
        practices: placed,
        payers: setup.payers.len(),
        people: setup.people.len(),
        roles,
    };
    let details =
        serde_json::json!({"practices": report.practices.len(), "people": report.people, "roles": roles});
    work.audit("set_up", "organization", &row.id.to_string(), None, details);
    work.commit().await?;
    Ok(report)
}
