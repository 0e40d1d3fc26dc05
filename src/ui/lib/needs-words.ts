import { formatMemory } from './format.ts';
import type { Definition, DefinitionNeeds } from './views.ts';

/** The versions of CML that it runs on; nothing where any will do. */
export function cmlInWords({ cmlVersions: { from, below } = {} }: Pick<Definition, 'cmlVersions'>): string | undefined {
  const words = [
    ...(from === undefined ? [] : [`${from} or later`]),
    ...(below === undefined ? [] : [`before ${below}`]),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

export interface NeedsRow {
  readonly name: string;
  readonly derived: string;
  readonly measured: string;
  readonly inForce: string;
  /** What was measured against what is reckoned with. */
  readonly difference: string;
}

const figures = [
  ['CPU cores', 'cpuCores', (value: number) => String(Math.round(value * 100) / 100)],
  ['Memory', 'memoryMiB', formatMemory],
  ['Storage', 'storageGiB', (value: number) => `${Math.round(value * 10) / 10} GiB`],
] as const;

/** What a lab is said to need, what labs of it used, and how far that is apart; dimension by dimension. */
export function needsRows({ derived, inForce, measured }: DefinitionNeeds): readonly NeedsRow[] {
  return figures.map(([name, key, inWords]) => {
    const used = measured?.p95[key];
    return {
      name,
      derived: inWords(derived[key]),
      measured: used === undefined ? 'not known' : inWords(used),
      inForce: inWords(inForce[key]),
      difference: used === undefined ? '' : differenceOf(used, inForce[key]),
    };
  });
}

function differenceOf(used: number, reckoned: number): string {
  if (reckoned === 0) return '';
  const percent = Math.round((used / reckoned - 1) * 100);
  if (percent === 0) return 'as reckoned';
  return percent > 0 ? `${percent} % more` : `${-percent} % less`;
}

/** Whether what was measured would be other needs than those that count. */
export function isOtherThan({ suggested, inForce }: DefinitionNeeds): boolean {
  return suggested !== undefined && figures.some(([, key]) => suggested[key] !== inForce[key]);
}
