export interface Capability {
  readonly number: number;
  readonly name: string;
  readonly state: string;
  readonly test: string;
}

const STATES = ['done', 'partial', 'planned', 'left out'];
const COLUMNS = 6;
const NOTHING = ['', '-', '–'];

function cellsOf(row: string): string[] {
  return row
    .slice(1, row.lastIndexOf('|'))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** The rows of every table whose first cell is a number. */
export function capabilitiesIn(markdown: string): Capability[] {
  const rows = markdown.split('\n').filter((line) => /^\|\s*\d+\s*\|/.test(line));
  return rows.map((row) => {
    const [number = '', name = '', state = '', , , test = '', ...rest] = cellsOf(row);
    return { number: Number(number), name, state: rest.length > 0 ? `${COLUMNS + rest.length} cells` : state, test };
  });
}

/** A mistake of others, and the test that shows that it is not made here. */
export interface Mistake {
  readonly name: string;
  readonly test: string;
}

export function mistakesIn(markdown: string): Mistake[] {
  const rows = markdown.split('\n').filter((line) => /^\|\s*\d+\s*\|/.test(line));
  return rows.map((row) => {
    const [, name = '', test = ''] = cellsOf(row);
    return { name, test };
  });
}

export function mistakeProblems(rows: readonly Mistake[], tests: ReadonlySet<string>): string[] {
  return rows.flatMap(({ name, test }) => (tests.has(test) ? [] : [`"${name}": there is no test "${test}"`]));
}

const TEST_CALL = /\b(?:test|it)((?:\.\w+(?:\([^()]*\))?)*)\(\s*(['"`])((?:\\.|(?!\2)[\s\S])*?)\2/g;

/** The names of the tests in a source file, those that are switched off left out. */
export function testNamesIn(source: string): string[] {
  return [...source.matchAll(TEST_CALL)]
    .filter(([, modifiers = '']) => !/\.(skip|todo|fails)\b/.test(modifiers))
    .map(([, , , name = '']) => name.replaceAll(/\\(.)/g, '$1'));
}

function problemsOf({ number, name, state, test }: Capability, tests: ReadonlySet<string>): string[] {
  const which = `${number} (${name})`;
  if (!STATES.includes(state)) return [`${which}: "${state}" is no state; choose ${STATES.join(', ')}`];
  if (state === 'done' && NOTHING.includes(test)) return [`${which}: done, but names no test`];
  return NOTHING.includes(test) || tests.has(test) ? [] : [`${which}: there is no test "${test}"`];
}

/** What the list of capabilities claims without showing it. No row may get lost, so the numbers run without a gap. */
export function capabilityProblems(rows: readonly Capability[], tests: ReadonlySet<string>): string[] {
  const gaps = rows.flatMap(({ number }, index) =>
    number === index + 1 ? [] : [`row ${index + 1} has the number ${number}`],
  );
  return [...gaps.slice(0, 1), ...rows.flatMap((row) => problemsOf(row, tests))];
}
