//! Every worked case goes through setup, import, record and close on both engines, and comes out
//! as it must.

use std::collections::HashMap;
use std::path::Path;

use app::billing::{close, explain};
use ccm::basics::ContactId;
use ccm::billing::cases::{Case, compare_with, read};
use testkit::house::{House, operator};
use testkit::worked::{MRN, command_of, work_out};

fn all(text: &str) -> Vec<Case> {
    let cases =
        read(text).map(|(line, case)| case.unwrap_or_else(|problem| panic!("line {line}: {problem}")));
    cases.collect()
}

async fn differences(house: &House, case: &Case) -> app::Result<Vec<String>> {
    let worked = work_out(case);
    house.put_clock(&worked.now);
    let place = house.set_up(&worked.setup).await?;
    house.import(place, &mut testkit::hand::Hand::of(1, worked.patients)).await?;
    let recorded = house.record(place, &worked.login, &worked.records).await?;
    close(&house.app, &operator(), place, case.service_month).await?;
    let explanation = explain(&house.app, &operator(), place, MRN, case.service_month).await?;

    let contacts: HashMap<&str, &str> =
        recorded.answers.iter().map(|answer| (answer.command_id.as_str(), answer.id.as_str())).collect();
    let mut numbers = HashMap::new();
    let mut work = house.app.begin_read(&operator(), place).await?;
    let practice = work.practice_id()?;
    for entry in &case.entries {
        let contact: ContactId = contacts[command_of(entry.id).as_str()].parse().expect("a contact's id");
        if let Some((id, ..)) = work.tx.entry_of(practice, contact.0).await? {
            numbers.insert(id.to_string(), entry.id);
        }
    }
    let number = |key: &ccm::billing::Key| numbers.get(key.as_str()).copied();
    let found = compare_with(&worked.case, &explanation.determination, &house.app.rules, &number);
    Ok(found
        .into_iter()
        .map(|one| format!("{}: expected {}, found {}", one.at, one.expected, one.found))
        .collect())
}

#[tokio::test]
async fn the_shared_cases_come_out_of_the_store_as_they_must() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec/billing-cases.jsonl");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("NOT HERE: the shared billing cases; nothing was tested");
        return;
    };
    let cases = all(&text);
    assert_eq!(cases.len(), 63);
    for place in testkit::engines::Place::all() {
        let house = House::over(std::sync::Arc::new(place.store().await), "2026-01-01T00:00:00Z");
        let mut failed = Vec::new();
        for case in &cases {
            match differences(&house, case).await {
                Ok(found) if found.is_empty() => {}
                Ok(found) => failed.push(format!("{} {}: {}", case.id, case.title, found.join("; "))),
                Err(app::Error::Invalid(problems)) => {
                    failed.push(format!("{} {}: {problems:?}", case.id, case.title))
                }
                Err(error) => failed.push(format!("{} {}: {error}", case.id, case.title)),
            }
        }
        assert!(
            failed.is_empty(),
            "{}: {} of {} failed\n{}",
            place.url,
            failed.len(),
            cases.len(),
            failed.join("\n")
        );
    }
}
