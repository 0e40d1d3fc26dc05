import { actionOrder, labOrder } from '../../application/lab-orders.ts';

/** For operators, and for whoever it is assigned to for that. Refused while a session has the lab. */
export const startLab = labOrder({
  name: 'StartLab',
  summary: 'Start a lab; it is done when every node is up',
  allow: 'lab:own',
  decide: actionOrder('start'),
});
