//! What was sent to the payer: an 837P (interop.md §3), as far as a payer needs it.

use jiff::civil::Date;

use super::cents::Cents;
use super::wire::{Segment, Set};

/// One transaction set of claims.
pub(super) struct Batch {
    /// BHT03: comes back in the 277CA.
    pub number: String,
    pub submitter: Submitter,
    pub claims: Vec<Claim>,
}

#[derive(Clone, Default)]
pub(super) struct Submitter {
    /// NM102: `1` a person, `2` an organization.
    pub kind: String,
    pub name: String,
    pub id: String,
}

/// Whom the money goes to.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Payee {
    pub name: Name,
    pub npi: String,
    pub tin: String,
    pub street: String,
    /// City, state, ZIP.
    pub place: [String; 3],
}

/// NM102 to NM105.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub kind: String,
    pub last: String,
    pub first: String,
    pub middle: String,
}

impl Name {
    pub fn of(segment: &Segment<'_>) -> Self {
        let [kind, last, first, middle] = [2, 3, 4, 5].map(|place| segment.at(place).to_owned());
        Self { kind, last, first, middle }
    }
}

#[derive(Clone, Default)]
pub(super) struct Claim {
    /// CLM01.
    pub id: String,
    pub charge: Option<Cents>,
    pub place: String,
    pub frequency: String,
    /// REF*F8: the payer's number of the claim that it is about.
    pub about: String,
    pub payee: Payee,
    pub patient: Name,
    /// NM109 of the subscriber: the MBI.
    pub member: String,
    /// SBR09.
    pub filing: String,
    /// Name and id of 2010BB.
    pub payer: (String, String),
    pub rendering: Option<(Name, String)>,
    pub diagnoses: usize,
    pub lines: Vec<Line>,
    /// Where CLM and the subscriber's NM1 stand; ST is 1.
    pub position: usize,
    pub member_position: usize,
}

#[derive(Clone, Default)]
pub(super) struct Line {
    pub code: String,
    pub modifiers: Vec<String>,
    pub charge: Option<Cents>,
    pub units: String,
    pub on: Option<Date>,
    /// REF*6R.
    pub id: String,
}

impl Line {
    pub fn charged(&self) -> Cents {
        self.charge.unwrap_or_default()
    }

    /// `HC:99490:25`, joined for the pen.
    pub fn procedure(&self) -> String {
        let parts = ["HC", &self.code].into_iter().chain(self.modifiers.iter().map(String::as_str));
        super::pen::composite(&parts.collect::<Vec<_>>())
    }
}

impl Claim {
    pub fn charged(&self) -> Cents {
        self.charge.unwrap_or_default()
    }

    pub fn first_day(&self) -> Option<Date> {
        self.lines.iter().filter_map(|line| line.on).min()
    }

    /// What is asked for whom and when: the same again is a duplicate.
    pub fn services(&self) -> impl Iterator<Item = (String, String, Option<Date>)> {
        self.lines.iter().map(|line| (self.member.clone(), line.code.clone(), line.on))
    }
}

/// Reads one set, segment by segment, in the order of the guide.
pub(super) fn read(set: &Set<'_>) -> Batch {
    let mut reader = Reader::default();
    for (place, segment) in set.segments.iter().enumerate() {
        reader.take(place + 1, segment);
    }
    reader.finish_claim();
    Batch { number: reader.number, submitter: reader.submitter, claims: reader.claims }
}

#[derive(Default)]
struct Reader {
    number: String,
    submitter: Submitter,
    payee: Payee,
    /// What of a claim is known before its CLM.
    subscriber: Claim,
    /// Whose N3, N4 and REF come next.
    speaks: Speaks,
    claim: Option<Claim>,
    claims: Vec<Claim>,
}

#[derive(Default, PartialEq)]
enum Speaks {
    #[default]
    Nobody,
    Payee,
}

impl Reader {
    fn take(&mut self, place: usize, segment: &Segment<'_>) {
        let text = |at: usize| segment.at(at).to_owned();
        match (segment.id(), segment.at(1)) {
            ("BHT", _) => self.number = text(3),
            ("NM1", "41") => self.submitter = Submitter { kind: text(2), name: text(3), id: text(9) },
            ("HL", _) => {
                self.finish_claim();
                self.speaks = Speaks::Nobody;
                match segment.at(3) {
                    "20" => self.payee = Payee::default(),
                    _ => self.subscriber = Claim::default(),
                }
            }
            _ if self.claim.is_some() => self.within_claim(place, segment),
            ("NM1", "85") => {
                self.speaks = Speaks::Payee;
                (self.payee.name, self.payee.npi) = (Name::of(segment), text(9));
            }
            ("N3", _) if self.speaks == Speaks::Payee => self.payee.street = text(1),
            ("N4", _) if self.speaks == Speaks::Payee => self.payee.place = [1, 2, 3].map(text),
            ("REF", "EI" | "SY") if self.speaks == Speaks::Payee => self.payee.tin = text(2),
            ("SBR", _) => self.subscriber.filing = text(9),
            ("NM1", "IL") => {
                (self.subscriber.patient, self.subscriber.member) = (Name::of(segment), text(9));
                self.subscriber.member_position = place;
            }
            ("NM1", "PR") => self.subscriber.payer = (text(3), text(9)),
            ("NM1", _) => self.speaks = Speaks::Nobody,
            ("CLM", _) => self.open_claim(place, segment),
            _ => {}
        }
    }

    fn open_claim(&mut self, place: usize, segment: &Segment<'_>) {
        self.finish_claim();
        self.claim = Some(Claim {
            id: segment.at(1).to_owned(),
            charge: Cents::read(segment.at(2)),
            place: segment.part(5, 1).to_owned(),
            frequency: segment.part(5, 3).to_owned(),
            payee: self.payee.clone(),
            position: place,
            ..self.subscriber.clone()
        });
    }

    fn within_claim(&mut self, place: usize, segment: &Segment<'_>) {
        if segment.id() == "CLM" {
            self.open_claim(place, segment);
            return;
        }
        let Some(claim) = &mut self.claim else { return };
        match (segment.id(), claim.lines.last_mut()) {
            ("LX", _) => claim.lines.push(Line::default()),
            ("HI", None) => {
                let filled = |at: &usize| !segment.at(*at).is_empty();
                claim.diagnoses += (1..=12).filter(filled).count();
            }
            ("NM1", None) if segment.at(1) == "82" => {
                claim.rendering = Some((Name::of(segment), segment.at(9).to_owned()));
            }
            ("REF", None) if segment.at(1) == "F8" => claim.about = segment.at(2).to_owned(),
            ("SV1", Some(line)) => {
                line.code = segment.part(1, 2).to_owned();
                let modifiers = segment.parts(1).skip(2).take(4).filter(|one| !one.is_empty());
                line.modifiers = modifiers.map(str::to_owned).collect();
                line.charge = Cents::read(segment.at(2));
                line.units = segment.at(4).to_owned();
            }
            ("DTP", Some(line)) if segment.at(1) == "472" => line.on = first_day(segment.at(3)),
            ("REF", Some(line)) if segment.at(1) == "6R" => line.id = segment.at(2).to_owned(),
            _ => {}
        }
    }

    fn finish_claim(&mut self) {
        self.claims.extend(self.claim.take());
    }
}

/// Of a day, or of a range its first.
fn first_day(text: &str) -> Option<Date> {
    read_day(text.split('-').next().unwrap_or_default())
}

pub(super) fn read_day(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |range| text.get(range).and_then(|part: &str| part.parse::<i16>().ok());
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
