//! Every way in which a text can be wrong is an error with its place and a remedy, however large the text.

use super::tests::tree;
use super::*;

fn error_of(text: &str) -> ReadError {
    match read(text, "test.dsl", &mut |path| Err(format!("{path} is not here"))) {
        Ok(_) => panic!("this should be an error:\n{text}"),
        Err(error) => error,
    }
}

/// Checks the error of a text: its kind, place, and a part of its message.
fn check(text: &str, kind: ReadErrorKind, (line, column): (u32, u32), says: &str) {
    let error = error_of(text);
    assert_eq!((error.kind, error.line, error.column), (kind, line, column), "{error}\n{text}");
    let message = error.to_string();
    assert!(message.contains(says), "{message} does not say {says}");
    assert!(message.starts_with(&format!("test.dsl:{line}:{column}: ")), "{message}");
}

/// Checks the error of statements within a model, where line 3 is the first.
fn check_in_model(model: &str, kind: ReadErrorKind, place: (u32, u32), says: &str) {
    check(&format!("workspace {{\nmodel {{\n{model}\n}}\n}}"), kind, place, says);
}

/// Checks the error of statements within the views, where line 6 is the first.
fn check_in_views(views: &str, kind: ReadErrorKind, place: (u32, u32), says: &str) {
    let text = format!("workspace {{\nmodel {{\ns = softwareSystem S\n}}\nviews {{\n{views}\n}}\n}}");
    check(&text, kind, place, says);
}

#[test]
fn text_that_ends_too_early_is_an_error_at_its_end_or_where_it_started() {
    use ReadErrorKind::UnexpectedEnd;
    check("", UnexpectedEnd, (1, 1), "there is no workspace");
    check("// nothing\n", UnexpectedEnd, (2, 1), "start with `workspace {`");
    check("workspace {\n model {\n", UnexpectedEnd, (3, 1), "the block opened on line 2 is not closed");
    check("workspace \"A {\n}", UnexpectedEnd, (1, 11), "`A {` does not end on its line");
    check("workspace {\n/* never ends\n}", UnexpectedEnd, (2, 1), "close it with `*/`");
    check("workspace {\nname \"\"\"\nA\n}", UnexpectedEnd, (2, 6), "this text block does not end");
    check("workspace {\nviews {\nstyles {\n}\n}\n", UnexpectedEnd, (6, 1), "line 1");
    check("workspace {\n!script groovy {\nif (x) {\n}\n", UnexpectedEnd, (5, 1), "line 2");
}

#[test]
fn braces_out_of_place_are_errors() {
    use ReadErrorKind::{Form, Unbalanced, UnknownKeyword};
    check("workspace {\n}\n}", Unbalanced, (3, 1), "closes nothing");
    check("workspace { model {\n}\n}", Form, (1, 11), "an opening brace stands in the middle");
    check("workspace {\nmodel {\n} }", Form, (3, 1), "a closing brace stands on a line with other words");
    check("workspace\n{\n}", Form, (1, 1), "needs a block");
    check("workspace {\nmodel{\n}\n}", UnknownKeyword, (2, 1), "put a blank before `{`");
    check("workspace {\n{\n}\n}", UnknownKeyword, (2, 1), "remove the brace");
    check_in_model("person A {\nurl a {\n}\n}", Form, (4, 1), "remove the braces");
}

#[test]
fn an_unknown_word_is_an_error_that_says_what_may_be_meant() {
    use ReadErrorKind::UnknownKeyword;
    check("wrkspace {\n}", UnknownKeyword, (1, 1), "did you mean `workspace`?");
    check_in_model("  presonn A", UnknownKeyword, (3, 3), "did you mean `person`?");
    check_in_model("s = softwaresytem A", UnknownKeyword, (3, 5), "did you mean `softwareSystem`?");
    check_in_model("container A", UnknownKeyword, (3, 1), "`container` belongs in a software system");
    check_in_model("a->b", UnknownKeyword, (3, 1), "put blanks around `->`");
    check_in_model("a=person A", UnknownKeyword, (3, 1), "put blanks around");
    check_in_model("zebra", UnknownKeyword, (3, 1), "use one of person, softwareSystem");
    check_in_model("\"person\" A", UnknownKeyword, (3, 1), "start the statement with one of");
    check_in_model("person A {\ntechnology X\n}", UnknownKeyword, (4, 1), "is not known in a person");
    check_in_model("person A\nperson B\nx --mqtt-> y", UnknownKeyword, (5, 3), "there is no archetype");
    check_in_views("systemContext s {\nincldue *\n}", UnknownKeyword, (7, 1), "did you mean `include`?");
    check_in_views("filtered a include b {\ninclude *\n}", UnknownKeyword, (7, 1), "a filtered view");
    let long = "x".repeat(1000);
    assert!(error_of(&format!("workspace {{\n{long}\n}}")).to_string().len() < 500);
}

