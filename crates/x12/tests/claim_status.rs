//! 277CA, 277 and 276: what is read of ours, and what is asked.

#[allow(dead_code)]
mod answers;
#[allow(dead_code)]
mod sample;

use answers::{fixture, repunctuated};
use proptest::prelude::*;
use sample::questions::{requests, requests_written as written};
use sample::{code, day};
use x12::claim_status::*;
use x12::text::Charge;
use x12::{Delimiters, Period};

#[test]
fn each_claim_is_found_below_its_provider() {
    let found = read(&fixture("277ca.x12")[..]).expect("a good file");
    let [answer] = &found[..] else { panic!("one answer") };
    assert_eq!(answer.form, Form::Acknowledgment);
    assert_eq!(answer.received, Some(Period::day(day("20261102"))));
    let [receiver] = &answer.receivers[..] else { panic!("one receiver") };
    assert_eq!(receiver.batch.expect("a batch").as_str(), "CCM20261102A");
    assert_eq!(receiver.accepted.claims.map(|(count, _)| count), Some(2));
    let provider = &receiver.providers[0];
    let told: Vec<String> = provider
        .claims
        .iter()
        .map(|claim| {
            let status = &claim.statuses[0];
            let number = claim.payer_claim.as_ref().map_or("-", |told| told.as_str());
            let code = status.codes[0];
            let is_refused = if status.rejects() { "refused" } else { "accepted" };
            format!(
                "{} {} {} {number} {is_refused}",
                claim.trace.as_str(),
                code.category.as_str(),
                code.status.as_str()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "CCM26100042 A2 20 2226100000042 accepted",
            "CCM26100043 A2 20 2226100000043 accepted",
            "CCM26100044 A7 562 - refused",
            "CCM26100045 A3 116 - refused",
        ]
    );
    let refused = &provider.claims[2];
    assert_eq!(refused.statuses[0].codes.len(), 2);
    assert_eq!(refused.statuses[0].codes[1].entity.expect("whom").as_str(), "IL");
    assert_eq!(refused.lines[0].id.expect("our id").as_str(), "CCM26100044L1");
    assert!(refused.lines[0].statuses[0].rejects());
    assert_eq!(provider.claims[3].service.map(|period| period.last.day()), Some(31));
    let debug = format!("{found:?}").to_uppercase();
    assert!(["MARLOWE", "1EG4TE5MK7", "CCM26100042"].iter().all(|private| !debug.contains(private)));
}

#[test]
fn a_refusal_above_the_claims_needs_no_claim() {
    let found = read(&fixture("277ca-refused.x12")[..]).expect("a good file");
    let [batch, provider] = &found[..] else { panic!("two answers") };
    let receiver = &batch.receivers[0];
    assert!(receiver.providers.is_empty() && receiver.statuses[0].rejects());
    assert_eq!(receiver.rejected.claims.map(|(count, _)| count), Some(3));
    let [refused, accepted] = &provider.receivers[0].providers[..] else { panic!("two providers") };
    assert!(refused.claims.is_empty() && refused.statuses[0].rejects());
    assert!(accepted.claims.len() == 1 && !accepted.statuses[0].rejects());
}

#[test]
fn the_same_file_otherwise_written_is_the_same() {
    let to = Delimiters { element: b'|', component: b'>', repetition: Some(b'!'), terminator: b'\'' };
    for name in ["277ca.x12", "277ca-refused.x12"] {
        let file = fixture(name);
        let plain = read(&file[..]).expect("a good file");
        assert_eq!(read(&repunctuated(&file, to, "\r\n")[..]), Ok(plain), "{name}");
    }
}

#[test]
fn what_is_asked_is_read_back() {
    let requests = requests();
    let file = written(&requests);
    assert_eq!(read_requests(file.as_bytes()).as_ref(), Ok(&requests));
    for segment in [
        "~GS*HR*CCMSUBM01*12502*20261102*0915*101*X*005010X212~ST*276*0001*005010X212~BHT*0010*13*ASK20261201A*",
        "~HL*4*3*22*0~DMG*D8*19480317*F~NM1*IL*1*MARLOWE*EVELYN****MI*1EG4TE5MK73~TRN*1*ASK0001~\
         REF*1K*2226100000042~REF*EJ*CCM26100042~AMT*T3*162.5~DTP*472*D8*20261001~HL*5*3*22*0~",
        "~DMG*D8*19480317~",
        "~DTP*472*RD8*20261001-20261031~SE*30*0001~",
    ] {
        assert!(file.contains(segment), "{segment} not in {file}");
    }
    for (from, to, told) in [
        ("TRN*1*ASK0002~", "", "TRN is missing before this"),
        ("HL*5*3*22*0", "HL*5*2*22*0", "HL02: names a parent that is not above it"),
        ("SE*30*0001", "SE*29*0001", "SE01: says 29, counted 30"),
        ("AMT*T3*162.5", "AMT*T3*-162.5", "AMT02: must be an amount of money"),
    ] {
        let problems = read_requests(file.replacen(from, to, 1).as_bytes()).expect_err(told);
        assert!(problems.iter().any(|one| one.to_string().contains(told)), "{told}: {problems:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_can_be_asked_comes_back(
        (cents, id, trace) in (0..=9_999_999_999_i64, "[A-Z0-9]{2,80}", "[!-)+-9;-Z]{1,50}"),
    ) {
        let mut requests = requests();
        let mut sets = requests.sets.clone().into_vec();
        let mut list: Vec<Request> = sets[0].requests.to_vec();
        list[0].charge = Charge::from_cents(cents).expect("in range");
        list[0].member_id = code(&id);
        list[0].trace = code(&trace);
        sets[0].requests = sample::list(list);
        requests.sets = sample::list(sets);
        let read = read_requests(written(&requests).as_bytes());
        prop_assert_eq!(read, Ok(requests));
    }
}
