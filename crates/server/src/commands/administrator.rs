//! The first administrator of a setup: asked for on a terminal, or named by `--admin-login` with a password from a file.
//! Never an argument: arguments stand in the list of processes.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use app::App;
use app::access::{first_administrator, has_administrator};
use ccm::access::Password;
use ccm::basics::OrganizationId;

use crate::wiring;

/// Bytes of a password file that are read.
const LONGEST: u64 = 4_096;

/// Makes one where it is asked for; says who.
pub async fn make(
    app: &App,
    organization: OrganizationId,
    login: Option<&str>,
    file: Option<&Path>,
) -> Result<Option<String>> {
    let (login, password) = match (login, file) {
        (Some(login), Some(file)) => (login.to_owned(), read(file)?),
        (Some(login), None) if std::io::stdin().is_terminal() => (login.to_owned(), ask_password()?),
        (Some(_), None) => bail!("--admin-password-file FILE, or - for standard input"),
        (None, _) => {
            let can_ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
            if !can_ask || has_administrator(app, organization).await? {
                return Ok(None);
            }
            let login = ask("Sign-in name of the first administrator (empty: none now): ")?;
            if login.is_empty() {
                return Ok(None);
            }
            (login, ask_password()?)
        }
    };
    let operator = wiring::operator();
    let made = async || first_administrator(app, &operator, organization, &login, &password).await;
    let made = super::again(made).await?;
    Ok(Some(made.login))
}

/// The first line of a file, or of standard input.
fn read(file: &Path) -> Result<Password> {
    use std::io::Read;
    let mut text = String::new();
    let from: Box<dyn Read> = match file.to_str() {
        Some("-") => Box::new(std::io::stdin()),
        _ => {
            let opened = std::fs::File::open(file);
            Box::new(opened.with_context(|| format!("{} cannot be read", file.display()))?)
        }
    };
    from.take(LONGEST).read_to_string(&mut text).context("the password is no text")?;
    Ok(Password::new(text.lines().next().unwrap_or_default()))
}

fn ask(question: &str) -> Result<String> {
    eprint!("{question}");
    std::io::stderr().flush()?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

fn ask_password() -> Result<Password> {
    let one = Password::new(rpassword::prompt_password("Password (at least 12 characters): ")?);
    let again = Password::new(rpassword::prompt_password("Once more: ")?);
    if one != again {
        bail!("the two differ; nothing was made");
    }
    Ok(one)
}
