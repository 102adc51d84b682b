//! `perennial evidence build|verify`

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use app::ports::outside::Unwatched;
use app::proof::Archive;
use app::{App, Place};
use ccm::basics::AuditCaseId;
use ccm::proof::seal::{Checked, check};

use crate::{print, wiring};

/// Writes the archive of a claim or a case into a folder.
pub async fn build(
    app: &App,
    place: Place,
    (claim, case): (Option<&str>, Option<AuditCaseId>),
    out: &Path,
) -> Result<()> {
    let actor = wiring::operator();
    // The seals must cover what the evidence shows.
    super::seal(app, place).await?;
    let archive: Archive = match (claim, case) {
        (_, Some(case)) => {
            app::proof::begin_build(app, &actor, place, case).await?;
            let holder = format!("command-{}", std::process::id());
            app::proof::continue_builds(app, &actor, place, &holder, &Unwatched).await?;
            app::proof::build_archive(app, &actor, place, case).await?
        }
        (Some(claim), None) => app::proof::claim_archive(app, &actor, place, claim).await?,
        (None, None) => anyhow::bail!("say --claim or --case"),
    };
    super::seal(app, place).await?;
    super::claims::write(out, &archive.name, &archive.bytes)?;
    println!("{}", out.join(archive.name).display());
    Ok(())
}

/// Checks an archive by itself. 4: something does not hold.
pub fn verify(file: &Path, key: Option<&str>, as_json: bool) -> Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let files = exchange::archive::read(&bytes).map_err(app::Error::invalid)?;
    let checked = check(&files, key, exchange::keys::is_signed);
    if as_json {
        print::json(&print::View { schema: "perennial.evidence_check.1", body: &checked })?;
    } else {
        told(&checked)?;
    }
    Ok(if checked.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(4) })
}

fn told(checked: &Checked) -> Result<()> {
    println!(
        "{} file(s), {} pack(s), {} event(s), {} of them not sealed yet, {} seal(s)",
        checked.files, checked.packs, checked.events, checked.unsealed, checked.seals
    );
    println!("signed by the key {}", checked.key_sha256);
    for fault in &checked.faults {
        println!("  BROKEN {}", serde_json::to_string(fault)?);
    }
    if checked.faults.is_empty() {
        println!("nothing was changed since it was signed");
    }
    Ok(())
}
