import { between, type Cml, count, newId, Refusal } from './cml.ts';
import { findDefinition } from './definition-documents.ts';
import { strike } from './faults.ts';
import { happens } from './happenings.ts';
import { definitionId, isRunning } from './power.ts';
import { products } from './settings.ts';
import type { Licensing, Node } from './state.ts';

/** Ids and wording of the two features of an Enterprise licence, as CML 2.9 answers them. */
export const BASE_FEATURE = 'regid.2019-10.com.cisco.CML_ENT_BASE,1.0_15d3393c-846c-4e00-a54e-1ea90f2b2160';
export const NODE_FEATURE = 'regid.2019-10.com.cisco.CML_NODE_COUNT,1.0_2607650b-6ca8-46d5-81e5-e6688b7383c4';
export const EXPANSION_MAX = 500;

const DAY_MS = 86_400_000;

export const baseNodes: Readonly<Record<string, number>> = { CML_Personal: 20, CML_Personal40: 40 };

type RegistrationStatus =
  | 'NOT_REGISTERED'
  | 'IN_PROGRESS'
  | 'COMPLETED'
  | 'FAILED'
  | 'RETRY_IN_PROGRESS'
  | 'RESERVATION_IN_PROGRESS';

export function registrationStatus(cml: Cml): RegistrationStatus {
  const { registration, requestCode } = cml.state.licensing;
  if (requestCode !== null) return 'RESERVATION_IN_PROGRESS';
  if (registration.is === 'none') return 'NOT_REGISTERED';
  return cml.clock.now() < registration.answeredAt ? 'IN_PROGRESS' : registration.outcome;
}

export function authorizationStatus(cml: Cml): string {
  const { registration, reservation } = cml.state.licensing;
  const now = cml.clock.now();
  if (reservation) return 'NOT_AUTHORIZED';
  if (registration.is === 'asked' && registration.authorizedAt !== null && now >= registration.authorizedAt) {
    if (now >= authorizedUntil(cml, registration.authorizedAt)) return 'AUTHORIZATION_EXPIRED';
    return cml.licenseServer.isCovered(cml.state.productUuid) ? 'IN_COMPLIANCE' : 'OUT_OF_COMPLIANCE';
  }
  return now < cml.state.installedAt + cml.settings.evaluationMs ? 'EVAL' : 'EVAL_EXPIRED';
}

/** By itself CML renews every thirty days; what it could not renew ends ninety days after it was last confirmed. */
export const renewalMs = { registration: 180 * DAY_MS, authorization: 30 * DAY_MS };
const lifetimeMs = 90 * DAY_MS;

/** When the licence server last confirmed it. A renewal that is due happens when somebody looks. */
export function authorizationConfirmedAt(cml: Cml, authorizedAt: number): number {
  const { licensing } = cml.state;
  const last = Math.max(licensing.authorizationRenewedAt ?? 0, authorizedAt);
  if (cml.clock.now() - last < renewalMs.authorization || !reachesServer(cml, 'renew')) return last;
  licensing.authorizationRenewedAt = cml.clock.now();
  return cml.clock.now();
}

export function authorizedUntil(cml: Cml, authorizedAt: number): number {
  return authorizationConfirmedAt(cml, authorizedAt) + lifetimeMs;
}

function reachesServer(cml: Cml, operation: string): boolean {
  return !strike(cml, 'license-server-unreachable', operation);
}

export function isLicensed(cml: Cml): boolean {
  return registrationStatus(cml) === 'COMPLETED' && authorizationStatus(cml) === 'IN_COMPLIANCE';
}

/** A licence taken from the pool and not given back: what must not be left behind by a terminated host. */
export function holdsLicense(cml: Cml): boolean {
  return registrationStatus(cml) === 'COMPLETED';
}

export function isEnterprise({ product }: Licensing): boolean {
  return !product.startsWith('CML_Personal');
}

/** How many licensed nodes may run at once. */
export function nodeQuota(cml: Cml): number {
  const { licensing } = cml.state;
  if (!isLicensed(cml)) return cml.settings.nodesWithoutLicense;
  return (baseNodes[licensing.product] ?? 20) + (isEnterprise(licensing) ? licensing.expansionNodes : 0);
}

/** External connectors and unmanaged switches are free. */
export function takesLicense(cml: Cml, node: Node): boolean {
  return findDefinition(cml, definitionId(node))?.licensed ?? true;
}

export function licensedNodesRunning(cml: Cml): number {
  return cml.state.labs.flatMap(({ nodes }) => nodes).filter((node) => isRunning(cml, node) && takesLicense(cml, node))
    .length;
}

/** @throws Refusal when it is no token, or one registration is still under way */
export function register(cml: Cml, token: string, reregister: boolean): void {
  checkRegistration(cml, token, reregister);
  const outcome = outcomeOf(cml, token);
  const askedAt = cml.clock.now();
  const patience = token.startsWith('SLOW') ? 10 : 1;
  const answeredAt = askedAt + patience * between(cml, cml.settings.registrationMs);
  const authorizedAt = answeredAt + patience * between(cml, cml.settings.authorizationMs);
  const answer =
    outcome === 'COMPLETED'
      ? { authorizedAt, failure: null }
      : { authorizedAt: null, failure: failureOf(outcome, token) };
  if (outcome === 'COMPLETED') cml.licenseServer.register(cml.state.productUuid);
  cml.state.licensing.registration = { is: 'asked', token, askedAt, answeredAt, outcome, ...answer };
  count(cml, 'register');
  tellLicense(cml, 'register');
}

