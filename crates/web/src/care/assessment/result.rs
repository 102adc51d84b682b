//! An assessment that is kept: its band in words, what was before, what it opened.

use app::care::{AssessmentResult, Colleagues};
use askama::Template;
use axum::response::{IntoResponse, Response};
use ccm::care::assessment::WordingStatus;
use fluent::FluentArgs;

use super::said;
use crate::care::steps::{Card, Cards};
use crate::layout::{Frame, Page, Visit};
use crate::reports::trend::Trend;
use crate::ui::Status;
use crate::words::Words;
use crate::{AtPractice, paths};

struct Given {
    question: String,
    answer: String,
    points: String,
}

#[derive(Template)]
#[template(path = "care/assessment_result.html")]
struct Shown {
    frame: Frame,
    t: Words,
    name: String,
    title: String,
    id: String,
    instrument: String,
    patient: String,
    here: String,
    chart: String,
    list: String,
    create: String,
    call: Option<String>,
    may_record: bool,
    band: Status,
    score: Option<String>,
    change: Vec<String>,
    cards: Vec<Card>,
    has_open_card: bool,
    /// What is asked next: its address and title.
    next: Option<(String, String)>,
    replaced_by: Option<String>,
    replaces: Option<String>,
    tasks: Vec<String>,
    task_list: String,
    given: Vec<Given>,
    how: String,
    trends: Vec<Trend>,
    remarks: Vec<String>,
    source: String,
    terms: String,
    version: String,
}

pub(super) fn page(
    visit: &Visit,
    at: &AtPractice,
    people: &Colleagues,
    result: &AssessmentResult,
) -> Response {
    let (t, head, instrument) = (visit.words, &result.head, result.instrument);
    let cards = Cards { t, people, back: paths::assessment(head.id), at };
    let cards: Vec<Card> = result.escalations.iter().map(|one| cards.card(one, &[])).collect();
    let given = instrument.items.iter().filter_map(|item| {
        let value = result.answers.get(&item.word)?;
        Some(Given {
            question: item.note.clone(),
            answer: instrument.kind(item).shown(value, false),
            points: instrument.points(item, value).map(|points| points.to_string()).unwrap_or_default(),
        })
    });
    let missing = instrument.scored(&result.answers).missing.into_iter().map(|item| Given {
        question: item.note.clone(),
        answer: t.say("asm-no-answer").into_owned(),
        points: String::new(),
    });
    let way = t.say(&format!("asm-way-{}", head.way.word().replace('_', "-"))).into_owned();
    let language = t.say(if head.spanish { "asm-language-es" } else { "asm-language-en" }).into_owned();
    let how = [
        t.date(head.on),
        way,
        language,
        people.name(head.recorded.by).to_owned(),
        t.moment(head.recorded.at, &people.zone),
    ];
    let mut version = FluentArgs::new();
    version.set("version", head.version);
    version.set("from", t.date(instrument.from));
    let remarks = [
        (!instrument.verified, "asm-unverified"),
        (instrument.wording.en == WordingStatus::Ours, "asm-wording-ours"),
        (head.spanish && instrument.wording.es == WordingStatus::OfficialUnchecked, "asm-wording-unchecked"),
    ];
    Page(Shown {
        frame: Frame::of(visit, at, instrument.title.en.clone()),
        t,
        name: result.name.0.clone(),
        title: instrument.title.en.clone(),
        id: head.id.to_string(),
        instrument: instrument.id.clone(),
        patient: head.patient.to_string(),
        here: paths::assessment(head.id),
        chart: paths::patient(head.patient),
        list: paths::patient_assessments(head.patient),
        create: paths::patient_assessments(head.patient),
        call: head.call.map(paths::call),
        may_record: at.may(ccm::access::Permission::RecordCare),
        band: said::band_status(instrument, head, t),
        score: said::score(instrument, head, t),
        change: result.change.as_ref().map(|one| said::change(instrument, one, t)).unwrap_or_default(),
        has_open_card: cards.iter().any(|card| card.is_open),
        cards,
        next: result
            .next
            .map(|(id, one)| (format!("{}?at=next", paths::assessment(id)), one.title.en.clone())),
        replaced_by: head.replaced_by.map(paths::assessment),
        replaces: head.replaces.map(paths::assessment),
        tasks: result
            .tasks
            .iter()
            .map(|one| t.say_with("asm-task", "title", one.title).into_owned())
            .collect(),
        task_list: paths::patient_tasks(head.patient),
        given: given.chain(missing).collect(),
        how: how.join(" · "),
        trends: said::trend(&result.history, t).into_iter().collect(),
        remarks: remarks
            .into_iter()
            .filter(|(is_so, _)| *is_so)
            .map(|(_, key)| t.say(key).into_owned())
            .collect(),
        source: instrument.source.clone(),
        terms: instrument.terms.clone(),
        version: t.say_all("asm-version", &version).into_owned(),
    })
    .into_response()
}
