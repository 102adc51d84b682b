//! The files of `rules/`, built in. A test holds this list against the folder.

/// Files that every rule set has; beside them stands one file for each service.
pub(super) const FIXED: &[&str] = &[
    "activities.toml",
    "conversion_factors.csv",
    "cost_share.csv",
    "edits/addon.csv",
    "edits/mue.csv",
    "edits/ptp.csv",
    "fees.csv",
    "localities.csv",
    "places.csv",
    "programs.toml",
    "roles.toml",
    "rules.toml",
    "switches.toml",
    "time.toml",
    "visits.csv",
    "work_floor.csv",
];

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../../rules/", $name))),)*]
    };
}

/// Every rule file, by its path under `rules/`.
pub const RULES: &[(&str, &str)] = files! {
    "activities.toml"
    "conversion_factors.csv"
    "cost_share.csv"
    "edits/addon.csv"
    "edits/mue.csv"
    "edits/ptp.csv"
    "fees.csv"
    "localities.csv"
    "places.csv"
    "programs.toml"
    "roles.toml"
    "rules.toml"
    "services/98980.toml"
    "services/99091.toml"
    "services/99424.toml"
    "services/99426.toml"
    "services/99437.toml"
    "services/99439.toml"
    "services/99457.toml"
    "services/99484.toml"
    "services/99487.toml"
    "services/99489.toml"
    "services/99490.toml"
    "services/99491.toml"
    "services/99492.toml"
    "services/99495.toml"
    "services/G0019.toml"
    "services/G0023.toml"
    "services/G0506.toml"
    "services/G0556.toml"
    "switches.toml"
    "time.toml"
    "visits.csv"
    "work_floor.csv"
};

/// The neutral facts that the case loader, and nobody else, fills in.
pub const NEUTRAL: &str = include_str!("../../../../rules/cases/neutral.json");

/// Our own worked cases, by their path under `rules/`.
pub const CASES: &[(&str, &str)] = files! {
    "cases/claim.jsonl"
    "cases/consent.jsonl"
    "cases/minutes.jsonl"
    "cases/money.jsonl"
    "cases/patient_and_plan.jsonl"
    "cases/time.jsonl"
    "cases/visit.jsonl"
};
