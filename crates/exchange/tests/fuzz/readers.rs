//! Every reader there is, and what must hold whatever it is given.

use std::collections::BTreeSet;
use std::io::Read;

use allocation_counter::measure;
use app::ports::answers::{AnswerKind, AnswerReader, RemittanceEvent};
use ccm::basics::*;
use ccm::claim::PaymentKey;
use ccm::remittance::denial::outcome;
use ccm::remittance::posting::{
    BilledClaim, BilledLine, QmbTerm, adjudicate, charge, interest, provider_level, settle, unmatched,
};
use ccm::remittance::terms::TermsFile;
use ccm::remittance::{Adjudication, Journal, Payment, ReasonBook};
use exchange::clearinghouse::X12Answers;
use uuid::Uuid;
use x12::problem::MOST_PROBLEMS;
use x12::{Guide, Segments, Tokenizer};

use crate::recount::recount;

/// What a reader may hold: so many bytes for each of the file, and what it needs of its own.
const BYTES_OF_EACH: u64 = 160;
const BYTES_OF_ITS_OWN: u64 = 4 << 20;

/// What the readers said, as far as another run can be told from it.
#[derive(Default)]
pub struct Said {
    /// Reader, segment, element and reason of each problem; or that there was none.
    pub marks: BTreeSet<(usize, String)>,
    /// Remittances that were taken, with their payments.
    pub payments: usize,
    /// Other files that were taken.
    pub taken: usize,
}

type Reader = fn(&[u8], &mut Said) -> Result<Vec<String>, String>;

const READERS: [(&str, Reader); 14] = [
    ("tokens", tokens),
    ("stream", stream),
    ("kinds", |bytes, _| Ok(marks(x12::kinds(bytes)))),
    ("acknowledgment", |bytes, said| taken(said, x12::acknowledgment::read(bytes))),
    ("claim status", |bytes, said| taken(said, x12::claim_status::read(bytes))),
    ("claim status asked", |bytes, said| taken(said, x12::claim_status::read_requests(bytes))),
    ("eligibility", |bytes, said| taken(said, x12::eligibility::read(bytes))),
    ("eligibility asked", |bytes, said| taken(said, x12::eligibility::read_inquiries(bytes))),
    ("professional", professional),
    ("institutional", institutional),
    ("foreign claims", |bytes, _| {
        let (one, other) = (x12::professional::read_foreign(bytes), x12::institutional::read_foreign(bytes));
        Ok([one.problems, other.problems].concat().iter().map(mark).collect())
    }),
    ("guide", |bytes, _| Ok(x12::validate(bytes, Guide::professional()).iter().map(mark).collect())),
    ("answers", answers),
    ("remittance", remittance),
];

/// Shows the bytes to every reader.
///
/// # Errors
/// What did not hold, and of which reader.
pub fn read_all(bytes: &[u8]) -> Result<Said, String> {
    let mut said = Said::default();
    let most = BYTES_OF_ITS_OWN + BYTES_OF_EACH * bytes.len() as u64;
    for (n, (name, reader)) in READERS.iter().enumerate() {
        let mut marks = Ok(Vec::new());
        let held = measure(|| marks = reader(bytes, &mut said));
        let marks = marks.map_err(|why| format!("{name}: {why}"))?;
        if held.bytes_max > most {
            return Err(format!("{name}: holds {} bytes of a file of {}", held.bytes_max, bytes.len()));
        }
        if marks.len() > 2 * MOST_PROBLEMS {
            return Err(format!("{name}: {} problems", marks.len()));
        }
        said.marks.extend(marks.into_iter().map(|mark| (n, mark)));
    }
    Ok(said)
}

fn mark(problem: &x12::Problem) -> String {
    format!("{}{:02}-{} {}", problem.id, problem.element, problem.component, problem.reason.word())
}

fn marks<T>(read: Result<T, Vec<x12::Problem>>) -> Vec<String> {
    match read {
        Ok(_) => vec!["taken".to_owned()],
        Err(problems) => problems.iter().map(mark).collect(),
    }
}

