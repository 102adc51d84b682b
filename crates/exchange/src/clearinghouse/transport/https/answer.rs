//! What an answer means, and what it means that there is none.

use std::error::Error as _;

use app::ports::transport::{HttpsAnswer, Put, RECEIPT_CHARACTERS, Trouble};
use reqwest::{Error, Response};
use serde_json::Value;

/// Answers are a few words; beyond this nobody reads on.
pub(super) const ANSWER_BYTES: usize = 1024 * 1024;

/// Whether the file is there. Only what cannot have been taken is a plain no: nobody was reached, or they refused.
pub(super) async fn to_put(agreed: &HttpsAnswer, response: Result<Response, Error>) -> Put {
    let response = match response {
        Ok(response) => response,
        Err(error) if error.is_builder() => return Put::Not(Trouble::Terms),
        Err(error) if error.is_connect() => return Put::Not(unanswered(&error)),
        Err(error) => return Put::Unclear(unanswered(&error)),
    };
    let status = response.status().as_u16();
    if agreed.known.contains(&status) {
        return Put::Known;
    }
    if agreed.accepted.contains(&status) {
        return accepted(agreed, response).await;
    }
    match status {
        // 408: it gave up on reading, and may have read enough.
        408 => Put::Unclear(Trouble::TimedOut),
        300..=399 => Put::Unclear(Trouble::SentElsewhere),
        401 | 403 => Put::Not(Trouble::NotAdmitted),
        413 => Put::Not(Trouble::TooLarge),
        400..=499 => Put::Not(Trouble::Refused(status)),
        500..=599 => Put::Unclear(Trouble::Refused(status)),
        _ => Put::Unclear(Trouble::NotUnderstood),
    }
}

/// An accepting answer, by its words where they were agreed on. A receipt that cannot be read takes nothing from it.
async fn accepted(agreed: &HttpsAnswer, response: Response) -> Put {
    if agreed.must_hold.is_none() && agreed.receipt.is_none() {
        return Put::Done(None);
    }
    let body = read(response).await;
    if let Some(word) = &agreed.must_hold {
        match &body {
            Ok(body) if memchr::memmem::find(body, word.as_bytes()).is_some() => {}
            Ok(_) => return Put::Unclear(Trouble::NotUnderstood),
            Err(trouble) => return Put::Unclear(*trouble),
        }
    }
    Put::Done(agreed.receipt.as_deref().zip(body.ok()).and_then(|(place, body)| receipt(place, &body)))
}

/// The number of a receipt: a word or a number of a length that people can read out.
fn receipt(place: &str, body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let number = match body.pointer(place)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let is_plain = !number.is_empty() && !number.chars().any(char::is_control);
    (is_plain && number.chars().count() <= RECEIPT_CHARACTERS).then_some(number)
}

/// A whole answer, up to its limit.
pub(super) async fn read(mut response: Response) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    while let Some(bytes) = response.chunk().await.map_err(|error| unanswered(&error))? {
        if body.len() + bytes.len() > ANSWER_BYTES {
            return Err(Trouble::NotUnderstood);
        }
        body.extend_from_slice(&bytes);
    }
    Ok(body)
}

/// Why there is no answer.
pub(super) fn unanswered(error: &Error) -> Trouble {
    if error.is_connect() {
        if is_stranger(error) { Trouble::NotThem } else { Trouble::Unreachable }
    } else if error.is_timeout() {
        Trouble::TimedOut
    } else if error.is_builder() {
        Trouble::Terms
    } else {
        Trouble::BrokeOff
    }
}

/// Somebody answers, and cannot prove to be the partner. The cause has no type that reaches up here, only its words.
fn is_stranger(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(one) = cause {
        if one.to_string().contains("certificate") {
            return true;
        }
        cause = one.source();
    }
    false
}

/// A status that is no answer to a question.
pub(super) fn refused(status: u16) -> Trouble {
    match status {
        300..=399 => Trouble::SentElsewhere,
        401 | 403 => Trouble::NotAdmitted,
        status => Trouble::Refused(status),
    }
}
