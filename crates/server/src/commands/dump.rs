//! `perennial dump --canonical`

use std::io::Write;

use anyhow::Result;
use app::{App, Place};

use crate::wiring;

pub async fn run(app: &App, place: Place) -> Result<()> {
    let lines = app::people::dump(app, &wiring::operator(), place).await?;
    let mut out = std::io::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
