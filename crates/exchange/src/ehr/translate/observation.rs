//! Observation: vital signs, laboratory results, screening.

use app::people::incoming::IncomingObservation;
use ccm::basics::Timestamp;
use ccm::monitoring::Reading;
use fhir::{CodeableConcept, Effective, Observation, Quantity, Value};

use super::item::Item;
use super::notes::Notes;
use super::{codes, dates};

/// `None`: without a value or a time there is no reading; that is counted.
pub(super) fn observation(
    item: &Item<'_>,
    observation: &Observation<'_>,
    notes: &mut Notes,
) -> Option<IncomingObservation> {
    let Some(at) = taken_at(observation) else {
        notes.kept_unread("Observation: no time");
        return None;
    };
    let own = (0, observation.code.as_ref(), observation.value.as_ref());
    let components = observation
        .component
        .iter()
        .zip(1..)
        .map(|(component, part)| (part, component.code.as_ref(), component.value.as_ref()));
    let readings: Vec<Reading> = std::iter::once(own)
        .chain(components)
        .filter_map(|(part, code, value)| reading(at, part, code?, value?))
        .collect();
    if readings.is_empty() {
        notes.kept_unread("Observation: no value");
        return None;
    }
    let status = observation.status.map_or("unknown", |status| status.as_str()).to_owned();
    Some(IncomingObservation { origin: item.origin(), status, readings })
}

/// When it was true; where that is not said, when it was issued.
fn taken_at(observation: &Observation<'_>) -> Option<Timestamp> {
    let effective = match &observation.effective {
        Some(Effective::DateTime(at)) => dates::instant(*at),
        Some(Effective::Period(period)) => period.start.or(period.end).and_then(dates::instant),
        Some(Effective::Instant(instant)) => Some(instant.at),
        Some(Effective::Other) | None => None,
    };
    effective.or_else(|| observation.issued.map(|issued| issued.at))
}

fn reading(at: Timestamp, part: u16, code: &CodeableConcept<'_>, value: &Value<'_>) -> Option<Reading> {
    let code = codes::preferred(code, &codes::LOINC)?.code.as_deref()?.to_owned();
    let (value, unit, text) = match value {
        Value::Quantity(quantity) => return measured(at, part, code, quantity),
        Value::Integer(number) => (Some(f64::from(*number)), None, None),
        Value::Concept(concept) => {
            (None, None, Some(concept.words().or_else(|| codes::code(concept))?.to_owned()))
        }
        Value::Text(text) => (None, None, Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Value::Boolean(is_so) => (None, None, Some(is_so.to_string())),
        Value::DateTime(_) | Value::Period(_) | Value::Other => return None,
    };
    (value.is_some() || text.is_some()).then_some(Reading { at, part, code, value, unit, text })
}

/// A number with its unit, UCUM's where given. `< 5` keeps its number and says so in its text.
fn measured(at: Timestamp, part: u16, code: String, quantity: &Quantity<'_>) -> Option<Reading> {
    let number = quantity.value?;
    let text = quantity.comparator.map(|it| format!("{} {}", it.as_str(), number.text()));
    let unit = quantity.code.as_deref().or(quantity.unit.as_deref()).map(str::to_owned);
    Some(Reading { at, part, code, value: Some(number.to_f64()?), unit, text })
}
