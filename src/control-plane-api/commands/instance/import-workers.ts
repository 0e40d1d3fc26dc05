import { type ImportedInstance, ImportedInstances, ImportWorkers } from '@lcm/core/contracts/instance';
import {
  type AdoptionWish,
  type FoundInstance,
  fitsName,
  foundInstanceId,
  foundInstanceTransitions,
  holderOf,
  isEnding,
  seek,
} from '@lcm/core/domain/instance';
import { type Clock, ok, type Result, reject } from '@lcm/core/kernel';
import { type AdoptionDeps, adoptFound } from '../../application/adoptions.ts';
import { foundInstances } from '../../application/aggregates.ts';
import { type Caller, defineCommand, type Rejection } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';

interface Deps extends AdoptionDeps {
  readonly clock: Clock;
}

interface Order {
  readonly wish: AdoptionWish;
  readonly caller: Caller;
  readonly operation: string;
}

const operation = 'ImportWorkers';

/** How long the answer waits for somebody to look: with a worker controller, one call mostly answers with the worker. */
const lookWaitMs = 2_000;

/** Workers of instances that are there already: one by its id, or what is made of an image. */
export const importWorkers = defineCommand({
  name: operation,
  summary: 'Make workers of instances that are there already: one by its id, or those of an image',
  allow: 'worker:manage',
  input: ImportWorkers,
  output: ImportedInstances,
  async handle({ reason, template, name, ...asked }, caller, deps: Deps) {
    const because = reason ?? `imported by ${caller.actor.name}`;
    const wish = { template, name, origin: 'imported', reason: because, by: caller.actor.id } as const;
    const order = { wish, caller, operation };
    const { region, instanceId } = asked;
    const imported =
      instanceId === undefined
        ? await importByImage(asked, order, deps)
        : await importById({ region, instanceId }, order, deps);
    return imported.ok ? ok({ output: { items: imported.value }, position: deps.views.position }) : imported;
  },
});

type Imported = Result<ImportedInstance[], Rejection>;

async function importById(
  where: { readonly region: string; readonly instanceId: string },
  order: Order,
  deps: Deps,
): Promise<Imported> {
  const id = foundInstanceId(where);
  const known = deps.views.get('instance', id)?.state;
  if (known !== undefined && known.status !== 'gone' && known.status !== 'sought') return importOne(id, order, deps);
  const holder = holderOf({ ...where, seats: deps.views.list('worker').map(({ state }) => state) });
  if (holder !== undefined) return reject(inWords({ code: 'instance.taken', worker: holder.name }));
  return lookFor({ ...where, id }, order, deps);
}

async function lookFor(
  { id, ...where }: { readonly id: string; readonly region: string; readonly instanceId: string },
  { wish, caller }: Order,
  deps: Deps,
): Promise<Imported> {
  const sought = await deps.streams.change({ aggregate: foundInstances, id }, { operation, caller }, (found, at) => {
    const decided = seek(found, where, { wish, at });
    return decided.ok ? decided : reject(inWords(decided.rejection));
  });
  if (!sought.ok) return sought;
  await deps.views.waitUntil({ kind: 'instance', id }, isOver, { ms: lookWaitMs, clock: deps.clock });
  return ok([shown(deps.views.get('instance', id)?.state ?? sought.value.state)]);
}

async function importOne(id: string, order: Order, deps: Deps): Promise<Imported> {
  const adopted = await adoptFound(deps, id, order);
  return adopted.ok ? ok([shown(adopted.value.state)]) : adopted;
}

type Asked = Pick<ImportWorkers, 'region' | 'imageId' | 'imageName' | 'all'>;

async function importByImage(asked: Asked, order: Order, deps: Deps): Promise<Imported> {
  const matching = deps.views
    .list('instance')
    .map(({ state }) => state)
    .filter((found) => matches(found, asked));
  const [first] = matching;
  if (first === undefined) return reject(noneMatch(asked));
  if (matching.length === 1) return importOne(first.id, order, deps);
  if (!asked.all) return reject(severalMatch(matching));
  const items: ImportedInstance[] = [];
  for (const found of matching) {
    const adopted = await adoptFound(deps, found.id, order);
    items.push(adopted.ok ? shown(adopted.value.state) : refused(found, adopted.rejection));
  }
  return ok(items);
}

/** Those that could be adopted: what somebody has decided to end is not taken from under them. */
function matches({ region, status, facts }: FoundInstance, asked: Asked): boolean {
  const next: readonly string[] = foundInstanceTransitions[status];
  if (facts === undefined || isEnding(facts) || region !== asked.region || !next.includes('adopted')) return false;
  if (asked.imageId !== undefined) return facts.imageId === asked.imageId;
  return facts.imageName !== undefined && asked.imageName !== undefined && fitsName(asked.imageName, facts.imageName);
}

/** Whether somebody has looked. */
function isOver({ status }: FoundInstance): boolean {
  return status !== 'sought';
}

function noneMatch({ region, imageId, imageName }: Asked): Rejection {
  const image = imageId ?? `an image named like ${imageName ?? ''}`;
  const message =
    `No instance of ${image} that is no worker yet is known in ${region}. ` +
    'Discovery looks for images of the configured names only: import one by its instance id, or run discovery again.';
  return { code: 'instance.none-match', message };
}

function severalMatch(found: readonly FoundInstance[]): Rejection {
  const names = found.map(({ instanceId, facts }) => {
    const name = facts?.tags['Name'];
    return name === undefined ? instanceId : `${instanceId} (${name})`;
  });
  const message = `${found.length} instances match: ${names.join(', ')}. Say "all", or import one by its instance id.`;
  const instances = found.map(({ id, instanceId, facts }) => ({ foundId: id, instanceId, state: facts?.state }));
  return { code: 'instance.several-match', message, details: { instances } };
}

function shown({ id: foundId, region, instanceId, status, adoption, reason }: FoundInstance): ImportedInstance {
  const of = { foundId, region, instanceId };
  if (status === 'adopted' && adoption !== undefined) {
    const { workerId, name: workerName } = adoption;
    return { ...of, outcome: 'adopted', workerId, workerName, message: `It is worker ${workerName} now.` };
  }
  if (status !== 'sought') return { ...of, outcome: 'refused', message: reason };
  return { ...of, outcome: 'sought', message: `It is looked for in ${region}, and adopted when it is there.` };
}

function refused({ id: foundId, region, instanceId }: FoundInstance, { message }: Rejection): ImportedInstance {
  return { foundId, region, instanceId, outcome: 'refused', message };
}
