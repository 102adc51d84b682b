//! Two folders on a disk.

use std::fs;
use std::path::Path;

use app::ports::Transport;
use app::ports::transport::{Compared, FolderTerms, Presence, Put, Trouble, WhenTaken};
use exchange::clearinghouse::transport::Folder;
use tempfile::TempDir;

use crate::{bytes, fetched, listed, name, outgoing};

fn folder(when_taken: WhenTaken, settle_seconds: u32) -> (TempDir, Folder) {
    let place = TempDir::new().expect("a folder");
    let [outbox, inbox] = ["out", "in"].map(|one| place.path().join(one));
    fs::create_dir(&outbox).expect("a folder");
    fs::create_dir(&inbox).expect("a folder");
    (place, Folder::new(FolderTerms { outbox, inbox, when_taken, settle_seconds }))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_file_is_put_whole_under_its_name_and_once() {
    let (place, folder) = folder(WhenTaken::Leave, 0);
    let (name, content) = (name("claims-41.837"), bytes(300_000));
    let file = outgoing(&name, &content);
    assert_eq!(folder.look(&file).await, Ok(Presence::Absent));
    for _ in 0..2 {
        assert_eq!(folder.put(&file).await, Put::Done(None));
    }
    assert_eq!(names(&place.path().join("out")), ["claims-41.837"], "no part is left");
    assert_eq!(fs::read(place.path().join("out/claims-41.837")).expect("a file"), content);
    assert_eq!(folder.look(&file).await, Ok(Presence::There(Compared::Content)));
}

#[tokio::test]
async fn nothing_is_written_over() {
    let (place, folder) = folder(WhenTaken::Leave, 0);
    let name = name("claims-41.837");
    fs::write(place.path().join("out/claims-41.837"), "another").expect("a file");
    let file = outgoing(&name, b"ours");
    assert_eq!(folder.put(&file).await, Put::Not(Trouble::NameTaken));
    assert_eq!(folder.look(&file).await, Ok(Presence::Different));
    assert_eq!(fs::read(place.path().join("out/claims-41.837")).expect("a file"), b"another");
}

#[tokio::test]
async fn what_a_crash_left_behind_is_a_part_and_is_written_anew() {
    let (place, folder) = folder(WhenTaken::Leave, 0);
    let name = name("claims-41.837");
    fs::write(place.path().join("out/claims-41.837.part"), "our").expect("a file");
    let file = outgoing(&name, b"ours");
    assert_eq!(folder.look(&file).await, Ok(Presence::Partial));
    assert_eq!(folder.put(&file).await, Put::Done(None));
    assert_eq!(names(&place.path().join("out")), ["claims-41.837"]);
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_said_to_be_none() {
    let (place, folder) = folder(WhenTaken::Leave, 0);
    fs::remove_dir(place.path().join("out")).expect("it goes");
    fs::remove_dir(place.path().join("in")).expect("it goes");
    let name = name("a.837");
    assert_eq!(folder.put(&outgoing(&name, b"x")).await, Put::Not(Trouble::NotAllowed));
    assert_eq!(folder.list().await, Err(Trouble::NotAllowed));
    assert_eq!(fetched(&folder, &name).await.err(), Some(Trouble::Gone));
}

#[tokio::test]
async fn what_waits_is_listed_fetched_in_chunks_and_stays() {
    let (place, folder) = folder(WhenTaken::default(), 0);
    let inbox = place.path().join("in");
    let content = bytes(3_000_000);
    fs::write(inbox.join("b.835"), &content).expect("a file");
    fs::write(inbox.join("a 1.999"), "ISA").expect("a file");
    for left_out in [".hidden", "c.835.part", "d.tmp"] {
        fs::write(inbox.join(left_out), "x").expect("a file");
    }
    fs::create_dir(inbox.join("older")).expect("a folder");
    assert_eq!(listed(&folder).await, ["a 1.999", "b.835"]);
    let (read, largest) = fetched(&folder, &name("b.835")).await.expect("its bytes");
    assert!(read == content && largest <= 128 * 1024, "{largest}");
    folder.taken(&name("b.835")).await.expect("nothing to do");
    assert_eq!(listed(&folder).await, ["a 1.999", "b.835"]);
}

#[tokio::test]
async fn what_was_taken_goes_where_the_terms_say() {
    let (place, folder_to_empty) = folder(WhenTaken::Delete, 0);
    fs::write(place.path().join("in/a.835"), "x").expect("a file");
    for _ in 0..2 {
        folder_to_empty.taken(&name("a.835")).await.expect("gone, or gone already");
    }
    assert!(listed(&folder_to_empty).await.is_empty());

    let (place, mover) = folder(WhenTaken::Move("taken".into()), 0);
    // Partners use a name again.
    for content in ["first", "second", "third"] {
        fs::write(place.path().join("in/daily.835"), content).expect("a file");
        for _ in 0..2 {
            mover.taken(&name("daily.835")).await.expect("moved, or moved already");
        }
    }
    assert!(listed(&mover).await.is_empty());
    let taken = place.path().join("in/taken");
    assert_eq!(names(&taken), ["daily.835", "daily.835.2", "daily.835.3"]);
    assert_eq!(fs::read(taken.join("daily.835.3")).expect("a file"), b"third");
}

#[tokio::test]
async fn what_still_changes_waits_for_the_next_time() {
    let (place, folder) = folder(WhenTaken::Leave, 3_600);
    fs::write(place.path().join("in/a.835"), "x").expect("a file");
    assert!(listed(&folder).await.is_empty());
    let hours_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7_200);
    let file = fs::File::options().write(true).open(place.path().join("in/a.835")).expect("a file");
    file.set_modified(hours_ago).expect("its time");
    assert_eq!(listed(&folder).await, ["a.835"]);
}
