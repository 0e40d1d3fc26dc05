import type { TopologyNode } from '../topology/index.ts';
import { mayTakeForEver } from './costly-expression.ts';
import { normalised } from './ios-line.ts';
import { compiled } from './line-pattern.ts';
import type { LeafCheck, LinePattern, LinesCheck, OutputCheck, ReachCheck, StateCheck } from './rules.ts';
import type { RulesProblem } from './rules-problem.ts';

export interface LeafPlace {
  readonly path: string;
  /** The node that the item is about, if the lab has it. */
  readonly node: TopologyNode | undefined;
  /** Labels of all nodes of the lab. */
  readonly others: readonly string[];
}

type Problems = readonly RulesProblem[];

/** What is wrong with one check of one thing. */
export function leafProblems(check: LeafCheck, place: LeafPlace): Problems {
  if ('output' in check) return outputProblems(check, place);
  if ('reach' in check) return reachProblems(check, place);
  if ('interface' in check) return stateProblems(check, place);
  return linesProblems(check, place);
}

function linesProblems({ context = [], lines = [], absent = [] }: LinesCheck, { path }: LeafPlace): Problems {
  const patterns = [...context, ...lines, ...absent];
  if (patterns.length === 0) return [{ code: 'rules.check', path, message: 'asks for nothing' }];
  return [...patterns.flatMap((pattern) => patternProblems(pattern, path)), ...contradictions({ lines, absent }, path)];
}

type Wishes = Required<Pick<OutputCheck, 'lines' | 'absent'>>;

/** What has to stand there and must not can never be met. */
function contradictions({ lines = [], absent = [] }: Wishes, path: string): Problems {
  const forbidden = new Set(absent.map(spelled));
  return lines
    .filter((line) => forbidden.has(spelled(line)))
    .map((line) => ({ code: 'rules.check', path, message: `wants and forbids ${JSON.stringify(line)}` }));
}

function spelled(pattern: LinePattern): string {
  return typeof pattern === 'string' ? normalised(pattern) : `/${pattern.regex}/`;
}

function outputProblems({ output, lines = [], absent = [], rows = [] }: OutputCheck, { path }: LeafPlace): Problems {
  const patterns = [...lines, ...absent];
  const asksNothing = patterns.length + rows.length === 0 || rows.some((row) => Object.keys(row).length === 0);
  return [
    ...commandProblems(output, path),
    ...(asksNothing ? [{ code: 'rules.check', path, message: 'asks for nothing' } as const] : []),
    ...patterns.flatMap((pattern) => patternProblems(pattern, path)),
    ...contradictions({ lines, absent }, path),
  ];
}

/** Only what looks and changes nothing is typed at a node, and never two things in one line. */
const looking = /^(show|ping|traceroute|ip (addr|address|route|link|neigh)( show)?|ifconfig|arp|cat|nslookup)\b/i;
const harmless = /^[\w ./:,*+^$()[\]"'=-]+(\|[\w ./:,*+^$()[\]"'=-]+)?$/;

function commandProblems(command: string, path: string): Problems {
  if (looking.test(command) && harmless.test(command)) return [];
  return [{ code: 'rules.command', path, message: `"${command}" is no command that only looks` }];
}

const address = /^[\w.:-]{1,253}$/;
const origin = /^[\w./:-]{1,64}$/;

function reachProblems({ reach, from }: ReachCheck, { path }: LeafPlace): Problems {
  const problem = (message: string): Problems => [{ code: 'rules.command', path, message }];
  if (!address.test(reach)) return problem(`"${reach}" is no address`);
  return from === undefined || origin.test(from) ? [] : problem(`"${from}" is no interface and no address`);
}

function stateProblems({ interface: name, to }: StateCheck, { path, node, others }: LeafPlace): Problems {
  const known = node?.interfaces.map(({ label }) => label) ?? [];
  const wanted = normalised(`interface ${name}`);
  const isKnown = node === undefined || known.some((label) => normalised(`interface ${label}`) === wanted);
  return [
    ...(isKnown ? [] : [interfaceProblem(name, known, path)]),
    ...(to === undefined || others.includes(to)
      ? []
      : [
          {
            code: 'rules.unknown-node',
            path,
            message: `the lab has no node ${to} that ${name} could lead to`,
          } as const,
        ]),
  ];
}

function interfaceProblem(name: string, known: readonly string[], path: string): RulesProblem {
  const has = known.length === 0 ? 'none' : known.join(', ');
  return { code: 'rules.unknown-interface', path, message: `the node has no interface ${name}; it has ${has}` };
}

function patternProblems(pattern: LinePattern, path: string): Problems {
  if (typeof pattern === 'string') {
    return pattern.trim() === '' ? [{ code: 'rules.check', path, message: 'has an empty line' }] : [];
  }
  const problem = (message: string): Problems => [{ code: 'rules.regex', path, message }];
  if (compiled(pattern.regex) === undefined) return problem(`${pattern.regex} is no regular expression`);
  return mayTakeForEver(pattern.regex) ? problem(`${pattern.regex} could take for ever on an unlucky line`) : [];
}
