//! Files that payers answer with: ours of `fixtures/x12`, and ways to write the same file otherwise.

use std::path::{Path, PathBuf};
use x12::{Delimiters, Kind, Problem, acknowledgment, claim_status, eligibility, kinds, remittance};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/x12")
}

pub fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A file that lies beside the specification; `None` where that is not here.
pub fn shared(name: &str) -> Option<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/x12");
    folder.is_dir().then(|| std::fs::read(folder.join(name)).expect("a sample"))
}

/// What the reader of such files finds wrong with it.
pub fn problems(kind: Kind, bytes: &[u8]) -> Vec<Problem> {
    match kind {
        Kind::Remittance => remittance::check(bytes).err(),
        Kind::InterchangeAcknowledgment
        | Kind::ImplementationAcknowledgment
        | Kind::FunctionalAcknowledgment => acknowledgment::read(bytes).err(),
        Kind::ClaimAcknowledgment | Kind::ClaimStatus => claim_status::read(bytes).err(),
        Kind::Eligibility => eligibility::read(bytes).err(),
        Kind::ClaimStatusRequest => claim_status::read_requests(bytes).err(),
        Kind::EligibilityRequest => eligibility::read_inquiries(bytes).err(),
        Kind::ProfessionalClaim | Kind::InstitutionalClaim | Kind::Other => None,
    }
    .unwrap_or_default()
}

/// Every reader there is; what they say of the bytes is not asked.
pub fn read_all(bytes: &[u8]) -> usize {
    let mut problems = kinds(bytes).err().unwrap_or_default().len();
    for kind in [
        Kind::Remittance,
        Kind::ImplementationAcknowledgment,
        Kind::ClaimStatus,
        Kind::Eligibility,
        Kind::ClaimStatusRequest,
        Kind::EligibilityRequest,
    ] {
        problems = problems.max(self::problems(kind, bytes).len());
    }
    problems
}

/// The same file with other delimiters, and something after each terminator.
pub fn repunctuated(bytes: &[u8], to: Delimiters, after: &str) -> Vec<u8> {
    let from = Delimiters::of_isa(bytes).expect("a good file");
    let mut out = Vec::new();
    for byte in bytes {
        match *byte {
            b'\r' | b'\n' => {}
            byte if byte == from.element => out.push(to.element),
            byte if byte == from.component => out.push(to.component),
            byte if Some(byte) == from.repetition => out.push(to.repetition.unwrap_or(b'U')),
            byte if byte == from.terminator => {
                out.push(to.terminator);
                out.extend_from_slice(after.as_bytes());
            }
            byte => out.push(byte),
        }
    }
    out
}
