import {
  type AdoptionWish,
  adopt,
  adoptedWorkerId,
  evolveFoundInstance,
  type FoundInstance,
  type FoundInstanceDecision,
  type FoundInstanceEvent,
  holderOf,
  noteSeen,
  refusalOf,
  type Sight,
  shapeOf,
  workerEventsOf,
} from '@lcm/core/domain/instance';
import type { Template } from '@lcm/core/domain/template';
import { type Instant, ok, type Result, reject } from '@lcm/core/kernel';
import { foundInstances, workers } from './aggregates.ts';
import { changeExisting, unknown } from './change.ts';
import type { Caller, Rejection } from './operation.ts';
import { inWords } from './refusals.ts';
import type { Changed, Streams } from './streams.ts';
import type { Turns } from './turns.ts';
import type { Views } from './views.ts';
import { isNameTaken } from './worker-names.ts';

export interface AdoptionDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly turns: Turns;
}

type Adopted = Result<Changed<FoundInstance>, Rejection>;

/**
 * Makes a worker of an instance that was found: the decision first, on the instance's own stream, so that of two that
 * decide at once one comes second; then the worker, whose id follows from the instance, so that making it twice is fine.
 */
export async function adoptFound(deps: AdoptionDeps, id: string, order: AdoptionOrder): Promise<Adopted> {
  const { wish, caller, operation } = order;
  const template = templateOf(deps.views, wish.template);
  if (!template.ok) return template;
  const adopted = await deps.turns.take('worker-names', async () => {
    const isNew = deps.views.get('instance', id)?.state.status !== 'adopted';
    if (isNew && isTaken(deps.views, wish.name)) return reject(nameTaken(wish.name));
    return changeExisting(deps.streams, { aggregate: foundInstances, id, operation, caller }, (found, at) =>
      adoptionOf(found, { wish, template: template.value, views: deps.views, at }),
    );
  });
  if (adopted.ok) await settleAdoption(deps.streams, adopted.value.state, { caller, operation });
  return adopted;
}

export interface AdoptionOrder {
  readonly wish: AdoptionWish;
  readonly caller: Caller;
  readonly operation: string;
}

interface Wanted {
  readonly wish: AdoptionWish;
  readonly template: Template | undefined;
  readonly views: Views;
  readonly at: Instant;
}

function adoptionOf(found: FoundInstance, { wish, template, views, at }: Wanted): FoundInstanceDecision {
  if (found.status === 'adopted') return ok([]);
  const refused = refusalOf(found, 'adopt');
  if (refused !== undefined) return refused;
  const holder = holderOf({ ...found, seats: views.list('worker').map(({ state }) => state) });
  if (holder !== undefined) return reject({ code: 'instance.taken', worker: holder.name });
  const { facts } = found;
  if (facts === undefined) return ok([]);
  const templates = views.list('template').map(({ state }) => state);
  const shape = shapeOf({ region: found.region, facts }, templates, template);
  if (!shape.ok) return shape;
  const workerId = adoptedWorkerId(found, found.adoptions);
  const name = wish.name === undefined || isTaken(views, wish.name) ? nameFor(views, found) : wish.name;
  const { origin, reason, by } = wish;
  return adopt(found, { workerId, name, ...shape.value, origin }, { reason, by, at });
}

/** Its own where that is free; a name for a worker is at most 64 characters long. */
function nameFor(views: Views, { instanceId, facts }: FoundInstance): string {
  const own = facts?.tags['Name']?.trim().slice(0, 64) || instanceId;
  return isNameTaken(views, own) ? instanceId : own;
}

/** The worker of an instance that was adopted. Made where it is missing; repeating it changes nothing. */
export async function settleAdoption(
  streams: Streams,
  found: FoundInstance,
  { caller, operation }: { readonly caller: Caller; readonly operation: string },
): Promise<void> {
  const { adoption, facts, instanceId, reason, decidedBy: by = caller.actor.id } = found;
  if (adoption === undefined || facts === undefined) return;
  const { state: worker } = await streams.load(workers, adoption.workerId);
  if (worker !== undefined) return;
  await streams.change({ aggregate: workers, id: adoption.workerId }, { operation, caller }, (known, at) =>
    ok(known === undefined ? workerEventsOf(adoption, { instanceId, facts }, { reason, by, at }) : []),
  );
}

/** What is decided when one shows itself: noted, and where an operator has named it before, adopted at once. */
export function sighted(
  found: FoundInstance | undefined,
  sight: Sight,
  { views, at }: { readonly views: Views; readonly at: Instant },
): readonly FoundInstanceEvent[] {
  const seen = noteSeen(found, sight, at);
  const [first] = seen;
  if (found?.wish === undefined || first?.type !== 'InstanceFound') return seen;
  const { wish } = found;
  const shown = evolveFoundInstance(found, first);
  const template = templateOf(views, wish.template);
  const adopted = template.ok ? worded(adoptionOf(shown, { wish, template: template.value, views, at })) : template;
  if (adopted.ok) return [{ ...first, reason: wish.reason }, ...adopted.value];
  return [{ ...first, reason: `It was asked for and cannot be adopted: ${adopted.rejection.message}` }];
}

function worded(decision: FoundInstanceDecision): Result<FoundInstanceEvent[], Rejection> {
  return decision.ok ? decision : reject(inWords(decision.rejection));
}

function templateOf(views: Views, name: string | undefined): Result<Template | undefined, Rejection> {
  if (name === undefined) return ok(undefined);
  const item = views.get('template', name);
  return item === undefined ? reject(unknown('template', name)) : ok(item.state);
}

function isTaken(views: Views, name: string | undefined): boolean {
  return name !== undefined && isNameTaken(views, name);
}

function nameTaken(name = ''): Rejection {
  return { code: 'worker.name-taken', message: `There is a worker ${name} already. Choose another name.` };
}
