//! A patient's letters: which were made, how each got there, and making and sending the next one.

use app::enrollment::{
    LettersView, NewDelivery, NewLetter, deliver_letter, letter_file, letters, make_letter,
};
use app::ports::LetterDelivery;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use ccm::access::Permission;
use ccm::basics::document::Print;
use ccm::basics::*;
use ccm::care_plan::copy::VARIANTS;
use ccm::enrollment::letter::LETTER_WAYS;
use ccm::enrollment::{LetterKind, Program};
use fluent::FluentArgs;

use super::of;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Pdf, Visit};
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::LETTERS, get(index).post(create))
        .route(paths::LETTER_DELIVERIES, post(deliver))
        .route(paths::LETTER_FILE, get(file))
}

#[derive(Template)]
#[template(path = "enrollment/letters.html")]
struct Shown {
    frame: Frame,
    t: Words,
    name: String,
    chart: String,
    letters: Vec<Row>,
    may_record: bool,
    /// PDF is built into this program: else nothing can be made.
    may_make: bool,
    /// What the letter that was asked for lacks.
    lacks: Vec<String>,
    new: MakeForm,
    delivery: DeliveryForm,
}

struct Row {
    title: String,
    made: String,
    file: String,
    sha256: String,
    state: Status,
    deliveries: Vec<Delivered>,
}

struct Delivered {
    said: String,
    proof: String,
    by: String,
    /// Another record stands in its place.
    is_corrected: bool,
}

struct MakeForm {
    action: String,
    kind: (Entry, Vec<Choice>),
    program: (Entry, Vec<Choice>),
    language: (Entry, Vec<Choice>),
    variant: (Entry, Vec<Choice>),
    month: Entry,
}

struct DeliveryForm {
    action: String,
    letter: (Entry, Vec<Choice>),
    way: (Entry, Vec<Choice>),
    on: Entry,
    proof: Entry,
    corrects: (Entry, Vec<Choice>),
}

async fn index(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let patient = patient.parse().map_err(|_| PageError::NotFound)?;
    page(&web, &visit, &at, patient, &Typed::default(), &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    patient: PatientId,
    typed: &Typed,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let (actor, place) = of(at);
    let t = visit.words;
    let view = letters(&web.app, &actor, place, patient).await?;
    let lacking = problems.iter().filter(|problem| problem.code == "letter_lacks");
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("letters-title")),
        t,
        name: view.name.0.clone(),
        chart: paths::chart(patient),
        letters: view.letters.iter().map(|one| row(one, &view, t)).collect(),
        may_record: at.may(Permission::RecordCare),
        may_make: web.app.documents.is_some(),
        lacks: lacking.map(|one| t.say(&key("letters-lacks", &one.path)).into_owned()).collect(),
        new: make_form(&view, typed, problems, t),
        delivery: delivery_form(&view, typed, problems, t),
    }))
}

fn key(frame: &str, word: &str) -> String {
    format!("{frame}-{}", word.replace('_', "-"))
}

fn row(
    (head, deliveries): &(app::ports::LetterHead, Vec<LetterDelivery>),
    view: &LettersView,
    t: Words,
) -> Row {
    let mut args = FluentArgs::new();
    args.set("name", view.who(head.made.by).to_owned());
    args.set("at", t.moment(head.made.at, &view.zone.zone()));
    args.set("version", i64::from(head.version));
    let title = [
        t.say(&key("letters-kind", head.kind.word())).into_owned(),
        head.month.map(|month| t.month(month)).unwrap_or_default(),
        t.say(&key("care-language", head.tongue.tag())).into_owned(),
    ];
    Row {
        title: title.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        made: t.say_all("letters-made", &args).into_owned(),
        file: paths::letter_file(view.patient, head.id),
        sha256: head.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        state: match deliveries.is_empty() {
            true => Status::new(t.say("letters-not-given"), Tone::Watch),
            false => Status::new(t.say("letters-given"), Tone::Good),
        },
        deliveries: deliveries.iter().map(|one| delivered(one, deliveries, view, t)).collect(),
    }
}

fn delivered(one: &LetterDelivery, all: &[LetterDelivery], view: &LettersView, t: Words) -> Delivered {
    let mut args = FluentArgs::new();
    args.set("on", t.date(one.on));
    args.set("way", t.say(&key("plan-way", &one.way)));
    let mut by = FluentArgs::new();
    by.set("name", view.who(one.recorded.by).to_owned());
    by.set("at", t.moment(one.recorded.at, &view.zone.zone()));
    Delivered {
        said: t.say_all("letters-delivered", &args).into_owned(),
        proof: one.proof.clone(),
        by: t.say_all("plan-copy-by", &by).into_owned(),
        is_corrected: all.iter().any(|later| later.corrects == Some(one.id)),
    }
}

