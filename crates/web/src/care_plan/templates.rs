//! The templates of care plans, as a practice has them: shipped, or its own version beside the shipped one.

use app::Error;
use app::care_plan::PlanTemplateView;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use ccm::access::Permission;
use ccm::basics::Problem;
use ccm::care_plan::{Owner, Template};

use super::key;
use super::template_form::{Form, GOAL, form_of, read};
use crate::forms::Posted;
use crate::layout::{Frame, Page, Visit};
use crate::people::tabs::Tabs;
use crate::ui::{Choice, Status, Tone};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PLAN_TEMPLATES, get(index)).route(paths::PLAN_TEMPLATE, get(show).post(put))
}

struct Row {
    name: String,
    href: String,
    codes: String,
    state: Status,
    reviewed: String,
}

#[derive(askama::Template)]
#[template(path = "care_plan/templates.html")]
struct Index {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    rows: Vec<Row>,
}

/// A field of the form: its name, what stands in it, what is wrong with it.
struct Input {
    name: String,
    label: String,
    value: String,
    /// 1: a line.
    lines: u8,
    choices: Vec<Choice>,
    problems: Vec<String>,
}

struct Group {
    title: String,
    said: String,
    inputs: Vec<Input>,
}

#[derive(askama::Template)]
#[template(path = "care_plan/template.html")]
struct Shown {
    frame: Frame,
    t: Words,
    tabs: Tabs,
    title: String,
    action: String,
    state: Status,
    codes: String,
    sources: Vec<String>,
    versions: Vec<String>,
    is_own: bool,
    seen: i64,
    groups: Vec<Group>,
    problems: Vec<String>,
}

fn state(view: &PlanTemplateView, t: Words) -> Status {
    match view.own {
        Some(version) => Status::new(t.say_with("plan-template-own", "version", version), Tone::Open),
        None => Status::new(t.say("plan-template-shipped"), Tone::Plain),
    }
}

fn reviewed(template: &Template, t: Words) -> String {
    let key = if template.verified { "plan-template-verified" } else { "plan-template-unverified" };
    t.say_with(key, "by", t.date(template.review_by)).into_owned()
}

async fn index(State(web): State<Web>, visit: Visit, at: AtPractice) -> Result<Page<Index>, PageError> {
    let t = visit.words;
    let all = app::care_plan::plan_templates(&web.app, &at.actor(), at.place()).await?;
    let row = |one: &PlanTemplateView| Row {
        name: one.template.problem.en.clone(),
        href: paths::plan_template(&one.template.plan),
        codes: one.template.applies_to.join(", "),
        state: state(one, t),
        reviewed: reviewed(&one.template, t),
    };
    Ok(Page(Index {
        frame: Frame::of(&visit, &at, t.say("settings-plans")),
        t,
        tabs: Tabs::of(&web, &visit, &at, Permission::Configure),
        rows: all.iter().map(row).collect(),
    }))
}

struct Making<'a> {
    t: Words,
    form: &'a Form,
    problems: &'a [Problem],
}

