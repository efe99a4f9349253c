//! A QR code (ISO/IEC 18004). The only file that imports `qrcode`.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;
use zeroize::Zeroizing;

/// ISO/IEC 18004 §6.3.8: four modules are left free around the code.
const QUIET: usize = 4;

/// A text as a QR code, to be drawn as one path. `Debug` does not show it.
pub struct Code {
    path: Zeroizing<String>,
    size: usize,
}

impl Code {
    /// Draws the text; there is no code for one that is too long. A quarter of it may be unreadable (level Q): it is made for
    /// paper.
    #[must_use]
    pub fn draw(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
        let colors = code.to_colors();
        let mut path = Zeroizing::new(String::with_capacity(16 * colors.len()));
        for (row, modules) in (QUIET..).zip(colors.chunks(code.width())) {
            for (column, module) in (QUIET..).zip(modules) {
                if *module == Color::Dark {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{column} {row}h1v1h-1z");
                }
            }
        }
        let size = code.width() + 2 * QUIET;
        Some(Self { path, size })
    }

    /// The dark modules: what stands in `d` of an SVG path, one unit a module.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How many modules it is wide and high, with the margin.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The whole image.
    #[must_use]
    pub fn svg(&self) -> Zeroizing<String> {
        let Self { path, size } = self;
        let path = path.as_str();
        let mut svg = Zeroizing::new(String::with_capacity(path.len() + 256));
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\" role=\"img\">\
             <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>"
        );
        svg
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Code")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_image_with_a_free_margin() {
        // 77 letters at level Q take version 7: 45 modules (ISO/IEC 18004, tables 1 and 7).
        let words =
            "letter advice cage absurd amount doctor acoustic avoid letter advice cage above";
        let code = Code::draw(words).unwrap();
        assert_eq!(code.size(), 53);
        // The finder pattern begins where the margin ends.
        assert!(code.path().starts_with("M4 4h1v1h-1zM5 4h1v1h-1z"));
        let svg = code.svg();
        assert!(svg.contains("viewBox=\"0 0 53 53\""), "{}", *svg);
        assert_eq!(svg.matches("<svg").count(), 1);
        assert!(!svg.contains("letter") && !format!("{code:?}").contains("M4"));
    }

    #[test]
    fn what_is_too_long_has_no_code() {
        assert!(Code::draw(&"x".repeat(5000)).is_none());
    }
}
