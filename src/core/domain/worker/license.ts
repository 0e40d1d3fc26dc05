import type { Instant } from '../../kernel/index.ts';
import type { LicenseStatus } from './lifecycle.ts';

export const licenseOperations = ['registering', 'deregistering'] as const;
export type LicenseOperation = (typeof licenseOperations)[number];

/** How far an operation has come. One that gives back may have to start the host and reach CML first, and hear its answer. */
export const licenseSteps = ['host', 'cml', 'asking', 'heard', 'server', 'authorization', 'retrying'] as const;
export type LicenseStep = (typeof licenseSteps)[number];

/** One line of what the licence is for: its base, and the nodes it was extended by. */
export interface LicenseFeature {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly inUse: number;
  readonly minimum: number;
  readonly max: number;
}

/** What CML says of its licence, and what is being done about it. */
export interface License {
  readonly status: LicenseStatus;
  readonly product?: string | undefined;
  /** Nodes that CML runs at once by its licence as it stands. */
  readonly nodeLimit?: number | undefined;
  readonly operation?: LicenseOperation | undefined;
  readonly step?: LicenseStep | undefined;
  readonly failure?: string | undefined;
  /** CML's own word: `IN_COMPLIANCE`, `EVAL`... */
  readonly authorization?: string | undefined;
  readonly smartAccount?: string | undefined;
  readonly virtualAccount?: string | undefined;
  /** Under which name the licence server knows the host. */
  readonly instanceName?: string | undefined;
  readonly registeredAt?: Instant | undefined;
  readonly renewsAt?: Instant | undefined;
  /** When it ends unless it is renewed: of registration, authorization or evaluation whichever comes first. */
  readonly expiresAt?: Instant | undefined;
  readonly features?: readonly LicenseFeature[] | undefined;
  /** Of commits, so that patience does not begin anew with each leader. */
  readonly operationSince?: Instant | undefined;
  readonly stepSince?: Instant | undefined;
  readonly failedAt?: Instant | undefined;
  /** Attempts that failed since one succeeded or an operator last gave an order. */
  readonly failures?: number | undefined;
}

