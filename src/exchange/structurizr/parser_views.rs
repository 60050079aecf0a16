//! Reads the views: what each shows, of what, and how it is laid out.

use super::error::{Fault, ReadErrorKind, quote};
use super::includes::Step;
use super::parser::{Command, Parser};
use super::parser_attributes::add_tags;
use super::registry::{Scope, Target};
use super::syntax::ElementKind;
use super::syntax_deployment::EnvironmentHandle;
use super::syntax_views::{AutoLayout, Direction, Filter, FilterMode, Rule, RuleMode, View, ViewKind, ViewScope};

const IN_VIEWS: &[&str] = &[
    "systemLandscape",
    "systemContext",
    "container",
    "component",
    "dynamic",
    "deployment",
    "filtered",
    "custom",
    "image",
    "styles",
    "theme",
    "themes",
    "branding",
    "terminology",
    "properties",
    "!include",
    "!script",
];
const IN_VIEW: &[&str] =
    &["include", "exclude", "autoLayout", "title", "description", "animation", "default", "properties"];
const IN_FILTERED: &[&str] = &["title", "description", "default", "properties"];

impl Parser<'_> {
    pub(super) fn views_block(&mut self) -> Result<(), Fault> {
        while let Some(command) = self.next()? {
            command.expect_no_identifier()?;
            match command.keyword().as_str() {
                "systemlandscape" => self.view(&command, ViewKind::SystemLandscape)?,
                "systemcontext" => self.view(&command, ViewKind::SystemContext)?,
                "container" => self.view(&command, ViewKind::Container)?,
                "component" => self.view(&command, ViewKind::Component)?,
                "dynamic" => self.view(&command, ViewKind::Dynamic)?,
                "deployment" => self.view(&command, ViewKind::Deployment)?,
                "filtered" => self.view(&command, ViewKind::Filtered)?,
                "custom" => self.view(&command, ViewKind::Custom)?,
                "image" => self.skip(&command, "an image view")?,
                "styles" | "branding" | "terminology" => self.skip(&command, &command.keyword())?,
                "theme" | "themes" => self.skip(&command, &format!("a theme: {}", quote(&command.text(1))))?,
                "properties" => {
                    let pairs = self.pairs(&command, "\"name\" \"value\"")?;
                    self.workspace.views_properties.extend(pairs);
                }
                _ if self.skip_directive(&command)? => {}
                _ => return Err(command.unknown_in("the views", IN_VIEWS)),
            }
        }
        Ok(())
    }

    fn view(&mut self, command: &Command, kind: ViewKind) -> Result<(), Fault> {
        let mut view = View::new(kind, command.place);
        let key = self.view_head(command, &mut view)?;
        view.key = command.text(key);
        if !view.key.is_empty() && !self.view_keys.insert(view.key.clone()) {
            let place = command.word(key).map_or(command.place, |word| word.place);
            let problem = format!("there are two views with the key {}", quote(&view.key));
            return Err(Fault::new(ReadErrorKind::Duplicate, place, problem, "choose another key"));
        }
        if command.opens {
            self.view_block(&mut view)?;
        }
        self.workspace.views.push(view);
        Ok(())
    }

    /// Reads the statement that starts a view and tells at which word its key stands.
    fn view_head(&self, command: &Command, view: &mut View) -> Result<usize, Fault> {
        let system = &[ElementKind::SoftwareSystem];
        let key = match view.kind {
            ViewKind::SystemLandscape => {
                command.check_words(0..=2, "systemLandscape [key] [description] { }")?;
                1
            }
            ViewKind::Custom => {
                command.check_words(0..=3, "custom [key] [title] [description] { }")?;
                view.title = command.text(2);
                view.description = command.text(3);
                return Ok(1);
            }
            ViewKind::Filtered => {
                command.check_words(3..=5, "filtered baseKey include|exclude tags [key] [description] { }")?;
                view.filter = Some(filter(command)?);
                4
            }
            ViewKind::SystemContext => {
                command.check_words(1..=3, "systemContext softwareSystem [key] [description] { }")?;
                view.scope = self.view_scope(command, system)?;
                2
            }
            ViewKind::Container => {
                command.check_words(1..=3, "container softwareSystem [key] [description] { }")?;
                view.scope = self.view_scope(command, system)?;
                2
            }
            ViewKind::Component => {
                command.check_words(1..=3, "component container [key] [description] { }")?;
                view.scope = self.view_scope(command, &[ElementKind::Container])?;
                2
            }
            ViewKind::Dynamic => {
                command.check_words(1..=3, "dynamic *|softwareSystem|container [key] [description] { }")?;
                let kinds = &[ElementKind::SoftwareSystem, ElementKind::Container];
                view.scope = if command.text(1) == "*" { ViewScope::All } else { self.view_scope(command, kinds)? };
                2
            }
            ViewKind::Deployment => {
                command.check_words(2..=4, "deployment *|softwareSystem environment [key] [description] { }")?;
                view.scope = if command.text(1) == "*" { ViewScope::All } else { self.view_scope(command, system)? };
                view.environment = Some(self.view_environment(command)?);
                3
            }
        };
        view.description = command.text(key + 1);
        Ok(key)
    }

    fn view_scope(&self, command: &Command, kinds: &[ElementKind]) -> Result<ViewScope, Fault> {
        let element = self.find_element(&[Scope::Root], command, 1)?;
        self.expect_kind(element, kinds, command, 1)?;
        Ok(ViewScope::Element(element))
    }

    fn view_environment(&self, command: &Command) -> Result<EnvironmentHandle, Fault> {
        let name = command.text(2);
        let is_environment = |target| matches!(target, Target::Environment(_));
        if let Some(Target::Environment(environment)) = self.registry.find(&[Scope::Root], &name, is_environment) {
            return Ok(environment);
        }
        self.environment_names.get(&name).copied().ok_or_else(|| {
            let place = command.word(2).map_or(command.place, |word| word.place);
            let problem = format!("there is no deployment environment {}", quote(&name));
            let known: Vec<&str> = self.environment_names.keys().map(String::as_str).take(5).collect();
            let remedy = match known.as_slice() {
                [] => "declare it in the model with `deploymentEnvironment`".to_owned(),
                _ => format!("the model has {}", known.into_iter().map(quote).collect::<Vec<_>>().join(", ")),
            };
            Fault::new(ReadErrorKind::UnknownIdentifier, place, problem, remedy)
        })
    }

    fn view_block(&mut self, view: &mut View) -> Result<(), Fault> {
        while let Some(command) = self.next()? {
            if view.kind == ViewKind::Dynamic && self.dynamic_line(&command, &mut view.lines)? {
                continue;
            }
            command.expect_no_identifier()?;
            self.view_statement(&command, view)?;
        }
        Ok(())
    }

    fn view_statement(&mut self, command: &Command, view: &mut View) -> Result<(), Fault> {
        let shows_elements = !matches!(view.kind, ViewKind::Filtered | ViewKind::Dynamic);
        match command.keyword().as_str() {
            "include" if shows_elements => view.rules.push(rule(command, RuleMode::Include)?),
            "exclude" if shows_elements => view.rules.push(rule(command, RuleMode::Exclude)?),
            "animation" if shows_elements => self.animation(command, &mut view.animation)?,
            "animationstep" if shows_elements => view.animation.push(rule(command, RuleMode::Include)?.expressions),
            "autolayout" if view.kind != ViewKind::Filtered => view.layout = Some(self.layout(command)?),
            "title" => {
                command.check_words(1..=1, "title \"text\"")?;
                view.title = command.text(1);
            }
            "description" => {
                command.check_words(1..=1, "description \"text\"")?;
                view.description = command.text(1);
            }
            "default" => {
                command.check_words(0..=0, "default")?;
                view.is_default = true;
            }
            "properties" => {
                let pairs = self.pairs(command, "\"name\" \"value\"")?;
                view.properties.extend(pairs);
            }
            _ if self.skip_directive(command)? => {}
            _ if view.kind == ViewKind::Filtered => {
                return Err(command.unknown_in("a filtered view", IN_FILTERED));
            }
            _ => return Err(command.unknown_in("a view", IN_VIEW)),
        }
        Ok(())
    }

    fn animation(&mut self, command: &Command, steps: &mut Vec<Vec<String>>) -> Result<(), Fault> {
        command.expect_block()?;
        loop {
            match self.source.next()? {
                Step::Statement(statement) if statement.opens => {
                    let problem = "a step of an animation has no block";
                    return Err(Fault::form(statement.place, problem, "name the elements that appear, on one line"));
                }
                Step::Statement(statement) => {
                    steps.push(statement.tokens.into_iter().map(|token| token.text).collect());
                }
                Step::Close => return Ok(()),
                Step::End(place) => return Err(self.source.missing_brace(place)),
            }
        }
    }

    fn layout(&mut self, command: &Command) -> Result<AutoLayout, Fault> {
        command.check_words(0..=5, "autoLayout [tb|bt|lr|rl] [rankSeparation] [nodeSeparation]")?;
        let mut layout = AutoLayout::default();
        if let Some(word) = command.word(1) {
            layout.direction = match word.text.to_ascii_lowercase().as_str() {
                "tb" => Direction::TopBottom,
                "bt" => Direction::BottomTop,
                "lr" => Direction::LeftRight,
                "rl" => Direction::RightLeft,
                _ => {
                    let problem = format!("{} is no direction", quote(&word.text));
                    return Err(Fault::form(word.place, problem, "use `tb`, `bt`, `lr` or `rl`"));
                }
            };
        }
        for (index, distance) in [(2, &mut layout.rank_separation), (3, &mut layout.node_separation)] {
            if let Some(word) = command.word(index) {
                let Ok(pixels) = word.text.parse() else {
                    let problem = format!("{} is no distance", quote(&word.text));
                    return Err(Fault::form(word.place, problem, "give a whole number of pixels"));
                };
                *distance = pixels;
            }
        }
        if let Some(word) = command.word(4) {
            self.source.note("the edge separation and vertices of a layout", word.place);
        }
        Ok(layout)
    }
}

fn rule(command: &Command, mode: RuleMode) -> Result<Rule, Fault> {
    command.check_words(1..=usize::MAX - 1, "include identifier|*|expression")?;
    let expressions = command.words.iter().skip(1).map(|word| word.text.clone()).collect();
    Ok(Rule { mode, expressions })
}

fn filter(command: &Command) -> Result<Filter, Fault> {
    let mode = match command.text(2).to_ascii_lowercase().as_str() {
        "include" => FilterMode::Include,
        "exclude" => FilterMode::Exclude,
        _ => {
            let place = command.word(2).map_or(command.place, |word| word.place);
            let problem = format!("{} is no way to filter", quote(&command.text(2)));
            return Err(Fault::form(place, problem, "use `include` or `exclude`"));
        }
    };
    let mut tags = Vec::new();
    add_tags(&mut tags, &command.text(3));
    Ok(Filter { base_key: command.text(1), mode, tags })
}
