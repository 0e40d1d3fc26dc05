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
export function aheadOf({ worker, outlook, now }: WorkerRow): Ahead {
  if (outlook?.next !== undefined) {
    const { at, to, reason } = outlook.next;
    const words = `${to === 'stopped' ? 'stops' : 'starts'} ${formatDistance(Date.parse(at), now)}`;
    return { at: Date.parse(at), words, why: reason };
  }
  if (worker.desired === 'stopped') return { at: undefined, words: '', why: worker.desiredReason };
  const why = worker.status === 'running' ? (outlook?.use.because ?? []) : [];
  const words = why.length === 0 ? '' : 'stays up';
  return { at: undefined, words, why: why.map((each) => each.words).join('; ') };
}

/** Things one should know before touching it. */
export function marksOf({ worker, now }: WorkerRow): readonly { readonly word: string; readonly why: string }[] {
  const { maintenance = [], timetable, snoozedUntil, idleDetection, pressure = [], snapshotPolicy } = worker;
  const window = maintenance.find(({ until }) => Date.parse(until) > now);
  const isSnoozed = snoozedUntil !== undefined && Date.parse(snoozedUntil) > now;
  const all = [
    window && { word: maintenanceWord(window, now), why: window.reason },
    timetable && { word: 'hours', why: `It has a timetable, in ${timetable.zone}` },
    isSnoozed && { word: 'snoozed', why: `until ${formatTime(Date.parse(snoozedUntil), now)}` },
    snapshotPolicy && { word: 'snapshots', why: `Its disk is copied every ${snapshotPolicy.everyHours} h` },
    idleDetection === false && { word: 'never idle', why: 'Idle detection is switched off for it' },
    pressure.length > 0 && { word: `short of ${pressure.join(', ')}`, why: 'By what is measured on its host' },
  ];
  return all.filter((mark) => mark !== undefined && mark !== false);
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
