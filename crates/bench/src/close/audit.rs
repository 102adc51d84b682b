//! `close_audit`: people write, strike, withdraw and enter late, at random; the answers kept along the way must be those
//! that a recompute from the raw record finds.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::{Context, Result};
use ccm::basics::{ContactId, PatientId};
use uuid::Uuid;

use super::SEED;
use super::ground::Ground;
use super::product::{NOW, Ours, one_worker};
use crate::Size;
use crate::databases::{Databases, connect, is_server};
use crate::line::{Check, Figure};
use crate::population::dice::Dice;
use crate::population::setup::practitioner_key;
use crate::population::{Population, contact_of};

/// Edits of one file.
const FILE: u32 = 100;

/// What a practice would have to write down again to be at the beginning: everything that is kept of an open month.
const FORGET: [&str; 8] = [
    "delete from determination_line",
    "delete from determination_hold",
    "delete from determination_exclusion",
    "delete from determination",
    "delete from stale_answer",
    "delete from month_batch",
    "delete from open_month",
    "delete from feed_cursor",
];

pub fn run(size: Size) -> Result<bool> {
    // Few patients, so that many edits meet in one month; and no more work than the staff of so many can have done, or
    // everybody's minutes are everybody else's.
    let (patients_each, rounds, edits) = match size {
        Size::Small => (200, 2, 1_000),
        Size::Full => (2_000, 10, 10_000),
        Size::Nation => (20_000, 10, 100_000),
    };
    let population = Population { seed: SEED, practices: 1, patients_each };
    let mut is_held = true;
    for databases in Databases::all()? {
        is_held &= measure(databases, population, rounds, edits)?;
    }
    Ok(is_held)
}

fn measure(databases: Databases, population: Population, rounds: u32, edits: u32) -> Result<bool> {
    let ground = Ground::of(databases, population)?;
    let kept = ground.copy()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut typist = Typist::new(population);
    let (mut differences, mut changed) = (0u64, 0u64);
    let mut before = BTreeMap::new();
    for _ in 0..rounds {
        runtime.block_on(async {
            let ours = Ours::open(kept.url(), ground.keys(), NOW).await?;
            for _ in 0..edits / FILE {
                let place = *ours.places.first().context("a practice")?;
                let (who, file) = typist.file();
                let report = ours.house.record(place, &who, &file).await;
                report.map_err(|error| anyhow::anyhow!("{error:?}"))?;
                // Answers follow in the midst of it, too.
                ours.refresh(&one_worker()).await?;
            }
            ours.close().await;
            anyhow::Ok(())
        })?;
        kept.settle()?;
        let fresh = ground.copy_of(&kept)?;
        let found = answers(&runtime, kept.url())?;
        runtime.block_on(async {
            forget(fresh.url()).await?;
            let ours = Ours::open(fresh.url(), ground.keys(), NOW).await?;
            ours.refresh(&one_worker()).await?;
            ours.close().await;
            anyhow::Ok(())
        })?;
        let wanted = answers(&runtime, fresh.url())?;
        differences += different(&found, &wanted);
        changed += different(&before, &found);
        before = found;
    }
    let figures = [
        Figure::at_most("differences", differences as f64, 0.0),
        // Else the edits would have shown nothing.
        Figure::at_least("answers_changed_by_edits", changed as f64, f64::from(rounds)),
    ];
    let check = Check {
        workload: "close_audit",
        engine: ground.engine(),
        size: format!("{} edits of {} patients", rounds * edits, population.patients()),
        figures: &figures,
    };
    check.report()
}

type Answers = BTreeMap<Vec<u8>, Vec<u8>>;

fn different(one: &Answers, other: &Answers) -> u64 {
    let of = |patient: &Vec<u8>| one.get(patient) != other.get(patient);
    let patients: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
    patients.into_iter().filter(|patient| of(patient)).count() as u64
}

