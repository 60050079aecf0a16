//! What the readers make of a text, what they complain about, and that a written flowchart reads back.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check_error(text: &str, line: usize, column: usize, part: &str) {
    let error = read(text).unwrap_err();
    assert_eq!((error.line, error.column), (line, column), "{error}");
    assert!(error.to_string().contains(part), "{error}");
}

#[test]
fn a_flowchart_becomes_a_tree() {
    use LineStyle::{Dotted, Solid, Thick};
    let text = "```mermaid\n---\ntitle: \"Shop: all\"\n---\nflowchart LR\n  accDescr: What runs where\n  user([\"Customer\"]) -->|\"buys #quot;now#quot;\"| web & mail\n  subgraph cloud[\"The cloud\"]\n    web[Web] -.-> bus[/Orders/]\n    subgraph data\n      db[(Orders db)]\n    end\n  end\n  bus ==> db\n  web --o lib{{Model}}\n  style web fill:#f00\n```\n";
    let (diagram, skipped) = read(text).unwrap();
    assert_eq!((diagram.title.as_str(), diagram.direction), ("Shop: all", Direction::LeftToRight));
    let labels: Vec<_> = diagram.nodes.iter().map(|node| node.label.as_str()).collect();
    assert_eq!(labels, ["Customer", "Web", "mail", "Orders", "Orders db", "Model"]);
    let groups: Vec<_> = diagram.groups.iter().map(|group| (group.title.as_str(), group.parent)).collect();
    assert_eq!(groups, [("The cloud", None), ("data", Some(0))]);
    assert_eq!(diagram.nodes[4].parent, Some(1));
    let styles: Vec<_> = diagram.links.iter().map(|link| link.style).collect();
    assert_eq!(styles, [Solid, Solid, Dotted, Thick, Solid]);
    assert_eq!(diagram.links[0].label, "buys \"now\"");
    assert_eq!(diagram.links[4].end_head, ArrowHead::Circle);
    assert_eq!(skipped.len(), 1, "{skipped:?}");
}

#[test]
fn a_c4_diagram_becomes_a_tree() {
    use ElementKind::{Container, ContainerDatabase, Person, System};
    let text = "C4Container\n  title Internet banking\n  Person(customer, \"Customer\", \"Has an account\", $tags=\"v1+v2\")\n  System_Boundary(bank, \"Bank\") {\n    Container(web, \"Web, pages\", \"TypeScript\", \"Shows accounts\")\n    ContainerDb(db, \"Accounts\", \"PostgreSQL\")\n  }\n  System_Ext(mail, \"Mail\")\n  Rel(customer, web, \"Uses\", \"HTTPS\")\n  BiRel(web, db, \"Reads\")\n  Rel_Back(customer, mail, \"Sends to\")\n  UpdateRelStyle(customer, web, $offsetY=\"-10\")\n";
    let (diagram, skipped) = read(text).unwrap();
    assert_eq!(diagram.title, "Internet banking");
    let kinds: Vec<_> = diagram.nodes.iter().map(|node| (node.kind.clone(), node.external)).collect();
    let expected = [(Person, false), (Container, false), (ContainerDatabase, false), (System, true)];
    assert_eq!(kinds, expected.map(|(kind, external)| (NodeKind::Element(kind), external)));
    let web = &diagram.nodes[1];
    assert_eq!(
        (web.label.as_str(), web.technology.as_str(), web.description.as_str()),
        ("Web, pages", "TypeScript", "Shows accounts")
    );
    assert_eq!((web.parent, diagram.nodes[3].parent), (Some(0), None));
    assert_eq!(diagram.nodes[0].classes, ["v1", "v2"]);
    let heads: Vec<_> = diagram.links.iter().map(|link| (link.start_head, link.end_head)).collect();
    let (none, arrow) = (ArrowHead::None, ArrowHead::Arrow);
    assert_eq!(heads, [(none, arrow), (arrow, arrow), (arrow, none)]);
    assert_eq!(diagram.links[0].technology, "HTTPS");
    assert_eq!(skipped.len(), 1);
}

