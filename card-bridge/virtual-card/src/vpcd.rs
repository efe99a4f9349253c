//! A card in the virtual reader: the TCP connection to `vpcd`, the reader driver within `pcscd`.

use std::{
    io,
    net::{Ipv4Addr, TcpStream},
    os::linux::net::TcpStreamExt as _,
    thread,
    time::{Duration, Instant},
};

use vpicc::VSmartCard;

use crate::card::VirtualCard;

/// The port of the first slot of the reader; the second slot has the next one.
pub const FIRST_PORT: u16 = 35963;

/// ISO/IEC 7816-3 §8: T=1, and the historical bytes of DO 5F52 (without the life cycle, which an ATR cannot follow), which announce
/// extended length to hosts that look here only (and not command chaining, although the card knows it: a Nitrokey's habit).
/// The last byte is the exclusive or of all but the first.
const ATR: [u8; 14] = [
    0x3B, 0x8A, 0x01, 0x00, 0x31, 0xF5, 0x73, 0xC0, 0x01, 0x60, 0x00, 0x90, 0x00, 0x0D,
];

/// How long `pcscd` may take to listen.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection to the reader, before any card is powered.
#[derive(Debug)]
pub struct Reader {
    connection: vpicc::Connection,
    socket: TcpStream,
}

impl Reader {
    /// Connects to `vpcd` on this machine, waiting for it when it is just starting.
    ///
    /// # Errors
    /// When nothing listens on `port` within ten seconds.
    pub fn connect(port: u16) -> io::Result<Self> {
        let deadline = Instant::now() + PATIENCE;
        let stream = loop {
            match TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
                Ok(stream) => break stream,
                Err(error) if Instant::now() > deadline => return Err(error),
                Err(_) => thread::sleep(Duration::from_millis(5)),
            }
        };
        stream.set_nodelay(true)?;
        Ok(Self {
            socket: stream.try_clone()?,
            connection: stream.into(),
        })
    }

    /// Answers the reader until it goes away, which is the ordinary end. `seen` is called once, when the reader has first
    /// spoken to the card and so knows that one is there.
    ///
    /// # Errors
    /// When the connection fails in any other way than by closing.
    pub fn run(mut self, card: &mut VirtualCard<'_>, seen: impl FnOnce()) -> io::Result<()> {
        let mut seen = Some(seen);
        let mut slot = Slot(card);
        loop {
            // vpcd sends the length and the body in two packets, so that the second waits 40 ms for the acknowledgement of
            // the first. The option lasts for one exchange.
            let polled = self
                .socket
                .set_quickack(true)
                .and_then(|()| self.connection.poll(&mut slot));
            match polled {
                Ok(()) => {
                    if let Some(seen) = seen.take() {
                        seen();
                    }
                }
                Err(error) if is_end(&error) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
    }
}

fn is_end(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe
    )
}

/// A card as `vpicc` wants it.
struct Slot<'a, 'b>(&'a mut VirtualCard<'b>);

impl VSmartCard for Slot<'_, '_> {
    fn atr(&self) -> &[u8] {
        &ATR
    }

    fn power_on(&mut self) {
        self.0.reset();
    }

    fn power_off(&mut self) {
        self.0.reset();
    }

    fn reset(&mut self) {
        self.0.reset();
    }

    fn execute(&mut self, apdu: &[u8]) -> Vec<u8> {
        self.0.transmit(apdu)
    }
}
