//! Accounts, held roles, the access policy, and what was tried.

use app::ports::store::Accounts;
use app::ports::{AccountRow, HeldRole, TriesOf};
use app::{Error, Result};
use async_trait::async_trait;
use ccm::access::{AccessPolicy, Tries};
use ccm::basics::*;
use db::{Row, values};

use crate::columns::{Columns, each, json, text_list, word};
use crate::sealed::At;
use crate::tx::StoreTx;

macro_rules! accounts {
    ($($rest:tt)*) => {
        concat!(
            "select a.account_id, a.person_id, a.state, a.password_at, a.password_sealed,
                coalesce((select min(l.name) from login l
                    where l.organization_id = a.organization_id and l.person_id = a.person_id), '')
            from account a where a.organization_id = $1 and ",
            $($rest)*
        )
    };
}

macro_rules! has_active {
    ($words:literal) => {
        concat!(
            "select 1 from account a join staff_role r
                on r.organization_id = a.organization_id and r.person_id = a.person_id
            where a.organization_id = $1 and a.state = 'active' and r.from_date <= $2
                and (r.until_date is null or r.until_date >= $2) and r.word in (",
            $words,
            ") limit 1"
        )
    };
}

db::queries! {
    ACCOUNT = accounts!("a.account_id = $2");
    ACCOUNT_OF = accounts!("a.person_id = $2");
    ACCOUNT_OF_LOGIN = accounts!("a.person_id = (select l.person_id from login l
        where l.organization_id = $1 and l.name = $2)");
    PUT_ACCOUNT = "insert into account (organization_id, account_id, person_id, state, password_sealed, password_at,
            created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (organization_id, account_id) do update set state = excluded.state,
            password_sealed = excluded.password_sealed, password_at = excluded.password_at";
    HELD_ROLES = "select practice_id, word, from_date, until_date from staff_role
        where organization_id = $1 and person_id = $2 order by practice_id, from_date, role_id";
    HAS_ACTIVE = {
        lite: has_active!("select value from json_each($3)"),
        pg: has_active!("select jsonb_array_elements_text($3)"),
    };
    PRACTICE_NAMES = {
        lite: "select practice_id, key, json_extract(profile, '$.name') from practice
            where organization_id = $1 order by key",
        pg: "select practice_id, key, profile ->> 'name' from practice where organization_id = $1 order by key",
    };
    POLICY = "select policy from access_policy where organization_id = $1";
    PUT_POLICY = "insert into access_policy (organization_id, policy) values ($1, $2)
        on conflict (organization_id) do update set policy = excluded.policy";
    /// Makes the row where there is none, and locks it in either case until the transaction ends.
    TRIES = "insert into sign_in_tries (organization_id, kind, subject, failures, last_at) values ($1, $2, $3, 0, $4)
        on conflict (organization_id, kind, subject) do update set kind = excluded.kind
        returning failures, last_at";
    PUT_TRIES = "update sign_in_tries set failures = $4, last_at = $5
        where organization_id = $1 and kind = $2 and subject = $3";
}

fn password_at(account: AccountId) -> At {
    At::column("account.password_sealed").id(account.0)
}

fn tries_word(of: TriesOf) -> &'static str {
    match of {
        TriesOf::Login => "login",
        TriesOf::Address => "address",
    }
}

impl StoreTx {
    async fn read_account(&mut self, row: Option<Row>) -> Result<Option<AccountRow>> {
        let Some(row) = row else { return Ok(None) };
        let mut row = Columns::of(&row);
        let (id, person) = (AccountId(row.get()?), PersonId(row.get()?));
        let (state, password_at_) = (row.word()?, row.get()?);
        let (sealed, login): (Option<Vec<u8>>, String) = (row.get()?, row.get()?);
        let password = match sealed {
            Some(sealed) => Some(self.keyring().await?.open_text(&password_at(id), sealed)?),
            None => None,
        };
        Ok(Some(AccountRow { id, person, login, state, password, password_at: password_at_ }))
    }
}

