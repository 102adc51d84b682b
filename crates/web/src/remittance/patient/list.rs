//! Who owes something, by how far it is with them; making what is due, and saying how it went out.

use app::ports::patient_money::Owing;
use app::remittance::patient::{
    NewStatementDelivery, OnPlan, OwingView, StatementsList, deliver_statements, make_due_statements,
    on_plans, statements,
};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use ccm::basics::{PatientId, Problem, StatementId};
use ccm::enrollment::letter::LETTER_WAYS;
use serde::Deserialize;

use super::{key, of};
use crate::billing::dollars;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::reports::Who;
use crate::ui;
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::STATEMENTS, get(show).post(make))
        .route(paths::STATEMENT_DELIVERIES, post(deliver))
}

#[derive(Template)]
#[template(path = "remittance/statements.html")]
struct Shown {
    frame: Frame,
    t: Words,
    choices: Vec<Choice>,
    rows: Vec<Row>,
    plans: Vec<PlanRow>,
    is_plans: bool,
    said: String,
    next: Option<String>,
    may_make: bool,
    /// PDF is built into this program.
    has_pdf: bool,
    /// What kept a statement from being made.
    lacks: Vec<Lack>,
    sent: Option<SentForm>,
}

struct Choice {
    label: String,
    href: String,
    is_here: bool,
}

struct Row {
    who: Who,
    href: String,
    owed: String,
    asked: String,
    file: Option<String>,
    why: Vec<String>,
}

struct PlanRow {
    who: Who,
    href: String,
    agreed: String,
    paid: String,
    next: String,
    behind: Option<String>,
}

struct Lack {
    who: String,
    href: String,
    what: Vec<String>,
}

struct SentForm {
    statements: String,
    way: (ui::Entry, Vec<ui::Choice>),
    on: ui::Entry,
    proof: ui::Entry,
}

#[derive(Clone, Default, Deserialize)]
struct Asked {
    show: Option<String>,
    after: Option<String>,
}

const PLANS: &str = "plans";

fn address(show: &str, after: Option<PatientId>) -> String {
    match after {
        Some(after) => format!("{}?show={show}&after={after}", paths::STATEMENTS),
        None => format!("{}?show={show}", paths::STATEMENTS),
    }
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Query(asked): Query<Asked>,
) -> Result<Page<Shown>, PageError> {
    let text = asked.show.as_deref().filter(|text| !text.is_empty()).unwrap_or("due");
    let after = asked.after.as_deref().filter(|text| !text.is_empty());
    let after = after.map(|text| text.parse().map_err(|_| PageError::Malformed)).transpose()?;
    if text == PLANS {
        return plans(&web, &visit, &at, after).await;
    }
    let owing = Owing::from_word(text).ok_or(PageError::Malformed)?;
    page(&web, &visit, &at, (owing, after), &Typed::default(), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    (owing, after): (Owing, Option<PatientId>),
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let found = statements(&web.app, &actor, place, owing, after).await?;
    let ids = found.rows.iter().filter_map(|row| row.statement).map(|id| id.to_string());
    let ids: Vec<String> = ids.collect();
    let is_unsent = owing == Owing::Unsent && !ids.is_empty();
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("rooms-statements")),
        t,
        choices: choices(&found, Some(owing), t),
        rows: found.rows.iter().map(|row| line(row, owing, t)).collect(),
        plans: Vec::new(),
        is_plans: false,
        said: t.say(&key("statements-said", owing.word())).into_owned(),
        next: found.next.map(|after| address(owing.word(), Some(after))),
        may_make: owing == Owing::Due && !found.rows.is_empty(),
        has_pdf: web.app.documents.is_some(),
        lacks: Vec::new(),
        sent: is_unsent.then(|| sent_form(&found, ids.join(" "), typed, problems, t)),
    }))
}

fn choices(found: &StatementsList, here: Option<Owing>, t: Words) -> Vec<Choice> {
    let of = |owing: Owing| {
        let count = found.counts.iter().find(|count| count.owing == owing);
        let patients = count.map_or(0, |count| u64::try_from(count.patients).unwrap_or(0));
        let owed = count.map_or(ccm::basics::Cents(0), |count| count.owed);
        let word = t.say(&key("statements-show", owing.word()));
        Choice {
            label: format!("{} {word} · {}", t.number(patients), dollars(owed, t)),
            href: address(owing.word(), None),
            is_here: here == Some(owing),
        }
    };
    let plans = Choice {
        label: t.say("statements-show-plans").into_owned(),
        href: address(PLANS, None),
        is_here: here.is_none(),
    };
    Owing::ALL.into_iter().map(of).chain([plans]).collect()
}

