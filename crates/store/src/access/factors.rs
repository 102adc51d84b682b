//! One-time codes, recovery codes, passkeys, and ceremonies. What works once is used up by the statement that asks.

use app::Result;
use app::ports::store::Factors;
use app::ports::{CeremonyRow, PasskeyRow, TotpRow};
use async_trait::async_trait;
use ccm::basics::*;
use db::{Row, values};

use crate::columns::Columns;
use crate::sealed::{At, Keyring};
use crate::tx::StoreTx;

macro_rules! passkeys {
    ($rest:literal) => {
        concat!(
            "select passkey_id, account_id, name, credential_sha256, credential_sealed, counter, created_at, used_at
            from passkey where organization_id = $1 and ",
            $rest
        )
    };
}

db::queries! {
    TOTP = "select secret_sealed, last_step, confirmed_at from totp where organization_id = $1 and account_id = $2";
    PUT_TOTP = "insert into totp (organization_id, account_id, secret_sealed, last_step) values ($1, $2, $3, 0)
        on conflict (organization_id, account_id) do update set secret_sealed = excluded.secret_sealed, last_step = 0
        where totp.confirmed_at is null";
    CONFIRM_TOTP = "update totp set confirmed_at = $3 where organization_id = $1 and account_id = $2";
    TAKE_STEP = "update totp set last_step = $3
        where organization_id = $1 and account_id = $2 and last_step < $3";
    DROP_TOTP = "delete from totp where organization_id = $1 and account_id = $2";
    DROP_CODES = "delete from recovery_code where organization_id = $1 and account_id = $2";
    TAKE_CODE = "update recovery_code set used_at = $4
        where organization_id = $1 and account_id = $2 and code_sha256 = $3 and used_at is null";
    CODES_LEFT = "select count(*) from recovery_code
        where organization_id = $1 and account_id = $2 and used_at is null";
    PASSKEYS = passkeys!("account_id = $2 order by created_at, passkey_id");
    PASSKEY_BY_CREDENTIAL = passkeys!("credential_sha256 = $2");
    /// An authenticator that counts must count on; one that does not stays at zero.
    USE_PASSKEY = "update passkey set credential_sealed = $3, counter = $4, used_at = $5
        where organization_id = $1 and passkey_id = $2 and (counter < $4 or (counter = 0 and $4 = 0))";
    DROP_PASSKEY = "delete from passkey where organization_id = $1 and account_id = $2 and passkey_id = $3";
    DROP_PASSKEYS = "delete from passkey where organization_id = $1 and account_id = $2";
    SWEEP_CEREMONIES = "delete from ceremony where organization_id = $1 and expires_at <= $2";
    CEREMONY = "select account_id, state_sealed, expires_at from ceremony
        where organization_id = $1 and token_sha256 = $2 and kind = $3 and expires_at > $4";
    TAKE_CEREMONY = "delete from ceremony
        where organization_id = $1 and token_sha256 = $2 and kind = $3 and expires_at > $4
        returning account_id, state_sealed, expires_at";
}

crate::bulk::bulks! {
    NEW_CODE = "recovery_code", Fail, [
        "organization_id": Uuid, "account_id": Uuid, "code_sha256": Bytes, "made_at": Instant, "used_at": Instant,
    ];
    NEW_PASSKEY = "passkey", Fail, [
        "organization_id": Uuid, "passkey_id": Uuid, "account_id": Uuid, "name": Text, "credential_sha256": Bytes,
        "credential_sealed": Bytes, "counter": Int, "created_at": Instant, "used_at": Instant,
    ];
    NEW_CEREMONY = "ceremony", Fail, [
        "organization_id": Uuid, "token_sha256": Bytes, "kind": Text, "account_id": Uuid, "state_sealed": Bytes,
        "expires_at": Instant,
    ];
}

fn secret_at(account: AccountId) -> At {
    At::column("totp.secret_sealed").id(account.0)
}

fn credential_at(passkey: PasskeyId) -> At {
    At::column("passkey.credential_sealed").id(passkey.0)
}

fn state_at(sha256: &[u8; 32]) -> At {
    At::column("ceremony.state_sealed").bytes(sha256)
}

fn read_passkey(row: &Row, keys: &Keyring) -> Result<PasskeyRow> {
    let mut row = Columns::of(row);
    let (id, account) = (PasskeyId(row.get()?), AccountId(row.get()?));
    Ok(PasskeyRow {
        id,
        account,
        name: row.get()?,
        credential_sha256: row.hash()?,
        credential: keys.open(&credential_at(id), row.get()?)?,
        counter: row.get()?,
        created_at: row.get()?,
        used_at: row.get()?,
    })
}

impl StoreTx {
    async fn read_ceremony(
        &mut self,
        kind: &str,
        sha256: [u8; 32],
        row: Option<Row>,
    ) -> Result<Option<CeremonyRow>> {
        let Some(row) = row else { return Ok(None) };
        let mut row = Columns::of(&row);
        let account = row.get::<Option<_>>()?.map(AccountId);
        let state = self.keyring().await?.open(&state_at(&sha256), row.get()?)?;
        let (kind, expires_at) = (kind.to_owned(), row.get()?);
        Ok(Some(CeremonyRow { token_sha256: sha256, kind, account, state, expires_at }))
    }
}

