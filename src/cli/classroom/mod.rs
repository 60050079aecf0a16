//! `cantilever exercise`, `begin`, `hand-in` and `compare`: a breakout without a window.

mod compare;
mod json;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use strum::IntoEnumIterator as _;

pub use compare::CompareArguments;
pub(super) use compare::run as compare;

use super::{Common, FINE, Sampling, print};
use crate::analysis::AnalysisSettings;
use crate::classroom::cut_when_compared;
use crate::edit::Given;
use crate::model::listed;
use crate::session::{Action, Command, ExerciseDraft, Sample, Session, worked_seconds};
use crate::store::{self, PROJECT_FILE, UserFolder};
use crate::work::no_wake;

/// Arguments of `exercise`.
#[derive(Debug, Args)]
#[command(
    after_help = "Groups begin with what is given of the project; its requirements and its decision are the reference\n\
                  answer, which only a file written with --with-reference holds. Both files have the same version.\n\n\
                  Examples:\n  \
                  cantilever exercise PROJECT -o fraud.exercise.json --minutes 20 --question \"Which model, and why?\"\n  \
                  cantilever exercise PROJECT -o fraud.reference.json --with-reference\n  \
                  cantilever exercise --sample credit_card_fraud -o fraud.exercise.json\n\n\
                  Exit codes: 0 written; 2 error."
)]
pub struct ExerciseArguments {
    /// The project that the exercise is about: a folder with a project.json, or that file.
    #[arg(required_unless_present = "sample", conflicts_with = "sample")]
    project: Option<PathBuf>,
    /// Writes the exercise that comes with this sample.
    #[arg(long, value_name = "KEY",
          conflicts_with_all = ["title", "story", "minutes", "questions", "given", "notes"])]
    sample: Option<String>,
    /// The file to write.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// What it is called; the project's name by default.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The situation, as groups read it; the project's description by default.
    #[arg(long, value_name = "TEXT")]
    story: Option<String>,
    /// Minutes that groups have; 0 for no limit, 20 by default.
    #[arg(long, value_name = "NUMBER")]
    minutes: Option<u32>,
    /// A question to answer; may be given several times.
    #[arg(long = "question", value_name = "TEXT")]
    questions: Vec<String>,
    /// What groups get of the project, separated by commas: drawing, choices, models, evidence, data, requirements; all but
    /// requirements by default.
    #[arg(long = "give", value_name = "PART", value_delimiter = ',', value_parser = given)]
    given: Option<Vec<Given>>,
    /// What to say about the reference answer.
    #[arg(long, value_name = "TEXT")]
    notes: Option<String>,
    /// Writes the reference answer as well: for the instructor alone.
    #[arg(long)]
    with_reference: bool,
    /// Prints JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// Arguments of `begin`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 the folder can be opened; 2 error, also where work is there already.")]
pub struct BeginArguments {
    /// The exercise that the instructor gave.
    exercise: PathBuf,
    /// The folder to work in; it need not exist yet.
    folder: PathBuf,
}

/// Arguments of `hand-in`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 written; 2 error.")]
pub struct HandInArguments {
    /// The project with the work on an exercise: a folder with a project.json, or that file.
    project: PathBuf,
    /// The file to write for the instructor.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Prints the answer in a few lines for a chat as well.
    #[arg(long)]
    chat: bool,
}

/// Writes an exercise.
pub(super) fn exercise(arguments: &ExerciseArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let (with_reference, to) = (arguments.with_reference, arguments.output.clone());
    let session = match (&arguments.sample, &arguments.project) {
        (Some(key), _) => {
            let sample = sample(key)?;
            let mut session = super::session(AnalysisSettings::default(), None, no_wake())?;
            session.perform(Action::WriteShipped { sample, with_reference, to });
            session
        }
        (None, Some(project)) => {
            let mut session = opened(project.clone())?;
            session.perform(Action::Run(Command::PrepareExercise));
            let draft = session.exercise_draft().map(|draft| drafted(draft.clone(), arguments)).transpose()?;
            session.perform(Action::Draft(draft.map(Box::new)));
            session.perform(Action::WriteExercise { with_reference, to });
            session
        }
        (None, None) => anyhow::bail!("name the project that the exercise is about, or a sample with --sample"),
    };
    fail_on_complaints(&session)?;
    let written = store::open_exercise(&arguments.output)?;
    let file = super::shown_path(&arguments.output);
    if arguments.json {
        let brief = &written.brief;
        let files: Vec<_> = written.files.iter().map(|file| &file.path).collect();
        print::json(
            out,
            &json!({
                "file": file, "id": brief.id, "version": brief.version, "title": brief.title, "minutes": brief.minutes,
                "data_files": files, "reference": written.reference.is_some(),
            }),
        )?;
    } else {
        let kind = if with_reference { "with its reference answer: for the instructor alone" } else { "for groups" };
        writeln!(out, "Wrote {file}, {kind} (version {})", written.brief.version)?;
    }
    Ok(FINE)
}

