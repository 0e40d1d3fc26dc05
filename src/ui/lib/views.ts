import type { Availability } from '@lcm/core/contracts/availability';
import type { BookCohort, CohortView, CohortViews, HandedOutSeats } from '@lcm/core/contracts/cohort';
import type { ContentSourceStatus, PackageStatus } from '@lcm/core/contracts/content-source';
import type {
  CostReport as CostReportSchema,
  SessionCost as SessionCostSchema,
  WorkerCost as WorkerCostSchema,
} from '@lcm/core/contracts/cost';
import type {
  DefinitionView,
  EditDefinition,
  SetNeeds,
  SetPorts,
  TopologyDrawing,
} from '@lcm/core/contracts/definition';
import type { DefinitionReceivers as DefinitionReceiversSchema } from '@lcm/core/contracts/definition-receivers';
import type { DefinitionNeeds as DefinitionNeedsSchema } from '@lcm/core/contracts/definition-use';
import type { EvidenceManifest } from '@lcm/core/contracts/evidence-package';
import type { FleetCapacity as FleetCapacitySchema, WorkerOutlook } from '@lcm/core/contracts/fleet';
import type { Audit, AuditEntry as AuditEntrySchema, CommitView } from '@lcm/core/contracts/history';
import type { FoundInstanceView, ImportedInstance as Imported } from '@lcm/core/contracts/instance';
import type { JobStatus as JobStatusSchema, JobView } from '@lcm/core/contracts/job';
import type {
  DeletedOrphans as DeletedOrphansSchema,
  LabImportCheck as LabImportCheckSchema,
  LabTopology as LabTopologySchema,
  LabView,
  RevisionDiff as RevisionDiffSchema,
} from '@lcm/core/contracts/lab';
import type { OrderedLabs as OrderedLabsSchema } from '@lcm/core/contracts/lab-bulk';
import type {
  LabStatistics as LabStatisticsSchema,
  SessionNodes as SessionNodesSchema,
} from '@lcm/core/contracts/lab-statistics';
import type {
  LabCheck as LabCheckSchema,
  LabUpload as LabUploadSchema,
  UploadedDefinition as Uploaded,
} from '@lcm/core/contracts/lab-upload';
import type {
  CurrentFigures,
  Sample as SampleSchema,
  WorkerMeasurement,
  WorkerMetrics,
} from '@lcm/core/contracts/metrics';
import type { CreateWorker } from '@lcm/core/contracts/new-worker';
import type { NoticeView } from '@lcm/core/contracts/notice';
import type { MailWishes as MailWishesSchema, MyMail as MyMailSchema } from '@lcm/core/contracts/person';
import type { PipelineRuns as PipelineRunsSchema } from '@lcm/core/contracts/pipeline-runs';
import type { WorkerPorts as WorkerPortsSchema } from '@lcm/core/contracts/port-use';
import type { KeptWork as KeptWorkSchema } from '@lcm/core/contracts/saved-configurations';
import type { SessionView } from '@lcm/core/contracts/session';
import type { ChangedSessions } from '@lcm/core/contracts/session-wish';
import type { SettingsView } from '@lcm/core/contracts/settings';
import type { CreateSnapshot, SnapshotView } from '@lcm/core/contracts/snapshot';
import type { SuggestedRules as SuggestedRulesSchema } from '@lcm/core/contracts/suggested-rules';
import type { SystemHealthView, SystemView } from '@lcm/core/contracts/system';
import type { TaskView } from '@lcm/core/contracts/task';
import type { TemplateInput, TemplateView } from '@lcm/core/contracts/template';
import type { WarmLabs as WarmLabsSchema } from '@lcm/core/contracts/warm-lab';
import type { WhatIf, WhatIfAnswer as WhatIfAnswerSchema } from '@lcm/core/contracts/what-if';
import type { Amounts as AmountsSchema, IdleStatus as IdleStatusSchema, WorkerView } from '@lcm/core/contracts/worker';
import type { ChangeTags } from '@lcm/core/contracts/worker-host';
import type {
  RefreshAnswer as RefreshAnswerSchema,
  RetentionPreview as RetentionPreviewSchema,
} from '@lcm/core/contracts/worker-looks';
import type { Actor } from '@lcm/core/domain/access';

/** What a schema of the contracts looks like as JSON: the type only, the validator stays on the server. */
type Wire<Schema extends { readonly _zod: { readonly input: unknown } }> = Schema['_zod']['input'];

