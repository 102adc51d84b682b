//! What the forms of an account send.

use app::remittance::patient::{
    NewHardship, NewPlan, NewReceipt, NewReversal, NewStatementDelivery, agree_plan, await_nobody,
    deliver_statements, end_plan, forgive, make_statement, receive, reverse, use_credit,
};
use axum::Router;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::response::Response;
use axum::routing::post;
use ccm::basics::document::Print;
use ccm::basics::*;
use ccm::remittance::statement::PaidBy;

use super::account::page;
use super::of;
use crate::forms::{self, Posted};
use crate::layout::Visit;
use crate::people::typed::{Reader, Typed};
use crate::{AtPractice, PageError, Web, paths};

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route(paths::ACCOUNT_STATEMENTS, post(make))
        .route(paths::ACCOUNT_DELIVERIES, post(deliver))
        .route(paths::ACCOUNT_RECEIPTS, post(pay))
        .route(paths::ACCOUNT_REVERSALS, post(take_back))
        .route(paths::ACCOUNT_PLANS, post(agree))
        .route(paths::ACCOUNT_PLAN_END, post(end))
        .route(paths::ACCOUNT_HARDSHIPS, post(hardship))
        .route(paths::ACCOUNT_CREDITS, post(credit))
        .route(paths::ACCOUNT_LAST_PAYERS, post(last_payer))
}

/// What a form of an account sends, and whose it is.
struct Sent {
    web: Web,
    visit: Visit,
    at: AtPractice,
    patient: PatientId,
    typed: Typed,
}

impl FromRequest<Web> for Sent {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, web).await.unwrap_or_else(|never| match never {});
        let at = AtPractice::from_request_parts(&mut parts, web).await?;
        let Ok(Path(patient)) = Path::<String>::from_request_parts(&mut parts, web).await else {
            return Err(PageError::NotFound);
        };
        let patient = patient.parse().map_err(|_| PageError::NotFound)?;
        let Posted(typed) = Posted::from_request(Request::from_parts(parts, body), web).await?;
        Ok(Self { web: web.clone(), visit, at, patient, typed })
    }
}

impl Sent {
    /// The account, or the same page with all that was wrong; names of fields as the page has them.
    async fn answer<T>(
        &self,
        named: &[(&str, &str)],
        outcome: app::Result<T>,
    ) -> Result<Response, PageError> {
        self.answer_showing(&self.typed, named, outcome).await
    }

    async fn answer_showing<T>(
        &self,
        shown: &Typed,
        named: &[(&str, &str)],
        outcome: app::Result<T>,
    ) -> Result<Response, PageError> {
        let again = async |mut problems: Vec<Problem>| {
            for one in &mut problems {
                if let Some((_, field)) = named.iter().find(|(path, _)| *path == one.path) {
                    one.path = (*field).to_owned();
                }
            }
            page(&self.web, &self.visit, &self.at, self.patient, shown, &problems).await
        };
        forms::answer(outcome.map(|_| paths::account(self.patient, "")), again).await
    }

    /// What was typed, read; where all of it could be.
    fn read<T>(&self, read: impl FnOnce(&mut Reader<'_>, &Typed) -> Option<T>) -> app::Result<T> {
        let mut reader = Reader::of(&self.typed);
        let new = read(&mut reader, &self.typed);
        reader.done(new).and_then(|new| new.ok_or_else(Vec::new)).map_err(app::Error::Invalid)
    }

    fn text(&self, field: &str) -> &str {
        self.typed.text(field)
    }
}

async fn make(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let print = if sent.text("variant") == "large_print" { Print::Large } else { Print::Standard };
    let made = make_statement(&sent.web.app, &actor, place, sent.patient, print).await;
    sent.answer(&[], made).await
}

async fn deliver(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let delivered = async {
        let new = sent.read(|reader, typed| {
            let statement = reader.parsed::<StatementId>("statement", "unknown_word");
            let on = reader.date("delivered_on");
            let (way, proof) = (typed.text("way").to_owned(), typed.text("proof").to_owned());
            let statements = statement.into_iter().collect();
            Some(NewStatementDelivery { statements, way, on, proof, corrects: None })
        })?;
        deliver_statements(&sent.web.app, &actor, place, new).await
    };
    sent.answer(&[("on", "delivered_on")], delivered.await).await
}

async fn pay(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let received = async {
        let new = sent.read(|reader, typed| {
            let cents = reader.dollars("cents");
            let by = PaidBy::from_word(typed.text("by"));
            if by.is_none() {
                reader.wrong("unknown_word", "by");
            }
            let on = reader.date("received_on");
            let reference = typed.text("reference").to_owned();
            let command_id = reader.command();
            let (cents, by) = cents.zip(by)?;
            command_id.map(|command_id| NewReceipt { command_id, cents, by, on, reference })
        })?;
        receive(&sent.web.app, &actor, place, sent.patient, new).await
    };
    // A number of a card is not shown again either.
    let shown: Typed = sent
        .typed
        .fields()
        .filter(|(_, value)| !ccm::remittance::statement::holds_card_number(value))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let named = [("on", "received_on"), ("command_id", "reference")];
    sent.answer_showing(&shown, &named, received.await).await
}

async fn take_back(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let reversed = async {
        let new = sent.read(|reader, typed| {
            let receipt = reader.parsed::<MoneyDeedId>("receipt", "unknown_word");
            let on = reader.date("reversed_on");
            let reason = typed.text("reason").to_owned();
            receipt.map(|receipt| NewReversal { receipt, on, reason })
        })?;
        reverse(&sent.web.app, &actor, place, sent.patient, new).await
    };
    sent.answer(&[("on", "reversed_on")], reversed.await).await
}

async fn agree(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let agreed = async {
        let new = sent.read(|reader, _| {
            let parts = reader.parsed::<u32>("parts", "out_of_range");
            let first_due = reader.date("first_due");
            parts.map(|parts| NewPlan { parts, first_due })
        })?;
        agree_plan(&sent.web.app, &actor, place, sent.patient, new).await
    };
    sent.answer(&[], agreed.await).await
}

async fn end(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let ended = end_plan(&sent.web.app, &actor, place, sent.patient, sent.text("end_reason")).await;
    sent.answer(&[("reason", "end_reason")], ended).await
}

async fn hardship(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let forgiven = async {
        // Nothing: it is only noted.
        let is_noted = sent.text("forgiven").is_empty();
        let new = sent.read(|reader, typed| {
            let cents = if is_noted { Some(Cents(0)) } else { reader.dollars("forgiven") };
            let (cents, command_id) = cents.zip(reader.command())?;
            Some(NewHardship { command_id, cents, basis: typed.text("basis").to_owned() })
        })?;
        forgive(&sent.web.app, &actor, place, sent.patient, new).await
    };
    sent.answer(&[("cents", "forgiven"), ("command_id", "basis")], forgiven.await).await
}

async fn credit(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let used = use_credit(&sent.web.app, &actor, place, sent.patient).await;
    sent.answer(&[], used).await
}

async fn last_payer(sent: Sent) -> Result<Response, PageError> {
    let (actor, place) = of(&sent.at);
    let said = async {
        let claim = sent.read(|reader, _| reader.parsed::<ClaimId>("waiting", "unknown_word"))?;
        let reason = sent.text("waiting_reason");
        await_nobody(&sent.web.app, &actor, place, sent.patient, (claim, reason)).await
    };
    sent.answer(&[("claim", "waiting"), ("reason", "waiting_reason")], said.await).await
}
