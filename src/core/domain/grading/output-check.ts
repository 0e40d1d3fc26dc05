import type { Finding, FoundLine } from './finding.ts';
import { type ConfigurationLine, parseFlat } from './ios-configuration.ts';
import { shown, wordsMatcher } from './line-pattern.ts';
import { findRow } from './output-table.ts';
import type { LinePattern, OutputCheck, TableRow } from './rules.ts';

/** What a device says that was asked for something it does not know. */
const noAnswer = /^\s*% ?(invalid|incomplete|ambiguous|unknown|unrecognized|not simulated)\b/im;

/** Whether the node answered the question at all, whatever the answer. */
export function isAnswer(output: string): boolean {
  return !noAnswer.test(output);
}

export function evaluateOutput(check: OutputCheck, output = ''): Finding {
  const { lines = [], absent = [], rows = [] } = check;
  const printed = parseFlat(output);
  const matched = lines.flatMap((pattern) => found(check, pattern, printed));
  const rowsFound = rows.flatMap((row) => foundRow(check, row, output));
  const unwanted = absent.flatMap((pattern) => found(check, pattern, printed));
  const all = [...matched, ...rowsFound];
  const asked = [...lines.map((line) => at(check, shown(line))), ...rows.map((row) => at(check, rowWords(row)))];
  const known = new Set(all.map(({ wanted }) => wanted));
  // As with configurations: what must not be there earns nothing beside something that must and is not.
  const kept = asked.length === 0 || all.length > 0 ? absent.length - unwanted.length : 0;
  return {
    met: all.length + kept,
    total: asked.length + absent.length,
    matched: all,
    missing: asked.filter((wanted) => !known.has(wanted)),
    unwanted,
  };
}

function found(check: OutputCheck, pattern: LinePattern, printed: readonly ConfigurationLine[]): readonly FoundLine[] {
  const hit = printed.find(wordsMatcher(pattern));
  return hit === undefined
    ? []
    : [{ wanted: at(check, shown(pattern)), text: hit.text, line: hit.line, source: 'output' }];
}

function foundRow(check: OutputCheck, row: TableRow, output: string): readonly FoundLine[] {
  const hit = findRow(output, row);
  return hit === undefined ? [] : [{ wanted: at(check, rowWords(row)), ...hit, source: 'output' }];
}

function rowWords(row: TableRow): string {
  return Object.entries(row)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function at({ output }: OutputCheck, wanted: string): string {
  return `${output} / ${wanted}`;
}
