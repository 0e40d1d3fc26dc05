export type { DefinitionUse, Measured, SessionUse, Used, UseEvent, UseSummary } from './use.ts';
export { evolveUse, noteUse, raisedNeeds, sessionsToLearnFrom, suggestedNeeds, summaryOf } from './use.ts';
