//! What holds of every PDF: its bytes, its pages, and what readers are told about them.

use super::super::document::{Block, Cell, Column, Figure, Row, Section, Table};
use super::super::part::Part;
use super::blocks::composed;
use super::flow::{BOTTOM, Flow, Item, LONG_SIDE, MARGIN, Mark, TOP, WIDTH};
use super::*;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"200\" font-family=\"Inter\">\
    <title>Architecture of a shop</title><rect width=\"20\" height=\"20\" fill=\"#ff0000\"/>\
    <text x=\"22\" y=\"16\" font-size=\"18\">Fraud model</text></svg>";

#[test]
fn a_page_has_the_size_of_the_drawing_and_a_title() {
    let bytes = pdf(SVG).unwrap();
    assert_eq!(bytes[..5], *b"%PDF-");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("/MediaBox[0 0 300 150]"), "the page has another size");
    assert!(text.contains("Architecture of a shop") && text.contains("/Figure") && text.contains("/ToUnicode"));
    assert_eq!(pdf(SVG).unwrap(), bytes);
}

#[test]
fn no_page_is_larger_than_readers_can_show() {
    let bytes = pdf(&SVG.replace("400", "400000")).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let (_, size) = text.split_once("/MediaBox[0 0 ").unwrap();
    let width: f32 = size.split(' ').next().unwrap().parse().unwrap();
    assert!((14_399.0..=LONGEST).contains(&width), "{width}");
}

#[test]
fn what_is_no_picture_is_refused() {
    assert!(pdf("<svg").is_err());
    assert!(pdf("").is_err());
}

/// A report of one section with these blocks, and another after it.
fn report(blocks: Vec<Block>) -> Report {
    let section = |title: &str, blocks| Section { part: Part::Decision, title: title.to_owned(), blocks };
    let after = vec![Block::Heading("Limits".to_owned()), Block::Paragraph("None.".to_owned())];
    Report {
        title: "Screening of payments".to_owned(),
        facts: vec![("Status".to_owned(), "Accepted".to_owned())],
        sections: vec![section("Context", blocks), section("Consequences", after)],
        ..Report::default()
    }
}

fn table(columns: usize, rows: usize, text: &str) -> Table {
    let column = |number: usize| Column { title: format!("Head {number}"), numeric: number == 1 };
    let row =
        |number: usize| Row { cells: vec![Cell::from(format!("{text}{number}")); columns], emphasis: number == 1 };
    Table { columns: (0..columns).map(column).collect(), rows: (0..rows).map(row).collect(), ..Table::default() }
}

fn pages(report: &Report) -> Flow {
    composed(report).unwrap().0
}

/// What stands on a page: each line's text, as often as it has lines, and where it is.
fn lines_of(flow: &Flow, page: usize) -> Vec<(String, f32, f32)> {
    let lines = flow.sheets[page].items.iter().filter_map(|item| match item {
        Item::Text { x, y, line, .. } => Some((line.text.to_string(), *x, *y)),
        _ => None,
    });
    lines.collect()
}

#[test]
fn equal_reports_have_equal_bytes() {
    let blocks = vec![Block::Lead("Two replicas.".to_owned()), Block::Table(table(3, 4, "cell "))];
    let report = report(blocks);
    assert_eq!(report_pdf(&report).unwrap(), report_pdf(&report.clone()).unwrap());
}

#[test]
fn text_is_text_and_sections_are_bookmarks() {
    let figure = Figure { key: "a".to_owned(), caption: "Designs by cost".to_owned(), svg: SVG.to_owned() };
    let blocks = vec![Block::Table(table(2, 2, "c")), Block::Bullets(vec!["one".to_owned()]), Block::Figure(figure)];
    let bytes = report_pdf(&report(blocks)).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("/ToUnicode") && text.contains("Inter-Regular") && text.contains("Inter-SemiBold"));
    for title in ["Context", "Consequences", "Limits"] {
        assert!(text.contains(&format!("/Title({title})")), "{title} is no bookmark");
    }
    for element in ["/H1", "/H2", "/H3", "/P", "/LI", "/TH", "/TD", "/TOCI", "/Link", "/Figure", "/Caption"] {
        assert!(text.contains(&format!("/S{element}")), "there is no {element}");
    }
    assert!(text.contains("/Alt(Designs by cost)") && text.contains("/Scope/Column"));
    assert!(text.contains("pdfuaid:part") && text.contains("Screening of payments"));
}

