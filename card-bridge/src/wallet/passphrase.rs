//! Asking for a passphrase, and bringing it to the one form that the vault knows.

use super::Desk;
use crate::error::Failure;
use crate::prompt::{Occasion, PassphraseMistake, PassphraseQuestion, composed};
use hailstone_core::secret::SecretBytes;
use hailstone_core::wire::BridgeError;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A new passphrase for this occasion, given twice alike.
pub(super) fn choose(occasion: Occasion, desk: &mut Desk<'_>) -> Result<SecretBytes, Failure> {
    let mut mistake = None;
    loop {
        let first = ask(occasion.clone(), mistake, desk)?;
        if first.expose().is_empty() {
            mistake = Some(PassphraseMistake::Empty);
            continue;
        }
        let second = ask(Occasion::Repeat, None, desk)?;
        if first.expose() == second.expose() {
            return Ok(first);
        }
        mistake = Some(PassphraseMistake::Different);
    }
}

/// One answer, in Unicode Normalization Form C.
pub(super) fn ask(
    occasion: Occasion,
    mistake: Option<PassphraseMistake>,
    desk: &mut Desk<'_>,
) -> Result<SecretBytes, Failure> {
    let question = PassphraseQuestion {
        occasion,
        language: desk.language,
        mistake,
    };
    composed(desk.prompt.ask(&question.into())?)
}

/// The words of a recovery sheet in Unicode Normalization Form KC, as BIP-39 has it: letters of another width, which some
/// keyboards make, are the same letters.
pub(super) fn compatible(typed: SecretBytes) -> Result<SecretBytes, Failure> {
    let text = std::str::from_utf8(typed.expose()).map_err(|_| BridgeError::PromptFailed)?;
    if text.is_ascii() {
        return Ok(typed);
    }
    // UAX 15 §12: at most eleven times as long in UTF-8.
    let mut compatible = Zeroizing::new(String::with_capacity(11 * text.len()));
    compatible.extend(text.nfkc());
    Ok(SecretBytes::new(compatible.as_bytes().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_the_same_from_every_keyboard() {
        let composed = |text: &str| composed(SecretBytes::new(text.into())).unwrap();
        assert_eq!(composed("Zoe\u{308} ﬁ").expose(), "Zoë ﬁ".as_bytes());
        assert_eq!(composed("Zoë").expose(), "Zoë".as_bytes());
    }

    #[test]
    fn words_of_a_sheet_are_the_same_in_letters_of_another_width() {
        let typed = SecretBytes::new("ｚｏｏ　ＷＲＯＮＧ".into());
        assert_eq!(compatible(typed).unwrap().expose(), b"zoo WRONG");
        let outcome = compatible(SecretBytes::new(vec![0xff]));
        assert_eq!(outcome.unwrap_err(), BridgeError::PromptFailed.into());
    }

    #[test]
    fn what_is_no_text_is_no_passphrase() {
        let outcome = composed(SecretBytes::new(vec![0xff]));
        assert_eq!(outcome.unwrap_err(), BridgeError::PromptFailed.into());
    }
}