#[test]
fn errors_say_where_and_what_to_do() {
    check_error("", 1, 1, "no Mermaid diagram");
    check_error("sequenceDiagram\n a->>b: hi", 1, 1, "sequenceDiagram");
    check_error("flowchart LR\n  a[Open --> b", 2, 4, "close it");
    check_error("flowchart LR\n  subgraph x\n  a", 2, 12, "close it");
    check_error("flowchart LR\n  end", 2, 3, "closes nothing");
    check_error("C4Context\n  Person(a", 2, 9, "close it");
    check_error("C4Context\n  Person()", 2, 3, "needs its argument alias");
    check_error("C4Context\n  Persona(a, \"A\")", 2, 3, "not a C4 statement");
    check_error("C4Context\n  Person(a, \"A\")\n  Rel(a, b, \"x\")", 3, 3, "`b`");
    check_error("C4Deployment\n  Node(a, \"A\") {\n", 2, 3, "close it");
    check_error(&format!("flowchart LR\n{}", "a".repeat(MAX_BYTES)), 1, 1, "longer than");
    let deep: String = (0..=MAX_DEPTH).fold(String::new(), |text, level| text + &format!("Node(n{level}, \"N\") {{\n"));
    check_error(&format!("C4Deployment\n{deep}"), MAX_DEPTH + 2, 1, "nested");
}

/// A text with everything that has a meaning in the notation.
fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z ]{1,12}",
        "[\\[\\](){}|\"<>%;:#&@`~=.,/-]{1,8}",
        Just("a <b>bold</b> \"quote\" %%{init}%% end".to_owned()),
        Just("欺诈 模型 🦀".to_owned()),
        Just("#quot; &amp; direction TB".to_owned()),
    ]
    .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    .prop_filter("a label says something", |text| !text.is_empty())
}

fn flowchart() -> impl Strategy<Value = Diagram> {
    let shapes =
        [Shape::Rectangle, Shape::Cylinder, Shape::Stadium, Shape::Hexagon, Shape::LeanRight, Shape::Subroutine];
    let nodes = prop::collection::vec((label(), prop::sample::select(shapes.to_vec()), any::<usize>()), 1..8);
    let groups = prop::collection::vec((label(), any::<usize>()), 0..4);
    let styles = [LineStyle::Solid, LineStyle::Dotted, LineStyle::Thick];
    let heads = [ArrowHead::Arrow, ArrowHead::Circle];
    let links = prop::collection::vec(
        (
            any::<usize>(),
            any::<usize>(),
            label(),
            prop::sample::select(styles.to_vec()),
            prop::sample::select(heads.to_vec()),
        ),
        0..8,
    );
    (label(), nodes, groups, links).prop_map(|(title, nodes, groups, links)| {
        let mut diagram = Diagram { title, ..Diagram::default() };
        for (index, (title, parent)) in groups.into_iter().enumerate() {
            let mut group = Group::new(&format!("g{index}"), GroupKind::Subgraph, 0);
            group.title = title;
            group.parent = parent.checked_rem(index + 1).filter(|parent| *parent < index);
            diagram.groups.push(group);
        }
        for (index, (label, shape, parent)) in nodes.into_iter().enumerate() {
            let mut node = Node::new(&format!("n{index}"), NodeKind::Shape(shape), 0);
            node.label = label;
            node.parent = Some(parent % (diagram.groups.len() + 1)).filter(|parent| *parent < diagram.groups.len());
            diagram.nodes.push(node);
        }
        let count = diagram.nodes.len();
        for (from, to, label, style, end_head) in links {
            let link = Link::new(End::Node(from % count), End::Node(to % count), 0);
            diagram.links.push(Link { label, style, end_head, ..link });
        }
        diagram
    })
}

/// What a tree says, in an order that does not depend on the order of the text.
fn content(diagram: &Diagram) -> (String, Vec<String>) {
    let group = |parent: Option<usize>| parent.and_then(|at| diagram.groups.get(at)).map_or("-", |group| &group.id);
    let node = |end| match end {
        End::Node(at) => diagram.nodes[at].id.clone(),
        End::Group(at) => diagram.groups[at].id.clone(),
    };
    let nodes = diagram
        .nodes
        .iter()
        .map(|found| format!("node {} {:?} {:?} {}", found.id, found.label, found.kind, group(found.parent)));
    let groups =
        diagram.groups.iter().map(|found| format!("group {} {:?} {}", found.id, found.title, group(found.parent)));
    let links = diagram.links.iter().map(|found| {
        format!("link {} {} {:?} {:?} {:?}", node(found.from), node(found.to), found.label, found.style, found.end_head)
    });
    let mut lines: Vec<_> = nodes.chain(groups).chain(links).collect();
    lines.sort();
    (diagram.title.clone(), lines)
}

proptest! {
    #[test]
    fn what_is_written_reads_back(diagram in flowchart()) {
        let text = write(&diagram);
        let (again, skipped) = read(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert!(skipped.is_empty(), "{skipped:?}\n{text}");
        prop_assert_eq!(content(&again), content(&diagram), "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "(flowchart LR|graph|C4Context|C4Deployment)\n[ -~\n]{0,120}") {
        drop(read(&text));
    }
}
