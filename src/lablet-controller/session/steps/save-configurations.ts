import { onLab } from '../lab-of-session.ts';
import { saveOf } from '../saved-configurations.ts';
import { done, skipped } from '../step-handler.ts';
import { isDown } from './stop-lab.ts';

/** Keeps what the nodes run before they are wiped. What an earlier attempt has stopped already runs nothing. */
export const saveConfigurations = onLab(async (lab, cml, { session, deps }) => {
  if (isDown(lab)) return skipped('the lab is not running: there is nothing to keep');
  const configurations = await cml.extractConfigurations(lab.id);
  const saved = await saveOf(session, configurations, deps);
  return done(`configurations of ${configurations.length} nodes`, { saved });
});
