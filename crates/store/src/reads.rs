//! Reads on record: each answer waits until its event is committed, and whoever waits at once is committed together.
//!
//! Whoever finds nobody writing writes; the others queue up behind, and the next commit takes all of them. So a read waits for
//! one commit, or two, however many read, and nobody waits for a clock.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use app::ports::reports::ReadRecord;
use app::ports::store::Audit;
use app::{Error, Result};
use ccm::basics::OrganizationId;
use db::values;
use tokio::sync::oneshot;

use crate::SqlStore;
use crate::error::Kept;

db::queries! {
    OPENED = "insert into recent_chart (practice_id, organization_id, person_id, patient_id, opened_at)
        values ($1, $2, $3, $4, $5)
        on conflict (practice_id, person_id, patient_id) do update set opened_at = excluded.opened_at
        where recent_chart.organization_id = excluded.organization_id";
}

/// Another transaction in the way is tried again so often.
const TRIES: usize = 4;

/// Those who wait.
#[derive(Default)]
pub(crate) struct Reads {
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Somebody writes, and will come back for who waits.
    is_served: bool,
}

struct Waiting {
    organization: OrganizationId,
    reads: Vec<ReadRecord>,
    done: oneshot::Sender<Result<()>>,
}

impl Reads {
    /// Answers once the events are committed.
    pub async fn keep(
        self: &Arc<Self>,
        store: &SqlStore,
        organization: OrganizationId,
        reads: Vec<ReadRecord>,
    ) -> Result<()> {
        let (done, answer) = oneshot::channel();
        let is_first = {
            let mut queue = self.queue();
            queue.waiting.push(Waiting { organization, reads, done });
            !mem::replace(&mut queue.is_served, true)
        };
        if is_first {
            // On its own: a page that is given up takes nobody else's event with it.
            tokio::spawn(Arc::clone(self).serve(store.clone()));
        }
        answer.await.unwrap_or_else(|_| Err(Error::Unavailable("the audit".to_owned())))
    }

    async fn serve(self: Arc<Self>, store: SqlStore) {
        loop {
            let waiting = {
                let mut queue = self.queue();
                if queue.waiting.is_empty() {
                    queue.is_served = false;
                    return;
                }
                mem::take(&mut queue.waiting)
            };
            let mut groups: BTreeMap<OrganizationId, Vec<Waiting>> = BTreeMap::new();
            for one in waiting {
                groups.entry(one.organization).or_default().push(one);
            }
            for (organization, group) in groups {
                let kept = write(&store, organization, &group).await;
                for one in group {
                    // Whoever gave up meanwhile is on record all the same.
                    let answer = match &kept {
                        Ok(()) => Ok(()),
                        Err(_) => Err(Error::Unavailable("the audit".to_owned())),
                    };
                    drop(one.done.send(answer));
                }
            }
        }
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn write(store: &SqlStore, organization: OrganizationId, group: &[Waiting]) -> Result<()> {
    let mut tries = 1;
    loop {
        match write_once(store, organization, group).await {
            Err(error) if error.is_contended() && tries < TRIES => tries += 1,
            end => return end,
        }
    }
}

async fn write_once(store: &SqlStore, organization: OrganizationId, group: &[Waiting]) -> Result<()> {
    let tx = store.db.begin(&crate::scope(Some(organization))).await.kept()?;
    let mut tx = store.tx(tx, Some(organization), false);
    let reads = || group.iter().flat_map(|one| &one.reads);
    let events: Vec<_> = reads().map(|read| read.event.clone()).collect();
    tx.add_events(&events).await?;
    let opened = reads().filter_map(|read| {
        let (person, event) = (read.opened_by?, &read.event);
        Some(values![event.practice?.0, organization.0, person.0, event.patient?.0, event.at])
    });
    let opened: Vec<_> = opened.collect();
    if !opened.is_empty() {
        tx.write_uncounted(&OPENED, opened).await?;
    }
    app::ports::Tx::commit(Box::new(tx)).await
}
