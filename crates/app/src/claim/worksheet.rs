//! The worksheet of a payer's portal: the claims of one file in the portal's order and forms. A person types them in, and
//! brings back the portal's number; without it they do not count as sent.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::claim::Claim;
use ccm::claim::carriage::CarriageStep;
use ccm::claim::worksheet::{PortalSheet, worksheet};
use ccm::people::Transport;

use crate::{App, Error, Place, Result};

/// Claims of a page.
const ON_A_PAGE: usize = 20;

/// A page of it.
pub struct Worksheet {
    pub file: ClaimFileId,
    pub name: String,
    pub payer: String,
    /// Of the whole file.
    pub claims: usize,
    /// The place of the first claim here, from 0.
    pub from: usize,
    pub sheets: Vec<PortalSheet>,
    pub next: Option<usize>,
    /// The portal's number, once somebody has brought it.
    pub confirmation: Option<String>,
}

/// Shows a file of claims as its payer's portal asks for it; the read is on record.
///
/// # Errors
/// [`Error::NotFound`] for a file that is not here, or whose payer has no portal; [`Error::Forbidden`].
pub async fn portal_worksheet(
    app: &App,
    actor: &Actor,
    place: Place,
    file: ClaimFileId,
    from: usize,
) -> Result<Worksheet> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::ExchangeClaims).await?;
    let practice = work.practice().await?;
    let row = work.tx.claim_file(practice.id, file).await?.ok_or(Error::NotFound("file"))?;
    let payers = work.billed_payers().await?;
    let payer = payers.into_iter().find(|one| row.goes_to(&one.profile));
    let (payer, fields) = match payer.map(|one| (one.profile.name, one.profile.submission.transport)) {
        Some((name, Transport::Portal { fields })) => (name, fields),
        _ => return Err(Error::NotFound("portal")),
    };
    let sent = app
        .answers
        .sent(&row.body)
        .map_err(|_| Error::Internal(format!("{file} is a file of ours that cannot be read")))?;
    let numbers: Vec<String> = sent.sets.into_iter().flat_map(|set| set.claims).collect();
    let some: Vec<String> = numbers.iter().skip(from).take(ON_A_PAGE).cloned().collect();
    let rows = work.tx.claims_named(practice.id, &some).await?;
    let mut sheets: HashMap<String, PortalSheet> = HashMap::new();
    for one in rows {
        let claim: Claim = serde_json::from_slice(&one.body)
            .map_err(|error| Error::Internal(format!("{}: {error}", one.id)))?;
        sheets.insert(one.number, worksheet(&claim, &practice.profile, &fields));
    }
    let events = work.tx.file_events(practice.id, file).await?;
    drop(work);
    app.audit_read(actor, place, "portal_worksheet", &file.to_string(), None).await?;
    let confirmation = events.into_iter().find_map(|event| match event.step {
        CarriageStep::Transmitted { confirmation } => confirmation,
        _ => None,
    });
    let after = from + some.len();
    Ok(Worksheet {
        file,
        name: row.name,
        payer,
        claims: numbers.len(),
        from,
        // In the order of the file.
        sheets: some.iter().filter_map(|number| sheets.remove(number)).collect(),
        next: (after < numbers.len()).then_some(after),
        confirmation,
    })
}
