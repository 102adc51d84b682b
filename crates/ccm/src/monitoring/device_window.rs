//! A window of a device's data, as its vendor sums it up (RPM-02, RPM-10).

use serde::{Deserialize, Serialize};

use crate::basics::Date;

/// How many days of a window had data. Both its days are inside.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceWindow {
    /// What it is, a word of `rules/devices.toml`: `bp_cuff`, `scale`.
    pub device: String,
    /// Which one it is, where a patient has two of a kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    pub window_start: Date,
    pub window_end: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_with_data: Option<u16>,
    /// Sends its data without a hand in between (RPM-01).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uploads_by_itself: Option<bool>,
}

impl DeviceWindow {
    /// Days from the first to the last, both inside.
    pub fn days(&self) -> i64 {
        i64::from((self.window_end - self.window_start).get_days()) + 1
    }

    /// Windows of one device do not overlap (RPM-10): of two that do, one is a correction of the other.
    pub fn is_of_the_same_days(&self, other: &Self) -> bool {
        (&self.device, &self.serial) == (&other.device, &other.serial)
            && self.window_start <= other.window_end
            && other.window_start <= self.window_end
    }
}

impl std::fmt::Debug for DeviceWindow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeviceWindow({} …)", self.window_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(start: &str, end: &str) -> DeviceWindow {
        DeviceWindow {
            device: "scale".into(),
            serial: None,
            window_start: start.parse().unwrap(),
            window_end: end.parse().unwrap(),
            days_with_data: Some(16),
            uploads_by_itself: Some(true),
        }
    }

    #[test]
    fn two_windows_of_one_device_that_share_a_day_are_one() {
        let march = window("2026-03-01", "2026-03-30");
        assert_eq!(march.days(), 30);
        assert!(march.is_of_the_same_days(&window("2026-03-30", "2026-04-28")));
        assert!(!march.is_of_the_same_days(&window("2026-03-31", "2026-04-29")));
        let other = DeviceWindow { serial: Some("B".into()), ..march.clone() };
        assert!(!march.is_of_the_same_days(&other));
    }
}
