//! A throw-away PostgreSQL server for tests.
//!
//! `PERENNIAL_TEST_POSTGRES` names one that runs already (a `postgres://` URL of somebody who may create
//! databases and roles). Otherwise the first test that asks starts a server of this process's own, from
//! the system's binaries, in a temporary directory, reachable by a socket in it and nowhere else. It
//! stops when the process ends, however it ends.

use std::{
    env, fs, io,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// Names the server to use instead of starting one.
pub const URL_VARIABLE: &str = "PERENNIAL_TEST_POSTGRES";

/// Trades safety for speed: nothing here outlives the tests.
const SETTINGS: [&str; 6] = [
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=",
    "logging_collector=off",
];

/// A database of one test's own, and gone with it: a thousand of them would fill the disk.
pub struct OwnDatabase {
    pub url: String,
    name: String,
    server: &'static PgServer,
}

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        // A server of this process's own goes with all that is in it.
        if self.server._watchdog.is_none() {
            // It may be left behind, and nobody minds.
            let _ = self.server.try_psql(&format!("drop database if exists {} with (force)", self.name));
        }
    }
}

/// A running server.
pub struct PgServer {
    url: String,
    psql: PathBuf,
    /// Stops the server when our end of its pipe closes, which the system does for us if we crash.
    _watchdog: Option<Child>,
}

impl PgServer {
    /// The server of this process; `None`, and a notice, when the machine has no PostgreSQL.
    ///
    /// # Panics
    /// When there is one that does not start: tests that silently shrink are worse than red ones.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<PgServer>> = OnceLock::new();
        SHARED
            .get_or_init(|| {
                let server = Self::start().expect("a throw-away PostgreSQL server should start");
                if server.is_none() {
                    eprintln!("notice: no PostgreSQL server binaries found; its tests are skipped");
                }
                server
            })
            .as_ref()
    }

    /// Uses the server that the environment names, or starts one; `None` when there are no binaries.
    ///
    /// # Errors
    /// When a step of starting it fails, with what the step printed.
    pub fn start() -> io::Result<Option<Self>> {
        let found = binaries();
        if let Ok(url) = env::var(URL_VARIABLE) {
            let psql = found.map_or_else(|| "psql".into(), |bin| bin.join("psql"));
            return Ok(Some(Self { url, psql, _watchdog: None }));
        }
        let Some(bin) = found else { return Ok(None) };
        let account = Account::to_run_as()?;
        let home = env::temp_dir().join(unique("perennial-pg"));
        fs::create_dir(&home)?;
        fs::set_permissions(&home, fs::Permissions::from_mode(0o700))?;
        account.give(&home)?;
        // Before the server: it also clears up after a start that fails.
        let watchdog = watch(&account, &bin.join("pg_ctl"), &home)?;
        let data = home.join("data");
        account.run(
            Command::new(bin.join("initdb"))
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"])
                .args(["--no-sync", "--no-instructions", "--pgdata"])
                .arg(&data),
            &home,
        )?;
        let mut options = format!("-k '{}'", home.display());
        for setting in SETTINGS {
            options.push_str(&format!(" -c {setting}"));
        }
        account.run(
            Command::new(bin.join("pg_ctl"))
                .args(["start", "--wait", "--silent", "--pgdata"])
                .arg(&data)
                .arg("--log")
                .arg(home.join("log"))
                .args(["--options", &options]),
            &home,
        )?;
        let host = percent_encoded(&home.to_string_lossy());
        Ok(Some(Self {
            url: format!("postgres://postgres@{host}/postgres"),
            psql: bin.join("psql"),
            _watchdog: Some(watchdog),
        }))
    }

    /// The URL of its maintenance database, as the owner of everything.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes an empty database.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn fresh_database(&'static self) -> OwnDatabase {
        self.made("")
    }

    fn made(&'static self, how: &str) -> OwnDatabase {
        let name = unique("perennial_test").replace('-', "_");
        self.psql(&format!("create database {name}{how}"));
        OwnDatabase { url: with_database(&self.url, &name), name, server: self }
    }

    /// The database of this name, made once: every later call, of this process or of another, finds it as `fill` left it.
    /// To be copied, and connected to by nobody.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn once(&self, name: &str, fill: impl FnOnce(&str)) -> String {
        // Whoever comes while it is made waits; whoever made it in vain leaves nothing under the name.
        let lock = fs::File::create(env::temp_dir().join(format!("{name}.lock"))).expect("a lock file");
        lock.lock().expect("a lock");
        let url = with_database(&self.url, name);
        if self.psql(&format!("select 1 from pg_database where datname = '{name}'")).trim() != "1" {
            let making = unique("perennial_making").replace('-', "_");
            self.psql(&format!("create database {making}"));
            fill(&with_database(&self.url, &making));
            self.psql(&format!("alter database {making} rename to {name}"));
        }
        url
    }

    /// Makes a database that begins as a copy of another one, to which nobody is connected.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn fresh_copy(&'static self, of: &str) -> OwnDatabase {
        let address = of.split('?').next().unwrap_or(of);
        let original = address.rsplit('/').next().unwrap_or_default();
        self.made(&format!(" template {original}"))
    }

    /// Runs one statement in the maintenance database, as its owner; tells what it answers, bare.
    ///
    /// # Panics
    /// When the server refuses.
    fn psql(&self, sql: &str) -> String {
        self.try_psql(sql).expect("psql should succeed")
    }

    fn try_psql(&self, sql: &str) -> io::Result<String> {
        let mut command = Command::new(&self.psql);
        command.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", sql, &self.url]);
        let output = succeed(&mut command)?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// The directory of the newest server binaries there are.
fn binaries() -> Option<PathBuf> {
    let version = |dir: &PathBuf| -> u32 {
        let name = dir.parent().and_then(Path::file_name).unwrap_or_default();
        name.to_string_lossy().parse().unwrap_or(0)
    };
    let mut packaged: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    packaged.sort_by_key(version);
    let path = env::var_os("PATH").unwrap_or_default();
    packaged
        .into_iter()
        .rev()
        .chain(env::split_paths(&path))
        .find(|dir| ["initdb", "pg_ctl", "postgres"].iter().all(|it| dir.join(it).exists()))
}

/// Whom the server runs as: PostgreSQL refuses to be root.
struct Account(Option<(u32, u32)>);

impl Account {
    fn to_run_as() -> io::Result<Self> {
        if id("-u", None)? != 0 {
            return Ok(Self(None));
        }
        let other = ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| Some((id("-u", Some(name)).ok()?, id("-g", Some(name)).ok()?)));
        other.map(|ids| Self(Some(ids))).ok_or_else(|| io::Error::other("no account but root"))
    }

    fn give(&self, path: &Path) -> io::Result<()> {
        match self.0 {
            Some((user, group)) => chown(path, Some(user), Some(group)),
            None => Ok(()),
        }
    }

    /// Our own directory may be closed to the account, and so may our terminal.
    fn dress<'a>(&self, command: &'a mut Command, home: &Path) -> &'a mut Command {
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command.current_dir(home).env("LC_ALL", "C")
    }

    fn run(&self, command: &mut Command, home: &Path) -> io::Result<()> {
        // A pipe would stay open in the server that `pg_ctl` leaves behind: output goes to a file.
        let told = home.join("told");
        let file = fs::File::create(&told)?;
        self.give(&told)?;
        let status =
            self.dress(command, home).stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).status()?;
        if status.success() {
            return Ok(());
        }
        let read = |name| fs::read_to_string(home.join(name)).unwrap_or_default();
        Err(io::Error::other(format!("{command:?}: {status}\n{}{}", read("told"), read("log"))))
    }
}

