//! Reads three workspaces that use nearly all of the language and checks what is in their trees.

use super::*;

pub(super) const ONLINE_SHOP: &str = include_str!("examples/online_shop.dsl");
pub(super) const HOSPITAL: &str = include_str!("examples/hospital_triage.dsl");
pub(super) const ML_PLATFORM: &str = include_str!("examples/ml_platform.dsl");

/// Gives the included files of the hospital.
pub(super) fn hospital_files(path: &str) -> Result<String, String> {
    match path {
        "triage/containers.dsl" => Ok(include_str!("examples/hospital_containers.dsl").to_owned()),
        "triage/parts/model.dsl" => Ok(include_str!("examples/hospital_model.dsl").to_owned()),
        _ => Err("there is no such file".to_owned()),
    }
}

/// Reads a workspace that must be right.
pub(super) fn tree(text: &str) -> (Workspace, Vec<Skipped>) {
    match read(text, "test.dsl", &mut hospital_files) {
        Ok(result) => result,
        Err(error) => panic!("{error}\n{text}"),
    }
}

fn named<'a>(workspace: &'a Workspace, name: &str) -> (ElementHandle, &'a Element) {
    let found = workspace.elements.iter().enumerate().find(|(_, element)| element.name == name);
    found.map_or_else(|| panic!("no element {name}"), |(at, element)| (ElementHandle(at), element))
}

/// Every relationship as `source > destination: description [technology] #tags`.
fn relationships(workspace: &Workspace) -> Vec<String> {
    let name = |handle| workspace.element(handle).map_or("?", |element: &Element| &*element.name);
    workspace
        .relationships
        .iter()
        .map(|relationship| {
            let Attributes { description, technology, tags, .. } = &relationship.attributes;
            let (source, destination) = (name(relationship.source), name(relationship.destination));
            format!("{source} > {destination}: {description} [{technology}] #{}", tags.join("#"))
        })
        .collect()
}

