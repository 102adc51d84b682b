//! Who comes in where: every route of the pages, as everybody, in a table that is reviewed like code.
//!
//! Routes are those of `web/src/paths/routes.rs`, where each is written once. A changed figure is a change in access. After a
//! meant one: `PERENNIAL_SNAPSHOT=write cargo nextest run -p server -E 'test(access)'`, and read what changed.

use std::fmt::Write;
use std::sync::Arc;

use app::access::{DemoPerson, NewSession};
use app::{App, Place};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use ccm::basics::{PatientId, Timestamp};
use ccm::people::Identifier;
use synthetic::{DeedKind, Demo};
use testkit::house::{House, operator};
use tower::ServiceExt;

use crate::common::{self, Ground};

const PATHS: &str = include_str!("../../../web/src/paths/routes.rs");
const AGREED: &str = include_str!("access.txt");
/// Ten minutes to ten in Oregon, on the demo's own morning.
const NOW: &str = "2026-10-16T16:50:00Z";

#[tokio::test]
async fn access_to_every_route_is_as_agreed() {
    let ground = common::sqlite();
    ground.run(&["demo", "--once", "--folder", "play"]);
    let table = Table::of(&ground).await.drawn().await;
    if std::env::var("PERENNIAL_SNAPSHOT").is_ok_and(|word| word == "write") {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages/access.txt");
        std::fs::write(file, table).expect("the snapshot is written");
        return;
    }
    let changed: Vec<String> = lines_apart(AGREED, &table);
    assert!(changed.is_empty(), "access has changed:\n{}", changed.join("\n"));
}

/// `- agreed` and `+ found`, of lines that only one of the two has.
fn lines_apart(agreed: &str, found: &str) -> Vec<String> {
    let missing = agreed.lines().filter(|line| !found.lines().any(|other| other == *line));
    let further = found.lines().filter(|line| !agreed.lines().any(|other| other == *line));
    missing.map(|line| format!("- {line}")).chain(further.map(|line| format!("+ {line}"))).collect()
}

struct Table {
    app: App,
    pages: Router,
    /// One for each standing.
    people: Vec<DemoPerson>,
    patients: Vec<(&'static str, PatientId)>,
    _keys: House,
}

impl Table {
    async fn of(ground: &Ground) -> Self {
        let database = ground.path("play/perennial.db");
        let keys = exchange::keys::FileKeys::open(&ground.path("play/perennial.db.keys/master.key"));
        let url = database.to_string_lossy();
        let store =
            store::SqlStore::open(&url, db::Options::default(), Arc::new(keys.expect("the demo's keys")));
        let house = House::over(Arc::new(store.await.expect("the demo's database")), NOW);
        let app = App { is_demo: true, ..house.app.clone() };
        let every = std::num::NonZeroU32::new(1_000_000).expect("more than none");
        let limits = web::Limits {
            requests_per_second: every,
            requests_at_once: every,
            sign_ins_per_minute: every,
            ..web::Limits::default()
        };
        let pages = web::router(app.clone(), web::WebOptions { limits, ..web::WebOptions::default() });
        let mut people = app::access::demo_people(&app).await.expect("the demo's people");
        people.dedup_by_key(|person| person.standing);
        let patients = charts(&app, people[0].organization).await;
        Self { app, pages, people, patients, _keys: house }
    }

    async fn drawn(&self) -> String {
        let mut out = String::from("who: signed out");
        for person in &self.people {
            let _ = write!(out, ", {}", person.standing.word());
        }
        out.push('\n');
        for (method, route, path) in self.rows() {
            let _ = write!(out, "{:<4} {route:<74}", method.as_str());
            let _ = write!(out, " {}", self.asked(&method, &path, None).await);
            for person in &self.people {
                let _ = write!(out, " {}", self.asked(&method, &path, Some(person)).await);
            }
            out.push('\n');
        }
        out
    }

    /// Method, what the row is called, and the address that is asked for.
    fn rows(&self) -> Vec<(Method, String, String)> {
        let mut rows = Vec::new();
        for route in routes() {
            let of_patient = route.starts_with("/patients/{");
            let whose: Vec<(String, String)> = match of_patient {
                true => {
                    self.patients.iter().map(|(whose, id)| (format!(" {whose}"), id.to_string())).collect()
                }
                false => vec![(String::new(), "none".to_owned())],
            };
            for (whose, id) in whose {
                for method in [Method::GET, Method::POST] {
                    rows.push((method, format!("{route}{whose}"), filled(route, &id)));
                }
            }
        }
        rows
    }

