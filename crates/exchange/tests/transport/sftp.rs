//! Against OpenSSH's own server.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::ports::Transport;
use app::ports::transport::{Compared, Presence, Put, SftpTerms, TransportSecret, Trouble, WhenTaken};
use exchange::clearinghouse::transport::Sftp;
use tokio::net::TcpListener;

use crate::asking::{Asking, PASSWORD, Way};
use crate::proxy::Wire;
use crate::sshd::{PASSPHRASE, Sshd};
use crate::{bytes, fetched, listed, name, outgoing};

fn sftp(server: &Sshd, change: impl FnOnce(&mut SftpTerms)) -> Sftp {
    let mut terms = server.terms();
    change(&mut terms);
    Sftp::new(terms, server.secret()).expect("good terms")
}

#[tokio::test]
async fn a_file_is_put_whole_under_its_name_and_never_over_another() {
    let Some(server) = Sshd::start() else { return };
    let sftp = sftp(&server, |_| {});
    let (name, content) = (name("claims-41.837"), bytes(700_000));
    let file = outgoing(&name, &content);
    assert_eq!(sftp.look(&file).await, Ok(Presence::Absent));
    for _ in 0..2 {
        assert_eq!(sftp.put(&file).await, Put::Done(None));
    }
    assert_eq!(fs::read(server.path("out/claims-41.837")).expect("a file"), content);
    assert!(!server.path("out/claims-41.837.part").exists());
    assert_eq!(sftp.look(&file).await, Ok(Presence::There(Compared::Content)));

    let other = bytes(700_000).split_off(1);
    for other in [other.as_slice(), &[&other[1..], b"xy"].concat()] {
        let other = outgoing(&name, other);
        assert_eq!(sftp.look(&other).await, Ok(Presence::Different));
        assert_eq!(sftp.put(&other).await, Put::Not(Trouble::NameTaken));
    }
    assert_eq!(fs::read(server.path("out/claims-41.837")).expect("a file"), content);
}

#[tokio::test]
async fn only_the_pinned_server_is_talked_to() {
    let Some(server) = Sshd::start() else { return };
    let (name, content) = (name("a.837"), bytes(10));
    let file = outgoing(&name, &content);
    let [stranger, other_kind] = ["stranger", "other-kind"].map(|key| server.public_key(key));
    let wrong_print = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    for pinned in [stranger.as_str(), other_kind.as_str(), wrong_print] {
        let sftp = sftp(&server, |terms| terms.host_key = pinned.into());
        assert_eq!(sftp.put(&file).await, Put::Not(Trouble::NotThem), "{pinned}");
        assert_eq!(sftp.list().await, Err(Trouble::NotThem), "{pinned}");
    }
    let mut nonsense = server.terms();
    nonsense.host_key = "ssh-ed25519 AAAA".into();
    assert_eq!(Sftp::new(nonsense, server.secret()).err(), Some(Trouble::Terms));
    assert!(!server.path("out/a.837").exists());

    let by_print = sftp(&server, |terms| terms.host_key = server.fingerprint());
    assert_eq!(by_print.put(&file).await, Put::Done(None));
}

#[tokio::test]
async fn each_usual_kind_of_key_opens_and_is_recognized() {
    let Some(server) = Sshd::start() else { return };
    let (name, content) = (name("a.837"), bytes(10));
    let file = outgoing(&name, &content);
    // The server has two keys; of both kinds the pinned one is asked for.
    let rsa = sftp(&server, |terms| terms.host_key = server.public_key("host-rsa"));
    assert_eq!(rsa.put(&file).await, Put::Done(None));
    for secret in [server.key("person-rsa"), server.locked_key("person-locked", PASSPHRASE)] {
        let sftp = Sftp::new(server.terms(), secret).expect("good terms");
        assert_eq!(sftp.put(&file).await, Put::Done(None));
    }
    for secret in [server.locked_key("person-locked", "wrong"), server.key("person-locked")] {
        assert_eq!(Sftp::new(server.terms(), secret).err(), Some(Trouble::Terms));
    }
}

