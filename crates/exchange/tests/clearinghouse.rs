//! Our claims, written and read back: the same facts, in as many sets as payers and profiles ask for.

use app::ports::ClaimWriter;
use app::ports::claims::{ClaimBatch, Unwritable};
use ccm::basics::*;
use ccm::claim::{Claim, ClaimLine, Provider, Subscriber};
use ccm::people::{Address, PayerKind, PayerProfile, PracticeProfile};
use exchange::clearinghouse::Professional837;
use x12::professional::{Frequency, Interchange, ProviderName, ServiceDates, Sex, Usage, read};

fn address(street: &str, zip: &str) -> Address {
    Address {
        street: street.into(),
        street2: None,
        city: "Elm Falls".into(),
        state: "OR".into(),
        zip: zip.parse().unwrap(),
    }
}

fn practice() -> PracticeProfile {
    PracticeProfile {
        name: "Elm Falls Family Medicine".into(),
        npi: "1900000013".parse().unwrap(),
        tin: "930000017".parse().unwrap(),
        taxonomy: "207Q00000X".into(),
        setting: "physician".into(),
        place_of_service: "11".into(),
        locality: None,
        capabilities: Default::default(),
        asks_approval: false,
        address: address("18 Mill Street", "970011234"),
        payers: Vec::new(),
        switches: Default::default(),
    }
}

fn payer(name: &str, filing: &str) -> PayerProfile {
    PayerProfile {
        name: name.into(),
        kind: PayerKind::MedicareFfs,
        payer_id: "12502".into(),
        filing_indicator: filing.into(),
        receiver_name: "Part B Gateway".into(),
        receiver_id: "12502".into(),
        receiver_qualifier: "ZZ".into(),
        submitter_name: "Elm Falls Billing".into(),
        submitter_id: "ELMFALLS1".into(),
        submitter_qualifier: "ZZ".into(),
        contact_name: "Claims desk".into(),
        contact_phone: "(503) 555-0142".into(),
        claims_per_set: 2,
        filing_days: None,
        coverage_names: Vec::new(),
        coverage_types: Vec::new(),
        submission: Default::default(),
    }
}

fn claim(n: usize) -> Claim {
    let on = "2026-06-30".parse().unwrap();
    let line = |code: &str, units, cents| ClaimLine {
        code: code.parse().unwrap(),
        modifiers: Vec::new(),
        units,
        charge: Cents(cents),
        on,
        since: None,
        pointers: vec![1, 2],
        expected: None,
    };
    Claim {
        number: format!("P2606{n:07}R1"),
        patient: PatientId(uuid::Uuid::from_u128(n as u128)),
        month: "2026-06".parse().unwrap(),
        form: ccm::billing::Form::Professional,
        type_of_bill: None,
        subscriber: Subscriber {
            family: Some("Peñalosa-Birch".into()),
            given: Some("Odette".into()),
            mbi: Some("1EG4-TE5-MK73".parse().unwrap()),
            address: Some(address("40 Quarry * Lane", "97001")),
            born_on: Some("1949-02-28".parse().unwrap()),
            sex: "F".into(),
        },
        rendering: Provider {
            family: "Larkin".into(),
            given: "Tomas".into(),
            npi: Some("1987654328".parse().unwrap()),
            taxonomy: Some("207Q00000X".into()),
        },
        place_of_service: "11".into(),
        frequency: "1".into(),
        payer_claim_number: None,
        diagnoses: ["E11.22", "I10"].map(|code| code.parse().unwrap()).into(),
        lines: vec![line("99490", 1, 9050), line("99439", 2, 14000)],
    }
}

fn write(claims: &[(&PayerProfile, &Claim)], is_production: bool) -> Result<Vec<u8>, Unwritable> {
    Professional837.write(&ClaimBatch {
        practice: &practice(),
        claims: claims.to_vec(),
        interchange_number: 101,
        group_number: 7,
        batch: "PB202607020000001".into(),
        at: "2026-07-02T16:15:00Z".parse().unwrap(),
        local: "2026-07-02T09:15:00".parse().unwrap(),
        is_production,
    })
}