#[test]
fn identifiers_that_are_unknown_doubled_or_malformed_are_errors() {
    use ReadErrorKind::{Duplicate, Form, UnknownIdentifier, WrongKind};
    check_in_model("shop = person A\nshop -> shpo", UnknownIdentifier, (4, 9), "did you mean `shop`?");
    check_in_model("x -> y", UnknownIdentifier, (3, 1), "declare it above this line");
    check_in_model("a = person A\nA = person B", Duplicate, (4, 1), "choose another than the one on line 3");
    check_in_model("a.b = person A", Form, (3, 1), "cannot be an identifier");
    check_in_model("-a = person A", Form, (3, 1), "cannot be an identifier");
    check_in_model("a = properties {\n}", Form, (3, 1), "cannot have an identifier");
    check_in_model("-> x", Form, (3, 1), "this relationship has no source");
    check_in_model("a = person A\na ->", Form, (4, 1), "this relationship leads nowhere");
    check_in_views("container x", UnknownIdentifier, (6, 11), "there is no element with the identifier `x`");
    check_in_views("component s", WrongKind, (6, 11), "`component` takes a container");
    check_in_views("deployment s Live", UnknownIdentifier, (6, 14), "declare it in the model");
    check_in_views("container s K\nsystemContext s K", Duplicate, (7, 17), "two views with the key `K`");
    let hierarchical = "!identifiers hierarchical\ns = softwareSystem S {\nc = container C\n}\ns -> c";
    check_in_model(hierarchical, UnknownIdentifier, (7, 6), "give the whole path to `c`");
    let flat_again = "!identifiers hierarchical\na = person A\n!identifiers flat";
    check_in_model(flat_again, Form, (5, 1), "before the first element");
}

#[test]
fn statements_with_too_few_or_too_many_words_are_errors() {
    use ReadErrorKind::{Duplicate, Form, NotSupported, UnknownIdentifier, WrongKind};
    check("workspace extends base.dsl {\n}", NotSupported, (1, 1), "extends another is not supported");
    check("workspace a b c {\n}", Form, (1, 15), "write `workspace [name] [description] { }`");
    check("workspace {\nmodel {\n}\nmodel {\n}\n}", Duplicate, (4, 1), "the one on line 2");
    check("workspace {\n}\nworkspace {\n}", Duplicate, (3, 1), "a second workspace");
    check("workspace {\n!identifiers deep\n}", Form, (2, 14), "`!identifiers flat`");
    check("workspace {\n!const A\n}", Form, (2, 1), "!const NAME");
    check("!const A 1\n!const A 2", Duplicate, (2, 8), "already defined");
    check_in_model("person", Form, (3, 1), "says too little");
    check_in_model("a = person A\na -> a b c d e", Form, (4, 14), "a word too many");
    check_in_model("person A {\nproperties {\na\n}\n}", Form, (5, 1), "a name and a value");
    let environment =
        |inner: &str| format!("p = person P\ndeploymentEnvironment L {{\ndeploymentNode N {{\n{inner}\n}}\n}}");
    check_in_model(&environment("containerInstance p"), WrongKind, (6, 19), "takes a container");
    check_in_model(&environment("containerInstance q"), UnknownIdentifier, (6, 19), "`q`");
    check_in_model(&environment("node M"), ReadErrorKind::UnknownKeyword, (6, 1), "is not known in a deployment node");
    check_in_views("container s {\nautoLayout up\n}", Form, (7, 12), "use `tb`, `bt`, `lr` or `rl`");
    check_in_views("container s {\nautoLayout lr -5\n}", Form, (7, 15), "a whole number of pixels");
    check_in_views("filtered k maybe t", Form, (6, 12), "use `include` or `exclude`");
    check_in_views("dynamic s {\ns -> s a b c\n}", Form, (7, 12), "this step has a word too many");
}

