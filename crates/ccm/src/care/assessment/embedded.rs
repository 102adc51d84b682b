//! The files of `questionnaires/`, built in. A test holds this list against the folder.

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../../../questionnaires/", $name))),)*]
    };
}

/// Every file, by its path under `questionnaires/`.
pub const FILES: &[(&str, &str)] = files! {
    "caregiver.toml"
    "cognition.toml"
    "falls.toml"
    "gad_7.toml"
    "hra.toml"
    "pain.toml"
    "phq_2.toml"
    "phq_9.toml"
    "social_needs.toml"
};
