//! Our side of `cargo xtask bench vault`: the core's vault over the file store, one step of a person a command. It is
//! opened by a recovery sheet, which does what comes after the derivation from a passphrase, and nothing else: no Argon2id hides
//! what is measured.

use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce};
use clap::Parser;
use hailstone_bridge::clock;
use hailstone_bridge::entropy;
use hailstone_bridge::error::Failure;
use hailstone_bridge::store::SqliteStore;
use hailstone_core::data::{Field, Kind, Record};
use hailstone_core::id::{RecordId, WriterId};
use hailstone_core::testkit::run;
use hailstone_core::vault::{Content, Edit, NewUnlocker, Query, RecoveryKey, Unlocked, Vault};
use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

#[derive(Parser)]
enum Command {
    /// Nothing: what a process costs.
    Empty,
    /// Makes a vault of this many contacts and prints them: identifier, name, e-mail, nickname, tabs between.
    Make { file: PathBuf, count: u32 },
    /// Opens the vault and one record, and prints its title.
    LookUp { file: PathBuf, id: String },
    /// The same many times in one process; prints the median.
    LookUps { file: PathBuf, id: String },
    /// Opens the vault, and searches for each of these as if they were typed one after the other: prints the first search,
    /// which reads the index, and the mean of those after it.
    Titles { file: PathBuf, words: Vec<String> },
    /// Changes one field of each of these records, durably; prints the mean.
    Save { file: PathBuf, ids: Vec<String> },
    /// Opens the vault and every record; prints time and count.
    ReadAll { file: PathBuf },
    /// The floor of that: the bytes of as many contacts, in pages sealed with AES-256-GCM, read from a plain file and opened.
    Bare { file: PathBuf, count: u32 },
}

fn main() -> Result {
    match Command::parse() {
        Command::Empty => Ok(()),
        Command::Make { file, count } => make(&file, count),
        Command::LookUp { file, id } => {
            println!("{}", look_up(&file, parse(&id)?)?);
            Ok(())
        }
        Command::LookUps { file, id } => {
            let id = parse(&id)?;
            let times = (0..301).map(|_| timed(|| look_up(&file, id)).map(|(time, _)| time));
            println!("{}", median(times.collect::<Result<_>>()?));
            Ok(())
        }
        Command::Titles { file, words } => titles(&file, &words),
        Command::Save { file, ids } => save(&file, &ids),
        Command::ReadAll { file } => read_all(&file),
        Command::Bare { file, count } => bare(&file, count),
    }
}

/// A sheet that anybody has.
fn sheet() -> RecoveryKey {
    RecoveryKey::take(&mut [7; 16])
}

fn open(file: &Path) -> Result<(SqliteStore, Vault<Unlocked>)> {
    let store = SqliteStore::open(file)?;
    store.hold_still().map_err(Failure::from)?;
    let header = store.header().map_err(Failure::from)?;
    let vault = Vault::read(&header.unwrap_or_default()).map_err(Failure::from)?;
    let unlocker = vault.unlockers().first().ok_or("no unlocker")?.id();
    let vault = vault
        .unlock_with_recovery(unlocker, &sheet())
        .map_err(|refused| Failure::from(refused.error))?;
    Ok((store, vault))
}

fn make(file: &Path, count: u32) -> Result {
    let store = SqliteStore::create(file)?;
    let first = NewUnlocker::Recovery {
        label: "Sheet",
        key: &sheet(),
    };
    let (mut vault, created) =
        Vault::create(&first, clock::now(), entropy::seed()?).map_err(Failure::from)?;
    store.apply(&created).map_err(Failure::from)?;
    let people: Vec<[String; 3]> = (0..count).map(person).collect();
    let edits: Vec<Edit> = people.iter().map(insert).collect();
    let ids = run(vault.write(&store, &edits, writer(), entropy::seed))?;
    let mut out = BufWriter::new(std::io::stdout());
    for (id, [name, email, nickname]) in ids.iter().zip(&people) {
        writeln!(out, "{id}\t{name}\t{email}\t{nickname}")?;
    }
    Ok(out.flush()?)
}

fn insert([name, email, nickname]: &[String; 3]) -> Edit {
    let record = Record::new(Kind::Person)
        .with(Field::Name, name)
        // A person's record has no field for it, and how long a text is does not depend on the field.
        .with(Field::Website, email)
        .with(Field::Nickname, nickname);
    Edit::Insert(Content::Data(record))
}

const fn writer() -> WriterId {
    WriterId::from_bytes([3; 16])
}

/// A name, an e-mail address and a nickname, each person another one: about 120 bytes.
fn person(number: u32) -> [String; 3] {
    const FIRST: [&str; 16] = [
        "Ada", "Boris", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hanna", "Igor", "Jasmin",
        "Konrad", "Leonie", "Marta", "Nikolai", "Olga", "Paulina",
    ];
    const LAST: [&str; 17] = [
        "Ackermann",
        "Brandt",
        "Castellano",
        "Dietrich",
        "Engelhardt",
        "Fischbach",
        "Gutierrez",
        "Hofmeister",
        "Ivanova",
        "Jankowski",
        "Kowalczyk",
        "Lindqvist",
        "Marchetti",
        "Novotny",
        "Oberholzer",
        "Papadakis",
        "Rosenthal",
    ];
    let pick = |names: &[&'static str], number: u32| {
        let place = usize::try_from(number).unwrap_or(0) % names.len();
        names.get(place).copied().unwrap_or_default()
    };
    let (first, last) = (pick(&FIRST, number), pick(&LAST, number));
    let name = format!("{first} {last} {number:06}");
    let mail = format!("{first}.{last}.{number:06}@department.example.org").to_lowercase();
    [name, mail, format!("{first} from the choir, {number:06}")]
}

