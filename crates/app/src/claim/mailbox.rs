//! What lies in a payer's mailbox is kept for whoever it may be for, and only then taken away.

use std::collections::HashMap;

use ccm::access::Actor;
use ccm::basics::*;

use super::receive::{Arrived, FromKept, kept_name, receive};
use crate::ports::PayerRow;
use crate::ports::outside::Progress;
use crate::ports::transport::{LISTED_MAX, Transport, Trouble, Waiting};
use crate::reports::EXCHANGE;
use crate::{App, Error, Place, Result, Work};

/// Files that are fetched in one go; the others next time.
const MOST_FETCHED: usize = 10_000;

/// A payer's mailbox, and who keeps what comes out of it.
pub(super) struct Mailbox {
    pub payer: PayerRow,
    transport: Box<dyn Transport>,
    /// Other practices that look into it, each with its payer there.
    others: Vec<(PracticeId, PayerId)>,
}

/// What came out of it.
#[derive(Default)]
pub(super) struct Fetched {
    /// Files that are new here.
    pub received: usize,
    /// Why some did not come, in words that an operator understands.
    pub trouble: Option<String>,
}

impl Mailbox {
    /// Those of the payers that the practice bills.
    pub async fn all(work: &mut Work) -> Result<Vec<Self>> {
        let own = work.practice_id()?;
        let (all, practices) = (work.tx.payers().await?, work.tx.practices().await?);
        let mut mailboxes = Vec::new();
        for payer in work.billed_payers().await? {
            let Ok(transport) = work.app().transports.of(&payer.profile) else { continue };
            let way = &payer.profile.submission.transport;
            let shares = |row: &&PayerRow| way.shares_inbox(&row.profile.submission.transport);
            let others = practices.iter().filter(|one| one.id != own).filter_map(|one| {
                let billed = all.iter().filter(|row| one.profile.payers.contains(&row.key));
                billed.into_iter().find(shares).map(|row| (one.id, row.id))
            });
            mailboxes.push(Self { others: others.collect(), payer, transport });
        }
        Ok(mailboxes)
    }

    /// Keeps everything in it that is not here yet.
    pub async fn fetch(&self, app: &App, actor: &Actor, place: Place, progress: &dyn Progress) -> Fetched {
        let mut fetched = Fetched::default();
        let new = match self.unknown(app, actor, place, &mut fetched).await {
            Ok(new) => new,
            Err(error) => return Fetched { trouble: Some(error.to_string()), ..fetched },
        };
        for one in new {
            match self.take(app, actor, place, &one).await {
                Ok(is_new) => fetched.received += usize::from(is_new),
                // One file keeps no other waiting.
                Err(error) => fetched.trouble = Some(error.to_string()),
            }
            progress.fail_point("after_receiving");
        }
        fetched
    }

    async fn unknown(
        &self,
        app: &App,
        actor: &Actor,
        place: Place,
        fetched: &mut Fetched,
    ) -> Result<Vec<Waiting>> {
        let mut known: HashMap<String, Vec<i64>> = HashMap::new();
        // Where files stay after they were fetched, they are known by name and size. Where they go, a name that is there is
        // another file, or one that a crash left.
        if self.payer.profile.submission.transport.leaves_files() {
            let mut work = app.begin_read(actor, place).await?;
            let practice = work.practice_id()?;
            for (name, size) in work.tx.received_names(practice, self.payer.id).await? {
                known.entry(name).or_default().push(size);
            }
        }
        let is_known = |one: &Waiting| {
            let size = one.bytes.and_then(|bytes| i64::try_from(bytes).ok());
            let kept = known.get(&kept_name(one.name.as_str()));
            kept.is_some_and(|sizes| size.is_none_or(|size| sizes.contains(&size)))
        };
        let listed = self.transport.list().await.map_err(unavailable)?;
        if listed.len() >= LISTED_MAX {
            fetched.trouble =
                Some(format!("of more than {LISTED_MAX} names the last are not seen: have it emptied"));
        }
        let new = listed.into_iter().filter(|one| one.bytes != Some(0) && !is_known(one));
        Ok(new.take(MOST_FETCHED).collect())
    }

    /// Keeps one file for everybody who looks into the mailbox, and tells the mailbox so. Whether it is new here.
    async fn take(&self, app: &App, actor: &Actor, place: Place, one: &Waiting) -> Result<bool> {
        let mut bytes = match self.transport.fetch(&one.name).await {
            Ok(bytes) => bytes,
            // Somebody else has fetched it since it was listed.
            Err(Trouble::Gone) => return Ok(false),
            Err(trouble) => return Err(unavailable(trouble)),
        };
        let way = self.payer.profile.submission.transport.kind();
        let arrived = |payer| Arrived { name: one.name.as_str(), way, payer: Some(payer) };
        let (row, was_known) = match receive(app, actor, place, arrived(self.payer.id), bytes.as_mut()).await
        {
            // Somebody else keeps the same bytes at this moment, and takes them away.
            Err(Error::Contended) => return Ok(false),
            received => received?,
        };
        // Who polls here may have no right there: the copy is the program's doing.
        let keeper = Actor::Job { name: EXCHANGE.to_owned() };
        for (practice, payer) in &self.others {
            let there = Place { practice: Some(*practice), ..place };
            let mut kept = FromKept::of(app, actor, place, row.id);
            receive(app, &keeper, there, arrived(*payer), &mut kept).await?;
        }
        self.transport.taken(&one.name).await.map_err(unavailable)?;
        Ok(!was_known)
    }
}

fn unavailable(trouble: Trouble) -> Error {
    Error::Unavailable(trouble.to_string())
}
