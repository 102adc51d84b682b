//! Evidence packs of the demo's claims: what leaves holds without the program and its database, every change to it is seen,
//! and a build that was killed ends where an undisturbed one does.

mod common;

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use app::ports::Progress;
use app::ports::outside::Unwatched;
use app::proof::{
    NewCase, begin_build, build_archive, continue_builds, draw_self_audit, open_case, pack, self_audits,
};
use app::time::StrikeEntry;
use app::{App, Place};
use ccm::access::{Actor, CommandId};
use ccm::basics::{AuditCaseId, Cents, Date};
use ccm::proof::seal::{Fault, check};
use ccm::proof::{ItemStanding, SAMPLE_SIZE, Said, Suggestion};
use common::Ground;
use testkit::house::{House, operator};

/// Ten minutes to ten in Oregon, on the demo's own morning.
const NOW: &str = "2026-10-16T16:50:00Z";
const PRACTICE: &str = "larkspur-im";
/// As many as the budget speaks of (60 s in one process).
const CLAIMS: usize = 50;

struct Scene {
    ground: Ground,
    house: House,
    place: Place,
    numbers: Vec<String>,
}

async fn scene() -> Scene {
    let ground = common::sqlite();
    ground.run(&["demo", "--once", "--folder", "play"]);
    let database = ground.path("play/perennial.db");
    let keys = exchange::keys::FileKeys::open(&ground.path("play/perennial.db.keys/master.key"));
    let url = database.to_string_lossy();
    let store = store::SqlStore::open(&url, db::Options::default(), Arc::new(keys.expect("the demo's keys")));
    let house = House::over(Arc::new(store.await.expect("the demo's database")), NOW);
    let organization = house.app.organizations().await.expect("organizations")[0].id;
    let mut work =
        house.app.begin_read(&operator(), Place { organization, practice: None }).await.expect("a look");
    let practices = work.tx.practices().await.expect("practices");
    let practice = practices.iter().find(|one| one.key == PRACTICE).expect("the demo's").id;
    let month = "2026-09".parse().expect("a month");
    let claims = work.tx.claims(practice, month).await.expect("claims");
    drop(work);
    let numbers = claims.into_iter().map(|claim| claim.number).collect();
    Scene { ground, house, place: Place { organization, practice: Some(practice) }, numbers }
}

impl Scene {
    async fn person(&self, login: &str) -> Actor {
        let mut work = self.house.app.begin_read(&operator(), self.place).await.expect("a look");
        let persons = work.tx.persons().await.expect("persons");
        let found = persons.into_iter().find(|one| one.login.as_deref() == Some(login)).expect("of the demo");
        Actor::Staff { person: found.id, login: login.to_owned() }
    }

    async fn case(&self, numbers: &[String]) -> AuditCaseId {
        let case = NewCase {
            auditor: "A. Reviewer".into(),
            authority: "A contractor".into(),
            reference: "ADR-1".into(),
            due_on: Some(Date::constant(2026, 12, 1)),
            list: format!("{}\nNOTOURS\n{}", numbers.join("\n"), numbers[0]),
        };
        open_case(&self.house.app, &operator(), self.place, &case).await.expect("a case")
    }

    async fn builds(&self, progress: &dyn Progress) -> usize {
        let built = continue_builds(&self.house.app, &operator(), self.place, "test", progress).await;
        built.expect("built")
    }

    async fn archive(&self, case: AuditCaseId) -> Vec<u8> {
        let archive = build_archive(&self.house.app, &operator(), self.place, case).await;
        archive.expect("a finished build").bytes
    }
}

/// Dies after the first piece.
struct Killed;

impl Progress for Killed {
    fn at(&self, _done: u64, _total: u64) {}

    fn fail_point(&self, name: &'static str) {
        panic!("killed at {name}");
    }
}

