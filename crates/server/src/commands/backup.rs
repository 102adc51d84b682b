//! `perennial backup DIR` and `perennial restore DIR`: a copy, what must be in it, and the proof that it is.
//!
//! The keys are never in it: a backup that is stolen opens nothing.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use app::audit::{CopyReport, Inventory, check_copy, inventory, restored};
use app::ports::Copied;
use app::{App, Place};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::config::PlaceOptions;
use crate::outside::SystemClock;
use crate::{print, wiring};

const DATABASE: &str = "perennial.db";
const MANIFEST: &str = "backup.json";

/// What a backup holds.
#[derive(Serialize, Deserialize)]
struct Manifest {
    schema: String,
    program: String,
    /// `None`: the server's own tools make the copy.
    file: Option<Copy>,
    organizations: Vec<Inventory>,
}

#[derive(Serialize, Deserialize)]
struct Copy {
    name: String,
    bytes: u64,
    sha256: String,
}

pub async fn backup(options: &PlaceOptions, folder: &Path) -> Result<()> {
    let app = super::open(options).await?;
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let (whole, part) = (folder.join(DATABASE), folder.join(format!("{DATABASE}.part")));
    if folder.join(MANIFEST).exists() || whole.exists() {
        bail!("{} holds a backup already; take an empty folder", folder.display());
    }
    // What an interrupted backup left is none.
    remove(&part)?;
    for organization in app.organizations().await? {
        let place = Place { organization: organization.id, practice: None };
        let holder = format!("backup-{}", std::process::id());
        super::again(async || app::audit::seal(&app, place.organization, &holder).await).await?;
    }
    let (file, organizations) = match app.store.copy_to(&part).await? {
        Copied::ByItsTools => (None, inventories(&app).await?),
        Copied::Whole => {
            // Counted in the copy itself: work has gone on in the original.
            let copy = over(options, &part).await?;
            let organizations = inventories(&copy).await;
            copy.store.close().await;
            let organizations = organizations?;
            let file = Copy {
                name: DATABASE.to_owned(),
                bytes: std::fs::metadata(&part)?.len(),
                sha256: sha256(&part)?,
            };
            std::fs::rename(&part, &whole)?;
            (Some(file), organizations)
        }
    };
    let program = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { schema: "perennial.backup.1".to_owned(), program, file, organizations };
    // Last: without it, a folder holds no backup.
    let text = serde_json::to_vec_pretty(&manifest)?;
    std::fs::write(folder.join(format!("{MANIFEST}.part")), text)?;
    std::fs::rename(folder.join(format!("{MANIFEST}.part")), folder.join(MANIFEST))?;
    if options.json {
        return print::json(&manifest);
    }
    match &manifest.file {
        Some(file) => println!("{}: {} bytes, sha256 {}", whole.display(), file.bytes, file.sha256),
        None => {
            println!("{} counted. Now copy the server's database:", folder.join(MANIFEST).display());
            println!("  pg_dump --format=custom --file={}/perennial.dump …", folder.display());
        }
    }
    println!("the keys are not in it: copy their folder elsewhere");
    Ok(())
}

pub async fn restore(options: &PlaceOptions, folder: &Path) -> Result<ExitCode> {
    let manifest = folder.join(MANIFEST);
    let text = std::fs::read(&manifest).with_context(|| format!("{} cannot be read", manifest.display()))?;
    let manifest: Manifest = serde_json::from_slice(&text).context("backup.json is none of ours")?;
    if let Some(file) = &manifest.file {
        put_back(options, folder, file)?;
    }
    let app = super::open(options).await?;
    let mut reports = Vec::new();
    for counted in &manifest.organizations {
        let place = Place { organization: counted.organization, practice: None };
        let report = check_copy(&app, &wiring::operator(), place, counted).await?;
        if report.holds() {
            restored(&app, &wiring::operator(), place, &report).await?;
            super::seal(&app, place).await?;
        }
        reports.push(report);
    }
    let holds = reports.iter().all(CopyReport::holds);
    if options.json {
        print::json(
            &serde_json::json!({"schema": "perennial.restore.1", "holds": holds, "organizations": reports}),
        )?;
    } else {
        reports.iter().for_each(tell);
    }
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::from(4) })
}

fn tell(report: &CopyReport) {
    println!("{}", report.organization);
    for (table, counted, found) in &report.missing {
        println!("  MISSING {table}: {counted} counted, {found} found");
    }
    for broken in &report.broken {
        println!("  BROKEN {}", serde_json::to_string(broken).unwrap_or_default());
    }
    if report.holds() {
        println!("  every counted row is there, and the chain holds");
    }
    if report.events_since > 0 {
        println!("  {} sealed event(s) came after this backup and are lost", report.events_since);
    }
}

/// Puts the file where the database is to be; one that is there is never written over.
fn put_back(options: &PlaceOptions, folder: &Path, file: &Copy) -> Result<()> {
    if options.database.contains("://") {
        bail!("this is the backup of a file; --database names a server");
    }
    let target = PathBuf::from(&options.database);
    if target.exists() {
        bail!("{} is there; move it away first", target.display());
    }
    // A name, and nothing that leads out of the folder.
    if file.name != DATABASE {
        bail!("backup.json names another file than {DATABASE}");
    }
    let source = folder.join(DATABASE);
    if sha256(&source)? != file.sha256 {
        bail!("{} is not the file that was backed up: its hash differs", source.display());
    }
    let part = PathBuf::from(format!("{}.part", options.database));
    remove(&part)?;
    std::fs::copy(&source, &part)?;
    std::fs::File::open(&part)?.sync_all()?;
    std::fs::rename(&part, &target)?;
    Ok(())
}

async fn inventories(app: &App) -> Result<Vec<Inventory>> {
    let mut all = Vec::new();
    for organization in app.organizations().await? {
        let place = Place { organization: organization.id, practice: None };
        all.push(inventory(app, &wiring::operator(), place).await?);
    }
    Ok(all)
}

/// The program over a copy, with the keys of the original.
async fn over(options: &PlaceOptions, file: &Path) -> Result<App> {
    let keys = Some(wiring::key_folder(options));
    let options = PlaceOptions { database: file.to_string_lossy().into_owned(), keys, ..options.clone() };
    wiring::compose(&options, Arc::new(SystemClock)).await
}

fn sha256(path: &Path) -> Result<String> {
    let mut file = std::fs::File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let (mut hash, mut piece) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut piece)? {
            0 => break,
            read => hash.update(&piece[..read]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
