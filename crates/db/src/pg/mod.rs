//! PostgreSQL, beside the program: a pool of connections under an unprivileged role.

mod bulk;
mod connect;
mod convert;
mod migrate;
mod stream;
mod tx;

use deadpool_postgres::{
    Client, Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
};

use self::{connect::Connector, convert::error};
pub(crate) use self::{convert::cell, stream::PgStream, tx::PgTx};
use crate::{DbError, Migration, MigrationReport, Options, Query, Result, Scope};

/// An open server.
pub(crate) struct Pg {
    pool: Pool,
    /// Connects as the URL's own user, who owns the tables.
    owner: Connector,
    role: String,
    waiting: usize,
}

impl Pg {
    pub(crate) async fn open(url: &str, options: &Options) -> Result<Self> {
        let owner = Connector::new(url, options)?;
        // A wrong URL is told here rather than by the first request.
        drop(owner.connect().await?);
        let manager = Manager::from_connect(
            owner.config(),
            owner.clone().under_role(options),
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let pool = Pool::builder(manager)
            .max_size(options.connections.max(1))
            .timeouts(Timeouts {
                wait: Some(options.wait),
                create: Some(options.wait),
                recycle: Some(options.wait),
            })
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|e| DbError::Options(e.to_string()))?;
        Ok(Self { pool, owner, role: options.role.clone(), waiting: options.waiting })
    }

    async fn client(&self) -> Result<Client> {
        if self.pool.status().waiting >= self.waiting {
            return Err(DbError::unavailable("too many wait for it"));
        }
        self.pool.get().await.map_err(|e| match e {
            PoolError::Backend(e) => connect::failed(&e),
            PoolError::Timeout(_) => DbError::unavailable("its connections stayed taken"),
            other => DbError::unavailable(other.to_string()),
        })
    }

    pub(crate) async fn begin(&self, scope: &Scope, writes: bool) -> Result<PgTx> {
        PgTx::begin(self.client().await?, scope, writes).await
    }

    pub(crate) async fn prepare_check(&self, query: &Query) -> Result<()> {
        let prepared = self.client().await?.prepare(query.pg).await;
        prepared.map(drop).map_err(|e| error(query.name, e))
    }

    pub(crate) async fn migrate(&self, migrations: &[Migration]) -> Result<MigrationReport> {
        migrate::migrate(&mut self.owner.connect().await?, migrations, &self.role).await
    }

    pub(crate) fn close(&self) {
        self.pool.close();
    }
}
