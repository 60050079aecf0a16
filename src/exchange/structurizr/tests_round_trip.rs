//! What is written reads back as the same tree, for the examples and for random trees with hostile texts.

use proptest::prelude::*;

use super::tests::{HOSPITAL, ML_PLATFORM, ONLINE_SHOP, tree};
use super::tests_trees::{HOSTILE, grow_workspace};
use super::*;

/// Counts something in a tree.
type Count = fn(&Workspace) -> usize;

/// Takes away what a round trip may change: places, the files, and identifiers where there were none.
fn comparable(mut workspace: Workspace, original: &Workspace) -> Workspace {
    fn keep(identifier: &mut Option<String>, original: Option<&Option<String>>) {
        if original.is_some_and(Option::is_none) {
            *identifier = None;
        }
    }
    let none = Place::default();
    workspace.files.clear();
    for (at, element) in workspace.elements.iter_mut().enumerate() {
        element.place = none;
        keep(&mut element.identifier, original.elements.get(at).map(|one| &one.identifier));
    }
    for (at, relationship) in workspace.relationships.iter_mut().enumerate() {
        relationship.place = none;
        keep(&mut relationship.identifier, original.relationships.get(at).map(|one| &one.identifier));
    }
    workspace.groups.iter_mut().for_each(|group| group.place = none);
    let nothing = Environment::default();
    for (at, environment) in workspace.environments.iter_mut().enumerate() {
        let before = original.environments.get(at).unwrap_or(&nothing);
        environment.place = none;
        keep(&mut environment.identifier, Some(&before.identifier));
        environment.groups.iter_mut().for_each(|group| group.place = none);
        environment.relationships.iter_mut().for_each(|relationship| relationship.place = none);
        for (at, group) in environment.deployment_groups.iter_mut().enumerate() {
            group.place = none;
            keep(&mut group.identifier, before.deployment_groups.get(at).map(|one| &one.identifier));
        }
        for (at, item) in environment.items.iter_mut().enumerate() {
            item.place = none;
            keep(&mut item.identifier, before.items.get(at).map(|one| &one.identifier));
        }
    }
    for view in &mut workspace.views {
        view.place = none;
        for line in &mut view.lines {
            if let DynamicLine::Message(message) = line {
                message.place = none;
            }
        }
    }
    workspace
}

/// Writes a tree, reads it, and checks that nothing has changed, not even the text of a second writing.
fn check(original: &Workspace) {
    let text = write(original);
    let (again, skipped) = tree(&text);
    assert_eq!(skipped, [], "{text}");
    let expected = comparable(original.clone(), original);
    assert_eq!(comparable(again.clone(), original), expected, "{text}");
    assert_eq!(write(&again), text);
}

#[test]
fn the_examples_read_back_as_they_were() {
    for example in [ONLINE_SHOP, ML_PLATFORM] {
        check(&tree(example).0);
    }
    // The hospital adds to an element that it declared before, so only a first writing puts its elements in order.
    let hospital = tree(HOSPITAL).0;
    let (ordered, _) = tree(&write(&hospital));
    check(&ordered);
    assert_eq!(ordered.elements.len(), hospital.elements.len());
}

#[test]
fn a_written_workspace_is_readable() {
    let mut workspace = Workspace { name: "Shop".to_owned(), ..Workspace::default() };
    let element = |kind, name: &str, parent| Element {
        identifier: None,
        kind,
        name: name.to_owned(),
        attributes: Attributes { tags: vec!["A".to_owned(), "B".to_owned()], ..Attributes::default() },
        group: None,
        parent,
        place: Place::default(),
    };
    workspace.elements.push(element(ElementKind::Person, "Customer", None));
    workspace.elements.push(element(ElementKind::SoftwareSystem, "Online \"shop\"", None));
    workspace.elements.push(element(ElementKind::Container, "Web", Some(ElementHandle(1))));
    workspace.relationships.push(Relationship {
        identifier: None,
        source: ElementHandle(0),
        destination: ElementHandle(2),
        attributes: Attributes { description: "Buys".to_owned(), ..Attributes::default() },
        place: Place::default(),
    });
    let expected = r#"workspace "Shop" {
    model {
        customer = person "Customer" "" "A,B"
        onlineShop = softwareSystem "Online \"shop\"" "" "A,B" {
            web = container "Web" "" "" "A,B"
        }

        customer -> web "Buys"
    }
}
"#;
    assert_eq!(write(&workspace), expected);
}

