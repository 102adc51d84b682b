//! The demo practice is what it says: whole, consistent, the same every time, and nobody real.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::*;
use jiff::civil::DateTime;
use serde_json::Value;
use synthetic::{
    DeedKind, Demo, MBI_SYSTEM, MRN_SYSTEM, NPI_SYSTEM, demo, demo_sized, mbi_has_shape, npi_is_valid,
};

const SEED: u64 = 2026;

/// Each with the login of its author and the local time of its typing.
fn lines(demo: &Demo) -> Vec<(String, DateTime, Value)> {
    let files = demo.records.iter().chain(&demo.late_records);
    let lines = files
        .flat_map(|file| file.ndjson.lines().map(|line| (file.as_login.clone(), file.typed_at, parse(line))));
    lines.collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (one, same, other) = (demo(SEED), demo(SEED), demo(SEED + 1));
    assert_eq!(one.setup_toml, same.setup_toml);
    assert!(one.bundles == same.bundles);
    assert!(one.bundles != other.bundles);
    assert!(lines(&one) == lines(&same));
    assert_eq!(one.expectations, same.expectations);
}

#[test]
fn a_smaller_demo_is_the_beginning_of_a_larger_one() {
    let (small, large) = (demo(SEED), demo_sized(SEED, 300));
    assert_eq!(large.bundles.len(), 301);
    assert!(small.bundles[1..] == large.bundles[1..small.bundles.len()]);
}

#[test]
fn every_bundle_is_whole() {
    let demo = demo(SEED);
    let practice = parse(&demo.bundles[0].1);
    assert_nothing_empty(&practice);
    let known = findable(&practice);
    assert_references_resolve(&practice, &known);
    for (name, json) in &demo.bundles[1..] {
        let bundle = parse(json);
        assert_eq!(bundle["type"], "transaction", "{name}");
        assert_nothing_empty(&bundle);
        assert_references_resolve(&bundle, &known);
        let kinds: BTreeSet<_> =
            resources(&bundle).filter_map(|resource| resource["resourceType"].as_str()).collect();
        for kind in ["Patient", "Coverage", "Condition", "Encounter", "Observation"] {
            assert!(kinds.contains(kind), "{name} has no {kind}");
        }
    }
}

#[test]
fn numbers_have_their_shapes_and_one_is_there_twice_on_purpose() {
    let demo = demo(SEED);
    let mut mbis: BTreeMap<String, u32> = BTreeMap::new();
    for (_, json) in &demo.bundles {
        for resource in resources(&parse(json)) {
            for identifier in resource["identifier"].as_array().into_iter().flatten() {
                let value = identifier["value"].as_str().expect("a value");
                match identifier["system"].as_str() {
                    Some(NPI_SYSTEM) => assert!(npi_is_valid(value)),
                    Some(MBI_SYSTEM) => {
                        assert!(mbi_has_shape(value));
                        *mbis.entry(value.to_owned()).or_default() += 1;
                    }
                    Some(MRN_SYSTEM) => assert!(value.starts_with("MRN-")),
                    other => panic!("unknown system {other:?}"),
                }
            }
        }
    }
    assert_eq!(mbis.values().filter(|&&times| times == 2).count(), 1);
    assert!(mbis.values().all(|&times| times <= 2));
}

#[test]
fn everybody_who_acts_is_in_the_setup_file() {
    let demo = demo(SEED);
    let setup: toml::Table = demo.setup_toml.parse().expect("valid TOML");
    let people = setup["people"].as_array().expect("people");
    let text = |person: &toml::Value, key: &str| person[key].as_str().expect("text").to_owned();
    let keys: BTreeSet<_> = people.iter().map(|person| text(person, "key")).collect();
    let logins: BTreeSet<_> = people.iter().map(|person| text(person, "login")).collect();
    let npis: Vec<_> =
        people.iter().filter_map(|person| person.get("npi")).filter_map(|npi| npi.as_str()).collect();
    assert_eq!(npis.len(), 2, "two practitioners bill");
    assert!(npis.iter().all(|npi| npi_is_valid(npi)));
    assert!(setup["practices"][0]["npi"].as_str().is_some_and(npi_is_valid));
    for (login, _, line) in lines(&demo) {
        assert!(logins.contains(&login));
        let named = line["practitioner"].as_str().filter(|_| line["record"] != "outside_claim");
        for key in named.into_iter().chain(line["performed_by"].as_str()).chain(line["signed_by"].as_str()) {
            assert!(keys.contains(key), "{key} is nobody");
        }
    }
}

