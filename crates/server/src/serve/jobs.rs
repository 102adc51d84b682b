//! What goes on by itself: small, named, safe to run twice and beside another process. Each takes its lease where the
//! use case asks for one.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use anyhow::{Result, anyhow};
use app::billing::RefreshOptions;
use app::claim::SendReport;
use app::ports::outside::Unwatched;
use app::{App, Place};
use ccm::access::Actor;
use ccm::basics::*;
use ccm::people::Practice;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::journal::{Failures, Journal};
use crate::wiring;

/// Between committed and sealed: the unsealed window, while we serve.
const SEAL_EVERY: Duration = Duration::from_secs(1);
/// Between a change and the answers that rest on it.
const ANSWERS_EVERY: Duration = Duration::from_secs(5);
/// Between a change and its place in the list of the day. Cheap where nothing happened.
const DAY_EVERY: Duration = Duration::from_secs(1);
/// Between two looks for clocks whose person is gone.
const CLOCKS_EVERY: Duration = Duration::from_secs(15);
/// Between two looks for packs that somebody asked for.
const EVIDENCE_EVERY: Duration = Duration::from_secs(1);
/// Between two looks for escalations that nobody has seen in time.
const ESCALATIONS_EVERY: Duration = Duration::from_secs(15);
/// Between two rounds of sending files of claims and fetching what payers answer.
const EXCHANGE_EVERY: Duration = Duration::from_secs(60);
/// Between two looks for coverage that has to be asked about.
const ELIGIBILITY_EVERY: Duration = Duration::from_secs(15 * 60);
/// Between a payer's new terms and the days by which its claims are looked at. Cheap where nothing changed.
const DEADLINES_EVERY: Duration = Duration::from_secs(60);
/// After a failure, before it is tried again.
const AFTER_FAILURE: Duration = Duration::from_secs(30);

/// Starts them all. They end when `ending` says so, between two rounds.
pub fn start(app: &App, ending: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    macro_rules! job {
        ($name:literal, $every:expr, $round:ident $(, $kept:ident)?) => {{
            let (ours, app) = (app.clone(), app.clone());
            jobs.spawn(run($name, $every, ending.clone(), ours, async move || {
                $round(&app $(, &mut $kept)?).await
            }));
        }};
    }
    let (mut answers, mut day) = (Continued::default(), Continued::default());
    job!("audit_sealer", SEAL_EVERY, seal);
    job!("answers", ANSWERS_EVERY, keep_answers, answers);
    job!("day", DAY_EVERY, keep_day, day);
    job!("evidence", EVIDENCE_EVERY, build_evidence);
    job!("exchange", EXCHANGE_EVERY, exchange);
    job!("eligibility", ELIGIBILITY_EVERY, ask);
    job!("deadlines", DEADLINES_EVERY, retime);
    job!("escalations", ESCALATIONS_EVERY, pass_on);
    job!("clocks", CLOCKS_EVERY, sweep_clocks);
    jobs
}

async fn run(
    name: &'static str,
    every: Duration,
    mut ending: watch::Receiver<bool>,
    app: App,
    mut round: impl AsyncFnMut() -> Result<()>,
) {
    let mut journal = Journal::of(name);
    loop {
        let began_at = app.now();
        let outcome = round().await;
        let pause = match &outcome {
            Ok(()) => every,
            Err(error) => {
                tracing::warn!(job = name, %error, "will be tried again");
                AFTER_FAILURE.max(every)
            }
        };
        journal.note(&app, began_at, outcome, pause).await;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = ending.wait_for(|is_ending| *is_ending) => return,
        }
    }
}

async fn seal(app: &App) -> Result<()> {
    let holder = format!("serve-{}", std::process::id());
    let mut failures = Failures::default();
    for organization in app.organizations().await? {
        let sealed = app::audit::seal(app, organization.id, &holder).await;
        failures.note(organization.id, sealed.map_err(Into::into));
    }
    failures.into_result()
}

async fn sweep_clocks(app: &App) -> Result<()> {
    let mut failures = Failures::default();
    for organization in app.organizations().await? {
        let swept = app::time::sweep(app, organization.id).await;
        failures.note(organization.id, swept.map_err(Into::into));
    }
    failures.into_result()
}

/// Goes on with every build of packs, in every practice.
async fn build_evidence(app: &App) -> Result<()> {
    let (actor, holder) =
        (Actor::Job { name: "evidence".to_owned() }, format!("serve-{}", std::process::id()));
    let mut failures = Failures::default();
    for place in places(app, &actor).await? {
        let built = app::proof::continue_builds(app, &actor, place, &holder, &Unwatched).await;
        failures.note(place.organization, passed(built));
    }
    failures.into_result()
}

/// Carries files of claims to payers, fetches what they answer, and reads it: one practice after the other.
async fn exchange(app: &App) -> Result<()> {
    let actor = Actor::Job { name: "exchange".to_owned() };
    let mut failures = Failures::default();
    for place in places(app, &actor).await? {
        // Another practice's files do not wait for this one's.
        let sent = app::claim::send(app, &actor, place, &Unwatched).await;
        let polled = app::claim::poll(app, &actor, place, &Unwatched).await;
        if let Some(why) = sent.as_ref().ok().and_then(SendReport::failure) {
            tracing::warn!(job = "exchange", why, "a file could not be carried");
            failures.note(place.organization, Err::<(), _>(anyhow!("a file could not be carried: {why}")));
        }
        for (payer, why) in polled.iter().flat_map(|report| &report.troubles) {
            tracing::warn!(job = "exchange", payer, why, "a mailbox is in trouble");
            failures.note(place.organization, Err::<(), _>(anyhow!("a mailbox is in trouble: {why}")));
        }
        failures.note(place.organization, passed(sent).and(passed(polled)));
    }
    failures.into_result()
}

