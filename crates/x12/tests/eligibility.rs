//! 270 and 271: what is asked, and what is read of the answer.

#[allow(dead_code)]
mod answers;
#[allow(dead_code)]
mod sample;

use answers::{fixture, repunctuated};
use sample::questions::asked;
use sample::{code, day};
use x12::eligibility::*;
use x12::text::Money;
use x12::{Delimiters, Period};

#[test]
fn each_person_has_an_answer_under_our_trace() {
    let found = read(&fixture("271.x12")[..]).unwrap_or_else(|problems| panic!("{problems:?}"));
    let [response] = &found[..] else { panic!("one response") };
    assert_eq!(response.reference.expect("ours").as_str(), "ELIG20261101A");
    assert_eq!(response.source.who.last.expect("a name").as_str(), "MEDICARE");
    assert_eq!(response.source.contacts[0].numbers[0].1.as_str(), "8665550199");
    let traces: Vec<_> = response.answers.iter().map(|one| one.trace().expect("ours").as_str()).collect();
    assert_eq!(traces, ["ELG0001", "ELG0002", "ELG0003"]);
    let kinds = |answer: &Answer| -> Vec<String> {
        let kind = |one: &Benefit| {
            let insurance = one.insurance.as_ref().map_or("", |code| code.as_str());
            format!("{}{insurance}", one.kind.as_str())
        };
        answer.benefits.iter().map(kind).collect()
    };
    let [plan, qmb, unknown] = &response.answers[..] else { panic!("three answers") };
    assert_eq!(kinds(plan), ["1MB", "CMB", "CMB", "AMB", "1MB", "RHN"]);
    assert_eq!(kinds(qmb), ["1MB", "1QM", "XMA"]);
    assert!(plan.is_corrected && plan.birth_date == Some(day("19480317")));

    let [_, year, left, share, visits, other] = &plan.benefits[..] else { panic!("six benefits") };
    assert_eq!((year.amount.map(Money::cents), left.amount.map(Money::cents)), (Some(28_300), Some(4150)));
    assert_eq!((year.period, left.period), (Some(code("23")), Some(code("29"))));
    assert_eq!(share.part.map(|part| part.parts()), Some((2, 1)));
    assert_eq!(visits.service_types, [code::<2>("98"), code("A7")]);
    assert_eq!(other.dates[0].period, Period::day(day("20261101")));
    assert_eq!(other.messages[0].as_str(), "MANAGED CARE - BILL THE PLAN");
    let entity = &other.entities[0];
    assert_eq!(
        (entity.role.as_str(), entity.who.last.expect("a name").as_str()),
        ("PRP", "CASCADE ADVANTAGE")
    );
    assert_eq!(entity.contacts[0].numbers[1].1.as_str(), "CASCADE.EXAMPLE");
    assert_eq!(qmb.benefits[2].deliveries[0].quantity.and_then(|(_, days)| days.whole()), Some(12));

    assert!(unknown.benefits.is_empty());
    let rejection = unknown.rejections[0];
    assert_eq!((rejection.reason.as_str(), rejection.is_valid), ("75", false));
    let debug = format!("{found:?}").to_uppercase();
    assert!(["MARLOWE", "1EG4TE5MK7", "1948", "CASCADE"].iter().all(|private| !debug.contains(private)));
}

#[test]
fn a_refusal_of_the_whole_question_needs_no_person() {
    let text = String::from_utf8(fixture("271.x12")).expect("ASCII");
    let start = text.find("PER*IC*HELP").expect("a contact");
    let end = text.find("SE*").expect("a trailer");
    let refused = format!("{}AAA*N**42*R~\n{}", &text[..start], &text[end..]).replace("SE*51*", "SE*6*");
    let found = read(refused.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(found[0].source.rejections[0].reason.as_str(), "42");
    assert!(found[0].answers.is_empty());
}

#[test]
fn the_same_file_otherwise_written_is_the_same() {
    let to = Delimiters { element: b'|', component: b'>', repetition: Some(b'!'), terminator: b'\'' };
    let file = fixture("271.x12");
    let plain = read(&file[..]).expect("a good file");
    assert_eq!(read(&repunctuated(&file, to, "\r\n")[..]), Ok(plain));
}

#[test]
fn what_is_asked_is_read_back() {
    for people in [1, 2, InquirySet::MOST as u32] {
        let asked = asked(people);
        let mut out = Vec::new();
        write(&asked, &mut out);
        assert_eq!(read_inquiries(&out).as_ref(), Ok(&asked), "{people}");
        let file = String::from_utf8(out).expect("ASCII");
        for segment in [
            "~GS*HS*CCMSUBM01*12502*20261102*0915*101*X*005010X279A1~ST*270*0001*005010X279A1~",
            "~BHT*0022*13*ELIG20261101A*20261102*0915~HL*1**20*1~NM1*PR*2*CMS*****PI*CMS~HL*2*1*21*1~\
             NM1*1P*2*RIVERBEND INTERNAL MEDICINE*****XX*1900000013~HL*3*2*22*0~TRN*1*ELG0001*1930000017~\
             NM1*IL*1*MARLOWE*EVELYN****MI*1EG4TE5MK73~DMG*D8*19480317*F~DTP*291*D8*20261101~EQ*30~",
        ] {
            assert!(file.contains(segment), "{segment} not in {file}");
        }
    }
    let mut out = Vec::new();
    write(&asked(2), &mut out);
    let file = String::from_utf8(out).expect("ASCII");
    for (from, to, told) in [
        ("EQ*30~HL", "HL", "EQ is missing before this"),
        (
            "TRN*1*ELG0002*1930000017",
            "TRN*1*ELG0002*1930000018",
            "TRN03: differs from TRN03 of the set's first",
        ),
        ("HL*4*2*22", "HL*5*2*22", "HL01: says 5, counted 4"),
    ] {
        let problems = read_inquiries(file.replacen(from, to, 1).as_bytes()).expect_err(told);
        assert!(problems.iter().any(|one| one.to_string().contains(told)), "{told}: {problems:?}");
    }
}
