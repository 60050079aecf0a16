//! Files that are no tables, and tables that are hard to read.

use super::*;
use crate::learn::table::Cells;

fn message(name: &str, content: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    let error = read(&path, &[], &mut |_, _| ControlFlow::Continue(())).expect_err(name).to_string();
    error.replace(&path.display().to_string(), name)
}

#[test]
fn what_is_no_table_is_refused_with_a_remedy() {
    for (name, content, expected) in [
        ("a.csv", &b""[..], "a.csv is empty; its first line must name the columns"),
        ("a.csv", b" \n\n", "a.csv is empty; its first line must name the columns"),
        ("a.zip", b"PK\x03\x04notes.txt", "a.zip is a zip archive, not a table; unpack it and choose the table in it"),
        ("a.xlsb", b"PK\x03\x04xl/workbook.bin", "a.xlsb is a binary Excel workbook (xlsb); save it as xlsx"),
        ("a.csv.gz", b"\x1F\x8B\x08", "a.csv.gz is compressed; unpack it and choose the table in it"),
        (
            "a.xls",
            b"\n<HTML><table>",
            "a.xls is a web page or another kind of markup; open it in a spreadsheet and save it as CSV or xlsx",
        ),
        (
            "a.xlsx",
            b"a,b\n1,2\n",
            "a.xlsx ends in .xlsx, but its content does not fit that; export it again, or save it as CSV",
        ),
    ] {
        assert_eq!(message(name, content), expected);
    }
}

#[test]
fn text_is_read_whatever_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.xls");
    std::fs::write(&path, "a\tb\n1\t2\n").unwrap();
    let table = read(&path, &[], &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!((table.rows, table.columns.len()), (1, 2));
}

#[test]
fn folders_devices_and_missing_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |path: &Path| open(path).unwrap_err().to_string();
    assert!(refused(folder.path()).ends_with("is a folder; choose a file in it"));
    assert!(refused(&folder.path().join("none.csv")).contains("none.csv"));
    let denied = unreadable(Path::new("a.csv"), &io::ErrorKind::PermissionDenied.into()).to_string();
    assert!(denied.starts_with("a.csv may not be read by this user; "), "{denied}");
    if cfg!(unix) {
        assert!(refused(Path::new("/dev/zero")).contains("is a pipe or a device"));
    }
}

#[test]
fn too_much_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.csv");
    File::create(&path).unwrap().set_len(MOST_BYTES + 100_000_000).unwrap();
    let error = open(&path).unwrap_err().to_string();
    assert!(error.ends_with("has 4.1 GB, and at most 4 GB are read; take a sample of its rows"), "{error}");
    assert!(refuse_too_large("a.csv", 0).is_ok());
    if available_memory().is_some() {
        assert!(refuse_too_large("a.csv", u64::MAX).is_err());
    }
}

fn read_text(content: &[u8]) -> Result<Table, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, content).unwrap();
    let table = read(&path, &[], &mut |_, _| ControlFlow::Continue(()));
    // A look must cope with whatever the reading copes with.
    assert!(table.is_err() || look(&path).is_ok());
    table.map_err(|error| error.to_string().replace(&path.display().to_string(), "a.csv"))
}

#[test]
fn small_tables_are_tables() {
    assert_eq!(read_text(b"a,b\n").unwrap_err(), "a.csv has a header but no rows; add examples to it");
    assert_eq!(read_text(b"1,2\n").unwrap_err(), "a.csv has a header but no rows; add examples to it");
    let table = read_text(b"a,b\n1,x").unwrap();
    assert_eq!((table.rows, table.columns[0].cells.clone()), (1, Cells::Numbers(vec![1.0])));
}

#[test]
fn numbers_that_are_none_are_missing_or_slips() {
    let table = read_text(b"a\n1\nNaN\nnan\n2\n").unwrap();
    assert!(matches!(&table.columns[0].cells, Cells::Numbers(values) if values[1].is_nan() && values[2].is_nan()));
    for text in ["inf", "-Infinity", "1e999"] {
        let error = read_text(format!("a\n{}{text}\n", "1\n".repeat(9)).as_bytes()).unwrap_err();
        let expected =
            format!("a.csv, line 11, column \"a\": \"{text}\" is not a number, but the column's other cells are;");
        assert!(error.starts_with(&expected), "{error}");
    }
}

#[test]
fn wide_tables_are_read() {
    let names: Vec<String> = (0..10_000).map(|place| format!("name of column {place}")).collect();
    let row = vec!["12.5"; 10_000].join(",");
    let table = read_text(format!("{}\n{row}\n{row}\n", names.join(",")).as_bytes()).unwrap();
    assert_eq!((table.columns.len(), table.rows), (10_000, 2));
    assert_eq!(table.columns[9_999].cells, Cells::Numbers(vec![12.5, 12.5]));
}

#[test]
fn long_cells_are_read_up_to_a_limit() {
    let table = read_text(format!("a,b\n1,{}\n", "x".repeat(1_000_000)).as_bytes()).unwrap();
    assert!(matches!(&table.columns[1].cells, Cells::Texts { dictionary, .. } if dictionary[0].len() == 1_000_000));
    let error = read_text(format!("a,b\n1,x\n2,{}\n", "x".repeat(1_000_001)).as_bytes()).unwrap_err();
    assert_eq!(error, "a.csv, line 3: a cell is longer than 1 MB; close the quote that opens it, or shorten it");
}

#[test]
fn rubbish_is_refused() {
    let mut state = 7_u32;
    let bytes = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    let error = read_text(&bytes.take(10_000).collect::<Vec<u8>>()).unwrap_err();
    assert!(error.starts_with("a.csv is not text; choose a CSV, Excel, OpenDocument or Parquet file"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_writes_to_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let error = read(&path, &[], &mut |_, _| ControlFlow::Continue(())).unwrap_err().to_string();
    assert!(error.ends_with("is a pipe or a device, not a file; save what comes out of it as a file first"), "{error}");
    assert_eq!(look(&path).unwrap_err().to_string(), error);
}

#[test]
fn damaged_files_are_refused_wherever_they_end() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["rooms.xlsx", "rooms.xls", "rooms.ods", "rooms_snappy.parquet"] {
        let bytes = std::fs::read(Path::new("tests/tables").join(name)).unwrap();
        let copy = folder.path().join(name);
        for share in 1..20 {
            std::fs::write(&copy, &bytes[..bytes.len() * share / 20]).unwrap();
            let error = read(&copy, &[], &mut |_, _| ControlFlow::Continue(())).unwrap_err().to_string();
            assert!(error.contains(name) && error.contains("save it"), "{error}");
        }
    }
}

#[test]
fn a_panic_becomes_an_error() {
    let error = contained(Path::new("a.xls"), || -> Result<(), LearnError> { panic!("expected") }).unwrap_err();
    assert_eq!(error.to_string(), "a.xls is damaged; export it again, or save it as CSV");
}
