import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { freePorts } from '../scripts/free-port.ts';
import { eventually } from './eventually.ts';
import type { Product, Start } from './product.ts';
import { startReplicas } from './replicas/replicas.ts';
import { storePrograms } from './replicas/stores.ts';

const root = resolve(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);
const Secrets = z.object({ cmlPassword: z.string() });

/** As a person starts it: one process, on ports of its own, with a data folder of its own. */
class OneProcess implements Product {
  readonly isOneProcess = true;
  readonly folder: string;
  readonly ports: Readonly<Record<'app' | 'aws' | 'lds' | 'cml', number>>;
  readonly starts: Start[] = [];
  #process: ChildProcess | undefined;

  constructor(folder: string, ports: OneProcess['ports']) {
    this.folder = folder;
    this.ports = ports;
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.app}`;
  }

  get awsUrl(): string {
    return `http://127.0.0.1:${this.ports.aws}`;
  }

  get ldsUrl(): string {
    return `http://127.0.0.1:${this.ports.lds}`;
  }

  get cmlPort(): number {
    return this.ports.cml;
  }

  get cmlPassword(): string {
    return Secrets.parse(JSON.parse(readFileSync(join(this.folder, 'data/secrets.json'), 'utf8'))).cmlPassword;
  }

  get log(): string {
    return readFileSync(join(this.folder, 'product.log'), 'utf8');
  }

  get warnings(): string {
    const lines = this.log.split('\n').filter((line) => !/^\{"level":[123]0,/.test(line));
    return lines.slice(-20).join('\n');
  }

  async start(): Promise<void> {
    const at = Date.now();
    const child = spawn(bin('node'), ['src/lcm/main.ts'], { cwd: root, env: this.#environment() });
    this.#process = child;
    const log = createWriteStream(join(this.folder, 'product.log'), { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    await eventually(`the product at ${this.url} serves`, async () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${this.log.slice(-3000)}`);
      return fetch(`${this.url}/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
    this.starts.push({ at, tookMs: Date.now() - at });
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async strike(): Promise<string> {
    await this.kill();
    await this.start();
    return `everything, which served again after ${this.starts.at(-1)?.tookMs} ms`;
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((done) => void child.once('exit', () => done()));
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  }

  #environment(): NodeJS.ProcessEnv {
    const { app, aws, lds, cml } = this.ports;
    return {
      PATH: process.env['PATH'],
      HOME: this.folder,
      APP_PORT: String(app),
      PUBLIC_URL: this.url,
      UI_FOLDER: join(this.folder, 'ui'),
      LCM_DATA: join(this.folder, 'data'),
      SIMULATION_AWS_PORT: String(aws),
      SIMULATION_LDS_PORT: String(lds),
      SIMULATION_SMTP_PORT: '0',
      SIMULATION_MAIL_PORT: '0',
      SIMULATION_CML_PORT: String(cml),
      SIMULATION_NETWORK: String(100 + (app % 150)),
    };
  }
}

/**
 * A product that serves, with its screens built from what is in the tree now: the demo, or, where programs for its stores
 * are named, four services in several replicas.
 */
export async function startProduct(): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'lcm-e2e-'));
  execFileSync(bin('vite'), ['build', 'src/ui', '--outDir', join(folder, 'ui'), '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const programs = storePrograms(process.env);
  if (programs) return startReplicas(folder, programs);
  const [app = 0, aws = 0, lds = 0, cml = 0] = await freePorts(4);
  const product = new OneProcess(folder, { app, aws, lds, cml });
  await product.start();
  return product;
}
