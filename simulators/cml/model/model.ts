import { type Clock, type Random, uuid } from '@lcm/core/kernel';
import type { Cml } from './cml.ts';
import { holdsLicense } from './license.ts';
import { cutPower } from './power.ts';
import { type CmlSettings, defaultSettings } from './settings.ts';
import { type Fault, type ServerState, serverState } from './state.ts';
import { type Phase, phase } from './system.ts';

export interface CmlModelOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings?: Partial<CmlSettings> | undefined;
  /** What `toJSON` gave before: the server goes on as if nothing had happened. */
  readonly saved?: unknown;
}

/**
 * One CML server as a state machine without timers: what changes with time is derived from stored instants when it
 * is read, so it may be killed, saved, restored and run in virtual time.
 */
export class CmlModel implements Cml {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: CmlSettings;
  readonly state: ServerState;

  constructor({ clock, random, settings, saved }: CmlModelOptions) {
    this.clock = clock;
    this.random = random;
    this.settings = { ...defaultSettings, ...settings };
    this.state = saved === undefined ? freshState(this) : serverState.parse(saved);
  }

  toJSON(): ServerState {
    return this.state;
  }

  get phase(): Phase {
    return phase(this);
  }

  /** Everything this server has been made to do, counted by effect and title. */
  get effects(): Readonly<Record<string, number>> {
    return this.state.effects;
  }

  get holdsLicense(): boolean {
    return holdsLicense(this);
  }

  addFault(fault: Fault): void {
    this.state.faults.push({ ...fault });
  }

  clearFaults(): void {
    this.state.faults = [];
  }

  /** Starts to boot; a server that is on already stays as it is. */
  powerOn(): void {
    this.state.bootedAt ??= this.clock.now();
  }

  /** As when the host is stopped under it: labs stop, sessions end, disk and registration stay. */
  powerOff(): void {
    if (this.state.bootedAt === null) return;
    for (const { nodes } of this.state.labs) for (const node of nodes) cutPower(this, node);
    Object.assign(this.state, { bootedAt: null, tokens: [], queueFreeAt: 0 });
  }

  /** A server whose controller has long been up: for tests that are not about booting. */
  skipBoot(): this {
    const { refusedMs, unavailableMs, startingMs } = this.settings.boot;
    this.state.bootedAt = this.clock.now() - refusedMs - unavailableMs - startingMs;
    return this;
  }
}

function freshState({ clock, random, settings }: Cml | CmlModel): ServerState {
  const now = clock.now();
  const admin = {
    id: `00000000-0000-4${uuid(random).slice(15)}`,
    username: settings.username,
    password: settings.password,
    admin: true,
    fullname: '',
    description: '',
    email: '',
    createdAt: now,
    modifiedAt: now,
    groups: [],
  };
  return {
    computeId: uuid(random),
    connectorId: uuid(random),
    productUuid: uuid(random),
    installedAt: now,
    bootedAt: null,
    queueFreeAt: 0,
    labs: [],
    users: [admin],
    groups: [],
    tokens: [],
    licensing: {
      product: settings.product,
      registration: { is: 'none' },
      expansionNodes: 0,
      baseInUse: 1,
      renewedAt: null,
      authorizationRenewedAt: null,
      ssms: null,
      proxy: { server: null, port: null },
      reservation: false,
      requestCode: null,
    },
    nodeDefinitions: [],
    imageDefinitions: [],
    resourcePools: [],
    faults: [],
    happenings: [],
    effects: {},
    sessionTimeout: 86_400,
  };
}
