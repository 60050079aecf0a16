//! The samples, carried in the program itself, so that they are at hand wherever it is installed.

use std::path::{Component, Path};

use include_dir::{Dir, include_dir};
use strum::EnumIter;

use crate::model::Project;
use crate::store::{PROJECT_FILE, StoreError, from_text, unpack};

/// The folders of all samples, as they are in the repository.
static FOLDERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/sample_projects");

/// Folders that are made while one works with a sample, and belong to nobody else's copy.
const OWN: [&str; 2] = ["trained", "__pycache__"];

/// A project to learn from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter)]
pub enum Sample {
    /// A model that stops fraudulent card payments.
    CreditCardFraud,
    /// A second reader for breast cancer diagnoses.
    CancerPrognosis,
    /// An app that proposes tags for photos of clothes.
    FashionTagger,
    /// A keyboard that suggests words and keeps them to itself.
    SmartKeyboard,
    /// A delivery robot that stops for people.
    SidewalkRobot,
    /// A car that keeps its lane.
    LaneMarking,
    /// Recordings that become text.
    Transcription,
    /// Ten songs on a home page.
    MusicRecommendation,
    /// An application that was taken apart into services.
    TwitterRedesign,
}

/// What a sample is about, for those who choose one.
struct Story {
    key: &'static str,
    label: &'static str,
    subject: &'static str,
    tension: &'static str,
    teaches: &'static str,
}

impl Sample {
    /// The folder's name.
    pub fn key(self) -> &'static str {
        self.story().key
    }

    /// The name shown to people.
    pub fn label(self) -> &'static str {
        self.story().label
    }

    /// What its models learn from, in a word or two.
    pub fn subject(self) -> &'static str {
        self.story().subject
    }

    /// What pulls in two directions, in a sentence with a number that its README explains.
    pub fn tension(self) -> &'static str {
        self.story().tension
    }

    /// What one learns from it, in a few words.
    pub fn teaches(self) -> &'static str {
        self.story().teaches
    }

    /// Its project as it comes with the program, without evidence.
    ///
    /// # Errors
    /// The file that was built in cannot be read.
    pub fn project(self) -> Result<Project, StoreError> {
        let file = Path::new(self.key()).join(PROJECT_FILE);
        let text = FOLDERS.get_file(&file).and_then(|found| found.contents_utf8()).unwrap_or_default();
        from_text(text, &file).map(|(project, _)| project)
    }

    /// Copies the sample to `folder`; a copy that is there already is kept unless `fresh`.
    pub(super) fn unpack(self, folder: &Path, fresh: bool) -> Result<(), StoreError> {
        for (path, content) in self.files() {
            let file = folder.join(path);
            if fresh || !file.exists() {
                unpack(&file, content)?;
            }
        }
        Ok(())
    }

    /// What is copied: the path within the sample's folder, and the content.
    fn files(self) -> Vec<(&'static Path, &'static [u8])> {
        let mut files = Vec::new();
        let mut folders: Vec<_> = FOLDERS.get_dir(self.key()).into_iter().collect();
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            let inside = folder.files().map(|file| (file.path(), file.contents()));
            files.extend(inside.filter_map(|(path, content)| Some((path.strip_prefix(self.key()).ok()?, content))));
        }
        files.retain(|(path, _)| is_part(path));
        files.sort_unstable();
        files
    }

    fn story(self) -> Story {
        match self {
            Self::CreditCardFraud => Story {
                key: "credit_card_fraud",
                label: "Credit card fraud",
                subject: "Tables",
                tension: "The model that catches most, 63 % of the fraud, takes 1,162 steps for an answer that somebody \
                          has to explain.",
                teaches: "Rare cases, of which accuracy says nothing; hours of reviewers against servers.",
            },
            Self::CancerPrognosis => Story {
                key: "cancer_prognosis",
                label: "Cancer prognosis",
                subject: "Tables",
                tension: "The random forest is right most often, and nobody can follow the 479 steps of its answer where \
                          200 are allowed.",
                teaches: "Interpretability against accuracy with few rows; wide intervals.",
            },
            Self::FashionTagger => Story {
                key: "fashion_mnist_tagger",
                label: "Fashion-MNIST shop tagger",
                subject: "Images",
                tension: "The network of the lecture has 1,066,440 bytes of weights, and just misses the 1.0 MB that an \
                          update may take.",
                teaches: "Size against accuracy; whose limit it is that a model has to fit into.",
            },
            Self::SmartKeyboard => Story {
                key: "smart_keyboard",
                label: "Smart keyboard",
                subject: "Text",
                tension: "The server's network is 32 times as large as the phone's, and right in 73.1 % instead of 72.7 % \
                          of the words.",
                teaches: "Privacy against what a server could learn; models that live on devices.",
            },
            Self::SidewalkRobot => Story {
                key: "sidewalk_robot",
                label: "Sidewalk robot",
                subject: "Images",
                tension: "The best detector stops the robot after 0.95 m on a module of its own and after 1.21 m from the \
                          cloud; a metre is allowed.",
                teaches: "Time as safety; edge against cloud; who is overlooked.",
            },
            Self::LaneMarking => Story {
                key: "lane_marking",
                label: "Lane marking detection",
                subject: "Images",
                tension: "Rules that can be proved find 52 of 100 markings in rain; a network finds 97, and nobody can \
                          prove it.",
                teaches: "Guarantees against robustness; boards that vote.",
            },
            Self::Transcription => Story {
                key: "transcription_service",
                label: "Transcription service",
                subject: "Sound",
                tension: "Three machines cost $2,190 a month and stand idle a third of the time; a vendor's never do, and \
                          the recordings leave the house.",
                teaches: "Queues and bursts; whether to run a model or to buy its answers.",
            },
            Self::MusicRecommendation => Story {
                key: "music_recommendation",
                label: "Music recommendation",
                subject: "Tables",
                tension: "The ranker that knows best what is heard to the end recommends small artists 0.54 times as often \
                          as large ones.",
                teaches: "Feedback loops; freshness against cost; what answers when a model is down.",
            },
            Self::TwitterRedesign => Story {
                key: "twitter_redesign",
                label: "Twitter redesign",
                subject: "No machine learning",
                tension: "One database took 13,200 tweets a second, however many machines stood before it; the record is \
                          143,199.",
                teaches: "Scale and teams that release alone, against simplicity.",
            },
        }
    }
}

