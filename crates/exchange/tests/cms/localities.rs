//! GPCI with seven and eight columns.

use app::ports::ReferenceKind;

use crate::support::*;

const EIGHT: &str = "\
ADDENDUM E. INDICES,,,,,,,
,,,,,,,
Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2027 PW GPCI (without 1.0 Floor),2027 PW GPCI (with 1.0 Floor),2027 PE GPCI,2027 MP GPCI
10112,AL,00,ALABAMA,0.988,1.000,0.875,0.566
02102,AK,01,ALASKA*,1.500,1.500,1.065,0.551
03602,WY,21,WYOMING**,0.991,1.000,1.000,0.740
\"MAC Assignments as of November 22, 2026\",,,,,,,
*A floor for Alaska.,,,,,,,
**A floor for frontier states.,,,,,,,
";

#[test]
fn both_work_indices_are_kept() {
    let table = only("GPCI2027.csv", EIGHT);
    assert_eq!(
        (table.kind, table.rows_read, table.release.as_str()),
        (ReferenceKind::Localities, 3, "GPCI2027")
    );
    assert_eq!(table.rows[2], "10112,00,2027-01-01,2027-12-31,0.988,1.000,0.875,0.566,GPCI2027");
    let seven = "t,,,,,,\nMedicare Administrative Contractor (MAC),State,Locality Number,Locality Name,\
                 2024 PW GPCI (with 1.0 Floor),2024 PE GPCI,2024 MP GPCI\n10112,AL,00,ALABAMA,1.000,0.869,0.575\n";
    assert_eq!(
        only("GPCI2024.csv", seven).rows,
        ["10112,00,2024-01-01,2024-12-31,,1.000,0.869,0.575,GPCI2024"]
    );
}

#[test]
fn a_wrong_or_cut_file_is_refused() {
    let with = |from: &str, to: &str| read("g.csv", EIGHT.replacen(from, to, 1));
    refused(with("0.875", ""), "an_index_is_expected", "g.csv line 4: PE GPCI");
    refused(with("0.875", "87.5"), "an_index_is_expected", "line 4");
    refused(with("02102,AK", "2102,AK"), "a_contractor_of_five_digits_is_expected", "line 5");
    refused(with("AK,01", "AK,1"), "a_locality_of_two_digits_is_expected", "line 5");
    refused(with("03602,WY,21", "10112,WY,00"), "said_twice", "line 6");
    refused(with(",0.551", ""), "wrong_number_of_columns", "line 5");
    refused(with("2027 PE GPCI", "PE GPCI"), "header_without_a_year", "g.csv");
    let cut: String = EIGHT.split_inclusive('\n').take(6).collect();
    refused(read("g.csv", cut), "foot_notes_are_missing", "g.csv");
}

#[test]
fn the_file_in_cms_layout_reads() {
    let Some(bytes) = shared("data/cms_layout/GPCI2026.csv") else { return };
    let table = only("GPCI2026.csv", bytes);
    assert_eq!(table.rows_read, 109);
    // The built-in table was made from the same file, collected by others.
    let built_in = ccm::billing::RuleSet::embedded().files();
    let (_, text) = built_in.iter().find(|(name, _)| name == "localities.csv").unwrap();
    let mut own: Vec<&str> = text.lines().filter(|line| line.ends_with("GPCI2026")).collect();
    own.sort_unstable();
    assert_eq!(table.rows, own);
}
