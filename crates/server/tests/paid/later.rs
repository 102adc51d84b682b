//! What was handed out, put aside or fetched slowly: a mailbox and a payer that come later.

use std::time::Duration;

use app::claim::{Arrived, InMemory, read_again, receive, send, send_file, set_aside, take_in};
use app::ports::outside::Unwatched;
use app::ports::transport::{Incoming, Trouble};
use app::{App, Place};
use ccm::remittance::Account;
use jiff::civil::date;
use synthetic::payer::{Payer, Temper};
use testkit::engines::each_place;
use testkit::house::operator;

use crate::{common, month_of, with_mailbox};

/// A mailbox so slow that somebody else writes while a file of it comes in.
struct Slow<'a> {
    app: &'a App,
    at: Place,
    left: Vec<Vec<u8>>,
}

#[async_trait::async_trait]
impl Incoming for Slow<'_> {
    async fn chunk(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        let operator = operator();
        let audited = self.app.audit_read(&operator, self.at, "ledger", "meanwhile", None);
        tokio::time::timeout(Duration::from_secs(5), audited).await.expect("nobody waits").expect("written");
        Ok(self.left.pop())
    }
}

/// What was handed out is not sent unasked; what was put into quarantine is read once it can be, or set aside.
#[tokio::test]
async fn a_mailbox_and_a_payer_that_come_later_change_what_can_be_done_and_nothing_by_themselves() {
    each_place(async |place, store| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let demo = common::write_demo(folder.path(), 76);
        let (house, at) = month_of(store, folder.path(), &demo, &demo.setup_toml).await;
        let _place = place;
        let app = &house.app;
        let (out, inbox) = (folder.path().join("out"), folder.path().join("in"));
        std::fs::create_dir_all(&out).expect("a folder");
        std::fs::create_dir_all(&inbox).expect("a folder");

        let later = with_mailbox(&demo.setup_toml, folder.path());
        house.set_up(&later).await.expect("a mailbox is agreed on");
        let sent = send(app, &operator(), at, &Unwatched).await.expect("a report");
        assert!(sent.files.iter().all(|file| file.outcome == "by_hand"), "{sent:?}");
        assert_eq!(std::fs::read_dir(&out).expect("a folder").count(), 0);
        let file = sent.files.first().expect("a file").file;
        let asked = send_file(app, &operator(), at, file, &Unwatched).await.expect("a report");
        assert_eq!(asked.files.iter().map(|file| file.outcome).collect::<Vec<_>>(), ["sent"]);
        let again = send_file(app, &operator(), at, file, &Unwatched).await;
        assert!(matches!(again, Err(app::Error::NotFound(_))), "{again:?}");
        // Sent is owed.
        let books = app::remittance::books(app, &operator(), at).await.expect("the books");
        let owed = books.balances.get(&Account::PayerReceivable).map_or(0, |cents| cents.0);
        assert_eq!(owed, app::claim::exported_file(app, &operator(), at, file).await.expect("it").total.0);

        // A remittance under a payer's id that nobody set up yet.
        let mut payer = Payer::new(7, Temper::generous());
        let bytes = std::fs::read(
            std::fs::read_dir(&out).expect("a folder").next().expect("one").expect("it").path(),
        );
        payer.receive(&bytes.expect("bytes"), date(2026, 10, 2).at(10, 0, 0, 0)).expect("taken");
        let answers = payer.deliver(date(2026, 11, 2).at(0, 0, 0, 0));
        let remittance = answers.iter().find(|one| one.name.starts_with("835")).expect("a remittance");
        let other =
            later.replace("\"02302\"\nfiling", "\"99999\"\nfiling").replace("MEDICARE PART B OR", "ANOTHER");
        assert_ne!(other, later);
        let other = other.replace("receiver_id         = \"02302\"", "receiver_id         = \"99998\"");
        house.set_up(&other).await.expect("set up anew");
        let mut slow = Slow {
            app,
            at,
            left: remittance.text.as_bytes().chunks(999).rev().map(<[u8]>::to_vec).collect(),
        };
        let arrived = Arrived { name: "r.835", way: "hand", payer: None };
        let (row, _) = receive(app, &operator(), at, arrived, &mut slow).await.expect("kept");
        let taken = take_in(app, &operator(), at, row.id).await.expect("told of");
        assert_eq!(taken.problems.first().map(|one| one.code.as_ref()), Some("unknown_payer"), "{taken:?}");
        let still = read_again(app, &operator(), at, row.id, &Unwatched).await.expect("told of");
        assert_eq!(still.outcome, "quarantined");
        house.set_up(&later).await.expect("set up as it was");
        let read = read_again(app, &operator(), at, row.id, &Unwatched).await.expect("read");
        assert!(read.posted.is_some(), "{read:?}");
        let told = read_again(app, &operator(), at, row.id, &Unwatched).await.expect("told of");
        assert!(told.outcome == "read" && told.posted.is_none(), "what was read is not read twice");
        let refused = set_aside(app, &operator(), at, row.id, "why not").await;
        assert!(matches!(refused, Err(app::Error::Conflict(_))), "{refused:?}");

        let arrived = Arrived { name: "letter.txt", way: "hand", payer: None };
        let mut letter = InMemory::of(b"Dear practice".to_vec());
        let (row, _) = receive(app, &operator(), at, arrived, &mut letter).await.expect("kept");
        take_in(app, &operator(), at, row.id).await.expect("told of");
        let silent = set_aside(app, &operator(), at, row.id, " ").await;
        assert!(matches!(silent, Err(app::Error::Invalid(_))), "{silent:?}");
        set_aside(app, &operator(), at, row.id, "a letter").await.expect("out of the way");
        let gone = read_again(app, &operator(), at, row.id, &Unwatched).await;
        assert!(matches!(gone, Err(app::Error::Conflict(_))), "{gone:?}");
    })
    .await;
}
