//! What may not share a month (CLAIM-07, CCM-ONE-01, CONC): section 17 as a chain of questions.

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
    ("CONC-13", |ours, other, who| {
        is_rpm(ours) && ["99473", "99474"].contains(&other) && who == Who::Ours
    }),
    ("CONC-17", |ours, other, who| {
        let apcm = published::APCM.contains(&other);
        apcm && ((is_ccm(ours)) || (is_pcm(ours) && who != Who::Stranger))
    }),
    ("CONC-23", |ours, other, who| {
        (is_ccm(ours) || is_pcm(ours)) && published::is_oversight(other) && who == Who::Ours
    }),
    ("CONC-30", |ours, other, who| {
        is_ccm(ours) && ["99358", "99359"].contains(&other) && who == Who::Ours
    }),
    ("CONC-33", |ours, other, who| {
        other == "G0511" && (is_ccm(ours) || is_pcm(ours) || is_rpm(ours)) && who != Who::Stranger
    }),
];

/// The first conflict of a base code of ours with what is known to be billed in the service month;
/// `also` are codes of our own that are billed in this very month (ENG-11).
pub fn first(facts: &MonthFacts, ours: &str, also: &[&str]) -> Option<Rule> {
    let in_month = || facts.other_services.iter().filter(|other| facts.month.covers(other.date));
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
    let matrix = || {
        NO.iter().find_map(|&(rule, bars)| {
            if rule == "CONC-12" && switch::flag(facts, "rpm_99091_with_99457", false) {
                return None;
            }
            if rule == "CONC-33" && facts.month.last_day() > G0511_ENDS {
                return None;
            }
            if also.iter().any(|other| bars(ours, other, Who::Ours)) {
                return Some(rule);
            }
            answer(asked(&|other, who| bars(ours, other, who)), rule)
        })
    };
    duplicate().or_else(one).or_else(matrix).or_else(|| surgeon(facts, ours))
}

/// FQ-02: the last service date of G0511.
const G0511_ENDS: jiff::civil::Date = jiff::civil::date(2025, 9, 30);

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
    let tracks = [["99490", "99439"], ["99487", "99489"], ["99491", "99437"], ["99426", "99427"], ["99424", "99425"]];
    tracks.iter().position(|codes| codes.contains(&code)).unwrap_or(tracks.len())
}

/// What the short table says of a pair, for a test that holds it against the long one.
pub fn says(ours: &str, other: &str, who: Who) -> Option<Rule> {
    NO.iter().find(|(_, bars)| bars(ours, other, who)).map(|(rule, _)| *rule)
}
