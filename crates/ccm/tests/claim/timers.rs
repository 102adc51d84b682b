//! What should have happened by now, day by day.

use ccm::basics::*;
use ccm::billing::RuleSet;
use ccm::claim::life::*;
use ccm::claim::timers::*;

use crate::life::{event, said, sent};

fn rules(events: &[ClaimEvent], timers: &Timers, today: &str) -> Vec<String> {
    let clocks = Clocks {
        timers,
        holidays: RuleSet::embedded().holidays(),
        zone: &TimeZone::get("America/Los_Angeles").unwrap(),
        first_service_on: "2026-10-31".parse().unwrap(),
        today: today.parse().unwrap(),
    };
    let say = |alert: ClaimAlert| match (alert.last_day, alert.warning_days) {
        (Some(last), Some(days)) => format!("{} {} -{days}", alert.rule.word(), last),
        (Some(last), None) => format!("{} {last}", alert.rule.word()),
        _ => format!("{} {}", alert.rule.word(), alert.since),
    };
    alerts(events, &clocks).into_iter().map(say).collect()
}

#[test]
fn answers_are_late_after_their_last_day() {
    // Sent on the Wednesday before Thanksgiving: Friday is the first business day after, Monday the second.
    let on_its_way = [event("2026-11-25", sent())];
    let usual = Timers::default();
    let table: [(&str, &[&str]); 5] = [
        ("2026-11-27", &[]),
        ("2026-11-28", &["no_acknowledgment 2026-11-28"]),
        ("2026-11-30", &["no_acknowledgment 2026-11-28"]),
        ("2026-12-01", &["no_acknowledgment 2026-11-28", "no_claim_status 2026-12-01"]),
        (
            "2026-12-26",
            &["no_acknowledgment 2026-11-28", "no_claim_status 2026-12-01", "no_remittance 2026-12-26"],
        ),
    ];
    for (today, expected) in table {
        assert_eq!(rules(&on_its_way, &usual, today), expected, "{today}");
    }
    let mut read = on_its_way.to_vec();
    read.push(event("2026-11-26", ClaimStep::SyntaxAccepted { with_errors: false }));
    assert_eq!(rules(&read, &usual, "2026-12-01"), ["no_claim_status 2026-12-01"]);
    read.push(event("2026-11-27", ClaimStep::PayerAccepted(PayerWord::default())));
    assert_eq!(rules(&read, &usual, "2026-12-26"), ["no_remittance 2026-12-26"]);
    read.push(event("2026-12-10", said("2026-12-10", "T1", Outcome::Paid)));
    assert_eq!(rules(&read, &usual, "2027-12-26"), [] as [&str; 0]);
    let own = Timers { acknowledgment_business_days: 3, ..usual };
    assert_eq!(rules(&on_its_way, &own, "2026-12-01"), ["no_claim_status 2026-12-01"]);
}

#[test]
fn filing_warns_until_the_payer_has_taken_the_claim() {
    let draft = [event("2026-11-02", ClaimStep::Drafted { corrects: None })];
    let usual = Timers::default();
    let table: [(&str, &[&str]); 6] = [
        ("2027-08-31", &[]),
        ("2027-09-01", &["filing_limit 2027-10-31 -60"]),
        ("2027-10-01", &["filing_limit 2027-10-31 -30"]),
        ("2027-10-21", &["filing_limit 2027-10-31 -10"]),
        ("2027-10-31", &["filing_limit 2027-10-31 -10"]),
        ("2027-11-01", &["filing_passed 2027-10-31"]),
    ];
    for (today, expected) in table {
        assert_eq!(rules(&draft, &usual, today), expected, "{today}");
    }
    let contract = Timers { filing_days: Some(90), ..usual.clone() };
    assert_eq!(rules(&draft, &contract, "2027-01-20"), ["filing_limit 2027-01-29 -10"]);
    let refused =
        [event("2026-11-02", sent()), event("2026-11-03", ClaimStep::PayerRejected(PayerWord::default()))];
    assert_eq!(rules(&refused, &usual, "2027-10-01"), ["filing_limit 2027-10-31 -30", "rejected 2026-11-03"]);
    let taken =
        [event("2026-11-02", sent()), event("2026-11-03", ClaimStep::PayerAccepted(PayerWord::default()))];
    assert_eq!(rules(&taken, &usual, "2027-10-30"), ["no_remittance 2026-12-03"]);
}

#[test]
fn a_denial_may_be_appealed_for_so_many_days_until_it_is() {
    let mut denied = vec![event("2026-11-21", said("2026-11-20", "T1", Outcome::PartiallyDenied))];
    let usual = Timers::default();
    assert_eq!(rules(&denied, &usual, "2026-11-21"), [] as [&str; 0]);
    assert_eq!(rules(&denied, &usual, "2027-01-19"), ["appeal_limit 2027-03-20 -60"]);
    assert_eq!(rules(&denied, &usual, "2027-03-21"), ["appeal_passed 2027-03-20"]);
    let appealed = |word: &str| {
        let (on, word) = ("2027-01-15".parse().unwrap(), Some(word.to_owned()));
        event("2027-01-15", ClaimStep::Appealed { on, reference: None, word })
    };
    denied.push(appealed("T0#0"));
    assert_eq!(rules(&denied, &usual, "2027-03-21"), ["appeal_passed 2027-03-20"], "that was another word");
    denied.push(appealed("T1#0"));
    assert_eq!(rules(&denied, &usual, "2027-03-21"), [] as [&str; 0]);
}

#[test]
fn a_file_of_timers_tells_everything_that_is_wrong_with_it() {
    let text = include_str!("../../../../remittance/timers.toml");
    assert!(TimerFile::read(text).is_ok());
    let with = |old: &str, new: &str| {
        assert!(text.contains(old), "{old}");
        let read = TimerFile::read(&text.replace(old, new));
        read.err().unwrap_or_default().into_iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(with("name     = \"appeal_days\"", "name     = \"refund_days\""), ["required", "not_unique"]);
    assert_eq!(with("default  = 120", "default  = 2"), ["out_of_range"]);
    assert_eq!(with("[60, 30, 10]", "[10, 30]"), ["order", "order"]);
    assert_eq!(with("[[timer]]", "[[clock]]"), ["not_readable"]);
}
