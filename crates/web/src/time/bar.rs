//! The running clock in the frame, and the page that does the same without any script.

use app::time::{ClockAnswer, ClockView};
use askama::Template;
use ccm::basics::*;
use ccm::time::ClockMode;
use ccm::time::clock::{Face as Standing, PauseReason};

use super::unfinished::{self, Waiting};
use super::words;
use crate::layout::{Frame, Visit};
use crate::ui::{Choice, Status, Tone};
use crate::words::Words;
use crate::{PageError, SignedIn, Web, door::csrf, paths};

/// The part that the frame asks for, and asks for anew when something has happened.
#[derive(Template)]
#[template(path = "time/_bar.html")]
pub struct Bar {
    t: Words,
    csrf: String,
    /// Whose clock it is: what a browser has kept is told as this person alone.
    person: String,
    /// `app::time::ClockAnswer`, for the script.
    state: String,
    clock: Option<Running>,
}

/// A clock, ready to print.
pub struct Running {
    pub entry: String,
    pub patient: String,
    pub minutes: String,
    pub initials: String,
    pub program: String,
    /// `None`: to be given at the end.
    pub activity: Option<String>,
    pub activities: Vec<Choice>,
    pub mode: &'static str,
    pub is_paused: bool,
    pub is_asking: bool,
    pub status: Status,
    pub time: String,
    /// Why it stands still, or when it asks.
    pub hint: String,
    /// What the question says.
    pub question: String,
    pub command_id: String,
}

#[derive(Template)]
#[template(path = "time/clock.html")]
pub struct ClockPage {
    frame: Frame,
    t: Words,
    csrf: String,
    clock: Option<Running>,
    waiting: Vec<Waiting>,
    back: String,
    /// Where one was going when the clock stood in the way.
    onward: Option<String>,
}

/// A call that somebody else has begun.
#[derive(Template)]
#[template(path = "time/refused.html")]
pub struct Refused {
    frame: Frame,
    t: Words,
    said: String,
    back: String,
}

pub fn refused(visit: &Visit, signed_in: &SignedIn, said: String, back: String) -> Refused {
    Refused {
        frame: Frame::of(visit, signed_in, visit.words.say("clock-refused")),
        t: visit.words,
        said,
        back,
    }
}

pub async fn bar(web: &Web, visit: &Visit, signed_in: &SignedIn) -> Result<Bar, PageError> {
    let answer = app::time::mine(&web.app, &signed_in.actor(), signed_in.place()).await?;
    Ok(Bar {
        t: visit.words,
        csrf: csrf::masked(&signed_in.csrf.0),
        person: signed_in.person.to_string(),
        state: state(&answer)?,
        clock: running(web, visit, signed_in, &answer).await?,
    })
}

pub async fn page(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    onward: Option<String>,
) -> Result<ClockPage, PageError> {
    let Bar { t, csrf, clock, .. } = bar(web, visit, signed_in).await?;
    Ok(ClockPage {
        frame: Frame::of(visit, signed_in, t.say("clock-title")),
        t,
        csrf,
        clock,
        waiting: unfinished::waiting(web, visit, signed_in).await?,
        back: paths::CLOCK.to_owned(),
        onward,
    })
}

/// One's own clock, if one is under way.
pub async fn now(web: &Web, visit: &Visit, signed_in: &SignedIn) -> Result<Option<Running>, PageError> {
    let answer = app::time::mine(&web.app, &signed_in.actor(), signed_in.place()).await?;
    running(web, visit, signed_in, &answer).await
}

fn state(answer: &ClockAnswer) -> Result<String, PageError> {
    serde_json::to_string(answer).map_err(|error| {
        tracing::error!(%error, "a clock could not be told");
        PageError::Internal
    })
}

async fn running(
    web: &Web,
    visit: &Visit,
    signed_in: &SignedIn,
    answer: &ClockAnswer,
) -> Result<Option<Running>, PageError> {
    let Some(clock) = &answer.clock else { return Ok(None) };
    // The clock may run at another practice than the one whose pages are open.
    let there = app::Place { practice: Some(clock.practice), ..signed_in.place() };
    let (plates, zone) = app::time::plates(&web.app, &signed_in.actor(), there, &[clock.patient]).await?;
    let initials = plates.get(&clock.patient).map(|plate| plate.initials.clone()).unwrap_or_default();
    let t = visit.words;
    let day = zone.to_datetime(answer.now).date();
    Ok(Some(Running {
        entry: clock.entry.to_string(),
        patient: clock.patient.to_string(),
        minutes: paths::minutes(clock.patient, ServiceMonth::of(day)),
        question: t.say_with("clock-question", "initials", initials.as_str()).into_owned(),
        initials,
        program: words::program(clock.program),
        activity: clock.activity.as_deref().map(|word| words::activity(t, word)),
        activities: words::activities(&web.app, t, clock.activity.as_deref()),
        mode: match clock.mode {
            ClockMode::Chart => "chart",
            ClockMode::Call => "call",
        },
        is_paused: clock.face == Standing::Paused,
        is_asking: clock.face == Standing::Asking,
        status: status(t, clock),
        time: words::face(clock.counted_seconds),
        hint: hint(t, clock, answer.now, &zone),
        command_id: web.app.ids.next().to_string(),
    }))
}

fn status(t: Words, clock: &ClockView) -> Status {
    match (clock.face, clock.mode) {
        (Standing::Running, ClockMode::Chart) => Status::new(t.say("clock-running"), Tone::Open),
        (Standing::Running, ClockMode::Call) => Status::new(t.say("clock-calling"), Tone::Open),
        (Standing::Asking, _) => Status::new(t.say("clock-asking"), Tone::Watch),
        (Standing::Paused, _) => Status::new(t.say("clock-paused"), Tone::Plain),
    }
}

fn hint(t: Words, clock: &ClockView, now: Timestamp, zone: &TimeZone) -> String {
    let since = clock.paused_at.map(|at| t.time(at, zone)).unwrap_or_default();
    match (clock.paused, clock.asks_at) {
        (Some(PauseReason::Idle), _) => t.say_with("clock-paused-idle", "since", since),
        (Some(PauseReason::Declined), _) => t.say_with("clock-paused-declined", "since", since),
        (Some(PauseReason::Vanished), _) => t.say_with("clock-paused-vanished", "since", since),
        (None, Some(at)) if at > now => {
            let seconds = at.duration_since(now).as_secs().max(0);
            let left = format!("{}:{:02}", seconds / 60, seconds % 60);
            t.say_with("clock-asks-in", "left", left)
        }
        (None, _) => t.say("clock-asks-now"),
    }
    .into_owned()
}
