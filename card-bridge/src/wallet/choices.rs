//! Every value that there is: for a choice between several, and for an export that leaves nothing out.

use super::{Wallet, at_once};
use crate::error::Failure;
use hailstone_core::data::{Field, Kind};
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::vault::{Edit, Opened, Query, VaultError};

/// One record with all of its values, or why it cannot be had.
#[derive(Debug)]
pub struct Whole {
    /// Under which identifier.
    pub id: RecordId,
    /// Of which kind, as the index says.
    pub kind: Kind,
    /// Its title, as the index says.
    pub title: String,
    /// It was deleted in one copy and changed in the other.
    pub disputed: bool,
    /// What it holds.
    pub opened: Result<Opened, VaultError>,
}

/// Something that two copies say differently.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// Of which record.
    pub id: RecordId,
    /// Of which kind.
    pub kind: Kind,
    /// With which title.
    pub title: String,
    /// What is to be chosen.
    pub between: Between,
}

/// What is to be chosen.
#[derive(Debug, PartialEq, Eq)]
pub enum Between {
    /// One of several values of a field, the newest first.
    Values(Field, Vec<String>),
    /// Whether the record is kept or deleted.
    KeepOrDelete,
}

/// What was chosen, and what goes.
#[derive(Debug, PartialEq, Eq)]
pub enum Settled {
    /// This value stays, those go.
    Value(String, Vec<String>),
    /// The record stays.
    Kept,
    /// The record is deleted.
    Deleted,
}

/// The person's choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// The value with this number, counted from one.
    Value {
        /// The field's claim name, or `field-` and its number for one that has no name here.
        field: String,
        /// The number.
        number: usize,
    },
    /// Keep the record.
    Keep,
    /// Delete the record.
    Delete,
}

impl Wallet {
    /// Every record that is there, and how many pages of the index could not be opened.
    ///
    /// # Errors
    /// [`hailstone_core::vault::StoreError`].
    pub fn whole(&mut self) -> Result<(Vec<Whole>, usize), Failure> {
        let Self { store, vault, .. } = self;
        let found = at_once(vault.step::<_, Failure>(store, |vault| {
            let found = vault.query(&Query::default())?;
            let records = found.records.iter().map(|one| {
                let title = one.title().to_owned();
                (one.id(), one.kind(), title, one.is_disputed())
            });
            Ok((records.collect::<Vec<_>>(), found.damaged))
        }));
        let (found, damaged) = found?;
        let ids: Vec<RecordId> = found.iter().map(|(id, ..)| *id).collect();
        let taken = at_once(vault.open_all::<Failure>(store, &ids))?;
        let whole = found.into_iter().zip(taken);
        let whole = whole.map(|((id, kind, title, disputed), (_, opened))| Whole {
            id,
            kind,
            title,
            disputed,
            opened,
        });
        Ok((whole.collect(), damaged))
    }

    /// All that waits for a choice.
    ///
    /// # Errors
    /// As [`Self::whole`].
    pub fn choices(&mut self) -> Result<Vec<Choice>, Failure> {
        let mut choices = Vec::new();
        for whole in self.whole()?.0 {
            let between = whole.disputed.then_some(Between::KeepOrDelete);
            let values = whole.opened.as_ref().map(several).unwrap_or_default();
            choices.extend(between.into_iter().chain(values).map(|between| Choice {
                id: whole.id,
                kind: whole.kind,
                title: whole.title.clone(),
                between,
            }));
        }
        Ok(choices)
    }

    /// Makes a choice about the record whose identifier begins like this, in the name of this writer.
    ///
    /// # Errors
    /// [`Failure::ChoiceUnknown`] when there is none, or more than one record is meant; and what vault and store have against
    /// it. Nothing has changed then.
    pub fn settle(
        &mut self,
        record: &str,
        pick: &Pick,
        writer: WriterId,
    ) -> Result<Settled, Failure> {
        let mut choices = self.choices()?;
        choices.retain(|choice| choice.id.to_string().starts_with(record));
        let id = choices.first().map(|choice| choice.id);
        let id = id.ok_or(Failure::ChoiceUnknown)?;
        if choices.iter().any(|choice| choice.id != id) {
            return Err(Failure::ChoiceUnknown);
        }
        let made = choices
            .into_iter()
            .find_map(|choice| match (choice.between, pick) {
                (Between::Values(known, mut values), Pick::Value { field, number })
                    if known.full_name() == *field && (1..=values.len()).contains(number) =>
                {
                    let value = values.remove(number - 1);
                    let edit = Edit::Update(id, vec![(known, Some(value.clone()))]);
                    Some((edit, Settled::Value(value, values)))
                }
                (Between::KeepOrDelete, Pick::Keep) => Some((Edit::Restore(id), Settled::Kept)),
                (Between::KeepOrDelete, Pick::Delete) => Some((Edit::Delete(id), Settled::Deleted)),
                _ => None,
            });
        let (edit, settled) = made.ok_or(Failure::ChoiceUnknown)?;
        self.change(&[edit], writer)?;
        Ok(settled)
    }
}

/// The fields that have several values.
fn several(opened: &Opened) -> Vec<Between> {
    let mut fields: Vec<(Field, Vec<String>)> = Vec::new();
    for version in opened.versions() {
        match fields.iter_mut().find(|(field, _)| *field == version.field) {
            Some((_, values)) => values.push(version.value),
            None => fields.push((version.field, vec![version.value])),
        }
    }
    fields.retain(|(_, values)| values.len() > 1);
    let fields = fields.into_iter();
    fields
        .map(|(field, values)| Between::Values(field, values))
        .collect()
}
