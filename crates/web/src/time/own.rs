//! A practitioner's own minutes, on a telephone: whose they are, start, and stop. The clock is the one that everybody has; what
//! it counts is the practitioner's own time, because the practitioner ran it (CCM-TIME-04, AUDIT-04).

use app::reports::{SearchQuery, recent, search};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::enrollment::Program;
use serde::Deserialize;

use super::bar::{self, Running};
use super::unfinished::{self, Waiting};
use super::words;
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::reports::Who;
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::OWN_TIME, get(show).post(find))
}

/// Patients who are offered at once.
const MOST: usize = 12;

#[derive(Template)]
#[template(path = "time/own.html")]
struct Shown {
    frame: Frame,
    t: Words,
    csrf: String,
    back: String,
    clock: Option<Running>,
    waiting: Vec<Waiting>,
    text: Entry,
    /// Found, or seen last.
    heading: String,
    patients: Vec<Start>,
    activities: Vec<Choice>,
    has_searched: bool,
}

/// A patient whose clock can be started.
struct Start {
    who: Who,
    patient: String,
    programs: Vec<Choice>,
    command_id: String,
}

#[derive(Deserialize, Default)]
struct Form {
    #[serde(default)]
    text: String,
}

async fn show(web: State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    find(web, visit, at, Posted(Form::default())).await
}

/// What is typed may be a name: it is posted, so that no address ever holds it.
async fn find(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(form): Posted<Form>,
) -> Result<Page<Shown>, PageError> {
    if !at.may(Permission::Attest) {
        return Err(PageError::Denied(Permission::Attest.word()));
    }
    let (actor, place, t) = (at.actor(), at.place(), visit.words);
    let has_searched = !form.text.trim().is_empty();
    let (cards, problems) = if has_searched {
        let query = SearchQuery { text: form.text.clone(), ..SearchQuery::default() };
        match search(&web.app, &actor, place, &query).await {
            Ok(page) => (page.rows.into_iter().map(|found| found.patient).collect(), Vec::new()),
            Err(app::Error::Invalid(problems)) => (Vec::new(), problems),
            Err(error) => return Err(error.into()),
        }
    } else {
        let opened = recent(&web.app, &actor, place).await?;
        (opened.into_iter().map(|one| one.patient).collect::<Vec<_>>(), Vec::new())
    };
    let ids: Vec<PatientId> = cards.iter().take(MOST).map(|card| card.id).collect();
    let (plates, _) = app::time::plates(&web.app, &actor, place, &ids).await?;
    let patients = cards.iter().take(MOST).filter_map(|card| {
        let programs: &[Program] = plates.get(&card.id).map_or(&[], |plate| &plate.programs);
        (!programs.is_empty()).then(|| Start {
            who: Who::of(card, t),
            patient: card.id.to_string(),
            programs: words::programs(programs, programs.first().copied()),
            command_id: web.app.ids.next().to_string(),
        })
    });
    let heading = if has_searched { "own-time-found" } else { "own-time-recent" };
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("own-time")),
        csrf: crate::door::csrf::masked(&at.csrf.0),
        back: paths::OWN_TIME.to_owned(),
        clock: bar::now(&web, &visit, &at).await?,
        waiting: unfinished::waiting(&web, &visit, &at).await?,
        text: Entry::new("text", form.text).with(&problems, t),
        heading: t.say(heading).into_owned(),
        patients: patients.collect(),
        activities: words::activities(&web.app, t, None),
        has_searched,
        t,
    }))
}
