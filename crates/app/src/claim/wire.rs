//! Who hands files to whom: each pair has interchanges of its own.

use ccm::people::PayerProfile;

use crate::App;
use crate::ports::FileKind;
use crate::ports::carriage::NoWay;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wire<'a> {
    pub receiver: (&'a str, &'a str),
    pub submitter: (&'a str, &'a str),
}

impl<'a> Wire<'a> {
    pub fn of(payer: &'a PayerProfile) -> Self {
        Self {
            receiver: (&payer.receiver_qualifier, &payer.receiver_id),
            submitter: (&payer.submitter_qualifier, &payer.submitter_id),
        }
    }

    /// Where its numbers are counted.
    pub fn scope(&self, kind: &str) -> String {
        format!("{kind}/{}/{}", self.submitter.1, self.receiver.1)
    }

    /// `837P-SUBMITTER-RECEIVER-000000101.x12`. Ids are others' words: only letters and digits of them go into a name.
    pub fn file_name(&self, kind: FileKind, interchange: i64) -> String {
        let plain = |id: &str| id.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        let (from, to) = (plain(self.submitter.1), plain(self.receiver.1));
        format!("{}-{from}-{to}-{interchange:09}.x12", kind.word())
    }
}

/// A mailbox of the payer's is agreed on, also one whose terms cannot be used yet.
pub(crate) fn has_way(app: &App, payer: &PayerProfile) -> bool {
    !matches!(app.transports.of(payer), Err(NoWay::None | NoWay::Portal))
}
