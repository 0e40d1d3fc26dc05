import { type Clock, type Random, uuid } from '@lcm/core/kernel';
import type { LicenseServer } from './license-server.ts';
import type { CmlSettings } from './settings.ts';
import type { ServerState } from './state.ts';

/** One CML server: what it remembers and what it may ask. Every function of the model works on this. */
export interface Cml {
  readonly state: ServerState;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: CmlSettings;
  /** Shared by all hosts of an account. */
  readonly licenseServer: LicenseServer;
}

/** The answer of a CML server that says no, in its own words and HTTP status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, description: string) {
    super(description);
    this.status = status;
  }
}

export function notFound(kind: string, id: string): Refusal {
  return new Refusal(404, `${kind} not found: ${id}`);
}

export function newId(cml: Cml): string {
  return uuid(cml.random);
}

/** A duration as this server lives it: scaled by its speed. */
export function lasts(cml: Cml, ms: number): number {
  return Math.round(ms / cml.settings.speed);
}

/** A duration that scatters evenly between two figures. */
export function between(cml: Cml, [low, high]: readonly [number, number]): number {
  return lasts(cml, low + (high - low) * cml.random.next());
}

export function count(cml: Cml, effect: string): void {
  const { effects } = cml.state;
  effects[effect] = (effects[effect] ?? 0) + 1;
}