    /// The answer's status, to somebody who has just signed in.
    async fn asked(&self, method: &Method, path: &str, who: Option<&DemoPerson>) -> u16 {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1");
        request = request.header("sec-fetch-site", "same-origin");
        if let Some(person) = who {
            let session = self.session(person).await;
            let token = web::door::csrf::masked(&session.signed_in.csrf.0);
            let cookie = format!("{}={}", web::door::cookies::SESSION, session.token.text());
            request = request.header(header::COOKIE, cookie).header(web::door::csrf::HEADER, token);
        }
        if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Body::empty()).expect("a request");
        self.pages.clone().oneshot(request).await.expect("an answer").status().as_u16()
    }

    async fn session(&self, person: &DemoPerson) -> NewSession {
        let session = app::access::demo_sign_in(&self.app, person.organization, person.person, "test").await;
        let mut session = session.expect("a session");
        if session.signed_in.practice.is_none() {
            let here = session.signed_in.practices.iter().find(|card| card.key == "larkspur-im");
            let here = here.expect("everybody is somebody there").id;
            app::access::choose_practice(&self.app, &session.signed_in, here).await.expect("chosen");
            session.signed_in.practice = Some(here);
        }
        session
    }
}

/// A chart on the auditor's list, one of the trainee's, and one that is neither.
async fn charts(app: &App, organization: ccm::basics::OrganizationId) -> Vec<(&'static str, PatientId)> {
    let demo: Demo = synthetic::demo(2026);
    let assigned = demo.deeds.iter().find_map(|deed| match &deed.what {
        DeedKind::Assign { mrn, to } if to == "delacroix" => Some(mrn.clone()),
        _ => None,
    });
    let listed = demo.deeds.iter().find_map(|deed| match &deed.what {
        DeedKind::ListForReview { mrns, .. } => mrns.first().cloned(),
        _ => None,
    });
    let other = demo.expectations.iter().find(|one| one.story == "eighty-simple").map(|one| one.mrn.clone());
    let wanted = [("(listed)", listed), ("(assigned to the trainee)", assigned), ("(neither)", other)];
    let nowhere = Place { organization, practice: None };
    let mut work = app.begin_read(&operator(), nowhere).await.expect("a look");
    let practices = work.tx.practices().await.expect("practices");
    let practice = practices.iter().find(|one| one.key == "larkspur-im").expect("the demo's").id;
    let identifiers = wanted.each_ref().map(|(_, mrn)| Identifier {
        system: synthetic::MRN_SYSTEM.to_owned(),
        value: mrn.clone().expect("the story is told"),
    });
    let found = work.tx.find_patients(practice, &identifiers).await.expect("patients");
    wanted.iter().zip(found).map(|((whose, _), ids)| (*whose, ids[0])).collect()
}

/// Every route, as `paths/routes.rs` has it.
fn routes() -> Vec<&'static str> {
    let constants = PATHS.lines().filter_map(|line| line.trim().strip_prefix("pub const "));
    let paths = constants.filter_map(|line| line.split_once("= \"")?.1.strip_suffix("\";"));
    let mut routes: Vec<&str> = paths.filter(|path| path.starts_with('/')).collect();
    routes.sort_unstable();
    routes.dedup();
    assert!(routes.len() > 15, "paths/routes.rs is read as it is written");
    routes
}

/// The month that is under way in the demo.
const MONTH: &str = "2026-10";

/// With a month that there is, the first of the other parts that vary as said, and nothing that there is for the rest.
fn filled(route: &str, first: &str) -> String {
    let mut parts = Vec::new();
    let mut next = first;
    for part in route.split('/') {
        match part.starts_with('{') {
            true if part == "{month}" => parts.push(MONTH),
            true => parts.push(std::mem::replace(&mut next, "none")),
            false => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn the_clock_of_the_test_is_on_the_demo_s_morning() {
    let now: Timestamp = NOW.parse().expect("an instant");
    let zone = ccm::basics::TimeZone::get("America/Los_Angeles").expect("a zone");
    assert_eq!(zone.to_datetime(now).date(), synthetic::demo(2026).opened_at.date());
}
