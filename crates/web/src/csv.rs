//! Tables to take away: comma-separated values that a spreadsheet opens and does not run.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::PageError;

/// A file of rows under their heads. `name` is without its ending.
///
/// # Errors
/// A failure of ours for rows that are not as long as their head.
pub(crate) fn answer<R: AsRef<[String]>>(
    name: &str,
    head: &[&str],
    rows: impl IntoIterator<Item = R>,
) -> Result<Response, PageError> {
    let failed = |error: csv::Error| app::Error::Internal(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).map_err(failed)?;
    for row in rows {
        writer.write_record(row.as_ref().iter().map(|cell| tame(cell))).map_err(failed)?;
    }
    let body = writer.into_inner().map_err(|error| app::Error::Internal(error.to_string()))?;
    let name = format!("attachment; filename=\"{name}.csv\"");
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, body).into_response())
}

/// A cell that a spreadsheet would take for a formula gets a mark before it; a number stays one.
fn tame(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(tame("=1+1"), "'=1+1");
        assert_eq!(tame("@sum"), "'@sum");
        assert_eq!(tame("-12.50"), "-12.50");
        assert_eq!(tame("Reed, Ana"), "Reed, Ana");
    }
}
