import { noticeSettings } from './notice-settings.ts';
import type { SettingEntry } from './setting-shape.ts';

/** The groups in the order of the screen. */
export const settingGroups = {
  idle: 'Unused workers',
  fleet: 'Fleet',
  sessions: 'Sessions',
  warm: 'Warm labs',
  monitoring: 'Monitoring',
  discovery: 'Discovery',
  notices: 'Notices',
  retention: 'Retention',
} as const;

export type SettingGroup = keyof typeof settingGroups;

/**
 * What an admin can change while everything runs: names, ranges, words and what counts until then. The API's schema, the
 * screen, docs/settings.md and the environment are made of this one table.
 */
export const settingsTable = {
  'idle.enabled': {
    kind: 'switch',
    initial: true,
    label: 'Stop workers that nobody uses',
    about: 'Off: no worker is stopped for being unused, whatever its own switch says.',
    variable: 'WORKER_AUTO_PAUSE_ENABLED',
  },
  'idle.minutes': {
    kind: 'number',
    initial: 60,
    min: 1,
    max: 10_080,
    unit: 'minutes',
    label: 'Idle after',
    about: 'A worker on which nobody did anything for so long is stopped, unless a session is near.',
    variable: 'WORKER_IDLE_TIMEOUT_MINUTES',
  },
  'idle.snoozeMinutes': {
    kind: 'number',
    initial: 60,
    min: 1,
    max: 10_080,
    unit: 'minutes',
    label: 'Snooze',
    about: 'How long a snooze keeps an unused worker up when nobody says another time.',
    variable: 'WORKER_AUTO_PAUSE_SNOOZE_MINUTES',
  },
  'fleet.ceilingPerRegion': {
    kind: 'number',
    initial: 10,
    min: 0,
    max: 1_000,
    unit: 'workers',
    label: 'Workers in a region, at most',
    about: 'The scheduler plans no more of them; what exists stays.',
    variable: 'WORKER_CEILING_PER_REGION',
  },
  'fleet.minRunningPerRegion': {
    kind: 'number',
    initial: 0,
    min: 0,
    max: 1_000,
    unit: 'workers',
    label: 'Workers left running in a region',
    about: 'So many are not stopped for being unused. Nothing is started for it.',
    variable: 'MIN_WORKERS',
  },
  'fleet.drainMinutes': {
    kind: 'number',
    initial: 0,
    min: 0,
    max: 10_080,
    unit: 'minutes',
    label: 'Time of a drain',
    about: 'After so long somebody is told that sessions are still on the worker. 0: after the limit of all drains.',
    variable: 'DRAIN_TIMEOUT_MINUTES',
  },
  'fleet.leastSavedMinutes': {
    kind: 'number',
    initial: 4,
    min: 1,
    max: 10_080,
    unit: 'minutes',
    label: 'A move pays from',
    about:
      'A booked session goes to another worker by itself when hosts are up for so much less, for each that is moved.',
    variable: 'LEAST_SAVED_MINUTES',
  },
  'sessions.learnNeeds': {
    kind: 'switch',
    initial: false,
    label: 'Learn what labs need',
    about:
      'When sessions of a definition use more than it is said to need, those that are booked from then on take that much. Never less by itself.',
    variable: 'LEARN_LAB_NEEDS',
  },
  'sessions.noShowMinutes': {
    kind: 'number',
    initial: 0,
    min: 0,
    max: 1_440,
    unit: 'minutes',
    label: 'No-show after',
    about: 'A session that nobody has begun so long after its start ends as a no-show. 0: at its end.',
    variable: 'NO_SHOW_MINUTES',
  },
  'sessions.keepMinutes': {
    kind: 'number',
    initial: 5,
    min: 0,
    max: 1_440,
    unit: 'minutes',
    label: 'Work is kept every',
    about: 'What the nodes run is read so often while somebody can work: at most that is lost with a host. 0: never.',
    variable: 'SESSION_KEEP_MINUTES',
  },
  'warm.hours': {
    kind: 'number',
    initial: 168,
    min: 1,
    max: 8_760,
    unit: 'hours',
    label: 'A warm lab is made anew after',
    about: 'How many there are is said by each definition.',
    variable: 'WARM_LAB_HOURS',
  },
  'warm.mostPerWorker': {
    kind: 'number',
    initial: 20,
    min: 0,
    max: 200,
    unit: 'labs',
    label: 'Warm labs on a worker, at most',
    about: 'Of all definitions together. 0: none are kept.',
    variable: 'WARM_LABS_PER_WORKER',
  },
  'monitoring.pollSeconds': {
    kind: 'number',
    initial: 300,
    min: 5,
    max: 86_400,
    unit: 'seconds',
    label: 'CML servers are measured every',
    about: 'CPU, memory, disk and running nodes of each CML server.',
    variable: 'WORKER_METRICS_POLL_INTERVAL',
  },
  'monitoring.cloudWatchSeconds': {
    kind: 'number',
    initial: 300,
    min: 5,
    max: 86_400,
    unit: 'seconds',
    label: 'CloudWatch is asked every',
    about:
      'One question a region; CloudWatch has a new figure every 5 minutes, or every minute where that is paid for.',
    variable: 'CLOUDWATCH_POLL_INTERVAL',
  },
  'monitoring.memoryPercent': {
    kind: 'number',
    initial: 95,
    min: 10,
    max: 100,
    unit: 'percent',
    label: 'A host is short of memory above',
    about: 'It makes one event, until the figure is 5 percent below.',
    variable: 'WORKER_MEMORY_PRESSURE_PERCENT',
  },
  'monitoring.diskPercent': {
    kind: 'number',
    initial: 90,
    min: 10,
    max: 100,
    unit: 'percent',
    label: 'A host is short of disk above',
    about: 'It makes one event, until the figure is 5 percent below.',
    variable: 'WORKER_DISK_PRESSURE_PERCENT',
  },
  'monitoring.refreshSeconds': {
    kind: 'number',
    initial: 10,
    min: 0,
    max: 3_600,
    unit: 'seconds',
    label: 'Between two refreshes of a worker',
    about: 'Who asks again sooner is told when it is possible.',
    variable: 'WORKER_REFRESH_MIN_INTERVAL',
  },
  'discovery.regions': {
    kind: 'list',
    initial: ['us-east-1'],
    pattern: /^[a-z]{2,}(?:-[a-z0-9]+)+$/,
    item: 'a region like us-east-1',
    label: 'Regions',
    about: 'Where CML hosts are looked for, beside the regions of the workers.',
    variable: 'CML_WORKER_DISCOVERY_REGIONS',
  },
  'discovery.imageNames': {
    kind: 'list',
    initial: ['cml*', 'cisco-cml*'],
    pattern: /^[\w()[\] ./'@*?-]{1,128}$/,
    item: 'the name of an image, with * and ?',
    label: 'Image names',
    about: 'Of the images that CML hosts are made of, as EC2 filters take them.',
    variable: 'CML_WORKER_DISCOVERY_AMI_NAMES',
  },
  ...noticeSettings,
  'retention.noticesDays': {
    kind: 'number',
    initial: 30,
    min: 1,
    max: 3_650,
    unit: 'days',
    label: 'Notices',
    about: 'After so long those that were sent or given up leave the lists. Their history and the audit stay.',
    variable: 'NOTICE_RETENTION_DAYS',
  },
  'retention.endedWorkersDays': {
    kind: 'number',
    initial: 30,
    min: 0,
    max: 3_650,
    unit: 'days',
    label: 'Records of ended workers',
    about: 'After so long they leave the lists. Their history and the audit stay.',
    variable: 'CLEANUP_RETENTION_DAYS',
  },
  'retention.evidenceDays': {
    kind: 'number',
    initial: 180,
    min: 1,
    max: 36_500,
    unit: 'days',
    label: 'Evidence',
    about: 'So long after a session its evidence is deleted. Scores, their reports and the history stay.',
    variable: 'EVIDENCE_DAYS',
  },
  'retention.auditDays': {
    kind: 'number',
    initial: 365,
    min: 90,
    max: 36_500,
    unit: 'days',
    label: 'Audit',
    about: 'What is older is not shown and not exported. It stays in the store: the state is made of it.',
    variable: 'AUDIT_DAYS',
  },
  'retention.samplesDays': {
    kind: 'number',
    initial: 14,
    min: 1,
    max: 400,
    unit: 'days',
    label: 'Measurements',
    about: 'How long the figures behind the charts are kept.',
    variable: 'SAMPLES_DAYS',
  },
} as const satisfies Record<`${SettingGroup}.${string}`, SettingEntry>;

export type SettingName = keyof typeof settingsTable;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its names
export const settingNames = Object.keys(settingsTable) as SettingName[];

interface ValueOf {
  readonly number: number;
  readonly switch: boolean;
  readonly list: readonly string[];
}

/** All settings as they count, by name. */
export type Settings = { readonly [Name in SettingName]: ValueOf[(typeof settingsTable)[Name]['kind']] };

export type SettingValue = ValueOf[keyof ValueOf];
