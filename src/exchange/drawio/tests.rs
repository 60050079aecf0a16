//! What is read of drawings, and what is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::{Compress, Compression, FlushCompress};
use proptest::prelude::*;

use super::*;
use crate::model::{Point, Rectangle};

const MODEL: &str = "<mxGraphModel><root><mxCell id=\"0\"/><mxCell id=\"1\" parent=\"0\"/>\
    <mxCell id=\"a\" value=\"&lt;b&gt;Web&lt;/b&gt;&lt;br&gt;shop\" style=\"rounded=1;html=1;\" vertex=\"1\" parent=\"1\">\
    <mxGeometry x=\"40\" y=\"20\" width=\"120\" height=\"60\" as=\"geometry\"/></mxCell>\
    <object id=\"b\" label=\"%c4Name%\" placeholders=\"1\" c4Name=\"Orders\" c4Type=\"Container\" c4Technology=\"PostgreSQL\">\
    <mxCell style=\"shape=cylinder3;html=1;\" vertex=\"1\" parent=\"1\"><mxGeometry x=\"300\" width=\"90\" height=\"80\" as=\"geometry\"/>\
    </mxCell></object>\
    <mxCell id=\"c\" value=\"reads\" style=\"dashed=1;\" edge=\"1\" parent=\"1\" source=\"a\" target=\"b\">\
    <mxGeometry relative=\"1\" as=\"geometry\"><Array as=\"points\"><mxPoint x=\"200\" y=\"50\"/></Array></mxGeometry></mxCell>\
    </root></mxGraphModel>";

fn packed(model: &str) -> String {
    let escaped: String =
        model.bytes().map(|byte| format!("%{byte:02X}")).fold(String::new(), |text, part| text + &part);
    let mut packed = Vec::with_capacity(escaped.len() + 1024);
    let mut deflater = Compress::new(Compression::default(), false);
    deflater.compress_vec(escaped.as_bytes(), &mut packed, FlushCompress::Finish).unwrap();
    STANDARD.encode(packed)
}

fn check_model(page: &Page) {
    let cell = |id: &str| page.cells.iter().find(|cell| cell.id == id).unwrap();
    assert_eq!((cell("a").label.as_str(), cell("b").label.as_str()), ("Web\nshop", "Orders"));
    assert_eq!(cell("a").form, Form::Box { shape: Rectangle::new(40.0, 20.0, 120.0, 60.0) });
    assert_eq!(cell("b").form, Form::Box { shape: Rectangle::new(300.0, 0.0, 90.0, 80.0) });
    assert_eq!(cell("b").data["c4Technology"], "PostgreSQL");
    let points = vec![Point::new(200.0, 50.0)];
    assert_eq!(cell("c").form, Form::Line { source: "a".to_owned(), target: "b".to_owned(), points });
    assert!(cell("c").style.is_on("dashed"));
}

#[test]
fn plain_and_packed_pages_say_the_same() {
    check_model(&read(MODEL).unwrap().pages[0]);
    let file = format!(
        "<?xml version=\"1.0\"?>\n<mxfile><diagram name=\"One\">{MODEL}</diagram>\
         <diagram name=\"Two\">{}</diagram><diagram name=\"Three\"/></mxfile>",
        packed(MODEL)
    );
    let drawing = read(&file).unwrap();
    let names: Vec<_> = drawing.pages.iter().map(|page| page.name.as_str()).collect();
    assert_eq!(names, ["One", "Two", "Three"]);
    check_model(&drawing.pages[0]);
    check_model(&drawing.pages[1]);
    // As the clipboard has it.
    let escaped = MODEL.replace('%', "%25").replace('<', "%3C").replace('>', "%3E").replace('"', "%22");
    check_model(&read(&escaped).unwrap().pages[0]);
}

#[test]
fn what_is_written_reads_back() {
    let drawing = read(MODEL).unwrap();
    let again = read(&write(&drawing)).unwrap();
    let without_places = |drawing: &Drawing| {
        let mut drawing = drawing.clone();
        drawing.pages.iter_mut().flat_map(|page| &mut page.cells).for_each(|cell| cell.place = (0, 0));
        drawing
    };
    assert_eq!(without_places(&again), without_places(&drawing));
}

