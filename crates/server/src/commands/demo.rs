//! `perennial demo`: a month of an invented practice, and eight of two clinics before it, by the same use cases that real
//! work goes through.

mod around;
mod audits;
mod clinics;
mod deeds;
mod folder;
mod paid;
mod plans;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use app::claim::{ExportReport, ReviewReport};
use app::people::ImportReport;
use app::{App, Place};
use ccm::basics::{Date, ServiceMonth, TimeZone, Timestamp};
use ccm::enrollment::Program;
use clinics::Stage;
use folder::DemoFolder;
use jiff::ToSpan;
use paid::{Correspondence, Mailbox};

use super::{claims, import, month, record, serve};
use crate::config::PlaceOptions;
use crate::outside::SetClock;
use crate::serve::provider::ProviderOptions;
use crate::{print, wiring};

/// The same people every time.
const SEED: u64 = 2026;

/// How far it is told, and what comes then.
#[derive(Clone, Copy, Debug)]
pub enum Told {
    /// To the morning on which the pages open; then it ends.
    Once,
    /// Until every claim has its final state, months later; then it ends.
    Paid,
    /// To that morning, and its pages are served at this address.
    Served(SocketAddr),
}

/// The day by which the last payer has had its last word.
const PAID_UP_ON: Date = jiff::civil::date(2027, 3, 1);

/// Tells the month, and serves the pages of the next one where there is an address for them.
pub async fn run(folder: &Path, told: Told, options: &PlaceOptions) -> Result<()> {
    let home = DemoFolder::fresh(folder)?;
    let demo = synthetic::demo(SEED);
    let records = folder.join("records");
    let files = folder.join("ehr");
    std::fs::create_dir_all(&records)?;
    std::fs::create_dir_all(&files)?;
    let clinics = synthetic::clinics(SEED);
    let setup: String = std::iter::once(&demo.setup_toml)
        .chain(clinics.iter().map(|clinic| &clinic.setup_toml))
        .map(String::as_str)
        .collect();
    let mailbox = Mailbox::in_folder(folder)?;
    std::fs::write(folder.join("setup.toml"), mailbox.within(&setup)?)?;
    for (name, text) in &demo.bundles {
        std::fs::write(files.join(name), text)?;
    }
    for file in demo.records.iter().chain(&demo.late_records).chain(&demo.running_records) {
        std::fs::write(records.join(&file.name), &file.ndjson)?;
    }

    let (practice, zone) = practice_of(&demo.setup_toml)?;
    let options = PlaceOptions { practice: Some(practice.clone()), ..home.options(options) };
    let local = |at: jiff::civil::DateTime| -> Result<Timestamp> { Ok(zone.to_timestamp(at)?) };
    let first = clinics.iter().flat_map(|clinic| &clinic.months).map(|month| month.enrolled_on).min();
    let clock = Arc::new(SetClock::at(local(first.unwrap_or(demo.today).at(9, 0, 0, 0))?));
    let app = wiring::compose(&options, clock.clone()).await?;
    let of: ServiceMonth = demo.month.parse()?;

    println!("1  Set up");
    super::setup::run(&app, &folder.join("setup.toml"), (None, None), false).await?;
    let place = wiring::place(&app, &options).await?;

    println!("\n2  The clinics' months of 2024, 2025 and 2026");
    let stage =
        Stage { app: &app, clock: &clock, zone: &zone, options: &options, folder: &folder.join("clinics") };
    stage.clinics(&clinics).await?;
    if let Some(file) = demo.records.first() {
        stage.set(file.typed_at)?;
    }

    println!("\n3  Import {} FHIR bundles", demo.bundles.len());
    let report: ImportReport = import::run(&app, place, &[files], "ehr", None).await?;
    import::print(&report, false)?;

    println!("\n4  Who qualifies for chronic care management");
    let on = of.first_day();
    let found = app::enrollment::candidates(&app, &wiring::operator(), place, Program::Ccm, on).await?;
    println!(
        "on {on}: {} qualify, {} may with what is still open, {} do not",
        found.met, found.open, found.not_met
    );

    println!("\n5  Record enrollment, consent, plans and the work of the month");
    let mut lines = 0;
    for file in &demo.records {
        clock.set(local(file.typed_at)?);
        lines += record::keep(&app, place, &file.ndjson, false, &file.as_login).await?.recorded;
    }
    println!("{lines} lines in {} files, by {} people", demo.records.len(), logins(&demo.records));

    println!("\n6  Close the month");
    clock.set(local(demo.today.at(9, 0, 0, 0))?);
    let closed = app::billing::close(&app, &wiring::operator(), place, of).await?;
    month::print_close(&closed);

    println!("\n7  The practitioners review their claims");
    clock.set(local(demo.today.at(12, 0, 0, 0))?);
    for login in practitioners(&app, place).await? {
        let actor = wiring::staff(&app, place, &login).await?;
        let report: ReviewReport = app::claim::review(&app, &actor, place, of, None).await?;
        println!("as {login}:");
        claims::print_review(&report);
    }

    println!("\n8  Export");
    let out = folder.join("claims");
    let report: ExportReport = app::claim::export(&app, &wiring::operator(), place, of).await?;
    claims::write_files(&report, &out)?;
    claims::print_export(&report, &out);

    println!("\n9  Send, to a payer of our own making");
    let at_home = Stage { app: &app, clock: &clock, zone: &zone, options: &options, folder };
    let sent_at = demo.today.at(12, 30, 0, 0);
    let mut answers = Correspondence::begin(&at_home, place, &mailbox, (of, SEED, sent_at)).await?;
    answers.until(demo.today.at(14, 0, 0, 0)).await?;

    println!("\n10  What came in late");
    clock.set(local(demo.today.at(15, 0, 0, 0))?);
    for file in &demo.late_records {
        record::keep(&app, place, &file.ndjson, false, &file.as_login).await?;
    }
    let late = app::billing::late(&app, &wiring::operator(), place, of).await?;
    println!("{} late entries: they change nothing that is closed", late.entries.len());

    println!("\n11  The next month, as far as it has come, and what the payer answers in it");
    let october = home.path("october");
    std::fs::create_dir_all(&october)?;
    std::fs::write(october.join("readings.json"), &demo.readings)?;
    let stage = Stage { app: &app, clock: &clock, zone: &zone, options: &options, folder: &october };
    stage.running_month(place, &demo, &mut answers).await?;
    clock.set(local(demo.opened_at)?);
    answers.print().await?;
    if matches!(told, Told::Paid) {
        println!("\n12  What the payers say until {PAID_UP_ON}");
        answers.until(PAID_UP_ON.at(9, 0, 0, 0)).await?;
        answers
            .by_hand(PAID_UP_ON.at(10, 0, 0, 0), PAID_UP_ON.saturating_add(90.days()).at(9, 0, 0, 0))
            .await?;
        answers.print().await?;
    }

    let sealed = super::seal(&app, place).await?;
    let proof = app::audit::verify(&app, &wiring::operator(), place).await?;
    println!(
        "\n{} audit events sealed; the chain {}",
        sealed.events,
        if proof.broken.is_empty() { "holds" } else { "is broken" }
    );
    next(&options, &out, of, &app, place).await?;
    let Told::Served(listen) = told else { return Ok(()) };
    drop(app);
    let app = reopen(folder, &options).await?;
    serve::run(app, listen, web::WebOptions::default(), &ProviderOptions::default()).await
}

