//! The room of claims: the scrubber, what happens to a claim afterwards, its clocks and its paper forms.

mod life;
mod paper;
mod scrub;
mod timers;
