//! Who somebody is at a provider: found by a keyed hash, shown to its owner by a sealed name.

use app::Result;
use app::ports::IdentityRow;
use app::ports::store::Identities;
use async_trait::async_trait;
use ccm::basics::*;
use db::{Row, values};

use crate::columns::Columns;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

macro_rules! identities {
    ($rest:literal) => {
        concat!(
            "select identity_id, account_id, issuer, subject_index, name_sealed, linked_at, used_at
            from identity where organization_id = $1 and ",
            $rest
        )
    };
}

db::queries! {
    IDENTITIES = identities!("account_id = $2 order by linked_at, identity_id");
    IDENTITY_OF = identities!("subject_index = $2");
    USE_IDENTITY = "update identity set used_at = $3 where organization_id = $1 and identity_id = $2";
    DROP_IDENTITY = "delete from identity where organization_id = $1 and account_id = $2 and identity_id = $3";
    DROP_IDENTITIES = "delete from identity where organization_id = $1 and account_id = $2";
}

crate::bulk::bulks! {
    NEW_IDENTITY = "identity", Ignore, [
        "organization_id": Uuid, "identity_id": Uuid, "account_id": Uuid, "issuer": Text, "subject_index": Bytes,
        "name_sealed": Bytes, "linked_at": Instant, "used_at": Instant,
    ];
}

fn name_at(identity: IdentityId) -> At {
    At::column("identity.name_sealed").id(identity.0)
}

fn read_identity(row: &Row, keys: &Keyring) -> Result<IdentityRow> {
    let mut row = Columns::of(row);
    let (id, account) = (IdentityId(row.get()?), AccountId(row.get()?));
    Ok(IdentityRow {
        id,
        account,
        issuer: row.get()?,
        subject: row.hash()?,
        name: keys.open_text(&name_at(id), row.get()?)?,
        linked_at: row.get()?,
        used_at: row.get()?,
    })
}

#[async_trait]
impl Identities for StoreTx {
    async fn identities(&mut self, account: AccountId) -> Result<Vec<IdentityRow>> {
        let rows = self.rows(&IDENTITIES, values![self.tenant()?, account.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        rows.iter().map(|row| read_identity(row, &keys)).collect()
    }

    async fn identity_of(&mut self, subject: [u8; 32]) -> Result<Option<IdentityRow>> {
        let Some(row) = self.row(&IDENTITY_OF, values![self.tenant()?, subject]).await? else {
            return Ok(None);
        };
        let keys = self.keyring().await?;
        read_identity(&row, &keys).map(Some)
    }

    async fn add_identity(&mut self, identity: &IdentityRow) -> Result<bool> {
        let name = self.keyring().await?.seal(&name_at(identity.id), identity.name.as_bytes())?;
        let row = values![
            self.tenant()?,
            identity.id.0,
            identity.account.0,
            &identity.issuer,
            identity.subject,
            name,
            identity.linked_at,
            identity.used_at,
        ];
        Ok(self.insert(&NEW_IDENTITY, vec![row]).await? > 0)
    }

    async fn use_identity(&mut self, id: IdentityId, now: Timestamp) -> Result<()> {
        self.put(&USE_IDENTITY, values![self.tenant()?, id.0, now]).await
    }

    async fn drop_identity(&mut self, account: AccountId, id: IdentityId) -> Result<bool> {
        Ok(self.write(&DROP_IDENTITY, values![self.tenant()?, account.0, id.0]).await? > 0)
    }

    async fn drop_identities(&mut self, account: AccountId) -> Result<()> {
        self.write(&DROP_IDENTITIES, values![self.tenant()?, account.0]).await.map(drop)
    }
}
