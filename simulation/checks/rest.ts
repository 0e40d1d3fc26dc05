import { isDeepStrictEqual } from 'node:util';
import { title } from '@lcm/cml-simulator/model/labs';
import type { Lab } from '@lcm/cml-simulator/model/state';
import { isClosed, isSpare, isUntouched, recordInTitle } from '@lcm/core/domain/lab';
import { isFinal } from '@lcm/core/domain/session';
import { isHandmade } from '../handmade.ts';
import type { Host } from '../host.ts';
import type { SimWorld } from '../sim-world.ts';
import { checkAcknowledged } from './acknowledged.ts';
import { foldAll } from './auditor.ts';
import { checkOrdersToLeaders } from './orders-to-leaders.ts';
import { checkSeats } from './seats.ts';
import { checkTasks } from './tasks.ts';

/** When everything has come to rest: nothing is left outside, nothing was done twice, nothing acknowledged is gone. */
export async function checkRest(world: SimWorld, host: Host): Promise<void> {
  checkEnds(world);
  checkOrdersToLeaders(world);
  checkTasks(world);
  checkLabRecords(world);
  checkCloud(world);
  checkLicenses(world);
  checkSeats(world);
  world.billing.check();
  world.exams.check();
  world.cohorts.check();
  await checkAcknowledged(host.acknowledged, world);
  checkViews(world, host);
  await checkSnapshots(world);
}

/** Before the hosts go, and their labs with them: no session has left one behind. */
export function checkLabs(world: SimWorld): void {
  for (const [instance, server] of world.cmlServers()) {
    const labs = server.state.labs.filter((lab) => !isHandmade(lab) && !isKeptWarm(lab, world));
    if (labs.length > 0) world.auditor.report('I3', `${labs.length} labs are left on ${instance}`);
  }
}

/** One that waits for a session; as many as there may be of a version on a worker are looked at beside. */
function isKeptWarm(lab: Lab, { auditor }: SimWorld): boolean {
  const named = recordInTitle(title(lab));
  const record = named && auditor.labs.get(named);
  return record !== undefined && !isClosed(record) && isUntouched(record);
}

/** No more wait than are wanted, wherever they are. */
export function checkWarmLabs({ auditor }: SimWorld): void {
  const spare = [...auditor.labs.values()].filter(isSpare);
  for (const [place, labs] of Map.groupBy(
    spare,
    ({ workerId, launch, basedOn }) => `${basedOn} on ${workerId}:${launch}`,
  )) {
    const { warmDepth = 0 } = auditor.definitions.get(labs[0]?.basedOn ?? '') ?? {};
    if (labs.length > warmDepth)
      auditor.report('I11', `${labs.length} warm labs of ${place}, and ${warmDepth} are wanted`);
  }
}

function checkEnds({ auditor, lds }: SimWorld): void {
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

function checkLabRecords({ auditor }: SimWorld): void {
  for (const lab of auditor.labs.values()) {
    if (!isClosed(lab)) auditor.report('I3', `${lab.id} is ${lab.status} though its host has ended: ${lab.reason}`);
  }
}

function checkCloud({ auditor, ec2, strangers }: SimWorld): void {
  const left = ec2.truth.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
  const isLost = ({ id }: { id: string }): boolean => !strangers.has(id) || isAdopted(auditor, id);
  for (const { id, state } of left.filter(isLost)) auditor.report('I3', `instance ${id} is ${state} and nobody's`);
  const launched = Object.entries(ec2.effects.launches).filter(([token]) => !strangers.has(token));
  for (const [launch, tokens] of Map.groupBy(launched, ([token]) => launchIn(token))) {
    const count = tokens.reduce((sum, [, instances]) => sum + instances, 0);
    if (count > 1 || launch === undefined)
      auditor.report('I4', `${count} instances by the tokens ${tokens.map(([token]) => token).join(', ')}`);
  }
  for (const [id, count] of Object.entries(ec2.effects.terminations)) {
    if (count > 1) auditor.report('I4', `instance ${id} was ended ${count} times`);
  }
}

/** A launch is tried at one place after the other, each with a token of its own, and leads to one instance at most. */
function launchIn(token: string): string | undefined {
  return /^(wkr_\w+:\d+)(?::\d+)?$/.exec(token)?.[1];
}

function isAdopted({ instances }: SimWorld['auditor'], id: string): boolean {
  return [...instances.values()].some(({ instanceId, status }) => instanceId === id && status === 'adopted');
}

/** Every licence has come back, but for those that ADR 12 excuses, and those have to be spoken of. */
function checkLicenses(world: SimWorld): void {
  const { auditor, leakedLicenses } = world;
  for (const [id, excuse] of leakedLicenses) {
    if (!auditor.notReturned.has(id)) auditor.report('I5', `instance ${id} ended with a licence and nobody says so`);
    else if (excuse === undefined && !world.hasForgottenLicense(id))
      auditor.report('I5', `instance ${id} ended with a licence, and nothing had kept it from giving that back`);
  }
}

/** What each control plane shows is what the commits add up to. */
function checkViews({ auditor }: SimWorld, host: Host): void {
  const kinds = ['worker', 'session', 'definition', 'instance'] as const;
  for (const { open, process } of host.planes.all) {
    const shown = kinds.flatMap((kind) => open.state.views.list(kind).map(({ state }) => ({ kind, state })));
    for (const { kind, state } of shown) {
      if (isSame(auditor.state(`${kind}/${state.id}`), state)) continue;
      auditor.report('I8', `what ${process.name} shows of ${state.id} is not its history`);
    }
  }
}

/** What is stored of a stream beside its commits is what they add up to, as far as it goes. */
async function checkSnapshots({ auditor, store }: SimWorld): Promise<void> {
  for (const stream of auditor.versions.keys()) {
    const snapshot = await store.snapshot(stream);
    if (snapshot === undefined) continue;
    const commits = (await store.read(stream, 0)).slice(0, snapshot.version);
    if (!isSame(stateIn(snapshot.state), foldAll(stream, commits)))
      auditor.report('I8', `the snapshot of ${stream} at ${snapshot.version} is not its history`);
  }
}

/** As JSON, in which what is undefined is not there; the order of fields means nothing. */
function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));
}

function stateIn(kept: unknown): unknown {
  return typeof kept === 'object' && kept !== null && 'state' in kept ? kept.state : undefined;
}
