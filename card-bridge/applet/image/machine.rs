//! The machine: a Cortex-M4 with three devices.

#![allow(
    unsafe_code,
    reason = "a program without an operating system begins at a symbol, and devices are addresses"
)]

use core::convert::Infallible;
use core::panic::PanicInfo;
use core::ptr::{
    read_volatile, with_exposed_provenance, with_exposed_provenance_mut, write_volatile,
};
use hailstone_applet::dispatch::{Dispatcher, LONGEST_COMMAND};
use hailstone_applet::{Applet, MountError, Storage, StorageFault};
use rand_core::{TryCryptoRng, TryRng};

/// Reading it waits for a command, and gives its length.
const COMMAND: *const u32 = with_exposed_provenance(0x4000_0000);
/// Reading it gives the next byte of the command.
const NEXT: *const u8 = with_exposed_provenance(0x4000_0004);
/// Writing it sends a byte of the answer.
const SEND: *mut u8 = with_exposed_provenance_mut(0x4000_0008);
/// Writing it ends the answer.
const END: *mut u8 = with_exposed_provenance_mut(0x4000_000c);
/// Reading it gives a random byte.
const RANDOM: *const u8 = with_exposed_provenance(0x4000_0010);
/// 64 KiB that stay without power.
const MEMORY: usize = 0x6000_0000;
const CAPACITY: u32 = 0x1_0000;

struct Fram;

impl Fram {
    fn address(offset: u32, length: usize) -> Result<usize, StorageFault> {
        let offset = usize::try_from(offset).map_err(|_| StorageFault)?;
        let end = offset.checked_add(length).ok_or(StorageFault)?;
        if u32::try_from(end).map_or(true, |end| end > CAPACITY) {
            return Err(StorageFault);
        }
        MEMORY.checked_add(offset).ok_or(StorageFault)
    }
}

impl Storage for Fram {
    fn capacity(&self) -> u32 {
        CAPACITY
    }

    fn read(&mut self, offset: u32, into: &mut [u8]) -> Result<(), StorageFault> {
        let from = Self::address(offset, into.len())?;
        for (address, byte) in (from..).zip(into) {
            // SAFETY: `address` checked that it is within the memory, which is nobody else's.
            *byte = unsafe { read_volatile(with_exposed_provenance(address)) };
        }
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), StorageFault> {
        let to = Self::address(offset, bytes.len())?;
        for (address, byte) in (to..).zip(bytes) {
            // SAFETY: as above.
            unsafe { write_volatile(with_exposed_provenance_mut(address), *byte) };
        }
        Ok(())
    }

    fn sync(&mut self) -> Result<(), StorageFault> {
        Ok(())
    }
}

struct Random;

impl TryRng for Random {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        for byte in into {
            // SAFETY: a device that is always there.
            *byte = unsafe { read_volatile(RANDOM) };
        }
        Ok(())
    }
}

impl TryCryptoRng for Random {}

type Card = Dispatcher<Applet<Fram, Random>>;

/// Static, so that the linker counts them as working memory.
static mut CARD: Card = Dispatcher::new(Applet::new(Fram, Random));
static mut WIRE: [u8; LONGEST_COMMAND] = [0; LONGEST_COMMAND];

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// # Safety
/// Called once, by the reset.
#[unsafe(no_mangle)]
unsafe extern "C" fn start() -> ! {
    let (card, wire) = (&raw mut CARD, &raw mut WIRE);
    // SAFETY: this is the only function that uses the two, and it runs once.
    let (card, wire) = unsafe { (&mut *card, &mut *wire) };
    if card.app().mount() == Err(MountError::Unformatted) {
        // What fails here is told to whoever selects the application.
        let _ = card.app().format();
    }
    loop {
        // SAFETY: devices that are always there.
        let length = usize::try_from(unsafe { read_volatile(COMMAND) }).unwrap_or(0);
        let mut count = 0_usize;
        for _ in 0..length {
            // SAFETY: as above.
            let byte = unsafe { read_volatile(NEXT) };
            if let Some(place) = wire.get_mut(count) {
                *place = byte;
            }
            count = count.saturating_add(1);
        }
        let answer = card.transmit(wire.get(..count).unwrap_or_default());
        for byte in answer.data.iter().chain(&answer.status) {
            // SAFETY: as above.
            unsafe { write_volatile(SEND, *byte) };
        }
        // SAFETY: as above.
        unsafe { write_volatile(END, 0) };
    }
}
