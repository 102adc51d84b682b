//! The audit chain, the change feed and the sealer's lease; and what looks back over the whole record.

use async_trait::async_trait;
use ccm::audit::{AuditEvent, Seal};
use ccm::basics::*;
use uuid::Uuid;

use super::rows::*;
use crate::Result;

#[async_trait]
pub trait Audit: Send {
    async fn add_events(&mut self, events: &[AuditEvent]) -> Result<()>;
    /// Appends to the feed; takes the stream's row, so it is the last act of a transaction.
    async fn add_changes(&mut self, stream: Uuid, changes: &[NewChange], now: Timestamp) -> Result<()>;
    async fn changes(&mut self, stream: Uuid, after: i64, limit: i64) -> Result<Vec<Change>>;
    /// Takes or renews a lease; `None` when another holder has it.
    async fn take_lease(
        &mut self,
        name: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<i64>>;
    /// Committed events that have no number yet, oldest first.
    async fn unnumbered(&mut self, limit: i64) -> Result<Vec<AuditEvent>>;
    async fn last_seal(&mut self) -> Result<Option<Seal>>;
    async fn add_seal(
        &mut self,
        seal: &Seal,
        numbered: &[(i64, Timestamp, AuditEventId, [u8; 32])],
    ) -> Result<()>;
    async fn chain(&mut self) -> Result<ChainRows>;
    /// Every event as it stands, in order of time, after a place; for verification and evidence.
    async fn events(
        &mut self,
        after: Option<(Timestamp, AuditEventId)>,
        limit: i64,
    ) -> Result<Vec<AuditEvent>>;
    /// Events that fit, newest first.
    async fn events_like(&mut self, wanted: &EventsWanted) -> Result<Vec<AuditEvent>>;
    async fn events_of(&mut self, patient: PatientId) -> Result<Vec<AuditEvent>>;
    async fn seals_covering(&mut self, events: &[AuditEventId]) -> Result<Vec<Seal>>;
}

/// Which events; what is `None` lets all through.
#[derive(Clone, Debug, Default)]
pub struct EventsWanted {
    pub practice: Option<PracticeId>,
    pub person: Option<PersonId>,
    pub action: Option<String>,
    pub kind: Option<String>,
    pub patient: Option<PatientId>,
    /// This instant is inside, …
    pub from: Option<Timestamp>,
    /// … this one is not.
    pub until: Option<Timestamp>,
    /// Only what is older than this event.
    pub before: Option<(Timestamp, AuditEventId)>,
    pub limit: i64,
}

#[async_trait]
pub trait Reports: Send {
    /// How many rows an organization has in the tables that its record is made of, by name.
    async fn row_counts(&mut self) -> Result<std::collections::BTreeMap<String, i64>>;
    /// Every imported and recorded clinical fact of a practice as a line of text: the patient by source and source id,
    /// sealed values opened, no ids of ours, no recorded times. In no particular order.
    async fn canonical(&mut self, practice: PracticeId) -> Result<Vec<String>>;
}
