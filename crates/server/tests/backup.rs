//! A backup is taken while the record is written, put back elsewhere, and holds.

mod common;

use common::{Ground, engines, text, write_demo};

const PATIENTS: u32 = 60;

/// A house with records coming in, and a backup of it from the middle of that.
fn backed_up_under_load(ground: &Ground) -> std::path::PathBuf {
    write_demo(ground.folder.path(), PATIENTS);
    ground.run(&["setup", "setup.toml"]);
    let mut load = ground.perennial().args(["import", "ehr"]).spawn().expect("the program runs");
    let folder = ground.path("backup");
    ground.run(&["backup", &folder.to_string_lossy()]);
    assert!(load.wait().expect("it ends").success());
    folder
}

fn manifest(folder: &std::path::Path) -> serde_json::Value {
    let text = std::fs::read(folder.join("backup.json")).expect("a manifest");
    serde_json::from_slice(&text).expect("JSON")
}

#[test]
fn a_backup_under_load_is_restored_whole_and_its_chain_holds() {
    let ground = common::sqlite();
    let folder = backed_up_under_load(&ground);
    let again = ground.try_run(&["backup", &folder.to_string_lossy()]);
    assert!(!again.status.success(), "a backup is never written over");
    let manifest = manifest(&folder);
    let counted = &manifest["organizations"][0]["rows"];
    println!("counted while {PATIENTS} patients came in: {counted}");

    // The original is lost; the keys are kept elsewhere.
    std::fs::rename(&ground.database, ground.path("lost.db")).expect("moved");
    for tail in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{tail}", ground.database));
    }
    let told = ground.run(&["restore", &folder.to_string_lossy()]);
    assert!(told.contains("every counted row is there, and the chain holds"), "{told}");
    assert!(ground.run(&["audit", "verify"]).contains("the chain holds"));
    assert!(!ground.try_run(&["restore", &folder.to_string_lossy()]).status.success(), "one is there");
    // Work goes on where it stood: what is missing comes in again.
    ground.run(&["import", "ehr"]);
    assert!(ground.run(&["audit", "verify"]).contains("the chain holds"));
    assert!(!ground.run(&["dump", "--canonical"]).is_empty());
}

#[test]
fn a_backup_that_was_touched_is_not_restored() {
    let ground = common::sqlite();
    let folder = backed_up_under_load(&ground);
    let copy = folder.join("perennial.db");
    let mut bytes = std::fs::read(&copy).expect("a copy");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&copy, bytes).expect("written");
    let other = ground.path("other.db").to_string_lossy().into_owned();
    let refused = ground.perennial().args(["--database", &other, "restore"]).arg(&folder).output();
    let refused = refused.expect("the program runs");
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("hash differs"), "{}", text(&refused.stderr));
    assert!(!std::path::Path::new(&other).exists());
}

#[test]
fn a_copy_by_the_servers_tools_is_held_against_what_was_counted() {
    for (engine, ground) in engines() {
        if engine == "sqlite" {
            continue;
        }
        let ground = ground();
        let folder = backed_up_under_load(&ground);
        // The database as it stands is what such tools put back: more than was counted, and nothing less.
        let told = ground.run(&["restore", &folder.to_string_lossy()]);
        assert!(told.contains("every counted row is there, and the chain holds"), "{told}");
        let path = folder.join("backup.json");
        let mut less = manifest(&folder);
        less["organizations"][0]["rows"]["patient"] = 1_000_000.into();
        std::fs::write(&path, less.to_string()).expect("written");
        let told = ground.try_run(&["restore", &folder.to_string_lossy()]);
        assert_eq!(told.status.code(), Some(4));
        assert!(text(&told.stdout).contains("MISSING patient"), "{}", text(&told.stdout));
    }
}

#[test]
fn keys_are_rotated_and_everything_still_opens() {
    for (_, ground) in engines() {
        let ground = ground();
        write_demo(ground.folder.path(), 6);
        std::fs::write(ground.path("password"), "wren ladder mossy 9\n").expect("a file");
        let setup = ["setup", "setup.toml", "--admin-login", "root", "--admin-password-file", "password"];
        assert!(ground.run(&setup).contains("root is the administrator"));
        ground.run(&["import", "ehr"]);
        let before = ground.run(&["dump", "--canonical"]);
        assert!(ground.run(&["keys", "rotate"]).contains("data key 2 seals"));
        assert!(ground.run(&["keys", "rotate", "--master"]).contains("2 data key(s)"));
        assert_eq!(ground.run(&["dump", "--canonical"]), before);
        assert!(ground.path("keys/master.key.old").exists());
        assert!(ground.run(&["audit", "verify"]).contains("the chain holds"));
        let export = ground.path("audit.ndjson").to_string_lossy().into_owned();
        ground.run(&["audit", "export", &export]);
        let lines = std::fs::read_to_string(&export).expect("an export");
        for about in ["\"rotate\"", "\"rewrap\"", "\"set_up\"", "\"administrator\""] {
            assert!(lines.contains(about), "{about}");
        }
        let link = ground.run(&["staff", "invite", "root"]);
        assert!(link.starts_with("/invitations/org_"), "{link}");
        // The old key of keys opens nothing any more.
        std::fs::copy(ground.path("keys/master.key.old"), ground.path("keys/master.key")).expect("copied");
        assert!(!ground.try_run(&["dump", "--canonical"]).status.success());
    }
}
