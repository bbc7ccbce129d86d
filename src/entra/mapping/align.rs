//! Which element of a changed list was which element of the list before.

/// For each new element the old one that it was: an equal one first, then one that is alike, then the one behind the old
/// neighbor, which is how a renamed row is found. Each old element is used once.
pub(in crate::entra) fn align<T: PartialEq>(
    old: &[T],
    new: &[T],
    is_alike: impl Fn(&T, &T) -> bool,
) -> Vec<Option<usize>> {
    let mut used = vec![false; old.len()];
    let mut origins = vec![None; new.len()];
    claim(old, new, &mut used, &mut origins, |one, other| one == other);
    claim(old, new, &mut used, &mut origins, is_alike);
    let mut behind = 0;
    for origin in &mut origins {
        if origin.is_none()
            && let Some(taken) = used.get_mut(behind).filter(|taken| !**taken)
        {
            *taken = true;
            *origin = Some(behind);
        }
        behind = origin.map_or(behind, |at| at + 1);
    }
    origins
}

fn claim<T>(
    old: &[T],
    new: &[T],
    used: &mut [bool],
    origins: &mut [Option<usize>],
    is_same: impl Fn(&T, &T) -> bool,
) {
    // Lists that are mostly as before are met in step; only what is not is searched for.
    let mut step = 0;
    for (origin, element) in origins.iter_mut().zip(new) {
        if origin.is_none() {
            let is_free = |at: &usize| {
                used.get(*at) == Some(&false)
                    && old.get(*at).is_some_and(|candidate| is_same(candidate, element))
            };
            let found = (step..old.len()).chain(0..step.min(old.len())).find(is_free);
            if let Some(taken) = found.and_then(|at| used.get_mut(at)) {
                *taken = true;
            }
            *origin = found;
        }
        step = origin.map_or(step, |at| at + 1);
    }
}