fn line(row: &OwingView, owing: Owing, t: Words) -> Row {
    let mut why: Vec<String> =
        row.refused.iter().map(|why| t.say(&key("statement-refused", why.word())).into_owned()).collect();
    if owing == Owing::Waiting && why.is_empty() {
        why.push(t.say("statements-quiet").into_owned());
    }
    Row {
        href: paths::account(row.card.id, ""),
        owed: dollars(row.owed, t),
        asked: dollars(row.asked, t),
        file: row.statement.map(|id| paths::statement_file(row.card.id, id)),
        who: Who::of(&row.card, t),
        why,
    }
}

fn sent_form(
    found: &StatementsList,
    statements: String,
    typed: &Typed,
    problems: &[Problem],
    t: Words,
) -> SentForm {
    let at_first = Typed::of([("on", found.today.to_string()), ("way", "mail".to_owned())]);
    let shown = if typed.text("way").is_empty() { &at_first } else { typed };
    let ways = LETTER_WAYS.map(|way| (way.to_owned(), t.say(&key("plan-way", way))));
    SentForm {
        statements,
        way: (shown.entry("way", problems, t), shown.choices("way", ways)),
        on: shown.entry("on", problems, t),
        proof: shown.entry("proof", problems, t),
    }
}

async fn plans(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    after: Option<PatientId>,
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let counted = statements(&web.app, &actor, place, Owing::Due, None).await?;
    let found = on_plans(&web.app, &actor, place, after).await?;
    let row = |one: &OnPlan| PlanRow {
        href: paths::account(one.card.id, ""),
        who: Who::of(&one.card, t),
        agreed: dollars(one.agreed, t),
        paid: dollars(one.paid, t),
        next: one
            .next
            .map(|part| format!("{}: {}", t.date(part.due), dollars(part.cents, t)))
            .unwrap_or_default(),
        behind: (one.behind.0 > 0).then(|| dollars(one.behind, t)),
    };
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("rooms-statements")),
        t,
        choices: choices(&counted, None, t),
        rows: Vec::new(),
        plans: found.rows.iter().map(row).collect(),
        is_plans: true,
        said: t.say("statements-said-plans").into_owned(),
        next: found.next.map(|after| address(PLANS, Some(after))),
        may_make: false,
        has_pdf: true,
        lacks: Vec::new(),
        sent: None,
    }))
}

async fn make(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Response, PageError> {
    use axum::response::{IntoResponse, Redirect};
    let (actor, place) = of(&at);
    let t = visit.words;
    let before = statements(&web.app, &actor, place, Owing::Due, None).await?;
    let done = make_due_statements(&web.app, &actor, place).await?;
    if done.refused.is_empty() {
        return Ok(Redirect::to(&address(Owing::Unsent.word(), None)).into_response());
    }
    let mut shown = page(&web, &visit, &at, (Owing::Due, None), &Typed::default(), &[]).await?;
    let lack = |(patient, problems): &(PatientId, Vec<Problem>)| Lack {
        who: before
            .rows
            .iter()
            .find(|row| row.card.id == *patient)
            .map_or_else(String::new, |row| Who::of(&row.card, t).name),
        href: paths::account(*patient, ""),
        what: problems.iter().map(|one| said(one, t)).collect(),
    };
    shown.0.lacks = done.refused.iter().map(lack).collect();
    Ok(shown.into_response())
}

/// What a statement lacks, in words: a gap by what is missing in it.
pub(super) fn said(problem: &Problem, t: Words) -> String {
    let gap = key("letters-lacks", &problem.path);
    if problem.code == "document_lacks" && t.knows(&gap) {
        t.say(&gap).into_owned()
    } else {
        t.problem(problem)
    }
}

async fn deliver(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let (actor, place) = of(&at);
    let outcome = match read(&typed) {
        Ok(new) => deliver_statements(&web.app, &actor, place, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| {
        page(&web, &visit, &at, (Owing::Unsent, None), &typed, &problems).await
    };
    forms::answer(outcome.map(|_| address(Owing::Asked.word(), None)), again).await
}

fn read(typed: &Typed) -> Result<NewStatementDelivery, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let ids = typed.text("statements").split_whitespace().map(str::parse::<StatementId>);
    let statements = ids.collect::<Result<Vec<_>, _>>();
    if statements.is_err() {
        reader.wrong("unknown_word", "statements");
    }
    let on = reader.date("on");
    let (way, proof) = (typed.text("way").to_owned(), typed.text("proof").to_owned());
    let statements = statements.unwrap_or_default();
    reader.done(NewStatementDelivery { statements, way, on, proof, corrects: None })
}
