//! Our findings beside those of pyx12, which others wrote: both complain of a segment, or neither does.
//!
//! `cargo xtask test` sets the checker up and says where; without it this says that it is skipped.

#[allow(dead_code)]
mod any;
mod foreign;
#[allow(dead_code)]
mod sample;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use sample::written;
use x12::problem::MOST_PROBLEMS;
use x12::{Guide, Tokenizer, validate};

const X12_CHECK: &str = "PERENNIAL_X12_CHECK";

/// Each breaks the file of others in one place.
const BREAKS: &[(&str, &str)] = &[
    // Envelopes, counts, hierarchy.
    ("SE*140*4501", "SE*139*4501"),
    ("SE*140*4501", "SE*140*4502"),
    ("GE*1*455", "GE*2*455"),
    ("GE*1*455", "GE*1*456"),
    ("IEA*1*000000455", "IEA*2*000000455"),
    ("IEA*1*000000455", "IEA*1*000000456"),
    ("HL*3*1*22", "HL*4*1*22"),
    ("HL*6*5*22", "HL*6*9*22"),
    ("LX*2~", "LX*3~"),
    ("ST*837*4501*005010X222A1~", "ST*837*4501~"),
    ("BHT*0019*00", "BHT*0019*01"),
    ("*0801*^", "*2801*^"),
    // Segments that are missing, strange, too many or in the wrong place.
    ("PER*IC**FX*5415550199*TE*5415550101*EX*12~", ""),
    ("N3*12 MILL RACE ROAD~", ""),
    ("REF*EI*880000025~", ""),
    ("REF*EI*880000025~", "REF*EI*880000025~REF*EI*880000026~"),
    ("CUR*85*USD~", "CUR*85*USD~CUR*85*USD~"),
    ("SBR*S*18*GRP-9*Mill Workers*14****CI~", ""),
    ("DTP*431*D8*20260901~", "DTP*999*D8*20260901~"),
    ("DTP*431*D8*20260901~", "ZZZ*1~DTP*431*D8*20260901~"),
    ("HI*ABK>E1122*ABF>I10~", ""),
    ("LX*1~\nSV1*HC>99213", "SV1*HC>99213"),
    ("SV1*HC>G2211*100*UN*1***1~", ""),
    ("DTP*472*D8*20260915~", ""),
    ("NM1*PR*2*FIRST PAYER*****PI*FP01~", ""),
    ("OI***Y***Y~", ""),
    ("CTP****1.5*ML~", ""),
    ("FRM*1A*Y~", ""),
    ("PAT*19~", ""),
    ("NM1*QC*1*VOSS*PIET~", ""),
    ("HL*5**20*1~", ""),
    ("K3*STATE DATA~", "NTE*ADD*EARLY~K3*STATE DATA~"),
    ("NTE*ADD*Corrected: second visit~", "NTE*ADD*A~NTE*ADD*B~"),
    ("NM1*DQ*1*OYELARAN*TUNDE****XX*1000000038~", "NM1*DQ*1*A*B~NM1*DQ*1*C*D~"),
    // Elements: required, not used, too many, empty at the end.
    ("NM1*40*2*CASCADE", "NM1*40*2*"),
    ("NM1*85*2*Lowland Family Practice, P.C.*****XX", "NM1*85*2*Lowland*X*Y*DR***XX"),
    ("N3*1 QUAY~", "N3*1 QUAY*A*B~"),
    ("N3*1 QUAY~", "N3*1 QUAY*~"),
    ("N3*1 QUAY~", "N3~"),
    ("HL*5**20*1~", "HL*5*1*20*1~"),
    ("CLM*OK1*75***", "CLM*OK1*75*A**"),
    ("SV1*HC>90832*75*UN*1***1~", "SV1*HC>90832*75*UN*1~"),
    ("SV1*HC>90832*75*UN*1***1~", "SV1*HC>90832**UN*1***1~"),
    // What an element holds.
    ("N4*EUGENE*OR*97401~", "N4*EUGENE*QX*97401~"),
    ("N4*EUGENE*OR*97401~", "N4*E*OR*97401~"),
    ("N4*EUGENE*OR*97401~", "N4*EUGENE*OR*97~"),
    ("N4*EUGENE*OR*97401~", "N4*EUGENE*OR*97401*QQ~"),
    ("N3*1 QUAY~", "N3*1234567890123456789012345678901234567890123456789012345678~"),
    ("N3*1 QUAY~", "N3*1 QUAY ~"),
    ("N3*1 QUAY~", "N3*1\u{7}QUAY~"),
    ("N3*1 QUAY~", "N3*1>QUAY~"),
    ("*MI*AD9~", "*MI*A~"),
    ("*MI*AD9~", "*XX*AD9~"),
    ("*MI*AD9~", "*MI~"),
    ("DMG*D8*19600606*M~", "DMG*D8*19600631*M~"),
    ("DMG*D8*19600606*M~", "DMG*D8*19600606*X~"),
    ("DMG*D8*19600606*M~", "DMG**19600606*M~"),
    ("CLM*OK1*75***11>B>1", "CLM*OK1*7X5***11>B>1"),
    ("CLM*OK1*75***11>B>1", "CLM*OK1*75***97>B>1"),
    ("CLM*OK1*75***11>B>1", "CLM*OK1*75***11>A>1"),
    ("CLM*OK1*75***11>B>1", "CLM*OK1*75***11>B"),
    ("CLM*OK1*75***11>B>1*Y*A", "CLM*OK1*75***11>B>1*X*A"),
    ("HI*ABK>F329~", "HI*ABK~"),
    ("HI*ABK>F329~", "HI*ABJ>F329~"),
    ("SV1*HC>90832*75*UN*1***1~", "SV1*XX>90832*75*UN*1***1~"),
    ("SV1*HC>90832*75*UN*1***1~", "SV1*HC>90832>255*75*UN*1***1~"),
    ("SV1*HC>90832*75*UN*1***1~", "SV1*HC>90832*75*UN*1***13~"),
    ("SV1*HC>90832*75*UN*1***1~", "SV1*HC>90832*75*ZZ*1***1~"),
    ("SV1*HC>90832*75*UN*1***1~", "SV1*HC>90832*75*UN*1*9Q**1~"),
    ("DTP*472*RD8*20260902-20260903~", "DTP*472*RD8*20260902~"),
    ("DTP*472*RD8*20260902-20260903~", "DTP*472*D8*20260902-20260903~"),
    ("DTP*472*RD8*20260902-20260903~", "DTP*472*TM*0902~"),
    ("LX*2~", "LX*2A~"),
    // Elements that ask for each other.
    ("PER*IC*ORIN*TE*5415550177~", "PER*IC*ORIN*TE*5415550177*EM~"),
    ("NM1*DK*1*ASHBY*ORIN****XX*1000000004~", "NM1*DK*1*ASHBY*ORIN*****1000000004~"),
    ("CAS*PR*1*25**2*10.5~\nAMT", "CAS*PR*1*25**2~\nAMT"),
    ("CAS*PR*1*25**2*10.5~\nAMT", "CAS*PR*1*25***10.5~\nAMT"),
    ("FRM*1A*Y~", "FRM*1A~"),
    ("REF*G1*LINEAUTH**2U>FP01~", "REF*G1*LINEAUTH**2U~"),
];

