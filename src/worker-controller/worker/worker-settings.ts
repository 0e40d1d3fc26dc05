const second = 1000;
const minute = 60 * second;

/** How patient the controller is. All in milliseconds. */
export interface WorkerSettings {
  /** How often something that changes is looked at, and how often something at rest. */
  readonly busyPollMs: number;
  readonly idlePollMs: number;
  /** How often a stopped or merely planned host is looked at: somebody else may have started it. */
  readonly restPollMs: number;
  /** How long EC2's reads may lag behind its writes before "not seen" means "gone". */
  readonly readLagMs: number;
  /** From launch or start to both checks passed. A metal host takes 5 to 15 minutes. */
  readonly bootDeadlineMs: number;
  /** From a running host to an available CML. */
  readonly serviceDeadlineMs: number;
  /** How long CML may fail to answer before it counts as broken: one lost answer is no news. */
  readonly serviceGraceMs: number;
  /** How long a launch is kept alive at each step on the way to give its licence back. */
  readonly licensePatienceMs: number;
  /** After a registration that failed; doubles with each one that follows, up to five times. */
  readonly licenseRetryMs: number;
  /** How long the licence server may take before it is said that it does not answer. */
  readonly licenseTimeoutMs: number;
  /** So long before its end CML is asked to renew a licence, and so often until it has. */
  readonly licenseRenewBeforeMs: number;
  readonly licenseRenewEveryMs: number;
  /** After the first failed launch; doubles with each one that follows, up to the highest. */
  readonly launchBackoffMs: number;
  readonly launchBackoffMaxMs: number;
  /** After so many failed launches in a row an operator decides. */
  readonly launchAttempts: number;
  /** How long a host that nobody is on may fail EC2's checks before it is replaced. */
  readonly impairedMs: number;
  /** How often CML is asked for the health of its computes, and for what it can run. */
  readonly healthEveryMs: number;
  readonly definitionsEveryMs: number;
  /** A reservation that begins this soon already keeps its host up. */
  readonly soonMs: number;
  /** How often CML's own record of what was done is read: it is long. */
  readonly activityEveryMs: number;
  /** Ids of users that are no people. */
  readonly systemUsers: RegExp;
}

export const defaultWorkerSettings: WorkerSettings = {
  busyPollMs: 5 * second,
  idlePollMs: 30 * second,
  restPollMs: 5 * minute,
  readLagMs: 2 * minute,
  bootDeadlineMs: 30 * minute,
  serviceDeadlineMs: 20 * minute,
  serviceGraceMs: 60 * second,
  licensePatienceMs: 45 * minute,
  licenseRetryMs: 5 * minute,
  licenseTimeoutMs: 15 * minute,
  licenseRenewBeforeMs: 14 * 24 * 60 * minute,
  licenseRenewEveryMs: 6 * 60 * minute,
  launchBackoffMs: 30 * second,
  launchBackoffMaxMs: 15 * minute,
  launchAttempts: 5,
  impairedMs: 15 * minute,
  healthEveryMs: minute,
  definitionsEveryMs: 60 * minute,
  soonMs: 2 * minute,
  activityEveryMs: 5 * minute,
  systemUsers: /^00000000-0000-/,
};
