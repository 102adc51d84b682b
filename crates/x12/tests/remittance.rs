//! The 835: what is read of ours, in both passes, however the file is written.

#[allow(dead_code)]
mod answers;

use answers::{fixture, repunctuated};
use x12::remittance::{
    Claim, ClaimStatus, Event, Group, Method, Payment, PaymentTotals, Payments, ProviderAdjustment, check,
};
use x12::text::Money;
use x12::{Delimiters, Place};

#[derive(Debug, Clone, PartialEq, Default)]
struct All {
    payments: Vec<Payment>,
    claims: Vec<Claim>,
    providers: Vec<ProviderAdjustment>,
    totals: Vec<PaymentTotals>,
    order: String,
}

fn all(file: &[u8]) -> All {
    let checked = check(file).unwrap_or_else(|problems| panic!("{problems:?}"));
    let (mut payments, mut all) = (Payments::checked(file, &checked), All::default());
    while let Some(event) = payments.next_event() {
        match event {
            Event::Payment(payment) => all.payments.push(payment.clone()),
            Event::Claim(claim) => all.claims.push(claim.clone()),
            Event::Provider(provider) => all.providers.push(provider.clone()),
            Event::Paid(totals) => all.totals.push(totals.clone()),
        }
        all.order.push(match event {
            Event::Payment(_) => 'P',
            Event::Claim(_) => 'c',
            Event::Provider(_) => 'l',
            Event::Paid(_) => '.',
        });
    }
    assert_eq!(payments.finish().as_ref(), Ok(&checked));
    assert_eq!(checked.payments, all.totals);
    all
}

fn cents(money: Option<Money>) -> Option<i64> {
    money.map(Money::cents)
}

#[test]
fn payments_come_with_their_claims_in_order() {
    let all = all(&fixture("835.x12"));
    assert_eq!(all.order, "Pcccccl.Pc.");
    let [first, second] = &all.payments[..] else { panic!("two payments") };
    assert_eq!((first.amount.cents(), first.method, first.handling.as_str()), (7165, Method::Transfer, "I"));
    assert_eq!((second.amount.cents(), second.method, second.handling.as_str()), (0, Method::None, "H"));
    assert_eq!((first.trace.number.as_str(), first.trace.originator.as_str()), ("EFT0012345", "1930000001"));
    assert_eq!((first.date.as_str(), first.produced.map(|day| day.day())), ("20261201", Some(30)));
    assert_eq!(first.receiver.as_ref().map(|told| told.as_str()), Some("CCMSUBM01"));
    assert_eq!(first.payer.name.expect("a name").as_str(), "MEDICARE PART B OR");
    let contacts: Vec<_> = first.payer.contacts.iter().map(|one| one.function.as_str()).collect();
    assert_eq!(contacts, ["CX", "BL", "IC"]);
    assert_eq!(first.payer.contacts[0].numbers[0].1.as_str(), "8005550100");
    let (qualifier, npi) = first.payee.id.expect("an NPI");
    assert_eq!((qualifier.as_str(), npi.as_str()), ("XX", "1900000013"));
    assert_eq!(first.origin.group.receiver.as_str(), "CCMSUBM01");
    assert!(!first.origin.interchange.is_production);

    let totals = &all.totals[0];
    assert_eq!((totals.claims, totals.lines, totals.provider_items), (5, 6, 3));
    assert_eq!((totals.claims_paid_cents, totals.provider_adjusted_cents), (10_663, 3498));
    assert_eq!((all.totals[1].claims, all.totals[1].claims_paid_cents), (1, 0));
}

#[test]
fn a_claim_tells_what_became_of_each_cent() {
    let all = all(&fixture("835.x12"));
    let claim = &all.claims[0];
    assert_eq!((claim.id.as_str(), claim.status), ("CCM26100042", ClaimStatus::PrimaryForwarded));
    assert!(claim.status.is_forwarded());
    assert_eq!(
        (claim.charge.cents(), claim.paid.cents(), cents(claim.patient)),
        (16_250, 12_231, Some(3120))
    );
    assert_eq!(claim.payer_claim.expect("a number").as_str(), "2226100000042");
    assert_eq!(claim.forwarded_to.expect("a payer").last.expect("a name").as_str(), "CASCADE MEDIGAP");
    let remarks = &claim.outpatient.as_ref().expect("an MOA").remarks;
    assert_eq!(remarks.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["MA18", "N89"]);
    let [line, other] = &claim.lines[..] else { panic!("two lines") };
    assert_eq!(line.id.expect("our id").as_str(), "CCM26100042L1");
    assert_eq!(
        (line.procedure.code.as_str(), line.units.and_then(|units| units.whole())),
        ("99490", Some(1))
    );
    assert_eq!(other.units.and_then(|units| units.whole()), Some(2));
    let adjusted: Vec<_> =
        line.adjustments.iter().map(|one| (one.group, one.reason.as_str(), one.amount.cents())).collect();
    let expected =
        [(Group::Contractual, "45", 450), (Group::Contractual, "253", 99), (Group::Patient, "2", 1240)];
    assert_eq!(adjusted, expected);
    assert_eq!(line.amounts[0].amount.cents(), 6200);

    let [_, qmb, denied, reversal, correction, whole] = &all.claims[..] else { panic!("six claims") };
    assert_eq!((qmb.paid.cents(), cents(qmb.patient), qmb.status), (0, Some(6200), ClaimStatus::Primary));
    assert_eq!(qmb.lines[0].remarks[0].code.as_str(), "N781");
    assert_eq!((denied.status, denied.lines[0].adjustments[0].reason.as_str()), (ClaimStatus::Denied, "18"));
    assert_eq!(denied.corrected.expect("a name").first.expect("a name").as_str(), "MARGARETE");
    assert_eq!(
        (reversal.status, reversal.paid.cents(), reversal.patient),
        (ClaimStatus::Reversal, -4861, None)
    );
    assert_eq!(reversal.id, correction.id);
    assert_ne!(reversal.payer_claim, correction.payer_claim);
    assert_eq!(correction.amounts[0].amount.cents(), 12);
    assert!(whole.lines.is_empty() && whole.adjustments[0].amount.cents() == 6650);
    assert_eq!(whole.dates.len(), 3);

    let items: Vec<_> = all.providers[0]
        .items
        .iter()
        .map(|item| (item.reason.as_str(), item.reference.expect("a number"), item.amount.cents()))
        .map(|(reason, reference, cents)| format!("{reason} {} {cents}", reference.as_str()))
        .collect();
    assert_eq!(items, ["WO 2226080000001 4510", "L6 2226100000099 -12", "FB 2226070000005 -1000"]);
}

