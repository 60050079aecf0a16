//! What every format must do with every report: nothing is lost, nothing of a user's text becomes more than text, and
//! files of others stay.

use std::fs;
use std::path::{Path, PathBuf};

use super::test_support::fraud_report;
use super::*;

/// Text that tries to become something else in each format.
const HOSTILE: &str = "=cmd|' /C calc'!A1 <script>alert(1)</script>](javascript:alert(1)) \"'`|\\ --- # x: y\u{0}\u{1b}[31m\u{202e}\u{2066}";

/// Every format and where it goes.
const FORMATS: [(Format, &str); 7] = [
    (Format::Html, "a.html"),
    (Format::Pdf, "a.pdf"),
    (Format::Markdown, "a.md"),
    (Format::Json, "a.json"),
    (Format::Records, "records"),
    (Format::Tables, "tables"),
    (Format::Pictures, "pictures"),
];

fn section(title: &str, blocks: Vec<Block>) -> Section {
    Section { part: Part::Decision, title: title.to_owned(), blocks }
}

fn table(titles: &[&str], rows: &[&[&str]]) -> Table {
    let mut table = Table::new(titles);
    for row in rows {
        table.row(row.iter().map(|text| Cell::from(*text)).collect());
    }
    table
}

fn record(title: &str, facts: &[(&str, &str)]) -> Record {
    Record {
        title: title.to_owned(),
        facts: facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        sections: vec![section("Decision outcome", vec![Block::Paragraph("Chosen option: trees.".to_owned())])],
    }
}

/// The example with two decisions.
fn decided() -> Report {
    let records = vec![
        record("Rules", &[("Status", "Superseded by Trees"), ("Decided on", "2026-01-15")]),
        record("Which model, and why?", &[("Status", "Accepted"), ("Date", "2026-11-20"), ("Consulted", "Fraud desk")]),
    ];
    Report { records, ..fraud_report() }
}

/// A report with `text` in every place that users can fill.
fn full_of(text: &str) -> Report {
    let owned = || text.to_owned();
    let figure = Figure {
        key: "drawing".to_owned(),
        caption: owned(),
        svg: svg::picture((40.0, 20.0), text, false, &format!("<text x=\"1\" y=\"9\">{}</text>\n", svg::escaped(text))),
    };
    let blocks = vec![
        Block::Lead(owned()),
        Block::Paragraph(format!("{text}\n{text}")),
        Block::Heading(owned()),
        Block::Bullets(vec![owned(), owned()]),
        Block::Table(table(&[text, "#Value"], &[&[text, text], &["-3.5", "+1"]])),
        Block::Figure(figure),
    ];
    let facts = vec![("Status".to_owned(), owned()), (owned(), owned())];
    let sections = vec![section(text, blocks.clone()), section("Other", Vec::new())];
    let sharing = Block::Table(Table { shared: vec![(owned(), owned())], ..table(&[text], &[&[text], &[text]]) });
    let blocks = [blocks, vec![sharing]].concat();
    let records = vec![Record { title: owned(), facts: facts.clone(), sections: vec![section(text, blocks)] }];
    let verdict = ReportedVerdict {
        requirement: "fast".to_owned(),
        name: owned(),
        measure: owned(),
        required: owned(),
        value: None,
        unit: owned(),
        text: owned(),
        outcome: "met".to_owned(),
        provenance: "measured".to_owned(),
    };
    Report { title: owned(), facts, sections, records, verdicts: vec![verdict] }.inert()
}

/// Names and contents of a folder, in order.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut found: Vec<_> = entries.map(|path| (name(&path), fs::read(path).unwrap())).collect();
    found.sort();
    found
}

fn names(files: &[PathBuf]) -> Vec<&str> {
    files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect()
}

fn text(file: &Path) -> String {
    fs::read_to_string(file).unwrap()
}

