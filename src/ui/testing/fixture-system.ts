import { jobNames, recurringJobs, settingOf } from '@lcm/core/domain/job';
import type { JobStatus, SettingsItem, SystemHealth } from '../lib/views.ts';

const minute = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();

/** What an installation says of itself: one job that failed, one that is off, one controller with a key that is stuck. */
export function jobs(now: number): readonly JobStatus[] {
  return jobNames.map((name, index) => ({
    name,
    about: recurringJobs[name].about,
    everyMs: recurringJobs[name].everyMs,
    enabled: name !== 'labs-refresh',
    ...(settingOf(name) && { setting: settingOf(name) }),
    ...(name !== 'labs-refresh' && {
      lastRun: {
        startedAt: iso(now - index * minute - 1_400),
        endedAt: iso(now - index * minute),
        outcome: name === 'host-metrics' ? ('failed' as const) : ('done' as const),
        summary: name === 'host-metrics' ? '2 regions asked, no answer from eu-west-1' : '14 workers in 2 regions',
      },
      nextRunAt: iso(now + (index + 1) * minute),
    }),
  }));
}

export function systemHealth(now: number): SystemHealth {
  const counts = { again: 120, failed: 2 };
  const depth = { ready: 0, waiting: 14, inFlight: 1 };
  const trouble = { key: 'wkr_3', kind: 'failed', because: 'EC2 says unavailable', since: iso(now - 9 * minute) };
  const troubles = [{ ...trouble, at: iso(now), times: 12 }];
  const one = (service: string, reconcilers: readonly string[]) => ({
    service,
    name: `${service}-7f3k`,
    at: iso(now - 2_000),
    leads: true,
    reconcilers: reconcilers.map((reconciler) => ({
      reconciler,
      depth,
      counts,
      troubleCount: reconciler === 'worker' ? 1 : 0,
      troubles: reconciler === 'worker' ? troubles : [],
    })),
  });
  const services = ['resource-scheduler', 'worker-controller', 'lablet-controller'] as const;
  return {
    now: iso(now),
    coordination: 'ok',
    leaders: services.map((election, index) => ({ election, name: `${election}-7f3k`, token: index + 3 })),
    controllers: [
      one('resource-scheduler', ['schedule', 'job']),
      { ...one('resource-scheduler', []), name: 'resource-scheduler-x9d2', leads: false },
      one('worker-controller', ['worker', 'job']),
      one('lablet-controller', ['session', 'inbox', 'job']),
    ],
  };
}

export function settings(now: number): SettingsItem {
  const changed = { 'idle.minutes': { value: 30, at: iso(now - 90 * minute), by: 'ada' } };
  return { id: 'default', version: 2, environment: { 'discovery.regions': ['us-east-1', 'eu-west-1'] }, changed };
}
