import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, type Random, SeededRandom } from '@lcm/core/kernel';
import { StateFile } from '@lcm/simulator-kit/state-file';
import { z } from 'zod';
import { diskOf } from './model/disk.ts';
import { CmlModel } from './model/model.ts';
import type { CmlSettings } from './model/settings.ts';
import { type RunningCmlServer, startCmlServer } from './server.ts';

/** One virtual machine, in the words of EC2. */
export interface FarmInstance {
  readonly id: string;
  /** `pending`, `running`, `stopping`, `stopped`, `shutting-down`, `terminated`. */
  readonly state: string;
  readonly publicIp?: string | undefined;
  readonly privateIp?: string | undefined;
}

/** Where virtual machines come from. */
export interface InstanceSource {
  readonly list: () => readonly FarmInstance[];
  /** Calls back after anything changed; the answer ends it. */
  readonly onChange: (changed: () => void) => () => void;
}

export interface CmlFarmOptions {
  readonly source: InstanceSource;
  readonly clock: Clock;
  readonly random: Random;
  /** One state file for each instance is kept here. */
  readonly directory: string;
  readonly port?: number | undefined;
  readonly settings?: Partial<CmlSettings> | undefined;
  /** Where an instance's server really listens; its public address unless told otherwise. */
  readonly hostOf?: ((instance: FarmInstance) => string | undefined) | undefined;
  readonly consolePort?: ((tagged: number) => number) | undefined;
  /** Told of a server that could not be opened; the next round tries again. */
  readonly onProblem?: ((problem: unknown, instanceId: string) => void) | undefined;
}

interface Plot {
  readonly model: CmlModel;
  readonly file: StateFile;
  server?: RunningCmlServer;
}

const ended = new Set(['shutting-down', 'terminated']);
const ledgerSchema = z.object({ leaked: z.array(z.string()) });

/**
 * A CML server on each running instance of somebody's cloud: it boots when its instance runs, keeps its disk over
 * stop and start, and is forgotten when its instance is terminated. A licence it still held then is leaked for good.
 * What was on a disk outlives its instance in copies, which are snapshots; whoever is launched from one goes on from it.
 */
export class CmlFarm {
  readonly #options: CmlFarmOptions;
  readonly #plots = new Map<string, Plot>();
  readonly #ledger: StateFile;
  readonly #leaked: Set<string>;
  #unsubscribe: (() => void) | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: CmlFarmOptions) {
    this.#options = options;
    mkdirSync(options.directory, { recursive: true });
    this.#ledger = new StateFile(join(options.directory, 'ledger.json'));
    this.#leaked = new Set(ledgerSchema.safeParse(this.#ledger.read()).data?.leaked);
  }

  async start(): Promise<void> {
    this.#unsubscribe = this.#options.source.onChange(() => void this.#look());
    await this.refresh();
  }

  async close(): Promise<void> {
    this.#unsubscribe?.();
    await this.#work;
    await Promise.all([...this.#plots.values()].map(async ({ server }) => server?.close()));
    this.#plots.clear();
  }

  /** The model behind an instance, for tests and for pages that look inside. */
  model(instanceId: string): CmlModel | undefined {
    return this.#plots.get(instanceId)?.model;
  }

  /** Where the server of an instance listens, while it does. */
  url(instanceId: string): string | undefined {
    return this.#plots.get(instanceId)?.server?.url;
  }

  /**
   * Copies a disk, of an instance to a snapshot or the other way. At once and durably, so that the copy is there before
   * anybody hears of it. A disk that nobody has written to yet has nothing to copy.
   */
  copyDisk(from: string, to: string): void {
    const known = this.#plots.get(from);
    const disk = known ? diskOf(known.model) : this.#file(from).read();
    if (disk !== undefined) this.#file(to).write(disk);
  }

  /** Throws a copy away. */
  forgetDisk(id: string): void {
    rmSync(this.#path(id), { force: true });
  }

  /** Instances that were terminated with a licence in their hands. */
  get leakedLicenses(): readonly string[] {
    return [...this.#leaked];
  }

  /** Makes the servers what the instances say; one round after the other. */
  async refresh(): Promise<void> {
    const round = this.#work.then(async () => this.#round());
    // A round that fails is its caller's to know of; the next one starts afresh.
    this.#work = round.catch(() => undefined);
    await round;
  }

  async #look(): Promise<void> {
    try {
      await this.refresh();
    } catch (problem) {
      this.#options.onProblem?.(problem, '');
    }
  }

  async #round(): Promise<void> {
    const instances = this.#options.source.list();
    const alive = instances.filter(({ state }) => !ended.has(state));
    const ids = new Set(alive.map(({ id }) => id));
    const gone = this.#known().filter((id) => !ids.has(id));
    await Promise.all([
      ...gone.map(async (id) => this.#forget(id)),
      ...alive.map(async (instance) => this.#tend(instance)),
    ]);
  }

  #known(): string[] {
    const files = readdirSync(this.#options.directory).map((name) => /^(i-.*)\.json$/.exec(name)?.[1]);
    return [...new Set([...this.#plots.keys(), ...files.filter((id) => id !== undefined)])];
  }

  async #tend(instance: FarmInstance): Promise<void> {
    if (instance.state === 'running') await this.#run(this.#plot(instance), instance);
    else if (instance.state === 'stopping' || instance.state === 'stopped') await this.#halt(this.#plot(instance));
  }

  #plot({ id, privateIp }: FarmInstance): Plot {
    const known = this.#plots.get(id);
    if (known) return known;
    const { clock, random, settings } = this.#options;
    const file = this.#file(id);
    const hostname = privateIp === undefined ? {} : { hostname: `ip-${privateIp.replaceAll('.', '-')}` };
    const seed = Math.floor(random.next() * 2 ** 32);
    const model = new CmlModel({
      clock,
      random: new SeededRandom(seed),
      settings: { ...hostname, ...settings },
      saved: file.read(),
    });
    const plot = { model, file };
    this.#plots.set(id, plot);
    return plot;
  }

  async #run(plot: Plot, instance: FarmInstance): Promise<void> {
    const { model, file } = plot;
    if (model.phase === 'off') {
      model.powerOn();
      file.write(model.toJSON());
    }
    const host = this.#options.hostOf ? this.#options.hostOf(instance) : instance.publicIp;
    if (plot.server || host === undefined) return;
    const { port = 443, consolePort, onProblem } = this.#options;
    const save = (state: unknown): void => file.write(state);
    try {
      plot.server = await startCmlServer({ model, host, port, consolePort, save });
    } catch (problem) {
      onProblem?.(problem, instance.id);
    }
  }

  async #halt(plot: Plot): Promise<void> {
    const { model, file, server } = plot;
    if (model.phase !== 'off') {
      model.powerOff();
      file.write(model.toJSON());
    }
    delete plot.server;
    await server?.close();
  }

  async #forget(id: string): Promise<void> {
    const plot = this.#plots.get(id) ?? this.#plot({ id, state: 'terminated' });
    if (plot.model.holdsLicense) {
      this.#leaked.add(id);
      this.#ledger.write({ leaked: [...this.#leaked] });
    }
    await plot.server?.close();
    this.#plots.delete(id);
    this.forgetDisk(id);
  }

  #file(id: string): StateFile {
    return new StateFile(this.#path(id));
  }

  #path(id: string): string {
    return join(this.#options.directory, `${id}.json`);
  }
}
