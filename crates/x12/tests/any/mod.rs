//! Any interchange that the types allow.

use crate::sample::envelope;
use proptest::prelude::*;
use std::num::NonZeroU32;
use std::sync::Arc;
use x12::Bounded;
use x12::professional::*;
use x12::text::*;

pub fn interchange() -> impl Strategy<Value = Interchange> {
    let groups = prop::collection::vec((control(), code(), code(), list(set(), 1..3)), 1..3);
    (groups, moment(), control(), any::<(bool, bool)>()).prop_map(|(groups, created, number, (ack, test))| {
        let usage = if test { Usage::Test } else { Usage::Production };
        let groups = groups.into_iter().map(|(control, sender, receiver, sets)| Group {
            header: GroupHeader { control, sender, receiver },
            sets,
        });
        Interchange {
            envelope: Envelope { created, control: number, ack_requested: ack, usage, ..envelope() },
            groups: Bounded::new(groups.collect()).expect("one or two groups"),
        }
    })
}

fn set() -> impl Strategy<Value = ClaimSet> {
    let who = (text(), code(), text(), code(), prop::option::of(code()));
    let rest = (billing(), control(), code(), (text(), code()), (text(), code()));
    (who, rest, list(claim(), 1..4)).prop_map(|(who, rest, claims)| {
        let (name, id, contact, phone, email) = who;
        let (billing, control, batch, receiver, payer) = rest;
        let header = SetHeader {
            control,
            batch,
            submitter: Submitter { name, id, contact, phone, email },
            receiver: Receiver { name: receiver.0, id: receiver.1 },
            billing,
            payer: Payer { name: payer.0, id: payer.1 },
        };
        ClaimSet { header, claims }
    })
}

fn billing() -> impl Strategy<Value = BillingProvider> {
    let name =
        prop_oneof![text().prop_map(ProviderName::Organization), person().prop_map(ProviderName::Person)];
    let tax_id = prop_oneof![code().prop_map(TaxId::Employer), code().prop_map(TaxId::SocialSecurity)];
    let taxonomy = prop::option::of(code());
    (name, code(), taxonomy, tax_id, address(), prop::option::of(address())).prop_map(
        |(name, npi, taxonomy, tax_id, address, pay_to)| BillingProvider {
            name,
            npi,
            taxonomy,
            tax_id,
            address,
            pay_to,
        },
    )
}

fn claim() -> impl Strategy<Value = Claim> {
    let frequency = prop_oneof![
        Just(Frequency::Original),
        code().prop_map(Frequency::Replaces),
        code().prop_map(Frequency::Voids)
    ];
    let assignment =
        prop::sample::select(vec![Assignment::Accepted, Assignment::LaboratoryOnly, Assignment::NotAccepted]);
    let header = (code(), subscriber(), coverage(), code(), frequency, assignment);
    let diagnoses = prop::collection::btree_set(code(), 1..13).prop_map(|set| set.into_iter().collect());
    let others = (prop::option::of(text()), prop::option::of(rendering()), prop::option::of(facility()));
    (header, diagnoses, others, list::<_, 1, 50>(line(), 1..6)).prop_map(
        |(header, diagnoses, (note, rendering, facility), lines)| {
            let (id, subscriber, coverage, place_of_service, frequency, assignment) = header;
            let diagnoses: Bounded<Code<7>, 1, 12> = Bounded::new(diagnoses).expect("1 to 12");
            // A pointer must find its diagnosis.
            let lines = lines.into_vec().into_iter().map(|line| {
                let places: Vec<u8> =
                    line.pointers.as_slice().iter().map(|p| (*p).min(diagnoses.len() as u8)).collect();
                Line { pointers: Pointers::new(&places).expect("as many as before"), ..line }
            });
            Claim {
                id,
                subscriber,
                coverage,
                place_of_service,
                frequency,
                assignment,
                note,
                lines: Bounded::new(lines.collect()).expect("as many as before"),
                diagnoses,
                rendering: rendering.map(Arc::new),
                facility: facility.map(Arc::new),
            }
        },
    )
}

