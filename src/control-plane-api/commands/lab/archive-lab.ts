import { actionOrder, labOrder } from '../../application/lab-orders.ts';

/** The record stays, with the topology and with every configuration that its nodes had. */
export const archiveLab = labOrder({
  name: 'ArchiveLab',
  summary: 'Keep the topology of a lab, then stop, wipe and delete it',
  allow: 'lab:manage',
  decide: actionOrder('archive'),
});
