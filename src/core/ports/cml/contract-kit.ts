import { expect } from 'vitest';
import { CmlError, type CmlErrorCode, type CmlLab, type CmlLabId, type CmlServer, type CmlServers } from './index.ts';

/** What goes wrong on purpose: the simulator's README lists the kinds and what `match` means for each. */
export interface InjectedFault {
  readonly kind:
    | 'unavailable'
    | 'refuse'
    | 'unhealthy'
    | 'events-close'
    | 'events-cut'
    | 'events-silent'
    | 'events-drop';
  readonly match?: string;
  readonly times?: number;
  readonly status?: number;
}

/** A server that is up, without a licence and without labs, and how to move its time. */
export interface CmlHarness {
  readonly servers: CmlServers;
  readonly endpoint: { readonly url: string; readonly username: string; readonly password: string };
  /** Lets so much time pass at the server. */
  readonly settle: (ms: number) => Promise<void>;
  readonly inject: (fault: InjectedFault) => void;
  /** Adds a definition, as its administrator may. */
  readonly define: (what: 'node' | 'image', document: { readonly id: string; readonly [key: string]: unknown }) => void;
  /** Types lines at the console of a node that is up, where the harness can. */
  readonly type?: ((lab: CmlLabId, label: string, lines: readonly string[]) => Promise<void>) | undefined;
  readonly close: () => Promise<void>;
}

export type OpenServer = CmlHarness & { readonly server: CmlServer };
/** Opens one more, which is closed after the test. */
export type Start = () => Promise<OpenServer>;

export const HOUR_MS = 3_600_000;

export const twoRouters = `
annotations: []
nodes:
  - id: n0
    label: R1
    x: 0
    y: 0
    node_definition: iol-xe
    configuration:
      - name: ios_config.txt
        content: |-
          hostname R1
          interface Ethernet0/0
           no ip address
           shutdown
    tags: []
    interfaces:
      - {id: i0, label: Loopback0, type: loopback}
      - {id: i1, label: Ethernet0/0, slot: 0, type: physical}
  - id: n1
    label: SW
    x: 100
    y: 0
    node_definition: unmanaged_switch
    tags: [keep]
    interfaces:
      - {id: i0, label: port0, slot: 0, type: physical}
links:
  - {id: l0, n1: n0, i1: i1, n2: n1, i2: i0, label: R1-Ethernet0/0<->SW-port0, conditioning: {}}
lab: {title: two routers, description: demo, notes: '', version: 0.3.0}
`;

export async function existing(server: CmlServer, id: CmlLabId): Promise<CmlLab> {
  const found = await server.lab(id);
  if (!found) throw new Error(`no lab ${id}`);
  return found;
}

export async function refused(code: CmlErrorCode, call: Promise<unknown>): Promise<CmlError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CmlError)) throw new Error(`expected a CmlError ${code}`, { cause: error });
  expect(error.code).toBe(code);
  return error;
}
