import { DirectInstances } from '@lcm/aws-simulator/direct-instances';
import { DirectVolumeSnapshots } from '@lcm/aws-simulator/direct-volume-snapshots';
import { DirectCmlServers } from '@lcm/cml-simulator/direct-cml-servers';
import { MozartGradingEngine } from '@lcm/core/adapters/grading-engine/mozart-grading-engine';
import type { Session } from '@lcm/core/domain/session';
import type { CmlEndpoint, CmlServer, CmlServers } from '@lcm/core/ports/cml';
import type { GradingEngine } from '@lcm/core/ports/grading-engine';
import { type Instances, InstancesError, type LaunchRequest, type SeenInstance } from '@lcm/core/ports/instances';
import { type LabDeliveries, type LabDelivery, oneDelivery } from '@lcm/core/ports/lab-delivery';
import type { VolumeSnapshots } from '@lcm/core/ports/volume-snapshots';
import { directEngineTransport } from '@lcm/grading-simulator/direct-transport';
import { DirectLabDelivery } from '@lcm/lds-simulator/direct-lab-delivery';
import type { SimWorld } from '../sim-world.ts';
import type { Process } from './process.ts';
import { wrap } from './wrap.ts';

/** The outside as a controller reaches it. */
export interface Outside {
  readonly instances: Instances;
  readonly snapshots: VolumeSnapshots;
  readonly cml: CmlServers;
  readonly labDeliveries: LabDeliveries;
  readonly gradingEngine: GradingEngine;
}

/** How likely a process dies, or is stopped, between deciding on something that cannot be undone and sending it. */
const deathPerEffect = 1 / 60;
const pausePerEffect = 1 / 60;
const pausePerRead = 1 / 300;
const pauseMs = 40 * 60_000;

/** The models behind the ports; what a controller does there that matters to others is looked at before it is sent. */
export function outsideOf(world: SimWorld, process: Process): Outside {
  const { clock, custody, earlyEnds } = world;
  const { life } = process;
  const send = new Sending(world, process);
  const direct = new DirectInstances({ model: world.ec2, clock });
  const instances = wrap<Instances>(life.guard(direct), {
    launch: (request) => send.out('launch', undefined, () => launch(world, direct, request)),
    stop: (region, id) => {
      earlyEnds.hostTaken(id, 'stop');
      return send.out('stop', id, () => direct.stop(region, id));
    },
    terminate: (region, id) => {
      earlyEnds.hostTaken(id, 'termination');
      custody.ended(id);
      send.noteIfStuck(id);
      send.issued(send.workerOf(id), `terminate ${id}`);
      return send.out('terminate', id, () => direct.terminate(region, id));
    },
  });
  const servers = new DirectCmlServers((url) => world.cmlAt(url));
  const delivery = new DirectLabDelivery({ model: world.lds, clock });
  const labDelivery = wrap<LabDelivery>(life.guard(delivery), {
    release: (id) => {
      send.issued(
        send.sessionOf(({ delivery: of }) => of?.id === id),
        `release ${id}`,
      );
      return send.out('release', undefined, () => delivery.release(id));
    },
  });
  const engine = directEngineTransport(world.grading);
  return {
    instances,
    snapshots: life.guard<VolumeSnapshots>(new DirectVolumeSnapshots({ model: world.ec2, clock })),
    cml: { at: (endpoint) => cmlServer(servers.at(endpoint), { world, send, endpoint, process }) },
    labDeliveries: oneDelivery(labDelivery),
    // It may die between two calls of one grading.
    gradingEngine: new MozartGradingEngine((call) => life.hears(async () => engine(call))),
  };
}

/** A signed request is good for five minutes: so long it may be on its way while its caller has given up. */
const latestLaunchMs = 5 * 60_000;

async function launch(world: SimWorld, direct: Instances, request: LaunchRequest): Promise<SeenInstance> {
  if (world.lateLaunches === 0) return direct.launch(request);
  world.lateLaunches -= 1;
  const onItsWayMs = (0.5 + world.network.next() / 2) * latestLaunchMs;
  void world.clock
    .sleep(onItsWayMs)
    .then(() => direct.launch(request))
    .catch(() => undefined);
  throw new InstancesError('unavailable', 'RunInstances gave no answer in time');
}

