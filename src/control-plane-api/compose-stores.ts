import { join } from 'node:path';
import { SettingsError } from '@lcm/core/adapters/process/settings';
import { SqliteSampleStore } from '@lcm/core/adapters/sample-store/sqlite-sample-store';
import { RedisSessionStore } from '@lcm/core/adapters/session-store/redis-session-store';
import { SqliteSessionStore } from '@lcm/core/adapters/session-store/sqlite-session-store';
import { MongoStateStore } from '@lcm/core/adapters/state-store/mongo-state-store';
import { SqliteStateStore } from '@lcm/core/adapters/state-store/sqlite-state-store';
import { type Clock, type Random, uuid } from '@lcm/core/kernel';
import type { SessionStore } from '@lcm/core/ports/session-store';
import type { StateStore } from '@lcm/core/ports/state-store';
import type { ControlPlaneConfig } from './config.ts';
import { identitySource } from './edge-config.ts';

/** Whether this control plane keeps something to itself, so that a second one would tell another truth. */
export function isAlone(config: ControlPlaneConfig): boolean {
  return config.STATE_STORE === 'sqlite' || identitySource(config).is === 'embedded';
}

/** @throws SettingsError, StateStoreError */
export async function openStateStore(config: ControlPlaneConfig, random: Random): Promise<StateStore> {
  const newEpoch = uuid(random);
  if (config.STATE_STORE === 'sqlite') return new SqliteStateStore(join(config.LCM_DATA, 'state.db'), newEpoch);
  const url = needed('MONGODB_URL', config.MONGODB_URL, 'STATE_STORE=mongodb');
  return MongoStateStore.open({ url, database: config.MONGODB_DATABASE, newEpoch });
}

/** Beside the state, whichever store that is in. @throws Error when the file cannot be opened */
export function openSampleStore({ LCM_DATA: folder }: ControlPlaneConfig): SqliteSampleStore {
  return new SqliteSampleStore(join(folder, 'samples.db'));
}

/** @throws SettingsError, SessionStoreError */
export async function openSessionStore(config: ControlPlaneConfig, clock: Clock): Promise<SessionStore> {
  if (!config.REDIS_ENABLED) return new SqliteSessionStore(join(config.LCM_DATA, 'browser-sessions.db'), clock);
  needed('SESSION_SECRET_KEY', config.SESSION_SECRET_KEY, 'REDIS_ENABLED');
  return RedisSessionStore.open({ url: needed('REDIS_URL', config.REDIS_URL, 'REDIS_ENABLED') });
}

function needed(name: string, value: string | undefined, because: string): string {
  if (value === undefined) throw new SettingsError(`${name} is missing: ${because} needs it`);
  return value;
}
