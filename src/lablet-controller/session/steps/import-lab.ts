import { blobKey } from '@lcm/core/ports/blobs';
import { cmlOf, findLab, labTitle } from '../lab-of-session.ts';
import { definitionOf, done, failed, notYet, type StepHandler, workerOf } from '../step-handler.ts';

/** Imports the lab under a title with the session's id in it, unless an earlier attempt has. */
export const importLab: StepHandler = async (session, deps) => {
  const worker = await workerOf(session, deps);
  const cml = worker && cmlOf(worker, deps);
  if (worker === undefined || cml === undefined) return notYet('its worker cannot be reached');
  const there = await findLab(session, cml);
  const { launch } = worker;
  if (there) return done('found from an earlier attempt', { lab: { id: there.id, title: there.title, launch } });
  const { topologyKey } = await definitionOf(session, deps);
  const topology = await deps.blobs.get(blobKey(topologyKey));
  if (topology === undefined) return failed(`the topology ${topologyKey} of its definition is not stored`);
  const title = labTitle(session);
  // A successor may have imported it since we looked, and nobody would ever look for a second one.
  if (!deps.leadership.mayAct()) return notYet('our lead has to be renewed before it is imported');
  const id = await cml.importLab(new TextDecoder().decode(topology), title);
  return done(`imported as "${title}"`, { lab: { id, title, launch } });
};
