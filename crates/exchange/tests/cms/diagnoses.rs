//! ICD-10-CM order file and CCIR, from texts of our own in the described layouts: not tried on the makers' files.

use app::ports::ReferenceKind;

use crate::support::*;

fn line(number: u32, code: &str, mark: char) -> String {
    format!("{number:05} {code:<7} {mark} {:<60} words\n", "short words")
}

fn order() -> String {
    [line(1, "A00", '0'), line(2, "A000", '1'), line(3, "E1122", '1'), line(4, "I10", '1')].concat()
}

const CCIR: &str = "\
Chronic indicator refined,,
\"For ICD-10-CM, v2027.1\",,
ICD-10-CM CODE,ICD-10-CM CODE DESCRIPTION,CHRONIC INDICATOR
'A000',\"Words, and words\",0
'I10',Words,1
'S000',Words,9
";

#[test]
fn billable_codes_of_a_fiscal_year() {
    let table = only("icd10cm_order_2027.txt", order());
    assert_eq!((table.kind, table.rows_read), (ReferenceKind::Icd10cm, 4));
    assert_eq!((table.from, table.until), (day("2026-10-01"), Some(day("2027-09-30"))));
    assert_eq!(table.rows, ["A000", "E1122", "I10"]);
    let april = read_as("april.txt", order(), None, Some(day("2027-04-01"))).unwrap();
    assert_eq!((april[0].from, april[0].until), (day("2027-04-01"), Some(day("2027-09-30"))));
    refused(read("order.txt", order()), "say_from_when", "order.txt");
    let hole = [line(1, "A00", '0'), line(3, "E1122", '1')].concat();
    refused(read("o_2027.txt", hole), "a_line_is_missing_before", "line 2");
    refused(read("o_2027.txt", order().replace("E1122", "1E122")), "icd10cm_shape", "line 3");
    refused(read("o_2027.txt", format!("{}00005 I11\n", order())), "not_a_line_of_an_order_file", "line 5");
}

#[test]
fn chronic_flags() {
    let table = only("CCIR_v2027-1.csv", CCIR);
    assert_eq!((table.kind, table.from, table.rows_read), (ReferenceKind::Ccir, day("2026-10-01"), 3));
    assert_eq!(table.rows, ["A000,0", "I10,1", "S000,9"]);
    refused(read("c.csv", CCIR.replace("'I10',Words,1", "'I10',Words,2")), "flag_is_0_1_or_9", "line 5");
    refused(read("c.csv", CCIR.replace("'I10'", "'A000'")), "said_twice", "line 5");
    refused(read("c.csv", CCIR.replace("'I10',Words,1", "'I10',Wo")), "wrong_number_of_columns", "line 5");
}
