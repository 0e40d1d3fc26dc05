import type { Worker, WorkerEvent } from '@lcm/core/domain/worker';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { World } from '../testing/world.ts';

const minute = 60_000;
const hour = 60 * minute;

type Order = Extract<WorkerEvent, { type: 'WorkerLicenseRegistrationRequested' }>;

async function aLicensedWorker(): Promise<World> {
  const world = new World();
  await world.live(20 * minute);
  return world;
}

function askRegistration(world: World, fields: Partial<Order> = {}): void {
  const order = { reregister: false, by: 'ana', reason: 'a new contract', at: world.clock.now(), ...fields };
  world.commit({ type: 'WorkerLicenseRegistrationRequested', ...order });
}

function askDeregistration(world: World): void {
  const order = { by: 'ana', reason: 'the seat is needed elsewhere', at: world.clock.now() };
  world.commit({ type: 'WorkerLicenseDeregistrationRequested', ...order });
}

function licenseEvents({ controlPlane }: World): readonly string[] {
  return controlPlane.workers.events.flatMap(({ type }) => (type.startsWith('WorkerLicense') ? [type.slice(13)] : []));
}

describe('registering', () => {
  test('is told from the intent to the end, each step once', async () => {
    const world = await aLicensedWorker();
    expect(licenseEvents(world)).toEqual(['RegistrationStarted', 'Changed', 'RegistrationCompleted']);
    expect(world.cml.asked).toEqual(['register token']);
    expect(world.worker.license).toMatchObject({ status: 'registered', authorization: 'IN_COMPLIANCE' });
    expect(world.worker.license).not.toHaveProperty('operation', expect.anything());
  });

  test('takes the token that was given for this worker over the fleet’s', async () => {
    const world = new World();
    world.controlPlane.givenToken = 'its-own';
    askRegistration(world, { token: 'a'.repeat(64) });
    await world.live(20 * minute);
    expect(world.cml.asked).toEqual(['register its-own']);
  });

  test('does not fall back to the fleet’s token when the one that was given cannot be opened', async () => {
    const world = new World();
    askRegistration(world, { token: 'a'.repeat(64) });
    await world.live(20 * minute);
    expect(world.cml.asked).toEqual([]);
    expect(world.worker.license.failure).toContain('enter it again');
  });

  test('that is refused is said and tried again, each time later', async () => {
    const world = new World();
    await world.live(5 * minute);
    world.cml.licenseFault = 'refuses-token';
    await world.live(2 * hour);
    expect(world.worker.license).toMatchObject({
      status: 'evaluation',
      failure: 'The token is not valid.',
      failures: 5,
    });
    expect(world.cml.asked).toHaveLength(5);
    world.cml.licenseFault = undefined;
    askRegistration(world);
    await world.live(5 * minute);
    expect(world.worker.license.status).toBe('registered');
    expect(world.worker.license.failure).toBeUndefined();
  });

  test('that nobody answers is said to take too long, and still ends well when the answer comes', async () => {
    const world = new World();
    await world.live(5 * minute);
    world.cml.licenseFault = 'never-answers';
    await world.live(30 * minute);
    expect(world.worker.license).toMatchObject({
      operation: 'registering',
      failure: expect.stringContaining('15 minutes'),
    });
    world.cml.licenseFault = undefined;
    await world.live(5 * minute);
    expect(world.worker.license.status).toBe('registered');
    expect(licenseEvents(world).slice(-2)).toEqual(['RegistrationFailed', 'RegistrationCompleted']);
  });

  test('anew happens once for each order', async () => {
    const world = await aLicensedWorker();
    askRegistration(world, { reregister: true });
    await world.live(hour);
    expect(world.cml.asked).toEqual(['register token', 'reregister token']);
    expect(world.worker).toMatchObject({ license: { status: 'registered' }, licenseOrder: { reregister: false } });
  });
});

describe('an order to give the licence back', () => {
  test('is not undone by anything but another order', async () => {
    const world = await aLicensedWorker();
    askDeregistration(world);
    await world.live(hour);
    expect(world.worker.license.status).toBe('evaluation');
    world.restart();
    world.want('stopped');
    await world.live(10 * minute);
    world.want('running');
    await world.live(hour);
    expect(world.cml.asked).toEqual(['register token', 'deregister']);
    askRegistration(world);
    await world.live(hour);
    expect(world.worker.license.status).toBe('registered');
  });

  test('stops nobody’s labs: it fails with CML’s words and is tried again', async () => {
    const world = await aLicensedWorker();
    world.cml.licenseFault = 'nodes-run';
    askDeregistration(world);
    await world.live(minute);
    expect(world.worker.license).toMatchObject({ status: 'registered', failure: expect.stringContaining('nodes') });
    world.cml.licenseFault = undefined;
    await world.live(10 * minute);
    expect(world.worker.license.status).toBe('evaluation');
    expect(world.worker.license.failure).toBeUndefined();
  });

  test('that the licence server never heard of leaves a seat taken, and that is said', async () => {
    const world = await aLicensedWorker();
    world.cml.licenseFault = 'loses-return';
    askDeregistration(world);
    await world.live(hour);
    expect(world.worker.license.failure).toContain('not returned');
    expect(licenseEvents(world)).toContain('DeregistrationFailed');
  });
});

