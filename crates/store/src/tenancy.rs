//! Tenants, practices, payers, charges, commands, control numbers.

use app::ports::store::Tenancy;
use app::ports::{CommandRow, OrganizationRow, PayerRow};
use app::{Error, Result};
use async_trait::async_trait;
use ccm::basics::*;
use ccm::people::{Charge, Practice};
use db::values;

use crate::columns::{Columns, each, json, text_list};
use crate::tx::StoreTx;

db::queries! {
    /// The one list that every tenant sees: names of tenants, nothing of theirs.
    ORGANIZATIONS = "select organization_id, key, name from organization order by key";
    PUT_ORGANIZATION = "insert into organization (organization_id, key, name, created_at) values ($1, $2, $3, $4)
        on conflict (organization_id) do update set key = excluded.key, name = excluded.name";
    DATA_KEYS = "select data_key_id, wrapped from data_key where organization_id = $1 order by data_key_id";
    REWRAP_KEY = "update data_key set wrapped = $3
        where organization_id = $1 and data_key_id = $2 and wrapped = $4";
    PRACTICES = "select practice_id, key, profile from practice where organization_id = $1 order by key";
    PRACTICE = "select practice_id, key, profile from practice where practice_id = $1 and organization_id = $2";
    ZONES_OF = "select practice_id, from_date, zone from practice_zone
        where practice_id = $1 and organization_id = $2 order by from_date";
    ZONES = "select practice_id, from_date, zone from practice_zone where organization_id = $1
        order by practice_id, from_date";
    PUT_PRACTICE = "insert into practice (practice_id, organization_id, key, profile) values ($1, $2, $3, $4)
        on conflict (practice_id) do update set key = excluded.key, profile = excluded.profile
        where practice.organization_id = excluded.organization_id";
    CLEAR_ZONES = "delete from practice_zone where practice_id = $1 and organization_id = $2";
    PAYERS = "select payer_id, key, profile, terms from payer where organization_id = $1 order by key";
    PUT_PAYER = "insert into payer (organization_id, payer_id, key, profile, terms) values ($1, $2, $3, $4, $5)
        on conflict (organization_id, payer_id) do update set key = excluded.key, profile = excluded.profile,
            terms = excluded.terms";
    CHARGES = "select code, cents, from_date, until_date from charge
        where practice_id = $1 and organization_id = $2 order by code, from_date";
    CLEAR_CHARGES = "delete from charge where practice_id = $1 and organization_id = $2";
    COMMANDS = {
        lite: "select command_id, use_case, input_sha256, answer from command
            where organization_id = $1 and command_id in (select value from json_each($2)) order by command_id",
        pg: "select command_id, use_case, input_sha256, answer from command
            where organization_id = $1 and command_id in (select jsonb_array_elements_text($2)) order by command_id",
    };
    /// The row stays locked until the end of the transaction: numbers are gapless in commit order.
    TAKE_NUMBER = "insert into control_number (organization_id, scope, last) values ($1, $2, $3)
        on conflict (organization_id, scope) do update set last = control_number.last + excluded.last
        returning last";
}

crate::bulk::bulks! {
    NEW_DATA_KEY = "data_key", Ignore, [
        "organization_id": Uuid, "data_key_id": Int, "wrapped": Bytes, "created_at": Instant,
    ];
    NEW_ZONE = "practice_zone", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "from_date": Date, "zone": Text,
    ];
    NEW_CHARGE = "charge", Fail, [
        "practice_id": Uuid, "organization_id": Uuid, "code": Text, "from_date": Date, "until_date": Date,
        "cents": Int,
    ];
    NEW_COMMAND = "command", Fail, [
        "organization_id": Uuid, "command_id": Text, "practice_id": Uuid, "use_case": Text,
        "input_sha256": Bytes, "answer": Json, "at": Instant,
    ];
}

/// Without its zones.
fn read_practice(row: &mut Columns<'_>) -> Result<Practice> {
    let id = PracticeId(row.get()?);
    Ok(Practice { id, key: row.get()?, profile: row.json()?, zones: Vec::new() })
}

fn read_zone(row: &mut Columns<'_>) -> Result<(PracticeId, (Date, ZoneName))> {
    Ok((PracticeId(row.get()?), (row.get()?, row.parsed()?)))
}

#[async_trait]
impl Tenancy for StoreTx {
    async fn organizations(&mut self) -> Result<Vec<OrganizationRow>> {
        let rows = self.rows(&ORGANIZATIONS, values![]).await?;
        each(&rows, |row| {
            Ok(OrganizationRow { id: OrganizationId(row.get()?), key: row.get()?, name: row.get()? })
        })
    }

