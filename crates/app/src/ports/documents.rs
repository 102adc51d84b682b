//! Documents that people hold in their hands.

use ccm::proof::Pack;

use crate::Result;

/// Makes PDF of what the domain says. An installation may be without.
pub trait Documents: Send + Sync {
    /// One claim's evidence pack, its verdict on the first page.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] where it cannot be laid out.
    fn evidence_pack(&self, pack: &Pack) -> Result<Vec<u8>>;
}

/// Puts files into one archive.
pub trait Archives: Send + Sync {
    /// The same files give the same bytes.
    ///
    /// # Errors
    /// [`crate::Error::Internal`] where they do not fit into one.
    fn zip(&self, files: &[ccm::proof::seal::PackFile]) -> Result<Vec<u8>>;
}
