//! Our claim in the words of the 837P. Pure: what cannot be said there is a problem with its place.

use std::num::NonZeroU32;
use std::sync::Arc;

use app::ports::claims::ClaimBatch;
use ccm::basics::{Date, Problem};
use ccm::claim as ours;
use ccm::people::{self, PayerProfile};
use x12::Bounded;
use x12::professional::{
    Address, Assignment, BillingProvider, Claim, Coverage, Frequency, Line, Payer, PayerOrder, PersonName,
    Pointers, ProviderName, Receiver, Rendering, ServiceDates, SetHeader, Sex, Submitter, Subscriber, TaxId,
};
use x12::text::{Charge, Code, ControlNumber, Date8, Text, Unsendable};

/// Notes what is wrong, and where. Never what it says there.
#[derive(Default)]
pub(super) struct Place {
    problems: Vec<Problem>,
}

impl Place {
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    pub fn wrong(&mut self, code: &str, path: &str) {
        self.problems.push(Problem::new(code, path));
    }

    /// A value that must be there.
    pub fn known<T>(&mut self, path: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.wrong("required", path);
        }
        value
    }

    pub fn code<const N: usize>(&mut self, path: &str, raw: &str) -> Option<Code<N>> {
        self.sendable(path, Code::new(raw))
    }

    pub fn text<const N: usize>(&mut self, path: &str, raw: &str) -> Option<Text<N>> {
        self.sendable(path, Text::new(raw))
    }

    pub fn sendable<T>(&mut self, path: &str, value: Result<T, Unsendable>) -> Option<T> {
        let problem = match value {
            Ok(value) => return Some(value),
            Err(Unsendable::Empty) => Problem::new("required", path),
            Err(Unsendable::TooLong { most }) => Problem::new("too_long", path).with("most", most),
            Err(Unsendable::Character) => Problem::new("not_sendable", path),
            Err(Unsendable::Amount) => Problem::new("amount", path),
        };
        self.problems.push(problem);
        None
    }

    pub fn list<T, const MIN: usize, const MAX: usize>(
        &mut self,
        path: &str,
        values: Vec<T>,
    ) -> Option<Bounded<T, MIN, MAX>> {
        Bounded::new(values)
            .map_err(|bounds| {
                let problem =
                    Problem::new("count", path).with("least", bounds.least).with("most", bounds.most);
                self.problems.push(problem.with("found", bounds.found));
            })
            .ok()
    }
}

pub(super) fn day(date: Date) -> Option<Date8> {
    Date8::new(date.year(), date.month(), date.day())
}

/// What all claims to one payer share; the numbers of the set are its writer's to fill in.
pub(super) fn set_header(
    batch: &ClaimBatch<'_>,
    payer: &PayerProfile,
    place: &mut Place,
) -> Option<SetHeader> {
    let practice = batch.practice;
    let submitter = submitter(payer, place);
    let receiver_name = place.text("payer.receiver_name", &payer.receiver_name);
    let receiver_id = place.code("payer.receiver_id", &payer.receiver_id);
    let payer_name = place.text("payer.name", &payer.name);
    let payer_id = place.code("payer.payer_id", &payer.payer_id);
    let name = place.text("billing.name", &practice.name);
    let npi = place.code("billing.npi", practice.npi.as_str());
    let taxonomy = place.code("billing.taxonomy", &practice.taxonomy);
    let tin = place.code("billing.tin", practice.tin.as_str());
    let address = address("billing.address", &practice.address, place);
    let code = place.code("batch", &batch.batch);
    Some(SetHeader {
        control: ControlNumber::new(1)?,
        batch: code?,
        submitter: submitter?,
        receiver: Receiver { name: receiver_name?, id: receiver_id? },
        billing: BillingProvider {
            name: ProviderName::Organization(name?),
            npi: npi?,
            taxonomy,
            tax_id: TaxId::Employer(tin?),
            address: address?,
            pay_to: None,
        },
        payer: Payer { name: payer_name?, id: payer_id? },
    })
}

fn submitter(payer: &PayerProfile, place: &mut Place) -> Option<Submitter> {
    let name = place.text("payer.submitter_name", &payer.submitter_name);
    let id = place.code("payer.submitter_id", &payer.submitter_id);
    let contact = place.text("payer.contact_name", &payer.contact_name);
    let digits: String = payer.contact_phone.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 10 {
        place.wrong("phone", "payer.contact_phone");
        return None;
    }
    let phone = place.code("payer.contact_phone", &digits);
    Some(Submitter { name: name?, id: id?, contact: contact?, phone: phone?, email: None })
}

