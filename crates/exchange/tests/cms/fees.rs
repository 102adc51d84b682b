//! PPRRVU with 31 and 32 columns, and conversion factors.

use app::ports::ReferenceKind;

use crate::support::*;

/// Stacked header of the layout, with `more` columns between TEAM and ENDO; two codes and a modifier's row.
fn pprrvu(title: &str, more: &[(&str, &str)], factor: &str) -> String {
    let column = |lines: [&'static str; 3]| lines;
    let columns = [
        column(["", "", "HCPCS"]),
        column(["", "", "MOD"]),
        column(["", "", "DESCRIPTION"]),
        column(["", "STATUS", "CODE"]),
        column(["FOR", "MEDICARE", "PAYMENT"]),
        column(["", "WORK", "RVU"]),
        column(["", "NON-FAC", "PE RVU"]),
        column(["NON-FAC", "NA", "INDICATOR"]),
        column(["", "FACILITY", "PE RVU"]),
        column(["FACILITY", "NA", "INDICATOR"]),
        column(["", "MP", "RVU"]),
        column(["", "NON-FACILITY", "TOTAL"]),
        column(["", "FACILITY", "TOTAL"]),
        column(["", "TEAM", "SURG"]),
    ];
    let mut text = format!(",,{title}\n,,RELEASED 12/29/2026\n\n");
    for line in 0..3 {
        let mut cells: Vec<&str> = columns.iter().map(|column| column[line]).collect();
        cells.extend(more.iter().map(|(head, _)| if line == 2 { *head } else { "" }));
        cells.extend([["", "CONV", "FACTOR"][line], ["PHYSICIAN", "OF", "FLAG"][line]]);
        text.push_str(&format!("{}\n", cells.join(",")));
    }
    let rest: String = more.iter().map(|(_, value)| format!(",{value}")).collect();
    for row in [
        "99490,,\"words, and words\",A,,1.00,0.81,,0.42,,0.07,1.88,1.49,0",
        "99490,26,x,A,,0.50,0.81,,0.42,,0.07,1.38,0.99,0",
        "99454,,x,A,,0.00,1.55,,1.55,NA,0.01,1.56,1.56,0",
        "98978,,x,C,,0.00,0.00,,0.00,,0.00,0.00,0.00,0",
    ] {
        text.push_str(&format!("{row}{rest},{factor},0\n"));
    }
    text
}

const TITLE: &str = "2027 National Physician Fee Schedule Relative Value File January Release";
const OLD_TITLE: &str = "2025 National Physician Fee Schedule Relative Value File July Release";
const NEW: &[(&str, &str)] = &[("PRIC IND", "9")];

#[test]
fn columns_are_found_wherever_they_stand() {
    let tables = read("PPRRVU2027_Jan_nonQPP.csv", pprrvu(TITLE, &[("", ""), NEW[0]], "33.5000")).unwrap();
    let [fees, factors] = &tables[..] else { panic!("{tables:?}") };
    assert_eq!((fees.kind, fees.release.as_str(), fees.rows_read), (ReferenceKind::Fees, "RVU27-Jan", 4));
    assert_eq!(
        fees.rows,
        [
            "99454,2027-01-01,2027-12-31,2027-01-01,0,1.55,,0.01,yes,RVU27-Jan",
            "99490,2027-01-01,2027-12-31,2027-01-01,1,0.81,0.42,0.07,yes,RVU27-Jan",
        ]
    );
    assert_eq!(factors.rows, ["2027-01-01,2027-12-31,33.5000,unknown,yes,RVU27-Jan"]);
    assert!(factors.is_by_the_way);

    let tables = read("PPRRVU2027_Jan_QPP.csv", pprrvu(TITLE, NEW, "33.7")).unwrap();
    assert_eq!(tables.len(), 1, "the values come from the other file");
    assert_eq!(tables[0].rows, ["2027-01-01,2027-12-31,unknown,33.7,yes,RVU27-Jan"]);

    let tables = read("PPRRVU25_JUL.csv", pprrvu(OLD_TITLE, &[], "32.3465")).unwrap();
    assert!(tables[0].rows[1].ends_with("2025-07-01,1,0.81,0.42,0.07,yes,RVU25-Jul"), "{:?}", tables[0].rows);
    assert_eq!(tables[1].rows, ["2025-01-01,2025-12-31,32.3465,,yes,RVU25-Jul"]);
}

#[test]
fn a_release_may_begin_within_its_year_and_no_other() {
    let text = pprrvu(TITLE, NEW, "33.5");
    let name = "PPRRVU2027_Apr_nonQPP.csv";
    let tables = read_as(name, &text, None, Some(day("2027-03-09"))).unwrap();
    assert!(tables[0].rows[0].starts_with("99454,2027-03-09,2027-12-31,"));
    refused(read_as(name, &text, None, Some(day("2026-12-31"))), "from_lies_in_another_year", name);
}

#[test]
fn a_wrong_or_cut_file_is_refused_with_every_line() {
    let text = pprrvu(TITLE, NEW, "33.5");
    let name = "nonQPP.csv";
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        read(name, text.replacen(from, to, 1))
    };
    refused(with("1.00,0.81", "one,0.81"), "wrong_value", "nonQPP.csv line 7: WORK RVU");
    refused(with("1.00,0.81", "0.81,1.00"), "total_does_not_add_up", "line 7: FACILITY TOTAL");
    refused(with("1.55,NA", "1.55,N"), "na_or_nothing", "line 9");
    refused(with("99490,26", "99490,"), "said_twice", "line 8");
    refused(with("99454,,", "9945,,"), "wrong_value", "line 9: HCPCS");
    refused(with("9,33.5", "9,33.6"), "one_conversion_factor_is_expected", name);
    refused(
        with("National Physician Fee Schedule Relative Value File", ""),
        "title_without_year_and_release",
        name,
    );
    refused(with("PE RVU,INDICATOR", "PE RVU,IND"), "header_not_found", name);
    refused(read("PPRRVU2027.csv", &text), "keep_qpp_or_nonqpp_in_the_name", "PPRRVU2027.csv");
    refused(read(name, text.trim_end()), "last_line_does_not_end", name);
    let cut = format!("{}\n", &text[..text.len() - 20]);
    refused(read(name, cut), "wrong_number_of_columns", "line 10");
    refused(read(name, text.split_inclusive('\n').take(6).collect::<String>()), "no_rows", name);
    let problems =
        read(name, text.replace("1.00,0.81", "one,0.81").replace("1.55,NA", "1.55,N")).unwrap_err();
    assert_eq!(problems.len(), 2, "all at once: {problems:?}");
    let kind = Some(ReferenceKind::Fees);
    let problems = read_as(name, text.replace("WORK", "TOIL"), kind, None).unwrap_err();
    assert!(problems[0].args.contains(&("expected".to_owned(), "WORK RVU".to_owned())), "{problems:?}");
    refused(read("RVU27A.zip", b"PK\x03\x04...\n"), "unpack_the_archive_first", "RVU27A.zip");
    refused(read(name, ""), "empty_file", name);
}

