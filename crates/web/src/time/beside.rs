//! Beside a patient: start a clock, call, and who else is here now. A chart and a call have it as
//! `{% include "time/_beside.html" %}` with a [`Beside`] called `beside`; it keeps itself fresh.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::time::ClockMode;
use ccm::time::clock::Face;

use super::words;
use crate::layout::{Page, Visit};
use crate::ui::{Choice, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, SignedIn, Web, door::csrf, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::BESIDE, get(show))
}

/// What stands beside a patient, ready to print.
pub struct Beside {
    pub t: Words,
    pub csrf: String,
    pub patient: String,
    pub address: String,
    pub minutes: String,
    /// Where a call goes on once its clock runs: its guide, for whoever is in a program, else where one is.
    pub call: String,
    /// Where a clock's start comes back to.
    pub here: String,
    pub may_record: bool,
    /// One's own clock runs for this patient: on the phone, or at the chart.
    pub is_mine: bool,
    pub is_my_call: bool,
    /// Somebody else is on the phone with them.
    pub blocked: Option<String>,
    pub programs: Vec<Choice>,
    pub people: Vec<Here>,
    pub prepare_id: String,
    pub call_id: String,
}

/// One of us, at this patient now.
pub struct Here {
    pub name: String,
    pub status: Status,
    pub is_me: bool,
}

#[derive(Template)]
#[template(path = "time/_beside.html")]
struct Part {
    beside: Beside,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Path(patient): Path<String>,
) -> Result<Page<Part>, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let here = visit.came_from.clone();
    Ok(Page(Part { beside: beside(&web, &visit, &signed_in, patient, here).await? }))
}

/// `here`: the page that it stands on; `None`: the patient's minutes.
///
/// # Errors
/// [`PageError::NotFound`] for a chart that is not theirs to see.
pub async fn beside(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    patient: PatientId,
    here: Option<String>,
) -> Result<Beside, PageError> {
    let known = app::time::beside(&web.app, &signed_in.actor(), signed_in.place(), patient).await?;
    Ok(Beside::of(web, visit, signed_in, &known, here))
}

impl Beside {
    /// Of what is known already.
    pub fn of(
        web: &Web,
        visit: &Visit,
        signed_in: &SignedIn,
        known: &app::time::Beside,
        here: Option<String>,
    ) -> Self {
        let (place, t, patient) = (signed_in.place(), visit.words, known.plate.patient);
        let month = ServiceMonth::of(known.zone.to_datetime(known.now).date());
        let minutes = paths::minutes(patient, month);
        let name = |person: PersonId| known.names.get(&person).cloned().unwrap_or_default();
        let mut people: Vec<Here> = Vec::new();
        let mut blocked = None;
        let (mut is_mine, mut is_my_call) = (false, false);
        for clock in known.clocks.iter().filter(|clock| clock.face != Face::Paused) {
            let is_me = clock.person == signed_in.person;
            let is_call = clock.mode == ClockMode::Call;
            is_mine |= is_me;
            is_my_call |= is_me && is_call;
            let since = t.time(clock.started_at, &known.zone);
            let (key, tone) = if is_call {
                ("clock-here-calling", Tone::Watch)
            } else {
                ("clock-here-working", Tone::Open)
            };
            if is_call && !is_me {
                blocked = Some(words::on_the_phone(t, &name(clock.person), clock.started_at, &known.zone));
            }
            let status = Status::new(t.say_with(key, "since", since), tone);
            people.push(Here { name: name(clock.person), status, is_me });
        }
        let at_work: Vec<PersonId> = known
            .clocks
            .iter()
            .filter(|clock| clock.face != Face::Paused)
            .map(|clock| clock.person)
            .collect();
        for person in web.live.present(place, patient) {
            if !at_work.contains(&person) && person != signed_in.person {
                let status = Status::new(t.say("clock-here-reading"), Tone::Plain);
                people.push(Here { name: name(person), status, is_me: false });
            }
        }
        let here = here.map_or_else(|| minutes.clone(), |here| paths::back(Some(&here)));
        let has_guide = !known.plate.programs.is_empty();
        // Beside a call that is open already its clock starts there, and goes nowhere.
        let is_call = paths::is_call(&here);
        let call = if has_guide && !is_call { paths::patient_call(patient) } else { here.clone() };
        people.sort_by(|a, b| (a.is_me, &a.name).cmp(&(b.is_me, &b.name)));
        Self {
            t,
            csrf: csrf::masked(&signed_in.csrf.0),
            patient: patient.to_string(),
            address: paths::beside(patient),
            call,
            here,
            minutes,
            may_record: signed_in.may(Permission::RecordCare),
            is_mine,
            is_my_call,
            blocked,
            programs: words::programs(&known.plate.programs, None),
            people,
            prepare_id: web.app.ids.next().to_string(),
            call_id: web.app.ids.next().to_string(),
        }
    }
}
