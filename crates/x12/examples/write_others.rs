//! Writes a sample 837I, 276 and 270 of fictional people: `cargo run -p x12 --example write_others -- FOLDER`.
//! The third-party checkers in `tools/x12` are tried on them.

#[path = "../tests/sample/mod.rs"]
#[allow(dead_code)]
mod sample;

use sample::{clinic, questions};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: write_others FOLDER");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    let claims = vec![clinic::claim(0), clinic::everything(), clinic::claim(1)];
    std::fs::write(folder.join("837i.x12"), clinic::written(&clinic::interchange(claims)))?;
    std::fs::write(folder.join("276.x12"), questions::requests_written(&questions::requests()))?;
    let mut asked = Vec::new();
    x12::eligibility::write(&questions::asked(3), &mut asked);
    std::fs::write(folder.join("270.x12"), asked)
}
