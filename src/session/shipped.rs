//! The exercises that come with the program: each about a sample, with the sample itself as the reference answer.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;
use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use serde::de::Error as _;

use super::Sample;
use crate::classroom::{DataFile, Exercise};
use crate::edit::Given;
use crate::model::{Brief, Check, DatasetSource, Project, Specification};

/// Samples that an exercise comes with, those of the lecture first.
const ORDER: [Sample; 5] = [
    Sample::CreditCardFraud,
    Sample::SidewalkRobot,
    Sample::SmartKeyboard,
    Sample::FashionTagger,
    Sample::CancerPrognosis,
];

/// What is asked about them, as it is in the repository: `<key of the sample>.json` each.
static TEXTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/exercises");

/// The same, read once.
static SHIPPED: LazyLock<BTreeMap<Sample, Shipped>> = LazyLock::new(|| {
    let one =
        |sample: Sample| Some((sample, read(sample)?.unwrap_or_else(|error| panic!("{}: {error}", sample.key()))));
    ORDER.into_iter().filter_map(one).collect()
});

/// What an exercise that comes with the program says besides its sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipped {
    /// What groups are asked to do.
    pub brief: Brief,
    /// The situation in one sentence, for those who choose an exercise.
    pub line: String,
    /// What groups get of the sample.
    give: Vec<Given>,
    /// What to say about the reference answer.
    notes: String,
}

impl Sample {
    /// The samples that an exercise comes with, with what it asks for: those of the lecture first.
    pub fn shipped_exercises() -> impl Iterator<Item = (Self, &'static Shipped)> {
        ORDER.into_iter().filter_map(|sample| Some((sample, sample.shipped()?)))
    }

    /// The exercise about this sample, with its reference answer; `None` for a sample that none comes with.
    pub fn exercise(self) -> Option<Exercise> {
        let shipped = self.shipped()?;
        let (project, evidence) = self.opened().ok()?;
        let given = shipped.give.iter().copied().collect();
        let mut exercise = Exercise::about(shipped.brief.clone(), &project, &evidence, &given);
        if Given::Data.is_among(&given) {
            exercise.files = self.data_of(&project);
        }
        if let Some(reference) = &mut exercise.reference {
            reference.notes.clone_from(&shipped.notes);
        }
        Some(exercise)
    }

    /// What the exercise about this sample asks for: at hand at once, without its project.
    pub fn shipped(self) -> Option<&'static Shipped> {
        SHIPPED.get(&self)
    }

    /// The files that the datasets of `project` are read from, and what lies beside them about where they come from.
    fn data_of(self, project: &Project) -> Vec<DataFile> {
        let paths = project.datasets.values().filter_map(|dataset| match &dataset.source {
            DatasetSource::TableFile { path } | DatasetSource::Images { path, .. } => Some(Path::new(path)),
            DatasetSource::GeneratedFraud(_) => None,
        });
        let paths: Vec<&Path> = paths.collect();
        let is_about = |file: &Path| {
            let is_source = file.file_name().is_some_and(|name| name == "SOURCE.md");
            let stands_beside = |path: &&Path| is_source && file.parent() == path.parent();
            paths.iter().any(|path| file.starts_with(path) || stands_beside(path))
        };
        let files = self.files().into_iter().filter(|(file, _)| is_about(file));
        let one = |(file, content): (&Path, &[u8])| {
            let parts: Vec<_> = file.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            DataFile { path: parts.join("/"), content: content.to_vec() }
        };
        files.map(one).collect()
    }
}

