//! Whose a file is that says nothing of this practice: another's of the organization, where one mailbox serves both.

use ccm::access::Actor;
use ccm::people::Practice;

use super::receive::{Arrived, FromKept, receive};
use super::sent_book::SentBook;
use crate::ports::answers::{ToldOfClaims, ToldOfCoverage};
use crate::ports::carriage::ReceivedRow;
use crate::ports::eligibility::InquiryName;
use crate::reports::EXCHANGE;
use crate::{App, Place, Result, Work};

/// Keeps a file for every other practice of the organization that it pays, where it is not there yet: whoever brought it may
/// have no right there, and the payer sends it once. Before anything of it is posted, so that nothing lies in between.
pub(super) async fn hand_over(
    app: &App,
    actor: &Actor,
    place: Place,
    row: &ReceivedRow,
    payees: &[String],
) -> Result<()> {
    let mut work = app.begin_read(actor, place).await?;
    let own = work.practice_id()?;
    let is_paid = |one: &&Practice| {
        payees.iter().any(|payee| *payee == one.profile.npi.as_str() || *payee == one.profile.tin.as_str())
    };
    let practices = work.tx.practices().await?;
    drop(work);
    let keeper = Actor::Job { name: EXCHANGE.to_owned() };
    for other in practices.iter().filter(|one| one.id != own).filter(is_paid) {
        let there = Place { practice: Some(other.id), ..place };
        let arrived = Arrived { name: &row.name, way: &row.way, payer: None };
        receive(app, &keeper, there, arrived, &mut FromKept::of(app, actor, place, row.id)).await?;
    }
    Ok(())
}

/// Names that are looked up at once.
const AT_ONCE: usize = 500;

/// What a file names.
#[derive(Default)]
pub(super) struct Named<'a> {
    pub claims: &'a [ToldOfClaims],
    pub questions: &'a [ToldOfCoverage],
    /// NPIs and tax numbers of who is paid.
    pub payees: &'a [String],
}

/// Whether another practice has the same file and knows any of its names: there it is read. Who reads here may have no right
/// there, so the program itself looks.
pub(super) async fn is_known(app: &App, place: Place, sha256: &[u8; 32], named: &Named<'_>) -> Result<bool> {
    let reader = Actor::Job { name: EXCHANGE.to_owned() };
    let mut work = app.begin_read(&reader, place).await?;
    let practice = work.practice_id()?;
    let others = work.tx.received_elsewhere(practice, sha256).await?;
    drop(work);
    for other in others {
        let mut work = app.begin_read(&reader, Place { practice: Some(other), ..place }).await?;
        if knows(app, &mut work, named).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn knows(app: &App, work: &mut Work, named: &Named<'_>) -> Result<bool> {
    let own = work.practice().await?;
    let ids = [own.profile.npi.as_str(), own.profile.tin.as_str()];
    if named.payees.iter().any(|payee| ids.contains(&payee.as_str())) {
        return Ok(true);
    }
    let (mut book, mut claims) = (SentBook::default(), Vec::new());
    for told in named.claims {
        let meant = book.meant(app, work, told).await?;
        if !meant.questions.is_empty() {
            return Ok(true);
        }
        claims.extend(meant.claims);
    }
    for some in claims.chunks(AT_ONCE) {
        if !work.tx.claims_named(own.id, some).await?.is_empty() {
            return Ok(true);
        }
    }
    let asked: Vec<InquiryName> = named.questions.iter().map(|one| one.of.clone()).collect();
    for some in asked.chunks(AT_ONCE) {
        if !work.tx.inquiries_named(own.id, some).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}
