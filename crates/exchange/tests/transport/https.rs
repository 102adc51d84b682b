//! Against a stand-in, and against a server whose certificate nobody vouches for.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use app::ports::Transport;
use app::ports::transport::{
    Compared, HttpsAnswer, HttpsBody, HttpsInbox, HttpsRequest, HttpsTerms, Presence, Put, SecretHeader,
    TransportSecret, Trouble,
};
use exchange::clearinghouse::transport::Https;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::stand_in::{Say, StandIn, hash};
use crate::{bytes, fetched, listed, name, outgoing};

fn request(method: &str, address: &str, path: &str) -> HttpsRequest {
    HttpsRequest { method: method.into(), url: format!("{address}{path}") }
}

fn terms(address: &str) -> HttpsTerms {
    HttpsTerms {
        put: request("PUT", address, "/files/{name}?hash={sha256}"),
        body: HttpsBody::Plain { content_type: "application/edi-x12".into() },
        answer: HttpsAnswer {
            accepted: vec![200, 202],
            must_hold: Some("received".into()),
            known: vec![409],
            receipt: Some("/receipt/id".into()),
        },
        look: Some(request("HEAD", address, "/files/{name}")),
        inbox: Some(HttpsInbox {
            list: request("GET", address, "/inbox"),
            items: "/files".into(),
            name: "/id".into(),
            fetch: request("GET", address, "/inbox/{name}"),
            taken: Some(request("DELETE", address, "/inbox/{name}")),
        }),
        headers: vec![("x-sender".into(), "LARKSUB".into())],
        secret: Some(SecretHeader {
            header: "authorization".into(),
            before: "Bearer ".into(),
            secret: "partner-token".into(),
        }),
        connect_seconds: 1,
        answer_seconds: 1,
    }
}

fn token() -> TransportSecret {
    TransportSecret::Token(b"a secret".to_vec())
}

fn https(address: &str) -> Https {
    Https::new(terms(address), Some(&token())).expect("good terms")
}

#[tokio::test]
async fn what_is_sent_is_what_the_terms_say() {
    let partner = StandIn::start().await;
    partner.says(Say::Status(202, "{\"state\": \"received\"}"));
    let (name, content) = (name("claims-41.837"), bytes(100_000));
    assert_eq!(https(&partner.address).put(&outgoing(&name, &content)).await, Put::Done(None));
    let heard = &partner.heard()[0];
    assert_eq!((heard.method.as_str(), heard.path.as_str()), ("PUT", "files/claims-41.837"));
    assert_eq!(heard.authorization, "Bearer a secret");
    assert_eq!(heard.content_type, "application/edi-x12");
    assert_eq!(heard.body, content);
}

#[tokio::test]
async fn a_form_holds_the_file_in_its_field() {
    let partner = StandIn::start().await;
    partner.says(Say::Status(200, "received"));
    let mut terms = terms(&partner.address);
    terms.put = request("POST", &partner.address, "/upload");
    let also = vec![("sum".to_owned(), "{sha256}".to_owned()), ("as".to_owned(), "{name}".to_owned())];
    terms.body = HttpsBody::Form { field: "file".into(), content_type: "text/plain".into(), also };
    terms.headers = vec![];
    let (name, content) = (name("a.837"), b"ISA*~--perennial0-".to_vec());
    let https = Https::new(terms, Some(&token())).expect("good terms");
    assert_eq!(https.put(&outgoing(&name, &content)).await, Put::Done(None));
    let heard = &partner.heard()[0];
    let boundary = heard.content_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let expected = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"sum\"\r\n\r\n{}\r\n--{boundary}\r\n\
         content-disposition: form-data; name=\"as\"\r\n\r\na.837\r\n--{boundary}\r\ncontent-disposition: form-data; \
         name=\"file\"; filename=\"a.837\"\r\ncontent-type: text/plain\r\n\r\nISA*~--perennial0-\r\n--{boundary}--\r\n",
        hash(&content)
    );
    assert_eq!(String::from_utf8_lossy(&heard.body), expected);
}

