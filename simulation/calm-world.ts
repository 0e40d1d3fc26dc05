import type { Actor } from '@lcm/core/domain/access';
import type { Session } from '@lcm/core/domain/session';
import { runAround } from './around.ts';
import { admin } from './asking.ts';
import { readExamPaper } from './exams/exam-paper.ts';
import { Host } from './host.ts';
import type { Profile } from './profile.ts';
import { SimWorld } from './sim-world.ts';

const minute = 60_000;

/** Nothing goes wrong, nobody else is there, and all that happens is what a test does. */
const calm: Profile = {
  name: 'week',
  days: 7,
  parts: {
    west: false,
    strangers: false,
    plans: false,
    classes: false,
    changes: false,
    gradedOutside: false,
    warm: false,
  },
  roughness: 0,
  leaseTtlMs: 15 * minute,
};

/** Hosts as large as those that installations begin with. */
const template = {
  name: 'metal',
  description: 'm5zn.metal',
  enabled: true,
  bootMinutes: 25,
  spec: {
    region: 'us-east-1',
    instanceType: 'm5zn.metal',
    imageName: 'cml-2.9*',
    volumeGiB: 256,
    capacity: { cpuCores: 48, memoryMiB: 196_608, storageGiB: 200, nodes: 200 },
    portRange: { first: 2000, last: 9999 },
    hourlyCostUsd: 3.9641,
    unlicensedNodes: 5,
    registersLicense: true,
  },
};

/** The whole product over the simulators in virtual time, as one person after the other uses it. */
export class CalmWorld {
  readonly world: SimWorld;
  readonly #host: Host;

  private constructor(world: SimWorld, host: Host) {
    this.world = world;
    this.#host = host;
  }

  static async open(): Promise<CalmWorld> {
    const paper = readExamPaper('built-in');
    const world = new SimWorld({ seed: 1, paper, profile: calm });
    const host = new Host(world, { seed: 1, bug: undefined, paper, controlPlanes: 1 });
    void host.run(() => true);
    runAround(world, host);
    await world.clock.advance(minute);
    const opened = new CalmWorld(world, host);
    await opened.ask('DefineTemplate', template, admin);
    return opened;
  }

  /** The answer to a request that is expected to be granted, while time goes on. */
  async ask(operation: string, input: object, as: Actor): Promise<unknown> {
    let answer: Awaited<ReturnType<Host['call']>> | undefined;
    const asking = (async () => {
      answer = await this.#host.call(operation, input, as);
    })();
    await this.world.clock.run({ until: () => answer !== undefined });
    await asking;
    if (answer?.ok !== true) throw new Error(`${operation}: ${JSON.stringify(answer?.body)}`);
    return answer.body;
  }

  /** A session once it is in that state; as it is when time is up otherwise. */
  async session(id: string, status: Session['status']): Promise<Session> {
    const { clock, auditor } = this.world;
    const latest = clock.now() + 5 * 60 * minute;
    while (auditor.sessions.get(id)?.status !== status && clock.now() < latest) await clock.advance(minute);
    const session = auditor.sessions.get(id);
    if (session === undefined) throw new Error(`there is no session ${id}`);
    return session;
  }
}