/// One claim. `shared` holds the practitioners met so far: a practice has few of them and many claims.
pub(super) fn claim(
    claim: &ours::Claim,
    payer: &PayerProfile,
    shared: &mut Vec<Arc<Rendering>>,
    place: &mut Place,
) -> Option<Claim> {
    let id = place.code("number", &claim.number);
    let subscriber = subscriber(&claim.subscriber, place);
    let filing = place.code("payer.filing_indicator", &payer.filing_indicator);
    let place_of_service = place.code("place_of_service", &claim.place_of_service);
    let frequency = frequency(claim, place);
    let diagnoses: Vec<Code<7>> = claim
        .diagnoses
        .iter()
        .enumerate()
        .filter_map(|(n, code)| place.code(&format!("diagnoses[{n}]"), &code.without_dot()))
        .collect();
    let diagnoses = place.list("diagnoses", diagnoses);
    let rendering = rendering(&claim.rendering, shared, place);
    let lines: Vec<Line> =
        claim.lines.iter().enumerate().filter_map(|one| line(claim, payer, one, place)).collect();
    let lines = place.list("lines", lines);
    Some(Claim {
        id: id?,
        subscriber: subscriber?,
        coverage: Coverage { order: PayerOrder::Primary, insurance_type: None, filing: filing? },
        place_of_service: place_of_service?,
        frequency: frequency?,
        assignment: Assignment::Accepted,
        note: None,
        diagnoses: diagnoses?,
        rendering: Some(rendering?),
        facility: None,
        lines: lines?,
    })
}

pub(super) fn subscriber(one: &ours::Subscriber, place: &mut Place) -> Option<Subscriber> {
    let last = place.text("subscriber.family", one.family.as_deref().unwrap_or_default());
    let first = place.text("subscriber.given", one.given.as_deref().unwrap_or_default());
    let mbi = place.known("subscriber.mbi", one.mbi.as_ref());
    let member_id = mbi.and_then(|mbi| place.code("subscriber.mbi", mbi.as_str()));
    let known = place.known("subscriber.address", one.address.as_ref());
    let address = known.and_then(|known| address("subscriber.address", known, place));
    let birth_date = place.known("subscriber.born_on", one.born_on.and_then(day));
    let sex = match one.sex.as_str() {
        "F" => Some(Sex::Female),
        "M" => Some(Sex::Male),
        "U" => Some(Sex::Unknown),
        _ => None,
    };
    let sex = place.known("subscriber.sex", sex);
    Some(Subscriber {
        name: PersonName { last: last?, first: Some(first?), middle: None, suffix: None },
        member_id: member_id?,
        address: address?,
        birth_date: birth_date?,
        sex: sex?,
    })
}

pub(super) fn frequency(claim: &ours::Claim, place: &mut Place) -> Option<Frequency> {
    let original = |place: &mut Place| {
        let number = place.known("payer_claim_number", claim.payer_claim_number.as_deref())?;
        place.code("payer_claim_number", number)
    };
    match claim.frequency.as_str() {
        "1" => Some(Frequency::Original),
        "7" => original(place).map(Frequency::Replaces),
        "8" => original(place).map(Frequency::Voids),
        _ => {
            place.wrong("frequency_unknown", "frequency");
            None
        }
    }
}

pub(super) fn rendering(
    one: &ours::Provider,
    shared: &mut Vec<Arc<Rendering>>,
    place: &mut Place,
) -> Option<Arc<Rendering>> {
    let last = place.text("rendering.family", &one.family);
    let first = place.text("rendering.given", &one.given);
    let npi = place.known("rendering.npi", one.npi.as_ref());
    let npi = npi.and_then(|npi| place.code("rendering.npi", npi.as_str()));
    let taxonomy = one.taxonomy.as_deref().map(|code| place.code("rendering.taxonomy", code));
    let rendering = Rendering {
        name: PersonName { last: last?, first: Some(first?), middle: None, suffix: None },
        npi: npi?,
        taxonomy: taxonomy.flatten(),
    };
    if let Some(known) = shared.iter().find(|known| ***known == rendering) {
        return Some(known.clone());
    }
    let rendering = Arc::new(rendering);
    shared.push(rendering.clone());
    Some(rendering)
}

/// One date, and a range only for a payer that wants it: some contractors refuse ranges (interop.md §3).
fn line(
    claim: &ours::Claim,
    payer: &PayerProfile,
    (n, line): (usize, &ours::ClaimLine),
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
    let is_listed = line.pointers.iter().all(|pointer| usize::from(*pointer) <= claim.diagnoses.len());
    let pointers = Pointers::new(&line.pointers).ok().filter(|_| is_listed);
    if pointers.is_none() {
        place.wrong("points_nowhere", &format!("{path}.pointers"));
    }
    let (first, last) = line.days(payer.submission.dates);
    let on = place.known(&format!("{path}.on"), day(first).zip(day(last)));
    let id = place.code(&format!("{path}.id"), &format!("{}L{}", claim.number, n + 1));
    Some(Line {
        procedure: procedure?,
        modifiers: modifiers?,
        charge: charge?,
        units: units?,
        place_of_service: None,
        pointers: pointers?,
        service: service(on?),
        id: Some(id?),
    })
}

fn service((first, last): (Date8, Date8)) -> ServiceDates {
    if first == last { ServiceDates::On(last) } else { ServiceDates::Range { first, last } }
}

fn address(path: &str, address: &people::Address, place: &mut Place) -> Option<Address> {
    let street = place.text(&format!("{path}.street"), &address.street);
    let city = place.text(&format!("{path}.city"), &address.city);
    let state = place.code(&format!("{path}.state"), &address.state);
    let zip = place.code(&format!("{path}.zip"), address.zip.as_str());
    Some(Address {
        street: street?,
        street2: address.street2.as_deref().and_then(Text::optional),
        city: city?,
        state: state?,
        zip: zip?,
    })
}
