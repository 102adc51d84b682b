//! What the organization sets of its walls.

use app::people::settings::practice_settings;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use ccm::access::{AccessPolicy, Permission, SessionLimits, policy::ChartsOfStaff};
use ccm::basics::Problem;

use super::tabs::Tabs;
use super::typed::{Reader, Typed};
use crate::access::AtPractice;
use crate::forms::{self, Posted};
use crate::layout::{Frame, Page, Visit};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::ACCESS_POLICY, get(show).post(put))
}

#[derive(Template)]
#[template(path = "people/access_policy.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    /// Only who stands in the whole organization.
    may_set: bool,
    numbers: Vec<(Entry, &'static str, String)>,
    charts: Entry,
    charts_choices: Vec<Choice>,
    factor: Entry,
    factor_choices: Vec<Choice>,
}

const NUMBERS: [(&str, &str, u32, u32); 5] = [
    ("idle_minutes", "access-policy-idle", 2, 60),
    ("absolute_hours", "access-policy-absolute", 1, 24),
    ("step_up_minutes", "access-policy-step-up", 1, 60),
    ("break_glass_hours", "access-policy-glass", 1, 24),
    ("invitation_hours", "access-policy-invitation", 1, 336),
];

async fn show(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Shown>, PageError> {
    page(&web, &visit, &at, None, &[]).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    typed: Option<&Typed>,
    problems: &[Problem],
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let set = practice_settings(&web.app, &at.actor(), at.place()).await?;
    let as_set = as_typed(&set.policy);
    let typed = typed.unwrap_or(&as_set);
    let number = |(name, label, least, most): (&'static str, &'static str, u32, u32)| {
        let mut args = fluent::FluentArgs::new();
        args.set("least", least);
        args.set("most", most);
        (typed.entry(name, problems, t), label, t.say_all("access-policy-bounds", &args).into_owned())
    };
    let charts = [("practice", "access-policy-charts-all"), ("assigned", "access-policy-charts-assigned")];
    let factor = [("yes", "access-policy-factor-all"), ("no", "access-policy-factor-own")];
    let said = |(value, key): (&str, &str)| (value.to_owned(), t.say(key));
    Ok(Page(Shown {
        frame: Frame::of(visit, at, t.say("settings-access")),
        t,
        tabs: Tabs::of(web, visit, at, Permission::Configure),
        may_set: set.sets_policy,
        numbers: NUMBERS.map(number).to_vec(),
        charts: typed.entry("charts", problems, t),
        charts_choices: typed.choices("charts", charts.map(said)),
        factor: typed.entry("factor", problems, t),
        factor_choices: typed.choices("factor", factor.map(said)),
    }))
}

fn as_typed(policy: &AccessPolicy) -> Typed {
    let charts = match policy.charts_of_staff {
        ChartsOfStaff::Practice => "practice",
        ChartsOfStaff::Assigned => "assigned",
    };
    Typed::of([
        ("idle_minutes", policy.session.idle_minutes.to_string()),
        ("absolute_hours", policy.session.absolute_hours.to_string()),
        ("step_up_minutes", policy.session.step_up_minutes.to_string()),
        ("break_glass_hours", policy.break_glass_hours.to_string()),
        ("invitation_hours", policy.invitation_hours.to_string()),
        ("charts", charts.to_owned()),
        ("factor", if policy.second_factor_required { "yes" } else { "no" }.to_owned()),
    ])
}

async fn put(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let set = practice_settings(&web.app, &at.actor(), at.place()).await?;
    let outcome = match read(&typed, set.policy) {
        Ok(policy) => app::access::put_policy(&web.app, &at.actor(), at.place(), &policy).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again = async |problems: Vec<Problem>| page(&web, &visit, &at, Some(&typed), &problems).await;
    forms::answer(outcome.map(|()| paths::ACCESS_POLICY), again).await
}

fn read(typed: &Typed, before: AccessPolicy) -> Result<AccessPolicy, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let mut number = |name| reader.parsed::<u32>(name, "whole_number").unwrap_or_default();
    let session = SessionLimits {
        idle_minutes: number("idle_minutes"),
        absolute_hours: number("absolute_hours"),
        step_up_minutes: number("step_up_minutes"),
    };
    let (break_glass_hours, invitation_hours) = (number("break_glass_hours"), number("invitation_hours"));
    let charts_of_staff = match typed.text("charts") {
        "assigned" => ChartsOfStaff::Assigned,
        _ => ChartsOfStaff::Practice,
    };
    let second_factor_required = typed.text("factor") == "yes";
    reader.done(AccessPolicy {
        session,
        charts_of_staff,
        second_factor_required,
        break_glass_hours,
        invitation_hours,
        ..before
    })
}
