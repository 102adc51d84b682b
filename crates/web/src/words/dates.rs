//! Days, hours and lengths of time as people write them.

use std::fmt::Write;

use ccm::basics::{Date, ServiceMonth, TimeZone, Timestamp};

use super::{Language, Words};

const SPANISH_MONTHS: [&str; 12] =
    ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"];
const ENGLISH_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Words {
    /// `Nov 3, 2026`, `3 nov 2026`. The month is a word: nobody takes the day for it.
    pub fn date(&self, date: Date) -> String {
        let month = usize::from(date.month().unsigned_abs().saturating_sub(1)).min(11);
        match self.0 {
            Language::English => format!("{} {}, {}", ENGLISH_MONTHS[month], date.day(), date.year()),
            Language::Spanish => format!("{} {} {}", date.day(), SPANISH_MONTHS[month], date.year()),
        }
    }

    /// `Nov 2026`, `nov 2026`.
    pub fn month(&self, month: ServiceMonth) -> String {
        let first = month.first_day();
        let at = usize::from(first.month().unsigned_abs().saturating_sub(1)).min(11);
        match self.0 {
            Language::English => format!("{} {}", ENGLISH_MONTHS[at], first.year()),
            Language::Spanish => format!("{} {}", SPANISH_MONTHS[at], first.year()),
        }
    }

    /// The hour of a day at a place: `2:05 PM`, `14:05`.
    pub fn time(&self, at: Timestamp, zone: &TimeZone) -> String {
        let local = zone.to_datetime(at);
        match self.0 {
            Language::English => {
                let (hour, half) = match local.hour() {
                    0 => (12, "AM"),
                    hour @ 1..=11 => (hour, "AM"),
                    12 => (12, "PM"),
                    hour => (hour - 12, "PM"),
                };
                format!("{hour}:{:02} {half}", local.minute())
            }
            Language::Spanish => format!("{}:{:02}", local.hour(), local.minute()),
        }
    }

    /// Day and hour.
    pub fn moment(&self, at: Timestamp, zone: &TimeZone) -> String {
        format!("{}, {}", self.date(zone.to_datetime(at).date()), self.time(at, zone))
    }

    /// Seconds as `1 h 5 min`, `19 min 59 s`: never rounded, since a second can be what is missing.
    pub fn length(&self, seconds: u64) -> String {
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let mut text = String::new();
        for (number, unit) in [(hours, "h"), (minutes, "min"), (rest, "s")] {
            if number > 0 {
                let space = if text.is_empty() { "" } else { " " };
                let _ = write!(text, "{space}{number}\u{a0}{unit}");
            }
        }
        if text.is_empty() { "0\u{a0}min".to_owned() } else { text }
    }

    /// A whole number with its thousands apart: `12,345`.
    pub fn number(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_hours_read_as_people_write_them() {
        let (en, es) = (Words(Language::English), Words(Language::Spanish));
        let date: Date = "2026-11-03".parse().expect("a date");
        assert_eq!((en.date(date).as_str(), es.date(date).as_str()), ("Nov 3, 2026", "3 nov 2026"));
        let at: Timestamp = "2026-11-03T19:05:00Z".parse().expect("an instant");
        let zone = TimeZone::get("America/Chicago").expect("a zone");
        assert_eq!((en.time(at, &zone).as_str(), es.time(at, &zone).as_str()), ("1:05 PM", "13:05"));
        assert_eq!(en.moment(at, &zone), "Nov 3, 2026, 1:05 PM");
    }

    #[test]
    fn no_second_is_rounded_away() {
        let words = Words::default();
        assert_eq!(words.length(1_199), "19\u{a0}min 59\u{a0}s");
        assert_eq!(words.length(3_600), "1\u{a0}h");
        assert_eq!(words.length(0), "0\u{a0}min");
        assert_eq!((words.number(999), words.number(1_234_567)), ("999".into(), "1,234,567".into()));
    }
}