fn check_error(text: &str, (line, column): (u32, u32), words: &str) {
    let error = read(text).unwrap_err();
    assert_eq!((error.line, error.column), (line, column), "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn errors_say_where_and_what_to_do() {
    check_error("", (1, 1), "no XML");
    check_error("<mxfile>\n  <diagram></mxfile>", (2, 12), "save the drawing again");
    check_error("<mxfile>\n  <diagram", (1, 1), "never closed");
    check_error("<svg/>", (1, 1), "export it as .drawio");
    check_error("<mxfile/>", (1, 1), "no page");
    check_error("<mxfile>\n<diagram name=\"P\">!!!</diagram></mxfile>", (2, 1), "turn off");
    let torn = packed(MODEL);
    check_error(&format!("<mxfile><diagram>{}</diagram></mxfile>", &torn[..torn.len() / 2]), (1, 9), "unpacked");
    check_error(&"<a/>".repeat(MAX_BYTES), (1, 1), "longer than");
    // Small on the outside, too large on the inside.
    let bomb = packed(&format!("<mxGraphModel>{}</mxGraphModel>", " ".repeat(MAX_BYTES + 1)));
    check_error(&format!("<mxfile><diagram>{bomb}</diagram></mxfile>"), (1, 9), "longer than");
    check_error("<!DOCTYPE a [<!ENTITY b \"c\">]><mxfile/>", (1, 1), "no XML");
}

#[test]
fn what_is_put_in_is_not_looked_at_again() {
    let many = |name: &str| format!("%{name}%").repeat(2000);
    let text = format!(
        "<mxGraphModel><root><object id=\"1\" placeholders=\"1\" label=\"%a% %% %b %none%\" a=\"{}\" b=\"{}\" c=\"x\">\
         <mxCell vertex=\"1\"><mxGeometry/></mxCell></object></root></mxGraphModel>",
        many("b"),
        many("c")
    );
    let drawing = read(&text).unwrap();
    assert_eq!(drawing.pages[0].cells[0].label, format!("{} %% %b %none%", many("b")));
}

#[test]
fn a_large_page_on_one_line_is_read_at_once() {
    let cell = |index: usize| {
        format!("<mxCell id=\"{index}\" value=\"a &lt; b &amp;amp; c\" vertex=\"1\"><mxGeometry/></mxCell>")
    };
    let text = (0..20_000).fold(String::from("<mxGraphModel><root>"), |text, index| text + &cell(index));
    let drawing = read(&(text + "</root></mxGraphModel>")).unwrap();
    let last = drawing.pages[0].cells.last().unwrap();
    assert_eq!((last.label.as_str(), last.place.0), ("a < b &amp; c", 1));
    assert!(last.place.1 > 1_000_000);
}

proptest! {
    #[test]
    fn noise_never_panics(text in "[<>/a-zA-Z=\"&;% 0-9]{0,200}") {
        read(&text).ok();
        read(&format!("<mxfile><diagram>{text}</diagram></mxfile>")).ok();
    }

    #[test]
    fn any_words_are_written_and_read(label in "\\PC{0,40}", value in "\\PC{0,40}") {
        let data = [("note".to_owned(), value.clone())].into();
        let form = Form::Box { shape: Rectangle::new(0.5, -3.25, 10.0, 20.0) };
        let cell = Cell { id: "x".to_owned(), parent: "1".to_owned(), data, form, ..Cell::default() };
        let page = Page { name: label, cells: vec![cell] };
        let again = read(&write(&Drawing { pages: vec![page.clone()] })).unwrap();
        prop_assert_eq!(&again.pages[0].cells[0].data["note"], &value);
        prop_assert_eq!(&again.pages[0].name, &page.name);
        prop_assert_eq!(&again.pages[0].cells[0].form, &page.cells[0].form);
    }
}
