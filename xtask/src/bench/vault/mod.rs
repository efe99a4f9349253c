//! The vault, native, beside SQLCipher, KeePassXC, the crate `keepass` and `age`: everything that is compared is measured in turns in one run. No
//! passphrase is in it: ours is opened by a recovery sheet, theirs by a key or after what the derivation takes.

mod ours;
mod peers;
mod process;

use super::{Figure, beside, goals::Goal};
use crate::{
    error::{Failure, Result},
    setup::{self, Needs},
    shell::{Project, read},
};
use ours::{Contact, Ours};
use peers::{Age, KeePass, KeePassCrate, SqlCipher, beyond_least};
use process::{median, peak, race};
use std::{path::Path, slice};

const COUNTS: [u32; 3] = [1_000, 10_000, 100_000];

/// What a person types, letter by letter, who looks for one family.
const TYPED: [&str; 6] = ["r", "ro", "ros", "rose", "rosen", "rosent"];

const EMPTY: &str = "empty process";
const BARE: &str = "read + AES-GCM";
const SQLCIPHER: &str = "sqlcipher";
const KEEPASS: &str = "keepassxc-cli";
const FEWEST: &str = "1000 records";

/// What PERFORMANCE wants.
pub(super) const GOALS: [Goal; 8] = [
    ("vault 100000 look-up", EMPTY, 1.3),
    ("vault 100000 look-up", SQLCIPHER, 0.6),
    ("vault 100000 look-up", KEEPASS, 0.001),
    ("vault 100000 look-up peak memory", SQLCIPHER, 0.5),
    ("vault 100000 look-up in process", FEWEST, 1.1),
    ("vault 100000 search", SQLCIPHER, 0.2),
    ("vault 100000 save", SQLCIPHER, 0.7),
    ("vault 100000 read all", BARE, 2.5),
];

/// Everything that is measured of the vault.
pub(super) fn figures(project: &Project) -> Result<Vec<Figure>> {
    setup::ensure(
        project,
        &Needs {
            native: true,
            peers: true,
            ..Needs::default()
        },
    )?;
    Ours::build(project)?;
    let folder = ours::make_folder(project)?;
    let peers = Peers {
        sqlcipher: SqlCipher::name()?,
        keepass: KeePass::name()?,
        keepass_crate: KeePassCrate::build(project)?,
        age: Age::name()?,
    };
    say_load("before");
    let mut subjects = Vec::new();
    for count in COUNTS {
        println!("-- bench vault: {count} records");
        subjects.push(Subject::make(project, &folder, count)?);
    }
    let mut figures = Vec::new();
    for subject in &subjects {
        println!("-- bench vault: measuring {} records", subject.count);
        subject.measure(&peers, &mut figures)?;
    }
    measure_growth(&subjects, &mut figures)?;
    say_load("after");
    Ok(figures)
}

/// What the others call themselves, and the one of them that is compiled.
struct Peers {
    sqlcipher: String,
    keepass: String,
    keepass_crate: KeePassCrate,
    age: String,
}

/// The same contacts in every program.
struct Subject {
    count: u32,
    contacts: Vec<Contact>,
    ours: Ours,
    sqlcipher: SqlCipher,
    age: Age,
    /// Beside a database with one contact. It has nothing to say about few.
    keepass: Option<(KeePass, KeePass)>,
}

impl Subject {
    fn make(project: &Project, folder: &Path, count: u32) -> Result<Self> {
        let (ours, contacts) = Ours::make(project, folder, count)?;
        let sqlcipher = SqlCipher::make(folder, &contacts)?;
        let age = Age::make(folder, &contacts)?;
        let keepass = if count < 10_000 {
            None
        } else {
            let only = contacts.first().map(slice::from_ref).unwrap_or_default();
            // One right after the other, so that both are given the same cost.
            let alone = format!("{count}-alone");
            Some((
                KeePass::make(folder, &count.to_string(), &contacts)?,
                KeePass::make(folder, &alone, only)?,
            ))
        };
        Ok(Self {
            count,
            contacts,
            ours,
            sqlcipher,
            age,
            keepass,
        })
    }

