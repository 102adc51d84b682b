//! One mailbox for two practices; a file of ours that is broken; answers that are not ours, or come under a name of before.

use std::path::Path;

use app::claim::{Arrived, InMemory, TakenIn, claim, inbox, poll, receive, send, take_in};
use app::ports::outside::Unwatched;
use app::{App, Place};
use ccm::claim::{AlertRule, ClaimState};
use db::{Query, Scope};
use jiff::civil::date;
use store::SqlStore;
use synthetic::payer::{Payer, Temper};
use testkit::engines::each_place;
use testkit::house::operator;

use crate::{common, month_of, states, with_mailbox};

/// A practice without patients, which bills the same payers.
const SOUTH: &str = r#"
[[practices]]
key              = "larkspur-south"
name             = "Larkspur South"
npi              = "1900000013"
tin              = "930000017"
taxonomy         = "207R00000X"
setting          = "physician"
place_of_service = "11"
locality         = { mac = "02302", number = "01" }
time_zone        = [{ from = 2020-01-01, name = "America/Los_Angeles" }]
address          = { street = "1 S Larkspur Way", city = "Hillsboro", state = "OR", zip = "971240131" }
payers           = ["medicare-or", "tamarack"]
charges          = []
"#;

/// The first file that is to go, copied under another id: its sealed bytes no longer open.
async fn break_a_file(store: &SqlStore, at: Place) {
    const COPY: &str = "insert into claim_file (practice_id, organization_id, file_id, month, name, receiver, interchange,
            claims, total_cents, sha256, body_sealed, created_at, group_number, batch, submitter, goes_by_itself, kind)
        select practice_id, organization_id, $1, month, 'broken.x12', receiver, interchange + 1000, claims, total_cents,
            sha256, body_sealed, created_at, group_number + 1000, batch || 'X', submitter, goes_by_itself, kind
        from claim_file where goes_by_itself order by created_at, file_id limit 1 returning file_id";
    let mut tx = store.db().begin(&Scope::of(at.organization.0)).await.expect("a transaction");
    let first = uuid::Uuid::from_u128(1);
    tx.query(&Query::new("copy", COPY), vec![first.into()]).await.expect("a copy");
    tx.commit().await.expect("kept");
}

/// A TA1 that refuses a file of ours, numbered `control`, with the file's time or another.
fn refusal(sent: &str, control: u32, time: Option<&str>, note: &str) -> String {
    let isa: Vec<&str> = sent.split('~').next().expect("a segment").split('*').collect();
    let [from, to] = [[isa[7], isa[8]], [isa[5], isa[6]]].map(|party| party.join("*"));
    format!(
        "ISA*00*          *00*          *{from}*{to}*{}*1200*^*00501*{control:09}*0*T*:~TA1*{}*{}*{}*R*{note}~\
         IEA*0*{control:09}~",
        isa[9],
        isa[13],
        isa[9],
        time.unwrap_or(isa[10])
    )
}

async fn outcomes(app: &App, at: Place) -> Vec<&'static str> {
    let polled = poll(app, &operator(), at, &Unwatched).await.expect("a report");
    assert!(polled.troubles.is_empty(), "{:?}", polled.troubles);
    let told =
        |taken: &app::claim::TakenIn| taken.problems.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
    let quarantined = polled.taken.iter().filter(|taken| taken.outcome == "quarantined");
    assert!(quarantined.map(told).all(|codes| codes == ["nothing_of_ours"]), "{:#?}", polled.taken);
    polled.taken.iter().map(|taken| taken.outcome).collect()
}

fn lying(folder: &Path) -> usize {
    std::fs::read_dir(folder).expect("a folder").count()
}

