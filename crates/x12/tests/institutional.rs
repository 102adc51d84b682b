//! The 837I: what is written, read back, and refused.

#[allow(dead_code)]
mod sample;

use proptest::prelude::*;
use sample::clinic::{claim, everything, interchange, line, written};
use sample::list;
use x12::institutional::*;
use x12::{Kind, kinds};

#[test]
fn a_clinics_month_has_its_form() {
    let file = written(&interchange(vec![claim(0)]));
    assert_eq!(kinds(file.as_bytes()), Ok([Kind::InstitutionalClaim].into()));
    for segment in [
        "~GS*HC*CCMSUBM01*12502*20261102*0915*101*X*005010X223A2~ST*837*0001*005010X223A2~",
        "~SBR*P*18*******MA~",
        "~CLM*CCM26100042*162.5***71:A:1**A*Y*Y~DTP*434*RD8*20261001-20261031~CL1*3*1*01~HI*ABK:E1122~\
         HI*ABF:N1831*ABF:I10~NM1*71*1*OKONKWO*ADAEZE****XX*1987654328~PRV*AT*PXC*207R00000X~LX*1~\
         SV2*0521*HC:99490*66.5*UN*1~DTP*472*D8*20261031~REF*6R*CCM26100042L1~LX*2~",
    ] {
        assert!(file.contains(segment), "{segment} not in {file}");
    }
    let file = written(&interchange(vec![everything()]));
    for segment in [
        "~CLM*CCM26100042*72***85:A:7**A*Y*Y~DTP*434*RD8*20261001-20261031~CL1*3**01~REF*F8*2226001234567~\
         NTE*ADD*CORRECTED UNITS~HI*ABK:E1122~NM1*71*",
        "~NM1*82*1*OKONKWO*ADAEZE****XX*1000000012~NM1*77*2*EAST CLINIC*****XX*1000000020~N3*",
        "~SV2*0510*HC:G0511:25:CG*72*UN*1~DTP*472*RD8*20261001-20261031~REF*6R*L1~SE*",
    ] {
        assert!(file.contains(segment), "{segment} not in {file}");
    }
}

#[test]
fn what_was_written_is_read_back() {
    for claims in [vec![claim(0)], (0..40).map(claim).collect(), vec![everything(), claim(1)]] {
        let file = interchange(claims);
        assert!(read(written(&file).as_bytes()).expect("our own file") == file);
        assert!(read_foreign(written(&file).as_bytes()).interchange == Some(file));
    }
    let long = Claim { lines: list(vec![line("0521", "99490", 1, "L1"); MOST_LINES]), ..claim(0) };
    let file = interchange(vec![long]);
    assert!(read(written(&file).as_bytes()).expect("our own file") == file);
}

#[test]
fn each_fault_is_told_with_its_place() {
    let good = written(&interchange(vec![claim(0)]));
    for (from, to, expected) in [
        ("*162.5*", "*163*", "segment 21 CLM02: says 16300 cents, the lines add up to 16250"),
        ("71:A:1", "71:B:1", "segment 21 CLM05: must be type of bill:A:1, :7 or :8"),
        ("71:A:1", "71:A:7", "segment 21 CLM05-3: must be 1, or followed by REF*F8"),
        ("20261001-20261031", "20261031-20261001", "segment 22 DTP03: must be RD8 with its days"),
        ("CL1*3*1*01~", "", "segment 23 HI: CL1 is missing before this"),
        ("*ABF:I10", "*ABF:E1122", "segment 25 HI02-2: stands in the list already"),
        ("HI*ABK:E1122~", "HI*ABF:E1122~", "segment 24 HI01: must be ABK:code"),
        (
            "NM1*71*1*OKONKWO*ADAEZE****XX*1987654328~PRV*AT*PXC*207R00000X~",
            "",
            "NM1*71 is missing before this",
        ),
        ("NM1*85*2*RIVERBEND INTERNAL MEDICINE*", "NM1*85*1*RIVERBEND*", "segment 10 NM102: must be 2"),
        ("SV2*0521*", "SV2**", "segment 29 SV201: is required"),
        ("GS*HC*", "GS*HP*", "segment 2 GS01: must be HC"),
        ("X*005010X223A2", "X*005010X222A1", "segment 2 GS08: must be 005010X223A2"),
    ] {
        let broken = good.replacen(from, to, 1);
        assert_ne!(broken, good, "{from}");
        let problems: Vec<String> =
            read(broken.as_bytes()).err().unwrap_or_default().iter().map(ToString::to_string).collect();
        assert!(problems.iter().any(|one| one.ends_with(expected)), "{expected}: {problems:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_mutation_makes_it_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..12),
    ) {
        let mut file = written(&interchange(vec![everything(), claim(1)])).into_bytes();
        for (place, byte, kind) in edits {
            let at = place.index(file.len());
            match kind {
                0 => file[at] = byte,
                1 => file.insert(at, byte),
                2 => { file.remove(at); }
                _ => file.truncate(at + 50),
            }
        }
        let _ = read(&file);
        prop_assert!(read_foreign(&file).problems.len() <= x12::problem::MOST_PROBLEMS);
    }
}