fn make_form(view: &LettersView, typed: &Typed, problems: &[Problem], t: Words) -> MakeForm {
    let language = if view.speaks_spanish { Tongue::Spanish } else { Tongue::English };
    let at_first = Typed::of([("language", language.tag().to_owned())]);
    let shown = if typed.text("kind").is_empty() { &at_first } else { typed };
    let entry = |name| shown.entry(name, problems, t);
    let kinds = LetterKind::ALL.map(|one| (one.word().to_owned(), t.say(&key("letters-kind", one.word()))));
    let programs = view.programs.iter().map(|one| (one.word().to_owned(), one.word().into()));
    let tongues = Tongue::ALL.map(|one| (one.tag().to_owned(), t.say(&key("care-language", one.tag()))));
    let variants = VARIANTS[..2].iter().map(|one| ((*one).to_owned(), t.say(&key("plan-variant", one))));
    MakeForm {
        action: paths::letters(view.patient),
        kind: (entry("kind"), shown.choices("kind", kinds)),
        program: (entry("program"), shown.choices("program", programs)),
        language: (entry("language"), shown.choices("language", tongues)),
        variant: (entry("variant"), shown.choices("variant", variants)),
        month: entry("month"),
    }
}

fn delivery_form(view: &LettersView, typed: &Typed, problems: &[Problem], t: Words) -> DeliveryForm {
    let at_first = Typed::of([("on", view.today.to_string())]);
    let shown = if typed.text("way").is_empty() { &at_first } else { typed };
    let entry = |name| shown.entry(name, problems, t);
    let named = |head: &app::ports::LetterHead| {
        let kind = t.say(&key("letters-kind", head.kind.word()));
        format!("{kind}, {}", t.moment(head.made.at, &view.zone.zone()))
    };
    let letters = view.letters.iter().map(|(head, _)| (head.id.to_string(), named(head).into()));
    let ways = LETTER_WAYS.map(|way| (way.to_owned(), t.say(&key("plan-way", way))));
    let none = std::iter::once((String::new(), t.say("letters-corrects-none")));
    let earlier = view.letters.iter().flat_map(|(head, deliveries)| {
        let open = deliveries
            .iter()
            .filter(move |one| deliveries.iter().all(|later| later.corrects != Some(one.id)));
        open.map(move |one| (one.id.to_string(), format!("{}: {}", named(head), t.date(one.on)).into()))
    });
    let earlier: Vec<_> = earlier.collect();
    DeliveryForm {
        action: paths::letter_deliveries(view.patient),
        letter: (entry("letter"), shown.choices("letter", letters)),
        way: (entry("way"), shown.choices("way", ways)),
        on: entry("on"),
        proof: entry("proof"),
        corrects: (entry("corrects"), shown.choices("corrects", none.chain(earlier))),
    }
}

fn read_letter(typed: &Typed) -> Result<NewLetter, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let kind = LetterKind::of(typed.text("kind"));
    let program = Program::from_word(typed.text("program"));
    for (is_missing, name) in [(kind.is_none(), "kind"), (program.is_none(), "program")] {
        if is_missing {
            reader.wrong("required", name);
        }
    }
    let month = reader.parsed_or_none::<ServiceMonth>("month", "month");
    reader.done(())?;
    let tongue = Tongue::of(typed.text("language"));
    let print = if typed.text("variant") == "large_print" { Print::Large } else { Print::Standard };
    match (kind, program) {
        (Some(kind), Some(program)) => Ok(NewLetter { kind, program, tongue, print, month }),
        _ => Err(Vec::new()),
    }
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let outcome = match read_letter(&typed) {
        Ok(new) => make_letter(&web.app, &actor, place, patient, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, patient, &typed, &problems).await;
    forms::answer(outcome.map(|_| paths::letters(patient)), again).await
}

fn read_delivery(typed: &Typed) -> Result<NewDelivery, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let letter = reader.parsed::<LetterId>("letter", "unknown_word");
    let on = reader.date("on");
    let corrects = reader.parsed_or_none("corrects", "unknown_word");
    let (way, proof) = (typed.text("way").to_owned(), typed.text("proof").to_owned());
    let letter = reader.done(letter)?.ok_or_else(|| vec![Problem::new("required", "letter")])?;
    Ok(NewDelivery { letter, way, on, proof, corrects })
}

async fn deliver(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(patient): Path<String>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let outcome = match read_delivery(&typed) {
        Ok(new) => deliver_letter(&web.app, &actor, place, patient, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, patient, &typed, &problems).await;
    forms::answer(outcome.map(|_| paths::letters(patient)), again).await
}

async fn file(
    State(web): State<Web>,
    at: AtPractice,
    Path((patient, letter)): Path<(String, String)>,
) -> Result<Pdf, PageError> {
    let patient: PatientId = patient.parse().map_err(|_| PageError::NotFound)?;
    let letter: LetterId = letter.parse().map_err(|_| PageError::NotFound)?;
    let (actor, place) = of(&at);
    let bytes = letter_file(&web.app, &actor, place, patient, letter).await?;
    Ok(Pdf { name: letter.to_string(), bytes })
}