/** What an operator wants of the licence; without one the worker's spec decides. */
export interface LicenseOrder {
  readonly wanted: 'registered' | 'unregistered';
  /** Anew although it is registered; false again once that has ended. */
  readonly reregister: boolean;
  /** Where the sealed token for this worker is kept; absent for the fleet's. Never the token. */
  readonly token?: string | undefined;
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

type LicenseEventType =
  | 'WorkerLicenseChanged'
  | 'WorkerLicenseRegistrationStarted'
  | 'WorkerLicenseRegistrationCompleted'
  | 'WorkerLicenseRegistrationFailed'
  | 'WorkerLicenseDeregistrationStarted'
  | 'WorkerLicenseDeregistrationCompleted'
  | 'WorkerLicenseDeregistrationFailed';

/** All that happens to a licence, with what it is from then on. */
export type LicenseEvent = {
  readonly [Type in LicenseEventType]: { readonly type: Type; readonly license: License; readonly at: Instant };
}[LicenseEventType];

const words = { registering: 'Registration', deregistering: 'Deregistration' } as const;
const notReturned = 'not returned';
const notConfirmed = 'return not confirmed';

/** Statuses in which the licence server counts the host. */
const heldStatuses: readonly LicenseStatus[] = ['registered', 'expired', 'invalid'];

/** Whether the licence server may count this host, as far as our own record goes. */
export function holdsLicense({ status, operation }: License): boolean {
  return operation !== undefined || heldStatuses.includes(status);
}

/** A licence that could not be given back, with the reason, so that somebody can free it where it was issued. */
export function asLost({ operation: _, step: __, ...license }: License, because: string): License {
  return { ...license, failure: `${notReturned}: ${because}` };
}

/** A licence of which CML lets go in the same way whether its seat was freed or not, while nobody hears which. */
export function asUnconfirmed(license: License): License {
  return { ...license, failure: `${notConfirmed}: CML’s answer was not heard, and it has no licence any more` };
}

/** Whether a seat is counted for a host that does not have it any more, or may be. */
export function isLicenseLost({ failure }: Pick<License, 'failure'>): boolean {
  return failure?.startsWith(notReturned) === true || isUnconfirmed({ failure });
}

export function isUnconfirmed({ failure }: Pick<License, 'failure'>): boolean {
  return failure?.startsWith(notConfirmed) === true;
}

/** Whether CML was asked to give it back, and what it answered was not heard. */
export function isReturnUnheard({ operation, step }: Pick<License, 'operation' | 'step'>): boolean {
  return operation === 'deregistering' && step === 'asking';
}

/** Whether both say the same of CML and of what is done; when it was said does not count. */
export function isSameLicense(a: License, b: License): boolean {
  return JSON.stringify(factsOf(a)) === JSON.stringify(factsOf(b));
}

function factsOf(license: License): License {
  const { status, product, nodeLimit, operation, step, failure, authorization } = license;
  const { smartAccount, virtualAccount, instanceName, registeredAt, renewsAt, expiresAt, features } = license;
  const doing = { status, product, nodeLimit, operation, step, failure, authorization };
  const account = { smartAccount, virtualAccount, instanceName, registeredAt, renewsAt, expiresAt, features };
  return { ...doing, ...account };
}

/** What a licence shall be: as an operator last said, else as the worker was made; undefined: as CML has it. */
export function wantedLicense({ spec, licenseOrder }: WantedOf): LicenseOrder['wanted'] | undefined {
  return licenseOrder?.wanted ?? (spec.registersLicense ? 'registered' : undefined);
}

interface WantedOf {
  readonly spec: { readonly registersLicense: boolean };
  readonly licenseOrder?: Pick<LicenseOrder, 'wanted'> | undefined;
}

/** What the news about a licence is called; none when there are none. */
export function licenseSeen(before: License, seen: License, at: Instant): LicenseEvent[] {
  if (isSameLicense(before, seen)) return [];
  return [{ type: eventName(before, seen), license: factsOf(seen), at }];
}

function eventName(before: License, after: License): LicenseEventType {
  const { operation } = before;
  const begins = after.operation !== operation ? after.operation : undefined;
  if (isLicenseLost(after) && before.failure !== after.failure) return 'WorkerLicenseDeregistrationFailed';
  if (begins !== undefined) return `WorkerLicense${words[begins]}Started`;
  return operation === undefined ? 'WorkerLicenseChanged' : endName(operation, before, after);
}

/** How an operation that was under way has ended, if it has. */
function endName(operation: LicenseOperation, before: License, after: License): LicenseEventType {
  if (after.failure !== undefined && before.failure === undefined) return `WorkerLicense${words[operation]}Failed`;
  const isReached = heldStatuses.includes(after.status) === (operation === 'registering');
  const isOver = after.operation === undefined;
  return isOver && isReached ? `WorkerLicense${words[operation]}Completed` : 'WorkerLicenseChanged';
}

/** The licence after an event about it; since when things are as they are is what the commits say. */
export function licenseAfter(before: License, event: LicenseEvent): License {
  const failures = failuresAfter(before, event);
  const times = { ...operationTimes(before, event), ...failureTime(before, event) };
  return { ...event.license, ...times, ...(failures > 0 && { failures }) };
}

type Times = Pick<License, 'operationSince' | 'stepSince' | 'failedAt'>;

function operationTimes(before: License, { license: { operation, step }, at }: LicenseEvent): Times {
  if (operation === undefined) return {};
  const known: Times = operation === before.operation ? before : {};
  const stepAt = step === before.step ? known.stepSince : undefined;
  return { operationSince: known.operationSince ?? at, ...(step && { stepSince: stepAt ?? at }) };
}

function failureTime(before: License, { license: { failure }, at }: LicenseEvent): Times {
  if (failure === undefined) return {};
  return { failedAt: (failure === before.failure ? before.failedAt : undefined) ?? at };
}

const completions: readonly LicenseEventType[] = [
  'WorkerLicenseRegistrationCompleted',
  'WorkerLicenseDeregistrationCompleted',
];

function failuresAfter({ failures = 0 }: License, { type, license }: LicenseEvent): number {
  if (completions.includes(type)) return 0;
  // What was lost is not tried again.
  const isRefusal = type === 'WorkerLicenseDeregistrationFailed' && !isLicenseLost(license);
  return type === 'WorkerLicenseRegistrationFailed' || isRefusal ? failures + 1 : failures;
}

/** A new order begins with a clean slate; what is under way already is asked for again. */
export function licenseAskedAnew(
  { failure: _, failedAt: __, failures: ___, ...license }: License,
  at: Instant,
): License {
  if (license.operation !== 'registering') return license;
  return { ...license, step: 'asking', operationSince: at, stepSince: at };
}

const endings: readonly LicenseEventType[] = ['WorkerLicenseRegistrationCompleted', 'WorkerLicenseRegistrationFailed'];

export function orderAfter(order: LicenseOrder | undefined, type: LicenseEventType): LicenseOrder | undefined {
  return order?.reregister && endings.includes(type) ? { ...order, reregister: false } : order;
}
