//! The 835 (005010X221A1; interop.md §4): one file, a set for each payment.

use jiff::civil::{Date, DateTime};

use super::cents::Cents;
use super::payments::Payment;
use super::pen::{Pen, composite, day};
use super::sent::Name;
use super::settled::{Adjustment, Settled, SettledLine};
use super::wire::Delimiters;

/// BPR10 and TRN03: `1` and the payer's tax number, which is nobody's.
const PAYER_TAX_ID: &str = "1999999998";

/// How a file is written, and under which numbers.
pub(super) struct Frame {
    pub delimiters: Delimiters,
    pub at: DateTime,
    pub interchange: u32,
    pub group: u32,
    pub reversals_tell_patient_share: bool,
}

/// All payments between the same mailboxes.
pub(super) fn write(frame: &Frame, paid_on: Date, payments: &[Payment]) -> String {
    let Some(first) = payments.first() else { return String::new() };
    let mut pen = Pen::open(frame.delimiters, &first.parties.ends, frame.at, frame.interchange);
    let (from, to) = &first.parties.codes;
    pen.group("HP", from, to, "005010X221A1", frame.group);
    for payment in payments {
        pen.set("835", "");
        let mut remittance = Remittance { pen: &mut pen, paid_on, frame };
        remittance.payment(payment);
        pen.end_set();
    }
    pen.end_group();
    pen.close()
}

struct Remittance<'a> {
    pen: &'a mut Pen,
    paid_on: Date,
    frame: &'a Frame,
}

impl Remittance<'_> {
    fn payment(&mut self, payment: &Payment) {
        let (amount, on) = (payment.amount().to_string(), day(self.paid_on));
        if payment.amount() > Cents::ZERO {
            // Accounts of our own making; the bank numbers only have their shape.
            let from =
                ["01", "999999992", "DA", "5550100", PAYER_TAX_ID, "", "01", "999988880", "DA", "5550199"];
            let mut money = vec!["I", &amount, "C", "ACH", "CCP"];
            money.extend(from);
            money.push(&on);
            self.pen.segment("BPR", &money);
        } else {
            // Nothing to pay: information only.
            let mut none = vec!["H", &amount, "C", "NON"];
            none.extend([""; 11]);
            none.push(&on);
            self.pen.segment("BPR", &none);
        }
        self.pen.segment("TRN", &["1", &payment.trace, PAYER_TAX_ID]);
        self.pen.segment("DTM", &["405", &on]);
        self.parties(payment);
        if !payment.claims.is_empty() {
            self.pen.segment("LX", &["1"]);
        }
        for claim in &payment.claims {
            self.claim(claim);
        }
        self.provider_level(payment);
    }

    fn parties(&mut self, payment: &Payment) {
        let (name, id) = &payment.parties.payer;
        self.pen.segment("N1", &["PR", name]);
        self.pen.segment("N3", &["1 HARBOR PLAZA"]);
        self.pen.segment("N4", &["PORTLAND", "OR", "972050001"]);
        self.pen.segment("REF", &["2U", id]);
        self.pen.segment("PER", &["BL", "EDI HELP DESK", "TE", "5035550100"]);
        let payee = &payment.parties.payee;
        // The 835 has one name element: of a person, family name and given name.
        let full = match payee.name.first.as_str() {
            "" => payee.name.last.clone(),
            given => format!("{} {given}", payee.name.last),
        };
        self.pen.segment("N1", &["PE", &full, "XX", &payee.npi]);
        if !payee.street.is_empty() && !payee.place[0].is_empty() {
            self.pen.segment("N3", &[&payee.street]);
            self.pen.segment("N4", &[&payee.place[0], &payee.place[1], &payee.place[2]]);
        }
        self.pen.segment("REF", &["TJ", &payee.tin]);
    }

    fn claim(&mut self, claim: &Settled) {
        let [charge, paid] = [claim.charge, claim.paid()].map(|cents| cents.to_string());
        let share = claim.patient_share();
        let tells_share =
            share > Cents::ZERO || claim.is_reversal() && self.frame.reversals_tell_patient_share;
        let share = if tells_share && share != Cents::ZERO { share.to_string() } else { String::new() };
        let Settled { claim: id, status, filing, number, place, frequency, .. } = claim;
        self.pen.segment("CLP", &[id, status, &charge, &paid, &share, filing, number, place, frequency]);
        self.adjustments(&claim.adjustments);
        self.person("QC", &claim.patient, "MI", &claim.member);
        if let Some((name, npi)) = &claim.rendering {
            self.person("82", name, "XX", npi);
        }
        if let Some((name, id)) = claim.forwarded_to {
            self.pen.segment("NM1", &["TT", "2", name, "", "", "", "", "PI", id]);
        }
        if !claim.remarks.is_empty() {
            let mut outcome = vec!["", ""];
            outcome.extend(claim.remarks.iter().take(5));
            self.pen.segment("MOA", &outcome);
        }
        self.pen.segment("DTM", &["050", &day(claim.received)]);
        for line in &claim.lines {
            self.line(line);
        }
    }

    fn line(&mut self, line: &SettledLine) {
        let [charge, paid] = [line.charge, line.paid()].map(|cents| cents.to_string());
        let (units, asked) = if line.is_denied { ("0", line.units.as_str()) } else { (&*line.units, "") };
        self.pen.segment("SVC", &[&line.procedure, &charge, &paid, "", units, "", asked]);
        if let Some(on) = line.on {
            self.pen.segment("DTM", &["472", &day(on)]);
        }
        self.adjustments(&line.adjustments);
        if !line.id.is_empty() {
            self.pen.segment("REF", &["6R", &line.id]);
        }
        if let Some(allowed) = line.allowed {
            self.pen.segment("AMT", &["B6", &allowed.to_string()]);
        }
        for remark in &line.remarks {
            self.pen.segment("LQ", &["HE", remark]);
        }
    }

    /// One CAS for a group, a triple for each of its reasons.
    fn adjustments(&mut self, adjustments: &[Adjustment]) {
        for group in adjustments.chunk_by(|one, other| one.group == other.group) {
            for six in group.chunks(6) {
                let mut elements = vec![six[0].group.to_owned()];
                for one in six {
                    elements.extend([one.reason.to_owned(), one.cents.to_string(), String::new()]);
                }
                let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
                self.pen.segment("CAS", &elements);
            }
        }
    }

    fn person(&mut self, role: &str, name: &Name, qualifier: &str, id: &str) {
        let Name { kind, last, first, middle } = name;
        self.pen.segment("NM1", &[role, kind, last, first, middle, "", "", qualifier, id]);
    }

    /// PLB of the provider's fiscal year, at most six pairs in each.
    fn provider_level(&mut self, payment: &Payment) {
        let year_end = format!("{:04}1231", self.paid_on.year());
        for six in payment.adjustments.chunks(6) {
            let mut elements = vec![payment.parties.payee.npi.clone(), year_end.clone()];
            for one in six {
                elements.extend([composite(&[one.reason, &one.reference]), one.cents.to_string()]);
            }
            let elements: Vec<&str> = elements.iter().map(String::as_str).collect();
            self.pen.segment("PLB", &elements);
        }
    }
}