    fn measure(&self, peers: &Peers, figures: &mut Vec<Figure>) -> Result {
        let sqlcipher = &peers.sqlcipher;
        let mut add = |what: &str, value: f64, unit: &str, peer: &str, peer_value: f64| {
            let name = format!("vault {} {what}", self.count);
            figures.push(beside(&name, value, unit, peer, peer_value));
        };
        let contact = self.middle()?;
        let look_up = || self.ours.look_up(contact);
        let peer = || self.sqlcipher.look_up(contact);

        let [ours, empty, theirs] = race([look_up(), self.ours.empty(), peer()], 101)?;
        add("look-up", ours, "ms", EMPTY, empty);
        add("look-up", ours, "ms", sqlcipher, theirs);
        let [ours, theirs] = race([look_up(), self.age.read_all()], 11)?;
        add("look-up", ours, "ms", &peers.age, theirs);
        let memory = peak(&look_up(), 5)?;
        add(
            "look-up peak memory",
            memory,
            "KiB",
            sqlcipher,
            peak(&peer(), 5)?,
        );
        if let (Some((full, alone)), Some(only)) = (&self.keepass, self.contacts.first()) {
            let ported = &peers.keepass_crate;
            let pairs = [
                (
                    peers.keepass.as_str(),
                    full.look_up(contact),
                    alone.look_up(only),
                ),
                (
                    KeePassCrate::NAME,
                    ported.look_up(full, contact),
                    ported.look_up(alone, only),
                ),
            ];
            for (name, full, alone) in pairs {
                // They take seconds, and minutes on a busy machine: once is enough for a ratio in the thousands.
                let peak = peak(&full, 1)?;
                add("look-up peak memory", memory, "KiB", name, peak);
                add("look-up", ours, "ms", name, beyond_least(full, alone, 1)?);
            }
        }

        let [first, first_theirs, next, next_theirs] = turns(7, |_| {
            let (first, next) = self.ours.search(&TYPED)?;
            let (first_theirs, next_theirs) = self.sqlcipher.search(&TYPED, 5)?;
            Ok([first, first_theirs, next, next_theirs])
        })?;
        add("search", next, "ms", sqlcipher, next_theirs);
        add("first search", first, "ms", sqlcipher, first_theirs);

        let changed = self.spread(30);
        let [ours, theirs] = turns(11, |turn| {
            Ok([
                self.ours.save(&changed)?,
                self.sqlcipher.save(&changed, &turn.to_string())?,
            ])
        })?;
        add("save", ours, "ms", sqlcipher, theirs);

        let [ours, bare, theirs, whole] = turns(5, |_| {
            let [theirs, whole] = race([self.sqlcipher.read_all(), self.age.read_all()], 1)?;
            let ours = self.ours.read_all()?;
            Ok([ours, self.ours.read_bare(self.count)?, theirs, whole])
        })?;
        add("read all", ours, "ms", BARE, bare);
        add("read all", ours, "ms", sqlcipher, theirs);
        add("read all", ours, "ms", &peers.age, whole);
        Ok(())
    }

    fn middle(&self) -> Result<&Contact> {
        self.contacts
            .get(self.contacts.len() / 2)
            .ok_or_else(|| Failure::new("vault_bench made no contact"))
    }

    /// So many contacts, from everywhere.
    fn spread(&self, count: usize) -> Vec<&Contact> {
        let step = (self.contacts.len() / count).max(1);
        self.contacts.iter().step_by(step).take(count).collect()
    }
}

/// What a larger vault costs the one look-up, without the process around it.
fn measure_growth(subjects: &[Subject], figures: &mut Vec<Figure>) -> Result {
    let [few, middle, many] = subjects else {
        return Ok(());
    };
    let [least, middle_time, most] = turns(9, |_| {
        let time = |subject: &Subject| subject.ours.look_ups(subject.middle()?);
        Ok([time(few)?, time(middle)?, time(many)?])
    })?;
    for (subject, time) in [(middle, middle_time), (many, most)] {
        let name = format!("vault {} look-up in process", subject.count);
        figures.push(beside(&name, time, "ms", FEWEST, least));
    }
    Ok(())
}

/// Medians of what so many turns give.
fn turns<const N: usize>(
    count: usize,
    mut turn: impl FnMut(usize) -> Result<[f64; N]>,
) -> Result<[f64; N]> {
    let mut all = [const { Vec::new() }; N];
    for number in 0..count {
        for (values, value) in all.iter_mut().zip(turn(number)?) {
            values.push(value);
        }
    }
    Ok(all.map(median))
}

/// How busy the machine is, for who wonders about a figure.
fn say_load(when: &str) {
    if let Ok(load) = read(Path::new("/proc/loadavg")) {
        println!("-- bench vault: load {when}: {}", load.trim());
    }
}
