//! A story on the command line: the credit card fraud sample is checked, trained, explored and reported; and what goes
//! wrong is said with the file, the place and the remedy.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that goes wrong")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the program; gives its exit code, standard output and standard error.
fn cantilever(arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_cantilever"))
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// A copy of the fraud sample without evidence, with fewer days so that training is quick.
fn small_sample(folder: &Path) -> PathBuf {
    let project = folder.join("fraud");
    fs::create_dir(&project).unwrap();
    let text = fs::read_to_string("sample_projects/credit_card_fraud/project.json").unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["evidence"] = Value::Array(Vec::new());
    // What was decided needs a model that nobody has trained here: it is open again.
    let decision = &mut value["decisions"][0];
    decision["status"] = Value::from("proposed");
    (decision["design"], decision["considered"]) = (Value::Null, Value::Array(Vec::new()));
    let generator = find(&mut value, "days").expect("the sample generates its rows");
    *generator = Value::from(45);
    fs::write(project.join("project.json"), value.to_string()).unwrap();
    project
}

/// The first value stored under `key`, wherever it is.
fn find<'a>(value: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    match value {
        Value::Object(fields) => {
            if fields.contains_key(key) {
                return fields.get_mut(key);
            }
            fields.values_mut().find_map(|field| find(field, key))
        }
        Value::Array(items) => items.iter_mut().find_map(|item| find(item, key)),
        _ => None,
    }
}

