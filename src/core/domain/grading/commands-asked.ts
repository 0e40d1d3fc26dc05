import { sameCommand } from './node-reading.ts';
import { pingOf } from './reach-check.ts';
import { type GradingRules, type LeafCheck, leavesOf } from './rules.ts';

/** What the nodes have to be asked for the rules to be judged, by label, each question once. */
export function commandsAsked({ sections }: GradingRules): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, Map<string, string>>();
  for (const { node, check } of sections.flatMap(({ items }) => items)) {
    for (const command of leavesOf(check).flatMap(commandOf)) {
      const known = asked.get(node) ?? new Map<string, string>();
      asked.set(node, known.set(sameCommand(command), known.get(sameCommand(command)) ?? command));
    }
  }
  return new Map([...asked].map(([node, commands]) => [node, [...commands.values()]]));
}

function commandOf(check: LeafCheck): readonly string[] {
  if ('output' in check) return [check.output];
  return 'reach' in check ? [pingOf(check)] : [];
}

/** Whether any rule is about what CML says of an interface. */
export function asksForInterfaces({ sections }: GradingRules): boolean {
  return sections.some(({ items }) => items.some(({ check }) => leavesOf(check).some((leaf) => 'interface' in leaf)));
}
