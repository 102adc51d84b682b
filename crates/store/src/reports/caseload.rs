//! Counts over the list of the day. They are a walk over everybody, and many ask: so they are remembered by this process
//! until the list has changed, which one row says in the very snapshot that is read.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use app::Result;
use ccm::reports::CaseloadCounts;
use db::{Query, Row, Value, values};
use uuid::Uuid;

use crate::columns::Columns;
use crate::error::unreadable;
use crate::tx::StoreTx;

db::queries! {
    REVISION = "select revision from worklist_revision where practice_id = $1 and organization_id = $2";
    CHANGED = "insert into worklist_revision (practice_id, organization_id, revision) values ($1, $2, 1)
        on conflict (practice_id) do update set revision = worklist_revision.revision + 1
        where worklist_revision.organization_id = excluded.organization_id
        returning revision";
}

/// Whose counts, and from which share on somebody is on track.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Whose {
    pub practice: Uuid,
    pub coordinator: Option<Uuid>,
    pub expected_permille: i64,
}

/// What was counted, and at which revision of its list.
#[derive(Default)]
pub(crate) struct Caseloads(Mutex<HashMap<Whose, (i64, CaseloadCounts)>>);

/// More are not remembered: they are forgotten and begun anew.
const REMEMBERED: usize = 4_096;

impl Caseloads {
    fn at(&self, whose: &Whose, revision: i64) -> Option<CaseloadCounts> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(whose).filter(|(at, _)| *at == revision).map(|(_, counts)| *counts)
    }

    fn remember(&self, whose: Whose, revision: i64, counts: CaseloadCounts) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(whose, (revision, counts));
    }
}

impl StoreTx {
    /// Counts that are remembered, or what `query` counts now.
    pub(super) async fn counted(
        &mut self,
        whose: Whose,
        query: &Query,
        params: Vec<Value>,
    ) -> Result<CaseloadCounts> {
        let revision = self.list_revision(whose.practice).await?;
        if let Some(counts) = self.lists().caseloads.at(&whose, revision) {
            return Ok(counts);
        }
        let counts = read(self.row(query, params).await?.as_ref())?;
        self.lists().caseloads.remember(whose, revision, counts);
        Ok(counts)
    }

    /// Asked once of a snapshot.
    async fn list_revision(&mut self, practice: Uuid) -> Result<i64> {
        if let Some((_, revision)) = self.revision.filter(|(of, _)| *of == practice && self.is_read_only()) {
            return Ok(revision);
        }
        let row = self.row(&REVISION, values![practice, self.tenant()?]).await?;
        let revision = row.as_ref().map_or(Ok(0), |row| Columns::of(row).get())?;
        self.revision = Some((practice, revision));
        Ok(revision)
    }

    /// The list of a practice is another one from now on: the number of the change.
    pub(super) async fn list_changes(&mut self, practice: Uuid) -> Result<i64> {
        let row = self.row(&CHANGED, values![practice, self.tenant()?]).await?;
        Columns::of(&row.ok_or_else(|| unreadable("a list's revision"))?).get()
    }
}

/// A row of counts, in the order of the fields.
pub(super) fn read(row: Option<&Row>) -> Result<CaseloadCounts> {
    let Some(row) = row else { return Ok(CaseloadCounts::default()) };
    let mut row = Columns::of(row);
    let mut count = || row.get::<i64>().map(|count| u64::try_from(count).unwrap_or(0));
    Ok(CaseloadCounts {
        assigned: count()?,
        at_threshold: count()?,
        on_track: count()?,
        at_risk: count()?,
        without_threshold: count()?,
        missing_seconds: count()?,
    })
}
