//! What becomes of the demo's claims: they go out through a folder, and a payer of our own making answers in the days and
//! months after, through the same folder.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use app::Place;
use app::claim::{Arrived, ClaimsQuery, InMemory};
use app::ports::outside::Unwatched;
use ccm::basics::ServiceMonth;
use ccm::claim::{Claim, ClaimState};
use jiff::civil::DateTime;
use synthetic::payer::{AnswerFile, AnswerKind, DENIALS, Fees, Payer, Story, Temper};

use super::clinics::Stage;
use crate::wiring;

/// What Medicare takes away of a folder, and where it lays its answers.
pub(super) struct Mailbox {
    pub(super) out: PathBuf,
    pub(super) inbox: PathBuf,
}

impl Mailbox {
    pub(super) fn in_folder(folder: &Path) -> Result<Self> {
        let made = |name: &str| -> Result<PathBuf> {
            let path = folder.join("medicare").join(name);
            std::fs::create_dir_all(&path)?;
            Ok(path.canonicalize()?)
        };
        Ok(Self { out: made("out")?, inbox: made("in")? })
    }

    /// The setup file with the way to it.
    pub(super) fn within(&self, setup: &str) -> Result<String> {
        let text = |path: &Path| path.to_str().map(str::to_owned).context("a folder whose name is text");
        Ok(synthetic::with_mailbox(setup, &text(&self.out)?, &text(&self.inbox)?))
    }
}

/// The payer, and all that was written to it.
pub(super) struct Correspondence<'a> {
    stage: &'a Stage<'a>,
    place: Place,
    mailbox: &'a Mailbox,
    payer: Payer,
    has_broken_off: bool,
}

impl<'a> Correspondence<'a> {
    /// Sends what was exported of a month; the payer has it in the same minute.
    pub(super) async fn begin(
        stage: &'a Stage<'a>,
        place: Place,
        mailbox: &'a Mailbox,
        (of, seed, at): (ServiceMonth, u64, DateTime),
    ) -> Result<Self> {
        stage.set(at)?;
        let fees = Fees { allowed: expected(stage, place, of).await?, ..Fees::default() };
        // Whatever else is dealt: one is refused as not necessary, which can be appealed.
        let unnecessary = DENIALS.into_iter().find(|one| one.reason == "50");
        let first = unnecessary.map(Story::Denied).into_iter().collect();
        let payer = Payer::new(seed, Temper { fees, first, ..Temper::default() });
        let mut correspondence = Self { stage, place, mailbox, payer, has_broken_off: false };
        let sent = app::claim::send(stage.app, &wiring::operator(), place, &Unwatched).await?;
        crate::commands::claims::print_send(&sent);
        for file in std::fs::read_dir(&correspondence.mailbox.out)? {
            let bytes = std::fs::read(file?.path())?;
            correspondence.payer.receive(&bytes, at).context("a file that a payer takes")?;
        }
        Ok(correspondence)
    }

    /// Takes in all that is answered until then, each file at its hour.
    pub(super) async fn until(&mut self, until: DateTime) -> Result<()> {
        let mut answers = self.payer.deliver(until);
        answers.sort_by(|a, b| (a.arrives, &a.name).cmp(&(b.arrives, &b.name)));
        for AnswerFile { name, text, arrives, kind } in answers {
            self.stage.set(arrives)?;
            // One breaks off on its way, as files do. It is put aside whole; the whole one counts.
            if kind == AnswerKind::Remittance && !std::mem::replace(&mut self.has_broken_off, true) {
                let half = text.get(..text.len() / 2).unwrap_or_default();
                lay(&self.mailbox.inbox.join(format!("part-{name}")), half)?;
            }
            lay(&self.mailbox.inbox.join(name), &text)?;
            let polled =
                app::claim::poll(self.stage.app, &wiring::operator(), self.place, &Unwatched).await?;
            anyhow::ensure!(polled.troubles.is_empty(), "{:?}", polled.troubles);
        }
        Ok(())
    }

    /// Brings the files of payers without a mailbox to them by hand, with what they answer taken back the same way.
    pub(super) async fn by_hand(&mut self, at: DateTime, until: DateTime) -> Result<()> {
        let (app, operator) = (self.stage.app, wiring::operator());
        let waiting = app::claim::send(app, &operator, self.place, &Unwatched).await?;
        for (number, file) in waiting.files.iter().enumerate() {
            self.stage.set(at)?;
            let whole = app::claim::exported_file(app, &operator, self.place, file.file).await?;
            let confirmation = format!("P{:06}", number + 1);
            app::claim::confirm(app, &operator, self.place, file.file, &confirmation).await?;
            self.payer.receive(&whole.body, at).context("a file that a payer takes")?;
        }
        for AnswerFile { name, text, arrives, .. } in self.payer.deliver(until) {
            self.stage.set(arrives)?;
            let arrived = Arrived { name: &name, way: "hand", payer: None };
            let mut bytes = InMemory::of(text.into_bytes());
            let (kept, _) = app::claim::receive(app, &operator, self.place, arrived, &mut bytes).await?;
            app::claim::take_in(app, &operator, self.place, kept.id).await?;
        }
        Ok(())
    }

    /// How many claims stand where, and what the books come to.
    pub(super) async fn print(&self) -> Result<()> {
        let (app, operator) = (self.stage.app, wiring::operator());
        let mut counts: BTreeMap<ClaimState, usize> = BTreeMap::new();
        let mut query = ClaimsQuery::default();
        loop {
            let page = app::claim::claims(app, &operator, self.place, &query).await?;
            page.rows.iter().for_each(|row| *counts.entry(row.claim.state).or_default() += 1);
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
        for (state, count) in counts {
            println!("  {count:>4} claim(s) {}", state.word());
        }
        let books = app::remittance::books(app, &operator, self.place).await?;
        for (account, cents) in &books.balances {
            println!("  {:<24} ${cents}", account.word());
        }
        let said = if books.is_balanced() { "every entry balances" } else { "THE BOOKS DO NOT BALANCE" };
        println!("  {:<24} ${}: {said}", "total", books.total);
        Ok(())
    }
}

/// As a file that has lain there for an hour: one that was just written waits for the next round.
fn lay(path: &Path, text: &str) -> Result<()> {
    let mut file = std::fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    Ok(file.set_modified(SystemTime::now() - Duration::from_secs(3_600))?)
}

/// What the fee schedule gives for a unit of each code that was billed: a payer that pays by it is seldom short.
async fn expected(
    stage: &Stage<'_>,
    place: Place,
    of: ServiceMonth,
) -> Result<BTreeMap<String, synthetic::payer::Cents>> {
    let mut work = stage.app.begin_read(&wiring::operator(), place).await?;
    let practice = work.practice_id()?;
    let mut fees = BTreeMap::new();
    for row in work.tx.claims(practice, of).await? {
        let claim: Claim = serde_json::from_slice(&row.body)?;
        for line in claim.lines {
            let Some(fee) = line.expected else { continue };
            let unit = fee.0 / i64::from(line.units.max(1));
            fees.insert(line.code.as_str().to_owned(), synthetic::payer::Cents(unit));
        }
    }
    Ok(fees)
}
