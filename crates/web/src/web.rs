//! What handlers share.

use std::ops::Deref;
use std::sync::Arc;

use app::App;

use crate::WebOptions;
use crate::door::rate::Rates;
use crate::live::Hub;

/// The state of the router: one for all requests, cheap to hand on.
#[derive(Clone)]
pub struct Web(Arc<Shared>);

/// Reached through [`Web`].
pub struct Shared {
    pub app: App,
    pub options: WebOptions,
    pub rates: Rates,
    pub live: Hub,
}

impl Web {
    pub(crate) fn new(app: App, options: WebOptions) -> Self {
        let rates = Rates::new(&options.limits);
        let live = Hub::new(app.clone(), &options.limits);
        Self(Arc::new(Shared { app, options, rates, live }))
    }
}

impl Deref for Web {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
