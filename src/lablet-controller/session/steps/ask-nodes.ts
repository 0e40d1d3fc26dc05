import type { DefinitionView } from '@lcm/core/contracts/definition';
import type { EvidencePackage } from '@lcm/core/contracts/evidence-package';
import { parseGradingRules } from '@lcm/core/contracts/grading';
import type { SessionView } from '@lcm/core/contracts/session';
import {
  asksForInterfaces,
  type CommandOutput,
  commandsAsked,
  type GradingRules,
  type InterfaceEvidence,
} from '@lcm/core/domain/grading';
import { toIso } from '@lcm/core/kernel';
import { blobKey } from '@lcm/core/ports/blobs';
import { CmlError, type CmlServer, type CmlTopology } from '@lcm/core/ports/cml';
import { ConsoleError } from '@lcm/core/ports/consoles';
import { withFile } from '../../evidence/package-draft.ts';
import { readEvidence, storeEvidence } from '../../evidence/stored-evidence.ts';
import { cmlOf, findLab } from '../lab-of-session.ts';
import { definitionOf, done, failed, type StepDeps, type StepHandler, skipped, workerOf } from '../step-handler.ts';

/**
 * Asks what the rules want to know beyond configurations: what nodes print, and what CML says of interfaces. What nobody
 * answers is left out of the evidence, and is not gradable; no session fails for it.
 */
export const askNodes: StepHandler = async (session, deps) => {
  const rules = await rulesFor(await definitionOf(session, deps), deps);
  const commands = rules === undefined ? new Map<string, readonly string[]>() : commandsAsked(rules);
  const wantsInterfaces = rules !== undefined && asksForInterfaces(rules);
  if (commands.size === 0 && !wantsInterfaces) return skipped('the rules ask for configurations only');
  const evidence = await readEvidence(deps.blobs, session.evidenceKey);
  if (evidence === undefined) return failed('nothing readable was collected');
  // By now others may have its ports.
  if (evidence.manifest.kind === 'autosave')
    return skipped('its lab was lost, or could not be read: there is nobody to ask');
  const outputs = await answersTo(commands, session, deps);
  const interfaces = wantsInterfaces ? await interfacesOf(session, deps) : new Map<string, InterfaceEvidence[]>();
  const asked = withAnswers(evidence, { outputs, interfaces, capturedAt: toIso(deps.clock.now()) });
  const evidenceKey = await storeEvidence(deps.blobs, asked);
  return done(`${outputs.size} of ${commands.size} nodes answered`, { evidenceKey });
};

interface Heard {
  readonly outputs: Answers;
  readonly interfaces: ReadonlyMap<string, readonly InterfaceEvidence[]>;
  readonly capturedAt: string;
}

/** The package with what each node said in a file of its own. */
function withAnswers(evidence: EvidencePackage, { outputs, interfaces, capturedAt }: Heard): EvidencePackage {
  const { worker } = evidence.manifest;
  let asked = evidence;
  for (const [node, said] of outputs) {
    const file = { kind: 'command-outputs', node, source: `its console on ${worker}`, capturedAt } as const;
    asked = withFile(asked, file, JSON.stringify(said, undefined, 2));
  }
  for (const [node, seen] of interfaces) {
    const file = { kind: 'interfaces', node, source: `CML on ${worker}`, capturedAt } as const;
    asked = withFile(asked, file, JSON.stringify(seen, undefined, 2));
  }
  return asked;
}

async function rulesFor({ rulesKey }: DefinitionView, { blobs }: StepDeps): Promise<GradingRules | undefined> {
  const text = rulesKey === undefined ? undefined : await blobs.get(blobKey(rulesKey));
  const rules = text && parseGradingRules(new TextDecoder().decode(text));
  return rules?.ok === true ? rules.value : undefined;
}

type Answers = ReadonlyMap<string, readonly CommandOutput[]>;

/** Node by node: a console is slow, and a host has few cores. While the candidate works the consoles are theirs. */
async function answersTo(
  commands: ReadonlyMap<string, readonly string[]>,
  session: SessionView,
  deps: StepDeps,
): Promise<Answers> {
  const answers = new Map<string, readonly CommandOutput[]>();
  const worker = await workerOf(session, deps);
  const host = worker && deps.deviceHostOf(worker);
  const { consoles } = deps;
  if (host === undefined || consoles === undefined || session.status === 'running') return answers;
  for (const [label, asked] of commands) {
    const port = consolePort(session, label);
    if (port === undefined) continue;
    // oxlint-disable-next-line no-await-in-loop -- see above
    const said = await consoles.ask({ host, port }, asked).catch(unanswered);
    if (said !== undefined) answers.set(label, said);
  }
  return answers;
}

function consolePort({ definition, placement }: SessionView, label: string): number | undefined {
  const door = definition.ports.find((port) => port.label === label && consoleProtocols.includes(port.protocol));
  return door && placement?.ports[door.name];
}

const consoleProtocols: readonly string[] = ['serial', 'telnet'];

function unanswered(error: unknown): undefined {
  if (!(error instanceof ConsoleError)) throw error;
}

async function interfacesOf(session: SessionView, deps: StepDeps): Promise<ReadonlyMap<string, InterfaceEvidence[]>> {
  const worker = await workerOf(session, deps);
  const cml = worker && cmlOf(worker, deps);
  const topology = cml && (await topologyOf(session, cml));
  return new Map(topology?.nodes.map((node) => [node.label, interfacesIn(topology, node.id)]));
}

async function topologyOf(session: SessionView, cml: CmlServer): Promise<CmlTopology | undefined> {
  try {
    const lab = await findLab(session, cml);
    return lab && (await cml.topology(lab.id));
  } catch (error) {
    if (!(error instanceof CmlError)) throw error;
    return undefined;
  }
}

function interfacesIn({ nodes, links }: CmlTopology, id: CmlTopology['nodes'][number]['id']): InterfaceEvidence[] {
  const node = nodes.find((each) => each.id === id);
  return (node?.interfaces ?? []).map((one) => {
    const link = links.find(({ ends }) => ends.some((end) => end.interface === one.id));
    const far = link?.ends.find((end) => end.interface !== one.id);
    const other = nodes.find((each) => each.id === far?.node);
    const port = other?.interfaces.find((each) => each.id === far?.interface);
    const base = { name: one.label, state: one.state };
    if (link === undefined || other === undefined || port === undefined) return base;
    return { ...base, link: { state: link.state, node: other.label, interface: port.label } };
  });
}
