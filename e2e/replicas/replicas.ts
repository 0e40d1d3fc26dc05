import { existsSync, rmSync } from 'node:fs';
import type { Random } from '@lcm/core/kernel';
import { freePorts } from '../../scripts/free-port.ts';
import { eventually } from '../eventually.ts';
import type { Child } from '../four-processes/child.ts';
import type { Product, Start } from '../product.ts';
import { type FrontDoor, openFrontDoor } from './front-door.ts';
import { cmlPassword, controller, controllers, controlPlane, identityOfFirst, secretOf, world } from './programs.ts';
import { type StorePrograms, type Stores, startStores } from './stores.ts';

type Ports = ReturnType<typeof portsFrom>;

/**
 * The product as it runs in production: two control planes behind one address, each controller twice, on etcd, MongoDB's wire
 * protocol and Redis.
 */
class Replicas implements Product {
  readonly isOneProcess = false;
  readonly cmlPassword = cmlPassword;
  readonly starts: Start[] = [];
  readonly #folder: string;
  readonly #ports: Ports;
  readonly #stores: Stores;
  readonly #door: FrontDoor;
  readonly #services: readonly Child[];
  readonly #world: Child;

  constructor(
    { folder, ports }: { readonly folder: string; readonly ports: Ports },
    parts: {
      readonly stores: Stores;
      readonly door: FrontDoor;
      readonly services: readonly Child[];
      readonly world: Child;
    },
  ) {
    this.#folder = folder;
    this.#ports = ports;
    this.#stores = parts.stores;
    this.#door = parts.door;
    this.#services = parts.services;
    this.#world = parts.world;
  }

  get url(): string {
    return urlOf(this.#ports.door);
  }

  get awsUrl(): string {
    return urlOf(this.#ports.aws);
  }

  get ldsUrl(): string {
    return urlOf(this.#ports.lds);
  }

  get cmlPort(): number {
    return this.#ports.cml;
  }

  get log(): string {
    return this.#services.map(({ said }) => said).join('\n');
  }

  get warnings(): string {
    return this.log;
  }

  /** All services; the stores and the world stay. */
  async kill(): Promise<void> {
    await Promise.all(this.#services.map(async (child) => child.kill()));
  }

  async start(): Promise<void> {
    const at = Date.now();
    for (const child of this.#services) child.startAgain();
    await this.serves();
    this.starts.push({ at, tookMs: Date.now() - at });
  }

  /** Stores die too: what they acknowledged has to be there when they are back. */
  async strike(random: Random): Promise<string> {
    const at = Date.now();
    const mortals = [...this.#services, ...this.#stores.children];
    const victim = mortals[Math.floor(random.next() * mortals.length)];
    await victim?.kill();
    victim?.startAgain();
    await this.serves();
    const tookMs = Date.now() - at;
    this.starts.push({ at, tookMs });
    return `${victim?.name}; everything was ready again after ${tookMs} ms`;
  }

  async serves(): Promise<void> {
    await this.#stores.serve();
    for (const port of [this.#ports.first, this.#ports.second]) await ready(port);
  }

  async stop(): Promise<void> {
    await this.#door.close();
    await Promise.all(this.#services.map(async (child) => child.stop()));
    await Promise.all([this.#world, ...this.#stores.children].map(async (child) => child.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Four services in replicas that serve, on stores of their own. */
export async function startReplicas(folder: string, programs: StorePrograms): Promise<Product> {
  const at = Date.now();
  const ports = portsFrom(await freePorts(10 + 2 * controllers.length));
  const stores = startStores(programs, folder, ports);
  await stores.serve();
  const door = await openFrontDoor(ports.door, [ports.first, ports.second], isOfIdentity);
  const network = 100 + (ports.door % 150);
  const layout = { folder, url: urlOf(ports.door), stores: stores.settings, network, ports };
  const first = controlPlane(layout, { name: 'first', port: ports.first }, { DEMO_USERS: 'true' });
  await ready(ports.first);
  await eventually('the secrets of the services', async () => existsSync(secretOf(layout, 'delivery')));
  const second = controlPlane(layout, { name: 'second', port: ports.second }, identityOfFirst(layout));
  const twice = [...controllers, ...controllers].map((service, index) =>
    controller(layout, service, ports.health[index] ?? 0),
  );
  const services = [first, second, ...twice];
  const product = new Replicas({ folder, ports }, { stores, door, services, world: world(layout) });
  await product.serves();
  product.starts.push({ at, tookMs: Date.now() - at });
  return product;
}

function portsFrom(free: readonly number[]) {
  const left = [...free];
  const next = (): number => left.pop() ?? 0;
  return {
    door: next(),
    first: next(),
    second: next(),
    aws: next(),
    lds: next(),
    cml: next(),
    etcd: next(),
    etcdPeer: next(),
    ferretdb: next(),
    redis: next(),
    health: left,
  };
}

/** What the embedded provider alone can do, and examples that log in by it, come from the control plane that has it. */
function isOfIdentity(path: string): boolean {
  return /^\/(idp|api\/v1\/auth\/token|api\/v1\/openapi\.json|api\/auth\/login)/.test(path);
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function ready(port: number): Promise<void> {
  await eventually(`the control plane on ${port} is ready`, async () =>
    fetch(`${urlOf(port)}/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
}
