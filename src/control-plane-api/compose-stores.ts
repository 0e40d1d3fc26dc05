import { join } from 'node:path';
import type { MongoAddress } from '@lcm/core/adapters/mongo/mongo-client';
import { NotNowError } from '@lcm/core/adapters/process/main-process';
import { SettingsError } from '@lcm/core/adapters/process/settings';
import { MongoSampleStore } from '@lcm/core/adapters/sample-store/mongo-sample-store';
import { SqliteSampleStore } from '@lcm/core/adapters/sample-store/sqlite-sample-store';
import { RedisSessionStore } from '@lcm/core/adapters/session-store/redis-session-store';
import { SqliteSessionStore } from '@lcm/core/adapters/session-store/sqlite-session-store';
import { MongoStateStore } from '@lcm/core/adapters/state-store/mongo-state-store';
import { SqliteStateStore } from '@lcm/core/adapters/state-store/sqlite-state-store';
import { type Clock, type Random, uuid } from '@lcm/core/kernel';
import { SampleStoreError } from '@lcm/core/ports/sample-store';
import { type SessionStore, SessionStoreError } from '@lcm/core/ports/session-store';
import { type StateStore, StateStoreError } from '@lcm/core/ports/state-store';
import type { ControlPlaneConfig } from './config.ts';
import { identitySource } from './edge-config.ts';

/** Whether this control plane keeps something to itself, so that a second one would tell another truth. */
export function isAlone(config: ControlPlaneConfig): boolean {
  return config.STATE_STORE === 'sqlite' || identitySource(config).is === 'embedded';
}

/** @throws SettingsError, NotNowError */
export async function openStateStore(config: ControlPlaneConfig, random: Random): Promise<StateStore> {
  const newEpoch = uuid(random);
  if (config.STATE_STORE === 'sqlite') return new SqliteStateStore(join(config.LCM_DATA, 'state.db'), newEpoch);
  return reached(MongoStateStore.open({ ...mongoAddress(config), newEpoch }));
}

/** In the same place as the state. @throws SettingsError, NotNowError */
export async function openSampleStore(config: ControlPlaneConfig): Promise<SqliteSampleStore | MongoSampleStore> {
  if (config.STATE_STORE === 'sqlite') return new SqliteSampleStore(join(config.LCM_DATA, 'samples.db'));
  return reached(MongoSampleStore.open(mongoAddress(config)));
}

/** @throws SettingsError, NotNowError */
export async function openSessionStore(config: ControlPlaneConfig, clock: Clock): Promise<SessionStore> {
  if (!config.REDIS_ENABLED) return new SqliteSessionStore(join(config.LCM_DATA, 'browser-sessions.db'), clock);
  needed('SESSION_SECRET_KEY', config.SESSION_SECRET_KEY, 'REDIS_ENABLED');
  const url = needed('REDIS_URL', config.REDIS_URL, 'REDIS_ENABLED');
  return reached(RedisSessionStore.open({ url }));
}

function mongoAddress({ MONGODB_URL: url, MONGODB_DATABASE: database }: ControlPlaneConfig): MongoAddress {
  return { url: needed('MONGODB_URL', url, 'STATE_STORE=mongodb'), database };
}

function needed(name: string, value: string | undefined, because: string): string {
  if (value === undefined) throw new SettingsError(`${name} is missing: ${because} needs it`);
  return value;
}

/** A store that is away at the start may be there when we are started again. @throws NotNowError when it is away */
export async function reached<Store>(opening: Promise<Store>): Promise<Store> {
  try {
    return await opening;
  } catch (error) {
    const isAway = [StateStoreError, SampleStoreError, SessionStoreError].some((kind) => error instanceof kind);
    throw isAway && error instanceof Error ? new NotNowError(error.message, { cause: error }) : error;
  }
}
