//! A house with people in it who sign in, on each engine.

use std::sync::Arc;

use app::access::*;
use app::{App, Place};
use ccm::access::Password;
use ccm::basics::*;
use testkit::engines;
use testkit::house::{House, operator};

pub const NOW: &str = "2026-09-14T15:00:00Z";
pub const PHRASE: &str = "wren ladder mossy 9";

/// No way to a fresh proof.
pub const NOTHING: StepUpWays = StepUpWays { password: false, code: false, passkey: false, provider: false };

const SETUP: &str = r#"
[organization]
key = "walls"
name = "Walls"
[[practices]]
key = "north"
name = "NORTH"
npi = "1900000013"
tin = "930000017"
taxonomy = "207R00000X"
setting = "physician"
place_of_service = "11"
time_zone = [{ from = 2000-01-01, name = "America/Chicago" }]
address = { street = "1 Alder Way", city = "Salem", state = "OR", zip = "973011234" }
[[practices]]
key = "south"
name = "SOUTH"
npi = "1900000013"
tin = "930000017"
taxonomy = "207R00000X"
setting = "physician"
place_of_service = "11"
time_zone = [{ from = 2000-01-01, name = "America/Chicago" }]
address = { street = "2 Alder Way", city = "Salem", state = "OR", zip = "973011234" }
"#;

/// (login, role, practices, last day)
const PEOPLE: &[(&str, &str, &[&str], Option<&str>)] = &[
    ("ada", "administrator", &["north"], None),
    ("max", "practice_manager", &["north"], None),
    ("dora", "md", &["north"], None),
    ("rhea", "rn", &["north", "south"], None),
    ("bill", "biller", &["north"], None),
    ("tess", "trainee", &["north"], None),
    ("rolf", "auditor", &["north"], Some("2026-09-20")),
    ("cora", "compliance", &["north"], None),
];

/// A house over one engine, and where its practices are.
pub struct Walls {
    pub house: House,
    pub north: Place,
    pub south: Place,
}

impl Walls {
    pub async fn over(place: &engines::Place) -> Self {
        let house = House::over(Arc::new(place.store().await), NOW);
        let mut setup = SETUP.to_owned();
        for (login, role, practices, until) in PEOPLE {
            setup.push_str(&format!(
                "[[people]]\nkey = \"{login}\"\nfamily = \"Quill\"\ngiven = \"{login}\"\nlogin = \"{login}\"\n"
            ));
            for practice in *practices {
                let until = until.map_or(String::new(), |until| format!("until = {until}\n"));
                setup.push_str(&format!(
                    "[[people.roles]]\npractice = \"{practice}\"\nrole = \"{role}\"\nfrom = 2026-01-01\n{until}"
                ));
            }
        }
        let report = app::people::set_up(&house.app, &operator(), &setup).await.expect("a setup");
        let at = |key: &str| {
            let practice = report.practices.iter().find(|(known, _)| known == key).map(|(_, id)| *id);
            Place { organization: report.organization, practice }
        };
        Self { north: at("north"), south: at("south"), house }
    }

    pub fn app(&self) -> &App {
        &self.house.app
    }

    /// Invites somebody as the operator, and accepts for them.
    pub async fn admit(&self, login: &str) -> NewSession {
        let invitation = invite(self.app(), &operator(), self.north, login).await.expect("an invitation");
        let password = Password::new(PHRASE);
        let accepted = accept_invitation(self.app(), &invitation.token, &password, &address(), "test").await;
        done(accepted.expect("an answer"))
    }

    /// As [`Walls::admit`], at a practice.
    pub async fn admit_at(&self, login: &str, place: Place) -> SignedIn {
        let new = self.admit(login).await;
        choose_practice(self.app(), &new.signed_in, place.practice.expect("a practice"))
            .await
            .expect("a place");
        self.who(&new.token).await.expect("a live session")
    }

    pub async fn who(&self, token: &SessionToken) -> Option<SignedIn> {
        who(self.app(), token).await.expect("an answer")
    }

    pub async fn try_in(&self, login: &str, password: &str) -> SignIn {
        let attempt = Attempt {
            organization: None,
            login: login.to_owned(),
            password: Password::new(password),
            address: address(),
            device: "test".to_owned(),
        };
        sign_in(self.app(), &attempt).await.expect("an answer")
    }

    /// A patient of a practice.
    pub async fn patient(&self, place: Place, mrn: &str) -> PatientId {
        let mut hand = testkit::hand::Hand::of(mrn.as_bytes()[0], vec![testkit::hand::patient(mrn)]);
        self.house.import(place, &mut hand).await.expect("an import");
        let mut work = self.app().begin_read(&operator(), place).await.expect("a transaction");
        let wanted = ccm::people::Identifier { system: String::new(), value: mrn.to_owned() };
        let found = work.tx.find_patients(place.practice.expect("a practice"), &[wanted]).await;
        found.expect("an answer")[0][0]
    }

    /// Every audit event as text: what it is about, then all of it.
    pub async fn events(&self) -> Vec<(String, String)> {
        let mut work = self.app().begin_read(&operator(), self.north).await.expect("a transaction");
        let events = work.tx.events(None, 10_000).await.expect("events");
        events
            .into_iter()
            .map(|event| {
                let whole = serde_json::to_string(&event).expect("JSON");
                (format!("{} {}", event.action, event.subject_kind), whole)
            })
            .collect()
    }

    pub async fn count(&self, what: &str) -> usize {
        self.events().await.iter().filter(|(about, _)| about == what).count()
    }
}

pub fn address() -> Address {
    Address::new("203.0.113.77")
}

pub fn done(answer: SignIn) -> NewSession {
    match answer {
        SignIn::Done(new) => *new,
        other => panic!("not signed in: {other:?}"),
    }
}

/// Runs a test on each engine.
pub async fn each(test: impl AsyncFn(Walls)) {
    for place in engines::Place::all() {
        eprintln!("on {}", place.url.split(':').next().unwrap_or_default());
        test(Walls::over(&place).await).await;
    }
}
