//! What a patient reads: never for whom nothing may be asked, and every line adds up.

use ccm::basics::document::{Block, Print};
use ccm::basics::*;
use ccm::remittance::posting::*;
use ccm::remittance::statement::*;
use ccm::remittance::*;
use proptest::prelude::*;
use uuid::Uuid;

use crate::support::*;
use crate::whole::{post_payment, settle_in};

const PAID: &str = "CO-45 2000, PR-2 1600, CO-253 128";

struct Desk {
    ledger: Ledger,
    claim: BilledClaim,
}

impl Desk {
    fn new() -> Self {
        let claim = claim(&[10_000, 7_000]);
        let mut ledger = Ledger::default();
        ledger.add(charge(&claim, day("2026-11-02"), []).unwrap().unwrap()).unwrap();
        Self { ledger, claim }
    }

    fn hear(&mut self, payer: PayerId, trace: &str, said: Adjudication) {
        let payment = payment(payer, trace, "2026-11-20", std::slice::from_ref(&said), &[]);
        post_payment(&mut self.ledger, &payment, &[said], |_| Some(&self.claim), book()).unwrap();
    }

    fn deed(&mut self, deed: MoneyDeed) {
        self.ledger.add(decide(&self.claim, day("2026-12-01"), &deed).unwrap()).unwrap();
        settle_in(&mut self.ledger, &self.claim, day("2026-12-01")).unwrap();
    }

    fn month(&self, terms: &MoneyTerms) -> Result<MonthAccount, StatementRefused> {
        let services = [ServiceTold { line: line_id(0), label: "Care by our team".into() }];
        let done = vec![("Talked with you on the telephone".to_owned(), "21 minutes".to_owned())];
        month_account(&self.claim, "2026-10".parse().unwrap(), &self.ledger, &services, done, terms)
    }
}

fn refused(desk: &Desk) -> Option<StatementRefused> {
    desk.month(&MoneyTerms::default()).err()
}

#[test]
fn nothing_is_asked_while_somebody_else_may_pay_and_never_of_a_qualified_beneficiary() {
    let mut desk = Desk::new();
    assert_eq!(refused(&desk), Some(StatementRefused::PayerOpen));
    let both = said(&desk.claim, ClpStatus::Primary, &[PAID, "CO-45 7000"]);
    desk.hear(OWN, "T1", both.clone());
    assert_eq!(refused(&desk), None);
    desk.claim.qmb = true;
    assert_eq!(refused(&desk), Some(StatementRefused::Qmb), "even before anybody has settled it");

    let mut desk = Desk::new();
    desk.hear(OWN, "T1", said(&desk.claim, ClpStatus::PrimaryForwarded, &[PAID, "CO-45 7000"]));
    assert_eq!(refused(&desk), Some(StatementRefused::SecondaryOpen));

    let mut desk = Desk::new();
    desk.hear(OWN, "T1", said(&desk.claim, ClpStatus::Primary, &[PAID, "CO-97 7000"]));
    assert_eq!(refused(&desk), Some(StatementRefused::RefusalOpen));

    let mut desk = Desk::new();
    desk.hear(OWN, "T1", Adjudication { remarks: vec!["N782".into()], ..both.clone() });
    assert_eq!(refused(&desk), Some(StatementRefused::Qmb));

    let mut desk = Desk::new();
    desk.hear(OWN, "T1", both);
    let few = MoneyTerms { small_balance_cents: 1601, ..MoneyTerms::default() };
    assert_eq!(desk.month(&few).err(), Some(StatementRefused::SmallBalance));
    // Money of another month lies here: it is used before anybody is asked.
    let other = BilledClaim { claim: ClaimId(Uuid::from_u128(11)), ..desk.claim.clone() };
    let gave = MoneyDeed::Paid { receipt: ReceiptId(Uuid::from_u128(2)), cents: Cents(1) };
    desk.ledger.add(decide(&other, day("2026-12-01"), &gave).unwrap()).unwrap();
    settle_in(&mut desk.ledger, &other, day("2026-12-01")).unwrap();
    assert_eq!(refused(&desk), Some(StatementRefused::CreditHeld));
    desk.deed(MoneyDeed::Paid { receipt: ReceiptId(Uuid::from_u128(1)), cents: Cents(1600) });
    assert_eq!(refused(&desk), Some(StatementRefused::NothingOwed));
    for reason in StatementRefused::ALL {
        assert_eq!(StatementRefused::from_word(reason.word()), Some(reason));
    }
}

