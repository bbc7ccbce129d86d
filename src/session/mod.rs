//! What the app knows and decides; no egui.

pub(crate) mod action;
pub(crate) mod activity;
pub(crate) mod backend;
pub(crate) mod check;
pub(crate) mod checkup;
pub(crate) mod connection;
pub(crate) mod coverage;
pub(crate) mod export;
pub(crate) mod groups;
pub(crate) mod guided;
pub(crate) mod job;
pub(crate) mod jobs;
pub(crate) mod notice;
pub(crate) mod organization;
pub(crate) mod outcome;
pub(crate) mod people;
pub(crate) mod plan;
pub(crate) mod problem;
pub(crate) mod remote;
mod removable;
pub(crate) mod runs;
pub(crate) mod settings;
pub(crate) mod state;
pub(crate) mod token_facts;
pub(crate) mod update;
pub(crate) mod users;
pub(crate) mod worker;
