import { amountsOf } from '@lcm/core/contracts/content-package';
import { CheckLabImport, LabImportCheck } from '@lcm/core/contracts/lab';
import { faultsOf, warningsOf } from '@lcm/core/contracts/lab-upload';
import { parseTopology } from '@lcm/core/contracts/topology';
import { isPresent, type LabRecord } from '@lcm/core/domain/lab';
import { type ClaimedPort, claimedPortsOf, needsOf } from '@lcm/core/domain/topology';
import { effectiveCapacity, type Worker } from '@lcm/core/domain/worker';
import { ok } from '@lcm/core/kernel';
import { hostRefusal } from '../../application/lab-orders.ts';
import { nodeDefinitionsHere } from '../../application/node-definitions-here.ts';
import { defineQuery } from '../../application/operation.ts';
import { unreadable } from '../../application/upload-words.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const checkLabImport = defineQuery({
  name: 'CheckLabImport',
  summary: 'Whether a lab can be read, what it needs, and what on a worker stands in its way; nothing is kept',
  allow: 'lab:operate',
  input: CheckLabImport,
  output: LabImportCheck,
  async handle({ workerId, yaml }, _caller, { views }: Deps) {
    const read = parseTopology(yaml);
    if (!read.ok) {
      const faults = [...faultsOf('yaml', read.rejection)];
      const { message } = unreadable({ slug: '', title: '', faults });
      return ok({ outcome: 'refused' as const, message, title: '', warnings: [], faults });
    }
    const needs = needsOf(read.value, nodeDefinitionsHere(views));
    const ports = [...claimedPortsOf(read.value)];
    const worker = workerId === undefined ? undefined : views.get('worker', workerId)?.state;
    const onWorker = worker === undefined ? [] : warningsOn(worker, { licensed: needs.licensedNodes, ports }, views);
    return ok({
      ...verdictOn(workerId, views),
      title: read.value.title.trim() || 'Untitled',
      needs: amountsOf(needs),
      nodeCount: needs.nodes,
      nodeDefinitions: [...needs.nodeDefinitions],
      bootSeconds: needs.bootSeconds,
      ports,
      warnings: [...warningsOf(read.value, needs), ...onWorker],
      faults: [],
    });
  },
});

function verdictOn(workerId: string | undefined, views: Views) {
  const refused = workerId === undefined ? undefined : hostRefusal(workerId, views);
  return refused === undefined
    ? { outcome: 'fine' as const, message: 'It can be imported.' }
    : { outcome: 'refused' as const, message: refused.message };
}

interface Wanted {
  readonly licensed: number;
  readonly ports: readonly ClaimedPort[];
}

/** What does not keep it from being imported, and may keep it from working. */
function warningsOn(worker: Worker, { licensed, ports }: Wanted, views: Views): readonly string[] {
  const { nodes } = effectiveCapacity(worker);
  const taken = ports.flatMap(({ label, port }) => {
    const holder = holderOf(port, worker, views);
    return holder === undefined ? [] : [`Port ${port}, which ${label} asks for, is taken: ${holder}.`];
  });
  return licensed > nodes
    ? [`${licensed} of its nodes take a licence, and ${worker.name} is good for ${nodes}.`, ...taken]
    : taken;
}

function holderOf(port: number, worker: Worker, views: Views): string | undefined {
  const promised = Object.values(worker.reservations).find(({ ports }) => Object.values(ports).includes(port));
  if (promised !== undefined) return `it is promised to the session ${promised.sessionId}`;
  const holds = (lab: LabRecord): boolean =>
    lab.workerId === worker.id && isPresent(lab) && lab.facts.ports.some((each) => each.port === port);
  const lab = views.list('lab').find(({ state }) => holds(state));
  return lab === undefined ? undefined : `the lab “${lab.state.facts.title}” has it`;
}
