//! What may not share a month (CLAIM-07, CCM-ONE-01, CONC): section 17 as a chain of questions.

use ccm::basics::Date;
use ccm::billing::facts::{MonthFacts, OtherService};

use super::identity::{Who, any, ask, possible};
use super::{Rule, UNKNOWN, published, switch};

/// What is asked of another's code: may it stand beside ours, if that person furnished it?
type Bars = fn(ours: &str, other: &str, who: Who) -> bool;

/// The rules of section 17 that say `no` to a code of the three groups, the lowest number first. Those that
/// say `yes` or ask for separate time hold nothing.
const NO: &[(Rule, Bars)] = &[
    ("CONC-01", |ours, other, _| is_ccm(ours) && is_ccm(other) && track(ours) != track(other)),
    ("CONC-04", |ours, other, who| {
        ((is_ccm(ours) && is_pcm(other)) || (is_pcm(ours) && is_ccm(other))) && who != Who::Stranger
    }),
    ("CONC-05", |ours, other, who| {
        is_pcm(ours) && is_pcm(other) && track(ours) != track(other) && who == Who::Ours
    }),
    ("CONC-07", |ours, other, who| is_pcm(ours) && published::TCM.contains(&other) && who == Who::Ours),
    ("CONC-09", |ours, other, _| is_rpm(ours) && published::RTM.contains(&other)),
    // CONC-10 goes by the window, see `supply`.
    ("CONC-11", |ours, other, who| match (ours, other) {
        ("99457", "99470") | ("99470", "99457") => true,
        ("99470", "99458") => who == Who::Ours,
        _ => false,
    }),
    ("CONC-12", |ours, other, who| {
        let live = |code| ["99457", "99458", "99470"].contains(&code);
        ((ours == "99091" && live(other)) || (live(ours) && other == "99091")) && who == Who::Ours
    }),
    ("CONC-13", |ours, other, who| is_rpm(ours) && ["99473", "99474"].contains(&other) && who == Who::Ours),
    ("CONC-17", |ours, other, who| {
        let apcm = published::APCM.contains(&other);
        apcm && ((is_ccm(ours)) || (is_pcm(ours) && who != Who::Stranger))
    }),
    ("CONC-23", |ours, other, who| {
        (is_ccm(ours) || is_pcm(ours)) && published::is_oversight(other) && who == Who::Ours
    }),
    ("CONC-30", |ours, other, who| is_ccm(ours) && ["99358", "99359"].contains(&other) && who == Who::Ours),
    ("CONC-33", |ours, other, who| {
        other == "G0511" && (is_ccm(ours) || is_pcm(ours) || is_rpm(ours)) && who != Who::Stranger
    }),
];

/// The first conflict of a base code of ours with what is known to be billed in the service month;
/// `also` are codes of our own that are billed in this very month (ENG-11).
pub fn first(facts: &MonthFacts, ours: &str, also: &[&str]) -> Option<Rule> {
    // ENG-10: a row in force on the date of service.
    let last = facts.month.last_day();
    let in_month = || {
        let of_month = facts.other_services.iter().filter(|other| facts.month.covers(other.date));
        of_month.filter(move |other| in_force(other.code.as_str(), last))
    };
    let whos = |other: &OtherService| {
        possible(other.practitioner.as_ref(), other.same_group, &facts.biller.practitioner)
    };
    let asked = |question: &dyn Fn(&str, Who) -> bool| {
        any(in_month().map(|other| ask(&whos(other), |who| question(other.code.as_str(), who))))
    };
    let answer = |found: Option<bool>, rule: Rule| match found {
        Some(true) => Some(rule),
        Some(false) => None,
        None => Some(UNKNOWN),
    };
    // Device supply has CONC-10 in its place.
    let duplicate = || {
        let supply = published::SUPPLY.contains(&ours);
        answer(asked(&|other, who| !supply && other == ours && who == Who::Ours), "CLAIM-07")
    };
    let one = || answer(asked(&|other, who| is_ccm(ours) && is_ccm(other) && who != Who::Ours), "CCM-ONE-01");
    let matrix = |&(rule, bars): &(Rule, Bars)| {
        if rule == "CONC-12" && switch::flag(facts, "rpm_99091_with_99457", false) {
            return None;
        }
        if also.iter().any(|other| bars(ours, other, Who::Ours)) {
            return Some(rule);
        }
        answer(asked(&|other, who| bars(ours, other, who)), rule)
    };
    // The lowest CONC number first: the surgeon's 32 stands between the rows.
    let (before, after) = NO.split_at(NO.partition_point(|(rule, _)| *rule < "CONC-32"));
    duplicate()
        .or_else(one)
        .or_else(|| before.iter().find_map(matrix))
        .or_else(|| surgeon(facts, ours))
        .or_else(|| after.iter().find_map(matrix))
}

