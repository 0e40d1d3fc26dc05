/**
 * Node definitions as a CML 2.9 server ships them. Figures: reference platform definitions of CML (RAM in MiB, boot
 * time-outs in seconds); `bootSeconds` is how long such a node really takes, in the middle.
 */
export type ConsoleKind = 'ios' | 'shell' | 'none';

export interface Definition {
  readonly id: string;
  readonly nature: string;
  readonly domain: 'kvm' | 'iol' | 'docker' | 'none';
  readonly driver: string;
  readonly ram: number;
  readonly cpus: number;
  readonly serialPorts: number;
  readonly defaultCount: number;
  readonly minCount: number;
  readonly loopback: boolean;
  readonly physical: readonly string[];
  readonly bootSeconds: number;
  readonly timeoutSeconds: number;
  readonly completed: readonly string[];
  readonly console: ConsoleKind;
  readonly extracts: boolean;
  /** Takes one node of the licence. */
  readonly licensed: boolean;
  /** Its main configuration file. */
  readonly file: string;
  readonly image: string | null;
}

export const numbered = (prefix: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${prefix}${from + index}`);
