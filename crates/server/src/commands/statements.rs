//! `perennial statements list|make|refunds`

use std::path::Path;

use anyhow::{Context, Result};
use app::ports::patient_money::Owing;
use app::remittance::patient::{
    make_due_statements, refunds, statement_file, statements as page_of_statements,
};
use app::{App, Place};
use serde_json::json;

use crate::config::StatementsCommand;
use crate::{print, wiring};

pub async fn run(app: &App, place: Place, command: StatementsCommand, as_json: bool) -> Result<()> {
    match command {
        StatementsCommand::List { show } => list(app, place, &show, as_json).await,
        StatementsCommand::Make { out } => make(app, place, &out, as_json).await,
        StatementsCommand::Refunds => owed_back(app, place, as_json).await,
    }
}

/// Ids and amounts: whose they are, pages tell.
async fn list(app: &App, place: Place, show: &str, as_json: bool) -> Result<()> {
    let words = Owing::ALL.map(Owing::word).join(", ");
    let owing = Owing::from_word(show).with_context(|| format!("--show is one of: {words}"))?;
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = page_of_statements(app, &wiring::operator(), place, owing, after).await?;
        rows.extend(page.rows.into_iter().map(|row| (row.card.id, row.owed, row.asked)));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    if as_json {
        let row =
            |(patient, owed, asked)| json!({"patient": patient, "owed_cents": owed, "asked_cents": asked});
        let rows: Vec<_> = rows.into_iter().map(row).collect();
        return print::json(&json!({"schema": "perennial.statements.1", "show": show, "patients": rows}));
    }
    for (patient, owed, asked) in rows {
        println!("{patient} owes ${owed}, may be asked for ${asked}");
    }
    Ok(())
}

async fn make(app: &App, place: Place, out: &Path, as_json: bool) -> Result<()> {
    std::fs::create_dir_all(out).with_context(|| format!("{} cannot be made", out.display()))?;
    let operator = wiring::operator();
    let (mut made, mut refused) = (Vec::new(), Vec::new());
    loop {
        let done = make_due_statements(app, &operator, place).await?;
        for (patient, id) in &done.made {
            let file = statement_file(app, &operator, place, *patient, *id).await?;
            let path = out.join(format!("{id}.pdf"));
            std::fs::write(&path, file).with_context(|| format!("{} cannot be written", path.display()))?;
        }
        let is_last = done.made.is_empty();
        made.extend(done.made);
        if is_last {
            refused.extend(done.refused);
            break;
        }
    }
    if as_json {
        let made: Vec<_> =
            made.iter().map(|(patient, id)| json!({"patient": patient, "statement": id})).collect();
        let refused: Vec<_> =
            refused.iter().map(|(patient, why)| json!({"patient": patient, "problems": why})).collect();
        return print::json(
            &json!({"schema": "perennial.statements_made.1", "made": made, "refused": refused}),
        );
    }
    println!("{} made, in {}", made.len(), out.display());
    for (patient, problems) in &refused {
        let codes: Vec<&str> = problems.iter().map(|one| one.code.as_str()).collect();
        println!("  {patient} could not be made: {}", codes.join(", "));
    }
    Ok(())
}

async fn owed_back(app: &App, place: Place, as_json: bool) -> Result<()> {
    let list = refunds(app, &wiring::operator(), place).await?;
    if as_json {
        let owed: Vec<_> = list.rows.iter().map(|row| &row.owed).collect();
        return print::json(&json!({"schema": "perennial.refunds.1", "refunds": owed}));
    }
    for row in &list.rows {
        let (to, cents, until) = (row.owed.to.word(), row.owed.cents, row.owed.return_until);
        println!(
            "{} ${cents} to the {to}, until {until}{}",
            row.number,
            if row.is_late { ", OVERDUE" } else { "" }
        );
    }
    Ok(())
}
