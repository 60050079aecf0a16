//! The page of a class: well formed, complete, without anything from outside, and harmless whatever groups wrote.

use std::collections::BTreeSet;

use roxmltree::Document;

use super::super::comparison::{Comparison, GroupPair, Likeness};
use super::super::test_support::{compared, hostile};
use super::comparison_html;

/// The page as XML: without its type, and with elements closed that HTML leaves open.
fn as_xml(page: &str) -> String {
    let page = page.strip_prefix("<!DOCTYPE html>\n").expect("the type of the page stands first");
    page.lines()
        .map(|line| if line.starts_with("<meta ") { line.replace("\">", "\"/>") } else { line.to_owned() })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every table by its caption: its cells by line, each with the note below it.
fn table(document: &Document<'_>, caption: &str) -> Vec<Vec<String>> {
    let is_caption = |node: &roxmltree::Node<'_, '_>| node.has_tag_name("caption") && node.text() == Some(caption);
    let found = document.descendants().find(is_caption).unwrap_or_else(|| panic!("no table called {caption}"));
    let rows = found.parent().into_iter().flat_map(|table| table.descendants()).filter(|node| node.has_tag_name("tr"));
    let text = |cell: roxmltree::Node<'_, '_>| {
        let texts = cell.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text());
        texts.collect::<Vec<_>>().join(" | ")
    };
    rows.map(|row| row.children().filter(roxmltree::Node::is_element).map(text).collect()).collect()
}

#[test]
fn the_page_is_well_formed_and_links_lead_somewhere() {
    let page = comparison_html(&compared());
    let text = as_xml(&page);
    let document = Document::parse(&text).unwrap();
    let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    let links: Vec<_> = document.descendants().filter_map(|node| node.attribute("href")).collect();
    assert!(links.len() >= 10, "{links:?}");
    for link in links {
        assert!(link.strip_prefix('#').is_some_and(|id| ids.contains(&id)), "{link}");
    }
    for name in ["script", "link", "img", "iframe"] {
        assert!(!document.descendants().any(|node| node.has_tag_name(name)), "{name}");
    }
    assert_eq!(document.descendants().filter(|node| node.has_tag_name("h1")).count(), 1);
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
    assert!(page.contains("<html lang=\"en\">") && page.contains("Content-Security-Policy"));
    for head in document.descendants().filter(|node| node.has_tag_name("th")) {
        assert!(head.attribute("scope").is_some(), "{head:?}");
    }
    let tables = document.descendants().filter(|node| node.has_tag_name("table"));
    for table in tables {
        let widths: BTreeSet<_> = table
            .descendants()
            .filter(|node| node.has_tag_name("tr"))
            .map(|row| row.children().filter(roxmltree::Node::is_element).count())
            .collect();
        assert_eq!(widths.len(), 1, "lines of one width");
        assert_eq!(table.first_element_child().map(|child| child.tag_name().name()), Some("caption"));
    }
}

#[test]
fn the_numbers_are_those_of_the_comparison() {
    let text = as_xml(&comparison_html(&compared()));
    let document = Document::parse(&text).unwrap();
    let ranks = table(&document, "Ranks of qualities by group");
    assert_eq!(ranks[0], ["Quality", "Rockets", "Night Owls", "C", "Reference", "Named by"]);
    assert_eq!(ranks[1], ["Predictive quality", "1", "2", "–", "1", "2 of 3"]);
    assert_eq!(ranks[4], ["Security", "–", "–", "–", "3", "0 of 3"]);
    let pairs = table(&document, "Agreement of every pair of groups");
    assert_eq!(pairs[1][..3], ["Rockets and Night Owls", "−1.00", "0.60"].map(str::to_owned));
    assert_eq!(pairs[2][..3], ["Rockets and C", "not defined", "0.00"].map(str::to_owned));
    let limits = table(&document, "Limits by measure and group");
    assert_eq!(limits[1][0], "Response time, p99 (Pay) | at most, in ms");
    assert_eq!(limits[1][1], "200 ms | hard, problem");
    assert_eq!(limits[1][2], "0.3 s | = 300 ms, soft, 40 points, project");
    assert_eq!(limits[2][3], "no limit stated | hard, design");
    let choices = table(&document, "Choices with their numbers");
    assert_eq!(choices[1][0], "1 Rockets");
    assert_eq!(choices[1][2..5], ["yes", "yes", "84 % | 82 % to 86 %"].map(str::to_owned));
    assert_eq!(choices[3][1..5], ["nothing chosen", "–", "–", "unknown"].map(str::to_owned));
    let chosen = "Model of Scorer: Random forest · Replicas of Gateway: 2";
    assert_eq!(choices[4], ["Reference", chosen, "yes", "–", "unknown", "200 ms", "$500/month"]);
    let regret = table(&document, "Every choice as every group judges it");
    let rows = [
        [
            "Rockets",
            "0 pp | worth 87.5 %",
            "infeasible | misses Answer in time",
            "nothing chosen",
            "12.5 pp | worth 75 %",
        ],
        [
            "C",
            "not known | Monthly cost",
            "feasible, not weighed",
            "nothing chosen",
            "infeasible | misses Answer in time",
        ],
        [
            "Reference",
            "infeasible | misses Answer in time",
            "0 pp | worth 50 %",
            "nothing chosen",
            "−12.5 pp | worth 62.5 %",
        ],
        ["Largest regret of another group", "25 pp", "–", "–", "12.5 pp"],
        ["Infeasible for", "0 of 3", "2 of 3", "–", "1 of 3"],
    ];
    assert_eq!(regret[0][4], "Choice of Reference");
    assert_eq!([1, 3, 4, 5, 6].map(|row| regret[row].clone()), rows.map(|row| row.map(str::to_owned).to_vec()));
    assert_eq!(regret[2][1], "25 pp | worth 50 %");
    let seen = table(&document, "Specifications: Rockets");
    assert_eq!(seen[1], ["Names four qualities.", "60", "no", "Two are named."]);
    let skipped = table(&document, "Files left out, with the reason");
    assert_eq!(skipped[1], ["broken.json", "broken.json, line 1: this is no answer."]);
}

