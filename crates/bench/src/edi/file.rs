//! Remittances of any size that balance, for claims that were sent, written by hand.

use std::fmt::Write;
use std::io::Read;

/// What is known of a claim that was sent: enough to pay it.
#[derive(Clone)]
pub struct Sent {
    pub number: String,
    pub lines: Vec<SentLine>,
}

#[derive(Clone)]
pub struct SentLine {
    pub code: String,
    pub cents: i64,
    pub units: u32,
    pub control: String,
}

/// To whom the payment goes, and for whom the file is.
pub struct Parties {
    pub npi: String,
    pub submitter: String,
    pub payer: String,
}

/// Cents as the file has them.
fn dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Part B: 60 of 100 are allowed; a fifth of that is the patient's, and of the rest two in a hundred are taken off.
struct Paid {
    contract: i64,
    patient: i64,
    cut: i64,
    paid: i64,
}

impl Paid {
    fn of(charge: i64) -> Self {
        let allowed = charge * 60 / 100;
        let patient = allowed / 5;
        let cut = (allowed - patient) / 50;
        Self { contract: charge - allowed, patient, cut, paid: allowed - patient - cut }
    }
}

/// A claim as paid: each line with three reasons. How many segments, and how many cents.
pub fn claim(out: &mut String, sent: &Sent, number: usize) -> (usize, i64) {
    let lines: Vec<(&SentLine, Paid)> = sent.lines.iter().map(|line| (line, Paid::of(line.cents))).collect();
    let sum = |of: fn(&Paid) -> i64| lines.iter().map(|(_, paid)| of(paid)).sum::<i64>();
    let charge: i64 = sent.lines.iter().map(|line| line.cents).sum();
    let (paid, patient) = (sum(|one| one.paid), sum(|one| one.patient));
    let _ = write!(
        out,
        "CLP*{}*1*{}*{}*{}*MB*22260{number:08}*11*1~NM1*QC*1*FAMILY{number}*GIVEN****MI*1EG4TE5MK73~MOA***MA01~",
        sent.number,
        dollars(charge),
        dollars(paid),
        dollars(patient)
    );
    for (line, one) in &lines {
        let _ = write!(
            out,
            "SVC*HC:{}*{}*{}**{}~DTM*472*20260331~CAS*CO*45*{}**253*{}~CAS*PR*2*{}~REF*6R*{}~AMT*B6*{}~",
            line.code,
            dollars(line.cents),
            dollars(one.paid),
            line.units,
            dollars(one.contract),
            dollars(one.cut),
            dollars(one.patient),
            line.control,
            dollars(line.cents - one.contract)
        );
    }
    (3 + 6 * lines.len(), paid)
}

/// A file of one payment of these claims.
pub fn payment(parties: &Parties, trace: &str, claims: impl Iterator<Item = Sent>) -> Vec<u8> {
    let (mut body, mut segments, mut paid) = (String::new(), 0, 0);
    for (number, sent) in claims.enumerate() {
        let (more, cents) = claim(&mut body, &sent, number);
        (segments, paid) = (segments + more, paid + cents);
    }
    let (before, after) = frame(parties, trace, segments, paid);
    [before, body, after].concat().into_bytes()
}

/// What stands before and behind so many segments of claims that come to so many cents.
fn frame(parties: &Parties, trace: &str, segments: usize, paid: i64) -> (String, String) {
    let Parties { npi, submitter, payer } = parties;
    let header = format!(
        "ST*835*0001~BPR*I*{}*C*ACH*CCP*01*125000024*DA*000123456*1930000001**01*123000220*DA*9876543*20260420~\
         TRN*1*{trace}*1930000001~DTM*405*20260420~N1*PR*MEDICARE PART B~N3*PO BOX 1~N4*FARGO*ND*581086700~\
         REF*2U*{payer}~PER*BL*EDI HELP DESK*TE*8005550101~N1*PE*BENCH HEALTH*XX*{npi}~LX*1~",
        dollars(paid)
    );
    let count = header.matches('~').count() + segments + 1;
    let before = format!(
        "ISA*00*          *00*          *ZZ*{payer:<15}*ZZ*{submitter:<15}*260420*0600*^*00501*000000001*0*P*:~\
         GS*HP*{payer}*{submitter}*20260420*0600*1*X*005010X221A1~{header}"
    );
    (before, format!("SE*{count}*0001~GE*1*1~IEA*1*000000001~"))
}

/// A file of about so many bytes that is made while it is read: what is held of it is the reader's.
pub struct Made {
    before: Vec<u8>,
    claim: Vec<u8>,
    times: usize,
    after: Vec<u8>,
}

impl Made {
    pub fn of_size(bytes: usize) -> Self {
        let line = |code: &str, cents| SentLine {
            code: code.to_owned(),
            cents,
            units: 1,
            control: format!("BENCH1L{code}"),
        };
        let sent =
            Sent { number: "BENCH1".to_owned(), lines: vec![line("99490", 9_500), line("99439", 7_200)] };
        let mut text = String::new();
        let (segments, paid) = claim(&mut text, &sent, 1);
        let times = (bytes / text.len()).max(1);
        let parties = Parties {
            npi: "1900000013".to_owned(),
            submitter: "BENCHSUB1".to_owned(),
            payer: "06102".to_owned(),
        };
        let (before, after) =
            frame(&parties, "EFT1", segments * times, paid * i64::try_from(times).unwrap_or(1));
        Self { before: before.into_bytes(), claim: text.into_bytes(), times, after: after.into_bytes() }
    }

    pub fn claims(&self) -> usize {
        self.times
    }

    pub fn read(&self) -> impl Read + '_ {
        let claims = Again { bytes: &self.claim, at: 0, left: self.times };
        self.before.as_slice().chain(claims).chain(self.after.as_slice())
    }
}

/// The same bytes so many times.
struct Again<'a> {
    bytes: &'a [u8],
    at: usize,
    left: usize,
}

impl Read for Again<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let mut written = 0;
        while self.left > 0 && written < into.len() {
            let length = (self.bytes.len() - self.at).min(into.len() - written);
            into[written..written + length].copy_from_slice(&self.bytes[self.at..self.at + length]);
            (written, self.at) = (written + length, self.at + length);
            if self.at == self.bytes.len() {
                (self.at, self.left) = (0, self.left - 1);
            }
        }
        Ok(written)
    }
}
