//! The program as it serves, and the plainest of clients: one request, one connection.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::common::Ground;

/// `perennial serve` over a demo's folder, its log in a file. Ends with this value.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

impl Served {
    pub fn demo(ground: &Ground, folder: &str, log: &str) -> Self {
        let file = File::create(ground.path(log)).expect("a file for the log");
        let mut child = ground
            .perennial()
            .args(["serve", "--demo-folder", folder, "--listen", "127.0.0.1:0"])
            .env(
                "PERENNIAL_LOG",
                "info,perennial=trace,web=trace,app=trace,store=trace,db=trace,ccm=trace,exchange=trace",
            )
            .stdout(Stdio::piped())
            .stderr(file)
            .spawn()
            .expect("the program runs");
        let mut said = BufReader::new(child.stdout.take().expect("it speaks"));
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert!(said.read_line(&mut line).expect("it speaks on") > 0, "it ended before it served");
            if let Some(rest) = line.split_once("http://") {
                let address = rest.1.split_whitespace().next().unwrap_or_default();
                break address.parse().expect("an address");
            }
        };
        // What it says further has to go somewhere.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Self { child, address }
    }

    /// Sends a request as a browser would that has this cookie.
    pub fn ask(&self, method: &str, path: &str, cookie: &str, form: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time-out");
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            self.address,
            form.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(form.as_bytes())).expect("it reads");
        let mut bytes = Vec::new();
        // A live connection stays open: what came until the time-out is the answer.
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Answer { head: head.to_owned(), body: body.to_owned() }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Answer {
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn status(&self) -> u16 {
        self.head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
    }

    /// What a browser would send back of it.
    pub fn cookie(&self) -> Option<String> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let set = lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        set.filter_map(|(_, value)| Some(value.split(';').next()?.to_owned())).next()
    }

    /// Values of an attribute, in the order of the page.
    pub fn values_of(&self, attribute: &str) -> Vec<&str> {
        let mark = format!("{attribute}=\"");
        self.body.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }
}