#[test]
fn a_report_is_opened_as_it_was_written() {
    for report in [fraud_report(), decided(), full_of(HOSTILE), full_of("ä 中 \u{645} 👩\u{200d}💻"), Report::default()]
    {
        let text = to_json(&report).unwrap();
        assert!(text.starts_with("{\n  \"format\": \"cantilever-report\",\n  \"version\": 1,\n  \"report\": {\n"));
        let opened = from_json(&text, Path::new("report.json")).unwrap();
        assert_eq!(opened, report);
        assert_eq!(html(&opened).unwrap(), html(&report).unwrap());
        assert_eq!(to_json(&opened).unwrap(), text);
    }
}

#[track_caller]
fn check_refused(text: &str, parts: &[&str]) {
    let message = from_json(text, Path::new("my.json")).unwrap_err().to_string();
    for part in ["my.json"].iter().chain(parts) {
        assert!(message.contains(part), "\"{part}\" is missing: {message}");
    }
}

#[test]
fn what_is_no_report_is_refused_with_place_and_remedy() {
    let whole = to_json(&decided()).unwrap();
    check_refused("", &["line 1", "cantilever report PROJECT"]);
    check_refused("[1]", &["line 1"]);
    check_refused(&whole[..whole.len() / 2], &["line ", "EOF", "cantilever report PROJECT"]);
    check_refused(&whole.replace("cantilever-report", "cantilever project"), &["\"format\" does not say"]);
    check_refused(&whole.replace("\"version\": 1", "\"version\": 2"), &["version 2", "up to 1", "later Cantilever"]);
    check_refused(&whole.replacen("\"title\"", "\"tittle\"", 1), &["line 5", "tittle"]);
    let changed = |change: &dyn Fn(&mut Report)| {
        let mut report = full_of("x");
        change(&mut report);
        to_json(&report).unwrap()
    };
    let figure = |report: &mut Report, change: &dyn Fn(&mut Figure)| {
        let Block::Figure(figure) = &mut report.sections[0].blocks[5] else { panic!("the figure comes last") };
        change(figure);
    };
    let narrow = changed(&|report| {
        let Block::Table(table) = &mut report.sections[0].blocks[4] else { panic!("the table is the fifth") };
        table.rows[1].cells.pop();
    });
    check_refused(&narrow, &["in \"x\"", "row 2 of a table has 1 cells for 2 columns"]);
    let elsewhere = changed(&|report| figure(report, &|figure| figure.key = "../../x".to_owned()));
    check_refused(&elsewhere, &["../../x", "cannot be the name of a file"]);
    let script = |figure: &mut Figure| figure.svg = figure.svg.replace("</svg>", "<script>alert(1)</script></svg>");
    check_refused(&changed(&|report| figure(report, &script)), &["\"drawing\"", "<script>"]);
    let twice = changed(&|report| {
        let copy = report.sections[0].blocks[5].clone();
        report.sections[1].blocks.push(copy);
    });
    check_refused(&twice, &["two figures have the key \"drawing\""]);
}

#[test]
fn a_report_is_known_by_its_head() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    write(&decided(), Format::Json, &path).unwrap();
    assert!(is_report(&path) && !is_report(folder.path()) && !is_report(&folder.path().join("none")));
    assert_eq!(open(&path).unwrap(), decided());
    fs::write(&path, "{\"format\": \"cantilever project\", \"name\": \"cantilever-report\"}").unwrap();
    assert!(!is_report(&path));
    let message = write(&decided(), Format::Json, &path).unwrap_err().to_string();
    assert!(message.contains("a saved project and was left as it is"), "{message}");
    assert!(text(&path).contains("cantilever project"));
}

