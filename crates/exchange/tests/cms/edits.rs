//! NCCI edits, from texts of our own in the described layouts: not tried on CMS's own files.

use app::ports::{OfficialFiles, ReferenceKind, Wanted};
use exchange::cms::CmsFiles;

use crate::support::*;

const MUE: &str = "\
\"A notice, over
two lines\",,,
\"HCPCS/
CPT Code\",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
99439,2,2 Date of Service Edit: Policy,\"Code, described\"
99489,10,3 Date of Service Edit: Clinical,Data
J9999,1,1 Line Edit,Data
";

const PTP: &str = "\
Edits by column\t\t\t\t\t\t
Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale
\t\tprior to 1996\tDate\tDate\t0=not allowed\t
\t\t\t\t*=no data\t1=allowed\t
\t\t\t\t\t9=not applicable\t
99487\t99490\t\t20150101\t*\t0\tManual
99490\t99091\t\t20200101\t20201001\t1\tManual
99490\t99091\t\t20210101\t*\t1\tManual
99490\t99454\t\t20200101\t20191231\t9\tNever in force
";

const ADD_ON: &str = "\
Add-On_Code\tAOC_Edit_Type\tAOC_DelDT\tPrimary_Code\tPrimary_Code_DelDT\tAOC_Edit_EffDT\tAOC_Edit_DelDT\tNotes
99439\t1\t\t99490\t\t2021001\t\t
G0506\t3\t\tCCCCC\t\t2017001\t\tthe contractor
99458\t1\t2027365\t99457\t2027090\t2020001\t\t
";

#[test]
fn units_of_a_day() {
    let table = only("MUE_PractitionerServices_Eff_04-01-2027.csv", MUE);
    assert_eq!((table.kind, table.from, table.rows_read), (ReferenceKind::Mue, day("2027-04-01"), 3));
    assert_eq!(table.rows[..2], ["2027-04-01,99439,2,2", "2027-04-01,99489,10,3"]);
    let with =
        |from: &str, to: &str| read_as("m.csv", MUE.replacen(from, to, 1), None, Some(day("2027-04-01")));
    refused(with("99489,10,3 Date", "99489,ten,3 Date"), "wrong_value", "line 6: MUE Values");
    refused(with("99489,10,3 Date", "99489,10,32"), "mai_is_1_2_or_3", "line 6");
    refused(with("99489,10", "99439,10"), "said_twice", "line 6");
    refused(with(",Data", ""), "wrong_number_of_columns", "line 6");
    refused(
        with("Practitioner Services", "Outpatient Hospital"),
        "the_table_for_practitioners_is_expected",
        "m.csv",
    );
    refused(read("m.csv", MUE), "say_from_when", "m.csv");
}

#[test]
fn pairs_under_a_stacked_header() {
    let table = read_as("ccipra-f1.txt", PTP, None, Some(day("2027-01-01"))).unwrap().remove(0);
    assert_eq!((table.kind, table.rows_read), (ReferenceKind::Ptp, 4));
    assert_eq!(
        table.rows,
        [
            "2027-01-01,99487,99490,0,2015-01-01,",
            "2027-01-01,99490,99091,1,2020-01-01,2020-10-01",
            "2027-01-01,99490,99091,1,2021-01-01,",
        ]
    );
    let with =
        |from: &str, to: &str| read_as("p.txt", PTP.replacen(from, to, 1), None, Some(day("2027-01-01")));
    refused(with("\t0\tManual", "\t2\tManual"), "modifier_is_0_1_or_9", "p.txt line 6");
    refused(with("20150101", "20151301"), "a_date_is_expected", "line 6: Effective Date");
    refused(with("99487\t99490", "99487\t"), "wrong_value", "line 6: Column 2");
    refused(with("20210101\t*\t1\tManual", "202"), "modifier_is_0_1_or_9", "line 8");
    let known = |code: &ccm::basics::Hcpcs| matches!(code.as_str(), "99487" | "99490");
    let wanted = Wanted { kind: None, from: Some(day("2027-01-01")), knows: &known };
    let tables = CmsFiles.read("p.txt", PTP.as_bytes(), &wanted).unwrap();
    assert_eq!((tables[0].rows.len(), tables[0].rows_read), (1, 4), "the rest is read and not kept");
}

#[test]
fn add_ons_with_days_of_the_year() {
    let table = only("AOC_V2027Q1-MCR.txt", ADD_ON);
    assert_eq!((table.kind, table.from), (ReferenceKind::AddOn, day("2027-01-01")));
    assert_eq!(
        table.rows,
        [
            "2027-01-01,99439,99490,1,2021-01-01,",
            "2027-01-01,99458,99457,1,2020-01-01,2027-03-31",
            "2027-01-01,G0506,CCCCC,3,2017-01-01,",
        ]
    );
    let with = |from: &str, to: &str| read("2027Q1.txt", ADD_ON.replacen(from, to, 1));
    refused(with("99439\t1", "99439\t4"), "type_is_1_2_or_3", "line 2");
    refused(with("2021001", "2021366"), "a_date_is_expected", "line 2");
    refused(with("2021001", ""), "a_date_is_expected", "line 2");
    refused(with("\tCCCCC", "\tCCCC"), "wrong_value", "line 3: Primary_Code");
}

#[test]
fn what_was_read_continues_the_rules() {
    let rules = ccm::billing::RuleSet::embedded();
    let texts =
        [("edits/mue/1.csv", only("2027Q2.csv", MUE)), ("edits/addon/1.csv", only("2027Q1.txt", ADD_ON)), {
            ("edits/ptp/1.csv", only("2027Q1.txt", PTP))
        }];
    let files = texts.map(|(name, table)| (name.to_owned(), table.text()));
    let continued = rules.continued_by(files).unwrap();
    assert_ne!(continued.hash(), rules.hash());
    let mue = continued.edits().mue(&"99439".parse().unwrap(), day("2027-04-01")).unwrap();
    assert_eq!((mue.units, mue.vintage), (2, day("2027-04-01")));
}
