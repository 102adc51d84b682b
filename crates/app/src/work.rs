//! A piece of work: one transaction, the actor behind it, and the events that go with what it writes.

use ccm::access::{Actor, Permission, Standing, Standings, Whose};
use ccm::audit::AuditEvent;
use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::people::Practice;
use uuid::Uuid;

use crate::ports::ahead::Ahead;
use crate::ports::reports::ReadRecord;
use crate::ports::{CommandRow, HeldRole, NewChange, OrganizationRow, PayerRow, Tx};
use crate::{App, Error, Result};

/// Where the work takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub organization: OrganizationId,
    pub practice: Option<PracticeId>,
}

/// An open transaction with its actor. Dropped without [`Work::commit`], nothing has happened.
pub struct Work {
    pub tx: Box<dyn Tx>,
    pub actor: Actor,
    pub place: Place,
    /// One instant for the whole piece of work.
    pub now: Timestamp,
    /// The chief of the actor's standings here.
    pub standing: Standing,
    /// All that the actor is here.
    pub standings: Standings,
    pub(crate) is_read_only: bool,
    app: App,
    events: Vec<AuditEvent>,
    /// Some were written down before the end.
    has_events: bool,
    changes: Vec<NewChange>,
    command: Option<String>,
}

impl App {
    /// Begins a piece of work. Staff stand as what their roles at the practice say today; an administrator stands so
    /// everywhere in the organization.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when storage is.
    pub async fn begin(&self, actor: &Actor, place: Place) -> Result<Work> {
        let tx = self.store.begin(Some(place.organization)).await?;
        self.open(tx, actor, place, false).await
    }

    /// As [`App::begin`], on one read-only snapshot. What is read for a person is still audited, in a
    /// transaction of its own: see [`App::audit_read`].
    pub async fn begin_read(&self, actor: &Actor, place: Place) -> Result<Work> {
        let tx = self.store.begin_read(Some(place.organization)).await?;
        self.open(tx, actor, place, true).await
    }

    async fn open(
        &self,
        mut tx: Box<dyn Tx>,
        actor: &Actor,
        place: Place,
        is_read_only: bool,
    ) -> Result<Work> {
        let now = self.now();
        let standings = match actor {
            Actor::Operator { .. } => Standings::one(Standing::Operator),
            Actor::Job { .. } => Standings::one(Standing::Job),
            Actor::Staff { person, .. } | Actor::Auditor { person: Some(person), .. } => {
                if is_read_only {
                    let practice = place.practice;
                    tx.ahead(Ahead::Standing { person: *person, practice }).await?;
                }
                let roles = tx.held_roles(*person).await?;
                standings_at(&self.rules, &roles, place.practice, now)
            }
            Actor::Auditor { person: None, .. } => Standings::one(Standing::Auditor),
            _ => Standings::default(),
        };
        Ok(Work {
            tx,
            actor: actor.clone(),
            place,
            now,
            standing: standings.chief(),
            standings,
            is_read_only,
            app: self.clone(),
            events: Vec::new(),
            has_events: false,
            changes: Vec::new(),
            command: None,
        })
    }

    /// The instant, to the microsecond that both engines keep.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// The tenants' name plates.
    pub async fn organizations(&self) -> Result<Vec<OrganizationRow>> {
        self.store.begin_read(None).await?.organizations().await
    }

    /// Records that something was read, before it leaves.
    pub async fn audit_read(
        &self,
        actor: &Actor,
        place: Place,
        kind: &str,
        id: &str,
        patient: Option<PatientId>,
    ) -> Result<()> {
        let event = self.read_event(actor, place, kind, id, patient);
        self.store.keep_reads(place.organization, vec![ReadRecord { event, opened_by: None }]).await
    }

