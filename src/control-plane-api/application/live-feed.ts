import { type Actor, may, type Permission } from '@lcm/core/domain/access';

/** Who may see an item: everybody with the permission, and whoever owns the thing. */
export interface Audience {
  readonly permission: Permission;
  /** Not for those who have this one: they get another item, with more in it. */
  readonly unless?: Permission | undefined;
  /** Asked instead, where who may see it is said by the thing itself. */
  readonly sees?: ((actor: Actor) => boolean) | undefined;
  /** The id of the actor to whom it belongs. */
  readonly owner?: string | undefined;
}

/** One message of the live stream, made once for all readers. */
export interface LiveItem {
  /** `<epoch>:<position>`. Measurements have none: they are never sent again. */
  readonly id?: string | undefined;
  /** The name on the wire: `worker.status.updated`. */
  readonly event: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** The worker that it concerns, if it concerns one: what the filter by worker looks at besides the subject. */
  readonly workerId?: string | undefined;
  /** Made whenever it is asked for. */
  readonly data: object;
  readonly audience: Audience;
}

/** What one audience is told of a thing: what is not for everybody’s eyes comes in several versions. */
export interface LiveVersion {
  /** Put into words when somebody is told. */
  readonly view: () => unknown;
  readonly audience: Audience;
  readonly withoutChanges?: boolean | undefined;
  /** Only for those who are there when it happens; no snapshot has it. */
  readonly isNews?: boolean | undefined;
}

export interface LiveSnapshot {
  /** Everything up to this id is in the items. */
  readonly id: string;
  readonly items: readonly LiveItem[];
}

/**
 * What changes, for whoever wants to watch it. Items come in order of position, and all items of one position in one call:
 * a reader that has heard the last of them can go on from its id.
 */
export interface LiveFeed {
  snapshot(): LiveSnapshot;
  /** Whether the id is of something that happened, but that this process has not heard of yet: `catchUp` first. */
  isBehind(id: string): boolean;
  /** Hears of everything that has happened by now. @throws when it cannot be known */
  catchUp(): Promise<void>;
  /** Everything after the id; `undefined` when the epoch is unknown or it is too long ago: take a snapshot. */
  since(id: string): readonly LiveItem[] | undefined;
  /** From now on. The listener must not throw. Answers with how to stop. */
  subscribe(listener: (items: readonly LiveItem[]) => void): () => void;
}

export function isVisible({ audience }: LiveItem, actor: Actor): boolean {
  if (audience.sees) return audience.sees(actor);
  if (audience.unless && may(actor, audience.unless)) return false;
  if (may(actor, audience.permission)) return true;
  return audience.owner === actor.id && may(actor, 'session:own');
}