describe('a licence that CML let go of without anybody hearing whether its seat is free', () => {
  const words = 'return not confirmed: CML’s answer was not heard, and it has no licence any more';

  test('is said to be perhaps not returned, when an order gave it back', async () => {
    const world = await aLicensedWorker();
    world.cml.licenseFault = 'loses-answer';
    askDeregistration(world);
    await world.live(hour);
    expect(world.worker.license).toMatchObject({ status: 'evaluation', failure: words });
    expect(licenseEvents(world)).toContain('DeregistrationFailed');
    expect(licenseEvents(world)).not.toContain('DeregistrationCompleted');
    expect(world.cml.asked.filter((each) => each === 'deregister')).toHaveLength(1);
  });

  test('is said so before its host ends', async () => {
    const world = await aLicensedWorker();
    world.cml.licenseFault = 'loses-answer';
    world.want('terminated');
    await world.live(hour);
    expect(world.worker).toMatchObject({ status: 'terminated', license: { failure: words } });
  });

  test('is so too when its controller died before it could note the answer', async () => {
    const world = await aLicensedWorker();
    askDeregistration(world);
    dieBeforeHearing(world);
    await world.live(hour);
    expect(world.worker.license.failure).toBe(words);
  });

  test('is no question once the answer was noted, whoever leads then', async () => {
    const world = await aLicensedWorker();
    askDeregistration(world);
    while (world.worker.license.step !== 'heard') await lookOn(world, 1);
    world.restart();
    await world.live(hour);
    expect(world.worker.license).toMatchObject({ status: 'evaluation', failure: undefined });
    expect(licenseEvents(world)).toContain('DeregistrationCompleted');
  });

  test('is no question once it is registered again', async () => {
    const world = await aLicensedWorker();
    world.cml.licenseFault = 'loses-answer';
    askDeregistration(world);
    await world.live(hour);
    askRegistration(world);
    await world.live(hour);
    expect(world.worker.license.status).toBe('registered');
    expect(world.worker.license.failure).toBeUndefined();
  });
});

/** CML was asked and has answered, and the process dies before that is committed. */
function dieBeforeHearing({ controlPlane }: World): void {
  const send = controlPlane.send.bind(controlPlane);
  controlPlane.send = async (name, input) => {
    if (!JSON.stringify(input).includes('"step":"heard"')) return send(name, input);
    controlPlane.send = send;
    throw new Error('killed');
  };
}

test('what is out of compliance is asked for anew now and then', async () => {
  const world = await aLicensedWorker();
  world.cml.authorization = 'OUT_OF_COMPLIANCE';
  await world.live(13 * hour);
  expect(world.cml.asked.filter((each) => each === 'renew')).toHaveLength(3);
  expect(world.worker.license.status).toBe('invalid');
});

test('patience does not begin anew with each leader', async () => {
  const world = await aLicensedWorker();
  world.want('terminated');
  await world.look();
  world.cloud.hangs = true;
  for (let minutes = 0; minutes < 60; minutes += 5) {
    await world.live(5 * minute);
    world.restart();
  }
  expect(world.worker.license.failure).toBe('not returned: CML did not answer in time');
});

const orders: Readonly<Record<string, (world: World) => void>> = {
  register: (world) => askRegistration(world),
  reregister: (world) => askRegistration(world, { reregister: true }),
  deregister: askDeregistration,
  'lose an answer': (world) => {
    if (world.cloud.alive.length > 0) world.cml.licenseFault = 'loses-answer';
  },
  restart: (world) => world.restart(),
};
const happening = fc.record({
  what: fc.constantFrom(...Object.keys(orders)),
  looks: fc.integer({ min: 0, max: 8 }),
});

/** CML is up, and nothing has been done about its licence. */
async function anAvailableWorker(): Promise<World> {
  const world = new World();
  while (world.worker.service !== 'available') await lookOn(world, 1);
  return world;
}

/** Looks one by one, so that a controller dies between any two steps. */
async function lookOn(world: World, looks: number): Promise<void> {
  for (let count = 0; count < looks; count += 1) {
    world.clock.step(Math.min(await world.look(), minute));
  }
}

test('wherever a controller dies and answers are lost, the licence becomes what was wanted last, and ends with its worker', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { maxLength: 8 }),
      fc.constantFrom('register', 'deregister'),
      async (script, last) => {
        const world = await anAvailableWorker();
        for (const { what, looks } of script) {
          orders[what]?.(world);
          await lookOn(world, looks);
        }
        orders[last]?.(world);
        await world.live(hour);
        const wanted: Worker['license']['status'] = last === 'register' ? 'registered' : 'evaluation';
        expect(world.worker.license).toMatchObject({ status: wanted });
        expect(world.worker.license.operation).toBeUndefined();
        expect(world.cloud.licensed).toBe(last === 'register' ? 1 : 0);
        world.want('terminated');
        await world.live(hour);
        expect([world.worker.status, world.cloud.licensed]).toEqual(['terminated', 0]);
      },
    ),
    { numRuns: 40 },
  );
});

test('ended in the middle of anything, a worker leaves no seat taken', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 6 }), fc.integer({ min: 0, max: 12 }), async (script, looks) => {
      const world = await anAvailableWorker();
      await lookOn(world, looks);
      for (const { what, looks: between } of script) {
        orders[what]?.(world);
        await lookOn(world, between);
      }
      world.want('terminated');
      await world.look();
      world.restart();
      await world.live(hour);
      expect([world.worker.status, world.cloud.licensed]).toEqual(['terminated', 0]);
    }),
    { numRuns: 60 },
  );
});
