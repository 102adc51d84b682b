//! The clock of somebody who comes, and of somebody who goes.

use app::access::SignedIn;
use ccm::access::Permission;
use ccm::time::clock::Face;

use crate::Web;

/// Somebody has signed in: a clock that nobody has been heard of for a while stands still from here on. Whether one stands,
/// so that its person is asked once what to do with it. Nobody is kept from signing in by what fails here.
pub(crate) async fn looked_after(web: &Web, signed_in: &SignedIn) -> bool {
    if !keeps_time(signed_in) {
        return false;
    }
    match app::time::at_sign_in(&web.app, &signed_in.actor(), signed_in.place()).await {
        Ok(answer) => answer.clock.is_some_and(|clock| clock.face == Face::Paused),
        Err(error) => {
            tracing::warn!(%error, "a clock could not be looked after");
            false
        }
    }
}

/// Somebody goes: whatever clock of theirs is under way has ended.
pub(crate) async fn stopped(web: &Web, signed_in: &SignedIn) {
    if !keeps_time(signed_in) {
        return;
    }
    if let Err(error) = app::time::stop_any(&web.app, &signed_in.actor(), signed_in.place()).await {
        tracing::warn!(%error, "a clock could not be stopped");
    }
}

fn keeps_time(signed_in: &SignedIn) -> bool {
    signed_in.practice.is_some() && signed_in.may(Permission::RecordCare)
}
