//! A site on this machine that asks over HTTP, and writes down what it was asked and told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// What a site was asked: the first line, the rest of the head, the body.
pub(crate) type Heard = (String, String, String);

/// A site that answers so many requests, each by what it is.
pub(crate) struct Site {
    pub(crate) origin: String,
    pub(crate) heard: Receiver<Heard>,
}

impl Site {
    pub(crate) fn start(
        answers: usize,
        answer: impl Fn(&str, &Heard) -> String + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (tell, heard) = mpsc::channel();
        let own = origin.clone();
        thread::spawn(move || {
            for stream in listener.incoming().take(answers) {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut first = String::new();
                reader.read_line(&mut first).unwrap();
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") && head != "\r\n" {
                    reader.read_line(&mut head).unwrap();
                }
                let head = head.to_ascii_lowercase();
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                let mut body = vec![0; length.unwrap_or(0)];
                reader.read_exact(&mut body).unwrap();
                let heard = (first.trim().into(), head, String::from_utf8(body).unwrap());
                let said = answer(&own, &heard);
                tell.send(heard).unwrap();
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{said}",
                    said.len()
                )
                .unwrap();
            }
        });
        Self { origin, heard }
    }
}
