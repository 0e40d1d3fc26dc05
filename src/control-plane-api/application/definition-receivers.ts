import type { DefinitionReceivers } from '@lcm/core/contracts/definition-receivers';
import { type DefinitionId, failureReceiversOf } from '@lcm/core/domain/definition';
import { ok, type Result, reject } from '@lcm/core/kernel';
import { unknown } from './change.ts';
import { receiversInSettings } from './notices/note.ts';
import type { Rejection } from './operation.ts';
import { settingsNow } from './settings-now.ts';
import type { Views } from './views.ts';

/** Who is told of failures of a lab, in whichever version they were named. */
export function definitionReceivers(definitionId: DefinitionId, views: Views): Result<DefinitionReceivers, Rejection> {
  const definition = views.get('definition', definitionId)?.state;
  if (definition === undefined) return reject(unknown('definition', definitionId));
  const said = failureReceiversOf(
    definition.slug,
    views.list('definition').map(({ state }) => state),
  );
  const settings = receiversInSettings(settingsNow(views), definition.slug);
  return ok({ definitionId, receivers: [], ...said, settings });
}
