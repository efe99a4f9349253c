//! Native messaging's frames: a length of four bytes in the machine's own order, then so many bytes of JSON.

use std::io::{self, ErrorKind, Read, Write};

/// The longest message, in both directions. Browsers take no longer one from a host, and we need none.
pub const LONGEST: usize = 1024 * 1024;

/// A frame that is none. Where the next one would begin is not known any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// More than [`LONGEST`].
    TooLong,
    /// The input ends within a frame.
    Truncated,
    /// The pipe failed.
    Pipe(ErrorKind),
}

/// Reads one frame; `None` at the end of the input.
///
/// # Errors
/// [`FrameError`].
pub fn read(input: &mut impl Read) -> Result<Option<Vec<u8>>, FrameError> {
    let mut length = [0; 4];
    match fill(input, &mut length)? {
        0 => return Ok(None),
        4 => {}
        _ => return Err(FrameError::Truncated),
    }
    let length = usize::try_from(u32::from_ne_bytes(length)).map_err(|_| FrameError::TooLong)?;
    if length > LONGEST {
        return Err(FrameError::TooLong);
    }
    let mut message = vec![0; length];
    if fill(input, &mut message)? < length {
        return Err(FrameError::Truncated);
    }
    Ok(Some(message))
}

/// Writes one frame.
///
/// # Errors
/// Those of the pipe; [`ErrorKind::InvalidInput`] for a message that is too long.
pub fn write(output: &mut impl Write, message: &[u8]) -> io::Result<()> {
    let length = match u32::try_from(message.len()) {
        Ok(length) if message.len() <= LONGEST => length,
        _ => return Err(ErrorKind::InvalidInput.into()),
    };
    output.write_all(&length.to_ne_bytes())?;
    output.write_all(message)?;
    output.flush()
}

/// Reads until `place` is full or the input ends, and says how much that was.
fn fill(input: &mut impl Read, place: &mut [u8]) -> Result<usize, FrameError> {
    let mut filled = 0;
    while let Some(rest) = place.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(FrameError::Pipe(error.kind())),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_reads_back_what_was_written() {
        let mut pipe = Vec::new();
        write(&mut pipe, b"{}").unwrap();
        write(&mut pipe, b"").unwrap();
        let mut input = pipe.as_slice();
        assert_eq!(read(&mut input), Ok(Some(b"{}".to_vec())));
        assert_eq!(read(&mut input), Ok(Some(Vec::new())));
        assert_eq!(read(&mut input), Ok(None));
    }

    #[test]
    fn a_frame_that_is_none_is_told_from_the_end() {
        let too_long = u32::try_from(LONGEST + 1).unwrap().to_ne_bytes();
        assert_eq!(read(&mut &too_long[..]), Err(FrameError::TooLong));
        assert_eq!(read(&mut &[1u8][..]), Err(FrameError::Truncated));
        let mut half = 10u32.to_ne_bytes().to_vec();
        half.extend(b"half");
        assert_eq!(read(&mut half.as_slice()), Err(FrameError::Truncated));
    }

    #[test]
    fn no_message_of_ours_is_longer_than_a_browser_takes() {
        let message = vec![b' '; LONGEST + 1];
        assert!(write(&mut Vec::new(), &message).is_err());
        assert!(write(&mut Vec::new(), &message[1..]).is_ok());
    }
}
