import type { SessionView } from '@lcm/core/contracts/session';
import { type DeliveryDevice, deliverySessionId } from '@lcm/core/ports/lab-delivery';
import { deliveryOf, done, failed, type StepHandler, workerOf } from '../step-handler.ts';

/** Tells LDS where the candidate's page reaches each node. */
export const publishDevices: StepHandler = async (session, deps) => {
  const worker = await workerOf(session, deps);
  const host = worker && deps.deviceHostOf(worker);
  if (host === undefined) return failed('its worker has no address for candidates');
  if (session.delivery === undefined) return failed('it has no delivery session');
  const devices = devicesOf(session, host);
  await deliveryOf(session, deps).setDevices(deliverySessionId(session.delivery.id), devices);
  return done(`${devices.length} devices at ${host}`);
};

/** Best first. LDS wants one device per label, so of several doors into a node the candidate gets the best. */
const protocols: Readonly<Record<string, DeliveryDevice['protocol']>> = {
  vnc: 'vnc',
  http: 'web',
  https: 'web',
  ssh: 'ssh',
  serial: 'telnet',
  telnet: 'telnet',
  tcp: 'telnet',
};
const preference = Object.keys(protocols);

export function devicesOf({ definition, placement }: SessionView, host: string): readonly DeliveryDevice[] {
  const ranked = definition.ports.toSorted((a, b) => preference.indexOf(a.protocol) - preference.indexOf(b.protocol));
  const devices = new Map<string, DeliveryDevice>();
  for (const { name, label, protocol } of ranked) {
    const port = placement?.ports[name];
    if (port === undefined || devices.has(label)) continue;
    devices.set(label, { label, protocol: protocols[protocol] ?? 'telnet', host, port });
  }
  return [...devices.values()];
}
