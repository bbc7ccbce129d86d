//! stub
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage { Name }
#[derive(Clone, Debug)]
pub enum StageResult { Passed, Failed }
impl StageResult { pub fn is_failure(&self)->bool{matches!(self,Self::Failed)} pub fn is_passed(&self)->bool{!self.is_failure()} }
#[derive(Clone, Debug)]
pub enum CheckEvent { Started(Stage), Ended(Stage, StageResult) }
pub struct Check;
impl Check { pub async fn next(&mut self)->Option<CheckEvent>{None} }
impl crate::client::ScimClient { pub fn check(&self)->Check { Check } }
