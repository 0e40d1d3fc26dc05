import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { httpExchange } from '@lcm/core/adapters/control-plane/http-exchange';
import { serviceToken } from '@lcm/core/adapters/control-plane/service-token';
import { WireControlPlane } from '@lcm/core/adapters/control-plane/wire-control-plane';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { ldsDeliveries } from '@lcm/core/adapters/lab-delivery/lds-deployments';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemorySessionStore } from '@lcm/core/adapters/session-store/memory-session-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import type { Actor } from '@lcm/core/domain/access';
import { ok, SeededRandom } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import { type ControlPlaneHarness, controlPlaneContract } from '@lcm/core/ports/control-plane/contract';
import { pino } from 'pino';
import { registerLicense } from './commands/worker/register-license.ts';
import { composeServer, type OpenControlPlane, openControlPlane } from './compose.ts';
import { serverSettings } from './compose-process.ts';
import { edgeConfig } from './edge-config.ts';
import { openIdentity } from './identity.ts';
import { seedTemplates } from './seed-templates.ts';

const clock = new SystemClock();
const template = 'metal';

async function openPlane(): Promise<OpenControlPlane> {
  const plane = await openControlPlane({
    store: new MemoryStateStore(),
    samples: new MemorySampleStore(),
    coordination: new EmbeddedCoordination({ clock }),
    blobs: new MemoryBlobs(),
    secretKeys: ['a key of this test alone, 32 long'],
    labDeliveries: ldsDeliveries({ baseUrl: 'http://127.0.0.1:9', username: 'nobody', password: 'none' }),
    clock,
    random: new SeededRandom(1),
    settings: { bookingHorizonDays: 180, sessionQuotaPerOwner: 3, placement: defaultPlacementSettings },
    about: { version: 'test', simulated: [] },
    onProjectionError: (error) => {
      throw error;
    },
  });
  await seedTemplates('deployment/worker-templates.yaml', plane.deps);
  return plane;
}

function giver({ dispatch }: OpenControlPlane): ControlPlaneHarness['giveToken'] {
  const actor: Actor = { id: 'ana', name: 'Ana', roles: ['admin'] };
  const caller = { actor, correlationId: 'contract' };
  return async (workerId, token) => {
    const input = ok({ workerId, token });
    const given = await dispatch(registerLicense, { caller, anonymous: caller, input });
    if (!given.ok) throw new Error(given.rejection.message);
  };
}

controlPlaneContract('in the same process', async (): Promise<ControlPlaneHarness> => {
  const plane = await openPlane();
  const scheduler = plane.forService('scheduler');
  const workers = plane.forService('worker-controller');
  return { scheduler, workers, template, giveToken: giver(plane), close: async () => undefined };
});

controlPlaneContract('over HTTP, each service with its own identity', async (): Promise<ControlPlaneHarness> => {
  const folder = mkdtempSync(join(tmpdir(), 'lcm-plane-'));
  const config = edgeConfig.parse({ PUBLIC_URL: 'http://lcm.test' });
  const logger = pino({ enabled: false });
  const sessionStore = new MemorySessionStore(clock);
  const identity = await openIdentity(config, {
    clock,
    logger,
    sessionStore,
    sessionSecret: 'a secret of at least thirty-two characters',
    folder,
  });
  const random = new SeededRandom(1);
  const plane = await openPlane();
  const app = await composeServer(plane, {
    identity,
    clock,
    random,
    logger,
    settings: serverSettings(config),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const as = (clientId: 'resource-scheduler' | 'worker-controller'): WireControlPlane => {
    const clientSecret = identity.embedded?.serviceSecrets[clientId] ?? '';
    const token = serviceToken({ tokenUrl: `${url}/idp/token`, clientId, clientSecret }, { clock });
    return new WireControlPlane(httpExchange({ url: `${url}/api/v1`, timeoutMs: 5_000, token }));
  };
  const close = async (): Promise<void> => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    scheduler: as('resource-scheduler'),
    workers: as('worker-controller'),
    template,
    giveToken: giver(plane),
    close,
  };
});
