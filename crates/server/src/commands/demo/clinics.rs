//! The clinics' months: recorded when they were, closed two days after their end, a line each.

use std::path::Path;

use anyhow::Result;
use app::billing::CloseReport;
use app::{App, Place};
use ccm::basics::{ServiceMonth, TimeZone};
use synthetic::{Clinic, ClinicMonth};

use crate::commands::{import, record};
use crate::config::PlaceOptions;
use crate::outside::SetClock;
use crate::wiring;

/// Where and when a demo happens.
pub(super) struct Stage<'a> {
    pub(super) app: &'a App,
    pub(super) clock: &'a SetClock,
    pub(super) zone: &'a TimeZone,
    pub(super) options: &'a PlaceOptions,
    pub(super) folder: &'a Path,
}

impl Stage<'_> {
    pub(super) fn set(&self, at: jiff::civil::DateTime) -> Result<()> {
        self.clock.set(self.zone.to_timestamp(at)?);
        Ok(())
    }

    /// Records and closes the clinics' months, the earliest first. A month of 2024 is closed in 2024: closed today it
    /// would be past timely filing (CLAIM-06).
    pub(super) async fn clinics(&self, clinics: &[Clinic]) -> Result<()> {
        let mut months: Vec<(&Clinic, &ClinicMonth)> = clinics
            .iter()
            .flat_map(|clinic| clinic.months.iter().map(move |month| (clinic, month)))
            .collect();
        months.sort_by_key(|(clinic, month)| (month.month, clinic.key));
        for (clinic, month) in months {
            let options = PlaceOptions { practice: Some(clinic.key.to_owned()), ..self.options.clone() };
            let place = wiring::place(self.app, &options).await?;
            let closed = self.close(place, clinic, month).await?;
            println!("{}", line(clinic.key, &closed));
        }
        Ok(())
    }

    async fn close(&self, place: Place, clinic: &Clinic, month: &ClinicMonth) -> Result<CloseReport> {
        let folder = self.folder.join(clinic.key).join(month.month);
        let (files, records) = (folder.join("ehr"), folder.join("records"));
        std::fs::create_dir_all(&files)?;
        std::fs::create_dir_all(&records)?;
        for (name, text) in &month.bundles {
            std::fs::write(files.join(name), text)?;
        }
        self.set(month.enrolled_on.at(12, 0, 0, 0))?;
        import::run(self.app, place, &[files], "ehr", None).await?;
        for file in &month.records {
            std::fs::write(records.join(&file.name), &file.ndjson)?;
            self.set(file.typed_at)?;
            record::keep(self.app, place, &file.ndjson, false, &file.as_login).await?;
        }
        self.set(month.closed_on.at(9, 0, 0, 0))?;
        let of: ServiceMonth = month.month.parse()?;
        Ok(app::billing::close(self.app, &wiring::operator(), place, of).await?)
    }
}

/// `cedar-rhc  2025-06  nothing billed; held FQ-02; expected $0.00`
fn line(key: &str, closed: &CloseReport) -> String {
    let billed: Vec<String> = closed.billed.iter().map(|(code, units)| format!("{code} x {units}")).collect();
    let billed = if billed.is_empty() { "nothing billed".to_owned() } else { billed.join(", ") };
    let held: Vec<String> = closed.held.iter().map(|(rule, count)| format!("{rule} x {count}")).collect();
    let held = if held.is_empty() { String::new() } else { format!("; held {}", held.join(", ")) };
    format!("  {key:<10}  {}  {billed}{held}; expected ${}", closed.month, closed.expected)
}
