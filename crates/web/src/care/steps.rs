//! An escalation as a card: what is done about it, who has seen it, and the steps that may follow. The same card stands
//! in a call, on its own page and in lists.

use app::care::{Colleagues, EscalationView};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ccm::basics::*;
use ccm::care::escalation::EscalationState;
use ccm::care::{EscalationStep, Interviews, Severity};
use fluent::FluentArgs;
use serde::Deserialize;

use super::of;
use crate::forms::Posted;
use crate::layout::{Page, Visit};
use crate::ui::{Choice, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub struct Card {
    pub id: String,
    pub page: String,
    pub chart: String,
    /// Whose it is, where the page does not say so already.
    pub patient: Option<String>,
    pub back: String,
    pub label: String,
    pub severity: Status,
    pub state: Status,
    /// How long until somebody must have seen it, or since when nobody has.
    pub clock: Option<Status>,
    pub opened: String,
    pub protocol: Option<String>,
    pub advise_911: Option<(String, String)>,
    pub todo: Vec<String>,
    pub notified: Vec<String>,
    pub acknowledged: Option<String>,
    pub advice: Vec<String>,
    pub disposition: Option<String>,
    pub is_open: bool,
    pub may_record: bool,
    pub may_acknowledge: bool,
    pub may_answer: bool,
    pub people: Vec<Choice>,
    /// To whom it can be handed on.
    pub others: Vec<Choice>,
    /// Which way an answer goes.
    pub ways: Vec<Choice>,
    pub dispositions: Vec<Disposition>,
    pub reason: String,
    pub advice_typed: String,
    pub problems: Vec<String>,
    /// Of the steps' forms.
    pub csrf: String,
}

pub struct Disposition {
    pub choice: Choice,
    /// It rests on an answer that has not come yet.
    pub waits: bool,
}

/// What all cards of a page share.
pub struct Cards<'a> {
    pub t: Words,
    pub people: &'a Colleagues,
    /// Where a step leads back to, where no script is.
    pub back: String,
    pub at: &'a AtPractice,
}

