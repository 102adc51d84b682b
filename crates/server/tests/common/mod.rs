//! Running the program as its users do: as a process, over a database of its own.
#![allow(dead_code)]

pub mod demo;
pub mod exchanged;
pub mod month;
pub mod statements;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use testkit::postgres::OwnDatabase;

/// A folder with a database in it, on one engine.
pub struct Ground {
    pub folder: tempfile::TempDir,
    pub database: String,
    pub own: Option<OwnDatabase>,
}

/// The name of an engine, and how to get fresh ground on it.
pub type Engine = (&'static str, fn() -> Ground);

/// Both engines; PostgreSQL with a plain notice where it is not to be had.
pub fn engines() -> Vec<Engine> {
    let mut engines: Vec<Engine> = vec![("sqlite", sqlite)];
    match testkit::postgres::PgServer::shared() {
        Some(_) => engines.push(("postgres", postgres)),
        None => println!("NOT HERE: PostgreSQL; this test ran on SQLite alone"),
    }
    engines
}

pub fn sqlite() -> Ground {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("perennial.db").to_string_lossy().into_owned();
    Ground { folder, database, own: None }
}

fn postgres() -> Ground {
    let server = testkit::postgres::PgServer::shared().expect("asked before");
    let own = testkit::engines::with_schema(server);
    let folder = tempfile::tempdir().expect("a temporary folder");
    Ground { folder, database: own.url.clone(), own: Some(own) }
}

impl Ground {
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program, ready for its arguments.
    pub fn perennial(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_perennial"));
        command
            .env("PERENNIAL_DATABASE", &self.database)
            .env("PERENNIAL_KEYS", self.path("keys"))
            .env("PERENNIAL_LOG", "warn")
            .current_dir(self.folder.path());
        command
    }

    /// Runs it, and wants it to succeed.
    pub fn run(&self, arguments: &[&str]) -> String {
        let output = self.try_run(arguments);
        assert!(output.status.success(), "{arguments:?}\n{}\n{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout)
    }

    pub fn try_run(&self, arguments: &[&str]) -> Output {
        self.perennial().args(arguments).output().expect("the program runs")
    }
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes the demo's bundles of so many patients, and its setup file.
pub fn write_demo(folder: &Path, patients: u32) -> synthetic::Demo {
    let demo = synthetic::demo_sized(7, patients);
    std::fs::create_dir_all(folder.join("ehr")).expect("a folder");
    std::fs::write(folder.join("setup.toml"), &demo.setup_toml).expect("a file");
    for (name, bundle) in &demo.bundles {
        std::fs::write(folder.join("ehr").join(name), bundle).expect("a file");
    }
    demo
}

/// The same resources as a bulk export: one file for each type, one resource a line.
pub fn write_bulk(folder: &Path, bundles: &[(String, String)]) {
    let mut files = std::collections::BTreeMap::<String, String>::new();
    for (_, bundle) in bundles {
        let bundle: serde_json::Value = serde_json::from_str(bundle).expect("our own JSON");
        for entry in bundle["entry"].as_array().into_iter().flatten() {
            let resource = bulk_references(&entry["resource"]);
            let kind = resource["resourceType"].as_str().expect("a type").to_owned();
            let file = files.entry(kind).or_default();
            file.push_str(&resource.to_string());
            file.push('\n');
        }
    }
    std::fs::create_dir_all(folder).expect("a folder");
    for (kind, lines) in files {
        std::fs::write(folder.join(format!("{kind}.000.ndjson")), lines).expect("a file");
    }
}

/// In a bundle resources point at each other by `urn:uuid:…`; in a bulk file by `Patient/…`.
fn bulk_references(resource: &serde_json::Value) -> serde_json::Value {
    let mut resource = resource.clone();
    for key in ["subject", "patient", "beneficiary"] {
        if let Some(reference) = resource.get_mut(key).and_then(|value| value.get_mut("reference"))
            && let Some(id) = reference.as_str().and_then(|text| text.strip_prefix("urn:uuid:"))
        {
            *reference = serde_json::Value::String(format!("Patient/{id}"));
        }
    }
    resource
}
