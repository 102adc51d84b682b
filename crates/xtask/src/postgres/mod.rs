//! A throw-away PostgreSQL: found or installed, started once for a whole run, gone at its end.

mod account;
mod find;
mod folder;
mod server;

use anyhow::Result;

pub use server::{Durability, Server};

/// Starts a server of our own, unless `variable` already names one; either way the address is returned.
pub fn for_run(variable: &str, durability: Durability) -> Result<Postgres> {
    if let Some(url) = std::env::var(variable).ok().filter(|url| !url.is_empty()) {
        println!("{variable} is set; that server is used, and left running");
        return Ok(Postgres { url, _server: None });
    }
    let binaries = find::binaries()?;
    let server = Server::start(&binaries, durability)?;
    println!("{} on port {}, started for this run", binaries.display(), server.port);
    Ok(Postgres { url: server.url(), _server: Some(server) })
}

/// A server to test against; when it is ours, dropping this stops it and takes its files away.
pub struct Postgres {
    pub url: String,
    _server: Option<Server>,
}
