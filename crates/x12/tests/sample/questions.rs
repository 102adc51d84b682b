//! Questions to ask: 276 of claims, 270 of people.

use super::{code, day, envelope, group_header, list, number, text};
use x12::Period;
use x12::claim_status::{self, Asker, Request, RequestSet, Requests};
use x12::eligibility::{Asked, Inquiry, InquirySet};
use x12::professional::{Payer, PersonName, ProviderName, Receiver as Sender, Sex};
use x12::text::{Charge, Text};

pub fn requests() -> Requests {
    let name =
        PersonName { last: text("Marlowe"), first: Text::optional("Evelyn"), middle: None, suffix: None };
    let request = |n: u32, sex| Request {
        trace: code(&format!("ASK{n:04}")),
        name,
        member_id: code("1EG4TE5MK73"),
        birth_date: day("19480317"),
        sex,
        payer_claim: (n == 1).then(|| code("2226100000042")),
        claim: (n < 3).then(|| code("CCM26100042")),
        charge: Charge::from_cents(16_250).expect("a charge"),
        service: Period { first: day("20261001"), last: day(if n == 1 { "20261001" } else { "20261031" }) },
    };
    let set = RequestSet {
        control: number(1),
        reference: code("ASK20261201A"),
        payer: Payer { name: text("Medicare Part B OR"), id: code("12502") },
        receiver: Sender { name: text("Riverbend Care Mgmt"), id: code("CCMSUBM01") },
        provider: Asker {
            name: ProviderName::Organization(text("Riverbend Internal Medicine")),
            npi: code("1900000013"),
        },
        requests: list(vec![request(1, Sex::Female), request(2, Sex::Male), request(3, Sex::Unknown)]),
    };
    let other = RequestSet {
        control: number(2),
        provider: Asker { name: ProviderName::Person(name), ..set.provider },
        ..set.clone()
    };
    Requests { envelope: envelope(), group: group_header(), sets: list(vec![set, other]) }
}

pub fn requests_written(requests: &Requests) -> String {
    let mut out = Vec::new();
    claim_status::write(requests, &mut out);
    String::from_utf8(out).expect("ASCII")
}

pub fn asked(people: u32) -> Asked {
    let name =
        PersonName { last: text("Marlowe"), first: Text::optional("Evelyn"), middle: None, suffix: None };
    let inquiry = |n: u32| Inquiry {
        trace: code(&format!("ELG{n:04}")),
        name,
        member_id: code("1EG4TE5MK73"),
        birth_date: day("19480317"),
        sex: if n.is_multiple_of(2) { Sex::Unknown } else { Sex::Female },
        asked: Period {
            first: day("20261101"),
            last: day(if n.is_multiple_of(3) { "20261130" } else { "20261101" }),
        },
        service_type: code("30"),
    };
    let set = InquirySet {
        control: number(1),
        reference: code("ELIG20261101A"),
        payer: Payer { name: text("CMS"), id: code("CMS") },
        provider: Asker {
            name: ProviderName::Organization(text("Riverbend Internal Medicine")),
            npi: code("1900000013"),
        },
        originator: code("1930000017"),
        inquiries: list((1..=people).map(inquiry).collect()),
    };
    Asked { envelope: envelope(), group: group_header(), sets: list(vec![set]) }
}
