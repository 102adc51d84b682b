//! A month of claims on its way to its payers and back: mailboxes that are folders, and all that is on record of it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use app::Place;
use app::claim::{export, review};
use app::ports::carriage::{NoWay, Transports};
use app::ports::transport::Transport;
use ccm::people::PayerProfile;
use ccm::people::transport::Transport as Way;
use db::{Query, Row, Scope};
use exchange::clearinghouse::Mailboxes;
use store::SqlStore;
use synthetic::payer::{Payer, Temper};
use testkit::house::{House, operator};

use super::Ground;
use super::month::{MONTH, house, prepare};

/// The payers' mailboxes, beside the database: where our files go, and where answers come from.
pub const MAILBOXES: [(&str, &str); 2] = [("medicare/out", "medicare/in"), ("tamarack/out", "tamarack/in")];
/// The line of each payer in the demo's setup file after which its mailbox stands.
const LAST_LINES: [&str; 2] =
    ["coverage_types      = [\"1\", \"12\", \"121\"]\n", "coverage_types      = [\"111\"]\n"];

/// Files of a mailbox, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Closes, reviews and exports the demo's month of so many patients for payers that have mailboxes: a file for each
/// practitioner.
pub fn exported(ground: &Ground, patients: u32) {
    prepare(ground, patients);
    let path = ground.path("setup.toml");
    let mut setup = std::fs::read_to_string(&path).expect("the demo's setup");
    for (line, (out, inbox)) in LAST_LINES.iter().zip(MAILBOXES) {
        let transport = format!(
            "{line}\n[payers.submission.transport]\nkind = \"folder\"\nout = \"{out}\"\nin = \"{inbox}\"\n"
        );
        assert!(setup.contains(line), "the demo's payer");
        setup = setup.replacen(line, &transport, 1);
    }
    std::fs::write(&path, setup).expect("a file");
    ground.run(&["setup", "setup.toml"]);
    export_month(ground);
}

#[tokio::main]
async fn export_month(ground: &Ground) {
    let (house, store, at) = house(ground).await;
    house.put_clock("2026-10-02T16:00:00Z");
    let month = MONTH.parse().expect("a month");
    app::billing::close(&house.app, &operator(), at, month).await.expect("the month is over");
    let mut work = house.app.begin_read(&operator(), at).await.expect("a transaction");
    let persons = work.tx.persons().await.expect("a list");
    drop(work);
    for login in persons.into_iter().filter_map(|one| one.login) {
        let actor = house.staff(at, &login).await.expect("somebody of ours");
        // Whoever is no practitioner may not; the others review their own, and some have none.
        if review(&house.app, &actor, at, month, None).await.is_ok() {
            let _ = export(&house.app, &operator(), at, month).await;
        }
    }
    drop(house);
    store.close().await;
}

impl Ground {
    /// A copy with empty mailboxes.
    pub fn copy_with_mailboxes(&self) -> Self {
        let copy = self.copy();
        for folder in MAILBOXES.iter().flat_map(|(out, inbox)| [out, inbox]) {
            std::fs::create_dir_all(copy.path(folder)).expect("a folder");
        }
        copy
    }

    /// What lies in each payer's mailbox.
    pub fn sent_files(&self) -> [Files; 2] {
        MAILBOXES.map(|(out, _)| {
            let entries = std::fs::read_dir(self.path(out)).expect("a folder");
            let read = entries.map(|entry| {
                let entry = entry.expect("a file");
                let name = entry.file_name().to_string_lossy().into_owned();
                (name, std::fs::read(entry.path()).expect("bytes"))
            });
            read.collect()
        })
    }

    /// Puts answers into our mailboxes, as if they had lain there for an hour.
    pub fn put_answers(&self, answers: &[Files; 2]) {
        let an_hour_ago = SystemTime::now() - Duration::from_secs(3_600);
        for ((_, inbox), answers) in MAILBOXES.iter().zip(answers) {
            for (name, text) in answers {
                let path = self.path(inbox).join(name);
                std::fs::write(&path, text).expect("a file");
                let file = std::fs::File::options().write(true).open(&path).expect("a file");
                file.set_modified(an_hour_ago).expect("a time");
            }
        }
    }
}

/// Everything that both payers answer to what was sent them.
pub fn answers(sent: &[Files; 2]) -> [Files; 2] {
    let seeds = [7, 8];
    let mut seeds = seeds.iter();
    sent.each_ref().map(|files| {
        let temper = Temper { repeats_payments: true, claims_per_payment: 10, ..Temper::default() };
        let mut payer = Payer::new(*seeds.next().expect("one each"), temper);
        for bytes in files.values() {
            payer.receive(bytes, jiff::civil::date(2026, 10, 2).at(10, 0, 0, 0)).expect("a payer takes it");
        }
        let all = payer.deliver(jiff::civil::date(2027, 3, 1).at(0, 0, 0, 0));
        all.into_iter().map(|answer| (answer.name, answer.text.into_bytes())).collect()
    })
}

