//! What stands in the boxes of the paper forms.

use ccm::billing::{Form, RuleSet, Word};
use ccm::claim::print_image::{PrintPlaces, print_image};
use ccm::claim::ub04::Institutional;
use ccm::claim::worksheet::worksheet;
use ccm::claim::{cms1500, ub04};
use ccm::people::{
    DatePolicy, PayerKind, PayerProfile, PortalField, PortalFormat, PortalValue, Submission, Transport,
};

use crate::scrub::{desk, line};

fn payer(kind: PayerKind) -> PayerProfile {
    PayerProfile {
        name: "Medicare Part B".into(),
        kind,
        payer_id: "12502".into(),
        filing_indicator: "MB".into(),
        receiver_name: "Part B Gateway".into(),
        receiver_id: "12502".into(),
        receiver_qualifier: "ZZ".into(),
        submitter_name: "Elm Falls Billing".into(),
        submitter_id: "ELMFALLS1".into(),
        submitter_qualifier: "ZZ".into(),
        contact_name: "Claims desk".into(),
        contact_phone: "5035550142".into(),
        claims_per_set: 500,
        filing_days: None,
        coverage_names: Vec::new(),
        coverage_types: Vec::new(),
        submission: Submission::default(),
    }
}

#[test]
fn a_professional_claim_fills_its_boxes() {
    let desk = desk();
    let medicare = payer(PayerKind::MedicareFfs);
    let sheets = cms1500::forms(&desk.claim, &desk.practice, &medicare, Some("2026-07-01".parse().unwrap()));
    let [sheet] = &sheets[..] else { panic!("one form") };
    let table = [
        ("1a", Some("1EG4TE5MK73")),
        ("2", Some("Birchwood, Odette")),
        ("3", Some("02 28 1949")),
        ("11", Some("NONE")),
        ("12", Some("SOF")),
        ("17", None),
        ("21 indicator", Some("0")),
        ("21A", Some("I10")),
        ("21B", Some("E1122")),
        ("21D", None),
        ("22 code", None),
        ("25", Some("930000017")),
        ("26", Some("P26060000001R1")),
        ("28", Some("230 00")),
        ("31 date", Some("07 01 26")),
        ("33a", Some("1900000013")),
        ("33b", Some("ZZ207Q00000X")),
    ];
    for (number, text) in table {
        assert_eq!(sheet.text(number), text, "{number}");
    }
    let table = [
        ("24A from", Some("06 30 26")),
        ("24A to", Some("06 30 26")),
        ("24B", Some("11")),
        ("24D code", Some("99439")),
        ("24D modifiers", None),
        ("24E", Some("AB")),
        ("24F", Some("140 00")),
        ("24G", Some("2")),
        ("24J", Some("1987654328")),
    ];
    for (number, text) in table {
        assert_eq!(sheet.line(1, number), text, "{number}");
    }
    assert!(!format!("{sheet:?}").contains("Birchwood"));
}

#[test]
fn a_seventh_line_begins_another_form_with_a_total_of_its_own() {
    let mut desk = desk();
    desk.claim.lines = (0..7).map(|_| line("99439", 1, 1_050)).collect();
    let mut plan = payer(PayerKind::Commercial);
    plan.submission.dates = DatePolicy::Range;
    // Agreed on the 9th; the second line's service has a day of its own.
    desk.claim.lines[0].since = Some("2026-06-09".parse().unwrap());
    desk.claim.frequency = "7".into();
    desk.claim.payer_claim_number = Some("ICN1".into());
    let sheets = cms1500::forms(&desk.claim, &desk.practice, &plan, None);
    let told: Vec<_> =
        sheets.iter().map(|one| (one.page, one.pages, one.lines.len(), one.text("28"))).collect();
    assert_eq!(told, [(1, 2, 6, Some("63 00")), (2, 2, 1, Some("10 50"))]);
    assert_eq!(sheets[0].line(0, "24A from"), Some("06 09 26"));
    assert_eq!(sheets[0].line(1, "24A from"), Some("06 30 26"));
    assert_eq!((sheets[0].text("22 code"), sheets[0].text("22 reference")), (Some("7"), Some("ICN1")));
    assert_eq!((sheets[0].text("11"), sheets[0].text("31 date")), (None, None));
}

