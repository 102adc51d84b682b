//! A document that leaves as a file.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// Its name holds ids alone: it stays in lists of downloads.
pub struct Pdf {
    /// Without its ending.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl IntoResponse for Pdf {
    fn into_response(self) -> Response {
        let name = format!("attachment; filename=\"{}.pdf\"", self.name);
        let headers = [
            (CONTENT_TYPE, "application/pdf".to_owned()),
            (CONTENT_DISPOSITION, name),
            (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        ];
        (headers, self.bytes).into_response()
    }
}
