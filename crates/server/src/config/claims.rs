//! What is asked of claims and of what was paid.

use std::path::PathBuf;

use ccm::basics::{ClaimFileId, PaymentId, ReceivedId, ServiceMonth};
use clap::Subcommand;

#[derive(Subcommand)]
pub enum ClaimsCommand {
    /// A practitioner says that their claims of a month may go
    Review {
        month: ServiceMonth,
        #[arg(long = "as")]
        login: String,
        /// Only these claim numbers
        #[arg(long)]
        claim: Vec<String>,
    },
    /// Write reviewed claims as 837P files
    Export {
        month: ServiceMonth,
        #[arg(long)]
        out: PathBuf,
    },
    /// Carry files of claims to their payers, as far as anything is agreed on
    Send {
        /// This one, though it was handed out when it was written
        #[arg(long)]
        file: Option<ClaimFileId>,
    },
    /// Fetch what payers have answered, and read it
    Poll,
    /// What waits for whoever bills: late answers, near deadlines, full trays
    Waiting,
    /// Say that a file was brought to the payer by hand or portal
    Confirm {
        file: ClaimFileId,
        /// The number that the payer answered
        number: String,
    },
    /// One claim on paper: a plain copy, and what a printer puts on the pre-printed form
    Paper {
        claim: String,
        #[arg(long)]
        out: PathBuf,
    },
    /// Everything behind one claim, in the order an auditor asks
    Evidence {
        claim: String,
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum RemitCommand {
    /// Take in files that payers sent: remittances, and other answers
    Post {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Put a file in quarantine out of the way; its bytes stay
    SetAside {
        file: ReceivedId,
        /// Why
        reason: String,
    },
    /// What was paid for claims that nobody here knows
    Unmatched,
    /// Give one of them to a claim of ours
    Match {
        payment: PaymentId,
        /// As `remit unmatched` has it
        place: i64,
        /// The number of our claim
        number: String,
    },
    /// Take it away from that claim again: it was given to the wrong one
    Unmatch {
        payment: PaymentId,
        /// As `remit match` was told it
        place: i64,
    },
    /// What was not paid, by who said why
    Denials {
        /// What waits for a day or an answer, instead of what is to be decided
        #[arg(long)]
        waiting: bool,
    },
    /// What the ledger comes to, and whether it balances
    Books,
}

#[derive(Subcommand)]
pub enum EligibilityCommand {
    /// Write questions about a month's panel; they go out with the next `claims send`
    Ask {
        month: ServiceMonth,
        /// Only about whoever has no fresh answer
        #[arg(long)]
        due: bool,
    },
    /// What came back, and where it differs from the record
    List {
        month: ServiceMonth,
        /// Only what differs from the record
        #[arg(long)]
        differing: bool,
    },
}

#[derive(Subcommand)]
pub enum StatementsCommand {
    /// Who owes something: due, unsent, asked or waiting
    List {
        #[arg(long, default_value = "due")]
        show: String,
    },
    /// Make a statement for everybody who is due, and write the files
    Make {
        #[arg(long)]
        out: PathBuf,
    },
    /// What has to go back to patients and payers, and until when
    Refunds,
}
