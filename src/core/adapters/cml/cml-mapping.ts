import type { z } from 'zod';
import { instant } from '../../kernel/index.ts';
import type {
  CmlComputeHealth,
  CmlHealth,
  CmlLab,
  CmlLicensing,
  CmlNode,
  CmlStats,
  NodeConfiguration,
} from '../../ports/cml/index.ts';
import { type CmlActivity, cmlActivities, cmlLabId, cmlNodeId } from '../../ports/cml/index.ts';
import type {
  configurationsAnswer,
  healthAnswer,
  LicensingAnswer,
  labAnswer,
  nodesAnswer,
  statsAnswer,
  telemetryAnswer,
} from './cml-answers.ts';
import { labStateSeen, nodeStateSeen } from './cml-states.ts';

export function toHealth(answer: z.infer<typeof healthAnswer>): CmlHealth {
  return {
    valid: answer.valid === true,
    isLicensed: answer.is_licensed === true,
    isEnterprise: answer.is_enterprise,
    computes: Object.entries(answer.computes).map(([id, compute]) => toCompute(id, compute)),
  };
}

function toCompute(id: string, answer: z.infer<typeof healthAnswer>['computes'][string]): CmlComputeHealth {
  const { hostname, is_controller: isController, valid, admission_state: admissionState, ...checks } = answer;
  return { id, hostname, isController, valid: valid === true, admissionState, checks };
}

export function toLab(answer: z.infer<typeof labAnswer>): CmlLab {
  return {
    id: cmlLabId(answer.id),
    title: answer.lab_title,
    ...labStateSeen(answer.state),
    description: answer.lab_description ?? '',
    notes: answer.lab_notes ?? '',
    owner: answer.owner_username,
    // An empty name is none.
    ...(answer.owner_fullname && { ownerName: answer.owner_fullname }),
    groups: (answer.groups ?? []).map(({ id, name }) => name ?? id),
    nodeCount: answer.node_count,
    linkCount: answer.link_count,
    createdAt: instant(Date.parse(answer.created)),
    modifiedAt: instant(Date.parse(answer.modified)),
  };
}

export function toActivities(answer: z.infer<typeof telemetryAnswer>): readonly CmlActivity[] {
  const done = answer.flatMap(({ category: name, timestamp, data }) => {
    const category = cmlActivities.find((known) => known === name);
    const ms = Date.parse(timestamp);
    if (category === undefined || Number.isNaN(ms)) return [];
    const userId = data?.user_id ?? undefined;
    return [{ category, at: instant(ms), ...(userId !== undefined && { userId }) }];
  });
  return done.toSorted((a, b) => a.at - b.at);
}

export function toNode(answer: z.infer<typeof nodesAnswer>[number]): CmlNode {
  const { id, label, node_definition: nodeDefinition, state, tags } = answer;
  return { id: cmlNodeId(id), label, nodeDefinition, ...nodeStateSeen(state), tags };
}

export function toConfiguration(answer: z.infer<typeof configurationsAnswer>[number]): NodeConfiguration {
  const { label, node_definition: nodeDefinition, configuration } = answer;
  const text = Array.isArray(configuration) ? configuration[0]?.content : configuration;
  return { label, nodeDefinition, configuration: text ?? '' };
}

export function toStats({ computes, all }: z.infer<typeof statsAnswer>): CmlStats {
  const running = Object.values(computes).map(({ stats }) => stats?.dominfo?.running_nodes ?? 0);
  return {
    cpuCount: all.cpu.count,
    cpuPercent: all.cpu.percent,
    memoryTotalBytes: all.memory.total,
    memoryUsedBytes: all.memory.used,
    diskTotalBytes: all.disk.total,
    diskUsedBytes: all.disk.used,
    runningNodes: running.reduce((sum, count) => sum + count, 0),
  };
}

export function toLicensing(answer: LicensingAnswer, quota: number | undefined): CmlLicensing {
  const { registration, authorization, product_license: product } = answer;
  const refused = registration.status === 'FAILED' || registration.status === 'RETRY_IN_PROGRESS';
  const failure = refused ? (registration.register_time?.failure ?? undefined) : undefined;
  return {
    registration: registration.status,
    authorization: authorization.status,
    product: product.active,
    nodeLimit: quota ?? nodeLimit(answer),
    ...(failure !== undefined && { failure }),
  };
}

/** Nodes that a server runs without a licence. */
const FREE_NODES = 5;
const includedNodes: Readonly<Record<string, number>> = { CML_Personal: 20, CML_Personal40: 40 };
const BUSINESS_NODES = 20;

/** For servers that do not say what their limit is: what the product includes, and the expansion nodes in use. */
function nodeLimit({ registration, authorization, product_license: product, features }: LicensingAnswer): number {
  if (registration.status !== 'COMPLETED' || authorization.status !== 'IN_COMPLIANCE') return FREE_NODES;
  const included = includedNodes[product.active];
  if (included !== undefined) return included;
  const expansion = features.find(({ id }) => id.includes('CML_NODE_COUNT'));
  return BUSINESS_NODES + (expansion?.in_use ?? 0);
}