#[test]
fn a_clinic_s_month_stands_on_the_other_paper() {
    let mut desk = desk();
    let medicare = payer(PayerKind::MedicareFfs);
    let clinic = |desk: &crate::scrub::Desk, bill: &str| {
        ub04::forms(&desk.claim, &desk.practice, &medicare, Word::new(bill).unwrap())
    };
    let codes = |desk: &_, bill| {
        clinic(desk, bill).unwrap_err().into_iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&desk, "11"), ["professional_claim", "type_of_bill", "revenue_code"]);
    desk.claim.form = Form::Institutional;
    assert_eq!(codes(&desk, "71X"), ["revenue_code"], "a physician's practice has none");
    for (setting, bill, tob, revenue) in
        [("rhc", "71X", "0711", "0521"), ("fqhc", "77X", "0771", "0521"), ("cah", "85X", "0851", "0960")]
    {
        desk.practice.setting = setting.into();
        let sheets = clinic(&desk, bill).unwrap();
        let [sheet] = &sheets[..] else { panic!("one form") };
        assert_eq!(
            (sheet.text("4"), sheet.text("67"), sheet.text("67B")),
            (Some(tob), Some("I10"), Some("N1831"))
        );
        assert_eq!((sheet.line(0, "42"), sheet.line(0, "44")), (Some(revenue), Some("99490")));
        assert_eq!((sheet.line(2, "42"), sheet.line(2, "47")), (Some("0001"), Some("230 00")));
    }
    assert!(cms1500::forms(&desk.claim, &desk.practice, &medicare, None).is_empty());
}

#[test]
fn revenue_codes_are_within_what_the_rules_allow() {
    for (setting, rule) in &RuleSet::embedded().settings_rules().settings {
        let methods = rule.methods.values().chain([&rule.terms]);
        let allowed: Vec<_> = methods.flat_map(|terms| &terms.revenue_codes).collect();
        let Some(ours) = Institutional::embedded().revenue(setting.as_str()) else { continue };
        let within =
            |lead: &&Word| lead.as_str().strip_suffix('X').is_some_and(|lead| ours.code.starts_with(lead));
        assert!(allowed.is_empty() || allowed.iter().any(within), "{setting}");
    }
    let text = include_str!("../../../../remittance/institutional.toml");
    let twice = text.replace("\"fqhc\"", "\"rhc\"").replace("\"0001\"", "\"1\"");
    let codes: Vec<_> = Institutional::read(&twice).unwrap_err().into_iter().map(|one| one.code).collect();
    assert_eq!(codes, ["not_unique", "revenue_code"]);
}