export type Worker = Wire<typeof WorkerView>;
export type Outlook = Wire<typeof WorkerOutlook>;
export type FleetCapacityReport = Wire<typeof FleetCapacitySchema>;
export type WarmLabs = Wire<typeof WarmLabsSchema>;
export type Timetable = NonNullable<Worker['timetable']>;
export type Session = Wire<typeof SessionView>;
export type ChangedSession = Wire<typeof ChangedSessions>['items'][number];
export type CohortBooking = Wire<typeof BookCohort>;
export type CohortAnswer = Wire<typeof CohortView>;
export type CohortItem = Wire<typeof CohortViews>['items'][number];
export type HandedOutSeat = Wire<typeof HandedOutSeats>['items'][number];
export type AvailabilityAnswer = Wire<typeof Availability>;
export type WhatIfQuestion = Wire<typeof WhatIf>;
export type WhatIfAnswer = Wire<typeof WhatIfAnswerSchema>;
export type Definition = Wire<typeof DefinitionView>;
export type DefinitionEdit = Omit<Wire<typeof EditDefinition>, 'definitionId'>;
export type NeedsOrder = Omit<Wire<typeof SetNeeds>, 'definitionId'>;
export type PortsOrder = Omit<Wire<typeof SetPorts>, 'definitionId'>;
export type DefinitionReceivers = Wire<typeof DefinitionReceiversSchema>;
export type DefinitionNeeds = Wire<typeof DefinitionNeedsSchema>;
export type ContentSource = Wire<typeof ContentSourceStatus>;
export type ContentPackage = Wire<typeof PackageStatus>;
export type Template = Wire<typeof TemplateView>;
export type FoundInstance = Wire<typeof FoundInstanceView>;
export type ImportedInstance = Wire<typeof Imported>;
export type Job = Wire<typeof JobView>;
export type LabRecord = Wire<typeof LabView>;
export type LabAssignment = NonNullable<LabRecord['assignments']>[number];
export type LabLevel = LabAssignment['level'];
export type LabStatistics = Wire<typeof LabStatisticsSchema>;
export type LabReading = NonNullable<LabStatistics['reading']>;
export type LabTopology = Wire<typeof LabTopologySchema>;
export type LabImportCheck = Wire<typeof LabImportCheckSchema>;
export type RevisionDiff = Wire<typeof RevisionDiffSchema>;
export type OrderedLab = Wire<typeof OrderedLabsSchema>['items'][number];
export type DeletedOrphan = Wire<typeof DeletedOrphansSchema>['items'][number];
export type JobStatus = Wire<typeof JobStatusSchema>;
export type SettingsItem = Wire<typeof SettingsView>;
export type SystemHealth = Wire<typeof SystemHealthView>;
export type RefreshAnswer = Wire<typeof RefreshAnswerSchema>;
export type RetentionPreview = Wire<typeof RetentionPreviewSchema>;
export type TemplateDraft = Wire<typeof TemplateInput>;
export type NewWorker = Wire<typeof CreateWorker>;
export type CostReport = Wire<typeof CostReportSchema>;
export type PipelineRuns = Wire<typeof PipelineRunsSchema>;
export type SessionCost = Wire<typeof SessionCostSchema>;
export type SessionNodes = Wire<typeof SessionNodesSchema>;
export type WorkerPorts = Wire<typeof WorkerPortsSchema>;
export type PortUse = WorkerPorts['items'][number];
export type WorkerCost = Wire<typeof WorkerCostSchema>;
export type Snapshot = Wire<typeof SnapshotView>;
export type NewSnapshot = Omit<Wire<typeof CreateSnapshot>, 'workerId'>;
export type Notice = Wire<typeof NoticeView>;
export type MyMail = Wire<typeof MyMailSchema>;
export type MailWishes = Wire<typeof MailWishesSchema>;
export type Task = Wire<typeof TaskView>;
export type Amounts = Wire<typeof AmountsSchema>;
export type IdleStatus = Wire<typeof IdleStatusSchema>;
export type TagsChange = Required<Pick<Wire<typeof ChangeTags>, 'set' | 'remove'>>;
export type Verdict = NonNullable<Session['verdict']>;
export type WorkerVerdict = Verdict['workers'][number];

export interface Me extends Actor {
  readonly permissions: readonly string[];
  /** None when the viewer came with a bearer token. */
  readonly csrfToken: string | null;
  readonly expiresAt: string;
}

export type Sample = Wire<typeof SampleSchema>;
export type Figures = Wire<typeof CurrentFigures>;
export type Metrics = Wire<typeof WorkerMetrics>;
export type Measurement = Wire<typeof WorkerMeasurement>;

export type SystemInfo = Wire<typeof SystemView>;
export type Topology = Wire<typeof TopologyDrawing>;
export type TopologyNode = Topology['nodes'][number];
export type Commit = Wire<typeof CommitView>;
export type CommitEvent = Commit['events'][number];
export type AuditPage = Wire<typeof Audit>;
export type AuditEntry = Wire<typeof AuditEntrySchema>;
export type LabUpload = Wire<typeof LabUploadSchema>;
export type LabCheck = Wire<typeof LabCheckSchema>;
export type SuggestedRules = Wire<typeof SuggestedRulesSchema>;
export type UploadedDefinition = Wire<typeof Uploaded>;

export interface FoundLine {
  readonly wanted: string;
  readonly text: string;
  readonly line: number;
}

export interface ScoreItem {
  readonly id: string;
  readonly title: string;
  readonly node: string;
  readonly status: 'passed' | 'partial' | 'failed' | 'not-gradable';
  readonly points: number;
  readonly maxPoints: number;
  readonly explanation: string;
  readonly matched: readonly FoundLine[];
  readonly missing: readonly string[];
  readonly unwanted: readonly FoundLine[];
}

export interface ScoreSection {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly items: readonly ScoreItem[];
}

export interface ScoreReport {
  readonly title: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly percent: number;
  readonly cutScore: number;
  readonly result: 'pass' | 'fail';
  readonly notGradable: number;
  readonly notGradablePoints?: number | undefined;
  readonly sections: readonly ScoreSection[];
  readonly evidenceCapturedAt: string;
  readonly gradedAt: string;
  readonly engine?: NonNullable<Session['score']>['engine'];
}

/** What was collected, and what could not be had. */
export type Evidence = EvidenceManifest;
export type KeptWork = Wire<typeof KeptWorkSchema>;
