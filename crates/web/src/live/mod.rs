//! Others' changes, while one looks: the change feed as server-sent events.
//!
//! An event names a kind and a patient's id, never content. The page asks anew for the parts that show such a thing, by the same
//! addresses and permissions as before. A page that shows a chart says so when it connects, and so others see who is there. One poller for each practice and process reads the feed, however many listen.

mod hub;
mod presence;
mod stream;

pub use hub::{Hub, Told};
pub use presence::Seat;
pub(crate) use stream::routes;
