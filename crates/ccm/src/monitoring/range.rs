//! Is a reading usual, or does somebody have to look? Limits are data, `ranges.toml`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The limits of all kinds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranges {
    #[serde(rename = "range")]
    ranges: Vec<Range>,
}

/// One kind of reading. Limits are in its units.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    pub word: String,
    /// LOINC.
    pub codes: Vec<String>,
    pub units: Vec<String>,
    /// Both are usual.
    pub usual: (f64, f64),
    /// At or below the first, at or above the second, is urgent.
    pub urgent: (f64, f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    Usual,
    Low,
    High,
    UrgentLow,
    UrgentHigh,
}

impl Flag {
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::UrgentLow | Self::UrgentHigh)
    }
}

impl Ranges {
    /// The limits that the program was built with.
    ///
    /// # Panics
    /// Never in a program whose tests have run: they read the same file.
    pub fn embedded() -> &'static Self {
        static RANGES: LazyLock<Ranges> = LazyLock::new(|| {
            toml::from_str(include_str!("ranges.toml"))
                .unwrap_or_else(|error| panic!("the embedded ranges are wrong: {error}"))
        });
        &RANGES
    }

    pub fn of(&self, code: &str) -> Option<&Range> {
        self.ranges.iter().find(|range| range.codes.iter().any(|known| known == code))
    }

    /// All codes with limits.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.ranges.iter().flat_map(|range| &range.codes).map(String::as_str)
    }

    /// `None`: no limits are known for that code in that unit.
    pub fn flag(&self, code: &str, value: f64, unit: Option<&str>) -> Option<Flag> {
        let range = self.of(code)?;
        let unit = unit.unwrap_or_default();
        range.units.iter().any(|known| known == unit).then(|| range.flag(value))
    }
}

impl Range {
    fn flag(&self, value: f64) -> Flag {
        match value {
            _ if value <= self.urgent.0 => Flag::UrgentLow,
            _ if value >= self.urgent.1 => Flag::UrgentHigh,
            _ if value < self.usual.0 => Flag::Low,
            _ if value > self.usual.1 => Flag::High,
            _ => Flag::Usual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_where_the_table_says() {
        let flag = |code: &str, value, unit| Ranges::embedded().flag(code, value, Some(unit));
        assert_eq!(flag("8480-6", 139.0, "mm[Hg]"), Some(Flag::Usual));
        assert_eq!(flag("8480-6", 140.0, "mm[Hg]"), Some(Flag::High));
        assert_eq!(flag("8480-6", 180.0, "mm[Hg]"), Some(Flag::UrgentHigh));
        assert_eq!(flag("2339-0", 54.0, "mg/dL"), Some(Flag::UrgentLow));
        assert_eq!(flag("2339-0", 5.4, "mmol/L"), None, "another unit");
        assert_eq!(flag("59408-5", 100.0, "%"), Some(Flag::Usual));
        assert_eq!(flag("unknown", 1.0, "%"), None);
    }
}
