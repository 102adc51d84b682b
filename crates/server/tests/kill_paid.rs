//! Sending claims, fetching answers and posting payments are killed, at every named point and at random moments, and run
//! again: each payer has each file once, and the record and the books are the same as after one undisturbed run, on both
//! engines.

mod common;

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use app::claim::send;
use app::ports::outside::Unwatched;
use common::exchanged::{Files, MAILBOXES, answers, exported, house_later, on_record};
use common::month::is_over;
use common::{Engine, Ground, engines};
use jiff::SignedDuration;
use testkit::house::operator;

const PATIENTS: u32 = 76;
const RANDOM_MOMENTS: u32 = 20;
/// How often one posting is killed at most, before it may come to its end.
const AGAIN: u32 = 5;
const SEND: [&str; 2] = ["claims", "send"];
const POLL: [&str; 2] = ["claims", "poll"];
/// The first file and the second, at every point of the way.
const SENDING: [&str; 6] =
    ["before_put:1", "before_put:2", "after_put:1", "after_put:2", "after_sending:1", "after_sending:2"];
const POLLING: [&str; 10] = [
    "after_receiving:1",
    "after_receiving:5",
    "in_posting:1",
    "in_posting:14",
    "after_payment:1",
    "after_payment:3",
    "before_taken_in:1",
    "before_taken_in:6",
    "after_taken_in:1",
    "after_taken_in:6",
];
const POSTING: [&str; 4] = ["in_posting:3", "after_payment:2", "before_taken_in:2", "after_taken_in:2"];
/// Longer than a file that may be under way is left alone, and than the lease of whoever died.
const LATER: SignedDuration = SignedDuration::from_mins(10);

/// Each engine's exported month, once a test; by the machine's clock it must be over.
fn grounds() -> Vec<(&'static str, Ground)> {
    let engines: Vec<Engine> = if is_over() { engines() } else { Vec::new() };
    let made = engines.into_iter().map(|(name, fresh)| {
        let ground = fresh();
        exported(&ground, PATIENTS);
        (name, ground)
    });
    made.collect()
}

/// What came of it: the partners' files, and our record.
type Outcome = ([Files; 2], Vec<String>);

fn outcome(ground: &Ground) -> Outcome {
    (ground.sent_files(), on_record(ground))
}

fn assert_same(found: &Outcome, wanted: &Outcome, name: &str, how: &str) {
    let names = |files: &[Files; 2]| files.each_ref().map(|files| files.keys().cloned().collect::<Vec<_>>());
    assert_eq!(names(&found.0), names(&wanted.0), "{name}, {how}: the partners' files");
    assert!(found.0 == wanted.0, "{name}, {how}: the partners' bytes");
    let missing: Vec<&String> = wanted.1.iter().filter(|line| !found.1.contains(line)).take(10).collect();
    let added: Vec<&String> = found.1.iter().filter(|line| !wanted.1.contains(line)).take(10).collect();
    assert!(found.1 == wanted.1, "{name}, {how}\nmissing: {missing:#?}\nadded: {added:#?}");
}

fn start(ground: &Ground, arguments: &[&str]) -> Child {
    let mut command = ground.perennial();
    command.args(arguments).stdout(Stdio::null()).spawn().expect("it runs")
}

/// Whether it died there; a point that is never passed tests nothing.
fn die_at(ground: &Ground, arguments: &[&str], point: &str, name: &str) {
    let mut command = ground.perennial();
    let died = command.args(arguments).env("PERENNIAL_FAIL_POINT", point).output().expect("it runs");
    assert!(!died.status.success(), "{name}: {point} was never reached\n{}", common::text(&died.stdout));
    assert_eq!(died.status.code(), None, "{name}: {point}: {}", common::text(&died.stderr));
}

/// Kills it after this long; whether it was still running.
fn die_after(ground: &Ground, arguments: &[&str], moment: Duration) -> bool {
    let mut child = start(ground, arguments);
    std::thread::sleep(moment);
    // SIGKILL: no chance to tidy up.
    child.kill().expect("it is ours to kill");
    !child.wait().expect("it ended").success()
}

/// A little generator of our own: the same moments, relative to the run's length, every time. Most of them fall after the
/// program has begun its work, not while it opens the database.
fn moments(seed: u64) -> impl FnMut(Duration, Duration) -> Duration {
    let mut state = seed;
    move |from, until| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from + until.saturating_sub(from).mul_f64((state >> 40) as f64 / (1u64 << 24) as f64)
    }
}

