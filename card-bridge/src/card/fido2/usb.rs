//! The security keys on USB, the only file that knows `hidapi`.

use super::super::Transport;
use super::hid::{HidKey, Reports};
use crate::entropy;
use hailstone_core::card::CardError;
use hailstone_core::card::fido2::hid::REPORT;
use hidapi::{DeviceInfo, HidApi, HidDevice, HidError};
use std::ffi::CString;
use std::io::ErrorKind;
use std::time::Duration;

/// The usage page and the usage of a FIDO authenticator (CTAP 2.2 §11.2.8.2).
const FIDO: (u16, u16) = (0xf1d0, 0x01);

/// The keys that are connected, by path and name.
pub(in crate::card) fn list() -> Vec<(String, String)> {
    let Ok(api) = HidApi::new() else {
        return Vec::new();
    };
    let keys = api
        .device_list()
        .filter(|device| (device.usage_page(), device.usage()) == FIDO);
    keys.filter_map(|device| Some((device.path().to_str().ok()?.into(), name(device))))
        .collect()
}

fn name(device: &DeviceInfo) -> String {
    let said = device
        .product_string()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    said.unwrap_or("USB").into()
}

/// Opens one of them.
pub(in crate::card) fn connect(path: &str) -> Result<Box<dyn Transport>, CardError> {
    let path = CString::new(path).map_err(|_| CardError::Absent)?;
    let api = HidApi::new().map_err(|_| CardError::Reader)?;
    let device = api.open_path(&path).map_err(|error| opening(&error))?;
    let random = entropy::bytes::<8>().map_err(|_| CardError::Reader)?;
    Ok(Box::new(HidKey::open(Usb(device), random)?))
}

/// Where nobody has given this account the right to it, the person can.
fn opening(error: &HidError) -> CardError {
    match error {
        HidError::IoError { error } if error.kind() == ErrorKind::PermissionDenied => {
            CardError::Forbidden
        }
        HidError::IoError { error } if error.kind() == ErrorKind::NotFound => CardError::Removed,
        _ => CardError::Reader,
    }
}

struct Usb(HidDevice);

impl Reports for Usb {
    fn write(&mut self, report: &[u8; REPORT]) -> Result<(), CardError> {
        // The number of the report stands before it, and there is only one kind.
        let mut numbered = [0; REPORT + 1];
        numbered[1..].copy_from_slice(report);
        let written = self.0.write(&numbered);
        written.map(drop).map_err(|_| CardError::Removed)
    }

    fn read(&mut self, timeout: Duration) -> Result<Option<Vec<u8>>, CardError> {
        let mut report = vec![0; REPORT];
        let timeout = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX);
        match self.0.read_timeout(&mut report, timeout) {
            Ok(0) => Ok(None),
            Ok(length) => {
                report.truncate(length);
                Ok(Some(report))
            }
            Err(_) => Err(CardError::Removed),
        }
    }
}
