import { electionNames } from '@lcm/core/domain/election';
import type { Worker } from '@lcm/core/domain/worker';
import { instant, type Random, toIso } from '@lcm/core/kernel';
import { admin, attempt, type PeopleOptions } from '../asking.ts';
import type { SimWorld } from '../sim-world.ts';
import { meddle } from './console.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Operators with a restless hand: plain orders, new workers, and in some weeks plans for when hosts are up, and orders to leaders. */
export async function operate(options: PeopleOptions): Promise<void> {
  const { plans, west } = options.world.parts;
  await Promise.all([
    nowAndThen(options, 40 * hour, order),
    west ? nowAndThen(options, 60 * hour, createInTheWest) : undefined,
    plans ? nowAndThen(options, 12 * hour, plan) : undefined,
    plans ? nowAndThen(options, 8 * hour, lead) : undefined,
  ]);
}

type Deed = (options: PeopleOptions) => Promise<void>;

async function nowAndThen(options: PeopleOptions, longestMs: number, deed: Deed): Promise<void> {
  const { clock, operators, profile } = options.world;
  while (options.going()) {
    await clock.sleep((operators.next() * longestMs) / profile.roughness);
    if (options.going()) await deed(options);
  }
}

const orders = ['DrainWorker', 'DrainWorker', 'CancelDrain', 'StopWorker', 'StartWorker', 'TerminateWorker'] as const;

/** Some are given past us, in the AWS console. */
async function order({ world, host }: PeopleOptions): Promise<void> {
  const { operators } = world;
  const worker = anyWorker(world);
  if (worker === undefined) return void (await attempt(() => host.call('CreateWorker', { template: 'metal' }, admin)));
  const name = orders[Math.floor(operators.next() * 9)];
  if (name === undefined) meddle(world, worker);
  else await attempt(() => host.call(name, { workerId: worker.id }, admin));
}

/** Who leads gives way, or everybody who waits is to be looked at now. */
async function lead({ world, host }: PeopleOptions): Promise<void> {
  const name = pickOne([...electionNames, undefined], world.operators);
  if (name === undefined) await attempt(() => host.call('TriggerJob', { name: 'placement' }, admin));
  else await attempt(() => host.call('ResignLeader', { name }, admin));
}

async function createInTheWest({ host }: PeopleOptions): Promise<void> {
  await attempt(() => host.call('CreateWorker', { template: 'west' }, admin));
}

async function plan({ world, host }: PeopleOptions): Promise<void> {
  const worker = anyWorker(world);
  const make = plans[Math.floor(world.operators.next() * plans.length)];
  const planned = worker && make?.(worker, world);
  if (planned) await attempt(() => host.call(planned.name, { workerId: worker.id, ...planned.input }, admin));
}

type Plan = (worker: Worker, world: SimWorld) => { readonly name: string; readonly input: object } | undefined;

const plans: readonly Plan[] = [
  planMaintenance,
  planMaintenance,
  cancelMaintenance,
  setTimetable,
  removeTimetable,
  tag,
  changeLicense,
];

/** Some begin at once, most later; some leave the host as it is. */
function planMaintenance(_: Worker, { clock, operators }: SimWorld): ReturnType<Plan> {
  const from = clock.now() + (operators.next() < 0.2 ? 0 : operators.next() * 30 * hour);
  const until = from + (1 + operators.next() * 5) * hour;
  const keepsUp = operators.next() < 0.5;
  const input = { from: toIso(instant(from)), until: toIso(instant(until)), keepsUp, reason: 'patches' };
  return { name: 'PlanMaintenance', input };
}

function cancelMaintenance({ maintenance = [] }: Worker): ReturnType<Plan> {
  const last = maintenance.at(-1);
  return last && { name: 'CancelMaintenance', input: { maintenanceId: last.id } };
}

/** A few hours of each day, in one of two zones: a week has them several times. */
function setTimetable(_: Worker, { operators }: SimWorld): ReturnType<Plan> {
  const from = Math.floor(operators.next() * 24);
  const hours = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: time(from), until: time((from + 4) % 24) }];
  const zone = operators.next() < 0.5 ? 'Europe/Zurich' : 'America/Los_Angeles';
  return { name: 'SetTimetable', input: { zone, hours } };
}

function time(of: number): string {
  return `${String(of).padStart(2, '0')}:30`;
}

function removeTimetable({ timetable }: Worker): ReturnType<Plan> {
  return timetable && { name: 'RemoveTimetable', input: {} };
}

function tag(_: Worker, { operators }: SimWorld): ReturnType<Plan> {
  const [owner, old] = [pickOne(['exams', 'trainings'], operators), pickOne(['owner', 'cost-centre'], operators)];
  return { name: 'ChangeWorkerTags', input: { set: { owner }, remove: [old].filter((key) => key !== 'owner') } };
}

/** A host without its licence starts no larger labs: what it is for may come to nothing by that. */
function changeLicense({ license, instanceId }: Worker, { troubles }: SimWorld): ReturnType<Plan> {
  if (license.status !== 'registered') return { name: 'RegisterLicense', input: {} };
  troubles.note('its licence was given back', instanceId);
  return { name: 'DeregisterLicense', input: {} };
}

function anyWorker({ auditor, operators }: SimWorld): Worker | undefined {
  return pickOne(
    [...auditor.workers.values()].filter(({ status }) => status !== 'terminated'),
    operators,
  );
}

function pickOne<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random.next() * items.length)];
}
