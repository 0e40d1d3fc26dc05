import type { Section } from '../state.ts';
import { canonicalLine, keyOf, negationShows, opensSection } from './lines.ts';
import { interfaceRange, numberList, writeNumbers } from './names.ts';

/** A configuration as a tree: sections by their header, what is indented below it as its children. */

const noise = /^(!.*|end|exit|Building configuration\.\.\.|Current configuration\s*:.*|)$/;

interface Placed {
  readonly indent: number;
  readonly text: string;
}

/** A section that is being read: how far its header is indented, and where its lines go. */
interface Open {
  readonly indent: number;
  readonly paths: readonly (readonly string[])[];
}

/** Reads what `show running-config` prints, or a person wrote; later lines replace earlier ones as if typed. */
export function parseConfiguration(text: string): Section[] {
  let tree: Section[] = [];
  let open: readonly Open[] = [];
  for (const placed of placedLines(text)) {
    if (closes(placed)) open = open.slice(0, -1);
    if (noise.test(placed.text)) continue;
    const around = open.filter((one) => one.indent < placed.indent || belongs(placed.text, one.paths));
    const typed = (around.at(-1)?.paths ?? [[]]).flatMap((path) => linesFor(path, placed.text));
    for (const { path, line } of typed) tree = applyLine(tree, path, line);
    const headers = typed.filter(({ path, line }) => !line.startsWith('no ') && !isVerbatim(path));
    const paths = headers.map(({ path, line }) => [...path, line]);
    open = paths.length > 0 ? [...around, { indent: placed.indent, paths }] : around;
  }
  return tree;
}

function closes({ indent, text }: Placed): boolean {
  return text === 'exit' || (indent === 0 && text.startsWith('!'));
}

function linesFor(path: readonly string[], raw: string): { path: readonly string[]; line: string }[] {
  return spelledOut(canonicalIn(path, raw)).map((line) => ({ path, line }));
}

/** Hand-written configurations often do not indent: these lines only make sense inside the section before them. */
const ownLines: readonly (readonly [header: string, own: RegExp])[] = [
  ['interface ', /^(no )?(switch|desc|shut|channel-g|encap|ip addr?e?s?s? |ip ospf |ip access-group |duplex|speed)/],
  ['event manager applet ', /^(event (?!manager )|action )/],
  ['vlan ', /^(no )?(name|state) /],
  ['router ', /^(no )?(network|router-id|passive-interface|redistribute) /],
  ['line ', /^(no )?(login|password|transport|exec-timeout|logging sync)/],
];

function belongs(line: string, paths: readonly (readonly string[])[]): boolean {
  const header = paths[0]?.length === 1 ? (paths[0][0] ?? '') : '';
  return ownLines.some(([opening, own]) => header.startsWith(opening) && own.test(line));
}

function canonicalIn(path: readonly string[], raw: string): string {
  return isVerbatim(path) ? raw : canonicalLine(raw, path.length);
}

/** Below these headers nothing is a command. */
export function isVerbatim(path: readonly string[]): boolean {
  return path.at(-1)?.startsWith('certificate ') ?? false;
}

/** A range or a list of VLANs stands for several sections. */
export function spelledOut(line: string): string[] {
  const range = /^interface range (.+)$/.exec(line)?.[1];
  if (range !== undefined) return interfaceRange(range).map((name) => `interface ${name}`);
  const vlans = /^(no )?vlan ([\d,-]*[,-][\d,-]*)$/.exec(line);
  if (vlans) return numberList(vlans[2] ?? '').map((id) => `${vlans[1] ?? ''}vlan ${id}`);
  return [line];
}

/** Banners run over lines until their delimiter comes again, and count as one line. */
function placedLines(text: string): Placed[] {
  const placed: Placed[] = [];
  let banner: { delimiter: string; lines: string[] } | undefined;
  for (const line of text.split('\n')) {
    if (banner) {
      banner.lines.push(line);
      if (!line.includes(banner.delimiter)) continue;
      placed.push({ indent: 0, text: banner.lines.join('\n') });
      banner = undefined;
      continue;
    }
    const delimiter = openBanner(line);
    if (delimiter !== undefined) banner = { delimiter, lines: [line.trimStart()] };
    else placed.push({ indent: line.length - line.trimStart().length, text: line.trim() });
  }
  if (banner) placed.push({ indent: 0, text: banner.lines.join('\n') });
  return placed;
}

