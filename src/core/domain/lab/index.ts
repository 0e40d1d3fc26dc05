export { assignLab, mostPeople, unassignLab } from './assignment.ts';
export type { Asked, LabDecision, LabRejection, OrphanKind } from './decide.ts';
export {
  askLab,
  closeUnmade,
  deadlineOf,
  disposeOrphan,
  isUnmade,
  mayClone,
  orphanKinds,
  orphanOf,
  patienceMs,
  retryLab,
} from './decide.ts';
export { diffLines } from './diff-lines.ts';
export { evolveLab } from './evolve.ts';
export type { ForeignPorts } from './foreign-ports.ts';
export { foreignPorts } from './foreign-ports.ts';
export type {
  LabAssignment,
  LabBinding,
  LabEvent,
  LabFacts,
  LabLevel,
  LabNodeState,
  LabPhase,
  LabPort,
  LabRecord,
  LabRevision,
  LabRun,
  LabSource,
  PendingAction,
} from './lab.ts';
export { labLevels, labPhases, labSources } from './lab.ts';
export { isWarmTitle, LabRecordId, labRecordIdOf, recordInTitle, titleWith, withoutIds } from './lab-id.ts';
export type { LabReport, NewRevision, SeenLab, SessionLab } from './lab-report.ts';
export type { LabAction, LabOrder, LabStatus, Sighting } from './lifecycle.ts';
export { isClosed, isPresent, isUp, labActions, labCan, labMayBecome, labTransitions, sightings } from './lifecycle.ts';
export type { PortDrift, PortUse } from './port-use.ts';
export { portDrifts, portUses } from './port-use.ts';
export { reportLab } from './report.ts';
export type { ConfigurationDiff, NodeDiff, RevisionSums, TopologyDiff } from './revision.ts';
export { changesInWords, diffTopologies, revisionSums } from './revision.ts';
export { assignmentOf, maySeeLab, mayUseLab } from './visible.ts';
export type { WarmPlace } from './warm.ts';
export { dropWarm, isSpare, isUntouched, makeWarm, warmLabId } from './warm.ts';