/// The demo of a folder as its pages show it: on its own morning, or where it was left, with a clock that runs.
pub async fn reopen(folder: &Path, options: &PlaceOptions) -> Result<App> {
    let home = DemoFolder::existing(folder)?;
    let demo = synthetic::demo(SEED);
    let (_, zone) = practice_of(&demo.setup_toml)?;
    let clock = Arc::new(SetClock::at(zone.to_timestamp(demo.opened_at)?));
    let app = home.open(options, clock.clone()).await?;
    clock.run_from(app.now().max(home.left_at(&app).await?));
    print::note(&format!(
        "In the demo it is the morning of {}. Be whom you like: one click, no password.",
        demo.opened_at.date()
    ));
    Ok(app)
}

/// The demo practice's key and zone, from its setup file.
fn practice_of(setup: &str) -> Result<(String, TimeZone)> {
    let file: toml::Table = toml::from_str(setup)?;
    let practice = &file["practices"][0];
    let key = practice["key"].as_str().context("a practice has a key")?;
    let zone = practice["time_zone"][0]["name"].as_str().context("a practice has a time zone")?;
    Ok((key.to_owned(), TimeZone::get(zone)?))
}

fn logins(files: &[synthetic::RecordFile]) -> usize {
    let mut logins: Vec<&str> = files.iter().map(|file| file.as_login.as_ref()).collect();
    logins.sort_unstable();
    logins.dedup();
    logins.len()
}

/// Sign-in names of those who may bill.
async fn practitioners(app: &App, place: Place) -> Result<Vec<String>> {
    let mut work = app.begin_read(&wiring::operator(), place).await?;
    let practice = work.practice_id()?;
    let roles = work.tx.roles(practice).await?;
    let persons = work.tx.persons().await?;
    let may = |id| {
        roles.iter().any(|role| {
            role.person == id && app.rules.role_class(&role.word).is_some_and(|class| class.is_practitioner())
        })
    };
    let mut logins: Vec<String> =
        persons.into_iter().filter(|person| may(person.id)).filter_map(|person| person.login).collect();
    logins.sort();
    Ok(logins)
}

/// The commands to try next, on this very month.
async fn next(
    options: &PlaceOptions,
    out: &Path,
    month: ServiceMonth,
    app: &App,
    place: Place,
) -> Result<()> {
    let mut work = app.begin_read(&wiring::operator(), place).await?;
    let practice = work.practice_id()?;
    let first = work.tx.claims(practice, month).await?.into_iter().next();
    let key = options.practice.as_deref().unwrap_or_default();
    let program = format!("cargo run --release -- --database {} --practice {key}", options.database);
    println!("\nGo on from here:");
    if let Some(claim) = first {
        println!("  {program} month explain {} {month}", claim.patient);
        println!("  {program} claims evidence {} --out {}", claim.number, out.display());
    }
    println!("  {program} candidates --on {}", month.first_day());
    println!("  {program} month late {month}");
    println!("  {program} audit verify");
    println!("  cargo run --release -- rules show 99490");
    print::note("everything here is invented: people, practice, payers");
    Ok(())
}
