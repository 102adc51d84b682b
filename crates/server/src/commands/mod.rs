//! One file per command. A command reads its input, calls one use case, and prints the answer.

mod administrator;
mod audit;
mod backup;
mod candidates;
mod claims;
mod demo;
mod dump;
mod eligibility;
mod evidence;
mod import;
mod keys;
mod month;
mod readiness;
mod record;
mod reference;
mod remit;
mod rules;
mod serve;
mod setup;
mod staff;
mod statements;
mod what_if;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use app::{Answer, App, Place};
use ccm::access::{Actor, CommandId};
use serde::Serialize;

use crate::config::{Command, Config, EvidenceCommand, PlaceOptions};
use crate::outside::SystemClock;
use crate::wiring;

/// Runs the command of the line.
pub async fn run(config: Config) -> Result<ExitCode> {
    let place = config.place;
    match config.command {
        Command::Demo { once, paid, folder, listen } => {
            let told = match (once, paid) {
                (_, true) => demo::Told::Paid,
                (true, false) => demo::Told::Once,
                (false, false) => demo::Told::Served(listen),
            };
            demo::run(&folder, told, &place).await?
        }
        Command::Rules(command) => return rules::run(command, &place),
        Command::Setup { file, admin_login, admin_password_file } => {
            let admin = (admin_login.as_deref(), admin_password_file.as_deref());
            setup::run(&open(&place).await?, &file, admin, place.json).await?;
        }
        Command::Staff(command) => {
            let (app, at) = open_at(&place).await?;
            staff::run(&Asked::of(&app, at, &place)?, command).await?;
        }
        Command::Keys(command) => {
            let (app, at) = open_at(&place).await?;
            keys::run(&app, at, command, place.json).await?;
        }
        Command::Backup { folder } => backup::backup(&place, &folder).await?,
        Command::Restore { folder } => return backup::restore(&place, &folder).await,
        Command::Import { paths, source, report } => {
            let (app, at) = open_at(&place).await?;
            let summary = import::run(&app, at, &paths, &source, report.as_deref()).await?;
            import::print(&summary, place.json)?;
        }
        Command::Candidates { program, on } => {
            let (app, at) = open_at(&place).await?;
            candidates::run(&app, at, program, on, place.json).await?;
        }
        Command::Record { file, login } => {
            let (app, at) = open_at(&place).await?;
            record::run(&app, at, &file, &login, place.json).await?;
        }
        Command::Reference(command) => {
            let (app, at) = open_at(&place).await?;
            reference::run(&app, at, command, place.json).await?;
        }
        Command::Month(command) => {
            let (app, at) = open_at(&place).await?;
            month::run(&Asked::of(&app, at, &place)?, command).await?;
        }
        Command::Claims(command) => {
            let (app, at) = open_at(&place).await?;
            claims::run(&Asked::of(&app, at, &place)?, command).await?;
        }
        Command::Eligibility(command) => {
            let (app, at) = open_at(&place).await?;
            eligibility::run(&Asked::of(&app, at, &place)?, command).await?;
        }
        Command::Remit(command) => {
            let (app, at) = open_at(&place).await?;
            return remit::run(&app, at, command, place.json).await;
        }
        Command::Statements(command) => {
            let (app, at) = open_at(&place).await?;
            statements::run(&app, at, command, place.json).await?;
        }
        Command::Evidence(EvidenceCommand::Verify { file, key }) => {
            return evidence::verify(&file, key.as_deref(), place.json);
        }
        Command::Evidence(EvidenceCommand::Build { claim, case, out }) => {
            let (app, at) = open_at(&place).await?;
            evidence::build(&app, at, (claim.as_deref(), case), &out).await?;
        }
        Command::Audit(command) => {
            let (app, at) = open_at(&place).await?;
            return audit::run(&app, at, command, place.json).await;
        }
        Command::Serve { listen, https, origin, proxy, demo_folder, provider } => {
            let proxies = proxy.into_iter().map(|one| one.to_canonical()).collect();
            let options = web::WebOptions { is_https: https, origin, proxies, ..web::WebOptions::default() };
            let app = match demo_folder {
                Some(folder) => demo::reopen(&folder, &place).await?,
                None => open(&place).await?,
            };
            serve::run(app, listen, options, &provider).await?;
        }
        Command::Dump { canonical: _ } => {
            let (app, at) = open_at(&place).await?;
            dump::run(&app, at).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn open(options: &PlaceOptions) -> Result<App> {
    wiring::compose(options, Arc::new(SystemClock)).await
}

async fn open_at(options: &PlaceOptions) -> Result<(App, Place)> {
    let mut app = open(options).await?;
    let place = wiring::place(&app, options).await?;
    wiring::continue_with_imports(&mut app, place).await?;
    Ok((app, place))
}

/// What is asked, where, and how the answer is wanted.
struct Asked<'a> {
    app: &'a App,
    place: Place,
    command: Option<CommandId>,
    as_json: bool,
}

impl<'a> Asked<'a> {
    fn of(app: &'a App, place: Place, options: &PlaceOptions) -> Result<Self> {
        let command = options.command_id.as_deref().map(CommandId::new).transpose();
        let command = command.map_err(app::Error::invalid)?;
        Ok(Self { app, place, command, as_json: options.json })
    }

    /// Runs a use case once under the command's id. `None`: it was answered before, and that answer has been printed.
    async fn once<T: Serialize>(
        &self,
        actor: &Actor,
        what: (&'static str, serde_json::Value),
        mut run: impl AsyncFnMut() -> app::Result<T>,
    ) -> Result<Option<T>> {
        let answer =
            self.app.once(actor, self.place, self.command.as_ref(), what, async || again(&mut run).await);
        let answer = answer.await?;
        seal(self.app, self.place).await?;
        match answer {
            Answer::First(answer) => Ok(Some(answer)),
            Answer::Repeated(answer) => crate::print::json(&answer).map(|()| None),
        }
    }
}

/// Repeats what another transaction was in the way of (SQLSTATE 40001), a little later each time. Use cases keep
/// everything or nothing, so a repetition starts from the beginning.
async fn again<T>(mut attempt: impl AsyncFnMut() -> app::Result<T>) -> app::Result<T> {
    const ATTEMPTS: u32 = 5;
    for tried in 1..ATTEMPTS {
        match attempt().await {
            Err(error) if error.is_contended() => {
                tokio::time::sleep(std::time::Duration::from_millis(20 << tried)).await;
            }
            answer => return answer,
        }
    }
    attempt().await
}

/// Seals what a command has written, so that a program that runs once leaves no long unsealed window.
async fn seal(app: &App, place: Place) -> Result<app::audit::SealReport> {
    let holder = format!("command-{}", std::process::id());
    Ok(app::audit::seal(app, place.organization, &holder).await?)
}
