import {
  type ContentEvent,
  type ContentPackageState,
  type ContentRun,
  type ContentSourceState,
  type PackageLook,
  packageId,
} from './content.ts';

const runsKept = 20;
const linesKept = 10;
/** A run over a whole new folder names the first of them; each package has its own log. */
const linesPerRun = 50;

export function evolveContent(before: ContentSourceState | undefined, event: ContentEvent): ContentSourceState {
  const { id, place } = event;
  const known: ContentSourceState = before ?? { id, place, packages: [], runs: [] };
  if (event.type === 'ContentUnreachable') return unreachableSince(known, event);
  const { looks, vanished, at } = event;
  const gone = known.packages
    .filter(({ folder }) => vanished.includes(folder))
    .map((each): PackageLook => ({ ...each, result: 'vanished', message: goneWords }));
  const changed = [...looks, ...gone];
  const fresh = new Map(changed.map((look) => [look.folder, look]));
  const others = known.packages.filter(({ folder }) => !fresh.has(folder));
  const packages = changed.map((look) => withLook(known, look, at));
  return {
    id,
    place,
    packages: [...others, ...packages].toSorted((a, b) => (a.folder < b.folder ? -1 : 1)),
    runs: [runOf(event, changed), ...known.runs].slice(0, runsKept),
  };
}

const goneWords = 'It is not in its source any more. What was made of it stays, and can be booked as before.';

type Unreachable = Extract<ContentEvent, { readonly type: 'ContentUnreachable' }>;

function unreachableSince(known: ContentSourceState, { at, startedAt, message }: Unreachable): ContentSourceState {
  const run: ContentRun = { startedAt, endedAt: at, outcome: 'failed', summary: message, lines: [] };
  const trouble = { since: known.trouble?.since ?? at, message };
  return { ...known, runs: [run, ...known.runs].slice(0, runsKept), trouble };
}

function withLook(
  { id, packages }: ContentSourceState,
  look: PackageLook,
  at: ContentEvent['at'],
): ContentPackageState {
  const known = packages.find(({ folder }) => folder === look.folder);
  const { result, message, version, hash } = look;
  const line = { at, result, message, version, hash };
  return {
    ...look,
    id: packageId(id, look.folder),
    foundAt: known?.foundAt ?? at,
    since: at,
    log: [line, ...(known?.log ?? [])].slice(0, linesKept),
  };
}

function runOf({ startedAt, at }: ContentEvent, changed: readonly PackageLook[]): ContentRun {
  const counts = Map.groupBy(changed, ({ result }) => result);
  const words = [...counts].map(([result, looks]) => `${looks.length} ${result}`);
  return {
    startedAt,
    endedAt: at,
    outcome: counts.has('refused') ? 'failed' : 'done',
    summary: words.length === 0 ? 'it can be read again, and all is as it was' : words.join(', '),
    lines: changed.slice(0, linesPerRun).map(({ folder, result, message }) => ({ folder, result, message })),
  };
}
