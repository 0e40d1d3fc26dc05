import type { RegradeSession } from '@lcm/core/contracts/session';
import { type Definition, isGraded } from '@lcm/core/domain/definition';
import { type AskedRegrade, askRegrade } from '@lcm/core/domain/session';
import { ok, type Result, reject } from '@lcm/core/kernel';
import type * as z from 'zod';
import { sessions } from './aggregates.ts';
import { changeExisting, unknown, written } from './change.ts';
import type { Caller, Rejection } from './operation.ts';
import { versionsOf } from './publish.ts';
import type { Streams } from './streams.ts';
import { viewOf } from './view-of.ts';
import type { Views } from './views.ts';

export interface RegradeDeps {
  readonly streams: Streams;
  readonly views: Views;
}

type Asked = z.output<typeof RegradeSession> & Pick<AskedRegrade, 'cause'> & { readonly operation: string };

/** Orders a grading; the lablet controller does it, however often it dies meanwhile. */
export async function orderRegrade(asked: Asked, caller: Caller, { streams, views }: RegradeDeps) {
  const { sessionId: id, cause, operation } = asked;
  const { state } = await streams.load(sessions, id);
  if (state === undefined) return reject(unknown('session', id));
  const booked = views.get('definition', state.definition.id)?.state;
  const rules = rulesOf(booked, asked.rules, views);
  if (!rules.ok) return rules;
  const order = { cause, by: caller.actor.id, rulesOf: rules.value.id };
  return written(
    await changeExisting(streams, { aggregate: sessions, id, operation, caller }, (session, at) =>
      askRegrade(session, order, at),
    ),
    viewOf.session,
  );
}

function rulesOf(booked: Definition | undefined, choice: Asked['rules'], views: Views): Result<Definition, Rejection> {
  const versions = booked === undefined ? [] : choice === 'booked' ? [booked] : versionsOf(views, booked.slug);
  const [newest] = versions
    .filter((definition) => isGraded(definition) && definition.status !== 'deleted')
    .toSorted((a, b) => b.createdAt - a.createdAt);
  if (newest !== undefined) return ok(newest);
  return reject({ code: 'rules.none', message: 'No version of its lab has grading rules.' });
}
