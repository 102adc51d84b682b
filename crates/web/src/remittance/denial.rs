//! One claim that was not paid: what was said, what was decided, and what can be done.

use app::claim::correct;
use app::ports::appeals::{AppealRow, AppealSending};
use app::remittance::denials::{DenialPage, NewDecision, Said, decide, denial};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use ccm::basics::{ClaimId, Problem};
use ccm::claim::life::CorrectionWay;
use ccm::remittance::appeal::APPEAL_WAYS;
use ccm::remittance::denial::{Decision, RefusalKind};

use super::told::{deadline, event, key, label, step};
use crate::billing::dollars;
use crate::claim::state;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::people::typed::{Reader, Typed};
use crate::reports::Who;
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::DENIAL, get(show))
        .route(paths::DENIAL_DECISIONS, post(create))
        .route(paths::DENIAL_CORRECTIONS, post(correction))
}

#[derive(Template)]
#[template(path = "remittance/denial.html")]
pub(super) struct Shown {
    frame: Frame,
    t: Words,
    list: &'static str,
    claim_href: String,
    evidence: String,
    who: Who,
    state: Status,
    facts: Vec<(String, String)>,
    lineage: Vec<(String, String, String)>,
    is_qmb: bool,
    said: Vec<Line>,
    decisions: Vec<Decided>,
    is_decided: bool,
    decision: (Entry, Vec<Choice>),
    until: Entry,
    note: Entry,
    decide_action: String,
    way: (Entry, Vec<Choice>),
    correct_action: String,
    may_correct: bool,
    appeals: Vec<Appealed>,
    /// The one that waits to be sent: its form.
    sending: Option<Sending>,
    appeal_action: String,
    may_appeal: bool,
    /// PDF is built into this program: else no letter can be made.
    may_make: bool,
    events: Vec<String>,
}

struct Appealed {
    said: Status,
    made: String,
    letter: String,
    enclosed: String,
    sha256: String,
    proof: String,
}

struct Sending {
    action: String,
    way: (Entry, Vec<Choice>),
    on: Entry,
    proof: Entry,
    reference: Entry,
}

struct Line {
    codes: String,
    label: String,
    is_unverified: bool,
    cents: String,
    on: String,
    age: String,
    step: String,
    deadline: Status,
    stands: bool,
    alike: String,
}

struct Decided {
    what: Status,
    by: String,
    note: String,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, of(&id)?, &Typed::default(), &[]).await
}

fn of(id: &str) -> Result<ClaimId, PageError> {
    id.parse().map_err(|_| PageError::NotFound)
}

pub(super) async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    id: ClaimId,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let found = denial(&web.app, &at.actor(), at.place(), &id.to_string()).await?;
    let entry = |name| typed.entry(name, problems, t);
    // What is not to be had is not offered: the patient's money where the payer or the law says no.
    let by_hand = Decision::BY_HAND.into_iter().filter(|one| *one != Decision::BillPatient || !found.qmb);
    let decisions = by_hand.map(|one| (one.word().to_owned(), t.say(&key("denials-decision", one.word()))));
    let sent = found.ways.iter().filter(|way| way.frequency().is_some());
    let ways = sent.map(|way| (way.word().to_owned(), t.say(&key("denials-way", way.word()))));
    let ways: Vec<_> = ways.collect();
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say_with("denials-one-title", "number", found.number.as_str())),
        list: paths::DENIALS,
        claim_href: paths::claim(id),
        evidence: paths::claim_evidence(id),
        who: Who::of(&found.card, t),
        state: state(found.state, t),
        facts: facts(&found, t),
        lineage: lineage(&found, t),
        is_qmb: found.qmb,
        said: found.said.iter().map(|one| line(one, &found, t)).collect(),
        decisions: found.decisions.iter().rev().map(|(one, by)| decided(one, by, &found, t)).collect(),
        is_decided: found.is_decided,
        decision: (entry("decision"), typed.choices("decision", decisions)),
        until: entry("until"),
        note: entry("note"),
        decide_action: paths::of_denial(id, "decisions"),
        may_correct: !ways.is_empty(),
        way: (entry("way"), typed.choices("way", ways)),
        correct_action: paths::of_denial(id, "corrections"),
        sending: found.appeals.iter().rev().find(|(_, sent)| sent.is_none()).map(|(appeal, _)| {
            let ways = APPEAL_WAYS.map(|way| (way.to_owned(), t.say(&key("denials-appeal-way", way))));
            Sending {
                action: paths::of_appeal(appeal.id, "sending"),
                way: (entry("way"), typed.choices("way", ways)),
                on: typed.entry("on", problems, t),
                proof: entry("proof"),
                reference: entry("reference"),
            }
        }),
        appeals: found.appeals.iter().map(|one| appealed(one, &found, t)).collect(),
        appeal_action: paths::of_denial(id, "appeals"),
        may_appeal: found.may_appeal && found.appeals.iter().all(|(_, sent)| sent.is_some()),
        may_make: web.app.documents.is_some(),
        events: found.events.iter().map(|one| event(*one, &found.zone, t)).collect(),
        t,
    }))
}

