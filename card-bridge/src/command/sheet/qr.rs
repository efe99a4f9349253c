//! A QR code (ISO/IEC 18004) as an image inside a page. The only file that imports `qrcode`.

use qrcode::{Color, EcLevel, QrCode};
use zeroize::Zeroizing;

/// ISO/IEC 18004 §6.3.8: four modules are left free around the code.
const QUIET: usize = 4;

/// The text as a QR code, drawn as one path; nothing for a text that is too long for one. A quarter of it may be unreadable
/// (level Q): it is made for paper.
pub(super) fn svg(text: &str) -> Zeroizing<String> {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::Q) else {
        return Zeroizing::default();
    };
    let size = code.width() + 2 * QUIET;
    let colors = code.to_colors();
    let mut svg = Zeroizing::new(String::with_capacity(16 * colors.len() + 256));
    svg.push_str(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\" role=\"img\">\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\""
    ));
    for (row, modules) in (QUIET..).zip(colors.chunks(code.width())) {
        for (column, module) in (QUIET..).zip(modules) {
            if *module == Color::Dark {
                svg.push_str(&format!("M{column} {row}h1v1h-1z"));
            }
        }
    }
    svg.push_str("\"/></svg>");
    svg
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_image_with_a_free_margin() {
        // 77 letters at level Q take version 7: 45 modules (ISO/IEC 18004, tables 1 and 7).
        let words =
            "letter advice cage absurd amount doctor acoustic avoid letter advice cage above";
        let svg = svg(words);
        assert!(svg.contains("viewBox=\"0 0 53 53\""), "{}", *svg);
        // The finder pattern begins where the margin ends.
        assert!(svg.contains("d=\"M4 4h1v1h-1zM5 4h1v1h-1z"), "{}", *svg);
        assert_eq!(svg.matches("<svg").count(), 1);
        assert!(!svg.contains("letter"));
    }

    #[test]
    fn what_is_too_long_is_left_out() {
        assert_eq!(*svg(&"x".repeat(5000)), "");
    }
}
