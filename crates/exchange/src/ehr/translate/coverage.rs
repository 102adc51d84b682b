//! Coverage: who pays.

use app::people::incoming::IncomingCoverage;
use ccm::basics::{Date, Mbi};
use fhir::{Coverage, ExtensionValue, Identifier, Period, Reference, Resource, Target, systems};

use super::directory::{Directory, Found};
use super::item::Item;
use super::notes::Notes;
use super::{codes, dates};

/// Our own extension: Medicaid pays what this patient would owe (PAY-06).
const QMB: &str = "urn:perennial:fhir:qualified-medicare-beneficiary";

pub(super) fn coverage(
    item: &Item<'_>,
    coverage: &Coverage<'_>,
    directory: &Directory,
    notes: &mut Notes,
) -> IncomingCoverage {
    let type_code = coverage.type_.as_ref().and_then(|it| codes::preferred(it, &codes::PAYMENT));
    let (from, until) = days(coverage.period.as_ref());
    IncomingCoverage {
        origin: item.origin(),
        status: coverage.status.map_or("unknown", |status| status.as_str()).to_owned(),
        payer_name: payer(coverage, directory),
        type_code: type_code.and_then(|coding| coding.code.as_deref()).map(str::to_owned),
        mbi: mbi(item, coverage, notes),
        from,
        until,
        qmb: qmb(coverage),
    }
}

/// Whether who pays can be named from what is known by now, or another file may hold the payer.
pub(super) fn waits(coverage: &Coverage<'_>, directory: &Directory) -> bool {
    match coverage.payor.first() {
        Some(payor) if payor.display.is_none() => directory.organization(payor) == Found::Perhaps,
        _ => false,
    }
}

/// The payer in words: as displayed, by its organization's name, else by the coverage's own words.
pub(super) fn payer(coverage: &Coverage<'_>, directory: &Directory) -> Option<String> {
    let payor = coverage.payor.first();
    let displayed = payor.and_then(|payor| payor.display.as_deref()).map(str::to_owned);
    let named = || {
        let payor = payor?;
        contained(payor, &coverage.contained)
            .map(str::to_owned)
            .or_else(|| directory.organization(payor).known()?.map(|name| name.to_string()))
    };
    let worded = || coverage.type_.as_ref()?.words().map(str::to_owned);
    let name = displayed.or_else(named).or_else(worded)?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn contained<'r>(payor: &Reference<'_>, contained: &'r [Resource<'_>]) -> Option<&'r str> {
    let Target::Contained { id } = payor.target() else { return None };
    match contained.iter().find(|resource| resource.id() == Some(id))? {
        Resource::Organization(organization) => organization.name.as_deref(),
        _ => None,
    }
}

/// First and last day.
pub(super) fn days(period: Option<&Period>) -> (Option<Date>, Option<Date>) {
    let Some(period) = period else { return (None, None) };
    (period.start.map(dates::first_day), period.end.map(dates::last_day))
}

/// A Medicare number among the identifiers must be one; a subscriber's number may be any payer's.
fn mbi(item: &Item<'_>, coverage: &Coverage<'_>, notes: &mut Notes) -> Option<Mbi> {
    let mut found = coverage.subscriber_id.as_deref().and_then(|id| id.parse().ok());
    for (index, identifier) in coverage.identifier.iter().enumerate() {
        if !is_mbi(identifier) {
            continue;
        }
        match identifier.value.as_deref().unwrap_or_default().parse::<Mbi>() {
            Ok(mbi) => found = found.or(Some(mbi)),
            Err(error) => notes.refuse(error.code(), item.place, &format!("identifier[{index}].value")),
        }
    }
    found
}

fn is_mbi(identifier: &Identifier<'_>) -> bool {
    let is_typed = |it: &fhir::CodeableConcept<'_>| it.has(systems::IDENTIFIER_TYPE, "MC");
    identifier.system.as_deref() == Some(systems::MBI) || identifier.type_.as_ref().is_some_and(is_typed)
}

fn qmb(coverage: &Coverage<'_>) -> Option<bool> {
    let extension = coverage.extension.iter().find(|it| it.url.as_deref() == Some(QMB))?;
    match extension.value {
        Some(ExtensionValue::Boolean(is_qmb)) => Some(is_qmb),
        _ => None,
    }
}
