import type { CommandsBetween, LabContent } from './lab-content.ts';

/** Nodes with several consoles give labels like `R1_serial`. */
const protocolSuffix = /_(?:serial|telnet|ssh|vnc|web)\d*$/;

/** What would have to be typed into a device for the published solution; empty when there is nothing to type. */
export function solutionLines(content: LabContent, label: string, commandsBetween: CommandsBetween): readonly string[] {
  const node = content.solution?.has(label) ? label : label.replace(protocolSuffix, '');
  const solution = content.solution?.get(node);
  if (solution === undefined) return [];
  return commandsBetween(content.configurations.get(node) ?? '', solution);
}

const structure = /^(?:!|end$|version |Building configuration|Current configuration|$)/;

/** Without knowledge of the syntax: every line that the first configuration does not have, under its own parent. */
export const linesMissing: CommandsBetween = (from, to) => {
  const known = new Set(withParents(from).map(({ parent, line }) => `${parent}\n${line}`));
  const missing = withParents(to).filter(({ parent, line }) => !known.has(`${parent}\n${line}`));
  let open = '';
  return missing.flatMap(({ parent, line }) => {
    const enter = parent !== '' && parent !== open ? [parent] : [];
    open = parent === '' ? line : parent;
    return [...enter, line];
  });
};

function withParents(configuration: string): { parent: string; line: string }[] {
  let parent = '';
  return configuration.split(/\r?\n/).flatMap((raw) => {
    const line = raw.trimEnd();
    if (structure.test(line)) return [];
    if (line.startsWith(' ')) return [{ parent, line }];
    parent = line;
    return [{ parent: '', line }];
  });
}
