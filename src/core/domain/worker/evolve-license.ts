import { type LicenseEvent, licenseAfter, licenseAskedAnew, orderAfter } from './license.ts';
import type { Worker, WorkerEvent } from './worker.ts';

type LicenseOrdered = Extract<
  WorkerEvent,
  { type: 'WorkerLicenseRegistrationRequested' | 'WorkerLicenseDeregistrationRequested' }
>;

export function isAboutLicense(event: WorkerEvent): event is LicenseEvent | LicenseOrdered {
  return event.type.startsWith('WorkerLicense');
}

/** What happens to its licence, and what is ordered of it. */
export function evolveLicense(worker: Worker, event: LicenseEvent | LicenseOrdered): Worker {
  return 'license' in event ? licenseChanged(worker, event) : licenseOrdered(worker, event);
}

function licenseChanged(worker: Worker, event: LicenseEvent): Worker {
  const license = licenseAfter(worker.license, event);
  const { licenseOrder: order } = worker;
  return order === undefined
    ? { ...worker, license }
    : { ...worker, license, licenseOrder: orderAfter(order, event.type) };
}

function licenseOrdered(worker: Worker, { type, ...order }: LicenseOrdered): Worker {
  const wanted = type === 'WorkerLicenseRegistrationRequested' ? 'registered' : 'unregistered';
  const license = licenseAskedAnew(worker.license, order.at);
  return { ...worker, license, licenseOrder: { wanted, reregister: false, ...order } };
}