#[test]
fn an_old_row_of_a_payer_reads_and_a_wrong_way_there_is_told() {
    let mut row = serde_json::to_value(payer(PayerKind::MedicareFfs)).unwrap();
    assert!(row.as_object_mut().unwrap().remove("submission").is_none(), "what is usual is not written");
    let read: PayerProfile = serde_json::from_value(row).unwrap();
    assert_eq!((read.submission.freq78_allowed, read.submission.dates), (false, DatePolicy::Single));
    assert_eq!(read.submission.transport, Transport::None);

    let check = |transport: &str, expected: &[&str]| {
        let text = format!(r#"{{"transport": {transport}, "timers": {{"appeal_days": 0}}}}"#);
        let submission: Submission = serde_json::from_str(&text).unwrap();
        assert_eq!(
            serde_json::from_value::<Submission>(serde_json::to_value(&submission).unwrap()).unwrap(),
            submission
        );
        let told: Vec<String> =
            submission.check("payer").into_iter().map(|one| format!("{}@{}", one.code, one.path)).collect();
        let mut all = vec!["out_of_range@payer.timers.appeal_days".to_owned()];
        all.extend(expected.iter().map(|one| (*one).to_owned()));
        assert_eq!(told, all);
    };
    check(r#"{"kind": "folder", "out": "/drop/out", "in": " "}"#, &["required@payer.transport.in"]);
    check(
        r#"{"kind": "sftp", "host": "edi.example", "user": "elm", "host_key": "ssh-ed25519 AAAA", "out": "to", "in": "from", "secret": "mac_key"}"#,
        &[],
    );
    check(
        r#"{"kind": "https", "upload_url": "http://edi.example/up", "list_url": "http://127.0.0.1:80@edi.example/list", "body": {"kind": "multipart", "field": "file"}}"#,
        &[
            "not_secure@payer.transport.upload_url",
            "not_secure@payer.transport.list_url",
            "required@payer.transport.download_url",
        ],
    );
    check(
        r#"{"kind": "https", "upload_url": "https://edi.example/up", "body": {"kind": "multipart", "field": "file"}, "known": [409, 200]}"#,
        &["out_of_range@payer.transport.known"],
    );
    check(r#"{"kind": "portal", "fields": []}"#, &["required@payer.transport.fields"]);
}

#[test]
fn a_print_image_puts_every_box_on_the_grid() {
    let desk = desk();
    let medicare = payer(PayerKind::MedicareFfs);
    let sheets = cms1500::forms(&desk.claim, &desk.practice, &medicare, Some("2026-07-01".parse().unwrap()));
    let [sheet] = &sheets[..] else { panic!("one form") };
    let places = PrintPlaces::embedded();
    let image = print_image(sheet, places);
    assert_eq!((image.rows.len(), image.without_place.len()), (places.rows, 0), "{:?}", image.without_place);
    assert!(image.rows.iter().all(|row| row.chars().count() <= places.columns));
    let at = |row: usize, column: usize, width: usize| -> String {
        let row = image.rows[row - 1].chars().skip(column - 1).take(width);
        row.collect::<String>().trim().to_owned()
    };
    assert_eq!(at(8, 50, 29), "1EG4TE5MK73");
    assert_eq!(at(8, 1, 1), "X");
    assert_eq!(at(10, 1, 28), "BIRCHWOOD, ODETTE");
    assert_eq!(at(44, 1, 8), "06 30 26");
    assert_eq!(at(56, 52, 9), "230 00");
    let mut narrow = places.clone();
    narrow.columns = 10;
    assert!(
        print_image(sheet, &narrow).rows.iter().all(|row| row.chars().count() <= 10),
        "off the sheet is not written"
    );
}

#[test]
fn a_worksheet_asks_in_the_portals_order_and_form() {
    let mut desk = desk();
    let second = desk.claim.lines[0].clone();
    desk.claim.lines.truncate(1);
    desk.claim.lines.push(second);
    let field = |label: &str, what, format| PortalField { label: label.into(), what, format };
    let fields = [
        field("Birth", PortalValue::BirthDate, PortalFormat::SlashedDate),
        field("Codes", PortalValue::Diagnoses, PortalFormat::NoDot),
        field("Day", PortalValue::LineDate, PortalFormat::Digits),
        field("Amount", PortalValue::LineCharge, PortalFormat::AsIs),
        field("Member", PortalValue::MemberNumber, PortalFormat::AsIs),
    ];
    let sheet = worksheet(&desk.claim, &desk.practice, &fields);
    let shape: Vec<Option<usize>> = sheet.parts.iter().map(|part| part.line).collect();
    assert_eq!(shape, [None, Some(1), Some(2), None]);
    let all: Vec<(&str, &str)> = sheet
        .parts
        .iter()
        .flat_map(|part| part.fields.iter().map(|(label, value)| (label.as_str(), value.as_str())))
        .collect();
    assert_eq!(all[0], ("Birth", "02/28/1949"));
    assert_eq!(all[1], ("Codes", "I10, E1122, N1831"));
    assert_eq!(all[2], ("Day", "06302026"));
    assert_eq!(all.last(), Some(&("Member", "1EG4TE5MK73")));
}

#[test]
fn what_has_a_day_of_its_own_is_no_service_of_the_month() {
    let month = "2026-06".parse().unwrap();
    let is_of_month = |code: &str| {
        let service = RuleSet::embedded().service(&code.parse().unwrap()).unwrap();
        service.version(month).unwrap().is_of_month()
    };
    for code in ["99490", "99439", "99426", "99457", "99484", "G0556"] {
        assert!(is_of_month(code), "{code}");
    }
    for code in ["99453", "99454", "99495", "G0506"] {
        assert!(!is_of_month(code), "{code}");
    }
}
