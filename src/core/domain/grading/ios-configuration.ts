import { normalised, vlanSet, vlanText } from './ios-line.ts';
import { withIndentation } from './lost-indentation.ts';

/** One line of a configuration and what is indented below it. */
export interface ConfigurationLine {
  /** As it stands there, without the indentation. */
  readonly text: string;
  readonly key: string;
  /** Counts from one in the text that was parsed. */
  readonly line: number;
  readonly children: readonly ConfigurationLine[];
}

interface Growing extends ConfigurationLine {
  readonly indent: number;
  readonly children: Growing[];
}

/** A configuration as `show running-config` prints it, as a tree. Comments, banners and the frame around are left out. */
export function parseConfiguration(text: string): readonly ConfigurationLine[] {
  const root: Growing[] = [];
  const open: Growing[] = [];
  for (const line of commands(text)) {
    while ((open.at(-1)?.indent ?? -1) >= line.indent) open.pop();
    (open.at(-1)?.children ?? root).push(line);
    open.push(line);
  }
  return withMergedVlanLists(root);
}

/** Lines of a console log: flat, nothing left out. */
export function parseFlat(text: string): readonly ConfigurationLine[] {
  return text.split(/\r\n|\r|\n/).flatMap((written, index) => {
    const shown = written.trim();
    return shown === '' ? [] : [{ text: shown, key: normalised(shown), line: index + 1, children: [] }];
  });
}

const frame = /^(!|Building configuration|Current configuration ?:|end$)/;

function commands(text: string): readonly Growing[] {
  const lines = withIndentation(text.split(/\r\n|\r|\n/));
  const found: Growing[] = [];
  for (let at = 0; at < lines.length; at = endOfBanner(lines, at) + 1) {
    const written = lines[at] ?? '';
    const shown = written.trim();
    if (shown === '' || frame.test(shown)) continue;
    found.push({ text: shown, key: normalised(shown), line: at + 1, indent: written.search(/\S/), children: [] });
  }
  return found;
}

/** The index of a banner's last line, so that its words are not read as commands; `at` when there is no banner. */
function endOfBanner(lines: readonly string[], at: number): number {
  const [, mark, opening] = /^banner \S+ (\^C|\S)(.*)$/.exec(lines[at] ?? '') ?? [];
  if (mark === undefined || opening?.includes(mark)) return at;
  const end = lines.findIndex((line, index) => index > at && line.includes(mark));
  return end === -1 ? at : end;
}

const trunkList = 'switchport trunk allowed vlan ';

/** IOS breaks long lists into `... vlan 1,2` and `... vlan add 3,4`. */
function withMergedVlanLists(lines: readonly Growing[]): readonly ConfigurationLine[] {
  return lines.map((line) => {
    const lists = line.children.filter(({ key }) => vlansOf(key) !== undefined);
    const children = withMergedVlanLists(line.children);
    if (lists.length < 2) return { ...line, children };
    const all = new Set(lists.flatMap(({ key }) => [...(vlansOf(key) ?? [])]));
    return {
      ...line,
      children: children.map((child) => (vlansOf(child.key) ? { ...child, key: trunkList + vlanText(all) } : child)),
    };
  });
}

function vlansOf(key: string): ReadonlySet<number> | undefined {
  return key.startsWith(trunkList) ? vlanSet(key.slice(trunkList.length).replace(/^add /, '')) : undefined;
}
