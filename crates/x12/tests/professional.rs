//! The 837P: what is written, read back, and refused.

mod any;
#[allow(dead_code)]
mod sample;

use proptest::prelude::*;
use sample::{code, everything, list, text, written};
use std::path::Path;
use x12::professional::*;

#[test]
fn the_file_of_the_spec_is_written_byte_for_byte() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec/interop.md");
    let Ok(spec) = std::fs::read_to_string(spec) else {
        println!("skipped: the shared specification is not here");
        return;
    };
    let block = spec.split("```\n").find(|block| block.starts_with("ISA*")).expect("a sample file");
    let ours = written(&sample::interchange(1, 500));
    assert_eq!(String::from_utf8_lossy(&ours), block.replace('\n', ""));
}

#[test]
fn optional_parts_have_their_places() {
    let written = written(&everything());
    let written = String::from_utf8_lossy(&written);
    for segment in [
        "~ST*837*12345*005010X222A1~",
        "~PER*IC*BILLING OFFICE*TE*5035550142~",
        "~NM1*85*1*MUNOZ*INES****XX*1900000013~",
        "~REF*SY*900000017~NM1*87*1~N3*PO BOX 7~N4*GRESHAM*OR*970301234~HL*2*1*22*0~",
        "~SBR*S*18***12****MB~",
        "~NM1*IL*1*MARLOWE*EVELYN***JR*MI*1EG4TE5MK73~",
        "~CLM*CCM26100042*0.05***11:B:7*Y*A*Y*Y~REF*F8*2226001234567~NTE*ADD*CORRECTED UNITS~HI*",
        "~PRV*PE*PXC*207R00000X~NM1*77*2*EAST CLINIC~N3*77 CEDAR HOLLOW LN~",
        "~SV1*HC:99490:25:FQ*0.05*UN*1*22**3~DTP*472*RD8*20261001-20261031~REF*6R*L1~",
        "~SE*35*12345~GE*1*101~IEA*1*000000101~",
    ] {
        assert!(written.contains(segment), "{segment} not in {written}");
    }
}

#[test]
fn what_was_written_is_read_back() {
    for file in [sample::interchange(1, 1), sample::interchange(7, 3), everything()] {
        let read = read(&written(&file)).expect("our own file");
        assert!(read == file);
    }
}

#[test]
fn a_file_drained_set_by_set_is_the_same_file() {
    let file = sample::interchange(40, 7);
    let (mut whole, mut chunk) = (Vec::new(), Vec::new());
    let group = &file.groups[0];
    let mut writer = Writer::open(&file.envelope, &group.header, &mut chunk);
    for set in group.sets.iter() {
        writer.set(set, &mut chunk);
        whole.append(&mut chunk);
    }
    writer.close(&mut chunk);
    whole.append(&mut chunk);
    assert!(whole == written(&file));
}

#[test]
fn the_longest_values_have_room() {
    let mut file = everything();
    let (long, wide) = ("W".repeat(300), "9".repeat(80));
    let name = PersonName {
        last: text(&long),
        first: Some(text(&long)),
        middle: Some(text(&long)),
        suffix: Some(text(&long)),
    };
    let mut set = file.groups[0].sets[0].clone();
    set.header.submitter.email = Some(code(&wide));
    set.header.submitter.contact = text(&long);
    let mut claim = set.claims[0].clone();
    claim.subscriber.name = name;
    claim.subscriber.member_id = code(&wide);
    claim.diagnoses = list((10..22).map(|n| code(&format!("E1122{n}"))).collect());
    claim.lines = list(vec![claim.lines[0].clone(); 50]);
    set.claims = list(vec![claim; 40]);
    file.groups = list(vec![Group { header: sample::group_header(), sets: list(vec![set]) }]);
    assert!(read(&written(&file)).expect("our own file") == file);
}

