//! The audit log is tampered with behind the program's back, by somebody who owns the database: every way shows.

use std::sync::Arc;

use app::audit::{VerifyReport, seal, verify};
use ccm::audit::Broken;
use db::{Db, Options, Scope};
use testkit::engines;
use testkit::house::{House, operator};

const SETUP: &str = r#"
[organization]
key = "tampered"
name = "Tampered"
[[practices]]
key = "practice"
name = "PRACTICE"
npi = "1900000013"
tin = "930000017"
taxonomy = "207R00000X"
setting = "physician"
place_of_service = "11"
time_zone = [{ from = 2000-01-01, name = "America/Chicago" }]
address = { street = "1 Alder Way", city = "Salem", state = "OR", zip = "973011234" }
"#;

/// A way of tampering: what is done to the tables, and how it must show.
struct Tampering {
    name: &'static str,
    sql: &'static [&'static str],
    shows: fn(&Broken) -> bool,
}

const WAYS: &[Tampering] = &[
    Tampering {
        name: "altered",
        sql: &["update audit_event set action = 'nothing' where action = 'set_up'"],
        shows: |broken| matches!(broken, Broken::Altered { .. }),
    },
    Tampering {
        name: "removed",
        sql: &["delete from audit_event where action = 'set_up'"],
        shows: |broken| matches!(broken, Broken::Removed { .. }),
    },
    Tampering {
        name: "reordered",
        sql: &[
            "update audit_number set number = 1000 where number = 1",
            "update audit_number set number = 1 where number = 2",
            "update audit_number set number = 2 where number = 1000",
        ],
        shows: |broken| matches!(broken, Broken::SealMismatch { .. }),
    },
    Tampering {
        name: "cut off, numbers left",
        sql: &["delete from audit_seal where first > 1"],
        shows: |broken| matches!(broken, Broken::Truncated { .. }),
    },
    Tampering {
        name: "cut off clean",
        sql: &[
            "delete from audit_event where audit_event_id in
                (select audit_event_id from audit_number where number >= (select max(first) from audit_seal))",
            "delete from audit_number where number >= (select max(first) from audit_seal)",
            "delete from audit_seal where first = (select max(first) from audit_seal)",
        ],
        shows: |broken| matches!(broken, Broken::Truncated { .. }),
    },
    Tampering {
        name: "slipped in",
        sql: &["delete from audit_seal", "delete from audit_number"],
        shows: |broken| matches!(broken, Broken::Unnumbered { .. }),
    },
    Tampering {
        name: "signed by somebody else",
        sql: &["update audit_seal set signature = public_key"],
        shows: |broken| matches!(broken, Broken::BadSignature { .. }),
    },
];

/// Runs statements as the database's owner; on SQLite the refusing triggers go first.
async fn tamper(url: &str, organization: uuid::Uuid, sql: &[&'static str]) {
    let owner = Options { role: "postgres".to_owned(), ..Options::default() };
    let db = Db::open(url, owner).await.expect("the owner gets in");
    let mut tx = db.begin(&Scope::of(organization)).await.expect("a transaction");
    let triggers = ["audit_event", "audit_number", "audit_seal"].iter().flat_map(|table| {
        ["is_written_once", "is_never_deleted"].map(|name| &*format!("drop trigger {table}_{name}").leak())
    });
    let first: Vec<&'static str> = match db.engine() {
        db::Engine::Sqlite => triggers.collect(),
        db::Engine::Postgres => Vec::new(),
    };
    for statement in first.into_iter().chain(sql.iter().copied()) {
        let query = db::Query::new("tamper", statement);
        tx.exec(&query, Vec::new()).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
    tx.commit().await.expect("it is kept");
}

/// A house with a chain of two seals.
async fn sealed(place: &engines::Place) -> (House, app::Place) {
    let house = House::over(Arc::new(place.store().await), "2026-09-01T12:00:00Z");
    let at = house.set_up(SETUP).await.expect("a setup");
    house.set_up(SETUP).await.expect("again");
    seal(&house.app, at.organization, "test").await.expect("a seal");
    house.app.audit_read(&operator(), at, "chart", "one", None).await.expect("an event");
    house.app.audit_read(&operator(), at, "chart", "two", None).await.expect("an event");
    seal(&house.app, at.organization, "test").await.expect("a second seal");
    (house, at)
}

async fn verified(house: &House, at: app::Place) -> VerifyReport {
    verify(&house.app, &operator(), at).await.expect("an answer")
}

#[tokio::test]
async fn a_chain_that_nobody_touched_holds() {
    for place in engines::Place::all() {
        let (house, at) = sealed(&place).await;
        let report = verified(&house, at).await;
        assert_eq!((report.broken, report.seals, report.unsealed), (Vec::new(), 2, 0), "{}", place.url);
    }
}

#[tokio::test]
async fn every_way_of_tampering_shows_on_both_engines() {
    for way in WAYS {
        for place in engines::Place::all() {
            let (house, at) = sealed(&place).await;
            tamper(&place.url, at.organization.0, way.sql).await;
            let report = verified(&house, at).await;
            assert!(
                report.broken.iter().any(way.shows),
                "{} on {}: {:?}",
                way.name,
                place.url,
                report.broken
            );
        }
    }
}
