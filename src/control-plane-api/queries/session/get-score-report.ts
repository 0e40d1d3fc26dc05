import { OfGrading, ScoreReportDocument } from '@lcm/core/contracts/session';
import type { Session } from '@lcm/core/domain/session';
import { ok, reject } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import { readJson } from '../../application/blob-json.ts';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly blobs: Blobs;
}

export const getScoreReport = defineQuery({
  name: 'GetScoreReport',
  summary: 'How a session was graded, item by item',
  allow: 'session:own',
  input: OfGrading,
  output: ScoreReportDocument,
  async handle({ sessionId: id, grading }, caller, { views, blobs }: Deps) {
    const session = views.get('session', id)?.state;
    if (session === undefined || !maySee(caller.actor, session)) return reject(unknown('session', id));
    const key = reportKeyOf(session, grading);
    const report = key === undefined ? undefined : await readJson(blobs, key);
    if (report === undefined) return reject({ code: 'score.unknown', message: 'This session has no score report.' });
    return ok(ScoreReportDocument.parse(report));
  },
});

function reportKeyOf({ score, gradings = [] }: Session, grading: number | undefined): string | undefined {
  const wanted = grading === undefined ? score : gradings.find(({ number }) => number === grading)?.score;
  return wanted?.reportKey;
}
