import type { Clock, Instant } from '@lcm/core/kernel';
import {
  type CmlActivity,
  CmlError,
  type CmlEvent,
  type CmlHealth,
  type CmlImageDefinition,
  type CmlLab,
  type CmlLicensing,
  type CmlNodeDefinition,
  type CmlServer,
  type CmlSystem,
} from '@lcm/core/ports/cml';

const registrationMs = 20_000;
const wellChecks = {
  kvm_vmx_enabled: true,
  enough_cpus: true,
  refplat_images_available: true,
  lld_connected: true,
  lld_synced: true,
  libvirt: true,
  fabric: true,
  device_mux: true,
  docker_shim: undefined,
};

type LicenseFault = 'refuses-token' | 'never-answers' | 'loses-answer' | 'loses-return' | 'nodes-run';

/** As much of a CML server as the worker controller talks to. */
export class FakeCml implements CmlServer {
  readonly #clock: Clock;
  #askedAt: Instant | undefined;
  #failed = false;
  up = false;
  /** What goes wrong with its licence, until it is taken away. */
  licenseFault: LicenseFault | undefined;
  authorization = 'IN_COMPLIANCE';
  /** What was asked of the licence server: `register token`, `reregister token`, `deregister`, `renew`. */
  readonly asked: string[] = [];
  /** What people have made and done there by hand. */
  handmade: readonly CmlLab[] = [];
  told: readonly CmlActivity[] = [];
  keepsLabsSecret = false;
  /** How often its record of what was done was read. */
  readOfActivity = 0;
  isSick = false;
  /** Whoever is not in the same network is not heard. */
  isCutOff = false;
  kinds: readonly string[] = ['iosv'];
  /** It knows another password than ours. */
  closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the licence server counts it. */
  get registered(): boolean {
    return this.#askedAt !== undefined && !this.#failed;
  }

  async system(): Promise<CmlSystem> {
    this.#answer();
    return { version: '2.9.0+build.3', ready: true };
  }

  async licensing(): Promise<CmlLicensing> {
    this.#answer();
    const product = 'CML_Personal';
    const none = { authorization: 'EVAL', product, nodeLimit: 5 };
    if (this.#askedAt === undefined) return { ...none, registration: 'NOT_REGISTERED' };
    const done = this.licenseFault !== 'never-answers' && this.#clock.now() - this.#askedAt > registrationMs;
    if (!done) return { ...none, registration: 'IN_PROGRESS' };
    if (this.#failed) return { ...none, registration: 'FAILED', failure: 'The token is not valid.' };
    return { registration: 'COMPLETED', authorization: this.authorization, product, nodeLimit: 20 };
  }

  async registerLicense(token: string, { reregister = false } = {}): Promise<void> {
    this.#answer();
    const isOpen = this.#askedAt === undefined || this.#failed || reregister;
    if (isOpen) {
      this.#askedAt = this.#clock.now();
      this.#failed = this.licenseFault === 'refuses-token';
      this.asked.push(`${reregister ? 'reregister' : 'register'} ${token}`);
    }
    this.#loseAnswer();
  }

  async deregisterLicense(): Promise<{ readonly returned: boolean }> {
    this.#answer();
    if (this.licenseFault === 'nodes-run') throw new CmlError('refused', 'Cannot de-register when nodes are running.');
    if (this.#askedAt !== undefined) this.asked.push('deregister');
    this.#askedAt = undefined;
    this.#loseAnswer();
    return { returned: this.licenseFault !== 'loses-return' };
  }

  async renewLicense(): Promise<void> {
    this.#answer();
    this.asked.push('renew');
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

  stats = nobodyAsks;
  lab = nobodyAsks;
  importLab = nobodyAsks;
  exportLab = nobodyAsks;
  nodes = nobodyAsks;
  setNodeTags = nobodyAsks;
  setNodeConfiguration = nobodyAsks;
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
  captures = { start: nobodyAsks, stop: nobodyAsks, of: nobodyAsks, download: nobodyAsks };

  async health(): Promise<CmlHealth> {
    this.#answer();
    const checks = { ...wellChecks, libvirt: !this.isSick };
    const compute = { id: 'c1', hostname: 'cml', isController: true, admissionState: 'READY', checks };
    return {
      valid: !this.isSick,
      isLicensed: true,
      isEnterprise: false,
      computes: [{ ...compute, valid: !this.isSick }],
    };
  }

  async nodeDefinitions(): Promise<readonly CmlNodeDefinition[]> {
    this.#answer();
    return this.kinds.map((id) => ({ id, label: id, nature: 'router', isCustom: false, images: [id], canStart: true }));
  }

  async imageDefinitions(): Promise<readonly CmlImageDefinition[]> {
    this.#answer();
    return this.kinds.map((id) => ({ id, label: id, nodeDefinition: id, isCustom: false, files: [] }));
  }

  events(_signal: AbortSignal): AsyncIterableIterator<CmlEvent> {
    throw new Error('whoever listens here brings a server of his own');
  }

  #loseAnswer(): void {
    if (this.licenseFault !== 'loses-answer') return;
    this.licenseFault = undefined;
    throw new CmlError('unreachable', 'the connection broke');
  }

  #answer(): void {
    if (this.closed) throw new CmlError('denied', 'wrong password');
    if (!this.up || this.isCutOff) throw new CmlError('unreachable', 'connection refused');
  }
}

async function nobodyAsks(): Promise<never> {
  throw new Error('the worker controller has no business with labs');
}
