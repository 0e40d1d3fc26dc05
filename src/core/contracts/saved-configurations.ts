import * as z from 'zod';
import { SessionId } from '../domain/session/index.ts';
import { at, count, id } from './primitives.ts';

/** What the nodes of a lab ran, kept by itself. */
export const SavedConfigurationsFile = z.object({
  format: z.literal('lcm-configurations/1'),
  /** So that no two sessions keep the same thing, and each may remove its own. */
  sessionId: z.string().optional(),
  nodes: z.array(
    z.object({
      label: z.string(),
      configuration: z.string(),
      /** Of a node that could not be read this time: when it ran that. */
      asOf: z.iso.datetime().optional(),
    }),
  ),
});
export type SavedConfigurationsFile = z.output<typeof SavedConfigurationsFile>;

const UnreadNode = z.object({
  node: z.string().meta({ examples: ['R2'] }),
  reason: z.string().meta({ examples: ['it is STOPPED'] }),
  asOf: at.optional().meta({ description: 'What it ran then is kept; absent when it could never be read' }),
});
export type UnreadNode = z.output<typeof UnreadNode>;

/** How the keeping of a session's work stands. Most rounds find what was found before, and are no events. */
export const KeepRound = z.object({
  sessionId: id(SessionId),
  everyMs: count,
  triedAt: at,
  keptAt: at.optional(),
  unread: z.array(UnreadNode).readonly(),
  trouble: z.string().optional(),
});
export type KeepRound = z.output<typeof KeepRound>;

/** Under which the newest round of each session is in the coordination store, for a few rounds. */
export function keepRoundKey(sessionId: SessionId): string {
  return `/lcm/kept/${sessionId}`;
}

/** As it stands there. */
export function keepRoundText(round: KeepRound): string {
  return JSON.stringify(z.encode(KeepRound, round));
}

/** Undefined when it was written by another version. */
export function keepRoundIn(value: string): KeepRound | undefined {
  try {
    return KeepRound.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

export const KeptWork = z
  .object({
    isKept: z.boolean().meta({ description: 'Whether its work is being kept now' }),
    everyMinutes: count.meta({ description: '0: it is not kept while it runs' }),
    keptAt: at.optional().meta({
      description:
        'What its nodes ran then is what a lab on another host would begin with; absent while there is nothing',
    }),
    changedAt: at.optional().meta({ description: 'Since when that has been the same' }),
    triedAt: at.optional().meta({ description: 'When it was tried last, if that is known' }),
    trouble: z.string().optional().meta({ description: 'Why the last attempt came to nothing' }),
    unread: z.array(UnreadNode).readonly().meta({ description: 'Nodes that could not be read the last time' }),
  })
  .meta({ id: 'KeptWork' });
export type KeptWork = z.output<typeof KeptWork>;