#[test]
fn every_line_can_be_recorded() {
    let demo = demo(SEED);
    let patients: BTreeSet<String> = demo
        .expectations
        .iter()
        .map(|expectation| expectation.mrn.clone())
        .chain(demo.bystanders.iter().map(|bystander| bystander.mrn.clone()))
        .collect();
    let (mut commands, mut contacts) = (BTreeSet::new(), BTreeSet::new());
    for (_, typed_at, line) in lines(&demo) {
        let command = line["command_id"].as_str().expect("a command id").to_owned();
        assert!(
            command.len() <= 64
                && command.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        );
        assert!(commands.insert(command.clone()), "{command} stands twice");
        match line["record"].as_str().expect("a kind") {
            "strike" => assert!(contacts.contains(line["contact"].as_str().expect("a contact"))),
            kind => {
                assert!(patients.contains(line["patient"].as_str().expect("a patient")));
                if kind == "contact" {
                    contacts.insert(command.clone());
                }
            }
        }
        for key in ["at", "date", "started", "start", "from", "to"] {
            if let Some(text) = line[key].as_str().filter(|text| text.starts_with("202")) {
                let when = if text.len() == 10 { format!("{text}T00:00") } else { text.to_owned() };
                assert!(when.parse::<DateTime>().expect("a local time") <= typed_at, "{command} {key}");
            }
        }
        if line["source"] == "manual" {
            assert!(line["reason"].is_string(), "{command}: typed by hand, and why?");
        }
    }
    let order: Vec<_> = demo.records.iter().map(|file| (&file.name, file.typed_at)).collect();
    assert!(order.is_sorted(), "files sort in the order of recording");
    assert!(demo.late_records.iter().all(|file| file.typed_at.date() == demo.today));
}

/// Performer, patient, first and last second of each contact that was not struck.
fn contacts(demo: &Demo) -> Vec<(String, String, DateTime, DateTime)> {
    let all = lines(demo);
    let struck: BTreeSet<_> = all.iter().filter_map(|(_, _, line)| line["contact"].as_str()).collect();
    let of = |(login, _, line): &(String, DateTime, Value)| {
        let started: DateTime = line["started"].as_str()?.parse().ok()?;
        let seconds = line["minutes"].as_i64()? * 60 + line["seconds"].as_i64().unwrap_or(0);
        let by = line["performed_by"].as_str().unwrap_or(login).to_owned();
        let ended = started.saturating_add(jiff::Span::new().seconds(seconds));
        let kept = !struck.contains(line["command_id"].as_str()?);
        kept.then(|| (by, line["patient"].as_str().unwrap_or_default().to_owned(), started, ended))
    };
    all.iter().filter_map(of).collect()
}

#[test]
fn nobody_is_in_two_calls_at_once_unless_a_story_says_so() {
    for demo in [demo(SEED), demo(7), demo_sized(SEED, 400)] {
        let story: BTreeMap<_, _> = demo
            .expectations
            .iter()
            .map(|expectation| (expectation.mrn.as_str(), expectation.story))
            .collect();
        let contacts = contacts(&demo);
        let mut meetings = BTreeSet::new();
        for (place, (by, patient, from, until)) in contacts.iter().enumerate() {
            for (other_by, other, other_from, other_until) in &contacts[place + 1..] {
                if (by == other_by || patient == other) && from < other_until && other_from < until {
                    meetings.extend([story[patient.as_str()], story[other.as_str()]]);
                }
            }
        }
        let wanted = ["double-call", "two-patients-at-once-a", "two-patients-at-once-b"];
        assert_eq!(meetings, BTreeSet::from(wanted));
    }
}

