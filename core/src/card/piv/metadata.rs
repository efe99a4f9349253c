//! What YubiKeys since 5.3, and CanoKeys, tell of a slot (Yubico's extension, instruction F7).

use super::send;
use super::slot::Slot;
use crate::card::apdu::{Command, Response};
use crate::card::status::Status;
use crate::card::step::Outgoing;
use crate::card::tlv;

/// What a card tells of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Metadata {
    /// There is no key.
    Empty,
    /// There is one.
    Taken {
        /// Whether it wants to be touched each time.
        wants_touch: bool,
    },
    /// The card knows no such question.
    Untold,
}

impl Metadata {
    pub(super) fn ask(slot: Slot) -> Outgoing {
        send(Command::new(0xf7, 0x00, slot.reference()).answered())
    }

    pub(super) fn of(response: &Response) -> Self {
        match response.status {
            Status::DATA_NOT_FOUND => Self::Empty,
            status if status.is_ok() => Self::parse(response.data.expose()),
            _ => Self::Untold,
        }
    }

    /// An algorithm (01), and policies for PIN and touch (02). Nitrokeys answer nothing at all, and successfully.
    fn parse(data: &[u8]) -> Self {
        let value = |tag| tlv::find(data, tag).ok().flatten();
        match (value(0x01), value(0x02)) {
            (None, _) => Self::Untold,
            // 1 never, 2 always, 3 always but for some seconds after a touch.
            (Some(_), Some([_, touch])) => Self::Taken {
                wants_touch: *touch > 1,
            },
            (Some(_), _) => Self::Taken { wants_touch: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::card::hex;

    #[test]
    fn an_answer_without_an_algorithm_tells_nothing() {
        assert_eq!(Metadata::parse(&[]), Metadata::Untold);
        assert_eq!(Metadata::parse(&hex("0202 0301")), Metadata::Untold);
        assert_eq!(Metadata::parse(&hex("FFFF")), Metadata::Untold);
    }

    #[test]
    fn the_policy_for_touch_is_the_second_byte() {
        for (touch, wants_touch) in [(1, false), (2, true), (3, true)] {
            let answer = [0x01, 1, 0x11, 0x02, 2, 2, touch, 0x03, 1, 1];
            assert_eq!(Metadata::parse(&answer), Metadata::Taken { wants_touch });
        }
    }
}
