//! What pages say, in the reader's language. Keys and sentences stand in `locales/<language>/*.ftl`.
//!
//! Staff pages speak English. What a patient reads speaks English and Spanish: `patient.ftl` is in both, and a reader in
//! Spanish gets English where a sentence has no Spanish.

pub mod dates;
mod plain;
mod problems;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};

use self::plain::{Found, Sentences};

/// What a page can speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    Spanish,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Spanish];

    /// BCP 47, for `lang` and for choosing.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en-US",
            Self::Spanish => "es-US",
        }
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Español",
        }
    }

    /// Of a tag: `es`, `es-MX` and `es-US` are all Spanish here.
    pub fn of(tag: &str) -> Option<Self> {
        match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "es" => Some(Self::Spanish),
            _ => None,
        }
    }

    /// The first that we speak of what a browser would like, as `Accept-Language` lists it.
    pub fn wanted(header: &str) -> Self {
        header.split(',').find_map(Self::of).unwrap_or_default()
    }
}

const ENGLISH: &[&str] = &[
    include_str!("../../locales/en-US/frame.ftl"),
    include_str!("../../locales/en-US/problems.ftl"),
    include_str!("../../locales/en-US/access.ftl"),
    include_str!("../../locales/en-US/around.ftl"),
    include_str!("../../locales/en-US/assessment.ftl"),
    include_str!("../../locales/en-US/care.ftl"),
    include_str!("../../locales/en-US/contact.ftl"),
    include_str!("../../locales/en-US/day.ftl"),
    include_str!("../../locales/en-US/denials.ftl"),
    include_str!("../../locales/en-US/document.ftl"),
    include_str!("../../locales/en-US/eligibility.ftl"),
    include_str!("../../locales/en-US/month.ftl"),
    include_str!("../../locales/en-US/panel.ftl"),
    include_str!("../../locales/en-US/paper.ftl"),
    include_str!("../../locales/en-US/plan.ftl"),
    include_str!("../../locales/en-US/plan_print.ftl"),
    include_str!("../../locales/en-US/enrollment.ftl"),
    include_str!("../../locales/en-US/exchange.ftl"),
    include_str!("../../locales/en-US/proof.ftl"),
    include_str!("../../locales/en-US/result.ftl"),
    include_str!("../../locales/en-US/statement.ftl"),
    include_str!("../../locales/en-US/time.ftl"),
    include_str!("../../locales/en-US/walls.ftl"),
    include_str!("../../locales/en-US/patient.ftl"),
];
const SPANISH: &[&str] =
    &[include_str!("../../locales/es-US/plan_print.ftl"), include_str!("../../locales/es-US/patient.ftl")];

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> =
    LazyLock::new(|| [bundle(Language::English, ENGLISH), bundle(Language::Spanish, SPANISH)]);

static SENTENCES: LazyLock<[Sentences; 2]> = LazyLock::new(|| [sentences(ENGLISH), sentences(SPANISH)]);

fn sentences(files: &[&str]) -> Sentences {
    let mut sentences = Sentences::default();
    for text in files {
        sentences.add(&resource(text));
    }
    sentences
}

/// What a file gets wrong is told by a test; a running page shows what can be shown.
fn resource(text: &str) -> FluentResource {
    FluentResource::try_new(text.to_owned()).unwrap_or_else(|(part, _)| part)
}

fn bundle(language: Language, files: &[&str]) -> FluentBundle<FluentResource> {
    let tag = language.tag().parse().expect("our own tags are well formed");
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // Both languages run from left to right; isolating marks would end up in what people copy.
    bundle.set_use_isolating(false);
    for text in files {
        if bundle.add_resource(resource(text)).is_err() {
            tracing::error!(language = language.tag(), "a key stands twice in the locales");
        }
    }
    bundle
}

/// Says things in one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Language);

impl Words {
    /// The sentence of a key.
    pub fn say(&self, key: &str) -> Cow<'static, str> {
        match self.find(key) {
            Some(Found::Fixed(sentence)) => Cow::Borrowed(sentence),
            _ => self.format(key, None),
        }
    }

    /// The sentence of a key with one thing in it.
    pub fn say_with<'a>(
        &self,
        key: &str,
        name: &'a str,
        value: impl Into<FluentValue<'a>>,
    ) -> Cow<'static, str> {
        let mut args = FluentArgs::with_capacity(1);
        args.set(name, value);
        self.say_all(key, &args)
    }

    /// The sentence of a key with several things in it.
    pub fn say_all(&self, key: &str, args: &FluentArgs) -> Cow<'static, str> {
        let filled = match self.find(key) {
            Some(Found::Fixed(sentence)) => return Cow::Borrowed(sentence),
            Some(Found::Gaps(gaps)) => gaps.filled(args),
            _ => None,
        };
        filled.map_or_else(|| self.format(key, Some(args)), Cow::Owned)
    }

    /// Whether the key has a sentence at all.
    pub fn knows(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// In the language, else in English.
    fn find(&self, key: &str) -> Option<Found<'static>> {
        let [english, spanish] = &*SENTENCES;
        match self.0 {
            Language::English => english.find(key),
            Language::Spanish => spanish.find(key).or_else(|| english.find(key)),
        }
    }

    fn format(&self, key: &str, args: Option<&FluentArgs>) -> Cow<'static, str> {
        let [english, spanish] = &*BUNDLES;
        let preferred = match self.0 {
            Language::English => english,
            Language::Spanish => spanish,
        };
        for bundle in [preferred, english] {
            if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
                let mut errors = Vec::new();
                let text = bundle.format_pattern(pattern, args, &mut errors);
                return Cow::Owned(text.into_owned());
            }
        }
        tracing::error!(key, "no words for this key");
        Cow::Owned(key.to_owned())
    }
}
