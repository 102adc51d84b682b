//! What waits at a partner's address: a list in JSON, and files.

use std::time::Duration;

use app::ports::transport::{FETCH_BYTES_MAX, FileName, Incoming, LISTED_MAX, Trouble, Waiting};
use async_trait::async_trait;
use reqwest::header::TRANSFER_ENCODING;
use reqwest::{Response, Version};
use serde_json::Value;
use tokio::time::timeout;

use super::{Https, answer};

/// Of a question that names no file.
const NO_HASH: [u8; 32] = [0; 32];

pub(super) async fn list(partner: &Https) -> Result<Vec<Waiting>, Trouble> {
    let Some(inbox) = &partner.terms.inbox else { return Ok(Vec::new()) };
    let request = partner.request(&inbox.list, &FileName::ours("list")?, &NO_HASH)?;
    let response = request.timeout(partner.answer_within()).send().await;
    let response = response.map_err(|error| answer::unanswered(&error))?;
    if !response.status().is_success() {
        return Err(answer::refused(response.status().as_u16()));
    }
    let body: Value =
        serde_json::from_slice(&answer::read(response).await?).map_err(|_| Trouble::NotUnderstood)?;
    let items = body.pointer(&inbox.items).and_then(Value::as_array).ok_or(Trouble::NotUnderstood)?;
    let mut waiting = Vec::new();
    for item in items {
        let name = item.pointer(&inbox.name).and_then(Value::as_str).ok_or(Trouble::NotUnderstood)?;
        // A name that leads elsewhere is none of ours to fetch.
        waiting.extend(FileName::theirs(name).map(|name| Waiting { name, bytes: None }));
    }
    waiting.sort_by(|one, other| one.name.cmp(&other.name));
    waiting.truncate(LISTED_MAX);
    Ok(waiting)
}

pub(super) async fn fetch(partner: &Https, name: &FileName) -> Result<Box<dyn Incoming>, Trouble> {
    let inbox = partner.terms.inbox.as_ref().ok_or(Trouble::Gone)?;
    let within = partner.answer_within();
    let request = partner.request(&inbox.fetch, name, &NO_HASH)?;
    let response = timeout(within, request.send()).await.map_err(|_| Trouble::TimedOut)?;
    let response = response.map_err(|error| answer::unanswered(&error))?;
    match response.status().as_u16() {
        200 if tells_its_end(&response) => Ok(Box::new(FromPartner { response, within, fetched: 0 })),
        200 => Err(Trouble::NotUnderstood),
        404 | 410 => Err(Trouble::Gone),
        other => Err(answer::refused(other)),
    }
}

/// An answer that ends with its connection looks whole wherever it ends: of such a file nobody knows that it is.
fn tells_its_end(response: &Response) -> bool {
    response.content_length().is_some()
        || response.headers().contains_key(TRANSFER_ENCODING)
        || response.version() >= Version::HTTP_2
}

pub(super) async fn taken(partner: &Https, name: &FileName) -> Result<(), Trouble> {
    let inbox = partner.terms.inbox.as_ref();
    let Some(taken) = inbox.and_then(|inbox| inbox.taken.as_ref()) else { return Ok(()) };
    let request = partner.request(taken, name, &NO_HASH)?.timeout(partner.answer_within());
    let response = request.send().await.map_err(|error| answer::unanswered(&error))?;
    match response.status().as_u16() {
        200..=299 | 404 | 410 => Ok(()),
        other => Err(answer::refused(other)),
    }
}

struct FromPartner {
    response: Response,
    within: Duration,
    fetched: u64,
}

#[async_trait]
impl Incoming for FromPartner {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        let next = timeout(self.within, self.response.chunk()).await.map_err(|_| Trouble::TimedOut)?;
        let Some(bytes) = next.map_err(|error| answer::unanswered(&error))? else { return Ok(None) };
        self.fetched += bytes.len() as u64;
        if self.fetched > FETCH_BYTES_MAX {
            return Err(Trouble::TooLarge);
        }
        Ok(Some(bytes.to_vec()))
    }
}