impl Cards<'_> {
    pub fn card(&self, view: &EscalationView, problems: &[Problem]) -> Card {
        let (t, people) = (self.t, self.people);
        let is_open = view.disposition.is_none();
        let is_practitioner = self.at.may(ccm::access::Permission::Attest);
        let may_record = self.at.may(ccm::access::Permission::RecordCare);
        let answered = view.state >= EscalationState::Answered;
        let named = |key: &str, person: PersonId, at: Timestamp| {
            let mut args = FluentArgs::new();
            args.set("name", people.name(person).to_owned());
            args.set("at", t.moment(at, &people.zone));
            t.say_all(key, &args).into_owned()
        };
        let dispositions = Interviews::embedded().protocols.dispositions.iter().map(|one| Disposition {
            choice: Choice { value: one.word.clone(), label: one.en.clone(), is_chosen: false },
            waits: one.needs_answer && !answered,
        });
        let advice = view.steps.iter().filter_map(|step| match &step.step {
            EscalationStep::Answered { advice, way } => {
                let way = way.as_deref().and_then(|word| Interviews::embedded().protocols.way(word));
                let way = way.map(|way| format!("{}: ", way.en)).unwrap_or_default();
                Some(format!("{} {way}{advice}", named("care-advice-by", step.by, step.at)))
            }
            _ => None,
        });
        let reason = view.steps.iter().find_map(|step| match &step.step {
            EscalationStep::Disposed { reason, .. } => reason.clone(),
            _ => None,
        });
        let disposition = view.disposition.as_deref().map(|word| {
            let known = Interviews::embedded().protocols.disposition(word);
            let said = known.map_or(word, |one| one.en.as_str());
            reason.map_or_else(|| said.to_owned(), |reason| format!("{said}: {reason}"))
        });
        let told = view.steps.iter().filter_map(|step| match &step.step {
            EscalationStep::Notified { person } | EscalationStep::Reassigned { person } => {
                Some(named("care-notified", *person, step.at))
            }
            EscalationStep::PassedOn { person } => Some(named("care-passed-on", *person, step.at)),
            _ => None,
        });
        let notified: Vec<PersonId> = view.notified.iter().map(|(person, _)| *person).collect();
        let others = people.here.iter().filter(|one| one.is_practitioner && Some(one.id) != view.assigned);
        let others = others.filter(|one| one.id != people.me);
        let ways = Interviews::embedded().protocols.ways.iter();
        let tellable = people.here.iter().filter(|one| one.is_practitioner && !notified.contains(&one.id));
        Card {
            id: view.id.to_string(),
            page: paths::escalation(view.id),
            chart: paths::patient(view.patient),
            patient: view.name.as_ref().filter(|_| !paths::is_call(&self.back)).map(|name| name.0.clone()),
            back: self.back.clone(),
            label: if view.source == "by_hand" {
                t.say("care-by-hand").into_owned()
            } else {
                view.label.clone()
            },
            severity: severity(view.severity, t),
            state: state(view.state, t),
            clock: self.clock(view),
            opened: named("care-opened-by", view.opened_by, view.opened_at),
            protocol: view.protocol.map(|one| one.title.en.clone()),
            advise_911: view.advise_911.map(|words| (words.en.clone(), words.es.clone())),
            todo: view.protocol.map(|one| one.steps.clone()).unwrap_or_default(),
            notified: told.collect(),
            acknowledged: view.acknowledged.map(|(who, at)| named("care-acknowledged", who, at)),
            advice: advice.collect(),
            disposition,
            is_open,
            may_record,
            may_acknowledge: may_record
                && view.acknowledged.is_none()
                && (is_practitioner || view.opened_by != people.me),
            may_answer: may_record && is_open && is_practitioner,
            people: tellable
                .map(|one| Choice { value: one.id.to_string(), label: one.name.clone(), is_chosen: false })
                .collect(),
            others: others
                .map(|one| Choice { value: one.id.to_string(), label: one.name.clone(), is_chosen: false })
                .collect(),
            ways: ways
                .map(|one| Choice { value: one.word.clone(), label: one.en.clone(), is_chosen: false })
                .collect(),
            dispositions: dispositions.collect(),
            reason: String::new(),
            advice_typed: String::new(),
            problems: problems.iter().map(|one| said(one, t)).collect(),
            csrf: crate::door::csrf::masked(&self.at.csrf.0),
        }
    }

    fn clock(&self, view: &EscalationView) -> Option<Status> {
        if view.acknowledged.is_some() && !view.is_overdue {
            return None;
        }
        let seen = view.acknowledged.map_or(self.people.now, |(_, at)| at);
        let left = view.acknowledge_by.duration_since(seen).as_secs();
        let minutes = u64::try_from(left.abs()).unwrap_or_default() / 60 * 60;
        let (key, tone) = match (view.is_overdue, view.acknowledged.is_some()) {
            (true, true) => ("care-clock-was-late", Tone::Watch),
            (true, false) => ("care-clock-late", Tone::Alarm),
            // Disposed of as entered in error: nobody had to see it.
            (false, _) if left < 0 => return None,
            (false, _) => ("care-clock-left", Tone::Watch),
        };
        Some(Status::new(self.t.say_with(key, "length", self.t.length(minutes)), tone))
    }
}

/// What is wrong with a step, by the field it is about.
fn said(problem: &Problem, t: Words) -> String {
    let label = match problem.path.as_str() {
        "person" => "care-notify",
        "advice" => "care-advice",
        "disposition" => "care-dispose",
        "reason" => "care-reason",
        _ => return t.say("care-step-late").into_owned(),
    };
    format!("{}: {}", t.say(label), super::call::problem_words(problem, t))
}

fn severity(severity: Severity, t: Words) -> Status {
    let (key, tone) = match severity {
        Severity::Emergency => ("care-severity-emergency", Tone::Alarm),
        Severity::Urgent => ("care-severity-urgent", Tone::Alarm),
        Severity::SameDay => ("care-severity-same-day", Tone::Watch),
    };
    Status::new(t.say(key), tone)
}

