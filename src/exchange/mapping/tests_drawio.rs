//! What comes of a drawing of draw.io, and that the way there and back keeps what both sides can say.

use super::tests::{project, rich_project, said};
use super::*;
use crate::edit::{Edit, create};
use crate::exchange::drawio;
use crate::model::{BoundaryKind, ConnectorKind, ElementId, Fact, Line, Point, Rectangle};

fn import(text: &str) -> Imported {
    from_drawio(&drawio::read(text).unwrap(), "drawing.drawio")
}

#[test]
fn boxes_become_what_their_forms_and_words_say() {
    let imported = import(include_str!("../drawio/examples/recommender.drawio"));
    let system = &imported.clip.system;
    assert_eq!(imported.name, "Recommender");
    let kinds: Vec<_> = system.components.values().map(|found| (found.name.as_str(), found.kind.as_str())).collect();
    assert_eq!(
        kinds,
        [
            ("Listener", "user"),
            ("Music API", "service"),
            ("Ranker", "inference_service"),
            ("Track features", "data_store"),
            ("Play events", "queue"),
        ]
    );
    let (api, ranker) = (&system.components[1], &system.components[2]);
    assert_eq!(api.shape, Rectangle::new(340.0, 100.0, 140.0, 70.0), "places are relative to the frame");
    assert_eq!((api.facts.text(Fact::Technology), api.description.as_str()), ("Kotlin", "Answers the app"));
    assert_eq!((ranker.facts.text(Fact::Technology), ranker.facts.own["owner"].as_str()), ("Python", "Ana"));
    let (region, team) = (system.nodes.get_index(0).unwrap(), system.boundaries.get_index(0).unwrap());
    assert_eq!((region.1.name.as_str(), region.1.kind.as_str()), ("AWS region", "cloud_region"));
    assert_eq!((team.1.name.as_str(), team.1.kind), ("Ranking team", BoundaryKind::Team));
    assert!(system.components.values().skip(1).all(|found| found.deployed_on.as_ref() == Some(region.0)));
    assert_eq!(system.components[0].deployed_on, None);
    assert!(ranker.boundaries.contains(team.0) && api.boundaries.is_empty());
    assert_eq!(system.notes[0].text, "Nightly batch\nis planned");
}

#[test]
fn lines_become_connectors_and_the_rest_is_listed() {
    let imported = import(include_str!("../drawio/examples/recommender.drawio"));
    let system = &imported.clip.system;
    let told: Vec<_> = system
        .connectors
        .values()
        .map(|found| format!("{} > {}: {} {:?}", found.source, found.target, found.label, found.kind))
        .collect();
    assert_eq!(
        told,
        [
            "listener > music_api: asks for songs SynchronousCall",
            "ranker > music_api: ranks SynchronousCall",
            "music_api > ranker: ranks SynchronousCall",
            "track_features > ranker:  DataFlow",
            "music_api > play_events: played AsynchronousEvent",
        ]
    );
    assert_eq!(system.connectors[0].line.bends, [Point::new(200.0, 130.0)]);
    for part in ["drawing.drawio:55:9: the line \"lost\"", "the page \"Ideas\"", "a form without words", "colours"] {
        assert!(said(&imported.omissions, part), "{part}: {:?}", imported.omissions);
    }
}

#[test]
fn a_drawing_survives_the_way_to_draw_io_and_back() {
    let mut original = rich_project();
    original.scenarios.clear();
    original.system.components[0].name = "Queue<Order> & 5 < 6".to_owned();
    let (id, note) = create::note(&original, "Ask <the bank>\n\nfirst &amp; last", Point::new(900.0, 40.0));
    Edit::PutNote(id, note).apply(&mut original).unwrap();
    let components: Vec<_> = original.system.components.keys().cloned().map(ElementId::Component).collect();
    Edit::Lock { elements: components[..1].iter().cloned().collect(), locked: true }.apply(&mut original).unwrap();
    Edit::Group("pair".into(), components[1..3].iter().cloned().collect()).apply(&mut original).unwrap();
    let (id, connector) =
        original.system.connectors.get_index(0).map(|(id, found)| (id.clone(), found.clone())).unwrap();
    let line = Line { bends: vec![Point::new(10.0, -20.5)], label_offset: None };
    Edit::PutConnector(id, crate::model::Connector { line, ..connector }).apply(&mut original).unwrap();
    let exported = to_drawio(&original);
    let text = drawio::write(&exported.content);
    let again = project(&import(&text));
    // A field's name must be one that XML takes; that is said.
    assert!(said(&exported.omissions, "Cost centre"), "{:?}", exported.omissions);
    for component in original.system.components.values_mut() {
        if let Some(value) = component.facts.own.remove("Cost centre") {
            component.facts.own.insert("Cost_centre".to_owned(), value);
        }
    }
    assert_eq!(again.system.components, original.system.components);
    assert_eq!(again.system.nodes, original.system.nodes);
    assert_eq!(again.system.boundaries, original.system.boundaries);
    assert_eq!(again.system.connectors, original.system.connectors);
    assert_eq!(again.system.locked, original.system.locked);
    assert_eq!(again.system.groups.len(), 1);
    assert_eq!(again.system.notes[0], original.system.notes[0]);
    assert!(again.system.connectors.values().any(|found| found.kind == ConnectorKind::Stream));
}