#[tokio::test]
async fn who_is_not_admitted_is_told_so() {
    let Some(server) = Sshd::start() else { return };
    let (name, content) = (name("a.837"), bytes(10));
    let file = outgoing(&name, &content);
    for secret in [server.key("stranger"), TransportSecret::Password(b"not it".to_vec())] {
        let sftp = Sftp::new(server.terms(), secret).expect("good terms");
        assert_eq!(sftp.put(&file).await, Put::Not(Trouble::NotAdmitted));
        assert_eq!(sftp.look(&file).await, Err(Trouble::NotAdmitted));
    }
    let token = TransportSecret::Token(b"x".to_vec());
    assert_eq!(Sftp::new(server.terms(), token).err(), Some(Trouble::Terms), "no secret of SSH's");
}

#[tokio::test]
async fn a_password_opens_whether_it_is_asked_for_outright_or_as_a_question() {
    for way in [Way::Outright, Way::AsQuestion] {
        let server = Asking::start(way).await;
        let list = async |password: &str| {
            let terms = SftpTerms {
                host: "127.0.0.1".into(),
                port: server.port,
                user: "larkspur".into(),
                host_key: server.host_key.clone(),
                outbox: "out".into(),
                inbox: "in".into(),
                when_taken: WhenTaken::Leave,
                settle_seconds: 0,
                connect_seconds: 5,
                answer_seconds: 5,
            };
            let secret = TransportSecret::Password(password.as_bytes().to_vec());
            Sftp::new(terms, secret).expect("good terms").list().await
        };
        // Inside, this server supports nothing (status 8).
        assert_eq!(list(PASSWORD).await, Err(Trouble::Refused(8)), "{way:?}");
        assert_eq!(list("open").await, Err(Trouble::NotAdmitted), "{way:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_or_says_nothing_costs_its_time_and_no_more() {
    let Some(mut server) = Sshd::start() else { return };
    let (name, content) = (name("a.837"), bytes(10));
    let file = outgoing(&name, &content);
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = silent.local_addr().expect("an address").port();
    let to_silence = sftp(&server, |terms| (terms.port, terms.connect_seconds) = (port, 1));
    let began = Instant::now();
    assert_eq!(to_silence.put(&file).await, Put::Not(Trouble::Unreachable));
    assert!(began.elapsed() < Duration::from_secs(4));
    let sftp = sftp(&server, |_| {});
    server.kill();
    assert_eq!(sftp.put(&file).await, Put::Not(Trouble::Unreachable));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_said_to_be_none() {
    let Some(server) = Sshd::start() else { return };
    let (name, content) = (name("a.837"), bytes(10));
    let sftp = sftp(&server, |terms| {
        terms.outbox.push_str("/nowhere");
        terms.inbox.push_str("/nowhere");
    });
    assert_eq!(sftp.put(&outgoing(&name, &content)).await, Put::Not(Trouble::NotAllowed));
    assert_eq!(sftp.list().await, Err(Trouble::NotAllowed));
    assert_eq!(fetched(&sftp, &name).await.err(), Some(Trouble::Gone));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_in_the_middle_leaves_it_unclear_and_the_answer_is_no() {
    let Some(mut server) = Sshd::start() else { return };
    let sftp = Arc::new(sftp(&server, |_| {}));
    let content = Arc::new(bytes(64 << 20));
    let (sender, sent) = (sftp.clone(), content.clone());
    let put = tokio::spawn(async move { sender.put(&outgoing(&name("large.837"), &sent)).await });
    let part = server.path("out/large.837.part");
    let began = Instant::now();
    while fs::metadata(&part).map_or(0, |part| part.len()) == 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "it never began");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    server.kill();
    let put = put.await.expect("an answer");
    assert!(matches!(put, Put::Unclear(Trouble::BrokeOff | Trouble::TimedOut)), "{put:?}");
    let written = fs::metadata(&part).expect("a part").len();
    assert!(written < content.len() as u64, "it was killed too late to show anything");

    server.run();
    let (name, content) = (name("large.837"), content.as_slice());
    let file = outgoing(&name, content);
    assert_eq!(sftp.look(&file).await, Ok(Presence::Partial), "no");
    assert_eq!(sftp.put(&file).await, Put::Done(None), "the same again");
    assert!(fs::read(server.path("out/large.837")).expect("a file") == content);
    assert_eq!(sftp.look(&file).await, Ok(Presence::There(Compared::Content)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_cut_after_the_last_step_leaves_it_unclear_and_the_answer_is_yes() {
    let Some(server) = Sshd::start() else { return };
    let wire = Wire::to(server.port, Duration::from_millis(150)).await;
    let sftp = Arc::new(sftp(&server, |terms| terms.port = wire.port));
    let content = Arc::new(bytes(50_000));
    let (sender, sent) = (sftp.clone(), content.clone());
    let put = tokio::spawn(async move { sender.put(&outgoing(&name("cut.837"), &sent)).await });
    let whole = server.path("out/cut.837");
    let began = Instant::now();
    while !whole.exists() {
        assert!(began.elapsed() < Duration::from_secs(30), "it was never named");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // It is named, and the answer that says so is on its way.
    wire.cut();
    let put = put.await.expect("an answer");
    assert!(matches!(put, Put::Unclear(Trouble::BrokeOff | Trouble::TimedOut)), "{put:?}");

    wire.mend();
    let (name, content) = (name("cut.837"), content.as_slice());
    let file = outgoing(&name, content);
    assert_eq!(sftp.look(&file).await, Ok(Presence::There(Compared::Content)), "yes");
    assert_eq!(sftp.put(&file).await, Put::Done(None), "and again does nothing");
}

#[tokio::test]
async fn what_waits_is_listed_fetched_in_chunks_and_taken() {
    let Some(server) = Sshd::start() else { return };
    let content = bytes(5_000_000);
    fs::write(server.path("in/b.835"), &content).expect("a file");
    fs::write(server.path("in/a 1.999"), "ISA").expect("a file");
    for left_out in [".hidden", "c.835.part", "d.filepart"] {
        fs::write(server.path("in").join(left_out), "x").expect("a file");
    }
    fs::create_dir(server.path("in/older")).expect("a folder");

    let leaver = sftp(&server, |_| {});
    assert_eq!(listed(&leaver).await, ["a 1.999", "b.835"]);
    assert_eq!(leaver.list().await.expect("a list")[1].bytes, Some(5_000_000));
    let (read, largest) = fetched(&leaver, &name("b.835")).await.expect("its bytes");
    assert!(read == content && largest <= 256 * 1024, "{largest}");
    leaver.taken(&name("b.835")).await.expect("nothing to do");
    assert_eq!(listed(&leaver).await.len(), 2);

    let waiting = sftp(&server, |terms| terms.settle_seconds = 3_600);
    assert!(listed(&waiting).await.is_empty(), "they may still be in writing");

    let mover = sftp(&server, |terms| terms.when_taken = WhenTaken::Move("taken".into()));
    for _ in 0..2 {
        mover.taken(&name("b.835")).await.expect("moved, or moved already");
    }
    fs::write(server.path("in/b.835"), "again").expect("a file");
    mover.taken(&name("b.835")).await.expect("moved");
    assert_eq!(fs::read(server.path("in/taken/b.835.2")).expect("a file"), b"again");
    assert_eq!(listed(&mover).await, ["a 1.999"]);

    let remover = sftp(&server, |terms| terms.when_taken = WhenTaken::Delete);
    fs::write(server.path("in/e.835"), "x").expect("a file");
    for _ in 0..2 {
        remover.taken(&name("e.835")).await.expect("gone, or gone already");
    }
    assert_eq!(listed(&remover).await, ["a 1.999"]);
}

#[tokio::test]
async fn a_file_that_breaks_off_is_an_error_and_not_an_end() {
    let Some(mut server) = Sshd::start() else { return };
    fs::write(server.path("in/b.835"), bytes(64 << 20)).expect("a file");
    let sftp = sftp(&server, |_| {});
    let mut incoming = sftp.fetch(&name("b.835")).await.expect("it opens");
    assert!(incoming.chunk().await.expect("a chunk").is_some());
    server.kill();
    let mut read = 0;
    let trouble = loop {
        match incoming.chunk().await {
            Ok(Some(chunk)) => read += chunk.len(),
            Ok(None) => panic!("an end after {read} bytes"),
            Err(trouble) => break trouble,
        }
    };
    assert!(matches!(trouble, Trouble::BrokeOff | Trouble::TimedOut), "{trouble:?}");
}