fn facts(tongue: Tongue) -> StatementFacts {
    StatementFacts {
        tongue,
        print: Print::Standard,
        dated: day("2026-12-01"),
        due: day("2026-12-31"),
        practice: vec!["Elm Falls Family Medicine".into(), "18 Mill Street".into()],
        to: vec!["Odette Birchwood".into(), "PO Box 40".into()],
        patient: "Odette Birchwood".into(),
        number: "503 555 0142".into(),
        plan: None,
    }
}

fn text(document: &Document) -> String {
    let line = |line: &ccm::basics::document::Line| line.text();
    let block = |block: &Block| match block {
        Block::Heading { line: one, .. } | Block::Paragraph { line: one, .. } => line(one),
        Block::Table { rows, .. } => rows
            .iter()
            .map(|row| row.iter().map(line).collect::<Vec<_>>().join(" | "))
            .collect::<Vec<_>>()
            .join("\n"),
        Block::Rows { rows } => {
            rows.iter().map(|(what, time)| format!("{}: {}", line(what), line(time))).collect()
        }
        _ => String::new(),
    };
    document.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_statement_says_what_was_done_and_every_line_adds_up() {
    let mut desk = Desk::new();
    desk.hear(OWN, "T1", said(&desk.claim, ClpStatus::Primary, &[PAID, "CO-45 1000, PR-2 1200, CO-253 96"]));
    desk.deed(MoneyDeed::Paid { receipt: ReceiptId(Uuid::from_u128(1)), cents: Cents(500) });
    desk.deed(MoneyDeed::Hardship { decision: MoneyDecisionId(Uuid::from_u128(1)), cents: Cents(300) });
    let month = desk.month(&MoneyTerms::default()).unwrap();
    for line in &month.lines {
        assert_eq!(line.charge.0, line.payer_paid.0 + line.adjusted.0 + line.you_owe.0);
    }
    let shares: i64 = month.lines.iter().map(|line| line.you_owe.0).sum();
    assert_eq!(
        (shares, month.you_paid, month.forgiven, month.you_owe),
        (2800, Cents(500), Cents(300), Cents(2000))
    );

    let statement = Statement::of(vec![month]).unwrap();
    let english = statement.document(&facts(Tongue::English)).unwrap();
    let told = text(&english);
    for part in [
        "You owe $20.00 for the care listed here. Please pay by December 31, 2026.",
        "October 2026, bill P1",
        "October 31, 2026 | Care by our team (99490) | $100.00 | $80.00 | $62.72 | $21.28 | $16.00",
        "October 31, 2026 | 99439 (99439) | $70.00 | $60.00 | $47.04 | $10.96 | $12.00",
        "Talked with you on the telephone: 21 minutes",
        "You paid $5.00. Thank you.",
        "We took off $3.00 of your share.",
        "For this month you owe $20.00.",
        "Qualified Medicare Beneficiary",
        "Call 503 555 0142.",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(text(&statement.document(&facts(Tongue::Spanish)).unwrap()).contains("Usted debe $20.00"));
    assert!(!format!("{english:?} {statement:?} {:?}", facts(Tongue::English)).contains("Birchwood"));
    let nobody = StatementFacts { number: " ".into(), patient: String::new(), ..facts(Tongue::English) };
    let missing: Vec<String> =
        statement.document(&nobody).unwrap_err().into_iter().map(|one| one.path).collect();
    assert_eq!(missing, ["patient", "number"]);
    let plan = PaymentPlan::of(Cents(1999), 3, day("2026-12-15"), &MoneyTerms::default()).unwrap();
    let agreed = |plan, claims| Some(AgreedPlan { id: PaymentPlanId(Uuid::from_u128(1)), plan, claims });
    let other = StatementFacts { plan: agreed(plan, Vec::new()), ..facts(Tongue::English) };
    assert_eq!(statement.document(&other).unwrap_err()[0].code, "plan_total");
    let plan = PaymentPlan::of(Cents(2000), 3, day("2026-12-31"), &MoneyTerms::default()).unwrap();
    let claims = vec![statement.months[0].claim];
    let facts = StatementFacts { plan: agreed(plan, claims), ..facts(Tongue::English) };
    let told = text(&statement.document(&facts).unwrap());
    assert!(told.contains(
        "1 | December 31, 2026 | $6.67\n2 | January 31, 2027 | $6.67\n3 | February 28, 2027 | $6.66"
    ));
    assert!(!told.contains("Beside"));
    // A month that came after the plan is asked for beside it.
    let mut months = statement.months.clone();
    months.push(MonthAccount {
        claim: ClaimId(Uuid::from_u128(11)),
        number: "P2".into(),
        you_owe: Cents(1600),
        you_paid: Cents(-400),
        ..months[0].clone()
    });
    let later = Statement::of(months).unwrap();
    let told = text(&later.document(&facts).unwrap());
    assert!(told.contains("Beside these parts, please pay $16.00 by December 31, 2026."), "{told}");
    assert!(told.contains("We gave you back $4.00 of a payment that the bank did not pay us."), "{told}");
}

#[test]
fn a_plan_holds_until_it_is_ended_and_says_who_is_behind() {
    let terms = MoneyTerms::default();
    let plan = |cents| PaymentPlan::of(Cents(cents), 3, day("2026-12-31"), &terms).unwrap();
    let three = plan(2000);
    let behind = |paid, today| three.behind(Cents(paid), day(today)).0;
    assert_eq!(
        [
            behind(0, "2026-12-31"),
            behind(0, "2027-01-01"),
            behind(700, "2027-02-01"),
            behind(2000, "2028-01-01")
        ],
        [0, 667, 634, 0]
    );
    assert_eq!(
        three.next(Cents(700)).map(|part| (part.due, part.cents)),
        Some((day("2027-01-31"), Cents(634)))
    );
    assert_eq!(three.next(Cents(2000)), None);
    let left = three.left(Cents(700)).unwrap();
    assert_eq!(
        (left.instalments().len(), left.total(), left.next(Cents(0))),
        (2, Cents(1300), three.next(Cents(700)))
    );
    assert_eq!((three.left(Cents(-5)), three.left(Cents(2000))), (Some(three.clone()), None));
    assert_eq!(PaymentPlan::of(Cents(0), 3, day("2026-12-31"), &terms), Err(PlanError::Nothing));
    assert_eq!(PaymentPlan::of(Cents(100), 13, day("2026-12-31"), &terms), Err(PlanError::Parts));
    assert_eq!(PaymentPlan::of(Cents(2), 3, day("2026-12-31"), &terms), Err(PlanError::Impossible));

    let id = |n: u128| PaymentPlanId(Uuid::from_u128(n));
    let event =
        |at: &str, step| AccountEvent { at: at.parse().unwrap(), by: PersonId(Uuid::from_u128(7)), step };
    let ended = AccountStep::PlanEnded { id: id(2), reason: "paid in full".into() };
    let mut events = vec![
        event(
            "2026-12-01T10:00:00Z",
            AccountStep::PlanAgreed { id: id(1), plan: plan(2000), claims: Vec::new() },
        ),
        event(
            "2026-12-02T10:00:00Z",
            AccountStep::PlanAgreed { id: id(2), plan: plan(1500), claims: Vec::new() },
        ),
    ];
    assert_eq!(
        plan::plan_in_force(&events).map(|one| (one.id, one.plan.total())),
        Some((id(2), Cents(1500)))
    );
    events.push(event("2026-12-03T10:00:00Z", ended));
    assert_eq!(plan::plan_in_force(&events).map(|one| one.id), Some(id(1)));
    let basis = AccountStep::Hardship {
        decision: MoneyDecisionId(Uuid::from_u128(1)),
        cents: Cents(-1),
        basis: "Lives on a small pension".into(),
    };
    assert_eq!(basis.check()[0].path, "cents");
    assert!(!format!("{:?}", event("2026-12-03T10:00:00Z", basis)).contains("pension"));
}

proptest! {
    #[test]
    fn the_parts_of_a_plan_sum_to_the_whole(cents in 1i64..10_000_000, parts in 2u32..=12) {
        let Ok(plan) = PaymentPlan::of(Cents(cents), parts, day("2027-01-31"), &MoneyTerms::default()) else {
            prop_assert!(cents < i64::from(parts));
            return Ok(());
        };
        prop_assert_eq!(plan.total(), Cents(cents));
        prop_assert_eq!(plan.instalments().len(), parts as usize);
        let amounts: Vec<i64> = plan.instalments().iter().map(|part| part.cents.0).collect();
        prop_assert!(amounts.windows(2).all(|pair| pair[0] - pair[1] <= 1 && pair[0] >= pair[1]));
        prop_assert!(plan.instalments().windows(2).all(|pair| pair[0].due < pair[1].due));
    }
}
