import { actionOrder, labOrder } from '../../application/lab-orders.ts';

/** Refused while a session has the lab. */
export const startLab = labOrder({
  name: 'StartLab',
  summary: 'Start a lab; it is done when every node is up',
  allow: 'lab:operate',
  decide: actionOrder('start'),
});
