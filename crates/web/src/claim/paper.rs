//! A claim on paper: on a page, as a plain copy (PDF), and as the characters that a printer puts on the pre-printed form.

use app::claim::ClaimPaper;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use ccm::claim::paper::PaperBox;

use crate::layout::{Frame, Page, Pdf, Visit};
use crate::words::Words;
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::CLAIM_PAPER, get(show))
        .route(paths::CLAIM_PAPER_PDF, get(pdf))
        .route(paths::CLAIM_PRINT_IMAGE, get(image))
}

#[derive(Template)]
#[template(path = "claim/paper.html")]
struct Shown {
    frame: Frame,
    t: Words,
    claim: String,
    payer: String,
    is_unsigned: bool,
    /// `None`: PDF is not built into this program.
    pdf: Option<String>,
    image: Option<String>,
    cut: String,
    sheets: Vec<Sheet>,
}

struct Sheet {
    title: String,
    boxes: Vec<(String, String)>,
    lines: Vec<Vec<(String, String)>>,
}

async fn made(web: &Web, at: &AtPractice, id: &str) -> Result<ClaimPaper, PageError> {
    Ok(app::claim::paper(&web.app, &at.actor(), at.place(), id).await?)
}

async fn show(
    State(web): State<Web>,
    visit: Visit,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Page<Shown>, PageError> {
    let t = visit.words;
    let paper = made(&web, &at, &id).await?;
    let pairs = |boxes: &[PaperBox]| -> Vec<(String, String)> {
        boxes.iter().map(|one| (one.number.to_owned(), one.text.clone())).collect()
    };
    let sheets = paper.sheets.iter().map(|sheet| {
        let mut args = fluent::FluentArgs::new();
        args.set("page", sheet.page);
        args.set("pages", sheet.pages);
        Sheet {
            title: t.say_all("paper-sheet", &args).into_owned(),
            boxes: pairs(&sheet.boxes),
            lines: sheet.lines.iter().map(|line| pairs(line)).collect(),
        }
    });
    let cut: Vec<String> = paper.images.iter().flat_map(|image| image.cut.clone()).collect();
    Ok(Page(Shown {
        frame: Frame::of(&visit, &at, format!("{} {}", paper.form, paper.number)),
        claim: paths::claim(paper.claim),
        payer: paper.payer.clone(),
        is_unsigned: paper.is_unsigned,
        pdf: web.app.documents.is_some().then(|| paths::claim_paper_pdf(paper.claim)),
        image: (!paper.images.is_empty()).then(|| paths::claim_print_image(paper.claim)),
        cut: cut.join(", "),
        sheets: sheets.collect(),
        t,
    }))
}

async fn pdf(State(web): State<Web>, at: AtPractice, Path(id): Path<String>) -> Result<Pdf, PageError> {
    let paper = made(&web, &at, &id).await?;
    Ok(Pdf { name: format!("{}-{}", paper.form, paper.number), bytes: web.app.pdf(paper.copy()).await? })
}

async fn image(
    State(web): State<Web>,
    at: AtPractice,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let paper = made(&web, &at, &id).await?;
    if paper.images.is_empty() {
        return Err(PageError::NotFound);
    }
    let name = format!("attachment; filename=\"{}-{}.txt\"", paper.form, paper.number);
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, paper.image()).into_response())
}