#[test]
fn every_decision_is_a_record_and_the_list_names_all() {
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("decisions");
    let written = write(&decided(), Format::Records, &records).unwrap();
    assert_eq!(names(&written), ["README.md", "0001-rules.md", "0002-which-model-and-why.md"]);
    let second = text(&written[2]);
    let begin = "---\nstatus: \"Accepted\"\ndate: \"2026-11-20\"\nconsulted: \"Fraud desk\"\n---\n\n\
                 # Which model, and why?\n\n## Decision outcome\n\nChosen option: trees.\n";
    assert_eq!(second, begin);
    let index = text(&written[0]);
    let line = "| 1 | [Rules](<0001-rules.md>) | Superseded by Trees | 2026-01-15 |";
    assert!(index.lines().any(|found| found == line), "{index}");
    assert!(index.contains("| 2 | [Which model, and why?](<0002-which-model-and-why.md>) | Accepted | 2026-11-20 |"));
    // The first decision is called otherwise now: its earlier file is left, and named.
    let mut renamed = decided();
    "Rules by hand".clone_into(&mut renamed.records[0].title);
    fs::write(records.join("notes.md"), "mine").unwrap();
    let written = write(&renamed, Format::Records, &records).unwrap();
    assert_eq!(names(&left_over(Format::Records, &records, &written)), ["0001-rules.md"]);
    assert_eq!(contents(&records).len(), 5);
    assert_eq!(text(&records.join("notes.md")), "mine");
}

#[test]
fn a_readme_that_somebody_wrote_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("README.md"), "# Mine\n").unwrap();
    let message = write(&decided(), Format::Records, folder.path()).unwrap_err().to_string();
    assert!(message.contains("README.md") && message.contains("Choose another place"), "{message}");
    assert_eq!(contents(folder.path()), [("README.md".to_owned(), b"# Mine\n".to_vec())]);
}

#[test]
fn what_stops_a_file_is_said_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gone/report.html");
    let error = write(&decided(), Format::Html, &path).unwrap_err();
    let message = error.to_string();
    assert!(message.starts_with(&format!("cannot write {}: ", path.display())), "{message}");
    assert!(!message.contains(".cantilever-"), "{message}");
    assert!(std::error::Error::source(&error).is_none(), "it would be told once more");
}

#[test]
fn a_format_without_content_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let message = |format| write(&Report::default(), format, &path).unwrap_err().to_string();
    assert!(message(Format::Records).contains("make one in Decide"));
    assert!(message(Format::Tables).contains("choose more of its parts"));
    assert!(message(Format::Pictures).contains("choose more of its parts"));
    assert!(!path.exists(), "nothing was to be written");
}

#[test]
fn every_table_is_a_file_with_lines_of_one_width() {
    let folder = tempfile::tempdir().unwrap();
    let rows: &[&[&str]] = &[&["a, \"b\"\nc", "-3.5"], &["=1+1", "@x"]];
    let blocks = vec![Block::Table(table(&["Name", "#+Value"], rows)), Block::Table(table(&["One"], &[&["1"]]))];
    let other = section("Options", vec![Block::Table(table(&["Two"], &[&["2"]]))]);
    let report = Report { sections: vec![section("Options", blocks), other], ..Report::default() };
    let written = write(&report, Format::Tables, folder.path()).unwrap();
    assert_eq!(names(&written), ["options-1.csv", "options-2.csv", "options-3.csv"]);
    assert_eq!(text(&written[0]), "Name,'+Value\r\n\"a, \"\"b\"\"\nc\",-3.5\r\n'=1+1,'@x\r\n");
    assert_eq!(text(&written[2]), "Two\r\n2\r\n");
    let all = fraud_report();
    let is_table = |block: &&Block| matches!(block, Block::Table(_));
    let count = all.sections.iter().flat_map(|section| &section.blocks).filter(is_table).count();
    let written = write(&all, Format::Tables, &folder.path().join("all")).unwrap();
    assert_eq!((written.len(), count > 3), (count, true));
}

#[test]
fn every_figure_is_two_files() {
    let folder = tempfile::tempdir().unwrap();
    let report = full_of("x");
    let written = write(&report, Format::Pictures, folder.path()).unwrap();
    assert_eq!(names(&written), ["drawing.svg", "drawing.png"]);
    assert_eq!(text(&written[0]), report.figures().next().unwrap().svg);
    let pixels = fs::read(&written[1]).unwrap();
    assert_eq!(pixels[..8], *b"\x89PNG\r\n\x1a\n");
    // 40 by 20 units at two pixels each.
    assert_eq!([&pixels[16..20], &pixels[20..24]], [80_u32.to_be_bytes(), 40_u32.to_be_bytes()]);
}

