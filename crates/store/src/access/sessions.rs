//! Invitations and sessions, by the hash of what was handed out.

use app::Result;
use app::ports::store::{Accounts, Sessions};
use app::ports::{InvitationRow, Seat, SessionRow, Sitting};
use async_trait::async_trait;
use ccm::basics::*;
use db::values;

use super::accounts;
use crate::columns::{Columns, each};
use crate::tx::StoreTx;

macro_rules! session_columns {
    ($rest:literal) => {
        concat!(
            "select s.session_id, s.account_id, s.token_sha256, s.practice_id, s.device, s.proof, s.created_at, s.seen_at,
                s.stepped_up_until, s.revoked_at",
            $rest
        )
    };
}

db::queries! {
    WITHDRAW_INVITATIONS = "update invitation set withdrawn_at = $3
        where organization_id = $1 and account_id = $2 and used_at is null and withdrawn_at is null";
    INVITATION = "select invitation_id, account_id, token_sha256, made_at, expires_at, used_at, withdrawn_at
        from invitation where organization_id = $1 and token_sha256 = $2";
    TAKE_INVITATION = "update invitation set used_at = $3
        where organization_id = $1 and invitation_id = $2 and used_at is null and withdrawn_at is null
            and expires_at > $3";
    SITTING = session_columns!(", a.person_id, p.given, p.family,
            coalesce((select min(l.name) from login l
                where l.organization_id = a.organization_id and l.person_id = a.person_id), ''),
            exists (select 1 from totp t where t.organization_id = a.organization_id
                    and t.account_id = a.account_id and t.confirmed_at is not null)
                or exists (select 1 from passkey k where k.organization_id = a.organization_id
                    and k.account_id = a.account_id)
        from session s
        join account a on a.organization_id = s.organization_id and a.account_id = s.account_id
        join person p on p.organization_id = a.organization_id and p.person_id = a.person_id
        where s.organization_id = $1 and s.token_sha256 = $2 and a.state = 'active'");
    /// Of the person in the sitting.
    ROLES_OF_SITTING = "select r.practice_id, r.word, r.from_date, r.until_date from staff_role r
        where r.organization_id = $1 and r.person_id = (select a.person_id from session s
            join account a on a.organization_id = s.organization_id and a.account_id = s.account_id
            where s.organization_id = $1 and s.token_sha256 = $2)
        order by r.practice_id, r.from_date, r.role_id";
    SESSION = session_columns!(" from session s where s.organization_id = $1 and s.session_id = $2");
    SESSIONS_OF = session_columns!(" from session s where s.organization_id = $1 and s.account_id = $2
        and s.created_at > $3 and s.revoked_at is null order by s.created_at desc, s.session_id");
    SEE = "update session set seen_at = $3
        where organization_id = $1 and session_id = $2 and revoked_at is null and seen_at < $3";
    REVOKE = "update session set revoked_at = $3
        where organization_id = $1 and session_id = $2 and revoked_at is null";
    REVOKE_OF = "update session set revoked_at = $3
        where organization_id = $1 and account_id = $2 and revoked_at is null and session_id <> $4";
    ROTATE = "update session set token_sha256 = $4, stepped_up_until = $5
        where organization_id = $1 and session_id = $2 and token_sha256 = $3 and revoked_at is null";
    PLACE = "update session set practice_id = $3
        where organization_id = $1 and session_id = $2 and revoked_at is null";
}

crate::bulk::bulks! {
    NEW_INVITATION = "invitation", Fail, [
        "organization_id": Uuid, "invitation_id": Uuid, "account_id": Uuid, "token_sha256": Bytes,
        "made_at": Instant, "expires_at": Instant, "used_at": Instant, "withdrawn_at": Instant,
    ];
    NEW_SESSION = "session", Fail, [
        "organization_id": Uuid, "session_id": Uuid, "account_id": Uuid, "token_sha256": Bytes, "practice_id": Uuid,
        "device": Text, "proof": Text, "created_at": Instant, "seen_at": Instant, "stepped_up_until": Instant,
        "revoked_at": Instant,
    ];
}

fn read_session(row: &mut Columns<'_>) -> Result<SessionRow> {
    Ok(SessionRow {
        id: SessionId(row.get()?),
        account: AccountId(row.get()?),
        token_sha256: row.hash()?,
        practice: row.get::<Option<_>>()?.map(PracticeId),
        device: row.get()?,
        proof: row.get()?,
        created_at: row.get()?,
        seen_at: row.get()?,
        stepped_up_until: row.get()?,
        revoked_at: row.get()?,
    })
}

#[async_trait]
impl Sessions for StoreTx {
    async fn add_invitation(&mut self, invitation: &InvitationRow) -> Result<()> {
        let tenant = self.tenant()?;
        let earlier = values![tenant, invitation.account.0, invitation.made_at];
        self.write(&WITHDRAW_INVITATIONS, earlier).await?;
        let row = values![
            tenant,
            invitation.id.0,
            invitation.account.0,
            invitation.token_sha256,
            invitation.made_at,
            invitation.expires_at,
            invitation.used_at,
            invitation.withdrawn_at,
        ];
        self.insert(&NEW_INVITATION, vec![row]).await.map(drop)
    }

    async fn invitation(&mut self, sha256: [u8; 32]) -> Result<Option<InvitationRow>> {
        let Some(row) = self.row(&INVITATION, values![self.tenant()?, sha256]).await? else {
            return Ok(None);
        };
        let mut row = Columns::of(&row);
        Ok(Some(InvitationRow {
            id: InvitationId(row.get()?),
            account: AccountId(row.get()?),
            token_sha256: row.hash()?,
            made_at: row.get()?,
            expires_at: row.get()?,
            used_at: row.get()?,
            withdrawn_at: row.get()?,
        }))
    }

    async fn take_invitation(&mut self, id: InvitationId, now: Timestamp) -> Result<bool> {
        Ok(self.write(&TAKE_INVITATION, values![self.tenant()?, id.0, now]).await? > 0)
    }

    async fn add_session(&mut self, session: &SessionRow) -> Result<()> {
        let row = values![
            self.tenant()?,
            session.id.0,
            session.account.0,
            session.token_sha256,
            session.practice.map(|id| id.0),
            &session.device,
            &session.proof,
            session.created_at,
            session.seen_at,
            session.stepped_up_until,
            session.revoked_at,
        ];
        self.insert(&NEW_SESSION, vec![row]).await.map(drop)
    }

    async fn seat(&mut self, sha256: [u8; 32]) -> Result<Option<Seat>> {
        let tenant = self.tenant()?;
        let of = || values![tenant, sha256];
        self.ask_ahead(vec![
            (&SITTING, of()),
            (&ROLES_OF_SITTING, of()),
            (&accounts::POLICY, values![tenant]),
            (&accounts::PRACTICE_NAMES, values![tenant]),
        ])
        .await?;
        let Some(row) = self.row(&SITTING, of()).await? else { return Ok(None) };
        let mut row = Columns::of(&row);
        let sitting = Sitting {
            session: read_session(&mut row)?,
            person: PersonId(row.get()?),
            given: row.get()?,
            family: row.get()?,
            login: row.get()?,
            has_second_factor: row.get()?,
        };
        let roles = each(&self.rows(&ROLES_OF_SITTING, of()).await?, accounts::read_held_role)?;
        let (policy, practices) = (self.access_policy().await?, self.practice_names().await?);
        Ok(Some(Seat { sitting, policy, roles, practices }))
    }

    // A time stamp beside the record: no event goes with it.
    async fn see_session(&mut self, id: SessionId, now: Timestamp) -> Result<()> {
        let row = values![self.tenant()?, id.0, now];
        self.write_uncounted(&SEE, vec![row]).await.map(drop)
    }

    async fn sessions_of(&mut self, account: AccountId, since: Timestamp) -> Result<Vec<SessionRow>> {
        let rows = self.rows(&SESSIONS_OF, values![self.tenant()?, account.0, since]).await?;
        each(&rows, read_session)
    }

    async fn session(&mut self, id: SessionId) -> Result<Option<SessionRow>> {
        let row = self.row(&SESSION, values![self.tenant()?, id.0]).await?;
        row.map(|row| read_session(&mut Columns::of(&row))).transpose()
    }

    async fn revoke_session(&mut self, id: SessionId, now: Timestamp) -> Result<bool> {
        Ok(self.write(&REVOKE, values![self.tenant()?, id.0, now]).await? > 0)
    }

    async fn revoke_sessions_of(
        &mut self,
        account: AccountId,
        but: Option<SessionId>,
        now: Timestamp,
    ) -> Result<u64> {
        let but = but.map_or(uuid::Uuid::nil(), |id| id.0);
        self.write(&REVOKE_OF, values![self.tenant()?, account.0, now, but]).await
    }

    async fn rotate_session(
        &mut self,
        id: SessionId,
        old: [u8; 32],
        new: [u8; 32],
        stepped_up_until: Timestamp,
    ) -> Result<bool> {
        let params = values![self.tenant()?, id.0, old, new, stepped_up_until];
        Ok(self.write(&ROTATE, params).await? > 0)
    }

    async fn place_session(&mut self, id: SessionId, practice: PracticeId) -> Result<()> {
        self.put(&PLACE, values![self.tenant()?, id.0, practice.0]).await
    }
}
