import * as z from 'zod';
import {
  type ControllerCommandInput,
  type ControllerCommandName,
  controllerCommands,
  controllerViews,
  InternalView,
  InternalViews,
  type View,
  type ViewKind,
} from '../../contracts/control-plane.ts';
import { LicenseToken } from '../../contracts/license.ts';
import { hasLeftLists, type WorkerId } from '../../domain/worker/index.ts';
import { ok, type Result, reject } from '../../kernel/index.ts';
import {
  ConflictError,
  type ControlPlane,
  ControlPlaneError,
  type Refusal,
  type SendOptions,
  SupersededError,
} from '../../ports/control-plane/index.ts';

/** One exchange with the control plane: plain JSON both ways. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  /** Below the API's root: `/internal/views/worker`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, number>> | undefined;
  readonly body?: unknown;
  readonly options?: SendOptions | undefined;
  /** Reads must show this position at least. */
  readonly atLeast?: number | undefined;
}

export interface WireAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly position?: number | undefined;
}

/** How requests get there. @throws ControlPlaneError when no answer came */
export type Exchange = (request: WireRequest) => Promise<WireAnswer>;

const Problem = z.object({
  code: z.string(),
  detail: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});

/** How many single things are kept to be compared with. */
const remembered = 2_000;

/**
 * The control plane as controllers see it. What passes is JSON by the contracts' schemas, over the network or within the
 * process: the same code on both ways, so that one process behaves as four do.
 */
export class WireControlPlane implements ControlPlane {
  readonly #exchange: Exchange;
  /** How far answers have shown the history of `epoch`: whoever answers next, time does not go back. */
  #seen = 0;
  #epoch: string | undefined;
  /** How far there is something to see, as the coordination store says. */
  #heard: { readonly epoch: string; readonly position: number } | undefined;
  readonly #known = new KnownViews();
  readonly #single = new Map<string, Single>();
  #learning: Promise<unknown> | undefined;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  heardOf({ epoch, position }: { readonly epoch?: string | undefined; readonly position: number }): void {
    if (epoch === undefined) return;
    const before = this.#heard?.epoch === epoch ? this.#heard.position : 0;
    this.#heard = { epoch, position: Math.max(before, position) };
  }

  /** Only what changed since the last look crosses the wire. */
  async list<Kind extends ViewKind>(kind: Kind): Promise<readonly View<Kind>[]> {
    const known: Known<Kind> = this.#known.get(kind) ?? { position: 0, items: new Map<string, View<Kind>>() };
    const { items, position, epoch } = await this.#changes(kind, known.position);
    if (this.#isOther(epoch)) {
      this.#forget(epoch);
      return this.list(kind);
    }
    const isNews = epoch !== this.#epoch;
    this.#epoch = epoch;
    if (isNews && position < this.#atLeast()) return this.list(kind);
    this.#see(position);
    const views = items.map((item) => decoded(kind, item));
    return this.#known.merge(kind, known, { position, views });
  }

  async #changes(kind: ViewKind, changedAfter: number): Promise<z.output<typeof InternalViews>> {
    const asked = { method: 'GET', path: `/internal/views/${kind}`, query: { changedAfter } } as const;
    const answer = await this.#exchange({ ...asked, atLeast: this.#atLeast() });
    // Another history may never come that far: whoever is behind is asked whose it tells.
    const told = isBehind(answer) ? await this.#exchange(asked) : answer;
    if (told.status !== 200) throw unexpected(told);
    const views = InternalViews.parse(told.body);
    if (told !== answer && !this.#isOther(views.epoch)) throw unexpected(answer);
    return views;
  }

  #isOther(epoch: string | undefined): boolean {
    return this.#epoch !== undefined && epoch !== this.#epoch;
  }

  /** What is known of another history is void. */
  #forget(epoch: string | undefined): void {
    this.#epoch = epoch;
    this.#seen = 0;
    this.#known.clear();
    this.#single.clear();
  }

  #atLeast(): number {
    return this.#heard?.epoch === this.#epoch ? Math.max(this.#seen, this.#heard?.position ?? 0) : this.#seen;
  }

  #see(position: number): void {
    this.#seen = Math.max(this.#seen, position);
  }

  /** What is known already does not cross the wire again. */
  async get<Kind extends ViewKind>(kind: Kind, id: string): Promise<View<Kind> | undefined> {
    if (this.#epoch === undefined && this.#heard !== undefined) await this.#learnEpoch(kind);
    const key = `${kind}/${id}`;
    const path = `/internal/views/${kind}/${encodeURIComponent(id)}`;
    const first = await this.#ask(path, key);
    // Another history may never come that far: the list finds out whose it is now, and fails when it is still this one.
    if (isBehind(first)) await this.list(kind);
    const answer = isBehind(first) ? await this.#ask(path, key) : first;
    const known = this.#single.get(key);
    if (isUnknown(answer)) return undefined;
    if (answer.status !== 200) throw unexpected(answer);
    const view = newestOf(kind, InternalView.parse(answer.body), known);
    this.#see(view.position);
    this.#remember(key, view);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- decoded by the schema of that kind, now or before
    return view.view as View<Kind>;
  }

  /** Whose history it is, only lists say. They are long: all who want to know share one. */
  async #learnEpoch(kind: ViewKind): Promise<void> {
    this.#learning ??= this.list(kind).finally(() => {
      this.#learning = undefined;
    });
    await this.#learning;
  }

  async #ask(path: string, key: string): Promise<WireAnswer> {
    const known = this.#single.get(key);
    const query = known ? { knownPosition: known.position } : {};
    return this.#exchange({ method: 'GET', path, query, atLeast: this.#atLeast() });
  }

  async licenseToken(workerId: WorkerId): Promise<string | undefined> {
    const path = `/internal/workers/${encodeURIComponent(workerId)}/license-token`;
    const answer = await this.#exchange({ method: 'GET', path, atLeast: this.#atLeast() });
    if (answer.status !== 200) throw unexpected(answer);
    return LicenseToken.parse(answer.body).token;
  }

  #remember(key: string, known: Single): void {
    this.#single.delete(key);
    this.#single.set(key, known);
    const oldest = this.#single.size > remembered ? this.#single.keys().next().value : undefined;
    if (oldest !== undefined) this.#single.delete(oldest);
  }

  async send<Name extends ControllerCommandName>(
    name: Name,
    input: ControllerCommandInput<Name>,
    options: SendOptions,
  ): Promise<Result<{ readonly position: number }, Refusal>> {
    const body = encodedCommand(name, input);
    const answer = await this.#exchange({ method: 'POST', path: `/internal/commands/${name}`, body, options });
    if (answer.status >= 200 && answer.status < 300) {
      const position = answer.position ?? 0;
      this.#see(position);
      return ok({ position });
    }
    return reject(refusalOf(answer));
  }
}