fn written(claims: &[(&PayerProfile, &Claim)]) -> Interchange {
    read(&write(claims, false).expect("a file")).expect("a file that reads back")
}

#[test]
fn a_claim_reads_back_as_it_was() {
    let (payer, claim) = (payer("Medicare Part B", "MB"), claim(1));
    let interchange = written(&[(&payer, &claim)]);
    let envelope = &interchange.envelope;
    assert_eq!((envelope.sender.id.as_str(), envelope.receiver.id.as_str()), ("ELMFALLS1", "12502"));
    assert_eq!((envelope.control.get(), envelope.usage, envelope.ack_requested), (101, Usage::Test, true));
    assert_eq!(envelope.created.date.as_str(), "20260702");
    let group = &interchange.groups[0];
    assert_eq!(group.header.control.get(), 7);
    let set = &group.sets[0];
    assert_eq!(set.header.batch.as_str(), "PB202607020000001S1");
    assert_eq!(set.header.submitter.phone.as_str(), "5035550142");
    let billing = &set.header.billing;
    assert!(
        matches!(&billing.name, ProviderName::Organization(name) if name.as_str() == "ELM FALLS FAMILY MEDICINE")
    );
    assert_eq!((billing.npi.as_str(), billing.address.zip.as_str()), ("1900000013", "970011234"));

    let read = &set.claims[0];
    assert_eq!((read.id.as_str(), read.total_cents()), ("P26060000001R1", 23050));
    assert_eq!((read.frequency, read.coverage.filing.as_str()), (Frequency::Original, "MB"));
    let subscriber = &read.subscriber;
    assert_eq!(subscriber.name.last.as_str(), "PENALOSA-BIRCH");
    assert_eq!((subscriber.member_id.as_str(), subscriber.sex), ("1EG4TE5MK73", Sex::Female));
    assert_eq!(subscriber.birth_date.as_str(), "19490228");
    assert_eq!(subscriber.address.street.as_str(), "40 QUARRY LANE", "a delimiter never reaches the file");
    let rendering = read.rendering.as_ref().expect("who rendered");
    assert_eq!((rendering.npi.as_str(), rendering.name.last.as_str()), ("1987654328", "LARKIN"));
    let diagnoses: Vec<&str> = read.diagnoses.iter().map(|code| code.as_str()).collect();
    assert_eq!(diagnoses, ["E1122", "I10"]);
    let lines: Vec<_> = read
        .lines
        .iter()
        .map(|line| {
            let ServiceDates::On(on) = &line.service else { panic!("one date, not a range") };
            let id = line.id.expect("our line id");
            (
                line.procedure.as_str().to_owned(),
                line.units.get(),
                line.charge.cents(),
                on.as_str().to_owned(),
                id.as_str().to_owned(),
            )
        })
        .collect();
    let line = |code: &str, units, cents, id: &str| {
        (code.to_owned(), units, cents, "20260630".to_owned(), id.to_owned())
    };
    assert_eq!(
        lines,
        [line("99490", 1, 9050, "P26060000001R1L1"), line("99439", 2, 14000, "P26060000001R1L2")]
    );
    assert_eq!(read.lines[1].pointers.as_slice(), [1, 2]);
}

#[test]
fn a_payer_that_wants_a_span_is_told_the_month_s_service_in_one() {
    let (mut payer, mut claim) = (payer("Harbor Advantage", "16"), claim(1));
    payer.submission.dates = ccm::people::DatePolicy::Range;
    claim.lines[0].since = Some("2026-06-09".parse().unwrap());
    let text = String::from_utf8(write(&[(&payer, &claim)], false).expect("a file")).expect("text");
    let dates: Vec<&str> =
        text.split('~').map(str::trim).filter(|segment| segment.starts_with("DTP*472")).collect();
    assert_eq!(dates, ["DTP*472*RD8*20260609-20260630", "DTP*472*D8*20260630"]);
}

