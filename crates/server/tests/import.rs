//! What real systems send goes in, twice without effect; what is broken is refused with its place and reason, and the
//! rest goes in all the same.

mod common;

use std::path::{Path, PathBuf};

use common::{engines, text, write_demo};
use serde_json::Value;

fn samples(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/samples")
        .join(folder)
        .canonicalize()
        .ok();
    if path.is_none() {
        println!("NOT HERE: the shared samples in {folder}; nothing was tested");
    }
    path
}

fn imported(ground: &common::Ground, arguments: &[&str]) -> Value {
    let printed = ground.run(&[&["--json", "import"], arguments].concat());
    serde_json::from_str(&printed).expect("JSON was asked for")
}

#[test]
fn every_shared_sample_goes_in_and_twice_is_once() {
    for (folder, patients) in [("fhir", 25), ("fhir-bulk", 13)] {
        let Some(path) = samples(folder) else { return };
        let path = path.to_string_lossy().into_owned();
        for (name, fresh) in engines() {
            let ground = fresh();
            write_demo(ground.folder.path(), 50);
            ground.run(&["setup", "setup.toml"]);
            let first = imported(&ground, &[&path]);
            assert_eq!(first["patients_new"], patients, "{name} {folder}");
            let before = ground.run(&["dump", "--canonical"]);
            let second = imported(&ground, &[&path]);
            assert!(
                second["same_input_as"].as_str().is_some_and(|run| run.starts_with("imp_")),
                "{name} {folder}: {second}"
            );
            assert_eq!(second["patients_new"], 0);
            assert_eq!(ground.run(&["dump", "--canonical"]), before, "{name} {folder}");
            ground.run(&["candidates", "--on", "2026-06-15"]);
        }
    }
}

#[test]
fn broken_files_are_refused_with_place_and_reason_and_the_rest_goes_in() {
    for (name, fresh) in engines() {
        let ground = fresh();
        let demo = write_demo(ground.folder.path(), 60);
        ground.run(&["setup", "setup.toml"]);
        let ehr = ground.path("ehr");
        let whole = &demo.bundles[1].1;
        std::fs::write(ehr.join("truncated.json"), &whole[..whole.len() / 2]).expect("a file");
        std::fs::write(ehr.join("binary.json"), [0x1f, 0x00, 0xff, 0xfe, 0x80]).expect("a file");
        let (file, good) = &demo.bundles[2];
        let wrong = good.replacen("\"birthDate\":\"", "\"birthDate\":\"x", 1);
        let wrong =
            if wrong == *good { good.replacen("\"birthDate\": \"", "\"birthDate\": \"x", 1) } else { wrong };
        assert_ne!(wrong, *good, "the demo's bundles have birth dates");
        std::fs::write(ehr.join(file), wrong).expect("a file");

        let report = imported(&ground, &["ehr"]);
        let refused: Vec<&str> = report["reading"]["refused"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|one| one["path"].as_str())
            .collect();
        for expected in ["truncated.json", "binary.json", file.as_str()] {
            assert!(
                refused.iter().any(|path| path.contains(expected)),
                "{name}: {expected} not in {refused:?}"
            );
        }
        assert!(refused.iter().any(|path| path.contains("birthDate")), "{name}: {refused:?}");
        let new = report["patients_new"].as_u64().expect("a number") as usize;
        // All but the one whose birth date is wrong; the first bundle is the practice itself.
        assert_eq!(new, demo.bundles.len() - 2, "{name}");
    }
}

#[test]
fn a_wrong_setup_or_record_file_tells_everything_and_keeps_nothing() {
    for (name, fresh) in engines() {
        let ground = fresh();
        let demo = write_demo(ground.folder.path(), 50);
        let wrong = demo.setup_toml.replacen("npi", "npy", 1);
        std::fs::write(ground.path("wrong.toml"), wrong).expect("a file");
        assert_eq!(ground.try_run(&["setup", "wrong.toml"]).status.code(), Some(2), "{name}");
        ground.run(&["setup", "setup.toml"]);
        ground.run(&["import", "ehr"]);

        let file = &demo.records[0];
        let mut lines: Vec<&str> = file.ndjson.lines().collect();
        let count = lines.len();
        lines.insert(0, r#"{"record":"consent","patient":"MRN-NOBODY"}"#);
        lines.push("not json");
        std::fs::write(ground.path("wrong.ndjson"), lines.join("\n")).expect("a file");
        let refused = ground.try_run(&["record", "wrong.ndjson", "--as", &file.as_login]);
        assert_eq!(refused.status.code(), Some(2), "{name}");
        assert!(
            text(&refused.stderr).contains(&format!("line {}", count + 2)),
            "{name}: {}",
            text(&refused.stderr)
        );

        std::fs::write(ground.path("good.ndjson"), &file.ndjson).expect("a file");
        let first = ground.run(&["record", "good.ndjson", "--as", &file.as_login]);
        assert_eq!(first.trim(), format!("{count} recorded, 0 recorded before"), "{name}");
        let again = ground.run(&["record", "good.ndjson", "--as", &file.as_login]);
        assert_eq!(again.trim(), format!("0 recorded, {count} recorded before"), "{name}");
    }
}
