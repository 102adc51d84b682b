//! The log as a file: NDJSON, newest first, as it is read and in flat memory.

use app::audit::Export;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use ccm::access::Permission;

use super::filter;
use crate::access::SignedIn;
use crate::forms::Posted;
use crate::people::typed::Typed;
use crate::{PageError, Web};

pub(super) async fn create(
    State(web): State<Web>,
    signed_in: SignedIn,
    Posted(typed): Posted<Typed>,
) -> Result<Response, PageError> {
    signed_in.confirmed(&web, Permission::ExportAudit)?;
    let zone = app::people::zone_now(&web.app, signed_in.place()).await?;
    let (wanted, _) = filter::read(&web, &signed_in, &zone, &typed).await?;
    let mut export = Export::begin(&web.app, &signed_in.actor(), signed_in.place(), &wanted).await?;
    let lines = async_stream::stream! {
        loop {
            match export.next().await {
                Ok(Some(lines)) => yield Ok(lines),
                Ok(None) => break,
                // The file ends early, and the browser says so.
                Err(error) => {
                    tracing::warn!(%error, "an export of the audit log ended early");
                    yield Err(std::io::Error::other("the export ended early"));
                    break;
                }
            }
        }
    };
    let day = zone.to_datetime(web.app.now()).date();
    let name = format!("attachment; filename=\"audit-{day}.ndjson\"");
    let headers = [(CONTENT_TYPE, "application/x-ndjson".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(lines)).into_response())
}