interface CmlContext {
  readonly world: SimWorld;
  readonly send: Sending;
  readonly endpoint: CmlEndpoint;
  readonly process: Process;
}

function cmlServer(direct: CmlServer, { world, send, endpoint, process }: CmlContext): CmlServer {
  const { earlyEnds } = world;
  const instance = send.instanceAt(endpoint.url);
  const labEffect = (what: string, id: string): void => {
    earlyEnds.labTaken(id, what);
    if (what !== 'stop')
      send.issued(
        send.sessionOf(({ lab }) => lab?.id === id),
        `${what} lab ${id}`,
      );
  };
  return wrap<CmlServer>(process.life.guard(direct, ['events']), {
    lab: (id) => send.read(() => direct.lab(id)),
    extractConfigurations: (id) =>
      process.life.hears(async () => {
        const read = await direct.extractConfigurations(id);
        world.kept.extracted(id, read);
        return read;
      }),
    licensing: () => send.read(() => direct.licensing()),
    stopLab: (id) => {
      labEffect('stop', id);
      return send.out('stop lab', instance, () => direct.stopLab(id));
    },
    wipeLab: (id) => {
      labEffect('wipe', id);
      return send.out('wipe lab', instance, () => direct.wipeLab(id));
    },
    deleteLab: (id) => {
      labEffect('delete', id);
      return send.out('delete lab', instance, () => direct.deleteLab(id));
    },
    deregisterLicense: () => {
      send.issued(instance === undefined ? undefined : send.workerOf(instance), 'deregister');
      return send.out('deregister', instance, () => direct.deregisterLicense());
    },
  });
}

/** The last moment before something leaves a process. */
class Sending {
  readonly #world: SimWorld;
  readonly #process: Process;

  constructor(world: SimWorld, process: Process) {
    this.#world = world;
    this.#process = process;
  }

  workerOf(instance: string): string | undefined {
    const worker = [...this.#world.auditor.workers.values()].find(({ instanceId }) => instanceId === instance);
    return worker && `worker/${worker.id}`;
  }

  sessionOf(isMeant: (session: Session) => boolean): string | undefined {
    const session = [...this.#world.auditor.sessions.values()].find(isMeant);
    return session && `session/${session.id}`;
  }

  instanceAt(url: string): string | undefined {
    const address = url.replace(/^https:\/\//, '');
    return this.#world.ec2.truth.find((one) => one.address === address && one.state === 'running')?.id;
  }

  /** Whoever ends a host that is still booting has waited long for it: it never will come up. */
  noteIfStuck(instance: string): void {
    const { ec2, troubles } = this.#world;
    const host = ec2.truth.find(({ id }) => id === instance);
    if (host?.state === 'pending') troubles.note('it never came up', instance);
  }

  issued(stream: string | undefined, what: string): void {
    if (stream !== undefined) this.#world.succession.issued({ process: this.#process.name, stream, what });
  }

  /** It may die before it, after it, or be stopped in between: then it lands whenever it goes on. */
  async out<Value>(what: string, instance: string | undefined, work: () => Promise<Value>): Promise<Value> {
    const { life } = this.#process;
    const { network, troubles, roughness } = this.#world;
    const luck = roughness > 0 ? network.next() : 0.5;
    if (luck < deathPerEffect * roughness) life.die();
    else if (luck < (deathPerEffect + pausePerEffect) * roughness) {
      troubles.note(`"${what}" was sent late by ${this.#process.name}`, instance);
      this.#stop();
    }
    const answer = life.hears(() => {
      this.#world.tend();
      return work();
    });
    if (luck > 1 - deathPerEffect * roughness) life.die();
    return answer;
  }

  /** The last look before something is done: it may be stopped there, and go on as if nothing had been. */
  read<Value>(work: () => Promise<Value>): Promise<Value> {
    const { roughness, network } = this.#world;
    if (roughness > 0 && network.next() < pausePerRead * roughness) this.#stop();
    return this.#process.life.hears(work);
  }

  #stop(): void {
    const { life } = this.#process;
    life.pause();
    void this.#world.clock.sleep(this.#world.network.next() * pauseMs).then(() => life.resume());
  }
}
