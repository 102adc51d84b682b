//! Who has which chart open: known by the live connections of their pages, and gone with them.
//!
//! It lives in one process, as the connections do. With several of them each knows its own; who is on the phone is not
//! asked here but of the clocks, which all share.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::Place;
use ccm::basics::{PatientId, PersonId, PracticeId};

use super::Hub;
use super::hub::Named;

/// A page that is loaded anew, or whose connection is renewed, has not left.
const GRACE: Duration = Duration::from_secs(5);

type Seats = HashMap<(PracticeId, PatientId), HashMap<PersonId, usize>>;

/// Open charts of this process.
#[derive(Clone, Default)]
pub struct Presence(Arc<Mutex<Seats>>);

/// One open chart; dropping it leaves, a little later.
pub struct Seat {
    presence: Presence,
    hub: Hub,
    at: (PracticeId, PatientId),
    person: PersonId,
}

impl Presence {
    /// Takes a seat. The others are told.
    pub(super) fn enter(
        &self,
        hub: &Hub,
        practice: PracticeId,
        patient: PatientId,
        person: PersonId,
    ) -> Seat {
        let at = (practice, patient);
        let is_new = {
            let mut seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let open = seats.entry(at).or_default().entry(person).or_default();
            *open += 1;
            *open == 1
        };
        if is_new {
            hub.tell(practice, named(patient));
        }
        Seat { presence: self.clone(), hub: hub.clone(), at, person }
    }

    /// Whoever has the chart open, in no order.
    pub(super) fn of(&self, place: Place, patient: PatientId) -> Vec<PersonId> {
        let Some(practice) = place.practice else { return Vec::new() };
        let seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seats.get(&(practice, patient)).map(|people| people.keys().copied().collect()).unwrap_or_default()
    }

    /// Whether it was the person's last page at this chart.
    fn leave(&self, at: (PracticeId, PatientId), person: PersonId) -> bool {
        let mut seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(people) = seats.get_mut(&at) else { return false };
        let Some(open) = people.get_mut(&person) else { return false };
        *open = open.saturating_sub(1);
        let is_gone = *open == 0;
        if is_gone {
            people.remove(&person);
        }
        if people.is_empty() {
            seats.remove(&at);
        }
        is_gone
    }
}

fn named(patient: PatientId) -> Named {
    Named { kind: "presence".to_owned(), patient: Some(patient) }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let (presence, hub, at, person) = (self.presence.clone(), self.hub.clone(), self.at, self.person);
        let leave = move || {
            if presence.leave(at, person) {
                hub.tell(at.0, named(at.1));
            }
        };
        // Outside of a runtime, which is a program that ends, nobody is left to be told later.
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                tokio::time::sleep(GRACE).await;
                leave();
            })),
            Err(_) => leave(),
        }
    }
}
