import { closeUnmade } from '@lcm/core/domain/lab';
import { actionOrder, labOrder } from '../../application/lab-orders.ts';

/** In the order that CML wants; a record whose lab is gone, or was never made, is closed at once. */
export const deleteLab = labOrder({
  name: 'DeleteLab',
  summary: 'Stop, wipe and delete a lab, in this order',
  allow: 'lab:manage',
  decide: actionOrder('delete'),
  decideUnmade: closeUnmade,
});
