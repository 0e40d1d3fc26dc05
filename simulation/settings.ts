const minute = 60_000;

/** Control planes over one store. Controllers and people reach any that is there. */
export const controlPlanes = 2;

/** In so many weeks the coordination store is lost once, with all that is in it. */
export const coordinationIsLostEvery = 5;

/** Of each controller; one of them leads. */
export const replicas = 2;

/** Watches are lossy here, but every gap is noticed or short; this is for the rest. */
export const resyncMs = 120 * minute;

/** As the setting says in weeks that have classes, and in months. */
export const noShowMinutes = 25;

/** How far the wall clock of a machine may be off. */
export const maxSkewMs = 2_000;

/** Hosts that the licence account covers in some weeks: whoever comes later is out of compliance. */
export const fewSeats = 3;

/** Secrets of the simulated installation: whoever sees one of them where it must not be has found a leak. */
export const secrets = {
  cmlPassword: 'sim-cml-password-7141',
  licenseToken: 'simLicenseToken7141',
  secretsKey: 'sim-secrets-key-7141-of-every-replica',
} as const;

/** The environment of every process, by the names that operators know. */
export const environment = {
  CML_WORKER_API_PASSWORD: secrets.cmlPassword,
  CML_LICENSE_TOKEN: secrets.licenseToken,
  RECONCILE_INTERVAL: '300',
  CML_WORKER_BUSY_POLL_SECONDS: '30',
  LAB_ACTION_POLL_INTERVAL_SECONDS: '20',
  // Often enough to meet every fault, seldom enough to be no work.
  SESSION_KEEP_MINUTES: '30',
  WORKER_METRICS_POLL_INTERVAL: '7200',
  CLOUDWATCH_POLL_INTERVAL: '14400',
  WORKER_STATUS_SYNC_INTERVAL: '7200',
  CONTENT_SYNC_POLL_INTERVAL: '172800',
  WARM_LABS_INTERVAL: '1200',
  // A week of statistics every few seconds would be all that is simulated.
  CML_WEBSOCKET_ENABLED: 'false',
  CML_WORKER_DISCOVERY_INTERVAL: '7200',
  CML_WORKER_DISCOVERY_REGIONS: 'us-east-1,us-west-2',
} as const;