/// The demo takes its time, so that one telling of it serves them all.
#[tokio::test]
async fn what_leaves_holds_is_seen_when_changed_and_is_the_same_after_a_kill() {
    let scene = scene().await;
    a_quarter_is_sampled_once_from_its_seed(&scene).await;
    every_change_to_an_archive_is_seen_and_ordinary_tools_agree(&scene);
    an_auditor_reads_what_is_listed_and_nothing_else(&scene).await;
    a_minute_that_was_struck_since_is_a_gap_with_its_dollars(&scene).await;
    a_killed_build_ends_where_an_undisturbed_one_does(&scene).await;
}

async fn a_minute_that_was_struck_since_is_a_gap_with_its_dollars(scene: &Scene) {
    let (app, number) = (&scene.house.app, &scene.numbers[1]);
    let before = pack(app, &operator(), scene.place, number).await.expect("a pack");
    assert_eq!((before.verdict.gaps, before.verdict.at_risk_cents), (0, Cents(0)));
    let entry = before.evidence.trace[0].entries[0].entry;
    let nurse = scene.person("whitehorse").await;
    let command_id = CommandId::new("strike-a-billed-one").expect("a name");
    let new = StrikeEntry { entry, reason: "Logged for somebody else by mistake".into(), command_id };
    app::time::strike(app, &nurse, scene.place, new).await.expect("struck");

    let after = pack(app, &operator(), scene.place, number).await.expect("a pack");
    let item = after.verdict.items.iter().find(|item| item.word == "time").expect("an item");
    assert_eq!((item.standing, &item.lines_at_risk[..]), (ItemStanding::Gap, &[1][..]));
    assert!(item.says.iter().any(|said| matches!(said, Said::TimeShort { line: 1, .. })));
    assert_eq!(item.suggestion, Some(Suggestion::Refund), "it went out");
    let line = &after.evidence.claim.document.lines[0];
    assert_eq!(after.verdict.at_risk_cents, line.expected.unwrap_or(line.charge));
    let struck =
        after.evidence.time_log.struck.iter().find(|one| one.entry == entry).expect("it stays readable");
    let reason = struck.struck.as_ref().and_then(|struck| struck.reason.as_deref());
    assert_eq!(reason, Some("Logged for somebody else by mistake"));
}

/// The demo's own case lists a few; the charts on the auditor's older list are of the same patients.
async fn an_auditor_reads_what_is_listed_and_nothing_else(scene: &Scene) {
    let (app, auditor) = (&scene.house.app, scene.person("stroud").await);
    let mut work = app.begin_read(&operator(), scene.place).await.expect("a look");
    let practice = work.practice_id().expect("a practice");
    let lines = work.tx.case_claims(practice, None).await.expect("the demo's case");
    drop(work);
    let listed: BTreeSet<_> = lines.into_iter().filter_map(|line| line.claim).collect();
    let mut read = BTreeSet::new();
    for number in &scene.numbers {
        match pack(app, &auditor, scene.place, number).await {
            Ok(pack) => assert!(read.insert(pack.evidence.claim_id)),
            Err(error) => assert!(matches!(error, app::Error::NotFound(_)), "{error}"),
        }
    }
    assert!(!read.is_empty());
    assert_eq!(read, listed);
}