fn taken<T>(said: &mut Said, read: Result<T, Vec<x12::Problem>>) -> Result<Vec<String>, String> {
    match &read {
        Ok(_) => said.taken += 1,
        Err(problems) if problems.is_empty() => return Err("refused for nothing".to_owned()),
        Err(_) => {}
    }
    Ok(marks(read))
}

fn tokens(bytes: &[u8], _: &mut Said) -> Result<Vec<String>, String> {
    let Ok(tokenizer) = Tokenizer::new(bytes) else { return Ok(vec!["no interchange".to_owned()]) };
    let mut length = 0;
    for segment in tokenizer {
        let Ok(segment) = segment else { return Ok(vec!["refused".to_owned()]) };
        length += segment.bytes().len() + 1;
        let elements = segment.elements().count();
        let indexed = segment.indexed();
        let parts: usize = (0..=elements).map(|n| segment.components(n).count()).sum();
        if indexed.len() > elements || parts > length + elements + 2 {
            return Err(format!("{elements} elements of {} bytes", segment.bytes().len()));
        }
    }
    if length > bytes.len() { Err("more than there is".to_owned()) } else { Ok(vec!["taken".to_owned()]) }
}

/// A file in any pieces is the same file.
fn stream(bytes: &[u8], _: &mut Said) -> Result<Vec<String>, String> {
    let whole = segments(bytes);
    if whole != segments(Pieces { bytes, step: 1 + bytes.len() % 97 }) {
        return Err("in pieces it is another file".to_owned());
    }
    Ok(vec![if whole.1 { "taken" } else { "refused" }.to_owned()])
}

fn segments(read: impl Read) -> (Vec<(usize, usize, usize)>, bool) {
    let mut segments = Segments::new(read);
    let mut found = Vec::new();
    loop {
        match segments.advance() {
            Ok(true) => found.extend(
                segments.segment().map(|segment| (segment.number, segment.at, segment.bytes().len())),
            ),
            ended => return (found, ended.is_ok()),
        }
    }
}

struct Pieces<'a> {
    bytes: &'a [u8],
    step: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.step.min(into.len());
        self.bytes.read(&mut into[..length])
    }
}

/// What is read whole is written again, and read as the same.
fn professional(bytes: &[u8], said: &mut Said) -> Result<Vec<String>, String> {
    let read = x12::professional::read(bytes);
    if let Ok(interchange) = &read {
        let mut written = Vec::new();
        x12::professional::write(interchange, &mut written);
        if x12::professional::read(&written).as_ref() != Ok(interchange) {
            return Err("written again it is another file".to_owned());
        }
    }
    taken(said, read)
}

fn institutional(bytes: &[u8], said: &mut Said) -> Result<Vec<String>, String> {
    let read = x12::institutional::read(bytes);
    if let Ok(interchange) = &read {
        let mut written = Vec::new();
        x12::institutional::write(interchange, &mut written);
        if x12::institutional::read(&written).as_ref() != Ok(interchange) {
            return Err("written again it is another file".to_owned());
        }
    }
    taken(said, read)
}

/// As the program reads them.
fn answers(bytes: &[u8], said: &mut Said) -> Result<Vec<String>, String> {
    let told = |problems: Vec<Problem>| problems.into_iter().map(|one| one.code).collect::<Vec<_>>();
    let mut marks = X12Answers.kinds(&mut &*bytes).err().map(told).unwrap_or_default();
    for kind in [AnswerKind::Acknowledgment, AnswerKind::ClaimStatus] {
        match X12Answers.of_claims(&mut &*bytes, kind) {
            Ok(answers) => said.taken += usize::from(!answers.told.is_empty()),
            Err(problems) => marks.extend(told(problems)),
        }
    }
    marks.extend(X12Answers.sent(bytes).err().map(told).unwrap_or_default());
    marks.truncate(MOST_PROBLEMS);
    Ok(marks)
}

