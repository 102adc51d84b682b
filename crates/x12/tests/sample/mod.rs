//! A file to write: fictional people, one practice, as many claims as wanted. The first claim
//! is that of the interoperability spec.

pub mod clinic;
pub mod questions;

use std::num::NonZeroU32;
use std::sync::Arc;
use x12::Bounded;
use x12::professional::*;
use x12::text::*;

/// As interop.md asks: a rejected set does not hold up many.
pub const CLAIMS_PER_SET: usize = 500;

pub fn text<const N: usize>(raw: &str) -> Text<N> {
    Text::new(raw).expect("sample text can be sent")
}

pub fn code<const N: usize>(raw: &str) -> Code<N> {
    Code::new(raw).expect("sample code can be sent")
}

pub fn day(raw: &str) -> Date8 {
    Date8::parse(raw.as_bytes()).expect("sample day exists")
}

pub fn number(n: u32) -> ControlNumber {
    ControlNumber::new(n).expect("sample number is in range")
}

pub fn list<T, const MIN: usize, const MAX: usize>(values: Vec<T>) -> Bounded<T, MIN, MAX> {
    Bounded::new(values).expect("sample list has a fitting length")
}

/// One group of as many sets as the claims need, `per_set` in each.
pub fn interchange(claims: usize, per_set: usize) -> Interchange {
    let numbers: Vec<usize> = (0..claims).collect();
    let sets = numbers.chunks(per_set).enumerate().map(|(place, chunk)| ClaimSet {
        header: set_header(place as u32 + 1),
        claims: list(chunk.iter().map(|n| claim(*n)).collect()),
    });
    Interchange {
        envelope: envelope(),
        groups: list(vec![Group { header: group_header(), sets: list(sets.collect()) }]),
    }
}

pub fn envelope() -> Envelope {
    Envelope {
        sender: Party { qualifier: code("ZZ"), id: code("CCMSUBM01") },
        receiver: Party { qualifier: code("ZZ"), id: code("12502") },
        created: Moment { date: day("20261102"), time: Time4::new(9, 15).expect("a time") },
        control: number(101),
        ack_requested: true,
        usage: Usage::Test,
    }
}

pub fn group_header() -> GroupHeader {
    GroupHeader { control: number(101), sender: code("CCMSUBM01"), receiver: code("12502") }
}

pub fn set_header(control: u32) -> SetHeader {
    let batch = ["CCM20261102A".to_string(), format!("CCM20261102A{control}")];
    SetHeader {
        control: number(control),
        batch: code(&batch[usize::from(control > 1)]),
        submitter: Submitter {
            name: text("Riverbend Care Mgmt"),
            id: code("CCMSUBM01"),
            contact: text("Billing Office"),
            phone: code("5035550142"),
            email: Some(code("edi@riverbend.example")),
        },
        receiver: Receiver { name: text("Medicare Part B OR"), id: code("12502") },
        billing: BillingProvider {
            name: ProviderName::Organization(text("Riverbend Internal Medicine")),
            npi: code("1900000013"),
            taxonomy: Some(code("207R00000X")),
            tax_id: TaxId::Employer(code("930000017")),
            address: Address {
                street: text("410 SW Alderwood Ave"),
                street2: Text::optional("Suite 200"),
                city: text("Portland"),
                state: code("OR"),
                zip: code("972054102"),
            },
            pay_to: None,
        },
        payer: Payer { name: text("Medicare Part B OR"), id: code("12502") },
    }
}

pub fn claim(n: usize) -> Claim {
    let id = format!("CCM{}", 26_100_042 + n);
    Claim {
        id: code(&id),
        subscriber: Subscriber {
            name: PersonName {
                last: text("Marlowe"),
                first: Text::optional("Evelyn"),
                middle: Text::optional("R"),
                suffix: None,
            },
            member_id: code("1EG4TE5MK73"),
            address: Address {
                street: text("77 Cedar Hollow Ln"),
                street2: None,
                city: text("Gresham"),
                state: code("OR"),
                zip: code("970301234"),
            },
            birth_date: day("19480317"),
            sex: Sex::Female,
        },
        coverage: Coverage { order: PayerOrder::Primary, insurance_type: None, filing: code("MB") },
        place_of_service: code("11"),
        frequency: Frequency::Original,
        assignment: Assignment::Accepted,
        note: None,
        diagnoses: list(vec![code("E1122"), code("N1831"), code("I10")]),
        rendering: Some(Arc::new(Rendering {
            name: PersonName {
                last: text("Okonkwo"),
                first: Text::optional("Adaeze"),
                middle: Text::optional("M"),
                suffix: None,
            },
            npi: code("1987654328"),
            taxonomy: Some(code("207R00000X")),
        })),
        facility: None,
        lines: list(vec![
            line("99490", 6650, 1, &format!("{id}L1")),
            line("99439", 9600, 2, &format!("{id}L2")),
        ]),
    }
}

pub fn line(procedure: &str, cents: i64, units: u32, id: &str) -> Line {
    Line {
        procedure: code(procedure),
        modifiers: list(Vec::new()),
        charge: Charge::from_cents(cents).expect("a charge"),
        units: NonZeroU32::new(units).expect("units"),
        place_of_service: None,
        pointers: Pointers::new(&[1, 2, 3]).expect("pointers"),
        service: ServiceDates::On(day("20261031")),
        id: Some(code(id)),
    }
}

/// Every optional thing present, so that each has its place.
pub fn everything() -> Interchange {
    let mut claim = claim(0);
    let address = claim.subscriber.address;
    claim.subscriber.name.suffix = Some(text("Jr"));
    claim.subscriber.name.middle = None;
    claim.coverage =
        Coverage { order: PayerOrder::Secondary, insurance_type: Some(code("12")), filing: code("MB") };
    claim.frequency = Frequency::Replaces(code("2226001234567"));
    claim.note = Some(text("Corrected: units"));
    claim.facility = Some(Arc::new(Facility { name: text("East Clinic"), npi: None, address }));
    let mut line = line("99490", 5, 1, "L1");
    line.modifiers = list(vec![code("25"), code("FQ")]);
    line.place_of_service = Some(code("22"));
    line.service = ServiceDates::Range { first: day("20261001"), last: day("20261031") };
    line.pointers = Pointers::new(&[3]).expect("a pointer");
    claim.lines = list(vec![line]);

    let mut header = set_header(12_345);
    header.submitter.email = None;
    let solo = PersonName { last: text("Muñoz"), first: Some(text("Inés")), middle: None, suffix: None };
    header.billing.name = ProviderName::Person(solo);
    header.billing.tax_id = TaxId::SocialSecurity(code("900000017"));
    header.billing.pay_to = Some(Address { street: text("PO Box 7"), ..address });
    let mut file = interchange(1, 1);
    let sets = list(vec![ClaimSet { header, claims: list(vec![claim]) }]);
    file.groups = list(vec![Group { header: group_header(), sets }]);
    file
}

pub fn written(interchange: &Interchange) -> Vec<u8> {
    let mut out = Vec::new();
    write(interchange, &mut out);
    out
}
