import type { Evidence, InterfaceEvidence, NodeEvidence } from './evidence.ts';
import { type ConfigurationLine, parseConfiguration, parseFlat } from './ios-configuration.ts';
import type { Source } from './rules.ts';

/** What the evidence holds of one node, parsed. */
export interface NodeReading {
  readonly label: string;
  readonly texts: Readonly<Record<Source, readonly ConfigurationLine[] | undefined>>;
  /** What the node printed, by the command as `sameCommand` spells it. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly interfaces: readonly InterfaceEvidence[] | undefined;
}

/** The reading of a node, or why there is none. */
export type Reader = (label: string) => NodeReading | string;

/** Each node is parsed once, however many items look at it. */
export function reader({ nodes }: Evidence): Reader {
  const known = new Map<string, NodeReading | string>();
  return (label) => {
    const reading = known.get(label) ?? readingOf(label, nodes);
    known.set(label, reading);
    return reading;
  };
}

export function outputOf({ outputs }: NodeReading, command: string): string | undefined {
  return outputs.get(sameCommand(command));
}

/** Two spellings of a command that differ in space or case are one question. */
export function sameCommand(command: string): string {
  return command.trim().toLowerCase().split(/\s+/).join(' ');
}

function readingOf(label: string, nodes: readonly NodeEvidence[]): NodeReading | string {
  const [node, ...others] = nodes.filter((candidate) => candidate.label === label);
  if (node === undefined) return `the evidence holds no node ${label}`;
  if (others.length > 0) return `the evidence holds ${others.length + 1} nodes called ${label}`;
  if (downStates.includes(node.state)) return `${label} was not up (${node.state}) when evidence was collected`;
  return {
    label,
    texts: {
      running: parsed(node.running, parseConfiguration),
      startup: parsed(node.startup, parseConfiguration),
      console: parsed(node.consoleLog, parseFlat),
    },
    outputs: new Map(node.outputs?.map(({ command, output }) => [sameCommand(command), output])),
    interfaces: node.interfaces,
  };
}

// Of a node that is down CML answers the configuration it would start from, not what the candidate made of it.
const downStates: readonly string[] = ['DEFINED_ON_CORE', 'QUEUED', 'STOPPED'];

function parsed(
  text: string | undefined,
  parse: (text: string) => readonly ConfigurationLine[],
): readonly ConfigurationLine[] | undefined {
  return text === undefined || text.trim() === '' ? undefined : parse(text);
}
