//! The 277CA (005010X214; interop.md §4): which claims go into adjudication, and which go back.

use jiff::civil::DateTime;

use super::cents::Cents;
use super::pen::{Pen, composite, day, hour};
use super::sent::{Batch, Claim, Name};
use super::story::{Refusal, SetStory};

/// What is said of one claim.
#[derive(Clone)]
pub(super) enum Reception {
    /// With the payer's own claim number (REF*1K).
    Accepted(String),
    Refused(Refusal),
    Unmentioned,
}

/// At which level a whole batch goes back.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    Claims,
    Receiver,
    Provider,
}

/// One 277CA set for one of ours.
pub(super) fn batch(
    pen: &mut Pen,
    at: DateTime,
    number: &str,
    batch: &Batch,
    story: SetStory,
    receptions: &[Reception],
) {
    let level = match story {
        SetStory::RefusedAtReceiver => Level::Receiver,
        SetStory::RefusedAtProvider => Level::Provider,
        _ => Level::Claims,
    };
    let mut report = Report { pen, day: day(at.date()), level, hl: 0 };
    report.pen.set("277", "005010X214");
    report.pen.segment("BHT", &["0085", "08", number, &report.day, &hour(at), "TH"]);
    report.payer(batch, number);
    let told: Vec<(&Claim, &Reception)> = batch.claims.iter().zip(receptions).collect();
    report.receiver(batch, &told);
    if level != Level::Receiver {
        for provider in told.chunk_by(|(one, _), (other, _)| one.payee == other.payee) {
            report.provider(provider);
        }
    }
    report.pen.end_set();
}

struct Report<'a> {
    pen: &'a mut Pen,
    day: String,
    level: Level,
    hl: usize,
}

/// How many claims and how much money, taken and returned.
#[derive(Default)]
struct Sums {
    taken: (usize, Cents),
    returned: (usize, Cents),
}