impl Making<'_> {
    fn input(&self, name: impl Into<String>, label: &str, lines: u8) -> Input {
        let name = name.into();
        let is_of = |problem: &&Problem| {
            problem.path == name
                || problem.path.strip_prefix(&*name).is_some_and(|rest| rest.starts_with('.'))
        };
        let mut problems: Vec<String> =
            self.problems.iter().filter(is_of).map(|one| self.t.problem(one)).collect();
        problems.dedup();
        Input {
            label: self.t.say(label).into_owned(),
            value: self.form.get(&name).cloned().unwrap_or_default(),
            lines,
            choices: Vec::new(),
            problems,
            name,
        }
    }

    fn group(&self, title: String, inputs: Vec<Input>) -> Group {
        Group { title, said: String::new(), inputs }
    }

    fn choice(&self, name: String, label: &str, among: Vec<(String, String)>) -> Input {
        let mut input = self.input(name, label, 1);
        let choice =
            |(value, label): (String, String)| Choice { is_chosen: value == input.value, label, value };
        input.choices = among.into_iter().map(choice).collect();
        input
    }

    fn groups(&self, template: &Template) -> Vec<Group> {
        let t = self.t;
        let yes_no =
            ["no", "yes"].map(|word| (word.to_owned(), t.say(&format!("plan-template-{word}")).into_owned()));
        let mut all = vec![self.group(
            t.say("plan-template-head").into_owned(),
            vec![
                self.input("problem.en", "plan-template-name-en", 1),
                self.input("problem.es", "plan-template-name-es", 1),
                self.input("outlook", "plan-field-problem-outlook", 3),
                self.input("review_months", "plan-template-review-months", 1),
                self.choice("verified".into(), "plan-template-is-verified", yes_no.to_vec()),
                self.input("review_by", "plan-template-review-by", 1),
                self.input("sources", "plan-template-sources", 3),
            ],
        )];
        for place in 0..=template.goals.len() {
            let labels = [
                "plan-template-words-en",
                "plan-template-words-es",
                "plan-field-goal-measure",
                "plan-field-goal-target",
                "plan-template-months",
                "plan-template-source",
            ];
            let inputs = GOAL
                .iter()
                .zip(labels)
                .map(|(field, label)| self.input(format!("goal.{place}.{field}"), label, 1));
            let title = t.say_with("plan-one-goal", "number", place + 1).into_owned();
            all.push(self.group(title, inputs.collect()));
        }
        let owners: Vec<(String, String)> = Owner::ALL
            .into_iter()
            .map(|one| (one.word().to_owned(), t.say(&key("plan-owner", one.word())).into_owned()))
            .collect();
        let rows = (0..=template.interventions.len()).flat_map(|place| {
            let owner = format!("intervention.{place}.owner");
            [
                self.input(format!("intervention.{place}.does"), "plan-field-intervention-does", 2),
                self.choice(owner, "plan-field-intervention-owner", owners.clone()),
            ]
        });
        let rows = rows.collect();
        all.push(self.group(t.say("plan-section-interventions").into_owned(), rows));
        for part in template.lines.keys() {
            let name = |tongue: &str| format!("lines.{}.{tongue}", part.word());
            let inputs = vec![
                self.input(name("en"), "plan-template-lines-en", 4),
                self.input(name("es"), "plan-template-lines-es", 4),
            ];
            all.push(self.group(t.say(&key("plan-part", part.word())).into_owned(), inputs));
        }
        let prompts = template
            .prompts
            .keys()
            .map(|part| self.input(format!("prompts.{}", part.word()), &key("plan-part", part.word()), 2));
        let inputs = prompts.collect();
        let (title, said) = (t.say("plan-template-prompts"), t.say("plan-template-prompts-said"));
        all.push(Group { title: title.into_owned(), said: said.into_owned(), inputs });
        all
    }
}

fn page(
    web: &Web,
    visit: &Visit,
    at: &AtPractice,
    view: &PlanTemplateView,
    form: &Form,
    problems: &[Problem],
    seen: i64,
) -> Shown {
    let t = visit.words;
    let version = |row: &app::ports::PlanTemplateRow| {
        let key = if row.body.is_some() { "plan-template-version" } else { "plan-template-version-shipped" };
        t.say_with(key, "version", row.version).into_owned()
    };
    let making = Making { t, form, problems };
    Shown {
        frame: Frame::of(visit, at, view.template.problem.en.clone()),
        t,
        tabs: Tabs::of(web, visit, at, Permission::Configure),
        title: view.template.problem.en.clone(),
        action: paths::plan_template(&view.template.plan),
        state: state(view, t),
        codes: view.template.applies_to.join(", "),
        sources: view.template.sources.clone(),
        versions: view.versions.iter().map(version).collect(),
        is_own: view.own.is_some(),
        seen,
        groups: making.groups(&view.template),
        problems: problems.iter().map(|one| t.problem(one)).collect(),
    }
}

fn newest(view: &PlanTemplateView) -> i64 {
    view.versions.first().map_or(0, |row| row.version)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(plan): Path<String>,
) -> Result<Response, PageError> {
    let view = app::care_plan::plan_template(&web.app, &at.actor(), at.place(), &plan).await?;
    let (form, seen) = (form_of(&view.template), newest(&view));
    Ok(Page(page(&web, &visit, &at, &view, &form, &[], seen)).into_response())
}

async fn put(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(plan): Path<String>,
    Posted(form): Posted<Form>,
) -> Result<Response, PageError> {
    at.confirmed(&web, Permission::Configure)?;
    let (actor, place) = (at.actor(), at.place());
    let view = app::care_plan::plan_template(&web.app, &actor, place, &plan).await?;
    let seen: i64 = form.get("seen").and_then(|seen| seen.parse().ok()).ok_or(PageError::Malformed)?;
    let outcome = if form.contains_key("ship_again") {
        app::care_plan::ship_plan_template_again(&web.app, &actor, place, &plan, seen).await
    } else {
        match read(&form, &view.template) {
            Ok(template) => app::care_plan::put_plan_template(&web.app, &actor, place, template, seen).await,
            Err(problems) => Err(Error::Invalid(problems)),
        }
    };
    match outcome {
        Ok(_) => Ok(Redirect::to(&paths::plan_template(&plan)).into_response()),
        Err(Error::Invalid(problems)) => {
            let page = page(&web, &visit, &at, &view, &form, &problems, seen);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        // Another version came meanwhile: what was typed stays in the form, over the newer one, and says so.
        Err(Error::Conflict(_)) => {
            let problems = [Problem::new("template_changed", "seen")];
            let page = page(&web, &visit, &at, &view, &form, &problems, newest(&view));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}
