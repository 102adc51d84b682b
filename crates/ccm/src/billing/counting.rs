//! Which seconds count: the exclusions of ENG-12, in their order, each entry cut to the second.
//!
//! The tests that look at one entry run entry by entry; the last one, TIME-07, looks at all that is left.

use std::cmp::Reverse;

use super::consent::{Gap, gaps};
use super::facts::{EntryFact, MonthFacts, StayEnd};
use super::payer::PayerTerms;
use super::prepared::{Prepared, RolePlan};
use super::reason::ids;
use super::switches::Switch;
use super::word::{RuleId, Word};
use crate::basics::{Answer, Date, Moment};
use crate::enrollment::Program;
use crate::time::ledger::{Remaining, Stretch};
use crate::time::overlap::{Claimed, count_once};

const PROGRAMS: usize = Program::ALL.len();

/// What came of the entries.
#[derive(Default)]
pub(super) struct Counted {
    /// Disjoint, in order of time; the owner is the entry's place.
    pub claims: Vec<Claimed>,
    pub excluded: Vec<Excluded>,
    pub programs: [ProgramTime; PROGRAMS],
    pub late: Vec<(usize, u64)>,
    pub two_patients: Vec<(usize, u64)>,
    /// Switches that decided something, as bits.
    pub switches: u64,
}

/// One program's share.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ProgramTime {
    /// The billing practitioner's own.
    pub own_seconds: u64,
    pub staff_seconds: u64,
    /// An entry touches the month, even one that is left out in full.
    pub asked: bool,
    /// First counted second.
    pub first: Option<i64>,
    pub reached_patient: bool,
    pub plan_work: bool,
    /// A live contact among what is counted (RPM-05); unknown where an entry does not say.
    pub live: Option<bool>,
}

