//! Those who work at the sample practice, and who pays it.

use app::ports::PayerRow;
use ccm::basics::*;
use ccm::people::{Charge, Credential, Person, StaffRole};

use crate::support::*;

pub fn person(number: u128, key: &str) -> Person {
    Person {
        id: PersonId(id(number)),
        key: key.into(),
        family: "Worker".into(),
        given: "Wendy".into(),
        npi: Some("1234567893".parse().unwrap()),
        qp_years: vec![2025, 2026],
        login: Some(format!("login-{key}")),
    }
}

pub fn role() -> StaffRole {
    StaffRole {
        id: RoleId(id(60)),
        person: PersonId(id(50)),
        word: "rn".into(),
        from: day("2025-01-01"),
        until: None,
        taxonomy: None,
        country: "US".into(),
        supervisor: Some(PersonId(id(51))),
        credential: Some(Credential {
            kind: "RN".into(),
            state: Some("TX".into()),
            from: day("2024-01-01"),
            until: Some(day("2027-12-31")),
        }),
    }
}

pub fn payer() -> PayerRow {
    let profile = serde_json::json!({
        "name": "Medicare", "kind": "medicare_ffs", "payer_id": "04412", "filing_indicator": "MB",
        "receiver_name": "R", "receiver_id": "04412", "receiver_qualifier": "ZZ", "submitter_name": "S",
        "submitter_id": "S1", "submitter_qualifier": "ZZ", "contact_name": "C", "contact_phone": "5125550100",
        "claims_per_set": 500, "filing_days": 365, "coverage_names": ["Medicare"], "coverage_types": ["1"]
    });
    PayerRow {
        id: PayerId(id(70)),
        key: "medicare".into(),
        profile: serde_json::from_value(profile).unwrap(),
        terms: Some(serde_json::from_value(serde_json::json!({"covered": ["99490"]})).unwrap()),
    }
}

pub fn charge() -> Charge {
    Charge { code: "99490".parse().unwrap(), cents: Cents(9_000), from: day("2026-01-01"), until: None }
}
