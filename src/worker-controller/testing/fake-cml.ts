import type { Clock, Instant } from '@lcm/core/kernel';
import {
  type CmlActivity,
  CmlError,
  type CmlLab,
  type CmlLicensing,
  type CmlServer,
  type CmlSystem,
} from '@lcm/core/ports/cml';

const registrationMs = 20_000;

/** As much of a CML server as the worker controller talks to. */
export class FakeCml implements CmlServer {
  readonly #clock: Clock;
  #registeredAt: Instant | undefined;
  up = false;
  /** What people have made and done there by hand. */
  handmade: readonly CmlLab[] = [];
  told: readonly CmlActivity[] = [];
  keepsLabsSecret = false;
  /** How often its record of what was done was read. */
  readOfActivity = 0;
  /** It knows another password than ours. */
  closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get registered(): boolean {
    return this.#registeredAt !== undefined;
  }

  async system(): Promise<CmlSystem> {
    this.#answer();
    return { version: '2.9.0+build.3', ready: true };
  }

  async licensing(): Promise<CmlLicensing> {
    this.#answer();
    const since = this.#registeredAt;
    const product = 'CML_Personal';
    if (since === undefined) return { registration: 'NOT_REGISTERED', authorization: 'EVAL', product, nodeLimit: 5 };
    const done = this.#clock.now() - since > registrationMs;
    const registration = done ? 'COMPLETED' : 'IN_PROGRESS';
    return { registration, authorization: 'IN_COMPLIANCE', product, nodeLimit: 20 };
  }

  async registerLicense(): Promise<void> {
    this.#answer();
    this.#registeredAt ??= this.#clock.now();
  }

  async deregisterLicense(): Promise<void> {
    this.#answer();
    this.#registeredAt = undefined;
  }

  async labs(): Promise<readonly CmlLab[]> {
    this.#answer();
    if (this.keepsLabsSecret) throw new CmlError('not-ready', 'CML answers 503');
    return this.handmade;
  }

  async activity(): Promise<readonly CmlActivity[]> {
    this.#answer();
    this.readOfActivity += 1;
    return this.told;
  }

  health = nobodyAsks;
  stats = nobodyAsks;
  lab = nobodyAsks;
  importLab = nobodyAsks;
  exportLab = nobodyAsks;
  nodes = nobodyAsks;
  setNodeTags = nobodyAsks;
  nodeDefinitions = nobodyAsks;
  imageDefinitions = nobodyAsks;
  portsInUse = nobodyAsks;
  topology = nobodyAsks;
  statistics = nobodyAsks;
  changeLab = nobodyAsks;
  startNode = nobodyAsks;
  stopNode = nobodyAsks;
  wipeNode = nobodyAsks;
  startLab = nobodyAsks;
  stopLab = nobodyAsks;
  wipeLab = nobodyAsks;
  deleteLab = nobodyAsks;
  converged = nobodyAsks;
  extractConfigurations = nobodyAsks;
  consoleLog = nobodyAsks;

  events(): never {
    throw new Error('the worker controller does not listen yet');
  }

  #answer(): void {
    if (this.closed) throw new CmlError('denied', 'wrong password');
    if (!this.up) throw new CmlError('unreachable', 'connection refused');
  }
}

async function nobodyAsks(): Promise<never> {
  throw new Error('the worker controller has no business with labs');
}