#[test]
fn a_node_does_not_hide_an_element_of_the_same_name() {
    let text = "workspace {
!identifiers hierarchical
model {
    shop = softwareSystem Shop
    other = softwareSystem Other
    live = deploymentEnvironment Live {
        other = deploymentNode Other
    }
}
}";
    let mut workspace = tree(text).0;
    let (shop, other) = (DeploymentEnd::Element(ElementHandle(0)), DeploymentEnd::Element(ElementHandle(1)));
    let node = DeploymentEnd::Item(ItemHandle(0));
    for (source, destination) in [(shop, node), (shop, other)] {
        let (identifier, attributes, place) = (None, Attributes::default(), Place::default());
        let relationship = DeploymentRelationship { identifier, source, destination, attributes, place };
        workspace.environments[0].relationships.push(relationship);
    }
    let again = tree(&write(&workspace)).0;
    let ends: Vec<_> = again.environments[0].relationships.iter().map(|one| (one.source, one.destination)).collect();
    assert_eq!(ends, [(shop, node), (shop, other)]);
    workspace.environments[0].relationships.pop();
    let again = tree(&write(&workspace)).0;
    assert_eq!(again.environments[0].items[0].identifier.as_deref(), Some("other"));
}

#[test]
fn random_trees_have_something_of_everything() {
    let trees: Vec<Workspace> = (0..50_u32).map(|seed| grow_workspace(vec![seed * 977, seed ^ 0x5a5a, 7])).collect();
    let count = |of: Count| trees.iter().filter(|tree| of(tree) > 0).count();
    let counts: [(&str, Count); 8] = [
        ("components", |tree| tree.elements.iter().filter(|one| one.kind == ElementKind::Component).count()),
        ("nested groups", |tree| tree.groups.iter().filter(|one| one.parent.is_some()).count()),
        ("relationships", |tree| tree.relationships.len()),
        ("items", |tree| tree.environments.iter().map(|one| one.items.len()).sum()),
        ("joins", |tree| {
            let items = tree.environments.iter().flat_map(|one| &one.items);
            items.map(|item| item.deployment_groups.len()).sum()
        }),
        ("deployment relationships", |tree| tree.environments.iter().map(|one| one.relationships.len()).sum()),
        ("views with rules", |tree| tree.views.iter().filter(|one| !one.rules.is_empty()).count()),
        ("steps", |tree| tree.views.iter().map(|one| one.lines.len()).sum()),
    ];
    for (what, of) in counts {
        assert!(count(of) >= 10, "only {} of 50 trees have {what}", count(of));
    }
}

#[test]
fn a_tree_that_no_reader_makes_is_still_written() {
    let mut workspace = grow_workspace((0..64).collect());
    for element in &mut workspace.elements {
        element.parent = Some(ElementHandle(usize::MAX));
        element.group = Some(GroupHandle(usize::MAX));
        element.identifier = Some("not an identifier".to_owned());
    }
    workspace.relationships.push(Relationship {
        identifier: None,
        source: ElementHandle(usize::MAX),
        destination: ElementHandle(usize::MAX),
        attributes: Attributes::default(),
        place: Place::default(),
    });
    let text = write(&workspace);
    let (opened, closed) = text.lines().fold((0, 0), |(opened, closed), line| {
        (opened + usize::from(line.ends_with('{')), closed + usize::from(line.trim_start() == "}"))
    });
    assert_eq!(opened, closed, "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_random_tree_reads_back_as_it_was(values in proptest::collection::vec(any::<u32>(), 16..200)) {
        check(&grow_workspace(values));
    }

    #[test]
    fn any_text_reads_back_as_it_was(name in any::<String>(), pieces in proptest::collection::vec(prop::sample::select(HOSTILE), 0..12)) {
        let workspace = Workspace { name, description: pieces.concat(), ..Workspace::default() };
        check(&workspace);
    }
}
