export { assumedEvidence } from './assumed-evidence.ts';
export { checkRules } from './check-rules.ts';
export { asksForInterfaces, commandsAsked } from './commands-asked.ts';
export type { GradedBy, GradingEngineName } from './engine.ts';
export { gradingEngines } from './engine.ts';
export type { CommandOutput, Evidence, InterfaceEvidence, LinkEvidence, NodeEvidence } from './evidence.ts';
export type { FoundLine } from './finding.ts';
export { findPlaces } from './finding.ts';
export type { ItemScore, ItemStatus, ScoreReport, SectionScore } from './grade.ts';
export { grade, itemStatuses, rulesHash } from './grade.ts';
export type { ConfigurationLine } from './ios-configuration.ts';
export { parseConfiguration } from './ios-configuration.ts';
export { normalised } from './ios-line.ts';
export type { RulesProof } from './prove-rules.ts';
export { proveRules } from './prove-rules.ts';
export type {
  Check,
  GradingRules,
  LinePattern,
  LinesCheck,
  OutputCheck,
  ReachCheck,
  RuleItem,
  RuleSection,
  Source,
  StateCheck,
} from './rules.ts';
export { linesChecks, linkStates, reaches, sources } from './rules.ts';
export type { RulesProblem } from './rules-problem.ts';
export { suggestRules } from './suggest-rules.ts';
