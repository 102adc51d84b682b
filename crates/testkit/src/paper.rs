//! Documents without a press: the document itself as the file, so that tests need no fonts.

use app::ports::Documents;
use ccm::basics::Document;

/// Writes what was to be set, behind the first bytes of a PDF.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paper;

impl Documents for Paper {
    fn pdf(&self, document: &Document) -> app::Result<Vec<u8>> {
        let body = serde_json::to_vec(document).map_err(|error| app::Error::Internal(error.to_string()))?;
        Ok([b"%PDF-paper\n".as_slice(), &body].concat())
    }
}