    /// As [`App::audit_read`], of several lists that one page shows.
    pub(crate) async fn audit_reads(
        &self,
        actor: &Actor,
        place: Place,
        kind: &str,
        ids: &[&str],
    ) -> Result<()> {
        let event = |id: &&str| self.read_event(actor, place, kind, id, None);
        let reads = ids.iter().map(|id| ReadRecord { event: event(id), opened_by: None });
        self.store.keep_reads(place.organization, reads.collect()).await
    }

    /// As [`App::audit_read`], of a chart: it becomes one of the person's recent ones.
    pub(crate) async fn audit_chart(&self, actor: &Actor, place: Place, patient: PatientId) -> Result<()> {
        let event = self.read_event(actor, place, "chart", &patient.to_string(), Some(patient));
        let opened_by = match actor {
            Actor::Staff { person, .. } => Some(*person),
            _ => None,
        };
        self.store.keep_reads(place.organization, vec![ReadRecord { event, opened_by }]).await
    }

    fn read_event(
        &self,
        actor: &Actor,
        place: Place,
        kind: &str,
        id: &str,
        patient: Option<PatientId>,
    ) -> AuditEvent {
        AuditEvent {
            id: AuditEventId(self.ids.next()),
            organization: place.organization,
            practice: place.practice,
            at: self.now(),
            actor: actor.clone(),
            action: "read".to_owned(),
            subject_kind: kind.to_owned(),
            subject_id: id.to_owned(),
            patient,
            command: None,
            details: serde_json::Value::Null,
        }
    }
}

pub(crate) fn now_date(now: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(now).date()
}

/// All that a person is at a practice on the day of an instant; without a practice, in the organization.
pub(crate) fn standings_at(
    rules: &RuleSet,
    roles: &[HeldRole],
    practice: Option<PracticeId>,
    now: Timestamp,
) -> Standings {
    let today = now_date(now);
    let held =
        roles.iter().filter(|role| role.from <= today && role.until.is_none_or(|until| today <= until));
    let standing = |role: &HeldRole| {
        let standing = rules.role_class(&role.word).map_or(Standing::Office, |class| class.standing());
        let is_here = standing == Standing::Administrator || practice == Some(role.practice);
        is_here.then_some(standing)
    };
    held.filter_map(standing).collect()
}

impl Work {
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Whether the actor may do this to at least some charts.
    pub fn may(&self, permission: Permission) -> bool {
        self.standings.may(permission)
    }