#[test]
fn anchors_are_there_once_and_lead_somewhere() {
    let mut report = full_of("x");
    report.sections.extend(["x", "X!", "中文", "", "report", "contents"].map(|title| section(title, Vec::new())));
    let page = html(&report).unwrap();
    let after = |mark: &str| -> Vec<String> {
        page.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
    };
    let (ids, links) = (after(" id=\""), after(" href=\"#"));
    let mut once = ids.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{ids:?}");
    assert!(links.len() == 9 && links.iter().all(|link| ids.contains(link)), "{links:?} in {ids:?}");
    assert!(ids.contains(&"section-x".to_owned()) && ids.contains(&"section-x-3".to_owned()), "{ids:?}");
    assert!(!page.contains("<a href=\"#\"") && page.matches("<h1").count() == 1);
    assert!(page.contains("<th scope=\"row\" class=\"neutral\">-3.5</th>"), "a row is called by its first cell");
    assert!(page.contains("<caption id=\"table-1\">x</caption>") && page.contains("<html lang=\"en\">"));
}

#[test]
fn hostile_text_is_only_text_in_every_format() {
    let report = full_of(HOSTILE);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for (format, name) in FORMATS {
        for file in write(&report, format, &path(name)).unwrap() {
            // What pages of a PDF hold of such text is tested beside them.
            if file.extension().is_some_and(|ending| ending == "png" || ending == "pdf") {
                continue;
            }
            let content = text(&file);
            let steers =
                |letter: char| (letter.is_control() && !"\r\n".contains(letter)) || "\u{202e}\u{2066}".contains(letter);
            assert!(!content.contains(steers), "{}", file.display());
            let is_code = file.extension().is_some_and(|ending| ending == "json" || ending == "csv");
            assert!(is_code || !content.contains("<script"), "{}", file.display());
        }
    }
    let markdown = text(&path("a.md")) + &text(&path("records/README.md"));
    assert!(!markdown.replace("\\]", "").contains("](javascript"), "a link out of text");
    let record = contents(&path("records")).into_iter().find(|(name, _)| name.starts_with("0001-cmd-c-calc-a1-script"));
    let (_, record) = record.expect("the name of the file is made from letters");
    let record = String::from_utf8(record).unwrap();
    let head: Vec<_> = record.lines().take_while(|line| !line.starts_with("# ")).collect();
    assert_eq!((head[0], head[3], head.len()), ("---", "---", 5), "{head:#?}");
    assert!(head[1].starts_with("status: \"=cmd|") && head[1].ends_with('"'), "{}", head[1]);
    let lines = text(&path("tables").join(names(&write(&report, Format::Tables, &path("tables")).unwrap())[0]));
    assert!(lines.starts_with("\"'=cmd|") && lines.contains("\r\n-3.5,+1\r\n"), "{lines}");
}

#[test]
fn long_names_make_no_long_file_names() {
    let report = full_of(&"Long name ".repeat(1_000));
    let folder = tempfile::tempdir().unwrap();
    for (format, name) in FORMATS {
        let written = write(&report, format, &folder.path().join(name)).unwrap();
        assert!(names(&written).iter().all(|name| name.len() < 90), "{written:?}");
    }
}

#[test]
fn a_folder_is_made_where_its_parent_is() {
    let folder = tempfile::tempdir().unwrap();
    let message = write(&decided(), Format::Tables, &folder.path().join("none/tables")).unwrap_err().to_string();
    assert!(message.contains("tables") && message.contains("Check that its folder"), "{message}");
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    assert!(write(&decided(), Format::Tables, &file).is_err());
    assert_eq!(text(&file), "mine");
    // Twice the same gives the same, and leaves nothing behind.
    let path = folder.path().join("records");
    write(&decided(), Format::Records, &path).unwrap();
    let first = contents(&path);
    write(&decided(), Format::Records, &path).unwrap();
    assert_eq!(contents(&path), first);
}
