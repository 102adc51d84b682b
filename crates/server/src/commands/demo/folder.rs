//! The folder that a demo plays in. Nowhere else can anybody sign in with a click.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use app::ports::{Clock, EventsWanted};
use app::{App, Place};
use ccm::basics::Timestamp;

use crate::config::PlaceOptions;
use crate::wiring;

/// What a folder must hold to be emptied or played in: it is a demo's own.
const MARK: &str = "this-is-a-demo";

/// A folder with the mark.
pub(super) struct DemoFolder(PathBuf);

impl DemoFolder {
    /// Makes the folder, or empties one that an earlier demo made.
    pub(super) fn fresh(folder: &Path) -> Result<Self> {
        if folder.exists() && std::fs::read_dir(folder)?.next().is_some() {
            let earlier = Self::existing(folder)?;
            std::fs::remove_dir_all(&earlier.0)
                .with_context(|| format!("{} cannot be emptied", folder.display()))?;
        }
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let said = "Everything in this folder is made by `perennial demo`, and may be unmade by it.\n";
        std::fs::write(folder.join(MARK), said)?;
        Ok(Self(folder.to_owned()))
    }

    /// One that a demo made.
    pub(super) fn existing(folder: &Path) -> Result<Self> {
        if !folder.join(MARK).exists() {
            bail!("{} holds no demo; say another folder", folder.display());
        }
        Ok(Self(folder.to_owned()))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The options, with the demo's own database and keys in place of any others.
    pub(super) fn options(&self, options: &PlaceOptions) -> PlaceOptions {
        PlaceOptions {
            database: self.path("perennial.db").to_string_lossy().into_owned(),
            keys: None,
            organization: None,
            practice: None,
            production: false,
            command_id: None,
            ..options.clone()
        }
    }

    /// The program over what the demo made, open to everybody. A database with anything else in it stays shut, mark or not.
    pub(super) async fn open(&self, options: &PlaceOptions, clock: Arc<dyn Clock>) -> Result<App> {
        let options = self.options(options);
        ensure!(Path::new(&options.database).exists(), "the demo in {} was never told", self.0.display());
        let app = wiring::compose(&options, clock).await?;
        let organizations = app.organizations().await?;
        let is_invented = matches!(&organizations[..], [only] if only.key == synthetic::ORGANIZATION_KEY);
        ensure!(is_invented, "{} holds more than the demo", options.database);
        Ok(App { is_demo: true, ..app })
    }

    /// When something was last done in it.
    pub(super) async fn left_at(&self, app: &App) -> Result<Timestamp> {
        let organizations = app.organizations().await?;
        let [only] = &organizations[..] else { return Ok(app.now()) };
        let place = Place { organization: only.id, practice: None };
        let mut work = app.begin_read(&wiring::operator(), place).await?;
        let newest = work.tx.events_like(&EventsWanted { limit: 1, ..EventsWanted::default() }).await?;
        Ok(newest.first().map_or(app.now(), |event| event.at))
    }
}
