//! Which way crates lean: read from their manifests, where Cargo reads it.

use super::Finding;
use super::data::Data;
use crate::house::House;

const SECTIONS: [&str; 2] = ["dependencies", "build-dependencies"];

pub fn check(house: &House, data: &Data) -> Vec<Finding> {
    let manifests: Vec<(&str, &str, &str)> = house
        .under("crates/", "/Cargo.toml")
        .filter_map(|(path, text)| Some((crate_of(path)?, path, text)))
        .collect();
    let ours =
        |name: &str| manifests.iter().any(|(known, ..)| *known == name) || data.direction(name).is_some();
    let mut findings = Vec::new();
    for (name, path, text) in &manifests {
        let Some(direction) = data.direction(name) else {
            let what = format!("the crate `{name}` has no direction in crates/xtask/tidy.toml");
            findings.push(Finding::new(path, 1, what, "STYLE.md §3: Which way things lean"));
            continue;
        };
        for needed in needs(text).into_iter().filter(|needed| ours(needed)) {
            let allowed = direction.may.iter().any(|may| may == "*" || *may == needed);
            if !allowed || direction.but.contains(&needed) {
                let line = line_of(text, &needed);
                findings.push(Finding::new(
                    path,
                    line,
                    format!("`{name}` depends on `{needed}`"),
                    &direction.says,
                ));
            }
        }
    }
    findings
}

/// `crates/NAME/Cargo.toml`, and nothing deeper.
fn crate_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
    (!name.contains('/')).then_some(name)
}

/// Every package the manifest needs to build, for any target; dev-dependencies are not asked.
fn needs(manifest: &str) -> Vec<String> {
    // A manifest that does not parse is Cargo's to report.
    let Ok(manifest) = manifest.parse::<toml::Table>() else { return Vec::new() };
    let targets =
        manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(|table| table.values());
    let mut tables: Vec<&toml::Table> = targets.filter_map(toml::Value::as_table).collect();
    tables.push(&manifest);
    let mut names = Vec::new();
    for table in
        tables.iter().flat_map(|table| SECTIONS.iter().filter_map(|section| table.get(*section)?.as_table()))
    {
        for (key, value) in table {
            let renamed = value.get("package").and_then(toml::Value::as_str);
            names.push(renamed.unwrap_or(key).to_string());
        }
    }
    names
}

fn line_of(manifest: &str, needed: &str) -> usize {
    let mut in_dev = false;
    for (i, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            in_dev = line.contains("dev-dependencies");
        }
        let named = line.trim_start().starts_with(needed) || line.contains(&format!("\"{needed}\""));
        if named && !in_dev {
            return i + 1;
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(manifests: &[(&str, &str)]) -> Vec<String> {
        let data = Data::embedded().expect("tidy.toml reads");
        check(&House::of(manifests), &data).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_crate_that_leans_the_wrong_way_is_named_with_its_line() {
        let ccm =
            ("crates/ccm/Cargo.toml", "[package]\nname = \"ccm\"\n[dependencies]\nx12.workspace = true\n");
        assert_eq!(found(&[ccm]), ["crates/ccm/Cargo.toml:4: `ccm` depends on `x12`"]);
        let web = (
            "crates/web/Cargo.toml",
            "[build-dependencies]\nhold = { package = \"store\", path = \"../store\" }\n",
        );
        assert_eq!(found(&[web]), ["crates/web/Cargo.toml:2: `web` depends on `store`"]);
        let server = ("crates/server/Cargo.toml", "[dependencies]\ntestkit.workspace = true\n");
        assert_eq!(found(&[server]).len(), 1);
    }

    #[test]
    fn the_right_way_and_tests_pass() {
        let store = "[dependencies]\nccm.workspace = true\ndb.workspace = true\n[dev-dependencies]\nexchange.workspace = true\n";
        assert!(found(&[("crates/store/Cargo.toml", store)]).is_empty());
        assert!(
            found(&[("crates/testkit/Cargo.toml", "[dependencies]\nstore.workspace = true\n")]).is_empty()
        );
    }

    #[test]
    fn a_new_crate_must_say_where_it_stands() {
        assert_eq!(found(&[("crates/attic/Cargo.toml", "[package]\n")]).len(), 1);
    }
}
