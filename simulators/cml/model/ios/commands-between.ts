import type { Section } from '../state.ts';
import { applyLine, isVerbatim, parseConfiguration, sectionAt } from './config-tree.ts';
import { keyOf, opensSection } from './lines.ts';

/**
 * What a person would type in `configure terminal` to get from one configuration to the other, `no` lines included.
 * Each line is tried on a copy of the configuration as it is chosen, so what is left undone is never assumed done.
 */
export function commandsBetween(fromConfig: string, toConfig: string): string[] {
  const walk: Walk = { tree: parseConfiguration(fromConfig), typed: [] };
  bring(walk, [], parseConfiguration(toConfig));
  return walk.typed;
}

interface Walk {
  tree: Section[];
  readonly typed: string[];
}

/** Sections in which the order counts are typed anew as a whole. */
const ordered = /^(ip access-list|ipv6 access-list|route-map|ip prefix-list|crypto pki certificate chain) /;

function bring(walk: Walk, path: readonly string[], wanted: readonly Section[]): void {
  for (const section of sectionAt(walk.tree, path)) drop(walk, path, { section, wanted });
  for (const section of wanted) {
    const opens = opensSection(section.line, path.length) || section.children.length > 0;
    if (opens) enter(walk, path, section);
    else add(walk, path, section.line);
  }
}

function type(walk: Walk, path: readonly string[], line: string): void {
  walk.typed.push(...line.split('\n'));
  walk.tree = applyLine(walk.tree, path, line);
}

function drop(
  walk: Walk,
  path: readonly string[],
  { section, wanted }: { section: Section; wanted: readonly Section[] },
): void {
  if (stays(section, wanted) || isReplaced(section, wanted)) return;
  const { line } = section;
  if (line.startsWith('no ')) type(walk, path, `default ${line.slice(3)}`);
  else type(walk, path, `no ${line.includes('\n') ? keyOf(line) : line}`);
  for (const trace of traces(walk, path, line)) {
    if (!wanted.some((one) => one.line === trace)) type(walk, path, `default ${trace.slice(3)}`);
  }
}

/** What the removal of some features leaves behind: that they are off. */
function traces(walk: Walk, path: readonly string[], line: string): string[] {
  const lines = sectionAt(walk.tree, path).map((section) => section.line);
  return lines.filter((one) => one.startsWith('no ') && keyOf(one) === keyOf(line));
}

function stays(section: Section, wanted: readonly Section[]): boolean {
  const counterpart = wanted.find((one) => one.line === section.line);
  if (!counterpart) return false;
  return !ordered.test(section.line) || same(section, counterpart);
}

/** A new value takes the old one's place by being typed. */
function isReplaced({ line, children }: Section, wanted: readonly Section[]): boolean {
  if (children.length > 0 || line.startsWith('no ')) return false;
  return wanted.some((one) => one.line !== line && keyOf(one.line) === keyOf(line));
}

function same(a: Section, b: Section): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function has(walk: Walk, path: readonly string[], line: string): boolean {
  return sectionAt(walk.tree, path).some((section) => section.line === line);
}

function add(walk: Walk, path: readonly string[], line: string): void {
  if (has(walk, path, line)) return;
  type(walk, path, line);
  // The first `no` took the line away; the second leaves the `no` itself behind.
  if (line.startsWith('no ') && !has(walk, path, line)) type(walk, path, line);
}

function enter(walk: Walk, path: readonly string[], section: Section): void {
  const { line, children } = section;
  const present = sectionAt(walk.tree, path).find((one) => one.line === line);
  if (present && sameSet(present.children, children)) return;
  type(walk, path, line);
  const inside = [...path, line];
  if (isVerbatim(inside)) for (const child of children) type(walk, inside, child.line);
  else bring(walk, inside, children);
  if (!isVerbatim(inside)) walk.typed.push('exit');
}

function sameSet(a: readonly Section[], b: readonly Section[]): boolean {
  return unordered(a) === unordered(b);
}

function unordered(list: readonly Section[]): string {
  return JSON.stringify(list.map((one) => JSON.stringify(one)).toSorted());
}
