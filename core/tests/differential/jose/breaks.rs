use crate::random::Random;
use hailstone_core::jose::base64url;

/// One way to break a compact serialisation, by its text alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Break {
    /// A character of one part becomes another one of the alphabet.
    Character,
    /// One part is left empty.
    Empty,
    /// One part ends earlier.
    Shorter,
    /// One part is longer.
    Longer,
    /// A part less.
    PartLess,
    /// A part more.
    PartMore,
    /// Parts stand in another order.
    Swapped,
    /// Nothing at all, or something else.
    Nonsense,
    /// Padding behind a part.
    Padding,
    /// White space in a part.
    Space,
    /// The other alphabet of base64, or a character of neither.
    Alphabet,
    /// Bits left over in the last character of a part.
    LeftOver,
}

pub(crate) const BREAKS: [Break; 12] = [
    Break::Character,
    Break::Empty,
    Break::Shorter,
    Break::Longer,
    Break::PartLess,
    Break::PartMore,
    Break::Swapped,
    Break::Nonsense,
    Break::Padding,
    Break::Space,
    Break::Alphabet,
    Break::LeftOver,
];

const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Break {
    /// Breaks it; the text as it was where this way is of no use for it.
    pub(crate) fn apply(self, compact: &str, random: &mut Random) -> String {
        let mut parts: Vec<String> = compact.split('.').map(str::to_owned).collect();
        let at = random.below(parts.len());
        let part = &mut parts[at];
        let place = random.below(part.len().max(1));
        match self {
            Self::Character if !part.is_empty() => {
                let other = char::from(*random.pick(ALPHABET));
                part.replace_range(place..=place, &other.to_string());
            }
            Self::Empty => part.clear(),
            Self::Shorter if !part.is_empty() => part.truncate(place),
            Self::Longer => {
                for _ in 0..=random.below(4) {
                    part.push(char::from(*random.pick(ALPHABET)));
                }
            }
            Self::PartLess => drop(parts.remove(at)),
            Self::PartMore => parts.insert(at, "eA".into()),
            Self::Swapped => {
                let other = random.below(parts.len());
                parts.swap(at, other);
            }
            Self::Nonsense => {
                return (*random.pick(&["", ".", "..", "....", "{}", "null", "é"])).to_owned();
            }
            Self::Padding => part.push_str(["=", "=="][random.below(2)]),
            Self::Space => part.insert(place, *random.pick(&[' ', '\n', '\t'])),
            Self::Alphabet => part.insert(place, *random.pick(&['+', '/', '%', 'é'])),
            Self::LeftOver => {
                let left_over = part.len() % 4;
                if let Some(last) = part.pop() {
                    let number = ALPHABET.iter().position(|byte| char::from(*byte) == last);
                    let number = number.unwrap() | usize::from(left_over >= 2);
                    part.push(char::from(ALPHABET[number]));
                }
            }
            _ => {}
        }
        parts.join(".")
    }
}

/// Whether a part is not base64url as it should be: ours refuses it, and the other may not.
pub(crate) fn is_not_strict(compact: &str) -> bool {
    compact
        .split('.')
        .any(|part| base64url::decode(part).is_err())
}

/// Some bytes, and mostly few.
pub(crate) fn bytes(random: &mut Random, most: usize) -> Vec<u8> {
    let length = random.below(most + 1);
    (0..length)
        .map(|_| u8::try_from(random.below(256)).unwrap())
        .collect()
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    base64url::encode(bytes)
}