fn look_up(file: &Path, id: RecordId) -> Result<String> {
    let (store, mut vault) = open(file)?;
    let taken = run(vault.open_all::<Failure>(&store, &[id]))?;
    let (_, opened) = taken.into_iter().next().ok_or("nothing was opened")?;
    match opened.map_err(Failure::from)?.into_content() {
        Content::Data(record) => Ok(record.title()),
        Content::Receipt(_) => Err("a receipt".into()),
    }
}

fn titles(file: &Path, words: &[String]) -> Result {
    let (store, mut vault) = open(file)?;
    let mut search = |words: &str| -> Result<(f64, usize)> {
        let matches = |title: &str| holds(title.as_bytes(), words.as_bytes());
        timed(|| {
            let query = Query {
                matches: Some(&matches),
                ..Query::default()
            };
            let step =
                vault.step::<_, Failure>(&store, |vault| Ok(vault.query(&query)?.records.len()));
            Ok(run(step)?)
        })
    };
    let (first, found) = search(words.first().ok_or("nothing to search for")?)?;
    let mut rounds = vec![];
    for _ in 0..9 {
        let times = words.iter().map(|words| Ok(search(words)?.0));
        rounds.push(mean(&times.collect::<Result<Vec<_>>>()?)?);
    }
    println!("{first} {} {found}", median(rounds));
    Ok(())
}

/// What `LIKE '%words%'` does: letters of ASCII are the same in both cases.
fn holds(text: &[u8], words: &[u8]) -> bool {
    let Some((first, rest)) = words.split_first() else {
        return true;
    };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let starts = text.iter().enumerate();
    starts
        .filter(|(_, byte)| **byte == lower || **byte == upper)
        .any(|(place, _)| {
            let here = text
                .get(place + 1..)
                .and_then(|text| text.get(..rest.len()));
            here.is_some_and(|here| here.eq_ignore_ascii_case(rest))
        })
}

fn save(file: &Path, ids: &[String]) -> Result {
    let (store, mut vault) = open(file)?;
    let mut times = vec![];
    for (number, id) in (0_u32..).zip(ids) {
        let value = format!("changed to {number:09}, {:?}", Instant::now());
        let edit = Edit::Update(parse(id)?, vec![(Field::Nickname, Some(value))]);
        let (time, _) = timed(|| Ok(run(vault.write(&store, &[edit], writer(), entropy::seed))?))?;
        times.push(time);
    }
    println!("{} {}", mean(&times)?, median(times));
    Ok(())
}

fn read_all(file: &Path) -> Result {
    let (time, count) = timed(|| {
        let (store, vault) = open(file)?;
        let mut count = 0;
        run(vault.scan::<Failure>(&store, |seen| {
            let length = |(_, value): (_, &str)| black_box(value).len();
            let read = seen.is_ok_and(|seen| seen.fields().map(length).sum::<usize>() > 0);
            count += usize::from(read);
        }))?;
        Ok(count)
    })?;
    println!("{time} {count}");
    Ok(())
}

fn bare(file: &Path, count: u32) -> Result {
    const PAGE: usize = 6 * 1024;
    let cipher = Aes256Gcm::new(&[9; 32].into());
    let wrong = |_| "AES-GCM failed";
    let nonce = |number: u32| -> Nonce<_> {
        let mut nonce = [0; 12];
        for (place, byte) in nonce.iter_mut().zip(number.to_be_bytes()) {
            *place = byte;
        }
        nonce.into()
    };
    let bytes: Vec<u8> = (0..count)
        .flat_map(|number| format!("{number:016}{}", person(number).concat()).into_bytes())
        .collect();
    let mut sealed = vec![];
    for (number, page) in (0..).zip(bytes.chunks(PAGE)) {
        sealed.extend(cipher.encrypt(&nonce(number), page).map_err(wrong)?);
    }
    fs::write(file, sealed)?;
    let (time, opened) = timed(|| {
        let sealed = fs::read(file)?;
        let mut opened = 0;
        for (number, page) in (0..).zip(sealed.chunks(PAGE + 16)) {
            let page = cipher.decrypt(&nonce(number), page).map_err(wrong)?;
            opened += black_box(page).len();
        }
        Ok(opened)
    })?;
    println!("{time} {opened}");
    Ok(())
}

fn parse(id: &str) -> Result<RecordId> {
    Ok(RecordId::parse(id).ok_or("an identifier has 32 hexadecimal digits")?)
}

/// Milliseconds, and what came of it.
fn timed<T>(act: impl FnOnce() -> Result<T>) -> Result<(f64, T)> {
    let start = Instant::now();
    let done = act()?;
    Ok((start.elapsed().as_secs_f64() * 1000.0, done))
}

fn mean(times: &[f64]) -> Result<f64> {
    let count = f64::from(u32::try_from(times.len())?);
    Ok(times.iter().sum::<f64>() / count)
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}
