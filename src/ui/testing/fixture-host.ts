import type { Worker } from '../lib/views.ts';

type At = (minutes: number) => string;

const checks = { failing: [], untold: ['docker_shim'] };

/** What a host, and CML on it, say of themselves. */
export function hostDetails(at: At): Partial<Worker> {
  const retirement = { code: 'instance-retirement', description: 'The instance is running on degraded hardware' };
  return {
    checks: {
      system: 'ok',
      instance: 'ok',
      systemSince: at(-41),
      instanceSince: at(-38),
      events: [{ ...retirement, notBefore: at(9 * 1440) }],
    },
    statusSince: at(-42),
    serviceSince: at(-35),
    line: { by: 'events', since: at(-34) },
    health: {
      valid: true,
      isLicensed: true,
      since: at(-35),
      computes: [
        { ...checks, id: 'c1', hostname: 'cml-controller', isController: true, valid: true, admission: 'READY' },
      ],
    },
    tags: { 'cost-centre': 'certification', room: '1' },
    definitions: {
      since: at(-35),
      nodes: [
        { id: 'asav', cpus: 1, memoryMiB: 2048, images: [], lacksImage: true },
        { id: 'exam-host', custom: true, cpus: 1, memoryMiB: 512, images: ['exam-host-3'] },
        { id: 'external_connector', images: [] },
        { id: 'iosv', cpus: 1, memoryMiB: 768, images: ['iosv-159-3-m8', 'iosv-159-3-m9'] },
        { id: 'iosvl2', cpus: 1, memoryMiB: 1024, images: ['iosvl2-2020'] },
      ],
      images: [
        { id: 'exam-host-3', of: 'exam-host', custom: true },
        { id: 'iosv-159-3-m8', of: 'iosv' },
        { id: 'iosv-159-3-m9', of: 'iosv' },
        { id: 'iosvl2-2020', of: 'iosvl2' },
      ],
    },
  };
}
