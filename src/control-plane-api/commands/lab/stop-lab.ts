import { actionOrder, labOrder } from '../../application/lab-orders.ts';

/** Refused while a session has the lab. */
export const stopLab = labOrder({
  name: 'StopLab',
  summary: 'Stop a lab; what its nodes have on their disks stays',
  allow: 'lab:own',
  decide: actionOrder('stop'),
});