fn subscriber() -> impl Strategy<Value = Subscriber> {
    let sex = prop::sample::select(vec![Sex::Female, Sex::Male, Sex::Unknown]);
    (person(), code(), address(), day(), sex).prop_map(|(name, member_id, address, birth_date, sex)| {
        Subscriber { name, member_id, address, birth_date, sex }
    })
}

fn coverage() -> impl Strategy<Value = Coverage> {
    let order = prop::sample::select(vec![PayerOrder::Primary, PayerOrder::Secondary, PayerOrder::Tertiary]);
    (order, prop::option::of(code()), code()).prop_map(|(order, insurance_type, filing)| Coverage {
        order,
        insurance_type,
        filing,
    })
}

fn rendering() -> impl Strategy<Value = Rendering> {
    (person(), code(), prop::option::of(code())).prop_map(|(name, npi, taxonomy)| Rendering {
        name,
        npi,
        taxonomy,
    })
}

fn facility() -> impl Strategy<Value = Facility> {
    (text(), prop::option::of(code()), address()).prop_map(|(name, npi, address)| Facility {
        name,
        npi,
        address,
    })
}

fn line() -> impl Strategy<Value = Line> {
    let service = prop_oneof![
        day().prop_map(ServiceDates::On),
        (day(), day()).prop_map(|(first, last)| ServiceDates::Range { first, last })
    ];
    let charge = (0..=9_999_999_999_i64).prop_map(|cents| Charge::from_cents(cents).expect("in range"));
    let pointers = prop::collection::vec(1..=12u8, 1..5)
        .prop_map(|places| Pointers::new(&places).expect("1 to 4 of 1 to 12"));
    let units = (1..u32::MAX).prop_map(|n| NonZeroU32::new(n).expect("above 0"));
    let optional = (prop::option::of(code()), prop::option::of(code()));
    (code(), list(code(), 0..5), charge, units, pointers, service, optional).prop_map(
        |(procedure, modifiers, charge, units, pointers, service, (place_of_service, id))| Line {
            procedure,
            modifiers,
            charge,
            units,
            place_of_service,
            pointers,
            service,
            id,
        },
    )
}

fn person() -> impl Strategy<Value = PersonName> {
    (text(), prop::option::of(text()), prop::option::of(text()), prop::option::of(text()))
        .prop_map(|(last, first, middle, suffix)| PersonName { last, first, middle, suffix })
}

fn address() -> impl Strategy<Value = Address> {
    (text(), prop::option::of(text()), text(), code(), code())
        .prop_map(|(street, street2, city, state, zip)| Address { street, street2, city, state, zip })
}

/// Any text in any script, so that cleaning is part of what is tried.
fn text<const N: usize>() -> impl Strategy<Value = Text<N>> {
    let raw = prop_oneof!["[ -~]{1,30}", "\\PC{1,90}", "[A-Za-zÀ-ž' ]{1,40}"];
    raw.prop_filter_map("nothing left", |raw| Text::optional(&raw))
}

fn code<const N: usize>() -> impl Strategy<Value = Code<N>> {
    prop::collection::vec(prop::sample::select(b"ABCZ0123456789.-/@".to_vec()), 1..=N)
        .prop_map(|bytes| Code::exact(&bytes).expect("clean and short enough"))
}

fn list<S: Strategy, const MIN: usize, const MAX: usize>(
    one: S,
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = Bounded<S::Value, MIN, MAX>> {
    prop::collection::vec(one, count).prop_map(|values| match Bounded::new(values) {
        Ok(values) => values,
        Err(error) => panic!("a test asks for a list of a wrong length: {error}"),
    })
}

fn control() -> impl Strategy<Value = ControlNumber> {
    (1..=999_999_999u32, 0..9u32)
        .prop_map(|(n, shift)| ControlNumber::new((n / 10u32.pow(shift)).max(1)).expect("in range"))
}

fn day() -> impl Strategy<Value = Date8> {
    (1900..2100i16, 1..=12i8, 1..=31i8)
        .prop_filter_map("no such day", |(year, month, day)| Date8::new(year, month, day))
}

fn moment() -> impl Strategy<Value = Moment> {
    (day(), 0..24i8, 0..60i8)
        .prop_map(|(date, hour, minute)| Moment { date, time: Time4::new(hour, minute).expect("a time") })
}
