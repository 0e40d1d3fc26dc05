import type { Finding, FoundLine } from './finding.ts';
import type { ConfigurationLine } from './ios-configuration.ts';
import { matcher, shown } from './line-pattern.ts';
import type { LinePattern, LinesCheck, Source } from './rules.ts';

interface Place {
  readonly name: string;
  readonly source: Source;
  readonly lines: readonly ConfigurationLine[];
}

/** How far what stands in `top`, the whole text that the check is about, meets it. */
export function evaluateLines(check: LinesCheck, top: readonly ConfigurationLine[]): Finding {
  const { context = [], absent = [], source = 'running' } = check;
  const blocks = inside(top, context);
  const name = placeName(context);
  if (blocks === undefined) return nowhere(name, check);
  const place = { name, source, lines: inForce(blocks.flatMap(({ children }) => children)) };
  return check.lines?.length ? withLines(place, check, check.lines) : withoutLines(place, blocks, absent);
}

function nowhere(name: string, { lines = [], absent = [] }: LinesCheck): Finding {
  const missing = lines.length === 0 ? [name] : lines.map((line) => wantedAt(name, line));
  return { met: 0, total: Math.max(1, lines.length + absent.length), matched: [], missing, unwanted: [] };
}

function withLines(place: Place, check: LinesCheck, lines: readonly LinePattern[]): Finding {
  const { absent = [] } = check;
  const matched = matchedLines(place, lines, check.order);
  const unwanted = absent.flatMap((pattern) => firstMatch(place, pattern));
  // What must not stand there earns nothing by itself: nobody gets points for a place left untouched.
  const kept = matched.length > 0 ? absent.length - unwanted.length : 0;
  const found = new Set(matched.map(({ wanted }) => wanted));
  const missing = lines.map((line) => wantedAt(place.name, line)).filter((wanted) => !found.has(wanted));
  return { met: matched.length + kept, total: lines.length + absent.length, matched, missing, unwanted };
}

/** What a later line takes back no longer counts: start configurations say `shutdown` first and `no shutdown` below. */
function inForce(lines: readonly ConfigurationLine[]): readonly ConfigurationLine[] {
  const last = new Map(lines.map(({ key }, index) => [key, index]));
  return lines.filter(({ key }, index) => {
    const opposite = key.startsWith('no ') ? key.slice('no '.length) : `no ${key}`;
    return (last.get(opposite) ?? -1) < index;
  });
}

function withoutLines(place: Place, blocks: readonly ConfigurationLine[], absent: readonly LinePattern[]): Finding {
  const { name, source } = place;
  const headers = blocks.filter(({ line }) => line > 0);
  const matched = headers.map(({ text, line }) => ({ wanted: name, text, line, source }));
  const unwanted = absent.flatMap((pattern) => firstMatch(place, pattern));
  const total = Math.max(1, absent.length);
  return { met: total - unwanted.length, total, matched, missing: [], unwanted };
}

/** All blocks at the end of the path, or nothing when there is none. The top level is one block without a header. */
function inside(
  top: readonly ConfigurationLine[],
  context: readonly LinePattern[],
): readonly ConfigurationLine[] | undefined {
  let blocks: readonly ConfigurationLine[] = [{ text: '', key: '', line: 0, children: top }];
  for (const pattern of context) {
    const matches = matcher(pattern);
    blocks = blocks.flatMap(({ children }) => children.filter(matches));
  }
  return blocks.length === 0 ? undefined : blocks;
}

function matchedLines(place: Place, lines: readonly LinePattern[], order: LinesCheck['order']): readonly FoundLine[] {
  const found = lines.map((pattern) => place.lines.findIndex(matcher(pattern)));
  const kept = order === 'given' ? inSequence(place, lines) : found;
  return lines.flatMap((pattern, index) => foundLine(place, pattern, place.lines[kept[index] ?? -1]));
}

function firstMatch(place: Place, pattern: LinePattern): readonly FoundLine[] {
  return foundLine(place, pattern, place.lines.find(matcher(pattern)));
}

function foundLine(
  { name, source }: Place,
  pattern: LinePattern,
  found: ConfigurationLine | undefined,
): readonly FoundLine[] {
  return found === undefined ? [] : [{ wanted: wantedAt(name, pattern), text: found.text, line: found.line, source }];
}

/**
 * For each pattern the index of its line, or -1, such that the indices ascend and as many patterns as possible have
 * one (the longest common subsequence): one line more can then never make it fewer.
 */
function inSequence({ lines }: Place, patterns: readonly LinePattern[]): readonly number[] {
  let chosen: readonly number[] = [];
  let table: readonly (readonly number[])[] = [[], ...lines.map(() => [])];
  for (const pattern of patterns) {
    const matches = matcher(pattern);
    const row: (readonly number[])[] = [[...(table[0] ?? []), -1]];
    lines.forEach((line, index) => {
      const without = longer([...(table[index + 1] ?? []), -1], row[index] ?? []);
      row.push(matches(line) ? longer(without, [...(table[index] ?? []), index]) : without);
    });
    table = row;
    chosen = row.at(-1) ?? [];
  }
  return chosen;
}

function longer(one: readonly number[], other: readonly number[]): readonly number[] {
  return placed(other) > placed(one) ? other : one;
}

function placed(indices: readonly number[]): number {
  return indices.filter((index) => index >= 0).length;
}

export function placeName(context: readonly LinePattern[]): string {
  return context.map(shown).join(' / ');
}

/** How a report names a line that is wanted at a place. */
export function wantedAt(place: string, pattern: LinePattern): string {
  return place === '' ? shown(pattern) : `${place} / ${shown(pattern)}`;
}