fn facts(found: &DenialPage, t: Words) -> Vec<(String, String)> {
    let fact = |key: &str, value: String| (t.say(key).into_owned(), value);
    let mut facts = vec![
        fact("denials-payer", found.payer_name.clone()),
        fact("denials-month", t.month(found.month)),
        fact("denials-charged", dollars(found.total, t)),
        fact("denials-paid", dollars(found.paid, t)),
        fact("denials-share", dollars(found.share, t)),
    ];
    let number = found.payer_claim_number.clone();
    facts.extend(number.map(|number| fact("denials-payer-number", number)));
    facts
}

/// What it is asked in place of, and what is asked in place of it.
fn lineage(found: &DenialPage, t: Words) -> Vec<(String, String, String)> {
    let corrects = found.corrects.as_ref().map(|(id, number, way)| {
        let said = t.say_with("denials-corrects", "way", t.say(&key("denials-way", way.word())));
        (said.into_owned(), number.clone(), paths::denial(*id))
    });
    let by = found.superseded_by.as_ref().map(|(id, number)| {
        (t.say("denials-superseded-by").into_owned(), number.clone(), paths::denial(*id))
    });
    corrects.into_iter().chain(by).collect()
}

fn line(one: &Said, found: &DenialPage, t: Words) -> Line {
    let kind = RefusalKind::from_word(one.kind).unwrap_or(RefusalKind::Denied);
    Line {
        codes: one.codes.clone(),
        label: label(&one.proposal, kind, t),
        is_unverified: !one.proposal.is_verified,
        cents: dollars(one.cents, t),
        on: t.date(one.on),
        age: t.say_with("denials-days", "count", one.age_days).into_owned(),
        step: step(&one.proposal, t),
        deadline: deadline(one.last_day, found.today, t),
        stands: one.stands,
        alike: paths::denial_cause(&one.name),
    }
}

fn appealed((one, sent): &(AppealRow, Option<AppealSending>), found: &DenialPage, t: Words) -> Appealed {
    let said = match sent {
        Some(sent) => {
            let mut args = fluent::FluentArgs::new();
            args.set("on", t.date(sent.on));
            args.set("way", t.say(&key("denials-appeal-way", &sent.way)));
            Status::new(t.say_all("denials-appeal-sent", &args), Tone::Good)
        }
        None => Status::new(t.say_with("denials-appeal-waits", "day", t.date(one.last_day)), Tone::Watch),
    };
    Appealed {
        said,
        made: t.moment(one.made_at, &found.zone),
        letter: paths::of_appeal(one.id, "letter.pdf"),
        enclosed: paths::of_appeal(one.id, "evidence.zip"),
        sha256: one.letter_sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        proof: sent.as_ref().map(|sent| sent.proof.clone()).unwrap_or_default(),
    }
}

fn decided(one: &app::ports::denials::DecisionRow, by: &str, found: &DenialPage, t: Words) -> Decided {
    let mut said = fluent::FluentArgs::new();
    said.set("by", by.to_owned());
    said.set("at", t.moment(one.at, &found.zone));
    let what = t.say(&key("denials-decision", one.decision.word())).into_owned();
    let what = match (one.until, one.cents.0) {
        (Some(until), _) => format!("{what}: {}", t.date(until)),
        (None, 1..) => format!("{what}: {}", dollars(one.cents, t)),
        _ => what,
    };
    Decided {
        what: Status::new(what, if one.decision.ends() { Tone::Plain } else { Tone::Open }),
        by: t.say_all("denials-by", &said).into_owned(),
        note: one.note.clone(),
    }
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id = of(&id)?;
    let done = async {
        let mut reader = Reader::of(&typed);
        let until = reader.date_or_none("until");
        let decision = Decision::from_word(typed.text("decision"));
        if decision.is_none() {
            reader.wrong("required", "decision");
        }
        let (decision, until) = reader.done((decision, until)).map_err(app::Error::Invalid)?;
        let decision = decision.ok_or_else(|| app::Error::invalid(Problem::new("required", "decision")))?;
        let new = NewDecision { decision, until, note: typed.text("note").to_owned() };
        decide(&web.app, &at.actor(), at.place(), id, &new).await.map(|_| paths::denial(id))
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, id, &typed, &problems).await;
    forms::answer(done.await, again).await
}

/// Leads to the new claim's own page: its practitioner reviews it as any other.
async fn correction(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let id = of(&id)?;
    let done = async {
        let way = CorrectionWay::from_word(typed.text("way"));
        let way = way.ok_or_else(|| app::Error::invalid(Problem::new("required", "way")))?;
        correct(&web.app, &at.actor(), at.place(), id, way).await.map(paths::claim)
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, id, &typed, &problems).await;
    forms::answer(done.await, again).await
}