#[tokio::test]
async fn an_answer_means_what_was_agreed() {
    let partner = StandIn::start().await;
    let https = https(&partner.address);
    let (name, content) = (name("a.837"), bytes(1_000));
    for (status, body, expected) in [
        (200, "received", Put::Done(None)),
        (202, "it was received", Put::Done(None)),
        (200, "{\"is\": \"received\", \"receipt\": {\"id\": 4711}}", Put::Done(Some("4711".into()))),
        (200, "{\"is\": \"received\", \"receipt\": {\"id\": \" R-9 \"}}", Put::Done(Some("R-9".into()))),
        (200, "{\"is\": \"received\", \"receipt\": {\"id\": \"a\\nb\"}}", Put::Done(None)),
        // They have one of this name, which may be another.
        (409, "", Put::Known),
        // A page of a proxy, for instance.
        (200, "<html>please sign in</html>", Put::Unclear(Trouble::NotUnderstood)),
        (204, "", Put::Unclear(Trouble::NotUnderstood)),
        (400, "received", Put::Not(Trouble::Refused(400))),
        (401, "", Put::Not(Trouble::NotAdmitted)),
        (403, "", Put::Not(Trouble::NotAdmitted)),
        (408, "", Put::Unclear(Trouble::TimedOut)),
        (413, "", Put::Not(Trouble::TooLarge)),
        (429, "", Put::Not(Trouble::Refused(429))),
        (500, "received", Put::Unclear(Trouble::Refused(500))),
        (502, "", Put::Unclear(Trouble::Refused(502))),
    ] {
        partner.says(Say::Status(status, body));
        assert_eq!(https.put(&outgoing(&name, &content)).await, expected, "{status} {body}");
    }
}

#[tokio::test]
async fn one_that_times_out_after_accepting_is_unclear_and_gets_the_same_again() {
    let partner = StandIn::start().await;
    let https = https(&partner.address);
    let (name, content) = (name("a.837"), bytes(50_000));
    let file = outgoing(&name, &content);
    partner.says(Say::Nothing);
    let began = Instant::now();
    assert_eq!(https.put(&file).await, Put::Unclear(Trouble::TimedOut));
    assert!(began.elapsed() < Duration::from_secs(10));
    partner.says(Say::Status(200, ""));
    assert_eq!(https.look(&file).await, Ok(Presence::There(Compared::Name)), "they have it");
    partner.says(Say::Status(409, ""));
    assert_eq!(https.put(&file).await, Put::Known);
    let heard = partner.heard();
    assert_eq!(heard[0], heard[2], "the same name, the same bytes");
    assert_eq!(hash(&heard[2].body), hash(&content));
}

#[tokio::test]
async fn nobody_is_followed_elsewhere() {
    let partner = StandIn::start().await;
    let https = https(&partner.address);
    let (name, content) = (name("a.837"), bytes(10));
    let file = outgoing(&name, &content);
    for _ in 0..3 {
        partner.says(Say::Elsewhere);
    }
    assert_eq!(https.put(&file).await, Put::Unclear(Trouble::SentElsewhere));
    assert_eq!(https.look(&file).await, Err(Trouble::SentElsewhere));
    assert_eq!(https.list().await, Err(Trouble::SentElsewhere));
    assert!(partner.heard().iter().all(|heard| !heard.path.contains("elsewhere")));
    assert_eq!(partner.heard().len(), 3);
}

#[tokio::test]
async fn whether_a_name_is_there_is_asked() {
    let partner = StandIn::start().await;
    let (name, content) = (name("a.837"), bytes(10));
    let file = outgoing(&name, &content);
    for (status, expected) in [
        (200, Ok(Presence::There(Compared::Name))),
        (404, Ok(Presence::Absent)),
        (410, Ok(Presence::Absent)),
        (401, Err(Trouble::NotAdmitted)),
        (503, Err(Trouble::Refused(503))),
    ] {
        partner.says(Say::Status(status, ""));
        assert_eq!(https(&partner.address).look(&file).await, expected, "{status}");
    }
    let mut silent = terms(&partner.address);
    silent.look = None;
    let silent = Https::new(silent, Some(&token())).expect("good terms");
    assert_eq!(silent.look(&file).await, Ok(Presence::CannotSay));
}

#[tokio::test]
async fn what_waits_is_listed_fetched_and_told_to_be_taken() {
    let partner = StandIn::start().await;
    let https = https(&partner.address);
    partner.says(Say::Status(
        200,
        r#"{"files": [{"id": "b 1.835"}, {"id": "a.999"}, {"id": "../etc/passwd"}]}"#,
    ));
    assert_eq!(listed(&https).await, ["a.999", "b 1.835"]);
    let waiting = app::ports::transport::FileName::theirs("b 1.835").expect("a name");
    partner.says(Say::Status(200, "ISA*00*"));
    assert_eq!(fetched(&https, &waiting).await.expect("its bytes").0, b"ISA*00*");
    for status in [204, 404] {
        partner.says(Say::Status(status, ""));
        https.taken(&waiting).await.expect("taken, or taken already");
    }
    partner.says(Say::Status(404, ""));
    assert_eq!(fetched(&https, &waiting).await.err(), Some(Trouble::Gone));
    for nonsense in ["", "[]", r#"{"files": {}}"#, r#"{"files": [{"name": "x"}]}"#] {
        partner.says(Say::Status(200, nonsense));
        assert_eq!(https.list().await, Err(Trouble::NotUnderstood), "{nonsense}");
    }
    let methods: Vec<String> =
        partner.heard().iter().map(|one| format!("{} {}", one.method, one.path)).collect();
    assert_eq!(methods[1..3], ["GET inbox/b 1.835", "DELETE inbox/b 1.835"]);
}

