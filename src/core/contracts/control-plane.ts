import * as z from 'zod';
import { HandleInboxItem, InboxItemView } from './cloud-event.ts';
import { OfCohort } from './cohort.ts';
import { ContentSourceView, ReportContent } from './content-source.ts';
import { DefinitionView, PublishDefinition } from './definition.ts';
import { DefinitionUseView } from './definition-use.ts';
import { ElectionView } from './election.ts';
import { FoundInstanceView, ReportInstances, SettleAdoption } from './instance.ts';
import { JobView, ReportJob } from './job.ts';
import { LabView, ReportLab, ReportLabs } from './lab.ts';
import { ReportLabStatistics } from './lab-statistics.ts';
import { ReportSamples } from './metrics.ts';
import { NoticeView } from './notice.ts';
import { PersonView } from './person.ts';
import {
  ConfirmReservation,
  ConfirmReservations,
  ReleaseReservation,
  ReserveCapacity,
  ResizeReservation,
} from './reservation.ts';
import {
  GiveVerdict,
  RefuseReservation,
  ReportSession,
  ScheduleSession,
  ScheduleSessions,
  SessionView,
} from './session.ts';
import { AnswerWish } from './session-wish.ts';
import { SettingsView } from './settings.ts';
import { DropSnapshot, PlanSnapshot, ReportSnapshot, SnapshotView } from './snapshot.ts';
import { TaskView } from './task.ts';
import { TemplateView } from './template.ts';
import { DropWarmLab, MakeWarmLab } from './warm-lab.ts';
import { AskWorker, PlanWorker, ReportWorker, WorkerView } from './worker.ts';
import { ForgetWorker, LookAtWorker } from './worker-looks.ts';

/** What controllers may ask of the only writer, by name. */
export const controllerCommands = {
  ReportWorker,
  ReportSamples,
  PlanWorker,
  AskWorker,
  ReserveCapacity,
  ConfirmReservation,
  ConfirmReservations,
  ReleaseReservation,
  ResizeReservation,
  ReportSession,
  ScheduleSession,
  ScheduleSessions,
  GiveVerdict,
  FinishCohort: OfCohort,
  AnswerWish,
  RefuseReservation,
  PublishDefinition,
  ReportContent,
  HandleInboxItem,
  ReportJob,
  LookAtWorker,
  ForgetWorker,
  ReportInstances,
  SettleAdoption,
  ReportLab,
  ReportLabs,
  ReportLabStatistics,
  ReportSnapshot,
  PlanSnapshot,
  DropSnapshot,
  MakeWarmLab,
  DropWarmLab,
} as const;

export type ControllerCommandName = keyof typeof controllerCommands;
export type ControllerCommandInput<Name extends ControllerCommandName> = z.output<(typeof controllerCommands)[Name]>;

/** What controllers may read: everything of a kind, or one by id. */
export const controllerViews = {
  worker: WorkerView,
  session: SessionView,
  definition: DefinitionView,
  template: TemplateView,
  inbox: InboxItemView,
  job: JobView,
  settings: SettingsView,
  instance: FoundInstanceView,
  task: TaskView,
  lab: LabView,
  snapshot: SnapshotView,
  notice: NoticeView,
  content: ContentSourceView,
  use: DefinitionUseView,
  person: PersonView,
  election: ElectionView,
} as const;

export type ViewKind = keyof typeof controllerViews;
export type View<Kind extends ViewKind> = z.output<(typeof controllerViews)[Kind]>;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its kinds
const kinds = Object.keys(controllerViews) as ViewKind[];

export const OfKind = z.strictObject({
  kind: z.enum(kinds),
  changedAfter: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(0)
    .meta({ description: 'Only what changed after this position' }),
});
export const OfKindAndId = z.strictObject({
  kind: z.enum(kinds),
  id: z.string(),
  knownPosition: z.coerce.number().int().optional().meta({ description: 'Answered without the item when it is known' }),
});
/** Already encoded by the schema of the kind. */
export const InternalViews = z.object({
  items: z.array(z.unknown()),
  position: z.int().nonnegative(),
  epoch: z.string().optional().meta({ description: 'Positions of different epochs cannot be compared' }),
});
export const InternalView = z.object({
  position: z.int().nonnegative().meta({ description: 'Where it got this state' }),
  item: z.unknown().optional().meta({ description: 'Absent when the asker has this state already' }),
});
