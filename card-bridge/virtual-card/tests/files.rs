//! The card application's memory in files, over a file system that fails when it is told to.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a test says no by panicking, in its helpers too"
)]

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    task::Poll,
};

use hailstone_applet::{
    Storage as _, StorageFault,
    trussed::{CHUNK, Files, RandomFault, random},
};
use trussed_core::{
    ClientResult, CryptoClient, Error, FilesystemClient, FutureResult, PollClient,
    api::{Reply, Request, RequestVariant, reply},
    types::{Location, Message},
};

const COUNT: u16 = 3;

/// Files in a map, and what goes wrong.
#[derive(Default)]
struct Disk {
    files: RefCell<BTreeMap<String, Vec<u8>>>,
    read_fails: Cell<bool>,
    write_fails: Cell<bool>,
    writes: Cell<usize>,
}

struct Client {
    disk: Rc<Disk>,
    reply: Option<Result<Reply, Error>>,
}

impl Client {
    fn answer(&self, request: Request) -> Result<Reply, Error> {
        let disk = &self.disk;
        match request {
            Request::ReadFile(request) if !disk.read_fails.get() => {
                let files = disk.files.borrow();
                let data = files.get(request.path.as_str());
                let data = data.ok_or(Error::FilesystemReadFailure)?;
                let data = Message::try_from(data.as_slice()).unwrap();
                Ok(reply::ReadFile { data }.into())
            }
            Request::ReadFile(_) => Err(Error::FilesystemReadFailure),
            Request::Metadata(request) => {
                // It says no more than whether there is one.
                match disk.files.borrow().contains_key(request.path.as_str()) {
                    true => Err(Error::FilesystemReadFailure),
                    false => Ok(reply::Metadata { metadata: None }.into()),
                }
            }
            Request::WriteFile(request) if !disk.write_fails.get() => {
                disk.writes.set(disk.writes.get() + 1);
                let (path, data) = (request.path.as_str().into(), request.data.to_vec());
                disk.files.borrow_mut().insert(path, data);
                Ok(reply::WriteFile {}.into())
            }
            Request::RandomBytes(request) if request.count == 32 => {
                let bytes = Message::try_from([7; 31].as_slice()).unwrap();
                Ok(reply::RandomBytes { bytes }.into())
            }
            _ => Err(Error::FunctionFailed),
        }
    }
}

impl PollClient for Client {
    fn request<Rq: RequestVariant>(&mut self, request: Rq) -> ClientResult<'_, Rq::Reply, Self> {
        self.reply = Some(self.answer(request.into()));
        Ok(FutureResult::new(self))
    }

    fn poll(&mut self) -> Poll<Result<Reply, Error>> {
        self.reply.take().map_or(Poll::Pending, Poll::Ready)
    }
}

impl FilesystemClient for Client {}
impl CryptoClient for Client {}

fn files() -> (Rc<Disk>, Files<Client>) {
    let disk = Rc::new(Disk::default());
    let client = Client {
        disk: Rc::clone(&disk),
        reply: None,
    };
    (disk, Files::new(client, Location::External, COUNT))
}

fn read(files: &mut Files<Client>, offset: u32, length: usize) -> Result<Vec<u8>, StorageFault> {
    let mut bytes = vec![0xee; length];
    files.read(offset, &mut bytes).map(|()| bytes)
}

#[test]
fn it_is_bytes_as_in_one_piece_whatever_the_ranges() {
    let (disk, mut files) = files();
    let mut model = vec![0; usize::from(COUNT) * CHUNK];
    assert_eq!(files.capacity(), 1536);
    let mut number = 1_u32;
    for round in 0..2000_u32 {
        // A linear congruential generator, for ranges that meet every border.
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let offset = number >> 16 & 0x7ff;
        let length = usize::try_from(number >> 4 & 0x3ff).unwrap();
        let start = usize::try_from(offset).unwrap();
        let bytes = vec![round.to_le_bytes()[0]; length];
        let within = model.get_mut(start..start + length);
        match (round % 3, within) {
            (0, Some(within)) => {
                files.write(offset, &bytes).unwrap();
                within.copy_from_slice(&bytes);
            }
            (_, Some(within)) => assert_eq!(read(&mut files, offset, length).unwrap(), within),
            (0, None) => assert_eq!(files.write(offset, &bytes), Err(StorageFault)),
            (_, None) => assert_eq!(read(&mut files, offset, length), Err(StorageFault)),
        }
    }
    files.sync().unwrap();
    let kept: Vec<u8> = disk.files.borrow().values().flatten().copied().collect();
    assert_eq!(kept, model);
    let names: Vec<String> = disk.files.borrow().keys().cloned().collect();
    assert_eq!(names, ["0000", "0001", "0002"]);
}

#[test]
fn a_sync_says_yes_when_everything_is_in_its_file_and_once_no_when_something_is_not() {
    let (disk, mut files) = files();
    files.write(0, b"one").unwrap();
    assert_eq!(disk.writes.get(), 0, "it waits for more");
    files.sync().unwrap();
    assert_eq!(disk.writes.get(), 1);
    files.sync().unwrap();
    assert_eq!(disk.writes.get(), 1, "nothing is written twice");

    files.write(0, b"two").unwrap();
    disk.write_fails.set(true);
    assert_eq!(files.sync(), Err(StorageFault));
    assert_eq!(read(&mut files, 0, 3).unwrap(), b"one");

    // Another file is wanted; who only reads does not see that a write was lost, so the next who asks is told.
    disk.write_fails.set(false);
    assert_eq!(files.sync(), Ok(()));
    files.write(0, b"two").unwrap();
    disk.write_fails.set(true);
    assert_eq!(read(&mut files, 600, 1), Err(StorageFault));
    disk.write_fails.set(false);
    assert_eq!(files.sync(), Err(StorageFault));
    assert_eq!(files.sync(), Ok(()));
    assert_eq!(read(&mut files, 0, 3).unwrap(), b"one");
}

#[test]
fn a_file_that_is_empty_is_zeros_and_one_that_cannot_be_read_or_has_another_length_is_a_fault() {
    let (disk, mut files) = files();
    disk.files.borrow_mut().insert("0000".into(), Vec::new());
    disk.files.borrow_mut().insert("0001".into(), vec![1; 511]);
    disk.files.borrow_mut().insert("0002".into(), vec![2; 512]);
    assert_eq!(read(&mut files, 0, 2).unwrap(), [0, 0]);
    assert_eq!(read(&mut files, 512, 2), Err(StorageFault));
    assert_eq!(read(&mut files, 1024, 2).unwrap(), [2, 2]);
    assert_eq!(read(&mut files, 0, 2).unwrap(), [0, 0]);
    disk.read_fails.set(true);
    assert_eq!(read(&mut files, 1024, 2), Err(StorageFault), "it is there");
}

#[test]
fn reserving_makes_the_files_that_are_not_there_and_leaves_the_others() {
    let (disk, mut files) = files();
    disk.files.borrow_mut().insert("0001".into(), vec![1; 512]);
    files.reserve().unwrap();
    assert_eq!(disk.writes.get(), 2);
    assert_eq!(disk.files.borrow()["0001"], vec![1; 512]);
    assert_eq!(disk.files.borrow()["0002"], vec![0; 512]);
    disk.files.borrow_mut().remove("0002");
    disk.write_fails.set(true);
    assert_eq!(files.reserve(), Err(StorageFault));
}

#[test]
fn too_few_random_bytes_are_none() {
    let mut client = Client {
        disk: Rc::default(),
        reply: None,
    };
    assert_eq!(random(&mut client).err(), Some(RandomFault));
}
