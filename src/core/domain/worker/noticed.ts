import type { Instant } from '../../kernel/index.ts';
import type { Line, ServiceHealth } from './condition.ts';
import type { KnownDefinitions } from './known-definitions.ts';
import { workerCan } from './lifecycle.ts';
import { same } from './same.ts';
import type { Worker, WorkerEvent } from './worker.ts';

/** What was noticed of a worker besides its status. What is left out was not looked at. */
export interface Noticed {
  readonly health?: ServiceHealth | undefined;
  readonly definitions?: KnownDefinitions | undefined;
  readonly line?: Line | undefined;
  /** It looks dead, and so do too many others at once: why nothing is done about it. Empty once that is over. */
  readonly heldBack?: string | undefined;
  /** CML told that labs came, went or changed: their records are to be brought up to date. */
  readonly labsMoved?: true | undefined;
}

const noticedTypes = [
  'WorkerHealthChanged',
  'WorkerDefinitionsChanged',
  'WorkerLineChanged',
  'WorkerHeldBack',
  'WorkerHeldBackEnded',
] as const satisfies readonly WorkerEvent['type'][];

type NoticedEvent = Extract<WorkerEvent, { type: (typeof noticedTypes)[number] }>;

export function isNoticed(event: WorkerEvent): event is NoticedEvent {
  return noticedTypes.some((type) => type === event.type);
}

/** Of what was noticed, what is not known yet; undefined when all of it is. */
export function noticedNews(worker: Worker, { labsMoved, heldBack, ...seen }: Noticed): Noticed | undefined {
  const moved = labsMoved === true && asksForLabs(worker);
  const held = heldBack !== undefined && (heldBack !== '') !== (worker.heldBack !== undefined);
  const news: Noticed = {
    ...otherThan(worker, seen),
    ...(moved && { labsMoved }),
    ...(held && { heldBack }),
  };
  return Object.keys(news).length === 0 ? undefined : news;
}

function otherThan(worker: Worker, seen: Pick<Noticed, 'health' | 'definitions' | 'line'>): Noticed {
  const { health, definitions, line } = seen;
  return {
    ...(isOther(worker.health, health) && { health }),
    ...(isOther(worker.definitions, definitions) && { definitions }),
    ...(isOther(worker.line, line) && { line }),
  };
}

/** When it became so is no part of what it is. */
function isOther(known: { readonly since: Instant } | undefined, seen: object | undefined): boolean {
  if (seen === undefined || known === undefined) return seen !== undefined;
  const { since: _, ...rest } = known;
  return !same(rest, seen);
}

/** Only what is news becomes an event: looks are many, changes are few. */
export function noticed(worker: Worker, seen: Noticed, at: Instant): WorkerEvent[] {
  const { health, definitions, line, labsMoved, heldBack } = noticedNews(worker, seen) ?? {};
  const reason = 'CML tells that labs changed';
  const events: (WorkerEvent | undefined)[] = [
    health && { type: 'WorkerHealthChanged', health, at },
    definitions && { type: 'WorkerDefinitionsChanged', definitions, at },
    line && { type: 'WorkerLineChanged', line, at },
    labsMoved && { type: 'WorkerLabsRefreshAsked', reason, at },
    heldBack === undefined ? undefined : holdEvent(heldBack, at),
  ];
  return events.filter((event) => event !== undefined);
}

function holdEvent(reason: string, at: Instant): WorkerEvent {
  return reason === '' ? { type: 'WorkerHeldBackEnded', at } : { type: 'WorkerHeldBack', reason, at };
}

export function evolveNoticed(worker: Worker, event: NoticedEvent): Worker {
  const { at: since } = event;
  switch (event.type) {
    case 'WorkerHealthChanged':
      return { ...worker, health: { ...event.health, since } };
    case 'WorkerDefinitionsChanged':
      return { ...worker, definitions: { ...event.definitions, since } };
    case 'WorkerLineChanged':
      return { ...worker, line: { ...event.line, since } };
    case 'WorkerHeldBack':
      return { ...worker, heldBack: { reason: event.reason, since } };
    case 'WorkerHeldBackEnded':
      return { ...worker, heldBack: undefined };
  }
}

function asksForLabs(worker: Worker): boolean {
  const canBeRead = workerCan('refreshLabs', worker) && worker.service === 'available';
  return canBeRead && worker.labsRefreshAskedAt === undefined;
}
