//! What is wrong with files that payers answer with, a line for each problem:
//! `cargo run -p x12 --example problems -- FILE…`. Nothing is printed of what an element holds.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use x12::{Kind, Problem, acknowledgment, claim_status, eligibility, kinds, remittance};

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let open = || File::open(&path).map(BufReader::new);
        let kinds = kinds(open()?).unwrap_or_else(|_| BTreeSet::from([Kind::Remittance]));
        let mut problems: Vec<Problem> = Vec::new();
        for kind in kinds {
            let found = match kind {
                Kind::Remittance => remittance::check(open()?).err(),
                Kind::ClaimAcknowledgment | Kind::ClaimStatus => claim_status::read(open()?).err(),
                Kind::Eligibility => eligibility::read(open()?).err(),
                _ => acknowledgment::read(open()?).err(),
            };
            problems.extend(found.unwrap_or_default());
        }
        for problem in problems {
            println!("{path}\t{}\t{problem}", problem.reason.word());
        }
    }
    Ok(())
}
