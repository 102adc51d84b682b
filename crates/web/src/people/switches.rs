//! The judgments of the rules that a practice may settle otherwise: each with what it turns and what it risks.

use app::people::settings::{SwitchView, practice_settings, put_switch};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::Problem;
use ccm::billing::Setting;

use super::tabs::Tabs;
use super::typed::Typed;
use crate::access::AtPractice;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Status, Tone};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::SWITCHES, get(show).post(put))
}

#[derive(Template)]
#[template(path = "people/switches.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    rows: Vec<Row>,
    set_away: String,
}

struct Row {
    name: &'static str,
    title: String,
    rule: String,
    turns: String,
    risks: String,
    default: String,
    now: String,
    state: Option<Status>,
    unverified: Option<Status>,
    choices: Vec<Choice>,
    /// Any whole number may be typed instead; what stands there.
    number: Option<String>,
    can_change: bool,
    problems: Vec<String>,
}

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, None).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    wrong: Option<(&Typed, &[Problem])>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let set = practice_settings(&web.app, &at.actor(), at.place()).await?;
    let set_away = set.switches.iter().filter(|one| one.set.is_some()).count();
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("settings-switches")),
        t,
        tabs: Tabs::of(web, visit, at, Permission::Configure),
        set_away: t.say_with("switches-set-away", "count", set_away).into_owned(),
        rows: set.switches.into_iter().map(|one| row(one, wrong, t)).collect(),
    }))
}

fn row(view: SwitchView, wrong: Option<(&Typed, &[Problem])>, t: Words) -> Row {
    let here = wrong.filter(|(typed, _)| typed.text("switch") == view.name);
    let takes_number = view.values.iter().any(|one| one.to_string() == "number");
    let now = view.set.as_ref().unwrap_or(&view.default);
    let choice =
        |one: &Setting| Choice { value: one.to_string(), label: said(one, t), is_chosen: one == now };
    let choices: Vec<Choice> =
        view.values.iter().filter(|one| one.to_string() != "number").map(choice).collect();
    let number = match (takes_number, here, now) {
        (false, ..) => None,
        (true, Some((typed, _)), _) => Some(typed.text("number").to_owned()),
        (true, None, Setting::Number(number)) => Some(number.to_string()),
        (true, None, _) => Some(String::new()),
    };
    Row {
        title: view.name.replace('_', " "),
        rule: view.rule.to_string(),
        default: said(&view.default, t),
        now: said(now, t),
        state: view.set.is_some().then(|| Status::new(t.say("switches-away"), Tone::Watch)),
        unverified: (!view.verified).then(|| Status::new(t.say("switches-unverified"), Tone::Plain)),
        can_change: choices.len() > 1 || takes_number,
        problems: here.map_or_else(Vec::new, |(_, problems)| {
            problems.iter().map(|problem| t.problem(problem)).collect()
        }),
        name: view.name,
        turns: view.turns,
        risks: view.risks,
        choices,
        number,
    }
}

fn said(setting: &Setting, t: Words) -> String {
    match setting {
        Setting::Flag(true) => t.say("switches-yes").into_owned(),
        Setting::Flag(false) => t.say("switches-no").into_owned(),
        Setting::Number(number) => number.to_string(),
        Setting::Word(word) => word.as_str().replace('_', " "),
    }
}

async fn put(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let outcome = match read(&typed) {
        Ok(setting) => {
            put_switch(&web.app, &at.actor(), at.place(), typed.text("switch"), setting.as_ref()).await
        }
        Err(problem) => Err(app::Error::invalid(problem)),
    };
    let to = outcome.map(|()| format!("{}#{}", paths::SWITCHES, typed.text("switch")));
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, Some((&typed, &problems))).await;
    forms::answer(to, again).await
}

/// `None`: as the rules have it.
fn read(typed: &Typed) -> Result<Option<Setting>, Problem> {
    let (value, number) = (typed.text("value"), typed.text("number"));
    let text = match typed.text("to") {
        "default" => return Ok(None),
        _ if value == "number" || value.is_empty() => number,
        _ => value,
    };
    let wrong = || Problem::new("value_not_offered", typed.text("switch"));
    match text {
        "true" => Ok(Some(Setting::Flag(true))),
        "false" => Ok(Some(Setting::Flag(false))),
        _ => match text.parse::<i64>() {
            Ok(number) => Ok(Some(Setting::Number(number))),
            Err(_) => match serde_json::from_value(serde_json::Value::String(text.to_owned())) {
                Ok(Setting::Word(word)) if !text.is_empty() => Ok(Some(Setting::Word(word))),
                _ => Err(wrong()),
            },
        },
    }
}