function checkRegistration(cml: Cml, token: string, reregister: boolean): void {
  const status = registrationStatus(cml);
  if (!/^[a-zA-Z\d+/%=-]{1,256}$/.test(token)) throw new Refusal(400, 'Invalid registration token.');
  if (cml.state.licensing.reservation) throw new Refusal(409, 'Licensing issue: The reservation mode is enabled.');
  if (status === 'IN_PROGRESS') throw new Refusal(409, 'Licensing issue: A registration is already in progress.');
  if (status === 'COMPLETED' && !reregister) {
    throw new Refusal(400, 'Licensing issue: The product has already been registered.');
  }
}

function outcomeOf(cml: Cml, token: string): 'COMPLETED' | 'FAILED' | 'RETRY_IN_PROGRESS' {
  if (token.startsWith('RETRY') || !reachesServer(cml, 'register')) return 'RETRY_IN_PROGRESS';
  return token.startsWith('BAD') || strike(cml, 'license-refused', 'register') ? 'FAILED' : 'COMPLETED';
}

function failureOf(outcome: 'FAILED' | 'RETRY_IN_PROGRESS', token: string): string {
  const refused = `The token '${token}' is not valid.`;
  return outcome === 'FAILED' || token.startsWith('RETRY') ? refused : 'Communication send error.';
}

function tellLicense(cml: Cml, action: string): void {
  happens(cml, {
    category: 'license_info',
    event: 'CHANGE',
    element: 'SYSTEM',
    id: 'license',
    lab: null,
    data: { action },
  });
}

/** 204: given back at the licence server; 202: forgotten here, still taken there. */
export function deregister(cml: Cml): 202 | 204 {
  const { licensing } = cml.state;
  if (licensing.registration.is === 'none')
    throw new Refusal(400, 'Licensing issue: The product has already been de-registered.');
  if (registrationStatus(cml) === 'IN_PROGRESS')
    throw new Refusal(409, 'Licensing issue: A registration is already in progress.');
  const runs = cml.state.labs.some(({ nodes }) => nodes.some((node) => isRunning(cml, node)));
  if (runs) throw new Refusal(400, 'Licensing issue: Cannot de-register when nodes are running.');
  const lost = strike(cml, 'license-lost-on-deregister', 'deregister') ?? !reachesServer(cml, 'deregister');
  if (!lost) cml.licenseServer.deregister(cml.state.productUuid);
  Object.assign(licensing, { registration: { is: 'none' }, renewedAt: null, authorizationRenewedAt: null });
  count(cml, lost ? 'deregister-lost' : 'deregister');
  tellLicense(cml, 'deregister');
  return lost ? 202 : 204;
}

/** @throws Refusal when there is no such product or it is already the one */
export function chooseProduct(cml: Cml, product: string): void {
  const known: readonly string[] = products;
  if (!known.includes(product)) throw new Refusal(400, `Unknown product license: ${product}`);
  if (cml.state.licensing.product === product) throw new Refusal(400, `Product license is already ${product}.`);
  cml.state.licensing.product = product;
}

export function setFeatures(cml: Cml, counts: readonly { id: string; count: number }[]): void {
  if (counts.length === 0 || counts.length > 2) throw new Refusal(400, 'Between one and two features must be given.');
  for (const feature of counts) checkFeature(feature);
  for (const feature of counts) {
    if (feature.id === BASE_FEATURE) cml.state.licensing.baseInUse = feature.count;
    else cml.state.licensing.expansionNodes = feature.count;
  }
}

function checkFeature(feature: { id: string; count: number }): void {
  if (feature.id !== BASE_FEATURE && feature.id !== NODE_FEATURE) {
    throw new Refusal(400, `Unknown feature: ${feature.id}`);
  }
  const max = feature.id === BASE_FEATURE ? 1 : EXPANSION_MAX;
  if (feature.count > max) throw new Refusal(400, `Feature count is above the maximum of ${max}.`);
}

export function renew(cml: Cml, what: 'renewedAt' | 'authorizationRenewedAt'): void {
  if (reachesServer(cml, 'renew')) cml.state.licensing[what] = cml.clock.now();
}

export function setReservationMode(cml: Cml, on: boolean): void {
  const { licensing } = cml.state;
  if (licensing.reservation === on)
    throw new Refusal(400, `reservation mode is ${on ? 'already enabled' : 'disabled'}`);
  licensing.reservation = on;
  licensing.requestCode = null;
}

export function requestReservation(cml: Cml): string {
  const { licensing } = cml.state;
  if (!licensing.reservation) throw new Refusal(400, 'reservation mode is disabled');
  licensing.requestCode ??= `CC-${newId(cml)}`;
  return licensing.requestCode;
}

export function cancelReservation(cml: Cml): void {
  if (!cml.state.licensing.reservation) throw new Refusal(400, 'reservation mode is disabled');
  cml.state.licensing.requestCode = null;
}

/** The failure the licence server gave, when it refused. */
export function registrationFailure(cml: Cml): string | undefined {
  const { registration } = cml.state.licensing;
  const status = registrationStatus(cml);
  return registration.is === 'asked' && (status === 'FAILED' || status === 'RETRY_IN_PROGRESS')
    ? (registration.failure ?? undefined)
    : undefined;
}
