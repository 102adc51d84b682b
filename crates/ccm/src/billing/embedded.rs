//! The files of `rules/`, built in. A test holds this list against the folder.

/// Files that every rule set has; beside them stands one file for each service and each kind of payer.
pub(super) const FIXED: &[&str] = &[
    "activities.toml",
    "conflicts.toml",
    "conversion_factors.csv",
    "cost_share.csv",
    "devices.toml",
    "edits/addon.csv",
    "edits/mue.csv",
    "edits/ptp.csv",
    "fees.csv",
    "holidays.toml",
    "localities.csv",
    "places.csv",
    "programs.toml",
    "roles.toml",
    "rules.toml",
    "settings.toml",
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
    "conflicts.toml"
    "conversion_factors.csv"
    "cost_share.csv"
    "devices.toml"
    "edits/addon.csv"
    "edits/mue.csv"
    "edits/ptp.csv"
    "fees.csv"
    "holidays.toml"
    "localities.csv"
    "payers/commercial.toml"
    "payers/medicaid.toml"
    "payers/medicare_advantage.toml"
    "payers/medicare_ffs.toml"
    "places.csv"
    "programs.toml"
    "roles.toml"
    "rules.toml"
    "services/98975.toml"
    "services/98976.toml"
    "services/98977.toml"
    "services/98978.toml"
    "services/98979.toml"
    "services/98980.toml"
    "services/98981.toml"
    "services/98984.toml"
    "services/98985.toml"
    "services/98986.toml"
    "services/99091.toml"
    "services/99424.toml"
    "services/99425.toml"
    "services/99426.toml"
    "services/99427.toml"
    "services/99437.toml"
    "services/99439.toml"
    "services/99445.toml"
    "services/99453.toml"
    "services/99454.toml"
    "services/99457.toml"
    "services/99458.toml"
    "services/99470.toml"
    "services/99484.toml"
    "services/99487.toml"
    "services/99489.toml"
    "services/99490.toml"
    "services/99491.toml"
    "services/99492.toml"
    "services/99493.toml"
    "services/99494.toml"
    "services/99495.toml"
    "services/99496.toml"
    "services/G0019.toml"
    "services/G0022.toml"
    "services/G0023.toml"
    "services/G0024.toml"
    "services/G0140.toml"
    "services/G0146.toml"
    "services/G0323.toml"
    "services/G0506.toml"
    "services/G0511.toml"
    "services/G0512.toml"
    "services/G0556.toml"
    "services/G0557.toml"
    "services/G0558.toml"
    "services/G0568.toml"
    "services/G0569.toml"
    "services/G0570.toml"
    "services/G2214.toml"
    "settings.toml"
    "switches.toml"
    "time.toml"
    "visits.csv"
    "work_floor.csv"
};

/// The neutral facts that the case loader, and nobody else, fills in.
pub const NEUTRAL: &str = include_str!("../../../../rules/cases/neutral.json");

/// Our own worked cases, by their path under `rules/`.
pub const CASES: &[(&str, &str)] = files! {
    "cases/apcm.jsonl"
    "cases/behavioral.jsonl"
    "cases/chi_pin.jsonl"
    "cases/claim.jsonl"
    "cases/clinic.jsonl"
    "cases/conflicts.jsonl"
    "cases/consent.jsonl"
    "cases/dated.jsonl"
    "cases/minutes.jsonl"
    "cases/money.jsonl"
    "cases/patient_and_plan.jsonl"
    "cases/payer_and_setting.jsonl"
    "cases/pcm.jsonl"
    "cases/rpm.jsonl"
    "cases/rtm.jsonl"
    "cases/tcm.jsonl"
    "cases/time.jsonl"
    "cases/visit.jsonl"
};