impl ProgramTime {
    pub fn pooled(self) -> u64 {
        self.own_seconds.saturating_add(self.staff_seconds)
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Excluded {
    pub entry: usize,
    pub rule: RuleId,
    pub seconds: u64,
    pub answer: Answer,
}

/// A stretch that is left out for everybody, or for some programs.
struct Barred {
    stretch: Stretch,
    answer: Answer,
}

pub(super) fn bit(switch: Switch) -> u64 {
    1 << (switch as u64)
}

/// Whether an entry is the billing practitioner's own work.
pub(super) fn is_own(entry: &EntryFact, role: Option<RolePlan>, facts: &MonthFacts) -> bool {
    role.is_some_and(|role| role.own_time) && entry.performer == facts.biller.practitioner
}

pub(super) fn count(facts: &MonthFacts, payer: Option<&PayerTerms>, prepared: &Prepared) -> Counted {
    let entries = facts.entries.len();
    let mut counted = Counted { claims: Vec::with_capacity(entries), ..Counted::default() };
    for time in &mut counted.programs {
        time.live = Some(false);
    }
    if facts.entries.is_empty() {
        return counted;
    }
    let departed = facts.departures.iter().map(|end| prepared.earliest(end.at)).min();
    let stays = stays(facts, prepared);
    let visit_days = visit_days(facts, prepared);
    let mut consent_gaps: [Option<Vec<Gap>>; PROGRAMS] = Default::default();
    // The places of the practitioner's own, in order; of most months there are none.
    let mut owns: Vec<usize> = Vec::new();
    // The same person does the same work again and again.
    let (mut roles, mut activities) = (Memo(None), Memo(None));
    let mut left = Remaining::default();
    for (place, entry) in facts.entries.iter().enumerate() {
        let whole = Stretch::between(entry.start, entry.end);
        left.refill(whole);
        for pause in &entry.pauses {
            left.cut(Stretch::between(pause.start, pause.end));
        }
        let mut out = Out { entry: place, excluded: &mut counted.excluded };
        let inside = whole.overlap(prepared.span);
        let touches = whole.start < prepared.span.end
            && (whole.end > prepared.span.start || whole.start >= prepared.span.start);
        if !touches {
            out.add(ids::TIME_10, left.clear(), Answer::NotMet);
            continue;
        }
        if inside != whole {
            out.add(ids::ENG_04, left.keep(prepared.span), Answer::NotMet);
        }
        let time = &mut counted.programs[entry.program as usize];
        time.asked = true;
        if let (Some(limit), Some(at)) = (prepared.late_after_seconds, entry.recorded_at) {
            let late = Stretch::new(whole.end, crate::time::ledger::second_of(at)).seconds();
            if i64::try_from(late).is_ok_and(|late| late > limit) {
                counted.late.push((place, late));
            }
        }
        if let Some(end) = departed {
            let after = Stretch::new(end, Stretch::NEVER_ENDS);
            out.add(ids::TIME_11, left.cut(after), Answer::NotMet);
        }
        if prepared.program(entry.program).is_some_and(|rule| rule.consent) {
            let gaps = consent_gaps[entry.program as usize]
                .get_or_insert_with(|| gaps(entry.program, payer, facts, prepared));
            for gap in gaps.iter() {
                let seconds = left.cut(gap.stretch);
                if seconds > 0 && gap.rule == ids::CONSENT_05 {
                    counted.switches |= bit(Switch::CountAfterRevocation);
                }
                out.add(gap.rule, seconds, gap.answer);
            }
        }
        let role = entry.role.and_then(|word| roles.get(word, |word| prepared.role(word)));
        let own = is_own(entry, role, facts);
        if own {
            owns.push(place);
        }
        if let Some((rule, answer)) = performer(entry, role, own, prepared) {
            out.add(rule, left.clear(), answer);
        }
        match entry.country {
            None if prepared.exclude_non_us => out.add(ids::TIME_04, left.clear(), Answer::Unknown),
            Some(country) if !prepared.rules.content.time.inside_countries.contains(&country) => {
                counted.switches |= bit(Switch::ExcludeNonUsTime);
                if prepared.exclude_non_us {
                    out.add(ids::TIME_04, left.clear(), Answer::NotMet);
                }
            }
            None | Some(_) => {}
        }
        let activity = entry.activity.and_then(|word| activities.get(word, |word| prepared.activity(word)));
        if let Some(switch) = activity.and_then(|activity| activity.switch) {
            counted.switches |= bit(switch);
        }
        if !activity.is_some_and(|activity| activity.counts) {
            let answer = if entry.activity.is_none() { Answer::Unknown } else { Answer::NotMet };
            out.add(ids::TIME_05, left.clear(), answer);
        }
        if !prepared.rules.content.time.facility_exempt.contains(&entry.program) {
            for stay in &stays {
                let seconds = left.cut(stay.stretch);
                if seconds > 0 {
                    counted.switches |= bit(Switch::FacilityDayPartial);
                }
                out.add(ids::TIME_09, seconds, stay.answer);
            }
        }
        for day in &visit_days {
            let touched = left.stretches().iter().any(|stretch| !stretch.overlap(day.stretch).is_empty());
            if touched {
                counted.switches |= bit(Switch::SameDayEm);
            }
            if touched && prepared.same_day_all {
                out.add(ids::TIME_06, left.cut(day.stretch), day.answer);
            }
        }
        let mut shared = 0u64;
        for other in facts.other_patient_entries.iter().filter(|other| other.performer == entry.performer) {
            let stretch = Stretch::between(other.start, other.end);
            if prepared.cross_patient_exclude {
                let seconds = left.cut(stretch);
                shared = shared.saturating_add(seconds);
                out.add(ids::TIME_08, seconds, Answer::NotMet);
            } else {
                let overlaps = left.stretches().iter().map(|own| own.overlap(stretch).seconds());
                shared = shared.saturating_add(overlaps.sum());
            }
        }
        if shared > 0 {
            counted.switches |= bit(Switch::CrossPatientOverlap);
            counted.two_patients.push((place, shared));
        }
        if !left.is_empty()
            && let Some(activity) = activity
        {
            time.reached_patient |= activity.reaches_patient || entry.live_contact == Some(true);
            time.plan_work |= activity.plan_work;
        }
        counted.claims.extend(left.stretches().iter().map(|&stretch| Claimed { owner: place, stretch }));
    }
    once(facts, &mut counted);
    for claim in &counted.claims {
        let Some(entry) = facts.entries.get(claim.owner) else { continue };
        let time = &mut counted.programs[entry.program as usize];
        let is_own = owns.binary_search(&claim.owner).is_ok();
        let seconds = if is_own { &mut time.own_seconds } else { &mut time.staff_seconds };
        *seconds = seconds.saturating_add(claim.stretch.seconds());
        time.first = time.first.or(Some(claim.stretch.start));
        time.live = match (time.live, entry.live_contact) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (None, _) | (_, None) => None,
            (Some(false), Some(false)) => Some(false),
        };
    }
    counted
}

/// The last word that was looked up.
struct Memo<T>(Option<(Word, T)>);

impl<T: Copy> Memo<T> {
    fn get(&mut self, word: Word, look_up: impl FnOnce(Word) -> T) -> T {
        match self.0 {
            Some((known, value)) if known == word => value,
            _ => self.0.insert((word, look_up(word))).1,
        }
    }
}

/// Collects what one entry loses: one item for each rule.
struct Out<'a> {
    entry: usize,
    excluded: &'a mut Vec<Excluded>,
}