/// What pyx12 cannot judge, with the segment to complain of: it loses its way after a missing BHT, and gives up on too
/// many parts.
const NOT_ASKED: &[(&str, &str, usize)] = &[
    ("BHT*0019*00*H77-4501*20261102*2355*CH~\n", "", 4),
    ("CLM*OK1*75***11>B>1*Y*A", "CLM*OK1*75***11>B>1>1*Y*A", 137),
];

/// The numbers of the segments we complain of, as pyx12 counts: an envelope's faults are those of its first segment.
fn ours(bytes: &[u8]) -> BTreeSet<usize> {
    let tokens = Tokenizer::new(bytes).expect("an interchange").filter_map(Result::ok);
    let mut opened = [(b"ISA", b"IEA".as_slice(), 1), (b"GS*", b"GE", 1), (b"ST*", b"SE", 1)];
    let mut counts_for = vec![0];
    for segment in tokens {
        let number = segment.number;
        for (opens, closes, at) in &mut opened {
            if segment.id() == opens.strip_suffix(b"*").unwrap_or(*opens) {
                *at = number;
            }
            if segment.id() == *closes {
                counts_for.push(*at);
            }
        }
        if counts_for.len() == number {
            counts_for.push(number);
        }
    }
    let problems = validate(bytes, Guide::professional());
    assert!(problems.len() < MOST_PROBLEMS);
    problems.iter().map(|problem| counts_for[problem.segment]).collect()
}

