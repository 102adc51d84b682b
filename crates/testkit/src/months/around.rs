//! What happened around the work: stays, an end of cover, other services, another patient, devices, surgery.

use ccm::billing::facts::*;
use proptest::prelude::*;

use super::days::{Day, busy_day, day, instant, plus};
use super::{COLLEAGUE, MomentSpec, OURS, Reach, STRANGER, key, moment, mostly, word};

#[derive(Clone, Debug)]
pub struct Around {
    stays: Vec<(&'static str, MomentSpec, End)>,
    departure: Option<(DepartureKind, MomentSpec)>,
    services: Vec<Service>,
    /// Person, day, start and length of time with somebody else.
    elsewhere: Vec<(&'static str, Day, i64, i64)>,
    devices: Vec<(i32, u16, bool)>,
    surgery: Option<(&'static str, Day, i32)>,
    transition: Option<Transition>,
    cocm: Option<bool>,
    need: Option<bool>,
    requested: Option<&'static str>,
    instead: Option<&'static str>,
}

/// Code, day, and who furnished it: a name, and whether of our group.
type Service = (&'static str, Day, (&'static str, bool));

/// Discharge, then days to the visit and to the first contact.
type Transition = (MomentSpec, Option<i32>, Option<i32>);

#[derive(Clone, Debug)]
enum End {
    After(i32, MomentSpec),
    Open,
    Unknown,
}

pub fn around(reach: Reach) -> impl Strategy<Value = Around> {
    let all = reach == Reach::All;
    let kind = mostly(3, "inpatient", ["snf_part_a", "observation", "nursing_facility_residence", "spa"]);
    let end = prop_oneof![
        4 => (mostly(2, 2, [0, 1, 5, 40]), moment()).prop_map(|(days, at)| End::After(days, at)),
        1 => Just(End::Open),
        1 => Just(End::Unknown),
    ];
    let departures = vec![DepartureKind::Death, DepartureKind::PartBEnded, DepartureKind::PlanNotBilled];
    let few = |one_in: u32, strategy: BoxedStrategy<_>| prop_oneof![one_in => Just(vec![]), 1 => prop::collection::vec(strategy, 1..3)];
    let when_all = move |strategy: BoxedStrategy<_>| if all { strategy } else { Just(None).boxed() };
    (
        prop_oneof![5 => Just(vec![]), 1 => prop::collection::vec((kind, moment(), end), 1..3)],
        prop_oneof![9 => Just(None), 1 => (prop::sample::select(departures), moment()).prop_map(Some)],
        few(3, service(all).boxed()),
        prop_oneof![4 => Just(vec![]), 1 => prop::collection::vec(beside(), 1..3)],
        prop_oneof![2 => Just(vec![]), 2 => prop::collection::vec(device(), 1..3)],
        prop_oneof![
            15 => Just(None),
            1 => (mostly(2, OURS, [COLLEAGUE]), day(), mostly(2, 10, [0, 90])).prop_map(Some)
        ],
        transition(all),
        (
            mostly(3, None, [Some(true), Some(false)]),
            mostly(3, None, [Some(true), Some(false)]),
            when_all(mostly(5, None, [Some("G0568"), Some("G0570"), Some("99453"), Some("98975")])),
            when_all(mostly(8, None, [Some("G0511"), Some("G0512")])),
        ),
    )
        .prop_map(|(stays, departure, services, elsewhere, devices, surgery, transition, rest)| Around {
            stays,
            departure,
            services,
            elsewhere,
            devices,
            surgery,
            transition,
            cocm: rest.0,
            need: rest.1,
            requested: rest.2,
            instead: rest.3,
        })
}

fn transition(all: bool) -> BoxedStrategy<Option<Transition>> {
    if !all {
        return Just(None).boxed();
    }
    let visit = mostly(3, Some(5), [None, Some(0), Some(7), Some(8), Some(14), Some(15)]);
    let contact = mostly(3, Some(1), [None, Some(0), Some(2), Some(4)]);
    prop_oneof![4 => Just(None), 1 => (moment(), visit, contact).prop_map(Some)].boxed()
}

fn service(all: bool) -> impl Strategy<Value = Service> {
    let mut codes = vec![
        "99213", "99490", "99439", "99487", "99491", "99426", "99424", "99427", "99457", "99458", "99470",
        "99454", "99445", "99091", "98980", "98976", "98979", "99473", "99484", "99492", "G0181", "90960",
        "99358", "G0506", "99495", "G0557", "G0511", "G0439", "99284", "99232", "99417", "12345",
    ];
    if all {
        codes.extend([
            "99496", "G0019", "G0022", "G0023", "G0140", "G2212", "G0323", "G2214", "99421", "G0568",
        ]);
    }
    (
        prop::sample::select(codes),
        prop_oneof![4 => busy_day(), 1 => (-40i32..0).prop_map(Day::FromFirst)],
        prop_oneof![
            3 => Just((STRANGER, false)),
            2 => Just((COLLEAGUE, true)),
            2 => Just((OURS, true)),
        ],
    )
}

fn beside() -> impl Strategy<Value = (&'static str, Day, i64, i64)> {
    let starts = vec![32_400i64, 33_000, 33_600, 85_800, 0];
    (
        prop::sample::select(vec!["N1", "N2", OURS]),
        busy_day(),
        prop::sample::select(starts),
        prop::sample::select(vec![600i64, 601, 1, 3600, 20_000]),
    )
}

/// The last day of the window, told from the last day of the month, and the days with data.
fn device() -> impl Strategy<Value = (i32, u16, bool)> {
    (
        mostly(2, 0, [-1, -5, -15, -29, -30, -31, 1, 10, 29]),
        prop_oneof![3 => prop::sample::select(vec![16u16, 15, 2, 1, 0, 30]), 1 => 0u16..=30],
        mostly(20, true, [false]),
    )
}

impl Around {
    pub fn add_to(&self, facts: &mut MonthFacts, reach: Reach) {
        for (number, (kind, from, end)) in self.stays.iter().enumerate() {
            let from = from.of(facts);
            let to = match end {
                End::Open => StayEnd::Open,
                End::Unknown => StayEnd::Unknown,
                End::After(days, at) => StayEnd::At(after(facts, from, *days, at)),
            };
            facts.stays.push(StayFact { id: key(&format!("s{number}")), kind: word(kind), from, to });
        }
        if let Some((kind, at)) = &self.departure {
            facts.departures.push(Departure { id: key("x0"), kind: *kind, at: at.of(facts) });
        }
        for (number, (code, day, who)) in self.services.iter().enumerate() {
            facts.other_services.push(OtherService {
                id: key(&format!("o{number}")),
                code: code.parse().expect("the codes here are codes"),
                date: day.date(facts),
                practitioner: Some(key(who.0)),
                same_group: Some(who.1),
                source: None,
            });
        }
        for (person, day, start, length) in &self.elsewhere {
            let day = day.date(facts);
            facts.other_patient_entries.push(OtherPatientEntry {
                performer: key(person),
                start: instant(facts, day, *start),
                end: instant(facts, day, *start + *length),
                patient: key("P2"),
            });
        }
        for (number, (end, days, uploads)) in self.devices.iter().enumerate() {
            let window_end = plus(facts.month.last_day(), *end);
            // Of two windows with as many days nothing says which one counts.
            let known = facts.devices.iter().any(|device| device.days_with_data == Some(*days));
            if known && reach == Reach::Oracle {
                continue;
            }
            facts.devices.push(DeviceFact {
                id: key(&format!("w{number}")),
                kind: word("bp_cuff"),
                window_start: plus(window_end, -29),
                window_end,
                days_with_data: Some(*days),
                uploads_by_itself: Some(*uploads),
            });
        }
        if let Some((who, day, length)) = &self.surgery {
            let from = day.date(facts);
            facts.global_surgery.push(GlobalSurgery {
                practitioner: key(who),
                from,
                to: plus(from, *length),
            });
        }
        self.programs(facts);
    }

    fn programs(&self, facts: &mut MonthFacts) {
        if let Some((discharge, visit, contact)) = &self.transition {
            let discharge = discharge.of(facts);
            let day = discharge.day(&facts.zone.zone());
            facts.tcm = Some(TcmFact {
                id: key("t0"),
                discharge: Some(discharge),
                from: Some(word("inpatient")),
                to: Some(word("home")),
                contact_at: contact.map(|days| ccm::basics::Moment::Day(plus(day, days))),
                failed_attempts: 0,
                visit_date: visit.map(|days| plus(day, days)),
                decision_making: Some(word("high")),
                medication_reconciliation: visit.map(|days| plus(day, days)),
            });
        }
        facts.cocm = self.cocm.map(|there| CocmFact {
            first_month: Some(facts.month),
            psychiatric_review: Some(there),
            registry: Some(true),
        });
        facts.chi_need_named = self.need;
        facts.requested.extend(self.requested.map(|code| RequestedCode {
            code: code.parse().expect("the codes here are codes"),
            practitioner: None,
        }));
        facts.requested_instead = self.instead.map(|code| code.parse().expect("the codes here are codes"));
    }
}

/// A moment on a later day, never before the first.
fn after(facts: &MonthFacts, from: ccm::basics::Moment, days: i32, at: &MomentSpec) -> ccm::basics::Moment {
    use ccm::basics::Moment;
    let zone = facts.zone.zone();
    let day = plus(from.day(&zone), days);
    match at.of(facts) {
        Moment::Day(_) => Moment::Day(day),
        Moment::Instant(clock) => {
            let seconds =
                clock.as_second() - instant(facts, Moment::Instant(clock).day(&zone), 0).as_second();
            Moment::Instant(instant(facts, day, seconds).max(from.earliest(&zone)))
        }
    }
}