#[test]
fn what_groups_say_is_there() {
    let page = comparison_html(&compared());
    for words in [
        "<h1>Card fraud: answers of the class</h1>",
        "<dt>Members</dt><dd class=\"said\">Ada Lovelace, Bob</dd>",
        "<dt>Time worked</dt><dd class=\"said\">18 min</dd>",
        "<dt>What matters?</dt><dd class=\"said\">Speed.\nAnd trust.</dd>",
        "<dt>What did you miss?</dt><dd class=\"said\">no answer</dd>",
        "<dt>Why rejected</dt><dd class=\"said\">Too slow.</dd>",
        "<li class=\"said\">the same answer as Rockets</li>",
        "In the reference, but named by no group: Security.",
        "a mostly opposite order, and less than half of the qualities in common",
        "Analysts have to explain each case.",
        "<svg ",
    ] {
        assert!(page.contains(words), "\"{words}\" is missing");
    }
    assert!(!page.contains("Either model can be defended."), "notes are for the instructor alone");
}

#[test]
fn hostile_text_is_only_text() {
    for text in
        ["<script>alert(1)</script>", "\"><img src=x onerror=y>", "\u{202e}a\u{1b}[31m", "=cmd()", "{{ 1 + 1 }}", ""]
    {
        let page = comparison_html(&hostile(text));
        let xml = as_xml(&page);
        let document = Document::parse(&xml).unwrap();
        let is_foreign = |node: roxmltree::Node<'_, '_>| node.has_tag_name("script") || node.has_tag_name("img");
        assert!(!document.descendants().any(is_foreign), "{text}");
        assert!(!page.contains(['\u{202e}', '\u{1b}']), "{text:?}");
    }
    assert!(comparison_html(&hostile("{{ 1 + 1 }}")).contains("{{ 1 + 1 }}"), "text of groups is no template");
    let long = "x".repeat(10_000);
    let page = comparison_html(&hostile(&long));
    Document::parse(&as_xml(&page)).unwrap();
    assert!(page.contains(&format!("<th scope=\"col\" class=\"endless\">{}…</th>", "x".repeat(39))));
}

#[test]
fn nothing_at_all_is_still_a_page() {
    let page = comparison_html(&Comparison::default());
    Document::parse(&as_xml(&page)).unwrap();
    for words in
        ["Answers of the class", "No group names a quality.", "No group states a limit.", "No group handed in."]
    {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn of_many_pairs_those_at_the_ends_are_listed() {
    let mut class = compared();
    let pair = |place: u32| GroupPair {
        first: 0,
        second: 1,
        likeness: Likeness { kendall: Some(f64::from(place) / 100.0), jaccard: None },
    };
    class.agreement.pairs = (0..=45).map(pair).collect();
    let text = as_xml(&comparison_html(&class));
    let document = Document::parse(&text).unwrap();
    let numbers =
        |caption| -> Vec<String> { table(&document, caption).iter().skip(1).map(|row| row[1].clone()).collect() };
    let most = numbers("Pairs of groups that agree most");
    assert_eq!((most.len(), most[0].as_str(), most[9].as_str()), (10, "0.45", "0.36"));
    let least = numbers("Pairs of groups that agree least");
    assert_eq!((least.len(), least[0].as_str(), least[9].as_str()), (10, "0.09", "0.00"));
    assert!(text.contains("Of 46 pairs"));
}
