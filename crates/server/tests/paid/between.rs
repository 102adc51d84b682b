//! A practice and a payer with two folders between them, day by day.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, SystemTime};

use app::Place;
use app::claim::{export, poll, send};
use app::ports::outside::Unwatched;
use ccm::basics::*;
use ccm::claim::ClaimState;
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use synthetic::payer::{Payer, Temper};
use testkit::house::{House, operator};

use crate::{MONTH, common, states};

pub struct Between<'a> {
    pub house: &'a House,
    pub at: Place,
    folder: &'a Path,
    payer: Payer,
    hour: DateTime,
    /// Names of files that the payer has.
    taken: BTreeSet<std::ffi::OsString>,
}

impl<'a> Between<'a> {
    pub fn new(house: &'a House, at: Place, folder: &'a Path, temper: Temper) -> Self {
        for name in ["out", "in"] {
            std::fs::create_dir_all(folder.join(name)).expect("a folder");
        }
        let hour = date(2026, 10, 2).at(10, 0, 0, 0);
        Self { house, at, folder, payer: Payer::new(7, temper), hour, taken: BTreeSet::new() }
    }

    /// What is reviewed is written into files.
    pub async fn reviewed(&self) {
        let (app, at) = (&self.house.app, self.at);
        let month = MONTH.parse().expect("a month");
        common::demo::reviewed(self.house, at, month).await;
        export(app, &operator(), at, month).await.expect("there is something to export");
    }

    /// What waits goes out, and the payer has it; its text.
    pub async fn sent(&mut self) -> String {
        send(&self.house.app, &operator(), self.at, &Unwatched).await.expect("a report");
        let mut text = String::new();
        for file in std::fs::read_dir(self.folder.join("out")).expect("a folder") {
            let file = file.expect("a file");
            if self.taken.insert(file.file_name()) {
                let bytes = std::fs::read(file.path()).expect("bytes");
                self.payer.receive(&bytes, self.hour).expect("a file that a payer takes");
                text += std::str::from_utf8(&bytes).expect("text");
            }
        }
        text
    }

    /// Everything that comes back within so many days.
    pub async fn heard(&mut self, days: i64) {
        let until = self.hour.checked_add(days.days()).expect("a day");
        while self.hour < until {
            self.hour = self.hour.checked_add(1.days()).expect("a day");
            for answer in self.payer.deliver(self.hour) {
                let path = self.folder.join("in").join(&answer.name);
                std::fs::write(&path, &answer.text).expect("a file");
                // What was written just now may be under way still.
                let file = std::fs::File::options().append(true).open(&path).expect("a file");
                file.set_modified(SystemTime::now() - Duration::from_secs(3_600)).expect("an hour ago");
            }
            let now = TimeZone::UTC.to_timestamp(self.hour).expect("an instant");
            self.house.put_clock(&now.to_string());
            let polled = poll(&self.house.app, &operator(), self.at, &Unwatched).await.expect("a report");
            assert!(polled.troubles.is_empty(), "{:?}", polled.troubles);
            assert!(polled.taken.iter().all(|taken| taken.outcome == "read"), "{:?}", polled.taken);
        }
    }

    pub async fn state(&self, claim: ClaimId) -> ClaimState {
        let mut work = self.house.app.begin_read(&operator(), self.at).await.expect("a transaction");
        let practice = work.practice_id().expect("a practice");
        let row = work.tx.claim(practice, &claim.to_string()).await.expect("a query").expect("it is there");
        drop(work);
        let all = states(&self.house.app, self.at).await;
        all.into_iter().find(|(number, _)| *number == row.number).expect("listed").1
    }
}
