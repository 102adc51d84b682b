//! Writes the demo's files to a folder, to look at: `cargo run -p synthetic --example write -- FOLDER [PATIENTS]`.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let Some(folder) = arguments.next() else {
        println!("Which folder? cargo run -p synthetic --example write -- FOLDER [PATIENTS]");
        return Ok(());
    };
    let patients = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(synthetic::DEMO_PATIENTS);
    let demo = synthetic::demo_sized(2026, patients);
    let folder = Path::new(&folder);
    for part in ["fhir", "records"] {
        fs::create_dir_all(folder.join(part))?;
    }
    fs::write(folder.join("setup.toml"), &demo.setup_toml)?;
    for (name, json) in &demo.bundles {
        fs::write(folder.join("fhir").join(name), json)?;
    }
    for file in demo.records.iter().chain(&demo.late_records) {
        fs::write(folder.join("records").join(&file.name), &file.ndjson)?;
    }
    println!("{demo:?}");
    Ok(())
}
