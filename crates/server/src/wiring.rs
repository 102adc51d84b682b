//! Introduces storage, keys, clock and formats to the use cases.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use app::ports::Clock;
use app::{App, Place};
use ccm::access::Actor;
use ccm::billing::RuleSet;
use ccm::care_plan::ConditionCatalog;
use exchange::clearinghouse::{Mailboxes, Professional837};
use exchange::keys::{FileKeys, FileSigner};
use exchange::secrets::SystemSecrets;
use store::SqlStore;

use crate::config::PlaceOptions;
use crate::outside::TimeOrdered;

/// Composes the program over the database of the options.
pub async fn compose(options: &PlaceOptions, clock: Arc<dyn Clock>) -> Result<App> {
    let folder = key_folder(options);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("the key folder {} cannot be made", folder.display()))?;
    let keys = FileKeys::open(&folder.join("master.key")).map_err(anyhow::Error::from)?;
    let signer = FileSigner::open(&folder.join("seal.key")).map_err(anyhow::Error::from)?;
    let store = SqlStore::open(&options.database, db::Options::default(), Arc::new(keys)).await?;
    Ok(App {
        store: Arc::new(store),
        clock,
        ids: Arc::new(TimeOrdered),
        signer: Arc::new(signer),
        secrets: Arc::new(SystemSecrets::new()),
        passkeys: None,
        identity_provider: None,
        claim_writer: Arc::new(Professional837),
        inquiry_writer: Arc::new(exchange::clearinghouse::Eligibility270),
        answers: Arc::new(exchange::clearinghouse::X12Answers),
        transports: Arc::new(Mailboxes::with_secrets(&folder.join("secrets"))),
        documents: documents(),
        archives: Arc::new(exchange::archive::Zip),
        rules: Arc::new(rules(options.rules.as_deref())?),
        catalog: Arc::new(ConditionCatalog::embedded()?),
        is_production: options.production,
        is_demo: false,
    })
}

/// What sets documents, in a program that PDF is built into.
#[cfg(feature = "pdf")]
fn documents() -> Option<Arc<dyn app::ports::Documents>> {
    Some(Arc::new(documents::Press))
}

#[cfg(not(feature = "pdf"))]
fn documents() -> Option<Arc<dyn app::ports::Documents>> {
    None
}

/// Keys lie beside the database, never in it: a copy of the database alone opens nothing.
pub fn key_folder(options: &PlaceOptions) -> PathBuf {
    match &options.keys {
        Some(folder) => folder.clone(),
        None if options.database.contains("://") => PathBuf::from("perennial.keys"),
        None => PathBuf::from(format!("{}.keys", options.database)),
    }
}

/// The built-in rules, or those of a folder.
pub fn rules(folder: Option<&Path>) -> Result<RuleSet> {
    let Some(folder) = folder else { return Ok(RuleSet::embedded().clone()) };
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    RuleSet::from_files(files).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the rules in {} are not whole:\n{}", folder.display(), lines.join("\n"))
    })
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "cases" {
                collect(root, &path, files)?;
            }
        } else if name.ends_with(".toml") || name.ends_with(".csv") {
            files.push((name, std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

/// Puts what the organization has imported beside the rules and the catalog that the program began with.
pub async fn continue_with_imports(app: &mut App, place: Place) -> Result<()> {
    let rules = app::reference::rules_in_force(app, place.organization).await?;
    let catalog = app::reference::catalog_in_force(app, place.organization).await?;
    (app.rules, app.catalog) = (rules, catalog);
    Ok(())
}

/// The operating-system user.
pub fn operator() -> Actor {
    let name = ["SUDO_USER", "USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    Actor::Operator { name: name.unwrap_or_else(|| "unknown".to_owned()) }
}

/// Where the options say that the work takes place; the only one where they do not.
pub async fn place(app: &App, options: &PlaceOptions) -> Result<Place> {
    let mut organizations = app.organizations().await?;
    if let Some(key) = &options.organization {
        organizations.retain(|row| row.key == *key);
    }
    let [organization] = &organizations[..] else {
        bail!("{}", choose("organization", organizations.iter().map(|row| row.key.as_str())));
    };
    let nowhere = Place { organization: organization.id, practice: None };
    let mut work = app.begin_read(&operator(), nowhere).await?;
    let mut practices = work.tx.practices().await?;
    if let Some(key) = &options.practice {
        practices.retain(|row| row.key == *key);
    }
    let [practice] = &practices[..] else {
        bail!("{}", choose("practice", practices.iter().map(|row| row.key.as_str())));
    };
    Ok(Place { practice: Some(practice.id), ..nowhere })
}

fn choose<'a>(what: &str, keys: impl Iterator<Item = &'a str>) -> String {
    let keys: Vec<&str> = keys.collect();
    match keys.len() {
        0 => format!("no such {what} here; `perennial setup FILE.toml` makes one"),
        _ => format!("say which one: --{what} {}", keys.join(" | ")),
    }
}

/// The member of the staff who signs in under a name.
pub async fn staff(app: &App, place: Place, login: &str) -> Result<Actor> {
    let mut work = app.begin_read(&operator(), place).await?;
    let persons = work.tx.persons().await?;
    let found = persons.into_iter().find(|person| person.login.as_deref() == Some(login));
    match found {
        Some(person) => Ok(Actor::Staff { person: person.id, login: login.to_owned() }),
        None => bail!("nobody signs in as {login}"),
    }
}
