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
    Locked, NewUnlocker, Paper, RECOVERY_WORDS, RecoveryKey, RecoveryShare, RecoveryShares,
    Unlocked, Unlocker, UnlockerKind, Vault, VaultError,
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
            let occasion = RecoveryOccasion::Rehearse { place };
            rehearse(&occasion, |typed| sheet.key.has_word(place, typed), desk)?;
        }
        let new = NewUnlocker::Recovery {
            label: &sheet.label,
            key: &sheet.key,
        };
        let prepared = self.vault.prepare_unlocker(&new, entropy::seed()?)?;
        self.keep(prepared)
    }
}

/// Shares that open nothing yet.
#[derive(Debug)]
pub struct NewShares {
    label: String,
    shares: RecoveryShares,
}

impl NewShares {
    /// The person's name for them.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Each of them.
    pub fn shares(&self) -> &[RecoveryShare] {
        self.shares.shares()
    }
}

impl Wallet {
    /// Makes shares, `threshold` of which open the vault. Nothing is written before [`Self::add_shares`].
    ///
    /// # Errors
    /// [`VaultError::SharesOutOfRange`], [`Failure::LabelTaken`] and [`Failure::EntropyAbsent`].
    pub fn new_shares(
        &self,
        threshold: u8,
        count: u8,
        label: Option<&str>,
        language: Language,
    ) -> Result<NewShares, Failure> {
        let usual = match language {
            Language::English => "Recovery shares",
            Language::German => "Teilblätter",
        };
        let label = means::free(label.unwrap_or(usual), self.vault.unlockers())?;
        let shares = RecoveryShares::make(threshold, count, entropy::seed()?)?;
        Ok(NewShares { label, shares })
    }

    /// Asks for a word of each share, so that it is known that all were written down, and only then adds them to what opens
    /// the vault.
    ///
    /// # Errors
    /// As [`Self::add_sheet`].
    pub fn add_shares(&mut self, new: &NewShares, desk: &mut Desk<'_>) -> Result<(), Failure> {
        for share in new.shares() {
            let places = RecoveryShare::rehearsal(entropy::seed()?);
            for place in places.into_iter().take(1) {
                let number = share.number();
                let occasion = RecoveryOccasion::RehearseShare {
                    share: number,
                    place,
                };
                rehearse(&occasion, |typed| share.has_word(place, typed), desk)?;
            }
        }
        let unlocker = NewUnlocker::Shares {
            label: &new.label,
            shares: &new.shares,
        };
        let prepared = self.vault.prepare_unlocker(&unlocker, entropy::seed()?)?;
        self.keep(prepared)
    }
}

impl Shut {
    /// Opens the vault with the sheet or the shares of this label; without one, with whichever the words are on.
    ///
    /// # Errors
    /// [`Failure::RecoveryAbsent`], [`Failure::UnlockerUnknown`], [`Failure::RecoveryCancelled`], and what prompt, vault and
    /// store have against it.
    pub fn recover(self, with: Option<&str>, desk: &mut Desk<'_>) -> Result<Wallet, Failure> {
        let sheets = self
            .vault
            .unlockers()
            .iter()
            .filter(|u| u.kind().is_on_paper());
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
    let occasion = first_question(&vault, sheets, label);
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
        error = match Paper::parse(&typed) {
            Ok(Paper::Sheet(key)) => {
                for sheet in sheets {
                    match vault.unlock_with_recovery(*sheet, &key) {
                        Ok(vault) => {
                            *entered = Some(typed);
                            return Ok((vault, *sheet));
                        }
                        Err(refused) if is_other(refused.error) => vault = *refused.vault,
                        Err(refused) => return Err(refused.error.into()),
                    }
                }
                VaultError::RecoveryWrong
            }
            Ok(Paper::Share(share)) if sheets.iter().any(|id| is_of(&vault, *id, &share)) => {
                let shares = others(share, desk)?;
                for sheet in sheets {
                    match vault.unlock_with_shares(*sheet, &shares) {
                        Ok(vault) => return Ok((vault, *sheet)),
                        Err(refused) if is_other(refused.error) => vault = *refused.vault,
                        Err(refused) => return Err(refused.error.into()),
                    }
                }
                return Err(VaultError::RecoveryWrong.into());
            }
            Ok(Paper::Share(_)) => VaultError::RecoveryWrong,
            Err(error) => error,
        };
        mistake = (!was_known).then(|| mistake_in(error));
    }
    Err(error.into())
}

/// What is asked for first: where nothing but one set of shares will do, one of these.
fn first_question(
    vault: &Vault<Locked>,
    papers: &[UnlockerId],
    label: Option<String>,
) -> RecoveryOccasion {
    let only = match papers {
        [only] => find(vault, *only).map(Unlocker::kind),
        _ => None,
    };
    match only {
        Some(UnlockerKind::Shares { threshold, .. }) => RecoveryOccasion::Share {
            number: 1,
            of: *threshold,
        },
        _ => RecoveryOccasion::Open { label },
    }
}

/// Whether it is another unlocker's, or the unlocker is of another kind: the next one is tried.
const fn is_other(error: VaultError) -> bool {
    matches!(
        error,
        VaultError::RecoveryWrong | VaultError::UnlockerUnknown
    )
}

/// Whether the share says that it belongs to this unlocker.
fn is_of(vault: &Vault<Locked>, unlocker: UnlockerId, share: &RecoveryShare) -> bool {
    matches!(
        find(vault, unlocker).map(Unlocker::kind),
        Some(UnlockerKind::Shares { set, .. }) if *set == share.set()
    )
}

/// Asks for as many more shares as it takes.
fn others(first: RecoveryShare, desk: &mut Desk<'_>) -> Result<Vec<RecoveryShare>, Failure> {
    let of = first.threshold();
    let mut shares = vec![first];
    let mut mistake = None;
    let mut tries = 0;
    loop {
        let error = match RecoveryShare::join(&shares) {
            Ok(_) => return Ok(shares),
            Err(VaultError::SharesMissing { missing }) => {
                if tries == TRIES {
                    return Err(VaultError::SharesMissing { missing }.into());
                }
                let number = of.saturating_sub(missing).saturating_add(1);
                let occasion = RecoveryOccasion::Share { number, of };
                let typed = ask(occasion, mistake.take(), desk)?;
                match Paper::parse(&typed) {
                    Ok(Paper::Share(share)) => {
                        shares.push(share);
                        continue;
                    }
                    Ok(Paper::Sheet(_)) => VaultError::RecoveryWordsCount,
                    Err(error) => error,
                }
            }
            Err(error) => {
                drop(shares.pop());
                error
            }
        };
        tries += 1;
        mistake = Some(mistake_in(error));
    }
}

const fn mistake_in(error: VaultError) -> RecoveryMistake {
    match error {
        VaultError::RecoveryWordUnknown { place } => RecoveryMistake::Unknown { place },
        VaultError::RecoveryWordsCount => RecoveryMistake::Count,
        VaultError::RecoveryWordsWrong => RecoveryMistake::Checksum,
        VaultError::ShareOther { .. } => RecoveryMistake::OtherSet,
        VaultError::ShareTwice { .. } => RecoveryMistake::SameShare,
        _ => RecoveryMistake::OtherSheet,
    }
}

/// Asks for a word until it is the right one.
fn rehearse(
    occasion: &RecoveryOccasion,
    is_right: impl Fn(&SecretBytes) -> bool,
    desk: &mut Desk<'_>,
) -> Result<(), Failure> {
    let mut mistake = None;
    for _ in 0..TRIES {
        let typed = ask(occasion.clone(), mistake, desk)?;
        if is_right(&typed) {
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
