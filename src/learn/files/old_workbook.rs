//! A guard for workbooks of Excel before 2007: their reader makes room for as many cells as the file claims to have.
//! Where a damaged one claims billions, the program would end.

use std::io;
use std::path::Path;

/// Rows and columns of the largest sheet.
const LARGEST: (u32, u32) = (65_536, 256);
/// Starts of a sheet by version: the type of the record, its length, and the version.
const SHEET_STARTS: [[u8; 6]; 2] = [[9, 8, 16, 0, 0, 6], [9, 8, 8, 0, 0, 5]];
/// Type of the record that ends a sheet.
const SHEET_END: u32 = 0x000A;
/// Type of the record with a sheet's size.
const SIZE: u32 = 0x0200;

/// Whether the file at `path` claims a sheet larger than any can be.
pub(super) fn claims_too_much(path: &Path) -> io::Result<bool> {
    let bytes = std::fs::read(path)?;
    let starts = (0..bytes.len()).filter(|place| SHEET_STARTS.iter().any(|start| bytes[*place..].starts_with(start)));
    Ok(starts.filter_map(|start| size_record(&bytes[start..])).any(is_too_much))
}

/// The content of the record with the size of the sheet that begins with `bytes`.
fn size_record(mut bytes: &[u8]) -> Option<&[u8]> {
    loop {
        let (head, rest) = bytes.split_at_checked(4)?;
        let (content, rest) = rest.split_at_checked(half(head, 2) as usize)?;
        match half(head, 0) {
            SIZE => return Some(content),
            SHEET_END => return None,
            _ => bytes = rest,
        }
    }
}

/// Whether first row, row beyond the last, first column and column beyond the last cannot be.
fn is_too_much(size: &[u8]) -> bool {
    let whole = |place| half(size, place) | half(size, place + 2) << 16;
    let (first_row, end_row, first_column, end_column) = match size.len() {
        10 => (half(size, 0), half(size, 2), half(size, 4), half(size, 6)),
        14 | 16 => (whole(0), whole(4), half(size, 8), half(size, 10)),
        _ => return true,
    };
    let (rows, columns) = LARGEST;
    end_row > rows || end_column > columns || first_row > end_row || first_column > end_column
}

fn half(bytes: &[u8], place: usize) -> u32 {
    u32::from(bytes[place]) | u32::from(bytes[place + 1]) << 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_sizes_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.xls");
        let mut bytes = std::fs::read("tests/tables/rooms.xls").unwrap();
        std::fs::write(&path, &bytes).unwrap();
        assert!(!claims_too_much(&path).unwrap());
        let place = (0..bytes.len()).rfind(|place| bytes[*place..].starts_with(&[0, 2, 14, 0])).unwrap();
        for (offset, value) in [(7, 200), (11, 200), (15, 2), (2, 13)] {
            let before = std::mem::replace(&mut bytes[place + offset], value);
            std::fs::write(&path, &bytes).unwrap();
            assert!(claims_too_much(&path).unwrap(), "{offset}");
            bytes[place + offset] = before;
        }
        assert!(is_too_much(&[0, 0, 9, 0, 5, 0, 4, 0, 0, 0]) && !is_too_much(&[0, 0, 9, 0, 4, 0, 5, 0, 0, 0]));
    }
}
