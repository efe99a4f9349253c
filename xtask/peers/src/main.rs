//! `keepass-peer DATABASE KEYFILE TITLE`: opens a KeePass database with the crate `keepass` and prints what one entry has.

use keepass::{Database, DatabaseKey};
use std::{env, error::Error, fs::File, io::BufReader};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [database, key, title] = arguments.as_slice() else {
        return Err("a database, a key file and a title expected".into());
    };
    let key = DatabaseKey::new().with_keyfile(&mut File::open(key)?)?;
    let database = Database::open(&mut BufReader::new(File::open(database)?), key)?;
    let entry = database
        .iter_all_entries()
        .find(|entry| entry.get_title() == Some(title))
        .ok_or("no entry has this title")?;
    for field in ["Title", "UserName", "Notes"] {
        println!("{}", entry.get(field).unwrap_or_default());
    }
    Ok(())
}
