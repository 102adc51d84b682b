//! The languages that patients read, and a text in each.

use serde::{Deserialize, Serialize};

use super::{Date, ServiceMonth};

/// A language that patients read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tongue {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "es")]
    Spanish,
}

impl Tongue {
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// BCP 47.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
        }
    }

    /// Of a tag: `es`, `es-MX` and `spa` are Spanish; everything else reads English.
    pub fn of(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("es") || tag == "spa" { Self::Spanish } else { Self::English }
    }

    /// A day as it is read aloud: `November 23, 2026`.
    pub fn day(self, day: Date) -> String {
        let month = self.name(day.month());
        match self {
            Self::English => format!("{month} {}, {}", day.day(), day.year()),
            Self::Spanish => format!("{} de {month} de {}", day.day(), day.year()),
        }
    }

    /// A month as it is read aloud: `November 2026`.
    pub fn month(self, month: ServiceMonth) -> String {
        let first = month.first_day();
        let name = self.name(first.month());
        match self {
            Self::English => format!("{name} {}", first.year()),
            Self::Spanish => format!("{name} de {}", first.year()),
        }
    }

    fn name(self, month: i8) -> &'static str {
        let names = match self {
            Self::English => [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            Self::Spanish => [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
        };
        let place = usize::try_from(month - 1).unwrap_or(0);
        names[place.min(11)]
    }
}

/// The same in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    pub en: String,
    pub es: String,
}

impl Said {
    pub fn in_tongue(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::English => &self.en,
            Tongue::Spanish => &self.es,
        }
    }

    /// Whether a text is this, in either language.
    pub fn is(&self, text: &str) -> bool {
        text == self.en || text == self.es
    }
}
