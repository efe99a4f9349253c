//! The lines of the Assuan protocol ("The Assuan Protocol", GnuPG project), as pinentry speaks it.

use hailstone_core::secret::SecretBytes;
use std::io::{self, Read, Write};
use zeroize::Zeroizing;

/// Assuan: "lines are limited to 1000 bytes", ends included.
const LONGEST: usize = 1000;

/// libgpg-error: GPG_ERR_CANCELED, GPG_ERR_FULLY_CANCELED, GPG_ERR_TIMEOUT, GPG_ERR_NOT_CONFIRMED.
const GIVEN_UP: [u32; 4] = [99, 198, 62, 114];

/// How the other side ended its answer to a command.
pub(super) enum Reply {
    /// OK, after this data.
    Ok(SecretBytes),
    /// ERR, because the person gave up.
    GivenUp,
    /// Any other ERR.
    Refused,
}

/// A conversation. What is read may be a PIN, so every buffer is wiped.
pub(super) struct Assuan<R, W> {
    input: R,
    output: W,
}

impl<R: Read, W: Write> Assuan<R, W> {
    /// Waits for the greeting.
    pub(super) fn greet(input: R, output: W) -> io::Result<Self> {
        let mut this = Self { input, output };
        match read_reply(&mut this.input)? {
            Reply::Ok(_) => Ok(this),
            Reply::GivenUp | Reply::Refused => Err(io::ErrorKind::ConnectionRefused.into()),
        }
    }

    /// Sends one command, its text escaped, and waits for the reply.
    pub(super) fn ask(&mut self, command: &str, text: &str) -> io::Result<Reply> {
        let line = match text {
            "" => format!("{command}\n"),
            text => format!("{command} {}\n", escape(text)),
        };
        if line.len() > LONGEST {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        self.output.write_all(line.as_bytes())?;
        self.output.flush()?;
        read_reply(&mut self.input)
    }
}

/// Reads what the other side says until it has answered.
pub(super) fn read_reply(input: &mut impl Read) -> io::Result<Reply> {
    let mut data = Zeroizing::new(Vec::with_capacity(LONGEST));
    loop {
        let line = line(input)?;
        match line.as_slice() {
            b"OK" | [b'O', b'K', b' ', ..] => {
                let whole = SecretBytes::new(std::mem::take(&mut *data));
                return Ok(Reply::Ok(whole));
            }
            [b'E', b'R', b'R', b' ', rest @ ..] => {
                return Ok(if given_up(rest) {
                    Reply::GivenUp
                } else {
                    Reply::Refused
                });
            }
            [b'D', b' ', rest @ ..] => {
                let part = unescape(rest).ok_or(io::ErrorKind::InvalidData)?;
                if data.len() + part.len() > LONGEST {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                data.extend_from_slice(&part);
            }
            // Status lines and comments.
            [b'S', b' ', ..] | [b'#', ..] | [] => {}
            _ => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

/// One line without its end, byte by byte: a buffered reader would keep a copy of the PIN.
fn line(input: &mut impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = Zeroizing::new([0]);
    loop {
        input.read_exact(&mut *byte)?;
        let [byte] = *byte;
        match byte {
            b'\n' => {
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                return Ok(line);
            }
            _ if line.len() == LONGEST => return Err(io::ErrorKind::InvalidData.into()),
            byte => line.push(byte),
        }
    }
}

/// The number after ERR: its low sixteen bits are the code, the upper ones who says it.
fn given_up(rest: &[u8]) -> bool {
    let number = rest.split(|byte| *byte == b' ').next().unwrap_or_default();
    std::str::from_utf8(number)
        .ok()
        .and_then(|number| number.parse::<u32>().ok())
        .is_some_and(|number| GIVEN_UP.contains(&(number & 0xffff)))
}

fn escape(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn unescape(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = if *first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            let digits = std::str::from_utf8(digits).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            after
        } else {
            bytes.push(*first);
            after
        };
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(lines: &str) -> io::Result<Reply> {
        let mut assuan = Assuan::greet(lines.as_bytes(), io::sink())?;
        assuan.ask("GETPIN", "")
    }

    #[test]
    fn a_pin_is_read_with_its_escapes_and_in_parts() {
        let lines = "OK hello\nS PASSWORD_FROM_CACHE\n# comment\nD 12%2534\nD %0a5\nOK\n";
        match reply(lines) {
            Ok(Reply::Ok(pin)) => assert_eq!(pin.expose(), b"12%34\n5"),
            _ => panic!("no PIN"),
        }
    }

    #[test]
    fn no_data_is_an_empty_pin() {
        assert!(matches!(reply("OK\nOK\n"), Ok(Reply::Ok(pin)) if pin.expose().is_empty()));
    }

    #[test]
    fn giving_up_is_told_from_a_failure() {
        assert!(matches!(
            reply("OK\nERR 83886179 Operation cancelled\n"),
            Ok(Reply::GivenUp)
        ));
        assert!(matches!(reply("OK\nERR 83886142\n"), Ok(Reply::GivenUp)));
        assert!(matches!(
            reply("OK\nERR 83918950 Inappropriate ioctl for device <Pinentry>\n"),
            Ok(Reply::Refused)
        ));
        assert!(matches!(reply("OK\nERR nonsense\n"), Ok(Reply::Refused)));
    }

    #[test]
    fn what_is_no_assuan_is_an_error() {
        let long = format!("OK\n{}\n", "x".repeat(1001));
        let endless = format!("OK\n{}", format!("D {}\n", "1".repeat(900)).repeat(3));
        for lines in [
            "",
            "OK\n",
            "OK\nwhat?\n",
            "OK\nD 1%2\nOK\n",
            "OK\nD %zz\nOK\n",
            "OK\nD %+1\nOK\n",
            &long,
            &endless,
        ] {
            assert!(reply(lines).is_err(), "{lines}");
        }
        assert!(reply("ERR 1\n").is_err());
    }

    #[test]
    fn text_is_escaped_so_that_it_stays_one_line() {
        let mut output = Vec::new();
        let mut assuan = Assuan::greet(&b"OK\nOK\n"[..], &mut output).unwrap();
        assert!(assuan.ask("SETDESC", "50 %\nä").is_ok());
        assert_eq!(output, "SETDESC 50 %25%0Aä\n".as_bytes());
    }
}
