import { type Brand, type Instant, idKind, sha256 } from '../../kernel/index.ts';
import { WorkerId, type WorkerSpec } from '../worker/index.ts';
import type { FoundInstanceStatus, InstanceState } from './lifecycle.ts';

export type FoundInstanceId = Brand<string, 'FoundInstanceId'>;
export const FoundInstanceId = idKind<'FoundInstanceId'>('ins');

/** Where an instance is; EC2 gives an id once in a region. */
export interface Whereabouts {
  readonly region: string;
  readonly instanceId: string;
}

/** The same for the same instance, so that whoever finds it finds one thing. */
export function foundInstanceId({ region, instanceId }: Whereabouts): FoundInstanceId {
  return FoundInstanceId.parse(`ins_${digest(`${region}/${instanceId}`)}`);
}

/** The seat that an instance takes when it is adopted: the same for the same adoption, so that two of them make one worker. */
export function adoptedWorkerId({ region, instanceId }: Whereabouts, adoptions: number): WorkerId {
  return WorkerId.parse(`wkr_${digest(`${region}/${instanceId}/${adoptions}`)}`);
}

function digest(text: string): string {
  return sha256(text).slice(0, 16);
}

/** What EC2 tells of it, as far as somebody decides by it. */
export interface InstanceFacts {
  readonly instanceType: string;
  readonly imageId: string;
  /** Unknown when the image is of none of the names that are looked for. */
  readonly imageName?: string | undefined;
  readonly state: InstanceState;
  readonly publicIp?: string | undefined;
  readonly privateIp?: string | undefined;
  readonly launchedAt: Instant;
  /** What it was launched with, by us or by somebody else. */
  readonly token?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** `foreign` looks like a CML host and was never ours; `ours-orphaned` carries our marks, and no worker's record has it. */
export const suspicionKinds = ['foreign', 'ours-orphaned'] as const;

export interface Suspicion {
  readonly kind: (typeof suspicionKinds)[number];
  /** What speaks for it, in words. */
  readonly because: string;
}

/** By whose doing a worker is made of an instance. */
type AdoptionOrigin = 'imported' | 'discovered';

/** How somebody wants it adopted. */
export interface AdoptionWish {
  readonly template?: string | undefined;
  readonly name?: string | undefined;
  readonly origin: AdoptionOrigin;
  readonly reason: string;
  readonly by: string;
}

/** The worker that it becomes. */
export interface Adoption {
  readonly workerId: WorkerId;
  readonly name: string;
  readonly template: string;
  readonly spec: WorkerSpec;
  readonly origin: AdoptionOrigin;
}

/** An instance in the cloud that looks like a CML host and is not a worker's present launch. */
export interface FoundInstance extends Whereabouts {
  readonly id: FoundInstanceId;
  readonly status: FoundInstanceStatus;
  readonly statusSince: Instant;
  /** Why it has its status, in words. */
  readonly reason: string;
  /** Who decided on it; nobody when it was only seen. */
  readonly decidedBy?: string | undefined;
  /** Absent while it is only looked for. */
  readonly facts?: InstanceFacts | undefined;
  readonly suspicion?: Suspicion | undefined;
  readonly wish?: AdoptionWish | undefined;
  readonly adoption?: Adoption | undefined;
  /** How often it was adopted: each time by another worker. */
  readonly adoptions: number;
  readonly foundAt: Instant;
}

export type FoundInstanceEvent =
  | ({
      readonly type: 'InstanceSought';
      readonly id: FoundInstanceId;
      readonly wish: AdoptionWish;
      readonly at: Instant;
    } & Whereabouts)
  | ({
      readonly type: 'InstanceFound';
      readonly id: FoundInstanceId;
      readonly facts: InstanceFacts;
      readonly suspicion: Suspicion;
      readonly reason: string;
      readonly at: Instant;
    } & Whereabouts)
  | {
      readonly type: 'InstanceChanged';
      readonly facts: InstanceFacts;
      readonly suspicion: Suspicion;
      readonly at: Instant;
    }
  | Decided<'InstanceIgnored'>
  | Decided<'InstanceUnignored'>
  | Decided<'InstanceTerminationAsked'>
  | (Decided<'InstanceAdopted'> & { readonly adoption: Adoption })
  | { readonly type: 'InstanceGone'; readonly reason: string; readonly at: Instant };

interface Decided<Type extends string> {
  readonly type: Type;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
}
