export const products = [
  'CML_Enterprise',
  'CML_Personal',
  'CML_Personal40',
  'CML_Education',
  'CML_Internal',
  'CML_NotForResale',
] as const;
export type Product = (typeof products)[number];

/** What kind of server this is. Durations are those of the real thing; `speed` divides them all. */
export interface CmlSettings {
  readonly version: string;
  readonly hostname: string;
  readonly username: string;
  readonly password: string;
  readonly product: Product;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly kvm: boolean;
  readonly speed: number;
  /** After power-on: connections are refused, then nginx answers 502/503, then `ready` is false. */
  readonly boot: { readonly refusedMs: number; readonly unavailableMs: number; readonly startingMs: number };
  readonly nodesWithoutLicense: number;
  readonly evaluationMs: number;
  readonly tokenLifetimeMs: number;
  /** Median of how long a node waits its turn, in milliseconds. */
  readonly queueMs: readonly [number, number];
  readonly stopMs: readonly [number, number];
  readonly wipeMs: readonly [number, number];
  readonly registrationMs: readonly [number, number];
  readonly authorizationMs: readonly [number, number];
  /** Spread of node boot times (sigma of the logarithm). */
  readonly bootSigma: number;
}

const DAY_MS = 86_400_000;

/** An m5zn.metal worker of the field: 48 cores, 192 GiB, 250 GB. */
export const defaultSettings: CmlSettings = {
  version: '2.9.1+build.7',
  hostname: 'ip-10-0-0-10',
  username: 'admin',
  password: 'cml-simulator',
  product: 'CML_Enterprise',
  cpuCount: 48,
  memoryBytes: 202_422_902_784,
  diskBytes: 266_206_101_504,
  kvm: true,
  speed: 1,
  boot: { refusedMs: 40_000, unavailableMs: 30_000, startingMs: 25_000 },
  nodesWithoutLicense: 5,
  evaluationMs: 90 * DAY_MS,
  tokenLifetimeMs: DAY_MS,
  queueMs: [500, 2_000],
  stopMs: [1_000, 8_000],
  wipeMs: [200, 1_800],
  registrationMs: [2_000, 15_000],
  authorizationMs: [2_000, 30_000],
  bootSigma: 0.2,
};
