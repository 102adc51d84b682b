//! 270 and 271: what is told of a person, and that it is the same when asked again.

use std::collections::BTreeMap;

use jiff::Span;
use synthetic::payer::{AnswerKind, Payer, Standing, StandingShares, Temper};

use crate::files::{inquiry, member};
use crate::look::segments;
use crate::{at_last, morning};

/// What a 271 says of each person, by the trace number of the question.
fn asked(temper: Temper, members: &[String]) -> BTreeMap<String, Vec<String>> {
    let mut payer = Payer::new(11, temper);
    payer.receive(inquiry(members).as_bytes(), morning()).expect("a file");
    let files = payer.deliver(at_last());
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].kind, AnswerKind::Eligibility);
    by_trace(&files[0].text)
}

fn by_trace(text: &str) -> BTreeMap<String, Vec<String>> {
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut trace = String::new();
    for one in segments(text) {
        if one[0] == "TRN" {
            assert_eq!((one[1].as_str(), one[3].as_str()), ("2", "9930000025"));
            trace.clone_from(&one[2]);
        } else if !trace.is_empty() && ["EB", "AAA", "NM1", "REF", "DTP"].contains(&one[0].as_str()) {
            told.entry(trace.clone()).or_default().push(one.join("*"));
        }
    }
    told
}

#[test]
fn each_standing_is_told_in_its_words() {
    let check = |standing, expected: &[&str], never: &str| {
        let members = [member(1)];
        let standings = [(member(1), standing)].into();
        let told = &asked(Temper { standings, ..Temper::default() }, &members)["ASK0000"];
        assert!(told[0].starts_with("NM1*IL*1*TESTER*PAT"), "{standing:?}");
        for word in expected {
            assert!(told.iter().any(|one| one.starts_with(word)), "{standing:?}: {word}");
        }
        assert!(!told.iter().any(|one| one.starts_with(never)), "{standing:?}: {never}");
    };
    check(Standing::Active, &["EB*1**30*MB", "EB*C*IND*30*MB**23*250", "EB*C*IND*30*MB**29*"], "AAA");
    check(Standing::Inactive, &["EB*6**30*MB", "DTP*291*RD8*"], "EB*1");
    check(Standing::Advantage, &["EB*1**30*MB", "EB*R**30*HN", "REF*18*H9990 001", "NM1*PRP*2*"], "AAA");
    check(Standing::Qmb, &["EB*1**30*MB", "EB*1**30*QM", "DTP*291*D8*20260101"], "EB*R");
    check(Standing::Hospice, &["EB*1**30*MB", "EB*X**45*MA**26", "DTP*292*D8*"], "EB*R");
    check(Standing::InvalidNumber, &["AAA*N**72*C"], "EB");
    check(Standing::NotFound, &["AAA*N**75*C"], "EB");
}

#[test]
fn people_have_their_standings_in_shares_and_keep_them() {
    let members: Vec<String> = (0..600).map(member).collect();
    let even = StandingShares {
        inactive: 1,
        advantage: 1,
        qmb: 1,
        hospice: 1,
        invalid_number: 1,
        not_found: 1,
        of: 7,
    };
    let temper = Temper { standing_shares: even, ..Temper::default() };
    let told = asked(temper.clone(), &members);
    assert_eq!(told.len(), 600, "an answer for each question");
    for word in ["EB*6", "EB*R", "EB*1**30*QM", "EB*X", "AAA*N**72", "AAA*N**75"] {
        let count = told.values().filter(|lines| lines.iter().any(|one| one.starts_with(word))).count();
        assert!((55..=120).contains(&count), "{word}: {count}");
    }

    let mut payer = Payer::new(11, temper);
    let first = inquiry(&members[..50]);
    payer.receive(first.as_bytes(), morning()).expect("a file");
    payer
        .receive(
            first.replace("000000077", "000000078").as_bytes(),
            morning().saturating_add(Span::new().days(1)),
        )
        .expect("a file");
    let files = payer.deliver(at_last());
    let both: Vec<_> = files.iter().map(|file| by_trace(&file.text)).collect();
    assert_eq!(both[0], both[1], "the same question, the same answer");
    let those: BTreeMap<_, _> = told.into_iter().take(50).collect();
    assert_eq!(both[0], those, "whoever else is asked about");
}