/// What is asked about a sample; `None` where nothing is.
fn read(sample: Sample) -> Option<Result<Shipped, serde_json::Error>> {
    let text = TEXTS.get_file(format!("{}.json", sample.key()))?.contents();
    Some(serde_json::from_slice(text).and_then(|text: ExerciseText| text.open(sample)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExerciseText {
    title: String,
    line: String,
    /// Paragraphs, an empty line between them.
    story: String,
    questions: Vec<String>,
    minutes: u32,
    specifications: Vec<SpecificationText>,
    /// Keys of [`Given`].
    give: Vec<String>,
    notes: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SpecificationText {
    /// Left out where it is what is usually asked about the check.
    #[serde(default)]
    text: Option<String>,
    points: u32,
    /// Key of a [`Check`]; left out where only a person can tell.
    #[serde(default)]
    check: Option<String>,
}

impl ExerciseText {
    fn open(self, sample: Sample) -> Result<Shipped, serde_json::Error> {
        let brief = Brief {
            id: sample.key().to_owned(),
            version: String::new(),
            title: self.title,
            story: self.story,
            questions: self.questions,
            minutes: self.minutes,
            specifications: self.specifications.into_iter().map(SpecificationText::open).collect::<Result<_, _>>()?,
        };
        let give = self.give.iter().map(|key| keyed(key)).collect::<Result<_, _>>()?;
        Ok(Shipped { brief, line: self.line, give, notes: self.notes })
    }
}

impl SpecificationText {
    fn open(self) -> Result<Specification, serde_json::Error> {
        let check: Option<Check> = self.check.as_deref().map(keyed).transpose()?;
        let usual = check.map(|check| check.specification().text);
        Ok(Specification { text: self.text.or(usual).unwrap_or_default(), points: self.points, check })
    }
}

/// What is meant by its key.
fn keyed<T: FromStr>(key: &str) -> Result<T, serde_json::Error> {
    key.parse().ok().ok_or_else(|| serde_json::Error::custom(format!("nothing is called {key:?}")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::session::Command;
    use crate::store::{exercise_from_text, exercise_to_text, stamped};
    use crate::tradeoff::DesignSpace;

    /// Bytes of a file that every group gets over the network of a lecture hall.
    const MOST_BYTES: usize = 2_000_000;

    /// The designs that groups can choose from, as the READMEs of the samples count them.
    const DESIGNS: [(Sample, usize); 5] = [
        (Sample::CreditCardFraud, 60),
        (Sample::SidewalkRobot, 48),
        (Sample::SmartKeyboard, 84),
        (Sample::FashionTagger, 14),
        (Sample::CancerPrognosis, 63),
    ];

    /// The numbers of a text, without the commas of thousands.
    fn numbers(text: &str) -> BTreeSet<String> {
        let words = text.split(|letter: char| letter.is_whitespace() || "*()$|".contains(letter));
        let words = words.map(|word| word.trim_matches(|letter: char| !letter.is_ascii_digit()).replace(',', ""));
        words.filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn every_text_belongs_to_a_sample_and_can_be_read() {
        for (sample, _) in DESIGNS {
            let shipped = read(sample).expect("there is a text").unwrap_or_else(|error| panic!("{sample:?}: {error}"));
            assert_eq!(shipped.brief.id, sample.key());
        }
        assert_eq!(Sample::shipped_exercises().map(|(sample, _)| sample).collect::<Vec<_>>(), ORDER);
        assert_eq!(DESIGNS.map(|(sample, _)| sample), ORDER);
        assert_eq!(TEXTS.files().count(), DESIGNS.len(), "a file that is named after no sample");
        assert!(Sample::TwitterRedesign.exercise().is_none());
    }

    #[test]
    fn a_brief_asks_for_what_fits_in_twenty_minutes_and_is_judged_by_a_hundred_points() {
        for (sample, _) in DESIGNS {
            let Shipped { brief, line, notes, .. } = sample.shipped().unwrap();
            assert_eq!(brief.minutes, 20, "{sample:?}");
            assert!((3..=5).contains(&brief.questions.len()), "{sample:?}");
            assert!((2..=4).contains(&brief.story.split("\n\n").count()), "{sample:?}");
            assert!(line.ends_with('.') && line.len() <= 100 && !notes.is_empty(), "{sample:?}");
            assert_eq!(brief.specifications.iter().map(|one| one.points).sum::<u32>(), 100, "{sample:?}");
            let checks: Vec<_> = brief.specifications.iter().filter_map(|one| one.check).collect();
            assert_eq!(checks, Check::iter().collect::<Vec<_>>(), "{sample:?}");
            assert!(brief.specifications.len() > checks.len(), "{sample:?}: some of it only a person can judge");
            assert!(brief.specifications.iter().all(|one| one.text.ends_with('.')), "{sample:?}");
        }
    }

    #[test]
    fn what_is_told_has_no_number_that_the_sample_does_not_explain() {
        for (sample, _) in DESIGNS {
            let Shipped { brief, line, notes, .. } = sample.shipped().unwrap();
            let folder = Path::new("sample_projects").join(sample.key());
            let source = fs::read_to_string(folder.join("data/SOURCE.md")).unwrap_or_default();
            let readme = fs::read_to_string(folder.join("README.md")).unwrap();
            let project = fs::read_to_string(folder.join("project.json")).unwrap();
            let known = numbers(&format!("{readme} {project} {source}"));
            let told = [brief.title.as_str(), line, &brief.story, &brief.questions.join(" "), notes].join(" ");
            let missing: Vec<_> = numbers(&told).difference(&known).cloned().collect();
            assert!(missing.is_empty(), "{sample:?} says nothing of {missing:?}");
        }
    }

    #[test]
    fn the_guide_for_lecturers_names_every_exercise_and_the_commands_of_a_class() {
        let guide = fs::read_to_string("sample_projects/CLASSROOM.md").unwrap();
        let exercises = DESIGNS.map(|(sample, _)| sample.label());
        let commands = [Command::OpenExercise, Command::PrepareExercise, Command::CompareClass].map(Command::label);
        for name in exercises.into_iter().chain(commands) {
            assert!(guide.contains(name), "the guide says nothing of {name}");
        }
    }

    #[test]
    fn groups_get_a_system_to_explore_and_no_answer() {
        for (sample, designs) in DESIGNS {
            let exercise = sample.exercise().unwrap();
            let reference = exercise.reference.as_ref().unwrap();
            let (_, decided) = reference.project.current_decision().expect("the sample is decided");
            assert!(!decided.title.is_empty() && !decided.rationale.is_empty() && !reference.notes.is_empty());

            let given = exercise.for_groups();
            assert!(given.project.requirements.is_empty() && given.project.stakeholders.is_empty(), "{sample:?}");
            assert!(given.project.decisions.is_empty() && given.project.accepted.is_empty(), "{sample:?}");
            let text = exercise_to_text(&given);
            for secret in [&decided.title, &decided.rationale, &decided.consequences, &reference.notes] {
                let saved = serde_json::to_string(secret).unwrap();
                assert!(!text.contains(saved.trim_matches('"')), "{sample:?} gives away {secret:?}");
            }
            for requirement in reference.project.requirements.values() {
                assert!(!text.contains(&requirement.name), "{sample:?} gives away {:?}", requirement.name);
            }

            let space = DesignSpace::of(&given.project, &given.evidence);
            assert!(space.open().is_empty(), "{sample:?}: {:?}", space.open());
            assert_eq!(space.designs().count(), designs, "{sample:?}");
            let chosen = decided.design.as_ref().expect("a design was chosen");
            assert!(space.index_of(chosen).is_some(), "{sample:?}: groups could not choose what the reference chose");
        }
    }

    #[test]
    fn the_file_for_groups_is_small_opens_equal_and_has_the_version_of_the_instructors() {
        for (sample, _) in DESIGNS {
            let exercise = sample.exercise().unwrap();
            let file = Path::new("exercise.json");
            let (with, without) = (exercise_to_text(&exercise), exercise_to_text(&exercise.for_groups()));
            assert!(without.len() < MOST_BYTES, "{sample:?} takes {} bytes", without.len());
            let (with, without) =
                (exercise_from_text(&with, file).unwrap(), exercise_from_text(&without, file).unwrap());
            assert_eq!(with, stamped(&exercise), "{sample:?}");
            assert_eq!(without, stamped(&exercise).for_groups(), "{sample:?}");
            assert_eq!((with.brief.version.len(), &with.brief), (32, &without.brief), "{sample:?}");
        }
    }

    #[test]
    fn data_that_is_given_comes_with_its_source_and_under_the_path_that_the_project_names() {
        let exercise = Sample::CancerPrognosis.exercise().unwrap();
        let paths: Vec<_> = exercise.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["data/SOURCE.md", "data/wdbc.csv"]);
        let original = fs::read("sample_projects/cancer_prognosis/data/wdbc.csv").unwrap();
        assert!(exercise.files[1].content == original);
        assert!(Sample::SidewalkRobot.exercise().unwrap().files.is_empty(), "its pictures are too large for a class");
        let images = Sample::FashionTagger.data_of(&Sample::FashionTagger.project().unwrap());
        let paths: Vec<_> = images.iter().map(|file| file.path.as_str()).collect();
        let expected =
            ["data/SOURCE.md", "data/fashion_mnist/images-idx3-ubyte.gz", "data/fashion_mnist/labels-idx1-ubyte.gz"];
        assert_eq!(paths, expected);
    }
}
