//! Today: one ranked list, and on each row why now.

use app::reports::{TodayFilter, TodayQuery, TodayRow};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::*;
use ccm::reports::Caseload;
use fluent::FluentArgs;
use serde::Deserialize;

use super::month::{Bar, nearest};
use super::person::{Who, named};
use super::reasons::Told;
use crate::layout::{Frame, Page, Visit};
use crate::ui::Status;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::TODAY, get(show))
}

#[derive(Template)]
#[template(path = "reports/today.html")]
struct Shown {
    frame: Frame,
    t: Words,
    as_of: String,
    /// The address of this very list, for asking anew.
    here: String,
    /// Counts of the caseload; each opens the list that it counted.
    counts: Vec<Door>,
    work: String,
    whose: Vec<Door>,
    filters: Vec<Door>,
    rows: Vec<Row>,
    next: Option<String>,
    is_first: bool,
    is_mine: bool,
}

/// A link that says how many are behind it, or only where it leads.
struct Door {
    label: String,
    count: String,
    href: String,
    is_here: bool,
}

struct Row {
    who: Who,
    programs: String,
    reasons: Vec<Status>,
    is_clinical: bool,
    bar: Option<Bar>,
    /// The patient's clock.
    their_time: String,
    last_contact: String,
}

#[derive(Deserialize, Default)]
struct Asked {
    show: Option<String>,
    whose: Option<String>,
    after: Option<String>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    signed_in: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let filter = match asked.show.as_deref() {
        None => TodayFilter::default(),
        Some(word) => TodayFilter::from_word(&word.replace('-', "_")).ok_or(PageError::Malformed)?,
    };

    let treats = signed_in.may(Permission::LogTime);
    let is_mine = match asked.whose.as_deref() {
        Some("mine") => true,
        Some("practice") => false,
        Some(_) => return Err(PageError::Malformed),
        None => treats,
    };
    let query = TodayQuery {
        person: is_mine.then_some(signed_in.person),
        // Whoever has no patients of their own yet, and did not ask for them, sees the practice's.
        or_practice: asked.whose.is_none(),
        filter,
        after: asked.after.clone(),
    };
    let today = app::reports::today(&web.app, &signed_in.actor(), signed_in.place(), &query).await?;
    let is_mine = today.person.is_some();
    let zone = today.zone.zone();
    let to = |show: TodayFilter, mine: bool, after: Option<&str>| paths::today(show.word(), mine, after);
    let door = |label: String, count: String, show: TodayFilter, mine: bool, is_here: bool| Door {
        label,
        count,
        href: to(show, mine, None),
        is_here,
    };
    let counts = counts(&today.caseload);
    let counts = counts.into_iter().map(|(show, count)| {
        let label = named("count", show.word(), t);
        door(label, t.number(count), show, is_mine, show == filter)
    });
    let filters = [TodayFilter::Reasons, TodayFilter::Clinical]
        .into_iter()
        .map(|show| door(named("filter", show.word(), t), String::new(), show, is_mine, show == filter));
    let whose = [true, false].into_iter().map(|mine| {
        let label = if mine { t.say("today-mine") } else { t.say("today-practice") };
        door(label.into_owned(), String::new(), filter, mine, mine == is_mine)
    });
    let rows = today.rows.iter().map(|row| Row::of(row, today.as_of, &zone, t)).collect();
    Ok(Page(Shown {
        frame: Frame::of(&visit, &signed_in, t.say("rooms-today")),
        as_of: t.moment(today.as_of, &zone),
        here: to(filter, is_mine, asked.after.as_deref()),
        counts: counts.collect(),
        work: work(&today.caseload, t),
        whose: whose.collect(),
        filters: filters.collect(),
        rows,
        next: today.next.as_deref().map(|after| to(filter, is_mine, Some(after))),
        is_first: asked.after.is_none(),
        is_mine,
        t,
    }))
}

fn counts(caseload: &Caseload) -> [(TodayFilter, u64); 4] {
    let counts = caseload.counts;
    [
        (TodayFilter::Everybody, counts.assigned),
        (TodayFilter::AtThreshold, counts.at_threshold),
        (TodayFilter::OnTrack, counts.on_track),
        (TodayFilter::AtRisk, counts.at_risk),
    ]
}

/// Work left against hours at hand. Whole minutes: up, so that nothing seems done that is not.
fn work(caseload: &Caseload, t: Words) -> String {
    let length = |seconds: u64| t.length(seconds.div_ceil(60) * 60);
    let mut args = FluentArgs::new();
    args.set("work", length(caseload.work_seconds));
    let Some((rostered, surplus)) = caseload.rostered_seconds.zip(caseload.surplus_seconds) else {
        return t.say_all("today-work", &args).into_owned();
    };
    args.set("rostered", length(rostered));
    args.set("difference", length(surplus.unsigned_abs()));
    t.say_all(if surplus < 0 { "today-work-deficit" } else { "today-work-surplus" }, &args).into_owned()
}

impl Row {
    fn of(row: &TodayRow, now: Timestamp, zone: &TimeZone, t: Words) -> Self {
        let theirs = row.zone.as_ref().map_or_else(|| zone.clone(), ZoneName::zone);
        let told = Told { now, zone, theirs: &theirs, t };
        let programs: Vec<&str> = row.programs.iter().map(|program| program.word()).collect();
        Self {
            who: Who::of(&row.patient, t),
            programs: programs.join(" · "),
            reasons: row.reasons.iter().map(|reason| told.status(reason)).collect(),
            is_clinical: row.is_clinical,
            bar: row.meter.as_ref().and_then(|meter| nearest(meter, t)),
            their_time: t.time(now, &theirs),
            last_contact: match row.last_contact {
                Some(at) => t.date(zone.to_datetime(at).date()),
                None => t.say("today-never").into_owned(),
            },
        }
    }
}
