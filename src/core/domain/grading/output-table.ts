import { normalised } from './ios-line.ts';

/** A table as a command prints it, from its heading on. */
interface Table {
  readonly heading: string;
  readonly rows: readonly string[];
  /** Where each of the named columns begins. */
  readonly named: ReadonlyMap<string, number>;
}

export interface FoundRow {
  readonly text: string;
  /** Counts from one in the whole output. */
  readonly line: number;
}

/** The first row below the first heading with all these columns that has these values in them. */
export function findRow(output: string, row: Readonly<Record<string, string>>): FoundRow | undefined {
  const lines = output.split(/\r\n|\r|\n/);
  const names = Object.keys(row);
  const at = lines.findIndex((line) => columnsIn(line, names) !== undefined);
  const heading = lines[at] ?? '';
  const named = columnsIn(heading, names);
  if (named === undefined) return undefined;
  const rows = lines.slice(at + 1);
  const starts = startsOf({ heading, rows, named });
  const index = rows.findIndex((line) =>
    [...named].every(([name, start]) => {
      const end = starts.find((other) => other > start);
      return sameCell(line.slice(start, end), row[name] ?? '');
    }),
  );
  const text = rows[index]?.trim();
  return text === undefined ? undefined : { text, line: at + index + 2 };
}

function columnsIn(heading: string, names: readonly string[]): ReadonlyMap<string, number> | undefined {
  const padded = ` ${heading.toLowerCase()} `;
  const starts = names.map((name) => [name, padded.indexOf(` ${name.trim().toLowerCase()} `)] as const);
  return starts.some(([, start]) => start === -1) ? undefined : new Map(starts);
}

/**
 * A heading may have several words, and two headings only one space between them: a word begins a column when no row
 * has anything right before it, unless it stands within a heading that was named.
 */
function startsOf({ heading, rows, named }: Table): readonly number[] {
  const words = [...heading.matchAll(/\S+/g)].map(({ index }) => index);
  const inside = (at: number): boolean => [...named].some(([name, start]) => at > start && at < start + name.length);
  const isApart = (at: number): boolean => rows.every((row) => (row[at - 1] ?? ' ') === ' ');
  const others = words.filter((at) => !inside(at) && isApart(at));
  return [...new Set([...others, ...named.values()])].toSorted((a, b) => a - b);
}

/** `Gi0/1` and `GigabitEthernet0/1` are one; a cell that lists several holds each of them. */
function sameCell(cell: string, wanted: string): boolean {
  const want = spelled(wanted);
  return spelled(cell) === want || cell.split(',').some((part) => spelled(part) === want);
}

function spelled(text: string): string {
  const plain = text.trim();
  return normalised(/^[A-Za-z-]+ ?\d+(?:[/.:]\d+)*$/.test(plain) ? `interface ${plain}` : plain);
}