/// Asks payers about open months that are near their end; the files go with the next round of the exchange.
async fn ask(app: &App) -> Result<()> {
    let actor = Actor::Job { name: "eligibility".to_owned() };
    for place in places(app, &actor).await? {
        let asked = app::people::eligibility::ask_due(app, &actor, place).await;
        for report in asked.iter().flatten().filter(|report| !report.left_out.is_empty()) {
            let left_out = report.left_out.len();
            tracing::warn!(job = "eligibility", month = %report.month, left_out, "could not be asked about");
        }
        // Another practice's questions do not wait for this one's.
        if let Err(error) = passed(asked) {
            tracing::warn!(job = "eligibility", %error, "will be tried again");
        }
    }
    Ok(())
}

/// Reckons by payers' terms of today when claims ask for somebody.
async fn retime(app: &App) -> Result<()> {
    let actor = Actor::Job { name: "deadlines".to_owned() };
    for place in places(app, &actor).await? {
        passed(app::claim::retime(app, &actor, place).await)?;
    }
    Ok(())
}

/// Tells the next on duty of what nobody has seen in time.
async fn pass_on(app: &App) -> Result<()> {
    let actor = Actor::Job { name: "escalations".to_owned() };
    let mut failures = Failures::default();
    for place in places(app, &actor).await? {
        failures.note(place.organization, passed(app::care::pass_on(app, &actor, place).await));
    }
    failures.into_result()
}

/// Every practice of every organization.
async fn places(app: &App, actor: &Actor) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for organization in app.organizations().await? {
        let nowhere = Place { organization: organization.id, practice: None };
        let practices = app.begin_read(actor, nowhere).await?.tx.practices().await?;
        places.extend(practices.into_iter().map(|one| Place { practice: Some(one.id), ..nowhere }));
    }
    Ok(places)
}

async fn keep_day(app: &App, continued: &mut Continued) -> Result<()> {
    let actor = Actor::Job { name: "day".to_owned() };
    let mut failures = Failures::default();
    for (app, place, _) in continued.practices(app, &actor).await? {
        let kept = match app::reports::keep(&app, &actor, place).await {
            Ok(_) | Err(app::Error::Contended) => Ok(()),
            Err(error) => Err(error.into()),
        };
        failures.note(place.organization, kept);
    }
    failures.into_result()
}

/// Closed already, or somebody else is at it: nothing to do.
fn passed<T>(outcome: app::Result<T>) -> Result<()> {
    match outcome {
        Ok(_) | Err(app::Error::Conflict(_) | app::Error::Contended) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Follows the feed of each practice, and judges anew whom it names, in the months that are open there; then brings their
/// boards up to date with the answers.
async fn keep_answers(app: &App, continued: &mut Continued) -> Result<()> {
    let actor = Actor::Job { name: "answers".to_owned() };
    // One worker: people's pages come first.
    let options = RefreshOptions { workers: 1, ..RefreshOptions::default() };
    let mut failures = Failures::default();
    for (app, place, practice) in continued.practices(app, &actor).await? {
        failures.note(place.organization, answers_of(&app, &actor, place, &practice, &options).await);
    }
    failures.into_result()
}

async fn answers_of(
    app: &App,
    actor: &Actor,
    place: Place,
    practice: &Practice,
    options: &RefreshOptions,
) -> Result<()> {
    let Some(current) = month_at(practice, app.now()) else { return Ok(()) };
    let mut work = app.begin_read(actor, place).await?;
    let open = work.tx.open_months(practice.id).await?;
    drop(work);
    // A month that is over stays open until somebody closes it.
    let months: BTreeSet<ServiceMonth> =
        open.into_iter().map(|one| one.month).chain(std::iter::once(current)).collect();
    for month in months {
        passed(app::billing::refresh(app, actor, place, month, options).await)?;
    }
    passed(app::billing::board::keep_all(app, actor, place).await)
}

/// The program as each organization's imports continue it, made anew when something more was imported: how many vintages
/// it knows, and itself.
#[derive(Default)]
struct Continued(HashMap<OrganizationId, (usize, App)>);

impl Continued {
    /// Every practice, with the program that judges there.
    async fn practices(&mut self, app: &App, actor: &Actor) -> Result<Vec<(App, Place, Practice)>> {
        let mut all = Vec::new();
        for organization in app.organizations().await? {
            let nowhere = Place { organization: organization.id, practice: None };
            let mut work = app.begin_read(actor, nowhere).await?;
            let (found, vintages) = (work.tx.practices().await?, work.tx.vintages().await?.len());
            drop(work);
            let known = self.0.get(&organization.id).filter(|(known, _)| *known == vintages);
            let app = match known {
                Some((_, app)) => app.clone(),
                None => {
                    let mut app = app.clone();
                    wiring::continue_with_imports(&mut app, nowhere).await?;
                    self.0.insert(organization.id, (vintages, app.clone()));
                    app
                }
            };
            all.extend(
                found.into_iter().map(|practice| {
                    (app.clone(), Place { practice: Some(practice.id), ..nowhere }, practice)
                }),
            );
        }
        Ok(all)
    }
}

/// The practice's month at an instant.
fn month_at(practice: &Practice, now: Timestamp) -> Option<ServiceMonth> {
    let zone = practice.zone_on(TimeZone::UTC.to_datetime(now).date())?.zone();
    Some(ServiceMonth::of(zone.to_datetime(now).date()))
}
