//! The engine's answer, in the shape that compares.

use ccm::billing::Determination;

use super::{Verdict, answers_for};

/// What the determination says on the codes that [`super::judge`] answers for.
pub fn read(determination: &Determination) -> Verdict {
    let mut verdict = Verdict::default();
    for line in determination.lines.iter().filter(|line| answers_for(line.code.as_str())) {
        *verdict.lines.entry(line.code.as_str().to_owned()).or_default() += line.units;
    }
    let held = determination.held.iter().filter(|held| answers_for(held.code.as_str()));
    verdict.held.extend(held.map(|held| (held.code.as_str().to_owned(), held.rule.to_string())));
    verdict.held.sort();
    for bucket in determination.minutes.iter().filter(|bucket| bucket.seconds > 0) {
        *verdict.counted.entry(bucket.bucket.to_string()).or_default() += bucket.seconds;
    }
    for item in determination.left_out.iter().filter(|item| item.seconds > 0) {
        let key = (item.entry.as_str().to_owned(), item.rule.to_string());
        *verdict.left_out.entry(key).or_default() += item.seconds;
    }
    verdict
}
