//! A real OpenSSH server on loopback, with its own configuration and keys in a folder of its own.
//!
//! `cargo xtask test` finds or installs the program and says where; without it tests say that they are skipped.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use app::ports::transport::{SftpTerms, TransportSecret, WhenTaken};
use tempfile::TempDir;

const SSHD: &str = "PERENNIAL_SSHD";
/// Of one of its people's keys.
pub const PASSPHRASE: &str = "let me in";

pub struct Sshd {
    place: TempDir,
    program: PathBuf,
    pub port: u16,
    running: Option<Child>,
}

impl Sshd {
    /// `None` where there is no such program.
    pub fn start() -> Option<Self> {
        let Some(program) = std::env::var_os(SSHD) else {
            println!("NOT HERE: OpenSSH's server ({SSHD}); run `cargo xtask test`");
            return None;
        };
        let place = TempDir::new().expect("a folder");
        let keys = [
            ("host", "ed25519", ""),
            ("host-rsa", "rsa", ""),
            ("stranger", "ed25519", ""),
            ("other-kind", "ecdsa", ""),
            ("person", "ed25519", ""),
            ("person-rsa", "rsa", ""),
            ("person-locked", "ed25519", PASSPHRASE),
        ];
        let mut admitted = String::new();
        for (key, kind, passphrase) in keys {
            let file = place.path().join(key);
            let mut keygen = Command::new("ssh-keygen");
            if kind == "rsa" {
                // As long as partners' are, and made quickly.
                keygen.args(["-b", "2048"]);
            }
            let made = keygen.args(["-q", "-t", kind, "-N", passphrase, "-f"]).arg(&file).status();
            assert!(made.expect("ssh-keygen runs").success());
            if key.starts_with("person") {
                admitted.push_str(&fs::read_to_string(file.with_extension("pub")).expect("a file"));
            }
        }
        fs::write(place.path().join("admitted"), admitted).expect("a file");
        for folder in ["out", "in"] {
            fs::create_dir(place.path().join(folder)).expect("a folder");
        }
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let folder = place.path().display();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nHostKey {folder}/host-rsa\nAuthorizedKeysFile {folder}/admitted\n\
             PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication yes\n\
             Subsystem sftp internal-sftp\nMaxStartups 100\n"
        );
        fs::write(place.path().join("config"), config).expect("a file");
        let mut server = Self { place, program: program.into(), port, running: None };
        server.run();
        Some(server)
    }

    /// Starts it, or starts it again where it was.
    pub fn run(&mut self) {
        let log = fs::File::create(self.path("log")).expect("a file");
        let mut command = Command::new(&self.program);
        command.args(["-D", "-e", "-f"]).arg(self.path("config")).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(log);
        self.running = Some(command.spawn().expect("it starts"));
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(began.elapsed() < Duration::from_secs(10), "{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills it with all that it started: every connection ends where it is.
    pub fn kill(&mut self) {
        let Some(mut server) = self.running.take() else { return };
        let mut all = descendants(server.id());
        all.push(server.id());
        for process in all {
            // One that ended by itself meanwhile is no trouble.
            let killed =
                Command::new("kill").args(["-9", &process.to_string()]).stderr(Stdio::null()).status();
            killed.expect("kill runs");
        }
        server.wait().expect("it ended");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap_or_default()
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a file").trim().to_owned()
    }

    pub fn terms(&self) -> SftpTerms {
        let user = Command::new("id").arg("-un").output().expect("id runs").stdout;
        SftpTerms {
            host: "127.0.0.1".into(),
            port: self.port,
            user: String::from_utf8(user).expect("a name").trim().into(),
            host_key: self.text("host.pub"),
            outbox: self.path("out").display().to_string(),
            inbox: self.path("in").display().to_string(),
            when_taken: WhenTaken::Leave,
            settle_seconds: 0,
            connect_seconds: 5,
            answer_seconds: 10,
        }
    }

    pub fn secret(&self) -> TransportSecret {
        self.key("person")
    }

    pub fn key(&self, name: &str) -> TransportSecret {
        TransportSecret::Key { text: self.text(name).into_bytes(), passphrase: None }
    }

    pub fn locked_key(&self, name: &str, passphrase: &str) -> TransportSecret {
        let passphrase = Some(passphrase.as_bytes().to_vec());
        TransportSecret::Key { text: self.text(name).into_bytes(), passphrase }
    }

    pub fn public_key(&self, name: &str) -> String {
        self.text(&format!("{name}.pub"))
    }

    /// `SHA256:…`, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        let told = Command::new("ssh-keygen").args(["-l", "-f"]).arg(self.path("host.pub")).output();
        let told = String::from_utf8(told.expect("ssh-keygen runs").stdout).expect("text");
        told.split(' ').nth(1).expect("a fingerprint").to_owned()
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What a process started, and what that started: OpenSSH gives each connection processes with sessions of their own.
fn descendants(of: u32) -> Vec<u32> {
    let mut found = Vec::new();
    let mut parents = vec![of];
    while let Some(parent) = parents.pop() {
        for process in children(parent) {
            found.push(process);
            parents.push(process);
        }
    }
    found
}

fn children(of: u32) -> Vec<u32> {
    let all = fs::read_dir("/proc").expect("/proc").flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers
        .filter(|process| {
            // Its state and its parent follow the name, which ends with the last parenthesis.
            let status = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("stat"));
            let status = status.unwrap_or_default();
            let parent = status.rsplit_once(')').and_then(|(_, rest)| rest.split(' ').nth(2)?.parse().ok());
            parent == Some(of)
        })
        .collect()
}
