//! A value from elsewhere, which keeps the last good one while a new one is on its way.

use crate::session::problem::Problem;

/// What is known of a value that a job brings.
#[derive(Debug, Default)]
pub(crate) enum Remote<T> {
    /// Nobody asked yet.
    #[default]
    NotAsked,
    /// Asked; `previous` is what was known before.
    Loading {
        /// The last good value.
        previous: Option<T>,
    },
    /// Here.
    Ready(T),
    /// The last attempt failed; `previous` is what was known before.
    Failed {
        /// Why.
        problem: Problem,
        /// The last good value.
        previous: Option<T>,
    },
}

impl<T> Remote<T> {
    /// The value, be it the newest or the last good one.
    pub(crate) fn value(&self) -> Option<&T> {
        match self {
            Self::NotAsked => None,
            Self::Ready(value) => Some(value),
            Self::Loading { previous } | Self::Failed { previous, .. } => previous.as_ref(),
        }
    }

    /// Asks again, keeping what is known.
    pub(crate) fn begin(&mut self) {
        *self = Self::Loading { previous: self.take() };
    }

    /// Takes what came.
    pub(crate) fn finish(&mut self, result: Result<T, Problem>) {
        *self = match result {
            Ok(value) => Self::Ready(value),
            Err(problem) => Self::Failed { problem, previous: self.take() },
        };
    }

    /// Awaits no answer any more, and keeps what is known.
    pub(crate) fn settle(&mut self) {
        *self = self.take().map_or(Self::NotAsked, Self::Ready);
    }

    /// Whether an answer is awaited.
    pub(crate) fn is_loading(&self) -> bool {
        matches!(self, Self::Loading { .. })
    }

    /// Why the last attempt failed.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Failed { problem, .. } => Some(problem),
            Self::NotAsked | Self::Loading { .. } | Self::Ready(_) => None,
        }
    }

    fn take(&mut self) -> Option<T> {
        match std::mem::replace(self, Self::NotAsked) {
            Self::NotAsked => None,
            Self::Ready(value) => Some(value),
            Self::Loading { previous } | Self::Failed { previous, .. } => previous,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_and_a_failure_keep_the_last_good_value() {
        let mut remote = Remote::Ready(7);
        remote.begin();
        assert_eq!((remote.value(), remote.is_loading()), (Some(&7), true));
        remote.finish(Err(Problem::new("read people", "the server is gone", "try again")));
        assert_eq!(remote.value(), Some(&7));
        assert!(remote.problem().is_some());
        remote.begin();
        remote.finish(Ok(8));
        assert_eq!(remote.value(), Some(&8));
        assert!(remote.problem().is_none());
    }
}