/// Lays out an exercise for a group.
pub(super) fn begin(arguments: &BeginArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let exercise = store::open_exercise(&arguments.exercise)?;
    let (folder, file) = (&arguments.folder, arguments.folder.join(PROJECT_FILE));
    if file.exists() {
        anyhow::bail!("{} is there already and was left as it is; open it, or choose another folder", file.display());
    }
    store::unpack_exercise(folder, &exercise, false)?;
    writeln!(out, "Begin with: cantilever {}", super::shown_path(folder))?;
    Ok(FINE)
}

/// Writes what a group hands in.
pub(super) fn hand_in(arguments: &HandInArguments, out: &mut dyn Write) -> anyhow::Result<u8> {
    let mut session = opened(arguments.project.clone())?;
    // The session knows what lies beside the project; the settings of a user it does not look at.
    let user = UserFolder::find().filter(|_| session.timer().is_some_and(|timer| !timer.was_started));
    if let Some(seconds) = user.zip(session.file()).and_then(|(user, file)| worked_seconds(&user, file)) {
        session.count_from(seconds);
    }
    session.perform(Action::HandIn(arguments.output.clone()));
    fail_on_complaints(&session)?;
    writeln!(out, "Wrote {}", super::shown_path(&arguments.output))?;
    if let Some(cut) = cut_when_compared(session.project()) {
        writeln!(out, "{cut}")?;
    }
    if let Some(text) = session.chat_text().filter(|_| arguments.chat) {
        writeln!(out, "\n{}", text.trim_end())?;
    }
    Ok(FINE)
}

/// The draft with what the arguments say otherwise.
fn drafted(mut draft: ExerciseDraft, arguments: &ExerciseArguments) -> anyhow::Result<ExerciseDraft> {
    let brief = &mut draft.brief;
    let ExerciseArguments { title, story, minutes, questions, given, notes, .. } = arguments;
    brief.title = title.clone().unwrap_or_else(|| brief.title.clone());
    brief.story = story.clone().unwrap_or_else(|| brief.story.clone());
    brief.minutes = minutes.unwrap_or(brief.minutes);
    if !questions.is_empty() {
        brief.questions.clone_from(questions);
    }
    if let Some(given) = given {
        draft.given = given.iter().copied().collect();
        check_given(&draft.given)?;
    }
    draft.notes = notes.clone().unwrap_or(draft.notes);
    Ok(draft)
}

/// What is given without what it needs would silently not be given.
fn check_given(given: &BTreeSet<Given>) -> anyhow::Result<()> {
    for part in given {
        if let Some(needed) = part.needs().filter(|needed| !given.contains(needed)) {
            let name = |given: Given| given.label().to_lowercase();
            anyhow::bail!("{} mean nothing without {}; add {} to --give", name(*part), name(needed), needed.key());
        }
    }
    Ok(())
}

fn given(text: &str) -> Result<Given, String> {
    let keys = || Given::iter().map(Given::key).collect::<Vec<_>>().join(", ");
    text.trim().parse().ok().ok_or_else(|| format!("there is no such part; use some of: {}", keys()))
}

/// The sample of this name, if an exercise comes with it.
fn sample(key: &str) -> anyhow::Result<Sample> {
    let all: Vec<Sample> = Sample::shipped_exercises().map(|(sample, _)| sample).collect();
    all.iter().copied().find(|sample| sample.key() == key).ok_or_else(|| {
        let keys: Vec<String> = all.iter().map(|sample| sample.key().to_owned()).collect();
        anyhow::anyhow!("no exercise comes with a sample \"{key}\"; there is one for: {}", listed(&keys))
    })
}

/// A session with this project open.
fn opened(project: PathBuf) -> anyhow::Result<Session> {
    let AnalysisSettings { samples, seed } = AnalysisSettings::default();
    super::open(&Common { project, json: false, sampling: Sampling { samples: samples as u32, seed } }, None, no_wake())
}

fn fail_on_complaints(session: &Session) -> anyhow::Result<()> {
    super::complaints(session).map_or(Ok(()), |complaints| Err(anyhow::Error::msg(complaints)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_nothing_alone_is_refused_with_what_is_missing() {
        let problem = check_given(&[Given::Drawing, Given::Evidence].into()).unwrap_err().to_string();
        assert_eq!(problem, "measurements mean nothing without candidate models; add models to --give");
        assert!(check_given(&[Given::Drawing, Given::Models, Given::Evidence].into()).is_ok());
        assert!(check_given(&BTreeSet::new()).is_ok());
    }

    #[test]
    fn parts_are_given_by_their_keys() {
        let keys = "drawing choices models evidence data requirements";
        assert_eq!(keys.split(' ').map(given).collect::<Result<Vec<_>, _>>(), Ok(Given::iter().collect()));
        let problem = given("Answers").unwrap_err();
        assert!(problem.ends_with("drawing, choices, models, evidence, data, requirements"), "{problem}");
    }

    #[test]
    fn a_sample_without_an_exercise_is_no_choice() {
        let problem = sample("nowhere").unwrap_err().to_string();
        assert!(problem.starts_with("no exercise comes with a sample \"nowhere\""), "{problem}");
    }
}