impl Out<'_> {
    fn add(&mut self, rule: RuleId, seconds: u64, answer: Answer) {
        if seconds == 0 {
            return;
        }
        let known = self.excluded.iter_mut().rev().take_while(|item| item.entry == self.entry);
        for item in known {
            if item.rule == rule {
                item.seconds = item.seconds.saturating_add(seconds);
                if answer == Answer::NotMet {
                    item.answer = answer;
                }
                return;
            }
        }
        self.excluded.push(Excluded { entry: self.entry, rule, seconds, answer });
    }
}

/// TIME-03, TIME-12 and TIME-13: why this person's minutes do not count.
fn performer(
    entry: &EntryFact,
    role: Option<RolePlan>,
    own: bool,
    prepared: &Prepared,
) -> Option<(RuleId, Answer)> {
    if entry.role.is_none() {
        return Some((ids::TIME_03, Answer::Unknown));
    }
    let Some(role) = role.filter(|role| !role.never()) else {
        return Some((ids::TIME_03, Answer::NotMet));
    };
    // A practitioner-only program tells those who work beside the practitioner (TIME-13) from those who do not.
    let own_only = prepared.rules.content.time.practitioner_only.contains(&entry.program);
    let serves = role.serves(entry.program) || own_only && role.serves(entry.program.consent_program());
    if !serves {
        return Some((ids::TIME_03, Answer::NotMet));
    }
    let supervised = if role.supervised && !own { entry.supervised } else { Some(true) };
    let asked = [entry.credential_active, supervised];
    if asked.contains(&Some(false)) {
        return Some((ids::TIME_03, Answer::NotMet));
    }
    if own_only && !own {
        return Some((ids::TIME_13, Answer::NotMet));
    }
    asked.contains(&None).then_some((ids::TIME_03, Answer::Unknown))
}

