//! The plan as the patient holds it: standard, in large print, or in plain words; in English or Spanish.

use app::care_plan::PlanVersionShown;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use ccm::care_plan::copy::VARIANTS;
use ccm::care_plan::{Part, PlanContent, Templates, Tongue};
use serde::Deserialize;

use super::key;
use crate::layout::{Frame, Page, Visit};
use crate::words::{Language, Words};
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PLAN_PRINT, get(show))
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    variant: String,
    #[serde(default)]
    lang: String,
}

/// A line, and its own language where that is not the page's.
struct Line {
    text: String,
    lang: Option<&'static str>,
    more: Vec<String>,
}

struct Section {
    heading: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "care_plan/print.html")]
struct Printed {
    frame: Frame,
    /// What the patient reads.
    p: Words,
    t: Words,
    class: &'static str,
    back: String,
    practice: String,
    name: String,
    dated: String,
    signed: String,
    /// Lines that nobody has in the language of the page.
    gaps: Option<String>,
    sections: Vec<Section>,
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, plan)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<impl Template>, PageError> {
    let (id, plan) = (super::patient(&id)?, super::plan(&plan)?);
    let (actor, place) = (at.actor(), at.place());
    let found = app::care_plan::plan_version(&web.app, &actor, place, id, plan).await?;
    let callee = app::care::callee(&web.app, &actor, place, id).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let tongue = Tongue::of(&wanted.lang);
    let p = Words(if tongue == Tongue::Spanish { Language::Spanish } else { Language::English });
    let variant = VARIANTS.into_iter().find(|one| *one == wanted.variant).unwrap_or(VARIANTS[0]);
    let one = &found.shown;
    let mut writer = Writer { p, tongue, templates: &found.templates, gaps: 0 };
    let sections = writer.sections(&found, variant == "plain_language");
    let gaps = writer.gaps;
    let by = one.signed_by.map(|by| people.name(by).to_owned());
    Ok(Page(Printed {
        frame: Frame { t: p, ..Frame::alone(&visit, p.say("print-title")) },
        p,
        t: visit.words,
        class: match variant {
            "large_print" => "plan-print plan-print-large",
            "plain_language" => "plan-print plan-print-plain",
            _ => "plan-print",
        },
        back: paths::plan_version(id, plan),
        practice: people.practice.clone(),
        name: crate::people::patient_name(&callee.name, p),
        dated: p.say_with("print-dated", "on", p.date(one.plan.dated)).into_owned(),
        signed: match by {
            Some(name) => p.say_with("print-signed", "name", name).into_owned(),
            None => p.say("print-not-signed").into_owned(),
        },
        gaps: match gaps {
            0 => None,
            count => Some(visit.words.say_with("plan-print-gaps", "count", count).into_owned()),
        },
        sections,
    }))
}

struct Writer<'a> {
    p: Words,
    tongue: Tongue,
    templates: &'a Templates,
    gaps: usize,
}

impl Writer<'_> {
    fn sections(&mut self, found: &PlanVersionShown, is_plain: bool) -> Vec<Section> {
        let plan = &found.shown.plan;
        let made;
        let content = match &plan.content {
            Some(content) => content,
            None => {
                made = PlanContent::from_elements(&plan.elements);
                &made
            }
        };
        let mut all = vec![self.goals(content, is_plain)];
        if !is_plain {
            all.push(self.problems(content));
        }
        for part in Part::PATIENTS {
            all.push(self.part(content, part));
        }
        if !is_plain {
            all.push(self.interventions(content));
            for part in [Part::Preferences, Part::Physical, Part::Cognitive, Part::Mental, Part::Social] {
                all.push(self.part(content, part));
            }
            all.push(self.part(content, Part::Caregiver));
        }
        let mut review = self.part(content, Part::Review);
        if let Some(day) = content.review_on.or(found.shown.review_by) {
            let text = self.p.say_with("print-review-on", "on", self.p.date(day)).into_owned();
            review.lines.insert(0, Line { text, lang: None, more: Vec::new() });
        }
        all.push(review);
        all.retain(|section| !section.lines.is_empty());
        all
    }

    /// As a template says it in the page's language; else as it was typed, which is in English here.
    fn line(&mut self, text: &str) -> Line {
        let known = self.templates.translated(text, self.tongue);
        let is_gap = known.is_err() && self.tongue != Tongue::English;
        self.gaps += usize::from(is_gap);
        let text = known.unwrap_or(text).to_owned();
        Line { text, lang: is_gap.then_some(Tongue::English.tag()), more: Vec::new() }
    }

    fn heading(&self, what: &str) -> String {
        self.p.say(&key("print-part", what)).into_owned()
    }

    fn part(&mut self, content: &PlanContent, part: Part) -> Section {
        let lines: Vec<&str> = content.lines(part).collect();
        Section {
            heading: self.heading(part.word()),
            lines: lines.into_iter().map(|line| self.line(line)).collect(),
        }
    }

    fn goals(&mut self, content: &PlanContent, is_plain: bool) -> Section {
        let mut lines = Vec::new();
        for goal in &content.goals {
            let mut line = self.line(&goal.words);
            if !is_plain {
                let measure = [goal.measure.as_str(), goal.target.as_str()];
                let told = measure.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(": ");
                line.more.extend((!told.is_empty()).then_some(told));
            }
            let due =
                goal.due.map(|day| self.p.say_with("print-goal-by", "on", self.p.date(day)).into_owned());
            line.more.extend(due);
            lines.push(line);
        }
        Section { heading: self.heading("goals"), lines }
    }

    fn problems(&mut self, content: &PlanContent) -> Section {
        let mut lines = Vec::new();
        for problem in &content.problems {
            let mut line = self.line(&problem.name);
            if !problem.outlook.is_empty() {
                let outlook = self.line(&problem.outlook);
                line.more.push(outlook.text);
            }
            lines.push(line);
        }
        Section { heading: self.heading("problems"), lines }
    }

    fn interventions(&mut self, content: &PlanContent) -> Section {
        let mut lines = Vec::new();
        for one in &content.interventions {
            let mut line = self.line(&one.does);
            let owner = one.owner.map(|owner| self.p.say(&key("print-owner", owner.word())).into_owned());
            line.more.extend(owner);
            lines.push(line);
        }
        Section { heading: self.heading("interventions"), lines }
    }
}