/// Every item of an environment, indented by its depth.
fn outline(workspace: &Workspace, environment: &Environment) -> Vec<String> {
    fn depth(environment: &Environment, item: &DeploymentItem) -> usize {
        item.parent.and_then(|parent| environment.item(parent)).map_or(0, |parent| 1 + depth(environment, parent))
    }
    environment
        .items
        .iter()
        .map(|item| {
            let text = match &item.kind {
                DeploymentItemKind::Node { name, instances } => format!("node {name} x{instances}"),
                DeploymentItemKind::Infrastructure { name } => format!("infrastructure {name}"),
                DeploymentItemKind::Instance { element } => {
                    format!("instance of {}", workspace.element(*element).map_or("?", |element| &*element.name))
                }
            };
            format!("{}{text}", "  ".repeat(depth(environment, item)))
        })
        .collect()
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

fn pairs(list: &[(&str, &str)]) -> Properties {
    list.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

#[test]
fn the_elements_of_the_shop_say_what_is_written() {
    let (shop, _) = tree(ONLINE_SHOP);
    assert_eq!((&*shop.name, &*shop.description), ("Online shop", "Sells books and recommends more of them"));
    assert_eq!(shop.properties, pairs(&[("owner", "Catalogue team"), ("review.date", "2025-03-01")]));
    assert_eq!((shop.identifiers, &*shop.implied_relationships), (IdentifierScope::Flat, "false"));
    let names: Vec<&str> = shop.elements.iter().map(|element| &*element.name).collect();
    let expected =
        ["Customer", "Clerk", "Online shop", "Web pages", "Basket", "Orders", "Recommender", "Ranking model"];
    assert_eq!(names, [&expected[..], &["Features", "Mail", "Label printer"]].concat());

    let customer = named(&shop, "Customer").1;
    assert_eq!(customer.kind, ElementKind::Person);
    assert_eq!(customer.attributes.description, "Buys \"good\" books");
    assert_eq!(customer.attributes.tags, ["External", "Human"]);
    assert_eq!(customer.attributes.url, "https://example.org/customers");
    assert_eq!((customer.place.line, customer.place.column), (30, 9));

    let orders = named(&shop, "Orders").1;
    assert_eq!(orders.attributes.description, "Keeps orders.\n  Says \"thank you\".");
    assert_eq!(orders.attributes.tags, ["Store", "Slow", "Backed up", "Audited"]);
    assert_eq!(orders.attributes.properties, pairs(&[("rows", "2,000,000")]));
    assert_eq!(named(&shop, "Online shop").1.attributes.description, "Takes orders\nand payments");
    assert_eq!(named(&shop, "Recommender").1.attributes.technology, "Python");
    let printer = named(&shop, "Label printer").1;
    assert_eq!((&*printer.attributes.technology, &*printer.attributes.description), ("Hardware", "Prints addresses"));
}

#[test]
fn groups_archetypes_and_parents_of_the_shop_are_resolved() {
    let (shop, _) = tree(ONLINE_SHOP);
    let group = |name: &str| shop.group_path(named(&shop, name).0).join("/");
    let cases = [("Online shop", "Company/Selling"), ("Mail", "Company"), ("Web pages", "Front"), ("Features", "Data")];
    for (name, expected) in cases {
        assert_eq!(group(name), expected, "{name}");
    }
    assert_eq!(group("Basket"), "");
    assert_eq!(named(&shop, "Basket").1.kind, ElementKind::Container);
    assert_eq!(named(&shop, "Ranking model").1.parent, Some(named(&shop, "Recommender").0));
    assert_eq!(shop.find("RANKING"), Some(named(&shop, "Ranking model").0));
}

#[test]
fn the_relationships_of_the_shop_join_the_right_elements() {
    let (shop, _) = tree(ONLINE_SHOP);
    assert_eq!(
        relationships(&shop),
        [
            "Web pages > Customer: Never used [] #Dead",
            "Features > Ranking model: Feeds [Arrow] #",
            "Customer > Web pages: Buys at [Browser] #Main#Fast",
            "Web pages > Recommender: Asks for books [gRPC] #",
            "Web pages > Basket: Fills [] #",
            "Orders > Mail: Sends receipts [] #",
            "Clerk > Label printer:  [] #",
        ]
    );
    let asks = &shop.relationships[3].attributes;
    assert_eq!((&*asks.url, &asks.properties), ("https://example.org/recommend", &pairs(&[("p99", "80 ms")])));
    assert_eq!(shop.relationships[2].identifier.as_deref(), Some("buys"));
}

#[test]
fn the_deployment_of_the_shop_keeps_groups_counts_and_relationships() {
    let (shop, _) = tree(ONLINE_SHOP);
    let live = &shop.environments[0];
    assert_eq!((live.identifier.as_deref(), &*live.name), (Some("live"), "Live"));
    assert_eq!(
        outline(&shop, live),
        [
            "node Cloud x",
            "  infrastructure Balancer",
            "  node Pool x2..8",
            "    instance of Web pages",
            "    instance of Recommender",
            "    instance of Mail",
        ]
    );
    assert_eq!(live.items[3].deployment_groups, [DeploymentGroupHandle(0), DeploymentGroupHandle(1)]);
    assert_eq!(live.items[4].deployment_groups, [DeploymentGroupHandle(1)]);
    assert_eq!(live.items[3].attributes.tags, ["Canary"]);
    assert_eq!(live.items[2].attributes.technology, "Virtual machine");
    assert_eq!(live.group_path(ItemHandle(2)), ["Zone A"]);
    let ends: Vec<_> = live.relationships.iter().map(|one| (one.source, one.destination)).collect();
    let item = |index| DeploymentEnd::Item(ItemHandle(index));
    assert_eq!(ends, [(item(1), item(3)), (item(2), DeploymentEnd::Element(named(&shop, "Mail").0))]);
}

#[test]
fn the_views_of_the_shop_keep_their_rules_and_layout() {
    use ViewKind::{Component, Container, Custom, Deployment, Dynamic, Filtered, SystemContext, SystemLandscape};
    let (shop, _) = tree(ONLINE_SHOP);
    let kinds: Vec<ViewKind> = shop.views.iter().map(|view| view.kind).collect();
    let expected = [SystemLandscape, SystemContext, Container, Component, Dynamic, Deployment, Filtered, Custom];
    assert_eq!(kinds, expected);
    let landscape = &shop.views[0];
    assert_eq!((&*landscape.key, &*landscape.description), ("Everything", "All there is"));
    let exclude = Rule { mode: RuleMode::Exclude, expressions: texts(&["element.tag==Dead", "printer"]) };
    assert_eq!(landscape.rules[1], exclude);
    assert_eq!(landscape.layout, Some(AutoLayout::default()));
    let context = &shop.views[1];
    assert_eq!(context.scope, ViewScope::Element(named(&shop, "Online shop").0));
    assert_eq!(context.animation, [texts(&["customer"]), texts(&["shop", "mail"])]);
    let layout = AutoLayout { direction: Direction::LeftRight, rank_separation: 200, node_separation: 100 };
    assert!(context.is_default && context.title == "Shop" && context.layout == Some(layout));
    assert_eq!(shop.views[2].rules[0].expressions, texts(&["->web->", "*"]));
    assert_eq!((shop.views[2].layout, &*shop.views[3].key), (None, ""));
    assert_eq!(shop.views[5].environment, Some(EnvironmentHandle(0)));
    let filter =
        Filter { base_key: "Shop-Containers".into(), mode: FilterMode::Exclude, tags: texts(&["Slow", "Dead"]) };
    assert_eq!(shop.views[6].filter, Some(filter));
    assert_eq!((&*shop.views[7].title, &*shop.views[7].description), ("Things", "What stands around"));
}

#[test]
fn the_steps_of_the_shop_stand_in_order_with_parallel_ones_marked() {
    let (shop, _) = tree(ONLINE_SHOP);
    let name = |handle| workspace_name(&shop, handle);
    let steps: Vec<String> = shop.views[4]
        .lines
        .iter()
        .map(|line| match line {
            DynamicLine::ParallelStart => "{".to_owned(),
            DynamicLine::ParallelEnd => "}".to_owned(),
            DynamicLine::Message(step) => {
                let (source, destination) = (name(step.source), name(step.destination));
                format!("{} {source} > {destination}: {}", step.order, step.description)
            }
        })
        .collect();
    let expected = [
        " Customer > Web pages: Opens",
        "{",
        "{",
        " Web pages > Recommender: ",
        "}",
        "{",
        "2a Web pages > Basket: Adds",
        "}",
        "}",
        " Customer > Web pages: Pays",
    ];
    assert_eq!(steps, expected);
}

fn workspace_name(workspace: &Workspace, handle: ElementHandle) -> String {
    workspace.element(handle).map_or_else(String::new, |element| element.name.clone())
}

#[test]
fn everything_of_the_shop_that_the_tree_does_not_carry_is_reported() {
    let (shop, skipped) = tree(ONLINE_SHOP);
    let what: Vec<(&str, u32)> = skipped.iter().map(|one| (&*one.what, one.line)).collect();
    let line = |text: &str| 1 + ONLINE_SHOP.lines().position(|line| line.contains(text)).unwrap() as u32;
    assert_eq!(
        what,
        [
            ("documentation: `docs`", line("!docs")),
            ("archetypes: what they preset is not applied", line("archetypes {")),
            ("decision records: `decisions`", line("!adrs")),
            ("perspectives", line("perspectives {")),
            ("a health check: `Alive`", line("healthCheck")),
            ("the end of a relationship from `web`", line("-/>")),
            ("an image view", line("image shop")),
            ("styles", line("styles {")),
            ("a theme: `default`", line("theme default")),
            ("terminology", line("terminology {")),
            ("a script: `groovy`", line("!script")),
        ]
    );
    assert!(skipped.iter().all(|one| one.file == "test.dsl" && one.column > 1));
    assert_eq!(shop.configuration.users, pairs(&[("anna@example.org", "write")]));
    assert_eq!((&*shop.configuration.scope, &*shop.configuration.visibility), ("softwaresystem", "private"));
}

#[test]
fn hierarchical_identifiers_and_includes_of_the_hospital_are_followed() {
    let (hospital, skipped) = tree(HOSPITAL);
    assert_eq!(hospital.files, ["test.dsl", "triage/containers.dsl", "triage/parts/model.dsl"]);
    let path = |name: &str| hospital.identifier(named(&hospital, name).0);
    assert_eq!(path("Explainer").as_deref(), Some("triage.model.explainer"));
    assert_eq!((path("Audit").as_deref(), path("Page")), (Some("triage.audit"), None));
    let explainer = named(&hospital, "Explainer").1.place;
    assert_eq!((explainer.file, explainer.line, explainer.column), (2, 2, 5));
    assert_eq!(hospital.group_path(named(&hospital, "Nurse").0), ["City hospital"]);
    assert_eq!(named(&hospital, "Triage").1.attributes.tags, ["Medical device"]);
    assert_eq!(
        relationships(&hospital),
        [
            "Intake > Model: Asks for an urgency [] #",
            "Page > Intake: Confirms to [] #",
            "Nurse > Intake: Enters patients [] #",
            "Explainer > Nurse: Shows reasons to [] #",
            "Intake > Store: Reads [FHIR] #Personal data",
            "Model > Audit: Writes [] #",
        ]
    );
    let ward = &hospital.environments[0];
    assert_eq!(
        outline(&hospital, ward),
        ["node Rack x", "  node Card x2", "    instance of Model", "  infrastructure Battery"]
    );
    let ends: Vec<_> = ward.relationships.iter().map(|one| (one.source, one.destination)).collect();
    let item = |index| DeploymentEnd::Item(ItemHandle(index));
    let intake = DeploymentEnd::Element(named(&hospital, "Intake").0);
    assert_eq!(ends, [(item(1), item(3)), (item(0), item(3)), (item(2), item(3)), (intake, item(0))]);
    assert_eq!(skipped.len(), 1, "{skipped:?}");
}

#[test]
fn the_platform_is_deployed_in_two_environments() {
    let (platform, skipped) = tree(ML_PLATFORM);
    assert_eq!(skipped, []);
    let names: Vec<&str> = platform.environments.iter().map(|environment| &*environment.name).collect();
    assert_eq!(names, ["Staging", "Production"]);
    assert_eq!(
        outline(&platform, &platform.environments[1]),
        [
            "node Cluster x3",
            "  node GPU pool x",
            "    instance of Trainer",
            "  node Serving pool x1..N",
            "    instance of Serving",
            "    instance of Monitor",
            "    infrastructure Cache",
        ]
    );
    assert_eq!(platform.environments[0].children(Some(ItemHandle(0))).count(), 3);
    assert_eq!(platform.environments[1].relationships[1].attributes.tags, ["Nightly"]);
    assert_eq!(platform.views[1].environment, Some(EnvironmentHandle(0)));
    assert_eq!(platform.views[2].environment, Some(EnvironmentHandle(1)));
}
