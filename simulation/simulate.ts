import { receiveCloudEvent } from '@lcm/control-plane-api/commands/event/receive-cloud-event';
import type { Actor } from '@lcm/core/domain/access';
import { isFinal } from '@lcm/core/domain/session';
import { instant } from '@lcm/core/kernel';
import { runDeliveryLoop } from '@lcm/lds-simulator/events/delivery-loop';
import type { Violation } from './auditor.ts';
import { misfortunes, type Planted } from './faults.ts';
import { isHandmade } from './handmade.ts';
import { Host } from './host.ts';
import { closeDown, furnish, live, type PeopleOptions } from './people.ts';
import { SimWorld } from './sim-world.ts';

const hour = 3_600_000;
const day = 24 * hour;

export interface SimulationOptions {
  readonly seed: number;
  readonly days: number;
  readonly planted?: Planted | undefined;
}

export interface SimulationReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly commits: number;
  readonly deaths: number;
  readonly sessions: Readonly<Record<string, number>>;
  readonly launches: number;
}

/** A week, or more, of a small fleet with everything that can go wrong; then peace, and the bill. */
export async function simulate({ seed, days, planted }: SimulationOptions): Promise<SimulationReport> {
  const world = new SimWorld(seed);
  const { clock, auditor } = world;
  const host = new Host(world, { seed, planted });
  const [end, phases] = [clock.now() + days * day, { people: true, process: true }];
  const people: PeopleOptions = { world, host, going: () => phases.people };
  void host.run(() => phases.process);
  void tellEvents(world, host);
  void furnish(people).then((definitions) => live(people, definitions));
  void misfortunes(world, () => phases.people);
  await clock.run({ until: instant(end) });
  phases.people = false;
  host.isDeadly = false;
  calm(world);
  await settle(world, 2 * day, () => [...auditor.sessions.values()].every(isFinal) && noReservations(world));
  checkLabs(world);
  for (let round = 0; round < 12 && !ended(world); round += 1) {
    void closeDown(people);
    await clock.advance(2 * hour);
  }
  await clock.advance(2 * hour);
  await check(world, host);
  return {
    seed,
    violations: auditor.violations,
    commits: auditor.commits,
    deaths: host.deaths,
    sessions: countBy([...auditor.sessions.values()].map(({ outcome, status }) => outcome?.result ?? status)),
    launches: Object.keys(world.ec2.effects.launches).length,
  };
}

/** Until it holds, in steps of ten minutes, for so long at most; the invariants say what then is missing. */
async function settle({ clock }: SimWorld, ms: number, holds: () => boolean): Promise<void> {
  const latest = clock.now() + ms;
  while (!holds() && clock.now() < latest) await clock.advance(600_000);
}

function calm(world: SimWorld): void {
  world.ec2.faults.clear();
  world.lds.clearFaults();
  for (const [, server] of world.cmlServers()) server.clearFaults();
}

function noReservations({ auditor }: SimWorld): boolean {
  return [...auditor.workers.values()].every(({ reservations }) => Object.keys(reservations).length === 0);
}

function ended({ auditor }: SimWorld): boolean {
  return [...auditor.workers.values()].every(({ status }) => status === 'terminated');
}

const delivery: Actor = { id: 'service:delivery', name: 'delivery', roles: ['delivery'] };

/** The delivery system tells its events to whichever process is there, until one acknowledges. */
async function tellEvents({ lds, clock }: SimWorld, host: Host): Promise<void> {
  const send = async (event: object): Promise<void> => {
    const answer = await host.call(receiveCloudEvent.name, event, delivery);
    if (!answer.ok) throw new Error(JSON.stringify(answer.body));
  };
  await runDeliveryLoop({ model: lds, send, clock, signal: new AbortController().signal });
}

/** When everything has come to rest: nothing is left outside, nothing was done twice, nothing acknowledged is gone. */
async function check(world: SimWorld, host: Host): Promise<void> {
  checkRest(world);
  checkCloud(world);
  await checkAcknowledged(world, host);
  checkViews(world, host);
}

/** Before the hosts go, and their labs with them: no session has left one behind. */
function checkLabs(world: SimWorld): void {
  for (const [instance, server] of world.cmlServers()) {
    const labs = server.state.labs.filter((lab) => !isHandmade(lab));
    if (labs.length > 0) world.auditor.report('I3', `${labs.length} labs are left on ${instance}`);
  }
}

function checkRest({ auditor, lds }: SimWorld): void {
  for (const { id, status, desired, reason } of auditor.workers.values()) {
    if (status !== 'terminated') auditor.report('I11', `${id} is ${status} though it is to be ${desired}: ${reason}`);
  }
  for (const session of auditor.sessions.values()) {
    if (!isFinal(session)) auditor.report('I11', `${session.id} is still ${session.status}: ${session.reason}`);
  }
  for (const { id, state } of lds.sessions()) {
    if (state !== 'ARCHIVED') auditor.report('I3', `delivery session ${id} is ${state}`);
  }
}

function checkCloud({ auditor, ec2, leakedLicenses }: SimWorld): void {
  const left = ec2.truth.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
  for (const { id, state } of left) auditor.report('I3', `instance ${id} is ${state} and nobody's`);
  for (const [token, count] of Object.entries(ec2.effects.launches)) {
    if (count > 1 || !/^wkr_\w+:\d+$/.test(token)) auditor.report('I4', `${count} instances by the token ${token}`);
  }
  for (const id of leakedLicenses) {
    // A host that never comes up again takes its licence along; then somebody must be told so.
    if (!auditor.notReturned.has(id)) auditor.report('I3', `instance ${id} ended with a licence and nobody says so`);
  }
}

async function checkAcknowledged({ auditor, store }: SimWorld, host: Host): Promise<void> {
  const published = await store.published(0, Number.MAX_SAFE_INTEGER);
  const known = new Set(published.map(({ correlationId }) => correlationId));
  for (const { operation, correlationId } of host.acknowledged) {
    const alwaysCommits = operation === 'BookSession' || operation === 'CreateWorker';
    if (alwaysCommits && !known.has(correlationId)) auditor.report('I7', `${operation} was acknowledged and is gone`);
  }
}

/** What is shown is what the commits add up to. */
function checkViews({ auditor }: SimWorld, host: Host): void {
  const views = host.current?.plane.state.views;
  for (const kind of ['worker', 'session'] as const) {
    for (const { state } of views?.list(kind) ?? []) {
      const folded = auditor.state(`${kind}/${state.id}`);
      if (JSON.stringify(folded) !== JSON.stringify(state))
        auditor.report('I8', `the view of ${state.id} is not its history`);
    }
  }
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
