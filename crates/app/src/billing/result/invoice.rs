//! What a company that does a practice's care management asks it for a month: from the closing, at the prices agreed.

use std::collections::HashMap;

use ccm::access::{Actor, Permission};
use ccm::basics::*;
use ccm::reports::result::{InvoiceLine, Rates, invoice as ask};
use serde::Serialize;

use crate::billing::board::{MonthBoard, read};
use crate::enrollment::labels;
use crate::{App, Error, Place, Result};

/// An invoice of a closing: the same closing always makes the same one, at the prices that held on the month's last day.
#[derive(Clone, Serialize)]
pub struct Invoice {
    pub schema: &'static str,
    pub board: MonthBoard,
    /// Of the practice, the month and the closing.
    pub number: String,
    pub practice: String,
    pub revision: i64,
    pub closed_at: Timestamp,
    pub lines: Vec<InvoiceLine>,
    pub total: Cents,
    /// What the closing before came to; what differs is owed or given back.
    pub before: Option<Cents>,
    /// A line of the month each, in the order of record numbers.
    #[serde(skip)]
    pub items: Vec<InvoiceItem>,
}

/// One line of one patient's month.
#[derive(Clone, PartialEq, Eq)]
pub struct InvoiceItem {
    /// The record number.
    pub mrn: String,
    pub code: Hcpcs,
    pub units: i64,
    pub on: Date,
    pub price: Option<Cents>,
}

impl std::fmt::Debug for InvoiceItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "InvoiceItem({} …)", self.code)
    }
}

/// # Errors
/// [`Error::NotFound`] for a month that was never closed; [`Error::Forbidden`]; storage's failures.
pub async fn invoice(app: &App, actor: &Actor, place: Place, month: ServiceMonth) -> Result<Invoice> {
    let mut work = app.begin_read(actor, place).await?.require(Permission::CloseMonth).await?;
    let board = read(app, &mut work, month).await?;
    let closing = board.closing.clone().ok_or(Error::NotFound("closing"))?;
    let practice = work.practice().await?;
    let rates = Rates::on(month.last_day(), &work.tx.rates(practice.id).await?);
    // No revision is the zeroth: every line is missing in it.
    let found = work.tx.lines_missing_in(practice.id, month, closing.revision, 0).await?;
    let before = match closing.revision {
        revision if revision > 1 => {
            let lines = work.tx.lines_missing_in(practice.id, month, revision - 1, 0).await?;
            Some(ask(lines.into_iter().map(|(_, line)| (line.code, line.units)), &rates).1)
        }
        _ => None,
    };
    let mut whom: Vec<PatientId> = found.iter().map(|(patient, _)| *patient).collect();
    whom.dedup();
    let mrns: HashMap<PatientId, String> = labels(&work.tx.identifiers_of(practice.id, &whom).await?);
    drop(work);
    app.audit_read(actor, place, "invoice", &month.to_string(), None).await?;
    let (lines, total) = ask(found.iter().map(|(_, line)| (line.code.clone(), line.units)), &rates);
    let mut items: Vec<InvoiceItem> = found
        .into_iter()
        .map(|(patient, line)| InvoiceItem {
            mrn: mrns.get(&patient).cloned().unwrap_or_else(|| patient.to_string()),
            price: rates.of_unit(&line.code),
            code: line.code,
            units: line.units,
            on: line.on,
        })
        .collect();
    items.sort_by(|a, b| (&a.mrn, &a.code).cmp(&(&b.mrn, &b.code)));
    Ok(Invoice {
        schema: "perennial.invoice.1",
        number: format!("{}-{month}-{}", practice.key.to_uppercase(), closing.revision),
        practice: practice.profile.name.clone(),
        revision: closing.revision,
        closed_at: closing.closed_at,
        board,
        lines,
        total,
        before,
        items,
    })
}
