//! `cargo xtask test`: everything it takes and everything there is.

mod browser;
mod doc;
pub mod python;
mod runner;
mod ssh;
mod summary;

use anyhow::{Result, bail, ensure};

use crate::cargo::on_ci;
use crate::postgres::{Durability, for_run};
use crate::steps::Steps;
use runner::Runner;

const POSTGRES: &str = "PERENNIAL_TEST_POSTGRES";
pub const X12_CHECK: &str = "PERENNIAL_X12_CHECK";
const FUZZ_SECONDS: &str = "PERENNIAL_FUZZ_SECONDS";
/// For how long files that nobody wrote are shown to our readers, all of them together; beside the other tests.
const FUZZ_SECONDS_UNTOLD: &str = "60";
const PDF_CHECK: &str = "PERENNIAL_PDF_CHECK";
const SSHD: &str = "PERENNIAL_SSHD";

/// Runs all tests, or those a name picks; true when none failed.
pub fn run(args: &[String]) -> Result<bool> {
    let name = match args {
        [] => None,
        [name] if !name.starts_with('-') => Some(name.as_str()),
        _ => bail!("`cargo xtask test` takes one name, or none"),
    };
    let mut steps = Steps::default();
    let mut missing = Vec::new();
    let mut runner = Runner::new(name);

    // The server lives until this function ends, however it ends.
    let postgres = steps.run("postgres", "a PostgreSQL server for this run", || {
        // What is missing is said again at the end; on CI it fails the run.
        for_run(POSTGRES, Durability::ThrownAway).map(Ok).or_else(|reason| excuse(reason, "PostgreSQL"))
    });
    match &postgres {
        Some(Ok(postgres)) => runner.tell(POSTGRES, postgres.url.as_ref()),
        Some(Err(said)) => missing.push(said.clone()),
        None => {}
    }
    let python = steps.run("checkers", "the pinned X12 checkers, in their own environment", || {
        python::x12().map(Ok).or_else(|reason| excuse(reason, "the X12 checkers"))
    });
    match &python {
        Some(Ok(Some(python))) => runner.tell(X12_CHECK, python.as_os_str()),
        Some(Ok(None)) => missing.push("tools/x12 asks for no checkers".to_string()),
        Some(Err(said)) => missing.push(said.clone()),
        None => {}
    }

    let pdf = steps.run("PDF checkers", "the pinned PDF checkers, in their own environment", || {
        python::documents().map(Ok).or_else(|reason| excuse(reason, "the PDF checkers"))
    });
    match &pdf {
        Some(Ok(Some(python))) => runner.tell(PDF_CHECK, python.as_os_str()),
        Some(Ok(None)) => missing.push("tools/documents asks for no checkers".to_string()),
        Some(Err(said)) => missing.push(said.clone()),
        None => {}
    }

    let sshd = steps.run("sshd", "OpenSSH's server, for the tests that send files to it", || {
        ssh::server().map(Ok).or_else(|reason| excuse(reason, "OpenSSH's server"))
    });
    match &sshd {
        Some(Ok(program)) => runner.tell(SSHD, program.as_os_str()),
        Some(Err(said)) => missing.push(said.clone()),
        None => {}
    }

    if std::env::var_os(FUZZ_SECONDS).is_none() {
        runner.tell(FUZZ_SECONDS, FUZZ_SECONDS_UNTOLD.as_ref());
    }

    let mut total = None;
    // The browser's tests alone have no Rust test of their name.
    let is_browser = name == Some("browser");
    steps.run("tests", &runner.title(), || {
        if is_browser {
            return Ok(());
        }
        let summary = runner.run()?;
        total = Some(summary);
        ensure!(
            name.is_none() || summary.ran() > 0,
            "no test has `{}` in its name",
            name.unwrap_or_default()
        );
        ensure!(summary.failed == 0, "{} failed", summary.failed);
        Ok(())
    });
    if name.is_none() && total.is_some() && doc::there_are_any()? {
        steps.run("doc tests", "cargo test --doc --workspace", || {
            let summary = runner.run_doc_tests()?;
            total.get_or_insert_default().add(&summary);
            ensure!(summary.failed == 0, "{} failed", summary.failed);
            Ok(())
        });
    }
    if name.is_none_or(|name| name == "browser") {
        let browser = steps.run("browser", "Node's packages and Chromium, for the browser's tests", || {
            browser::ready().map(Ok).or_else(|reason| excuse(reason, "the browser"))
        });
        match browser {
            Some(Ok(browser)) => {
                steps.run("pages", "node --test e2e/suite", || {
                    let url =
                        postgres.as_ref().and_then(|here| here.as_ref().ok()).map(|here| here.url.as_str());
                    let summary = browser.run(url, total.is_some())?;
                    total.get_or_insert_default().add(&summary);
                    ensure!(summary.failed == 0, "{} failed", summary.failed);
                    Ok(())
                });
            }
            Some(Err(said)) => missing.push(said),
            None => {}
        }
    }

    drop(postgres);
    steps.print_durations();
    println!();
    for said in &missing {
        println!("NOT HERE {said}");
    }
    steps.print_failures();
    match total {
        // What a name left out was not skipped.
        Some(total) if name.is_some() => println!("{}", total.without_skipped()),
        Some(total) => println!("{total}"),
        None => println!("no test was run"),
    }
    Ok(steps.all_well())
}

/// Away from CI a missing tool is a thing to say, not a failure.
fn excuse<T>(reason: anyhow::Error, what: &str) -> Result<Result<T, String>> {
    if on_ci() {
        return Err(reason);
    }
    let said = format!("{what}: the tests that need it say that they are skipped: {reason:#}");
    println!("{said}");
    Ok(Err(said))
}