#[test]
fn each_payer_has_its_own_sets_of_its_own_size() {
    let (part_b, advantage) = (payer("Medicare Part B", "MB"), payer("Harbor Advantage", "16"));
    let claims: Vec<Claim> = (1..=6).map(claim).collect();
    let pairs: Vec<(&PayerProfile, &Claim)> = claims
        .iter()
        .enumerate()
        .map(|(n, claim)| (if n == 1 { &advantage } else { &part_b }, claim))
        .collect();
    let interchange = written(&pairs);
    let sets: Vec<_> = interchange.groups[0]
        .sets
        .iter()
        .map(|set| {
            let header = &set.header;
            (
                header.control.get(),
                header.batch.as_str().to_owned(),
                header.payer.name.as_str().to_owned(),
                set.claims.len(),
            )
        })
        .collect();
    let set = |n: u32, payer: &str, claims| (n, format!("PB202607020000001S{n}"), payer.to_owned(), claims);
    assert_eq!(
        sets,
        [
            set(1, "MEDICARE PART B", 2),
            set(2, "MEDICARE PART B", 2),
            set(3, "MEDICARE PART B", 1),
            set(4, "HARBOR ADVANTAGE", 1),
        ]
    );
    assert_eq!(interchange.groups[0].sets[3].claims[0].coverage.filing.as_str(), "16");
}

#[test]
fn production_is_said_only_where_it_is_meant() {
    let (payer, claim) = (payer("Medicare Part B", "MB"), claim(1));
    for (is_production, usage) in [(false, Usage::Test), (true, Usage::Production)] {
        let bytes = write(&[(&payer, &claim)], is_production).expect("a file");
        assert_eq!(read(&bytes).expect("it reads back").envelope.usage, usage);
    }
}

#[test]
fn what_cannot_be_sent_is_told_claim_by_claim() {
    let payer = payer("Medicare Part B", "MB");
    let (good, mut bad) = (claim(1), claim(2));
    bad.subscriber.given = Some("玉".into());
    bad.subscriber.mbi = None;
    bad.lines[1].units = 0;
    bad.lines[1].pointers = vec![3];
    let refused = write(&[(&payer, &good), (&payer, &bad)], false).expect_err("nothing wrong becomes a file");
    assert_eq!(refused.batch, []);
    let [(1, problems)] = &refused.claims[..] else { panic!("the second claim alone") };
    let told: Vec<String> = problems.iter().map(|one| format!("{}@{}", one.code, one.path)).collect();
    assert_eq!(
        told,
        [
            "required@subscriber.given",
            "required@subscriber.mbi",
            "required@lines[1].units",
            "points_nowhere@lines[1].pointers",
        ]
    );
}

#[test]
fn a_batch_has_one_wire_and_numbers_that_fit() {
    let (one, mut other) = (payer("Medicare Part B", "MB"), payer("Elsewhere", "16"));
    other.receiver_id = "99999".into();
    other.contact_phone = "none".into();
    let (first, second) = (claim(1), claim(2));
    let refused = write(&[(&one, &first), (&other, &second)], false).expect_err("two receivers in one file");
    let told: Vec<(&str, &str)> =
        refused.batch.iter().map(|one| (one.code.as_str(), one.path.as_str())).collect();
    assert_eq!(told, [("receiver_differs", "claims[1]"), ("phone", "payer.contact_phone")]);
    let empty = write(&[], false).expect_err("no claim, no file");
    assert_eq!(empty.batch, [Problem::new("required", "claims")]);
}

#[test]
fn a_file_that_its_guide_would_refuse_is_not_given() {
    let (payer, mut claim) = (payer("Medicare Part B", "QQ"), claim(1));
    claim.subscriber.address = Some(Address { state: "ZZ".into(), ..address("40 Quarry Lane", "97001") });
    let refused = write(&[(&payer, &claim)], false).expect_err("no such filing indicator, no such state");
    let told: Vec<(&str, &str)> =
        refused.batch.iter().map(|problem| (problem.code.as_str(), problem.path.as_str())).collect();
    assert_eq!(told, [("guide", "file.segments[15].SBR09"), ("guide", "file.segments[18].N402")]);
}
