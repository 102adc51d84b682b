//! Documents that people hold in their hands.

use ccm::basics::Document;
use ccm::proof::Pack;

use crate::Result;

/// Sets documents as files that are read everywhere. Pure, and it may take a while: see [`crate::App::pdf`]. An
/// installation may be without.
pub trait Documents: Send + Sync {
    /// A tagged PDF; the same document gives the same bytes.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] where the document cannot be set: never because of what is written in it.
    fn pdf(&self, document: &Document) -> Result<Vec<u8>>;

    /// One claim's evidence pack, its verdict on the first page.
    ///
    /// # Errors
    /// As [`Documents::pdf`].
    fn evidence_pack(&self, pack: &Pack) -> Result<Vec<u8>> {
        self.pdf(&pack.document())
    }
}

/// Puts files into one archive.
pub trait Archives: Send + Sync {
    /// The same files give the same bytes.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] where they do not fit into one.
    fn zip(&self, files: &[ccm::proof::seal::PackFile]) -> Result<Vec<u8>>;
}
