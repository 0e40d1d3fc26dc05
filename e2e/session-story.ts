import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { Api, Session } from './api.ts';
import { Candidate } from './candidate.ts';
import type { Product } from './product.ts';

export const minute = 60_000;
const slug = 'trunk-two-switches';

export interface Play {
  readonly name: string;
  readonly part: 'half' | undefined;
}

/** A whole session without a browser, from the booking to the archive. */
export async function play(api: Api, { name, part }: Play): Promise<Session> {
  const { id } = await api.book({ slug, name });
  await api.sessionIs(id, 'ready');
  const person = await Candidate.launch(await api.launchUrl(id));
  await person.act('start');
  if (part !== undefined) {
    await person.type(part);
    await person.hasTyped();
  }
  await person.act('finish');
  return api.sessionIs(id, 'archived');
}

/** When the place is held and when the candidate may work in it. */
export function timesOf({ placement, timeslot }: Session): Record<'from' | 'start' | 'end' | 'until', number> {
  if (placement === undefined || timeslot === undefined) throw new Error('it has no place');
  const [from, until] = [Date.parse(placement.from), Date.parse(placement.until)];
  return { from, start: Date.parse(timeslot.start), end: Date.parse(timeslot.end), until };
}

export async function apiDescription({ url }: Product): Promise<string> {
  const document: unknown = await (await fetch(`${url}/api/v1/openapi.json`)).json();
  return z.object({ info: z.object({ description: z.string() }) }).parse(document).info.description;
}

/** What a shell says to lines that somebody pastes into it. */
export async function typed(lines: string): Promise<string> {
  return (await promisify(execFile)('bash', ['-c', lines])).stdout;
}
