import { onLab } from './lab-of-session.ts';
import {
  type Configurations,
  initialConfigurations,
  lastExtraction,
  putConfigurations,
} from './saved-configurations.ts';
import { done, notYet } from './step-handler.ts';
import { isDown } from './steps/stop-lab.ts';

/**
 * Gives the nodes of a lab that went down with its host what was kept of them: their own disks have only what was saved on
 * them. A node that was never read, or ran what it began with, keeps its disk. CML takes a configuration of wiped nodes only.
 */
export const putBackKept = onLab(async (lab, cml, { session, deps }) => {
  if (!isDown(lab)) return done('the lab runs');
  const [kept, initial] = [await lastExtraction(session, deps), await initialConfigurations(session, deps)];
  const changed = changedSince(initial ?? new Map<string, string>(), kept ?? new Map<string, string>());
  const concerned = (await cml.nodes(lab.id)).filter(({ label }) => changed.has(label));
  const full = concerned.filter(({ state }) => state !== 'DEFINED_ON_CORE');
  if (full.length === 0) return done(`configurations of ${await putConfigurations(changed, lab, cml)} nodes`);
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before anything is put back');
  await Promise.all(full.map(async ({ id }) => cml.wipeNode(lab.id, id)));
  return notYet(`${full.length} of its nodes are wiped before what was kept of them is put back`);
});

function changedSince(initial: Configurations, kept: Configurations): Configurations {
  return new Map([...kept].filter(([label, text]) => text.trim() !== (initial.get(label) ?? '').trim()));
}
