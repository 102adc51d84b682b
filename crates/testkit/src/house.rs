//! The use cases over a throw-away store, with a clock that stands where the test puts it.

use std::sync::{Arc, Mutex};

use app::people::{ImportOptions, ImportReport, Intake};
use app::ports::{Clock, Ids, Store, outside::Unwatched};
use app::record::{RecordFile, RecordReport};
use app::{App, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::care_plan::ConditionCatalog;
use uuid::Uuid;

/// Stands still until it is put elsewhere.
pub struct StandingClock(Mutex<Timestamp>);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no test panics while it holds the clock")
    }
}

/// UUID v7 as in the program.
struct TimeOrdered;

impl Ids for TimeOrdered {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A whole program in the test's hand.
pub struct House {
    pub app: App,
    pub clock: Arc<StandingClock>,
    _keys: tempfile::TempDir,
}

/// The operator of a test.
pub fn operator() -> Actor {
    Actor::Operator { name: "test".into() }
}

impl House {
    /// Over a store, at an instant.
    pub fn over(store: Arc<dyn Store>, now: &str) -> Self {
        let keys = tempfile::tempdir().expect("a temporary folder");
        let clock = Arc::new(StandingClock(Mutex::new(now.parse().expect("an instant"))));
        let signer = exchange::keys::FileSigner::open(&keys.path().join("seal.key")).expect("a key file");
        let app = App {
            store,
            clock: clock.clone(),
            ids: Arc::new(TimeOrdered),
            signer: Arc::new(signer),
            secrets: Arc::new(exchange::secrets::SystemSecrets::new()),
            passkeys: None,
            identity_provider: None,
            claim_writer: Arc::new(exchange::clearinghouse::Professional837),
            inquiry_writer: Arc::new(exchange::clearinghouse::Eligibility270),
            answers: Arc::new(exchange::clearinghouse::X12Answers),
            transports: Arc::new(
                exchange::clearinghouse::Mailboxes::with_secrets(keys.path()).of_whole_files(),
            ),
            documents: Some(Arc::new(crate::paper::Paper)),
            archives: Arc::new(exchange::archive::Zip),
            rules: Arc::new(RuleSet::embedded().clone()),
            catalog: Arc::new(ConditionCatalog::embedded().expect("our own tables")),
            is_production: false,
            is_demo: false,
        };
        Self { app, clock, _keys: keys }
    }

    pub fn put_clock(&self, now: &str) {
        *self.clock.0.lock().expect("no test panics while it holds the clock") =
            now.parse().expect("an instant");
    }

    /// Keeps a setup file of one practice.
    pub async fn set_up(&self, file: &str) -> app::Result<Place> {
        let report = app::people::set_up(&self.app, &operator(), file).await?;
        Ok(Place { organization: report.organization, practice: report.practices.first().map(|(_, id)| *id) })
    }

    pub async fn import(&self, place: Place, intake: &mut dyn Intake) -> app::Result<ImportReport> {
        let options =
            ImportOptions { source: "test", progress: &Unwatched, batch_bytes: ImportOptions::BATCH_BYTES };
        app::people::import(&self.app, &operator(), place, intake, options).await
    }

    /// The actor behind a sign-in name.
    pub async fn staff(&self, place: Place, login: &str) -> app::Result<Actor> {
        let mut work = self.app.begin_read(&operator(), place).await?;
        let person = work.tx.persons().await?.into_iter().find(|one| one.login.as_deref() == Some(login));
        Ok(Actor::Staff { person: person.ok_or(app::Error::NotFound("person"))?.id, login: login.to_owned() })
    }

    /// Records NDJSON lines.
    pub async fn record(&self, place: Place, login: &str, lines: &str) -> app::Result<RecordReport> {
        let actor = self.staff(place, login).await?;
        let file = RecordFile::ndjson(lines).map_err(app::Error::Invalid)?;
        app::record::record(&self.app, &actor, place, file).await
    }
}