    async fn put_organization(&mut self, row: &OrganizationRow, now: Timestamp) -> Result<()> {
        if row.id.0 != self.tenant()? {
            return Err(Error::Internal(
                "a name plate for another organization than the transaction's".to_owned(),
            ));
        }
        self.put(&PUT_ORGANIZATION, values![row.id.0, &row.key, &row.name, now]).await
    }

    async fn practices(&mut self) -> Result<Vec<Practice>> {
        let tenant = self.tenant()?;
        let rows = self.rows(&PRACTICES, values![tenant]).await?;
        let mut practices = each(&rows, read_practice)?;
        for (id, zone) in each(&self.rows(&ZONES, values![tenant]).await?, read_zone)? {
            if let Some(practice) = practices.iter_mut().find(|practice| practice.id == id) {
                practice.zones.push(zone);
            }
        }
        Ok(practices)
    }

    async fn practice(&mut self, id: PracticeId) -> Result<Option<Practice>> {
        let (practice, tenant) = self.place(id)?;
        let row = self.row(&PRACTICE, values![practice, tenant]).await?;
        let Some(row) = row else { return Ok(None) };
        let zones = each(&self.rows(&ZONES_OF, values![practice, tenant]).await?, read_zone)?;
        let zones = zones.into_iter().map(|(_, zone)| zone).collect();
        Ok(Some(Practice { zones, ..read_practice(&mut Columns::of(&row))? }))
    }

    async fn put_practice(&mut self, practice: &Practice) -> Result<()> {
        let (id, tenant) = self.place(practice.id)?;
        self.put(&PUT_PRACTICE, values![id, tenant, &practice.key, json(&practice.profile)?]).await?;
        self.write(&CLEAR_ZONES, values![id, tenant]).await?;
        let zones = practice.zones.iter().map(|(from, zone)| values![id, tenant, *from, zone.as_str()]);
        self.insert(&NEW_ZONE, zones.collect()).await.map(drop)
    }

    async fn payers(&mut self) -> Result<Vec<PayerRow>> {
        let tenant = self.tenant()?;
        let rows = self.rows(&PAYERS, values![tenant]).await?;
        each(&rows, |row| {
            let (id, key) = (PayerId(row.get()?), row.get()?);
            Ok(PayerRow { id, key, profile: row.json()?, terms: row.json_opt()? })
        })
    }

    async fn put_payer(&mut self, payer: &PayerRow) -> Result<()> {
        let tenant = self.tenant()?;
        let terms = payer.terms.as_ref().map(json).transpose()?;
        self.put(&PUT_PAYER, values![tenant, payer.id.0, &payer.key, json(&payer.profile)?, terms]).await
    }

    async fn charges(&mut self, practice: PracticeId) -> Result<Vec<Charge>> {
        let (practice, tenant) = self.place(practice)?;
        let rows = self.rows(&CHARGES, values![practice, tenant]).await?;
        each(&rows, |row| {
            Ok(Charge { code: row.parsed()?, cents: Cents(row.get()?), from: row.get()?, until: row.get()? })
        })
    }

    async fn put_charges(&mut self, practice: PracticeId, charges: &[Charge]) -> Result<()> {
        let (practice, tenant) = self.place(practice)?;
        self.write(&CLEAR_CHARGES, values![practice, tenant]).await?;
        let rows = charges.iter().map(|charge| {
            values![practice, tenant, charge.code.as_str(), charge.from, charge.until, charge.cents.0]
        });
        self.insert(&NEW_CHARGE, rows.collect()).await.map(drop)
    }

    async fn commands(&mut self, ids: &[String]) -> Result<Vec<CommandRow>> {
        let params = values![self.tenant()?, text_list(ids.iter().map(String::as_str))];
        let rows = self.rows(&COMMANDS, params).await?;
        each(&rows, |row| {
            Ok(CommandRow {
                command_id: row.get()?,
                use_case: row.get()?,
                input_sha256: row.hash()?,
                answer: row.json()?,
            })
        })
    }

    async fn add_commands(
        &mut self,
        practice: Option<PracticeId>,
        rows: &[CommandRow],
        now: Timestamp,
    ) -> Result<()> {
        let (practice, tenant) = (practice.map(|id| id.0), self.tenant()?);
        let rows = rows.iter().map(|row| {
            values![tenant, &row.command_id, practice, &row.use_case, row.input_sha256, &row.answer, now]
        });
        self.insert(&NEW_COMMAND, rows.collect()).await.map(drop)
    }

    async fn take_number(&mut self, scope: &str, count: i64) -> Result<i64> {
        if count < 1 {
            return Err(Error::Internal("at least one number is taken at a time".to_owned()));
        }
        let params = values![self.tenant()?, scope, count];
        let last: i64 = match self.write_returning(&TAKE_NUMBER, params).await? {
            Some(row) => Columns::of(&row).get()?,
            None => return Err(Error::Internal("a number that was not given".to_owned())),
        };
        Ok(last - count + 1)
    }
}