    /// Goes on only where the actor may, for the practice as a whole; [`Work::chart`] asks for one patient. Asked first, before anything is written: a refusal ends this transaction
    /// and is put on record in one of its own.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn require(mut self, permission: Permission) -> Result<Self> {
        if self.whose(permission).await? == Whose::Practice {
            return Ok(self);
        }
        self.refuse(permission).await
    }

    /// As [`Work::require`], where some charts are enough: the list is then cut down to [`Work::visible`].
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn require_some(self, permission: Permission) -> Result<Self> {
        if self.may(permission) { Ok(self) } else { self.refuse(permission).await }
    }

    /// As [`Work::require`], for what any of several permissions opens.
    ///
    /// # Errors
    /// [`Error::Forbidden`], naming the first.
    pub async fn require_one(self, permissions: &[Permission]) -> Result<Self> {
        match permissions.iter().find(|permission| self.may(**permission)).or(permissions.first()) {
            Some(permission) => self.require(*permission).await,
            None => Ok(self),
        }
    }

    async fn refuse(self, permission: Permission) -> Result<Self> {
        let (app, actor, place) = (self.app, self.actor, self.place);
        self.tx.rollback().await?;
        let mut refusal = app.begin(&actor, place).await?;
        refusal.audit("refuse", "permission", permission.word(), None, serde_json::Value::Null);
        refusal.commit().await?;
        Err(Error::Forbidden(permission.word()))
    }

    /// The practice of this work.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the work has none, or it is another organization's.
    pub async fn practice(&mut self) -> Result<Practice> {
        let wanted = self.practice_id()?;
        self.tx.practice(wanted).await?.ok_or(Error::NotFound("practice"))
    }

    /// The payers that the practice bills.
    ///
    /// # Errors
    /// As [`Work::practice`].
    pub async fn billed_payers(&mut self) -> Result<Vec<PayerRow>> {
        let own = self.practice().await?;
        let mut payers = self.tx.payers().await?;
        payers.retain(|row| own.profile.payers.contains(&row.key));
        Ok(payers)
    }

    /// # Errors
    /// [`Error::NotFound`] when the work takes place at no practice.
    pub fn practice_id(&self) -> Result<PracticeId> {
        self.place.practice.ok_or(Error::NotFound("practice"))
    }

    /// A new id, in the order of time.
    pub fn id(&self) -> Uuid {
        self.app.ids.next()
    }

    /// From here on, events name this command.
    pub fn under_command(&mut self, command: Option<&str>) {
        self.command = command.map(str::to_owned);
    }

    /// Notes an audit event; it is written with everything else, or not at all.
    pub fn audit(
        &mut self,
        action: &str,
        kind: &str,
        id: &str,
        patient: Option<PatientId>,
        details: serde_json::Value,
    ) {
        let event = AuditEvent {
            id: AuditEventId(self.id()),
            organization: self.place.organization,
            practice: self.place.practice,
            at: self.now,
            actor: self.actor.clone(),
            action: action.to_owned(),
            subject_kind: kind.to_owned(),
            subject_id: id.to_owned(),
            patient,
            command: self.command.clone(),
            details,
        };
        self.events.push(event);
    }

    /// Writes down the events so far, in the same transaction: long work need not hold them all until its end.
    ///
    /// # Errors
    /// Storage's.
    pub(crate) async fn keep_events(&mut self) -> Result<()> {
        let events = std::mem::take(&mut self.events);
        self.has_events |= !events.is_empty();
        self.tx.add_events(&events).await
    }

    /// Notes a change for the feed that is no single patient's.
    pub fn changed(&mut self, kind: &str, id: impl Into<Uuid>, revision: i64) {
        self.changed_of(kind, id, revision, None);
    }

    /// Notes a change for the feed. Whoever keeps answers of a patient finds by it whose are stale.
    pub fn changed_of(&mut self, kind: &str, id: impl Into<Uuid>, revision: i64, patient: Option<PatientId>) {
        self.changes.push(NewChange { kind: kind.to_owned(), id: id.into(), revision, patient });
    }

    /// Both at once: the ordinary case of something new on record.
    pub fn recorded<Id: Copy + std::fmt::Display + Into<Uuid>>(
        &mut self,
        kind: &str,
        id: Id,
        patient: Option<PatientId>,
    ) {
        self.audit("record", kind, &id.to_string(), patient, serde_json::Value::Null);
        self.changed_of(kind, id, 1, patient);
    }

    /// Keeps the answer to a command, so that repeating it returns the first answer.
    pub async fn answer(&mut self, rows: &[CommandRow]) -> Result<()> {
        let (practice, now) = (self.place.practice, self.now);
        self.tx.add_commands(practice, rows, now).await
    }

    /// Writes the events and the feed, as the last act, and makes all of it last.
    ///
    /// # Errors
    /// [`Error::Internal`] when something was written without an audit event: such a transaction is a bug.
    pub async fn commit(mut self) -> Result<()> {
        if self.tx.written() > 0 && self.events.is_empty() && !self.has_events {
            return Err(Error::Internal("a write without its audit event".to_owned()));
        }
        if !self.events.is_empty() {
            self.tx.add_events(&self.events).await?;
        }
        if !self.changes.is_empty() {
            let stream = self.place.practice.map_or(self.place.organization.0, |practice| practice.0);
            self.tx.add_changes(stream, &self.changes, self.now).await?;
        }
        self.tx.commit().await
    }
}