fn files() -> Vec<(String, Vec<u8>)> {
    let mut files = vec![
        ("one claim".to_string(), written(&sample::interchange(1, 1))),
        ("seven claims".to_string(), written(&sample::interchange(7, 3))),
        ("everything".to_string(), written(&sample::everything())),
        ("others".to_string(), foreign::CLAIMS.into()),
    ];
    for (from, to) in BREAKS {
        let broken = foreign::CLAIMS.replacen(from, to, 1);
        assert_ne!(broken, foreign::CLAIMS, "{from} is not in the file");
        files.push((format!("{from} -> {to}"), broken.into_bytes()));
    }
    let mut runner = TestRunner::deterministic();
    for n in 0..24 {
        let file = any::interchange().new_tree(&mut runner).expect("a file").current();
        files.push((format!("random {n}"), written(&file)));
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples/x12");
    for name in ["hccinfhir_sample_837_0.txt", "ims_x12_valid.txt"] {
        match std::fs::read(samples.join(name)) {
            Ok(bytes) => files.push((name.to_string(), bytes)),
            Err(_) => println!("skipped: the shared sample {name} is not here"),
        }
    }
    files
}

#[test]
fn what_pyx12_cannot_judge_is_found() {
    for (from, to, segment) in NOT_ASKED {
        let broken = foreign::CLAIMS.replacen(from, to, 1);
        let problems = validate(broken.as_bytes(), Guide::professional());
        assert!(problems.iter().any(|problem| problem.segment == *segment), "{from}: {problems:?}");
    }
}

#[test]
fn pyx12_complains_of_the_same_segments() {
    let Some(python) = std::env::var_os(X12_CHECK).filter(|told| !told.is_empty()) else {
        println!("skipped: {X12_CHECK} names no checkers");
        return;
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("peer-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for this test");
    let files = files();
    let paths: Vec<PathBuf> = (0..files.len()).map(|n| folder.join(format!("{n}.edi"))).collect();
    for (path, (_, bytes)) in paths.iter().zip(&files) {
        std::fs::write(path, bytes).expect("a file for this test");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tools/x12/findings.py");
    let told = Command::new(python).arg(script).args(&paths).output().expect("the checker starts");
    std::fs::remove_dir_all(&folder).expect("our own folder");
    let told = String::from_utf8(told.stdout).expect("numbers");
    assert_eq!(told.lines().count(), files.len(), "one line for each file: {told}");
    let mut differing = Vec::new();
    for (line, (name, bytes)) in told.lines().zip(&files) {
        let theirs: Result<BTreeSet<usize>, _> = line.split_whitespace().map(str::parse).collect();
        let ours = ours(bytes);
        match theirs {
            Ok(theirs) if theirs == ours => {}
            _ => differing.push(format!("{name}: pyx12 {line}; ours {ours:?}")),
        }
    }
    println!("{} files", files.len());
    assert!(differing.is_empty(), "{} of {}:\n{}", differing.len(), files.len(), differing.join("\n"));
}
