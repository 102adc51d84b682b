//! Claims scrubbed, all rules on, against one look at every field of the same claims by hand-written code that knows no
//! rule: the ratio is what the rules cost. The gate that counts is claims per second of one core.

use std::hint::black_box;

use anyhow::{Result, ensure};
use ccm::basics::{Cents, Date, PatientId};
use ccm::billing::{Form, RuleSet, Settings};
use ccm::care_plan::ConditionCatalog;
use ccm::claim::{Claim, ClaimLine, Provider, ScrubContext, Subscriber, scrub};
use ccm::people::{Address, PracticeProfile};

use crate::Size;
use crate::line::Workload;
use crate::measure::{PAIRS, Pairs, time};

const LEAST_PER_SECOND: f64 = 50_000.0;

pub fn run(size: Size) -> Result<bool> {
    let (count, rounds) = match size {
        Size::Small => (2_000, 5),
        Size::Full | Size::Nation => (100_000, 2),
    };
    let claims: Vec<Claim> = (0..count).map(claim).collect::<Result<_>>()?;
    let (practice, settings) = (practice()?, Settings::new());
    let catalog = ConditionCatalog::embedded()?;
    let context = ScrubContext {
        practice: &practice,
        rules: RuleSet::embedded(),
        settings: &settings,
        catalog: &catalog,
        file_date: "2026-07-02".parse()?,
        takes_replacements: false,
    };
    let product =
        || black_box(&claims).iter().map(|claim| black_box(scrub(claim, &context)).len()).sum::<usize>();
    ensure!(product() == 0, "the claims are clean");
    let broken = Claim { number: "p-1".into(), ..claim(0)? };
    ensure!(!scrub(&broken, &context).is_empty(), "the scrubber is awake");
    let baseline = || {
        let file_date = context.file_date;
        let looks_well = |claim: &&Claim| black_box(a_look(claim, &practice, file_date));
        black_box(&claims).iter().filter(looks_well).count()
    };
    ensure!(baseline() == count as usize, "the claims look well");

    let pairs = Pairs::take(PAIRS, || time(rounds * 10, baseline), || time(rounds, product))?;
    let clock = pairs.clock();
    let per_second = f64::from(count) / pairs.medians(clock).1;
    let workload = Workload {
        name: "scrub",
        engine: None,
        size: format!("{count} claims of two lines; at least {LEAST_PER_SECOND} claims/s"),
        amount: f64::from(count),
        unit: "claims/s",
        gate: 0.0,
        goal: 0.1,
        is_ours_alone: true,
    };
    Ok(workload.report(&pairs, clock, None)? && per_second >= LEAST_PER_SECOND)
}

/// Every field once, with no rule set and nothing to tell of what is wrong.
fn a_look(claim: &Claim, practice: &PracticeProfile, file_date: Date) -> bool {
    let is_code = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    let is_said = |text: Option<&String>| text.is_some_and(|text| !text.trim().is_empty());
    let is_place = |place: &Address| {
        !place.street.trim().is_empty() && !place.city.trim().is_empty() && is_code(&place.state, 2)
    };
    let Subscriber { family, given, mbi, address, born_on, sex } = &claim.subscriber;
    let person = is_said(family.as_ref()) && is_said(given.as_ref()) && mbi.is_some();
    let Provider { family, given, npi, taxonomy } = &claim.rendering;
    let provider = is_said(Some(family)) && is_said(Some(given)) && npi.is_some();
    let line = |line: &ClaimLine| {
        line.units > 0
            && line.charge.0 > 0
            && line.on <= file_date
            && line.modifiers.iter().all(|modifier| is_code(modifier, 2))
            && line.pointers.iter().all(|at| (1..=claim.diagnoses.len()).contains(&usize::from(*at)))
    };
    let total: i64 = claim.lines.iter().map(|line| line.charge.0).sum();
    is_code(&claim.number, claim.number.len())
        && person
        && address.as_ref().is_some_and(is_place)
        && born_on.is_some_and(|born| born <= file_date)
        && matches!(sex.as_str(), "F" | "M" | "U")
        && provider
        && taxonomy.as_ref().is_none_or(|code| is_code(code, 10))
        && is_code(&claim.place_of_service, 2)
        && matches!(claim.frequency.as_str(), "1" | "7" | "8")
        && total < 10_000_000_000
        && claim.diagnoses.iter().all(|code| !code.as_str().is_empty())
        && claim.lines.iter().all(line)
        && is_place(&practice.address)
}

fn claim(n: u32) -> Result<Claim> {
    let line = |code: &str, units, cents| -> Result<ClaimLine> {
        Ok(ClaimLine {
            code: code.parse()?,
            modifiers: Vec::new(),
            units,
            charge: Cents(cents),
            on: "2026-06-30".parse()?,
            since: None,
            pointers: vec![1, 2],
            expected: None,
        })
    };
    Ok(Claim {
        number: format!("P2606{n:07}R1"),
        patient: PatientId(uuid::Uuid::from_u128(n.into())),
        month: "2026-06".parse()?,
        form: Form::Professional,
        type_of_bill: None,
        subscriber: Subscriber {
            family: Some(format!("Birchwood{n}")),
            given: Some("Odette".into()),
            mbi: Some("1EG4TE5MK73".parse()?),
            address: Some(address(&format!("{n} Orchard Row"), "97001")?),
            born_on: Some("1949-02-28".parse()?),
            sex: ["F", "M", "U"][n as usize % 3].into(),
        },
        rendering: Provider {
            family: "Larkin".into(),
            given: "Tomas".into(),
            npi: Some("1987654328".parse()?),
            taxonomy: Some("207Q00000X".into()),
        },
        place_of_service: "11".into(),
        frequency: "1".into(),
        payer_claim_number: None,
        diagnoses: ["I10", "E11.22", "N18.31"].iter().map(|code| code.parse()).collect::<Result<_, _>>()?,
        lines: vec![line("99490", 1, 9_000 + i64::from(n % 100))?, line("99439", 2, 14_000)?],
    })
}

fn practice() -> Result<PracticeProfile> {
    Ok(PracticeProfile {
        name: "Elm Falls Family Medicine".into(),
        npi: "1900000013".parse()?,
        tin: "930000017".parse()?,
        taxonomy: "207Q00000X".into(),
        setting: "physician".into(),
        place_of_service: "11".into(),
        locality: None,
        capabilities: Default::default(),
        asks_approval: false,
        address: address("18 Mill Street", "970011234")?,
        payers: Vec::new(),
        switches: Default::default(),
    })
}

fn address(street: &str, zip: &str) -> Result<Address> {
    Ok(Address {
        street: street.into(),
        street2: None,
        city: "Elm Falls".into(),
        state: "OR".into(),
        zip: zip.parse()?,
    })
}
