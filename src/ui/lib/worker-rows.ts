import { usageOf } from './capacity.ts';
import { monthOfWorkers } from './cost.ts';
import { formatDistance, formatTime } from './format.ts';
import { attentionOfLicense } from './license.ts';
import { heldNow } from './permissions.ts';
import type { Amounts, Figures, Outlook, Worker } from './views.ts';

/** A worker as a table shows it, with all that is not in its view. */
export interface WorkerRow {
  readonly worker: Worker;
  readonly outlook: Outlook | undefined;
  /** What was measured of it while one looks. */
  readonly figures: Figures | undefined;
  readonly now: number;
}

export function measuredOf({ figures, outlook }: WorkerRow): Figures {
  return figures ?? outlook?.measured ?? {};
}

export function reservedOf({ worker, now }: WorkerRow): Amounts {
  return usageOf(worker, now).now;
}

/** Sessions that hold it now, and when the next one does. */
export function bookingsOf({ worker, now }: WorkerRow): { readonly held: number; readonly nextAt: number | undefined } {
  const later = Object.values(worker.reservations)
    .map(({ from }) => Date.parse(from))
    .filter((from) => from > now);
  return { held: heldNow(worker, now), nextAt: later.length === 0 ? undefined : Math.min(...later) };
}

export function monthCostOf({ worker, now }: WorkerRow): number {
  return monthOfWorkers([worker], now).spentUsd;
}

const up: readonly Worker['status'][] = ['running', 'draining'];

/** Since when its host runs; undefined while it does not. */
export function upSince({ worker }: WorkerRow): string | undefined {
  return up.includes(worker.status) ? (worker.cost?.runsSince ?? worker.statusSince) : undefined;
}

export interface Ahead {
  /** When, for sorting. */
  readonly at: number | undefined;
  readonly words: string;
  readonly why: string;
}

/** What it will do by itself, and when; or what keeps it as it is. */
export function aheadOf(row: WorkerRow): Ahead {
  const next = row.outlook?.next;
  if (next === undefined) return stays(row);
  const at = Date.parse(next.at);
  return {
    at,
    words: `${next.to === 'stopped' ? 'stops' : 'starts'} ${formatDistance(at, row.now)}`,
    why: next.reason,
  };
}

function stays({ worker, outlook }: WorkerRow): Ahead {
  const because = worker.status === 'running' && worker.desired === 'running' ? (outlook?.use.because ?? []) : [];
  const why = because.map(({ words }) => words).join('; ');
  return { at: undefined, words: because.length === 0 ? '' : 'stays up', why };
}

interface Mark {
  readonly word: string;
  readonly why: string;
}

/** Things one should know before touching it. */
export function marksOf({ worker, now }: WorkerRow): readonly Mark[] {
  const { pressure = [] } = worker;
  return [
    ...maintenanceMarks(worker, now),
    ...plannedMarks(worker),
    ...idleMarks(worker, now),
    ...(pressure.length > 0
      ? [{ word: `short of ${pressure.join(', ')}`, why: 'By what is measured on its host' }]
      : []),
  ];
}

function maintenanceMarks({ maintenance = [] }: Worker, now: number): readonly Mark[] {
  const window = maintenance.find(({ until }) => Date.parse(until) > now);
  return window === undefined ? [] : [{ word: maintenanceWord(window, now), why: window.reason }];
}

function plannedMarks({ timetable, snapshotPolicy }: Worker): readonly Mark[] {
  const hours = timetable && { word: 'hours', why: `It has a timetable, by the clock of ${timetable.zone}` };
  const copies = snapshotPolicy && {
    word: 'snapshots',
    why: `Its disk is copied every ${snapshotPolicy.everyHours} h`,
  };
  return [hours, copies].filter((mark) => mark !== undefined);
}

function idleMarks({ snoozedUntil, idleDetection }: Worker, now: number): readonly Mark[] {
  const until = snoozedUntil === undefined ? 0 : Date.parse(snoozedUntil);
  const snoozed = until > now ? { word: 'snoozed', why: `until ${formatTime(until, now)}` } : undefined;
  const never =
    idleDetection === false ? { word: 'never idle', why: 'Idle detection is switched off for it' } : undefined;
  return [snoozed, never].filter((mark) => mark !== undefined);
}

function maintenanceWord({ from }: { readonly from: string }, now: number): string {
  const begins = Date.parse(from);
  return begins <= now ? 'in maintenance' : `maintenance ${formatDistance(begins, now)}`;
}

export function licenseNote({ worker, now }: WorkerRow): string | undefined {
  return attentionOfLicense(worker, now)?.words;
}

export function tagsOf({ worker }: WorkerRow): readonly string[] {
  return Object.entries(worker.tags ?? {}).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
}
