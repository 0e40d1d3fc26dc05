import { ok, type Result, reject } from '../../kernel/index.ts';
import { ConflictError, type Refusal } from '../../ports/control-plane/index.ts';

export type Sent = Result<{ readonly position: number }, Refusal>;
type Decision<Event> = Result<readonly Event[], { readonly code: string }>;

/** One kind of aggregate with all its events, folded as they come. */
export class Streams<State, Event> {
  readonly #evolve: (state: State | undefined, event: Event) => State;
  readonly #items = new Map<string, { readonly state: State; readonly version: number }>();
  readonly events: Event[] = [];

  constructor(evolve: (state: State | undefined, event: Event) => State) {
    this.#evolve = evolve;
  }

  get(id: string): (State & { readonly version: number }) | undefined {
    const item = this.#items.get(id);
    return item && { ...item.state, version: item.version };
  }

  all(): readonly (State & { readonly version: number })[] {
    return [...this.#items.values()].map(({ state, version }) => ({ ...state, version }));
  }

  append(id: string, events: readonly Event[]): void {
    const { state, version } = this.#items.get(id) ?? { state: undefined, version: 0 };
    if (events.length === 0) return;
    const next = events.reduce<State | undefined>((before, event) => this.#evolve(before, event), state);
    if (next === undefined) return;
    this.#items.set(id, { state: next, version: version + 1 });
    this.events.push(...events);
  }

  /** One decision, one commit; refused when the caller has seen an older version. */
  change(id: string, expected: number | undefined, decide: (state: State) => Decision<Event>): Sent {
    return this.record(id, expected, (state) => (state === undefined ? reject({ code: 'unknown' }) : decide(state)));
  }

  /** Also of what was not there before. */
  record(id: string, expected: number | undefined, decide: (state: State | undefined) => Decision<Event>): Sent {
    const { state, version } = this.#items.get(id) ?? { state: undefined, version: 0 };
    if (expected !== undefined && expected !== version) throw new ConflictError(`${id} is at version ${version}`);
    const decision = decide(state);
    if (!decision.ok) return reject({ code: decision.rejection.code, message: JSON.stringify(decision.rejection) });
    this.append(id, decision.value);
    return ok({ position: this.events.length });
  }
}