/// Whether a file within a sample's folder is part of the sample.
fn is_part(path: &Path) -> bool {
    let is_own = |part: Component<'_>| {
        let name = part.as_os_str().to_string_lossy();
        OWN.contains(&&*name) || name.starts_with('.')
    };
    !path.components().any(is_own)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use strum::IntoEnumIterator as _;

    use super::*;

    /// The numbers of a text, as they stand there.
    fn numbers(text: &str) -> BTreeSet<&str> {
        let words = text.split(|letter: char| letter.is_whitespace() || "*()$|".contains(letter));
        let words = words.map(|word| word.trim_matches(|letter: char| !letter.is_ascii_digit()));
        words.filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn every_folder_is_a_sample_and_the_flagship_comes_first() {
        let keys: Vec<_> = Sample::iter().map(Sample::key).collect();
        assert_eq!(keys[0], "credit_card_fraud");
        let folders: BTreeSet<_> = FOLDERS.dirs().filter_map(|folder| folder.path().to_str()).collect();
        assert_eq!(keys.iter().copied().collect::<BTreeSet<_>>(), folders);
        assert_eq!(keys.len(), 9);
    }

    #[test]
    fn every_tension_is_a_sentence_whose_numbers_its_readme_has() {
        for sample in Sample::iter() {
            let Story { key, label, tension, teaches, .. } = sample.story();
            let readme = fs::read_to_string(Path::new("sample_projects").join(key).join("README.md")).unwrap();
            let said = numbers(tension);
            assert!(!said.is_empty() && tension.ends_with('.') && teaches.ends_with('.'), "{key}");
            let missing: Vec<_> = said.difference(&numbers(&readme)).copied().collect();
            assert!(missing.is_empty(), "the README of {key} says nothing of {missing:?}");
            assert!(readme.starts_with(&format!("# {label}\n")), "{key} is called otherwise in its README");
            assert_eq!(sample.project().unwrap().name, label, "{key}");
        }
    }

    #[test]
    fn a_copy_has_every_file_and_keeps_what_was_changed_until_one_starts_over() {
        let folder = tempfile::tempdir().unwrap();
        let sample = Sample::FashionTagger;
        sample.unpack(folder.path(), false).unwrap();
        let original = Path::new("sample_projects/fashion_mnist_tagger");
        let images = "data/fashion_mnist/images-idx3-ubyte.gz";
        for file in ["README.md", PROJECT_FILE, "data/SOURCE.md", images] {
            assert_eq!(fs::read(folder.path().join(file)).unwrap(), fs::read(original.join(file)).unwrap(), "{file}");
        }
        let readme = folder.path().join("README.md");
        fs::write(&readme, "My own notes").unwrap();
        fs::remove_file(folder.path().join(images)).unwrap();
        sample.unpack(folder.path(), false).unwrap();
        assert_eq!(fs::read_to_string(&readme).unwrap(), "My own notes");
        assert!(folder.path().join(images).is_file(), "what is missing comes back");
        sample.unpack(folder.path(), true).unwrap();
        assert_eq!(fs::read(&readme).unwrap(), fs::read(original.join("README.md")).unwrap());
    }

    #[test]
    fn what_somebody_trained_or_a_system_left_is_no_part_of_a_sample() {
        for path in ["trained/0123/model.json", "data/.DS_Store", "data/__pycache__/generate.pyc"] {
            assert!(!is_part(Path::new(path)), "{path}");
        }
        assert!(is_part(Path::new("data/generate.py")) && is_part(Path::new(PROJECT_FILE)));
        assert!(Sample::iter().flat_map(Sample::files).all(|(path, _)| is_part(path)));
    }
}