/// Payers' folders, as the program finds them from the ground's folder.
struct Beside(PathBuf);

impl Transports for Beside {
    fn of(&self, payer: &PayerProfile) -> Result<Box<dyn Transport>, NoWay> {
        let mut payer = payer.clone();
        if let Way::Folder { out, r#in, .. } = &mut payer.submission.transport {
            for folder in [out, r#in] {
                *folder = self.0.join(&*folder).to_string_lossy().into_owned();
            }
        }
        Mailboxes::with_secrets(&self.0).of_whole_files().of(&payer)
    }
}

/// The use cases over a ground in this process, by another clock than the machine's.
pub async fn house_later(ground: &Ground, later: jiff::SignedDuration) -> (House, SqlStore, Place) {
    house_at(ground, &(jiff::Timestamp::now() + later).to_string()).await
}

/// Likewise, at an instant.
pub async fn house_at(ground: &Ground, instant: &str) -> (House, SqlStore, Place) {
    let (mut house, store, at) = house(ground).await;
    house.put_clock(instant);
    house.app.transports = Arc::new(Beside(ground.folder.path().to_owned()));
    (house, store, at)
}

/// Everything of claims, files and money that is on record, without instants and the ids of single runs.
const RECORD: &[(&str, &str)] = &[
    ("standing", "select claim_id, state, acts, outcome, paid_cents, share_cents from claim_standing"),
    ("event", "select claim_id, event, kind, file_id from claim_event"),
    ("sent", "select file_id, kind from claim_file_event where kind = 'transmitted'"),
    ("received", "select name, size, sha256 from received_file"),
    (
        "became",
        "select f.name, f.size, e.event, e.kind from received_event e
            join received_file f on f.practice_id = e.practice_id and f.received_id = e.received_id",
    ),
    ("chunk", "select count(*) from received_chunk"),
    ("payment", "select payer_id, trace, total_cents, claims, unmatched, paid_on from payment"),
    (
        "adjudication",
        "select p.trace, a.place, a.claim_id, a.status, a.outcome, a.charge_cents, a.paid_cents, a.share_cents
            from adjudication a join payment p on p.practice_id = a.practice_id and p.payment_id = a.payment_id",
    ),
    (
        "adjustment",
        "select p.trace, a.place, a.adjustment, a.claim_id, a.adjustment_group, a.reason, a.cents
            from adjustment a join payment p on p.practice_id = a.practice_id and p.payment_id = a.payment_id",
    ),
    ("journal", "select why, of_name, on_date from journal"),
    (
        "posting",
        "select j.why, j.of_name, p.posting, p.account, p.claim_id, p.line_id, p.patient_id, p.payer_id, p.trace,
            p.cents
            from posting p join journal j on j.practice_id = p.practice_id and j.journal_id = p.journal_id",
    ),
    (
        "audit",
        "select action, subject_kind, count(*) from audit_event
            where subject_kind in ('payment', 'received_file')
                or (subject_kind = 'claim_file' and action = 'transmitted')
            group by action, subject_kind",
    ),
];

/// The record in lines, in order; and the books, which must balance.
#[tokio::main]
pub async fn on_record(ground: &Ground) -> Vec<String> {
    let (house, store, at) = house(ground).await;
    let books = app::remittance::books(&house.app, &operator(), at).await.expect("the books");
    assert!(books.is_balanced(), "{books:?}");
    let mut lines = app::people::dump(&house.app, &operator(), at).await.expect("a dump");
    lines.push(format!("{books:?}"));
    let mut tx = store.db().begin_read(&Scope::of(at.organization.0)).await.expect("a transaction");
    for (name, sql) in RECORD {
        for row in tx.query(&Query::new(name, sql), Vec::new()).await.expect("a query of ours") {
            let cells: Vec<String> = (0..row.len()).map(|place| cell(&row, place)).collect();
            lines.push(format!("{name}: {}", cells.join(" ")));
        }
    }
    drop(tx);
    drop(house);
    store.close().await;
    lines.sort_unstable();
    lines
}

/// A cell as whatever type its engine gives it in.
fn cell(row: &Row, place: usize) -> String {
    let text = row.get::<Option<String>>(place);
    let id = || row.get::<Option<uuid::Uuid>>(place).map(|it| it.map(|id| id.to_string()));
    let number = || row.get::<Option<i64>>(place).map(|it| it.map(|number| number.to_string()));
    let day = || row.get::<Option<jiff::civil::Date>>(place).map(|it| it.map(|day| day.to_string()));
    let bytes = || row.get::<Option<Vec<u8>>>(place).map(|it| it.map(|bytes| format!("{bytes:02x?}")));
    let read = text.or_else(|_| id()).or_else(|_| number()).or_else(|_| day()).or_else(|_| bytes());
    read.expect("a type of ours").unwrap_or_else(|| "-".to_owned())
}
