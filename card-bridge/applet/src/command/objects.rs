//! Objects (section 5).

use super::{Context, Stop, empty, push};
use crate::memory::{Entry, Role, Rule, Rules};
use crate::storage::Storage;
use crate::tlv::{Get, Put, parse_get, parse_put, parse_tag};
use apdu_app::VecView;
use iso7816::Status;
use rand_core::CryptoRng;

/// The most bytes in one answer (HC-32).
const CHUNK: u32 = 2048;

const NOT_THE_OBJECTS: Stop = Stop::With(Status::IncorrectDataParameter);
const NOT_ALLOWED: Stop = Stop::With(Status::SecurityStatusNotSatisfied);
const NOT_NOW: Stop = Stop::With(Status::ConditionsOfUseNotSatisfied);

impl<S: Storage, R: CryptoRng> Context<'_, S, R> {
    /// GET DATA, of one object or of all their tags.
    pub(super) fn get_data(&mut self, data: &[u8], answer: &mut VecView<u8>) -> Result<(), Stop> {
        let (tag, offset) = match parse_get(data).ok_or(NOT_THE_OBJECTS)? {
            Get::List => return self.list(answer),
            Get::Object { tag, offset } => (tag, offset),
        };
        let entry = *self.find(tag)?;
        if !self.allows(entry.rules.read) {
            return Err(NOT_ALLOWED);
        }
        let Some(rest) = entry.length.checked_sub(offset) else {
            return Err(Status::WrongParameters.into());
        };
        self.memory.check(&entry)?;
        push(answer, &entry.length.to_be_bytes())?;
        let head = answer.len();
        let chunk = usize::try_from(rest.min(CHUNK)).map_err(|_| Status::NotEnoughMemory)?;
        answer
            .resize(head.saturating_add(chunk), 0)
            .map_err(|_| Status::UnspecifiedCheckingError)?;
        let read = match answer.as_mut_slice().get_mut(head..) {
            Some(into) => self.memory.fill(&entry, offset, into),
            None => Ok(()),
        };
        if read.is_err() {
            crate::channel::wipe(answer);
        }
        Ok(read?)
    }

    /// Those that may be read now (HC-31).
    fn list(&mut self, answer: &mut VecView<u8>) -> Result<(), Stop> {
        for entry in &self.memory.root().objects {
            if self.allows(entry.rules.read) {
                let [_, l0, l1, l2] = entry.length.to_be_bytes();
                push(answer, &entry.tag.to_be_bytes())?;
                push(answer, &[entry.rules.byte(), l0, l1, l2])?;
            }
        }
        Ok(())
    }

    /// PUT DATA: the generation when it was a commit of its own.
    pub(super) fn put_data(&mut self, data: &[u8]) -> Result<Option<u64>, Stop> {
        let put = parse_put(data).ok_or(NOT_THE_OBJECTS)?;
        let rules = self.rules_of(&put)?;
        if self.memory.in_transaction() {
            if put.offset == 0 {
                self.memory.put(put.tag, rules, put.bytes)?;
            } else {
                self.memory.append(put.tag, put.offset, put.bytes)?;
            }
            return Ok(None);
        }
        if put.offset != 0 {
            return Err(Status::WrongParameters.into());
        }
        self.memory.begin();
        self.alone(|context| Ok(context.memory.put(put.tag, rules, put.bytes)?))
    }

    /// The rules that the new version has, if it may be put at all (HC-30).
    fn rules_of(&self, put: &Put<'_>) -> Result<Rules, Stop> {
        let known = match self.memory.root().object(put.tag) {
            Some(entry) if self.allows(entry.rules.write) => Some(entry.rules),
            Some(_) => return Err(NOT_ALLOWED),
            None => {
                self.needs(Role::Pin)?;
                None
            }
        };
        let usual = known.unwrap_or(Rules::USUAL);
        let Some(byte) = put.rules else {
            return Ok(usual);
        };
        let rules = Rules::from_byte(byte).ok_or(NOT_THE_OBJECTS)?;
        if rules != usual {
            self.needs(Role::Pin)?;
        }
        Ok(rules)
    }

    /// DELETE DATA, likewise.
    pub(super) fn delete_data(&mut self, data: &[u8]) -> Result<Option<u64>, Stop> {
        let tag = parse_tag(data).ok_or(NOT_THE_OBJECTS)?;
        if !self.allows(self.find(tag)?.rules.write) {
            return Err(NOT_ALLOWED);
        }
        if self.memory.in_transaction() {
            self.memory.delete(tag)?;
            return Ok(None);
        }
        self.memory.begin();
        self.alone(|context| Ok(context.memory.delete(tag)?))
    }

    /// One change, and its commit.
    fn alone(
        &mut self,
        change: impl FnOnce(&mut Self) -> Result<(), Stop>,
    ) -> Result<Option<u64>, Stop> {
        if let Err(stop) = change(self) {
            self.memory.abort();
            return Err(stop);
        }
        Ok(Some(self.memory.commit()?))
    }

    /// BEGIN, COMMIT, ABORT (HC-35).
    pub(super) fn transaction(
        &mut self,
        what: u8,
        data: &[u8],
        answer: &mut VecView<u8>,
    ) -> Result<(), Stop> {
        empty(data)?;
        let begins = what == 0x01;
        if begins == self.memory.in_transaction() {
            return Err(NOT_NOW);
        }
        match what {
            0x01 => self.memory.begin(),
            0x02 => push(answer, &self.memory.commit()?.to_be_bytes())?,
            _ => self.memory.abort(),
        }
        Ok(())
    }

    /// An object that there is; that there is none is told to who has verified the PIN (HC-31).
    fn find(&self, tag: u32) -> Result<&Entry, Stop> {
        match self.memory.root().object(tag) {
            Some(entry) => Ok(entry),
            None => {
                self.needs(Role::Pin)?;
                Err(Status::KeyReferenceNotFound.into())
            }
        }
    }

    fn allows(&self, rule: Rule) -> bool {
        match rule {
            Rule::Free => true,
            Rule::Pin => self.session.is_verified(Role::Pin),
            Rule::Puk => self.session.is_verified(Role::Puk),
            Rule::Never => false,
        }
    }
}
