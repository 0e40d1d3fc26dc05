import { actionOrder, labOrder } from '../../application/lab-orders.ts';

/** In the order that CML wants; a record whose lab is gone is closed at once. */
export const deleteLab = labOrder({
  name: 'DeleteLab',
  summary: 'Stop, wipe and delete a lab, in this order',
  allow: 'lab:manage',
  decide: actionOrder('delete'),
});