impl Report<'_> {
    fn payer(&mut self, batch: &Batch, number: &str) {
        let (name, id) = batch.claims.first().map(|claim| claim.payer.clone()).unwrap_or_default();
        self.loop_start("", "20", "1");
        self.pen.segment("NM1", &["PR", "2", &name, "", "", "", "", "PI", &id]);
        self.pen.segment("TRN", &["1", number]);
        self.pen.segment("DTP", &["050", "D8", &self.day]);
        self.pen.segment("DTP", &["009", "D8", &self.day]);
    }

    /// Level 21: who sent the file.
    fn receiver(&mut self, batch: &Batch, told: &[(&Claim, &Reception)]) {
        let sender = &batch.submitter;
        self.loop_start("1", "21", if self.level == Level::Receiver { "0" } else { "1" });
        self.pen.segment("NM1", &["41", &sender.kind, &sender.name, "", "", "", "", "46", &sender.id]);
        self.pen.segment("TRN", &["2", &batch.number]);
        let sums = self.sums(told);
        let status = match self.level {
            // 24: not approved as a sender of claims.
            Level::Receiver => ["A3", "24", "41"],
            _ => ["A1", "19", "PR"],
        };
        self.status(status, sums.total(), None);
        self.counts(&sums, ["90", "AA"]);
    }

    /// Level 19: one billing provider.
    fn provider(&mut self, told: &[(&Claim, &Reception)]) {
        let Some((first, _)) = told.first() else { return };
        let listed = self.level == Level::Claims
            && told.iter().any(|(_, reception)| !matches!(reception, Reception::Unmentioned));
        self.loop_start("2", "19", if listed { "1" } else { "0" });
        let parent = self.hl.to_string();
        self.entity("85", &first.payee.name, "XX", &first.payee.npi);
        self.pen.segment("TRN", &["1", "0"]);
        let sums = self.sums(told);
        let status = match self.level {
            Level::Provider => ["A7", "562", "85"],
            _ => ["A1", "19", "PR"],
        };
        // At this level alone the guide has no date.
        let on = std::mem::take(&mut self.day);
        self.status(status, sums.total(), None);
        self.day = on;
        self.counts(&sums, ["QA", "QC"]);
        if listed {
            for (claim, reception) in told {
                self.claim(&parent, claim, reception);
            }
        }
    }

    fn claim(&mut self, parent: &str, claim: &Claim, reception: &Reception) {
        if matches!(reception, Reception::Unmentioned) {
            return;
        }
        self.loop_start(parent, "PT", "");
        self.entity("QC", &claim.patient, "MI", &claim.member);
        self.pen.segment("TRN", &["2", &claim.id]);
        match reception {
            Reception::Refused(why) => {
                // 21 beside it (STC10): missing or invalid information.
                let also = Some([why.category, "21", ""]);
                self.status([why.category, why.status, why.entity], claim.charged(), also);
            }
            _ => self.status(["A2", "20", "PR"], claim.charged(), None),
        }
        if let Reception::Accepted(number) = reception {
            self.pen.segment("REF", &["1K", number]);
        }
        if let Some(on) = claim.first_day() {
            self.pen.segment("DTP", &["472", "D8", &day(on)]);
        }
        match (reception, claim.lines.first()) {
            (Reception::Refused(why), Some(line)) if why.names_line => {
                let charge = line.charged().to_string();
                self.pen.segment("SVC", &[&line.procedure(), &charge, "", "", "", "", &line.units]);
                let code = composite(&[why.category, why.status, why.entity]);
                self.pen.segment("STC", &[&code, &self.day, "U"]);
                self.pen.segment("REF", &["FJ", &line.id]);
                if let Some(on) = line.on {
                    self.pen.segment("DTP", &["472", "D8", &day(on)]);
                }
            }
            _ => {}
        }
    }

    fn loop_start(&mut self, parent: &str, level: &str, has_children: &str) {
        self.hl += 1;
        self.pen.segment("HL", &[&self.hl.to_string(), parent, level, has_children]);
    }

    fn entity(&mut self, role: &str, name: &Name, qualifier: &str, id: &str) {
        let Name { kind, last, first, middle } = name;
        self.pen.segment("NM1", &[role, kind, last, first, middle, "", "", qualifier, id]);
    }

    /// STC01, STC10; accepted (`WQ`) unless the category is one of returning.
    fn status(&mut self, code: [&str; 3], amount: Cents, also: Option<[&str; 3]>) {
        let action = if matches!(code[0], "A0" | "A1" | "A2") { "WQ" } else { "U" };
        let also = also.map(|more| composite(&more)).unwrap_or_default();
        let amount = amount.to_string();
        let code = composite(&code);
        self.pen.segment("STC", &[&code, &self.day, action, &amount, "", "", "", "", "", &also]);
    }

    fn sums(&self, told: &[(&Claim, &Reception)]) -> Sums {
        let mut sums = Sums::default();
        for (claim, reception) in told {
            let place = match reception {
                _ if self.level != Level::Claims => &mut sums.returned,
                Reception::Accepted(_) => &mut sums.taken,
                Reception::Refused(_) => &mut sums.returned,
                Reception::Unmentioned => continue,
            };
            place.0 += 1;
            place.1 += claim.charged();
        }
        sums
    }

    fn counts(&mut self, sums: &Sums, [taken, returned]: [&str; 2]) {
        let both = [(taken, "YU", sums.taken), (returned, "YY", sums.returned)];
        for (quantity, _, (count, _)) in both.iter().filter(|(_, _, (count, _))| *count > 0) {
            self.pen.segment("QTY", &[quantity, &count.to_string()]);
        }
        for (_, amount, (_, cents)) in both.iter().filter(|(_, _, (count, _))| *count > 0) {
            self.pen.segment("AMT", &[amount, &cents.to_string()]);
        }
    }
}

impl Sums {
    fn total(&self) -> Cents {
        self.taken.1 + self.returned.1
    }
}
