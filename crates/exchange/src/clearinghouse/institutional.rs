//! Claims of clinics and of critical access hospitals: 837I (005010X223A2), types of bill 71X, 77X and 85X (FQ-06, FQ-09).
//! What the form asks beside the claim is in `remittance/institutional.toml`.

use std::num::NonZeroU32;
use std::sync::Arc;

use app::ports::claims::{ClaimBatch, Unwritable};
use ccm::claim as ours;
use ccm::claim::ub04::Institutional;
use ccm::people::PayerProfile;
use x12::institutional::{
    Admission, Assignment, Claim, ClaimSet, Coverage, Line, PayerOrder, Rendering, ServiceDates, Writer, read,
};
use x12::text::{Charge, Code};
use x12::{Bounded, Period};

use super::answers::told;
use super::sets::{no_set, sets};
use super::translate::{self, Place, day};

/// Writes a batch of institutional claims, and reads it back before it is handed out.
///
/// # Errors
/// As of the professional ones.
pub(super) fn write(batch: &ClaimBatch<'_>) -> Result<Vec<u8>, Unwritable> {
    let mut shared: Vec<Arc<Rendering>> = Vec::new();
    let (wire, sets) =
        sets(batch, |claim, payer, place| self::claim(claim, batch, payer, &mut shared, place))?;
    let mut out = Vec::new();
    let mut writer = Writer::open(&wire.envelope, &wire.group, &mut out);
    for (number, (header, claims)) in (1..).zip(sets) {
        let claims = Bounded::new(claims).map_err(|_| no_set(number))?;
        writer.set(&ClaimSet { header, claims }, &mut out);
    }
    writer.close(&mut out);
    match read(&out) {
        Ok(_) => Ok(out),
        Err(problems) => Err(Unwritable { batch: told(problems), ..Unwritable::default() }),
    }
}

fn claim(
    claim: &ours::Claim,
    batch: &ClaimBatch<'_>,
    payer: &PayerProfile,
    shared: &mut Vec<Arc<Rendering>>,
    place: &mut Place,
) -> Option<Claim> {
    let terms = Institutional::embedded();
    let revenue = place.known("revenue_code", terms.revenue(&batch.practice.setting));
    let revenue = revenue.and_then(|one| place.code("revenue_code", &one.code));
    let bill = claim.type_of_bill.as_ref().and_then(|word| word.as_str().get(..2));
    let bill = place.known("type_of_bill", bill);
    let bill_type = bill.and_then(|bill| place.code("type_of_bill", bill));
    let id = place.code("number", &claim.number);
    let subscriber = translate::subscriber(&claim.subscriber, place);
    let filing = place.code("payer.filing_indicator", &payer.filing_indicator);
    let frequency = translate::frequency(claim, place);
    let mut codes = claim.diagnoses.iter().enumerate();
    let principal = place.known("diagnoses", codes.next());
    let principal = principal.and_then(|(_, code)| place.code("diagnoses[0]", &code.without_dot()));
    let others: Vec<Code<7>> =
        codes.filter_map(|(n, code)| place.code(&format!("diagnoses[{n}]"), &code.without_dot())).collect();
    let diagnoses = place.list("diagnoses", others);
    let attending = translate::rendering(&claim.rendering, shared, place);
    let lines: Vec<Line> =
        claim.lines.iter().enumerate().filter_map(|(n, one)| line(claim, n, one, revenue, place)).collect();
    let lines = place.list("lines", lines);
    let days = claim.lines.iter().map(|line| line.on);
    let statement = days.clone().min().and_then(day).zip(days.max().and_then(day));
    let (first, last) = place.known("statement", statement)?;
    Some(Claim {
        id: id?,
        subscriber: subscriber?,
        coverage: Coverage { order: PayerOrder::Primary, insurance_type: None, filing: filing? },
        bill_type: bill_type?,
        frequency: frequency?,
        assignment: Assignment::Accepted,
        statement: Period { first, last },
        admission: Admission {
            kind: place.code("admission.kind", &terms.admission_kind.code)?,
            source: place.code("admission.source", &terms.admission_source.code),
            status: place.code("admission.status", &terms.patient_status.code)?,
        },
        note: None,
        principal: principal?,
        diagnoses: diagnoses?,
        attending: attending?,
        rendering: None,
        facility: None,
        lines: lines?,
    })
}

fn line(
    claim: &ours::Claim,
    n: usize,
    line: &ours::ClaimLine,
    revenue: Option<Code<4>>,
    place: &mut Place,
) -> Option<Line> {
    let path = format!("lines[{n}]");
    let procedure = place.code(&format!("{path}.code"), line.code.as_str());
    let modifiers: Vec<Code<2>> = line
        .modifiers
        .iter()
        .enumerate()
        .filter_map(|(m, modifier)| place.code(&format!("{path}.modifiers[{m}]"), modifier))
        .collect();
    let modifiers = place.list(&format!("{path}.modifiers"), modifiers);
    let charge = place.sendable(&format!("{path}.charge"), Charge::from_cents(line.charge.0));
    let units = place.known(&format!("{path}.units"), NonZeroU32::new(line.units));
    let on = place.known(&format!("{path}.on"), day(line.on));
    let id = place.code(&format!("{path}.id"), &format!("{}L{}", claim.number, n + 1));
    Some(Line {
        revenue: revenue?,
        procedure: procedure?,
        modifiers: modifiers?,
        charge: charge?,
        units: units?,
        service: ServiceDates::On(on?),
        id: Some(id?),
    })
}