#[test]
fn an_include_that_fails_says_where_and_in_which_file() {
    let files = |path: &str| match path {
        "a.dsl" => Ok("model {\n  !include b.dsl\n}\n".to_owned()),
        "b.dsl" => Ok("person A\nperson\n".to_owned()),
        "loop.dsl" => Ok("!include ./loop.dsl".to_owned()),
        "open.dsl" => Ok("model {\n".to_owned()),
        "close.dsl" => Ok("}\n".to_owned()),
        _ => match path.strip_prefix("deep").and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => Ok(format!("!include deep{}", number + 1)),
            None => Err("no such file".to_owned()),
        },
    };
    let cases = [
        ("a.dsl", ReadErrorKind::Form, "b.dsl:2:1:", "says too little"),
        ("loop.dsl", ReadErrorKind::Include, "loop.dsl:1:1:", "includes itself"),
        ("main.dsl", ReadErrorKind::Include, "main.dsl:2:1:", "includes itself"),
        ("none.dsl", ReadErrorKind::Include, "main.dsl:2:1:", "cannot be included: no such file"),
        ("open.dsl", ReadErrorKind::UnexpectedEnd, "open.dsl:2:1:", "the block opened on line 1 is not closed"),
        ("close.dsl", ReadErrorKind::Unbalanced, "close.dsl:1:1:", "closes nothing in its file"),
        ("deep1", ReadErrorKind::Include, "deep16:1:1:", "more than 16 deep"),
    ];
    for (path, kind, place, says) in cases {
        let text = format!("workspace {{\n!include {path}\n}}");
        let error = read(&text, "main.dsl", &mut |path| files(path)).unwrap_err();
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.to_string().starts_with(place) && error.to_string().contains(says), "{error}");
    }
}

#[test]
fn more_text_than_the_limit_is_an_error_wherever_it_comes_from() {
    let large = "#".repeat(MAX_BYTES + 1);
    assert_eq!(error_of(&large).kind, ReadErrorKind::TooLarge);
    let half = format!("// {}\n", "x".repeat(MAX_BYTES / 2));
    let text = "workspace {\n!include a\n!include b\n}";
    let error = read(text, "main.dsl", &mut |_| Ok(half.clone())).unwrap_err();
    assert_eq!((error.kind, error.line), (ReadErrorKind::TooLarge, 3));
    let many = format!("workspace {{\n{}}}", "!include a\n".repeat(MAX_INCLUDES + 1));
    assert_eq!(read(&many, "main.dsl", &mut |_| Ok(String::new())).unwrap_err().kind, ReadErrorKind::TooLarge);
    let twice = |step: u32| format!("!const c{step} \"${{c{0}}}${{c{0}}}\"\n", step - 1);
    let doubling = "!const c0 \"long enough\"\n".to_owned() + &(1..60).map(twice).collect::<Vec<_>>().concat();
    assert_eq!(error_of(&doubling).kind, ReadErrorKind::TooLarge);
}

#[test]
fn blocks_may_be_as_deep_as_the_limit_and_no_deeper() {
    let nested = |depth: usize| {
        let nodes = depth - 3;
        let (open, close) = ("deploymentNode N {\n".repeat(nodes), "}\n".repeat(nodes));
        format!("workspace {{\nmodel {{\ndeploymentEnvironment L {{\n{open}{close}}}\n}}\n}}")
    };
    assert_eq!(tree(&nested(MAX_DEPTH)).0.environments[0].items.len(), MAX_DEPTH - 3);
    check(&nested(MAX_DEPTH + 1), ReadErrorKind::TooDeep, (65, 1), "more than 64 deep");
    let skipped = format!("workspace {{\nviews {{\nstyles {{\n{}", "x {\n".repeat(100));
    check(&skipped, ReadErrorKind::TooDeep, (65, 1), "close some blocks");
}

#[test]
fn ten_megabytes_of_garbage_or_braces_are_an_error() {
    for piece in ["{\n", "\u{1F600} ", "a {\n", "\""] {
        let text = format!("workspace {{\n{}", piece.repeat(MAX_BYTES / piece.len() - 20));
        let error = error_of(&text);
        assert!(error.line == 2 && error.column >= 1, "{error}");
    }
}