fn id(what: &str, name: Option<&str>) -> io::Result<u32> {
    let output = succeed(Command::new("id").arg(what).args(name))?;
    let number = String::from_utf8_lossy(&output.stdout).trim().parse();
    number.map_err(io::Error::other)
}

fn succeed(command: &mut Command) -> io::Result<Output> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(output);
    }
    Err(io::Error::other(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr))))
}

/// Starts a shell that reads a pipe nobody writes to. It reads the end when this process is gone, then
/// stops the server and removes its directory. It stands in a group of its own, out of reach of Ctrl-C.
fn watch(account: &Account, pg_ctl: &Path, home: &Path) -> io::Result<Child> {
    let script = "read -r _; \"$1\" stop --silent --mode=immediate --pgdata \"$2/data\"; \
                  cd \"$2/..\" && rm -rf \"$2\"";
    account
        .dress(Command::new("sh").args(["-c", script, "watchdog"]).arg(pg_ctl).arg(home), home)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
}

/// A name that no other process and no other call has.
fn unique(prefix: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.subsec_nanos());
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{prefix}-{}-{count}-{nanos}", std::process::id())
}

/// The URL with another database in it.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = match url.split_once('?') {
        Some((address, query)) => (address, format!("?{query}")),
        None => (url, String::new()),
    };
    let authority = address.find("://").map_or(0, |at| at + 3);
    let end = address[authority..].find('/').map_or(address.len(), |at| authority + at);
    format!("{}/{name}{query}", &address[..end])
}

fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn a_url_takes_another_database() {
        let table = [
            ("postgres://u@h:1/a", "postgres://u@h:1/b"),
            ("postgres://u@h", "postgres://u@h/b"),
            ("postgres://u@%2Fs/a?sslmode=disable", "postgres://u@%2Fs/b?sslmode=disable"),
            ("postgres:///a?host=/run/x", "postgres:///b?host=/run/x"),
        ];
        for (given, wanted) in table {
            assert_eq!(with_database(given, "b"), wanted);
        }
    }
}
