//! Files: short, finished, clean, and at home on any machine.

use super::data::Data;
use super::{Finding, rust};
use crate::house::{File, House};

pub fn check(house: &House, data: &Data) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &house.files {
        let Some(text) = &file.text else {
            findings.push(Finding::new(&file.path, 1, "not UTF-8", &data.files.text_says));
            continue;
        };
        if file.path.ends_with(".rs") {
            rust_file(&file.path, text, data, &mut findings);
        }
        if !data.files.as_sent.iter().any(|folder| file.path.starts_with(folder)) {
            plain_text(file, text, data, &mut findings);
        }
        places(file, text, data, &mut findings);
    }
    for long in &data.files.long {
        let stands =
            house.text(&long.path).is_some_and(|text| text.lines().count() > data.files.rust_lines_at_most);
        if !stands || long.why.trim().is_empty() {
            let what =
                format!("`{}` is listed as long, and is not there, not long or without a reason", long.path);
            findings.push(Finding::new("crates/xtask/tidy.toml", 1, what, &data.files.long_says));
        }
    }
    findings
}

fn rust_file(path: &str, text: &str, data: &Data, findings: &mut Vec<Finding>) {
    let most = data.files.rust_lines_at_most;
    let length = text.lines().count();
    if length > most && !data.files.long.iter().any(|long| long.path == path) {
        let what = format!("{length} lines, and {most} are the most a file without a reason may have");
        findings.push(Finding::new(path, length, what, &data.files.long_says));
    }
    let code = rust::code_only(text);
    for (line, used) in rust::paths(&code) {
        if used
            .rsplit("::")
            .next()
            .is_some_and(|last| data.files.unfinished.iter().any(|known| known == last))
        {
            findings.push(Finding::new(path, line, format!("`{used}`"), &data.files.unfinished_says));
        }
    }
    for (i, line) in code.lines().enumerate() {
        if line.split_whitespace().collect::<String>().contains("#[ignore]") {
            findings.push(Finding::new(
                path,
                i + 1,
                "`#[ignore]` without a reason",
                &data.files.ignored_says,
            ));
        }
    }
}

fn plain_text(file: &File, text: &str, data: &Data, findings: &mut Vec<Finding>) {
    let mut say =
        |line, what: &str| findings.push(Finding::new(&file.path, line, what, &data.files.text_says));
    if let Some(before) = text.find('\r') {
        say(text[..before].matches('\n').count() + 1, "a carriage return");
    }
    for (i, line) in text.split('\n').enumerate() {
        let line = line.trim_end_matches('\r');
        if line.ends_with([' ', '\t']) {
            say(i + 1, "trailing blanks");
        }
    }
    if !text.is_empty() && (!text.ends_with('\n') || text.ends_with("\n\n")) {
        say(text.lines().count(), "the file must end with one line feed");
    }
}

/// Paths that only one machine has, and hosts that a build should not depend on by name.
fn places(file: &File, text: &str, data: &Data, findings: &mut Vec<Finding>) {
    if rust::is_test_file(&file.path) {
        return;
    }
    let hosts_allowed = data.files.may_name_hosts.iter().any(|known| file.path.ends_with(known));
    // Test code may name any path; its lines are blank in `code`, where comments and strings are too.
    let tested = if file.path.ends_with(".rs") { test_lines(text) } else { Vec::new() };
    for (i, line) in text.lines().enumerate().filter(|(i, _)| !tested.contains(i)) {
        for folder in &data.files.machine_folders {
            if names_folder(line, &format!("/{folder}/")) {
                let what = format!("a path of one machine, under its `{folder}` folder");
                findings.push(Finding::new(&file.path, i + 1, what, &data.files.place_says));
            }
        }
        if let Some(host) =
            data.files.registry_hosts.iter().find(|host| !hosts_allowed && line.contains(host.as_str()))
        {
            findings.push(Finding::new(
                &file.path,
                i + 1,
                format!("the registry host {host}"),
                &data.files.place_says,
            ));
        }
    }
}

/// The numbers, from 0, of the lines that belong to `#[cfg(test)]` items.
fn test_lines(text: &str) -> Vec<usize> {
    let code = rust::code_only(text);
    let left = rust::without_tests(&code);
    let mut inside = false;
    let mut lines = Vec::new();
    for (i, (before, after)) in code.lines().zip(left.lines()).enumerate() {
        // A line with no code of its own belongs with the line above it.
        if !before.trim().is_empty() {
            inside = before != after;
        }
        if inside {
            lines.push(i);
        }
    }
    lines
}

/// Does the path begin here? `https://host/home/` and `crates/work/` go on from something else.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "._-~/}>$*)".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let mut data = Data::embedded().expect("tidy.toml reads");
        // The files that may be long are the real house's.
        data.files.long.clear();
        check(&House::of(&[(path, text)]), &data).len()
    }

    #[test]
    fn long_files_are_counted() {
        let line = "// a line\n";
        assert_eq!(found("crates/ccm/src/a.rs", &line.repeat(401)), 1);
        assert_eq!(found("crates/ccm/src/a.rs", &line.repeat(400)), 0);
    }

    #[test]
    fn unfinished_work_is_named_and_words_about_it_are_not() {
        assert_eq!(found("crates/ccm/src/a.rs", "fn f() { todo!() }\n"), 1);
        assert_eq!(found("crates/ccm/src/a.rs", "fn f() { std::dbg!(1); unimplemented!(\"x\") }\n"), 2);
        assert_eq!(found("crates/ccm/src/a.rs", "#[test]\n#[ignore]\nfn f() {}\n"), 1);
        assert_eq!(found("crates/ccm/src/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {} // todo!()\n"), 0);
    }

    #[test]
    fn lines_end_cleanly() {
        for bad in ["a \n", "a\t\n", "a\r\n", "a", "a\n\n"] {
            assert_eq!(found("docs/a.md", bad), 1, "{bad:?}");
            assert_eq!(found("fixtures/a.txt", bad), 0, "{bad:?}");
        }
        assert_eq!(found("docs/a.md", "a\n\nb\n"), 0);
    }

    #[test]
    fn paths_of_one_machine_are_named_outside_tests() {
        let path = ["", "home", "me", "x"].join("/");
        assert_eq!(found("crates/ccm/src/a.rs", &format!("const A: &str = \"{path}\";\n")), 1);
        assert_eq!(found("docs/a.md", &format!("see {path}\n")), 1);
        assert_eq!(found("docs/a.md", &format!("see https://example.org{path}\n")), 0);
        assert_eq!(found("crates/ccm/tests/a.rs", &format!("const A: &str = \"{path}\";\n")), 0);
        let test = format!(
            "fn f() {{}}\n#[cfg(test)]\nmod tests {{\n    // {path}\n    const A: &str = \"{path}\";\n}}\n"
        );
        assert_eq!(found("crates/ccm/src/a.rs", &test), 0);
    }

    #[test]
    fn registry_hosts_are_named() {
        let host = ["index", "crates", "io"].join(".");
        assert_eq!(found("docs/a.md", &format!("from {host}\n")), 1);
        assert_eq!(found("e/package-lock.json", &format!("\"{host}\"\n")), 0);
    }
}