#[test]
fn any_piece_of_the_language_over_and_over_is_an_error_within_the_text() {
    let pieces = [
        "{\n",
        "}\n",
        "{ }\n",
        "\"",
        "\\\n",
        "a ",
        "a\n",
        "/*",
        "\"\"\"\n",
        "${a}",
        "x = ",
        "-> ",
        "\u{1F600}",
        "!const a \"${a}\"\n",
        "workspace {\n",
        "person A\n",
        "#\n",
        "\r",
        "$",
        "\"a\" ",
        "theme x\n",
        "tags a,b\n",
    ];
    let starts = [
        "",
        "workspace {\nmodel {\na = person A\n",
        "workspace {\nviews {\nstyles {\n",
        "workspace {\nviews {\n",
        "workspace {\n!script groovy {\n",
        "workspace {\nname \"\"\"\n",
        "workspace {\nmodel {\nperson A {\n",
    ];
    for (piece, start) in pieces.iter().flat_map(|piece| starts.map(|start| (piece, start))) {
        let text = format!("{start}{}", piece.repeat(3000));
        let error = error_of(&text);
        assert!(error.line >= 1 && error.line as usize <= text.split('\n').count() && error.column >= 1, "{error}");
    }
}

#[test]
fn skipped_blocks_may_hold_anything_that_is_balanced() {
    let text = "workspace {\nviews {\nstyles {\nnobody \"knows } this\" {\n# } \n}\n}\n}\n!plugin a.B {\nx y\n}\n}";
    let (_, skipped) = tree(text);
    let what: Vec<(&str, u32, u32)> = skipped.iter().map(|one| (&*one.what, one.line, one.column)).collect();
    assert_eq!(what, [("styles", 3, 1), ("a plugin: `a.B`", 9, 1)]);
}

#[test]
fn older_forms_are_read_with_a_note() {
    let text = "workspace {
model {
    s = softwareSystem S
    group Empty {
    }
    !identifiers hierarchical
    s -> s {
        !script log.groovy
    }
    deploymentEnvironment Live {
        deploymentNode N {
            softwareSystemInstance s Failover
        }
    }
}
views {
    systemLandscape {
        title ${TITLE}
        autoLayout lr 100 100 50 true
    }
}
}";
    let (workspace, skipped) = tree(text);
    let what: Vec<(&str, u32)> = skipped.iter().map(|one| (&*one.what, one.line)).collect();
    let expected = [
        ("a group without elements: `Empty`", 4),
        ("a script: `log.groovy`", 8),
        ("the deployment group `Failover`, which this environment does not declare", 12),
        ("the value of `TITLE`, which is not defined and stays as written", 18),
        ("the edge separation and vertices of a layout", 19),
    ];
    assert_eq!(what, expected);
    assert_eq!((workspace.groups.len(), &*workspace.views[0].title), (0, "${TITLE}"));
    assert_eq!(workspace.identifiers, IdentifierScope::Hierarchical);
}

#[test]
fn lines_may_be_continued_and_end_in_any_way() {
    let text = "\u{feff}workspace \"one \\\r\n   two\" \\\n  three {\r\n\r\n  model { }   // nothing\n}\r\n";
    let (workspace, _) = tree(text);
    assert_eq!((&*workspace.name, &*workspace.description), ("one two", "three"));
}

#[test]
fn a_keyword_of_a_dynamic_view_wins_over_a_relationship_of_that_name() {
    let text = "workspace {
model {
    a = person A
    title = a -> a
    pays = a -> a
}
views {
    dynamic * {
        title Paying
        pays Cash
        1: title Later
    }
}
}";
    let view = tree(text).0.views.remove(0);
    assert_eq!(view.title, "Paying");
    let steps = view.lines.iter().map(|line| match line {
        DynamicLine::Message(step) => (step.relationship, &*step.description),
        _ => (None, "parallel"),
    });
    let expected = [(Some(RelationshipHandle(1)), "Cash"), (Some(RelationshipHandle(0)), "Later")];
    assert_eq!(steps.collect::<Vec<_>>(), expected);
}

#[test]
fn an_inner_scope_is_searched_before_an_outer_one() {
    let text = "workspace {
!identifiers hierarchical
model {
    api = softwareSystem Outer
    shop = softwareSystem Shop {
        api = container Inner
        web = container Web {
            -> api
        }
    }
}
}";
    let relationship = tree(text).0.relationships.remove(0);
    assert_eq!((relationship.source, relationship.destination), (ElementHandle(3), ElementHandle(2)));
}
