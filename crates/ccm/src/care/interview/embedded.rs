//! The files of `interviews/`, built in. A test holds this list against the folder.

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../../../interviews/", $name))),)*]
    };
}

/// Every file, by its path under `interviews/`.
pub const FILES: &[(&str, &str)] = files! {
    "banks/dementia.toml"
    "banks/diabetes.toml"
    "banks/general.toml"
    "banks/heart.toml"
    "banks/heart_failure.toml"
    "banks/hypertension.toml"
    "banks/joints.toml"
    "banks/kidney.toml"
    "banks/lungs.toml"
    "banks/mood.toml"
    "outcomes.toml"
    "protocols.toml"
    "scripts.toml"
    "severities.toml"
};
