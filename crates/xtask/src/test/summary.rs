//! How many passed, failed and were skipped: read from what the runner says at its end.

use std::fmt;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Summary {
    /// nextest's one line at the end.
    pub fn of_nextest(line: &str) -> Option<Self> {
        let line = plain(line);
        Some(Self::counts(line.trim().strip_prefix("Summary [")?.split_once(" run:")?.1))
    }

    /// The line of one test binary under `cargo test`.
    pub fn of_cargo(line: &str) -> Option<Self> {
        let line = plain(line);
        Some(Self::counts(line.trim().strip_prefix("test result: ")?.split_once(". ")?.1))
    }

    /// One of the lines at the end of node's TAP: `# pass 3`.
    pub fn of_node(line: &str) -> Option<Self> {
        let (word, count) = line.strip_prefix("# ")?.split_once(' ')?;
        let count = count.trim().parse().ok()?;
        match word {
            "pass" => Some(Self { passed: count, ..Self::default() }),
            "fail" | "cancelled" => Some(Self { failed: count, ..Self::default() }),
            "skipped" | "todo" => Some(Self { skipped: count, ..Self::default() }),
            _ => None,
        }
    }

    fn counts(text: &str) -> Self {
        let mut summary = Self::default();
        for part in text.split([',', ';']) {
            let Some((count, word)) = part.trim().split_once(' ') else { continue };
            let Ok(count) = count.parse::<usize>() else { continue };
            match word.trim() {
                "passed" => summary.passed += count,
                "failed" | "timed out" | "exec failed" | "aborted" => summary.failed += count,
                "skipped" | "ignored" => summary.skipped += count,
                _ => {}
            }
        }
        summary
    }

    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    pub fn ran(&self) -> usize {
        self.passed + self.failed
    }

    pub fn without_skipped(&self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed)
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.without_skipped())?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// Without colors, and without what nextest adds in parentheses: `2 passed (1 slow, 1 flaky)`.
fn plain(line: &str) -> String {
    let (mut out, mut depth, mut in_color) = (String::new(), 0_usize, false);
    for c in line.chars() {
        match c {
            '\u{1b}' => in_color = true,
            'm' if in_color => in_color = false,
            _ if in_color => {}
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out.replace(" ,", ",")
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn counts(passed: usize, failed: usize, skipped: usize) -> Option<Summary> {
        Some(Summary { passed, failed, skipped })
    }

    #[test]
    fn nextest_is_understood() {
        for (line, read) in [
            ("     Summary [   0.005s] 3 tests run: 3 passed, 0 skipped", counts(3, 0, 0)),
            ("     Summary [   1.0s] 2/9 tests run: 1 passed, 1 failed, 0 skipped", counts(1, 1, 0)),
            ("     Summary [   1.0s] 1 test run: 1 passed, 0 skipped", counts(1, 0, 0)),
            (
                "\u{1b}[31;1m  Summary\u{1b}[0m [ 9s] 7 tests run: 3 passed (1 slow, 1 flaky), 2 failed, \
                 1 timed out, 1 exec failed, 4 skipped",
                counts(3, 4, 4),
            ),
            // A failing test's own output is shown above the summary and is none.
            ("    test result: FAILED. 0 passed; 1 failed; 0 ignored", None),
        ] {
            assert_eq!(Summary::of_nextest(line), read, "{line}");
        }
    }

    #[test]
    fn cargo_test_is_understood() {
        let line =
            "test result: FAILED. 5 passed; 1 failed; 2 ignored; 0 measured; 9 filtered out; finished in 1s";
        assert_eq!(Summary::of_cargo(line), counts(5, 1, 2));
        assert_eq!(Summary::of_cargo("test summary ... ok"), None);
    }

    #[test]
    fn node_is_understood() {
        let lines =
            ["# tests 5", "# pass 3", "# fail 1", "# cancelled 1", "# skipped 0", "# Subtest: pass 9"];
        let mut sum = Summary::default();
        lines.into_iter().filter_map(Summary::of_node).for_each(|one| sum.add(&one));
        assert_eq!(Some(sum), counts(3, 2, 0));
    }

    #[test]
    fn the_last_line_leaves_out_a_zero() {
        assert_eq!(Summary { passed: 2, failed: 0, skipped: 0 }.to_string(), "2 passed, 0 failed");
        assert_eq!(Summary { passed: 2, failed: 1, skipped: 3 }.to_string(), "2 passed, 1 failed, 3 skipped");
    }
}