#[test]
fn the_file_in_cms_layout_reads() {
    let name = "PPRRVU2026_Jan_nonQPP.subset.csv";
    let Some(bytes) = shared(&format!("data/cms_layout/{name}")) else { return };
    let tables = read(name, &bytes).unwrap();
    let [fees, factors] = &tables[..] else { panic!("{tables:?}") };
    assert_eq!((fees.rows_read, fees.release.as_str()), (114, "RVU26-Jan"));
    assert_eq!(factors.rows, ["2026-01-01,2026-12-31,33.4009,unknown,yes,RVU26-Jan"]);
    let row = |code: &str| fees.rows.iter().find(|row| row.starts_with(code)).unwrap().as_str();
    assert_eq!(row("99490"), "99490,2026-01-01,2026-12-31,2026-01-01,1,0.91,0.24,0.07,yes,RVU26-Jan");
    assert!(row("99454").contains(",0,1.55,,0.01,"), "no price in a facility: {}", row("99454"));
    assert!(!fees.rows.iter().any(|row| row.starts_with("98978")), "priced by the contractor");
}

#[test]
fn factors_of_our_own_file_may_change_within_a_year() {
    let head = "year,effective_from,effective_to,cf_non_qp,cf_qp,note\n";
    let table = only(
        "factors.csv",
        format!("{head}2027,2027-01-01,2027-03-08,33.1,33.2,\n2027,2027-03-09,2027-12-31,34.1,34.2,a law\n"),
    );
    assert_eq!((table.from, table.until), (day("2027-01-01"), Some(day("2027-12-31"))));
    assert_eq!(table.rows[1], "2027-03-09,2027-12-31,34.1,34.2,yes,own file");
    let wrong =
        |row: &str, code: &str| refused(read("f.csv", format!("{head}{row}\n")), code, "f.csv line 2");
    wrong("2027,2027-02-01,2027-01-01,33.1,,", "ends_before_it_begins");
    wrong("2027,2027-01-01,2027-12-31,0.5,,", "wrong_value");
    wrong("2027,2027-01-01,2027-12-31,33.1", "wrong_number_of_columns");
    let twice = format!("{head}1,2027-01-01,2027-12-31,33.1,,\n2,2027-12-31,2028-12-31,33.1,,\n");
    refused(read("f.csv", twice), "spans_overlap", "line 3");
    if let Some(bytes) = shared("data/conversion_factors.csv") {
        assert_eq!(only("conversion_factors.csv", bytes).rows_read, 6);
    }
}
