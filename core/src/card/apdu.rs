//! Commands and their answers (ISO/IEC 7816-4:2020 §5.1), and how a command is cut into what goes over the wire.

use super::error::CardError;
use super::status::Status;
use crate::secret::SecretBytes;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// The class byte of a part of a chain that is not the last (ISO/IEC 7816-4 §5.3.3).
const CHAINED: u8 = 0x10;
/// The most data that a short command carries.
const SHORT: usize = 255;

/// How long a command may be on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lengths {
    /// Up to 255 bytes; more than that in a chain.
    #[default]
    Short,
    /// The card announces extended length and no chaining; so many bytes of one command in all.
    Extended(u16),
    /// Not a command of ISO/IEC 7816 at all: its data as it is, for a carrier of whole messages (CTAP 2.2 §11.2).
    Message,
}

/// One command. Its data may be a PIN, so it is wiped, and `Debug` does not show it.
#[derive(Debug)]
pub(super) struct Command {
    class: u8,
    ins: u8,
    p1: u8,
    p2: u8,
    data: SecretBytes,
    answered: bool,
    at_length: bool,
}

impl Command {
    /// A command without data that expects none.
    pub(super) fn new(ins: u8, p1: u8, p2: u8) -> Self {
        Self {
            class: 0,
            ins,
            p1,
            p2,
            data: SecretBytes::new(Vec::new()),
            answered: false,
            at_length: false,
        }
    }

    /// Of the proprietary class (ISO/IEC 7816-4 §5.4.1).
    pub(super) const fn proprietary(mut self) -> Self {
        self.class = 0x80;
        self
    }

    /// Whether it is of the proprietary class.
    pub(super) const fn is_proprietary(&self) -> bool {
        self.class == 0x80
    }

    /// With this data.
    pub(super) fn with(mut self, data: SecretBytes) -> Self {
        self.data = data;
        self
    }

    /// Expecting as much data as there is (Le of zero).
    pub(super) const fn answered(mut self) -> Self {
        self.answered = true;
        self
    }

    /// The same, and that may be more than a short answer carries (Le of zero in two bytes, where the card takes extended length).
    pub(super) const fn answered_at_length(mut self) -> Self {
        self.answered = true;
        self.at_length = true;
        self
    }

    /// The command as it goes over the wire, in one or more parts.
    pub(super) fn parts(&self, lengths: Lengths) -> Result<VecDeque<SecretBytes>, CardError> {
        let data = self.data.expose();
        if lengths == Lengths::Message {
            return Ok(VecDeque::from([SecretBytes::new(data.to_vec())]));
        }
        let is_extended = self.at_length && matches!(lengths, Lengths::Extended(_));
        if data.len() <= SHORT && !is_extended {
            return Ok(VecDeque::from([self.short(0, data, self.answered)]));
        }
        match lengths {
            Lengths::Short | Lengths::Message => {
                let mut chunks = data.chunks(SHORT);
                let last = chunks.next_back().unwrap_or_default();
                let mut parts: VecDeque<_> = chunks
                    .map(|chunk| self.short(CHAINED, chunk, false))
                    .collect();
                parts.push_back(self.short(0, last, self.answered));
                Ok(parts)
            }
            Lengths::Extended(most) => self.extended(data, most).map(|part| [part].into()),
        }
    }

    fn short(&self, class: u8, data: &[u8], answered: bool) -> SecretBytes {
        // Room for the header, Lc and Le, so that a PIN is never moved by a growing vector.
        let mut bytes = Vec::with_capacity(data.len().saturating_add(6));
        bytes.extend([self.class | class, self.ins, self.p1, self.p2]);
        if let (Ok(length), false) = (u8::try_from(data.len()), data.is_empty()) {
            bytes.push(length);
            bytes.extend_from_slice(data);
        }
        if answered {
            bytes.push(0);
        }
        SecretBytes::new(bytes)
    }

    fn extended(&self, data: &[u8], most: u16) -> Result<SecretBytes, CardError> {
        const TOO_LONG: CardError = CardError::Unsupported("a command longer than the card takes");
        let length = u16::try_from(data.len()).map_err(|_| TOO_LONG)?;
        let mut bytes = Vec::with_capacity(data.len().saturating_add(9));
        bytes.extend([self.class, self.ins, self.p1, self.p2, 0]);
        bytes.extend(length.to_be_bytes());
        bytes.extend_from_slice(data);
        if self.answered {
            bytes.extend([0, 0]);
        }
        if bytes.len() > usize::from(most) {
            return Err(TOO_LONG);
        }
        Ok(SecretBytes::new(bytes))
    }
}

/// GET RESPONSE (ISO/IEC 7816-4 §11.5.1).
pub(super) fn get_response(length: u8) -> SecretBytes {
    SecretBytes::new([0x00, 0xc0, 0x00, 0x00, length].into())
}

/// NFCCTAP_GETRESPONSE (CTAP 2.2 §11.3.7.2): the answer that a security key still owes.
pub(super) fn still_waiting() -> SecretBytes {
    SecretBytes::new([0x80, 0x11, 0x00, 0x00, 0x00].into())
}

