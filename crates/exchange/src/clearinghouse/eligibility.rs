//! Questions whom a payer covers: 270 (005010X279A1). Every file is read back before it is kept.

use app::ports::claims::Unwritable;
use app::ports::{InquiryBatch, InquiryPerson, InquiryWriter};
use ccm::basics::Problem;
use x12::eligibility::{Asked, Inquiry, InquirySet, read_inquiries, write};
use x12::professional::{Payer, PersonName, ProviderName, Sex};
use x12::text::{Code, ControlNumber, Text};
use x12::{Bounded, Period};

use super::translate::{Place, day};
use super::wire::Wire;

/// Writes questions about coverage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Eligibility270;

/// What all sets of a file share.
struct Shared {
    payer: Payer,
    provider: ProviderName,
    npi: Code<10>,
    originator: Code<10>,
    service_type: Code<2>,
}

impl InquiryWriter for Eligibility270 {
    fn write(&self, batch: &InquiryBatch<'_>) -> Result<Vec<u8>, Unwritable> {
        let mut refused = Unwritable::default();
        let mut place = Place::default();
        let numbers = (batch.interchange_number, batch.group_number);
        let wire = Wire::of(batch.payer, numbers, batch.local, batch.is_production, &mut place);
        let shared = shared(batch, &mut place);
        let (mut sets, mut seen) = (Vec::new(), 0);
        for (n, set) in (1_u32..).zip(&batch.sets) {
            let mut inquiries = Vec::with_capacity(set.people.len());
            for person in &set.people {
                let mut own = Place::default();
                let translated = inquiry(person, shared.as_ref(), &mut own);
                let problems = own.into_problems();
                match translated {
                    Some(one) if problems.is_empty() => inquiries.push(one),
                    _ if problems.is_empty() => {}
                    _ => refused.claims.push((seen, problems)),
                }
                seen += 1;
            }
            let reference = place.code("reference", &set.reference);
            let parts = reference.zip(ControlNumber::new(n)).zip(shared.as_ref());
            let (Some(((reference, control), shared)), Ok(inquiries)) = (parts, Bounded::new(inquiries))
            else {
                continue;
            };
            sets.push(InquirySet {
                control,
                reference,
                payer: shared.payer,
                provider: x12::claim_status::Asker { name: shared.provider, npi: shared.npi },
                originator: shared.originator,
                inquiries,
            });
        }
        refused.batch = place.into_problems();
        let (Some(wire), true) = (wire, refused.batch.is_empty() && refused.claims.is_empty()) else {
            return Err(refused);
        };
        let Ok(sets) = Bounded::new(sets) else {
            refused.batch.push(Problem::new("required", "people"));
            return Err(refused);
        };
        let asked = Asked { envelope: wire.envelope, group: wire.group, sets };
        let mut out = Vec::new();
        write(&asked, &mut out);
        match read_inquiries(&out) {
            Ok(back) if back == asked => Ok(out),
            Ok(_) => {
                refused.batch.push(Problem::new("read_back", "file"));
                Err(refused)
            }
            Err(problems) => {
                refused.batch = super::answers::told(problems);
                Err(refused)
            }
        }
    }
}

fn shared(batch: &InquiryBatch<'_>, place: &mut Place) -> Option<Shared> {
    let (practice, payer) = (batch.practice, batch.payer);
    let terms = payer.submission.eligibility.clone().unwrap_or_default();
    let name = place.text("payer.name", terms.payer_name.as_deref().unwrap_or(&payer.name));
    let id = place.code("payer.payer_id", terms.payer_id.as_deref().unwrap_or(&payer.payer_id));
    let provider = place.text("billing.name", &practice.name);
    let npi = place.code("billing.npi", practice.npi.as_str());
    // A tax number behind a 1 says who made the traces.
    let originator = place.code("billing.tin", &format!("1{}", practice.tin.as_str()));
    let service_type = place.code("service_type", batch.service_type);
    Some(Shared {
        payer: Payer { name: name?, id: id? },
        provider: ProviderName::Organization(provider?),
        npi: npi?,
        originator: originator?,
        service_type: service_type?,
    })
}

/// What a payer must know of somebody before it can answer.
fn inquiry(person: &InquiryPerson, shared: Option<&Shared>, place: &mut Place) -> Option<Inquiry> {
    let trace = place.code("trace", &person.trace);
    let last = place.text::<60>("family", person.family.as_deref().unwrap_or_default());
    let first: Option<Text<35>> = place.text("given", person.given.as_deref().unwrap_or_default());
    let member = place.known("member", person.member.as_ref());
    let member_id = member.and_then(|member| place.code("member", member.as_str()));
    let birth_date = place.known("born_on", person.born_on.and_then(day));
    let sex = match person.sex.as_deref() {
        Some("female") => Sex::Female,
        Some("male") => Sex::Male,
        _ => Sex::Unknown,
    };
    let days = place.known("days", day(person.first).zip(day(person.last)));
    let (first_day, last_day) = days?;
    Some(Inquiry {
        trace: trace?,
        name: PersonName { last: last?, first: Some(first?), middle: None, suffix: None },
        member_id: member_id?,
        birth_date: birth_date?,
        sex,
        asked: Period { first: first_day, last: last_day },
        service_type: shared?.service_type,
    })
}
