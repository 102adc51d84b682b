//! The job that looks after clocks whose person is gone. Safe to run twice, and in several processes: each clock is
//! looked at under its lock, by what it says itself.

use ccm::access::Actor;
use ccm::basics::*;
use ccm::time::clock::Turn;
use serde::Serialize;

use super::keep::{Given, keep_stopped, noted, signal};
use crate::{App, Error, Place, Result};

/// Clocks looked at in one go.
const MOST: i64 = 500;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Ended their segment at the last activity, and wait for their person.
    pub paused: u64,
    /// Waited for too long: on record, or among the unfinished.
    pub ended: u64,
}

/// Ends the segments of clocks past their limit, and stops those that stood still for too long.
///
/// # Errors
/// Storage's failures; what was done before one of them lasts.
pub async fn sweep(app: &App, organization: OrganizationId) -> Result<Swept> {
    let actor = Actor::Job { name: "clocks".to_owned() };
    let place = Place { organization, practice: None };
    let mut work = app.begin_read(&actor, place).await?;
    let due = work.tx.clocks_due(work.now, MOST).await?;
    drop(work);
    let mut swept = Swept::default();
    for (practice, person) in due {
        let place = Place { organization, practice: Some(practice) };
        match look_after(app, &actor, place, person).await {
            Ok(one) => {
                swept.paused += one.paused;
                swept.ended += one.ended;
            }
            // Its person is at it in this moment.
            Err(Error::Contended) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(swept)
}

async fn look_after(app: &App, actor: &Actor, place: Place, person: PersonId) -> Result<Swept> {
    let mut work = app.begin(actor, place).await?;
    let (now, practice) = (work.now, work.practice_id()?);
    let Some(mut clock) = work.tx.lock_clock(person).await?.filter(|clock| clock.of.practice == practice)
    else {
        return Ok(Swept::default());
    };
    if clock.due_at() > now {
        return Ok(Swept::default());
    }
    let swept = if clock.paused().is_some() {
        let row = signal("stop", clock.of.entry, now, None, &[]);
        work.tx.add_signals(practice, &[row]).await?;
        noted(&mut work, "stop", &clock);
        work.tx.end_clock(person).await?;
        keep_stopped(&mut work, clock.stop(now, None), Given::default()).await?;
        Swept { paused: 0, ended: 1 }
    } else if clock.settle(now) != Turn::Unchanged {
        let row = signal("pause", clock.of.entry, now, None, &[]);
        work.tx.add_signals(practice, &[row]).await?;
        work.tx.put_clock(&clock).await?;
        noted(&mut work, "pause", &clock);
        Swept { paused: 1, ended: 0 }
    } else {
        return Ok(Swept::default());
    };
    work.commit().await?;
    Ok(swept)
}
