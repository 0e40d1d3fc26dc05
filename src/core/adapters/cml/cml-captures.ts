import * as z from 'zod';
import { fromIso } from '../../kernel/index.ts';
import type { CaptureLimits, CmlCapture, CmlCaptures, CmlLabId } from '../../ports/cml/index.ts';
import { orRefused, pathOf } from './cml-lab-details.ts';
import type { CmlSession } from './cml-session.ts';

/** What is not there is left out or null, by version. */
export const captureAnswer = z.object({
  config: z.object({ link_capture_key: z.string().nullish() }).nullish(),
  starttime: z.string().nullish(),
  packetscaptured: z.int().nullish(),
});

function linkPath(lab: CmlLabId, link: string): string {
  return `${pathOf(lab)}/links/${encodeURIComponent(link)}/capture`;
}

/** Captures over the REST API. */
export class HttpCaptures implements CmlCaptures {
  readonly #session: CmlSession;

  constructor(session: CmlSession) {
    this.#session = session;
  }

  async start(lab: CmlLabId, link: string, { packets, seconds, filter }: CaptureLimits): Promise<void> {
    const known = await this.of(lab, link);
    if (known?.startedAt !== undefined) return;
    const json = { maxpackets: packets, maxtime: seconds, ...(filter !== undefined && { bpfilter: filter }) };
    await this.#session.text({ method: 'PUT', path: `${linkPath(lab, link)}/start`, json });
  }

  async stop(lab: CmlLabId, link: string): Promise<void> {
    await orRefused(this.#session.text({ method: 'PUT', path: `${linkPath(lab, link)}/stop` }));
  }

  async of(lab: CmlLabId, link: string): Promise<CmlCapture | undefined> {
    return toCapture(await this.#status(lab, link));
  }

  async download(lab: CmlLabId, link: string, atMostBytes: number): Promise<Uint8Array | undefined> {
    const { config } = await this.#status(lab, link);
    const key = config?.link_capture_key;
    if (key === undefined || key === null || key === '') return undefined;
    return this.#session.bytes({ method: 'GET', path: `pcap/${encodeURIComponent(key)}` }, atMostBytes);
  }

  async #status(lab: CmlLabId, link: string): Promise<z.output<typeof captureAnswer>> {
    return this.#session.json({ method: 'GET', path: `${linkPath(lab, link)}/status` }, captureAnswer);
  }
}

export function toCapture({
  config,
  starttime,
  packetscaptured,
}: z.output<typeof captureAnswer>): CmlCapture | undefined {
  const key = config?.link_capture_key ?? '';
  if (key === '') return undefined;
  return { packets: packetscaptured ?? 0, ...(typeof starttime === 'string' && { startedAt: fromIso(starttime) }) };
}