#[async_trait]
impl Factors for StoreTx {
    async fn totp(&mut self, account: AccountId) -> Result<Option<TotpRow>> {
        let Some(row) = self.row(&TOTP, values![self.tenant()?, account.0]).await? else { return Ok(None) };
        let mut row = Columns::of(&row);
        let secret = self.keyring().await?.open(&secret_at(account), row.get()?)?;
        let (last_step, confirmed_at): (i64, Option<Timestamp>) = (row.get()?, row.get()?);
        Ok(Some(TotpRow { secret, last_step, is_confirmed: confirmed_at.is_some() }))
    }

    async fn put_totp(&mut self, account: AccountId, secret: &[u8]) -> Result<bool> {
        let sealed = self.keyring().await?.seal(&secret_at(account), secret)?;
        Ok(self.write(&PUT_TOTP, values![self.tenant()?, account.0, sealed]).await? > 0)
    }

    async fn confirm_totp(&mut self, account: AccountId, now: Timestamp) -> Result<()> {
        self.put(&CONFIRM_TOTP, values![self.tenant()?, account.0, now]).await
    }

    async fn take_totp_step(&mut self, account: AccountId, step: i64) -> Result<bool> {
        Ok(self.write(&TAKE_STEP, values![self.tenant()?, account.0, step]).await? > 0)
    }

    async fn put_recovery_codes(
        &mut self,
        account: AccountId,
        sha256: &[[u8; 32]],
        now: Timestamp,
    ) -> Result<()> {
        let tenant = self.tenant()?;
        self.write(&DROP_CODES, values![tenant, account.0]).await?;
        let rows = sha256.iter().map(|code| values![tenant, account.0, *code, now, None::<Timestamp>]);
        self.insert(&NEW_CODE, rows.collect()).await.map(drop)
    }

    async fn take_recovery_code(
        &mut self,
        account: AccountId,
        sha256: [u8; 32],
        now: Timestamp,
    ) -> Result<bool> {
        Ok(self.write(&TAKE_CODE, values![self.tenant()?, account.0, sha256, now]).await? > 0)
    }

    async fn recovery_codes_left(&mut self, account: AccountId) -> Result<i64> {
        let row = self.row(&CODES_LEFT, values![self.tenant()?, account.0]).await?;
        row.map_or(Ok(0), |row| Columns::of(&row).get())
    }

    async fn passkeys(&mut self, account: AccountId) -> Result<Vec<PasskeyRow>> {
        let rows = self.rows(&PASSKEYS, values![self.tenant()?, account.0]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let keys = self.keyring().await?;
        rows.iter().map(|row| read_passkey(row, &keys)).collect()
    }

    async fn passkey_by_credential(&mut self, sha256: [u8; 32]) -> Result<Option<PasskeyRow>> {
        let Some(row) = self.row(&PASSKEY_BY_CREDENTIAL, values![self.tenant()?, sha256]).await? else {
            return Ok(None);
        };
        let keys = self.keyring().await?;
        read_passkey(&row, &keys).map(Some)
    }

    async fn add_passkey(&mut self, passkey: &PasskeyRow) -> Result<()> {
        let sealed = self.keyring().await?.seal(&credential_at(passkey.id), &passkey.credential)?;
        let row = values![
            self.tenant()?,
            passkey.id.0,
            passkey.account.0,
            &passkey.name,
            passkey.credential_sha256,
            sealed,
            passkey.counter,
            passkey.created_at,
            passkey.used_at,
        ];
        self.insert(&NEW_PASSKEY, vec![row]).await.map(drop)
    }

    async fn use_passkey(&mut self, passkey: &PasskeyRow, now: Timestamp) -> Result<bool> {
        let sealed = self.keyring().await?.seal(&credential_at(passkey.id), &passkey.credential)?;
        let params = values![self.tenant()?, passkey.id.0, sealed, passkey.counter, now];
        Ok(self.write(&USE_PASSKEY, params).await? > 0)
    }

    async fn drop_passkey(&mut self, account: AccountId, id: PasskeyId) -> Result<bool> {
        Ok(self.write(&DROP_PASSKEY, values![self.tenant()?, account.0, id.0]).await? > 0)
    }

    async fn drop_factors(&mut self, account: AccountId) -> Result<()> {
        let tenant = self.tenant()?;
        for query in [&DROP_TOTP, &DROP_CODES, &DROP_PASSKEYS] {
            self.write(query, values![tenant, account.0]).await?;
        }
        Ok(())
    }

    async fn add_ceremony(&mut self, ceremony: &CeremonyRow, now: Timestamp) -> Result<()> {
        let tenant = self.tenant()?;
        self.write(&SWEEP_CEREMONIES, values![tenant, now]).await?;
        let sealed = self.keyring().await?.seal(&state_at(&ceremony.token_sha256), &ceremony.state)?;
        let account = ceremony.account.map(|id| id.0);
        let row =
            values![tenant, ceremony.token_sha256, &ceremony.kind, account, sealed, ceremony.expires_at];
        self.insert(&NEW_CEREMONY, vec![row]).await.map(drop)
    }

    async fn ceremony(
        &mut self,
        kind: &str,
        sha256: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<CeremonyRow>> {
        let row = self.row(&CEREMONY, values![self.tenant()?, sha256, kind, now]).await?;
        self.read_ceremony(kind, sha256, row).await
    }

    async fn take_ceremony(
        &mut self,
        kind: &str,
        sha256: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<CeremonyRow>> {
        let row = self.write_returning(&TAKE_CEREMONY, values![self.tenant()?, sha256, kind, now]).await?;
        self.read_ceremony(kind, sha256, row).await
    }
}
