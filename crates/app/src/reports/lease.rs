//! Who keeps a list that is made from the record, until when others leave it alone.

use std::time::Duration;

use ccm::access::Actor;
use jiff::SignedDuration;

use crate::{App, Place, Result, Work};

/// How long a keeper may be silent before another takes over.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// Between two renewals of a lease, while something takes long.
const RENEWED_EVERY: Duration = Duration::from_secs(10);

/// One keeper's hold on one list.
#[derive(Clone)]
pub(crate) struct KeeperLease {
    name: String,
    holder: String,
}

impl KeeperLease {
    pub fn new(app: &App, name: String) -> Self {
        Self { name, holder: app.ids.next().to_string() }
    }

    /// `None`: somebody else is at it.
    pub async fn take(&self, app: &App, actor: &Actor, place: Place) -> Result<Option<i64>> {
        let mut work = app.begin(actor, place).await?;
        let token = self.renew(&mut work).await?;
        work.commit().await?;
        Ok(token)
    }

    pub async fn renew(&self, work: &mut Work) -> Result<Option<i64>> {
        let until = work.now.checked_add(LEASE).unwrap_or(work.now);
        let now = work.now;
        work.tx.take_lease(&self.name, &self.holder, now, until).await
    }

    /// Renews it for as long as something takes that may take long, and answers what that came to.
    pub async fn during<T>(
        &self,
        app: &App,
        actor: &Actor,
        place: Place,
        work: impl Future<Output = T>,
    ) -> T {
        let (ended, mut is_over) = tokio::sync::watch::channel(());
        let (lease, app, actor) = (self.clone(), app.clone(), actor.clone());
        let keeping = tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = is_over.changed() => return,
                    () = tokio::time::sleep(RENEWED_EVERY) => {
                        // Where it cannot be renewed, whoever begins anew waits for what is unfinished.
                        drop(lease.take(&app, &actor, place).await);
                    }
                }
            }
        });
        let done = work.await;
        drop(ended);
        // A renewal that is under way is let end: nothing of it stays open in storage.
        drop(keeping.await);
        done
    }

    /// Others need not wait for its end.
    pub async fn let_go(&self, app: &App, actor: &Actor, place: Place) -> Result<()> {
        let mut work = app.begin(actor, place).await?;
        let now = work.now;
        let ended = now.checked_sub(SignedDuration::from_secs(1)).unwrap_or(now);
        work.tx.take_lease(&self.name, &self.holder, now, ended).await?;
        work.commit().await
    }
}
