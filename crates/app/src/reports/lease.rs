//! Who keeps a list that is made from the record, until when others leave it alone.

use ccm::access::Actor;
use jiff::SignedDuration;

use crate::{App, Place, Result, Work};

/// How long a keeper may be silent before another takes over.
const LEASE: SignedDuration = SignedDuration::from_secs(30);

/// One keeper's hold on one list.
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

    /// Others need not wait for its end.
    pub async fn let_go(&self, app: &App, actor: &Actor, place: Place) -> Result<()> {
        let mut work = app.begin(actor, place).await?;
        let now = work.now;
        let ended = now.checked_sub(SignedDuration::from_secs(1)).unwrap_or(now);
        work.tx.take_lease(&self.name, &self.holder, now, ended).await?;
        work.commit().await
    }
}
