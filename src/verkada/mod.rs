//! What is particular to Verkada Command: regions, domains, tokens, cards, states.
