//! One case: the letter's lines with what they mean here, how far the packs are, the verdict of all, who may look, how it
//! ended.

use app::proof::build::verdict_of;
use app::proof::case::{CaseLine, CaseReader, CaseView, LineClaim};
use app::proof::{Outcome, audit_case};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::get;
use ccm::basics::{AuditCaseId, Problem, TimeZone};
use fluent::FluentArgs;

use super::score::{self, Sum};
use super::{cases, step_up};
use crate::billing::dollars;
use crate::layout::{Frame, Page, Visit};
use crate::people::patient_name;
use crate::people::typed::Typed;
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::AUDIT_CASE, get(show))
}

#[derive(Template)]
#[template(path = "proof/case.html")]
pub(super) struct Shown {
    frame: Frame,
    t: Words,
    here: String,
    list_href: &'static str,
    state: Status,
    facts: Vec<(String, String)>,
    lines: Vec<Line>,
    unmatched: usize,
    repeated: usize,
    build: Option<Build>,
    sum: Option<Sum>,
    builds: String,
    archive: Option<String>,
    can_build: bool,
    step_up: Option<String>,
    readers: Vec<Reader>,
    accesses: String,
    person: Entry,
    auditors: Vec<Choice>,
    until: Entry,
    outcome_action: String,
    outcome: Entry,
    outcomes: Vec<Choice>,
    repaid: Entry,
    note: Entry,
    ended: Option<Ended>,
}

struct Line {
    line: i64,
    said: String,
    claim: Option<Matched>,
    state: Status,
}

struct Matched {
    number: String,
    href: String,
    patient: String,
    month: String,
    total: String,
    at_risk: String,
}

struct Build {
    said: String,
    done: usize,
    total: usize,
    is_done: bool,
}

struct Reader {
    name: String,
    until: String,
    end: String,
}

struct Ended {
    said: String,
    repaid: String,
    note: String,
    at: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    page(&web, &visit, &at, id, &Typed::default(), &[]).await
}

pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: AuditCaseId,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let case = audit_case(&web.app, &at.actor(), at.place(), id).await?;
    let zone = app::people::zone_now(&web.app, at.place()).await?;
    let here = paths::audit_case(id);
    let people = case.auditors.iter().map(|(person, name)| (person.to_string(), name.as_str().into()));
    let outcomes = Outcome::ALL.map(|one| (one.word().to_owned(), t.say(&cases::outcome_key(one))));
    let has_scores = case.scores().next().is_some();
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say_with("proof-case-title", "reference", case.row.reference.as_str())),
        t,
        list_href: paths::AUDIT_CASES,
        state: state(&case, &zone, web, t),
        facts: facts(&case, &zone, t),
        unmatched: case.lines.iter().filter(|line| line.claim.is_none()).count(),
        repeated: case.lines.iter().filter(|line| line.repeats.is_some()).count(),
        build: build(&case, t),
        sum: has_scores.then(|| Sum::of(&verdict_of(case.scores()), t)),
        builds: paths::of_audit_case(id, "builds"),
        archive: case
            .build
            .as_ref()
            .filter(|build| build.is_done)
            .map(|_| paths::of_audit_case(id, "archive")),
        can_build: case.outcome.is_none()
            && case.matched() > 0
            && case.build.as_ref().is_none_or(|build| build.is_done),
        step_up: step_up(web, at, &here),
        readers: case.readers.iter().map(|reader| told(reader, id, &zone, t)).collect(),
        accesses: paths::of_audit_case(id, "accesses"),
        person: typed.entry("person", problems, t),
        auditors: typed.choices("person", people),
        until: typed.entry("until", problems, t),
        outcome_action: paths::of_audit_case(id, "outcome"),
        outcome: typed.entry("outcome", problems, t),
        outcomes: typed.choices("outcome", outcomes),
        repaid: typed.entry("repaid", problems, t),
        note: typed.entry("note", problems, t),
        ended: ended(&case, &zone, t),
        lines: case.lines.iter().map(|line| row(line, t)).collect(),
        here,
    }))
}

fn state(case: &CaseView, zone: &TimeZone, web: &Web, t: Words) -> Status {
    let today = zone.to_datetime(web.app.now()).date();
    match &case.outcome {
        Some((outcome, _)) => Status::new(t.say(&cases::outcome_key(*outcome)), Tone::Plain),
        None if case.row.due_on < today => Status::new(t.say("proof-overdue"), Tone::Alarm),
        None => Status::new(t.say("proof-open"), Tone::Open),
    }
}

fn facts(case: &CaseView, zone: &TimeZone, t: Words) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (t.say(key).into_owned(), value);
    let mut opened = FluentArgs::new();
    opened.set("at", t.moment(case.row.opened_at, zone));
    opened.set("by", case.opened_by.clone().unwrap_or_default());
    vec![
        fact("proof-auditor", case.row.auditor.clone()),
        fact("proof-authority", case.row.authority.clone()),
        fact("proof-due", t.date(case.row.due_on)),
        fact("proof-opened", t.say_all("proof-opened-said", &opened).into_owned()),
    ]
}

fn build(case: &CaseView, t: Words) -> Option<Build> {
    let build = case.build.as_ref()?;
    let mut args = FluentArgs::new();
    args.set("done", build.done);
    args.set("total", build.total);
    let key = if build.is_done { "proof-built" } else { "proof-building" };
    Some(Build {
        said: t.say_all(key, &args).into_owned(),
        done: build.done,
        total: build.total,
        is_done: build.is_done,
    })
}

fn row(line: &CaseLine, t: Words) -> Line {
    let matched = |claim: &LineClaim| Matched {
        number: claim.number.clone(),
        href: paths::claim_evidence(claim.id),
        patient: patient_name(&claim.patient, t),
        month: t.month(claim.month),
        total: dollars(claim.total, t),
        at_risk: claim.score.as_ref().map(|score| dollars(score.at_risk, t)).unwrap_or_default(),
    };
    let state = match (&line.claim, line.repeats) {
        (_, Some(first)) => Status::new(t.say_with("proof-repeats", "line", first), Tone::Plain),
        (None, None) => Status::new(t.say("proof-unmatched"), Tone::Watch),
        (Some(claim), None) => match &claim.score {
            Some(score) => score::status(score, t),
            None => Status::new(t.say("proof-matched"), Tone::Open),
        },
    };
    Line { line: line.line, said: line.said.clone(), claim: line.claim.as_ref().map(matched), state }
}

fn told(reader: &CaseReader, case: AuditCaseId, zone: &TimeZone, t: Words) -> Reader {
    Reader {
        name: reader.name.clone(),
        until: t.moment(reader.until, zone),
        end: paths::case_access_end(case, reader.id),
    }
}

fn ended(case: &CaseView, zone: &TimeZone, t: Words) -> Option<Ended> {
    let (outcome, row) = case.outcome.as_ref()?;
    Some(Ended {
        said: t.say(&cases::outcome_key(*outcome)).into_owned(),
        repaid: dollars(row.repaid, t),
        note: row.note.clone(),
        at: t.moment(row.at, zone),
    })
}
