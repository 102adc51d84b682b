//! What the command line says.

mod claims;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use app::ports::ReferenceKind;
use ccm::basics::{AuditCaseId, Date, ServiceMonth, Timestamp};
use ccm::enrollment::Program;
use clap::{Args, Parser, Subcommand};

pub use claims::{ClaimsCommand, EligibilityCommand, RemitCommand, StatementsCommand};

use crate::serve::provider::ProviderOptions;

/// Chronic care management from records to claims: every billed minute carries its evidence, and every
/// unbilled minute says why.
#[derive(Parser)]
#[command(name = "perennial", version, about, max_term_width = 110)]
pub struct Config {
    #[command(flatten)]
    pub place: PlaceOptions,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args, Clone)]
pub struct PlaceOptions {
    /// A SQLite file, or postgres://…
    #[arg(long, global = true, env = "PERENNIAL_DATABASE", default_value = "perennial.db")]
    pub database: String,
    /// The folder with the keys that open what is sealed; by default beside the database
    #[arg(long, global = true, env = "PERENNIAL_KEYS")]
    pub keys: Option<PathBuf>,
    /// Key of the organization; needed where the database holds several
    #[arg(long, global = true)]
    pub organization: Option<String>,
    /// Key of the practice; needed where the organization has several
    #[arg(long, global = true)]
    pub practice: Option<String>,
    /// A name of your making for this request: repeating it returns the first answer, as data
    #[arg(long, global = true)]
    pub command_id: Option<String>,
    /// Print data instead of words
    #[arg(long, global = true)]
    pub json: bool,
    /// A folder with rules in place of the built-in ones
    #[arg(long, global = true)]
    pub rules: Option<PathBuf>,
    /// Mark claim files as production (ISA15 = P)
    #[arg(long, global = true, env = "PERENNIAL_PRODUCTION")]
    pub production: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// A month of an invented practice, from records to claims; then its pages on a morning of the next month
    Demo {
        /// End when the month is told, and serve nothing
        #[arg(long)]
        once: bool,
        /// Tell on until every claim has its final state, and serve nothing
        #[arg(long)]
        paid: bool,
        /// The folder to play in; emptied if it is a demo's
        #[arg(long, default_value = "demo")]
        folder: PathBuf,
        /// Address and port of the pages
        #[arg(long, env = "PERENNIAL_LISTEN", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
    /// Make or update an organization from a file
    Setup {
        file: PathBuf,
        /// Sign-in name of the first administrator; on a terminal one is asked for
        #[arg(long)]
        admin_login: Option<String>,
        /// Where the first line is that administrator's password; - for standard input
        #[arg(long, requires = "admin_login")]
        admin_password_file: Option<PathBuf>,
    },
    /// Who may sign in: invite, disable, forget-factors
    #[command(subcommand)]
    Staff(StaffCommand),
    /// The keys of what is sealed
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Copy the database while work goes on, and count what is in it
    Backup { folder: PathBuf },
    /// Put a backup back where no database is, or check one that the server's tools put back
    Restore { folder: PathBuf },
    /// Bring records in: FHIR bundles and bulk files, folders, .gz
    Import {
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Name of the system they come from
        #[arg(long, default_value = "ehr")]
        source: String,
        /// Write the report here as well
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Who qualifies for a program, and why
    Candidates {
        /// CCM, PCM, TCM, RPM, RTM, BHI, COCM, CHI, PIN, APCM
        #[arg(long, default_value = "CCM", value_parser = program)]
        program: Program,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Record what was done, one use case a line
    Record {
        file: PathBuf,
        /// The sign-in name of whoever did it
        #[arg(long = "as")]
        login: String,
    },
    /// The billing rules: cases, services, switches
    #[command(subcommand)]
    Rules(RulesCommand),
    /// Official yearly files: prices, localities, NCCI edits, diagnosis codes
    #[command(subcommand)]
    Reference(ReferenceCommand),
    /// The month: refresh, close, explain, late, reopen, recheck
    #[command(subcommand)]
    Month(MonthCommand),
    /// Claims: review, export, evidence
    #[command(subcommand)]
    Claims(ClaimsCommand),
    /// Whom payers cover: ask, list
    #[command(subcommand)]
    Eligibility(EligibilityCommand),
    /// What was paid: post FILE…, books
    #[command(subcommand)]
    Remit(RemitCommand),
    /// What patients owe: list, make, refunds
    #[command(subcommand)]
    Statements(StatementsCommand),
    /// Evidence packs for somebody from outside: build, verify
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    /// The audit log: seal, verify
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Serve the pages
    Serve {
        /// Address and port
        #[arg(long, env = "PERENNIAL_LISTEN", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// People reach it by https, through a proxy that ends TLS: browsers are told to insist on it
        #[arg(long, env = "PERENNIAL_HTTPS")]
        https: bool,
        /// Where browsers find us, such as https://ccm.example.org: passkeys are bound to its name for ever. By default
        /// http://localhost:PORT where we listen on this machine alone
        #[arg(long, env = "PERENNIAL_ORIGIN")]
        origin: Option<String>,
        /// The proxy's own address: its word (X-Forwarded-For) is taken for whom it speaks. Once for each
        #[arg(long, env = "PERENNIAL_PROXY", value_delimiter = ',')]
        proxy: Vec<IpAddr>,
        /// Serve the practice that `perennial demo` left in this folder, at its own day and hour
        #[arg(long)]
        demo_folder: Option<PathBuf>,
        #[command(flatten)]
        provider: ProviderOptions,
    },
    /// The clinical record as text, to compare two databases
    Dump {
        /// Without ids, recorded times and audit
        #[arg(long, required = true)]
        canonical: bool,
    },
}

#[derive(Subcommand)]
pub enum RulesCommand {
    /// Judge worked cases and print each difference
    Cases {
        files: Vec<PathBuf>,
        /// Judge all of them, also those that need rules which are still to come
        #[arg(long)]
        all: bool,
    },
    /// Every code that the rules speak of, with its dates
    List {
        #[arg(long)]
        on: Option<Date>,
    },
    /// One service: versions, sources, requirements, fees, conflicts
    Show {
        code: String,
        #[arg(long)]
        on: Option<Date>,
    },
    /// Every switch: its default, what it turns and what it risks
    Switches,
}

#[derive(Subcommand)]
pub enum ReferenceCommand {
    /// Load files of CMS or AHRQ: all of them, or none where one is wrong
    Import {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// What they are, where the header does not tell: fees, conversion_factors, localities, mue, ptp, add_on,
        /// icd10cm, ccir
        #[arg(long)]
        kind: Option<ReferenceKind>,
        /// From which day on they are in force, where neither title nor name tells
        #[arg(long)]
        from: Option<Date>,
    },
    /// Which vintages were loaded
    List,
    /// What the tables say on a day
    Show {
        kind: ReferenceKind,
        /// A code; two codes 99487/99490 for ptp; a contractor and locality 02102/01 for localities
        about: Option<String>,
        #[arg(long)]
        on: Option<Date>,
    },
}

#[derive(Subcommand)]
pub enum MonthCommand {
    /// Bring the answers of an open month up to date; several may do so at once
    Refresh {
        month: ServiceMonth,
        #[command(flatten)]
        workers: WorkerOptions,
    },
    /// Freeze a month's answers for ever, and draft its claims
    Close {
        month: ServiceMonth,
        #[command(flatten)]
        workers: WorkerOptions,
    },
    /// Say for the practice that a closed month's claims may go out
    Approve {
        month: ServiceMonth,
        /// A practitioner's or manager's login
        #[arg(long = "as")]
        login: String,
    },
    /// Open a closed month again; its next closing is another revision beside the one before
    Reopen {
        month: ServiceMonth,
        /// Why; kept sealed
        #[arg(long)]
        reason: String,
    },
    /// What the rules of today (or of --rules) would have said of closed months; changes nothing
    Recheck {
        /// The first month
        #[arg(long)]
        since: ServiceMonth,
    },
    /// Why a patient's month came out as it did
    Explain {
        patient: String,
        month: ServiceMonth,
        /// By this closing, where there are several
        #[arg(long)]
        revision: Option<i64>,
    },
    /// What was recorded for a month after it was closed
    Late { month: ServiceMonth },
    /// How far each patient's month is: ready, missing, blocked, out of reach, and the one next step
    Readiness {
        #[arg(long)]
        month: ServiceMonth,
        /// As it stood on this day; by default now
        #[arg(long)]
        as_of: Option<Date>,
        /// One patient, by id or identifier
        #[arg(long)]
        patient: Option<String>,
    },
    /// What else a patient's month would allow, and what each refused code fails
    WhatIf {
        #[arg(long)]
        month: ServiceMonth,
        #[arg(long)]
        patient: String,
    },
}

#[derive(Args)]
pub struct WorkerOptions {
    /// Batches of patients judged side by side; by default as many as there are cores, up to four
    #[arg(long)]
    pub workers: Option<usize>,
    /// Seconds that a worker may be silent before others take up its batch
    #[arg(long, default_value_t = 30)]
    pub lease: u32,
    /// Patients judged in one transaction
    #[arg(long, default_value_t = 1_000)]
    pub batch: u32,
}

#[derive(Subcommand)]
pub enum StaffCommand {
    /// Make an invitation to set a password, good for one use; an earlier one ends
    Invite { login: String },
    /// End all sessions and take the password away
    Disable { login: String },
    /// Take one-time codes, recovery codes and passkeys of somebody away who has lost them
    ForgetFactors { login: String },
}

#[derive(Subcommand)]
pub enum KeysCommand {
    /// Make a newer data key for the organization; every earlier one still opens
    Rotate {
        /// Put a new master key around all data keys instead
        #[arg(long)]
        master: bool,
    },
}

#[derive(Subcommand)]
pub enum EvidenceCommand {
    /// Write the signed archive of a claim, or of all claims of an audit case
    Build {
        /// A claim's number or id
        #[arg(long, conflicts_with = "case", required_unless_present = "case")]
        claim: Option<String>,
        /// An audit case's id; a build that was begun is gone on with
        #[arg(long)]
        case: Option<AuditCaseId>,
        #[arg(long)]
        out: PathBuf,
    },
    /// Check an archive: every hash, the signature, every seal. Needs no database and no key of ours
    Verify {
        file: PathBuf,
        /// The fingerprint that the practice told by another way: SHA-256 of its public key, in hexadecimal
        #[arg(long)]
        key: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Seal what is not sealed yet
    Seal,
    /// Check every event against the seals
    Verify,
    /// Write events as NDJSON, newest first
    Export {
        out: PathBuf,
        #[arg(long)]
        from: Option<Timestamp>,
        #[arg(long)]
        until: Option<Timestamp>,
        #[arg(long)]
        action: Option<String>,
    },
}

fn program(word: &str) -> Result<Program, String> {
    Program::from_word(&word.to_ascii_uppercase()).ok_or_else(|| {
        let words: Vec<&str> = Program::ALL.iter().map(|program| program.word()).collect();
        format!("one of {}", words.join(", "))
    })
}
