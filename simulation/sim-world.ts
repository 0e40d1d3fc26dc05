import { Ec2Model } from '@lcm/aws-simulator/model/ec2-model';
import { defaultSettings as ec2Settings } from '@lcm/aws-simulator/model/settings';
import { LicenseServer } from '@lcm/cml-simulator/model/license-server';
import { CmlModel } from '@lcm/cml-simulator/model/model';
import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { type Instant, instant, type Random, SeededRandom, VirtualClock } from '@lcm/core/kernel';
import type { Commit } from '@lcm/core/ports/state-store';
import { GradingModel } from '@lcm/grading-simulator/model/grading-model';
import { LdsModel } from '@lcm/lds-simulator/model/lds-model';
import { Auditor, type SessionStep } from './checks/auditor.ts';
import { Billing } from './checks/billing.ts';
import { Cohorts } from './checks/cohorts.ts';
import { Custody } from './checks/custody.ts';
import { EarlyEnds } from './checks/early-ends.ts';
import { Exams } from './checks/exams.ts';
import { Grants } from './checks/grants.ts';
import { Happened } from './checks/happened.ts';
import { Hours } from './checks/hours.ts';
import { Kept } from './checks/kept.ts';
import { Leaders } from './checks/leaders.ts';
import { Punctuality } from './checks/punctuality.ts';
import { findSecrets } from './checks/secrets.ts';
import { Succession } from './checks/succession.ts';
import { Troubles } from './checks/troubles.ts';
import type { ExamPaper } from './exams/exam-paper.ts';
import type { Stranger } from './fleet/stranger.ts';
import type { Parts } from './parts.ts';
import type { Sender } from './process/sender.ts';
import { SharedCoordination } from './process/shared-coordination.ts';
import type { Profile } from './profile.ts';
import { fewSeats, secrets } from './settings.ts';

/** A Monday, so that a seed's week is the same week for ever. */
const start = Date.UTC(2027, 0, 4);

export interface WorldOptions {
  readonly seed: number;
  readonly paper: ExamPaper;
  readonly profile: Profile;
}

/**
 * Everything that outlives the product's processes: the stores, the cloud, the CML servers on it, the delivery system,
 * and those who watch over all of it. One seed makes one world.
 */
export class SimWorld {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** What goes wrong between processes has a stream of its own, so that people do the same whatever is lost. */
  readonly network: Random;
  /** So has what operators and strangers do with hosts: parts of a week come and go without changing the rest. */
  readonly operators: Random;
  /** So has what teachers and candidates do with sessions beside booking single ones and sitting them. */
  readonly staff: Random;
  readonly profile: Profile;
  readonly parts: Parts;
  /** When nobody books any more, and nothing goes wrong. */
  readonly goesOnUntil: Instant;
  readonly store: MemoryStateStore;
  readonly shared: SharedCoordination;
  readonly blobs = new MemoryBlobs();
  readonly samples = new MemorySampleStore();
  readonly leaders = new Leaders();
  readonly troubles: Troubles;
  readonly auditor: Auditor;
  readonly succession: Succession;
  readonly earlyEnds: EarlyEnds;
  readonly exams: Exams;
  readonly custody: Custody;
  readonly hours: Hours;
  readonly cohorts: Cohorts;
  readonly grants: Grants;
  readonly kept: Kept;
  readonly happened = new Happened();
  readonly punctuality: Punctuality;
  readonly billing: Billing;
  readonly ec2: Ec2Model;
  readonly lds: LdsModel;
  /** The grading engine outside, with the rules of the exam paper. */
  readonly grading: GradingModel;
  /** How much goes wrong: above zero processes die and stop, and messages are lost. */
  roughness: number;
  readonly #cml = new Map<string, CmlModel>();
  readonly #forgetful = new Set<string>();
  readonly #ended = new Set<string>();
  /** Instances that somebody else ended. */
  readonly endedOutside = new Set<string>();
  readonly licenseServer: LicenseServer;
  /** The instance of each host that the licence server knows by its product UUID. */
  readonly hostsOfLicenses = new Map<string, string>();
  /** So many of the next launches arrive when nobody waits for them any more. */
  lateLaunches = 0;
  /** Instances that somebody else launched. */
  readonly strangers = new Map<string, Stranger>();
  /** Instances that we ended with a licence in their hands, and what had befallen them by then. */
  readonly leakedLicenses = new Map<string, string | undefined>();