/// The codes that came (RPM-02, RPM-06, section 11) or went (FQ-01, FQ-02) in our years, as rows of the matrix.
pub fn in_force(code: &str, day: Date) -> bool {
    match code {
        "99445" | "99470" | "98979" | "98984" | "98985" | "98986" => day.year() >= 2026,
        "G0556" | "G0557" | "G0558" => day.year() >= 2025,
        "G0511" => day <= Date::constant(2025, 9, 30),
        _ => true,
    }
}

/// CONC-32: who is paid the global fee does not bill CCM or PCM in a month that its period touches.
fn surgeon(facts: &MonthFacts, ours: &str) -> Option<Rule> {
    let touches = facts.global_surgery.iter().any(|surgery| {
        surgery.practitioner == facts.biller.practitioner
            && surgery.from <= facts.month.last_day()
            && facts.month.first_day() <= surgery.to
    });
    (touches && (is_ccm(ours) || is_pcm(ours))).then_some("CONC-32")
}

fn is_ccm(code: &str) -> bool {
    published::CCM.contains(&code)
}

fn is_pcm(code: &str) -> bool {
    published::PCM.contains(&code)
}

fn is_rpm(code: &str) -> bool {
    published::RPM.contains(&code)
}

/// CCM-SEL-02 and PCM-TIME-01: the codes that go together.
fn track(code: &str) -> usize {
    let tracks =
        [["99490", "99439"], ["99487", "99489"], ["99491", "99437"], ["99426", "99427"], ["99424", "99425"]];
    tracks.iter().position(|codes| codes.contains(&code)).unwrap_or(tracks.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASES: [&str; 10] =
        ["99490", "99487", "99491", "99426", "99424", "99457", "99470", "99454", "99445", "99091"];

    /// A row of `concurrency.csv`: both codes, scope, answer, from, to, rule.
    struct Row<'a>(Vec<&'a str>);

    impl Row<'_> {
        fn is_of(&self, one: &str, two: &str, day: &str) -> bool {
            let code = |place: usize, code: &str| match self.0[place].split_once('-') {
                Some((low, high)) => low <= code && code <= high,
                None => self.0[place] == code,
            };
            let pair = (code(0, one) && code(1, two)) || (code(0, two) && code(1, one));
            pair && self.0[4] <= day && (self.0[5].is_empty() || day <= self.0[5])
        }
    }

    /// ENG-10: the narrowest scope that fits and has a row in force.
    fn looked_up<'a>(rows: &'a [Row], ours: &str, other: &str, who: Who, day: &str) -> Option<&'a str> {
        let scopes = ["same_practitioner", "same_group", "any_practitioner"];
        let fits = match who {
            Who::Ours => 0,
            Who::Colleague => 1,
            Who::Stranger => 2,
        };
        let found = scopes[fits..]
            .iter()
            .find_map(|scope| rows.iter().find(|row| row.0[2] == *scope && row.is_of(ours, other, day)))?;
        (found.0[3] == "no").then_some(found.0[6])
    }

    #[test]
    fn the_short_table_and_the_long_one_say_the_same() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/spec/concurrency.csv");
        let Ok(text) = std::fs::read_to_string(path) else {
            println!("skipped: ../shared/spec/concurrency.csv is not here");
            return;
        };
        let rows: Vec<Row> = text.lines().skip(1).map(|line| Row(line.splitn(8, ',').collect())).collect();
        let mut others: Vec<&str> =
            rows.iter().flat_map(|row| [row.0[0], row.0[1]]).filter(|code| code.len() == 5).collect();
        others.extend(["90951", "90960", "90970", "90971", "90950"]);
        others.sort_unstable();
        others.dedup();
        let mut count = 0;
        let pairs = || BASES.iter().flat_map(|ours| others.iter().map(move |other| (*ours, *other)));
        let days = ["2024-06-30", "2025-06-30", "2025-09-30", "2025-10-31", "2026-01-31", "2026-12-31"];
        for (day, (ours, other)) in days.iter().flat_map(|day| pairs().map(move |pair| (*day, pair))) {
            let date: Date = day.parse().expect("the days here are days");
            // CLAIM-07 and CCM-ONE-01 stand for these; the window decides on supply.
            let elsewhere =
                ours == other || (published::SUPPLY.contains(&ours) && published::SUPPLY.contains(&other));
            for who in [Who::Ours, Who::Colleague, Who::Stranger] {
                if elsewhere || !in_force(ours, date) {
                    continue;
                }
                count += 1;
                let bar = NO.iter().find(|(_, bars)| in_force(other, date) && bars(ours, other, who));
                let (short, long) = (bar.map(|(rule, _)| *rule), looked_up(&rows, ours, other, who, day));
                assert_eq!(short, long, "{ours} with {other} on {day}, {who:?}");
            }
        }
        assert!(count > 10_000, "{count} pairs");
    }
}
