import type { Instant } from '../../kernel/index.ts';
import { same } from './same.ts';

/** What AWS will do to the host by itself. */
export interface PlannedByCloud {
  readonly code: string;
  readonly description: string;
  readonly notBefore?: Instant | undefined;
}

/** EC2's reachability checks of the host: what they say, and what is planned for it. */
export interface HostChecks {
  readonly system: string;
  readonly instance: string;
  /** Absent when nothing is planned. */
  readonly events?: readonly PlannedByCloud[] | undefined;
}

/** As they are known: with when each of them became what it is. */
export interface KnownChecks extends HostChecks {
  readonly systemSince?: Instant | undefined;
  readonly instanceSince?: Instant | undefined;
}

/** Checks after a look: each keeps its time for as long as it says the same. */
export function knownChecks(before: KnownChecks | undefined, seen: HostChecks, at: Instant): KnownChecks {
  const { system, instance, events = [] } = seen;
  const sinceOf = (check: 'system' | 'instance'): Instant =>
    (before?.[check] === seen[check] ? before[`${check}Since`] : undefined) ?? at;
  const known = { system, instance, systemSince: sinceOf('system'), instanceSince: sinceOf('instance') };
  return events.length > 0 ? { ...known, events } : known;
}

export function areSameChecks(before: HostChecks | undefined, seen: HostChecks): boolean {
  const isSame = before?.system === seen.system && before.instance === seen.instance;
  return isSame && same(before.events ?? [], seen.events ?? []);
}

/** Since when a check of the host has failed; undefined while both are passed, or not done yet. */
export function impairedSince({ checks }: { readonly checks?: KnownChecks | undefined }): Instant | undefined {
  if (checks === undefined) return undefined;
  const since = [
    ...(checks.system === 'impaired' ? [checks.systemSince] : []),
    ...(checks.instance === 'impaired' ? [checks.instanceSince] : []),
  ].filter((at) => at !== undefined);
  return since.reduce<Instant | undefined>((first, at) => (first === undefined || at < first ? at : first), undefined);
}
