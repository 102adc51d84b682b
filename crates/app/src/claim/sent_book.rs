//! Of which claims and questions an answer speaks, by the files that we sent.

use std::collections::HashMap;

use ccm::people::PayerProfile;

use crate::ports::ClaimFileRow;
use crate::ports::answers::{Scope, SentFile, SentSet, ToldOfClaims};
use crate::ports::carriage::FileNumber;
use crate::{App, Error, Result, Work};

/// What our own files hold, each read once, from the bytes that were sent.
#[derive(Default)]
pub(super) struct SentBook {
    /// Whose answers come to the mailbox that the answer lay in; nobody's where a person brought it.
    mailbox: Vec<PayerProfile>,
    files: HashMap<FileNumber, Vec<Sent>>,
}

struct Sent {
    /// Without its bytes.
    row: ClaimFileRow,
    file: SentFile,
}

/// What an answer speaks of; nothing for a name that we never gave.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Meant {
    /// Numbers of claims.
    pub claims: Vec<String>,
    /// Sets of questions about people, by their BHT03.
    pub questions: Vec<String>,
}

impl Meant {
    pub fn is_nothing(&self) -> bool {
        self.claims.is_empty() && self.questions.is_empty()
    }
}

impl SentBook {
    pub fn of(mailbox: Vec<PayerProfile>) -> Self {
        Self { mailbox, files: HashMap::new() }
    }

    pub async fn meant(&mut self, app: &App, work: &mut Work, told: &ToldOfClaims) -> Result<Meant> {
        let number = match &told.scope {
            Scope::Claim(number) => {
                return Ok(Meant { claims: vec![number.clone()], questions: Vec::new() });
            }
            Scope::Interchange(control, _) => FileNumber::Interchange(*control),
            Scope::Group(group) | Scope::Set(group, _) => FileNumber::Group(*group),
            // BHT03 is the file's batch and the number of the set in it.
            Scope::Batch(batch) => FileNumber::Batch(batch.split('S').next().unwrap_or_default().to_owned()),
        };
        if !self.files.contains_key(&number) {
            let sent = read(app, work, &number).await?;
            self.files.insert(number.clone(), sent);
        }
        let sent = self.files.get(&number).map(Vec::as_slice).unwrap_or_default();
        let Some(file) = chosen(sent, told, &self.mailbox) else { return Ok(Meant::default()) };
        let mut meant = Meant::default();
        for set in file.sets.iter().filter(|set| is_in(set, &told.scope)) {
            match set.claims.is_empty() {
                true => meant.questions.push(set.batch.clone()),
                false => meant.claims.extend_from_slice(&set.claims),
            }
        }
        Ok(meant)
    }
}

async fn read(app: &App, work: &mut Work, number: &FileNumber) -> Result<Vec<Sent>> {
    let practice = work.practice_id()?;
    let mut sent = Vec::new();
    for mut row in work.tx.files_numbered(practice, number).await? {
        let file = app
            .answers
            .sent(&row.body)
            .map_err(|_| Error::Internal(format!("{} is a file of ours that cannot be read", row.id)))?;
        row.body.clear();
        sent.push(Sent { row, file });
    }
    Ok(sent)
}

fn is_in(set: &SentSet, scope: &Scope) -> bool {
    match scope {
        Scope::Set(_, control) => set.set == *control,
        Scope::Batch(batch) => set.batch == *batch,
        Scope::Interchange(..) | Scope::Group(_) | Scope::Claim(_) => true,
    }
}

/// Of files with one number the one to that receiver. A clearinghouse answers under ids of its own: then the only one of that
/// submitter, else the only one whose answers come to that mailbox.
fn chosen<'a>(sent: &'a [Sent], told: &ToldOfClaims, mailbox: &[PayerProfile]) -> Option<&'a SentFile> {
    let fitting: Vec<&Sent> = sent.iter().filter(|one| fits(one, told)).collect();
    let is_theirs = |one: &&&Sent| one.row.receiver.trim() == told.between.from;
    let comes_there = |one: &&Sent| mailbox.iter().any(|payer| one.row.goes_to(payer));
    let theirs = fitting.iter().find(is_theirs).copied();
    let found = theirs.or_else(|| only(fitting.iter().copied()));
    found.or_else(|| only(fitting.iter().copied().filter(comes_there))).map(|one| &one.file)
}

