//! The billing rules' files: whole, dated in order, and changed in all three of their places.

use super::Finding;
use super::data::Data;
use crate::house::House;

pub fn check(house: &House, data: &Data) -> Vec<Finding> {
    let rules = &data.rules;
    let changes = house.text("CHANGELOG.md").unwrap_or_default();
    let mut findings = Vec::new();
    for (path, text) in house.under(&rules.folder, ".toml") {
        let mut say = |line, what: String, says: &str| findings.push(Finding::new(path, line, what, says));
        let service = match text.parse::<toml::Table>() {
            Ok(service) => service,
            Err(error) => {
                let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
                say(
                    before.matches('\n').count() + 1,
                    format!("it does not parse: {}", error.message()),
                    &rules.values_says,
                );
                continue;
            }
        };
        for key in ["code", "label", "program"] {
            if service.get(key).and_then(toml::Value::as_str).is_none_or(|value| value.trim().is_empty()) {
                say(1, format!("no `{key}`"), &rules.values_says);
            }
        }
        versions(&service, text, data, &mut say);
        let Some(code) = service.get("code").and_then(toml::Value::as_str) else { continue };
        if !path.ends_with(&format!("/{code}.toml")) {
            say(1, format!("the file of `{code}` has another name"), &rules.values_says);
        }
        // A rule that says it is not whole yet is held, never billed; its cases come with the rest of it.
        if service.get("complete").and_then(toml::Value::as_bool) == Some(false) {
            continue;
        }
        if !house.under(&rules.cases, ".jsonl").any(|(_, cases)| cases.contains(code)) {
            say(1, format!("no case in {} speaks of `{code}`", rules.cases), &rules.three_says);
        }
        if !changes.contains(code) {
            say(1, format!("CHANGELOG.md does not speak of `{code}`"), &rules.three_says);
        }
    }
    findings
}

/// Each version says since when, by whose word, and whether that was looked up; one ends before the next begins.
fn versions(service: &toml::Table, text: &str, data: &Data, say: &mut impl FnMut(usize, String, &str)) {
    let rules = &data.rules;
    let versions =
        service.get("version").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if versions.is_empty() {
        say(1, "no `[[version]]`".into(), &rules.values_says);
    }
    let heads: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.trim() == "[[version]]")
        .map(|(i, _)| i + 1)
        .collect();
    let mut last: Option<String> = None;
    for (i, version) in versions.iter().enumerate() {
        let line = heads.get(i).copied().unwrap_or(1);
        let (from, until) = (date(version, "from"), date(version, "until"));
        let cited = version.get("cite").and_then(toml::Value::as_array).is_some_and(|sources| {
            !sources.is_empty()
                && sources.iter().all(|source| source.as_str().is_some_and(|text| !text.trim().is_empty()))
        });
        if !cited {
            say(line, "a version without `cite`".into(), &rules.values_says);
        }
        if version.get("verified").and_then(toml::Value::as_bool).is_none() {
            say(line, "a version without `verified`".into(), &rules.values_says);
        }
        let Some(from) = from else {
            say(line, "a version without `from`, a date".into(), &rules.periods_says);
            continue;
        };
        if version.get("until").is_some() && until.as_ref().is_none_or(|until| *until < from) {
            say(line, "`until` is no date, or before `from`".into(), &rules.periods_says);
        }
        if last.as_ref().is_some_and(|last| *last >= from) {
            say(
                line,
                format!("the version from {from} does not begin after the one above it ends"),
                &rules.periods_says,
            );
        }
        last = until.max(Some(from));
    }
}

/// A civil date, as text that sorts.
fn date(version: &toml::Value, key: &str) -> Option<String> {
    let date = version.get(key)?.as_datetime()?;
    (date.time.is_none() && date.offset.is_none()).then(|| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "code = \"99490\"\nlabel = \"First 20 minutes\"\nprogram = \"ccm\"\n\n[[version]]\nfrom = 2024-01-01\n\
        cite = [\"42 CFR 410.26(b)(5)\"]\nverified = true\n\n[[version]]\nfrom = 2025-01-01\ncite = [\"CMS MLN909188\"]\nverified = false\n";

    fn found(service: &str) -> Vec<String> {
        let data = Data::embedded().expect("tidy.toml reads");
        let house = House::of(&[
            ("CHANGELOG.md", "99490 from 2024\n"),
            ("rules/services/99490.toml", service),
            ("rules/cases/a.jsonl", "{\"expect\":[\"99490\"]}\n"),
        ]);
        check(&house, &data).iter().map(|finding| format!("{} {}", finding.line, finding.what)).collect()
    }

    #[test]
    fn a_whole_rule_passes() {
        assert!(found(GOOD).is_empty());
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(found(&GOOD.replace("program = \"ccm\"\n", "")), ["1 no `program`"]);
        assert_eq!(found(&GOOD.replace("[\"CMS MLN909188\"]", "[]")), ["10 a version without `cite`"]);
        assert_eq!(found(&GOOD.replace("verified = true", "")), ["5 a version without `verified`"]);
        assert_eq!(found("code = ").len(), 1);
    }

    #[test]
    fn periods_follow_one_another() {
        assert_eq!(found(&GOOD.replace("2025-01-01", "2023-01-01")).len(), 1);
        assert_eq!(
            found(&GOOD.replace("from = 2024-01-01", "from = 2024-01-01\nuntil = 2025-02-01")).len(),
            1
        );
        assert_eq!(
            found(&GOOD.replace("from = 2024-01-01", "from = 2024-01-01\nuntil = 2023-12-31")).len(),
            1
        );
        assert!(
            found(&GOOD.replace("from = 2024-01-01", "from = 2024-01-01\nuntil = 2024-12-31")).is_empty()
        );
    }

    #[test]
    fn cases_and_changelog_speak_of_the_code() {
        let other = GOOD.replace("99490", "99487");
        assert_eq!(found(&other).len(), 3);
        assert_eq!(found(&format!("complete = false\n{other}")).len(), 1);
    }
}