fn state(state: EscalationState, t: Words) -> Status {
    let (key, tone) = match state {
        EscalationState::Opened => ("care-state-opened", Tone::Open),
        EscalationState::Notified => ("care-state-notified", Tone::Open),
        EscalationState::Acknowledged => ("care-state-acknowledged", Tone::Open),
        EscalationState::Answered => ("care-state-answered", Tone::Open),
        EscalationState::Disposed => ("care-state-disposed", Tone::Good),
    };
    Status::new(t.say(key), tone)
}

/// One card, for a page that swaps it.
#[derive(Template)]
#[template(path = "care/card.html")]
struct Part {
    t: Words,
    card: Card,
}

#[derive(Default, Deserialize)]
pub struct StepForm {
    #[serde(default)]
    person: String,
    #[serde(default)]
    advice: String,
    #[serde(default)]
    way: String,
    #[serde(default)]
    disposition: String,
    #[serde(default)]
    reason: String,
    back: Option<String>,
}

/// The last word of a step's address.
#[derive(Clone, Copy)]
enum What {
    Notification,
    Reassignment,
    Acknowledgment,
    Answer,
    Disposition,
}

macro_rules! steps {
    ($($name:ident $what:ident)*) => {$(
        pub async fn $name(
            web: State<Web>,
            visit: Visit,
            at: AtPractice,
            id: Path<String>,
            form: Posted<StepForm>,
        ) -> Result<Response, PageError> {
            take(web, visit, at, id, form, What::$what).await
        }
    )*};
}
steps!(notify Notification reassign Reassignment acknowledge Acknowledgment answer Answer dispose Disposition);

async fn take(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
    Posted(form): Posted<StepForm>,
    what: What,
) -> Result<Response, PageError> {
    let id: EscalationId = id.parse().map_err(|_| PageError::NotFound)?;
    let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let step = match what {
        What::Notification => form.person.parse().map(|person| EscalationStep::Notified { person }).ok(),
        What::Reassignment => form.person.parse().map(|person| EscalationStep::Reassigned { person }).ok(),
        What::Acknowledgment => Some(EscalationStep::Acknowledged),
        What::Answer => {
            Some(EscalationStep::Answered { advice: form.advice.trim().to_owned(), way: text(&form.way) })
        }
        What::Disposition => Some(EscalationStep::Disposed {
            disposition: form.disposition.clone(),
            reason: text(&form.reason),
        }),
    };
    let (actor, place) = of(&at);
    let taken = match step {
        Some(step) => app::care::step(&web.app, &actor, place, id, step).await,
        None => Err(app::Error::invalid(Problem::new("required", "person"))),
    };
    let back = paths::back(form.back.as_deref());
    let (view, problems) = match taken {
        Ok(_) if !visit.is_part => return Ok(Redirect::to(&format!("{back}#{id}")).into_response()),
        Ok(view) => (view, Vec::new()),
        Err(app::Error::Invalid(problems)) => {
            (app::care::escalation(&web.app, &actor, place, id).await?, problems)
        }
        // It has gone on meanwhile, or this cannot follow yet: the card as it stands now, and a word about it.
        Err(app::Error::Conflict(_)) => {
            let view = app::care::escalation(&web.app, &actor, place, id).await?;
            (view, vec![Problem::new("conflict", "step")])
        }
        Err(error) => return Err(error.into()),
    };
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let cards = Cards { t: visit.words, people: &people, back, at: &at };
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut card = cards.card(&view, &problems);
    card.reason = form.reason;
    card.advice_typed = form.advice;
    for one in &mut card.ways {
        one.is_chosen = one.value == form.way;
    }
    for one in &mut card.dispositions {
        one.choice.is_chosen = one.choice.value == form.disposition;
    }
    if !visit.is_part {
        let page = super::escalations::alone(&web, &visit, &at, id, card).await?;
        return Ok((status, page).into_response());
    }
    Ok((status, Page(Part { t: visit.words, card })).into_response())
}
