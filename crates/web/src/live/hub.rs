//! One poller for each practice that somebody looks at; it ends with the last listener.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::{App, Place};
use ccm::basics::{PatientId, PersonId, PracticeId};
use serde::Serialize;
use tokio::sync::broadcast;
use uuid::Uuid;

use super::presence::{Presence, Seat};
use crate::options::Limits;

/// What listeners are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Change(Named),
    /// More than can be told one by one.
    All,
}

/// A change by its name: of what kind, and whose. Pages name patients in the same words (`data-live-of`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientId>,
}

impl Named {
    fn of(change: app::ports::Change) -> Self {
        let itself = (change.kind == "patient").then_some(PatientId(change.id));
        Self { patient: change.patient.or(itself), kind: change.kind }
    }
}

/// Told at once; whoever is further behind is told [`Told::All`].
const KEPT: usize = 256;
/// Changes read at once. An import's thousands are one [`Told::All`].
const CHANGES: i64 = 200;

/// All listeners of this process.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    app: App,
    every: Duration,
    most: usize,
    most_of_session: usize,
    channels: Mutex<HashMap<PracticeId, broadcast::Sender<Told>>>,
    /// Open connections by session.
    open: Mutex<HashMap<Uuid, usize>>,
    presence: Presence,
}

/// One listener; dropping it leaves.
pub struct Listener {
    pub told: broadcast::Receiver<Told>,
    session: Uuid,
    hub: Hub,
}

impl Hub {
    pub(crate) fn new(app: App, limits: &Limits) -> Self {
        Self(Arc::new(Inner {
            app,
            every: limits.live_every,
            most: limits.listeners,
            most_of_session: limits.listeners_per_session,
            channels: Mutex::default(),
            open: Mutex::default(),
            presence: Presence::default(),
        }))
    }

    /// Listens to a practice's feed from now on; `None` where too many do.
    pub fn listen(&self, place: Place, session: Uuid) -> Option<Listener> {
        let practice = place.practice?;
        {
            let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
            let all: usize = open.values().sum();
            let mine = open.entry(session).or_default();
            if *mine >= self.0.most_of_session || all >= self.0.most {
                return None;
            }
            *mine += 1;
        }
        let mut channels = self.0.channels.lock().unwrap_or_else(PoisonError::into_inner);
        let told = match channels.get(&practice) {
            Some(sender) => sender.subscribe(),
            None => {
                let (sender, told) = broadcast::channel(KEPT);
                channels.insert(practice, sender.clone());
                tokio::spawn(self.clone().poll(place, practice, sender));
                told
            }
        };
        Some(Listener { told, session, hub: self.clone() })
    }

    /// Tells a practice's listeners of this process what no feed holds.
    pub(super) fn tell(&self, practice: PracticeId, named: Named) {
        let channels = self.0.channels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = channels.get(&practice) {
            // Nobody listens any more: nobody is to be told.
            let _ = sender.send(Told::Change(named));
        }
    }

    /// Somebody has a chart open, for as long as they hold the seat.
    pub fn sit(&self, practice: PracticeId, patient: PatientId, person: PersonId) -> Seat {
        self.0.presence.enter(self, practice, patient, person)
    }

    /// Whoever has a chart open, as far as this process knows.
    pub fn present(&self, place: Place, patient: PatientId) -> Vec<PersonId> {
        self.0.presence.of(place, patient)
    }

    async fn poll(self, place: Place, practice: PracticeId, sender: broadcast::Sender<Told>) {
        let mut position = None;
        let mut pause = self.0.every;
        loop {
            match self.read(place, &mut position).await {
                Ok(told) => {
                    told.into_iter().for_each(|one| drop(sender.send(one)));
                    pause = self.0.every;
                }
                Err(error) => {
                    tracing::warn!(%error, "the change feed could not be read");
                    pause = (pause * 2).min(Duration::from_secs(30));
                }
            }
            tokio::time::sleep(pause).await;
            let mut channels = self.0.channels.lock().unwrap_or_else(PoisonError::into_inner);
            // Asked under the lock: whoever subscribes next finds this channel, or none.
            if sender.receiver_count() == 0 {
                channels.remove(&practice);
                return;
            }
        }
    }

    async fn read(&self, place: Place, position: &mut Option<i64>) -> app::Result<Vec<Told>> {
        let Some(after) = *position else {
            *position = Some(app::feed::position(&self.0.app, place).await?);
            return Ok(Vec::new());
        };
        let changes = app::feed::since(&self.0.app, place, after, CHANGES).await?;
        let Some(last) = changes.last().map(|change| change.position) else { return Ok(Vec::new()) };
        if changes.len() as i64 == CHANGES {
            *position = Some(app::feed::position(&self.0.app, place).await?);
            return Ok(vec![Told::All]);
        }
        *position = Some(last);
        Ok(changes.into_iter().map(|change| Told::Change(Named::of(change))).collect())
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut open = self.hub.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mine) = open.get_mut(&self.session) {
            *mine = mine.saturating_sub(1);
            if *mine == 0 {
                open.remove(&self.session);
            }
        }
    }
}
