//! Official files as a user loads them: next year beside this year, the same file once, a wrong one not at all.

mod common;

use common::{Ground, engines, text, write_demo};
use serde_json::Value;

const FACTORS: &str = "effective_from,effective_to,cf_non_qp,cf_qp\n2027-01-01,2027-12-31,33.1,33.2\n";
const MUE: &str = "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n\
    99439,3,2 Date of Service Edit: Policy,Data\nJ9999,1,1 Line Edit,Data\n";
const PTP: &str = "Column 1\tColumn 2\tx\tEffective Date\tDeletion Date\tModifier\tRationale\n\
    99490\tG0556\t\t20250101\t*\t0\tData\n";

fn json(output: &str) -> Value {
    serde_json::from_str(output).unwrap_or_else(|error| panic!("{error}: {output}"))
}

fn order_file() -> String {
    let line = |number: u32, code: &str| format!("{number:05} {code:<7} 1 {:<60} words\n", "words");
    [line(1, "E1122"), line(2, "I10"), line(3, "Z9999")].concat()
}

fn prepared(fresh: fn() -> Ground) -> Ground {
    let ground = fresh();
    write_demo(ground.folder.path(), 1);
    ground.run(&["setup", "setup.toml"]);
    for (name, body) in [
        ("factors.csv", FACTORS.to_owned()),
        ("MUE_Eff_01-01-2027.csv", MUE.to_owned()),
        ("ccipra_2027Q1_f1.txt", PTP.to_owned()),
        ("icd10cm_order_2027.txt", order_file()),
        ("CCIR_v2027-1.csv", "ICD-10-CM CODE,x,CHRONIC INDICATOR\n'I10',x,0\n".to_owned()),
        ("wrong.csv", MUE.replace("99439,3", "99439,three")),
    ] {
        std::fs::write(ground.path(name), body).unwrap();
    }
    ground
}

#[test]
fn next_years_files_stand_beside_this_years() {
    for (engine, fresh) in engines() {
        let ground = prepared(fresh);
        let hash = |ground: &Ground| json(&ground.run(&["--json", "reference", "list"]))["rule_set"].clone();
        let before = hash(&ground);
        let files = [
            "factors.csv",
            "MUE_Eff_01-01-2027.csv",
            "ccipra_2027Q1_f1.txt",
            "icd10cm_order_2027.txt",
            "CCIR_v2027-1.csv",
        ];
        let import: Vec<&str> = ["--json", "reference", "import"].into_iter().chain(files).collect();
        let report = json(&ground.run(&import));
        assert_eq!(report["kept"].as_array().map(Vec::len), Some(5), "{engine}: {report}");
        let mue = report["kept"].as_array().unwrap().iter().find(|row| row["kind"] == "mue").unwrap();
        assert_eq!(
            (&mue["rows_read"], &mue["rows_kept"]),
            (&2.into(), &1.into()),
            "one code of two is known"
        );
        let after = hash(&ground);
        assert_ne!(before, after);

        let again = json(&ground.run(&import));
        assert_eq!(again["kept"].as_array().map(Vec::len), Some(0), "{engine}: {again}");
        assert_eq!(again["already_there"].as_array().map(Vec::len), Some(5));
        assert_eq!(hash(&ground), after);

        let show = |arguments: &[&str]| {
            let all: Vec<&str> =
                ["--json", "reference", "show"].into_iter().chain(arguments.iter().copied()).collect();
            json(&ground.run(&all))["says"].clone()
        };
        assert_eq!(show(&["mue", "99439", "--on", "2026-12-31"])["units"], 2);
        assert_eq!(show(&["mue", "99439", "--on", "2027-01-01"])["units"], 3);
        assert_eq!(show(&["conversion_factors", "--on", "2027-06-01"])["factor_qualifying"], "33.2");
        let pair = |on: &str| show(&["ptp", "99490/G0556", "--on", on])[0]["says"]["answer"].clone();
        assert_eq!((pair("2026-12-31"), pair("2027-01-01")), ("too_old".into(), "bars".into()));
        assert_eq!(show(&["fees", "99490", "--on", "2026-05-01"])["national_nonfacility"], "66.13");
        assert_eq!(show(&["localities", "02102/01", "--on", "2026-05-01"])["work"], "1.500");
        assert_eq!(show(&["icd10cm", "Z99.99", "--on", "2026-12-01"])["billable"], true);
        assert_eq!(
            show(&["icd10cm", "I10", "--on", "2026-12-01"])["chronic"],
            "no",
            "as the loaded flags say"
        );
        assert_eq!(show(&["icd10cm", "I10", "--on", "2026-05-01"])["chronic"], "yes");
        assert!(text(&ground.try_run(&["audit", "verify"]).stdout).contains("the chain holds"), "{engine}");
    }
}

#[test]
fn a_wrong_file_keeps_its_company_out() {
    for (engine, fresh) in engines() {
        let ground = prepared(fresh);
        let output =
            ground.try_run(&["reference", "import", "factors.csv", "wrong.csv", "--from", "2027-01-01"]);
        assert_eq!(output.status.code(), Some(2), "{engine}");
        let said = text(&output.stderr);
        assert!(said.contains("wrong.csv line 2: MUE Values: wrong_value"), "{said}");
        let list = json(&ground.run(&["--json", "reference", "list"]));
        assert_eq!(list["vintages"], Value::Array(vec![]), "{engine}: nothing was kept");
    }
}