  constructor({ seed, paper, profile }: WorldOptions) {
    this.random = new SeededRandom(seed);
    this.network = new SeededRandom(seed + 0x51ed270);
    this.operators = new SeededRandom(seed + 0x2e1b21);
    this.staff = new SeededRandom(seed + 0x3c6ef37);
    this.profile = profile;
    this.parts = profile.parts;
    this.roughness = profile.roughness;
    this.licenseServer = new LicenseServer(this.parts.strangers ? fewSeats : undefined);
    const { random } = this;
    this.clock = new VirtualClock({ start, shuffle: new SeededRandom(seed + 1) });
    this.goesOnUntil = instant(start + profile.days * 24 * 3_600_000);
    const { clock, leaders } = this;
    this.auditor = new Auditor(clock);
    const { report } = this.auditor;
    this.troubles = new Troubles(clock);
    this.succession = new Succession({ leaders, clock, report });
    this.store = new MemoryStateStore(`seed-${seed}`);
    this.shared = new SharedCoordination(clock, leaders);
    const settings = { ...ec2Settings, failingLaunches: 0.02 };
    this.ec2 = new Ec2Model({
      clock,
      random,
      settings,
      addressOf: (n) => `198.51.${Math.floor(n / 250)}.${(n % 250) + 1}`,
    });
    this.lds = new LdsModel({ clock, random });
    // Of its own chance, so that weeks without it stay what they were.
    this.grading = new GradingModel({ clock, random: new SeededRandom(seed + 0x6d2b79), rulesOf: () => paper.rules });
    this.exams = new Exams(this, paper);
    this.earlyEnds = new EarlyEnds(this);
    this.custody = new Custody(this);
    this.hours = new Hours(this);
    this.billing = new Billing(this);
    this.cohorts = new Cohorts(this.auditor);
    this.grants = new Grants(this);
    this.kept = new Kept(this);
    this.punctuality = new Punctuality(clock);
    this.auditor.onSession = (step) => this.#sessionMoved(step);
    this.auditor.onWorker = (step) => {
      this.grants.workerMoved(step);
      this.custody.workerMoved(step);
      this.hours.workerMoved(step);
    };
    this.auditor.onInstance = (step) => this.custody.foundMoved(step);
  }

  #sessionMoved(step: SessionStep): void {
    this.earlyEnds.moved(step);
    this.cohorts.moved(step);
    this.grants.sessionMoved(step);
    this.kept.moved(step);
    this.happened.moved(step);
    this.exams.moved(step);
    this.punctuality.moved(step);
  }

  /** A write of one of our processes, the moment it is stored. */
  committed(commit: Commit, by: Sender | undefined): void {
    this.auditor.committed(commit);
    this.succession.committed(commit, by);
    findSecrets(this.auditor.report, `a commit of ${commit.stream}`, JSON.stringify(commit.events));
  }

  /** The CML server that answers at an address, if its host runs. */
  cmlAt(url: string): CmlModel | undefined {
    this.tend();
    const address = url.replace(/^https:\/\//, '');
    const host = this.ec2.truth.find((instance) => instance.state === 'running' && instance.address === address);
    return host && this.#cml.get(host.id);
  }

  cmlOf(instance: string): CmlModel | undefined {
    this.tend();
    return this.#cml.get(instance);
  }

  /** Whether CML has forgotten its licence without giving it back, which nothing of ours keeps it from. */
  hasForgottenLicense(instance: string): boolean {
    return this.#forgetful.has(instance) || isForgetful(this.#cml.get(instance));
  }

  isUncovered(instance: string): boolean {
    const host = this.cmlOf(instance)?.state.productUuid ?? '';
    return this.licenseServer.counts(host) && !this.licenseServer.isCovered(host);
  }

  isPending(instance: string): boolean {
    return this.ec2.truth.some(({ id, state }) => id === instance && state === 'pending');
  }

  cmlServers(): readonly (readonly [string, CmlModel])[] {
    this.tend();
    return [...this.#cml];
  }

  /** Makes the CML servers what their hosts are by now. Cheap, so it is done whenever somebody looks. */
  tend(): void {
    const { truth } = this.ec2;
    this.billing.look(truth);
    for (const { id, state } of truth) {
      const model = this.#cml.get(id);
      if (state === 'running') this.#serverOf(id).powerOn();
      else if (state === 'stopping' || state === 'stopped') model?.powerOff();
      else if (state === 'shutting-down' || state === 'terminated') this.#end(id, model);
    }
  }

  #serverOf(id: string): CmlModel {
    const known = this.#cml.get(id);
    if (known) return known;
    const { clock, random, licenseServer } = this;
    const fresh = new CmlModel({ clock, random, settings: { password: secrets.cmlPassword }, licenseServer });
    this.#cml.set(id, fresh);
    this.hostsOfLicenses.set(fresh.state.productUuid, id);
    return fresh;
  }

  #end(id: string, model: CmlModel | undefined): void {
    if (this.#ended.has(id)) return;
    this.#ended.add(id);
    if (isForgetful(model)) this.#forgetful.add(id);
    // Nobody can give back what somebody else, or EC2 itself, took away with the host.
    const isOurs = this.ec2.effects.terminations[id] !== undefined && !this.endedOutside.has(id);
    // Noted here and now: EC2 forgets what has ended after an hour.
    if (!isOurs) this.troubles.note('it was taken from us', id);
    const isCounted = model !== undefined && this.licenseServer.counts(model.state.productUuid);
    if (isCounted && isOurs) this.leakedLicenses.set(id, this.troubles.of(new Set([id])));
    this.#cml.delete(id);
  }
}

function isForgetful(model: CmlModel | undefined): boolean {
  return (model?.effects['deregister-lost'] ?? 0) > 0;
}
