//! `perennial serve`

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use app::{App, Place};
use tokio::sync::watch;

use crate::serve::provider::ProviderOptions;
use crate::serve::{jobs, listen};
use crate::wiring;

/// Serves pages until the program is asked to end.
pub async fn run(
    mut app: App,
    address: SocketAddr,
    mut options: web::WebOptions,
    provider: &ProviderOptions,
) -> Result<()> {
    let began = Instant::now();
    // Where there is one organization, what it imported continues the rules of its pages.
    if let [only] = &app.organizations().await?[..] {
        wiring::continue_with_imports(&mut app, Place { organization: only.id, practice: None }).await?;
        if !app.is_demo && !app::access::has_administrator(&app, only.id).await? {
            options.setup_code = Some(setup_code(&app)?);
        }
    }
    let listener = listen::open(address).await?;
    let at = listener.local_addr()?;
    // A passkey needs a domain name: a machine that serves itself alone is found under `localhost`.
    if options.origin.is_none() && at.ip().is_loopback() && !options.is_https {
        options.origin = Some(format!("http://localhost:{}", at.port()));
    }
    if let Some(origin) = &options.origin {
        app.passkeys = Some(Arc::new(passkeys::OriginPasskeys::new(origin)?));
    }
    app.identity_provider = provider.provider(options.origin.as_deref())?;
    let (end, ending) = watch::channel(false);
    options.ending = Some(ending.clone());
    let proxies = std::mem::take(&mut options.proxies);
    let code = options.setup_code.clone();
    let router = web::router(app.clone(), options);
    let mut jobs = jobs::start(&app, &ending);
    println!("Perennial is at http://{at} (after {} ms); Ctrl-C ends it", began.elapsed().as_millis());
    if let Some(code) = code {
        println!("Nobody can sign in yet. The first page asks for this setup code: {code}");
    }
    tokio::spawn(async move {
        asked_to_end().await;
        end.send_replace(true);
    });
    listen::serve(listener, router, proxies, ending).await;
    while jobs.join_next().await.is_some() {}
    println!("ended");
    Ok(())
}

/// 64 bits, as eight letters and eight more.
fn setup_code(app: &App) -> Result<String> {
    let mut bytes = [0; 8];
    app.secrets.random(&mut bytes)?;
    let [a, b, c, d, e, f, g, h] = bytes;
    Ok(format!("{a:02x}{b:02x}{c:02x}{d:02x}-{e:02x}{f:02x}{g:02x}{h:02x}"))
}

/// Ctrl-C, or what a service manager sends.
async fn asked_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
