//! The letter of appeal, and the sheet for a call to a payer.

use ccm::basics::document::Block;
use ccm::basics::*;
use ccm::remittance::CauseGroup;
use ccm::remittance::appeal::*;
use ccm::remittance::call_sheet::*;
use uuid::Uuid;

use crate::support::*;

fn facts() -> AppealFacts {
    AppealFacts {
        dated: day("2026-12-01"),
        practice: vec!["Elm Falls Family Medicine".into()],
        payer: vec!["Part B Gateway".into(), "Appeals".into()],
        number: "503 555 0142".into(),
        patient: "Odette Birchwood".into(),
        member_number: "1EG4-TE5-MK73".into(),
        claim_number: "P1".into(),
        payer_claim_number: "ICN1".into(),
        lines: vec![AppealLine {
            on: day("2026-10-31"),
            code: "99439".parse().unwrap(),
            units: 2,
            charge: Cents(9600),
        }],
        remitted_on: day("2026-11-20"),
        last_day: day("2027-03-20"),
        refused: Cents(9600),
        code: "CO-151".into(),
        label: "Information does not support this many/frequency of services".into(),
        cause: CauseGroup::Limit,
        cites: vec!["CCM-TIME-01: 42 CFR 410.26(b)(5)".into()],
        evidence: vec![
            ("Time log".into(), "Every entry of October 2026".into()),
            ("Consent".into(), String::new()),
        ],
        signer: "Tomas Larkin, MD".into(),
    }
}

#[test]
fn an_appeal_names_the_decision_the_ground_and_what_is_enclosed() {
    let document = facts().document().unwrap();
    let told: String = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading { line, .. } | Block::Paragraph { line, .. } => line.text() + "\n",
            Block::List { points } => points.iter().map(|point| point.line.text() + "\n").collect(),
            Block::Signature { label } => label.text(),
            _ => String::new(),
        })
        .collect();
    for part in [
        "claim P1, which you know as ICN1",
        "remittance of November 20, 2026 refused $96.00",
        "CO-151: Information does not support",
        "The units billed follow from the minutes",
        "42 CFR 410.26(b)(5)",
        "March 20, 2027",
        "Time log",
        "Tomas Larkin",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!format!("{:?} {document:?}", facts()).contains("Birchwood"));
    let other = AppealFacts { cause: CauseGroup::Payment, ..facts() };
    assert!(other.document().is_ok(), "a cause without its own argument has the general one");
}

#[test]
fn an_appeal_without_evidence_or_after_its_day_is_not_written() {
    let missing = |facts: AppealFacts| {
        facts
            .document()
            .unwrap_err()
            .into_iter()
            .map(|one| format!("{}@{}", one.code, one.path))
            .collect::<Vec<_>>()
    };
    let late = AppealFacts { dated: day("2027-03-21"), evidence: Vec::new(), ..facts() };
    assert_eq!(missing(late), ["document_lacks@evidence", "appeal_passed@dated"]);
    let bare = AppealFacts { payer_claim_number: String::new(), signer: " ".into(), ..facts() };
    assert_eq!(missing(bare), ["document_lacks@signer", "document_lacks@payer_claim"]);
}

#[test]
fn a_sheet_holds_everything_open_with_one_payer_the_most_pressing_first() {
    let question = |payer, asks, number: &str, cents, until: Option<&str>| Question {
        payer,
        asks,
        claim: None,
        number: number.into(),
        payer_claim_number: None,
        trace: None,
        service_on: None,
        cents: Cents(cents),
        codes: Vec::new(),
        since: day("2026-11-20"),
        until: until.map(day),
    };
    let sheets = call_sheets([
        question(OTHER, Asks::WhereIsIt, "P9", 20_000, None),
        question(OWN, Asks::WhyRefused, "P1", 7_000, Some("2027-03-20")),
        question(OWN, Asks::WhyLess, "P2", 100, None),
        question(OWN, Asks::WhyRefused, "P3", 9_000, Some("2027-02-20")),
        question(OWN, Asks::WhyLess, "P1", 5_000, None),
        question(OWN, Asks::Deadline, "P4", 1, Some("2026-12-24")),
    ]);
    let told: Vec<_> = sheets.iter().map(|sheet| (sheet.payer, sheet.cents.0)).collect();
    assert_eq!(told, [(OTHER, 20_000), (OWN, 16_101)], "a claim asked about twice counts once");
    let order: Vec<_> =
        sheets[1].questions.iter().map(|one| (one.asks.word(), one.number.as_str())).collect();
    assert_eq!(
        order,
        [
            ("deadline", "P4"),
            ("why_refused", "P3"),
            ("why_refused", "P1"),
            ("why_less", "P1"),
            ("why_less", "P2")
        ]
    );
    assert!(Asks::ALL.iter().all(|one| Asks::from_word(one.word()) == Some(*one)));
}

#[test]
fn a_call_is_kept_with_its_reference_and_how_long_it_took() {
    let call = |hold_seconds| PayerCall {
        id: PayerCallId(Uuid::from_u128(1)),
        payer: OWN,
        at: "2026-12-01T18:00:00Z".parse().unwrap(),
        by: PersonId(Uuid::from_u128(7)),
        reference: "REF-77".into(),
        spoke_with: Some("Dana".into()),
        hold_seconds,
        claims: Vec::new(),
        note: "They look again".into(),
    };
    assert_eq!(call(1_200).check(), []);
    let wrong = PayerCall { reference: " ".into(), hold_seconds: 90_000, note: "x".repeat(2_001), ..call(0) };
    let paths: Vec<String> = wrong.check().into_iter().map(|one| one.path).collect();
    assert_eq!(paths, ["reference", "note", "hold_seconds"]);
    let all = hold_time(&[call(1_200), call(60)]);
    assert_eq!((all.calls, all.seconds, all.longest_seconds), (2, 1_260, 1_200));
    assert!(!format!("{:?}", call(1)).contains("Dana"));
}
