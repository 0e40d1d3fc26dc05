import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import type {
  Adoption,
  AdoptionWish,
  FoundInstance,
  FoundInstanceEvent,
  InstanceFacts,
  Suspicion,
  Whereabouts,
} from './found-instance.ts';
import { foundInstanceId } from './found-instance.ts';
import {
  type FoundInstanceAction,
  type FoundInstanceStatus,
  foundInstanceCan,
  type InstanceState,
} from './lifecycle.ts';

export type FoundInstanceRejection =
  | {
      readonly code: 'instance.wrong-state';
      readonly status: FoundInstanceStatus;
      readonly action: FoundInstanceAction;
    }
  | { readonly code: 'instance.ending'; readonly state: InstanceState }
  | { readonly code: 'instance.taken'; readonly worker: string }
  | { readonly code: 'instance.no-template'; readonly instanceType: string }
  | {
      readonly code: 'instance.other-type';
      readonly instanceType: string;
      readonly template: string;
      readonly templateType: string;
    };

export type FoundInstanceDecision = Result<FoundInstanceEvent[], FoundInstanceRejection>;

export interface Why {
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}

/** An operator names one that nobody has seen yet: it is looked for, and adopted when it is there. */
export function seek(
  found: FoundInstance | undefined,
  where: Whereabouts,
  { wish, at }: { readonly wish: AdoptionWish; readonly at: Instant },
): FoundInstanceDecision {
  if (found?.status === 'sought') return ok([]);
  if (found !== undefined && !foundInstanceCan('seek', found)) return wrongState(found, 'seek');
  return ok([{ type: 'InstanceSought', id: foundInstanceId(where), ...where, wish, at }]);
}

export interface Sight extends Whereabouts {
  readonly facts: InstanceFacts;
  readonly suspicion: Suspicion;
}

/** What a look at the cloud says of an instance that no worker has. What is as it was changes nothing. */
export function noteSeen(
  found: FoundInstance | undefined,
  { region, instanceId, facts, suspicion }: Sight,
  at: Instant,
): FoundInstanceEvent[] {
  if (facts.state === 'terminated') return noteGone(found, 'EC2 has ended it', at);
  if (found !== undefined && !isNews(found)) return changed(found, { facts, suspicion, at });
  if (isEnding(facts) && found?.status !== 'sought') return [];
  const id = foundInstanceId({ region, instanceId });
  return [{ type: 'InstanceFound', id, region, instanceId, facts, suspicion, reason: suspicion.because, at }];
}

/** One that was adopted and is reported nevertheless has lost its seat: its worker has gone on to another launch. */
function isNews({ status }: FoundInstance): boolean {
  return status === 'gone' || status === 'sought' || status === 'adopted';
}

function changed(
  found: FoundInstance,
  { facts, suspicion, at }: Pick<Sight, 'facts' | 'suspicion'> & { readonly at: Instant },
): FoundInstanceEvent[] {
  const isSame = same(found.facts, facts) && same(found.suspicion, suspicion);
  return isSame ? [] : [{ type: 'InstanceChanged', facts, suspicion, at }];
}

export function noteGone(found: FoundInstance | undefined, reason: string, at: Instant): FoundInstanceEvent[] {
  return found === undefined || found.status === 'gone' ? [] : [{ type: 'InstanceGone', reason, at }];
}

export function adopt(found: FoundInstance, adoption: Adoption, { reason, by, at }: Why): FoundInstanceDecision {
  if (found.status === 'adopted') return ok([]);
  const refused = refusalOf(found, 'adopt');
  return refused ?? ok([{ type: 'InstanceAdopted', adoption, reason, by, at }]);
}

/** Only the order: its end in the cloud follows, and is final. */
export function terminateFound(found: FoundInstance, { reason, by, at }: Why): FoundInstanceDecision {
  if (found.status === 'terminating') return ok([]);
  if (!foundInstanceCan('terminate', found)) return wrongState(found, 'terminate');
  return ok([{ type: 'InstanceTerminationAsked', reason, by, at }]);
}

export function ignore(found: FoundInstance, { reason, by, at }: Why): FoundInstanceDecision {
  if (found.status === 'ignored') return ok([]);
  if (!foundInstanceCan('ignore', found)) return wrongState(found, 'ignore');
  return ok([{ type: 'InstanceIgnored', reason, by, at }]);
}

export function unignore(found: FoundInstance, { reason, by, at }: Why): FoundInstanceDecision {
  if (found.status === 'undecided') return ok([]);
  if (!foundInstanceCan('unignore', found)) return wrongState(found, 'unignore');
  return ok([{ type: 'InstanceUnignored', reason, by, at }]);
}

/** Why it cannot be adopted, as far as the instance itself says. */
export function refusalOf(found: FoundInstance, action: 'adopt'): FoundInstanceDecision | undefined {
  if (!foundInstanceCan(action, found)) return wrongState(found, action);
  return found.facts !== undefined && isEnding(found.facts)
    ? reject({ code: 'instance.ending', state: found.facts.state })
    : undefined;
}

export function isEnding({ state }: Pick<InstanceFacts, 'state'>): boolean {
  return state === 'shutting-down' || state === 'terminated';
}

function wrongState({ status }: FoundInstance, action: FoundInstanceAction): FoundInstanceDecision {
  return reject({ code: 'instance.wrong-state', status, action });
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/** Tags come in no particular order. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => [key, sorted(each)]);
}