/// Whether an answer may mean the file. Other systems may have used the same submitter id and the same numbers before.
fn fits(one: &Sent, told: &ToldOfClaims) -> bool {
    let submitter = one.row.submitter.as_deref();
    let is_ours = submitter.is_none_or(|submitter| submitter.trim() == told.between.to);
    match told.scope {
        Scope::Interchange(_, written) => is_ours && one.file.written == written,
        // Nothing is answered before it is written. Clocks of two zones are a day apart at most.
        Scope::Group(_) | Scope::Set(..) => {
            is_ours && one.file.written.date() <= told.between.on.tomorrow().unwrap_or(told.between.on)
        }
        // Never given twice, by anybody.
        Scope::Batch(_) | Scope::Claim(_) => true,
    }
}

fn only<'a>(mut among: impl Iterator<Item = &'a Sent>) -> Option<&'a Sent> {
    let first = among.next()?;
    among.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use ccm::basics::*;
    use ccm::claim::ClaimStep;
    use jiff::civil::date;

    use super::*;
    use crate::ports::FileKind;
    use crate::ports::answers::Between;

    /// Number 7, from us to a receiver.
    fn sent(receiver: &str, day: i8) -> Sent {
        let row = ClaimFileRow {
            id: ClaimFileId(uuid::Uuid::from_u128(7)),
            month: "2026-09".parse().unwrap(),
            name: "7.x12".into(),
            receiver: receiver.into(),
            submitter: Some("US".into()),
            goes_by_itself: true,
            interchange: 7,
            group: Some(7),
            batch: None,
            kind: FileKind::Professional,
            claims: 1,
            total: Cents(1),
            sha256: [0; 32],
            body: Vec::new(),
            created_at: Timestamp::UNIX_EPOCH,
        };
        let set = SentSet { group: 7, set: 1, batch: "B7S1".into(), claims: vec![receiver.into()] };
        Sent { row, file: SentFile { written: date(2026, 10, day).at(9, 15, 0, 0), sets: vec![set] } }
    }

    fn payer(receiver: &str) -> PayerProfile {
        let text = format!(
            r#"{{"name": "P", "kind": "medicare_ffs", "payer_id": "P", "filing_indicator": "MB", "receiver_name": "R",
            "receiver_id": "{receiver}", "receiver_qualifier": "ZZ", "submitter_name": "S", "submitter_id": "US",
            "submitter_qualifier": "ZZ", "contact_name": "C", "contact_phone": "5035550142", "claims_per_set": 500,
            "coverage_names": [], "coverage_types": []}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    /// Whose file an answer means: the receiver that its one claim is called after.
    fn means(sent: &[Sent], from: &str, on: i8, scope: Scope, mailbox: &[PayerProfile]) -> Option<String> {
        let between = Between { from: from.into(), to: "US".into(), on: date(2026, 10, on) };
        let told = ToldOfClaims { between, scope, step: ClaimStep::InterchangeAccepted, segment: 1 };
        chosen(sent, &told, mailbox).map(|file| file.sets[0].claims[0].clone())
    }

    #[test]
    fn a_number_is_ours_only_with_its_day() {
        let files = [sent("A", 2)];
        let ta1 = |day, minute| Scope::Interchange(7, date(2026, 10, day).at(9, minute, 0, 0));
        assert_eq!(means(&files, "A", 2, ta1(2, 15), &[]).as_deref(), Some("A"));
        assert_eq!(means(&files, "A", 2, ta1(2, 16), &[]), None, "of a system of before");
        assert_eq!(means(&files, "A", 2, ta1(1, 15), &[]), None);
        assert_eq!(
            means(&files, "A", 1, Scope::Group(7), &[]).as_deref(),
            Some("A"),
            "by a clock to the west"
        );
        let may = date(2026, 5, 2);
        let between = Between { from: "A".into(), to: "US".into(), on: may };
        let step = ClaimStep::SyntaxRejected { codes: Vec::new() };
        let old = ToldOfClaims { between, scope: Scope::Set(7, 1), step, segment: 1 };
        assert!(chosen(&files, &old, &[]).is_none(), "written before our file was");
    }

    #[test]
    fn who_answers_under_another_id_is_known_by_the_mailbox() {
        let files = [sent("A", 2), sent("B", 2)];
        let group = || Scope::Group(7);
        assert_eq!(means(&files, "B", 3, group(), &[]).as_deref(), Some("B"));
        assert_eq!(means(&files[..1], "HOUSE", 3, group(), &[]).as_deref(), Some("A"), "the only one");
        assert_eq!(means(&files, "HOUSE", 3, group(), &[]), None, "nobody can tell");
        assert_eq!(means(&files, "HOUSE", 3, group(), &[payer("B")]).as_deref(), Some("B"));
        assert_eq!(means(&files, "HOUSE", 3, group(), &[payer("A"), payer("B")]), None);
    }
}
