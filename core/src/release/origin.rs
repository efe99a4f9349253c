use super::RequestError;
use alloc::string::String;
use core::fmt;

/// A page's origin as a browser serialises it (WHATWG HTML, "ASCII serialization of an origin"): `https://shop.example`,
/// `https://shop.example:8443`. It is the site's whole identity for an unsigned request (OpenID4VP 1.0 Appendix A.2), the
/// audience of its tokens, and what the pairwise key is derived from; so there is one spelling of it and no other is read.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

impl Origin {
    /// Longer than any scheme, host name (RFC 1035 §2.3.4) and port together.
    const MAX_BYTES: usize = 300;

    /// Reads an origin. It must be the one the browser names (`sender.origin`), never one that a message states.
    ///
    /// # Errors
    /// [`RequestError::OriginInvalid`] for anything but `https`, or `http` on `localhost`, `127.0.0.1` or `[::1]` for
    /// local development; for upper case, a default port, a path (a slash alone, too), a user name.
    pub fn parse(text: &str) -> Result<Self, RequestError> {
        if text.len() <= Self::MAX_BYTES && is_origin(text) {
            Ok(Self(text.into()))
        } else {
            Err(RequestError::OriginInvalid)
        }
    }

    /// The origin as it was read.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({})", self.0)
    }
}

fn is_origin(text: &str) -> bool {
    let (rest, default_port, local_only) = if let Some(rest) = text.strip_prefix("https://") {
        (rest, "443", false)
    } else if let Some(rest) = text.strip_prefix("http://") {
        (rest, "80", true)
    } else {
        return false;
    };
    // The last colon stands before the port, unless it is inside the brackets of an IPv6 address.
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let port_is_good = port.is_none_or(|port| port != default_port && is_port(port));
    let host_may_ask = !local_only || matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    port_is_good && host_may_ask && is_host(host)
}

fn is_port(text: &str) -> bool {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits && !text.starts_with('0') && text.parse::<u16>().is_ok()
}

fn is_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[') {
        return address.strip_suffix(']').is_some_and(is_ipv6);
    }
    let labels_are_good = host.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    });
    // A host whose last label is a number is an IPv4 address, or not a host at all (WHATWG URL, "ends in a number").
    let ends_in_number = host
        .rsplit('.')
        .next()
        .is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
    labels_are_good && (!ends_in_number || is_ipv4(host))
}

/// Four numbers below 256, as they are serialised (WHATWG URL, "IPv4 serializer").
fn is_ipv4(host: &str) -> bool {
    let part = |part: &str| {
        let short = part == "0" || !part.starts_with('0');
        short && part.parse::<u16>().is_ok_and(|number| number < 256)
    };
    host.split('.').count() == 4 && host.split('.').all(part)
}

/// Eight numbers of up to four hexadecimal digits, or fewer with one gap (WHATWG URL, "IPv6 serializer").
fn is_ipv6(address: &str) -> bool {
    let group = |group: &str| {
        let digits = group.bytes();
        (1..=4).contains(&group.len())
            && digits
                .into_iter()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let groups = |side: &str| match side {
        "" => Some(0),
        side => side.split(':').all(group).then(|| side.split(':').count()),
    };
    match address.split_once("::") {
        None => groups(address) == Some(8),
        Some((left, right)) => match (groups(left), groups(right)) {
            (Some(left), Some(right)) => left.saturating_add(right) < 8,
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn dc_5_origins_of_pages_that_may_ask_are_read() {
        for text in [
            "https://shop.example",
            "https://shop.example:8443",
            "https://xn--bcher-kva.example",
            "https://a_b.example",
            "https://192.0.2.1",
            "https://[2001:db8::1]",
            "https://[2001:db8::1]:8443",
            "https://[1:2:3:4:5:6:7:8]",
            "https://[1:2:3:4:5:6:7::]",
            "https://[::]",
            "https://255.0.10.1",
            "http://localhost",
            "http://localhost:8080",
            "http://127.0.0.1:3000",
            "http://[::1]:3000",
            "https://localhost",
            "http://localhost:443",
        ] {
            assert_eq!(
                Origin::parse(text).map(|o| o.as_str() == text),
                Ok(true),
                "{text}"
            );
        }
    }

    #[test]
    fn dc_5_any_other_spelling_is_refused() {
        for text in [
            "",
            "null",
            "https://",
            "https://shop.example/",
            "https://shop.example:443",
            "http://localhost:80",
            "https://shop.example:",
            "https://shop.example:0",
            "https://shop.example:08443",
            "https://shop.example:65536",
            "https://shop.example:+8443",
            "https://Shop.example",
            "HTTPS://shop.example",
            "https://bücher.example",
            "https://shop.example.",
            "https://.example",
            "https://shop..example",
            "https://user@shop.example",
            "https://user:1@shop.example",
            "https://shop.example/path",
            "https://shop.example?query",
            "https://shop.example#fragment",
            "https://shop.example ",
            " https://shop.example",
            "https://shop.example\n",
            "https://shop%2eexample",
            "https://1.2.3",
            "https://1.2.3.04",
            "https://256.1.1.1",
            "https://shop.1",
            "https://[::1",
            "https://::1",
            "https://[::G]",
            "https://[::1%25eth0]",
            "https://[]",
            "https://[1:2:3:4:5:6:7]",
            "https://[1:2:3:4:5:6:7:8:9]",
            "https://[1:2:3:4:5:6:7:8::]",
            "https://[1::2::3]",
            "https://[:1]",
            "https://[1:]",
            "https://[12345::]",
            "https://[::ffff:192.0.2.1]",
            "https://192.0.2.256",
            "https://192.0.2.1.1",
            "http://shop.example",
            "http://localhost.example",
            "http://127.0.0.2",
            "ws://localhost",
            "file:///etc/passwd",
            "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        ] {
            assert_eq!(
                Origin::parse(text),
                Err(RequestError::OriginInvalid),
                "{text}"
            );
        }
        let long = format!("https://{}example", "a.".repeat(150));
        assert_eq!(Origin::parse(&long), Err(RequestError::OriginInvalid));
    }
}
