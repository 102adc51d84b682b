//! Reading the audit log: filtered, page by page, and taken out of the program. Both are on record themselves.

use std::io::Write;

use ccm::access::{Actor, Permission};
use ccm::audit::AuditEvent;
use ccm::basics::*;
use serde::Serialize;

use crate::ports::EventsWanted;
use crate::{App, Error, Place, Result};

/// Which events. What is left out lets all through; the place says which practice's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Filter {
    pub person: Option<PersonId>,
    /// A verb: `read`, `record`, `sign_in`, `refuse`, `break_glass`, …
    pub action: Option<String>,
    /// What it was done to: `session`, `consent`, `chart`, …
    pub kind: Option<String>,
    pub patient: Option<PatientId>,
    /// This instant is inside, …
    pub from: Option<Timestamp>,
    /// … this one is not.
    pub until: Option<Timestamp>,
}

/// Where a page begins: after this event, going back in time.
pub type After = (Timestamp, AuditEventId);

/// How much of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    pub after: Option<After>,
    /// At most 200; 0 is 50.
    pub limit: i64,
}

/// One page, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    pub schema: &'static str,
    pub events: Vec<AuditEvent>,
    /// The next page goes on here; `None`: there is none.
    pub next: Option<After>,
}

const USUAL: i64 = 50;
const MOST: i64 = 200;
/// Events read at a time for an export, …
const AT_ONCE: i64 = 1_000;
/// … and in one export at most.
const EXPORT_AT_MOST: usize = 1_000_000;

/// Lists events. Whoever stands in the organization names no practice and sees all; at a practice one sees that
/// practice's.
///
/// # Errors
/// [`Error::Forbidden`]; storage's failures.
pub async fn list(app: &App, actor: &Actor, place: Place, filter: &Filter, page: Page) -> Result<Listed> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ReadAudit).await?;
    let limit = if page.limit <= 0 { USUAL } else { page.limit.min(MOST) };
    // One more shows whether there is a next page.
    let mut events = work.tx.events_like(&wanted(place, filter, page.after, limit + 1)).await?;
    drop(work);
    let has_more = events.len() as i64 > limit;
    events.truncate(limit as usize);
    let next = events.last().filter(|_| has_more).map(|event| (event.at, event.id));
    on_record(app, actor, place, "read", filter, None).await?;
    Ok(Listed { schema: "perennial.audit_list.1", events, next })
}

/// An export under way: a bounded number of events at a time, so that any number leaves in flat memory. That they leave
/// is on record before the first one does, and how many when the last one has.
pub struct Export {
    app: App,
    actor: Actor,
    place: Place,
    filter: Filter,
    after: Option<After>,
    written: usize,
    is_over: bool,
}

impl Export {
    /// # Errors
    /// [`Error::Forbidden`]; storage's failures.
    pub async fn begin(app: &App, actor: &Actor, place: Place, filter: &Filter) -> Result<Self> {
        let work = app.begin_read(actor, place).await?.require(Permission::ExportAudit).await?;
        drop(work);
        on_record(app, actor, place, "export", filter, None).await?;
        let (app, actor, filter) = (app.clone(), actor.clone(), filter.clone());
        Ok(Self { app, actor, place, filter, after: None, written: 0, is_over: false })
    }

    /// Further lines of NDJSON, newest first; `None` behind the last one.
    ///
    /// # Errors
    /// [`Error::Invalid`] for more than a million: take a shorter stretch; storage's failures.
    pub async fn next(&mut self) -> Result<Option<String>> {
        if self.is_over {
            return Ok(None);
        }
        let mut work = self.app.begin_read(&self.actor, self.place).await?;
        let events = work.tx.events_like(&wanted(self.place, &self.filter, self.after, AT_ONCE)).await?;
        drop(work);
        let Some(last) = events.last() else {
            self.is_over = true;
            let written = Some(self.written);
            on_record(&self.app, &self.actor, self.place, "exported", &self.filter, written).await?;
            return Ok(None);
        };
        self.after = Some((last.at, last.id));
        self.written += events.len();
        if self.written > EXPORT_AT_MOST {
            self.is_over = true;
            let problem = Problem::new("too_many", "until").with("most", EXPORT_AT_MOST);
            return Err(Error::invalid(problem));
        }
        let mut lines = String::new();
        for event in &events {
            lines += &serde_json::to_string(event).map_err(|error| Error::Internal(error.to_string()))?;
            lines.push('\n');
        }
        Ok(Some(lines))
    }
}

/// Writes all that fit as NDJSON. How many.
///
/// # Errors
/// As [`Export`]; [`Error::Internal`] when `out` takes no more.
pub async fn export(
    app: &App,
    actor: &Actor,
    place: Place,
    filter: &Filter,
    out: &mut (dyn Write + Send),
) -> Result<usize> {
    let mut export = Export::begin(app, actor, place, filter).await?;
    while let Some(lines) = export.next().await? {
        out.write_all(lines.as_bytes()).map_err(|error| Error::Internal(format!("the export: {error}")))?;
    }
    Ok(export.written)
}

fn wanted(place: Place, filter: &Filter, before: Option<After>, limit: i64) -> EventsWanted {
    EventsWanted {
        practice: place.practice,
        person: filter.person,
        action: filter.action.clone(),
        kind: filter.kind.clone(),
        patient: filter.patient,
        from: filter.from,
        until: filter.until,
        before,
        limit,
    }
}

async fn on_record(
    app: &App,
    actor: &Actor,
    place: Place,
    action: &str,
    filter: &Filter,
    events: Option<usize>,
) -> Result<()> {
    let mut work = app.begin(actor, place).await?;
    let details = serde_json::json!({"filter": filter, "events": events});
    work.audit(action, "audit_log", &place.organization.to_string(), filter.patient, details);
    work.commit().await
}