fn json(arguments: &[&str]) -> (i32, Value) {
    let (code, out, errors) = cantilever(arguments);
    (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{errors}")))
}

#[test]
fn the_whole_job_without_a_window() {
    let folder = tempfile::tempdir().unwrap();
    let project = small_sample(folder.path());
    let project = project.to_str().unwrap();

    // Nothing was measured yet: the hard requirement on recall cannot be judged, which is not fine.
    let (code, checked) = json(&["check", project, "--json", "--samples", "2000"]);
    assert_eq!(code, 1);
    let outcomes = |value: &Value, outcome: &str| {
        value["verdicts"].as_array().unwrap().iter().filter(|verdict| verdict["outcome"] == outcome).count()
    };
    assert!(outcomes(&checked, "unknown") > 0, "{checked:#}");

    // Two candidates are trained by real workers and kept.
    let train = [
        "train",
        project,
        "--json",
        "--candidate",
        "decision_tree",
        "--candidate",
        "logistic_regression",
        "--workers",
        "2",
    ];
    let (code, trained) = json(&train);
    assert_eq!(code, 0, "{trained:#}");
    for entry in trained["trained"].as_array().unwrap() {
        assert_eq!(entry["failure"], Value::Null);
        let auc = &entry["measured"]["roc_auc"];
        assert!(auc["value"].as_f64().unwrap() > 0.7, "{entry:#}");
        let (low, high) = (auc["interval"][0].as_f64().unwrap(), auc["interval"][1].as_f64().unwrap());
        assert!(low < auc["value"].as_f64().unwrap() && auc["value"].as_f64().unwrap() < high);
        assert!(entry["measured"]["inference_p50"]["value"].as_f64().unwrap() > 0.0);
    }
    assert_eq!(trained["trained"].as_array().unwrap().len(), 2);

    // What was measured flows into the system.
    let (_, checked) = json(&["check", project, "--json", "--samples", "2000"]);
    assert_eq!(outcomes(&checked, "unknown"), 0, "{checked:#}");

    // All designs; the front is among the feasible ones, and every verdict agrees with `check`.
    let (_, explored) = json(&["explore", project, "--json", "--all", "--samples", "2000"]);
    let listed = explored["listed"].as_array().unwrap();
    assert_eq!(listed.len() as u64, explored["designs"].as_u64().unwrap());
    assert!(listed.iter().all(|design| design["feasible"] == true || design["on_front"] == false));
    let same = listed.iter().find(|design| design["design"] == checked["design"]).unwrap();
    let is_met = |verdict: &Value| verdict["hard"] == false || verdict["outcome"] == "met";
    let all_met = checked["verdicts"].as_array().unwrap().iter().all(is_met);
    assert_eq!(same["feasible"], all_met);

    // In order of importance: of those about as good at finding fraud, the cheapest.
    let order = "recall=5,monthly_cost";
    let (_, ordered) = json(&["explore", project, "--json", "--samples", "2000", "--order", order]);
    let (steps, winners) = (&ordered["order"]["steps"], ordered["order"]["winners"].as_array().unwrap());
    assert_eq!((steps.as_array().unwrap().len(), winners.is_empty()), (2, false), "{ordered:#}");
    let cost = |design: &Value| {
        let qualities = design["qualities"].as_array().unwrap();
        let value = |key: &str| qualities.iter().find(|one| one["measure"] == key).unwrap()["value"].as_f64().unwrap();
        (value("recall"), value("monthly_cost"))
    };
    let front: Vec<(f64, f64)> = listed.iter().filter(|design| design["on_front"] == true).map(cost).collect();
    let most = front.iter().map(|(recall, _)| *recall).fold(0.0, f64::max);
    let good = front.iter().filter(|(recall, _)| *recall >= most - 5.0);
    let cheapest = good.map(|(_, cost)| *cost).fold(f64::INFINITY, f64::min);
    for winner in winners {
        let design = listed.iter().find(|design| design["number"] == *winner).unwrap();
        assert_eq!(cost(design).1, cheapest);
    }
    let (_, lines, errors) = cantilever(&["explore", project, "--csv", "--samples", "2000"]);
    assert_eq!(lines.lines().count(), front.len() + 1, "{errors}");
    let (code, _, errors) = cantilever(&["explore", project, "--order", "recall=much"]);
    assert!(code == 2 && errors.contains("\"much\" is no tolerance of recall"), "{errors}");

    // The report, twice the same.
    let write = |name: &str| {
        let path = folder.path().join(name);
        let arguments = ["report", project, "--date", "2026-01-01", "--samples", "2000", "-o", path.to_str().unwrap()];
        let (code, _, errors) = cantilever(&arguments);
        assert_eq!(code, 0, "{errors}");
        fs::read_to_string(path).unwrap()
    };
    let html = write("first.html");
    assert_eq!(html, write("second.html"));
    assert!(html.matches("<svg").count() >= 2, "the drawing and the plot are in the page");
    let text = write("report.md");
    assert!(text.starts_with("# Decision: "), "{}", &text[..80]);
    for line in text.lines().filter(|line| line.starts_with("![")) {
        let picture = line.rsplit('(').next().unwrap().trim_end_matches(')').trim_matches(['<', '>']);
        assert!(folder.path().join(picture).is_file(), "{picture} is not beside the report");
    }
}

#[test]
fn current_results_are_not_trained_again() {
    let folder = tempfile::tempdir().unwrap();
    let project = small_sample(folder.path());
    let project = project.to_str().unwrap();
    let (_, first) = json(&["train", project, "--json", "--candidate", "decision_tree"]);
    assert_eq!(first["trained"].as_array().unwrap().len(), 1);
    let (code, out, _) = cantilever(&["check", project, "--samples", "500"]);
    assert!(code <= 1 && out.contains("Requirements"));
    // Other settings make the result stale; the same ones do not.
    let file = Path::new(project).join("project.json");
    let before = fs::read_to_string(&file).unwrap();
    let changed = before.replacen("\"min_leaf\": 5", "\"min_leaf\": 50", 1);
    assert_ne!(before, changed, "the sample's tree has 5 rows a leaf");
    fs::write(&file, changed).unwrap();
    let (_, again) = json(&["train", project, "--json", "--candidate", "decision_tree"]);
    let leaves = |value: &Value| value["trained"][0]["measured"]["leaves"]["value"].as_f64().unwrap();
    assert!(leaves(&again) < leaves(&first), "larger leaves are fewer");
}

#[test]
fn what_goes_wrong_is_said_with_place_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("project.json");
    fs::write(&broken, "{\n  \"format\": 7\n").unwrap();
    let path = broken.to_str().unwrap();
    let missing = folder.path().join("nowhere");
    let cases: [(&[&str], &[&str]); 6] = [
        (&["check", missing.to_str().unwrap()], &["nowhere"]),
        (&["check", path], &["project.json", "line"]),
        (&["explore", path, "--json"], &["project.json"]),
        (&["report", "sample_projects/cancer_prognosis", "-o", "/nowhere/report.html"], &["/nowhere/report.html"]),
        (&["report", "sample_projects/cancer_prognosis", "-o", "report.docx"], &["--format"]),
        (&["train", "sample_projects/cancer_prognosis", "--candidate", "oracle"], &["oracle", "use one of"]),
    ];
    for (arguments, parts) in cases {
        let (code, out, errors) = cantilever(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {errors}");
        for part in parts {
            assert!(errors.contains(part), "{arguments:?} does not say {part}: {errors}");
        }
    }
}

#[test]
fn the_design_that_is_checked_is_the_one_that_was_decided_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.json");
    let text = fs::read_to_string("sample_projects/cancer_prognosis/project.json").unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    let mut decide = |replicas: u32| {
        let decision = &mut value["decisions"][0];
        decision["status"] = Value::from("accepted");
        decision["date"] = Value::from("2026-03-01");
        decision["design"] = serde_json::json!({
            "diagnosis_model": {"candidate": "decision_tree"},
            "diagnosis_node": {"node": "hospital"},
            "diagnosis_replicas": {"replicas": replicas},
        });
        fs::write(&file, value.to_string()).unwrap();
    };
    decide(2);
    let project = folder.path().to_str().unwrap();
    let (code, found) = json(&["check", project, "--json", "--samples", "500"]);
    assert!(code <= 1, "{found:#}");
    assert_eq!(found["design"]["Replicas of Diagnosis model"], "2");
    let decision = &found["decision"];
    assert_eq!(
        (&decision["title"], &decision["status"]),
        (&Value::from("Which model reads along"), &Value::from("Accepted"))
    );
    assert_eq!(decision["date"], "2026-03-01");
    let (_, text, _) = cantilever(&["check", project, "--samples", "500"]);
    assert!(text.contains("Decision: Which model reads along (Accepted, 2026-03-01)"), "{text}");
    // Another design must not pass for it.
    decide(99);
    let (code, out, errors) = cantilever(&["check", project, "--samples", "500"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(errors.contains("the decided design is none any more") && errors.contains("decide again"), "{errors}");
    let (code, out, errors) = cantilever(&["sensitivity", project, "--samples", "500"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(errors.contains("the decided design is none any more"), "{errors}");
    let (code, found) = json(&["check", project, "--json", "--samples", "500", "--pick", "diagnosis_replicas=1"]);
    assert!(code <= 1 && found["decision"].is_null(), "{found:#}");
}

#[test]
fn what_a_design_hangs_on_is_printed() {
    let project = "sample_projects/cancer_prognosis";
    let (code, found) = json(&["sensitivity", project, "--json", "--samples", "500", "--within", "10"]);
    assert_eq!((code, &found["within_percent"]), (0, &Value::from(10.0)), "{found:#}");
    let numbers = found["numbers"].as_array().unwrap();
    let tail = numbers.iter().find(|one| one["name"] == "Nucleus measurement: Service time, p99").unwrap();
    let (value, low, high) = (&tail["value"], tail["low"].as_f64().unwrap(), tail["high"].as_f64().unwrap());
    assert_eq!((value, low.round(), high.round()), (&Value::from(1600.0), 1440.0, 1760.0));
    let swings = tail["swings"].as_array().unwrap();
    let slowest = swings.iter().find(|swing| swing["measure"] == "response_time_p99").unwrap();
    assert!(slowest["elasticity"].as_f64().unwrap() > 0.1, "{tail:#}");
    assert!(slowest["low"]["value"].as_f64().unwrap() < slowest["high"]["value"].as_f64().unwrap());
    let points = found["sensitivity_points"].as_array().unwrap();
    assert!(points.iter().any(|point| point["number"] == tail["name"]), "{points:#?}");

    // The same in words, about one quality.
    let asked = ["sensitivity", project, "--samples", "500", "--measure", "monthly_cost"];
    let (code, text, errors) = cantilever(&asked);
    assert_eq!(code, 0, "{errors}");
    for part in
        ["Monthly cost, now $", "Elasticity", "Audit log: Fixed price", "Trade-off points", "Sensitivity points"]
    {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    let (code, _, errors) = cantilever(&["sensitivity", project, "--measure", "beauty"]);
    assert!(code == 2 && errors.contains("\"beauty\""), "{errors}");
    let (code, ..) = cantilever(&["sensitivity", project, "--within", "51"]);
    assert_eq!(code, 2, "at most 50 %");
}

#[test]
fn help_and_a_missing_display_say_what_to_do() {
    for command in ["check", "train", "explore", "sensitivity", "report", "worker"] {
        let (code, out, _) = cantilever(&[command, "--help"]);
        assert_eq!(code, 0);
        assert!(out.contains("Usage: cantilever "), "{out}");
    }
    if cfg!(all(target_os = "linux", feature = "gui")) {
        let (code, _, errors) = cantilever(&[]);
        assert_eq!((code, errors.lines().count()), (2, 1), "{errors}");
        assert!(errors.contains("mesa-vulkan-drivers") && errors.contains("cantilever check"), "{errors}");
    }
}

#[test]
fn a_worker_without_a_job_and_with_a_broken_one_ends_with_a_reason() {
    let (code, _, errors) = cantilever(&["worker"]);
    assert_eq!(code, 2);
    assert!(errors.contains("standard input"), "{errors}");
}

#[test]
fn drawings_go_to_other_tools_and_come_from_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, begins) in [("drawing.dsl", "workspace"), ("drawing.mmd", ""), ("drawing.svg", "<"), ("drawing.png", "")]
    {
        let (code, out, errors) = cantilever(&["export", "sample_projects/credit_card_fraud", "-o", &path(name)]);
        assert_eq!(code, 0, "{errors}");
        assert!(out.starts_with("Wrote"), "{out}");
        let content = fs::read(path(name)).unwrap();
        assert!(content.starts_with(begins.as_bytes()) && content.len() > 200, "{name}");
    }
    for name in ["drawing.dsl", "drawing.mmd"] {
        let project = path(&format!("{name} imported"));
        let (code, out, errors) = cantilever(&["import", &path(name), "-o", &project]);
        assert_eq!(code, 0, "{errors}");
        assert!(out.starts_with("Imported"), "{out}");
        let text = fs::read_to_string(Path::new(&project).join("project.json")).unwrap();
        assert!(text.contains("Fraud model") && text.contains("Payment gateway"), "{name}");
        let (code, _, errors) = cantilever(&["import", &path(name), "-o", &project]);
        assert_eq!(code, 2);
        assert!(errors.contains("is there already"), "{errors}");
    }
    fs::write(path("broken.dsl"), "workspace {\n    model {\n        a = person\n").unwrap();
    let (code, _, errors) = cantilever(&["import", &path("broken.dsl"), "-o", &path("broken")]);
    assert_eq!(code, 2);
    assert!(errors.contains("broken.dsl:3:"), "{errors}");
    fs::write(path("thief.dsl"), "workspace {\n    !include /etc/hostname\n}").unwrap();
    let (_, _, errors) = cantilever(&["import", &path("thief.dsl"), "-o", &path("thief")]);
    assert!(errors.contains("only files in the folder of the workspace"), "{errors}");
}

#[test]
fn a_report_is_written_in_several_formats_at_once_and_again_from_its_json() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let sample = "sample_projects/cancer_prognosis";
    let options = ["--samples", "500", "--date", "2026-01-01"];
    let several = ["report", sample, "-o", &path("a.html"), "-o", &path("a.json"), "-o", &path("a.md"), "--json"];
    let (code, written) = json(&[&several[..], &options[..]].concat());
    assert_eq!(code, 0, "{written:#}");
    let files = written["files"].as_array().unwrap();
    assert!(files.len() > 3 && files.iter().all(|file| Path::new(file.as_str().unwrap()).is_file()), "{written:#}");
    assert_eq!((&files[0], &files[1]), (&Value::from(path("a.html")), &Value::from(path("a.json"))));

    // From the JSON, without the project, the same bytes.
    let (code, _, errors) = cantilever(&["report", &path("a.json"), "-o", &path("b.html"), "-o", &path("b.json")]);
    assert_eq!(code, 0, "{errors}");
    for ending in ["html", "json"] {
        let [one, other] = ["a", "b"].map(|name| fs::read(path(&format!("{name}.{ending}"))).unwrap());
        assert!(one == other, "the {ending} differs");
    }
    let (code, out, errors) = cantilever(&["report", &path("a.json"), "--format", "csv", "-o", &path("tables")]);
    assert_eq!(code, 0, "{errors}");
    assert!(out.lines().count() > 3 && out.lines().all(|line| line.starts_with("Wrote ")), "{out}");

    // Only one part: its table is written, and those that were there before are named.
    let one = ["report", &path("a.json"), "--format", "csv", "-o", &path("tables"), "--parts", "requirements"];
    let (code, out, errors) = cantilever(&one);
    assert_eq!(code, 0, "{errors}");
    assert!(out.contains("Wrote ") && out.contains("Left "), "{out}");
}

#[test]
fn a_report_that_cannot_be_written_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let sample = "sample_projects/cancer_prognosis";
    let project = path("project.json");
    fs::copy(Path::new(sample).join("project.json"), &project).unwrap();
    let before = fs::read(&project).unwrap();
    fs::write(path("broken.json"), "{\n  \"format\": \"cantilever-report\",\n  \"version\": 1,\n  \"report\": {")
        .unwrap();
    fs::write(path("newer.json"), "{\"format\": \"cantilever-report\", \"version\": 99}").unwrap();
    let cases: [(&[&str], &[&str]); 8] = [
        (&["report", sample, "--parts", "beauty"], &["beauty", "summary, decision, architecture"]),
        (&["report", sample, "--format", "word"], &["html", "madr", "pictures"]),
        (&["report", sample, "--format", "csv", "-o", "a", "-o", "b"], &["--format goes with one -o"]),
        (&["report", sample, "-o", "a.html", "-o", "a.html"], &["a.html is to be written twice"]),
        (&["report", &project, "-o", &project], &["project.json", "choose another file"]),
        (
            &["report", &path("broken.json"), "-o", &path("a.html")],
            &["broken.json, line 4", "cantilever report PROJECT"],
        ),
        (&["report", &path("newer.json"), "-o", &path("a.html")], &["newer.json", "version 99", "later Cantilever"]),
        (
            &["report", sample, "--samples", "500", "--format", "pictures", "-o", &path("none/pictures")],
            &["none/pictures", "Check that its folder"],
        ),
    ];
    for (arguments, parts) in cases {
        let (code, out, errors) = cantilever(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {errors}");
        for part in parts {
            assert!(errors.contains(part), "{arguments:?} does not say {part}: {errors}");
        }
    }
    assert_eq!(fs::read(&project).unwrap(), before);
}
