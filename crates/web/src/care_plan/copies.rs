//! A copy that was given away: to whom, how, and what proves it.

use app::care::{Callee, Colleagues};
use app::care_plan::NewPlanCopy;
use app::ports::Recorded;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::post;
use ccm::basics::*;
use ccm::care_plan::copy::{RECIPIENTS, VARIANTS, WAYS};
use ccm::care_plan::{CarePlanCopy, CopyProof, Tongue};
use fluent::FluentArgs;

use super::{key, versions};
use crate::forms::{self, Posted};
use crate::layout::Visit;
use crate::people::typed::{Reader, Typed};
use crate::ui::{Choice, Entry};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PLAN_COPIES, post(create))
}

/// A copy in a list.
pub struct Given {
    pub said: String,
    pub proof: String,
    pub by: String,
}

pub fn given(copy: &CarePlanCopy, people: &Colleagues, recorded: Option<Recorded>, t: Words) -> Given {
    let mut args = FluentArgs::new();
    args.set("on", t.date(copy.on));
    args.set("to", t.say(&key("plan-recipient", &copy.recipient)));
    args.set("way", t.say(&key("plan-way", &copy.way)));
    args.set("name", copy.proof.as_ref().map(|proof| proof.to_name.clone()).unwrap_or_default());
    let by = recorded.map(|one| {
        let mut args = FluentArgs::new();
        args.set("name", people.name(one.by).to_owned());
        args.set("at", t.moment(one.at, &people.zone));
        t.say_all("plan-copy-by", &args).into_owned()
    });
    Given {
        said: t.say_all("plan-copy-given", &args).trim().to_owned(),
        proof: copy.proof.as_ref().map(|proof| proof.proof.clone()).unwrap_or_default(),
        by: by.unwrap_or_default(),
    }
}

pub struct CopyForm {
    pub action: String,
    pub on: Entry,
    pub recipient: (Entry, Vec<Choice>),
    pub to_name: Entry,
    pub way: (Entry, Vec<Choice>),
    pub language: (Entry, Vec<Choice>),
    pub variant: (Entry, Vec<Choice>),
    pub proof: Entry,
}

impl CopyForm {
    pub fn of(
        (id, plan): (PatientId, CarePlanId),
        callee: &Callee,
        today: Date,
        typed: &Typed,
        problems: &[Problem],
        t: Words,
    ) -> Self {
        let language = if callee.speaks_spanish() { Tongue::Spanish } else { Tongue::English };
        let at_first = Typed::of([("on", today.to_string()), ("language", language.tag().to_owned())]);
        let shown = if typed.text("way").is_empty() { &at_first } else { typed };
        let entry = |name| shown.entry(name, problems, t);
        let words = |name, frame: &str, all: &[&str]| {
            let among = all.iter().map(|word| ((*word).to_owned(), t.say(&key(frame, word))));
            (entry(name), shown.choices(name, among))
        };
        let tongues = Tongue::ALL.map(|one| {
            let key = if one == Tongue::Spanish { "care-language-es" } else { "care-language-en" };
            (one.tag().to_owned(), t.say(key))
        });
        Self {
            action: paths::of_plan_version(id, plan, "copies"),
            on: entry("on"),
            recipient: words("recipient", "plan-recipient", &RECIPIENTS),
            to_name: entry("to_name"),
            way: words("way", "plan-way", &WAYS),
            language: (entry("language"), shown.choices("language", tongues)),
            variant: words("variant", "plan-variant", &VARIANTS),
            proof: entry("proof"),
        }
    }
}

fn read(typed: &Typed, plan: CarePlanId) -> Result<NewPlanCopy, Vec<Problem>> {
    let mut reader = Reader::of(typed);
    let on = reader.date("on");
    let text = |name: &str| typed.text(name).to_owned();
    let new = NewPlanCopy {
        plan,
        on,
        recipient: text("recipient"),
        way: text("way"),
        proof: CopyProof {
            to_name: text("to_name"),
            language: text("language"),
            variant: text("variant"),
            proof: text("proof"),
        },
    };
    reader.done(new)
}

async fn create(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, plan)): Path<(String, String)>,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    let ids @ (id, plan) = (super::patient(&id)?, super::plan(&plan)?);
    let outcome = match read(&typed, plan) {
        Ok(new) => app::care_plan::give_plan_copy(&web.app, &at.actor(), at.place(), id, new).await,
        Err(problems) => Err(app::Error::Invalid(problems)),
    };
    let again =
        async |problems: Vec<Problem>| versions::page(&web, &visit, &at, ids, &typed, &problems).await;
    forms::answer(outcome.map(|_| paths::plan_version(id, plan)), again).await
}
