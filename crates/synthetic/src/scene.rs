//! Where a story is told: one patient, the staff's diary, and the lines and expectations that come of it.

use jiff::civil::{Date, DateTime, date};

use crate::contact::{Contact, When, usual_activity};
use crate::diary::Diary;
use crate::expectation::{Expectation, Hold, LeftOut, ServiceLine};
use crate::notes;
use crate::patient::{Person, Visit};
use crate::record::{ContactLine, Entry, Line, PROGRAM, What};
use crate::running;
use crate::staff::{Cast, NURSE_PRACTITIONER, PHYSICIAN, RN, Who};

pub(crate) struct Scene<'a> {
    pub(crate) person: &'a mut Person,
    pub(crate) cast: &'a Cast,
    diary: &'a mut Diary,
    book: &'a mut Book,
    expectation: Expectation,
    logged_seconds: u32,
    contacts: u32,
    /// Stands before what its contacts are called, so that two months of one patient have names of their own.
    month: &'static str,
}

/// All that was recorded: before the month was closed, and after.
#[derive(Default)]
pub(crate) struct Book {
    pub(crate) entries: Vec<Entry>,
    pub(crate) late: Vec<Entry>,
}

/// The day before the service month, on which the practice typed in what it already had.
pub(crate) const LAST_DAY_BEFORE: Date = date(2026, 8, 31);

/// The sittings of that day, by the hour: who is enrolled comes first, then the chart, then what rests on it.
#[derive(Clone, Copy)]
pub(crate) enum Opening {
    Enrollment = 10,
    Chart = 14,
    Rest = 18,
}

impl<'a> Scene<'a> {
    pub(crate) fn new(
        story: &'static str,
        about: &'static str,
        person: &'a mut Person,
        cast: &'a Cast,
        diary: &'a mut Diary,
        book: &'a mut Book,
    ) -> Self {
        let expectation = Expectation {
            mrn: person.mrn.clone(),
            story,
            about,
            codes: Vec::new(),
            held: Vec::new(),
            left_out: Vec::new(),
            counted_seconds: 0,
        };
        Self { person, cast, diary, book, expectation, logged_seconds: 0, contacts: 0, month: "" }
    }

    /// The same scene in another month than September.
    pub(crate) fn in_month(self, month: &'static str) -> Self {
        Self { month, ..self }
    }

    /// Writes a contact and answers with its command id.
    pub(crate) fn contact(&mut self, contact: Contact) -> String {
        self.logged_seconds += contact.seconds;
        let (started, line) = self.contact_line(&contact, "timer", None);
        let typist = contact.typed_by.map_or(contact.by, |(who, _)| who);
        self.contacts += 1;
        let name = format!("{}contact.{}", self.month, self.contacts);
        self.write(typist, started, &name, What::Contact(line))
    }

    /// A contact of September that was typed only after the month was closed. It changes nothing of the month.
    pub(crate) fn late_contact(&mut self, contact: Contact, reason: &'static str) {
        let (_, line) = self.contact_line(&contact, "manual", Some(reason));
        let line = self.line("late.1", What::Contact(line));
        let typed_at = date(2026, 10, 2).at(11, 0, 0, 0);
        self.book.late.push(Entry { by: contact.by, typed_at, line });
    }

    fn contact_line(
        &mut self,
        contact: &Contact,
        source: &'static str,
        reason: Option<&'static str>,
    ) -> (DateTime, ContactLine) {
        let started = match contact.when {
            When::Day(day) => self.diary.book(contact.by, day, contact.seconds, &mut self.person.month),
            When::Exactly(at) => at,
        };
        let role = self.cast.member(contact.by).role;
        let activity =
            contact.activity.unwrap_or_else(|| usual_activity(&mut self.person.month, role, self.contacts));
        let problems: Vec<_> = self.person.problems().collect();
        let (performed_by, source, reason) = match contact.typed_by {
            Some((_, why)) => (Some(self.key(contact.by)), "manual", Some(why)),
            None => (None, source, reason),
        };
        let line = ContactLine {
            program: PROGRAM,
            started: local(started),
            minutes: contact.seconds / 60,
            seconds: contact.seconds % 60,
            activity,
            live_contact: activity.ends_with("_call") || activity == "phone_call_patient",
            note: notes::note(&mut self.person.month, activity, role, &problems),
            country: contact.country,
            performed_by,
            source,
            reason,
        };
        (started, line)
    }

    pub(crate) fn strike(&mut self, contact: String, seconds: u32, day: i8, reason: &'static str) {
        self.logged_seconds -= seconds;
        self.write(RN, on(day), "strike", What::Strike { contact, reason });
    }

    pub(crate) fn complexity(&mut self, level: &'static str, signed: bool, day: i8) {
        let practitioner = self.key(self.person.practitioner);
        let what = What::Complexity { level, signed, date: date(2026, 9, day), practitioner };
        self.write(self.person.practitioner, on(day), "complexity", what);
    }

