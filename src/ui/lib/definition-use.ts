import { isFinal } from '@lcm/core/domain/session';
import type { Definition, Session } from './views.ts';

export interface DefinitionUse {
  /** Ready, running, or on their way there or away. */
  readonly open: number;
  readonly completed: number;
  /** Ended in any other way. */
  readonly others: number;
  readonly graded: number;
  readonly passed: number;
  readonly meanPercent: number | undefined;
}

/** What became of the sessions that one may see. */
export function useOf(sessions: readonly Session[]): DefinitionUse {
  const ended = sessions.filter(isFinal);
  const scores = sessions.flatMap(({ score }) => score ?? []);
  const completed = ended.filter(({ outcome }) => outcome?.result === 'completed').length;
  const sum = scores.reduce((total, { percent }) => total + percent, 0);
  return {
    open: sessions.length - ended.length,
    completed,
    others: ended.length - completed,
    graded: scores.length,
    passed: scores.filter(({ result }) => result === 'pass').length,
    meanPercent: scores.length === 0 ? undefined : Math.round(sum / scores.length),
  };
}

const collator = new Intl.Collator(undefined, { numeric: true });

/** All versions of the lab, the newest first. */
export function versionsOf({ slug }: Definition, definitions: readonly Definition[]): readonly Definition[] {
  return definitions
    .filter((definition) => definition.slug === slug && definition.status !== 'deleted')
    .toSorted((a, b) => collator.compare(b.version, a.version));
}

/** `12 nodes (9 before); 8 cores`: in what a version needs other things than the one before. */
export function changesFrom(before: Definition | undefined, after: Definition): string {
  if (before === undefined) return 'the first that is known';
  const numbers: readonly (readonly [string, number, number])[] = [
    ['nodes', before.nodeCount, after.nodeCount],
    ['cores', before.needs.cpuCores, after.needs.cpuCores],
    ['MiB memory', before.needs.memoryMiB, after.needs.memoryMiB],
    ['ports', before.ports.length, after.ports.length],
    ['minutes', before.durationMinutes, after.durationMinutes],
  ];
  const parts = numbers.filter(([, was, is]) => was !== is).map(([name, was, is]) => `${is} ${name} (${was} before)`);
  const added = after.nodeDefinitions.filter((name) => !before.nodeDefinitions.includes(name));
  const rules = before.rulesKey === after.rulesKey ? [] : ['other grading rules'];
  const topology = before.topologyKey === after.topologyKey ? [] : ['another topology'];
  const engine = before.gradingEngine === after.gradingEngine ? [] : ['graded by another engine'];
  const all = [...topology, ...parts, ...added.map((name) => `new: ${name}`), ...rules, ...engine];
  return all.length === 0 ? 'needs the same' : all.join('; ');
}
