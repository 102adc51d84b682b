//! `perennial setup FILE.toml`

use std::path::Path;

use anyhow::{Context, Result};
use app::{App, Place};

use crate::{print, wiring};

/// `admin`: sign-in name and password file of the first administrator.
pub async fn run(app: &App, file: &Path, admin: (Option<&str>, Option<&Path>), as_json: bool) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let report = super::again(async || app::people::set_up(app, &wiring::operator(), &text).await).await?;
    let administrator = super::administrator::make(app, report.organization, admin.0, admin.1).await?;
    super::seal(app, Place { organization: report.organization, practice: None }).await?;
    if as_json {
        return print::json(&print::View { schema: "perennial.setup.1", body: &report });
    }
    println!(
        "{} practice(s), {} payer(s), {} people in {} role(s)",
        report.practices.len(),
        report.payers,
        report.people,
        report.roles
    );
    for (key, id) in &report.practices {
        println!("  {key}  {id}");
    }
    if let Some(login) = administrator {
        println!("  {login} is the administrator");
    }
    Ok(())
}
