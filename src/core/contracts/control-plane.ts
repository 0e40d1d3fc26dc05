import * as z from 'zod';
import { HandleInboxItem, InboxItemView } from './cloud-event.ts';
import { DefinitionView, PublishDefinition } from './definition.ts';
import { count, Fence } from './primitives.ts';
import { GiveVerdict, RefuseReservation, ReportSession, ScheduleSession, SessionView } from './session.ts';
import { TemplateView } from './template.ts';
import {
  AskWorker,
  ConfirmReservation,
  PlanWorker,
  ReleaseReservation,
  ReportWorker,
  ReserveCapacity,
  WorkerView,
} from './worker.ts';

/** What controllers may ask of the only writer, by name. */
export const controllerCommands = {
  ReportWorker,
  PlanWorker,
  AskWorker,
  ReserveCapacity,
  ConfirmReservation,
  ReleaseReservation,
  ReportSession,
  ScheduleSession,
  GiveVerdict,
  RefuseReservation,
  PublishDefinition,
  HandleInboxItem,
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
} as const;

export type ViewKind = keyof typeof controllerViews;
export type View<Kind extends ViewKind> = z.output<(typeof controllerViews)[Kind]>;

/** A controller's command on the wire. */
export const CommandEnvelope = z.object({
  input: z.unknown(),
  fence: Fence,
  correlationId: z.string(),
  causationId: z.string().optional(),
});

export const CommandAnswer = z.union([
  z.object({ ok: z.literal(true), position: count }),
  z.object({
    ok: z.literal(false),
    rejection: z.object({
      code: z.string(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
]);
