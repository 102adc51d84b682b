//! Where a hold is mended: the page of what its rule asks about.

use ccm::basics::{PatientId, ServiceMonth};

use crate::paths;

/// Kinds of records that rules ask about, by the beginning of the rule's id; the longer beginning stands first.
const PLACES: &[(&str, Where)] = &[
    ("CCM-TIME", Where::Minutes),
    ("CCM-ONE", Where::Chart("visits")),
    ("CCM-SEL", Where::WhatIf),
    ("TIME", Where::Minutes),
    ("PCM-TIME", Where::Minutes),
    ("RPM", Where::Chart("readings")),
    ("RTM", Where::Chart("readings")),
    ("CONSENT", Where::Consents),
    ("INIT", Where::Chart("visits")),
    ("ELIG", Where::Chart("problems")),
    ("PLAN", Where::Plan),
    ("TCM", Where::Chart("visits")),
    ("CONC", Where::Chart("visits")),
    ("PAYER", Where::Settings),
    ("PAY", Where::Settings),
    ("FQ", Where::Settings),
];

#[derive(Clone, Copy)]
enum Where {
    Minutes,
    /// A section of the chart.
    Chart(&'static str),
    WhatIf,
    Plan,
    Consents,
    Settings,
}

/// A link that leads there, and the key of its words.
pub(super) struct Fix {
    pub href: String,
    pub said: &'static str,
}

impl Fix {
    /// `missing_time`: what is missing is time, whatever the rule is called.
    pub fn of(rule: &str, missing_time: bool, patient: PatientId, month: ServiceMonth) -> Self {
        let known = PLACES.iter().find(|(begins, _)| rule.starts_with(begins)).map(|(_, place)| *place);
        let place = if missing_time { Where::Minutes } else { known.unwrap_or(Where::Chart("chart")) };
        match place {
            Where::Minutes => {
                Self { href: format!("/patients/{patient}/minutes/{month}"), said: "month-fix-minutes" }
            }
            Where::Chart(section) => {
                Self { href: format!("{}#{section}", paths::chart(patient)), said: "month-fix-chart" }
            }
            Where::WhatIf => {
                let href = format!("{}/what-if", paths::month_patient(month, patient));
                Self { href, said: "month-fix-what-if" }
            }
            Where::Plan => Self { href: paths::plan(patient), said: "month-fix-plan" },
            Where::Consents => Self { href: paths::consent_words(patient), said: "month-fix-consents" },
            Where::Settings => Self { href: paths::PRACTICE_SETTINGS.to_owned(), said: "month-fix-settings" },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_leads_to_where_it_is_mended() {
        let (patient, month) = (PatientId(uuid::Uuid::from_u128(7)), "2026-10".parse().expect("a month"));
        let of = |rule, time| Fix::of(rule, time, patient, month).href;
        assert!(of("CONSENT-01", false).ends_with("/consents"));
        assert!(of("PLAN-01", false).ends_with("/plan"));
        assert!(of("BHI-01", true).ends_with("/minutes/2026-10"), "time is time in every program");
        assert!(of("CCM-SEL-01", false).ends_with("/what-if"));
    }
}