async fn a_killed_build_ends_where_an_undisturbed_one_does(scene: &Scene) {
    let numbers = &scene.numbers[..CLAIMS.min(scene.numbers.len())];
    let whole = scene.case(numbers).await;
    begin_build(&scene.house.app, &operator(), scene.place, whole).await.expect("begun");
    let began = Instant::now();
    assert_eq!(scene.builds(&Unwatched).await, 1);
    println!("{} packs in {:?}", numbers.len(), began.elapsed());
    assert_eq!(scene.builds(&Unwatched).await, 0, "nothing is left to build");

    let killed = scene.case(numbers).await;
    let id = begin_build(&scene.house.app, &operator(), scene.place, killed).await.expect("begun");
    let (app, place): (App, Place) = (scene.house.app.clone(), scene.place);
    let died = tokio::spawn(async move {
        let _ = continue_builds(&app, &operator(), place, "test", &Killed).await;
    });
    assert!(died.await.is_err(), "it was killed");
    let again = begin_build(&scene.house.app, &operator(), scene.place, killed).await.expect("the same");
    assert_eq!(id, again, "one that is under way is not begun again");
    assert_eq!(scene.builds(&Unwatched).await, 1);

    let packs = |zip: &[u8]| {
        let mut files = exchange::archive::read(zip).expect("an archive");
        files.retain(|file| file.path.starts_with("claims/"));
        files
    };
    let (one, other) = (scene.archive(whole).await, scene.archive(killed).await);
    let written = packs(&one).iter().filter(|file| file.path.ends_with("/pack.json")).count();
    assert_eq!(written, numbers.len());
    assert!(packs(&one) == packs(&other), "killed or not, the packs are the same");
}

fn every_change_to_an_archive_is_seen_and_ordinary_tools_agree(scene: &Scene) {
    let number = &scene.numbers[0];
    let demo =
        ["--practice", PRACTICE, "--database", "play/perennial.db", "--keys", "play/perennial.db.keys"];
    let build = ["evidence", "build", "--claim", number, "--out", "out"];
    scene.ground.run(&[&demo[..], &build[..]].concat());
    let name = format!("out/evidence-{number}.zip");
    let said = scene.ground.run(&["evidence", "verify", &name]);
    assert!(said.contains("nothing was changed since it was signed"), "{said}");
    assert!(said.contains(" 0 of them not sealed yet"), "{said}");

    let bytes = std::fs::read(scene.ground.path(&name)).expect("the archive");
    let files = exchange::archive::read(&bytes).expect("an archive");
    let holds = |files: &[_]| check(files, None, exchange::keys::is_signed).faults;
    assert_eq!(holds(&files), []);
    for place in 0..files.len() {
        let mut altered = files.clone();
        match altered[place].bytes.iter().position(u8::is_ascii_digit) {
            Some(digit) => altered[place].bytes[digit] ^= 1,
            None => altered[place].bytes[0] ^= 1,
        }
        assert!(!holds(&altered).is_empty(), "{}", files[place].path);
        let mut gone = files.clone();
        let path = gone.remove(place).path;
        assert!(holds(&gone).contains(&Fault::Missing { path: path.clone() }), "{path}");
    }

    let folder = scene.ground.path("unpacked");
    for file in &files {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, &file.bytes).expect("written");
    }
    let run = |command: &str, arguments: &[&str]| {
        Command::new(command).args(arguments).current_dir(&folder).output()
    };
    match run("sha256sum", &["--check", "--strict", "SHA256SUMS"]) {
        Ok(checked) => assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout)),
        Err(_) => println!("sha256sum is not here: its check is left out"),
    }
    let verify = ["pkeyutl", "-verify", "-pubin", "-inkey", "public-key.pem", "-rawin", "-in", "SHA256SUMS"];
    let verify = [&verify[..], &["-sigfile", "SHA256SUMS.sig"]].concat();
    match run("openssl", &verify) {
        Ok(checked) => assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr)),
        Err(_) => println!("openssl is not here: its check is left out"),
    }
}

async fn a_quarter_is_sampled_once_from_its_seed(scene: &Scene) {
    let app = &scene.house.app;
    let audits = self_audits(app, &operator(), scene.place).await.expect("the demo's own");
    let drawn = &audits[0];
    assert_eq!(drawn.claims.len(), SAMPLE_SIZE);
    assert_eq!(drawn.row.population, scene.numbers.len() as i64);
    assert_eq!(drawn.verdict.claims, SAMPLE_SIZE);
    let again = draw_self_audit(app, &operator(), scene.place, drawn.row.quarter, None).await;
    assert!(matches!(again, Err(app::Error::Conflict(_))));
}
