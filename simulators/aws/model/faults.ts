import { z } from 'zod';
import { bootOutcomes } from './catalog.ts';
import { isEc2Code } from './ec2-error.ts';

/** One call as the network sees it. */
export interface Call {
  readonly action: string;
  readonly region: string;
  /** What is asked for, where that matters. */
  readonly instanceType?: string | undefined;
  readonly zone?: string | undefined;
}

const scope = {
  /** Which actions it hits; all when left out. */
  actions: z.array(z.string()).readonly().optional(),
  region: z.string().optional(),
  /** How many calls it hits; until it is cleared when left out. */
  count: z.int().positive().optional(),
};
const ms = z.number().nonnegative();

export const Fault = z.discriminatedUnion('kind', [
  /** Answered with this code, and nothing happens. */
  z.strictObject({ kind: z.literal('refuse'), code: z.string().refine(isEc2Code, 'no code of EC2'), ...scope }),
  /** It happens, and the caller never hears of it. */
  z.strictObject({ kind: z.literal('lose-answer'), ...scope }),
  /** The answer takes this long. It happens at the end of it. */
  z.strictObject({ kind: z.literal('slow'), ms, ...scope }),
  /** How the next boots end, after RunInstances or StartInstances. */
  z.strictObject({ kind: z.literal('boot'), outcome: z.enum(bootOutcomes), ...scope }),
  /** Describe calls do not see a write for this long. */
  z.strictObject({ kind: z.literal('lag'), ms, ...scope }),
  /** There is no host left for launches and starts: of one instance type or of all, in one zone or in all. */
  z.strictObject({
    kind: z.literal('no-capacity'),
    instanceType: z.string().optional(),
    zone: z.string().optional(),
    ...scope,
  }),
  /** The next snapshots come to nothing. */
  z.strictObject({ kind: z.literal('snapshot-fails'), ...scope }),
]);
export type Fault = z.infer<typeof Fault>;
export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** What shall go wrong. The oldest fault that fits a call hits it first. */
export class FaultPlan {
  #faults: readonly Fault[];

  constructor(faults: readonly Fault[] = []) {
    this.#faults = faults;
  }

  get all(): readonly Fault[] {
    return this.#faults;
  }

  add(...faults: readonly Fault[]): void {
    this.#faults = [...this.#faults, ...faults];
  }

  /** One that lasts until it is taken away again. */
  remove(fault: Fault): void {
    this.#faults = this.#faults.filter((each) => each !== fault);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The fault of this kind that hits the call, used up by one. */
  take<Kind extends Fault['kind']>(kind: Kind, call: Call): FaultOf<Kind> | undefined {
    const isWanted = (fault: Fault): fault is FaultOf<Kind> => fault.kind === kind && hits(fault, call);
    const found = this.#faults.find(isWanted);
    if (found?.count === undefined) return found;
    const rest = found.count > 1 ? [{ ...found, count: found.count - 1 }] : [];
    this.#faults = this.#faults.flatMap((fault) => (fault === found ? rest : [fault]));
    return found;
  }
}

function hits(fault: Fault, call: Call): boolean {
  const { actions, region } = fault;
  const { instanceType, zone } = fault.kind === 'no-capacity' ? fault : {};
  const wanted = { region, instanceType, zone };
  const asked = { region: call.region, instanceType: call.instanceType, zone: call.zone };
  const fits = (['region', 'instanceType', 'zone'] as const).every(
    (what) => wanted[what] === undefined || wanted[what] === asked[what],
  );
  return fits && (actions?.includes(call.action) ?? true);
}
