//! The files of `plans/`, built in. A test holds this list against the folder.

macro_rules! files {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../../../plans/", $name))),)*]
    };
}

/// Every file, by its name under `plans/`.
pub const FILES: &[(&str, &str)] = files! {
    "anxiety.toml"
    "asthma.toml"
    "atrial_fibrillation.toml"
    "copd.toml"
    "coronary_disease.toml"
    "dementia.toml"
    "depression.toml"
    "diabetes.toml"
    "heart_failure.toml"
    "hyperlipidemia.toml"
    "hypertension.toml"
    "kidney_disease.toml"
    "obesity.toml"
    "osteoarthritis_pain.toml"
    "osteoporosis.toml"
};
