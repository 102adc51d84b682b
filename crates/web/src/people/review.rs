//! Where an external auditor lands: the charts on their list, and nothing else.

use app::access::{ListedChart, listed_charts};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::access::AtPractice;
use crate::layout::{Frame, Page, Visit};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::REVIEW, get(index))
}

#[derive(Template)]
#[template(path = "people/review.html")]
struct Shown {
    frame: Frame,
    t: Words,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    born: String,
    mrn: String,
    until: String,
}

async fn index(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let charts = listed_charts(&web.app, &at.actor(), at.place()).await?;
    let zone = app::people::zone_now(&web.app, at.place()).await?;
    let row = |chart: ListedChart| {
        let names = [chart.family, chart.given].into_iter().flatten().collect::<Vec<_>>();
        Row {
            href: paths::patient(chart.patient),
            name: names.join(", "),
            born: chart.born_on.map(|born| t.date(born)).unwrap_or_default(),
            mrn: chart.mrn.unwrap_or_default(),
            until: chart.until.map(|until| t.moment(until, &zone)).unwrap_or_default(),
        }
    };
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, t.say("rooms-review")),
        t,
        rows: charts.into_iter().map(row).collect(),
    }))
}
