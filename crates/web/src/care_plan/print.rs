//! The plan as the patient holds it: on a page that prints, and as PDF.

use app::care_plan::PlanVersionShown;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use ccm::basics::{CarePlanId, Document, PatientId};
use ccm::care_plan::Tongue;
use ccm::care_plan::copy::VARIANTS;
use serde::Deserialize;

use super::document::{PlanPrint, words_of};
use crate::layout::{Frame, Page, Pdf, Visit};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new().route(paths::PLAN_PRINT, get(show)).route(paths::PLAN_PDF, get(pdf))
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    variant: String,
    #[serde(default)]
    lang: String,
}

impl Wanted {
    fn tongue(&self) -> Tongue {
        Tongue::of(&self.lang)
    }

    fn variant(&self) -> &'static str {
        VARIANTS.into_iter().find(|one| *one == self.variant).unwrap_or(VARIANTS[0])
    }
}

#[derive(Template)]
#[template(path = "care_plan/print.html")]
struct Printed {
    frame: Frame,
    t: Words,
    class: &'static str,
    back: String,
    /// `None`: PDF is not built into this program.
    pdf: Option<String>,
    /// Lines that nobody has in the language of the page.
    gaps: Option<String>,
    document: Document,
}

/// Reads the version, which is put on record as it is for the page of the version.
async fn made(
    web: &Web,
    at: &AtPractice,
    (id, plan): (PatientId, CarePlanId),
    wanted: &Wanted,
) -> Result<(Document, usize), PageError> {
    let (actor, place) = (at.actor(), at.place());
    let found: PlanVersionShown = app::care_plan::plan_version(&web.app, &actor, place, id, plan).await?;
    let callee = app::care::callee(&web.app, &actor, place, id).await?;
    let people = app::care::colleagues(&web.app, &actor, place).await?;
    let tongue = wanted.tongue();
    let print = PlanPrint {
        variant: wanted.variant(),
        tongue,
        practice: &people.practice,
        patient: &crate::people::patient_name(&callee.name, words_of(tongue)),
        signed_by: found.shown.signed_by.map(|by| people.name(by)),
        found: &found,
    };
    Ok(print.document())
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path((id, plan)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Page<impl Template>, PageError> {
    let (id, plan) = (super::patient(&id)?, super::plan(&plan)?);
    let (document, gaps) = made(&web, &at, (id, plan), &wanted).await?;
    let p = words_of(wanted.tongue());
    let (variant, lang) = (wanted.variant(), wanted.tongue().tag());
    let file = || format!("{}?variant={variant}&lang={lang}", paths::of_plan_version(id, plan, "print.pdf"));
    Ok(Page(Printed {
        frame: Frame { t: p, ..Frame::alone(&visit, p.say("print-title")) },
        t: visit.words,
        class: match variant {
            "large_print" => "plan-print plan-print-large",
            "plain_language" => "plan-print plan-print-plain",
            _ => "plan-print",
        },
        back: paths::plan_version(id, plan),
        pdf: web.app.documents.is_some().then(file),
        gaps: match gaps {
            0 => None,
            count => Some(visit.words.say_with("plan-print-gaps", "count", count).into_owned()),
        },
        document,
    }))
}

async fn pdf(
    State(web): State<Web>,
    at: AtPractice,
    Path((id, plan)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Pdf, PageError> {
    let (id, plan) = (super::patient(&id)?, super::plan(&plan)?);
    let (document, _) = made(&web, &at, (id, plan), &wanted).await?;
    let name = format!("{plan}-{}-{}", wanted.variant(), wanted.tongue().tag());
    Ok(Pdf { name, bytes: web.app.pdf(document).await? })
}
