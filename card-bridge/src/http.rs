//! Sites that a link names: the only file that speaks HTTP. Nothing goes out that would tell one wallet from another (OpenID4VP 1.0
//! §15.6, §15.8): no cookies, no name of a program, no compression, no language. No redirect is followed (§14.8 of the errata): a request
//! object comes from the address that the link names, and an answer goes where the request said.

use crate::error::{Failure, SiteFault};
use std::io::Read;
use std::time::Duration;
use ureq::config::AutoHeaderValue;
use ureq::http::StatusCode;
use ureq::{Agent, Body};

/// How long one site may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way to sites.
#[derive(Debug)]
pub struct Sites {
    agent: Agent,
    /// Whether `http` to this machine is taken, for those who develop a site.
    local: bool,
}

impl Sites {
    /// `local`: `http` to this machine, too.
    pub fn new(local: bool) -> Self {
        let config = Agent::config_builder()
            .https_only(!local)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .max_idle_connections(0)
            .timeout_global(Some(PATIENCE))
            .build();
        Self {
            agent: config.new_agent(),
            local,
        }
    }

    /// Fetches at most so many bytes.
    ///
    /// # Errors
    /// [`Failure::Site`].
    pub fn get(&self, url: &str, accept: &str, most: usize) -> Result<Vec<u8>, Failure> {
        self.check(url)?;
        let response = self.agent.get(url).header("accept", accept).call();
        read(response, most)
    }

    /// Posts a form, and reads at most so many bytes of what is said to it.
    ///
    /// # Errors
    /// [`Failure::Site`].
    pub fn post(
        &self,
        url: &str,
        form: &str,
        accept: &str,
        most: usize,
    ) -> Result<Vec<u8>, Failure> {
        self.check(url)?;
        let request = self.agent.post(url).header("accept", accept);
        let request = request.content_type("application/x-www-form-urlencoded");
        read(request.send(form), most)
    }

    /// The core takes `https`, and `http` on this machine; a link that a stranger made must not reach what listens here.
    fn check(&self, url: &str) -> Result<(), Failure> {
        match url.starts_with("https://") || self.local {
            true => Ok(()),
            false => Err(Failure::Site(SiteFault::Local)),
        }
    }
}

fn read(
    response: Result<ureq::http::Response<Body>, ureq::Error>,
    most: usize,
) -> Result<Vec<u8>, Failure> {
    let response = response.map_err(|_| Failure::Site(SiteFault::Unreachable))?;
    if response.status() != StatusCode::OK {
        let status = response.status().as_u16();
        return Err(Failure::Site(SiteFault::Refused { status }));
    }
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    response
        .into_body()
        .into_reader()
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|_| Failure::Site(SiteFault::Unreachable))?;
    match bytes.len() > most {
        true => Err(Failure::Site(SiteFault::TooLarge)),
        false => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead, BufReader, Write};
    use std::net::TcpListener;
    use std::thread;

    /// A site that says this once, and what it was asked.
    fn site(answer: String) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/r", listener.local_addr().unwrap());
        let heard = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") {
                assert!(reader.read_line(&mut head).unwrap() > 0);
            }
            let length = head
                .to_ascii_lowercase()
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
                .unwrap_or(0);
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            head + &String::from_utf8(body).unwrap()
        });
        (address, heard)
    }

    fn ok(body: &str) -> String {
        format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    }

    #[test]
    fn nothing_goes_out_that_tells_one_wallet_from_another() {
        let (url, heard) = site(ok("text"));
        let got = Sites::new(true).get(&url, "application/oauth-authz-req+jwt", 100);
        assert_eq!(got.as_deref(), Ok(b"text".as_slice()));
        let heard = heard.join().unwrap().to_ascii_lowercase();
        let mut names: Vec<&str> = heard
            .lines()
            .skip(1)
            .filter_map(|line| Some(line.split_once(':')?.0))
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "host"], "{heard}");

        let (url, heard) = site(ok("{}"));
        let got = Sites::new(true).post(&url, "a=b", "application/json", 100);
        assert_eq!(got.as_deref(), Ok(b"{}".as_slice()));
        let heard = heard.join().unwrap().to_ascii_lowercase();
        assert!(heard.contains("content-type: application/x-www-form-urlencoded"));
        assert!(
            heard.ends_with("a=b") && !heard.contains("user-agent"),
            "{heard}"
        );
    }

    #[test]
    fn no_redirect_is_followed() {
        let (url, _) =
            site("HTTP/1.1 302 Found\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n".into());
        let refused = Sites::new(true).get(&url, "*/*", 100);
        assert_eq!(
            refused,
            Err(Failure::Site(SiteFault::Refused { status: 302 }))
        );
    }

    #[test]
    fn what_is_too_long_or_not_there_is_said() {
        let (url, _) = site(ok("12345"));
        let sites = Sites::new(true);
        assert_eq!(
            sites.get(&url, "*/*", 4),
            Err(Failure::Site(SiteFault::TooLarge))
        );
        let closed = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", closed.local_addr().unwrap());
        drop(closed);
        assert_eq!(
            sites.get(&url, "*/*", 4),
            Err(Failure::Site(SiteFault::Unreachable))
        );
    }

    #[test]
    fn this_machine_is_reached_only_where_that_was_said() {
        let refused = Sites::new(false).get("http://127.0.0.1:9/", "*/*", 4);
        assert_eq!(refused, Err(Failure::Site(SiteFault::Local)));
        let refused = Sites::new(false).post("http://localhost/", "", "*/*", 4);
        assert_eq!(refused, Err(Failure::Site(SiteFault::Local)));
    }
}