/// The hash of every patient's answer.
fn answers(runtime: &tokio::runtime::Runtime, url: &str) -> Result<Answers> {
    const ALL: &str = "select patient_id, sha256 from determination";
    if is_server(url) {
        return runtime.block_on(async {
            let rows = connect(url).await?.query(ALL, &[]).await?;
            rows.iter()
                .map(|row| Ok((row.try_get::<_, Uuid>(0)?.as_bytes().to_vec(), row.try_get(1)?)))
                .collect()
        });
    }
    let db = rusqlite::Connection::open(url)?;
    let mut statement = db.prepare(ALL)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

async fn forget(url: &str) -> Result<()> {
    let sql = FORGET.join("; ");
    if is_server(url) {
        return Ok(connect(url).await?.batch_execute(&sql).await?);
    }
    Ok(rusqlite::Connection::open(url)?.execute_batch(&sql)?)
}

/// Makes record files that are always right and often odd.
struct Typist {
    population: Population,
    dice: Dice,
    /// Lines typed so far: each has a command id of its own.
    typed: u64,
    /// Contacts that are not struck yet.
    contacts: Vec<String>,
}

impl Typist {
    fn new(population: Population) -> Self {
        let patients = (0..population.patients_each).map(|place| population.patient(0, place));
        let entries = patients.flat_map(|patient| patient.entries);
        let contacts = entries.map(|entry| ContactId(contact_of(entry.id)).to_string()).collect();
        Self { population, dice: Dice::new(SEED, 1), typed: 0, contacts }
    }

    /// Who types, and what: practitioners, who may record all of it.
    fn file(&mut self) -> (String, String) {
        let last = i64::from(self.population.practitioners_each()) - 1;
        let who = practitioner_key(0, self.dice.between(0, last) as u32);
        let mut file = String::new();
        let mut new = Vec::new();
        for _ in 0..FILE {
            self.typed += 1;
            let id = format!("edit-{}", self.typed);
            let line = self.line(&who, &id, &mut new);
            let _ = writeln!(file, "{{\"command_id\":\"{id}\",{line}}}");
        }
        // What is typed in this file can be struck in the next.
        self.contacts.append(&mut new);
        (who, file)
    }

    fn line(&mut self, who: &str, id: &str, new: &mut Vec<String>) -> String {
        let place = self.dice.between(0, i64::from(self.population.patients_each) - 1) as u32;
        let patient = PatientId(self.population.patient(0, place).id);
        let day = self.dice.between(1, 31);
        let at = format!("2026-03-{day:02}T{:02}:{:02}", self.dice.between(0, 23), self.dice.between(0, 59));
        match self.dice.between(0, 99) {
            0..=59 => {
                new.push(id.to_owned());
                let activities = ["phone_call_patient", "care_plan", "record_review", "scheduling"];
                let activity = activities[self.dice.between(0, 3) as usize];
                let program = if self.dice.percent(5) { "PCM" } else { "CCM" };
                // A few end in the month after.
                let (minutes, seconds) = (self.dice.between(0, 1), self.dice.between(1, 59));
                format!(
                    "\"record\":\"contact\",\"patient\":\"{patient}\",\"program\":\"{program}\",\"started\":\"{at}\",\"minutes\":{minutes},\"seconds\":{seconds},\"activity\":\"{activity}\",\"live_contact\":false"
                )
            }
            60..=84 if !self.contacts.is_empty() => {
                let last = self.contacts.len() as i64 - 1;
                let struck = self.contacts.swap_remove(self.dice.between(0, last) as usize);
                format!("\"record\":\"strike\",\"contact\":\"{struck}\",\"reason\":\"typed wrong\"")
            }
            85..=88 => format!(
                "\"record\":\"revocation\",\"patient\":\"{patient}\",\"program\":\"CCM\",\"at\":\"{at}\""
            ),
            89..=92 => format!(
                "\"record\":\"consent\",\"patient\":\"{patient}\",\"program\":\"CCM\",\"form\":\"verbal\",\"at\":\"{at}\",\"practitioner\":\"{who}\",\"elements\":[\"service_available\",\"cost_sharing\",\"one_practitioner\",\"stop_any_time\"]"
            ),
            93..=95 => format!(
                "\"record\":\"stay\",\"patient\":\"{patient}\",\"kind\":\"inpatient\",\"from\":\"2026-03-{day:02}\",\"to\":\"2026-03-{:02}\"",
                (day + 2).min(31)
            ),
            96..=97 => format!(
                "\"record\":\"visit\",\"patient\":\"{patient}\",\"code\":\"99213\",\"date\":\"2026-03-{day:02}\",\"practitioner\":\"{who}\""
            ),
            _ => format!(
                "\"record\":\"complexity\",\"patient\":\"{patient}\",\"level\":\"high\",\"signed\":true,\"date\":\"2026-03-{day:02}\",\"practitioner\":\"{who}\""
            ),
        }
    }
}