#[test]
fn the_same_file_otherwise_written_is_the_same() {
    let file = fixture("835.x12");
    let plain = all(&file);
    for (to, after) in [
        (Delimiters::OURS, ""),
        (Delimiters::OURS, "\r\n"),
        (Delimiters { element: b'|', component: b'>', repetition: Some(b'!'), terminator: b'\n' }, ""),
        (Delimiters { element: 0x1d, component: 0x1f, repetition: None, terminator: 0x1c }, "\n\n"),
    ] {
        assert!(all(&repunctuated(&file, to, after)) == plain, "{to:?}");
    }
}

#[test]
fn joined_files_and_files_of_several_kinds_are_read() {
    let file = fixture("835.x12");
    let other = String::from_utf8(file.clone()).expect("ASCII").replace("000004711", "000004799");
    let joined = [&fixture("999.x12")[..], &file, b"\r\n", other.as_bytes(), &fixture("277ca.x12")].concat();
    let (once, twice) = (all(&file), all(&joined));
    assert_eq!(twice.order, once.order.repeat(2));
    // The second stands elsewhere, and says the same.
    let placeless = |claims: &[Claim]| {
        let mut claims = claims.to_vec();
        for claim in &mut claims {
            claim.place = Place::default();
            claim.lines.iter_mut().for_each(|line| line.place = Place::default());
        }
        claims
    };
    let (first, second) = twice.claims.split_at(once.claims.len());
    assert_eq!(placeless(first), placeless(&once.claims));
    assert_eq!(placeless(second), placeless(&once.claims));
    assert!(second[0].place.segment > first[0].place.segment + 100);
}

#[test]
fn a_second_pass_over_another_file_is_noticed() {
    let file = fixture("835.x12");
    let checked = check(&file[..]).expect("a good file");
    let text = String::from_utf8(file).expect("ASCII");
    let other = text.replace("NOPAY0000077", "NOPAY0000078");
    let problems = Payments::checked(other.as_bytes(), &checked).finish().expect_err("another file");
    assert_eq!(problems[0].to_string(), "segment 1 ISA: differs from the file that was checked");
    // A broken one gives nothing from the first problem on.
    let broken = text.replacen("*66.5*48.61**", "*66.5*48.62**", 1);
    let mut payments = Payments::checked(broken.as_bytes(), &checked);
    assert!(matches!(payments.next_event(), Some(Event::Payment(_))));
    assert!(payments.next_event().is_none());
}

#[test]
fn what_is_right_is_no_problem() {
    let good = String::from_utf8(fixture("835.x12")).expect("ASCII");
    for (why, from, to) in [
        ("what is taken back may say what the patient owed", "*-48.61**MB", "*-48.61*-12.4*MB"),
        ("or that it is nothing", "*-48.61**MB", "*-48.61*0*MB"),
        (
            "zeros at the end",
            "PLB*1900000013*20261231*WO:2226080000001*45.1*",
            "PLB*1900000013*20261231*WO:2226080000001*45.10*",
        ),
        ("an amount without dollars", "AMT*I*0.12", "AMT*I*.12"),
        (
            "two lines that look alike",
            "SVC*HC:99490*66.5*0**1~",
            "SVC*HC:99490*0*0~\nSVC*HC:99490*0*0~\nSVC*HC:99490*66.5*0**1~",
        ),
    ] {
        let changed = good.replacen(from, to, 1);
        assert_ne!(changed, good, "{why}");
        let problems = check(changed.as_bytes()).err().unwrap_or_default();
        let others: Vec<_> = problems.iter().filter(|one| one.reason.word() != "count").collect();
        assert!(others.is_empty(), "{why}: {others:?}");
    }
}

#[test]
fn nothing_of_a_person_shows() {
    let all = all(&fixture("835.x12"));
    let debug = format!("{all:?}").to_uppercase();
    for private in ["MARLOWE", "EVELYN", "1EG4TE5MK7", "OBERLIN", "CCM26100042", "99490"] {
        assert!(!debug.contains(private), "{private}");
    }
}