pub(super) fn read_held_role(row: &mut Columns<'_>) -> Result<HeldRole> {
    Ok(HeldRole { practice: PracticeId(row.get()?), word: row.get()?, from: row.get()?, until: row.get()? })
}

#[async_trait]
impl Accounts for StoreTx {
    async fn account_of_login(&mut self, login: &str) -> Result<Option<AccountRow>> {
        let row = self.row(&ACCOUNT_OF_LOGIN, values![self.tenant()?, login]).await?;
        self.read_account(row).await
    }

    async fn account(&mut self, id: AccountId) -> Result<Option<AccountRow>> {
        let row = self.row(&ACCOUNT, values![self.tenant()?, id.0]).await?;
        self.read_account(row).await
    }

    async fn account_of(&mut self, person: PersonId) -> Result<Option<AccountRow>> {
        let row = self.row(&ACCOUNT_OF, values![self.tenant()?, person.0]).await?;
        self.read_account(row).await
    }

    async fn put_account(&mut self, account: &AccountRow, now: Timestamp) -> Result<()> {
        let sealed = self.sealed_text(&password_at(account.id), account.password.as_deref()).await?;
        let (state, at) = (word(&account.state)?, account.password_at);
        self.put(
            &PUT_ACCOUNT,
            values![self.tenant()?, account.id.0, account.person.0, state, sealed, at, now],
        )
        .await
    }

    async fn held_roles(&mut self, person: PersonId) -> Result<Vec<HeldRole>> {
        let rows = self.rows(&HELD_ROLES, values![self.tenant()?, person.0]).await?;
        each(&rows, read_held_role)
    }

    async fn has_active(&mut self, words: &[String], on: Date) -> Result<bool> {
        let words = text_list(words.iter().map(String::as_str));
        Ok(self.row(&HAS_ACTIVE, values![self.tenant()?, on, words]).await?.is_some())
    }

    async fn practice_names(&mut self) -> Result<Vec<(PracticeId, String, String)>> {
        let rows = self.rows(&PRACTICE_NAMES, values![self.tenant()?]).await?;
        each(&rows, |row| Ok((PracticeId(row.get()?), row.get()?, row.get()?)))
    }

    async fn access_policy(&mut self) -> Result<AccessPolicy> {
        let row = self.row(&POLICY, values![self.tenant()?]).await?;
        row.map_or_else(|| Ok(AccessPolicy::default()), |row| Columns::of(&row).json())
    }

    async fn put_access_policy(&mut self, policy: &AccessPolicy) -> Result<()> {
        self.put(&PUT_POLICY, values![self.tenant()?, json(policy)?]).await
    }

    async fn keyed_hash(&mut self, kind: &str, value: &str) -> Result<[u8; 32]> {
        let index = self.keyring().await?.index(&format!("urn:perennial:access:{kind}"), value);
        index.try_into().map_err(|_| Error::Internal("a blind index of another length".to_owned()))
    }

    // Tries stand beside the record: they are counted without an event, and a lock has one.
    async fn tries(&mut self, of: TriesOf, subject: [u8; 32], now: Timestamp) -> Result<Tries> {
        let params = values![self.tenant()?, tries_word(of), subject, now];
        let row = self.row(&TRIES, params).await?;
        let row = row.ok_or_else(|| Error::Internal("tries that were not counted".to_owned()))?;
        let mut row = Columns::of(&row);
        let (failures, last_at): (i64, Timestamp) = (row.get()?, row.get()?);
        let failures = u32::try_from(failures).unwrap_or(u32::MAX);
        Ok(Tries { failures, last_at: (failures > 0).then_some(last_at) })
    }

    async fn put_tries(
        &mut self,
        of: TriesOf,
        subject: [u8; 32],
        tries: Tries,
        now: Timestamp,
    ) -> Result<()> {
        let last_at = tries.last_at.unwrap_or(now);
        let row = values![self.tenant()?, tries_word(of), subject, tries.failures, last_at];
        self.write_uncounted(&PUT_TRIES, vec![row]).await.map(drop)
    }
}