#[test]
fn expectations_agree_with_the_seconds_that_were_logged() {
    let demo = demo(SEED);
    let mut logged: BTreeMap<&str, u32> = BTreeMap::new();
    let contacts = contacts(&demo);
    let late: BTreeMap<String, u32> = demo
        .late_records
        .iter()
        .flat_map(|file| file.ndjson.lines().map(parse))
        .map(|line| {
            (
                line["patient"].as_str().expect("patient").to_owned(),
                line["minutes"].as_u64().expect("minutes") as u32 * 60,
            )
        })
        .collect();
    for (_, patient, from, until) in &contacts {
        let seconds = from.duration_until(*until).as_secs() as u32;
        *logged.entry(patient).or_default() += seconds;
    }
    for expected in &demo.expectations {
        let left_out: u32 = expected.left_out.iter().map(|left_out| left_out.seconds).sum();
        let all =
            logged.get(expected.mrn.as_str()).copied().unwrap_or(0) - late.get(&expected.mrn).unwrap_or(&0);
        assert_eq!(expected.counted_seconds, all - left_out, "{}", expected.story);
        let units = |code: &str| {
            expected.codes.iter().filter(|line| line.code == code).map(|line| line.units).sum::<u32>()
        };
        let minutes = expected.counted_seconds / 60;
        if units("99490") == 1 {
            assert_eq!(units("99439"), ((minutes - 20) / 20).min(2), "{}", expected.story);
        }
        if expected.held.iter().any(|hold| hold.rule == "CCM-TIME-01") {
            assert!(minutes < 20, "{}", expected.story);
        }
    }
    assert_eq!(late.len(), 4);
}

#[test]
fn every_edge_has_its_story() {
    let demo = demo(SEED);
    let told: BTreeSet<_> = demo.expectations.iter().map(|expectation| expectation.story).collect();
    for story in [
        "one-second-short",
        "exactly-twenty",
        "one-second-short-of-forty",
        "exactly-forty",
        "sixty-simple",
        "eighty-simple",
        "pooled",
        "complex-sixty",
        "complex-ninety",
        "complex-unsigned",
        "complex-low",
        "own-thirty",
        "own-sixty",
        "consent-missing",
        "consent-incomplete",
        "consent-for-another",
        "consent-late",
        "consent-by-representative",
        "revoked-mid-month",
        "revoked-before",
        "refused",
        "plan-missing",
        "plan-unsigned",
        "plan-copy-not-given",
        "plan-stale",
        "one-condition-confirmed",
        "no-initiating-visit",
        "visit-about-something-else",
        "another-practice-bills",
        "double-call",
        "two-patients-at-once-a",
        "two-patients-at-once-b",
        "same-day-visit",
        "over-midnight",
        "voicemail",
        "abroad",
        "front-desk",
        "license-ended",
        "unsupervised",
        "hospital-stay",
        "nursing-home",
        "died",
        "qmb",
        "medicare-advantage",
        "struck-duplicate",
        "typed-for-a-colleague",
        "ordinary",
    ] {
        assert!(told.contains(story), "nobody tells {story}");
    }
    let ordinary = demo.expectations.iter().filter(|expectation| expectation.story == "ordinary");
    assert!(ordinary.clone().count() >= 6);
    assert!(
        ordinary.into_iter().all(|expectation| (22 * 60..=58 * 60).contains(&expectation.counted_seconds))
    );
    assert_eq!(demo.bystanders.iter().filter(|bystander| bystander.candidate).count(), 11);
    assert_eq!(demo.bystanders.len() + demo.expectations.len() + 1, demo.bundles.len());
}

