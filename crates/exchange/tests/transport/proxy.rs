//! A wire between us and a server, on which answers are slow, and which can be cut while one is on its way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub struct Wire {
    pub port: u16,
    cut: Arc<AtomicBool>,
}

impl Wire {
    pub async fn to(server: u16, answers_after: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let cut = Arc::new(AtomicBool::new(false));
        let flag = cut.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(("127.0.0.1", server)).await else { continue };
                tokio::spawn(carry(client, server, answers_after, flag.clone()));
            }
        });
        Self { port, cut }
    }

    /// Answers that are on their way never arrive, and both sides find the wire cut.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    pub fn mend(&self) {
        self.cut.store(false, Ordering::SeqCst);
    }
}

async fn carry(client: TcpStream, server: TcpStream, answers_after: Duration, cut: Arc<AtomicBool>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let there = async {
        let _ = tokio::io::copy(&mut from_client, &mut to_server).await;
    };
    let back = async {
        let mut bytes = vec![0; 64 * 1024];
        while let Ok(read @ 1..) = from_server.read(&mut bytes).await {
            tokio::time::sleep(answers_after).await;
            if cut.load(Ordering::SeqCst) || to_client.write_all(&bytes[..read]).await.is_err() {
                return;
            }
        }
    };
    // Whichever ends takes the other with it.
    tokio::select! { () = there => {}, () = back => {} }
}