/** The delimiter of a banner that the line opens and does not close. */
export function openBanner(line: string): string | undefined {
  const match = /^\s*banner \w+ (\^C|\S)(.*)$/.exec(line);
  if (!match) return undefined;
  const [, delimiter = '', rest = ''] = match;
  return rest.replace(/^C/, '').includes(delimiter) ? undefined : delimiter;
}

export function renderConfiguration(tree: readonly Section[]): string {
  const lines = tree.flatMap((section) => [
    ...renderSection(section, 0),
    ...(section.children.length > 0 || opensSection(section.line, 0) ? ['!'] : []),
  ]);
  return `${[...lines, 'end'].join('\n')}\n`;
}

export function renderSection({ line, children }: Section, depth: number): string[] {
  return [`${' '.repeat(depth)}${line}`, ...children.flatMap((child) => renderSection(child, depth + 1))];
}

/** The tree after a canonical line was typed below a chain of headers. The given tree is left as it is. */
export function applyLine(tree: readonly Section[], path: readonly string[], line: string): Section[] {
  const [header, ...rest] = path;
  if (header === undefined) return edit(tree, line);
  const found = tree.find((section) => section.line === header) ?? { line: header, children: [] };
  const verbatim = rest.length === 0 && isVerbatim(path);
  const children = verbatim ? [...found.children, leaf(line)] : applyLine(found.children, rest, line);
  const changed = { line: header, children };
  return tree.includes(found) ? tree.map((section) => (section === found ? changed : section)) : [...tree, changed];
}

const leaf = (line: string): Section => ({ line, children: [] });

function edit(list: readonly Section[], line: string): Section[] {
  if (line.startsWith('no ')) return remove(list, line.slice(3));
  if (line.startsWith('default '))
    return without(list, line.slice(8)).filter(({ line: one }) => one !== `no ${line.slice(8)}`);
  const vlans = /^switchport trunk allowed vlan (add|remove) (.+)$/.exec(line);
  if (vlans) return editAllowedVlans(list, vlans[1] === 'add', vlans[2] ?? '');
  return put(list, line);
}

function put(list: readonly Section[], line: string): Section[] {
  if (list.some((section) => section.line === line)) return [...list];
  const key = keyOf(line);
  const rivals = list.filter((section) => keyOf(section.line) === key || negates(section.line, line));
  const [first] = rivals;
  if (!first) return [...list, leaf(line)];
  return list
    .filter((section) => section === first || !rivals.includes(section))
    .map((section) => (section === first ? leaf(line) : section));
}

/** `no switchport` goes when `switchport mode access` comes. */
function negates(existing: string, line: string): boolean {
  return existing.startsWith('no ') && `${line} `.startsWith(`${existing.slice(3)} `);
}

function without(list: readonly Section[], line: string): Section[] {
  return list.filter(
    (section) => section.line !== line && !section.line.startsWith(`${line} `) && !section.line.startsWith(`${line}\n`),
  );
}

function remove(list: readonly Section[], line: string): Section[] {
  const kept = without(list, line).filter((section) => section.line !== `no ${line}`);
  const removed = kept.length < list.filter((section) => section.line !== `no ${line}`).length;
  const plain = keyOf(line) === 'ip address' && !line.endsWith(' secondary') ? 'ip address' : line;
  if (!negationShows(plain, removed) || opensSection(line, 0)) return kept;
  return put(kept, `no ${plain}`);
}

function editAllowedVlans(list: readonly Section[], adds: boolean, text: string): Section[] {
  const prefix = 'switchport trunk allowed vlan';
  const present = list.find((section) => section.line.startsWith(`${prefix} `))?.line.slice(prefix.length + 1);
  const all = present === undefined || present === 'all';
  if (all && adds) return [...list];
  const before = all ? numberList('1-4094') : numberList(present);
  const given = numberList(text);
  const after = adds ? [...before, ...given] : before.filter((id) => !given.includes(id));
  const vlans = [...new Set(after)].toSorted((a, b) => a - b);
  return put(list, `${prefix} ${vlans.length === 0 ? 'none' : writeNumbers(vlans)}`);
}

export function sectionAt(tree: readonly Section[], path: readonly string[]): readonly Section[] {
  let level = tree;
  for (const header of path) level = level.find((section) => section.line === header)?.children ?? [];
  return level;
}
