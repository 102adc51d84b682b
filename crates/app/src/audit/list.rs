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

/// Writes all that fit as NDJSON, newest first, in flat memory. That they leave is on record before the first one does.
/// How many.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for more than a million: take a shorter stretch; [`Error::Internal`] when
/// `out` takes no more.
pub async fn export(
    app: &App,
    actor: &Actor,
    place: Place,
    filter: &Filter,
    out: &mut (dyn Write + Send),
) -> Result<usize> {
    let work = app.begin_read(actor, place).await?.require(Permission::ExportAudit).await?;
    drop(work);
    on_record(app, actor, place, "export", filter, None).await?;
    let (mut after, mut written) = (None, 0);
    loop {
        let mut work = app.begin_read(actor, place).await?;
        let events = work.tx.events_like(&wanted(place, filter, after, AT_ONCE)).await?;
        drop(work);
        let Some(last) = events.last() else { break };
        after = Some((last.at, last.id));
        written += events.len();
        if written > EXPORT_AT_MOST {
            let problem = Problem::new("too_many", "until").with("most", EXPORT_AT_MOST);
            return Err(Error::invalid(problem));
        }
        for event in &events {
            let line = serde_json::to_string(event).map_err(|error| Error::Internal(error.to_string()))?;
            writeln!(out, "{line}").map_err(|error| Error::Internal(format!("the export: {error}")))?;
        }
    }
    on_record(app, actor, place, "exported", filter, Some(written)).await?;
    Ok(written)
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
