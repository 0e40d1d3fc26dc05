import { rejectionOf } from '@lcm/control-plane-api/http/problem';
import { statusFor } from '@lcm/control-plane-api/http/rejections';
import { routes } from '@lcm/control-plane-api/http/routes';
import type { Actor } from '@lcm/core/domain/access';
import { ok } from '@lcm/core/kernel';
import { stateWhenAnswered } from './checks/acknowledged.ts';
import type { Acknowledged } from './checks/evidence.ts';
import { findSecrets } from './checks/secrets.ts';
import type { ExamPaper } from './exams/exam-paper.ts';
import type { PlantedBug } from './planted/bug.ts';
import { runController } from './process/controllers.ts';
import { Planes } from './process/planes.ts';
import { ask, controllerKinds, NoAnswerError } from './process/process.ts';
import { Seat, type SeatOptions } from './process/seat.ts';
import { replicas } from './settings.ts';
import type { SimWorld } from './sim-world.ts';

export { NoAnswerError } from './process/process.ts';

export interface HostOptions {
  readonly seed: number;
  readonly controlPlanes: number;
  readonly paper: ExamPaper;
  readonly bug: PlantedBug | undefined;
}

type Planned = Pick<SeatOptions, 'kind' | 'start'>;

/** How often the answer to a person is lost on its way. */
const lostAnswers = 1 / 150;

/** The machines that run the product: several processes, each of which dies, stops and starts on its own. */
export class Host {
  readonly acknowledged: Acknowledged[] = [];
  readonly planes: Planes;
  readonly #world: SimWorld;
  readonly #seats: readonly Seat[];
  #calls = 0;

  constructor(world: SimWorld, { seed, controlPlanes, paper, bug }: HostOptions) {
    this.#world = world;
    this.planes = new Planes(world, { bug, controlPlanes });
    const { planes } = this;
    const controllers = { world, planes, paper, plant: bug?.plant ?? {} };
    const planned = [
      ...times<Planned>(controlPlanes, { kind: 'control-plane', start: (process) => planes.run(process) }),
      ...controllerKinds.flatMap((kind) =>
        times<Planned>(replicas, { kind, start: (process) => runController(controllers, kind, process) }),
      ),
    ];
    this.#seats = planned.map(
      (seat, index) =>
        new Seat(world, { ...seat, name: `${seat.kind}-${index + 1}`, seed: seed * 1_000_003 + index * 4_001 }),
    );
  }

  get deaths(): number {
    return this.#seats.reduce((sum, { deaths }) => sum + deaths, 0);
  }

  get pauses(): number {
    return this.#seats.reduce((sum, { pauses }) => sum + pauses, 0);
  }

  async run(going: () => boolean): Promise<void> {
    await Promise.all(this.#seats.map((seat) => seat.run(going)));
  }

  /** One request of somebody outside. @throws NoAnswerError */
  async call(operation: string, input: object, actor: Actor): Promise<{ ok: boolean; body: unknown }> {
    const route = routes.find((each) => each.operation.name === operation);
    if (route === undefined) throw new Error(`no operation ${operation}`);
    const { process, open } = this.planes.any();
    this.#calls += 1;
    const correlationId = `call-${this.#calls}`;
    const caller = { actor, correlationId };
    const request = { caller, anonymous: caller, input: ok(input) };
    const result = await ask(process, this.#world.clock, async () =>
      open
        .dispatch(route.operation, request)
        .catch((error: unknown) => ({ ok: false, rejection: rejectionOf(error) }) as const),
    );
    this.#loseSome();
    if (!result.ok) return refused(result.rejection);
    const { body } = result.value;
    findSecrets(this.#world.auditor.report, `the answer to ${operation}`, JSON.stringify(body));
    if (route.operation.kind === 'command') {
      const subject = stateWhenAnswered(this.#world.auditor, input);
      this.acknowledged.push({ operation, correlationId, input, body, subject });
    }
    return { ok: true, body };
  }

  #loseSome(): void {
    const { roughness, network } = this.#world;
    if (roughness > 0 && network.next() < lostAnswers * roughness) throw new NoAnswerError('the answer was lost');
  }
}

/** What is no answer to what was asked is none: people try again, or give up. */
function refused(rejection: { readonly code: string }): { ok: boolean; body: unknown } {
  if ((statusFor(rejection.code) ?? 500) >= 500) throw new NoAnswerError(`it failed: ${rejection.code}`);
  return { ok: false, body: rejection };
}

function times<Value>(count: number, value: Value): readonly Value[] {
  return Array.from({ length: count }, () => value);
}
