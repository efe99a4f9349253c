//! Recovery sheets and shares: what a person writes down, and types again.

use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{Paper, RecoveryKey, RecoveryShare, VaultError};
use hailstone_interchange::Code;
use hailstone_wasm_host::error::Failure;
use hailstone_wasm_host::given::make_seed;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

/// A new recovery sheet. The page shows it to the person, so the page has its words.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Sheet {
    key: RecoveryKey,
    code: Option<Code>,
}

#[wasm_bindgen]
impl Sheet {
    /// Makes one from fresh random bytes. It opens nothing before a vault has taken its secret.
    ///
    /// # Errors
    /// `wallet.no_entropy`.
    pub fn make() -> Result<Sheet, Failure> {
        let key = RecoveryKey::make(make_seed()?);
        let words = Zeroizing::new(key.words().join(" "));
        Ok(Self {
            code: Code::draw(&words),
            key,
        })
    }

    /// Twelve words (BIP-39).
    #[wasm_bindgen(getter)]
    pub fn words(&self) -> Vec<String> {
        self.key.words().map(Into::into).into()
    }

    /// The sixteen bytes that the words say, for `Wallet.changeUnlockers`.
    #[wasm_bindgen(getter)]
    pub fn secret(&self) -> Vec<u8> {
        self.key.entropy().into()
    }

    /// The words as a QR code: the path of its dark modules, as `d` of an SVG path.
    #[wasm_bindgen(getter)]
    pub fn path(&self) -> String {
        self.code
            .as_ref()
            .map(Code::path)
            .unwrap_or_default()
            .into()
    }

    /// How many modules the code is wide and high.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.code.as_ref().map(Code::size).unwrap_or_default()
    }
}

/// What was typed from paper as the sixteen bytes that it says: the words of one sheet, or of enough shares, one text each
/// (Unicode Normalization Form KC).
///
/// # Errors
/// `vault.recovery_*` and `vault.share*`, as an `Error` with `code`, `class` and `triesLeft`; with `paper`, the place of the text
/// that it is about, and `word`, the place of the word in it, both counted from one, where they are known.
#[wasm_bindgen(js_name = readPaper)]
pub fn read_paper(typed: Vec<String>) -> Result<Vec<u8>, JsValue> {
    let mut shares = Vec::new();
    for (place, typed) in (1..).zip(typed) {
        match Paper::parse(&SecretBytes::from(typed)).map_err(|error| about(error, place))? {
            Paper::Sheet(key) if place == 1 => return Ok(key.entropy().into()),
            Paper::Sheet(_) => return Err(about(VaultError::RecoveryWordsCount, place)),
            Paper::Share(share) => shares.push(share),
        }
    }
    let joined = RecoveryShare::join(&shares).map_err(|error| match error {
        VaultError::ShareOther { place } | VaultError::ShareTwice { place } => {
            about(error, place.into())
        }
        _ => Failure::from(error).into(),
    })?;
    Ok(joined.entropy().into())
}

fn about(error: VaultError, paper: u32) -> JsValue {
    let failed = Failure::from(error).into();
    // Setting a property of a fresh object cannot fail; if it did, the message still holds the code.
    let _ = js_sys::Reflect::set(&failed, &"paper".into(), &paper.into());
    if let VaultError::RecoveryWordUnknown { place } = error {
        let _ = js_sys::Reflect::set(&failed, &"word".into(), &place.into());
    }
    failed
}
