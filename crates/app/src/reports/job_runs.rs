//! How the jobs that go on by themselves are doing, for whoever looks after the program and for whoever waits for its work.

use ccm::access::{Actor, Permission};
use ccm::basics::*;

use crate::claim::{PollReport, SendReport, poll, send};
use crate::ports::job_runs::JobRunRow;
use crate::ports::outside::Unwatched;
use crate::{App, Place, Result};

/// The longest reason that is kept.
const WHY_CHARACTERS: usize = 300;

/// The job that carries files to payers and fetches what they answer.
pub const EXCHANGE: &str = "exchange";

/// What there is to say of all jobs.
pub struct JobBoard {
    pub zone: TimeZone,
    pub now: Timestamp,
    pub jobs: Vec<JobRunRow>,
}

/// Every job that has run for this organization.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn job_runs(app: &App, actor: &Actor, place: Place) -> Result<JobBoard> {
    let needs = [Permission::ExchangeClaims, Permission::Configure];
    let mut work = app.begin_read(actor, place).await?.require_one(&needs).await?;
    let (jobs, now) = (work.tx.job_runs().await?, work.now);
    drop(work);
    let zone = crate::people::zone_now(app, place).await?;
    Ok(JobBoard { zone, now, jobs })
}

/// Notes how a job is doing, for every organization that it works for: none reads of another's failures. Only the program
/// itself does so.
///
/// # Errors
/// Storage's failures.
pub async fn note_job(app: &App, mut row_of: impl FnMut(OrganizationId) -> JobRunRow) -> Result<()> {
    for organization in app.organizations().await? {
        let row = row_of(organization.id);
        let why = row.why.map(|why| why.chars().take(WHY_CHARACTERS).collect());
        let row = JobRunRow { why, ..row };
        let actor = Actor::Job { name: row.name.clone() };
        let place = Place { organization: organization.id, practice: None };
        let mut work = app.begin(&actor, place).await?;
        work.tx.put_job_run(&row).await?;
        work.commit().await?;
    }
    Ok(())
}

/// What came of a round that somebody asked for.
pub struct Exchanged {
    pub sent: SendReport,
    pub polled: PollReport,
}

/// One round of the exchange now, for this practice. Beside the job's own round nothing happens twice: files go out under the
/// job's lease, and what comes is kept once for its bytes and read once.
///
/// # Errors
/// [`crate::Error::Forbidden`]; storage's failures.
pub async fn exchange_now(app: &App, actor: &Actor, place: Place) -> Result<Exchanged> {
    let sent = send(app, actor, place, &Unwatched).await?;
    let polled = poll(app, actor, place, &Unwatched).await?;
    Ok(Exchanged { sent, polled })
}
