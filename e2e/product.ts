import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { eventually } from './eventually.ts';

const root = resolve(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);
const Secrets = z.object({ cmlPassword: z.string() });

/** The whole product as a person starts it: one process, on ports of its own, with a data folder of its own. */
export class Product {
  readonly folder: string;
  readonly ports: Readonly<Record<'app' | 'aws' | 'lds' | 'cml', number>>;
  readonly starts: { readonly at: number; readonly tookMs: number }[] = [];
  #process: ChildProcess | undefined;

  constructor(folder: string, ports: Product['ports']) {
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

  get cmlPassword(): string {
    return Secrets.parse(JSON.parse(readFileSync(join(this.folder, 'data/secrets.json'), 'utf8'))).cmlPassword;
  }

  get log(): string {
    return readFileSync(join(this.folder, 'product.log'), 'utf8');
  }

  /** What of the log is not everyday: warnings, errors, and whatever is no line of it. */
  get warnings(): string {
    const lines = this.log.split('\n').filter((line) => !/^\{"level":[123]0,/.test(line));
    return lines.slice(-20).join('\n');
  }

  /** Returns once it serves. A second start has the same data and the same ports. */
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

  /** As when the power fails: nothing of it gets to say good-bye. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
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
      SIMULATION_CML_PORT: String(cml),
      SIMULATION_NETWORK: String(100 + (app % 150)),
    };
  }
}

/** A product that serves, with its screens built from what is in the tree now. */
export async function startProduct(): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'lcm-e2e-'));
  execFileSync(bin('vite'), ['build', 'src/ui', '--outDir', join(folder, 'ui'), '--logLevel', 'error'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [app, aws, lds, cml] = await freePorts();
  const product = new Product(folder, { app, aws, lds, cml });
  await product.start();
  return product;
}

/** All are taken before the first is given back, so that none is handed out twice. */
async function freePorts(): Promise<readonly [number, number, number, number]> {
  const taken = await Promise.all([takePort(), takePort(), takePort(), takePort()]);
  const [app, aws, lds, cml] = taken;
  await Promise.all(taken.map(async ({ free }) => free()));
  return [app.port, aws.port, lds.port, cml.port];
}

async function takePort(): Promise<{ readonly port: number; readonly free: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was free');
  const free = async (): Promise<void> => new Promise((closed) => void server.close(() => closed()));
  return { port: address.port, free };
}
