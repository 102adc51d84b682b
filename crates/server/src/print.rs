//! How commands speak: words for people, JSON where asked, and every failure with what to do about it.

use std::process::ExitCode;

use app::Error;
use ccm::basics::Problem;
use serde::Serialize;

/// Data on standard output.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(value)?);
    Ok(())
}

/// A view struct under its schema: what `--json` of every command prints.
#[derive(Serialize)]
pub struct View<'a, T> {
    pub schema: &'static str,
    #[serde(flatten)]
    pub body: &'a T,
}

/// Problems shown in full; a file with more is wrong as a whole.
const PROBLEMS_SHOWN: usize = 50;

/// All problems, one a line.
pub fn problems(problems: &[Problem]) {
    for problem in problems.iter().take(PROBLEMS_SHOWN) {
        eprintln!("  {problem}");
    }
    if problems.len() > PROBLEMS_SHOWN {
        eprintln!("  … and {} more", problems.len() - PROBLEMS_SHOWN);
    }
}

/// Says what went wrong: 2 for input, 3 for what passes by itself, 1 for the rest.
pub fn failure(failure: &anyhow::Error) -> ExitCode {
    match failure.downcast_ref::<Error>() {
        Some(Error::Invalid(all)) => {
            eprintln!("perennial: {} problem(s), nothing was kept:", all.len());
            problems(all);
            ExitCode::from(2)
        }
        Some(error @ (Error::Unavailable(_) | Error::Conflict(_) | Error::Contended)) => {
            eprintln!("perennial: {error}");
            ExitCode::from(3)
        }
        _ => {
            eprintln!("perennial: {failure:#}");
            ExitCode::FAILURE
        }
    }
}

/// Seconds as `19 min 59 s`.
pub fn minutes(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes, 0) => format!("{minutes} min"),
        (minutes, rest) => format!("{minutes} min {rest} s"),
    }
}

/// A word at the end.
pub fn note(text: &str) {
    println!("\n({text})");
}