#[tokio::test]
async fn a_mailbox_of_two_practices_gives_each_its_own() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let demo = common::write_demo(folder.path(), 76);
        let setup = with_mailbox(&demo.setup_toml, folder.path());
        let setup =
            setup.replacen("kind = \"folder\"\n", "kind = \"folder\"\nwhen_taken = \"delete\"\n", 1) + SOUTH;
        let (house, at) = month_of(store.clone(), folder.path(), &demo, &setup).await;
        let _place = place;
        let (out, inbox_folder) = (folder.path().join("out"), folder.path().join("in"));
        std::fs::create_dir_all(&out).expect("a folder");
        std::fs::create_dir_all(&inbox_folder).expect("a folder");
        let app = &house.app;
        let mut work = app.begin_read(&operator(), at).await.expect("a transaction");
        let practices = work.tx.practices().await.expect("a list");
        drop(work);
        let south = practices.iter().find(|one| one.key == "larkspur-south").expect("a practice").id;
        let south = Place { practice: Some(south), ..at };

        // Two payers behind one address, with mailboxes of their own: a file could go to either.
        let unclear = setup.replace("\"TAMARACK\"", "\"02302\"");
        let refused = house.set_up(&unclear).await;
        let Err(app::Error::Invalid(problems)) = refused else { panic!("{refused:?}") };
        assert!(problems.iter().all(|one| one.code == "two_ways") && !problems.is_empty(), "{problems:?}");

        // A broken file keeps no other waiting, and its sender is let go.
        break_a_file(&store, at).await;
        for expected in [true, false] {
            let report = send(app, &operator(), at, &Unwatched).await.expect("a report");
            assert!(report.failure().is_some() && !report.is_elsewhere, "{report:?}");
            assert_eq!(report.files.iter().any(|file| file.outcome == "sent"), expected, "{report:?}");
        }

        // They have the number already: which claims they have is for somebody to ask, and nothing is asked anew.
        let sent = std::fs::read_dir(&out).expect("a folder").next().expect("a file").expect("a file");
        let sent = std::fs::read_to_string(sent.path()).expect("text");
        let drop_in = |text: &str| std::fs::write(inbox_folder.join("TA1.edi"), text).expect("a file");
        let before = states(app, at).await;
        drop_in(&refusal(&sent, 901, None, "025"));
        assert_eq!(outcomes(app, at).await, ["read"]);
        assert_eq!(states(app, at).await, before);
        let number = sent.split("~CLM*").nth(1).and_then(|rest| rest.split('*').next()).expect("a claim");
        let page = claim(app, &operator(), at, number).await.expect("a page");
        let alerts = page.timeline.expect("a life").alerts;
        assert!(alerts.iter().any(|one| one.rule == AlertRule::InDoubt), "{alerts:?}");

        // The same name again, as long as before: another file, and of another program's interchange.
        drop_in(&refusal(&sent, 902, Some("0001"), "024"));
        assert_eq!((outcomes(app, at).await, lying(&inbox_folder)), (vec!["quarantined"], 0));
        assert_eq!(states(app, at).await, before);

        let mut payer = Payer::new(7, Temper::default());
        for file in std::fs::read_dir(&out).expect("a folder") {
            let bytes = std::fs::read(file.expect("a file").path()).expect("bytes");
            payer.receive(&bytes, date(2026, 10, 2).at(10, 0, 0, 0)).expect("a file that a payer takes");
        }
        house.put_clock("2026-12-01T20:00:00Z");
        let answers = payer.deliver(date(2026, 12, 1).at(0, 0, 0, 0));
        for answer in &answers {
            std::fs::write(inbox_folder.join(&answer.name), &answer.text).expect("a file");
        }
        // Whoever looks first keeps them for both, and finds nothing of its own; the TA1s of before were for both too.
        let mut at_south = outcomes(app, south).await;
        at_south.sort_unstable();
        let mut expected = vec!["set_aside"; answers.len() + 1];
        expected.insert(0, "quarantined");
        assert_eq!((at_south, lying(&inbox_folder)), (expected, 0));
        let shown = inbox(app, &operator(), south, false, None).await.expect("a page");
        assert_eq!(shown.files.iter().filter(|file| file.is_elsewhere).count(), (answers.len() + 1).min(50));
        assert_eq!(outcomes(app, at).await, vec!["read"; answers.len()]);
        let after = states(app, at).await;
        assert!(after.iter().any(|(_, state)| *state == ClaimState::Posted), "{after:?}");
        let books = app::remittance::books(app, &operator(), south).await.expect("the books");
        assert!(books.balances.values().all(|cents| cents.0 == 0), "{books:?}");

        // One file for both: each posts what it is paid, once, in whatever order.
        let paid = answers.iter().find(|answer| answer.text.contains("~ST*835")).expect("a remittance");
        let both = paying_south_too(&paid.text);
        for (place, expected) in [(south, ["another's", "posted"]), (at, ["before", "another's"])] {
            let arrived = Arrived { name: "both.835", way: "hand", payer: None };
            let mut bytes = InMemory::of(both.clone().into_bytes());
            let (row, was_known) = receive(app, &operator(), place, arrived, &mut bytes).await.expect("kept");
            assert_eq!(was_known, place == at, "whoever reads first hands it over");
            let taken = take_in(app, &operator(), place, row.id).await.expect("read");
            assert_eq!(fates(&taken), expected, "{:?}", taken.problems);
            let shown = app::claim::inbox_file(app, &operator(), place, row.id).await.expect("a page");
            assert_eq!(shown.files[0].others.len(), 1);
        }
        let books = app::remittance::books(app, &operator(), south).await.expect("the books");
        assert!(books.is_balanced() && books.unmatched.0 > 0, "{books:?}");

        // Of one tax number: what the first has posted for it keeps the second from nothing that is its own.
        let tin =
            setup.lines().find_map(|line| line.strip_prefix("tin")?.split('"').nth(1)).expect("a number");
        house.set_up(&setup.replace("\"930000017\"", &format!("\"{tin}\""))).await.expect("set up");
        let number = |segment: &str, nth: usize| {
            let found = paid.text.split('~').map(str::trim).find(|one| one.starts_with(segment)).expect("it");
            found.split('*').nth(nth).expect("an element").to_owned()
        };
        let (npi, trace) = (number("N1*PE", 4), number("TRN*1", 2));
        let by_tin = paid.text.replace(&format!("*XX*{npi}"), &format!("*FI*{tin}")).replace(&trace, "TIN1");
        let both =
            paying_south_too(&by_tin).replace("*FI*1900000013", "*XX*1900000013").replace("SOUTH1", "SOUTH2");
        for (place, expected) in [(at, ["posted", "another's"]), (south, ["before", "posted"])] {
            let arrived = Arrived { name: "tin.835", way: "hand", payer: None };
            let mut bytes = InMemory::of(both.clone().into_bytes());
            let (row, _) = receive(app, &operator(), place, arrived, &mut bytes).await.expect("kept");
            let taken = take_in(app, &operator(), place, row.id).await.expect("read");
            assert_eq!(fates(&taken), expected, "{:?}", taken.problems);
        }
    })
    .await;
}