/// The same short command, with another expected length.
pub(super) fn with_length(part: &SecretBytes, length: u8) -> SecretBytes {
    let bytes = part.expose();
    let without = match bytes {
        // Header and Le.
        [_, _, _, _, _] => bytes.split_last().map_or(bytes, |(_, without)| without),
        // Header, Lc, data and Le.
        [_, _, _, _, count, rest @ ..] if rest.len() == usize::from(*count).saturating_add(1) => {
            bytes.split_last().map_or(bytes, |(_, without)| without)
        }
        _ => bytes,
    };
    let mut again = Vec::with_capacity(without.len().saturating_add(1));
    again.extend_from_slice(without);
    again.push(length);
    SecretBytes::new(again)
}

/// One answer, whole.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) data: SecretBytes,
    pub(super) status: Status,
}

impl Response {
    /// The data of an answer that must be 9000.
    pub(super) fn ok(self) -> Result<SecretBytes, CardError> {
        if self.status.is_ok() {
            Ok(self.data)
        } else {
            Err(CardError::Status(self.status))
        }
    }
}

/// Cuts what came over the wire into data and status.
pub(super) fn parse_answer(bytes: &[u8]) -> Result<(&[u8], Status), CardError> {
    match bytes {
        [data @ .., high, low] => Ok((data, Status::new(*high, *low))),
        _ => Err(CardError::Malformed("an answer of at least two bytes")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::vec;

    fn parts(command: &Command, lengths: Lengths) -> Vec<Vec<u8>> {
        let parts = command.parts(lengths).unwrap();
        parts.iter().map(|part| part.expose().to_vec()).collect()
    }

    #[test]
    fn the_four_short_cases_are_written_as_the_standard_says() {
        let pin = || SecretBytes::from(alloc::string::String::from("12"));
        let case = |command: Command| parts(&command, Lengths::Short).remove(0);
        assert_eq!(case(Command::new(0xb0, 1, 2)), [0, 0xb0, 1, 2]);
        assert_eq!(
            case(Command::new(0xb0, 1, 2).answered()),
            [0, 0xb0, 1, 2, 0]
        );
        assert_eq!(
            case(Command::new(0x20, 0, 0x82).with(pin())),
            [0, 0x20, 0, 0x82, 2, 0x31, 0x32]
        );
        assert_eq!(
            case(Command::new(0xa4, 4, 0).with(pin()).answered()),
            [0, 0xa4, 4, 0, 2, 0x31, 0x32, 0]
        );
    }

    #[test]
    fn a_long_command_is_a_chain_or_extended() {
        let command = Command::new(0xda, 1, 1)
            .with(SecretBytes::new(vec![7; 300]))
            .answered();
        let chain = parts(&command, Lengths::Short);
        assert_eq!(chain.len(), 2);
        assert_eq!(chain[0][..5], [0x10, 0xda, 1, 1, 255]);
        assert_eq!(chain[0].len(), 260);
        assert_eq!(chain[1][..5], [0x00, 0xda, 1, 1, 45]);
        assert_eq!(chain[1].last(), Some(&0));
        let whole = parts(&command, Lengths::Extended(400));
        assert_eq!(whole[0][..7], [0, 0xda, 1, 1, 0, 1, 44]);
        assert_eq!(whole[0].len(), 309);
        assert!(command.parts(Lengths::Extended(308)).is_err());
    }

    #[test]
    fn exactly_255_bytes_are_one_short_command() {
        let command = Command::new(0xda, 1, 1).with(SecretBytes::new(vec![7; 255]));
        assert_eq!(parts(&command, Lengths::Short).len(), 1);
    }

    #[test]
    fn another_expected_length_replaces_or_follows() {
        let again = |bytes: &[u8]| {
            with_length(&SecretBytes::new(bytes.into()), 9)
                .expose()
                .to_vec()
        };
        assert_eq!(again(&[0, 1, 2, 3]), [0, 1, 2, 3, 9]);
        assert_eq!(again(&[0, 1, 2, 3, 0]), [0, 1, 2, 3, 9]);
        assert_eq!(again(&[0, 1, 2, 3, 1, 7]), [0, 1, 2, 3, 1, 7, 9]);
        assert_eq!(again(&[0, 1, 2, 3, 1, 7, 0]), [0, 1, 2, 3, 1, 7, 9]);
    }

    #[test]
    fn an_answer_without_a_status_is_refused() {
        assert!(parse_answer(&[]).is_err());
        assert!(parse_answer(&[0x90]).is_err());
        assert_eq!(parse_answer(&[0x90, 0x00]), Ok((&[][..], Status::OK)));
    }

    #[test]
    fn debug_output_of_a_command_shows_no_data() {
        let command = Command::new(0x20, 0, 0x82).with(SecretBytes::new(b"123456".to_vec()));
        let text = format!("{command:?}");
        assert!(text.contains("redacted") && !text.contains("123"), "{text}");
    }
}
