import { sessionStoreContract } from '../../ports/session-store/contract.ts';
import { MemorySessionStore } from './memory-session-store.ts';
import { SqliteSessionStore } from './sqlite-session-store.ts';

sessionStoreContract('memory', (clock) => new MemorySessionStore(clock));
sessionStoreContract('sqlite', (clock) => new SqliteSessionStore(':memory:', clock));