/// Answers with these bytes, and closes.
async fn bare(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut caller, _)) = listener.accept().await {
            let mut question = vec![0; 64 * 1024];
            let _ = caller.read(&mut question).await;
            let _ = caller.write_all(answer.as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn a_file_whose_end_nobody_can_tell_is_none() {
    let check = async |answer: &'static str, expected: Trouble| {
        let address = bare(answer).await;
        assert_eq!(fetched(&https(&address), &name("b.835")).await.err(), Some(expected), "{answer}");
    };
    check("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nISA*00*", Trouble::BrokeOff).await;
    check("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\nISA*00*\r\n", Trouble::BrokeOff).await;
    check("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nISA*00*", Trouble::NotUnderstood).await;
}

#[tokio::test]
async fn a_put_that_nobody_answers_is_unclear_and_one_that_nobody_hears_is_not() {
    let (name, content) = (name("a.837"), bytes(10));
    let file = outgoing(&name, &content);
    let address = bare("").await;
    assert_eq!(https(&address).put(&file).await, Put::Unclear(Trouble::BrokeOff));
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", free.local_addr().expect("an address"));
    drop(free);
    assert_eq!(https(&address).put(&file).await, Put::Not(Trouble::Unreachable));
}

#[test]
fn terms_that_say_too_little_or_too_much_are_refused() {
    let check = |change: &dyn Fn(&mut HttpsTerms), secret: Option<TransportSecret>| {
        let mut terms = terms("https://partner.example");
        change(&mut terms);
        Https::new(terms, secret.as_ref()).err()
    };
    let wrong = Some(Trouble::Terms);
    assert_eq!(check(&|_| {}, Some(token())), None);
    assert_eq!(check(&|_| {}, None), wrong, "the secret is missing");
    assert_eq!(check(&|_| {}, Some(TransportSecret::Password(b"x".to_vec()))), wrong);
    assert_eq!(check(&|_| {}, Some(TransportSecret::Token(b"a\nb".to_vec()))), wrong);
    assert_eq!(check(&|terms| terms.secret = None, Some(token())), wrong, "nobody asked for it");
    for url in
        ["http://partner.example/{name}", "ftp://partner.example", "/files", "https://a:b@partner.example"]
    {
        assert_eq!(check(&|terms| terms.put.url = url.into(), Some(token())), wrong, "{url}");
    }
    assert_eq!(check(&|terms| terms.put.method = "P UT".into(), Some(token())), wrong);
    assert_eq!(check(&|terms| terms.answer.accepted.clear(), Some(token())), wrong);
    assert_eq!(check(&|terms| terms.headers.push(("a b".into(), "c".into())), Some(token())), wrong);
    let form = HttpsBody::Form { field: "a\"b".into(), content_type: "text/plain".into(), also: vec![] };
    assert_eq!(check(&|terms| terms.body = form.clone(), Some(token())), wrong);
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let place = tempfile::TempDir::new().expect("a folder");
    let [key, certificate] = ["key.pem", "certificate.pem"].map(|file| place.path().join(file));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .stderr(Stdio::null())
        .status();
    let Ok(true) = made.map(|status| status.success()) else {
        println!("NOT HERE: openssl, to make a certificate");
        return;
    };
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = free.local_addr().expect("an address").port();
    drop(free);
    let mut server = Command::new("openssl")
        .args(["s_server", "-quiet", "-www", "-accept", &format!("127.0.0.1:{port}"), "-key"])
        .arg(&key)
        .arg("-cert")
        .arg(&certificate)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let began = Instant::now();
    while tokio::net::TcpStream::connect(("localhost", port)).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(10), "it does not listen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (name, content) = (name("a.837"), bytes(10));
    let put = https(&format!("https://localhost:{port}")).put(&outgoing(&name, &content)).await;
    server.kill().expect("it ends");
    server.wait().expect("it ended");
    assert_eq!(put, Put::Not(Trouble::NotThem));
}
