//! Recovery sheets: made, and used when nothing else opens the vault.

use super::{TRIES, find};
use crate::clock;
use crate::entropy;
use crate::error::Failure;
use crate::prompt::{RecoveryMistake, RecoveryOccasion, RecoveryQuestion};
use crate::wallet::{Desk, Shut, Wallet, means, passphrase};
use hailstone_core::id::UnlockerId;
use hailstone_core::secret::SecretBytes;
use hailstone_core::vault::{
    Locked, NewUnlocker, RECOVERY_WORDS, RecoveryKey, Unlocked, Unlocker, UnlockerKind, Vault,
    VaultError,
};
use hailstone_core::wire::Language;

/// A sheet that opens nothing yet.
#[derive(Debug)]
pub struct NewSheet {
    label: String,
    key: RecoveryKey,
}

impl NewSheet {
    /// The person's name for it.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What is to be written on it.
    pub fn words(&self) -> [&'static str; RECOVERY_WORDS] {
        self.key.words()
    }
}

impl Wallet {
    /// Makes a sheet. Nothing is written before [`Self::add_sheet`].
    ///
    /// # Errors
    /// [`Failure::LabelTaken`] and [`Failure::EntropyAbsent`].
    pub fn new_sheet(&self, label: Option<&str>, language: Language) -> Result<NewSheet, Failure> {
        let usual = match language {
            Language::English => "Recovery sheet",
            Language::German => "Wiederherstellungsblatt",
        };
        let label = means::free(label.unwrap_or(usual), self.vault.unlockers())?;
        let key = RecoveryKey::make(entropy::seed()?);
        Ok(NewSheet { label, key })
    }

    /// Asks for some of the words, so that it is known that they were written down, and only then adds the sheet to what
    /// opens the vault.
    ///
    /// # Errors
    /// [`Failure::RehearsalFailed`], [`Failure::RecoveryCancelled`], and what prompt, vault and store have against it.
    pub fn add_sheet(&mut self, sheet: &NewSheet, desk: &mut Desk<'_>) -> Result<(), Failure> {
        for place in RecoveryKey::rehearsal(entropy::seed()?) {
            rehearse(&sheet.key, place, desk)?;
        }
        let new = NewUnlocker::Recovery {
            label: &sheet.label,
            key: &sheet.key,
        };
        let prepared = self.vault.prepare_unlocker(&new, entropy::seed()?)?;
        self.keep(prepared)
    }
}

impl Shut {
    /// Opens the vault with the sheet of this label; without one, with whichever of its sheets the words are on.
    ///
    /// # Errors
    /// [`Failure::RecoveryAbsent`], [`Failure::UnlockerUnknown`], [`Failure::RecoveryCancelled`], and what prompt, vault and
    /// store have against it.
    pub fn recover(self, with: Option<&str>, desk: &mut Desk<'_>) -> Result<Wallet, Failure> {
        let sheets = self.vault.unlockers().iter().filter(|u| is_sheet(u));
        let sheets: Vec<&Unlocker> = sheets
            .filter(|sheet| with.is_none_or(|with| sheet.label() == with))
            .collect();
        let label = match (sheets.as_slice(), with) {
            ([], None) => return Err(Failure::RecoveryAbsent),
            ([], Some(label)) => {
                let label = label.into();
                return Err(Failure::UnlockerUnknown { label });
            }
            ([only], _) => Some(only.label().to_owned()),
            _ => None,
        };
        let sheets: Vec<UnlockerId> = sheets.iter().map(|sheet| sheet.id()).collect();
        let (mut vault, sheet) = open(self.vault, &sheets, label, &mut None, desk)?;
        desk.seen.check(&vault)?;
        vault.note_use(sheet, clock::now());
        Ok(Wallet::new(self.store, vault, desk))
    }
}

const fn is_sheet(unlocker: &Unlocker) -> bool {
    matches!(unlocker.kind(), UnlockerKind::Recovery { .. })
}

/// Opens the vault with this sheet.
pub(super) fn by_sheet(
    vault: Vault<Locked>,
    unlocker: UnlockerId,
    entered: &mut Option<SecretBytes>,
    desk: &mut Desk<'_>,
) -> Result<Vault<Unlocked>, Failure> {
    let label = find(&vault, unlocker).map(|sheet| sheet.label().to_owned());
    open(vault, &[unlocker], label, entered, desk).map(|(vault, _)| vault)
}

/// Opens the vault with the one of these sheets that has the words. Words that were entered for another copy are tried before
/// the person is asked, as a passphrase is.
fn open(
    mut vault: Vault<Locked>,
    sheets: &[UnlockerId],
    label: Option<String>,
    entered: &mut Option<SecretBytes>,
    desk: &mut Desk<'_>,
) -> Result<(Vault<Unlocked>, UnlockerId), Failure> {
    let occasion = RecoveryOccasion::Open { label };
    let mut mistake = None;
    let mut error = VaultError::RecoveryWrong;
    let mut tries = 0;
    while tries < TRIES {
        let known = entered.take();
        let was_known = known.is_some();
        let typed = match known {
            Some(typed) => typed,
            None => {
                tries += 1;
                ask(occasion.clone(), mistake, desk)?
            }
        };
        error = match RecoveryKey::parse(&typed) {
            Ok(key) => {
                for sheet in sheets {
                    match vault.unlock_with_recovery(*sheet, &key) {
                        Ok(vault) => {
                            *entered = Some(typed);
                            return Ok((vault, *sheet));
                        }
                        Err(refused) if refused.error == VaultError::RecoveryWrong => {
                            vault = *refused.vault;
                        }
                        Err(refused) => return Err(refused.error.into()),
                    }
                }
                VaultError::RecoveryWrong
            }
            Err(error) => error,
        };
        mistake = (!was_known).then(|| mistake_in(error));
    }
    Err(error.into())
}

const fn mistake_in(error: VaultError) -> RecoveryMistake {
    match error {
        VaultError::RecoveryWordUnknown { place } => RecoveryMistake::Unknown { place },
        VaultError::RecoveryWordsCount => RecoveryMistake::Count,
        VaultError::RecoveryWordsWrong => RecoveryMistake::Checksum,
        _ => RecoveryMistake::OtherSheet,
    }
}

fn rehearse(key: &RecoveryKey, place: u8, desk: &mut Desk<'_>) -> Result<(), Failure> {
    let mut mistake = None;
    for _ in 0..TRIES {
        let typed = ask(RecoveryOccasion::Rehearse { place }, mistake, desk)?;
        if key.has_word(place, &typed) {
            return Ok(());
        }
        mistake = Some(RecoveryMistake::OtherWord);
    }
    Err(Failure::RehearsalFailed)
}

fn ask(
    occasion: RecoveryOccasion,
    mistake: Option<RecoveryMistake>,
    desk: &mut Desk<'_>,
) -> Result<SecretBytes, Failure> {
    let question = RecoveryQuestion {
        occasion,
        language: desk.language,
        mistake,
    };
    passphrase::compatible(desk.prompt.ask(&question.into())?)
}
