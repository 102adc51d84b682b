//! A server that asks for a password, outright or as a question: OpenSSH's own would ask for that of an account of this
//! machine. It lets people in to an empty mailbox of which it knows nothing.

use std::sync::Arc;

use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{PrivateKey, PublicKey};
use russh::server::{Auth, ChannelOpenHandle, Config, Handler, Msg, Response, Session, run_stream};
use russh::{Channel, ChannelId, MethodKind, MethodSet};
use russh_sftp::protocol::StatusCode;
use tokio::net::TcpListener;

pub const PASSWORD: &str = "open, please";

/// Which way it asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    Outright,
    AsQuestion,
}

pub struct Asking {
    pub port: u16,
    pub host_key: String,
}

impl Asking {
    pub async fn start(way: Way) -> Self {
        let key = PrivateKey::from(Ed25519Keypair::from_seed(&[7; 32]));
        let host_key = PublicKey::from(&key).to_openssh().expect("a key");
        let method = match way {
            Way::Outright => MethodKind::Password,
            Way::AsQuestion => MethodKind::KeyboardInteractive,
        };
        let mut config = Config { keys: vec![key], methods: MethodSet::empty(), ..Config::default() };
        config.methods.push(method);
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let config = config.clone();
                tokio::spawn(async move {
                    if let Ok(session) = run_stream(config, stream, Guest { way, channel: None }).await {
                        let _ = session.await;
                    }
                });
            }
        });
        Self { port, host_key }
    }
}

struct Guest {
    way: Way,
    channel: Option<Channel<Msg>>,
}

impl Handler for Guest {
    type Error = russh::Error;

    async fn auth_password(&mut self, _: &str, password: &str) -> Result<Auth, Self::Error> {
        let is_right = self.way == Way::Outright && password == PASSWORD;
        Ok(if is_right { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        _: &str,
        _: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        let Some(mut answers) = response else {
            return Ok(Auth::Partial {
                name: "sign in".into(),
                instructions: "".into(),
                prompts: vec![("Password: ".into(), false)].into(),
            });
        };
        let is_right = answers.next().is_some_and(|answer| answer[..] == *PASSWORD.as_bytes());
        Ok(if is_right { Auth::Accept } else { Auth::reject() })
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.channel = Some(channel);
        reply.accept().await;
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        id: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        if let Some(channel) = self.channel.take() {
            session.channel_success(id)?;
            russh_sftp::server::run(channel.into_stream(), Nothing).await;
        }
        Ok(())
    }
}

/// Supports no request at all.
struct Nothing;

impl russh_sftp::server::Handler for Nothing {
    type Error = StatusCode;

    fn unimplemented(&self) -> Self::Error {
        StatusCode::OpUnsupported
    }
}