#[test]
fn an_empty_report_is_one_page() {
    assert_eq!(pages(&Report::default()).sheets.len(), 1);
    let bytes = report_pdf(&Report::default()).unwrap();
    assert!(String::from_utf8_lossy(&bytes).contains("/MediaBox[0 0 595.276 841.89]"));
}

#[test]
fn contents_lead_to_the_pages_that_they_name() {
    let flow = pages(&report(vec![Block::Paragraph("word ".repeat(20)); 60]));
    let first = lines_of(&flow, 0);
    let sections: Vec<usize> =
        (0..3).map(|number| flow.place_of(Mark::Heading(number)).map_or(0, |place| place.page)).collect();
    assert_eq!(sections[0], 1, "sections begin after the contents");
    assert!(sections[1] > 1 && sections[2] >= sections[1]);
    for page in sections {
        assert!(first.iter().any(|(text, ..)| *text == (page + 1).to_string()), "page {} is not named", page + 1);
    }
}

#[test]
fn contents_that_are_too_long_for_the_first_page_name_sections_alone() {
    let named = |count: usize| {
        let flow = pages(&report((0..count).map(|number| Block::Heading(format!("Detail {number}"))).collect()));
        let lines = lines_of(&flow, 0);
        let is_there = |title: &str| lines.iter().any(|(text, ..)| text == title);
        assert!(is_there("Context") && is_there("Consequences"), "a section is missing of {count} headings");
        assert_eq!(flow.place_of(Mark::Heading(0)).map(|place| place.page), Some(1), "contents of {count} headings");
        is_there("Detail 0")
    };
    assert!(named(10));
    assert!(!named(100));
}

#[test]
fn a_long_table_repeats_its_head_and_keeps_its_rows() {
    let flow = pages(&report(vec![Block::Table(table(3, 200, "row "))]));
    let with_rows = (0..flow.sheets.len()).filter(|page| {
        let lines = lines_of(&flow, *page);
        let has_rows = lines.iter().any(|(text, ..)| text.starts_with("row "));
        assert!(!has_rows || lines.iter().any(|(text, ..)| text == "Head 0"), "page {page} has no head");
        has_rows
    });
    assert!(with_rows.count() > 3);
    let rows: Vec<_> = (0..flow.sheets.len()).flat_map(|page| lines_of(&flow, page)).map(|(text, ..)| text).collect();
    assert_eq!(rows.iter().filter(|text| text.starts_with("row ")).count(), 600, "a row is lost or doubled");
}

#[test]
fn words_stand_with_the_wide_table_that_they_lead_to_or_follow() {
    let words = |text: &str| Block::Paragraph(text.to_owned());
    let wide = Block::Table(table(9, 3, &"w".repeat(12)));
    let flow = pages(&report(vec![words("Before."), wide, words("After.")]));
    let page = flow.place_of(Mark::Heading(0)).map(|place| place.page).unwrap();
    assert!(flow.sheets[page].is_landscape);
    for text in ["Context", "Before.", "After."] {
        assert!(lines_of(&flow, page).iter().any(|(line, ..)| line == text), "{text} is elsewhere");
    }
    // The next section is on a page that stands upright.
    assert!(
        flow.place_of(Mark::Heading(1)).is_some_and(|next| next.page > page && !flow.sheets[next.page].is_landscape)
    );
}

#[test]
fn a_heading_is_never_the_last_on_a_page() {
    for count in 30..60 {
        let mut blocks = vec![Block::Paragraph("short".to_owned()); count];
        blocks.push(Block::Heading("Alone".to_owned()));
        blocks.push(Block::Table(table(2, 9, "row ")));
        let flow = pages(&report(blocks));
        let page = flow.place_of(Mark::Heading(1)).map(|place| place.page).unwrap();
        assert!(lines_of(&flow, page).iter().any(|(text, ..)| text == "row 0"), "alone after {count} paragraphs");
    }
}

