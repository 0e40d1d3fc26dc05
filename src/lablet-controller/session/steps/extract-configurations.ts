import type { Evidence, NodeEvidence } from '@lcm/core/domain/grading';
import { toIso } from '@lcm/core/kernel';
import type { CmlLab, CmlServer } from '@lcm/core/ports/cml';
import { onLab } from '../lab-of-session.ts';
import { done } from '../step-handler.ts';

/** Reads what every node runs and what its console printed, and keeps it as it came. */
export const extractConfigurations = onLab(async (lab, cml, { session, deps }) => {
  const nodes = await evidenceOf(lab, cml);
  const evidence: Evidence = { sessionId: session.id, capturedAt: toIso(deps.clock.now()), nodes };
  const evidenceKey = await deps.blobs.put(new TextEncoder().encode(JSON.stringify(evidence)));
  const read = nodes.filter(({ running }) => running !== '').length;
  return done(`configurations of ${read} of ${nodes.length} nodes`, { evidenceKey });
});

async function evidenceOf(lab: CmlLab, cml: CmlServer): Promise<readonly NodeEvidence[]> {
  const configurations = await cml.extractConfigurations(lab.id);
  const byLabel = new Map(configurations.map((one) => [one.label, one.configuration]));
  const evidence: NodeEvidence[] = [];
  for (const { id, label, nodeDefinition, state } of await cml.nodes(lab.id)) {
    const consoleLog = await cml.consoleLog(lab.id, id);
    evidence.push({ label, nodeDefinition, state, running: byLabel.get(label) ?? '', consoleLog });
  }
  return evidence;
}
