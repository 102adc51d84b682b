//! No reader panics, whatever comes: any bytes, and files of every kind with a stretch replaced or cut away.

use app::ports::ReferenceKind;
use proptest::prelude::*;

use crate::support::*;

const HEADS: [&str; 8] = [
    ",,2027 Relative Value File January Release\n,,,,,,,NON-FAC,,FACILITY,,,,\n,,,STATUS,,WORK,NON-FAC,NA,FACILITY,NA,MP,\
     NON-FACILITY,FACILITY,CONV\nHCPCS,MOD,DESCRIPTION,CODE,x,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,FACTOR\n\
     99490,,x,A,,1.00,0.81,,0.42,,0.07,1.88,1.49,33.5\n",
    "Administrative Contractor,State,Locality Number,Locality Name,2027 PW GPCI,2027 PE GPCI,2027 MP GPCI\n\
     10112,AL,00,ALABAMA*,1.0,0.9,0.5\n*note,,,,,,\n",
    "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator\n99490,1,2 Day\n",
    "Column 1\tColumn 2\tx\tEffective Date\tDeletion Date\tModifier\n99487\t99490\t\t20150101\t*\t0\n",
    "Add-On_Code,AOC_Edit_Type,Primary_Code,AOC_Edit_EffDT,AOC_Edit_DelDT\n99439,1,99490,2021001,\n",
    "ICD-10-CM CODE,CHRONIC INDICATOR\n'I10',1\n",
    "effective_from,effective_to,cf_non_qp,cf_qp\n2027-01-01,2027-12-31,33.1,33.2\n",
    "00001 I10     1 Words                                                        Words\n",
];

fn survives(bytes: &[u8]) {
    let kinds = ReferenceKind::ALL.into_iter().map(Some).chain([None]);
    for kind in kinds {
        for from in [None, Some(day("2027-01-01"))] {
            if let Ok(tables) = read_as("any_nonQPP_2027Q1.csv", bytes, kind, from) {
                tables.iter().for_each(|table| assert!(table.rows_read > 0 && !table.text().is_empty()));
            }
        }
    }
}

#[test]
fn every_head_is_a_file_of_its_kind() {
    for head in HEADS {
        let tables = read_as("any_nonQPP_2027Q1.csv", head, None, Some(day("2027-01-01")));
        assert!(tables.is_ok(), "{head}: {tables:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        survives(&bytes);
    }

    #[test]
    fn broken_files(
        head in 0..HEADS.len(),
        at in any::<prop::sample::Index>(),
        length in 0usize..40,
        put in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b','), Just(b'"'), Just(b'\n'), Just(b'9')], 0..12),
    ) {
        let mut bytes = HEADS[head].as_bytes().to_vec();
        let start = at.index(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, put);
        survives(&bytes);
        bytes.push(b'\n');
        survives(&bytes);
    }
}