#[test]
fn hostile_names_stay_on_the_page() {
    let long = "N".repeat(10_000);
    let mut huge = table(2, 2, &long);
    huge.columns[0].title = "T".repeat(3000);
    let blocks = vec![
        Block::Heading(long.clone()),
        Block::Lead(long.clone()),
        Block::Bullets(vec![long.clone(), "\u{202e}evil".to_owned(), String::new()]),
        Block::Table(huge),
        Block::Table(table(60, 2, "many columns ")),
        Block::Table(Table::default()),
        Block::Paragraph("שלום \u{0}\u{feff} 中文 e\u{301}\u{301}".to_owned()),
    ];
    let mut report = report(blocks);
    report.title = long.clone();
    report.facts.push((long.clone(), long));
    let flow = pages(&report);
    for sheet in &flow.sheets {
        for item in &sheet.items {
            if let Item::Text { x, y, line, .. } = item {
                let offset = line.runs.first().map_or(0.0, |run| run.x);
                assert!(*x >= MARGIN - 0.1 && x + offset + line.width <= sheet.width() - MARGIN + 1.0, "{x} {line:?}");
                assert!(*y >= TOP - 0.1 && y + line.height <= sheet.height() - BOTTOM + 1.0, "{y}");
            }
        }
    }
    assert!(report_pdf(&report).is_ok());
}

#[test]
fn a_wide_drawing_turns_its_page() {
    let wide = SVG.replace("width=\"400\" height=\"200\"", "width=\"3000\" height=\"900\"");
    let figure = |svg: &str| Block::Figure(Figure { key: "a".into(), caption: "C".into(), svg: svg.into() });
    let flow = pages(&report(vec![figure(&wide), figure(SVG)]));
    let sides: Vec<bool> = flow.sheets.iter().map(|sheet| sheet.is_landscape).collect();
    assert_eq!(sides, [false, true, false]);
    assert_eq!((flow.sheets[1].width(), flow.sheets[2].height()), (LONG_SIDE, LONG_SIDE));
    let pictures = flow.sheets.iter().flat_map(|sheet| &sheet.items).filter_map(|item| match item {
        Item::Picture { width, .. } => Some(*width),
        _ => None,
    });
    let widths: Vec<f32> = pictures.collect();
    // A drawing of 400 units is 300 points wide, and never larger.
    assert!(widths[0] > WIDTH && (widths[1] - 300.0).abs() < 0.01, "{widths:?}");
}

#[test]
fn a_picture_becomes_a_little_smaller_before_it_leaves_a_page_empty() {
    // 450 by 375 points.
    let svg = SVG.replace("width=\"400\" height=\"200\"", "width=\"600\" height=\"500\"");
    let mut heights = Vec::new();
    for count in 10..60 {
        let mut blocks = vec![Block::Paragraph("short".to_owned()); count];
        blocks.push(Block::Figure(Figure { key: "a".into(), caption: "C".into(), svg: svg.clone() }));
        let flow = pages(&report(blocks));
        let pictures = flow.sheets.iter().enumerate().flat_map(|(page, sheet)| {
            sheet.items.iter().filter_map(move |item| match item {
                Item::Picture { y, width, height, .. } => Some((page, *y, *width, *height)),
                _ => None,
            })
        });
        let pictures: Vec<_> = pictures.collect();
        assert_eq!(pictures.len(), 1);
        let (page, y, width, height) = pictures[0];
        assert!((width / height - 1.2).abs() < 0.001, "{width} by {height} after {count} paragraphs");
        assert!(height >= 375.0 * 0.7 - 0.1 && y + height <= LONG_SIDE - BOTTOM, "{height} after {count} paragraphs");
        if y < TOP + 1.0 {
            let ends = lines_of(&flow, page - 1).into_iter().map(|(_, _, y)| y);
            let left = LONG_SIDE - BOTTOM - ends.fold(0.0, f32::max);
            // A line, what comes before and after the picture, and its caption are 50 points at most.
            assert!(left < 375.0 * 0.7 + 50.0, "{left} points are empty after {count} paragraphs");
        }
        heights.push(height);
    }
    assert!(heights.iter().any(|height| *height < 370.0) && heights.iter().any(|height| *height > 374.9));
}