/// How long the program takes to come to its work.
fn start_up(ground: &Ground) -> Duration {
    let start = Instant::now();
    ground.run(&["remit", "unmatched"]);
    start.elapsed().mul_f64(0.7)
}

/// Sends whatever a dead program left, when it may be touched again; then there is nothing more to send.
#[tokio::main]
async fn send_later(ground: &Ground) {
    let (house, store, at) = house_later(ground, LATER).await;
    let sent = send(&house.app, &operator(), at, &Unwatched).await.expect("a report");
    assert!(!sent.is_elsewhere && sent.files.iter().all(|file| file.outcome == "sent"), "{sent:?}");
    let again = send(&house.app, &operator(), at, &Unwatched).await.expect("a report");
    assert!(again.files.is_empty(), "{again:?}");
    drop(house);
    store.close().await;
}

#[test]
fn a_killed_sending_leaves_each_file_with_its_partner_once() {
    for (name, ground) in grounds() {
        let clean = ground.copy_with_mailboxes();
        let start_up = start_up(&clean);
        let start = Instant::now();
        clean.run(&SEND);
        let took = start.elapsed();
        let wanted = outcome(&clean);
        let files: usize = wanted.0.iter().map(Files::len).sum();
        assert!(files >= 2, "{name}: {files} file(s) to send");
        for point in SENDING {
            let ground = ground.copy_with_mailboxes();
            die_at(&ground, &SEND, point, name);
            send_later(&ground);
            assert_same(&outcome(&ground), &wanted, name, point);
        }
        let (mut moment, mut until, mut killed) = (moments(20_261_002), took, 0);
        while killed < RANDOM_MOMENTS {
            let ground = ground.copy_with_mailboxes();
            let after = moment(start_up.min(until / 2), until);
            if !die_after(&ground, &SEND, after) {
                // It was faster than the first run, whose length the moments are taken from: aim earlier.
                until = after;
                continue;
            }
            killed += 1;
            send_later(&ground);
            assert_same(&outcome(&ground), &wanted, name, &format!("killed after {after:?}"));
        }
    }
}

/// Each engine's month, sent, and what its payers answer.
fn answered() -> Vec<(&'static str, Ground, [Files; 2])> {
    let sent = grounds().into_iter().map(|(name, ground)| {
        let sent = ground.copy_with_mailboxes();
        sent.run(&SEND);
        let answers = answers(&sent.sent_files());
        let files: usize = answers.iter().map(Files::len).sum();
        assert!(files >= 8, "{name}: {files} answers are few");
        (name, sent, answers)
    });
    sent.collect()
}

#[test]
fn a_killed_posting_loses_and_doubles_nothing() {
    for (name, sent, answers) in answered() {
        let fresh = || {
            let ground = sent.copy_with_mailboxes();
            ground.put_answers(&answers);
            ground
        };
        let clean = fresh();
        let start_up = start_up(&clean);
        let start = Instant::now();
        clean.run(&POLL);
        let took = start.elapsed();
        let wanted = outcome(&clean);
        let lines = |word: &str| wanted.1.iter().filter(|line| line.starts_with(word)).count();
        assert!(lines("payment:") >= 4 && lines("posting:") > 200, "{name}: little is posted");
        for point in POLLING {
            let ground = fresh();
            die_at(&ground, &POLL, point, name);
            ground.run(&POLL);
            assert_same(&outcome(&ground), &wanted, name, point);
        }
        // Killed over and over, until it comes through.
        let (mut moment, mut until, mut killed) = (moments(20_261_120), took, 0);
        while killed < RANDOM_MOMENTS {
            let ground = fresh();
            for again in 0..AGAIN {
                let after = moment(start_up.min(until / 2), until);
                if die_after(&ground, &POLL, after) {
                    killed += 1;
                    continue;
                }
                // It was faster than the first run, whose length the moments are taken from: aim earlier.
                until = if again == 0 { after } else { until };
                break;
            }
            ground.run(&POLL);
            assert_same(&outcome(&ground), &wanted, name, "killed again and again");
        }
        // What is brought by hand is posted as whole, or not at all, as what was fetched.
        let files: Vec<String> = MAILBOXES
            .iter()
            .zip(&answers)
            .flat_map(|((_, inbox), files)| files.keys().map(move |file| format!("{inbox}/{file}")))
            .collect();
        let by_hand: Vec<&str> =
            ["remit", "post"].into_iter().chain(files.iter().map(String::as_str)).collect();
        for point in POSTING {
            let ground = fresh();
            die_at(&ground, &by_hand, point, name);
            ground.run(&by_hand);
            assert_same(&outcome(&ground), &wanted, name, &format!("by hand, {point}"));
        }
    }
}
