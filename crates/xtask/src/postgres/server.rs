//! One PostgreSQL server in a temporary folder: loopback only, a free port, a password made for this run.
//!
//! A small shell stands between us and the server and waits for our end of a pipe to close. It closes when we let
//! go of it, and also when we are killed; then the shell stops the server by its pid, at once and
//! without a last checkpoint, and removes the folder.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::account::{User, become_user};
use super::folder::{Folder, random_hex};

/// Another program may take the free port before the server does.
const TRIES: usize = 3;
const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(60);

/// $1 is the folder, the rest the server's command.
const KEEPER: &str = r#"
folder=$1; shift
exec 3<&0
"$@" </dev/null >"$folder/log" 2>&1 3<&- &
server=$!
(cat <&3 >/dev/null; kill -QUIT "$server" 2>/dev/null) &
watch=$!
exec 3<&-
wait "$server"
kill "$watch" 2>/dev/null
rm -rf "$folder"
"#;

/// Tests ask for speed; benches ask for what a practice would run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    ThrownAway,
    Kept,
}

/// A running server. Dropping it stops it.
pub struct Server {
    keeper: Child,
    folder: PathBuf,
    password: String,
    pub port: u16,
}

impl Server {
    /// Makes a cluster and starts it; returns when it takes connections.
    pub fn start(binaries: &Path, durability: Durability) -> Result<Self> {
        let user = User::for_server()?;
        let password = random_hex()?;
        for _ in 1..TRIES {
            if let Ok(server) = Self::try_start(binaries, durability, user, &password) {
                return Ok(server);
            }
        }
        Self::try_start(binaries, durability, user, &password)
    }

    /// The address, for a superuser of the throw-away cluster.
    pub fn url(&self) -> String {
        format!("postgres://postgres:{}@127.0.0.1:{}/postgres", self.password, self.port)
    }

    fn try_start(
        binaries: &Path,
        durability: Durability,
        user: Option<User>,
        password: &str,
    ) -> Result<Self> {
        let folder = Folder::new(user)?;
        let data = folder.0.join("data");
        let word = folder.0.join("password");
        fs::write(&word, password)?;
        fs::set_permissions(&word, fs::Permissions::from_mode(0o600))?;
        if let Some(user) = user {
            chown(&word, Some(user.uid), Some(user.gid))?;
        }
        let mut initdb = Command::new(binaries.join("initdb"));
        initdb.arg("-D").arg(&data).arg("--pwfile").arg(&word);
        initdb.args(["-U", "postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"]);
        let made =
            become_user(&mut initdb, user, &folder.0).output().context("initdb could not be started")?;
        ensure!(made.status.success(), "initdb failed: {}", String::from_utf8_lossy(&made.stderr).trim());

        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "sh"]).arg(&folder.0).arg(binaries.join("postgres")).arg("-D").arg(&data);
        for setting in settings(durability).iter().copied().chain([format!("port={port}").as_str()]) {
            keeper.args(["-c", setting]);
        }
        // In a group of its own, so that Ctrl-C reaches us first and the keeper through the pipe.
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let keeper =
            become_user(&mut keeper, user, &folder.0).spawn().context("`sh` could not be started")?;
        let mut server = Self { keeper, folder: folder.keep(), password: password.to_string(), port };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// PostgreSQL writes `ready` as the eighth line of its pid file.
    fn wait_until_ready(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START_LIMIT {
            let pid_file = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
            if pid_file.lines().nth(7).is_some_and(|line| line.trim() == "ready") {
                return Ok(());
            }
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            if self.keeper.try_wait()?.is_some() || log.contains("FATAL") {
                bail!("PostgreSQL did not start: {}", log.lines().last().unwrap_or("it left no word"));
            }
            sleep(Duration::from_millis(20));
        }
        bail!("PostgreSQL did not start within {} s", START_LIMIT.as_secs());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Letting go of the pipe is the word to stop.
        drop(self.keeper.stdin.take());
        let start = Instant::now();
        while matches!(self.keeper.try_wait(), Ok(None)) {
            if start.elapsed() > STOP_LIMIT {
                eprintln!("PostgreSQL on port {} did not stop in {} s", self.port, STOP_LIMIT.as_secs());
                return;
            }
            sleep(Duration::from_millis(10));
        }
    }
}

fn settings(durability: Durability) -> Vec<&'static str> {
    let mut all = vec![
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=200",
        "timezone=UTC",
        "log_timezone=UTC",
    ];
    all.extend(match durability {
        Durability::ThrownAway => {
            ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB"]
        }
        Durability::Kept => {
            ["fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=512MB"]
        }
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_starts_answers_and_leaves_nothing() {
        let Some(binaries) = super::super::find::look() else {
            println!("skipped: PostgreSQL's server is not on this machine");
            return;
        };
        let server = Server::start(&binaries, Durability::ThrownAway).expect("it starts");
        let (folder, port) = (server.folder.clone(), server.port);
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(server);
        assert!(!folder.exists(), "its folder is gone");
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err(), "its port is free");
    }
}