interface Single {
  readonly position: number;
  readonly view: View<ViewKind>;
}

/** What was known, unless there is something newer. */
function newestOf(
  kind: ViewKind,
  { position, item }: z.output<typeof InternalView>,
  known: Single | undefined,
): Single {
  return item === undefined && known?.position === position ? known : { position, view: decoded(kind, item) };
}

interface Known<Kind extends ViewKind> {
  readonly position: number;
  readonly items: ReadonlyMap<string, View<Kind>>;
}

/** What was seen of each kind, and up to where. */
class KnownViews {
  readonly #byKind = new Map<ViewKind, unknown>();

  get<Kind extends ViewKind>(kind: Kind): Known<Kind> | undefined {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `merge` keeps each kind under its own name
    return this.#byKind.get(kind) as Known<Kind> | undefined;
  }

  /** Answers may overtake each other: an older one has nothing to add. */
  merge<Kind extends ViewKind>(
    kind: Kind,
    before: Known<Kind>,
    { position, views }: { readonly position: number; readonly views: readonly View<Kind>[] },
  ): readonly View<Kind>[] {
    const newest = this.get(kind) ?? before;
    if (position < newest.position) return [...newest.items.values()];
    const items = new Map([...newest.items, ...views.map((view) => [idOf(view), view] as const)]);
    for (const view of views.filter((one) => hasLeftLists(kind, one))) items.delete(idOf(view));
    this.#byKind.set(kind, { position, items });
    return [...items.values()];
  }

  clear(): void {
    this.#byKind.clear();
  }
}

function idOf(view: View<ViewKind>): string {
  return 'id' in view ? view.id : view.name;
}

/** @throws the errors of the port for what is no refusal */
function refusalOf(answer: WireAnswer): Refusal {
  const problem = Problem.safeParse(answer.body);
  if (!problem.success || !isRefusal(answer.status)) throw unexpected(answer);
  const { code, detail = code, details } = problem.data;
  if (code === 'request.unknown-route') throw unexpected(answer);
  if (code === 'state.conflict') throw new ConflictError(detail);
  if (code === 'leader.superseded') throw new SupersededError(detail);
  return { code, message: detail, details };
}

function isBehind({ status, body }: WireAnswer): boolean {
  return status !== 200 && ['state.behind', 'state.never-written'].includes(Problem.safeParse(body).data?.code ?? '');
}

/** Only the control plane itself says that there is no such thing: a 404 of a wrong address or of a proxy does not. */
function isUnknown({ status, body }: WireAnswer): boolean {
  return status === 404 && (Problem.safeParse(body).data?.code.endsWith('.unknown') ?? false);
}

/** Not being let in, or not being understood, is a fault of the installation, not an answer to the command. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && ![400, 401, 403].includes(status);
}

function unexpected({ status, body }: WireAnswer): ControlPlaneError {
  const problem = Problem.safeParse(body);
  const words = problem.success ? `${problem.data.code} ${problem.data.detail ?? ''}` : 'no words with it';
  return new ControlPlaneError(`the control plane answered ${status}: ${words}`);
}

function decoded<Kind extends ViewKind>(kind: Kind, item: unknown): View<Kind> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- decoded by the schema of that kind
  return controllerViews[kind].parse(item) as View<Kind>;
}

function encodedCommand<Name extends ControllerCommandName>(name: Name, input: ControllerCommandInput<Name>): unknown {
  const schema: z.ZodType = controllerCommands[name];
  return z.encode(schema, input);
}