#[test]
fn the_morning_has_something_to_do_for_everybody() {
    let demo = demo(SEED);
    let setup: toml::Table = demo.setup_toml.parse().expect("valid TOML");
    let people = setup["people"].as_array().expect("people");
    let logins: BTreeSet<&str> = people.iter().filter_map(|person| person["login"].as_str()).collect();
    let managed: BTreeSet<&str> = demo.expectations.iter().map(|one| one.mrn.as_str()).collect();
    let (mut patients, mut invited, mut written_to) = (BTreeSet::new(), Vec::new(), Vec::new());
    for deed in &demo.deeds {
        assert!(logins.contains(deed.as_login) && deed.at < demo.opened_at);
        match &deed.what {
            DeedKind::Assign { mrn, to } => {
                assert!(logins.contains(to.as_str()));
                patients.insert(mrn.as_str());
            }
            DeedKind::ListForReview { mrns, auditor, through } => {
                assert!(logins.contains(auditor) && *through > demo.opened_at.date());
                patients.extend(mrns.iter().map(String::as_str));
            }
            DeedKind::AuditCase { mrns, auditor, through, due, .. } => {
                assert!(logins.contains(auditor) && *through > demo.opened_at.date() && due < through);
                patients.extend(mrns.iter().map(String::as_str));
            }
            DeedKind::SelfAudit { .. } => {}
            DeedKind::Task { mrn, owner, .. } => {
                assert!(owner.is_none_or(|login| logins.contains(login)));
                patients.extend(mrn.as_deref());
            }
            DeedKind::Draft { mrn, edits } | DeedKind::Call { mrn, edits, .. } => {
                assert!(parse(edits).as_array().is_some_and(|edits| !edits.is_empty()));
                patients.insert(mrn);
            }
            DeedKind::Assess { mrn, on, answers, .. } => {
                assert!(*on <= deed.at.date() && !answers.is_empty());
                patients.insert(mrn);
            }
            DeedKind::Settle { mrn, .. } => {
                patients.insert(mrn);
            }
            DeedKind::Plan { mrn, .. } => drop(patients.insert(mrn)),
            DeedKind::OutreachTerms { hour_cents, .. } => assert!(*hour_cents > 0),
            DeedKind::Letter { mrn, .. } => written_to.push(mrn.as_str()),
            DeedKind::Rates { hours, units, .. } => assert!(!hours.is_empty() && !units.is_empty()),
            DeedKind::Attempt { mrn, .. } | DeedKind::Agree { mrn } => invited.push(mrn.as_str()),
            DeedKind::AskAttestation { mrn, .. } => drop(patients.insert(mrn)),
            DeedKind::DrawSamples | DeedKind::RateFirst { .. } => {}
            DeedKind::Around { mrn, .. } => patients.extend(mrn.as_deref()),
            DeedKind::Stretch { mrn, seconds } => {
                assert!(*seconds > 0);
                patients.insert(mrn);
            }
        }
    }
    assert!(demo.deeds.is_sorted_by_key(|deed| deed.at));
    assert!(patients.is_subset(&managed), "every deed is about somebody in the program");
    let may_be = |mrn: &&str| demo.bystanders.iter().any(|one| one.mrn == *mrn && one.candidate);
    assert!(invited.len() >= 5 && invited.iter().all(may_be), "whoever is invited may be");
    let is_known = |mrn: &&str| may_be(mrn) || managed.contains(mrn);
    assert!(!written_to.is_empty() && written_to.iter().all(is_known));
    let bundles: String = demo.bundles.iter().map(|(_, json)| json.as_str()).collect();
    let readings = parse(&demo.readings);
    assert_references_resolve(&readings, &findable(&readings));
    let mut urgent = 0;
    for reading in resources(&readings).filter(|one| one["resourceType"] == "Observation") {
        let id = reading["subject"]["reference"].as_str().and_then(|text| text.strip_prefix("urn:uuid:"));
        assert!(bundles.contains(id.expect("a patient's id")), "the record system knows the patient");
        urgent += u32::from(reading["component"][0]["valueQuantity"]["value"].as_f64() >= Some(180.0));
    }
    assert_eq!(urgent, 1, "one pressure cannot wait");
}