/// What became of each payment of a file.
fn fates(taken: &TakenIn) -> Vec<&'static str> {
    let payments = taken.posted.iter().flat_map(|posted| &posted.payments);
    let fate = |one: &app::remittance::RemittancePayment| match one {
        one if one.practice.is_some() => "another's",
        one if one.is_duplicate => "before",
        _ => "posted",
    };
    payments.map(fate).collect()
}

/// The first payment of a file, and the same once more to the practice without patients, under a number of its own.
fn paying_south_too(text: &str) -> String {
    let segments: Vec<&str> = text.split('~').map(str::trim).collect();
    let element = |of: &str, n: usize| {
        let segment = segments.iter().find(|one| one.starts_with(of)).expect("a segment");
        segment.split('*').nth(n).expect("an element").to_owned()
    };
    let at = |of: &str| segments.iter().position(|one| one.starts_with(of)).expect("a segment");
    let (set, set_end) = (at("ST*"), at("SE*") + 1);
    let ours = segments[set..set_end].join("~");
    let theirs = ours
        .replace(&element("N1*PE", 4), "1900000013")
        .replace(&element("TRN*1", 2), "SOUTH1")
        .replace(&format!("ST*835*{}", element("ST*", 2)), "ST*835*9002")
        .replace(&format!("*{}", element("SE*", 2)), "*9002");
    let head = segments[..set].join("~");
    let tail = format!("GE*2*{}~IEA*1*{}~", element("GS*", 6), element("ISA*", 13));
    format!("{head}~{ours}~{theirs}~{tail}")
}