    pub(crate) fn revoke(&mut self, at: DateTime) {
        self.write(RN, at, "revocation", What::Revocation { program: PROGRAM, at: local(at) });
    }

    pub(crate) fn refuse(&mut self, at: DateTime, reason: &'static str) {
        self.write(RN, at, "refusal", What::Refusal { program: PROGRAM, at: local(at), reason });
    }

    pub(crate) fn stay(
        &mut self,
        kind: &'static str,
        from: String,
        to: Option<String>,
        facility: &'static str,
    ) {
        self.write(RN, on(30), "stay", What::Stay { kind, from, to, facility });
    }

    /// A visit to the patient's own practitioner in the service month itself.
    pub(crate) fn visit_in_month(&mut self, code: &'static str, day: i8) {
        let visit = Visit { on: date(2026, 9, day), code };
        self.add_visit(visit);
        let practitioner = self.key(self.person.practitioner);
        let what = What::Visit { code, date: visit.on, practitioner, care_management_discussed: true };
        self.write(self.person.practitioner, on(day), "visit.2", what);
    }

    /// The record system knows the visit too; two on one day would be one too many.
    pub(crate) fn add_visit(&mut self, visit: Visit) {
        self.person.visits.retain(|other| other.on != visit.on);
        self.person.visits.push(visit);
        self.person.visits.sort_by_key(|visit| visit.on);
    }

    pub(crate) fn outside_claim(&mut self, code: &'static str, npi: String, day: i8) {
        let date = date(2026, 9, day);
        let what =
            What::OutsideClaim { code, date, practitioner: npi, same_group: false, source: "eligibility" };
        self.write(RN, on(30), "outside-claim", what);
    }

    /// Seconds that the month leaves out, and by which rule.
    pub(crate) fn left_out(&mut self, rule: &'static str, seconds: u32) {
        self.expectation.left_out.push(LeftOut { rule, seconds });
    }

    pub(crate) fn billed(&mut self, codes: &[(&'static str, u32)]) {
        self.expectation.codes.extend(codes.iter().map(|&(code, units)| ServiceLine { code, units }));
    }

    pub(crate) fn held(&mut self, rule: &'static str, code: &'static str) {
        self.expectation.held.push(Hold { rule, code });
    }

    pub(crate) fn seconds_so_far(&self) -> u32 {
        self.logged_seconds
    }

    pub(crate) fn end(mut self) -> Expectation {
        let left_out: u32 = self.expectation.left_out.iter().map(|left_out| left_out.seconds).sum();
        self.expectation.counted_seconds = self.logged_seconds - left_out;
        self.expectation
    }

    pub(crate) fn colleague(&self) -> Who {
        if self.person.practitioner == PHYSICIAN { NURSE_PRACTITIONER } else { PHYSICIAN }
    }

    pub(crate) fn key(&self, who: Who) -> String {
        self.cast.member(who).key.clone()
    }

    /// What happened before the practice began to use the program was all typed on the day before.
    pub(crate) fn long_ago(&mut self, by: Who, opening: Opening, what_it_is: &str, what: What) {
        self.keep(by, LAST_DAY_BEFORE.at(opening as i8, 0, 0, 0), what_it_is, what);
    }

    pub(crate) fn write(&mut self, by: Who, happened: DateTime, what_it_is: &str, what: What) -> String {
        self.keep(by, sitting(happened.date()), what_it_is, what)
    }

    fn keep(&mut self, by: Who, typed_at: DateTime, what_it_is: &str, what: What) -> String {
        let line = self.line(what_it_is, what);
        let command_id = line.command_id.clone();
        self.book.entries.push(Entry { by, typed_at, line });
        command_id
    }

    fn line(&self, what_it_is: &str, what: What) -> Line {
        let mrn = self.person.mrn.clone();
        let command_id = format!("{}.{what_it_is}", mrn.to_ascii_lowercase());
        let patient = (!matches!(what, What::Strike { .. })).then_some(mrn);
        Line { command_id, patient, what }
    }
}

/// Records are typed at the end of the working week, the last of September on 1 October, and those of the running
/// month up to the evening before the demo is shown.
fn sitting(happened: Date) -> DateTime {
    let fridays = [4, 11, 18, 25].map(|day| date(2026, 9, day));
    let october = [1, 9].map(|day| date(2026, 10, day));
    let mut ends = std::iter::once(LAST_DAY_BEFORE).chain(fridays).chain(october);
    let day = ends.find(|&end| happened <= end).unwrap_or(running::LAST_DAY);
    day.at(18, 0, 0, 0)
}

fn on(day: i8) -> DateTime {
    date(2026, 9, day).at(12, 0, 0, 0)
}

/// A local time in the record file's spelling: `2026-09-03T09:30`.
pub(crate) fn local(at: DateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M").to_string()
}