/// The problems of the two-claim sample after one replacement, each as its text.
fn problems_after(from: &str, to: &str) -> Vec<String> {
    let good = String::from_utf8(written(&sample::interchange(2, 500))).expect("ASCII");
    let broken = good.replacen(from, to, 1);
    assert_ne!(broken, good, "{from} is not in the file");
    let problems = read(broken.as_bytes()).err().unwrap_or_default();
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn each_fault_is_told_with_its_place() {
    for (from, to, expected) in [
        ("SE*50", "SE*49", "segment 52 SE01: says 49, counted 50"),
        ("~SE*50*0001", "~SE*50*0002", "segment 52 SE02: differs from ST02"),
        ("GE*1*", "GE*2*", "segment 53 GE01: says 2, counted 1"),
        ("GE*1*101", "GE*1*102", "segment 53 GE02: differs from GS06"),
        ("IEA*1*000000101", "IEA*1*000000102", "segment 54 IEA02: differs from ISA13"),
        ("*261102*0915*", "*261103*0915*", "segment 1 ISA09: differs from GS04"),
        ("*20261102*0915*CH", "*20261102*0916*CH", "segment 4 BHT05: differs from GS05"),
        ("HL*3*1*22", "HL*4*1*22", "segment 33 HL01: says 4, counted 3"),
        (
            "CLM*CCM26100042*162.5*",
            "CLM*CCM26100042*163*",
            "segment 21 CLM02: says 16300 cents, the lines add up to 16250",
        ),
        (":B:1*Y", ":B:7*Y", "segment 21 CLM05-3: must be 1, or followed by REF*F8"),
        ("ABF:I10", "ABF:E1122", "segment 22 HI03-2: stands in the list already"),
        ("ABF:N1831", "ABK:N1831", "segment 22 HI02: must be ABF:code"),
        ("***1:2:3~", "***1:2:4~", "segment 26 SV107: points past the diagnoses"),
        ("*UN*2*", "*UN*0*", "segment 30 SV104: must be a whole number above 0"),
        ("LX*2", "LX*3", "segment 29 LX01: says 3, counted 2"),
        ("D8*19480317", "D8*19480230", "segment 19 DMG02: must be a day, as YYYYMMDD"),
        (
            "OKONKWO*ADAEZE",
            "Okonkwo*ADAEZE",
            "segment 23 NM103: cannot be taken as it is: it has a character that cannot be sent",
        ),
        ("*MI*1EG4TE5MK73", "*MI*", "segment 16 NM109: is required"),
        ("*PI*12502", "*PI*12503", "segment 39 NM109: differs from the payer of the set's first claim"),
        ("CARE MGMT*****46", "CARE MGMT*X****46", "segment 5 NM104: has no place here"),
        ("OR*970301234~DMG", "OR*970301234*~DMG", "segment 18 N404: ends in an empty element"),
    ] {
        let problems = problems_after(from, to);
        assert!(problems.iter().any(|problem| problem == expected), "{expected}: {problems:?}");
        assert!(problems.len() <= 2, "{to}: {problems:?}");
    }
}

#[test]
fn missing_and_strange_segments_are_told_and_reading_goes_on() {
    let problems = problems_after("REF*EI*930000017~", "");
    assert_eq!(
        problems,
        ["segment 13 HL: REF*EI is missing before this", "segment 51 SE01: says 50, counted 49"]
    );
    let problems = problems_after("~LX*1~", "~K3*STATE~LX*1~");
    assert_eq!(problems, ["segment 25 K3: has no place here", "segment 53 SE01: says 50, counted 51"]);
    let cut = written(&sample::interchange(2, 500));
    let at = cut.windows(3).position(|w| w == b"SE*").expect("a trailer");
    let problems = read(&cut[..at]).expect_err("cut off");
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[test]
fn all_problems_come_at_once_and_show_nothing() {
    let good = String::from_utf8(written(&sample::interchange(2, 500))).expect("ASCII");
    let broken = good
        .replace("MARLOWE", "Marlowe")
        .replace("1EG4TE5MK73", "1eg4te5mk73")
        .replace("19480317", "19489917")
        .replace("ABK:E1122", "ABX:E1122")
        .replace("GE*1*101", "GE*9*999");
    let problems = read(broken.as_bytes()).expect_err("broken in five ways");
    assert_eq!(problems.len(), 4 * 2 + 2, "{problems:?}");
    let told = problems.iter().map(|p| format!("{p} {p:?}")).collect::<String>().to_uppercase();
    for private in ["MARLOWE", "1EG4TE5MK73", "19489917", "E1122"] {
        assert!(!told.contains(private));
    }
    let debug = format!("{:?}", sample::claim(0)).to_uppercase();
    for private in ["MARLOWE", "1EG4TE5MK73", "1948", "E1122", "CEDAR"] {
        assert!(!debug.contains(private), "{private} in {debug}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_can_be_made_comes_back(file in any::interchange()) {
        let bytes = written(&file);
        let read = read(&bytes);
        prop_assert!(read.is_ok(), "{:?}", read.err());
        prop_assert!(read.is_ok_and(|read| read == file));
        prop_assert!(bytes.is_ascii() && !bytes.windows(2).any(|w| w == b"*~"));
    }
}