/// TIME-09: the stretches of the month spent in a facility.
fn stays(facts: &MonthFacts, prepared: &Prepared) -> Vec<Barred> {
    let time = &prepared.rules.content.time;
    let partial = prepared.choices.flag(Switch::FacilityDayPartial);
    let stay = |stay: &super::facts::StayFact| {
        // A kind that no rule knows is not known to be harmless.
        let answer = match () {
            () if time.facility_stays.contains(&stay.kind) => Answer::NotMet,
            () if time.other_stays.contains(&stay.kind) => return None,
            () => Answer::Unknown,
        };
        let whole_day = |moment: Moment| prepared.day(moment.day(&prepared.clock));
        let stretch = match (stay.from, stay.to) {
            (Moment::Instant(_), StayEnd::Open) if partial => {
                Stretch::new(prepared.earliest(stay.from), Stretch::NEVER_ENDS)
            }
            (Moment::Instant(_), StayEnd::At(to @ Moment::Instant(_))) if partial => {
                Stretch::new(prepared.earliest(stay.from), prepared.earliest(to))
            }
            (from, StayEnd::At(to)) => Stretch::new(whole_day(from).start, whole_day(to).end),
            (from, StayEnd::Open | StayEnd::Unknown) => {
                Stretch::new(whole_day(from).start, Stretch::NEVER_ENDS)
            }
        };
        let answer = if stay.to == StayEnd::Unknown { Answer::Unknown } else { answer };
        (!stretch.overlap(prepared.span).is_empty()).then_some(Barred { stretch, answer })
    };
    facts.stays.iter().filter_map(stay).collect()
}

/// TIME-06: the days of the month on which we or our group saw the patient.
fn visit_days(facts: &MonthFacts, prepared: &Prepared) -> Vec<Barred> {
    let ours = |practitioner: &Option<super::facts::Key>, same_group: Option<bool>| match practitioner {
        Some(practitioner) if *practitioner == facts.biller.practitioner => Some(true),
        _ => same_group,
    };
    let of_month = |date: Date| prepared.month.covers(date);
    let visits = facts.visits.iter().filter(|visit| of_month(visit.date)).map(|visit| {
        let listed = visit.code.as_ref().map(|code| prepared.rules.visit(code).same_day);
        (visit.date, listed, ours(&visit.practitioner, visit.same_group))
    });
    let others = facts.other_services.iter().filter(|service| of_month(service.date)).map(|service| {
        let listed = Some(prepared.rules.visit(&service.code).same_day);
        (service.date, listed, ours(&service.practitioner, service.same_group))
    });
    let transition = facts.tcm.iter().filter_map(|tcm| tcm.visit_date).filter(|date| of_month(*date));
    let transition = transition.map(|date| (date, Some(true), Some(true)));
    let mut days: Vec<Barred> = Vec::new();
    for (date, listed, ours) in visits.chain(others).chain(transition) {
        if listed == Some(false) || ours == Some(false) {
            continue;
        }
        let known = listed.is_some() && ours.is_some();
        let answer = if known { Answer::NotMet } else { Answer::Unknown };
        let stretch = prepared.day(date);
        match days.iter_mut().find(|day| day.stretch == stretch) {
            Some(day) if known => day.answer = answer,
            Some(_) => {}
            None => days.push(Barred { stretch, answer }),
        }
    }
    days
}

/// TIME-07: the earlier start wins, then the longer entry, then the lower id, all as logged.
fn once(facts: &MonthFacts, counted: &mut Counted) {
    let logged = |place: usize| {
        let entry = &facts.entries[place];
        let mut left = Remaining::default();
        let whole = Stretch::between(entry.start, entry.end);
        left.refill(whole);
        for pause in &entry.pauses {
            left.cut(Stretch::between(pause.start, pause.end));
        }
        (whole.start, Reverse(left.seconds()), place)
    };
    let mut claims = std::mem::take(&mut counted.claims);
    let first = counted.excluded.len();
    count_once(&mut claims, logged, |entry, seconds| {
        // An entry that was cut into pieces before may lose some of each.
        let item = counted.excluded[first..].iter_mut().find(|item| item.entry == entry);
        match item {
            Some(item) => item.seconds = item.seconds.saturating_add(seconds),
            None => {
                counted.excluded.push(Excluded { entry, rule: ids::TIME_07, seconds, answer: Answer::NotMet })
            }
        }
    });
    counted.claims = claims;
}
