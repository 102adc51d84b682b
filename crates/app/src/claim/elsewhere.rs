//! Whose a file is that says nothing of this practice: another's of the organization, where one mailbox serves both.

use ccm::access::Actor;

use super::sent_book::SentBook;
use crate::ports::answers::{ToldOfClaims, ToldOfCoverage};
use crate::ports::eligibility::InquiryName;
use crate::reports::EXCHANGE;
use crate::{App, Place, Result, Work};

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
