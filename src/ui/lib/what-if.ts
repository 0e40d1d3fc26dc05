import { DefinitionId, deepestWarm } from '@lcm/core/domain/definition';
import { mostSeats } from '@lcm/core/domain/session';
import { WorkerId } from '@lcm/core/domain/worker';
import { formatDuration, formatUsd, fromLocalInput, plural } from './format.ts';
import type { Template, WhatIfAnswer, WhatIfQuestion } from './views.ts';

/** A change that is only thought of, as it is typed; what is empty stays as it is. */
export interface Thought {
  readonly definitionId: string;
  readonly seats: string;
  readonly start: string;
  readonly withoutWorker: string;
  /** Of running workers in each region. */
  readonly ceiling: string;
  /** Of which new workers would be made, and of no other. */
  readonly template: string;
  readonly warmId: string;
  /** Labs of it that are kept ready on each worker. */
  readonly depth: string;
}

export const nothingThought: Thought = {
  definitionId: '',
  seats: '1',
  start: '',
  withoutWorker: '',
  ceiling: '',
  template: '',
  warmId: '',
  depth: '1',
};

export function whatIfOf(thought: Thought, templates: readonly Template[]): WhatIfQuestion {
  const { definitionId, seats, start, withoutWorker, ceiling, template, warmId, depth } = thought;
  const at = fromLocalInput(start);
  const when = at === undefined ? {} : { start: new Date(at).toISOString() };
  return {
    bookings: DefinitionId.is(definitionId) ? [{ definitionId, seats: Number(seats), ...when }] : [],
    withoutWorkers: WorkerId.is(withoutWorker) ? [withoutWorker] : [],
    templates: template === '' ? [] : onlyOf(template, templates),
    warm: DefinitionId.is(warmId) ? [{ definitionId: warmId, depth: Number(depth) }] : [],
    ...(ceiling !== '' && { ceilingPerRegion: Number(ceiling) }),
  };
}

/** Only those that would have to change are named. */
function onlyOf(template: string, templates: readonly Template[]): NonNullable<WhatIfQuestion['templates']> {
  return templates
    .filter(({ name, enabled, deletedAt }) => deletedAt === undefined && enabled !== (name === template))
    .map(({ name }) => ({ name, like: name, enabled: name === template }));
}

function isBetween(text: string, least: number, most: number): boolean {
  const count = Number(text);
  return text.trim() !== '' && Number.isInteger(count) && count >= least && count <= most;
}

type Rule = readonly [isBroken: (thought: Thought) => boolean, words: string];

const rules: readonly Rule[] = [
  [
    ({ definitionId, withoutWorker, ceiling, template, warmId }) =>
      `${definitionId}${withoutWorker}${ceiling}${template}${warmId}` === '',
    'Choose a lab, a worker, a template or a ceiling',
  ],
  [
    ({ template, definitionId, withoutWorker }) => template !== '' && `${definitionId}${withoutWorker}` === '',
    'Choose more sessions or a worker less: only then new workers are made',
  ],
  [({ ceiling }) => ceiling !== '' && !isBetween(ceiling, 0, 1000), 'Between 0 and 1000 workers in a region'],
  [
    ({ warmId, depth }) => warmId !== '' && !isBetween(depth, 0, deepestWarm),
    `Between 0 and ${deepestWarm} labs kept ready`,
  ],
  [({ seats }) => !isBetween(seats, 1, mostSeats), `Between 1 and ${mostSeats} seats`],
];

/** What is wrong with it, in words; `undefined` when it can be asked. */
export function thoughtFault(thought: Thought): string | undefined {
  return rules.find(([isBroken]) => isBroken(thought))?.[1];
}

export function hoursInWords(value: number): string {
  return `${Math.round(Math.abs(value) * 10) / 10} h`;
}

/** `2.5 h of hosts and $9.90 more`. */
export function differenceWords({ hours, costUsd }: WhatIfAnswer['difference']): string {
  if (Math.abs(hours) < 0.05 && Math.abs(costUsd) < 0.005) return 'nothing more: hosts run then anyway';
  const way = hours < 0 || costUsd < 0 ? 'less' : 'more';
  return `${hoursInWords(hours)} of hosts and ${formatUsd(Math.abs(costUsd))} ${way}`;
}

/** `2 of metal in us-east-1`. */
export function hostsIn({ newWorkers }: Pick<WhatIfAnswer, 'newWorkers'>): string {
  const kinds = Map.groupBy(newWorkers, ({ template, region }) => `${template} in ${region}`);
  return kinds.size === 0 ? 'none' : [...kinds].map(([kind, all]) => `${all.length} of ${kind}`).join(', ');
}

/** The answer in one sentence: whether it works, on what, and for how much. */
export function answerInWords({ bookings, moved, newWorkers, warm, difference }: WhatIfAnswer): string {
  const seats = bookings.reduce((sum, booking) => sum + booking.seats, 0);
  const fit = bookings.reduce((sum, booking) => sum + booking.fit, 0);
  const lost = moved.filter(({ fits }) => !fits).length;
  const kept = warm.reduce((sum, { labs }) => sum + labs, 0);
  const fitting = fit === seats ? plural(seats, 'seat fits', 'seats fit') : `${fit} of ${seats} seats fit`;
  const parts = [
    ...(seats === 0 ? [] : [fitting]),
    ...(moved.length === 0 ? [] : [`${moved.length - lost} of ${plural(moved.length, 'session')} find another place`]),
    ...(newWorkers.length === 0 ? [] : [`with ${plural(newWorkers.length, 'new worker')}`]),
    ...(warm.length === 0 ? [] : [`${plural(kept, 'lab')} would be kept ready`]),
  ];
  const what = parts.length === 0 ? 'Nothing that is booked would change' : parts.join(', ');
  return `${what}. It costs ${differenceWords(difference)}.`;
}

/** What other depths would lead to: where, of what disk, and how much sooner sessions would be up. */
export function warmInWords({
  depth,
  before,
  workers,
  labs,
  fewer,
  storageGiB,
  soonerSeconds,
}: WhatIfAnswer['warm'][number]): string {
  if (depth === 0) return `none would be kept ready any more, now it is ${before} on each worker.`;
  if (workers === 0)
    return `${depth} on each worker (now ${before}), but no worker is up just now that could keep any.`;
  const short = fewer.map(({ name, labs: there }) => `${name} has room for ${there}`);
  const room = short.length === 0 ? '' : `; ${short.join(', ')}`;
  const disk = `${storageGiB} GiB of disks that are paid for anyhow`;
  return `${depth} on each worker (now ${before}): ${plural(labs, 'lab')} on ${plural(workers, 'worker')}, ${disk}${room}. ${soonerInWords(soonerSeconds)}`;
}

function soonerInWords(seconds: number | undefined): string {
  if (seconds === undefined) return 'How much sooner sessions are up is not known before there were both.';
  if (Math.abs(seconds) < 1) return 'Sessions were up as fast without one.';
  return `Sessions with one were up ${formatDuration(Math.abs(seconds) * 1000)} ${seconds > 0 ? 'sooner' : 'later'}.`;
}