/// Whatever is taken balances, by another count than ours; the second pass hands over what the first has seen; and what is
/// posted of it is in balance, or is refused.
fn remittance(bytes: &[u8], said: &mut Said) -> Result<Vec<String>, String> {
    // What balances by our count does so by the other one, though the program refuses it for something else.
    if x12::remittance::check(bytes).is_ok() {
        let payments = recount(bytes)?;
        if let Some(wrong) = payments.iter().find(|payment| payment.said != payment.owed) {
            return Err(format!("a payment of {} cents comes to {}", wrong.said, wrong.owed));
        }
        said.payments += payments.len();
    }
    let checked = match X12Answers.check_remittance(&mut &*bytes) {
        Ok(checked) => checked,
        Err(problems) => return Ok(problems.into_iter().map(|one| one.code).collect()),
    };
    let (mut heads, mut open, mut place, mut paid) = (checked.heads().iter(), None, 0, 0_i128);
    let mut wrong = None;
    let handed = checked.hand_over(&mut &*bytes, &mut |event| {
        let told = match event {
            RemittanceEvent::Payment { method, is_notification } => {
                (place, paid) = (0, 0);
                open = heads.next().map(|head| Payment {
                    key: PaymentKey { payer: PayerId(Uuid::from_u128(1)), trace: head.trace.clone() },
                    is_notification,
                    method,
                    on: head.on,
                    total: head.total,
                    adjustments: Vec::new(),
                });
                Ok(())
            }
            RemittanceEvent::Claim(claim) => {
                (place, paid) = (place + 1, paid + i128::from(claim.paid.0));
                open.as_ref()
                    .map_or(Err("a claim of no payment".to_owned()), |open| post(open, place, &claim))
            }
            RemittanceEvent::Paid(adjustments) => {
                let taken: i128 = adjustments.iter().map(|one| i128::from(one.cents.0)).sum();
                match open.take() {
                    Some(payment) if i128::from(payment.total.0) == paid - taken => {
                        let payment = Payment { adjustments, ..payment };
                        provider_level(&payment, TermsFile::embedded()).map_or(Ok(()), |all| balanced(&all))
                    }
                    _ => Err("what is handed over does not come to the payment".to_owned()),
                }
            }
        };
        wrong = told.err();
        wrong.is_none()
    });
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    handed.map_err(|_| "the second pass refuses what the first has taken".to_owned())?;
    Ok(vec!["taken".to_owned()])
}

/// As if nobody knew the claim, and as if it had been sent just so. An amount beyond what can be held is refused.
fn post(payment: &Payment, place: u32, said: &Adjudication) -> Result<(), String> {
    let book = ReasonBook::embedded();
    outcome(said, book);
    if let Ok(journal) = unmatched(payment, place, said) {
        balanced(journal.as_slice())?;
    }
    let lines = said.lines.iter().enumerate().map(|(n, line)| BilledLine {
        id: ClaimLineId(Uuid::from_u128(100 + n as u128)),
        control: line.control.clone().unwrap_or_default(),
        code: line.code.clone(),
        on: line.on.unwrap_or(payment.on),
        charge: line.charge,
        expected: None,
    });
    let claim = BilledClaim {
        claim: ClaimId(Uuid::from_u128(2)),
        number: said.number.clone(),
        patient: PatientId(Uuid::from_u128(3)),
        payer: payment.key.payer,
        prior_payers: Vec::new(),
        qmb: place.is_multiple_of(2),
        qmb_term: QmbTerm::BillMedicaid,
        has_secondary: place.is_multiple_of(3),
        is_void: place.is_multiple_of(5),
        lines: lines.collect(),
    };
    let mut journals = Vec::new();
    let made = (|| {
        journals.extend(charge(&claim, payment.on, [])?);
        journals.extend(adjudicate(&claim, payment, place, said, book)?);
        journals.extend(interest(&claim, payment, place, said)?);
        journals.extend(settle(&claim, payment.on, &journals)?);
        Ok::<(), ccm::remittance::ledger::Unbalanced>(())
    })();
    drop(made);
    balanced(&journals)
}

fn balanced(journals: &[Journal]) -> Result<(), String> {
    let sum = |journal: &Journal| journal.postings().iter().map(|one| i128::from(one.cents.0)).sum::<i128>();
    match journals.iter().find(|journal| sum(journal) != 0) {
        Some(journal) => Err(format!("a journal of {:?} does not balance", journal.why())),
        None => Ok(()),
    }
}
