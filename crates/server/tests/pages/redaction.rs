//! Nothing that tells who a patient is gets into a log, an address or a figure, whatever anybody asks for.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use serde_json::Value;

use crate::common;
use crate::http::Served;

/// Pages walked as each person.
const PAGES: usize = 120;
/// Live connections do not end by themselves.
const NOT_WALKED: [&str; 3] = ["/live", "/files/", "/sign-out"];

#[test]
fn no_log_and_no_address_says_who_a_patient_is() {
    let ground = common::sqlite();
    ground.run(&["demo", "--once", "--folder", "play"]);
    let (identities, searches) = identities();
    let mut seen = BTreeSet::new();
    let mut walked = 0;
    {
        let served = Served::demo(&ground, "play", "served.log");
        let page = served.ask("GET", "/sign-in", "", "");
        let organization = page.values_of("name=\"organization\" value").first().map(|id| (*id).to_owned());
        let organization = organization.expect("the demo's sign-in page names the organization");
        let people: BTreeSet<String> =
            page.values_of("name=\"person\" value").iter().map(|id| (*id).to_owned()).collect();
        assert!(people.len() >= 9, "one for each role, found {}", people.len());
        // All of them first: further tries to sign in are soon too many for one address.
        let sign_in = |person: String| {
            let form = format!("organization={organization}&person={person}&back=%2F");
            let answer = served.ask("POST", "/sign-in/demo", "", &form);
            answer.cookie().unwrap_or_else(|| panic!("no session: {}", answer.head))
        };
        let cookies: Vec<String> = people.into_iter().map(sign_in).collect();
        for cookie in &cookies {
            walked += walk(&served, cookie, &mut seen);
        }
        for cookie in &cookies {
            wrong(&served, cookie, &searches);
        }
        for path in ["/metrics", "/health", "/ready"] {
            let answer = served.ask("GET", path, "", "");
            assert_clean(&format!("{path} {}", answer.body), &identities);
        }
    }
    assert!(walked > 30, "only {walked} pages were walked");
    for address in &seen {
        assert_clean(address, &identities);
    }
    let log = std::fs::read_to_string(ground.path("served.log")).expect("the log");
    assert!(log.lines().count() > walked, "the log tells of the requests");
    assert_clean(&log, &identities);
    println!("{walked} pages, {} lines of log, {} words looked for", log.lines().count(), identities.len());
}

/// Follows every link of our own. Pages that were read.
fn walk(served: &Served, cookie: &str, seen: &mut BTreeSet<String>) -> usize {
    let mut waiting: VecDeque<String> = ["/", "/today", "/patients", "/sessions"].map(str::to_owned).into();
    let mut here = BTreeSet::new();
    while let Some(path) = waiting.pop_front() {
        if here.len() >= PAGES || !here.insert(path.clone()) {
            continue;
        }
        let mut answer = served.ask("GET", &path, cookie, "");
        while answer.status() == 429 {
            std::thread::sleep(Duration::from_millis(300));
            answer = served.ask("GET", &path, cookie, "");
        }
        assert!(answer.status() < 500 && answer.status() > 0, "{path}: {}", answer.head);
        for link in answer.values_of("href").into_iter().chain(answer.values_of("hx-get")) {
            let link = link.replace("&amp;", "&");
            let is_ours = link.starts_with('/') && !NOT_WALKED.iter().any(|one| link.starts_with(one));
            if is_ours && !here.contains(&link) {
                waiting.push_back(link.split('#').next().unwrap_or_default().to_owned());
            }
        }
    }
    let walked = here.len();
    seen.extend(here);
    walked
}

/// What people type into the wrong place, and what programs send.
fn wrong(served: &Served, cookie: &str, searches: &[String]) {
    for text in searches {
        let text = text.replace(' ', "+");
        for form in [format!("text={text}"), format!("query={text}"), format!("login={text}&password={text}")]
        {
            for path in ["/patients", "/sign-in", "/today", "/step-up"] {
                let answer = served.ask("POST", path, cookie, &form);
                assert!(answer.status() < 500, "{path}: {}", answer.head);
            }
        }
        // Typed by hand into the address bar: the answer and the log must not repeat it.
        served.ask("GET", &format!("/patients?text={text}"), cookie, "");
        served.ask("GET", &format!("/{text}"), cookie, "");
        served.ask("GET", &format!("/patients/{text}"), cookie, "");
    }
    served.ask("PUT", "/patients", cookie, "\u{0}\u{1}");
    served.ask("POST", "/patients", cookie, "%ff%fe=%");
}

/// Names, birth dates and Medicare numbers of everybody in the demo; and some of them to search for.
fn identities() -> (BTreeSet<String>, Vec<String>) {
    let demo = synthetic::demo(2026);
    let (mut identities, mut searches) = (BTreeSet::new(), Vec::new());
    for (_, bundle) in &demo.bundles {
        let bundle: Value = serde_json::from_str(bundle).expect("our own JSON");
        let resources = bundle["entry"].as_array().into_iter().flatten().map(|entry| &entry["resource"]);
        for patient in resources.filter(|one| one["resourceType"] == "Patient") {
            let family = patient["name"][0]["family"].as_str().expect("a name");
            let given = patient["name"][0]["given"][0].as_str().expect("a name");
            let born = patient["birthDate"].as_str().expect("a day");
            identities.extend([family, given, born].map(str::to_owned));
            for identifier in patient["identifier"].as_array().into_iter().flatten() {
                if identifier["system"] == synthetic::MBI_SYSTEM {
                    identities.extend(identifier["value"].as_str().map(str::to_owned));
                }
            }
            if searches.len() < 6 {
                let mbi = patient["identifier"][1]["value"].as_str().unwrap_or_default();
                searches.extend([format!("{family} {given}"), mbi.to_owned()]);
            }
        }
    }
    assert!(identities.len() > 150, "there are many of them");
    (identities, searches)
}

/// Whole words: a name may be a part of one of ours.
fn assert_clean(text: &str, identities: &BTreeSet<String>) {
    let words = |line: &str| -> BTreeSet<String> {
        line.split(|c: char| !c.is_alphanumeric() && c != '-').map(str::to_owned).collect()
    };
    for line in text.lines() {
        let found: Vec<String> = words(line).intersection(identities).cloned().collect();
        assert!(found.is_empty(), "{found:?} in: {line}");
    }
}
