//! Roles: given from a day on, ended on a day, renewed with another credential. No row is rewritten but for its end.

use ccm::access::{Actor, Permission, Standing};
use ccm::basics::*;
use ccm::people::{Credential, StaffRole};
use serde_json::json;

use crate::{App, Error, Place, Result, Work};

/// A role as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRole {
    pub word: String,
    pub from: Date,
    /// The last day.
    pub until: Option<Date>,
    pub taxonomy: Option<String>,
    /// ISO country from which the person works (TIME-04).
    pub country: String,
    pub supervisor: Option<PersonId>,
    pub credential: Option<Credential>,
}

/// A word that a role may have, and what it makes of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleWord {
    pub word: String,
    pub standing: Standing,
}

/// Every role word of the rules that the actor may give, by what it makes of somebody.
pub fn role_words(app: &App, gives_organization: bool) -> Vec<RoleWord> {
    let words = app
        .rules
        .role_words()
        .map(|(word, class)| RoleWord { word: word.to_owned(), standing: class.standing() });
    let mut words: Vec<RoleWord> =
        words.filter(|one| gives_organization || one.standing != Standing::Administrator).collect();
    words.sort_by(|a, b| (a.standing, &a.word).cmp(&(b.standing, &b.word)));
    words
}

/// Gives somebody of the staff a further role here.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong with it; [`Error::NotFound`] for somebody who never worked here;
/// [`Error::Forbidden`].
pub async fn add_role(
    app: &App,
    actor: &Actor,
    place: Place,
    person: PersonId,
    new: &NewRole,
) -> Result<RoleId> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    super::is_here(&mut work, person).await?;
    let id = keep(&mut work, person, new).await?;
    work.commit().await?;
    Ok(id)
}

/// Checks a role and puts it on record.
pub(super) async fn keep(work: &mut Work, person: PersonId, new: &NewRole) -> Result<RoleId> {
    let practice = work.practice_id()?;
    let known = work.tx.roles(practice).await?;
    let problems = check(work, person, new, &known).await?;
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let role = StaffRole {
        id: RoleId(work.id()),
        person,
        word: new.word.clone(),
        from: new.from,
        until: new.until,
        taxonomy: new.taxonomy.clone(),
        country: new.country.clone(),
        supervisor: new.supervisor,
        credential: new.credential.clone(),
    };
    work.tx.put_role(practice, &role).await?;
    let details = json!({"person": person, "role": role.word, "from": role.from, "until": role.until,
        "credential": role.credential.is_some()});
    work.audit("add", "staff_role", &role.id.to_string(), None, details);
    work.changed("staff_role", role.id, 1);
    Ok(role.id)
}

async fn check(
    work: &mut Work,
    person: PersonId,
    new: &NewRole,
    known: &[StaffRole],
) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    match work.app().rules.role_class(&new.word).map(|class| class.standing()) {
        None => problems.push(Problem::new("unknown_role", "word")),
        Some(Standing::Administrator) if !super::is_of_organization(work).await? => {
            return Err(Error::Forbidden(Permission::ManageStaff.word()));
        }
        Some(_) => {}
    }
    if new.until.is_some_and(|until| until < new.from) {
        problems.push(Problem::new("ends_before_it_begins", "until"));
    }
    let touches = |role: &&StaffRole| {
        role.until.is_none_or(|until| until >= new.from) && new.until.is_none_or(|until| until >= role.from)
    };
    let same = known.iter().filter(|role| role.person == person && role.word == new.word);
    if same.filter(|role| role.until.is_none_or(|until| until >= role.from)).any(|role| touches(&role)) {
        problems.push(Problem::new("role_held_already", "from"));
    }
    if new.country.len() != 2 || !new.country.bytes().all(|b| b.is_ascii_uppercase()) {
        problems.push(Problem::new("country", "country"));
    }
    if new.supervisor.is_some_and(|who| who == person || !known.iter().any(|role| role.person == who)) {
        problems.push(Problem::new("unknown_person", "supervisor"));
    }
    if let Some(held) = &new.credential {
        if held.kind.trim().is_empty() {
            problems.push(Problem::new("required", "credential"));
        }
        if held.until.is_some_and(|until| until < held.from) {
            problems.push(Problem::new("ends_before_it_begins", "credential_until"));
        }
    }
    Ok(problems)
}

/// Says the last day of a role.
///
/// # Errors
/// [`Error::Invalid`] for a day before its first, or after the one that is on record; [`Error::Conflict`] for one's own
/// administrator's role: another ends it, so that one stays; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn end_role(app: &App, actor: &Actor, place: Place, id: RoleId, last: Date) -> Result<()> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    let role = role(&mut work, id).await?;
    end(&mut work, role, last, "until").await?;
    work.commit().await
}

async fn role(work: &mut Work, id: RoleId) -> Result<StaffRole> {
    let practice = work.practice_id()?;
    let role = work.tx.roles(practice).await?.into_iter().find(|role| role.id == id);
    role.ok_or(Error::NotFound("role"))
}

async fn end(work: &mut Work, role: StaffRole, last: Date, field: &str) -> Result<()> {
    let practice = work.practice_id()?;
    let is_administrator =
        work.app().rules.role_class(&role.word).map(|one| one.standing()) == Some(Standing::Administrator);
    if is_administrator && !super::is_of_organization(work).await? {
        return Err(Error::NotFound("role"));
    }
    if is_administrator && work.actor.person() == Some(role.person) {
        return Err(Error::Conflict("another administrator ends this one".to_owned()));
    }
    if last < role.from {
        return Err(Error::invalid(Problem::new("ends_before_it_begins", field)));
    }
    if role.until.is_some_and(|until| until < last) {
        return Err(Error::invalid(Problem::new("ended_before", field)));
    }
    let details = json!({"person": role.person, "role": role.word, "before": role.until, "after": last});
    let id = role.id;
    work.tx.put_role(practice, &StaffRole { until: Some(last), ..role }).await?;
    work.audit("end", "staff_role", &id.to_string(), None, details);
    work.changed("staff_role", id, 2);
    Ok(())
}

/// Puts a new credential on record: the role as it was ends the day before, and goes on with it from that day.
///
/// # Errors
/// [`Error::Invalid`] with all that is wrong; [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn renew_role(
    app: &App,
    actor: &Actor,
    place: Place,
    id: RoleId,
    from: Date,
    credential: Credential,
) -> Result<RoleId> {
    let mut work = app.begin(actor, place).await?.require(Permission::ManageStaff).await?;
    let old = role(&mut work, id).await?;
    let last = from.yesterday().map_err(|_| Error::invalid(Problem::new("date", "from")))?;
    let new = NewRole {
        word: old.word.clone(),
        from,
        until: old.until,
        taxonomy: old.taxonomy.clone(),
        country: old.country.clone(),
        supervisor: old.supervisor,
        credential: Some(credential),
    };
    let person = old.person;
    end(&mut work, old, last, "from").await?;
    let id = keep(&mut work, person, &new).await?;
    work.commit().await?;
    Ok(id)
}
